"""A storage that hangs until the test opens it, and what else the tests of threads wait for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from app.engine.events import WaitReason
from app.files.local import LocalStorage
from app.files.storage import FileResult
from tests.support.product import Product
from tests.support.running import Station

GUARD_SECONDS = 120
"""Who waits so long waits for ever."""

QUICK = 0.02
"""Seconds between two heartbeats, for who waits for one."""

LONG_AGO = "2020-01-01"


class Gate(LocalStorage):
    """A storage that hangs, as a network share may, until it is opened."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.entered: set[int] = set()
        self._opened = threading.Event()

    def open(self) -> None:
        self._opened.set()

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        self.entered.add(business_id)
        assert self._opened.wait(GUARD_SECONDS)
        return super().delete(business_id, keys)


def waits(station: Station, job_id: int) -> bool:
    """The job's worker is in the wait after a batch."""
    state = station.pool.state_of(job_id)
    return bool(state and state.wait and state.wait.reason is WaitReason.THROTTLE)


def age(product: Product, job_id: int) -> None:
    """The row's signs of life are of long ago, until somebody writes new ones."""
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = %s, updated_at = %s WHERE id = %s",
        LONG_AGO,
        LONG_AGO,
        job_id,
    )


def is_alive(product: Product, job_id: int) -> bool:
    fresh = "SELECT heartbeat_at > %s AND updated_at > %s FROM background_jobs WHERE id = %s"
    return bool(product.scalar(fresh, LONG_AGO, LONG_AGO, job_id))
