"""The end of a console with a window, which stays alive meanwhile."""

from __future__ import annotations

from app.actions.leaving import Leaving
from app.core.access import Actor
from app.viewmodel.services import Services


async def leave(services: Services, actor: Actor | None) -> bool:
    """All stages of `actions.leaving`, off the main thread. False where a worker is still in a batch."""
    leaving = Leaving(services.pool, services.jobs, actor, services.restore_crew)
    await services.calls.run(leaving.pause)
    services.poller.stop()
    return await services.calls.run(leaving.close)
