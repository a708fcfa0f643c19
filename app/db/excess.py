"""What the database role may do beyond `db.rights`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.db.least_role import has_policies, role_script
from app.db.location import PRODUCT_TABLES
from app.db.rights import LOCKING, NEEDED_RIGHTS, RESTORING_RIGHTS, role_of
from app.db.tables import schema_of

NARROW_ROLE = "sweep"
"""The role that is proposed where the present one cannot be narrowed."""

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

_MEMBERSHIPS = """
    SELECT pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles
    WHERE rolname::text = ANY ('{pg_read_all_data,pg_write_all_data,pg_read_server_files,
        pg_write_server_files,pg_execute_server_program}'::text[])
        AND pg_catalog.pg_has_role(oid, 'USAGE')
    ORDER BY rolname
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

# What PUBLIC may read, such as the views of an extension, a narrower role may read too.
_GRANTED = """
    SELECT DISTINCT class.relname::text AS name, granted.privilege_type AS right,
        pg_catalog.format('%I.%I', space.nspname, class.relname) AS subject,
        CASE WHEN granted.grantee = 0::oid THEN 'PUBLIC'
             ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(granted.grantee)) END AS grantee,
        EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS key WHERE key.conrelid = class.oid
                AND key.contype::text = 'f' AND key.confrelid = target.oid) AS refers
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    LEFT JOIN pg_catalog.pg_class AS target
        ON target.relnamespace = space.oid AND target.relname::text = 'attachments'
    CROSS JOIN LATERAL (
        SELECT class.relacl AS acl
        UNION ALL SELECT own.attacl FROM pg_catalog.pg_attribute AS own
        WHERE own.attrelid = class.oid AND own.attacl IS NOT NULL
    ) AS each
    CROSS JOIN LATERAL pg_catalog.aclexplode(each.acl) AS granted
    WHERE space.nspname::text = :schema AND class.relkind::text = ANY ('{r,p,v,m,f}'::text[])
        AND granted.grantee <> class.relowner
        AND CASE WHEN granted.grantee = 0::oid THEN granted.privilege_type <> 'SELECT'
                 ELSE pg_catalog.pg_has_role(granted.grantee, 'USAGE') END
    ORDER BY 1, 2, 4
"""


@dataclass(frozen=True, slots=True)
class Excess:
    """What the role may do and need not. `rights` are in SQL's words, the worst first; `sql` takes them away,
    or makes a role of its own for the console where they cannot be taken from this one."""

    role: str
    rights: tuple[str, ...]
    sql: str


def excess(connection: Connection) -> Excess | None:
    """None where the role may do what it needs, or less. Reading more columns of a needed table, or writing
    more of one that is written, counts as needed. BYPASSRLS does where a table has policies."""
    role = role_of(connection)
    here = {"schema": schema_of(connection), "tables": list(PRODUCT_TABLES)}
    row = connection.execute(text(_ATTRIBUTES)).one()
    attributes = [name for name, has in row._mapping.items() if has]
    owned = list(connection.scalars(text(_OWNED), here))
    if "SUPERUSER" in attributes or owned:
        what = "SUPERUSER" if "SUPERUSER" in attributes else f"OWNER OF {', '.join(owned)}"
        script = role_script(connection, NARROW_ROLE)
        return Excess(role, (what,), ";\n".join(script.statements) + ";")
    found = [
        (name, f"ALTER ROLE {role} NO{name}")
        for name in attributes
        if not (name == "BYPASSRLS" and has_policies(connection))
    ]
    found += [(name, f"REVOKE {name} FROM {role}") for name in connection.scalars(text(_MEMBERSHIPS))]
    found += [
        (words, f"REVOKE {words} FROM {grantee}")
        for words, grantee in connection.execute(text(_PLACES), here)
    ]
    found += _granted(connection)
    if not found:
        return None
    return Excess(
        role, tuple(dict.fromkeys(name for name, _ in found)), ";\n".join(sql for _, sql in found) + ";"
    )


def _granted(connection: Connection) -> Iterator[tuple[str, str]]:
    needed = {(one.right, one.table) for one in (*NEEDED_RIGHTS, *RESTORING_RIGHTS, LOCKING)}
    for row in connection.execute(text(_GRANTED), {"schema": schema_of(connection)}):
        if (row.right, row.name) in needed or (row.right == "SELECT" and row.refers):
            continue
        words = f"{row.right} ON {row.subject}"
        yield words, f"REVOKE {words} FROM {row.grantee}"
