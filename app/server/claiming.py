"""Entries of the queue are claimed: those that stand for jobs of ours, in their order, and no others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import redis

from app.core.server import OWN_QUEUE
from app.queue import terms
from app.queue.listing import MOST_IDS, bounded
from app.queue.unpickling import LARGEST, job_id_in

_CHUNK = 100
"""Entries of which one round trip asks."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An entry that no other worker has."""

    entry_id: str
    queue: str
    job_id: int


def claim(client: redis.Redis, queues: Sequence[str], but_not: Collection[int] = ()) -> Claimed | None:
    """The first entry of ours in these queues, which are read in order; None where there is none. Other
    entries stay as they are, for workers that know them, and so do those of the jobs `but_not`. Raises
    redis.RedisError."""
    for queue in queues:
        for begin in range(0, MOST_IDS, _CHUNK):
            ids: list[Any] = client.lrange(terms.queue_key(queue), begin, begin + _CHUNK - 1)
            if not ids:
                break
            if (found := _claim_among(client, queue, ids, but_not)) is not None:
                return found
    return None


def _claim_among(
    client: redis.Redis, queue: str, ids: Sequence[bytes], but_not: Collection[int]
) -> Claimed | None:
    hashes = bounded(client, [terms.ENTRY.encode() + one for one in ids], {"data": LARGEST})
    for raw, fields in zip(ids, hashes, strict=True):
        job_id = job_id_in(fields.get("data", b"")) if fields else None
        is_evicted = fields is None and queue == OWN_QUEUE  # of other queues their own workers remove it
        if (job_id is None and not is_evicted) or job_id in but_not:
            continue
        is_mine = client.lrem(terms.queue_key(queue), 1, raw) == 1  # type: ignore[arg-type]  # bytes are sent as they are
        if is_mine and job_id is not None:
            return Claimed(raw.decode("ascii", "replace"), queue, job_id)
    return None
