"""The proof of life of all jobs that this console runs or keeps waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.worker import ConsoleIdentity
from app.db import jobs
from app.db.engine import Database

INTERVAL_SECONDS = 10.0
"""A third of what the web side's rules demand (30 s), so that one lost beat does no harm."""

RETRY_SECONDS = 2.0
"""After a beat that the database did not take."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a beat found: `lost` are not this console's any more; `strays` wait in its queue on their rows,
    though it does not know them: the answer to the commit that put them there was lost."""

    lost: frozenset[int]
    strays: frozenset[int]


class Heartbeat:
    """Beats on the rows, one statement for all jobs together."""

    def __init__(self, database: Database, identity: ConsoleIdentity) -> None:
        self._database = database
        self._identity = identity

    def beat(self, job_ids: Sequence[int]) -> Pulse:
        """Beats for `job_ids`, and looks for what waits here unknown. Raises DatabaseError kinds."""
        name, waiting = self._identity.name, self._identity.waiting
        with self._database.begin() as connection:
            alive = jobs.keep_alive(connection, job_ids, name, waiting)
        return Pulse(lost=frozenset(job_ids) - alive, strays=frozenset(alive) - set(job_ids))
