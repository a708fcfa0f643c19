"""Jobs that wait for whichever worker on a server takes them, and what is known of such workers: names and
snapshots, without a word about how the queue is reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.core.job import Job, JobStatus
from app.core.worker import KIND, console_that_keeps, worker_in, workstation_of

SERVER = "@server"
"""Stands in a mark for the workstation: no computer has such a name."""

MARK = f"{KIND}{SERVER}:"
"""What the mark of each row that waits on the server begins with."""

OWN_QUEUE, PRODUCT_QUEUE = "sweep", "maintenance"
"""The queue that workers of ours read first, and the product's, which they may read too."""

FAILED_BY_A_PAGE_VIEW = "Server restarted / job heartbeat lost"
"""How `last_error` begins where the product's web page has failed a job that looked lifeless to it
(web-api-contract.md, What the web API does)."""

PICKED_UP_WITHIN = 60
"""Seconds after which a person is told why a job on the server was not picked up."""


class RunsOn(StrEnum):
    """Where a job is to run."""

    HERE = "here"
    SERVER = "server"


def server_mark(since: datetime) -> str:
    """What stands as worker on a row that waits on the server since then (naive UTC): for no console in
    particular, so that a console of any version takes it for another one's, and the web worker for none."""
    return f"{MARK}{int(since.replace(tzinfo=UTC).timestamp())}:0/queue"


_MARK = re.compile(rf"{re.escape(MARK)}([0-9]{{1,11}}):0")


def waits_on_server_since(cursor_text: str | None) -> datetime | None:
    """Since when (naive UTC) the job of this cursor waits on the server; None where it does not, or where the
    web worker has moved it since."""
    found = _MARK.fullmatch(console_that_keeps(cursor_text) or "")
    return datetime.fromtimestamp(int(found[1]), UTC).replace(tzinfo=None) if found else None


def seconds_on_server(job: Job) -> float | None:
    """How long a queued job waits on the server already; None where it does not wait there."""
    since = waits_on_server_since(job.cursor_text) if job.status is JobStatus.QUEUED else None
    return None if since is None else max(0.0, (job.read_at - since).total_seconds())


def waits_for_web(job: Job) -> bool:
    """A job of the web side that waits for a worker of the product's queue."""
    return job.status is JobStatus.QUEUED and console_that_keeps(job.cursor_text) is None


def is_waiting_elsewhere(job: Job) -> bool:
    """It waits for a worker on a server, of ours or of the product."""
    return seconds_on_server(job) is not None or waits_for_web(job)


def is_failed_while_waiting(job: Job) -> bool:
    """A page view has failed it, and nobody had taken it yet. One of the web side counts only as long as it
    never began: of another nobody knows whether it waited."""
    if job.status is not JobStatus.FAILED or not (job.last_error or "").startswith(FAILED_BY_A_PAGE_VIEW):
        return False
    keeper = console_that_keeps(job.cursor_text)
    if keeper is None:
        return job.started_at is None and worker_in(job.cursor_text) is None
    return waits_on_server_since(job.cursor_text) is not None


def may_be_taken(job: Job) -> bool:
    """Whether an entry of the queue is right about the job: it waits for a worker on a server."""
    return not job.is_foreign and (is_waiting_elsewhere(job) or is_failed_while_waiting(job))


def server_worker_in(worker: str | None) -> str | None:
    """A worker on a server, as people know it: `HOST:PID`; None where the name is not one of those."""
    workstation = workstation_of(worker)
    process = (worker or "").split(":")[2] if workstation else ""
    return f"{workstation}:{process[1:]}" if re.fullmatch("w[0-9]+", process) else None


def server_worker_of(job: Job) -> str | None:
    """The same for the worker on a job's row."""
    return server_worker_in(worker_in(job.cursor_text))


class ListenerState(StrEnum):
    """What a worker says of itself."""

    IDLE = "idle"
    BUSY = "busy"
    STOPPING = "stopping"
    LOST = "lost"
    """It has not been heard of for longer than LISTENER_LOST_AFTER."""


LISTENER_LOST_AFTER = 60
"""Seconds without a sign of life after which a worker of ours counts as lost; it gives one every 15."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A worker that listens on the queue, as it describes itself there; times are naive UTC. `is_ours`: a
    worker of Sweep, which takes jobs of Sweep alone; else one of the product. `job_id` is the job that it
    works on, where that is one of these; `since` is when it began with whatever it does. `console` is its
    name on the rows."""

    name: str
    queues: tuple[str, ...]
    state: ListenerState
    is_ours: bool
    host: str = ""
    process_id: int | None = None
    version: str = ""
    seen_at: datetime | None = None
    born_at: datetime | None = None
    since: datetime | None = None
    job_id: int | None = None
    console: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the queue that stands for a job of ours. `position` counts from 0, of all entries of its
    queue, also those of other work."""

    id: str
    queue: str
    job_id: int
    position: int
    enqueued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueLook:
    """What was seen of the queue in one look. `others` are entries of other work, by queue. `read_at` is by
    the clock of this computer, naive UTC; `milliseconds` is how long the server took for an answer."""

    listeners: tuple[Listener, ...]
    entries: tuple[Entry, ...]
    others: dict[str, int]
    read_at: datetime
    milliseconds: float
    started_at: datetime | None = None
    """Since when the Redis server runs."""

    @property
    def ours(self) -> tuple[Listener, ...]:
        """Workers of Sweep that listen and are not lost."""
        return tuple(one for one in self.listeners if one.is_ours and one.state is not ListenerState.LOST)

    def takes(self, queue: str) -> tuple[Listener, ...]:
        """Who listens on this queue and takes jobs of ours from it."""
        living = (one for one in self.listeners if one.state is not ListenerState.LOST)
        return tuple(one for one in living if queue in one.queues)


@dataclass(frozen=True, slots=True)
class QueuePing:
    """What a trial of the queue found: how long an answer took, what answers, and how many workers listen,
    of ours and of the product."""

    milliseconds: float
    version: str
    """Of Redis, or of what speaks as it does; empty where the user may not ask."""
    ours: int
    product: int
