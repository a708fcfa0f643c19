"""The protocol: what a kind of job is that can give back what it has deleted. Implemented beside the kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.core.access import Permission
from app.core.restore import Restore, Wanted
from app.db.engine import Connection
from app.engine.recording import EndNotes

LISTED = 1_000
"""Conflicts that a preview lists; further ones are only counted."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A deleted item that cannot come back, because `live_id` is a live one of the same message. `amount` is
    None where it is out of range (`core.bounds`), and then `is_odd`."""

    business_id: int
    item_id: int
    live_id: int
    name: str | None
    day: date | None
    amount: Decimal | None
    currency: str | None
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Restorable:
    """What is there of what a job has deleted. `found` items have one of its stamps and are deleted; of them
    `conflicts` cannot come back, the first LISTED of which are in `listed`. `files_there` are the attachments
    of those that can, `without_files` those of them that point at none. `others` are deleted items of the
    business without a stamp of the job."""

    found: int = 0
    conflicts: int = 0
    listed: tuple[Conflict, ...] = ()
    files_there: int = 0
    without_files: int = 0
    others: int = 0

    @property
    def will_be_restored(self) -> int:
        return self.found - self.conflicts


@dataclass(frozen=True, slots=True)
class RestoredBatch:
    """`restore` is the row now; `taken` items were looked at, 0 where there was none left."""

    restore: Restore
    taken: int


class Restoring(Protocol):
    """Gives back items that jobs of a kind have deleted. Safe to use from any thread.

    All methods block on the database, and may raise DatabaseError kinds.
    """

    name: str
    """The value of `background_jobs.job_type` whose deletions it undoes."""

    permission: Permission
    """What it requires: the same as the deletion."""

    def restorable(self, connection: Connection, wanted: Sequence[tuple[int, Wanted]]) -> list[Restorable]:
        """What is there of each, in the same order; each with the id of its business."""

    def next_batch(
        self,
        connection: Connection,
        restore_id: int,
        owner: str,
        limit: int,
        notes: EndNotes,
    ) -> RestoredBatch:
        """Gives back the next `limit` items in one transaction, with the counters, the position and the check
        that the restore still runs as `owner`. Where none is left, `notes` hear that the restore is over.
        Raises RestoreMoved, DeletionInTheWay, RestoreDamaged."""
