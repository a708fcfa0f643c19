"""Who refers to attachments: the foreign keys that the database has, whatever the product's tables are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    FromClause,
    and_,
    column,
    quoted_name,
    select,
    table,
)

from app.db.tables import qualified
from app.receipts.tables import attachments

_POINTERS = ("attachment_id", "preview_attachment_id")
"""Those of `receipts`, of which live receipts alone count (`receipts.page_statements`)."""

_KNOWN_TABLES = ("contract_files", "asset_item_media")
"""They refer by `attachment_id`, and are looked at also where their foreign key is lacking."""

# Every operator is named with its schema: these compare what the planner must not let others compare.
_READ = """
    SELECT space.nspname, class.relname, keys.columns, keys.targets, keys.operators,
        pg_catalog.has_schema_privilege(space.oid, 'USAGE') AND keys.readable
            AND NOT pg_catalog.row_security_active(class.oid) AS readable
    FROM (SELECT CAST(CAST(%(attachments)s AS pg_catalog.regclass) AS pg_catalog.oid) AS oid,
                 CAST(CAST(%(receipts)s AS pg_catalog.regclass) AS pg_catalog.oid) AS receipts) AS wanted
    JOIN pg_catalog.pg_constraint AS key ON key.confrelid OPERATOR(pg_catalog.=) wanted.oid
        AND key.contype OPERATOR(pg_catalog.=) 'f' AND key.conparentid OPERATOR(pg_catalog.=) 0
    JOIN pg_catalog.pg_class AS class ON class.oid OPERATOR(pg_catalog.=) key.conrelid
    JOIN pg_catalog.pg_namespace AS space ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
    CROSS JOIN LATERAL (
        SELECT pg_catalog.array_agg(CAST(mine.attname AS pg_catalog.text) ORDER BY place) AS columns,
            pg_catalog.array_agg(CAST(theirs.attname AS pg_catalog.text) ORDER BY place) AS targets,
            pg_catalog.array_agg(pg_catalog.format('OPERATOR(%%I.%%s)', home.nspname, equal.oprname)
                ORDER BY place) AS operators,
            pg_catalog.bool_and(
                pg_catalog.has_column_privilege(class.oid, pair.number, 'SELECT')) AS readable,
            pg_catalog.bool_or(theirs.attname OPERATOR(pg_catalog.=) 'id'
                AND CAST(mine.attname AS pg_catalog.text)
                    OPERATOR(pg_catalog.=) ANY (CAST(%(pointers)s AS pg_catalog.text[]))) AS points
        FROM ROWS FROM (pg_catalog.unnest(key.conkey), pg_catalog.unnest(key.confkey),
                        pg_catalog.unnest(key.conpfeqop)) WITH ORDINALITY
            AS pair(number, target, operator, place)
        JOIN pg_catalog.pg_attribute AS mine ON mine.attrelid OPERATOR(pg_catalog.=) class.oid
            AND mine.attnum OPERATOR(pg_catalog.=) pair.number
        JOIN pg_catalog.pg_attribute AS theirs ON theirs.attrelid OPERATOR(pg_catalog.=) wanted.oid
            AND theirs.attnum OPERATOR(pg_catalog.=) pair.target
        JOIN pg_catalog.pg_operator AS equal ON equal.oid OPERATOR(pg_catalog.=) pair.operator
        JOIN pg_catalog.pg_namespace AS home ON home.oid OPERATOR(pg_catalog.=) equal.oprnamespace
    ) AS keys
    WHERE NOT (class.oid OPERATOR(pg_catalog.=) wanted.receipts AND keys.points)
    UNION ALL
    SELECT space.nspname, class.relname, ARRAY['attachment_id'], ARRAY['id'], ARRAY['OPERATOR(pg_catalog.=)'],
        pg_catalog.has_schema_privilege(space.oid, 'USAGE')
            AND pg_catalog.has_column_privilege(class.oid, mine.attnum, 'SELECT')
            AND NOT pg_catalog.row_security_active(class.oid)
    FROM pg_catalog.unnest(CAST(%(known)s AS pg_catalog.text[])) AS known(name)
    JOIN pg_catalog.pg_class AS class
        ON class.oid OPERATOR(pg_catalog.=) CAST(pg_catalog.to_regclass(known.name) AS pg_catalog.oid)
    JOIN pg_catalog.pg_namespace AS space ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
    JOIN pg_catalog.pg_attribute AS mine ON mine.attrelid OPERATOR(pg_catalog.=) class.oid
        AND mine.attname OPERATOR(pg_catalog.=) 'attachment_id' AND NOT mine.attisdropped
    UNION ALL
    SELECT space.nspname, class.relname, NULL, NULL, NULL,
        pg_catalog.has_any_column_privilege(class.oid, 'UPDATE')
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
    WHERE class.oid OPERATOR(pg_catalog.=)
        CAST(CAST(%(attachments)s AS pg_catalog.regclass) AS pg_catalog.oid)
    ORDER BY 1, 2, 3
