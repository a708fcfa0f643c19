"""The columns that this console touches of the tables that all kinds of jobs share; the real ones have more
(web-api-contract.md, Tables).

Each connection sets their schema (`db.engine`); `db.exact` defines how text is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
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
)
from sqlalchemy.dialects.postgresql import ARRAY

from app.db.exact import ExactText

_metadata = MetaData()

business = Table(
    "business",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("name", ExactText),
    Column("is_active", Boolean),
    Column("enabled_pages", JSON),
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
    Column("last_error", ExactText),
    Column("cursor", ExactText),
    Column("created_at", DateTime),
    Column("updated_at", DateTime),
    Column("started_at", DateTime),
    Column("finished_at", DateTime),
    Column("heartbeat_at", DateTime),
)


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


def utc_now() -> ColumnElement[object]:
    """Naive UTC by the database's clock, whatever its time zone and however wrong the workstation's clock.

    `clock_timestamp`, not `now`: the latter does not change within a transaction.
    """
    return func.timezone("UTC", func.clock_timestamp(), type_=DateTime)


def array_of(values: Sequence[Any], kind: type[Integer | Text | DateTime]) -> ColumnElement[Any]:
    """A list as one value of this type, also where it is empty or holds nothing but None."""
    return cast(literal(list(values), ARRAY(kind)), ARRAY(kind))
