"""Entries as RQ itself makes them, so that any of its versions reads them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import redis
from rq import Queue
from rq.queue import EnqueueData

from app.queue.listing import chunks
from app.queue.terms import FUNCTION, RESUME, START, arguments

_CHUNK = 100
"""Entries of one transaction, which Redis carries out before it answers anybody else."""


def enter(
    client: redis.Redis,
    queue: str,
    job_ids: Sequence[int],
    *,
    begun: Collection[int] = (),
    at_front: bool = False,
) -> None:
    """An entry for each of these jobs, in their order: of a resume where the job is among `begun`, else of a
    start. `at_front`: before all that waits, in their order too. Raises redis.RedisError."""
    into = Queue(queue, connection=client)
    resumed = frozenset(begun)
    # At the front each is put before the one before it.
    ordered = list(reversed(job_ids)) if at_front else list(job_ids)
    for some in chunks(ordered, _CHUNK):
        with client.pipeline(transaction=True) as pipe:
            into.enqueue_many([_data(job_id, job_id in resumed, at_front) for job_id in some], pipeline=pipe)
            pipe.execute()


def _data(job_id: int, is_resume: bool, at_front: bool) -> EnqueueData:
    terms = RESUME if is_resume else START
    return Queue.prepare_data(
        FUNCTION,
        args=arguments(job_id),
        timeout=terms.timeout,
        result_ttl=terms.result_ttl,
        failure_ttl=terms.failure_ttl,
        at_front=at_front,
    )
