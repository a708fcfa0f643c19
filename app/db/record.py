"""Lines of the record in its table `sweep_audit`: added and read, never changed. The table may be missing:
ask `is_there`, and in what is asked often `db.tables.has_audit`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as new_rows
from sqlalchemy.exc import DBAPIError

from app.core.job import JobStatus
from app.core.record import CLOSE, COUNTERSIGN, Head, Sealed
from app.db.failures import failure
from app.db.tables import AUDIT, array_of, audit_lines, relation_is_there

LINES_AT_ONCE = 500
"""For people, who look at a page."""

LOOKED_BACK = 100_000

_FINDING = 0x53776565704175  # "SweepAu"

PAGE = 5_000
"""For who reads everything."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who sees the lines of these businesses, and of none those of their own; perhaps some more, which the
    caller leaves out."""

    user_id: int
    business_ids: Collection[int]


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the table, as it stands there, whoever wrote it."""

    id: int
    writer: str
    number: int
    hash: str
    text: str
    action: str | None
    business_id: int | None
    job_id: int | None
    new_status: str | None

    @property
    def sealed(self) -> Sealed:
        """Its place in the chain."""
        return Sealed(self.writer, self.number, self.text, self.hash)


def is_there(connection: Connection) -> bool:
    """Whether the database has the table at this moment."""
    return bool(connection.scalar(select(relation_is_there(connection, AUDIT))))


def add(connection: Connection, sealed: Sequence[Sealed]) -> None:
    """Adds lines of one writer, in their order. Raises ConstraintViolation where one of its number is there,
    which nobody but the writer should have written, and other DatabaseError kinds: at once, for whoever holds
    the chain."""
    if not sealed:
        return
    try:
        connection.execute(new_rows(audit_lines).from_select(_NAMES, _rows(sealed)))
    except DBAPIError as error:
        raise failure(error) from error


def add_missing(connection: Connection, sealed: Sequence[Sealed]) -> list[int]:
    """The same, without those that are there already; the numbers of those that were added."""
    if not sealed:
        return []
    adding = new_rows(audit_lines).from_select(_NAMES, _rows(sealed))
    arbiter = adding.on_conflict_do_nothing(index_elements=["writer", "number"])
    return list(connection.scalars(arbiter.returning(audit_lines.c.number)))


def heads(connection: Connection, writers: Collection[str]) -> dict[str, Head]:
    """The last line of each of these chains of which there is any."""
    query = (
        select(audit_lines.c.writer, audit_lines.c.number, audit_lines.c.hash)
        .ext(distinct_on(audit_lines.c.writer))
        .where(audit_lines.c.writer == func.any(array_of(list(writers), Text)))
        .order_by(audit_lines.c.writer, audit_lines.c.number.desc())
    )
    return {row.writer: Head(*row) for row in connection.execute(query)}


def processes(connection: Connection) -> set[str]:
    """The names of all processes that have a line here."""
    name = func.regexp_replace(audit_lines.c.writer, "/[^/]*$", "")
    return set(connection.scalars(select(name).distinct()))


def heads_since(connection: Connection, since: int) -> tuple[list[Head], int]:
    """The heads of all chains that have a line with a higher id than `since`, and the highest id."""
    query = (
        select(audit_lines.c.writer, audit_lines.c.number, audit_lines.c.hash, audit_lines.c.id)
        .ext(distinct_on(audit_lines.c.writer))
        .where(audit_lines.c.id > since)
        .order_by(audit_lines.c.writer, audit_lines.c.number.desc())
    )
    rows = connection.execute(query).all()
    return [Head(*row[:3]) for row in rows], max((row.id for row in rows), default=since)


def last_countersigned(connection: Connection) -> int:
    """The id of the newest countersigning line; 0 where there is none."""
    query = (
        select(audit_lines.c.id)
        .where(audit_lines.c.action.in_((COUNTERSIGN, CLOSE)))
        .order_by(audit_lines.c.id.desc())
        .limit(1)
    )
    return connection.scalar(query) or 0


def left_active(
    connection: Connection, actions: Collection[str], statuses: Collection[str]
) -> dict[int, str]:
    """The last known status of each job whose newest line has one of these; only lines with one of the
    `actions` are looked at, of the newest LOOKED_BACK."""
    newest_id = select(func.max(audit_lines.c.id) - LOOKED_BACK).scalar_subquery()
    last = (
        select(audit_lines.c.job_id, audit_lines.c.new_status)
        .ext(distinct_on(audit_lines.c.job_id))
        .where(
            audit_lines.c.job_id.is_not(None),
            audit_lines.c.new_status.is_not(None),
            # A line that was queued may come after that of the end: those that tell of a running job are of
            # what was asked of it.
            audit_lines.c.new_status != JobStatus.RUNNING.value,
            audit_lines.c.id > newest_id,
            audit_lines.c.action == func.any(array_of(list(actions), Text)),
        )
        .order_by(audit_lines.c.job_id, audit_lines.c.id.desc())
        .subquery("last")
    )
    rows = connection.execute(
        select(last).where(last.c.new_status == func.any(array_of(list(statuses), Text)))
    )
    return {row.job_id: row.new_status for row in rows}


