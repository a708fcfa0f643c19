"""One for all workers of the console: how hard they may work together, so that they use an idle server to the
full and do not slow down the product."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.demand import DemandWatch, Look, Sighting, share_of
from app.core.errors import DatabaseError
from app.core.pace import Brake, Demand, Signals
from app.core.policy import LONGEST_PAUSE, TARGET_SECONDS, BatchSize, Pace
from app.db import load
from app.db.engine import Database
from app.db.own_work import OwnWork

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at the server, whatever the number of workers. Whoever waits asks again after so
long, as others may have come or gone."""

FORGETS_AFTER = 3 * LOOK_EVERY
"""Seconds after which a job that has not asked again lets the others pass: it may be held, or ends."""

GLANCE_EVERY = 0.2
"""The same, for a look on request, and where another one soon tells more."""

GENTLE_SHARE = 0.035
"""The part of time that all workers together may spend in the database, on average, while others are at work.
A commit of the product that meets a batch waits for the log of that batch to be on the disk too; so long as
few meet one, its p99 stays (`live_queries` in tests/benchmarks)."""

Seen = tuple[Signals, Look | None]


class Governor:
    """Looks at the server at most once a second, on the caller's thread; safe from any thread.

    What all workers do in the database is charged against the share of time that is allowed: a debt is waited
    off before the next batch, whosever it is, first come first served.
    """

    def __init__(self, look: Callable[[], Seen], own: OwnWork, clock: Callable[[], float]) -> None:
        """`look` raises a DatabaseError where the server cannot be looked at; `clock` gives monotonic
        seconds."""
        self._look = look
        self._own = own
        self._clock = clock
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._brake = Brake()
        self._watch = DemandWatch()
        self._size = BatchSize()
        self._seats: list[Seat] = []
        self._waiting: list[Seat] = []
        self._looked: float | None = None
        self._charged = own.seconds
        self._free_at = clock()

    @classmethod
    def of(cls, database: Database, items: str, console: str, clock: Callable[[], float]) -> Governor:
        """One that looks at this database and its table `items`, over a connection beside those of the
        workers; `console` is the name of this one."""

        def look() -> Seen:
            with database.begin() as connection:
                found = load.signals(connection, items)
                return found, load.look(connection, database.own_work, console, clock)

        return cls(look, database.own_work, clock)

    @contextmanager
    def at_work(self) -> Iterator[Seat]:
        """Around one slice of a job: so many jobs share what is allowed."""
        with self._lock:
            seat = Seat(self, self._pace())
            self._seats.append(seat)
        try:
            yield seat
        finally:
            with self._lock:
                self._charge(seat)
                self._seats.remove(seat)
                if seat in self._waiting:
                    self._waiting.remove(seat)

    def glance(self) -> Pace:
        """What a job that starts now may do, as the server is at the moment. Asked for before jobs start, so
        that these find somebody who has looked already."""
        self._look_if_due(GLANCE_EVERY)
        with self._lock:
            return self._pace()

    def others(self, sleep: Callable[[float], object] | None = None) -> Demand | None:
        """What others do at the moment; None where that cannot be told. Where nobody has looked lately, it
        looks a second time after a `sleep`, if there is time for one."""
        self.glance()
        if sleep is not None and not self._watch.is_known:
            sleep(GLANCE_EVERY)
            self.glance()
        with self._lock:
            return self._watch.demand if self._watch.is_known else None

    def turn(self, seat: Seat) -> float:
        """Seconds until this seat should ask again; 0 where its batch begins now."""
        self._look_if_due(GLANCE_EVERY if self._watch.wants_look else LOOK_EVERY)
        with self._lock:
            self._charge(seat)
            seconds = self._until_turn(seat)
            seat.least, seat.pace = self._own.least, self._pace()
            return seconds

    def note(self, seat: Seat, taken: int, seconds: float, next_id: int | None) -> None:
        """The batch of this seat is done."""
        is_suspicious = False
        with self._lock:
            self._size.learn(seat.pace.batch_size, taken, seconds)
            if next_id is not None:
                sighting = Sighting(self._clock(), next_id, seat.least, self._own.most)
                is_suspicious = self._watch.notice(sighting)
        if is_suspicious:
            self._look_if_due(GLANCE_EVERY)
        with self._lock:
            seat.pace = self._pace()

    def _until_turn(self, seat: Seat) -> float:
        now, share = self._clock(), self._share
        if share >= len(self._seats):
            self._free_at = now
            self._waiting.clear()
            return 0.0
        seat.asked_at = now
        self._waiting = [one for one in self._waiting if now - one.asked_at < FORGETS_AFTER]
        if seat not in self._waiting:
            self._waiting.append(seat)
        place = self._waiting.index(seat)
        cycle = TARGET_SECONDS * self._brake.level / share
        if place or now < self._free_at:
            return min(LOOK_EVERY, max(0.0, self._free_at - now) + place * cycle)
        self._waiting.pop(0)
        seat.reserved = cycle
        # Who comes a little late for its turn does not delay the next one.
        self._free_at = max(self._free_at, now - cycle) + cycle
        return 0.0

    def _pace(self) -> Pace:
        share, jobs, level = self._share, max(1, len(self._seats)), self._brake.level
        pause = 0.0 if share >= jobs else TARGET_SECONDS * level * (jobs / share - 1)
        size = self._size.now(level)
        return Pace(size, pause, self._brake.reason, self._watch.level, self._watch.demand)

    @property
    def _share(self) -> float:
        """Seconds of one session that all may take in each second. Consoles divide the gentle share alone."""
        gentlest = GENTLE_SHARE / (1 + self._watch.kin)
        return share_of(self._watch.level, len(self._seats), gentlest) * self._brake.level

    def _charge(self, seat: Seat) -> None:
        """For what was done since the last time, in place of what was put by for the batch of this seat."""
        spent, self._charged = self._own.seconds - self._charged, self._own.seconds
        owed = self._free_at - seat.reserved + spent / self._share
        self._free_at = min(owed, self._clock() + LONGEST_PAUSE)
        seat.reserved = 0.0

    def _look_if_due(self, every: float) -> None:
        if not self._looking.acquire(blocking=False):
            return
        try:
            now = self._clock()
            elapsed = every if self._looked is None else now - self._looked
            if elapsed < every:
                return
            before = self._own.seconds
            signals, seen = self._see()
            with self._lock:
                self._brake.see(signals, elapsed)
                self._watch.look(seen)
                self._charged += self._own.seconds - before  # to look is not what others notice
            self._looked = self._clock()
        finally:
            self._looking.release()

    def _see(self) -> tuple[Signals | None, Look | None]:
        try:
            return self._look()
        except DatabaseError as error:
            log.info("The database could not be asked how it is: %s", error)
            return None, None


class Seat:
    """One job among those that share, asked for by its worker's thread. Implements `core.policy.Turns`.

    `reserved` are the seconds by which others wait longer for the batch that it has begun, `least` what
    `db.own_work` had counted then, `asked_at` when it asked last.
    """

    def __init__(self, governor: Governor, pace: Pace) -> None:
        self.pace = pace
        self.reserved = self.asked_at = 0.0
        self.least = 0
        self._governor = governor

    def ask(self) -> float:
        return self._governor.turn(self)

    def note(self, taken: int, seconds: float, next_id: int | None) -> None:
        self._governor.note(self, taken, seconds, next_id)
