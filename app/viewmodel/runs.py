"""The runs as the page shows them: read again and again while it is looked at, with speed and time left."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.actions.job_states import JobState, counted_as, seen_here
from app.actions.runs import RunJobs, Runs
from app.core.access import Actor
from app.core.errors import SweepError, Unforeseen
from app.core.job import Job
from app.core.progress import SpeedMeter
from app.core.run import OVER, RunRow, RunState, run_in
from app.qt.calls import Calls
from app.qt.nets import BugKinds, attempt
from app.viewmodel.jobs_here import JobsHere
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import Stopping

log = logging.getLogger(__name__)

POLL_MS = 1500
SOONEST_MS = 150
SLOWEST_RETRY_MS = 10_000

REREAD_SECONDS = 60.0
"""All is read anew this often: rows that others have deleted leave then."""

_STOPPING = {Stopping.PAUSING: JobState.PAUSING, Stopping.CANCELLING: JobState.CANCELLING}


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run, its receipts a second and the seconds until it is done; None where that is not known.
    `stopping` is what workers here do with all of its jobs that run: pausing or cancelling them."""

    row: RunRow
    speed: float | None = None
    seconds_left: float | None = None
    stopping: JobState | None = None


class RunsInProgress(QObject):
    """How many runs are in progress, from the rows of the table of businesses: nothing is read for it."""

    counted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._run_of: dict[int, str] = {}

    @Slot(object)
    def see_rows(self, changed: Iterable[ShownRow]) -> None:
        """Rows that the poller found new or changed."""
        before = dict(self._run_of)
        for shown in changed:
            job, business_id = shown.row.job, shown.row.business.id
            is_in_progress = job is not None and attempt(_is_in_progress, job.is_active, job, shown)
            run = run_in(job.cursor_text) if job is not None and is_in_progress else None
            if run is None:
                self._run_of.pop(business_id, None)
            else:
                self._run_of[business_id] = run.id
        self._tell(before)

    @Slot(object)
    def forget(self, business_ids: Iterable[int]) -> None:
        """Businesses that no longer exist."""
        before = dict(self._run_of)
        for business_id in business_ids:
            self._run_of.pop(business_id, None)
        self._tell(before)

    def _tell(self, before: dict[int, str]) -> None:
        if self._run_of != before:
            self.counted.emit(len(set(self._run_of.values())))


def _is_in_progress(job: Job, shown: ShownRow) -> bool:
    """As a run counts it."""
    seen = seen_here(job, shown.local, is_left_behind=shown.free_at is not None)
    return counted_as(seen) not in OVER


