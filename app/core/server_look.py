"""What is seen of the queue on a server together with the rows: who works there on what, and what waits
there, since when and why. Put together here from what was read; nothing is asked of anybody."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.core.errors import SweepError
from app.core.job import Job, JobStatus
from app.core.run import run_in
from app.core.server import (
    LISTENER_LOST_AFTER,
    OWN_QUEUE,
    PICKED_UP_WITHIN,
    Entry,
    Listener,
    ListenerState,
    QueueLook,
    is_waiting_elsewhere,
    server_worker_in,
    waits_on_server_since,
)
from app.core.unpicked import Unpicked, UnpickedReasons, Why
from app.core.worker import WEB_WORKER, console_of, runner_of, worker_in

GONE_AFTER = 5.0
"""Seconds that a job has to wait without an entry before that counts as gone: the row is written first."""

MOST_ENTRIES = 5_000
"""Entries that are looked through of each queue. Behind so many one may stand that was not seen."""


class EntryState(StrEnum):
    """What is seen of the entry of a job that waits; the value is how the command line names it in JSON."""

    IN_QUEUE = "in_queue"
    FOR_PRODUCT = "waits_for_product"
    """In the product's queue, on which no worker of ours listens: the product's own takes it."""
    ENTERING = "entering"
    """It has waited for a moment only."""
    GONE = "gone"
    UNKNOWN = "unknown"
    """The queue could not be read, or is too long to be read to its end."""


class Work(StrEnum):
    """What a worker does, as far as it is known here; the value as above."""

    NOTHING = "nothing"
    JOB = "job"
    HIDDEN = "hidden"
    """A job of a business that the person may not see."""
    OTHER = "other"
    """Other work of the product."""
    TAKEN_OVER = "taken_over"
    """It is lost, and its job runs elsewhere, or waits again."""


@dataclass(frozen=True, slots=True)
class JobNames:
    """A job, its business, and its run, whose id is empty where it is of none."""

    job_id: int
    business_id: int
    business: str
    run_id: str = ""
    run: str = ""


@dataclass(frozen=True, slots=True)
class SeenWorker:
    """A worker on a server; `name` is HOST:PID of one of ours, as "Runs on" has it, else as it calls itself.
    `since` is when it began with what it does, or was last heard of where it is lost (naive UTC).
    `is_listed`: it is in Redis; else it is known by a running job alone. `taken_over_by` is the worker that
    has its job now, empty where the job waits again or runs on a computer."""

    key: str
    name: str
    is_ours: bool
    state: ListenerState
    queues: tuple[str, ...] = ()
    host: str = ""
    process_id: int | None = None
    version: str = ""
    since: datetime | None = None
    seen_at: datetime | None = None
    work: Work = Work.NOTHING
    job: JobNames | None = None
    taken_over_by: str = ""
    is_listed: bool = True

    @property
    def is_lost(self) -> bool:
        return self.state is ListenerState.LOST


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A job that waits for a worker on a server. `position` counts from 1, of all that a worker will take;
    None where it has no place. `since` is naive UTC, None where nobody wrote it down. `why` is said of one
    that has waited for longer than PICKED_UP_WITHIN, or that nobody will take. `restarted_at`: Redis was
    restarted after it began to wait, and its entry is gone. `may_be_moved`: a person may run it here."""

    job: JobNames
    entry: EntryState
    position: int | None
    queue: str
    since: datetime | None
    by: str
    why: Unpicked | None = None
    restarted_at: datetime | None = None
    may_be_moved: bool = False

    @property
    def may_be_entered(self) -> bool:
        """A person may enter it again: the queue answers."""
        is_away = self.why is not None and self.why.why is Why.UNREACHABLE
        return self.may_be_moved and not is_away


