"""Holds the rows that wait on the server against the entries of the queue: the row comes first, and whatever
Redis has lost is entered again. See the decision 0062."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Protocol, TypeVar

from app.core.cursor import Cursor
from app.core.errors import ConstraintViolation, CursorDamaged, DatabaseError, NeverPasses, TransientError
from app.core.job import Job
from app.core.queue_errors import QueueUnreachable
from app.core.server import (
    OWN_QUEUE,
    PRODUCT_QUEUE,
    Entry,
    QueueLook,
    seconds_on_server,
    server_mark,
    waits_for_web,
)
from app.db import server_rows
from app.db.again import again
from app.db.engine import Connection, Database
from app.engine.job_type import JobTypes
from app.queue import listing

log = logging.getLogger(__name__)

T = TypeVar("T")

OF_ONE_ROW = (CursorDamaged, ConstraintViolation, NeverPasses, TransientError)
"""What keeps one row from being changed, now or for ever, and says nothing of the others."""

INTERVAL_SECONDS = 30.0
"""A tenth of what the web side's page view allows a row that waits."""

YOUNG_SECONDS = 10 * 60.0
"""For so long after it was asked for, a job of the web side that has lost its entry is entered again."""

ENTERED_WITHIN = 15.0
"""Seconds in which whoever handed a job over has made its entry."""


class Entries(Protocol):
    """The queue, as far as it is needed here. Implemented by `queue.server_queue`; each raises
    QueueUnreachable."""

    def look(self) -> QueueLook:
        """Who listens."""

    def entries_of(self, job_ids: Collection[int]) -> tuple[Entry, ...]:
        """The entries of these jobs in both queues."""

    def enter_into(
        self, queue: str, job_ids: Sequence[int], *, begun: Collection[int] = (), at_front: bool = False
    ) -> None:
        """An entry for each of these jobs in this queue."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one round has found: how many rows wait for this worker or for any, and which jobs were entered
    again. One whose only entries are in queues that this worker does not read waits for others."""

    waiting: int = 0
    brought_back: tuple[int, ...] = ()
    reclaimed: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def entered(self) -> tuple[int, ...]:
        """The jobs that were entered again."""
        return self.brought_back + self.reclaimed + self.missing


