"""What all jobs delete: read seldom, only while somebody looks, and counted on from the rows of the table."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from app.actions.throughput import LatelyDeleted, Throughput
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.job import Job
from app.core.run import run_in
from app.core.throughput import NO_RUN, STEP_SECONDS, STEPS, Band, bands, spread
from app.qt.calls import Calls
from app.viewmodel.rows import Connected, ShownRow

log = logging.getLogger(__name__)

MOVING_SECONDS, RESTING_SECONDS = 15.0, 60.0
"""How often it is read while a job is active, and else."""

RUNS_DRAWN = 3
MEASURED_KEPT = 20_000

_BUSINESS_WITHOUT_JOB = (0, 0)


@dataclass(frozen=True, slots=True)
class ThroughputLook:
    """What is known now. The figures are None until they are read. `bands` end at `until` (seconds since
    1970); before `measured_since` each job is spread evenly over its time. `names` are those of runs, by id;
    `problem` is why the last read failed."""

    deleted_today: int | None
    deleted_30_days: int | None
    bands: Sequence[Band]
    names: Mapping[str, str]
    until: float
    measured_since: float | None
    problem: SweepError | None = None


@dataclass(slots=True)
class _Measured:
    """A job that moved before the eyes of this window: what it had deleted `before`, and since when it is
    measured."""

    run_id: str
    before: int
    since: float


_ByRun = dict[str, dict[int, float]]


class ThroughputFeed(QObject):
    """Belongs to the main thread. Reads never overlap."""

    changed = Signal()
    """Something was read, or could not be."""

    def __init__(
        self,
        calls: Calls,
        reading: Throughput,
        parent: QObject | None = None,
        *,
        now: Callable[[], float] = time.time,
        today: Callable[[], date] = date.today,
    ) -> None:
        """`now` gives seconds since 1970."""
        super().__init__(parent)
        self._calls = calls
        self._reading = reading
        self._now = now
        self._today = today
        self._actor: Actor | None = None
        self._is_looked_at = self._is_moving = self._is_reading = self._is_wanted = False
        self._known: dict[int, tuple[int, int]] = {}
        self._measured: dict[int, _Measured] = {}
        self._steps: _ByRun = {}
        self._names: dict[str, str] = {}
        self._tidied = 0
        self._seen_at: float | None = None
        self._measured_since: float | None = None
        self._forget_reads()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._read_now)

    def _forget_reads(self) -> None:
        self._found: LatelyDeleted | None = None
        self._problem: SweepError | None = None
        self._read_at: float | None = None
        self._base: _ByRun = {}
        self._counts_read: dict[int, int] = {}
        self._since_read = 0
        self._moved_since: dict[int, int] = {}

    def act_for(self, actor: Actor) -> None:
        """From now on this person looks."""
        if self._actor is None or self._actor != actor:
            self._forget_reads()
        self._actor = actor
        self._plan()

    def set_active(self, is_active: bool) -> None:
        """Whether somebody looks: only then anything is read."""
        if is_active != self._is_looked_at:
            self._is_looked_at = is_active
            if self._read_at is not None and self._now() - self._read_at >= MOVING_SECONDS:
                self._is_wanted = True
            self._plan()

    def set_moving(self, is_moving: bool) -> None:
        """Whether any job is active. It is read once more when none is any longer."""
        if is_moving != self._is_moving:
            self._is_moving = is_moving
            self._is_wanted = self._is_wanted or not is_moving
            self._plan()

    @Slot(object)
    def see_rows(self, changed: Iterable[ShownRow]) -> None:
        """Rows that the poller found new or changed."""
        done: dict[str, int] = {}
        for shown in changed:
            job, business_id = shown.row.job, shown.row.business.id
            before = self._known.get(business_id)
            if job is None:
                self._known[business_id] = _BUSINESS_WITHOUT_JOB
                continue
            self._known[business_id] = (job.id, job.succeeded)
            if before is None or job.id < before[0]:
                continue  # what it did before is read, not measured
            was = max(0, before[1]) if job.id == before[0] else 0
            if job.succeeded > was:
                run_id = self._note(job, was)
                done[run_id] = done.get(run_id, 0) + job.succeeded - was
        if self._measured_since is None:
            self._measured_since = self._now()
        if done:
            self._count(done)

    @Slot(object)
    def see_poll(self, connected: Connected) -> None:
        """A poll is over: what the next one finds was done since."""
        if connected.ok:
            self._seen_at = self._now()

    @Slot(object)
    def forget(self, business_ids: Iterable[int]) -> None:
        """Businesses that no longer exist, or that the person may not see any more: then nothing that was
        drawn of them may stay."""
        for business_id in business_ids:
            self._known.pop(business_id, None)
        self._base, self._steps, self._measured, self._names = {}, {}, {}, {}
        self._is_wanted = True
        self._plan()

    def look(self) -> ThroughputLook:
        """What is known now."""
        now, found = self._now(), self._found
        last = int(now // STEP_SECONDS)
        by_run: _ByRun = {run_id: dict(steps) for run_id, steps in self._base.items()}
        for run_id, steps in self._steps.items():
            known = by_run.setdefault(run_id, {})
            for step, items in steps.items():
                known[step] = known.get(step, 0.0) + items
        # The present step is not over: with the end of the one before it, it is as long as the others.
        rest = 1 - (now - last * STEP_SECONDS) / STEP_SECONDS
        for steps in by_run.values():
            if steps.get(last - 1) or steps.get(last):
                steps[last] = steps.get(last, 0.0) + steps.get(last - 1, 0.0) * rest
        return ThroughputLook(
            None if found is None else found.deleted_today + self._since_read,
            None if found is None else found.deleted_30_days + self._since_read,
            bands(by_run, last - STEPS + 1, STEPS, RUNS_DRAWN),
            self._names,
            now,
            self._measured_since,
            self._problem,
        )

    def _note(self, job: Job, was: int) -> str:
        """The id of the job's run, and that it is measured from now on."""
        known = self._measured.get(job.id)
        if known is None:
            run = run_in(job.cursor_text)
            run_id = run.id if run is not None else NO_RUN
            if run is not None:
                self._names[run_id] = run.name
            known = self._measured[job.id] = _Measured(run_id, was, self._begin)
        self._since_read += max(0, job.succeeded - max(was, self._counts_read.get(job.id, 0)))
        self._moved_since[job.id] = job.succeeded
        return known.run_id

    @property
    def _begin(self) -> float:
        """Since when there may have been what was found now."""
        now = self._now()
        return now if self._seen_at is None else min(self._seen_at, now)

    def _count(self, done: Mapping[str, int]) -> None:
        now = self._now()
        first = int(now // STEP_SECONDS) - STEPS
        for run_id, items in done.items():
            spread(self._steps.setdefault(run_id, {}), items, self._begin, now, first)
        if self._tidied != first:
            self._tidied = first
            self._tidy(first)

    def _tidy(self, first: int) -> None:
        """Once in a step: what is older than the plot goes."""
        self._steps = {
            run_id: kept
            for run_id, steps in self._steps.items()
            if (kept := {step: items for step, items in steps.items() if step >= first})
        }
        drawn = self._steps.keys() | self._base.keys()
        self._names = {run_id: name for run_id, name in self._names.items() if run_id in drawn}
        for job_id in list(self._measured)[: max(0, len(self._measured) - MEASURED_KEPT)]:
            del self._measured[job_id]

    def _plan(self) -> None:
        """The next read, while somebody looks."""
        self._timer.stop()
        if not self._is_looked_at or self._actor is None or self._is_reading:
            return
        wait = 0.0
        if self._read_at is not None and not self._is_wanted:
            often = self._is_moving and self._problem is None
            every = MOVING_SECONDS if often else RESTING_SECONDS
            wait = min(every, max(0.0, self._read_at + every - self._now()))
        self._timer.start(round(wait * 1000))

    def _read_now(self) -> None:
        if self._actor is not None and self._is_looked_at and not self._is_reading:
            self._is_reading, self._is_wanted = True, False
            self._moved_since = {}
            self._calls.spawn(self._read(self._actor), name="throughput")

    async def _read(self, actor: Actor) -> None:
        problem: SweepError | None = None
        found: tuple[LatelyDeleted, _ByRun] | None = None
        try:
            measured = dict(self._measured)
            found = await self._calls.run(self._gather, actor, self._today(), measured)
        except SweepError as error:  # the figures stay, and are read again later
            problem = error
        finally:
            if isValid(self):
                self._is_reading = False
        if not isValid(self):
            return
        if self._actor is actor:
            self._problem, self._read_at = problem, self._now()
            if found is not None:
                self._take(*found)
            self.changed.emit()
        self._plan()

    def _gather(
        self, actor: Actor, today: date, measured: Mapping[int, _Measured]
    ) -> tuple[LatelyDeleted, _ByRun]:
        """In another thread: reads, and spreads what was not measured over the time of its job."""
        found = self._reading.lately(actor, today)
        ahead = _epoch(found.read_at) - self._now()  # of the database's clock
        first = int(self._now() // STEP_SECONDS) - STEPS
        base: _ByRun = {}
        for job in found.moved:
            known = measured.get(job.job_id)
            end = _epoch(job.end) - ahead if known is None else known.since
            begin = end if job.begin is None else _epoch(job.begin) - ahead
            items = job.succeeded if known is None else min(known.before, job.succeeded)
            spread(base.setdefault(job.run_id, {}), items, begin, min(end, self._now()), first)
        return found, base

    def _take(self, found: LatelyDeleted, base: _ByRun) -> None:
        self._found, self._base = found, base
        self._counts_read = {job.job_id: job.succeeded for job in found.moved}
        self._names |= {job.run_id: job.run_name for job in found.moved if job.run_id != NO_RUN}
        # What moved while it was read may be in the figures or not.
        self._since_read = sum(
            max(0, count - self._counts_read.get(job_id, count))
            for job_id, count in self._moved_since.items()
        )


def _epoch(utc: datetime) -> float:
    return utc.replace(tzinfo=UTC).timestamp()
