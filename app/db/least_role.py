"""The script that gives a role what this console needs of its database, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.core.errors import BadInput
from app.core.text import shortened
from app.db.location import PRODUCT_TABLES
from app.db.rights import grants, lacking_tables
from app.db.tables import OWN_TABLES, schema_of

LONGEST_NAME = 63
"""In bytes; PostgreSQL cuts longer names off, and gives the rights to another role."""

_NOBODYS = {"public", "none"}
"""What PostgreSQL takes for everybody or nobody, in quotation marks too."""

_ROLE = """
    SELECT pg_catalog.quote_ident(CAST(:name AS text)) AS quoted, role.oid IS NOT NULL AS exists,
        COALESCE(role.rolbypassrls OR role.rolsuper, false) AS sees_all
    FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_roles AS role ON role.rolname::text = :name
"""

# Everybody may connect to a database until that is revoked from PUBLIC.
_CONNECTING = """
    SELECT pg_catalog.quote_ident(datname) FROM pg_catalog.pg_database
    WHERE datname::text = pg_catalog.current_database()::text AND NOT EXISTS (
        SELECT 1 FROM pg_catalog.aclexplode(COALESCE(datacl, pg_catalog.acldefault('d', datdba))) AS granted
        WHERE granted.grantee = 0::oid AND granted.privilege_type = 'CONNECT')
"""

_HAS_POLICIES = """
    SELECT 1 FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    LEFT JOIN pg_catalog.pg_constraint AS key ON key.conrelid = class.oid AND key.contype::text = 'f'
    LEFT JOIN pg_catalog.pg_class AS target ON target.oid = key.confrelid
    WHERE class.relrowsecurity AND (
        (space.nspname::text = :schema AND class.relname::text = ANY (CAST(:tables AS text[])))
        OR target.relname::text = 'attachments')
"""


@dataclass(frozen=True, slots=True)
class RoleScript:
    """The statements in their order, without semicolons. `creates` where the role is not there: whoever runs
    them sets its password. `without` names tables that are not there, and whose rights are left out."""

    statements: tuple[str, ...]
    creates: bool
    without: tuple[str, ...]


def role_script(connection: Connection, name: str) -> RoleScript:
    """For the role of this name, whether it is there or not. Raises BadInput where no role can have it."""
    _check(name)
    role = connection.execute(text(_ROLE), {"name": name}).one()
    return RoleScript(
        tuple(_statements(connection, role.quoted, role.exists, role.sees_all)),
        not role.exists,
        lacking_tables(connection),
    )


def has_policies(connection: Connection) -> bool:
    """Whether a policy decides which rows of a needed table a role sees, perhaps not all."""
    here = {"schema": schema_of(connection), "tables": [*PRODUCT_TABLES, *OWN_TABLES]}
    return connection.execute(text(_HAS_POLICIES), here).first() is not None


def _statements(connection: Connection, role: str, exists: bool, sees_all: bool) -> Iterator[str]:
    needs_all = has_policies(connection)
    if not exists:
        yield f"CREATE ROLE {role} LOGIN{' BYPASSRLS' if needs_all else ''}"
    elif needs_all and not sees_all:
        yield f"ALTER ROLE {role} BYPASSRLS"
    for database in connection.scalars(text(_CONNECTING)):
        yield f"GRANT CONNECT ON DATABASE {database} TO {role}"
    yield from grants(connection, role)


def _check(name: str) -> None:
    if not name.strip() or not name.isprintable():
        raise BadInput("The name of a role cannot be empty or hold control characters.")
    if len(name.encode(errors="surrogateescape")) > LONGEST_NAME:
        raise BadInput(f"The name of a role has at most {LONGEST_NAME} bytes; {shortened(name)!r} has more.")
    if name in _NOBODYS or name.startswith("pg_"):
        raise BadInput(f"No role can have the name {name!r}: PostgreSQL keeps it for itself.")
