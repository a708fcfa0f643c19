"""The load of the server, which an adaptive pace follows. Cheap enough for once a second."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from sqlalchemy import Column, Connection, Integer, MetaData, Select, Table, select, text

from app.core.pace import Signals
from app.db.tables import qualified

PROBES = 5
"""Look-ups of one probe; their median counts, so that a single slow one has no effect."""

PROBE_TIMEOUT_MS = 2_000
"""A probe that takes longer has failed, and that is a reason to slow down."""

# Of sessions of other roles everybody may see that they are there, what they wait for in pg_locks, and the
# names of their applications. Replication and vacuum are NULL without pg_monitor.
_STATE = """
    SELECT
        (SELECT pg_catalog.count(*)
         FROM (SELECT DISTINCT pid FROM pg_catalog.pg_locks WHERE NOT granted) AS waiting
         WHERE pid NOT IN (SELECT pid FROM ours)
             AND EXISTS (
                SELECT 1 FROM ours WHERE ours.pid = ANY (pg_catalog.pg_blocking_pids(waiting.pid))
             )
        ) AS blocked,
        (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE usesysid IS NOT NULL) AS sessions,
        pg_catalog.current_setting('max_connections')::int
            - pg_catalog.current_setting('superuser_reserved_connections')::int AS most_sessions,
        (SELECT extract(epoch FROM pg_catalog.max(replay_lag)) FROM pg_catalog.pg_stat_replication)
            AS replication_lag,
        CASE WHEN pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') THEN EXISTS (
            SELECT 1 FROM pg_catalog.pg_stat_progress_vacuum WHERE relid =
            pg_catalog.to_regclass(:items)::oid
        ) END AS vacuuming
"""
_OURS = """
    WITH ours AS (
        SELECT pid FROM pg_catalog.pg_stat_activity
        WHERE datname = pg_catalog.current_database()
            AND application_name = pg_catalog.current_setting('application_name')
    )
"""


def signals(connection: Connection, items: str, clock: Callable[[], float] = time.perf_counter) -> Signals:
    """Probes the server, with the median time of some look-ups of one row of the table `items` as its
    latency; `clock` in seconds.

    Run it in a transaction of its own. Raises the kinds of `db.failures`, also after PROBE_TIMEOUT_MS.
    """
    connection.execute(text(f"SET LOCAL statement_timeout = {PROBE_TIMEOUT_MS}"))
    rows = Table(items, MetaData(), Column("id", Integer))
    look_up = select(rows.c.id).where(rows.c.id == 1)
    latency = statistics.median(_time_of(connection, look_up, clock) for _ in range(PROBES))
    table = qualified(connection, items)
    row = connection.execute(text(_OURS + _STATE), {"items": table}).one()
    lag = None if row.replication_lag is None else float(row.replication_lag)
    return Signals(latency, row.blocked, row.sessions, row.most_sessions, lag, row.vacuuming)


def _time_of(connection: Connection, look_up: Select[tuple[int]], clock: Callable[[], float]) -> float:
    began = clock()
    connection.execute(look_up).all()
    return clock() - began
