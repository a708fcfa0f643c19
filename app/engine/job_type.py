"""What a kind of job is: the one protocol that the runner, the actions, the poll and the history use.

A kind of job deletes the *items* of a business, in the order of their ids and a batch at a time. What items
are, where they are stored and what belongs to them is known to its own package alone (`app.receipts`); the
composition root hands the kinds over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.core.access import Permission
from app.core.cursor import Cursor
from app.core.job import Job
from app.db.engine import Connection, Database
from app.db.starting import Totals
from app.engine.after_commit import AfterCommit
from app.engine.batch import BatchResult


@dataclass(frozen=True, slots=True)
class Live:
    """How many live items a business has, and the lowest id among them."""

    count: int
    lowest_id: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a job that continues from `last_id` would delete: `count` live items, up to the id `max_id`."""

    last_id: int
    max_id: int
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a deletion would remove of one business: how many live items, sums by currency code, dates, and
    the files that belong to them, with their bytes as the rows say. `odd` of the items have an amount or a
    date out of range (`core.bounds`): these are neither in the sums nor in the dates."""

    items: int = 0
    amounts: tuple[tuple[str, Decimal], ...] = ()
    oldest: date | None = None
    newest: date | None = None
    files: int = 0
    file_bytes: int = 0
    odd: int = 0


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What identifies an item for a person. `is_deleted`: it was deleted meanwhile. `is_odd`: its amount is
    out of range (`core.bounds`), and None here."""

    id: int
    name: str | None
    amount: Decimal | None
    currency: str | None
    is_deleted: bool
    is_odd: bool = False


class JobType(Protocol):
    """One kind of job. Safe to use from any thread.

    All methods block on the database, and may raise DatabaseError kinds. Those with a connection begin
    transactions of their own where they need one.
    """

    name: str
    """The value of `background_jobs.job_type`."""

    permission: Permission
    """What it requires of a person and of a business."""

    table: str
    """The table of its items; the load of the server is measured by look-ups in it."""

    def require_ready(self, connection: Connection, *, accept_missing: bool) -> None:
        """Raises StorageUnusable where the files of the items could not be deleted: called before a job
        starts or resumes. `accept_missing` as for `JobActions`."""

    def totals(self) -> Totals:
        """A query, lateral to the table of businesses, of `total` (live items) and `max_id` (the frozen end:
        the highest id that a job started now may delete)."""

    def remaining(
        self, connection: Connection, after: Mapping[int, int], upto: Mapping[int, int]
    ) -> dict[int, Remaining]:
        """What is left beyond the id that `after` names for each business, up to the one that `upto` names
        for it, or else up to the highest there is."""

    def next_batch(self, connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
        """Deletes the next `limit` items after the cursor, in one transaction with the counters, the cursor
        and the check that this worker still owns the job. An item that cannot be deleted is recorded as
        failed, one that is locked as deferred. Raises OwnershipLost, TooManyFailures."""

    def deferred(self, connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
        """The same for up to `limit` of the deferred items; one that is still locked has failed."""

    def count_live(self, connection: Connection, job: Job, cursor: Cursor) -> int:
        """The number of the job's items that are live and have not failed: 0, where all went right."""

    def after_commit(self, database: Database, is_stopping: Callable[[], bool]) -> AfterCommit:
        """What follows the commits of one slice of a job, or of one sweep on request."""

    def has_due_files(self, connection: Connection, business_id: int, keep_days: int) -> bool:
        """Whether deleted items of the business have left files that are due (`core.keeping`); `keep_days` is
        the setting of this console. On a connection on which each statement is a transaction."""

    @property
    def keeps_for(self) -> int:
        """The setting of this console: for how many days files are kept where nobody has chosen."""

    def live(self, connection: Connection, business_ids: Sequence[int] | None = None) -> dict[int, Live]:
        """Live items by business id, for these ids or all; businesses without any are left out."""

    def preview(self, connection: Connection, business_ids: Sequence[int]) -> dict[int, Preview]:
        """What would be removed, by business id."""

    def facts(
        self, connection: Connection, business_id: int, item_ids: Sequence[int]
    ) -> dict[int, ItemFacts]:
        """What identifies these items of the business for a person, by id; those of any other are left
        out."""


JobTypes = Mapping[str, JobType]
"""The kinds of job that this console runs, by name."""


def by_name(*types: JobType) -> JobTypes:
    """Of the kinds that the composition root hands over."""
    return {one.name: one for one in types}


def lowest_live(connection: Connection, types: JobTypes, jobs: Sequence[Job]) -> dict[int, int]:
    """The lowest id of the live items of each job's business and kind, by job id, for `core.progress`; left
    out are foreign jobs, and those of businesses without live items."""
    lowest: dict[int, int] = {}
    for one in types.values():
        mine = [job for job in jobs if job.job_type == one.name]
        live = one.live(connection, list({job.business_id for job in mine})) if mine else {}
        lowest |= {job.id: live[job.business_id].lowest_id for job in mine if job.business_id in live}
    return lowest
