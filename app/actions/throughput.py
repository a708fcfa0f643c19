"""What all jobs of the database come to: what they deleted lately, and how many are in which state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.actions.job_states import by_row, counted_as
from app.core.access import Actor
from app.core.run import NEED_ATTENTION, OVER, RunState, run_in
from app.core.throughput import MovedJob
from app.db import jobs, throughput, users
from app.db.engine import Database
from app.engine.job_type import JobTypes

DAYS = 30
"""Today is the last of them."""


@dataclass(frozen=True, slots=True)
class LatelyDeleted:
    """Items deleted since midnight of `today` and in DAYS days, and the jobs that moved in the last hour, as
    of `read_at` (naive UTC)."""

    today: date
    deleted_today: int
    deleted_30_days: int
    moved: Sequence[MovedJob]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Businesses by the state of the job that they show, and how many runs are in progress."""

    by_state: Mapping[RunState, int]
    runs_in_progress: int

    @property
    def needs_attention(self) -> Mapping[RunState, int]:
        """The kinds that occur."""
        return {one: count for one, count in self.by_state.items() if one in NEED_ATTENTION and count}


class Throughput:
    """Reads for a person, or (None) for whoever may see all. All methods block on the database and may raise
    DatabaseError kinds."""

    def __init__(self, database: Database, types: JobTypes) -> None:
        self._database = database
        self._types = types

    def lately(self, actor: Actor | None, today: date | None = None) -> LatelyDeleted:
        """As of now; `today` is by the clock of this computer. Three statements."""
        today = today or date.today()
        with self._database.snapshot() as connection:
            found = throughput.deleted(
                connection,
                self._types,
                first=midnight(today),
                second=midnight(today - timedelta(days=DAYS - 1)),
                seen_by=actor,
            )
            moved = throughput.moved(connection, found.lately, found.read_at) if found.lately else []
        return LatelyDeleted(today, found.since_first, found.since_second, moved, found.read_at)

    def counts(self, actor: Actor | None) -> JobCounts:
        """As the rows say it: what only a console knows of its own jobs is not in them."""
        with self._database.snapshot() as connection:
            ids: Collection[int] | None = None
            if actor is not None:
                acting = users.by_id(connection, actor.user_id)
                if acting is None:
                    return JobCounts({}, 0)
                ids = acting.visible()
            current = jobs.current(connection, self._types, None if ids is None else list(ids))
        states = {job.id: counted_as(by_row(job)) for job in current.values()}
        running = {
            run.id
            for job in current.values()
            if states[job.id] not in OVER and (run := run_in(job.cursor_text)) is not None
        }
        return JobCounts(Counter(states.values()), len(running))


def midnight(day: date) -> datetime:
    """The beginning of a day of this computer's clock, as the database has it (naive UTC)."""
    return datetime.combine(day, time.min).astimezone().astimezone(UTC).replace(tzinfo=None)
