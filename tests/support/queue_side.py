"""A queue on a server whose faults are in the test's hand; the real one is in `redis_server`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from app.core.queue_errors import NobodyListens, QueueUnreachable
from app.core.server import Listener, ListenerState, QueueLook


class QueueSide:
    """Remembers what was asked of it: `entered` as (job, begun before), `removed` jobs."""

    def __init__(self) -> None:
        self.entered: list[tuple[int, bool]] = []
        self.removed: list[int] = []
        self.listens = True
        self.is_away = False
        self.breaks_on_entering = False
        self.where = "redis://queue-1:6379/0"

    def look(self) -> QueueLook:
        self._answer()
        ours = Listener("sweep-1", ("sweep", "maintenance"), ListenerState.IDLE, is_ours=True)
        now = datetime.now(UTC).replace(tzinfo=None)
        return QueueLook((ours,) if self.listens else (), (), {}, now, 1.0)

    def require_listening(self) -> None:
        self._answer()
        if not self.listens:
            raise NobodyListens

    def enter(self, job_ids: Sequence[int], *, begun: Collection[int] = (), at_front: bool = False) -> None:
        self._answer()
        if self.breaks_on_entering:
            raise QueueUnreachable("refused", "redis://queue-1:6379/0")
        self.entered += [(job_id, job_id in begun) for job_id in job_ids]

    def remove_soon(self, job_ids: Collection[int]) -> None:
        self.removed += job_ids

    def close(self, seconds: float) -> None:
        """There is nothing to wait for."""

    def _answer(self) -> None:
        if self.is_away:
            raise QueueUnreachable("timeout", "redis://queue-1:6379/0")
