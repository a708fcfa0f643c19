"""The queue on a server, as far as an action needs it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from app.core.server import QueueLook


class ServerSide(Protocol):
    """Implemented by `queue.server_queue`; safe to call from any thread. Each call ends within seconds."""

    @property
    def where(self) -> str:
        """The server, for people; without a secret."""

    def look(self) -> QueueLook:
        """Who listens and what waits, now. Raises QueueUnreachable."""

    def require_listening(self) -> None:
        """Raises QueueUnreachable, or NobodyListens where no worker takes jobs of ours."""

    def enter(self, job_ids: Sequence[int], *, begun: Collection[int] = (), at_front: bool = False) -> None:
        """An entry for each of these jobs, as the web API makes it: of a start, or of a resume where the job
        is among those that have `begun` before. Into the queue of our own workers where one listens, else
        into the product's. Raises QueueUnreachable; some may be entered then."""

    def remove_soon(self, job_ids: Collection[int]) -> None:
        """Removes all entries of these jobs, in the background: an entry is a hint, and one that stays does
        no harm. Never raises and never waits."""

    def close(self, seconds: float) -> None:
        """Waits at most so long for what is to be removed still. Never raises."""
