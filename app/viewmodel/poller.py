"""One query for all rows that may have changed, and the table rows made from them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.actions.overview import BusinessRow, Overview
from app.core.access import Actor
from app.core.errors import SweepError, Unforeseen
from app.core.job import Job, JobStatus
from app.core.progress import SpeedMeter
from app.core.whereabouts import Place, whereabouts
from app.core.worker import Owner, console_of, holder_of, workstation_of
from app.engine.events import WaitReason
from app.qt.calls import Calls
from app.qt.nets import BugKinds
from app.viewmodel.rows import Connected, ShownRow
from app.viewmodel.server_watch import ServerWatch
from app.viewmodel.steady_pace import SteadyPace
from app.workers.job_queue import LocalState

log = logging.getLogger(__name__)

POLL_MS = 1500
SOONEST_MS = 150
"""Own workers' steps are shown at once, but several of them together."""

RECOUNT_SECONDS = 60.0
"""All businesses are counted anew this often: what the web side adds and deletes shows up then."""

SLOWEST_RETRY_MS = 10_000

UNHELD_SECONDS = 3.0
"""A job with this console's name that no worker here has for so long was given up."""

_OWNERS = {
    Place.SERVER_WORKER: Owner.SERVER_WORKER,
    Place.SERVER_QUEUE: Owner.SERVER_QUEUE,
    Place.WEB: Owner.WEB,
}

SHOWN_AT_ONCE = 100
"""Rows that the table takes over at once: between two such chunks the window stays responsive."""


