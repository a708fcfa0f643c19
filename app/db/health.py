"""What the server reports about itself, the connection and the rights of this role."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from app.core.errors import RowsHidden
from app.db.location import PRODUCT_TABLES
from app.db.tables import qualified, schema_of

# Those of the product, and those that refer to attachments: a row of theirs keeps a file.
_HIDDEN = """
    SELECT DISTINCT class.relname::text AS name, pg_catalog.quote_ident(CURRENT_USER) AS role
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE pg_catalog.row_security_active(class.oid) AND (
        (space.nspname::text = :schema AND class.relname::text = ANY (CAST(:tables AS text[])))
        OR class.oid IN (
            SELECT conrelid FROM pg_catalog.pg_constraint
            WHERE contype::text = 'f' AND confrelid = pg_catalog.to_regclass(:attachments)::oid
        )
    )
    ORDER BY name
"""

# PUBLIC has the oid 0. Who owns schema or tables, or is a superuser, needs no grant.
_STRANGERS = """
    SELECT DISTINCT granted.grantee, pg_catalog.quote_ident(space.nspname) AS quoted_schema,
        CASE WHEN granted.grantee = 0::oid THEN 'PUBLIC'
             ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(granted.grantee)) END AS name
    FROM pg_catalog.pg_namespace AS space
    CROSS JOIN LATERAL pg_catalog.aclexplode(
        coalesce(space.nspacl, pg_catalog.acldefault('n', space.nspowner))
    ) AS granted
    LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = granted.grantee
    WHERE space.nspname::text = :schema AND granted.privilege_type = 'CREATE'
        AND granted.grantee <> space.nspowner AND NOT coalesce(role.rolsuper, false)
        AND coalesce(role.rolname::text <> CURRENT_USER::text, true)
        AND NOT EXISTS (
            SELECT 1 FROM pg_catalog.pg_class AS class
            WHERE class.oid = pg_catalog.to_regclass(:business)::oid AND class.relowner = granted.grantee
        )
    ORDER BY name
"""

_BOUNDS = """
    SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY (CAST(:names AS text[]))
"""


@dataclass(frozen=True, slots=True)
class HiddenRows:
    """A row-level security policy of the table hides rows from this `role`."""

    table: str
    role: str

    @property
    def sql(self) -> str:
        """SQL that lets the role see all rows."""
        return f"ALTER ROLE {self.role} BYPASSRLS"


@dataclass(frozen=True, slots=True)
class Stranger:
    """A role, quoted, or PUBLIC, that may create things in the product's schema and owns none of it."""

    role: str
    schema: str
    quoted_schema: str

    @property
    def sql(self) -> str:
        """SQL that revokes the right."""
        return f"REVOKE CREATE ON SCHEMA {self.quoted_schema} FROM {self.role}"


def server_version(connection: Connection) -> str:
    """The version of PostgreSQL, such as "16.4"."""
    return str(connection.scalar(text("SHOW server_version"))).split()[0]


def hidden_tables(connection: Connection) -> list[HiddenRows]:
    """Tables of which a row-level security policy would hide rows from this role, whatever the policy says:
    the product's, and all that refer to attachments. None for superusers, roles with BYPASSRLS, and the
    owner where the table does not force it on that one too."""
    rows = connection.execute(
        text(_HIDDEN),
        {
            "schema": schema_of(connection),
            "tables": list(PRODUCT_TABLES),
            "attachments": qualified(connection, "attachments"),
        },
    )
    return [HiddenRows(row.name, row.role) for row in rows]


def require_all_rows(connection: Connection, *only: str) -> None:
    """Raises RowsHidden where a policy would hide rows, of the tables `only` or of all: before work begins
    that relies on all rows."""
    if hidden := [one for one in hidden_tables(connection) if not only or one.table in only]:
        raise RowsHidden(hidden[0].table, hidden[0].role)


def strangers(connection: Connection) -> list[Stranger]:
    """Who may put functions, operators and tables beside the product's without owning them."""
    schema = schema_of(connection)
    names = {"schema": schema, "business": qualified(connection, "business")}
    rows = connection.execute(text(_STRANGERS), names)
    return [Stranger(row.name, schema, row.quoted_schema) for row in rows]


def settings_in_force(connection: Connection, names: tuple[str, ...]) -> dict[str, str]:
    """What the server says of these settings in this transaction; times in milliseconds."""
    query = text(_BOUNDS).bindparams(bindparam("names", list(names)))
    return {row.name: row.setting for row in connection.execute(query)}
