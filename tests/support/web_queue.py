"""The product's queue on Redis, as the model of the web side (`web_side`) uses it: RQ, in the usual way."""

from __future__ import annotations

import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job

NAME = "maintenance"
FUNCTION = "server.jobs.delete_receipts_job.delete_receipts_batch_job"


class WebQueue:
    """Stands for the deque of `WebSide`: what is entered, and what its worker takes next. Others may take
    from it too, so an entry that is seen is taken."""

    def __init__(self, url: str) -> None:
        # It waits for a Redis that is being restarted, as a request of the web does.
        patient = Retry(ConstantBackoff(0.05), 100)
        self._client = redis.Redis.from_url(url, retry=patient)
        self._queue = Queue(NAME, connection=self._client)
        self._taken: list[int] = []

    def append(self, job_id: int) -> None:
        self._queue.enqueue(FUNCTION, job_id, job_timeout="30m", result_ttl=300, failure_ttl=86400)

    def popleft(self) -> int:
        return self._taken.pop()

    def __bool__(self) -> bool:
        while not self._taken:
            entry_id = self._client.lpop(self._queue.key)
            if not isinstance(entry_id, bytes):
                return False
            try:
                entry = Job.fetch(entry_id.decode(), connection=self._client)
            except NoSuchJobError:  # evicted
                continue
            if entry.func_name == FUNCTION:
                self._taken.append(entry.args[0])
        return True

    def close(self) -> None:
        self._client.close()
