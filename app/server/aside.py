"""Jobs that cannot be taken for the moment: what is wrong with one row keeps no other waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from app.core.policy import backoff


@dataclass(slots=True)
class _Aside:
    failures: int = 0
    until: float = 0.0


class SetAside:
    """Each is tried again after a while, longer with each failure. For one thread."""

    def __init__(self, random: Random, clock: Callable[[], float] = time.monotonic) -> None:
        self._random, self._clock = random, clock
        self._jobs: dict[int, _Aside] = {}

    def note(self, job_id: int) -> None:
        """The job could not be taken, and is left alone for a while."""
        aside = self._jobs.setdefault(job_id, _Aside())
        aside.failures += 1
        aside.until = self._clock() + backoff(aside.failures, self._random)

    def forget(self, job_id: int) -> None:
        """Nothing is wrong with it any more."""
        self._jobs.pop(job_id, None)

    def jobs(self) -> frozenset[int]:
        """Those that are left alone now."""
        now = self._clock()
        return frozenset(job_id for job_id, aside in self._jobs.items() if aside.until > now)
