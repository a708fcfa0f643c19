"""A process with another version of RQ; knows nothing of Sweep. `work URL`, or `enter URL JOB_ID OPTIONS`."""

from __future__ import annotations

import json
import sys

from redis import Redis
from rq import Queue, Worker, get_current_job
from rq.version import VERSION

FUNCTION = "server.jobs.delete_receipts_job.delete_receipts_batch_job"


def delete_receipts_batch_job(job_id: int) -> None:
    """Stands for the web's: says in Redis that it runs, and with what, and ends as it is told to."""
    job = get_current_job()
    assert job is not None
    told = {"job_id": job_id, "timeout": job.timeout, "version": VERSION}
    job.connection.rpush("test:runs", json.dumps(told))
    job.connection.blpop(["test:go"], timeout=30)


def work(url: str) -> None:
    """Until nothing waits."""
    client = Redis.from_url(url)
    Worker([Queue("maintenance", connection=client)], connection=client).work(
        burst=True, logging_level="ERROR"
    )


def enter(url: str, job_id: str, options: str) -> None:
    """As the web API does; prints the entry."""
    client = Redis.from_url(url)
    job = Queue("maintenance", connection=client).enqueue(FUNCTION, int(job_id), **json.loads(options))
    entry: dict[bytes, bytes] = client.hgetall(job.key)  # type: ignore[assignment]
    fields = {name.decode(): value.hex() for name, value in entry.items()}
    print(json.dumps({"id": job.id, "version": VERSION, **fields}))


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "work":
        work(*arguments)
    else:
        enter(*arguments)
