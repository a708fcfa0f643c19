"""What the server reports about itself, the connection and the rights of this role."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from app.core.errors import RowsHidden
from app.db.location import PRODUCT_TABLES
from app.db.tables import qualified, schema_of

NEEDED_RIGHTS = (
    ("SELECT", "business"),
    ("SELECT", "users"),
    ("SELECT", "receipts"),
    ("UPDATE", "receipts"),
    ("SELECT", "attachments"),
    ("DELETE", "attachments"),
    ("SELECT", "contract_files"),
    ("SELECT", "asset_item_media"),
    ("SELECT", "background_jobs"),
    ("INSERT", "background_jobs"),
    ("UPDATE", "background_jobs"),
)
"""What a deletion needs of the database role, and no more."""

_LACKING = """
    SELECT needed.privilege, needed.name, pg_catalog.quote_ident(CURRENT_USER)
    FROM unnest(CAST(:privileges AS text[]), CAST(:names AS text[]), CAST(:tables AS text[]))
        AS needed (privilege, name, tab)
    WHERE pg_catalog.to_regclass(needed.tab) IS NOT NULL
        AND NOT pg_catalog.has_table_privilege(pg_catalog.to_regclass(needed.tab), needed.privilege)
"""

# OFFSET keeps the planner from asking for the sequence of other columns.
_SEQUENCE = """
    SELECT found.sequence, pg_catalog.quote_ident(CURRENT_USER)
    FROM (
        SELECT pg_catalog.pg_get_serial_sequence(:jobs, own.attname) AS sequence
        FROM (
            SELECT attname::text FROM pg_catalog.pg_attribute
            WHERE attrelid = pg_catalog.to_regclass(:jobs)::oid
                AND attname::text = 'id' AND attidentity::text = '' OFFSET 0
        ) AS own
        OFFSET 0
    ) AS found
    WHERE found.sequence IS NOT NULL AND NOT pg_catalog.has_sequence_privilege(found.sequence, 'USAGE')
"""

_LOCK = """
    SELECT pg_catalog.quote_ident(CURRENT_USER) AS role
    FROM pg_catalog.to_regclass(:attachments) AS found (tab)
    WHERE found.tab IS NOT NULL AND NOT pg_catalog.has_any_column_privilege(found.tab, 'UPDATE')
"""

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
class MissingGrant:
    """A right that the database role `role` lacks on `subject`, a table or "SEQUENCE name"."""

    right: str
    subject: str
    role: str

    @property
    def sql(self) -> str:
        """SQL that grants the right."""
        return f"GRANT {self.right} ON {self.subject} TO {self.role}"


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


def lacking_rights(connection: Connection) -> list[MissingGrant]:
    """Those of NEEDED_RIGHTS that the role of this connection lacks, and the sequence of the jobs' ids.

    A missing table is left out: `db.schema` names it.
    """
    rows = connection.execute(
        text(_LACKING),
        {
            "privileges": [right for right, _ in NEEDED_RIGHTS],
            "names": [table for _, table in NEEDED_RIGHTS],
            "tables": [qualified(connection, table) for _, table in NEEDED_RIGHTS],
        },
    )
    lacking = [MissingGrant(right, _named(connection, table), role) for right, table, role in rows]
    # An identity column has no sequence of its own to be granted; a serial one has.
    jobs = qualified(connection, "background_jobs")
    sequence = connection.execute(text(_SEQUENCE), {"jobs": jobs}).one_or_none()
    if sequence is not None:
        lacking.append(MissingGrant("USAGE", f"SEQUENCE {sequence[0]}", sequence[1]))
    return lacking


def _named(connection: Connection, table: str) -> str:
    """With the schema, unless the table is found without it."""
    return table if schema_of(connection) == "public" else qualified(connection, table)


def lacking_lock(connection: Connection) -> list[MissingGrant]:
    """The right to lock rows of attachments, if this role lacks it: to UPDATE any one column of them. Without
    it a deletion works, but for a moment others can refer to a file that is being deleted."""
    names = {"attachments": qualified(connection, "attachments")}
    return [
        MissingGrant("UPDATE (is_deleted)", _named(connection, "attachments"), row.role)
        for row in connection.execute(text(_LOCK), names)
    ]


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


def require_all_rows(connection: Connection) -> None:
    """Raises RowsHidden where a policy would hide rows: before work begins that relies on all rows."""
    if hidden := hidden_tables(connection):
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
