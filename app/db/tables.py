"""The columns that this console touches; the real tables have more (web-api-contract.md, Tables)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    cast,
    func,
    literal,
)
from sqlalchemy.dialects.postgresql import ARRAY

_metadata = MetaData()

business = Table(
    "business",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(255)),
    Column("is_active", Boolean),
    Column("enabled_pages", JSON),
)

users = Table(
    "users",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("email", String(255)),
    Column("password_hash", String(255)),
    Column("name", String(255)),
    Column("role", String(50)),
    Column("is_active", Boolean),
)

receipts = Table(
    "receipts",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("vendor_name", String(255)),
    Column("amount", Numeric(12, 2)),
    Column("currency", String(3)),
    Column("invoice_date", Date),
    Column("received_at", DateTime),
    Column("attachment_id", Integer),
    Column("preview_attachment_id", Integer),
    Column("is_deleted", Boolean),
    Column("deleted_at", DateTime),
    Column("updated_at", DateTime),
)

attachments = Table(
    "attachments",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("file_size", Integer),
    Column("storage_path", String(512)),
    Column("purpose", String(50)),
)

contract_files = Table("contract_files", _metadata, Column("attachment_id", Integer))
asset_item_media = Table("asset_item_media", _metadata, Column("attachment_id", Integer))

background_jobs = Table(
    "background_jobs",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("business_id", Integer),
    Column("requested_by_user_id", Integer),
    Column("job_type", String(64)),
    Column("status", String(32)),
    Column("total", Integer),
    Column("processed", Integer),
    Column("succeeded", Integer),
    Column("failed_count", Integer),
    Column("last_error", Text),
    Column("cursor", Text),
    Column("created_at", DateTime),
    Column("updated_at", DateTime),
    Column("started_at", DateTime),
    Column("finished_at", DateTime),
    Column("heartbeat_at", DateTime),
)


_HAS_HEARTBEAT = """
    SELECT to_regclass('background_jobs') IS NULL OR EXISTS (
        SELECT 1 FROM pg_attribute
        WHERE attrelid = to_regclass('background_jobs') AND attname = 'heartbeat_at' AND NOT attisdropped
    )
"""


def note_heartbeat_column(connection: Any, record: Any) -> None:
    """For each new connection of the driver: `heartbeat_at` came later than the table, so an old database
    may lack it (web-api-contract.md, background_jobs). See `has_heartbeat`."""
    with connection.cursor() as cursor:
        cursor.execute(_HAS_HEARTBEAT)
        record.info["has_heartbeat"] = cursor.fetchone()[0]
    connection.rollback()


def has_heartbeat(connection: Connection) -> bool:
    """Whether `background_jobs.heartbeat_at` was there when the connection was opened."""
    return bool(connection.info["has_heartbeat"])


def utc_now() -> ColumnElement[object]:
    """Naive UTC by the database's clock, whatever its time zone and however wrong the workstation's clock.

    `clock_timestamp`, not `now`: the latter stands still within a transaction.
    """
    return func.timezone("UTC", func.clock_timestamp(), type_=DateTime)


def array_of(values: Sequence[Any], kind: type[Integer | Text | DateTime]) -> ColumnElement[Any]:
    """A list as one value of this type, also where it is empty or holds nothing but None."""
    return cast(literal(list(values), ARRAY(kind)), ARRAY(kind))


def live() -> ColumnElement[bool]:
    """A receipt that is not deleted; NULL means not deleted."""
    return receipts.c.is_deleted.is_not(True)
