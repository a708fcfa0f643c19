"""Where the product's tables are: found once on the server, shown, and then named in every statement.

Whoever may create a schema that stands earlier in the search path of a role, or a table in it, could show it
other people, receipts and jobs than the product's. So all tables have to lie in one schema and belong to one
owner, or a person has to name the schema.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from app.core.errors import SchemaUnclear
from app.db.tables import AUDIT, OWN_TABLES, RESTORES
from app.db.transport import server_address

PRODUCT_TABLES = (
    "business",
    "users",
    "receipts",
    "attachments",
    "contract_files",
    "asset_item_media",
    "background_jobs",
)
"""What is read or written here. The last three may be missing; `db.schema` and `db.health` say so."""

_ESSENTIAL = frozenset(PRODUCT_TABLES[:4])

_SEARCH_PATH = re.compile(r"(?:^|\s)(?:-c\s*|--)search[_-]path=((?:\\.|[^\\\s])*)")

_SESSION = """
    SELECT pg_catalog.current_schemas(false)::text[] AS path, CURRENT_USER::text AS role,
        pg_catalog.current_database()::text AS database,
        pg_catalog.current_setting('search_path') AS search_path, pg_catalog.pg_backend_pid() AS process
"""

# Every comparison here has an operator of pg_catalog that fits exactly, whatever the search path is.
_FOUND = """
    SELECT class.relname::text AS name, space.nspname::text AS schema,
        pg_catalog.pg_get_userbyid(class.relowner)::text AS owner
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    WHERE class.relname::text = ANY (CAST(:tables AS text[]))
        AND class.relkind::text = ANY ('{r,p,v,m,f}'::text[])
        AND NOT pg_catalog.starts_with(space.nspname::text, 'pg_')
"""

_EQUIPMENT = """
    SELECT pg_catalog.count(*) = 0 OR pg_catalog.bool_or(attribute.attname IS NOT NULL),
        ARRAY(SELECT own.relname::text FROM pg_catalog.pg_class AS own
              JOIN pg_catalog.pg_namespace AS home ON home.oid = own.relnamespace
              WHERE home.nspname::text = :schema AND own.relname::text = ANY (CAST(:own AS text[])))
    FROM pg_catalog.pg_class AS class
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
    LEFT JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = class.oid
        AND attribute.attname::text = 'heartbeat_at' AND NOT attribute.attisdropped
    WHERE space.nspname::text = :schema AND class.relname::text = 'background_jobs'
"""


@dataclass(frozen=True, slots=True)
class Location:
    """The real place of a connection, and the schema that all statements name. `role` is the database role of
    the console there. `is_direct` where the server itself answers, and no pooler between."""

    host: str
    port: str
    database: str
    schema: str
    role: str
    is_direct: bool

    @property
    def where(self) -> str:
        """host:port/database.schema, for people."""
        return f"{address(self.host, self.port)}/{self.database}.{self.schema}"


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    schema: str
    owner: str


def address(host: str, port: str) -> str:
    """host:port. The folder of a socket is this computer."""
    if not host or host.startswith(("/", "@")):
        host = "localhost"
    name = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{name}:{port}" if port else name


def locate(connection: Connection, schema: str | None) -> Location:
    """Where this connection leads, by its own search path, or in `schema` where a person has named it.

    Raises SchemaUnclear where it is not clear which tables are the product's.
    """
    driver: Any = connection.connection.dbapi_connection
    session = connection.execute(text(_SESSION)).one()
    is_given = _require_given_path(driver.info.options or "", session.search_path)
    query = text(_FOUND).bindparams(bindparam("tables", list(PRODUCT_TABLES)))
    tables = [_Table(*row) for row in connection.execute(query)]
    return Location(
        host=_host(driver),
        port=str(driver.info.port or ""),
        database=session.database,
        schema=_named(schema, tables) if schema else _found(session.path, tables, is_given),
        role=session.role,
        is_direct=driver.info.backend_pid == session.process,
    )


def _host(driver: Any) -> str:
    """The name to which the driver has connected, or the address where it was told one besides."""
    is_by_address = "hostaddr" in driver.info.dsn_parameters
    return server_address(driver) if is_by_address else driver.info.host or ""


def equipment(connection: Connection, schema: str) -> dict[str, bool]:
    """What a database may lack: `has_heartbeat`, the column `background_jobs.heartbeat_at`, which came later
    than the table (web-api-contract.md, background_jobs), and our own tables: `has_restores`, `has_audit`."""
    row = connection.execute(text(_EQUIPMENT), {"schema": schema, "own": [*OWN_TABLES]}).one()
    own = set(row[1])
    return {"has_heartbeat": row[0], "has_restores": RESTORES in own, "has_audit": AUDIT in own}


def _require_given_path(options: str, in_force: str) -> bool:
    """Whether the options of the connection (of its address, of PGOPTIONS or of a service file) give a search
    path. A pooler may silently drop options, and then other tables would be found."""
    given = _SEARCH_PATH.findall(options)
    if given and _plain(re.sub(r"\\(.)", r"\1", given[-1])) != _plain(in_force):
        raise SchemaUnclear("path", in_force)
    return bool(given)


def _plain(path: str) -> list[str]:
    return [part.strip().strip('"') for part in path.split(",")]


def _named(schema: str, tables: Sequence[_Table]) -> str:
    missing = _ESSENTIAL - {table.name for table in tables if table.schema == schema}
    if missing:
        raise SchemaUnclear("no_table", ", ".join(f"{schema}.{name}" for name in sorted(missing)))
    return schema


def _found(path: Sequence[str], tables: Sequence[_Table], is_given: bool) -> str:
    """The schema that the search path leads to. Where it `is_given` for this very connection, what it names
    first is meant; else nothing may stand in front of other tables of the product."""
    by_place = {(table.schema, table.name): table for table in tables}
    first = [
        next(by_place[schema, name] for schema in path if (schema, name) in by_place)
        for name in PRODUCT_TABLES
        if any((schema, name) in by_place for schema in path)
    ]
    if not first:
        elsewhere = {table.schema for table in tables if table.name == "receipts"}
        if elsewhere:
            raise SchemaUnclear("elsewhere", ", ".join(sorted(elsewhere)))
        return path[0] if path else "public"
    if len({table.schema for table in first}) > 1:
        raise SchemaUnclear("split", ", ".join(f"{table.schema}.{table.name}" for table in first))
    if len({table.owner for table in first}) > 1:
        raise SchemaUnclear("owners", ", ".join(f"{table.name}: {table.owner}" for table in first))
    whole = [schema for schema in path if all((schema, name) in by_place for name in _ESSENTIAL)]
    if len(whole) > 1 and not is_given:
        raise SchemaUnclear("several", ", ".join(whole))
    return first[0].schema
