"""Adding what `background_jobs` lacks.

Only what is missing is added. What is there is never changed and never dropped: where it differs from the
contract it is reported, with the SQL that would fix it as advice for a person. The one change to what is
there is that a constraint still NOT VALID, as an interrupted run leaves it, is validated.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.errors import (
    CannotConnect,
    ConnectionLost,
    DatabaseError,
    MissingRight,
    ReadOnlyDatabase,
    SchemaProblem,
    SchemaUnclear,
    SweepError,
)
from app.db.engine import Database
from app.db.failures import failure
from app.db.schema.careful import InTheWay, Patience, run
from app.db.schema.contract import NAMED
from app.db.schema.gaps import Gap, missing
from app.db.schema.own_tables import own_tables
from app.db.schema.speed import recommended
from app.db.waiting import unbound_waits

_TURN = 0x53776565705363  # "SweepSc": one at a time in a database
_HALF_BUILT = "The index is left half-built; the check names it, with the SQL that removes it."
_PATIENCE = Patience()


def apply(
    database: Database,
    *,
    with_recommended: bool = False,
    with_own: bool = False,
    patience: Patience = _PATIENCE,
) -> list[Gap]:
    """Adds what `missing` names and can be added, and on request what `recommended` and `own_tables` do, and
    returns it; empty where there was nothing to add.

    May be run again at any time, also after it was interrupted. No lock is held or waited for longer than
    `patience.lock_wait` seconds: indexes are built concurrently, constraints are validated while others
    write, new columns need no rewriting. Differences from the contract are left to a person.

    Raises SchemaProblem, before anything is changed, where rows do not fit (and names the businesses), where
    the database role may not do it, or where another run is at work; and with what came before it done, where
    transactions of others stay in the way. Other kinds of `db.failures` for a broken connection.
    """
    try:
        # An index of a large table is built for longer than any other statement may take.
        with unbound_waits(), _alone(database), database.connection() as connection:
            gaps = missing(connection) + (recommended(connection) if with_recommended else [])
            gaps += own_tables(connection) if with_own else []
            wanted = [gap for gap in gaps if gap.problem is None]
            _refuse_misfits(connection, wanted)
            connection.commit()
            connection.execution_options(isolation_level="AUTOCOMMIT")
            for gap in wanted:
                _add(connection, gap, patience)
            return wanted
    except (CannotConnect, ConnectionLost, SchemaUnclear):
        raise
    except DatabaseError as error:
        if isinstance(error.__cause__, DBAPIError):
            raise _explained("The table background_jobs cannot be read", error.__cause__) from error
        raise


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """One migration at a time in a database, as long as a transaction on a connection of its own is open: a
    lock of the session would stay with a pooler. It holds nothing that an index would have to wait for: no
    snapshot either, whatever isolation is the database's default."""
    with database.begin() as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        if not connection.scalar(text("SELECT pg_catalog.pg_try_advisory_xact_lock(:turn)"), {"turn": _TURN}):
            raise SchemaProblem("Another migration of this database is running. Try again later.")
        yield


def _refuse_misfits(connection: Connection, gaps: list[Gap]) -> None:
    reasons: list[str] = []
    for gap in gaps:
        if gap.misfits:
            answer = connection.exec_driver_sql(gap.misfits, execution_options={"no_parameters": True})
            rows = list(answer.scalars())
            reasons += rows[:NAMED] + ["and more"] * (len(rows) > NAMED)
    if reasons:
        raise SchemaProblem(
            f"Rows of background_jobs conflict with the change, so nothing was changed: "
            f"{'; '.join(reasons)}. "
            "Fix these rows, then run it again."
        )


def _add(connection: Connection, gap: Gap, patience: Patience) -> None:
    what = f"The {gap.kind} {gap.name} could not be added"
    for statement in gap.sql:
        try:
            run(connection, statement, gap.table, patience)
        except InTheWay as error:
            holders = f": {', '.join(error.sessions)}" if error.sessions else ""
            raise SchemaProblem(
                f"{what}, because another transaction blocks it{holders}. "
                + (_HALF_BUILT if error.half_built else "Run it again later.")
            ) from error
        except IntegrityError as error:  # rows that came after they were looked at
            ending = f" {_HALF_BUILT}" if "CONCURRENTLY" in statement else ""
            raise SchemaProblem(f"{what}: {_said(error)}.{ending}") from error
        except DBAPIError as error:
            raise _explained(what, error) from error


def _explained(what: str, error: DBAPIError) -> SweepError:
    kind = failure(error)
    if isinstance(kind, ConnectionLost | ReadOnlyDatabase):
        return kind
    if isinstance(kind, MissingRight):
        return SchemaProblem(f"{what}: {_said(error)}. Ask the owner of the tables to do it.")
    return SchemaProblem(f"{what}: {_said(error)}.")


def _said(error: DBAPIError) -> str:
    diagnostics = getattr(error.orig, "diag", None)
    parts = [getattr(diagnostics, "message_primary", None), getattr(diagnostics, "message_detail", None)]
    return ". ".join(part.rstrip(".") for part in parts if part)
