"""Why a job that waits on the server is not taken: read off one look at the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.server import OWN_QUEUE, PRODUCT_QUEUE, Listener, ListenerState, QueueLook


class Why(StrEnum):
    """What keeps a job waiting."""

    NOBODY = "nobody"
    """No worker listens on the queue of its entry, or on any where it has none."""
    BUSY = "busy"
    """All that listen there work on something else."""
    NO_ENTRY = "no_entry"
    """Workers listen, but its entry is gone."""
    SOON = "soon"
    """A worker is free to take it."""
    UNREACHABLE = "unreachable"
    """Redis did not answer."""


@dataclass(frozen=True, slots=True)
class Unpicked:
    """`workers` is how many listen there. Of a job for which all are busy: `busy_minutes` is how long the one
    that has been so for longest is already, where it says so, and `job_id` the job of ours that it works on.
    No finer, so that what waits does not change at each look."""

    why: Why
    workers: int = 0
    job_id: int | None = None
    busy_minutes: int = 0

    @property
    def is_listened_for(self) -> bool:
        """Somebody listens who will take it: it only waits."""
        return self.why in {Why.BUSY, Why.SOON}


class UnpickedReasons:
    """What one look says of any job; asked for thousands, it counts nothing twice."""

    def __init__(self, look: QueueLook | None) -> None:
        """`look` is None where Redis could not be reached."""
        self._is_reachable = look is not None
        self._queues: dict[int, str] = {}
        self._of_queue: dict[str, Unpicked] = {}
        self._listeners = 0
        if look is None:
            return
        self._queues = {entry.job_id: entry.queue for entry in look.entries}
        for queue in {OWN_QUEUE, PRODUCT_QUEUE, *self._queues.values()}:
            self._of_queue[queue] = _of(look.takes(queue), look.read_at)
        takers = {one.name for queue in (OWN_QUEUE, PRODUCT_QUEUE) for one in look.takes(queue)}
        self._listeners = len(takers)

    def of(self, job_id: int) -> Unpicked:
        """Why this job waits."""
        if not self._is_reachable:
            return Unpicked(Why.UNREACHABLE)
        queue = self._queues.get(job_id)
        if queue is not None:
            return self._of_queue[queue]
        return Unpicked(Why.NO_ENTRY, self._listeners) if self._listeners else Unpicked(Why.NOBODY)


def _of(takers: tuple[Listener, ...], now: datetime) -> Unpicked:
    if not takers:
        return Unpicked(Why.NOBODY)
    if any(one.state is ListenerState.IDLE for one in takers):
        return Unpicked(Why.SOON, len(takers))
    longest = min((one for one in takers if one.since is not None), key=_since, default=takers[0])
    seconds = 0.0 if longest.since is None else (now - longest.since).total_seconds()
    return Unpicked(Why.BUSY, len(takers), longest.job_id, max(0, int(seconds // 60)))


def _since(listener: Listener) -> datetime:
    return listener.since or datetime.max
