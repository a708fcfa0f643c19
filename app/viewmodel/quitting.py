"""Leaving in stages: stop taking work, let batches end, close; each stage with a bound."""

from __future__ import annotations

import asyncio
import logging

from app.core.access import Actor
from app.core.errors import SweepError
from app.viewmodel.services import Services

log = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0
BATCH_SECONDS = 30.0
AUDIT_SECONDS = 5.0


async def leave(services: Services, actor: Actor | None) -> bool:
    """Pauses every job that this console runs or keeps waiting, and ends its threads.

    False where a worker was still in a batch at the end of its bound: that batch is one statement, which
    the server does wholly or not at all when the process ends. A database that is away cannot hold up the
    quitting; the jobs are found again at the next start.
    """
    own = services.pool.own_jobs
    services.pool.request_leave()
    if actor is not None and own:
        try:
            async with asyncio.timeout(PAUSE_SECONDS):
                await services.calls.run(services.jobs.stop_own, actor)
        except (SweepError, TimeoutError) as error:
            log.warning("Not every waiting job could be paused: %s", error)
    services.poller.stop()
    ended = await services.calls.run(services.pool.close, int(BATCH_SECONDS * 1000))
    await services.calls.run(services.jobs.end, AUDIT_SECONDS)
    return ended
