"""What PostgreSQL's catalog says about a table: read, never changed, and no row of the table is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, ProgrammingError

from app.db.tables import quoted, schema_of


@dataclass(frozen=True, slots=True)
class Relation:
    """`name` carries the schema and is quoted, like `owner`, who is None where it is this role itself; `kind`
    is `pg_class.relkind` ("r" is an ordinary table)."""

    oid: int
    schema: str
    name: str
    kind: str
    owner: str | None
    rows: float
    """About as many, as of the last ANALYZE; below 0 where there was none."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A foreign key: the table that has it, and its columns as they are in SQL."""

    table: Relation
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundColumn:
    type: str
    nullable: bool
    default: str | None


@dataclass(frozen=True, slots=True)
class FoundConstraint:
    """`kind` is `pg_constraint.contype`; `target`, `target_columns` and `on_delete` are of a foreign key."""

    name: str
    kind: str
    columns: tuple[str, ...]
    target: int
    target_columns: tuple[str, ...]
    on_delete: str
    validated: bool
    enforced: bool
    expression: str | None


@dataclass(frozen=True, slots=True)
class FoundIndex:
    """`own` is False for a relation of the same schema that only bears the name. `columns` are its keys."""

    name: str
    own: bool
    method: str | None
    unique: bool
    valid: bool
    columns: tuple[str, ...]
    predicate: str | None


# Of a partitioned table the rows are in its parts.
_RELATION = """
    SELECT class.oid, pg_catalog.quote_ident(space.nspname) AS schema,
    pg_catalog.format('%I.%I', space.nspname, class.relname) AS full_name, class.relkind::text AS kind,
    CASE WHEN pg_catalog.pg_get_userbyid(class.relowner)::text <> CURRENT_USER::text
         THEN pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(class.relowner)::text) END AS owner,
    CASE WHEN class.relkind::text <> 'p' THEN class.reltuples::float8
         ELSE coalesce((SELECT pg_catalog.sum(part.reltuples::float8) FROM pg_catalog.pg_inherits AS link
                        JOIN pg_catalog.pg_class AS part ON part.oid = link.inhrelid
                        WHERE link.inhparent = class.oid), -1::float8) END AS rows
"""

_OF_NAMES = """
    , class.relname::text AS own_name
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE class.relname::text = ANY (CAST(:names AS text[])) AND space.nspname::text = :schema
        AND class.relkind::text = ANY ('{r,p,v,m,f}'::text[])
"""
_OF_KEYS = """
    , ARRAY(
        SELECT pg_catalog.quote_ident(own.attname)
        FROM pg_catalog.unnest(key.conkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_catalog.pg_attribute AS own ON own.attrelid = class.oid AND own.attnum = k.number
        ORDER BY k.place) AS columns
    FROM pg_catalog.pg_constraint AS key
    JOIN pg_catalog.pg_class AS class ON class.oid = key.conrelid
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE key.contype::text = 'f' AND key.confrelid = CAST(:target AS oid) AND key.conparentid = 0::oid
    ORDER BY full_name, columns
"""


def relations(connection: Connection, names: Sequence[str]) -> dict[str, Relation]:
    """Those of `names` that are in the schema of the product's tables."""
    rows = connection.execute(
        text(_RELATION + _OF_NAMES),
        {"names": list(names), "schema": schema_of(connection)},
    )
    return {row.own_name: Relation(*row[:6]) for row in rows}


def pointers(connection: Connection, target: Relation) -> list[Pointer]:
    """The foreign keys that refer to `target`, of tables in any schema."""
    rows = connection.execute(
        text(_RELATION + _OF_KEYS),
        {"target": target.oid},
    )
    return [Pointer(Relation(*row[:6]), tuple(row.columns)) for row in rows]


def columns(connection: Connection, table: Relation) -> dict[str, FoundColumn]:
    """The table's columns by name; an identity counts as a default."""
    rows = connection.execute(
        text("""
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
                   NOT a.attnotnull AS nullable,
                   CASE WHEN a.attidentity::text <> '' THEN 'identity'
                        ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS standard
            FROM pg_catalog.pg_attribute AS a
            LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = CAST(:table AS oid) AND a.attnum > 0 AND NOT a.attisdropped
        """),
        {"table": table.oid},
    )
    return {row.attname: FoundColumn(row.type, row.nullable, row.standard) for row in rows}


