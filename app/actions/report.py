"""The report of a run: what became of each business, read from the rows at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.actions import next_step
from app.actions.job_states import by_row, counted_as
from app.actions.next_step import NextStep
from app.actions.runs import found_run
from app.core import messages
from app.core.access import Actor
from app.core.bounds import ERROR_LENGTH, is_in_range
from app.core.cursor import Cursor, last_item_of
from app.core.errors import CursorDamaged
from app.core.job import Job, JobStatus
from app.core.keeping import kept_by
from app.core.policy import Policy
from app.core.run import NEED_ATTENTION, FileCounts, RunRow, RunState, policy_in
from app.core.whereabouts import Whereabouts, place_of
from app.core.worker import last_runner_of, runner_of
from app.db import businesses, restores, runs, users
from app.db.engine import Connection, Database
from app.db.tables import has_restores
from app.engine.job_type import JobTypes

BEFORE_ALL_ITEMS = -1
"""No item has so low an id."""

_UNDER_WAY = frozenset({RunState.RUNNING, RunState.QUEUED})
"""Of these nobody can say yet what they will not do."""

What = Literal["receipts", "files"]


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """A business of the run. `before` is how many items it had as its job began, `after` how many of those
    are live now, as counted for this report (None for a job of a kind that this console does not run); what
    came later is in neither. `runs_on` is None where its row does not say it, as of jobs that a
    console has brought to their end. Times are naive UTC, and None
    where they are out of range; `reason` is English."""

    business_id: int
    business: str
    job_id: int
    state: RunState
    before: int
    deleted: int
    failed: int
    after: int | None
    files: FileCounts
    started_at: datetime | None
    ended_at: datetime | None
    runs_on: Whereabouts | None
    reason: str
    kept_until: datetime | None = None

    @property
    def seconds(self) -> float | None:
        """From its beginning to its end."""
        if self.started_at is None or self.ended_at is None:
            return None
        return max(0.0, (self.ended_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Undone:
    """What could not be done in one business for one reason (English, as it is stored; "" where nothing says
    it): `count` receipts or files. `state` is that of the job, where the job as a whole did not come to its
    end; `item_ids` are the receipts, where the row names them."""

    business_id: int
    business: str
    what: What
    count: int
    reason: str
    step: NextStep
    state: RunState | None = None
    item_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A business that was asked for and got no job; `answer` is one of `actions.results.Answer`, by its
    value. Of those that are not listed by name only the `count` is known."""

    answer: str
    business_id: int | None = None
    business: str = ""
    count: int = 1

    @property
    def step(self) -> NextStep:
        return next_step.after_refusal(self.answer)


@dataclass(frozen=True, slots=True)
class Restored:
    """What has come back of the run since: `items` by so many `restores`, of which the last one that brought
    something back did so at `last` (naive UTC); `is_active`: one is not over yet."""

    items: int
    restores: int
    last: datetime | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class RunReport:
    """The run at `row.read_at`. Of the `businesses` those that need a person stand first; `continued_by` are
    the e-mails of those who resumed, retried or took over jobs that somebody else had started. `where` says
    which database it is, without a secret. `policy` is that of the start, None where nobody has kept it."""

    row: RunRow
    where: str
    businesses: Sequence[BusinessLine]
    undone: Sequence[Undone]
    refused: Sequence[Refused]
    continued_by: Sequence[str]
    policy: Policy | None
    restored: Restored | None = None

    @property
    def files(self) -> FileCounts:
        """Of all businesses."""
        of = [line.files for line in self.businesses]
        return FileCounts(
            sum(one.deleted for one in of),
            sum(one.missing for one in of),
            sum(one.needed for one in of),
            sum(one.left for one in of),
            sum(one.kept for one in of),
        )

    @property
    def kept_until(self) -> datetime | None:
        """Until when all that are kept stay, at least; None where none are."""
        return min((line.kept_until for line in self.businesses if line.kept_until), default=None)

    @property
    def jobs(self) -> Mapping[RunState, int]:
        """How many businesses are in which state."""
        return Counter(line.state for line in self.businesses)

    @property
    def before(self) -> int:
        return sum(line.before for line in self.businesses)

    @property
    def deleted(self) -> int:
        return sum(line.deleted for line in self.businesses)

    @property
    def failed(self) -> int:
        return sum(line.failed for line in self.businesses)

    @property
    def after(self) -> int:
        """What is live of all that it was to delete."""
        return sum(line.after or 0 for line in self.businesses)

    @property
    def emptied(self) -> int:
        """How many businesses have nothing left of what it was to delete."""
        return sum(line.after == 0 for line in self.businesses)

    @property
    def started_at(self) -> datetime | None:
        """The first beginning of a job (naive UTC)."""
        return _known(self.row.started_at)

    @property
    def ended_at(self) -> datetime | None:
        """The last end of a job; None while one is active."""
        return None if self.row.is_active else _known(self.row.finished_at)

    @property
    def seconds(self) -> float | None:
        """From the first beginning to the last end, or until it was read."""
        end = _known(self.row.read_at) if self.row.is_active else self.ended_at
        if self.started_at is None or end is None:
            return None
        return max(0.0, (end - self.started_at).total_seconds())


