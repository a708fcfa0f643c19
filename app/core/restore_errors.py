"""What a person can meet around restores; `core.errors` says what all of these have in common."""

from __future__ import annotations

from app.core.errors import OwnershipLost, SchemaProblem, SweepError
from app.core.program import MIGRATE_COMMAND


class NoRestoresHere(SchemaProblem):
    """The database has no table of restores. `command` makes it."""

    code = "no_restores_here"

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be restored, because this database has no table sweep_restores yet. Run: "
            f"{MIGRATE_COMMAND}"
        )
        self.values = {"command": MIGRATE_COMMAND}


class RestoreDamaged(SweepError):
    """The text on a restore's row that says what it wants cannot be read, so nothing is given back by it."""

    code = "restore_damaged"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"What the restore is to give back cannot be read: {reason}. Cancel it, and restore the job "
            "again.",
            reason=reason,
        )


class RestoreMoved(OwnershipLost):
    """The row does not run here any more: paused, cancelled or taken over."""

    def __init__(self, restore_id: int) -> None:
        SweepError.__init__(self, f"Restore {restore_id} no longer runs in this console.", job_id=restore_id)


class DeletionInTheWay(SweepError):
    """Somebody deletes in the business meanwhile, so the restore pauses."""

    code = "deletion_in_the_way"

    def __init__(self, job_id: int) -> None:
        super().__init__(f"Job {job_id} deletes receipts of this business meanwhile.", job_id=job_id)