class RunsFeed(QObject):
    """Reads the runs that one signed-in person may see, only while somebody looks. Reads never overlap."""

    runs = Signal(object)
    """A tuple of all ShownRun, the newest first, after each look that changed any."""

    opened = Signal(object)
    """RunJobs of the run that `open` asked for, or None where it is not there any more."""

    trouble = Signal(object)
    """The SweepError of a look that failed; None after one that did not."""

    def __init__(
        self, calls: Calls, reading: Runs, here: JobsHere, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`here` is what only this console knows of the jobs: it is looked anew where that changes."""
        super().__init__()
        self._here = here
        here.changed.connect(self.look_now)
        self._calls = calls
        self._reading = reading
        self._clock = clock
        self._actor: Actor | None = None
        self._is_looked_at = False
        self._known: dict[str, RunRow] = {}
        self._meters: dict[str, SpeedMeter] = {}
        self._newest_job = 0
        self._read_at: float | None = None
        self._opened: str | None = None
        self._is_opened_due = False
        self._busy = self._again = False
        self._retry_ms = POLL_MS
        self._flaws = BugKinds()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._poll)

    def act_for(self, actor: Actor | None) -> None:
        """From now on what this person may see is read; None: nothing."""
        self._actor = actor
        self._known.clear()
        self._meters.clear()
        self._newest_job, self._opened = 0, None
        self.refresh()

    def set_active(self, is_looked_at: bool) -> None:
        """Whether somebody looks: begins at once, and stops."""
        self._is_looked_at = is_looked_at
        if is_looked_at:
            self.look_now()
        else:
            self._timer.stop()

    def open(self, run_id: str | None) -> None:
        """The jobs of this run are wanted too."""
        self._opened = run_id
        self._is_opened_due = run_id is not None
        self.look_now()

    def refresh(self) -> None:
        """Reads all anew, now."""
        self._read_at = None
        self._is_opened_due = self._opened is not None
        self.look_now()

    @Slot(object)
    def look_now(self, _job_id: object = None) -> None:
        """Looks soon: something is known to have changed."""
        if self._busy:
            self._again = True
        elif self._may_look and not 0 <= self._timer.remainingTime() <= SOONEST_MS:
            self._timer.start(SOONEST_MS if self._read_at is not None else 0)

    @property
    def _may_look(self) -> bool:
        return self._is_looked_at and self._actor is not None

    @Slot()
    def _poll(self) -> None:
        if self._may_look and self._actor is not None and not self._busy:
            self._busy = True
            self._calls.spawn(self._look_once(self._actor), name="runs")

    async def _look_once(self, actor: Actor) -> None:
        problem: SweepError | None = None
        try:
            await self._look(actor)
            self._retry_ms = POLL_MS
        except SweepError as error:
            problem = error.with_traceback(None)
        except Exception as error:  # the border of one look: the next one comes, whatever this one met
            if self._flaws.is_new(error):
                log.exception("A look at the runs met a bug")
            problem = Unforeseen(error)
        finally:
            self._busy = False
            if problem is not None:
                self._retry_ms = min(SLOWEST_RETRY_MS, self._retry_ms * 2)
            if self._actor is actor:
                self.trouble.emit(problem)
            if self._may_look:
                self._timer.start(SOONEST_MS if self._again else self._retry_ms)
            self._again = False

    async def _look(self, actor: Actor) -> None:
        began = self._clock()
        if self._read_at is None or began - self._read_at >= REREAD_SECONDS:
            self._read_at = began  # before the read: a refresh that is asked for during it is another one
            try:
                rows = await self._calls.run(self._reading.listed, actor, self._here.jobs)
            except BaseException:
                self._read_at = None
                raise
            if self._actor is not actor:
                return
            self._known = {row.id: row for row in rows}
            self._newest_job = max([self._newest_job, *(row.first_job for row in rows)])
            self._is_opened_due = self._opened is not None
            self._show(rows)
        else:
            known, opened, here = dict(self._known), self._opened, self._here.jobs
            found = await self._calls.run(self._reading.look, actor, known, self._newest_job, opened, here)
            if self._actor is not actor:
                return
            self._newest_job = found.newest_job
            self._known |= {row.id: row for row in found.rows}
            if found.rows:
                self._show(found.rows)
                await asyncio.sleep(0)  # two small pauses of the window rather than a longer one
            if found.opened is not None and found.opened.row.id == self._opened and self._actor is actor:
                self._is_opened_due = False
                self.opened.emit(found.opened)
        if self._is_opened_due:
            await self._read_opened(actor)

    async def _read_opened(self, actor: Actor) -> None:
        row = self._known.get(self._opened or "")
        found: RunJobs | None = None
        if row is not None:
            found = await self._calls.run(self._reading.opened, actor, row, self._here.jobs)
        wanted = row.id if row is not None else self._opened
        if self._actor is actor and wanted == self._opened:
            self._is_opened_due = False
            self.opened.emit(found)

    def _show(self, changed: Sequence[RunRow]) -> None:
        now = self._clock()
        for row in changed:
            if row.jobs.get(RunState.RUNNING, 0):
                self._meters.setdefault(row.id, SpeedMeter()).count(now, row.processed)
            else:
                self._meters.pop(row.id, None)
        newest_first = sorted(self._known.values(), key=lambda row: row.first_job, reverse=True)
        stopping = Counter(
            (one.run_id, one.local.stopping) for one in self._here.jobs.values() if one.local is not None
        )
        self.runs.emit(tuple(self._shown(row, stopping) for row in newest_first))

    def _shown(self, row: RunRow, stopping: Mapping[tuple[str, Stopping | None], int]) -> ShownRun:
        running = row.jobs.get(RunState.RUNNING, 0)
        doing = next(
            (state for how, state in _STOPPING.items() if 0 < running <= stopping.get((row.id, how), 0)), None
        )
        meter = self._meters.get(row.id)
        if meter is None:
            return ShownRun(row, stopping=doing)
        left = row.total - row.processed
        seconds = meter.seconds_for(left) if left >= 0 else None
        return ShownRun(row, meter.per_second, seconds, doing)