class Poller(QObject):
    """Keeps the table up to date for one signed-in person. Polls never overlap."""

    rows = Signal(object)
    """A tuple of ShownRow that are new or changed."""

    connection = Signal(object)
    """Connected, after each poll."""

    gone = Signal(object)
    """A tuple of ids of businesses that no longer exist."""

    def __init__(
        self,
        calls: Calls,
        overview: Overview,
        where: Callable[[], str],
        state_of: Callable[[int], LocalState | None],
        console: str = "",
        dead_consoles: Callable[[], Collection[str]] = tuple,
        watch: ServerWatch | None = None,
    ) -> None:
        """`where` is asked at every poll. `console` is the name of this process, by which it recognizes the
        other consoles of its computer; `dead_consoles`, asked at every poll in another thread, gives those
        that have ended without leaving their jobs; `watch` knows of the queue on the server, if one is
        named."""
        super().__init__()
        self._watch = watch
        if watch is not None:
            watch.looked.connect(self.look_now)
        self._workstation = workstation_of(console)
        self._console = console
        self._find_dead = dead_consoles
        self._dead_consoles: frozenset[str] = frozenset()
        self._unheld: dict[int, float] = {}
        self._calls = calls
        self._overview = overview
        self._state_of = state_of
        self._where = where
        self._state = Connected(False, where())
        self._actor: Actor | None = None
        self._rows: dict[int, BusinessRow] = {}
        self._names: dict[int, str] = {}
        self._faces: dict[int, tuple[object, ...]] = {}
        self._emitted: dict[int, ShownRow] = {}
        self._meters: dict[int, SpeedMeter] = {}
        self._paces: dict[int, SteadyPace] = {}
        self._flaws = BugKinds()
        self._counted_at: float | None = None
        self._busy = False
        self._again = False
        self._touched: set[int] = set()
        self._retry_ms = POLL_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._poll)

    def start(self, actor: Actor) -> None:
        """Begins with everything that `actor` may see, and continues until `stop`."""
        self._actor = actor
        self.refresh()

    def shown(self, business_id: int) -> ShownRow | None:
        """The row as it was emitted last, or None for a business that is not in the table."""
        return self._emitted.get(business_id)

    def name_of(self, job_id: int) -> str:
        """The name of the business whose job this is, as far as the table knows it; else nothing."""
        names = (row.business.name for row in self._rows.values() if row.job and row.job.id == job_id)
        return next(names, "")

    def names(self) -> Mapping[int, str]:
        """The names of all businesses in the table, by id, as they are at each moment."""
        return self._names

    def stop(self) -> None:
        """No more polls; the result of one under way is discarded."""
        self._actor = None
        self._timer.stop()

    def refresh(self) -> None:
        """Counts all businesses anew, now."""
        self._counted_at = None
        self.look_now()

    @Slot(object)
    def look_now(self, _job_id: object = None) -> None:
        """Polls soon: something is known to have changed."""
        if self._busy:
            self._again = True
        elif self._actor is not None and not 0 <= self._timer.remainingTime() <= SOONEST_MS:
            self._timer.start(SOONEST_MS)

    def look_at(self, job_ids: Iterable[int]) -> None:
        """Looks at these jobs soon: something was done with them. One that was over may run and be over again
        before the next poll, which would not find it."""
        self._touched.update(job_ids)
        self.look_now()

    @Slot()
    def _poll(self) -> None:
        if self._actor is not None and not self._busy:
            self._busy = True
            self._calls.spawn(self._poll_once(self._actor), name="poll")

    async def _poll_once(self, actor: Actor) -> None:
        try:
            await self._look(actor)
        except SweepError as problem:
            self._note(problem)
        except Exception as error:  # the border of one poll: the next one comes, whatever this one met
            if self._flaws.is_new(error):
                log.exception("A poll met a bug")
            self._note(Unforeseen(error))
        finally:
            self._busy = False
            self._state = replace(self._state, where=self._where())
            if self._actor is actor:
                self.connection.emit(self._state)
            if self._actor is not None:
                self._timer.start(SOONEST_MS if self._again else self._retry_ms)
                self._again = False

    def _note(self, problem: SweepError) -> None:
        """This poll failed; the next one comes later."""
        self._state = replace(self._state, ok=False, problem=problem, milliseconds=None)
        self._retry_ms = min(SLOWEST_RETRY_MS, self._retry_ms * 2)

    async def _look(self, actor: Actor) -> None:
        began = time.monotonic()
        if self._counted_at is None or began - self._counted_at >= RECOUNT_SECONDS:
            found = await self._read_all(actor, began)
        else:
            found = await self._read_moved(actor)
        took = (time.monotonic() - began) * 1000
        self._dead_consoles = frozenset(await self._calls.run(self._find_dead))
        self._retry_ms = POLL_MS
        self._state = replace(self._state, ok=True, at=datetime.now(), milliseconds=took, problem=None)
        rows = iter(found)
        while part := tuple(islice(rows, SHOWN_AT_ONCE)):
            if self._actor is not actor:
                return
            self._show(part)
            await asyncio.sleep(0)

    async def _read_all(self, actor: Actor, began: float) -> Iterable[BusinessRow]:
        self._counted_at = began  # before the read: a refresh that is asked for during it is another one
        try:
            found = await self._calls.run(self._overview.read, actor)
        except BaseException:
            self._counted_at = None
            raise
        if self._actor is actor:
            self._forget_all_but(found)
        return found

    async def _read_moved(self, actor: Actor) -> Iterable[BusinessRow]:
        """The rows whose jobs moved, made as they are asked for; those whose job changed its status are
        counted anew."""
        known = {row.job.id: row for row in self._rows.values() if row.job}
        touched, self._touched = self._touched & known.keys(), set()
        moving = {job_id for job_id, row in known.items() if row.job and self._may_move(row.job)}
        watched = sorted(moving | touched)
        moved = await self._calls.run(
            self._overview.moved, actor, watched=watched, newer_than=max(known, default=0)
        )
        if not {job.id for job in moved}.issuperset(watched):  # one is gone, or not for this person any more
            return await self._read_all(actor, time.monotonic())
        recount = {
            job.business_id
            for job in moved
            if (row := self._rows.get(job.business_id)) and _turned(row.job, job)
        }
        counted = await self._calls.run(self._overview.read, actor, recount) if recount else []
        kept = (
            row.with_job(job)
            for job in moved
            if (row := self._rows.get(job.business_id)) and job.business_id not in recount
        )
        return chain(kept, counted)

    def _forget_all_but(self, found: Iterable[BusinessRow]) -> None:
        """Businesses that no longer exist leave the table."""
        gone = tuple(self._rows.keys() - {row.business.id for row in found})
        for business_id in gone:
            del self._rows[business_id], self._names[business_id]
            self._faces.pop(business_id, None)
            self._emitted.pop(business_id, None)
            self._forget_speed(business_id)
        if gone:
            self.gone.emit(gone)

    def _show(self, found: Iterable[BusinessRow]) -> None:
        now = time.monotonic()
        changed = []
        for row in found:
            shown, face = self._as_shown(row, now)
            self._rows[row.business.id], self._names[row.business.id] = row, row.business.name
            if self._faces.get(row.business.id) != face:
                self._faces[row.business.id] = face
                self._emitted[row.business.id] = shown
                changed.append(shown)
        if changed:
            self.rows.emit(tuple(changed))

    def _as_shown(self, row: BusinessRow, now: float) -> tuple[ShownRow, tuple[object, ...]]:
        """The row for the table, and what of it a person can see."""
        try:
            shown = self._shown(row, now)
            return shown, visible_state(shown)
        except Exception as error:  # the border of one row: whatever is odd in it, the others are shown
            if self._flaws.is_new(error):
                log.exception("The row of business %d cannot be shown", row.business.id)
            self._forget_speed(row.business.id)
            flawed = ShownRow(row, None, None, None, flaw=Unforeseen(error).reason)
            return flawed, (flawed,)

    def _shown(self, row: BusinessRow, now: float) -> ShownRow:
        job = row.job
        if job is None or not job.is_active:
            self._forget_speed(row.business.id)
            if job is None:
                return ShownRow(row, None, None, None, now)
            local = self._stopping(job)
            owner, workstation = self._owner(job, local)
            return ShownRow(row, None, None, local, now, owner, workstation)
        meter = self._meters.setdefault(row.business.id, SpeedMeter())
        local = self._state_of(job.id)
        meter.see(now, job, *_rhythm(local))
        if local is not None:
            self._unheld.pop(job.id, None)
        if local is not None and local.pace is not None:
            steady = self._paces.setdefault(row.business.id, SteadyPace())
            local = replace(local, pace=steady.see(now, local.pace))
        owner, workstation = self._owner(job, local)
        free_at = now + job.seconds_to_rescue if local is None and self._is_left_behind(job) else None
        watch = self._watch if owner is Owner.SERVER_QUEUE else None
        return ShownRow(
            row,
            meter.per_second,
            meter.seconds_left(job),
            local,
            now,
            owner,
            workstation,
            free_at,
            unpicked=watch.reason(job) if watch is not None else None,
        )

    def _forget_speed(self, business_id: int) -> None:
        """Its job does not run, or cannot be shown."""
        self._meters.pop(business_id, None)
        self._paces.pop(business_id, None)

    def _is_left_behind(self, job: Job) -> bool:
        """A console that has ended was the last to have the job, and it may not be taken over yet."""
        if job.status is JobStatus.PAUSED or job.needs_rescue:
            return False
        console = console_of(holder_of(job))
        if console is not None and console == self._console:
            # Of a job that begins or ends here at this moment, row and worker may be of different moments.
            now = time.monotonic()
            return now - self._unheld.setdefault(job.id, now) >= UNHELD_SECONDS
        return console in self._dead_consoles

    def _owner(self, job: Job, local: LocalState | None) -> tuple[Owner | None, str | None]:
        """Who runs an active job, keeps it waiting, or ran one that rests or has ended, and its name; nobody
        where the row does not say."""
        if local is not None:
            return Owner.THIS_CONSOLE, self._workstation
        found = whereabouts(job)
        if found is None:
            return None, None
        if found.place is Place.COMPUTER:
            is_here = found.name == self._workstation
            return (Owner.THIS_COMPUTER if is_here else Owner.OTHER_COMPUTER), found.name
        return _OWNERS[found.place], found.name or None

    def _stopping(self, job: Job) -> LocalState | None:
        """What this console knows about a cancelled job whose worker is still in its last batch."""
        return self._state_of(job.id) if job.status is JobStatus.CANCELLED else None

    def _may_move(self, job: Job) -> bool:
        shown = self._emitted.get(job.business_id)
        return job.is_active or job.is_alive or bool(shown and shown.local)


