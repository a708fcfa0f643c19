"""What this console needs of its database role: the one list, and what the role lacks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.db.record import is_there as record_is_there
from app.db.restores import is_there as restores_are_there
from app.db.tables import AUDIT, RESTORES, audit_lines, qualified, restores, schema_of


@dataclass(frozen=True, slots=True)
class Need:
    """A right on some columns of a table of the product, or on the whole table where it knows no columns."""

    right: str
    table: str
    columns: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As GRANT has it: "SELECT (id, name)"."""
        return f"{self.right} ({', '.join(self.columns)})" if self.columns else self.right


NEEDED_RIGHTS = (
    Need("SELECT", "business", ("id", "name", "is_active", "enabled_pages")),
    Need("SELECT", "users", ("id", "business_id", "email", "password_hash", "name", "role", "is_active")),
    Need(
        "SELECT",
        "receipts",
        (
            "id",
            "business_id",
            "vendor_name",
            "amount",
            "currency",
            "invoice_date",
            "received_at",
            "attachment_id",
            "preview_attachment_id",
            "is_deleted",
            "deleted_at",
            "updated_at",
        ),
    ),
    Need(
        "UPDATE",
        "receipts",
        ("is_deleted", "deleted_at", "updated_at", "attachment_id", "preview_attachment_id"),
    ),
    Need(
        "SELECT", "attachments", ("id", "business_id", "file_size", "storage_path", "purpose", "is_deleted")
    ),
    Need("DELETE", "attachments"),
    Need("SELECT", "contract_files", ("attachment_id",)),
    Need("SELECT", "asset_item_media", ("attachment_id",)),
    Need(
        "SELECT",
        "background_jobs",
        (
            "id",
            "business_id",
            "requested_by_user_id",
            "job_type",
            "status",
            "total",
            "processed",
            "succeeded",
            "failed_count",
            "last_error",
            "cursor",
            "created_at",
            "updated_at",
            "started_at",
            "finished_at",
            "heartbeat_at",
        ),
    ),
    Need(
        "INSERT",
        "background_jobs",
        (
            "business_id",
            "requested_by_user_id",
            "job_type",
            "status",
            "total",
            "processed",
            "succeeded",
            "failed_count",
            "cursor",
            "created_at",
            "updated_at",
            "heartbeat_at",
        ),
    ),
    Need(
        "UPDATE",
        "background_jobs",
        (
            "status",
            "total",
            "processed",
            "succeeded",
            "failed_count",
            "last_error",
            "cursor",
            "updated_at",
            "started_at",
            "finished_at",
            "heartbeat_at",
        ),
    ),
)
"""What a deletion needs of the database role, and no more; beside them USAGE of the schema and of the
sequence of the jobs' ids, and SELECT of whatever columns refer to attachments."""

RESTORING_RIGHTS = (
    Need("SELECT", "receipts", ("gmail_message_id",)),
    Need("SELECT", RESTORES, tuple(column.name for column in restores.c)),
    Need(
        "INSERT",
        RESTORES,
        (
            "business_id",
            "requested_by_user_id",
            "job_id",
            "status",
            "run_id",
            "run_name",
            "wanted",
            "total",
            "restored",
            "conflicts",
            "failed_count",
            "gone",
            "last_id",
            "owner",
            "created_at",
            "updated_at",
            "heartbeat_at",
        ),
    ),
    Need(
        "UPDATE",
        RESTORES,
        (
            "requested_by_user_id",
            "status",
            "restored",
            "conflicts",
            "failed_count",
            "gone",
            "notes",
            "last_id",
            "owner",
            "last_error",
            "updated_at",
            "started_at",
            "finished_at",
            "heartbeat_at",
        ),
    ),
)
"""What restoring needs beside them; asked for only where the database has its table."""

RECORDING_RIGHTS = (
    Need("SELECT", AUDIT, tuple(column.name for column in audit_lines.c)),
    Need("INSERT", AUDIT, tuple(column.name for column in audit_lines.c if column.name != "id")),
)
"""The same for the record, whose lines are added and read: PostgreSQL refuses to change or remove one. Its
ids are an identity, which needs no right on the sequence."""

_OF_OWN_TABLES = (
    (RESTORES, restores_are_there, RESTORING_RIGHTS),
    (AUDIT, record_is_there, RECORDING_RIGHTS),
)

LOCKING = Need("UPDATE", "attachments", ("is_deleted",))
"""Lets the role lock rows of attachments; any one column would do. Nothing writes it."""

