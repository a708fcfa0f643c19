"""What the role of a connection may see of the work of others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

_SIGHT = """
    SELECT pg_catalog.has_function_privilege('pg_catalog.txid_current_snapshot()', 'EXECUTE')
            AND pg_catalog.has_function_privilege(
                'pg_catalog.txid_snapshot_xmax(pg_catalog.txid_snapshot)', 'EXECUTE') AS sees_ids,
        pg_catalog.has_function_privilege(
            'pg_catalog.pg_stat_get_db_xact_commit(pg_catalog.oid)', 'EXECUTE') AS sees_commits,
        coalesce(pg_catalog.has_function_privilege(
            pg_catalog.to_regprocedure('pg_catalog.pg_stat_force_next_flush()')::oid, 'EXECUTE'), false)
            AS may_flush
"""

_SEES = "sight"


@dataclass(frozen=True, slots=True)
class Sight:
    """Everybody may see all of it, unless an administrator has taken the right away. `sees_ids`: which id the
    next transaction that writes will get; `sees_commits`: how many there were in this database; `may_flush`:
    say one's own at once to the server's statistics (PostgreSQL 15)."""

    sees_ids: bool = False
    sees_commits: bool = False
    may_flush: bool = False


def look(connection: Connection) -> None:
    """Once for each session; see `sight_of`."""
    connection.info[_SEES] = Sight(*connection.execute(text(_SIGHT)).one())


def sight_of(connection: Connection) -> Sight:
    """What was found as the session began."""
    found: Sight = connection.info[_SEES]
    return found
