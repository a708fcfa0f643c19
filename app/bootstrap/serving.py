"""A worker on a server, put together: a console that serves, and the queue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.bootstrap.ending import leaving_at_once
from app.db.health import require_all_rows
from app.queue.server_queue import ServerQueue
from app.server.service import Rhythm, Service, SliceEnds
from app.server.taking import Taking
from app.settings import Settings
from app.workers.stop_request import StopRequest
from app.workers.thread_pool import ThreadPool


def serve(
    profile: ConnectionProfile,
    settings: Settings,
    queue: ServerQueue,
    queues: Sequence[str],
    stop: StopRequest,
    *,
    burst: bool = False,
    rhythm: Rhythm | None = None,
) -> bool:
    """Takes jobs from these queues and runs them, one at a time, until it is asked to stop; with `burst`,
    until none waits. False where a step hangs at the end, whose thread would keep the process.

    Raises StorageUnusable where nothing can be deleted in the storage, RowsHidden, and DatabaseError kinds
    before it has begun.
    """
    ends = SliceEnds()
    console = Console(profile, settings, partial(ThreadPool, callbacks=ends.callbacks), serves=True)
    try:
        with console.database.begin() as connection:
            require_all_rows(connection)
        with console.database.connection() as connection:
            for kind in console.types.values():
                kind.require_ready(connection, accept_missing=False)
        console.start()
        console.upkeep.begin()
        console.sweep_due(lambda: None)
        taking = Taking(console.database, console.types, console.identity, console.audit)
        look_around = console.governor.glance
        service = Service(taking, console.pool, ends, queue, queues, look_around, rhythm)
        with leaving_at_once(stop, lambda: service):
            service.run(stop, burst=burst)
        return console.pool.close(0)
    finally:
        console.pool.close(0)
        queue.close(2.0)
        console.close()