@dataclass(frozen=True, slots=True)
class ServerLook:
    """One look, limited to the businesses that a person may see; `waits` counts all jobs that wait, also the
    hidden ones, and `others` the product's other entries. `problem` is why Redis could not be asked: then
    there are no workers but those that rows name. `ahead` is how many items each waiting job has left, in the
    order in which they start, and `at_work` the same of what runs on a server; `counters` are what their
    rows have counted, by job; `over` the same of those of the look before that are over, and `missing` the
    jobs without an entry."""

    read_at: datetime
    where: str
    workers: tuple[SeenWorker, ...] = ()
    waiting: tuple[WaitingJob, ...] = ()
    waits: int = 0
    first_since: datetime | None = None
    others: int = 0
    milliseconds: float | None = None
    started_at: datetime | None = None
    problem: SweepError | None = None
    is_listened: bool = False
    has_free: bool = False
    ahead: tuple[int, ...] = ()
    at_work: tuple[int, ...] = ()
    counters: Mapping[int, int] = field(default_factory=dict)
    over: Mapping[int, int] = field(default_factory=dict)
    missing: frozenset[int] = frozenset()

    @property
    def listening(self) -> int:
        """Workers that are there and not lost."""
        return sum(not one.is_lost for one in self.workers)

    def seconds_to_wait(self, per_second: float | None) -> float | None:
        """How long a job that is started now waits, at so many items a second of all workers together; None
        where nobody can say: nobody listens, or nothing was measured."""
        if not self.is_listened:
            return None
        if self.has_free and not self.ahead:
            return 0.0
        if not per_second or per_second <= 0 or not self.at_work:
            return None
        share = per_second / len(self.at_work)
        free_at = [left / share for left in self.at_work]
        heapq.heapify(free_at)
        for left in self.ahead:
            heapq.heapreplace(free_at, free_at[0] + left / share)
        return free_at[0]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database says: all active jobs, and which ids of these the person may see (None: all); and
    the names of businesses, of those that may be seen."""

    jobs: Sequence[Job]
    visible: frozenset[int] | None
    names: Mapping[int, str]

    def seen(self, job: Job) -> bool:
        return self.visible is None or job.id in self.visible

    def names_of(self, job: Job) -> JobNames:
        run = run_in(job.cursor_text)
        name = self.names.get(job.business_id, "")
        return JobNames(job.id, job.business_id, name, run.id if run else "", run.name if run else "")


def server_runner_of(job: Job) -> str | None:
    """Who has a job on a server, running or taken: WEB_WORKER, or the name of a console that is a worker of
    ours; None where nobody there has it."""
    if job.status is JobStatus.RUNNING:
        runner = runner_of(job.cursor_text, job.started_at)
        return runner if runner == WEB_WORKER or server_worker_in(runner) else None
    worker = worker_in(job.cursor_text) if job.status is JobStatus.QUEUED else None
    return worker if server_worker_in(worker) else None


def looked_at(
    look: QueueLook | None,
    rows: Rows,
    *,
    where: str,
    read_at: datetime,
    problem: SweepError | None = None,
    over: Mapping[int, int] | None = None,
    missing_before: Collection[int] | None = None,
) -> ServerLook:
    """Puts it together; `look` is None where Redis could not be asked, for the `problem`. `missing_before`
    are the jobs that had no entry in the look before: an entry counts as gone only where it was missing then
    too, since one that is just being taken has none for a moment. None: there was none before."""
    waiting = [job for job in rows.jobs if is_waiting_elsewhere(job)]
    at_work = {job.id: runner for job in rows.jobs if (runner := server_runner_of(job))}
    counted = [job for job in rows.jobs if job.id in at_work]
    places = _Places(look, {job.id for job in waiting})
    found = [(_waiting(job, rows, places, missing_before), job) for job in waiting]
    found.sort(key=lambda pair: (pair[0].position is not None, pair[0].position or 0, pair[1].id))
    takers = look.takes(OWN_QUEUE) if look else ()
    listens = [one for one in look.listeners if one.state is not ListenerState.LOST] if look else []
    begins = [one.since for one, _job in found if one.since is not None]
    return ServerLook(
        read_at=look.read_at if look else read_at,
        where=where,
        workers=tuple(_workers(look, rows, at_work)),
        waiting=tuple(one for one, job in found if rows.seen(job)),
        waits=len(found),
        first_since=min(begins, default=None),
        others=sum(look.others.values()) if look else 0,
        milliseconds=look.milliseconds if look else None,
        started_at=look.started_at if look else None,
        problem=problem,
        is_listened=bool(listens),
        has_free=any(one.state is ListenerState.IDLE for one in takers or listens),
        ahead=tuple(_left(job) for one, job in found if one.position is not None),
        at_work=tuple(_left(job) for job in counted),
        counters={job.id: job.processed for job in [*waiting, *counted]},
        over=over or {},
        missing=places.missing,
    )


class _Places:
    """Where the entry of each job stands that waits."""

    def __init__(self, look: QueueLook | None, waiting: Collection[int]) -> None:
        self.look = look
        self.reasons = UnpickedReasons(look)
        self.entries: dict[int, Entry] = {}
        ordered = sorted(look.entries, key=lambda one: (one.queue != OWN_QUEUE, one.position)) if look else []
        for entry in ordered:  # a doubled one counts where it is taken first
            if entry.job_id in waiting:
                self.entries.setdefault(entry.job_id, entry)
        self.positions = {job_id: place for place, job_id in enumerate(self.entries, start=1)}
        self.missing = frozenset(waiting) - self.entries.keys() if look else frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether all entries were read."""
        look = self.look
        if look is None:
            return False
        read = dict.fromkeys(look.others, 0)
        for entry in look.entries:
            read[entry.queue] = read.get(entry.queue, 0) + 1
        return all(count + look.others.get(queue, 0) <= MOST_ENTRIES for queue, count in read.items())

    def state_of(self, job: Job, waited: float, missing_before: Collection[int] | None) -> EntryState:
        entry = self.entries.get(job.id)
        if self.look is not None and entry is not None:
            is_ours = entry.queue == OWN_QUEUE or any(one.is_ours for one in self.look.takes(entry.queue))
            return EntryState.IN_QUEUE if is_ours else EntryState.FOR_PRODUCT
        if not self.is_whole:
            return EntryState.UNKNOWN
        was_missing = missing_before is None or job.id in missing_before
        return EntryState.GONE if waited > GONE_AFTER and was_missing else EntryState.ENTERING


