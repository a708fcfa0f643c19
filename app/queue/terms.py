"""What stands on the wire: names of keys and fields, and how the web API enters a deletion, as the contract
with it has it under *The queue*. The one table of all that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.server import OWN_QUEUE, PRODUCT_QUEUE

QUEUES = (OWN_QUEUE, PRODUCT_QUEUE)
"""All queues in which deletions wait."""

FUNCTION = "server.jobs.delete_receipts_job.delete_receipts_batch_job"
"""The web's function, by name: neither it nor we import it to enter a job."""

LARGEST_JOB_ID = 2**31 - 1
"""`background_jobs.id` is a serial."""


@dataclass(frozen=True, slots=True)
class EnqueueTerms:
    """Seconds that RQ gives an entry: to run; then, to keep what came of it, and of one that failed."""

    timeout: int
    result_ttl: int
    failure_ttl: int


START = EnqueueTerms(timeout=30 * 60, result_ttl=300, failure_ttl=24 * 3600)
RESUME = EnqueueTerms(timeout=60 * 60, result_ttl=500, failure_ttl=365 * 24 * 3600)
"""As the web API's routes *delete_all* and *resume* have them."""


def arguments(job_id: int) -> tuple[int]:
    """What the function is called with."""
    return (job_id,)


def is_ours(
    function: object, args: Sequence[object], named: Mapping[str, object] | None = None
) -> int | None:
    """The job for which a call of the queue stands; None where it is any other call. Everything is compared:
    what the web API never writes is none of its entries, and who wrote it is not known."""
    if function != FUNCTION or named or len(args) != 1:
        return None
    job_id = args[0]
    if type(job_id) is int and 1 <= job_id <= LARGEST_JOB_ID:
        return job_id
    return None


# RQ's keys; the names in them are of queues, of workers and of entries.

ENTRY, WORKER = "rq:job:", "rq:worker:"


def entry_key(entry_id: str) -> str:
    """The hash of an entry."""
    return f"{ENTRY}{entry_id}"


def queue_key(queue: str) -> str:
    """The list of the ids that wait, the next one first."""
    return f"rq:queue:{queue}"


def workers_key(queue: str) -> str:
    """The set of the keys of workers that listen on a queue; a dead one's stays for a while."""
    return f"rq:workers:{queue}"


def executions_key(worker: str) -> str:
    """The set of `ENTRY_ID:EXECUTION` that a worker is at; since RQ 3.0 the one place that tells."""
    return f"{WORKER}{worker}:executions"


# Fields that a worker of ours writes into its own hash beside RQ's, by which it is known as one.

VERSION = "sweep_version"
"""Of Sweep. Whoever has this field is a worker of ours."""
CONSOLE = "sweep_console"
"""Its name on the rows of `background_jobs`, as in `core.worker`."""
STATE = "sweep_state"
"""A value of `core.server.ListenerState`: idle, busy or stopping."""
SINCE = "sweep_since"
"""When that state began, as `moment` writes it."""
JOB = "sweep_job"
"""The id of the job it is at; empty where there is none."""
OWN_FIELDS = (VERSION, CONSOLE, STATE, SINCE, JOB)
