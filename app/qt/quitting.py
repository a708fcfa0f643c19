"""Leaving in stages: stop taking work, let batches end, close; each stage with a bound."""

from __future__ import annotations

import asyncio
import logging

from app.core.access import Actor
from app.core.errors import SweepError
from app.qt.desk import Desk

log = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0
BATCH_SECONDS = 30.0


async def leave(desk: Desk, actor: Actor | None) -> bool:
    """Pauses every job that this console runs or keeps waiting, and ends its threads.

    False where a worker was still in a batch at the end of its bound: that batch is one statement, which
    the server does wholly or not at all when the process ends. A database that is away cannot hold up the
    quitting; the jobs are found again at the next start.
    """
    if actor is not None and desk.pool.own_jobs:
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                await desk.calls.run(desk.jobs.stop_own, actor, desk.pool.own_jobs)
        except (SweepError, TimeoutError) as error:
            log.warning("Not every waiting job could be paused: %s", error)
    desk.pool.request_leave()
    desk.poller.stop()
    return await desk.calls.run(desk.pool.close, int(BATCH_SECONDS * 1000))