"""
"""The row without columns is the table of attachments itself, and whether its rows may be locked."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A table that refers to attachments: its `columns` to their `targets` there, each pair compared by the
    operator of the foreign key. `schema` and `name` are as they are, not as SQL."""

    schema: str
    name: str
    columns: tuple[str, ...]
    targets: tuple[str, ...]
    operators: tuple[str, ...]
    home: tuple[str, str]
    """Schema and name of the table of attachments."""

    @property
    def is_own(self) -> bool:
        """It is the table of attachments itself."""
        return (self.schema, self.name) == self.home

    def uses(self) -> ColumnElement[bool]:
        """A row of that table refers to the attachment; a row's reference to itself is none."""
        needed = (*self.columns, "id") if self.is_own else self.columns
        other = _table(self.schema, self.name, needed, "other")
        itself = [other.c.id != attachments.c.id] if self.is_own else []
        if self.targets == ("id",):
            return select(other.c[self.columns[0]]).where(self._equal(attachments, other), *itself).exists()
        referred = _table(*self.home, ("id", *self.targets), "referred")
        here = referred.c.id == attachments.c.id
        return select(referred.c.id).where(here, self._equal(referred, other), *itself).exists()

    def _equal(self, referred: FromClause, other: FromClause) -> ColumnElement[bool]:
        pairs = zip(self.targets, self.operators, self.columns, strict=True)
        return and_(
            *(
                referred.c[target].op(operator, is_comparison=True)(other.c[name])
                for target, operator, name in pairs
            )
        )


@dataclass(frozen=True, slots=True)
class Ties:
    """What holds attachments, as the catalogue says at the moment. `unreadable` names tables that refer to
    them and that this role may not read as a whole: which attachments they use is unknown. `may_lock`: the
    role may lock rows of attachments, which needs the right to UPDATE them."""

    references: tuple[Reference, ...] = ()
    unreadable: tuple[str, ...] = ()
    may_lock: bool = True


def ties(connection: Connection, before: str = "") -> Ties:
    """Reads the catalogue: a few rows of it, by its indexes. `before` is SQL without parameters that goes in
    the same round trip, each statement with its semicolon. Raises MissingTables where there are no
    attachments."""
    values = {
        **{name: qualified(connection, name) for name in ("attachments", "receipts")},
        "known": [qualified(connection, name) for name in _KNOWN_TABLES],
        "pointers": list(_POINTERS),
    }
    rows = connection.exec_driver_sql(before.replace("%", "%%") + _READ, values).all()
    home = next(row for row in rows if row.columns is None)
    references: dict[Reference, None] = {}
    unreadable: dict[str, None] = {}
    for row in rows:
        if row.columns is None:
            continue
        if row.readable:
            parts = (tuple(row.columns), tuple(row.targets), tuple(row.operators))
            references[Reference(row.nspname, row.relname, *parts, (home.nspname, home.relname))] = None
        else:
            unreadable[row.relname] = None
    return Ties(tuple(references), tuple(unreadable), home.readable)


def _table(schema: str, name: str, columns: Sequence[str], alias: str) -> FromClause:
    """A table without a declaration here, by its names in the catalogue."""
    parts: list[ColumnClause[Any]] = [column(quoted_name(one, quote=True)) for one in dict.fromkeys(columns)]
    return table(quoted_name(name, quote=True), *parts, schema=quoted_name(schema, quote=True)).alias(alias)
