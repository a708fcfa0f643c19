"""`apply` beside a live service: it never makes others wait for long, and gives up with a clear sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from app.core.errors import ConnectionLost, SchemaProblem
from app.db.engine import Database
from app.db.schema import Patience, apply
from app.db.url import parse_url
from tests.support.catalog import NO_GUARD, SAMPLE, follow_advice, gaps, names, run, snapshot

INSERT = "INSERT INTO background_jobs (business_id, job_type, status) VALUES (3, '{}', 'queued')"
NO_HEARTBEAT = "ALTER TABLE background_jobs DROP COLUMN heartbeat_at"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(parse_url(database_url), connections=1)
    run(database, SAMPLE)
    yield database
    database.close()


@pytest.fixture
def others(database_url: str) -> Iterator[Database]:
    """The connections of the web API."""
    database = Database(parse_url(database_url), application="web api")
    yield database
    database.close()


@contextmanager
def writer(others: Database) -> Iterator[Connection]:
    """A transaction that has written to the table and stays open."""
    with others.engine.connect() as connection:
        connection.execute(text(INSERT.format("delete_leads")))
        yield connection


def patience(sleep: Callable[[float], None] = lambda _: None) -> Patience:
    return Patience(lock_wait=0.05, tries=3, pause=0.05, index_wait=0.15, sleep=sleep)


def test_a_column_waits_briefly_and_lets_others_pass(database: Database, others: Database) -> None:
    run(database, NO_HEARTBEAT)
    passed: list[float] = []

    def meanwhile(seconds: float) -> None:
        with others.engine.begin() as connection:  # would wait here if a lock was still asked for
            connection.execute(text("SET LOCAL lock_timeout = 1"))
            connection.execute(text("UPDATE background_jobs SET total = total WHERE id = 1"))
        passed.append(seconds)

    with (
        writer(others),
        pytest.raises(
            SchemaProblem,
            match=r"heartbeat_at could not .*: process \d+ \(web api\)\. Run it again",
        ),
    ):
        apply(database, patience=patience(meanwhile))
    assert passed == [0.05, 0.05]
    assert names(apply(database, patience=patience())) == ["background_jobs.heartbeat_at"]


def test_a_column_is_added_when_the_way_is_free(database: Database, others: Database) -> None:
    whole = snapshot(database)
    run(database, NO_HEARTBEAT)
    with writer(others) as connection:
        apply(database, patience=patience(lambda _: connection.commit()))
    assert snapshot(database) == whole


@pytest.mark.parametrize("blocked", ["business", "users"])
def test_a_table_is_not_waited_for_either(database: Database, others: Database, blocked: str) -> None:
    run(database, "DROP TABLE background_jobs")
    with others.engine.connect() as connection:
        connection.execute(text(f"UPDATE {blocked} SET name = 'x'"))
        with pytest.raises(
            SchemaProblem, match="table background_jobs could not be added, because another transaction"
        ):
            apply(database, patience=patience())
    assert snapshot(database) == set()


@pytest.mark.parametrize("snapshot_only", [False, True])
def test_an_index_is_not_begun_while_it_could_not_end(
    database: Database, others: Database, snapshot_only: bool
) -> None:
    run(database, NO_GUARD)
    before = snapshot(database)
    with others.engine.connect() as connection:
        if snapshot_only:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            connection.execute(text("SELECT count(*) FROM business"))
        else:
            connection.execute(text(INSERT.format("delete_leads")))
        with pytest.raises(
            SchemaProblem,
            match=r"unique_active could not .*: process \d+ \(web api\)\. Run it again",
        ):
            apply(database, patience=patience())
        assert snapshot(database) == before
        apply(database, patience=patience(lambda _: connection.rollback()))
    assert gaps(database) == []


def test_short_transactions_do_not_hold_up_an_index(database: Database, others: Database) -> None:
    """Others come and go all the time; only the ones that were there first are waited for."""
    run(database, NO_GUARD)
    with others.engine.connect() as first, others.engine.connect() as second:
        first.execute(text("UPDATE background_jobs SET total = 1 WHERE id = 1"))
        slept: list[float] = []

        def meanwhile(seconds: float) -> None:
            slept.append(seconds)
            second.execute(text("UPDATE background_jobs SET total = 1 WHERE id = 2"))
            first.rollback()

        with on_statement(database, "CREATE UNIQUE INDEX", second.rollback):
            apply(database, patience=patience(meanwhile))
    assert slept == [0.05]
    assert gaps(database) == []


def test_an_index_that_is_overtaken_is_left_with_advice(database: Database, others: Database) -> None:
    run(database, NO_GUARD)
    with others.engine.connect() as connection:
        late = text(INSERT.format("delete_leads"))
        said = r": process \d+ \(web api\)\. The index is left half-built"
        with (
            on_statement(database, "CREATE UNIQUE INDEX", lambda: connection.execute(late)),
            pytest.raises(SchemaProblem, match=said),
        ):
            apply(database, patience=patience())
    (gap,) = gaps(database)
    assert "it is invalid" in (gap.problem or "")
    follow_advice(database, gap)
    assert gaps(database) == []


def test_rows_that_come_meanwhile_are_named(database: Database, others: Database) -> None:
    run(database, NO_GUARD)
    with (
        on_statement(database, "CREATE UNIQUE INDEX", lambda: run(others, *[INSERT.format("broadcast")] * 2)),
        pytest.raises(
            SchemaProblem,
            match=r"unique_active could not .*\(3, broadcast\) is duplicated. The index is left half-built",
        ),
    ):
        apply(database, patience=patience())


def test_one_migration_at_a_time(database: Database, others: Database) -> None:
    run(database, NO_HEARTBEAT)
    refused: list[str] = []

    def second() -> None:
        with pytest.raises(SchemaProblem, match="Another migration of this database is running") as raised:
            apply(others, patience=patience())
        refused.append(str(raised.value))

    with on_statement(database, "ALTER TABLE", second):
        apply(database, patience=patience())
    assert len(refused) == 1
    assert apply(others, patience=patience()) == []


def test_a_lock_is_asked_for_briefly_and_an_index_may_take_its_time(database: Database) -> None:
    """Whatever time-outs the connection has of its own."""
    run(database, NO_HEARTBEAT, NO_GUARD)
    found: dict[str, tuple[str, str]] = {}

    def listener(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        bounds = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
        before, word, _rest = statement.rpartition("ALTER TABLE")
        if word:
            cursor.execute(f"{before}{bounds}")
            found["ALTER"] = cursor.fetchone()
        elif statement.startswith("CREATE"):
            cursor.execute(bounds)
            found["CREATE"] = cursor.fetchone()

    event.listen(database.engine, "before_cursor_execute", listener)
    apply(database, patience=Patience(lock_wait=1.5, index_wait=90))
    event.remove(database.engine, "before_cursor_execute", listener)
    assert found == {"ALTER": ("1500ms", "0"), "CREATE": ("90s", "0")}


@pytest.mark.parametrize("failing", [False, True])
def test_the_connection_goes_back_as_it_was(database: Database, others: Database, failing: bool) -> None:
    run(database, NO_HEARTBEAT)
    if failing:
        with writer(others), pytest.raises(SchemaProblem):
            apply(database, patience=patience())
    else:
        apply(database, patience=patience())
    with database.engine.connect() as connection:  # there is only the one
        connection.execution_options(as_it_is=True)
        settings = [
            connection.scalar(text(f"SELECT setting = reset_val FROM pg_settings WHERE name = '{name}'"))
            for name in ("lock_timeout", "statement_timeout")
        ]
        locks = connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
        connection.execute(text("UPDATE background_jobs SET total = 99"))
        connection.rollback()
        changed = connection.scalar(text("SELECT count(*) FROM background_jobs WHERE total = 99"))
    assert (settings, locks, changed) == ([True, True], 0, 0)


def test_a_connection_that_breaks_is_told_as_that(database: Database, others: Database) -> None:
    run(database, NO_HEARTBEAT)

    def cut() -> None:
        with others.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND application_name = 'sweep'"
                )
            )

    with on_statement(database, "ALTER TABLE", cut), pytest.raises(ConnectionLost):
        apply(database, patience=patience())
    assert names(apply(database, patience=patience())) == ["background_jobs.heartbeat_at"]


@pytest.fixture
def weak(database: Database, database_url: str) -> Iterator[Database]:
    """The same database as a role that may only read and write the rows of other tables."""
    role = f"weak_{database.engine.url.database}"
    run(
        database,
        f'CREATE ROLE "{role}"',
        f'GRANT SELECT, INSERT, UPDATE ON business, users, receipts TO "{role}"',
    )
    weak = Database(parse_url(database_url).update_query_dict({"options": f"-c role={role}"}))
    yield weak
    weak.close()
    run(database, f'DROP OWNED BY "{role}"', f'DROP ROLE "{role}"')


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (NO_HEARTBEAT, "heartbeat_at could not be added: must be owner of table background_jobs"),
        (NO_GUARD, "permission denied for table background_jobs"),
        ("DROP INDEX idx_background_jobs_created_at", "must be owner of table background_jobs"),
        (
            "DROP TABLE background_jobs",
            "table background_jobs could not be added: permission denied for schema public",
        ),
    ],
)
def test_a_role_without_the_right_is_told_so(
    database: Database, weak: Database, damage: str, said: str
) -> None:
    run(database, damage)
    before = snapshot(database)
    assert names(gaps(weak)) == names(gaps(database))
    with pytest.raises(SchemaProblem, match=f"{said}.*Ask the owner"):
        apply(weak, patience=patience())
    assert snapshot(database) == before


@contextmanager
def on_statement(database: Database, start: str, action: Callable[[], object]) -> Iterator[None]:
    """Lets something happen right before the first statement in which `start` stands."""
    done: list[str] = []

    def listener(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if start in statement and not done:
            done.append(statement)
            action()

    event.listen(database.engine, "before_cursor_execute", listener)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", listener)
    assert done
