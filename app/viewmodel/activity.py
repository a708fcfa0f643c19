"""What this window has seen of the jobs since it was opened: how fast they went, and what workers met.

For display only: no decision depends on it, and it ends with the window. Everything is bounded.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from math import ceil

from PySide6.QtCore import QObject, Signal, Slot

from app.core.job import Job, JobStatus
from app.engine.events import SliceResult, Step, WaitReason
from app.qt.pool import WorkerPool
from app.viewmodel.poller import Poller
from app.viewmodel.rows import Connected, ShownRow

BUCKET_SECONDS, FINE_SECONDS = 5.0, 0.5
BUCKETS = 120
"""Ten minutes in steps of 5 s, because finer ones would show the rhythm of the polls; or one in fine steps,
for jobs that are over by then."""

JOBS_KEPT = 512
"""Beside those that are active: the ones heard of longest ago go first."""

EVENTS_KEPT = 200
"""Of one job; the oldest go first."""

Rates = Sequence[float | None]
"""Items a second in each step, oldest first; None where nothing was seen."""


@dataclass(frozen=True, slots=True)
class Course:
    """How fast jobs went from their beginning on, at most BUCKETS steps of `step` seconds, which ended `age`
    seconds ago. No step, where nothing was seen."""

    rates: Rates = ()
    step: float = BUCKET_SECONDS
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class Began:
    """A worker of this console began a slice of the job."""


@dataclass(frozen=True, slots=True)
class Batches:
    """So many batches were committed one after another."""

    count: int


@dataclass(frozen=True, slots=True)
class Waited:
    """The worker waited `seconds` (the last time), `times` in a row for one reason. `detail` is English."""

    reason: WaitReason
    seconds: float
    detail: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Left:
    """The worker left the job."""

    result: SliceResult


What = Began | Batches | Waited | Left


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a worker of this console met; `at` is when it began, in aware UTC, and `number` is never
    given out twice."""

    at: datetime
    what: What
    number: int


