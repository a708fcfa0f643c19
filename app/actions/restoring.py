"""What a person can do to bring back what jobs have deleted: with permission, and an audit line for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.actions.audit import AuditTrail
from app.actions.restore_preview import RestorePreview
from app.actions.results import Answer
from app.core.access import Actor
from app.core.job import Job
from app.core.restore import Restore
from app.core.worker import ConsoleIdentity
from app.db.engine import Database
from app.engine.job_type import JobTypes
from app.engine.restoring import Restoring


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The answer for one job or restore. `restore` is the row as it is now, where there is one; `job` is the
    deletion in the way, or else the job; `seconds` is how long to wait for STILL_ALIVE."""

    answer: Answer
    business_id: int | None
    job_id: int | None = None
    restore: Restore | None = None
    job: Job | None = None
    seconds: int | None = None


class RestoreCrew(Protocol):
    """What runs restores in this console; implemented by `workers.restoring`. Safe from any thread."""

    def hand_over(self, restore_ids: Sequence[int]) -> None:
        """Puts restores whose rows wait for this console into its queue; they run one after the other."""

    def look_again(self, restore_id: int) -> None:
        """The row was changed by an action: the restore leaves the queue, or its wait ends."""


class RestoreActions:
    """Every call reads the person's rights again, acts on the rows by compare-and-set, and leaves one audit
    line for each job or restore.

    All methods block on the database and may raise DatabaseError kinds, and those that change something
    AuditUnavailable; then nothing was done. `preview` and `start` raise NoRestoresHere where the database has
    no table for it.
    """

    def __init__(
        self,
        database: Database,
        kind: Restoring,
        types: JobTypes,
        audit: AuditTrail,
        identity: ConsoleIdentity,
        crew: RestoreCrew,
    ) -> None:
        self._database = database
        self._kind = kind
        self._types = types
        self._audit = audit
        self._identity = identity
        self._crew = crew

    def preview(
        self, actor: Actor, job_ids: Sequence[int], items: Sequence[int] | None = None
    ) -> RestorePreview:
        """What would come back, of all that these jobs have deleted or of these `items` alone. Nothing is
        changed. Jobs that the person may not see are as such that do not exist."""
        raise NotImplementedError

    def start(
        self, actor: Actor, job_ids: Sequence[int], items: Sequence[int] | None = None
    ) -> list[RestoreResult]:
        """Starts a restore for each of these jobs, in this console: RESTORING, or why not. One job of a
        business at a time."""
        raise NotImplementedError

    def pause(self, actor: Actor, restore_ids: Sequence[int]) -> list[RestoreResult]:
        """PAUSED at once, wherever it runs: a batch under way is not kept."""
        raise NotImplementedError

    def go_on(self, actor: Actor, restore_ids: Sequence[int]) -> list[RestoreResult]:
        """Lets paused and failed restores, and those whose console has ended, go on in this console:
        RESTORING."""
        raise NotImplementedError

    def cancel(self, actor: Actor, restore_ids: Sequence[int]) -> list[RestoreResult]:
        """CANCELLED at once, wherever it runs. What has come back stays."""
        raise NotImplementedError

    def read(
        self,
        actor: Actor | None,
        *,
        ids: Collection[int] | None = None,
        job_ids: Collection[int] | None = None,
        run_id: str | None = None,
        only_active: bool = False,
    ) -> list[Restore]:
        """The restores that the person (None: whoever may see all) may see, newest first; empty where the
        database has no table of them. With `ids`, `job_ids` or `run_id` only these."""
        raise NotImplementedError

    def job_ids_of_run(self, actor: Actor | None, name: str) -> list[int]:
        """The jobs of the run of this id or name. Raises NoSuchRun, RunAmbiguous."""
        raise NotImplementedError
