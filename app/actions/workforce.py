"""The workers of this console, as far as an action needs them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol


class Workforce(Protocol):
    """Implemented by `workers.group`; safe to call from any thread."""

    def ticket(self) -> int:
        """What an action takes before it puts jobs on their rows into the queue, for `enqueue`."""

    def enqueue(self, job_ids: Sequence[int], ticket: int) -> bool:
        """Puts jobs that are queued on their rows into this console's queue; asks them to pause where all was
        stopped since the `ticket` was taken. False where the console is quitting and no worker would run
        them."""

    def hold(self, job_ids: Collection[int] | None) -> AbstractContextManager[None]:
        """Within the block none of these jobs (None: none at all) begins here, and those that run here begin
        no further batch."""

    def request_pause(self, job_ids: Collection[int]) -> set[int]:
        """Asks those that run here to pause at their next batch, and those that wait here not to begin;
        returns those that run."""

    def request_pause_of_all(self) -> set[int]:
        """The same for all jobs of this console."""

    def has(self, job_id: int) -> bool:
        """Whether the job runs or waits here."""

    def look_again(self, job_id: int) -> None:
        """Takes the job out of the queue, or ends the present wait of its worker, which then sees its row."""