class Reports:
    """Reads reports, for a person or (None) for whoever may see all. All methods block on the database, and
    raise DatabaseError kinds."""

    def __init__(self, database: Database, types: JobTypes) -> None:
        self._database = database
        self._types = types

    def find(self, actor: Actor | None, name: str) -> RunReport:
        """Of the run of this id, or the newest of this name. Raises NoSuchRun, and RunAmbiguous where several
        of the name are active."""
        with self._database.snapshot() as connection:
            row = found_run(connection, self._types, actor, name)
            return self._read(connection, actor, row)

    def _read(self, connection: Connection, actor: Actor | None, row: RunRow) -> RunReport:
        jobs = runs.jobs_of(connection, self._types, row.id, since=row.first_job, seen_by=actor)
        cursors = {job.id: _cursor(job) for job in jobs}
        refused_ids = [one for ids in row.run.refused.values() for one in ids]
        ids = {*(job.business_id for job in jobs), *refused_ids}
        names = {one.id: one.name for one in businesses.read(connection, list(ids))}
        left = self._left(connection, jobs)
        lines = [
            _line(job, names.get(job.business_id, ""), cursors[job.id], left.get(job.id)) for job in jobs
        ]
        wishes = {cursor.user_id for cursor in cursors.values() if cursor is not None} - {None}
        people = users.emails(connection, [one for one in wishes if one is not None])
        both = sorted(zip(lines, jobs, strict=True), key=lambda pair: _troubled_first(pair[0]))
        return RunReport(
            row=row,
            where=self._database.where,
            businesses=[line for line, _ in both],
            undone=[one for line, job in both for one in _undone(line, job, cursors[job.id])],
            refused=list(_refused(row, names)),
            continued_by=sorted(set(people.values()) - {row.requested_by}),
            policy=policy_in(row.run),
            restored=_restored(connection, [job.id for job in jobs]),
        )

    def _left(self, connection: Connection, jobs: Sequence[Job]) -> dict[int, int]:
        """How many of the items that each job covers are live, by job id: one statement a kind."""
        left: dict[int, int] = {}
        for kind in self._types.values():
            mine = [job for job in jobs if job.job_type == kind.name and not job.is_foreign]
            if not mine:
                continue
            after = dict.fromkeys((job.business_id for job in mine), BEFORE_ALL_ITEMS)
            upto = {job.business_id: end for job in mine if (end := last_item_of(job.cursor_text))}
            found = kind.remaining(connection, after, upto)
            left |= {job.id: found[job.business_id].count for job in mine if job.business_id in found}
        return left


def _restored(connection: Connection, job_ids: Sequence[int]) -> Restored | None:
    """None where nothing of these jobs was restored."""
    found = restores.listed(connection, job_ids=job_ids) if has_restores(connection) else []
    back = [one for one in found if one.restored]
    if not back:
        return None
    last = max((one.updated_at for one in back if one.updated_at), default=None)
    is_active = any(one.is_active for one in found)
    return Restored(sum(one.restored for one in back), len(back), _known(last), is_active)


