"""Who runs a job: the name that is written into its cursor and compared at every write."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from itertools import count

from app.core.job import Job, JobStatus

_QUEUE = "/queue"

KIND = "sweep:"
"""What the names of all consoles begin with, on the rows and on their connections."""


@dataclass(frozen=True)
class ConsoleIdentity:
    """This process of the console, as other consoles and the rows see it.

    The random part makes the name fresh for every process, so that a process id used again, or two
    workstations of one name, never look like the same owner. Plain ASCII without quotes: the name is
    searched for inside the cursor's text.
    """

    name: str
    _claims: count[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    @classmethod
    def fresh(cls, workstation: str, process_id: int) -> ConsoleIdentity:
        """A new identity for the process `process_id` on the computer named `workstation`."""
        plain = re.sub(r"[^A-Za-z0-9.-]+", "-", workstation).strip("-") or "workstation"
        return cls(f"{KIND}{plain[:60]}:{process_id}:{secrets.token_hex(6)}")

    @classmethod
    def of_server_worker(cls, workstation: str, process_id: int) -> ConsoleIdentity:
        """The same for a worker without a console (`core.server`): others may give its jobs to the next one
        when it is lost."""
        host, _, rest = cls.fresh(workstation, process_id).name.removeprefix(KIND).partition(":")
        return cls(f"{KIND}{host}:w{rest}")

    @property
    def waiting(self) -> str:
        """Marks a job that waits in this console's queue."""
        return f"{self.name}{_QUEUE}"

    def claim(self) -> str:
        """A token for one claim of one job by one thread; never given out twice."""
        return f"{self.name}/{next(self._claims)}"


class Owner(Enum):
    """Where a job runs or waits, as seen from one console."""

    THIS_CONSOLE = auto()
    THIS_COMPUTER = auto()
    OTHER_COMPUTER = auto()
    WEB = auto()
    SERVER_WORKER = auto()
    """A worker of ours without a console."""
    SERVER_QUEUE = auto()
    """It waits for whichever worker on a server takes it (`core.server`)."""


WEB_WORKER = "web"
"""What `runner_of` answers for a job that no console runs."""


_WORKER = re.compile(r'"worker": ?"([^"]*)"')
_CLAIMED = re.compile(r'"claimed": ?"([^"]*)"')
_PLACES = re.compile(r'"last_id": ?(\d+), ?"at": ?(\d+)')


def worker_in(cursor_text: str | None) -> str | None:
    """The worker that a cursor names, found without reading all of it: it may hold a thousand failures. A
    text inside the JSON cannot be taken for it, because quotes are escaped there."""
    found = _WORKER.search(cursor_text or "")
    return found[1] if found else None


def console_that_keeps(cursor_text: str | None) -> str | None:
    """The name of the console in whose queue a queued job waits, or None where it waits for the web worker:
    also where that one had taken it out of our queue, and it was paused and resumed there."""
    worker = worker_in(cursor_text) or ""
    return console_of(worker) if worker.endswith(_QUEUE) and not _has_moved(cursor_text) else None


def console_of(worker: str | None) -> str | None:
    """The console of a worker's or a queue's name, or None where it is no console's."""
    return worker.rpartition("/")[0] if worker and workstation_of(worker) else None


def runner_of(cursor_text: str | None, started_at: datetime | None) -> str:
    """Who runs a running job: the name of a console's worker, or WEB_WORKER.

    The web worker keeps our name in the cursor that it rewrites, and begins without looking at the status
    (web-api-contract.md, What the web worker does). But whenever it begins it sets `started_at` anew, which a
    claim of ours keeps a copy of; and it moves `last_id` without `at`. A cursor without these was written by
    an older console.
    """
    worker = worker_in(cursor_text)
    if workstation_of(worker) is None or (worker or "").endswith(_QUEUE):
        return WEB_WORKER
    claimed = _CLAIMED.search(cursor_text or "")
    begun_anew = claimed is not None and claimed[1] != str(started_at)
    return WEB_WORKER if begun_anew or _has_moved(cursor_text) else worker or WEB_WORKER


def _has_moved(cursor_text: str | None) -> bool:
    """The web worker has moved the job since the named worker did."""
    places = _PLACES.search(cursor_text or "")
    return places is not None and places[1] != places[2]


def holder_of(job: Job) -> str | None:
    """Who runs a running job (as `runner_of` says), or keeps another in its queue; None where no console
    does."""
    if job.status is JobStatus.RUNNING:
        return runner_of(job.cursor_text, job.started_at)
    return worker_in(job.cursor_text)


def last_runner_of(job: Job) -> str | None:
    """Who ran a job that rests or has ended: the name of a console's worker, or WEB_WORKER; None where its
    row does not say, as of one that a console has brought to its end, or that was stopped while it waited in
    a queue of ours."""
    if job.is_run_after_its_end:  # a console clears the heartbeat of a job that it stops
        return WEB_WORKER
    if job.started_at is None or worker_in(job.cursor_text) is None or console_that_keeps(job.cursor_text):
        return None
    return runner_of(job.cursor_text, job.started_at)


def workstation_of(worker: str | None) -> str | None:
    """The computer in a worker's name, or None where the web side or no worker runs the job."""
    match (worker or "").split(":"):
        case ["sweep", workstation, _, _]:
            return workstation
        case _:
            return None
