"""What the diagnostics find about files: the storage, and what has become of those that jobs kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random

from app.actions.acting import only_own_files_named
from app.actions.findings import NAMED, Finding, Verdict
from app.core.access import Actor
from app.core.errors import DatabaseError, StorageUnusable
from app.core.program import PROGRAM
from app.db import keeping, stamped
from app.db.engine import Connection, Database, statement
from app.engine.job_type import JobType, JobTypes
from app.files.bounded import BoundedStorage
from app.files.storage import Storage

log = logging.getLogger(__name__)

OVERDUE_DAYS = 2
"""For so long a console or worker may have been away, before it is said."""

LOOKING_SECONDS = 5.0
"""For so long businesses are looked through for files that are overdue."""


class FileFindings:
    """For one diagnosis."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        types: JobTypes,
        actor: Actor | None,
        keep_days: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        random: Random | None = None,
    ) -> None:
        """`random` says in which order businesses are looked through; see `Diagnosis` for the rest."""
        self._clock = clock
        self._random = random or Random()  # noqa: S311 - no secret, an order
        self._database = database
        self._storage = BoundedStorage(storage)
        self._types = types
        self._actor = actor
        self._keep_days = keep_days

    def findings(self, *, is_reachable: bool) -> Iterator[Finding]:
        """Whether files can be deleted in the storage; and, where the database `is_reachable`, whether it is
        the storage that the database names."""
        try:
            self._storage.check()
            if is_reachable:
                self._compare_with_database()
            keeps_versions = self._storage.keeps_versions()
        except StorageUnusable as error:
            yield Finding("storage", Verdict.ERROR, problem=error.with_traceback(None))
            return
        yield Finding("storage", Verdict.OK, "storage_good", {"place": self._storage.place})
        if keeps_versions:
            yield Finding(
                "storage",
                Verdict.WARNING,
                "storage_versions",
                {"place": self._storage.place},
                remedy="Add a lifecycle rule to the bucket that removes noncurrent versions.",
            )

    def of_jobs(self, connection: Connection) -> Iterator[Finding]:
        """Files that should be gone by now, and receipts that cannot be told by their stamps."""
        visible = self._actor.visible() if self._actor else None
        for one in self._types.values():
            yield from _unstamped(connection, one.name, visible)
        yield Finding("jobs", Verdict.NOTE, "files_by_others")

    def overdue(self) -> Iterator[Finding]:
        """In statements of their own: a look at each business that may have some, as long as there is time.
        In another order each time: where there are too many for one look, all of them have their turn."""
        end = self._clock() + LOOKING_SECONDS
        names: set[int] = set()
        unseen: set[int] = set()
        with self._database.connection() as connection:
            candidates = self._candidates(connection)
            self._random.shuffle(candidates)
            for turn, (kind, business_id) in enumerate(candidates):
                if turn and self._clock() > end:  # the first always has its turn
                    unseen = {left for _, left in candidates[turn:]}
                    break
                with statement(connection):
                    if kind.has_due_files(connection, business_id, self._keep_days):
                        names.add(business_id)
        if names:
            yield Finding("jobs", Verdict.WARNING, "files_overdue", _overdue(sorted(names)))
        if unseen:
            count = len({business_id for _, business_id in candidates})
            values = {"looked": count - len(unseen), "count": count}
            yield Finding("jobs", Verdict.NOTE, "files_due_unseen", values)
        elif not names:
            yield Finding("jobs", Verdict.OK, "files_due_good")

    def _candidates(self, connection: Connection) -> list[tuple[JobType, int]]:
        """Where files may be overdue, by what the jobs say."""
        visible = self._actor.visible() if self._actor else None
        found = []
        for kind in self._types.values():
            with statement(connection):
                due = keeping.due_businesses(
                    connection, kind.name, self._keep_days, only=visible, overdue=OVERDUE_DAYS * 24 * 3600
                )
            found += [(kind, one.business_id) for one in due]
        return found

    def _compare_with_database(self) -> None:
        """Raises StorageUnusable where it is not the storage that the database names."""
        try:
            with self._database.connection() as connection, only_own_files_named(self._actor):
                for one in self._types.values():
                    one.require_ready(connection, accept_missing=False)
        except DatabaseError as error:  # the other questions say what is wrong there
            log.info("The files could not be compared with the database: %s", error)


def _overdue(names: list[int]) -> dict[str, object]:
    return {
        "count": len(names),
        "days": OVERDUE_DAYS,
        "names": ", ".join([*map(str, names[:NAMED]), *(["…"] if len(names) > NAMED else [])]),
        "command": f"{PROGRAM} sweep --due",
    }


def _unstamped(connection: Connection, job_type: str, visible: Sequence[int] | None) -> Iterator[Finding]:
    for one in stamped.unstamped(connection, job_type, visible)[:NAMED]:
        values = {
            "job_id": one.job_id,
            "business_id": one.business_id,
            "stamped": one.stamped,
            "succeeded": one.succeeded,
        }
        yield Finding("jobs", Verdict.NOTE, "stamps_differ", values)
