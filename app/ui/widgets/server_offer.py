"""What a person is offered where a queue on a server is named, and what they chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core.server import QueueLook, RunsOn
from app.qt.calls import Calls
from app.viewmodel.services import Services


@dataclass(frozen=True, slots=True)
class ServerOffer:
    """What it takes to offer the server: `look` says who listens, in another thread; `default` is what is
    chosen at first."""

    calls: Calls
    look: Callable[[], QueueLook]
    default: RunsOn

    @classmethod
    def of(cls, services: Services) -> ServerOffer | None:
        """None where no queue is named."""
        server = services.server
        return None if server is None else cls(services.calls, server.look, services.runs_on())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where it is to run, and whether it is to wait there though nobody listens."""

    on: RunsOn = RunsOn.HERE
    anyway: bool = False
