"""What goes wrong around the record while consoles work: nothing is lost, nothing is told twice, and nobody
is kept from what is theirs to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from app.core.errors import ConnectionLost, DatabaseError, MissingTables, RowsLocked, SweepError
from app.core.job import JobStatus
from app.core.record import AuditLine
from app.core.restore import RestoreStatus
from app.db import jobs, restores
from app.db.engine import transaction
from app.engine.events import Ending
from tests.record.test_doubts import LOST, Once, a_commit, a_line
from tests.record.test_upkeep import OLD, upkeep
from tests.record.test_verifying import case
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import until
from tests.support.proxy import Fault, Proxy, Query
from tests.support.recording import actions, checked, checked_at, lines, require_agreement
from tests.support.restoring import Restoring, make_table
from tests.support.running import Station

TABLE_WAITS = "Lines wait for the table of the record"
FILE_WAITS = "Lines wait for the audit trail"
LOCKED = "LOCK TABLE sweep_audit IN SHARE MODE"
"""As CREATE INDEX does: everybody may read, and no line comes in."""

LOSING = """
    CREATE SEQUENCE tries;
    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('public.tries') = 1 THEN RAISE 'lost' USING ERRCODE = '40001'; END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER lose AFTER UPDATE ON sweep_restores DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.status = 'completed') EXECUTE FUNCTION lose();
"""
"""The first commit of a restore's end is a serialization failure; the sequence counts them."""


@pytest.fixture(autouse=True)
def is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a lock, or for the next try to send lines."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    monkeypatch.setattr("app.actions.later.RETRY_SECONDS", 0.02)


def export(station: Station, name: str) -> AuditLine:
    return station.audit.line(station.person, "export", name)


def exports(product: Product) -> list[str]:
    """Which of these lines are in the table, in the order in which they came there."""
    rows = product.rows("SELECT line FROM sweep_audit WHERE action = 'export' ORDER BY id")
    return [line.answer for row in rows if (line := AuditLine.parse(row["line"]))]


def starts(station: Station, *business_ids: int) -> list[AuditLine]:
    return [station.audit.line(station.person, "delete", "started", business_id=one) for one in business_ids]


def roll_back(station: Station, *business_ids: int) -> None:
    """Begins to delete in these businesses; the server refuses the last statement."""
    with suppress(DatabaseError), station.audit.entry() as notes, station.database.begin() as connection:
        notes.write(connection, starts(station, *business_ids))
        raise DatabaseError("refused")


def told_of_deletions(station: Station) -> list[str]:
    return [line.answer for line in station.audit.read() if line.action == "delete"]


def look_again(station: Station) -> None:
    """The sessions that there are know the tables of before; the next one looks for them."""
    station.database.engine.dispose()
    with station.database.begin():
        pass


def after_a_line(with_words: str = "") -> Callable[[str], bool]:
    """Chooses the commit that follows a line, whose statement has these words."""
    seen = False

    def chosen(sql: str) -> bool:
        nonlocal seen
        seen = seen or (a_line(sql) and with_words in sql)
        return seen and a_commit(sql)

    return chosen


# A table that is locked, or not there


def test_a_locked_table_keeps_no_job_from_its_end(
    station: Station, product: Product, expected_logs: ExpectedLogs
) -> None:
    (job_id,) = station.delete(case(product))
    expected_logs.expect("its end is recorded later")
    expected_logs.expect(TABLE_WAITS)
    with somebody(product, LOCKED):
        assert station.run(job_id).ending is Ending.COMPLETED
        assert product.job_status(job_id) == "completed"
        until(lambda: any(TABLE_WAITS in said for said in expected_logs.messages))
    assert checked(station) == []
    assert actions(product)[1:] == [("end", "completed", "completed")]
    require_agreement(product)


@pytest.mark.parametrize(("act", "status"), [("pause", "paused"), ("cancel", "cancelled")])
def test_a_locked_table_keeps_no_restore_going(
    station: Station, product: Product, expected_logs: ExpectedLogs, act: str, status: str
) -> None:
    (job_id,) = station.delete(case(product))
    station.run(job_id)
    restoring = Restoring(station)
    (restore_id,) = restoring.start(job_id)
    expected_logs.expect(TABLE_WAITS)
    with somebody(product, LOCKED):
        assert restoring.answer(act, restore_id).value == status
        assert restoring.read(restore_id).status.value == status
        until(lambda: any(TABLE_WAITS in said for said in expected_logs.messages))
    assert checked(station) == []
    assert actions(product)[-1] == (f"{act}_restore", status, status)


def test_a_table_that_is_added_while_a_console_runs(product: Product) -> None:
    """It gets what was before it, in its order, with the first line that follows."""
    product.execute("DROP TABLE sweep_audit")
    with Station(product) as one:
        for number in (1, 2):
            one.audit.write([export(one, f"{number}.csv")])
        make_table(product.url)
        look_again(one)
        one.audit.write([export(one, "3.csv")])
        assert checked(one) == []
        assert exports(product) == ["1.csv", "2.csv", "3.csv"]
    with Station(product) as two:
        upkeep(two)
        assert exports(product) == ["1.csv", "2.csv", "3.csv"]
        assert checked(two) == []


