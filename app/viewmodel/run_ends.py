"""What has become of the runs of the signed-in person: read once as each comes to its end, and kept as
notices."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot

from app.actions.job_states import Here, counted_as
from app.actions.runs import RunJobs, Runs
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.run import RunRow, RunState
from app.engine.events import Ending, SliceResult
from app.qt.nets import BugKinds
from app.viewmodel.jobs_here import JobsHere
from app.viewmodel.read_marks import ReadMarks
from app.viewmodel.rows import Connected, ShownRow
from app.viewmodel.runs_at_rest import MOVING, STOPPED, Moved, RunsAtRest
from app.viewmodel.services import Services

log = logging.getLogger(__name__)

NOTICES_KEPT = 50
DAYS_BACK = 30
"""How long ago a run may have ended of which a sign-in still tells."""

TOLD_KEPT = 1_000
"""Runs of which it is remembered how they ended when that was told."""

SOON_MS = 300
"""Businesses of one run, and runs, that end in one moment are read together."""

RETRY_MS, SLOWEST_RETRY_MS = 1_500, 10_000

_LEFT = {
    Ending.COMPLETED: RunState.COMPLETED,
    Ending.FAILED: RunState.FAILED,
    Ending.CAPPED: RunState.PAUSED,
    Ending.PAUSED: RunState.PAUSED,
    Ending.LOST: RunState.CANCELLED,
    Ending.ABANDONED: RunState.INTERRUPTED,
}
"""How a job stands that a worker has left, as far as that worker knows."""


def is_ended(row: RunRow) -> bool:
    """Whether there is something to tell of the run: it is over, or nothing of it runs or waits any more and
    some of it needs a person. One that a person has paused is no news to them."""
    if not row.is_active:
        return row.size > 0
    states = row.jobs.keys()
    return MOVING.isdisjoint(states) and not STOPPED.isdisjoint(states)


@dataclass(frozen=True, slots=True)
class RunEnd:
    """A run that has ended, as its rows say, and when (naive UTC): its last job's end, or, where it is not
    over, the last sign of a job that nobody runs any more; None where that is not known."""

    row: RunRow
    at: datetime | None

    @property
    def key(self) -> str:
        """Another one for each end of the run: one that went on in between has ended anew. Which state
        exactly a job is in that nobody runs does not matter."""
        return f"stopped {self.row.processed}" if self.row.is_active else f"over {self.at}"


@dataclass(frozen=True, slots=True)
class Notice:
    """An end of a run, and whether the person has read of it."""

    end: RunEnd
    is_read: bool


class RunEnds(QObject):
    """Tells of runs that the signed-in person has started, wherever their jobs ran, and reads nothing while
    nothing ends. Runs of others are their own news, also where they were started at this computer."""

    changed = Signal()
    """There are other notices, or others of them are read."""

    ended = Signal(object)
    """A tuple of RunEnd that have come about while the person is signed in; never the same one twice."""

    def __init__(self, services: Services, here: JobsHere, store: QSettings, parent: QObject) -> None:
        """`here` is what only this console knows of the jobs; which notices are read is kept in `store`."""
        super().__init__(parent)
        self._services = services
        self._here = here
        self._store = store
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._flaws = BugKinds()
        self._busy = False
        self._begin_for(None)
        services.poller.rows.connect(self._see_rows)
        services.poller.gone.connect(self._forget)
        services.poller.connection.connect(self._on_connection)
        services.pool.slice_ended.connect(self._note_left)

    def act_for(self, actor: Actor | None) -> None:
        """From now on it is this person's runs that count; None: nothing is read any more."""
        self._begin_for(actor)
        self.changed.emit()

    def _begin_for(self, actor: Actor | None) -> None:
        self._actor = actor
        self._timer.stop()
        self._rest = RunsAtRest()
        self._marks: ReadMarks | None = None
        self._is_listening = self._is_read = False
        self._due: dict[str, None] = {}
        self._ends: dict[str, RunEnd] = {}
        self._told: dict[str, str] = {}
        self._retry_ms = RETRY_MS

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The newest first."""
        return tuple(Notice(end, self._has_read(end)) for end in self._ends.values())

    @property
    def unread(self) -> int:
        """How many of them are not read."""
        return sum(not self._has_read(end) for end in self._ends.values())

    def end_of(self, run_id: str) -> RunEnd | None:
        """The notice of this run; None where there is none any more."""
        return self._ends.get(run_id)

    def tells_of(self, result: SliceResult) -> bool:
        """Whether the end of this job is told as part of a run, so that nobody need tell of it: one that has
        completed always, and one that somebody has to see to where the run has ended with it."""
        run_id = self._rest.run_of(result.job_id, self._actor.email) if self._actor is not None else None
        if run_id is None:
            return False
        match result.ending:
            case Ending.COMPLETED:
                return True
            case Ending.FAILED | Ending.LOST:
                return self._rest.is_ended(run_id)
            case _:
                return False

    def mark_read(self, run_ids: Collection[str]) -> None:
        """The person has dealt with these."""
        ends = {run_id: self._ends[run_id].key for run_id in run_ids if run_id in self._ends}
        if self._marks is not None and ends:
            self._marks.note(ends)
            self.changed.emit()

    def mark_all_read(self) -> None:
        """The person knows of all that there are."""
        self.mark_read([run_id for run_id, end in self._ends.items() if not self._has_read(end)])

    def refresh(self) -> None:
        """Somebody looks: what was read in another window counts here too, and the rows may say something
        else by now, such as of files that were cleaned up."""
        if self._marks is not None:
            self._marks.refresh()
            self.changed.emit()
            self._due |= dict.fromkeys(self._ends)
            self._look_soon()

    def _has_read(self, end: RunEnd) -> bool:
        return self._marks is not None and self._marks.is_read(end.row.id, end.key, end.at)

    @Slot(object)
    def _see_rows(self, changed: Iterable[ShownRow]) -> None:
        self._take(self._rest.see(changed, is_first=not self._is_listening))

    @Slot(object)
    def _forget(self, business_ids: Iterable[int]) -> None:
        self._take(self._rest.forget(business_ids))

    @Slot(object)
    def _on_connection(self, connected: Connected) -> None:
        """After the first poll: what has ended by then is read below, and what ends later is seen by its
        rows."""
        if connected.ok and self._actor is not None and not self._is_listening:
            self._is_listening = True
            self._look_soon()

    @Slot(object)
    def _note_left(self, result: SliceResult) -> None:
        """Its row will say so too, but in the tray no rows come."""
        if result.ending in _LEFT:
            self._take(self._rest.leave(result.job_id, _LEFT[result.ending]))

    def _take(self, moved: Moved) -> None:
        if not self._is_listening:
            return
        for run_id in moved.going:
            self._due.pop(run_id, None)
        self._due |= dict.fromkeys(moved.rested)
        if self._due:
            self._look_soon()
        if [self._ends.pop(run_id) for run_id in moved.going if run_id in self._ends]:
            self.changed.emit()

    def _look_soon(self) -> None:
        if self._actor is not None and not self._busy and not self._timer.isActive():
            self._timer.start(SOON_MS)

    @Slot()
    def _look(self) -> None:
        if self._actor is not None and not self._busy:
            self._busy = True
            self._services.calls.spawn(self._look_once(self._actor), name="ends of runs")

    async def _look_once(self, actor: Actor) -> None:
        due, self._due = self._due, {}
        is_done = False
        try:
            await self._read(actor, due)
            is_done, self._retry_ms = True, RETRY_MS
        except SweepError as problem:  # the status bar tells of it
            log.debug("The ends of runs could not be read: %s", problem)
        except Exception as error:  # the border of one look: what has ended is read later
            if self._flaws.is_new(error):
                log.exception("A look at the ends of runs met a bug")
        finally:
            self._busy = False
            if self._actor is actor and not is_done:
                self._due = due | self._due
                self._timer.start(self._retry_ms)
                self._retry_ms = min(SLOWEST_RETRY_MS, self._retry_ms * 2)
            elif self._actor is not None and self._is_listening and (self._due or not self._is_read):
                self._timer.start(SOON_MS)

    async def _read(self, actor: Actor, due: Collection[str]) -> None:
        reading, run = self._services.runs, self._services.calls.run
        if not self._is_read:
            found, read_at = await run(own_ends, reading, actor, self._here.jobs)
            if self._actor is not actor:
                return
            self._is_read = True
            self._begin_marks(actor, read_at)
            for end in found:
                self._told[end.row.id] = end.key
            self._keep(found)
        if due:
            now = await run(ends_of, reading, actor, tuple(due), self._here.jobs)
            if self._actor is actor:
                self._take_over(due, now)

    def _begin_marks(self, actor: Actor, read_at: datetime) -> None:
        self._marks = ReadMarks(self._store, self._services.where(), actor.email)
        if self._marks.is_new:
            self._marks.begin(read_at)

    def _take_over(self, due: Collection[str], found: Iterable[RunEnd]) -> None:
        """What was read of the runs that are `due`; one that goes on again meanwhile will end anew."""
        ends = [end for end in found if not self._rest.is_going(end.row.id)]
        for run_id in due:
            self._ends.pop(run_id, None)
        news = tuple(end for end in ends if self._told.get(end.row.id) != end.key)
        for end in ends:
            self._told.pop(end.row.id, None)
            self._told[end.row.id] = end.key
        for run_id in list(self._told)[:-TOLD_KEPT]:
            del self._told[run_id]
        self._keep(ends)
        if news:
            self.ended.emit(news)

    def _keep(self, ends: Iterable[RunEnd]) -> None:
        kept = newest_of([*self._ends.values(), *ends])
        self._ends = {end.row.id: end for end in kept}
        self.changed.emit()


def newest_of(ends: Iterable[RunEnd]) -> list[RunEnd]:
    """As many as are kept, the newest first."""
    return sorted(ends, key=lambda end: (end.at or datetime.min, end.row.first_job), reverse=True)[
        :NOTICES_KEPT
    ]


def own_ends(reading: Runs, actor: Actor, here: Here) -> tuple[list[RunEnd], datetime]:
    """The ends of runs of this person that a sign-in tells of, and when they were read, by the database's
    clock; the beginning of time where there was none to read. Blocks."""
    rows = reading.listed(actor, here)
    read_at = max((row.read_at for row in rows), default=datetime.min)
    since = read_at - timedelta(days=DAYS_BACK) if rows else read_at
    own = [row for row in rows if row.requested_by == actor.email and is_ended(row)]
    own = [row for row in own if row.is_active or row.finished_at is None or row.finished_at >= since]
    return newest_of(_end(reading, actor, row, here) for row in own[: 2 * NOTICES_KEPT]), read_at


def ends_of(reading: Runs, actor: Actor, ids: Collection[str], here: Here) -> list[RunEnd]:
    """Those of these runs that are the person's and have ended. Blocks."""
    rows = reading.rows(actor, ids, here)
    return [
        _end(reading, actor, row, here) for row in rows if row.requested_by == actor.email and is_ended(row)
    ]


def _end(reading: Runs, actor: Actor, row: RunRow, here: Here) -> RunEnd:
    if not row.is_active:
        return RunEnd(row, row.finished_at or row.started_at or row.created_at)
    run = reading.opened(actor, row, here)  # the row of the run does not say since when nobody runs it
    return RunEnd(row, last_sign(run) if run is not None else None)


def last_sign(run: RunJobs) -> datetime | None:
    """When the last of the jobs that nobody runs has shown a sign of life."""
    signs = []
    for job, state in zip(run.jobs, run.states, strict=True):
        if counted_as(state) in STOPPED:
            try:
                signs.append(job.read_at - timedelta(seconds=job.idle_seconds))
            except (OverflowError, ValueError):  # further back than there are years, or no number
                continue
    return max(signs, default=None)