class Activity(QObject):
    """Belongs to the main thread; receives signals of the poller and the pool."""

    noted = Signal(object)
    """The id of a job with a new event of its worker."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`clock` counts seconds and never goes back."""
        super().__init__()
        self._clock = clock
        self._now = now
        self._records: OrderedDict[int, _Record] = OrderedDict()
        self._active: dict[int, int] = {}
        self._numbers = count()

    def follow(self, poller: Poller, pool: WorkerPool) -> None:
        """Records everything from now on, also what is not shown yet."""
        poller.rows.connect(self.see_rows)
        poller.connection.connect(self.see_poll)
        pool.stepped.connect(self.note_step)
        pool.slice_ended.connect(self.note_slice_ended)

    @Slot(object)
    def see_rows(self, changed: Iterable[ShownRow]) -> None:
        """Rows that the poller found new or changed."""
        now = self._clock()
        for shown in changed:
            if (job := shown.row.job) is not None:
                self._see(job, now)

    @Slot(object)
    def see_poll(self, connected: Connected) -> None:
        """A poll is over: rows that it did not report have not moved."""
        if connected.ok:
            now = self._clock()
            for job_id, processed in self._active.items():
                self._records[job_id].see(now, processed)

    @Slot(object)
    def note_step(self, step: Step) -> None:
        """A worker has committed a batch, or waits from now on."""
        record = self._record(step.job_id)
        if not record.is_at_work:
            record.is_at_work = True
            self._tell(record, step.job_id, Began())
            if step.wait is None:  # the claim, which is no batch
                return
        match step.wait:
            case None:
                self._tell(record, step.job_id, Batches(1))
            case WaitReason.THROTTLE:
                pass  # after each batch: no news
            case reason:
                self._tell(record, step.job_id, Waited(reason, step.seconds, step.detail))

    @Slot(object)
    def note_slice_ended(self, result: SliceResult) -> None:
        """A worker has left the job."""
        record = self._record(result.job_id)
        record.is_at_work = False
        self._tell(record, result.job_id, Left(result))

    def course(self, job_ids: Iterable[int]) -> Course:
        """How fast these jobs went together from the first look on, at most for ten minutes before their end,
        without the step that was not over."""
        job_ids = tuple(job_ids)
        records = [
            record
            for job_id in job_ids
            if (record := self._records.get(job_id)) and record.curve.moved_at is not None
        ]
        if not records:
            return Course()
        now = self._clock()
        end = now if self.is_watching(job_ids) else max(record.curve.seen_at for record in records)
        span = end - min(record.curve.began_at for record in records)
        is_fine = span <= BUCKETS * FINE_SECONDS
        step = FINE_SECONDS if is_fine else BUCKET_SECONDS
        last = int(end // step)
        total: list[float | None] = [None] * max(1, min(BUCKETS, ceil(span / step)))
        for record in records:
            (record.fine if is_fine else record.curve).add_to(total, last - len(total))
        return Course(total, step, now - end)

    def is_watching(self, job_ids: Iterable[int]) -> bool:
        """Whether the progress of one of these jobs is being followed."""
        return any(job_id in self._active for job_id in job_ids)

    def events(self, job_id: int) -> Sequence[Event]:
        """What workers of this console met with the job, newest first."""
        record = self._records.get(job_id)
        return tuple(reversed(record.events)) if record else ()

    def progress_age(self, job_id: int) -> tuple[float, bool] | None:
        """Seconds since the job's counter was last seen to move, and True; or since it was first seen, and
        False where it has not moved since. None for a job that was never seen active."""
        record = self._records.get(job_id)
        if record is None or record.curve.moved_at is None:
            return None
        return max(0.0, self._clock() - record.curve.moved_at), record.curve.has_moved

    def _see(self, job: Job, now: float) -> None:
        if not job.is_active:
            if self._active.pop(job.id, None) is not None:
                self._records[job.id].see(now, job.processed)
            return
        known = self._records.get(job.id)
        if job.status is JobStatus.QUEUED and (known is None or known.curve.moved_at is None):
            return  # of thousands that wait none takes the place of one that runs
        self._record(job.id).see(now, job.processed)
        self._active[job.id] = job.processed

    def _record(self, job_id: int) -> _Record:
        record = self._records.setdefault(job_id, _Record())
        self._records.move_to_end(job_id)
        if len(self._records) > JOBS_KEPT:
            resting = (key for key in self._records if key not in self._active and key != job_id)
            if (forgotten := next(resting, None)) is not None:
                del self._records[forgotten]
        return record

    def _tell(self, record: _Record, job_id: int, what: What) -> None:
        if record.events and (merged := _merged(record.events[-1].what, what)):
            record.events[-1] = replace(record.events[-1], what=merged)
        else:
            record.events.append(Event(self._now(), what, next(self._numbers)))
        self.noted.emit(job_id)


def _merged(before: What, after: What) -> What | None:
    """Both as one event, or None where they are two."""
    match before, after:
        case Batches(done), Batches(more):
            return Batches(done + more)
        case Waited(), Waited() if (before.reason, before.detail) == (after.reason, after.detail):
            return replace(after, times=before.times + 1)
        case _:
            return None


class _Curve:
    """How many items were done in each of the last steps of `step` seconds, from a counter as it is seen.

    What was done between two readings is spread over the time between them.
    """

    def __init__(self, step: float) -> None:
        self._step = step
        self._done: deque[float] = deque(maxlen=BUCKETS + 1)
        self._first = self._last = 0
        self.began_at = self.seen_at = 0.0
        self._count = 0
        self.moved_at: float | None = None
        self.has_moved = False

    def see(self, now: float, counter: int) -> None:
        bucket = int(now // self._step)
        if not self._done:
            self._done.append(0.0)
            self._first = self._last = bucket
            self.began_at = self.seen_at = self.moved_at = now
            self._count = counter
            return
        done = counter - self._count
        if done:
            self.moved_at, self.has_moved = now, True
        begin = max(self.seen_at, now - (BUCKETS + 1) * self._step)
        rate = max(0, done) / (now - self.seen_at) if now > self.seen_at else 0.0
        for place in range(max(self._last, bucket - BUCKETS), bucket + 1):
            if place > self._last:
                self._done.append(0.0)
            share = min(now, (place + 1) * self._step) - max(begin, place * self._step)
            self._done[-1] += rate * max(0.0, share)
        self._last, self.seen_at, self._count = bucket, now, counter

    def add_to(self, total: list[float | None], first: int) -> None:
        """Adds the rates to those of the steps from `first` on."""
        begin = self._last - len(self._done) + 1
        for place, done in enumerate(self._done, begin - first):
            # The first step was seen in part alone, and would look slow.
            if 0 <= place < len(total) and first + place != self._first:
                total[place] = (total[place] or 0.0) + done / self._step


class _Record:
    def __init__(self) -> None:
        self.curve, self.fine = _Curve(BUCKET_SECONDS), _Curve(FINE_SECONDS)
        self.events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self.is_at_work = False

    def see(self, now: float, counter: int) -> None:
        self.curve.see(now, counter)
        self.fine.see(now, counter)