# A right on the whole table is one on each column. What is missing is left out. Names are as SQL has them.
SUBJECT = """
    CASE WHEN space.nspname::text = 'public' THEN pg_catalog.quote_ident(class.relname)
         ELSE pg_catalog.format('%I.%I', space.nspname, class.relname) END
"""
_OF_TABLES = f"""
    SELECT needed.privilege AS right, {SUBJECT} AS subject, pg_catalog.quote_ident(own.attname) AS column,
        CASE WHEN own.attnum IS NULL THEN pg_catalog.has_table_privilege(class.oid, needed.privilege)
             ELSE pg_catalog.has_column_privilege(class.oid, own.attnum, needed.privilege) END AS held
    FROM unnest(CAST(:privileges AS text[]), CAST(:names AS text[]), CAST(:columns AS text[]))
        WITH ORDINALITY AS needed (privilege, name, col, place)
    JOIN pg_catalog.pg_namespace AS space ON space.nspname::text = :schema
    JOIN pg_catalog.pg_class AS class ON class.relnamespace = space.oid
        AND class.relname::text = needed.name AND class.relkind::text = ANY ('{{r,p,v,m,f}}'::text[])
    LEFT JOIN pg_catalog.pg_attribute AS own
        ON own.attrelid = class.oid AND own.attname::text = needed.col AND NOT own.attisdropped
    WHERE needed.col = '' OR own.attnum IS NOT NULL
    ORDER BY needed.place
"""  # noqa: S608 - of constants

# The columns that refer to attachments, and what they refer to there: which files they need is looked up.
_OF_REFERRING = f"""
    SELECT DISTINCT {SUBJECT} AS subject, pg_catalog.quote_ident(own.attname) AS column,
        pg_catalog.has_column_privilege(class.oid, own.attnum, 'SELECT') AS held,
        pg_catalog.quote_ident(space.nspname) AS schema,
        pg_catalog.has_schema_privilege(space.oid, 'USAGE') AS usable
    FROM pg_catalog.pg_class AS target
    JOIN pg_catalog.pg_namespace AS home ON home.oid = target.relnamespace AND home.nspname::text = :schema
    JOIN pg_catalog.pg_constraint AS key ON key.confrelid = target.oid AND key.contype::text = 'f'
        AND key.conparentid = 0::oid
    CROSS JOIN LATERAL (
        SELECT key.conrelid, number FROM pg_catalog.unnest(key.conkey) AS k (number)
        UNION ALL SELECT key.confrelid, number FROM pg_catalog.unnest(key.confkey) AS k (number)
    ) AS pair (rel, number)
    JOIN pg_catalog.pg_class AS class ON class.oid = pair.rel
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    JOIN pg_catalog.pg_attribute AS own ON own.attrelid = pair.rel AND own.attnum = pair.number
    WHERE target.relname::text = 'attachments'
    ORDER BY subject, pg_catalog.quote_ident(own.attname)
"""  # noqa: S608 - of constants

_OF_SCHEMA = """
    SELECT pg_catalog.quote_ident(space.nspname) AS subject,
        pg_catalog.has_schema_privilege(space.oid, 'USAGE') AS held
    FROM pg_catalog.pg_namespace AS space WHERE space.nspname::text = :schema
"""

# The sequences that the default of the id names. An identity has one too, which needs no right.
_OF_SEQUENCE = """
    SELECT pg_catalog.format('%I.%I', home.nspname, sequence.relname) AS subject,
        pg_catalog.has_sequence_privilege(sequence.oid, 'USAGE') AS held
    FROM pg_catalog.pg_namespace AS space
    JOIN pg_catalog.pg_class AS class
        ON class.relnamespace = space.oid AND class.relname::text = 'background_jobs'
    JOIN pg_catalog.pg_attribute AS own ON own.attrelid = class.oid AND own.attname::text = 'id'
    JOIN pg_catalog.pg_attrdef AS standard ON standard.adrelid = class.oid AND standard.adnum = own.attnum
    JOIN pg_catalog.pg_depend AS link ON link.objid = standard.oid
        AND link.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid
        AND link.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::oid
    JOIN pg_catalog.pg_class AS sequence ON sequence.oid = link.refobjid AND sequence.relkind::text = 'S'
    JOIN pg_catalog.pg_namespace AS home ON home.oid = sequence.relnamespace
    WHERE space.nspname::text = :schema
"""

_LOCK = """
    SELECT 1 FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname::text = :schema AND class.relname::text = 'attachments'
        AND NOT pg_catalog.has_any_column_privilege(class.oid, 'UPDATE')
"""