def _cursor(job: Job) -> Cursor | None:
    try:
        return Cursor.parse(job.cursor_text)
    except CursorDamaged:
        return None


def _known(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and is_in_range(moment) else None


def _line(job: Job, name: str, cursor: Cursor | None, after: int | None) -> BusinessLine:
    began = _known(job.started_at)
    ended = None if job.is_active else _known(job.finished_at)
    has_kept = cursor is not None and cursor.files.kept > 0
    return BusinessLine(
        business_id=job.business_id,
        business=name,
        job_id=job.id,
        state=counted_as(by_row(job)),
        before=job.total,
        deleted=job.succeeded,
        failed=job.failed,
        after=after,
        files=cursor.files if cursor else FileCounts(),
        started_at=began,
        ended_at=ended,
        runs_on=_place(job),
        reason=(job.last_error or "")[:ERROR_LENGTH],
        kept_until=kept_by(job.cursor_text)[1] if has_kept and not job.is_active else None,
    )


def _place(job: Job) -> Whereabouts | None:
    is_running = job.status is JobStatus.RUNNING
    worker = runner_of(job.cursor_text, job.started_at) if is_running else last_runner_of(job)
    return None if worker is None else place_of(worker)


def _troubled_first(line: BusinessLine) -> tuple[bool, int, int, str, int]:
    """Those that need a person first, with what failed most; then by name."""
    is_well = line.state not in NEED_ATTENTION and not line.after and not line.files.left
    return is_well, -line.failed, -(line.after or 0), line.business.casefold(), line.job_id


def _undone(line: BusinessLine, job: Job, cursor: Cursor | None) -> Iterator[Undone]:
    """What was not done in one business: failed items by their reasons, what is left of the job, files."""
    by_reason: dict[str, list[int]] = {}
    for failure in cursor.failed if cursor else ():
        by_reason.setdefault(failure.reason[:ERROR_LENGTH], []).append(failure.item_id)

    def undone(
        what: What,
        count: int,
        reason: str,
        step: NextStep,
        state: RunState | None = None,
        ids: Sequence[int] = (),
    ) -> Undone:
        return Undone(line.business_id, line.business, what, count, reason, step, state, tuple(ids))

    for reason, ids in by_reason.items():
        yield undone("receipts", len(ids), reason, next_step.after_failed_items(reason), None, ids)
    named = sum(map(len, by_reason.values()))
    if unnamed := max(0, line.failed - named):
        # The web worker counts them, and tells the last reason at most.
        yield undone("receipts", unnamed, line.reason, next_step.after_failed_items(line.reason))
    deferred = len(cursor.deferred) if cursor else 0
    if deferred and not job.is_active:
        yield undone("receipts", deferred, str(messages.LOCKED), NextStep.RETRY)
    counted = named + unnamed + (0 if job.is_active else deferred)
    rest = max(0, (line.after if line.after is not None else line.before - line.deleted) - counted)
    if line.state in {RunState.COMPLETED, RunState.WITH_FAILURES}:
        if rest:
            said = messages.NOT_GONE.format(count=rest)
            yield undone("receipts", rest, said, next_step.after_job(line.state))
    elif line.state not in _UNDER_WAY and (rest or line.state is RunState.FAILED):
        yield undone("receipts", rest, line.reason, next_step.after_job(line.state), line.state)
    if line.files.left:
        yield undone("files", line.files.left, _files_reason(line.reason), next_step.after_files(line.reason))


def _files_reason(last_error: str) -> str:
    """What the row says about files alone, beside what it says about receipts."""
    known = (messages.FILES_NOT_DELETED, messages.FILES_HELD)
    said = messages.sentences(last_error) if last_error else []
    of_files = (one for one in said if (found := messages.recognized(one)) and found[0] in known)
    return " ".join(of_files)


def _refused(row: RunRow, names: Mapping[int, str]) -> Iterator[Refused]:
    for answer, ids in row.run.refused.items():
        for one in ids:
            yield Refused(answer, one, names.get(one, ""))
    if row.run.unlisted:
        yield Refused("", count=row.run.unlisted)
