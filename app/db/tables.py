"""The columns that this console touches of the tables that all kinds of jobs share; the real ones have more
(web-api-contract.md, Tables).

Each connection sets their schema (`db.engine`); `db.columns` says how values are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    cast,
    func,
    literal,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.bounds import CURSOR_LENGTH, ERROR_LENGTH
from app.db.columns import ExactText, Moment, Pages, WholeText

_metadata = MetaData()

business = Table(
    "business",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("name", ExactText),
    Column("is_active", Boolean),
    Column("enabled_pages", Pages),
)

users = Table(
    "users",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("email", ExactText),
    Column("password_hash", ExactText),
    Column("name", ExactText),
    Column("role", ExactText),
    Column("is_active", Boolean),
)

background_jobs = Table(
    "background_jobs",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("requested_by_user_id", Integer),
    Column("job_type", ExactText),
    Column("status", ExactText),
    Column("total", Integer),
    Column("processed", Integer),
    Column("succeeded", Integer),
    Column("failed_count", Integer),
    Column("last_error", ExactText(ERROR_LENGTH)),
    Column("cursor", WholeText(CURSOR_LENGTH)),
    Column("created_at", Moment),
    Column("updated_at", Moment),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("heartbeat_at", Moment),
)


RESTORES = "sweep_restores"
"""The name of a table that is this console's own, and that a database may lack: it is made by
`db.schema.own_tables`."""

AUDIT = "sweep_audit"
"""The name of another one: the record of who did what (`core.record`)."""

OWN_TABLES = (RESTORES, AUDIT)

restores = Table(
    RESTORES,
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("requested_by_user_id", Integer),
    Column("job_id", Integer),
    Column("status", ExactText),
    Column("run_id", ExactText),
    Column("run_name", ExactText),
    Column("wanted", WholeText(CURSOR_LENGTH)),
    Column("total", Integer),
    Column("restored", Integer),
    Column("conflicts", Integer),
    Column("failed_count", Integer),
    Column("gone", Integer),
    Column("notes", WholeText(CURSOR_LENGTH)),
    Column("last_id", BigInteger),
    Column("owner", ExactText),
    Column("last_error", ExactText(ERROR_LENGTH)),
    Column("created_at", Moment),
    Column("updated_at", Moment),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("heartbeat_at", Moment),
)


audit_lines = Table(
    AUDIT,
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("writer", Text),
    Column("number", Integer),
    Column("hash", Text),
    Column("line", Text),
    Column("action", Text),
    Column("business_id", BigInteger),
    Column("job_id", BigInteger),
    Column("new_status", Text),
)


def has_audit(connection: Connection) -> bool:
    """Whether there was a table of the record when the connection was opened."""
    return bool(connection.info["has_audit"])


def has_restores(connection: Connection) -> bool:
    """Whether there was a table of restores when the connection was opened."""
    return bool(connection.info["has_restores"])


_IS_THERE = """
    SELECT pg_catalog.count(*) > 0 FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname::text = :schema AND class.relname::text = :name
"""


def relation_is_there(connection: Connection, name: str) -> ColumnElement[bool]:
    """Whether the schema of the product's tables has one of this name at this moment, as a part of a
    statement."""
    here = {"schema": schema_of(connection), "name": name}
    return text(_IS_THERE).bindparams(**here).columns(there=Boolean).scalar_subquery()


def has_heartbeat(connection: Connection) -> bool:
    """Whether `background_jobs.heartbeat_at` was there when the connection was opened."""
    return bool(connection.info["has_heartbeat"])


def schema_of(connection: Connection) -> str:
    """The schema of the product's tables (see `db.location`)."""
    schema: str = connection.info["location"].schema
    return schema


def qualified(connection: Connection, table: str) -> str:
    """One of the product's tables as SQL names it: with its schema, both quoted."""
    return f"{quoted(schema_of(connection))}.{quoted(table)}"


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def utc_now() -> ColumnElement[datetime]:
    """Naive UTC by the database's clock, whatever its time zone and however wrong the workstation's clock.

    `clock_timestamp`, not `now`: the latter does not change within a transaction.
    """
    return func.timezone("UTC", func.clock_timestamp(), type_=DateTime)


def array_of(values: Sequence[Any], kind: type[BigInteger | Text | DateTime]) -> ColumnElement[Any]:
    """A list as one value of this type, also where it is empty or holds nothing but None."""
    return cast(literal(list(values), ARRAY(kind)), ARRAY(kind))
