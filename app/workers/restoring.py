"""Runs the restores of a console one after the other, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Collection, Sequence

from app.core.errors import DatabaseError
from app.core.restore import Restore
from app.core.restore_messages import CONSOLE_CLOSED
from app.engine.control import Control, Stop

log = logging.getLogger(__name__)

BEAT_SECONDS = 10.0
"""A third of what is demanded (30 s), so that one lost beat does no harm."""

Report = Callable[[Restore], None]
Run = Callable[[int, Control, Report], Restore | None]
"""Runs one restore until it does not run here any more, and gives the row as it is then."""

Beat = Callable[[Collection[int]], None]
"""Proof of life for restores that this console runs or keeps waiting. Raises DatabaseError kinds."""


class RestoreCrew:
    """The queue of restores of a console. Implements `actions.restoring.RestoreCrew`; all of it may be called
    from any thread. Its threads begin with the first restore, and are daemons."""

    def __init__(self, run: Run, beat: Beat, beat_every: float = BEAT_SECONDS) -> None:
        self._run_one = run
        self._beat = beat
        self._beat_every = beat_every
        self._changed = threading.Condition()
        self._waiting: deque[int] = deque()
        self._current: tuple[int, Control] | None = None
        self._again: int | None = None  # what runs is to run once more
        self._seen: dict[int, Restore] = {}
        self._over: set[int] = set()
        self._to_pause: set[int] = set()
        self._threads: list[threading.Thread] = []
        self._is_closed = False
        self._ended = threading.Event()

    def hand_over(self, restore_ids: Sequence[int]) -> None:
        """Puts restores whose rows wait for this console into its queue; after `close` nothing runs them, and
        they can go on elsewhere."""
        with self._changed:
            if self._is_closed or not restore_ids:
                return
            current = self._current[0] if self._current else None
            self._waiting.extend(one for one in restore_ids if one not in {current, *self._waiting})
            if current in restore_ids:  # it may just be ending: paused, and to go on again
                self._again = current
            self._over.difference_update(restore_ids)
            self._to_pause.difference_update(restore_ids)
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._work, name="restore", daemon=True),
                    threading.Thread(target=self._keep_alive, name="restore beat", daemon=True),
                ]
                for thread in self._threads:
                    thread.start()
            self._changed.notify_all()

    def look_again(self, restore_id: int) -> None:
        """The row was changed by an action: the wait of the restore ends. One that waits in the queue finds
        out at its turn."""
        with self._changed:
            if self._current is not None and self._current[0] == restore_id:
                self._current[1].wake()

    def request_pause(self) -> list[int]:
        """All that runs or waits here is to pause at its next batch; returns what that is, as `own`."""
        with self._changed:
            self._to_pause.update(self._waiting)
            if self._again is not None:
                self._to_pause.add(self._again)
            if self._current is not None:
                self._current[1].request(Stop.PAUSE)
            return self._own()

    @property
    def own(self) -> list[int]:
        """The restores that run or wait here, the running one first."""
        with self._changed:
            return self._own()

    def last_seen(self, restore_id: int) -> Restore | None:
        """The row after the latest batch here; None where none of it ran here."""
        with self._changed:
            return self._seen.get(restore_id)

    def wait(self, restore_ids: Collection[int], seconds: float) -> bool:
        """Waits at most so long until none of these runs or waits here; False where one still does."""
        wanted = set(restore_ids)
        with self._changed:
            return self._changed.wait_for(lambda: wanted <= self._over, seconds)

    def request_leave(self) -> None:
        """The console ends: what runs pauses at its next batch, and what waits is paused too."""
        with self._changed:
            self._is_closed = True
            if self._current is not None:
                self._current[1].request(Stop.SHUTDOWN, CONSOLE_CLOSED)
            self._changed.notify_all()

    def close(self, seconds: float) -> bool:
        """After `request_leave`: waits so long for the end; False where a batch is still under way."""
        self.request_leave()
        if self._threads:
            self._threads[0].join(seconds)
        self._ended.set()
        return not (self._threads and self._threads[0].is_alive())

    def _own(self) -> list[int]:
        return [*([self._current[0]] if self._current else []), *self._waiting]

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            restore_id, control = taken
            try:
                row = self._run_one(restore_id, control, self._note)
            except Exception:  # a bug; the restore can go on, here or elsewhere
                log.exception("Restore %d met a bug", restore_id)
                row = None
            with self._changed:
                if row is not None:
                    self._seen[restore_id] = row
                self._current = None
                if restore_id == self._again and not self._is_closed:
                    self._waiting.appendleft(restore_id)
                else:
                    self._over.add(restore_id)
                self._again = None
                self._changed.notify_all()

    def _take(self) -> tuple[int, Control] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            if not self._waiting:
                return None
            control = Control()
            if self._is_closed:
                control.request(Stop.SHUTDOWN, CONSOLE_CLOSED)
            self._current = (self._waiting.popleft(), control)
            if self._current[0] in self._to_pause:
                control.request(Stop.PAUSE)
            return self._current

    def _note(self, row: Restore) -> None:
        with self._changed:
            self._seen[row.id] = row
            self._changed.notify_all()

    def _keep_alive(self) -> None:
        while not self._ended.wait(self._beat_every):
            if mine := self.own:
                try:
                    self._beat(mine)
                except DatabaseError as error:
                    log.warning("The heartbeat of restores was not written: %s", error)