def _rhythm(local: LocalState | None) -> tuple[float, int]:
    """Seconds that a job of this console rests between two batches, and receipts in a batch; 0 where that is
    not known."""
    if local is None:
        return 0.0, 0
    if local.pace is not None:
        return local.pace.rhythm
    wait = local.wait
    return (wait.seconds if wait is not None and wait.reason is WaitReason.THROTTLE else 0.0), 0


def _turned(before: Job | None, after: Job) -> bool:
    return before is None or before.id != after.id or before.status is not after.status


def visible_state(shown: ShownRow) -> tuple[object, ...]:
    """What of a row a person can see, to be compared: without the times that move at every read, and without
    the heartbeat of jobs that wait, which would move all of them at each heartbeat."""
    row, job = shown.row, shown.row.job
    seen = (*_seen_of_shown(shown), shown.free_at is None, *_seen_of_row(row))
    if job is None:
        return seen
    sign = job.heartbeat_at if job.status is JobStatus.RUNNING or job.is_run_after_its_end else None
    return (*seen, *_seen_of_job(job), _step_of_silence(job), sign)


def _all_but(kind: type[Any], *names: str) -> Callable[[Any], tuple[object, ...]]:
    """Gives the values of all fields of a dataclass but these, with no object made in between: a poll asks
    for thousands of rows."""
    return attrgetter(*(field.name for field in fields(kind) if field.name not in names))


_seen_of_shown = _all_but(ShownRow, "row", "read_at", "free_at")
_seen_of_row = _all_but(BusinessRow, "job")
_seen_of_job = _all_but(Job, "idle_seconds", "heartbeat_at", "updated_at", "cursor_text", "read_at")


def _step_of_silence(job: Job) -> int:
    if job.is_run_after_its_end:
        return 3
    return 2 if job.is_stale or job.is_stuck else 1 if job.is_late else 0
