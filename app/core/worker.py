"""Who runs a job: the name that is written into its cursor and compared at every write."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import count


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
        return cls(f"sweep:{plain[:60]}:{process_id}:{secrets.token_hex(6)}")

    @property
    def waiting(self) -> str:
        """Marks a job that waits in this console's queue."""
        return f"{self.name}/queue"

    def claim(self) -> str:
        """A token for one claim of one job by one thread; never given out twice."""
        return f"{self.name}/{next(self._claims)}"


class Owner(Enum):
    """Where a job runs or waits, as seen from one console."""

    THIS_CONSOLE = auto()
    THIS_COMPUTER = auto()
    OTHER_COMPUTER = auto()
    WEB = auto()


_WORKER = re.compile(r'"worker": ?"([^"]*)"')


def worker_in(cursor_text: str | None) -> str | None:
    """The worker that a cursor names, found without reading all of it: it may hold a thousand failures. A
    text inside the JSON cannot be taken for it, because quotes are escaped there."""
    found = _WORKER.search(cursor_text or "")
    return found[1] if found else None


def workstation_of(worker: str | None) -> str | None:
    """The computer in a worker's name, or None where the web side or nobody runs the job."""
    match (worker or "").split(":"):
        case ["sweep", workstation, _, _]:
            return workstation
        case _:
            return None