class Keeper:
    """For one worker. Several do the same beside each other: every change of a row is a compare-and-set, so
    that one of them enters it, and `may_enter` keeps them from entering at once what they all miss."""

    def __init__(
        self,
        database: Database,
        types: JobTypes,
        entries: Entries,
        queues: Sequence[str],
        may_enter: Callable[[int], bool],
        is_here: Callable[[int], bool],
        entered_within: float = ENTERED_WITHIN,
    ) -> None:
        """`may_enter` says whether this worker is the first to want an entry for a job just now; it raises
        QueueUnreachable. `is_here` says whether this worker itself is at a job: after the database was away
        its row looks lost until the next heartbeat. `entered_within` is in seconds."""
        self._entered_within = entered_within
        self._database = database
        self._types = types
        self._entries = entries
        self._queues = frozenset(queues)
        self._web = PRODUCT_QUEUE in queues
        self._queue = OWN_QUEUE if OWN_QUEUE in queues else queues[0]
        self._may_enter, self._is_here = may_enter, is_here
        self._missed: set[int] = set()
        self._lock = Lock()

    def round(self) -> Kept:
        """One round; rows first, so that they are kept though Redis is away. Safe from any thread. Raises
        DatabaseError kinds and QueueUnreachable."""
        with self._lock:
            return self._round()

    def _round(self) -> Kept:
        waiting = self._within(self._waiting)
        self._keep([job for job in waiting if seconds_on_server(job) is not None])
        back = self._each(self._failed_while_waiting, self._wait_again)
        reclaimed = self._each(self._of_lost_workers, self._give_back)
        self._enter(reclaimed, at_front=True)
        self._enter(back)
        places = self._places(waiting)
        # One of the web side that has none, and waits for long, is forgotten: a page view shall fail it.
        self._keep([job for job in waiting if waits_for_web(job) and (places[job.id] or _is_young(job))])
        places = self._taken_from(places)
        missing = [job for job in self._missing(waiting, places) if self._may_enter(job.id)]
        self._enter(missing)
        return Kept(
            sum(self._may_come(job, places[job.id]) for job in waiting),
            tuple(job.id for job in back),
            tuple(job.id for job in reclaimed),
            tuple(job.id for job in missing),
        )

    # Rows

    def _waiting(self, connection: Connection) -> list[Job]:
        return server_rows.waiting(connection, self._types, web=self._web)

    def _keep(self, wanted: Sequence[Job]) -> None:
        if wanted:
            ids = [job.id for job in wanted]
            self._within(lambda connection: server_rows.keep_waiting(connection, self._types, ids))

    def _failed_while_waiting(self, connection: Connection) -> list[Job]:
        return server_rows.failed_while_waiting(connection, self._types, web=self._web)

    def _wait_again(self, job: Job, connection: Connection) -> Job | None:
        cursor = Cursor.parse(job.cursor_text)
        return server_rows.wait_again(connection, job, cursor)

    def _of_lost_workers(self, connection: Connection) -> list[Job]:
        lost = server_rows.of_lost_workers(connection, self._types)
        return [job for job in lost if not self._is_here(job.id)]

    def _give_back(self, job: Job, connection: Connection) -> Job | None:
        mark = server_mark(server_rows.moment(connection))
        cursor = replace(Cursor.parse(job.cursor_text).owned_by(mark), interrupted=True)
        return server_rows.give_back(connection, job, cursor)

    def _each(
        self, find: Callable[[Connection], list[Job]], change: Callable[[Job, Connection], Job | None]
    ) -> list[Job]:
        """Changes what is found, each in a transaction of its own: one that cannot be changed costs no
        other."""
        changed = []
        for job in self._within(find):
            try:
                now = self._within(partial(change, job))
            except OF_ONE_ROW as error:
                log.info("Job %d stays as it is: %s", job.id, error)
                continue
            if now is not None:
                changed.append(now)
        return changed

    def _within(self, act: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with self._database.begin() as connection:
                return act(connection)

        return again(transaction)

    # Entries

    def _places(self, waiting: Sequence[Job]) -> dict[int, list[str]]:
        """In which queue each entry of a job is."""
        places: dict[int, list[str]] = {job.id: [] for job in waiting}
        for entry in self._entries.entries_of(places.keys()):
            places[entry.job_id].append(entry.queue)
        return places

    def _missing(self, waiting: Sequence[Job], places: Mapping[int, Collection[str]]) -> list[Job]:
        """Those without an entry that anybody takes, in two rounds one after the other: in between one that a
        worker has just claimed has left its row's queue."""
        missing = [job for job in waiting if not places[job.id] and self._is_due(job)]
        if sum(map(len, places.values())) > listing.MOST_IDS // 2:  # not all that waits may be listed
            missing = []
        again_missing = [job for job in missing if job.id in self._missed]
        self._missed = {job.id for job in missing} - {job.id for job in again_missing}
        return again_missing

    def _taken_from(self, places: Mapping[int, list[str]]) -> dict[int, list[str]]:
        """Without queues that nobody listens on. Where nobody did as it was handed over, a job has its entry
        in the product's queue, which this worker may not read."""
        theirs = {queue for found in places.values() for queue in found} - self._queues
        look = self._entries.look() if theirs else None
        read = self._queues | {queue for queue in theirs if look and look.takes(queue)}
        return {job_id: [one for one in found if one in read] for job_id, found in places.items()}

    def _enter(self, wanted: Sequence[Job], *, at_front: bool = False) -> None:
        ids = [job.id for job in wanted]
        if ids:
            begun = {job.id for job in wanted if job.started_at is not None}
            self._entries.enter_into(self._queue, ids, begun=begun, at_front=at_front)

    def _is_due(self, job: Job) -> bool:
        seconds = seconds_on_server(job)
        return self._is_ours(job) and (seconds is None or seconds > self._entered_within)

    def _may_come(self, job: Job, places: Collection[str]) -> bool:
        """Whether this worker may be the one to run it."""
        return not self._queues.isdisjoint(places) if places else self._is_ours(job)

    def _is_ours(self, job: Job) -> bool:
        """It is for workers of ours to see that it has an entry."""
        return seconds_on_server(job) is not None or _is_young(job)


def _is_young(job: Job) -> bool:
    """A job of the web side that was asked for within the last YOUNG_SECONDS, and never began. An older one
    has no frozen end, and would delete what has come since. Where the web side could make no entry for it, it
    has told so whoever asked."""
    if job.started_at is not None or job.created_at is None or job.last_error:
        return False
    return (job.read_at - job.created_at).total_seconds() < YOUNG_SECONDS


class KeeperLoop:
    """Rounds of a keeper, in the thread that calls `run`."""

    def __init__(self, keeper: Keeper, look_around: Callable[[], object], wait: Callable[[], bool]) -> None:
        """`look_around` is called before each round; `wait` waits until the next one is due, and is False
        where there is to be none."""
        self._keeper = keeper
        self._look_around = look_around
        self._wait = wait
        self._is_well = True

    def run(self) -> None:
        """At once, and again until there is to be no further round."""
        self.once()
        while self._wait():
            self.once()

    def nothing_waits(self) -> bool:
        """After one more round: no row waits for a worker, whether it has an entry or not."""
        kept = self.once()
        return kept is not None and not kept.waiting and not kept.entered

    def once(self) -> Kept | None:
        """One round; None where it failed, which is logged once, and tried again with the next round."""
        was_well, self._is_well = self._is_well, False
        try:
            self._look_around()
            kept = self._keeper.round()
        except (DatabaseError, QueueUnreachable) as error:
            if was_well:
                log.warning("Rows and entries could not be compared: %s", error)
            return None
        except Exception:  # a bug; without rounds, rows would be failed by page views
            if was_well:
                log.exception("The keeper met a bug")
            return None
        self._is_well = True
        if kept.entered:
            log.info(
                "Entered again: %d failed while waiting, %d of lost workers, %d without an entry",
                *map(len, (kept.brought_back, kept.reclaimed, kept.missing)),
            )
        return kept
