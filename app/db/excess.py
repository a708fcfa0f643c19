"""What the database role may do beyond `db.rights`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from app.db.least_role import has_policies, role_script
from app.db.location import PRODUCT_TABLES
from app.db.rights import LOCKING, SUBJECT, needed, role_of
from app.db.tables import AUDIT, OWN_TABLES, schema_of

NARROW_ROLE = "sweep"
"""The role that is proposed where the present one cannot be narrowed."""

_REWRITING = ("UPDATE", "DELETE", "TRUNCATE")
"""Rights by which lines of the record can be changed or removed."""

_ATTRIBUTES = """
    SELECT rolsuper AS "SUPERUSER", rolcreaterole AS "CREATEROLE", rolcreatedb AS "CREATEDB",
        rolreplication AS "REPLICATION", rolbypassrls AS "BYPASSRLS"
    FROM pg_catalog.pg_roles WHERE rolname::text = CURRENT_USER::text
"""

# Who creates there could change what statements mean. By PUBLIC: see `db.health.strangers`.
_PLACES = """
    SELECT DISTINCT 'CREATE ON ' || place.name AS words,
        pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(granted.grantee)) AS grantee
    FROM (
        SELECT 'SCHEMA ' || pg_catalog.quote_ident(nspname), nspacl, nspowner FROM pg_catalog.pg_namespace
        WHERE nspname::text = :schema
        UNION ALL SELECT 'DATABASE ' || pg_catalog.quote_ident(datname), datacl, datdba
        FROM pg_catalog.pg_database WHERE datname::text = pg_catalog.current_database()::text
    ) AS place (name, acl, owner)
    CROSS JOIN LATERAL pg_catalog.aclexplode(place.acl) AS granted
    WHERE granted.privilege_type = 'CREATE' AND granted.grantee NOT IN (0::oid, place.owner)
        AND pg_catalog.pg_has_role(granted.grantee, 'USAGE')
    ORDER BY 1 DESC
"""

# The role itself is a member, or a group is whose rights it has.
_MEMBERSHIPS = """
    SELECT DISTINCT pg_catalog.quote_ident(class.rolname), pg_catalog.quote_ident(member.rolname)
    FROM pg_catalog.pg_auth_members AS link
    JOIN pg_catalog.pg_roles AS class ON class.oid = link.roleid
    JOIN pg_catalog.pg_roles AS member ON member.oid = link.member
    WHERE class.rolname::text = ANY ('{pg_read_all_data,pg_write_all_data,pg_read_server_files,
        pg_write_server_files,pg_execute_server_program}'::text[])
        AND pg_catalog.pg_has_role(class.oid, 'USAGE') AND pg_catalog.pg_has_role(member.oid, 'USAGE')
    ORDER BY 1, 2
"""

_OWNED = """
    SELECT pg_catalog.quote_ident(class.relname) AS name FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname::text = :schema AND class.relkind::text = ANY ('{r,p,v,m,f}'::text[])
        AND class.relname::text = ANY (CAST(:tables AS text[]))
        AND pg_catalog.pg_has_role(class.relowner, 'USAGE')
    UNION ALL
    SELECT 'SCHEMA ' || pg_catalog.quote_ident(nspname) FROM pg_catalog.pg_namespace
    WHERE nspname::text = :schema AND pg_catalog.pg_has_role(nspowner, 'USAGE')
    UNION ALL
    SELECT 'DATABASE ' || pg_catalog.quote_ident(datname) FROM pg_catalog.pg_database
    WHERE datname::text = pg_catalog.current_database()::text AND pg_catalog.pg_has_role(datdba, 'USAGE')
    ORDER BY 1
"""

# One row for each column that somebody was granted, or with none for the whole table; `columns` are all that
# the table has. What PUBLIC may read, such as the views of an extension, a narrower role may read too.
_GRANTED = f"""
    SELECT DISTINCT class.relname::text AS name, granted.privilege_type AS right, {SUBJECT} AS key,
        pg_catalog.format('%I.%I', space.nspname, class.relname) AS subject,
        CASE WHEN granted.grantee = 0::oid THEN 'PUBLIC'
             ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(granted.grantee)) END AS grantee,
        each.place, pg_catalog.quote_ident(each.col) AS column,
        ARRAY (SELECT pg_catalog.quote_ident(every.attname) FROM pg_catalog.pg_attribute AS every
               WHERE every.attrelid = class.oid AND every.attnum > 0 AND NOT every.attisdropped
               ORDER BY every.attnum) AS columns
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    CROSS JOIN LATERAL (
        SELECT class.relacl, 0, NULL
        UNION ALL SELECT own.attacl, own.attnum, own.attname::text FROM pg_catalog.pg_attribute AS own
        WHERE own.attrelid = class.oid AND own.attacl IS NOT NULL AND NOT own.attisdropped
    ) AS each (acl, place, col)
    CROSS JOIN LATERAL pg_catalog.aclexplode(each.acl) AS granted
    WHERE space.nspname::text = :schema AND class.relkind::text = ANY ('{{r,p,v,m,f}}'::text[])
        AND granted.grantee <> class.relowner
        AND CASE WHEN granted.grantee = 0::oid THEN granted.privilege_type <> 'SELECT'
                 ELSE pg_catalog.pg_has_role(granted.grantee, 'USAGE') END
    ORDER BY 1, 2, 5, 6
