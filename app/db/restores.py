"""Rows of `sweep_restores`: read, inserted, and changed by compare-and-set. The table may be missing: ask
`is_there`, and in what is asked often `db.tables.has_restores`."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as new_rows

from app.core.job import STALE_AFTER
from app.core.message import cut, writable
from app.core.messages import LONGEST
from app.core.restore import ACTIVE, AT_WORK, GOES_ON, Notes, Restore, RestoreStatus
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.jobs import is_alive
from app.db.tables import array_of, business, relation_is_there, restores, users, utc_now
from app.db.tables import background_jobs as jobs

log = logging.getLogger(__name__)

_STATUSES = frozenset(RestoreStatus)


@dataclass(frozen=True, slots=True)
class NewRestore:
    """What a row begins with."""

    business_id: int
    job_id: int
    run_id: str
    run_name: str
    wanted: str
    total: int


def is_there(connection: Connection) -> bool:
    """Whether the database has the table at this moment."""
    return bool(connection.scalar(select(table_is_there(connection))))


def table_is_there(connection: Connection) -> ColumnElement[bool]:
    """The same, as a part of a statement."""
    return relation_is_there(connection, restores.name)


def insert(
    connection: Connection, rows: Sequence[NewRestore], *, user_id: int, owner: str
) -> dict[int, Restore]:
    """New queued restores, by business id; left out are businesses with an active one already."""
    if not rows:
        return {}
    columns = func.unnest(
        array_of([row.business_id for row in rows], BigInteger),
        array_of([row.job_id for row in rows], BigInteger),
        array_of([row.run_id for row in rows], Text),
        array_of([writable(row.run_name) for row in rows], Text),
        array_of([row.wanted for row in rows], Text),
        array_of([row.total for row in rows], BigInteger),
    ).table_valued("business_id", "job_id", "run_id", "run_name", "wanted", "total", name="new")
    new = columns.render_derived()
    names = {
        "business_id": new.c.business_id,
        "job_id": new.c.job_id,
        "run_id": new.c.run_id,
        "run_name": new.c.run_name,
        "wanted": new.c.wanted,
        "total": new.c.total,
    }
    moment = utc_now()
    constants: dict[str, Any] = {
        "requested_by_user_id": user_id,
        "status": RestoreStatus.QUEUED.value,
        "restored": 0,
        "conflicts": 0,
        "failed_count": 0,
        "gone": 0,
        "last_id": 0,
        "owner": owner,
        "created_at": moment,
        "updated_at": moment,
        "heartbeat_at": moment,
    }
    literals = [_as_column(value, restores.c[name]) for name, value in constants.items()]
    inserted = connection.execute(
        new_rows(restores)
        .from_select([*names, *constants], select(*names.values(), *literals))
        .on_conflict_do_nothing()
        .returning(restores.c.id)
    )
    return {one.business_id: one for one in listed(connection, ids=list(inserted.scalars()))}


def listed(
    connection: Connection,
    *,
    ids: Collection[int] | None = None,
    job_ids: Collection[int] | None = None,
    run_id: str | None = None,
    business_ids: Collection[int] | None = None,
    only_active: bool = False,
    limit: int = 5_000,
) -> list[Restore]:
    """Newest first; each filter that is None lets all pass."""
    query = _select()
    for column, wanted in (
        (restores.c.id, ids),
        (restores.c.job_id, job_ids),
        (restores.c.business_id, business_ids),
    ):
        if wanted is not None:
            query = query.where(column == func.any(array_of(list(wanted), BigInteger)))
    if run_id is not None:
        query = query.where(restores.c.run_id == run_id)
    if only_active:
        query = query.where(restores.c.status.in_(ACTIVE))
    return list(_known(connection.execute(query.order_by(restores.c.id.desc()).limit(limit))))


def read(connection: Connection, restore_id: int) -> Restore | None:
    return next(iter(listed(connection, ids=[restore_id])), None)


def active(connection: Connection, business_ids: Collection[int]) -> dict[int, Restore]:
    """The active restore of each of these businesses that has one."""
    found = listed(connection, business_ids=business_ids, only_active=True)
    return {one.business_id: one for one in found}


def active_here(connection: Connection, business_ids: Collection[int]) -> dict[int, Restore]:
    """The same; none where the table is missing."""
    return active(connection, business_ids) if business_ids and is_there(connection) else {}


def is_restoring(business_id: ColumnElement[int]) -> ColumnElement[bool]:
    """A condition of a statement: the business has an active restore."""
    return (
        select(restores.c.id)
        .where(restores.c.business_id == business_id, restores.c.status.in_(ACTIVE))
        .exists()
    )


def held(connection: Connection, restore_id: int, owner: str) -> Restore | None:
    """The restore, locked until the end of the transaction, if it runs as `owner`; waits for whoever holds
    it."""
    query = _select().where(*_runs_as(restore_id, owner)).with_for_update(of=restores)
    return next(_known(connection.execute(query)), None)


def deletion_in(connection: Connection, job_type: str, business_id: int) -> int | None:
    """A job of this type that is active in the business, or that somebody still runs whatever its status."""
    found: int | None = connection.scalar(
        select(jobs.c.id)
        .where(
            jobs.c.business_id == business_id,
            jobs.c.job_type == job_type,
            or_(jobs.c.status.in_(ACTIVE), is_alive(connection, jobs.c)),
        )
        .limit(1)
    )
    return found


def claim(connection: Connection, restore_id: int, waiting: str, owner: str) -> Restore | None:
    """queued → running, if it waits for `waiting`."""
    return _change(
        connection,
        (
            restores.c.id == restore_id,
            restores.c.status == RestoreStatus.QUEUED,
            restores.c.owner == waiting,
        ),
        {
            "status": RestoreStatus.RUNNING,
            "owner": owner,
            "started_at": func.coalesce(restores.c.started_at, utc_now()),
            "heartbeat_at": utc_now(),
            "last_error": None,
        },
    )


def advance(
    connection: Connection,
    before: Restore,
    *,
    last_id: int,
    restored: int,
    conflicts: int,
    failed: int,
    notes: Notes,
) -> Restore | None:
    """Adds a batch to the counters and moves the position, if it still runs at `before`."""
    return _change(
        connection,
        (*_runs_as(before.id, before.owner or ""), restores.c.last_id == before.last_id),
        {
            "last_id": last_id,
            "restored": restores.c.restored + restored,
            "conflicts": restores.c.conflicts + conflicts,
            "failed_count": restores.c.failed_count + failed,
            "notes": writable(notes.text()),
            "heartbeat_at": utc_now(),
        },
    )


def leave(
    connection: Connection, restore_id: int, owner: str, status: RestoreStatus, error: str | None = None
) -> Restore | None:
    """running → `status` by whoever runs it; at its end what is missing in the counters is `gone`."""
    decided = restores.c.restored + restores.c.conflicts + restores.c.failed_count
    gone = {"gone": func.greatest(0, restores.c.total - decided)}
    return _change(
        connection,
        _runs_as(restore_id, owner),
        {**_ending(status, error), **(gone if status is RestoreStatus.COMPLETED else {})},
    )


def stop(
    connection: Connection, seen: Restore, status: RestoreStatus, error: str | None = None
) -> Restore | None:
    """Pauses or cancels it, whoever has it, if it is in the status in which it was seen; its owner loses it
    at its next batch."""
    return _change(
        connection,
        (restores.c.id == seen.id, restores.c.status == seen.status),
        _ending(status, error if error is not None else seen.last_error),
    )


def go_on(connection: Connection, seen: Restore, *, user_id: int, owner: str) -> Restore | None:
    """→ queued for `owner`, from where it may go on (`Restore.may_go_on`), if it is as it was seen and nobody
    gives a sign of life. The unique index may speak."""
    age = seconds(utc_now() - within(restores.c.heartbeat_at))
    dead = func.coalesce(age >= number(STALE_AFTER), True)
    return _change(
        connection,
        (
            restores.c.id == seen.id,
            restores.c.status == seen.status,
            restores.c.owner.is_not_distinct_from(seen.owner),
            or_(restores.c.status.in_(GOES_ON), and_(restores.c.status.in_(AT_WORK), dead)),
        ),
        {
            "status": RestoreStatus.QUEUED,
            "owner": owner,
            "requested_by_user_id": user_id,
            "finished_at": None,
            "heartbeat_at": utc_now(),
        },
    )


def beat(connection: Connection, restore_ids: Collection[int], console: str) -> None:
    """Proof of life for those of these that this console runs or keeps waiting. A locked row is under way."""
    free = (
        select(restores.c.id)
        .where(
            restores.c.id == func.any(array_of(list(restore_ids), BigInteger)),
            func.strpos(restores.c.owner, literal(f"{console}/", Text)) == 1,
            restores.c.status.in_(AT_WORK),
        )
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    connection.execute(update(restores).where(restores.c.id == free.c.id).values(heartbeat_at=utc_now()))


def _runs_as(restore_id: int, owner: str) -> tuple[ColumnElement[bool], ...]:
    return (
        restores.c.id == restore_id,
        restores.c.status == RestoreStatus.RUNNING,
        restores.c.owner == owner,
    )


def _ending(status: RestoreStatus, error: str | None) -> dict[str, Any]:
    return {
        "status": status,
        "last_error": None if error is None else cut(writable(error), LONGEST),
        "finished_at": None if status in ACTIVE else utc_now(),
        "heartbeat_at": None,
    }


def _change(
    connection: Connection, condition: Iterable[ColumnElement[bool]], values: Mapping[str, Any]
) -> Restore | None:
    """The row after the change, or None where the condition did not hold."""
    changed = connection.execute(
        update(restores).where(*condition).values(**values, updated_at=utc_now()).returning(restores.c.id)
    ).scalar()
    return None if changed is None else read(connection, changed)


def _as_column(value: Any, column: Any) -> ColumnElement[Any]:
    return value if isinstance(value, ColumnElement) else cast(literal(value), column.type)


def _select() -> Select[Any]:
    return select(
        *restores.c,
        business.c.name.label("business_name"),
        users.c.email.label("requested_by"),
        utc_now().label("read_at"),
    ).select_from(
        restores.outerjoin(business, business.c.id == restores.c.business_id).outerjoin(
            users, users.c.id == restores.c.requested_by_user_id
        )
    )


def _known(rows: Iterable[Any]) -> Iterator[Restore]:
    for row in rows:
        if row.status in _STATUSES:
            yield _from_row(row)
        else:
            log.warning("Restore %d has the unknown status %r and is not shown.", row.id, row.status)


def _from_row(row: Any) -> Restore:
    return Restore(
        id=row.id,
        business_id=row.business_id,
        business_name=row.business_name,
        job_id=row.job_id,
        requested_by_user_id=row.requested_by_user_id,
        requested_by=row.requested_by,
        status=RestoreStatus(row.status),
        run_id=row.run_id or "",
        run_name=row.run_name or "",
        wanted_text=row.wanted,
        total=row.total or 0,
        restored=row.restored or 0,
        conflicts=row.conflicts or 0,
        failed=row.failed_count or 0,
        gone=row.gone or 0,
        notes=Notes.parse(row.notes),
        last_id=row.last_id or 0,
        owner=row.owner,
        last_error=row.last_error,
        created_at=row.created_at,
        updated_at=row.updated_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        heartbeat_at=row.heartbeat_at,
        read_at=row.read_at,
    )
