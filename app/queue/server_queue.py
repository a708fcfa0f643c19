"""The queue on a server, for whoever hands jobs over to it. Redis's client and RQ are loaded as it is first
asked: nothing of a start needs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from app.core.queue_errors import NobodyListens
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE, Entry, Listener, ListenerState, QueueLook, QueuePing
from app.queue.address import QueueAddress
from app.queue.removing import Remover

if TYPE_CHECKING:
    from redis import Redis


def utc_now() -> datetime:
    """This computer's clock, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


class ServerQueue:
    """Implements `actions.server_side.ServerSide`. Safe to call from any thread; whatever is asked of Redis
    ends within seconds, with an answer or with QueueUnreachable, so call it off the main thread.

    What a user of Redis must be allowed, on the keys `rq:*`: to look, PING, LRANGE, LLEN, SRANDMEMBER,
    HSTRLEN and HMGET; to enter, MULTI, EXEC, SADD, HSET, LPUSH and RPUSH; to remove, LREM, HGET and DEL.
    INFO and TIME are asked for and may be refused: when the server started is not known then, and its clock
    is taken for this computer's."""

    def __init__(
        self,
        url: str,
        password: Callable[[], str | None] | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`password` is asked, once, where the URL has none. Raises BadQueueUrl; connects to nothing."""
        self._address, given = QueueAddress.parse(url)
        self._password = (lambda: given) if given else password or (lambda: None)
        self._now = now
        self._lock = Lock()
        self._client: Redis | None = None
        self._remover = Remover(self.remove)

    def __repr__(self) -> str:
        return f"ServerQueue({self.where})"

    @property
    def where(self) -> str:
        """The server, for people; without a secret."""
        return self._address.where

    def look(self) -> QueueLook:
        """Who listens and what waits, now. Raises QueueUnreachable."""
        from app.queue.looking import look

        with self.reached() as client:
            return look(client, self._now)

    def ping(self) -> QueuePing:
        """Tries the way there, for the Test button. Raises QueueUnreachable."""
        from app.queue.looking import ping

        with self.reached() as client:
            return ping(client, self._now)

    def require_listening(self) -> None:
        """Raises QueueUnreachable, or NobodyListens where no worker takes jobs of ours."""
        if not any(_takes(one, queue) for one in self._listeners() for queue in (OWN_QUEUE, PRODUCT_QUEUE)):
            raise NobodyListens

    def enter(self, job_ids: Sequence[int], *, begun: Collection[int] = (), at_front: bool = False) -> None:
        """An entry for each of these jobs, as the web API makes it: of a start, or of a resume where the job
        is among those that have `begun` before. Into the queue of our own workers where one listens, else
        into the product's. Raises QueueUnreachable; some may be entered then."""
        if job_ids:
            is_ours = any(one.is_ours and _takes(one, OWN_QUEUE) for one in self._listeners())
            queue = OWN_QUEUE if is_ours else PRODUCT_QUEUE
            self.enter_into(queue, job_ids, begun=begun, at_front=at_front)

    def enter_into(
        self, queue: str, job_ids: Sequence[int], *, begun: Collection[int] = (), at_front: bool = False
    ) -> None:
        """The same, into this queue."""
        from app.queue.entering import enter

        with self.reached() as client:
            enter(client, queue, job_ids, begun=begun, at_front=at_front)

    def entries_of(self, job_ids: Collection[int]) -> tuple[Entry, ...]:
        """The entries of these jobs in both queues. Raises QueueUnreachable."""
        from app.queue.listing import entries

        wanted = frozenset(job_ids)
        if not wanted:
            return ()
        with self.reached() as client:
            return tuple(one for one in entries(client)[0] if one.job_id in wanted)

    def remove(self, job_ids: Collection[int]) -> int:
        """Removes all entries of these jobs; how many there were. Raises QueueUnreachable."""
        from app.queue.taking import remove

        found = self.entries_of(job_ids)
        if not found:
            return 0
        with self.reached() as client:
            return remove(client, found)

    def remove_soon(self, job_ids: Collection[int]) -> None:
        """The same in the background: an entry is a hint, and one that stays does no harm. Never raises and
        never waits."""
        self._remover.soon(job_ids)

    def close(self, seconds: float) -> None:
        """Waits at most so long for what is to be removed still, and disconnects. Never raises."""
        self._remover.close(seconds)
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            # Not the one that a removal is still waiting on.
            client.connection_pool.disconnect(inuse_connections=False)

    def _listeners(self) -> list[Listener]:
        from app.queue.looking import listeners

        with self.reached() as client:
            return listeners(client, self._now)

    def client(self) -> Redis:
        """Redis's own client, for a worker, which uses it within `reached`. Nothing is connected yet."""
        from app.queue.connection import ANSWER_SECONDS, open_client

        with self._lock:
            if self._client is None:
                self._client = open_client(self._address, self._password, answer_seconds=ANSWER_SECONDS)
            return self._client

    @contextmanager
    def reached(self) -> Iterator[Redis]:
        """Raises QueueUnreachable for whatever goes wrong on the way to Redis within the block."""
        from app.queue.connection import translated

        client = self.client()
        with translated(self.where):
            yield client


def _takes(worker: Listener, queue: str) -> bool:
    """Whether a worker that listens on this queue takes what is put there now."""
    return queue in worker.queues and worker.state in {ListenerState.IDLE, ListenerState.BUSY}
