"""`background_jobs` as the contract with the web API has it, part by part, and the SQL that builds each part.

Source: web-api-contract.md, Tables. Nothing here talks to a database. Names of tables come in with their
schema and quoted, so the SQL means the same whoever runs it.
"""

# ruff: noqa: S608 - the SQL is put together from the constants of this file alone

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.job import ACTIVE, JobStatus

TABLE = "background_jobs"
PRIMARY_KEY = "background_jobs_pkey"
STATUSES = tuple(status.value for status in JobStatus)
ACTIVE_STATUSES = tuple(status.value for status in JobStatus if status in ACTIVE)
JOB_TYPES = (
    "delete_receipts_all",
    "delete_leads",
    "update_leads",
    "delete_imported_leads",
    "enqueue_outbound_calls",
    "broadcast",
)

NAMED = 10
"""How many misfits are named; the queries for them return one more, to know that there are more."""


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is spelled as PostgreSQL's `format_type` spells it; `default` is SQL."""

    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    declared: str | None = None

    @property
    def declaration(self) -> str:
        words = [self.name, self.declared or self.type]
        if not self.nullable:
            words.append("NOT NULL")
        if self.default:
            words.append(f"DEFAULT {self.default}")
        return " ".join(words)

    def addition(self, table: str) -> str:
        if self.default == "now()":  # the rows that are already there were not made now
            added = f"ADD COLUMN {self.name} {self.type}, ALTER COLUMN {self.name} SET DEFAULT now()"
        else:
            added = f"ADD COLUMN {self.declaration}"
        return f"ALTER TABLE {table} {added}"

    def misfits(self, table: str) -> str | None:
        """Rows that are already there need a value that only a person can give."""
        if self.nullable:
            return None
        reason = f"the table has rows, and what they hold in the missing {self.name} is not known"
        return f"SELECT '{reason}' FROM {table} LIMIT 1"


_TIMESTAMP = "timestamp without time zone"

COLUMNS = (
    Column("id", "integer", nullable=False, declared="serial"),
    Column("business_id", "integer", nullable=False),
    Column("requested_by_user_id", "integer"),
    Column("job_type", "character varying(64)", nullable=False),
    Column("status", "character varying(32)", nullable=False),
    Column("total", "integer", default="0"),
    Column("processed", "integer", default="0"),
    Column("succeeded", "integer", default="0"),
    Column("failed_count", "integer", default="0"),
    Column("last_error", "text"),
    Column("cursor", "text"),
    Column("created_at", _TIMESTAMP, default="now()"),
    Column("updated_at", _TIMESTAMP, default="now()"),
    Column("started_at", _TIMESTAMP),
    Column("finished_at", _TIMESTAMP),
    Column("heartbeat_at", _TIMESTAMP),
)


@dataclass(frozen=True, slots=True)
class Check:
    """`needed` are those of the `values` that jobs run here have; the others are for jobs of other types."""

    name: str
    column: str
    values: tuple[str, ...]
    needed: tuple[str, ...]

    @property
    def declaration(self) -> str:
        return f"CONSTRAINT {self.name} CHECK ({self.column}::text IN ({_literals(self.values)}))"

    def misfits(self, table: str) -> str:
        return (
            f"SELECT pg_catalog.format('rows with the {self.column} %s: %s', {self.column}, "
            f"pg_catalog.count(*)) FROM {table} WHERE {self.column}::text NOT IN ({_literals(self.values)}) "
            f"GROUP BY {self.column} ORDER BY {self.column} LIMIT {NAMED + 1}"
        )


CHECKS = (
    Check("chk_job_type", "job_type", JOB_TYPES, JOB_TYPES[:1]),
    Check("chk_job_status", "status", STATUSES, STATUSES),
)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    column: str
    target: str
    on_delete: str
    table: str = TABLE

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_fkey"

    def declaration(self, target: str) -> str:
        return (
            f"CONSTRAINT {self.name} FOREIGN KEY ({self.column}) "
            f"REFERENCES {target} (id) ON DELETE {self.on_delete}"
        )

    def misfits(self, table: str, target: str) -> str:
        return (
            f"SELECT format('rows with the {self.column} %s, which is not in {self.target}: %s', "
            f"{self.column}, count(*)) FROM {table} AS jobs WHERE {self.column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT FROM {target} AS target WHERE target.id = jobs.{self.column}) "
            f"GROUP BY {self.column} ORDER BY {self.column} LIMIT {NAMED + 1}"
        )


