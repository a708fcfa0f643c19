"""What one console does for the record beside its own lines: it says what a killed one could not, sends on
what stands in the file alone, and countersigns."""

from __future__ import annotations

import pytest

from app.actions.audit_writers import FIRST, QUEUED
from app.core.record import COUNTERSIGN, AuditLine, Mark, heads_in
from app.db.tables import AUDIT
from tests.record.test_verifying import case, chain
from tests.support.databases import Databases
from tests.support.product import Product
from tests.support.recording import actions, check, checked, checked_at, lines, require_agreement
from tests.support.restoring import Restoring, make_table
from tests.support.running import Station

OLD = """
    UPDATE background_jobs SET updated_at = updated_at - interval '1 hour',
        heartbeat_at = heartbeat_at - interval '1 hour'
"""


def upkeep(station: Station) -> None:
    station.console.upkeep.round()
    assert station.audit.end(20)


def countersigned(product: Product) -> list[AuditLine]:
    rows = product.rows(f"SELECT line FROM {AUDIT} WHERE action = %s ORDER BY id", COUNTERSIGN)
    return [line for row in rows if (line := AuditLine.parse(row["line"]))]


def test_the_heads_of_all_others_are_countersigned_once(station: Station, product: Product) -> None:
    job_id, _ = station.delete(case(product), case(product))
    with Station(product, "other") as other:
        upkeep(other)
        first = countersigned(product)[-1]
        assert [(head.writer, head.number) for head in heads_in(first.heads)] == [
            (chain(product, "desk")[-1]["writer"], 2)
        ]
        station.run(job_id)
        upkeep(other)
        second = countersigned(product)[-1]
        assert 3 in [head.number for head in heads_in(second.heads)]
    assert checked(station) == []


@pytest.mark.parametrize("with_table", [True, False])
def test_the_end_of_a_job_that_nobody_told(product: Product, with_table: bool) -> None:
    """Its console was killed, and the web side or somebody else brought it to its end."""
    if not with_table:
        product.execute(f"DROP TABLE {AUDIT}")
    with Station(product) as killed, Station(product) as other:
        job_id, going = killed.delete(case(product), case(product))
        product.execute(
            "UPDATE background_jobs SET status = 'failed', succeeded = 1, finished_at = now() WHERE id = %s",
            job_id,
        )
        assert killed.audit.end(20)
        upkeep(other)  # its line may yet come
        product.execute(OLD)
        upkeep(other)
        upkeep(other)
        told = [
            (line.job_id, line.answer, line.old_status, line.new_status, line.succeeded)
            for line in other.audit.read()
            if line.action == "found_end"
        ]
        assert told == [(job_id, "failed", "queued", "failed", 1)]
        if with_table:
            assert going in {line.job_id for line in lines(product)}
            require_agreement(product)
            assert checked(other) == []


def test_the_end_of_a_restore_that_nobody_told(station: Station, product: Product) -> None:
    (job_id,) = station.delete(case(product))
    station.run(job_id)
    restoring = Restoring(station)
    restoring.start(job_id)
    product.execute("UPDATE sweep_restores SET status = 'cancelled', restored = 1")
    upkeep(station)
    upkeep(station)
    told = [(line.action, line.job_id, line.new_status, line.succeeded) for line in lines(product)][3:]
    assert told == [("found_restore_end", job_id, "cancelled", 1)]


def test_what_stands_in_the_file_alone_is_sent_on(station: Station, product: Product) -> None:
    """The database was away until the console was killed; the next one on this computer sends it on, once."""
    product.execute("ALTER TABLE sweep_audit RENAME TO away")
    with Station(product) as killed:
        (job_id,) = killed.delete(case(product))
        killed.run(job_id)
        killed.cancel(job_id)
        assert killed.audit.end(20)
    product.execute("ALTER TABLE away RENAME TO sweep_audit")
    assert lines(product) == []
    with Station(product) as other:
        assert check(other).unsent == 3
        upkeep(other)
        upkeep(other)
        assert check(other).unsent == 0
        assert checked(other) == []
    assert sorted(actions(product)) == [
        ("cancel", "wrong_status", "completed"),
        ("delete", "started", "queued"),
        ("end", "completed", "completed"),
    ]
    require_agreement(product)


def test_what_the_table_has_is_not_unsent(station: Station, product: Product) -> None:
    """Killed, or asked, after the table took the lines, and before the file said so."""
    (job_id,) = station.delete(case(product))
    station.cancel(job_id)
    station.cancel(job_id)
    station.audit.write([station.audit.line(station.person, "export", "here.csv")])
    assert check(station).unsent == 0
    path = station.audit.path
    lines_alone = [text for text in station.audit.file if Mark.parse(text.decode()) is None]
    path.write_bytes(b"".join(lines_alone))
    found = check(station)
    assert (found.findings, found.unsent, found.lines) == ((), 0, found.filed)
    product.execute(f"DELETE FROM sweep_audit WHERE writer ~ '/[{FIRST}{QUEUED}]$'")
    assert check(station).unsent == found.filed - 1  # that of the start came with its row


def test_lines_of_another_database_are_left_alone(
    station: Station, product: Product, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Consoles on two databases share one data folder: each table has its own lines, and misses no others."""
    here = station.audit
    here.write([here.line(station.person, "export", "here.csv")])
    with databases.fresh() as url:
        make_table(url)
        with Station(product, url=url) as other:
            away = other.audit
            away.write([away.line(None, "export", "elsewhere.csv")])
            with pytest.raises(Killed):
                begin_to_delete(other, case(product))
            assert away.end(20)
            killed = other.identity.name
        with Station(product) as third:
            monkeypatch.setattr(third.console.upkeep, "_dead", lambda: (killed,))
            upkeep(third)
            found = check(third)
            assert (found.findings, found.unsent) == ((), 0)
            assert "undone" not in {line.answer for line in third.audit.read()}
        with Station(product, url=url) as other:
            assert checked(other) == []
    assert [answer for _action, answer, _status in actions(product)] == ["here.csv"]


class Killed(BaseException):
    """What ends a process in the middle."""


def begin_to_delete(station: Station, business_id: int) -> None:
    with station.audit.entry() as notes, station.database.begin() as connection:
        line = station.audit.line(None, "delete", "started", business_id=business_id)
        notes.write(connection, [line])
        raise Killed


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_line_of_a_killed_console_that_nobody_knows_of(
    product: Product, monkeypatch: pytest.MonkeyPatch, is_committed: bool
) -> None:
    """It stands in the file, and the console was killed in the middle of its commit: the table knows."""
    with Station(product) as killed:
        monkeypatch.setattr(killed.audit, "file_soon", lambda _lines: None)  # it is not told any more
        if is_committed:
            killed.delete(case(product))
        else:
            with pytest.raises(Killed):
                begin_to_delete(killed, case(product))
        name = killed.identity.name
    with Station(product) as other:
        monkeypatch.setattr(other.console.upkeep, "_dead", lambda: (name,))
        upkeep(other)
        upkeep(other)
        told = [line.answer for line in other.audit.read() if line.action == "delete"]
        assert told == (["started"] if is_committed else ["started", "undone"])
        assert checked(other) == []


def test_a_table_that_is_made_later_gets_what_was(product: Product) -> None:
    product.execute(f"DROP TABLE {AUDIT}")
    with Station(product) as before:
        (job_id,) = before.delete(case(product))
        before.run(job_id)
    make_table(product.url)
    with Station(product) as after:
        upkeep(after)
        assert actions(product) == [("delete", "started", "queued"), ("end", "completed", "completed")]
        assert checked_at(product, after.audit.path.parent) == []