def test_a_table_that_is_away_for_a_moment(station: Station, product: Product) -> None:
    station.audit.write([export(station, "1.csv")])
    assert station.audit.end(20)
    product.execute("ALTER TABLE sweep_audit RENAME TO away")
    station.audit.write([export(station, "2.csv")])
    assert station.audit.end(20)
    product.execute("ALTER TABLE away RENAME TO sweep_audit")
    station.audit.write([export(station, "3.csv")])
    assert checked(station) == []
    assert exports(product) == ["1.csv", "2.csv", "3.csv"]


def test_lines_that_wait_for_a_table_keep_their_order(station: Station, product: Product) -> None:
    """The second is written while the first is about to be sent, and finds no table."""
    station.audit.write([export(station, "1.csv")])
    assert station.audit.end(20)
    product.execute("ALTER TABLE sweep_audit RENAME TO away")
    second, third = export(station, "3.csv"), export(station, "4.csv")
    with station.just_before("pg_class", lambda: station.audit.write([second])):
        station.audit.write([export(station, "2.csv")])
        assert station.audit.end(20)
    product.execute("ALTER TABLE away RENAME TO sweep_audit")
    station.audit.write([third])
    assert checked(station) == []
    assert exports(product) == ["1.csv", "2.csv", "3.csv", "4.csv"]


def test_a_table_that_is_dropped_while_a_console_runs(station: Station, product: Product) -> None:
    """One start finds out, and does not happen; the next one is told in the file."""
    station.delete(case(product))
    product.execute("DROP TABLE sweep_audit")
    with pytest.raises(MissingTables):
        station.delete(case(product))
    assert len(product.rows("SELECT * FROM background_jobs")) == 1
    station.delete(case(product))
    assert len(product.rows("SELECT * FROM background_jobs")) == 2
    assert told_of_deletions(station) == ["started", "started"]
    look_again(station)  # else it would say that it cannot countersign at its end


def test_two_ends_of_which_the_table_refuses_the_second(
    product: Product, expected_logs: ExpectedLogs
) -> None:
    """They are in one transaction: neither is lost, and neither comes twice."""
    expected_logs.expect("The table of the record takes no line")
    expected_logs.expect(TABLE_WAITS)
    with Station(product) as one:
        taken, refused = one.delete(case(product), case(product))
        product.execute(
            f"ALTER TABLE sweep_audit ADD CONSTRAINT no CHECK (job_id <> {refused} OR action <> 'end')"
        )
        with one.audit.ends() as notes, one.database.begin() as connection:
            found = jobs.by_ids(connection, [taken, refused])
            for job_id in (taken, refused):
                notes.job(connection, found[job_id], found[job_id], "returned")
        until(lambda: any(TABLE_WAITS in said for said in expected_logs.messages))
        product.execute("ALTER TABLE sweep_audit DROP CONSTRAINT no")
        assert one.audit.end(20)
    told = sorted(line.job_id or 0 for line in lines(product) if line.action == "end")
    assert told == sorted([taken, refused])
    assert checked_at(product, one.audit.path.parent) == []


# Commits in doubt


@pytest.mark.parametrize("fault", LOST)
def test_three_starts_in_doubt(remote: Station, proxy: Proxy, product: Product, fault: Fault) -> None:
    businesses, _person = [case(product) for _ in range(3)], remote.person
    proxy.script = once = Once(fault, after_a_line())
    with suppress(ConnectionLost):
        remote.delete(*businesses)
    assert once.happened
    assert checked(remote) == []
    outcome = "confirmed" if product.rows("SELECT * FROM background_jobs") else "undone"
    assert sorted(told_of_deletions(remote)) == sorted(["started", "in_doubt", outcome] * 3)
    remote.delete(case(product))
    assert checked(remote) == []
    require_agreement(product)


@pytest.mark.parametrize("fault", LOST)
def test_a_countersigning_line_in_doubt(
    remote: Station, proxy: Proxy, product: Product, fault: Fault
) -> None:
    """The next one goes on where the chain truly ends."""
    remote.delete(case(product))
    upkeep(remote)
    remote.delete(case(product))
    proxy.script = once = Once(fault, after_a_line("countersign"))
    with pytest.raises(ConnectionLost):
        remote.console.upkeep.round()
    assert once.happened
    with suppress(SweepError):  # the commit may be under way to this moment
        remote.console.upkeep.round()
    remote.delete(case(product))
    upkeep(remote)
    assert checked(remote) == []
    chains = product.rows("SELECT DISTINCT writer FROM sweep_audit WHERE action = 'countersign'")
    assert len(chains) == 1


