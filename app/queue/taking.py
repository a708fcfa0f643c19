"""Entries are taken out of the queue."""

from __future__ import annotations

from collections.abc import Iterable

import redis

from app.core.server import Entry
from app.queue import terms
from app.queue.listing import asked, chunks, required

_CHUNK = 200
_WAITING = b"queued"


def remove(client: redis.Redis, found: Iterable[Entry]) -> int:
    """Takes these entries out of their queues; how many were still there. Where a worker was quicker, it
    keeps its entry. Raises redis.RedisError."""
    removed = 0
    unique = list({(one.queue, one.id): one for one in found}.values())
    for some in chunks(unique, _CHUNK):
        taken = asked(client, [("LREM", terms.queue_key(one.queue), 0, one.id) for one in some])
        gone = [one for one, count in zip(some, taken, strict=True) if required(count)]
        # One and the same id may have stood there twice, and a worker be at it: it needs the hash.
        states = asked(client, [("HGET", terms.entry_key(one.id), "status") for one in gone])
        idle = [one for one, state in zip(gone, states, strict=True) if state == _WAITING]
        asked(client, [("DEL", terms.entry_key(one.id)) for one in idle])
        removed += len(gone)
    return removed
