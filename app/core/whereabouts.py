"""Where a job runs or waits, or where it ran, as its row says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.job import Job, JobStatus
from app.core.server import MARK, server_worker_in
from app.core.worker import console_that_keeps, last_runner_of, runner_of, worker_in, workstation_of


class Place(StrEnum):
    """What kind of place; the value is how the command line and reports in JSON name it."""

    COMPUTER = "computer"
    """A console on a computer, which has a name."""
    SERVER_WORKER = "server worker"
    """A worker of ours without a console, named HOST:PID."""
    SERVER_QUEUE = "waits on the server"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place, and the name of the computer or of the worker; "" where the place has none."""

    place: Place
    name: str = ""

    def __str__(self) -> str:
        """In English, as the command line and reports in JSON have it."""
        if self.place is Place.COMPUTER:
            return self.name
        return f"{self.place} {self.name}" if self.name else str(self.place)


WEB_WORKER = Whereabouts(Place.WEB)
ON_SERVER = Whereabouts(Place.SERVER_QUEUE)


def place_of(worker: str | None) -> Whereabouts:
    """Where the worker or the queue of this name on a row is; None is the web worker."""
    if (worker or "").startswith(MARK):
        return ON_SERVER
    if server_worker := server_worker_in(worker):
        return Whereabouts(Place.SERVER_WORKER, server_worker)
    workstation = workstation_of(worker)
    return WEB_WORKER if workstation is None else Whereabouts(Place.COMPUTER, workstation)


def whereabouts(job: Job) -> Whereabouts | None:
    """Where a running job runs, a queued one waits, and any other was run last; None where the row does not
    say that."""
    match job.status:
        case JobStatus.RUNNING:
            return place_of(runner_of(job.cursor_text, job.started_at))
        case JobStatus.QUEUED:
            return place_of(worker_in(job.cursor_text) if console_that_keeps(job.cursor_text) else None)
        case _:
            worker = last_runner_of(job)
            return None if worker is None else place_of(worker)
