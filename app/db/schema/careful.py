"""Runs statements that change a table in use, so that the running service never waits long for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.db.engine import AS_IT_IS, unlimited

_IN_THE_WAY = {"55P03", "40P01"}  # lock time-out, deadlock


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for the transactions of others; all in seconds.

    A statement that locks its table waits `lock_wait` for the lock, since others queue up behind it, and is
    tried `tries` times with `pause` between. Building an index blocks no one and may wait for `index_wait`.
    """

    lock_wait: float = 2.0
    tries: int = 5
    pause: float = 3.0
    index_wait: float = 60.0
    sleep: Callable[[float], None] = time.sleep


class InTheWay(Exception):
    """Transactions of others did not end in time. `sessions` names them as far as they are known.

    `half_built`: an index build was begun, and PostgreSQL left the index behind as invalid.
    """

    def __init__(self, sessions: Iterable[str], *, half_built: bool = False) -> None:
        self.sessions = sorted(sessions)
        self.half_built = half_built
        super().__init__(", ".join(self.sessions))


def run(connection: Connection, statement: str, table: str, patience: Patience) -> None:
    """Runs one statement on a connection that commits by itself.

    Raises InTheWay where others hold the table for too long, and DBAPIError for anything else.
    """
    if "CONCURRENTLY" in statement:
        _build(connection, statement, table, patience)
    else:
        _alter(connection, statement, table, patience)


def _alter(connection: Connection, statement: str, table: str, patience: Patience) -> None:
    for attempt in range(patience.tries):
        if attempt:
            patience.sleep(patience.pause)
        try:
            _execute(connection, statement, patience.lock_wait)
            return
        except DBAPIError as error:
            if not _in_the_way(error):
                raise
    raise InTheWay(_holders(connection, table).values())


def _build(connection: Connection, statement: str, table: str, patience: Patience) -> None:
    """An index build that is cancelled leaves an invalid index behind; so first wait, without any lock, for
    the transactions that it would have to wait for."""
    waiting = _holders(connection, table, building=True)
    for _ in range(int(patience.index_wait // patience.pause)):
        if not waiting:
            break
        patience.sleep(patience.pause)
        still = _holders(connection, table, building=True)
        waiting = {transaction: still[transaction] for transaction in waiting if transaction in still}
    if waiting:
        raise InTheWay(waiting.values())
    try:
        _execute(connection, statement, patience.index_wait)
    except DBAPIError as error:
        if not _in_the_way(error):
            raise
        raise InTheWay(_holders(connection, table, building=True).values(), half_built=True) from error


def _execute(connection: Connection, statement: str, lock_wait: float) -> None:
    bounds: tuple[str, ...] = (f"lock_timeout = {round(lock_wait * 1000)}", "statement_timeout = 0")
    if "CONCURRENTLY" not in statement:
        together = "; ".join([*(f"SET LOCAL {bound}" for bound in bounds), statement])
        connection.exec_driver_sql(together, execution_options={"no_parameters": True})
        return
    # It stands in no transaction, so its bounds are the session's; a pooler would hand them on to others.
    is_ours = connection.info["location"].is_direct
    bounds += tuple(f"{name} = {value}" for name, value in unlimited(connection).items())
    for bound in bounds if is_ours else ():
        _alone(connection, f"SET {bound}")
    try:
        _alone(connection, statement)
    finally:
        for bound in bounds if is_ours and not connection.invalidated else ():
            _alone(connection, f"RESET {bound.split()[0]}")


def _alone(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True, AS_IT_IS: True})


def _in_the_way(error: DBAPIError) -> bool:
    return getattr(error.orig, "pgcode", None) in _IN_THE_WAY


def _holders(connection: Connection, table: str, *, building: bool = False) -> dict[str, str]:
    """Open transactions of others that hold the table, by virtual transaction id: "process 42 (application)".

    For `building` an index these are the ones that write to the table or that still look at an old snapshot
    of anything. Autovacuum is left out: it steps aside by itself.
    """
    rows = connection.execute(
        text("""
            SELECT held.virtualtransaction, held.pid, activity.application_name
            FROM pg_catalog.pg_locks AS held
            LEFT JOIN pg_catalog.pg_stat_activity AS activity USING (pid)
            JOIN pg_catalog.pg_database AS here ON here.datname = pg_catalog.current_database()
            WHERE held.granted AND held.pid <> pg_catalog.pg_backend_pid()
              AND activity.backend_type IS DISTINCT FROM 'autovacuum worker'
              AND (
                (held.locktype = 'relation' AND held.relation = pg_catalog.to_regclass(:table)::oid
                 AND held.database = here.oid
                 AND (NOT :building OR held.mode IN
                      ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')))
                OR (:building AND held.locktype = 'virtualxid' AND activity.backend_xmin IS NOT NULL
                    AND activity.datid = here.oid)
              )
        """),
        {"table": table, "building": building},
    )
    return {
        row.virtualtransaction: f"process {row.pid} ({row.application_name or 'unnamed'})" for row in rows
    }