FOREIGN_KEYS = (
    ForeignKey("business_id", "business", "CASCADE"),
    ForeignKey("requested_by_user_id", "users", "SET NULL"),
)


@dataclass(frozen=True, slots=True)
class Index:
    name: str
    columns: tuple[str, ...]
    unique: bool = False
    predicate: str | None = None

    @property
    def is_for_speed(self) -> bool:
        """Nothing but the time of a statement depends on it."""
        return not self.unique

    def creation(self, table: str, how: str = "", name: str = "") -> str:
        """`how` is what stands before the name, such as CONCURRENTLY; `name` where SQL has to quote it."""
        words = ("CREATE", "UNIQUE" if self.unique else "", "INDEX", how, name or self.name, "ON", table)
        condition = f" WHERE {self.predicate}" if self.predicate else ""
        return f"{' '.join(filter(None, words))} ({', '.join(self.columns)}){condition}"


GUARD = Index(
    "idx_background_jobs_unique_active",
    ("business_id", "job_type"),
    unique=True,
    predicate=f"status::text IN ({', '.join(repr(status) for status in ACTIVE_STATUSES)})",
)

INDEXES = (
    Index("idx_background_jobs_business_type_status", ("business_id", "job_type", "status")),
    Index("idx_background_jobs_created_at", ("created_at",)),
    GUARD,
)

PRIMARY_KEY_INDEX = Index(PRIMARY_KEY, ("id",), unique=True)

ATTACHMENTS_INDEX = Index("idx_attachments_storage_path", ("storage_path",))

BUSINESS_INDEXES = {
    "receipts": Index("ix_receipts_business_id", ("business_id",)),
    "attachments": Index("idx_attachments_business", ("business_id", "created_at")),
}
"""As the product itself makes them, where it does."""

RECEIPTS_INDEX = Index(
    "idx_receipts_business_live", ("business_id", "id"), predicate="is_deleted IS NOT TRUE"
)


def doubled_jobs(table: str) -> str:
    """Says, in words, which businesses have more than one active job of a type."""
    return (
        "SELECT pg_catalog.format('business %s has %s active jobs of the type %s (jobs %s)', business_id, "
        "pg_catalog.count(*), job_type, pg_catalog.string_agg(id::text, ', ' ORDER BY id)) "
        f"FROM {table} WHERE {GUARD.predicate} GROUP BY business_id, job_type "
        f"HAVING pg_catalog.count(*) > 1 ORDER BY business_id, job_type LIMIT {NAMED + 1}"
    )


def doubled_ids(table: str) -> str:
    """Says, in words, which ids are on more than one row, or on none."""
    return (
        "SELECT pg_catalog.format('rows with the id %s: %s', "
        "coalesce(id::text, 'NULL'), pg_catalog.count(*)) "
        f"FROM {table} GROUP BY id HAVING pg_catalog.count(*) > 1 OR id IS NULL ORDER BY id LIMIT {NAMED + 1}"
    )


def table_creation(table: str, targets: Mapping[str, str], owner: str | None) -> str:
    """The whole table with its indexes, as one text that PostgreSQL runs in one transaction. `owner` where
    another role than its creator owns the product's tables: they belong to one (see `db.location`)."""
    parts = [
        *(column.declaration for column in COLUMNS),
        f"CONSTRAINT {PRIMARY_KEY} PRIMARY KEY (id)",
        *(check.declaration for check in CHECKS),
        *(key.declaration(targets[key.target]) for key in FOREIGN_KEYS),
    ]
    body = ",\n    ".join(parts)
    statements = [f"CREATE TABLE {table} (\n    {body}\n)", *(index.creation(table) for index in INDEXES)]
    if owner is not None:
        statements.append(f"ALTER TABLE {table} OWNER TO {owner}")
    return ";\n".join(statements)


def constraint_addition(table: str, name: str, declaration: str) -> tuple[str, ...]:
    """Two steps: the first takes a lock for a moment, the second reads the rows while others write."""
    return (f"ALTER TABLE {table} ADD {declaration} NOT VALID", constraint_validation(table, name))


def constraint_validation(table: str, name: str) -> str:
    return f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"


def _literals(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
