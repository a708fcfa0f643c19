"""The command `worker`: runs jobs on a server, for whoever has handed them over."""

from __future__ import annotations

from argparse import Namespace

from app.bootstrap.ending import end_at_once
from app.bootstrap.queue import required_queue
from app.cli.opening import open_profile
from app.core.errors import BadInput
from app.core.exit_status import Exit
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE
from app.logs import log_as_json
from app.settings import Settings
from app.workers.stop_request import stop_signals


def worker(options: Namespace, settings: Settings) -> Exit:
    """Takes jobs from the queue and runs them, one at a time, until it is asked to stop."""
    queues = _queues(options.queues)
    with stop_signals() as stop, open_profile(options, settings) as profile:
        queue = required_queue(profile)
        if options.burst:
            queue.ping()  # else nobody would notice that it has done nothing
        from app.bootstrap.serving import serve

        log_as_json()
        has_ended = serve(profile, settings, queue, queues, stop, burst=options.burst)
    if not has_ended:
        end_at_once(Exit.DONE)
    return Exit.DONE


def _queues(text: str) -> list[str]:
    """The names of queues, in the order in which they are read. Raises BadInput."""
    names = list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    unknown = [one for one in names if one not in {OWN_QUEUE, PRODUCT_QUEUE}]
    if unknown or not names:
        raise BadInput(f"--queues takes {OWN_QUEUE} and {PRODUCT_QUEUE}, with a comma between them.")
    return names
