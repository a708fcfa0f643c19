"""The load of the server and what others do there, which an adaptive pace follows. Cheap enough for once a
second."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    func,
    not_,
    select,
    text,
)

from app.core.demand import Look, Sighting
from app.core.job import JobStatus
from app.core.kin import Counts
from app.core.pace import Signals
from app.core.worker import KIND
from app.db.columns import within
from app.db.exact import number, seconds
from app.db.jobs import names, sign_of_life
from app.db.own_work import OwnWork
from app.db.sight import sight_of
from app.db.tables import background_jobs as jobs
from app.db.tables import qualified, utc_now

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
         WHERE pid NOT IN (SELECT pid FROM own)
             AND EXISTS (
                SELECT 1 FROM own WHERE own.pid = ANY (pg_catalog.pg_blocking_pids(waiting.pid))
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
    WITH own AS (
        SELECT pid FROM pg_catalog.pg_stat_activity
        WHERE datname = pg_catalog.current_database()
            AND application_name = pg_catalog.current_setting('application_name')
    )
"""


_OTHERS = """
    SELECT pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) AS next_id,
        pg_catalog.pg_stat_get_db_xact_commit(oid) AS commits,
        ARRAY(
            SELECT ARRAY[pid, backend_xmin::text::int8] FROM pg_catalog.pg_stat_activity
            WHERE backend_xmin IS NOT NULL AND usesysid IS NOT NULL AND pid <> pg_catalog.pg_backend_pid()
                AND pg_catalog.strpos(application_name, :ours) = 0
                AND state IS DISTINCT FROM 'idle in transaction'
                AND pid NOT IN (SELECT pid FROM pg_catalog.pg_stat_replication)
        ) AS snapshots{flush}
    FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
"""

_FLUSH = ", pg_catalog.pg_stat_force_next_flush()"

KIN_ALIVE = 15.0
"""Seconds since the last sign of life of a console that counts as at work."""


def look(
    connection: Connection, own: OwnWork, console: str, clock: Callable[[], float] = time.monotonic
) -> Look | None:
    """What others do on the server, for the console of this name; None where its role may not see it.

    Run it in a transaction of its own. Raises the kinds of `db.failures`.
    """
    sight = sight_of(connection)
    if not (sight.sees_ids and sight.sees_commits):
        return None
    least = own.least
    query = text(_OTHERS.format(flush=_FLUSH if sight.may_flush else ""))
    row = connection.execute(query, {"ours": KIND}).one()
    sighting = Sighting(clock(), row.next_id, least, own.most)
    return Look(
        sighting,
        row.commits,
        own.commits,
        _kin(connection, console),
        frozenset((pid, state) for pid, state in row.snapshots),
        is_late=not sight.may_flush,
    )


def _kin(connection: Connection, console: str) -> dict[str, Counts]:
    """The other consoles that run jobs now, by name, with the counts of their cursors. One of before has
    none, and is not told from the product."""
    name = func.substring(jobs.c.cursor, f'"worker": ?"({KIND}[^"/]+)', type_=Text)
    counts = func.substring(jobs.c.cursor, r'"counts": ?\[([0-9]{1,18}, ?[0-9]{1,18})\]', type_=Text)
    idle = seconds(utc_now() - within(sign_of_life(connection, jobs.c)))
    at_work = and_(jobs.c.status == JobStatus.RUNNING, idle < number(KIN_ALIVE), not_(names(console)))
    found: dict[str, Counts] = {}
    for row in connection.execute(select(name.label("name"), counts.label("counts")).where(at_work)):
        if row.name and row.counts:
            writes, commits = map(int, row.counts.split(","))
            before = found.get(row.name, (0, 0))
            found[row.name] = max(before[0], writes), max(before[1], commits)
    return found


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
