"""Workers that listen on the queue, as they register themselves there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from redis import Redis
from rq import Queue, Worker

from app.core.server import ListenerState
from app.queue import terms
from app.queue.moments import moment

_numbers = count(1)


def listens(
    client: Redis,
    queues: Sequence[str],
    *,
    state: str = "idle",
    ours: str = "",
    job: int | None = None,
    silent: int = 0,
    name: str = "",
) -> Worker:
    """A worker of RQ, as it registers; with `ours`, a ListenerState, one of Sweep, which is at `job`. It was
    last heard of `silent` seconds ago."""
    worker = Worker(
        [Queue(one, connection=client) for one in queues],
        connection=client,
        name=name or f"worker-{next(_numbers)}",
    )
    worker.register_birth()
    worker.set_state(state)
    heard = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=silent)
    client.hset(worker.key, "last_heartbeat", moment(heard))
    if ours:
        own = {
            terms.VERSION: "0.3.0",
            terms.CONSOLE: f"sweep:queue-1:w{worker.pid}:abcd",
            terms.STATE: ListenerState(ours).value,
            terms.SINCE: moment(heard),
            terms.JOB: "" if job is None else str(job),
        }
        client.hset(worker.key, mapping=own)  # type: ignore[arg-type]
    return worker