"""  # noqa: S608 - of constants


@dataclass(frozen=True, slots=True)
class Excess:
    """What the role may do and need not. `rights` are in SQL's words, the worst first; `sql` takes them away,
    or makes a role of its own for the console where they cannot be taken from this one."""

    role: str
    rights: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class _Surplus:
    """One of these rights, with the statements that take it away. `rewrites`: the record."""

    words: str
    statements: tuple[str, ...]
    rewrites: bool = False


def excess(connection: Connection) -> Excess | None:
    """None where the role may do what it needs, column by column, or less. BYPASSRLS counts as needed where a
    table has policies."""
    role = role_of(connection)
    here = {"schema": schema_of(connection), "tables": [*PRODUCT_TABLES, *OWN_TABLES]}
    row = connection.execute(text(_ATTRIBUTES)).one()
    attributes = [name for name, has in row._mapping.items() if has]
    owned = list(connection.scalars(text(_OWNED), here))
    if "SUPERUSER" in attributes or owned:
        owned.sort(key=lambda name: name != AUDIT)
        what = "SUPERUSER" if "SUPERUSER" in attributes else f"OWNER OF {', '.join(owned)}"
        script = role_script(connection, NARROW_ROLE)
        return Excess(role, (what,), _script(script.statements))
    found = [
        _Surplus(name, (f"ALTER ROLE {role} NO{name}",))
        for name in attributes
        if not (name == "BYPASSRLS" and has_policies(connection))
    ]
    found += [
        _Surplus(name, (f"REVOKE {name} FROM {member}",))
        for name, member in connection.execute(text(_MEMBERSHIPS))
    ]
    found += [
        _Surplus(words, (f"REVOKE {words} FROM {grantee}",))
        for words, grantee in connection.execute(text(_PLACES), here)
    ]
    found += _on_tables(connection, role)
    if not found:
        return None
    found.sort(key=lambda one: not one.rewrites)
    statements = [sql for one in found for sql in one.statements]
    return Excess(role, tuple(dict.fromkeys(one.words for one in found)), _script(statements))


def _on_tables(connection: Connection, role: str) -> Iterator[_Surplus]:
    needs = needed(connection)
    granted: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in connection.execute(text(_GRANTED), {"schema": schema_of(connection)}):
        granted.setdefault((row.name, row.right), []).append(row)
    for (name, right), rows in granted.items():
        wanted = needs.get((right, rows[0].key))
        if wanted == ():
            continue  # on the whole table
        if (name, right) == (LOCKING.table, LOCKING.right):
            wanted = (_locking(rows),)
        if surplus := _surplus(rows, wanted or (), role):
            yield surplus


def _locking(rows: Sequence[Row[Any]]) -> str:
    """The one column that lets the role lock rows: any other that it has, where it lacks the proposed one."""
    held = [name for name in rows[0].columns if any(row.column in {name, None} for row in rows)]
    (proposed,) = LOCKING.columns
    return proposed if proposed in held else held[0]


def _surplus(rows: Sequence[Row[Any]], wanted: Collection[str], role: str) -> _Surplus | None:
    """What these grants of one right on one table give beyond the columns that are `wanted`."""
    first = rows[0]
    columns: dict[str, None] = {}
    statements: list[str] = []
    is_whole = False
    for grantee in dict.fromkeys(row.grantee for row in rows):
        given = [row.column for row in rows if row.grantee == grantee]
        if None in given and not set(first.columns) <= set(wanted):
            is_whole = True
            # It takes the grants on columns too.
            statements.append(f"REVOKE {first.right} ON {first.subject} FROM {grantee}")
            if wanted:
                heir = role if grantee == "PUBLIC" else grantee
                statements.append(f"GRANT {_on(first, wanted)} TO {heir}")
        elif spare := [name for name in given if name is not None and name not in wanted]:
            columns |= dict.fromkeys(spare)
            statements.append(f"REVOKE {_on(first, spare)} FROM {grantee}")
    if not statements:
        return None
    if is_whole:
        words = f"{first.right} ON {first.subject}{' (whole table)' if wanted else ''}"
    else:
        words = _on(first, [name for name in first.columns if name in columns])
    return _Surplus(words, tuple(statements), first.name == AUDIT and first.right in _REWRITING)


def _on(row: Row[Any], columns: Collection[str]) -> str:
    return f"{row.right} ({', '.join(columns)}) ON {row.subject}"


def _script(statements: Sequence[str]) -> str:
    return ";\n".join(statements) + ";"
