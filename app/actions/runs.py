"""Runs, read for a person, and which of a run's jobs an action on the whole is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import InitVar, dataclass, field

from app.actions.job_states import NOTHING_MORE, Here, JobState, counted_as, states_of
from app.core.access import Actor
from app.core.cursor import has_deferred, has_files_left
from app.core.job import Job, JobStatus
from app.core.run import RunRow, RunState, is_run_id
from app.core.run_errors import NoSuchRun, NothingInRun, RunAmbiguous
from app.core.text import cleaned
from app.db import runs
from app.db.engine import Connection, Database
from app.engine.job_type import JobTypes

CLEAN_UP, RESTORE = "clean_up", "restore"


def _is_retriable(job: Job) -> bool:
    over = job.status in {JobStatus.COMPLETED, JobStatus.FAILED}
    return over and (job.failed > 0 or has_deferred(job.cursor_text))


def is_restorable(job: Job) -> bool:
    """Ended, with stamps. That these can be read is found out by the preview."""
    return not job.is_active and '"stamps"' in (job.cursor_text or "")


TAKES: dict[str, Callable[[Job], bool]] = {
    "pause": lambda job: job.status in {JobStatus.QUEUED, JobStatus.RUNNING} and not job.needs_rescue,
    "resume": lambda job: job.is_resumable and not job.is_alive,
    "cancel": lambda job: job.is_cancellable,
    "retry": _is_retriable,
    "take_over": lambda job: job.needs_rescue,
    "keep_files": lambda job: job.status not in {JobStatus.QUEUED, JobStatus.RUNNING},
    CLEAN_UP: lambda job: has_files_left(job.cursor_text),
    RESTORE: is_restorable,
}
"""Which jobs of a run the action of this name is for. `actions.jobs` decides about each of them anew, and
`actions.sweeping` about their businesses; `actions.restoring` does so about those to restore."""


@dataclass(frozen=True, slots=True)
class RunJobs:
    """A run and its jobs that the person may see, read at one moment. What has to be looked up in each of
    them is so in the thread that has read them: `states` of the jobs, how many `counts` has of each, and the
    ids that each action of TAKES is for. `here` is what only this console knows of them."""

    row: RunRow
    jobs: Sequence[Job]
    here: InitVar[Here] = NOTHING_MORE
    states: Sequence[JobState] = field(init=False)
    counts: Mapping[RunState, int] = field(init=False)
    _takers: Mapping[str, list[int]] = field(init=False, repr=False)

    def __post_init__(self, here: Here) -> None:
        states = states_of(self.jobs, here)
        object.__setattr__(self, "states", states)
        object.__setattr__(self, "counts", Counter(map(counted_as, states)))
        takers = {action: [job.id for job in self.jobs if takes(job)] for action, takes in TAKES.items()}
        object.__setattr__(self, "_takers", takers)

    def taking(self, action: str) -> list[int]:
        """Ids of the jobs that an action of TAKES is for."""
        return self._takers[action]

    def businesses_for(self, action: str) -> list[int]:
        """Ids of the businesses of these jobs."""
        ids = set(self._takers[action])
        return list(dict.fromkeys(job.business_id for job in self.jobs if job.id in ids))

    def wanted(self, action: str) -> list[int]:
        """The same. Raises NothingInRun where there is none."""
        ids = self.taking(action)
        if not ids:
            raise NothingInRun(action, self.row.run.name or self.row.id)
        return ids


@dataclass(frozen=True, slots=True)
class RunsLook:
    """What may have changed since the last look: these runs, the highest id of a job of a run, and the run
    that was asked for with its jobs, where it is among them."""

    rows: Sequence[RunRow]
    newest_job: int
    opened: RunJobs | None = None


class Runs:
    """What is read of runs, for a person or (None) for whoever may see all. All methods block on the database
    and may raise DatabaseError kinds."""

    def __init__(self, database: Database, types: JobTypes) -> None:
        self._database = database
        self._types = types

    def listed(self, actor: Actor | None, here: Here = NOTHING_MORE) -> list[RunRow]:
        """The newest runs. `here` is what only this console knows of jobs, here and below."""
        with self._database.snapshot() as connection:
            return runs.read(connection, self._types, seen_by=actor, besides=_besides(here))

    def rows(self, actor: Actor, ids: Collection[str], here: Here = NOTHING_MORE) -> list[RunRow]:
        """Those of the runs with these ids that are there, as they are now."""
        with self._database.snapshot() as connection:
            return runs.read(connection, self._types, seen_by=actor, only=ids, besides=_besides(here))

    def look(
        self,
        actor: Actor,
        known: Mapping[str, RunRow],
        newest_job: int,
        opened: str | None,
        here: Here = NOTHING_MORE,
    ) -> RunsLook:
        """Which of the `known` runs, and which new ones, may have changed: one statement where none has.
        `newest_job` as of the last look. `opened` is the id of a run whose jobs are wanted too."""
        with self._database.snapshot() as connection:
            moved, newest = runs.touched(connection, self._types, newer_than=newest_job, seen_by=actor)
            due = moved | {row.id for row in known.values() if row.is_active}
            due |= {one.run_id for one in here.values() if one.run_id in known}
            if not due:
                return RunsLook((), newest)
            # Of a run that is not known any job may be the first.
            since = min(known[run_id].first_job if run_id in known else 0 for run_id in due)
            besides = _besides(here)
            rows = runs.read(connection, self._types, seen_by=actor, only=due, since=since, besides=besides)
            wanted = next((row for row in rows if row.id == opened), None)
            jobs = self._with_jobs(connection, actor, wanted, here) if wanted else None
            return RunsLook(rows, newest, jobs)

    def opened(self, actor: Actor, row: RunRow, here: Here = NOTHING_MORE) -> RunJobs | None:
        """The run as it is now; None where none of its jobs is there any more."""
        with self._database.snapshot() as connection:
            only, besides = [row.id], _besides(here)
            now = runs.read(
                connection, self._types, seen_by=actor, only=only, since=row.first_job, besides=besides
            )
            return self._with_jobs(connection, actor, now[0], here) if now else None

    def find(self, actor: Actor | None, name: str) -> RunJobs:
        """The run of this id, or the newest one of this name. Raises NoSuchRun, and RunAmbiguous where
        several of the name are active."""
        with self._database.snapshot() as connection:
            row = found_run(connection, self._types, actor, name)
            return self._with_jobs(connection, actor, row)

    def _with_jobs(
        self, connection: Connection, actor: Actor | None, row: RunRow, here: Here = NOTHING_MORE
    ) -> RunJobs:
        found = runs.jobs_of(connection, self._types, row.id, since=row.first_job, seen_by=actor)
        return RunJobs(row, found, here)


def _besides(here: Here) -> runs.Besides:
    return runs.Besides(
        frozenset(job_id for job_id, one in here.items() if one.is_being_cancelled),
        frozenset(job_id for job_id, one in here.items() if one.is_left_behind),
    )


def found_run(connection: Connection, types: JobTypes, actor: Actor | None, name: str) -> RunRow:
    """The run of this id, however old it is, or else the newest of this name among those that are listed.
    Raises NoSuchRun, RunAmbiguous."""
    name = cleaned(name)
    if is_run_id(name) and (found := runs.read(connection, types, seen_by=actor, only=[name])):
        return found[0]
    return _named(name, runs.read(connection, types, seen_by=actor))


def _named(name: str, found: Sequence[RunRow]) -> RunRow:
    """The newest of its name; `found` are the newest first."""
    named = [row for row in found if row.run.name and row.run.name == name]
    active = [row.id for row in named if row.is_active]
    if len(active) > 1:
        raise RunAmbiguous(name, active)
    if not named:
        raise NoSuchRun(name)
    return named[0]
