"""Sweeps the files that are due, in the background, for as long as a console or a worker lives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from random import Random

from app.core.errors import SweepError

log = logging.getLogger(__name__)

FIRST_SECONDS = 120.0
EVERY_SECONDS = 1800.0


class DueLoop:
    """A thread of its own, which nobody waits for long: a storage may hang."""

    def __init__(
        self,
        sweep: Callable[[Callable[[float], bool]], object],
        random: Random,
        first: float = FIRST_SECONDS,
        every: float = EVERY_SECONDS,
    ) -> None:
        """`sweep` is one round; it gets what waits for so many seconds, and returns False once it is to end.
        The first comes after `first` seconds, the others after `every`; of both a random part up to a half is
        added, so that consoles do not come in step."""
        self._sweep = sweep
        self._random = random
        self._first = first
        self._every = every
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._run, name="due files", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def finish(self, seconds: float = 2.0) -> bool:
        """Ends it after the page of files under way, and waits for that for so long; whether it has ended."""
        self._finished.set()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause = self._first
        while not self._finished.wait(pause * (1 + self._random.random() / 2)):
            pause = self._every
            try:
                self._sweep(lambda seconds: not self._finished.wait(seconds))
            except SweepError as error:
                log.warning("Files that are due were not deleted; they are tried again: %s", error)
            except Exception:  # a bug; without this nothing that is due would ever be deleted again
                log.exception("The sweep of files that are due met a bug")
