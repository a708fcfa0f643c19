"""The command `worker`: runs jobs on a server, for whoever has handed them over."""

from __future__ import annotations

from argparse import Namespace
from functools import partial

from app.bootstrap.console import Console
from app.bootstrap.ending import end_at_once, leaving_at_once
from app.bootstrap.queue import open_queue
from app.cli.opening import open_profile
from app.core.errors import BadInput
from app.core.exit_status import Exit
from app.core.queue_errors import NoQueueNamed
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE
from app.db.health import require_all_rows
from app.logs import log_as_json
from app.settings import Settings
from app.workers.stop_request import stop_signals
from app.workers.thread_pool import ThreadPool


def worker(options: Namespace, settings: Settings) -> Exit:
    """Takes jobs from the queue and runs them, one at a time, until it is asked to stop."""
    queues = _queues(options.queues)
    with stop_signals() as stop, open_profile(options, settings) as profile:
        queue = open_queue(profile, settings)
        if queue is None:
            raise NoQueueNamed
        from app.server.service import Service, SliceEnds
        from app.server.taking import Taking

        log_as_json()
        ends = SliceEnds()
        new_pool = partial(ThreadPool, callbacks=ends.callbacks)
        console = Console(profile, settings, new_pool, serves=True)
        try:
            with console.database.begin() as connection:
                require_all_rows(connection)
            with console.database.connection() as connection:
                for kind in console.types.values():
                    kind.require_ready(connection, accept_missing=False)
            console.start()
            service = Service(
                Taking(console.database, console.types, console.identity), console.pool, ends, queue, queues
            )
            with leaving_at_once(stop, lambda: service):
                service.run(stop, burst=options.burst)
        finally:
            queue.close(2.0)
            is_over = console.pool.close(0)
            console.close()
        if not is_over:  # a step hangs: its thread must not keep the process
            end_at_once(Exit.DONE)
        return Exit.DONE


def _queues(text: str) -> list[str]:
    """The names of queues, in the order in which they are read. Raises BadInput."""
    names = list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    unknown = [one for one in names if one not in {OWN_QUEUE, PRODUCT_QUEUE}]
    if unknown or not names:
        raise BadInput(f"--queues takes {OWN_QUEUE} and {PRODUCT_QUEUE}, with a comma between them.")
    return names