def constraints(connection: Connection, table: Relation) -> list[FoundConstraint]:
    """The table's primary key, checks, foreign keys and unique constraints."""
    rows = connection.execute(
        text("""
            SELECT c.conname, c.contype::text AS kind, c.confrelid, c.confdeltype::text AS on_delete,
                   c.convalidated,
                   pg_catalog.pg_get_constraintdef(c.oid) NOT LIKE '% NOT ENFORCED' AS enforced,
                   pg_catalog.pg_get_expr(c.conbin, c.conrelid) AS expression,
                   ARRAY(SELECT a.attname::text
                         FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY AS k(number, place)
                         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number
                         ORDER BY k.place) AS columns,
                   ARRAY(SELECT a.attname::text
                         FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY AS k(number, place)
                         JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.number
                         ORDER BY k.place) AS target_columns
            FROM pg_catalog.pg_constraint AS c
            WHERE c.conrelid = CAST(:table AS oid) AND c.contype::text IN ('p', 'c', 'f', 'u')
            ORDER BY c.conname
        """),
        {"table": table.oid},
    )
    return [
        FoundConstraint(
            name=row.conname,
            kind=row.kind,
            columns=tuple(row.columns),
            target=row.confrelid,
            target_columns=tuple(row.target_columns),
            on_delete=row.on_delete,
            validated=row.convalidated,
            enforced=row.enforced,
            expression=row.expression,
        )
        for row in rows
    ]


def indexes(connection: Connection, table: Relation, names: Sequence[str]) -> dict[str, FoundIndex]:
    """The table's indexes by name, and whatever else in its schema bears one of `names`."""
    rows = connection.execute(
        text("""
            SELECT class.relname, coalesce(i.indrelid = CAST(:table AS oid), false) AS own, method.amname,
                   coalesce(i.indisunique, false) AS is_unique,
                   coalesce(i.indisvalid AND i.indisready, false) AS valid,
                   ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, place, false)
                         FROM pg_catalog.generate_series(1, i.indnkeyatts::int) AS place
                         ORDER BY place) AS columns,
                   pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate
            FROM pg_catalog.pg_class AS class LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = class.oid
            LEFT JOIN pg_catalog.pg_am AS method ON method.oid = class.relam WHERE class.relnamespace =
            (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = CAST(:table AS oid))
              AND (i.indrelid = CAST(:table AS oid) OR class.relname::text = ANY (CAST(:names AS text[])))
        """),
        {"table": table.oid, "names": list(names)},
    )
    return {
        row.relname: FoundIndex(
            row.relname, row.own, row.amname, row.is_unique, row.valid, tuple(row.columns), row.predicate
        )
        for row in rows
    }


def outcomes(
    connection: Connection, expression: str, column: str, values: Sequence[str], empty: Mapping[str, str]
) -> dict[str, bool | None] | None:
    """What PostgreSQL makes of an `expression` out of the catalog for each of `values` in `column`.

    The same rule can be written in many ways, so it is tried and not compared as text. All columns in
    `empty` (types by name) are NULL meanwhile. None where the expression cannot be computed for such a row.
    """
    nulls = "".join(f", NULL::{type_} AS {quoted(name)}" for name, type_ in empty.items() if name != column)
    rows = ", ".join(f"('{value}'::character varying)" for value in values)
    query = (
        f"SELECT {column}, ({expression}) FROM "  # noqa: S608 - the catalog's own words
        f"(SELECT tried.value AS {column}{nulls} FROM (VALUES {rows}) AS tried(value)) AS probe"
    )
    try:
        with connection.begin_nested():
            answers = connection.exec_driver_sql(query, execution_options={"no_parameters": True}).all()
    except (DataError, ProgrammingError):
        return None
    return {row[0]: row[1] for row in answers}
