"""The queue on a server that the settings name."""

from __future__ import annotations

from app.bootstrap.connection import ConnectionProfile
from app.queue.server_queue import ServerQueue
from app.settings import Settings


def open_queue(profile: ConnectionProfile, settings: Settings) -> ServerQueue | None:
    """None where none is named. Connects to nothing. Raises BadQueueUrl."""
    url = None if profile.demo is not None else settings.redis_url
    return None if url is None else ServerQueue(url)