def test_in_doubt_with_a_full_disk(
    remote: Station, proxy: Proxy, product: Product, expected_logs: ExpectedLogs
) -> None:
    """That the start may have been done is what the person is told, and not that it was not recorded."""
    business, _person = case(product), remote.person
    path = remote.audit.path
    chosen, away = after_a_line(), path.with_name("away")
    expected_logs.expect(FILE_WAITS)

    def script(query: Query) -> Fault | None:
        if away.exists() or not chosen(query.sql):
            return None
        path.rename(away)
        path.mkdir()
        return Fault.LOST_ANSWER

    proxy.script = script
    with pytest.raises(ConnectionLost):
        remote.delete(business)
    until(lambda: any(FILE_WAITS in said for said in expected_logs.messages))
    path.rmdir()
    path.hardlink_to(away)  # not renamed: the fault is to happen once
    assert checked(remote) == []
    require_agreement(product)
    assert told_of_deletions(remote) == ["started", "in_doubt", "confirmed"]


# Transactions that are rolled back, or run again


def test_three_lines_are_rolled_back_and_then_one(station: Station, product: Product) -> None:
    """The next line takes the number of the first of them; the others are of no chain any more."""
    station.delete(case(product))
    roll_back(station, 1, 2, 3)
    assert checked(station) == []
    station.delete(case(product))
    assert checked(station) == []
    assert told_of_deletions(station).count("undone") == 3


@pytest.mark.parametrize("with_table", [True, False])
def test_the_end_of_a_restore_is_run_again(product: Product, with_table: bool) -> None:
    """The server rolls back its first try in the commit, after it was noted."""
    if not with_table:
        product.execute("DROP TABLE sweep_audit")
    with Station(product) as station:
        (job_id,) = station.delete(case(product))
        station.run(job_id)
        restoring = Restoring(station)
        (restore_id,) = restoring.start(job_id)
        product.execute(LOSING)
        assert restoring.run(restore_id).status is RestoreStatus.COMPLETED
        assert product.scalar("SELECT last_value FROM tries") == 2
        assert checked(station) == []
        of_restores = [line for line in station.audit.read() if line.action == "end_restore"]
        assert [line.answer for line in of_restores] == ["completed"]
        if with_table:
            assert actions(product)[-1] == ("end_restore", "completed", "completed")


def test_what_was_noted_in_a_lost_try_is_forgotten(station: Station, product: Product) -> None:
    """The next try ends nothing: nothing is told."""
    (job_id,) = station.delete(case(product))
    station.run(job_id)
    (restore_id,) = Restoring(station).start(job_id)
    with station.audit.ends() as notes, station.database.connection() as connection:
        notes.anew()
        with suppress(DatabaseError), transaction(connection):
            restore = restores.read(connection, restore_id)
            assert restore
            notes.restore(connection, restore)
            raise DatabaseError("rolled back")
        notes.anew()
        with transaction(connection):
            pass
    assert checked(station) == []
    assert "end_restore" not in {line.action for line in (*lines(product), *station.audit.read())}


# What a dead console leaves


def test_what_was_undone_is_told_once(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    """The console told it, before it was killed."""
    with Station(product) as killed:
        roll_back(killed, 1)
        name = killed.identity.name
    with Station(product) as other:
        monkeypatch.setattr(other.console.upkeep, "_dead", lambda: (name,))
        upkeep(other)
        assert told_of_deletions(other) == ["started", "undone"]
        assert checked(other) == []


def test_a_killed_console_whose_start_is_committed_afterwards(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has the COMMIT, and has not come to it yet: the line is neither done nor undone so far."""
    with Station(product) as killed, Station(product) as other:
        monkeypatch.setattr(killed.audit, "file_soon", lambda _lines: None)  # it is not told any more
        monkeypatch.setattr(other.console.upkeep, "_dead", lambda: (killed.identity.name,))
        with killed.audit.entry() as notes, killed.database.begin() as connection:
            notes.write(connection, starts(killed, 1))
            with pytest.raises(RowsLocked):
                other.console.upkeep.round()
            assert other.audit.end(20)
            assert told_of_deletions(other) == ["started"]
        upkeep(other)
        assert told_of_deletions(other) == ["started"]
        assert [answer for action, answer, _status in actions(product) if action == "delete"] == ["started"]
        assert checked(other) == []


def test_an_end_that_is_told_is_not_found_again(station: Station, product: Product) -> None:
    """Though the line of the pause that was asked for comes to the table after that of the end."""
    (job_id,) = station.delete(case(product))
    job = station.read(job_id)
    station.run(job_id)
    running = replace(job, status=JobStatus.RUNNING)
    asked = station.audit.line(station.person, "pause", "pausing", business_id=job.business_id, job=running)
    station.audit.write_soon([asked])
    product.execute(OLD)
    upkeep(station)
    assert "found_end" not in {line.action for line in lines(product)}
