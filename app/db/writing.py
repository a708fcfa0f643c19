"""Why the database may not do what it is told to write: it only reads, ids are used up, or others step in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from app.db.tables import background_jobs as jobs
from app.db.tables import schema_of

_READ_ONLY = """
    SELECT pg_catalog.current_setting('transaction_read_only') = 'on' AS is_on,
        pg_catalog.pg_is_in_recovery() AS is_standby,
        (SELECT source FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') AS source,
        pg_catalog.quote_ident(pg_catalog.current_database()) AS database,
        pg_catalog.quote_ident(CURRENT_USER) AS role
"""

_RESETS = {
    "database": "ALTER DATABASE {database} RESET default_transaction_read_only",
    "user": "ALTER ROLE {role} RESET default_transaction_read_only",
    "database user": "ALTER ROLE {role} IN DATABASE {database} RESET default_transaction_read_only",
    "global": "ALTER ROLE ALL RESET default_transaction_read_only",
    "configuration file": "ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()",
    "client": "-- default_transaction_read_only is set in the connection URL, PGOPTIONS or a service file.",
}
"""What undoes it, by `pg_settings.source`; a pooler's own setting is of the source "session"."""

_SEQUENCE = """
    SELECT pg_catalog.format('%I.%I', home.nspname, class.relname) AS name, class.oid::int8 AS oid,
        least(pace.seqmax, CASE own.atttypid::int8 WHEN 21::int8 THEN 32767::int8
                                WHEN 23::int8 THEN 2147483647::int8 ELSE pace.seqmax END) AS most,
        pace.seqincrement AS step,
        pg_catalog.has_sequence_privilege(class.oid, 'SELECT') AS readable
    FROM pg_catalog.pg_namespace AS space
    JOIN pg_catalog.pg_class AS jobs
        ON jobs.relnamespace = space.oid AND jobs.relname::text = 'background_jobs'
    JOIN pg_catalog.pg_attribute AS own ON own.attrelid = jobs.oid AND own.attname::text = 'id'
    LEFT JOIN pg_catalog.pg_attrdef AS standard ON standard.adrelid = jobs.oid AND standard.adnum = own.attnum
    JOIN pg_catalog.pg_depend AS link
        ON (link.objid = standard.oid AND link.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid
            AND link.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass::oid)
        OR (link.refobjid = jobs.oid AND link.refobjsubid = own.attnum::int4 AND link.deptype::text = 'i'
            AND link.classid = 'pg_catalog.pg_class'::pg_catalog.regclass::oid)
    JOIN pg_catalog.pg_class AS class ON class.relkind::text = 'S' AND class.oid =
        CASE WHEN link.deptype::text = 'i' THEN link.objid ELSE link.refobjid END
    JOIN pg_catalog.pg_sequence AS pace ON pace.seqrelid = class.oid
    JOIN pg_catalog.pg_namespace AS home ON home.oid = class.relnamespace
    WHERE space.nspname::text = :schema AND NOT pace.seqcycle AND pace.seqincrement > 0
        AND pg_catalog.has_column_privilege(jobs.oid, own.attnum, 'SELECT')
"""

# By the bits of pg_trigger.h: 4 on INSERT, 8 on DELETE, 16 on UPDATE.
_INTERFERING = """
    SELECT pg_catalog.format('%I ON %I', trigger.tgname, class.relname) AS name
    FROM pg_catalog.pg_trigger AS trigger
    JOIN pg_catalog.pg_class AS class ON class.oid = trigger.tgrelid
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname::text = :schema AND NOT trigger.tgisinternal AND trigger.tgenabled::text <> 'D'
        AND trigger.tgtype::int4 & CASE class.relname::text
            WHEN 'receipts' THEN 16 WHEN 'attachments' THEN 8 WHEN 'background_jobs' THEN 20 ELSE 0 END <> 0
    UNION
    SELECT pg_catalog.format('%I ON %I', rule.rulename, class.relname)
    FROM pg_catalog.pg_rewrite AS rule
    JOIN pg_catalog.pg_class AS class ON class.oid = rule.ev_class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname::text = :schema AND rule.ev_enabled::text <> 'D'
        AND (class.relname::text, rule.ev_type::text) IN (
            ('receipts', '2'), ('attachments', '4'), ('background_jobs', '2'), ('background_jobs', '3'))
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """This transaction may not write. `is_standby`: the whole server follows another one. `remedy` is the SQL
    that ends it, or empty where that is not known."""

    is_standby: bool
    remedy: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """Where the ids of jobs come from: the `sequence`, the id that it gives `next`, the last one that it can
    give (`most`), and the highest that a job has."""

    sequence: str
    next: int
    most: int
    highest: int

    @property
    def advance(self) -> str:
        """SQL after which the sequence gives ids that no job has."""
        return f"SELECT setval('{self.sequence.replace(chr(39), 2 * chr(39))}', {self.highest})"


def read_only(connection: Connection) -> ReadOnly | None:
    """Asked in a transaction like those that delete, whatever stands between may do with it."""
    row = connection.execute(text(_READ_ONLY)).one()
    if not row.is_on:
        return None
    if row.is_standby:
        return ReadOnly(True, "")
    remedy = _RESETS.get(row.source, "")
    return ReadOnly(False, remedy.format(database=row.database, role=row.role))


def numbering(connection: Connection) -> Numbering | None:
    """None where the ids come from elsewhere, or the role may not look at them (which `db.rights` says), or
    the sequence was never used and does not tell this role where it will begin."""
    found = connection.execute(text(_SEQUENCE), {"schema": schema_of(connection)}).first()
    if found is None:
        return None
    following = _next_of(connection, found)
    if following is None:
        return None
    highest = connection.scalar(select(func.max(jobs.c.id))) or 0
    return Numbering(found.name, following, found.most, highest)


def interfering(connection: Connection) -> list[str]:
    """Triggers and rules that are not the database's own and see what this console writes: each may keep a
    row from being changed, and the server still reports success. "name ON table", as in SQL."""
    return list(connection.scalars(text(_INTERFERING), {"schema": schema_of(connection)}))


def _next_of(connection: Connection, found: Row[Any]) -> int | None:
    if found.readable:
        state = text(f"SELECT last_value, is_called FROM {found.name}")  # noqa: S608 - quoted by the server
        last, is_called = connection.execute(state).one()
        return int(last + found.step) if is_called else int(last)
    last = connection.scalar(
        text("SELECT pg_catalog.pg_sequence_last_value(CAST(CAST(:oid AS oid) AS regclass))"),
        {"oid": found.oid},
    )
    return None if last is None else int(last + found.step)
