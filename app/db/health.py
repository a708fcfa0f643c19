"""What the server says about itself, the connection, and what this role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, String, column, func, select, text, values

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


_SEQUENCE = """
    SELECT sequence, quote_ident(current_user)
    FROM (
        SELECT pg_get_serial_sequence(attrelid::regclass::text, attname) AS sequence
        FROM pg_attribute
        WHERE attrelid = to_regclass('background_jobs') AND attname = 'id' AND attidentity = ''
    ) AS found
    WHERE sequence IS NOT NULL AND NOT has_sequence_privilege(sequence, 'USAGE')
"""


@dataclass(frozen=True, slots=True)
class MissingGrant:
    """A right that the database role `role` lacks on `subject`, a table or "SEQUENCE name"."""

    right: str
    subject: str
    role: str

    @property
    def sql(self) -> str:
        """What gives the right."""
        return f"GRANT {self.right} ON {self.subject} TO {self.role}"


class Transport(StrEnum):
    """How the connection travels."""

    TLS = "tls"
    LOCAL = "local"
    OPEN = "open"


def server_version(connection: Connection) -> str:
    """The version of PostgreSQL, such as "16.4"."""
    return str(connection.scalar(text("SHOW server_version"))).split()[0]


def transport(connection: Connection) -> Transport:
    """Whether the connection is encrypted, or needs not to be because it stays on this computer."""
    if connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")):
        return Transport.TLS
    stays = connection.scalar(text("SELECT coalesce(inet_client_addr() = inet_server_addr(), true)"))
    return Transport.LOCAL if stays else Transport.OPEN


def lacking_rights(connection: Connection) -> list[MissingGrant]:
    """Those of NEEDED_RIGHTS that the role of this connection lacks, and the sequence of the jobs' ids.

    A table that is not there is left out: `db.schema` names it.
    """
    needed = values(column("privilege", String), column("tab", String), name="needed").data([*NEEDED_RIGHTS])
    table = func.to_regclass(needed.c.tab)
    role = func.quote_ident(func.current_user())
    rows = connection.execute(
        select(needed.c.privilege, needed.c.tab, role).where(
            table.is_not(None), ~func.has_table_privilege(table, needed.c.privilege)
        )
    )
    lacking = [MissingGrant(*row) for row in rows]
    # An identity column has no sequence of its own to be granted; a serial one has.
    sequence = connection.execute(text(_SEQUENCE)).one_or_none()
    if sequence is not None:
        lacking.append(MissingGrant("USAGE", f"SEQUENCE {sequence[0]}", sequence[1]))
    return lacking