def one_finds(connection: Connection) -> bool:
    """Whether this transaction alone looks for ends that nobody has noted."""
    lock = func.pg_try_advisory_xact_lock(_FINDING)
    return bool(connection.scalar(select(lock)))


def newest_countersigning(connection: Connection, limit: int) -> list[Stored]:
    """The newest lines that name heads, newest first."""
    query = _STORED.where(audit_lines.c.action.in_((COUNTERSIGN, CLOSE)))
    rows = connection.execute(query.order_by(audit_lines.c.id.desc()).limit(limit))
    return [Stored(*row) for row in rows]


def of_writer(connection: Connection, writer: str, number: int) -> Stored | None:
    """One line of a chain, or None where it is not there."""
    here = (audit_lines.c.writer == writer, audit_lines.c.number == number)
    row = connection.execute(_STORED.where(*here)).one_or_none()
    return Stored(*row) if row else None


def newest(connection: Connection, *, before: int | None, who: Reader | None) -> list[Stored]:
    """Up to LINES_AT_ONCE lines with a lower id than `before` (None: the newest), newest first; with `who`
    those that they may see."""
    query = _STORED.order_by(audit_lines.c.id.desc()).limit(LINES_AT_ONCE)
    return _read(connection, query, audit_lines.c.id < before if before else None, who)


def oldest(connection: Connection, *, after: int, who: Reader | None) -> list[Stored]:
    """The same from the other end: those with a higher id than `after`, oldest first."""
    query = _STORED.order_by(audit_lines.c.id).limit(LINES_AT_ONCE)
    return _read(connection, query, audit_lines.c.id > after, who)


def of_job(connection: Connection, job_id: int, limit: int) -> list[Stored]:
    """The newest lines about a job, newest first."""
    query = _STORED.where(audit_lines.c.job_id == job_id).order_by(audit_lines.c.id.desc()).limit(limit)
    return [Stored(*row) for row in connection.execute(query)]


def in_chains(connection: Connection) -> Iterator[Stored]:
    """All lines, chain after chain, each in the order of its numbers; read as they are asked for."""
    place = (audit_lines.c.writer, audit_lines.c.number, audit_lines.c.id)
    query = _STORED.order_by(*place).limit(PAGE)
    wanted = query
    while rows := [Stored(*row) for row in connection.execute(wanted)]:
        yield from rows
        last = (rows[-1].writer, rows[-1].number, rows[-1].id)
        wanted = query.where(tuple_(*place) > tuple_(*map(literal, last)))


def countersigning(connection: Connection, actions: Collection[str]) -> Iterator[Stored]:
    """All lines with one of these actions."""
    query = _STORED.where(audit_lines.c.action == func.any(array_of(list(actions), Text)))
    for row in connection.execute(query.order_by(audit_lines.c.id)):
        yield Stored(*row)


_NAMES = ("writer", "number", "hash", "line", "action", "business_id", "job_id", "new_status")

_STORED = select(audit_lines.c.id, *(audit_lines.c[name] for name in _NAMES))


def _rows(sealed: Sequence[Sealed]) -> Any:
    lines = [one.line for one in sealed]
    given = func.unnest(
        array_of([one.number for one in sealed], BigInteger),
        array_of([one.hash for one in sealed], Text),
        array_of([one.text for one in sealed], Text),
        array_of([line.action for line in lines], Text),
        array_of([line.business_id for line in lines], BigInteger),
        array_of([line.job_id for line in lines], BigInteger),
        array_of([line.new_status for line in lines], Text),
    ).table_valued(*_NAMES[1:], name="given", with_ordinality="place")
    new = given.render_derived()
    writer = literal(sealed[0].writer, Text)
    values = (new.c[name] for name in _NAMES[2:])
    return select(writer, new.c.number.cast(Integer), *values).order_by(new.c.place)


def values_of(sealed: Sealed) -> dict[str, Any]:
    """The parameters of `adding_where` for this line."""
    line = sealed.line
    return {
        "audit_writer": sealed.writer,
        "audit_number": sealed.number,
        "audit_hash": sealed.hash,
        "audit_line": sealed.text,
        "audit_action": line.action,
        "audit_business_id": line.business_id,
        "audit_job_id": line.job_id,
        "audit_new_status": line.new_status,
    }


def adding_where(condition: ColumnElement[bool]) -> CTE:
    """One line, as a part of a statement: for each row of another part that meets the condition."""
    values = (cast(bindparam(f"audit_{name}"), audit_lines.c[name].type) for name in _NAMES)
    return new_rows(audit_lines).from_select(_NAMES, select(*values).where(condition)).cte("recorded")


def _read(connection: Connection, query: Any, place: Any, who: Reader | None) -> list[Stored]:
    if place is not None:
        query = query.where(place)
    if who is not None:
        known = audit_lines.c.business_id == func.any(array_of(list(who.business_ids), BigInteger))
        own = audit_lines.c.line.contains(f'"user_id": {who.user_id}, ')
        query = query.where(or_(known, and_(audit_lines.c.business_id.is_(None), own)))
    return [Stored(*row) for row in connection.execute(query)]
