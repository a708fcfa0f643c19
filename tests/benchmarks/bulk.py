"""A bulk job under way: four workers of one console, each in a business of its own, and how fast they go."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from psycopg2.extensions import cursor as Cursor

from app.core.policy import Policy
from app.engine.control import Control, Stop
from tests.benchmarks import contestants
from tests.benchmarks.content import add_businesses, add_receipts, loading

WORKERS = 4
MEASURED = range(1, WORKERS + 1)
"""The businesses whose receipts are deleted."""


OTHER = WORKERS + 1
"""A business with as many receipts."""

FULL = 0.55
"""Which part of the speed of one statement is full speed: from less, it is easy to give way."""


def fill(cursor: Cursor, receipts: int) -> None:
    """So many receipts, of which these businesses have equal parts."""
    add_businesses(cursor, OTHER)
    with loading(cursor):
        add_receipts(cursor, receipts, f"1 + n % {OTHER}")


def limit(url: str, receipts: int) -> float:
    """Receipts a second of one statement, in the other business; `receipts` as they were filled in."""
    return receipts / OTHER / contestants.single_statements(url, OTHER)


class Bulk:
    """What was deleted, and when; seen within the console, because whoever asks the database is load."""

    def __init__(self) -> None:
        self.under_way = threading.Event()
        self._curve: list[tuple[float, int]] = []
        self._ended = threading.Event()

    @property
    def is_over(self) -> bool:
        """A job has nothing left to do: from now on it goes slower than it could."""
        return self._ended.is_set()

    def note(self, deleted: int) -> None:
        """So many more receipts are deleted."""
        self._curve.append((time.perf_counter(), deleted))
        self.under_way.set()

    def note_end(self) -> None:
        self._ended.set()

    def speed(self, since: float, until: float) -> float:
        """Receipts a second between two times of `time.perf_counter`."""
        return sum(deleted for at, deleted in list(self._curve) if since <= at < until) / (until - since)


@contextmanager
def bulk(url: str, policy: Policy, businesses: Sequence[int] = MEASURED) -> Iterator[Bulk]:
    """Jobs that have begun to delete as the block begins, and are stopped at its end."""
    with closing(contestants.Desk(url)) as desk:
        found = Bulk()
        controls = [Control() for _ in businesses]

        def run(job_id: int, control: Control) -> None:
            before = 0

            def note(deleted: int) -> None:
                nonlocal before
                if deleted > before:
                    found.note(deleted - before)
                    before = deleted

            desk.run(job_id, policy, control, progress=note)
            found.note_end()

        threads = [
            threading.Thread(target=run, args=(job_id, control))
            for job_id, control in zip(desk.start(*businesses), controls, strict=True)
        ]
        for thread in threads:
            thread.start()
        try:
            assert found.under_way.wait(30)
            yield found
        finally:
            for control in controls:
                control.request(Stop.SHUTDOWN)
            for thread in threads:
                thread.join()