@dataclass(frozen=True, slots=True)
class MissingGrant:
    """A right that the database role lacks on `subject`, a table, "SCHEMA name" or "SEQUENCE name". `right`
    names columns where others of the table can be used; `sql` grants it."""

    right: str
    subject: str
    sql: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A right on a subject, or on one column of it."""

    right: str
    subject: str
    column: str | None
    held: bool


def lacking_rights(connection: Connection) -> list[MissingGrant]:
    """What the role of this connection lacks of these, and of the rights on the schema, the jobs'
    sequence and whatever refers to attachments. What is missing itself is left out: `db.schema` names it.
    """
    role = role_of(connection)
    return [
        MissingGrant(
            right if len(lacks) == len(parts) else _words(right, lacks),
            subject,
            f"GRANT {_words(right, lacks)} ON {subject} TO {role}",
        )
        for (right, subject), parts in _together(_parts(connection)).items()
        if (lacks := [part for part in parts if not part.held])
    ]


def lacking_lock(connection: Connection) -> list[MissingGrant]:
    """The right to lock rows of attachments, if this role lacks it: to UPDATE any one column of them. Without
    it a deletion works, but for a moment others can refer to a file that is being deleted."""
    if connection.execute(text(_LOCK), {"schema": schema_of(connection)}).first() is None:
        return []
    subject = _named(connection, LOCKING.table)
    sql = f"GRANT {LOCKING.words} ON {subject} TO {role_of(connection)}"
    return [MissingGrant(LOCKING.words, subject, sql)]


def grants(connection: Connection, role: str) -> Iterator[str]:
    """The statements that give a `role`, named as SQL has it, all that is needed here, and no more."""
    for (right, subject), parts in _together(_parts(connection)).items():
        yield f"GRANT {_words(right, parts)} ON {subject} TO {role}"
    yield f"GRANT {LOCKING.words} ON {_named(connection, LOCKING.table)} TO {role}"


def needed(connection: Connection) -> dict[tuple[str, str], tuple[str, ...]]:
    """The columns that are needed, by right and by table as `SUBJECT` names it; none of them where the right
    is needed on the whole table. Without `LOCKING`, for which any column would do."""
    return {
        key: tuple(part.column for part in parts if part.column)
        for key, parts in _together(_parts(connection)).items()
    }


def lacking_tables(connection: Connection) -> tuple[str, ...]:
    """Our own tables that the database does not have, and whose rights nothing here asks for."""
    return tuple(name for name, is_there, _ in _OF_OWN_TABLES if not is_there(connection))


def role_of(connection: Connection) -> str:
    """The role of this connection, as SQL has its name."""
    return str(connection.scalar(text("SELECT pg_catalog.quote_ident(CURRENT_USER)")))


def _parts(connection: Connection) -> Iterator[_Part]:
    here = {"schema": schema_of(connection)}
    needs = [*NEEDED_RIGHTS]
    for _, is_there, own in _OF_OWN_TABLES:
        needs += own if is_there(connection) else ()
    pairs = [(one, column) for one in needs for column in one.columns or ("",)]
    wanted = {
        "privileges": [one.right for one, _ in pairs],
        "names": [one.table for one, _ in pairs],
        "columns": [column for _, column in pairs],
    }
    for row in connection.execute(text(_OF_SCHEMA), here):
        yield _Part("USAGE", f"SCHEMA {row.subject}", None, row.held)
    for row in connection.execute(text(_OF_TABLES), {**here, **wanted}):
        yield _Part(row.right, row.subject, row.column, row.held)
    for row in connection.execute(text(_OF_REFERRING), here):
        yield _Part("USAGE", f"SCHEMA {row.schema}", None, row.usable)
        yield _Part("SELECT", row.subject, row.column, row.held)
    for row in connection.execute(text(_OF_SEQUENCE), here):
        yield _Part("USAGE", f"SEQUENCE {row.subject}", None, row.held)


def _together(parts: Iterable[_Part]) -> dict[tuple[str, str], list[_Part]]:
    """By right and subject, each part once."""
    found: dict[tuple[str, str], dict[_Part, None]] = {}
    for part in parts:
        found.setdefault((part.right, part.subject), {})[part] = None
    return {key: list(some) for key, some in found.items()}


def _words(right: str, parts: Iterable[_Part]) -> str:
    columns = [part.column for part in parts if part.column]
    return f"{right} ({', '.join(columns)})" if columns else right


def _named(connection: Connection, table: str) -> str:
    """With the schema, unless the table is found without it."""
    return table if schema_of(connection) == "public" else qualified(connection, table)
