"""The proof of life of all jobs that this console runs or keeps waiting, and the right to go on with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from app.core import messages
from app.core.access import Denial, going_on_denial
from app.core.worker import ConsoleIdentity
from app.db import life, users
from app.db.again import again
from app.db.engine import Connection, Database
from app.engine.job_type import JobTypes

INTERVAL_SECONDS = 10.0
"""A third of what the web side's rules demand (30 s), so that one lost beat does no harm."""

RETRY_SECONDS = 2.0
"""After a beat that the database did not take."""

REFUSED = {
    Denial.NO_PERMISSION: messages.NO_LONGER_PERMITTED,
    Denial.OTHER_BUSINESS: messages.NO_LONGER_PERMITTED_HERE,
    Denial.PAGE_DISABLED: messages.PAGE_DISABLED,
    Denial.BUSINESS_INACTIVE: messages.BUSINESS_INACTIVE,
}
"""`last_error` of a job that may not go on."""


@dataclass(frozen=True, slots=True)
class HeartbeatResult:
    """What a beat found: `lost` are not this console's any more; `orphaned` wait in its queue on their rows,
    though it does not know them: the answer to the commit that put them there was lost; `refused` may not go
    on, with the sentence that says why."""

    lost: frozenset[int]
    orphaned: frozenset[int]
    refused: Mapping[int, str] = field(default_factory=dict)


class Heartbeat:
    """Beats on the rows, one statement for all jobs together, and another that asks for their right."""

    def __init__(self, database: Database, identity: ConsoleIdentity, types: JobTypes) -> None:
        self._types = types
        self._database = database
        self._identity = identity

    def beat(self, job_ids: Sequence[int]) -> HeartbeatResult:
        """Beats for `job_ids`, and looks for what waits here unknown. Raises DatabaseError kinds."""
        alive, wishes = again(partial(self._beat, job_ids))
        return HeartbeatResult(
            lost=frozenset(job_ids) - alive,
            orphaned=frozenset(alive) - set(job_ids),
            refused=_refusals(self._types, wishes),
        )

    def _beat(self, job_ids: Sequence[int]) -> tuple[set[int], list[users.Wish]]:
        name, waiting = self._identity.name, self._identity.waiting
        with self._database.begin() as connection:
            alive = life.keep_alive(connection, self._types, job_ids, name, waiting)
            return alive, users.wishes(connection, sorted(alive)) if alive else []


def refusals(connection: Connection, types: JobTypes, job_ids: Sequence[int]) -> dict[int, str]:
    """Why those of these jobs that may not go on may not, by job id: whoever asked for them has lost the
    right, or their business has."""
    return _refusals(types, users.wishes(connection, job_ids))


def _refusals(types: JobTypes, wishes: Iterable[users.Wish]) -> dict[int, str]:
    found: dict[int, str] = {}
    for wish in wishes:
        permission = types[wish.job_type].permission
        denial = going_on_denial(wish.actor, wish.business, permission, is_known=wish.is_known)
        if denial is not None:
            found[wish.job_id] = REFUSED[denial]
    return found
