"""Runs, read from the rows of their jobs: several as one statement, those that may have changed, their jobs.

A run has no row of its own. Cursors are searched as text and never cast, so that a damaged one hides no run.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)

from app.core.access import Actor
from app.core.job import ACTIVE, STALE_AFTER, STUCK_AFTER, Job, JobStatus
from app.core.run import MARK, RUN_LENGTH, FileCounts, Run, RunRow, RunState, run_of
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.jobs import is_alive, known_jobs, select_jobs, sign_of_life
from app.db.keeping import first_stamp, keep_days, keeps_files
from app.db.tables import background_jobs as jobs
from app.db.tables import business, users, utc_now
from app.db.users import still_sees

RUNS_SHOWN = 500
"""How many runs are read at most, the newest."""

JOBS_LOOKED_AT = 100_000
"""Among how many jobs runs are looked for, the newest."""

_BEGINS = f'{MARK}"id": "'
_FILES = '"files": ['
_COUNTERS = ("total", "processed", "succeeded", "failed_count")
_FILE_COUNTS = ("files_deleted", "files_missing", "files_needed", "files_left", "files_kept")


@dataclass(frozen=True, slots=True)
class Besides:
    """Ids of jobs whose state is not what their rows say: a worker of this console is still in a batch of
    those that are `being_cancelled`, and a console that has ended had those that were `left_behind`."""

    being_cancelled: frozenset[int] = frozenset()
    left_behind: frozenset[int] = frozenset()


NONE_BESIDES = Besides()


def read(
    connection: Connection,
    types: Collection[str],
    *,
    seen_by: Actor | None = None,
    only: Collection[str] | None = None,
    since: int = 0,
    besides: Besides = NONE_BESIDES,
    limit: int = RUNS_SHOWN,
) -> list[RunRow]:
    """Runs of jobs of these types, newest first, with what `seen_by` (None: who may see all) may see of them
    now and at sign-in. `only` are ids of runs whose first jobs have no lower id than `since`."""
    part = _part(connection, types, seen_by, only, since, besides)
    counts = [func.count().filter(part.c.state == literal(one.value, Text)) for one in RunState]
    states = [count.label(one.value) for one, count in zip(RunState, counts, strict=True)]
    sums = [func.sum(part.c[name]).label(name) for name in _COUNTERS]
    files = [
        func.sum(cast(func.nullif(_count(part.c.files, place), literal("", Text)), BigInteger)).label(name)
        for place, name in enumerate(_FILE_COUNTS, 1)
    ]
    run = (
        select(
            part.c.run_id,
            func.min(part.c.id).label("first_job"),
            func.min(part.c.started_at).label("started_at"),
            func.max(part.c.finished_at).label("finished_at"),
            func.min(part.c.kept_until).label("kept_until"),
            *states,
            *sums,
            *files,
        )
        .group_by(part.c.run_id)
        .order_by(func.min(part.c.id).desc())
        .limit(limit)
        .subquery("run")
    )
    first = jobs.alias("first")
    begins = func.strpos(first.c.cursor, literal(MARK, Text)) + len(MARK) - 1
    query = (
        select(
            run,
            first.c.business_id,
            first.c.created_at,
            func.substr(first.c.cursor, begins, RUN_LENGTH).label("json"),
            business.c.name.label("business"),
            users.c.email.label("requested_by"),
            utc_now().label("read_at"),
        )
        .select_from(
            run.join(first, first.c.id == run.c.first_job)
            .outerjoin(business, business.c.id == first.c.business_id)
            .outerjoin(users, users.c.id == first.c.requested_by_user_id)
        )
        .order_by(run.c.first_job.desc())
    )
    visible = seen_by.visible() if seen_by else None
    return [_row(found, visible) for found in connection.execute(query)]


def touched(
    connection: Connection, types: Collection[str], *, newer_than: int, seen_by: Actor | None = None
) -> tuple[frozenset[str], int]:
    """Ids of the runs that may have changed: those with active jobs, and with jobs of a higher id. And the
    highest id of a job among them, or else `newer_than`. Needs no other row than these."""
    may_have = or_(jobs.c.status.in_(ACTIVE), jobs.c.id > newer_than)
    found: Any = select(_run_id().label("run_id"), func.max(jobs.c.id))
    query = _seen(found, types, seen_by)
    rows = connection.execute(query.where(may_have).group_by("run_id")).all()
    return frozenset(row[0] for row in rows), max([newer_than, *(row[1] for row in rows)])


def jobs_of(
    connection: Connection,
    types: Collection[str],
    run_id: str,
    *,
    since: int = 0,
    seen_by: Actor | None = None,
) -> list[Job]:
    """The jobs of a run that `seen_by` may see, in the order of their ids. None has a lower id than
    `since`."""
    query = _seen(select_jobs(connection), types, seen_by)
    query = query.where(jobs.c.id >= since, _run_id() == literal(run_id, Text))
    return list(known_jobs(connection.execute(query.order_by(jobs.c.id))))


def _part(
    connection: Connection,
    types: Collection[str],
    seen_by: Actor | None,
    only: Collection[str] | None,
    since: int,
    besides: Besides,
) -> Subquery:
    """One row for each job, with what its run counts of it."""
    query = select(
        jobs.c.id,
        _run_id().label("run_id"),
        _state(connection, besides).label("state"),
        *(jobs.c[name] for name in _COUNTERS),
        within(jobs.c.started_at).label("started_at"),
        within(jobs.c.finished_at).label("finished_at"),
        _files().label("files"),
        _kept_until().label("kept_until"),
    )
    query = _seen(query, types, seen_by).where(jobs.c.id >= since)
    if only is not None:
        query = query.where(_run_id().in_(tuple(only)))
    return query.order_by(jobs.c.id.desc()).limit(JOBS_LOOKED_AT).subquery("part")


def _seen(query: Select[Any], types: Collection[str], seen_by: Actor | None) -> Select[Any]:
    """Jobs of these types that belong to a run, of businesses that the person may see."""
    query = query.where(
        jobs.c.job_type.in_(tuple(types)), jobs.c.status.in_(tuple(JobStatus)), _is_of_a_run()
    )
    if seen_by is None:
        return query
    visible = seen_by.visible()
    if visible is not None:
        query = query.where(jobs.c.business_id == func.any(visible))
    return query.where(still_sees(seen_by))


def run_id_or_null() -> ColumnElement[str]:
    """The id of the run that a job belongs to, or NULL where it belongs to none."""
    return case((_is_of_a_run(), _run_id()), else_=null())


def _is_of_a_run() -> ColumnElement[bool]:
    """As the pattern of `core.run` has it; a regular expression would take as long as all the rest."""
    return and_(
        func.strpos(jobs.c.cursor, literal(_BEGINS, Text)) > 0,
        func.length(_run_id()).between(12, 16),
        func.translate(_run_id(), literal("0123456789abcdef", Text), literal("", Text), type_=Text)
        == literal("", Text),
    )


def _run_id() -> ColumnElement[str]:
    """The id that stands where a run begins, by its place: no pattern has to read all of a cursor."""
    begins = func.strpos(jobs.c.cursor, literal(_BEGINS, Text)) + len(_BEGINS)
    return func.split_part(func.substr(jobs.c.cursor, begins, 17), literal('"', Text), 1, type_=Text)


def _files() -> ColumnElement[str]:
    """The counts as they stand in the cursor, with or without kept ones; NULL where there are none."""
    begins = func.strpos(jobs.c.cursor, literal(_FILES, Text))
    number_of = "[0-9]{1,15}"
    pattern = rf"^({number_of}, {number_of}, {number_of}, {number_of}(?:, {number_of})?)\]"
    found = func.substring(func.substr(jobs.c.cursor, begins + len(_FILES), 90), literal(pattern, Text))
    return case((begins > 0, found), else_=null())


def _kept_until() -> ColumnElement[Any]:
    """As `core.keeping.kept_until` has it."""
    until = first_stamp() + func.make_interval(0, 0, 0, keep_days())
    return case((keeps_files(), until), else_=null())


def _count(counts: ColumnElement[str], place: int) -> ColumnElement[str]:
    return func.split_part(counts, literal(", ", Text), place, type_=Text)


def _state(connection: Connection, besides: Besides) -> ColumnElement[str]:
    """The rules of `actions.job_states`, at this moment."""
    idle = seconds(utc_now() - within(sign_of_life(connection, jobs.c)))
    alive = is_alive(connection, jobs.c)
    begun_or_waits = jobs.c.status.in_((JobStatus.QUEUED, JobStatus.RUNNING))
    left_behind = and_(jobs.c.id.in_(tuple(besides.left_behind)), begun_or_waits)
    run_after_its_end = and_(~begun_or_waits, alive)
    rules = (
        (and_(jobs.c.status == JobStatus.RUNNING, idle > number(STALE_AFTER)), RunState.STALE),
        (and_(jobs.c.status == JobStatus.QUEUED, idle > number(STUCK_AFTER), ~alive), RunState.STUCK),
        (left_behind, RunState.INTERRUPTED),
        (or_(jobs.c.id.in_(tuple(besides.being_cancelled)), run_after_its_end), RunState.RUNNING),
        (and_(jobs.c.status == JobStatus.COMPLETED, jobs.c.failed_count > 0), RunState.WITH_FAILURES),
    )
    whens = [(rule, literal(state.value, Text)) for rule, state in rules]
    return case(*whens, else_=cast(jobs.c.status, Text))


def _row(found: Any, visible: Sequence[int] | None) -> RunRow:
    run = run_of(found.json) or Run(found.run_id)
    if visible is not None:  # what was asked for elsewhere is not for them either
        shown = {answer: tuple(one for one in ids if one in visible) for answer, ids in run.refused.items()}
        run = replace(run, refused={answer: ids for answer, ids in shown.items() if ids}, unlisted=0)
    row = RunRow(
        run=run,
        first_job=found.first_job,
        business_id=found.business_id,
        business=found.business or "",
        jobs={one: count for one in RunState if (count := getattr(found, one.value))},
        total=int(found.total or 0),
        processed=int(found.processed or 0),
        succeeded=int(found.succeeded or 0),
        failed=int(found.failed_count or 0),
        files=FileCounts(*(int(getattr(found, name) or 0) for name in _FILE_COUNTS)),
        requested_by=found.requested_by,
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
        read_at=found.read_at,
        kept_until=found.kept_until,
    )
    return replace(row, kept_until=None) if row.is_active else row