def _waiting(job: Job, rows: Rows, places: _Places, missing_before: Collection[int] | None) -> WaitingJob:
    entry = places.entries.get(job.id)
    since = _since(job, entry)
    waited = job.idle_seconds if since is None else (job.read_at - since).total_seconds()
    state = places.state_of(job, waited, missing_before)
    why = places.reasons.of(job.id)
    is_long = waited > PICKED_UP_WITHIN
    is_told = is_long or why.why is Why.NOBODY
    restarted = places.look.started_at if places.look and state is EntryState.GONE else None
    return WaitingJob(
        rows.names_of(job),
        state,
        places.positions.get(job.id),
        entry.queue if entry else "",
        since,
        job.requested_by or "",
        why if is_told and why.why is not Why.NO_ENTRY else None,
        restarted if restarted and since and restarted > since else None,
        state is EntryState.GONE or is_told,
    )


def _since(job: Job, entry: Entry | None) -> datetime | None:
    """The web side writes it down nowhere but in the entry; the row of what never began is as old as that."""
    since = waits_on_server_since(job.cursor_text) or (entry.enqueued_at if entry else None)
    return since or (job.created_at if job.started_at is None else None)


def _left(job: Job) -> int:
    return max(0, job.total - job.processed)


def _workers(look: QueueLook | None, rows: Rows, at_work: Mapping[int, str]) -> Iterable[SeenWorker]:
    """The faulty ones first, then ours, by name."""
    jobs = {job.id: job for job in rows.jobs}
    by_console: dict[str, Job] = {}
    for job_id, runner in at_work.items():
        by_console.setdefault(console_of(runner) or runner, jobs[job_id])
    listeners = look.listeners if look else ()
    found = [_listed(one, rows, jobs, by_console, at_work) for one in listeners]
    listed = {one.console for one in listeners}
    for console, job in by_console.items():
        if console not in listed and server_worker_in(console):
            found.append(_unlisted(console, job, rows))
    return sorted(found, key=lambda one: (not one.is_lost, not one.is_ours, one.name, one.key))


def _listed(
    one: Listener,
    rows: Rows,
    jobs: Mapping[int, Job],
    by_console: Mapping[str, Job],
    at_work: Mapping[int, str],
) -> SeenWorker:
    job = by_console.get(one.console) if one.console else None
    work, by = Work.NOTHING, ""
    if one.is_ours and job is None and one.job_id is not None and one.state is ListenerState.LOST:
        work, by = Work.TAKEN_OVER, server_worker_in(at_work.get(one.job_id)) or ""
    elif not one.is_ours and one.state is not ListenerState.IDLE:
        job = jobs.get(one.job_id) if one.job_id is not None else None
        work = Work.OTHER if one.job_id is None else Work.NOTHING
    elif job is None and one.job_id is not None:
        job = jobs.get(one.job_id)  # it has not written the row yet
    if job is not None:
        work = Work.JOB if rows.seen(job) else Work.HIDDEN
    return SeenWorker(
        key=one.name,
        name=server_worker_in(one.console) or one.name,
        is_ours=one.is_ours,
        state=one.state,
        queues=one.queues,
        host=one.host,
        process_id=one.process_id,
        version=one.version,
        since=one.seen_at if one.state is ListenerState.LOST else one.since,
        seen_at=one.seen_at,
        work=work,
        job=rows.names_of(job) if job is not None and work is Work.JOB else None,
        taken_over_by=by,
    )


def _unlisted(console: str, job: Job, rows: Rows) -> SeenWorker:
    """After a flush of Redis living workers may not be listed there for a while."""
    name = server_worker_in(console) or console
    seen = rows.seen(job)
    is_lost = job.is_stale or job.idle_seconds > LISTENER_LOST_AFTER
    return SeenWorker(
        key=console,
        name=name,
        is_ours=True,
        state=ListenerState.LOST if is_lost else ListenerState.BUSY,
        host=name.rpartition(":")[0],
        since=job.heartbeat_at if is_lost else None,
        seen_at=job.heartbeat_at,
        work=Work.JOB if seen else Work.HIDDEN,
        job=rows.names_of(job) if seen else None,
        is_listed=False,
    )
