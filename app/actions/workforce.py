"""The workers of this console, as far as an action needs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Workforce(Protocol):
    """Implemented by `qt.pool`; safe to call from any thread."""

    def enqueue(self, job_ids: Sequence[int]) -> None:
        """Puts jobs that are queued on their rows into this console's queue."""

    def request_pause(self, job_id: int) -> bool:
        """Asks the worker that runs the job to pause at its next batch; False where none here does."""

    def look_again(self, job_id: int) -> None:
        """Takes the job out of the queue, or ends the present wait of its worker, which then sees its row."""
