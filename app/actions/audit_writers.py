"""The chains in which one process writes its lines."""

from __future__ import annotations

import secrets
import threading

from app.core.record import Chain

IN_TRANSACTION, FIRST, QUEUED, COUNTERSIGNING = "t", "f", "q", "c"
"""The last part of a writer's name: lines that are added in the transaction of what they tell, lines that are
in the file first, the same of those that nobody waited for, and those that name the heads of others."""


class Writers:
    """A process has as many chains as it writes at once: a line in a transaction holds its chain until the
    commit, and others do not wait for that. Safe from any thread."""

    def __init__(self, name: str) -> None:
        """`name` is that of the process; never used twice."""
        self.name = name or f"sweep:{secrets.token_hex(6)}"
        self.first = self._chain(FIRST)
        self.queued = self._chain(QUEUED)
        self.countersigning = self._chain(COUNTERSIGNING)
        self._lock = threading.Lock()
        self._free: list[Chain] = []
        self._made: list[Chain] = []
        self._others = 0

    def take(self) -> Chain:
        """One for lines in a transaction, for nobody else until it is given back."""
        with self._lock:
            if self._free:
                return self._free.pop()
            chain = self._chain(f"{IN_TRANSACTION}{len(self._made) + 1}")
            self._made.append(chain)
            return chain

    def give_back(self, chain: Chain) -> None:
        """The next lines may go there."""
        with self._lock:
            self._free.append(chain)

    def countersign_elsewhere(self) -> Chain:
        """Another chain for that, where somebody else has written to the one that there was."""
        self._others += 1
        self.countersigning = self._chain(f"{COUNTERSIGNING}{self._others + 1}")
        return self.countersigning

    @property
    def has_written(self) -> bool:
        """Whether anything was to be written by this process."""
        chains = (self.first, self.queued, self.countersigning)
        with self._lock:
            return bool(self._made) or any(chain.number for chain in chains)

    @property
    def in_transactions(self) -> list[str]:
        """The names of the chains for that, whether or not they have a line yet."""
        with self._lock:
            return [one.writer for one in self._made]

    @property
    def names(self) -> list[str]:
        """Of all chains but the countersigning one."""
        with self._lock:
            return [one.writer for one in (self.first, self.queued, *self._made)]

    def _chain(self, kind: str) -> Chain:
        return Chain(f"{self.name}/{kind}")


def is_sent_on(writer: str) -> bool:
    """Whether lines of this writer are in the file first, and may have to be sent on to the table."""
    return writer.rpartition("/")[2] in {FIRST, QUEUED}


def chains_of(process: str) -> list[str]:
    """The chains of which a process that has written anything has one, by their names."""
    kinds = (COUNTERSIGNING, FIRST, QUEUED, f"{IN_TRANSACTION}1")
    return [f"{process}/{kind}" for kind in kinds]
