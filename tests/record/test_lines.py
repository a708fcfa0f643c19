"""Which lines the record has, and that they stand in the transaction of what they tell."""

from __future__ import annotations

import threading
import time

import pytest

from app.actions.results import Answer
from app.core.errors import AuditUnavailable, MissingRight, SignInRefused
from app.core.record import Filed
from app.db.url import parse_url
from app.engine.control import Stop
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.program import until
from tests.support.recording import actions, check, checked, lines, require_agreement
from tests.support.restoring import Restoring
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def begun(station: Station, product: Product, receipts: int = 25) -> int:
    """A job that waits here."""
    business = product.business()
    product.receipts(business, receipts)
    (job_id,) = station.delete(business)
    return job_id


def test_a_deletion_from_its_start_to_its_end(station: Station, product: Product) -> None:
    job_id = begun(station, product)
    station.run(job_id)
    assert actions(product) == [("delete", "started", "queued"), ("end", "completed", "completed")]
    end = lines(product)[-1]
    assert (end.job_id, end.old_status) == (job_id, "running")
    assert (end.total, end.succeeded, end.failed) == (25, 25, 0)
    assert end.email == lines(product)[0].email == station.person.email
    assert checked(station) == []
    require_agreement(product)


def test_each_way_out_of_a_worker(station: Station, product: Product) -> None:
    paused, unbegun = begun(station, product), begun(station, product)
    station.run_batches(paused, 1)
    control = QuickControl(station.clock)
    control.request(Stop.PAUSE)
    station.run(unbegun, control)
    capped = begun(station, product)
    station.run(capped, batch_size=1, throttle_ms=5_000, runtime_cap_seconds=60, auto_continue=False)
    ends = [(line.job_id, line.answer, line.new_status) for line in lines(product) if line.action == "end"]
    assert ends == [
        (paused, "paused", "paused"),
        (unbegun, "paused", "paused"),
        (capped, "capped", "paused"),
    ]
    assert checked(station) == []
    require_agreement(product)


def test_refused_and_changed(station: Station, product: Product) -> None:
    job_id = begun(station, product)
    station.actions.start(station.person, station.deletion.name, [lines(product)[0].business_id or 0])
    station.pause(job_id)
    station.resume(job_id)
    station.cancel(job_id)
    assert station.audit.end(20)
    assert actions(product)[1:] == [
        ("delete", "already_active", "queued"),
        ("pause", "paused", "paused"),
        ("resume", "resumed", "queued"),
        ("cancel", "cancelled", "cancelled"),
    ]
    assert checked(station) == []
    require_agreement(product)


def test_restores(station: Station, product: Product) -> None:
    job_id = begun(station, product)
    station.run(job_id)
    restoring = Restoring(station)
    (restore_id,) = restoring.start(job_id)
    restoring.answer("pause", restore_id)
    restoring.answer("go_on", restore_id)
    restoring.run(restore_id)
    told = [(line.action, line.answer, line.new_status, line.succeeded) for line in lines(product)][2:]
    assert told == [
        ("restore", "restoring", "queued", 0),
        ("pause_restore", "paused", "paused", 0),
        ("go_on_restore", "restoring", "queued", 0),
        ("end_restore", "completed", "completed", 25),
    ]
    assert checked(station) == []


def test_a_sweep_stands_before_and_after(station: Station, product: Product) -> None:
    business = product.business()
    product.receipts(business, 3, files=1)
    product.execute("UPDATE receipts SET is_deleted = true")
    station.console.sweep_files(station.person, [business])
    assert station.audit.end(20)
    assert actions(product) == [
        ("sweep", "begun", None),
        ("sweep", "swept: 3 files deleted, 0 left", None),
    ]


def test_files_that_were_due_too_whoever_deletes_them(product: Product) -> None:
    with Station(product, keep_files_days=1) as station:
        business = product.business()
        product.receipts(business, 2, files=1)
        (job_id,) = station.delete(business)
        station.run(job_id)
        product.execute("UPDATE receipts SET deleted_at = now() - interval '3 days'")
        product.execute("UPDATE background_jobs SET finished_at = now() - interval '3 days'")
        station.console.keep_files_days = 0
        station.console.due_files.round(None, lambda _seconds: True)
        assert station.audit.end(20)
        swept = [(line.answer, line.email, line.user_id) for line in lines(product) if "sweep" in line.action]
    assert swept[0] == ("begun", "", 0)
    assert swept[-1][0].startswith("swept: ")


def test_who_signs_in_and_who_is_refused(station: Station, product: Product) -> None:
    product.user("admin", product.business(), email="dana@example.com", password="right")
    station.console.sign_in("dana@example.com", "right")
    for email in ("dana@example.com", "hunter2-my-password"):
        with pytest.raises(SignInRefused):
            station.console.sign_in(email, "wrong")
    assert station.audit.end(20)
    told = [(line.action, line.answer, line.email) for line in lines(product)]
    assert told == [
        ("sign_in", "signed_in", "dana@example.com"),
        ("sign_in", "sign_in_refused", "dana@example.com"),
        ("sign_in", "sign_in_refused", ""),  # it may be a password in the wrong field
    ]


def test_the_file_has_the_same_lines(station: Station, product: Product) -> None:
    station.run(begun(station, product, 5))
    assert station.audit.end(20)
    filed = [one.sealed.text for text in station.audit.file if (one := Filed.parse(text.decode()))]
    stored = [row["line"] for row in product.rows("SELECT line FROM sweep_audit ORDER BY id")]
    assert filed == stored
    assert check(station).unsent == 0


def test_the_file_has_each_chain_in_its_order(
    station: Station, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of an end is on its way to a slow disk when the next action is told."""
    append, here = station.audit.file.append, threading.current_thread()

    def slow(text: str) -> None:
        if threading.current_thread() is not here:
            time.sleep(0.2)
        append(text)

    monkeypatch.setattr(station.audit.file, "append", slow)
    station.run(begun(station, product))
    begun(station, product)
    data = station.audit.path.read_bytes().splitlines()
    numbers: dict[str, list[int]] = {}
    for one in [filed.sealed for text in data if (filed := Filed.parse(text.decode()))]:
        numbers.setdefault(one.writer, []).append(one.number)
    assert [1, 2, 3] in numbers.values()
    assert all(found == sorted(found) for found in numbers.values())


def test_what_cannot_be_recorded_does_not_happen(
    station: Station, product: Product, expected_logs: ExpectedLogs
) -> None:
    """Neither without the file, nor without the right to the table."""
    expected_logs.expect("The record is not countersigned at the end: .*lacks a privilege")
    business = product.business()
    product.receipts(business, 2)
    station.audit.path.mkdir(parents=True)
    with pytest.raises(AuditUnavailable):
        station.delete(business)
    station.audit.path.rmdir()
    with role(product, "INSERT ON sweep_audit") as url, Station(product, "narrow", url=url) as narrow:
        with pytest.raises(MissingRight, match="sweep_audit"):
            narrow.delete(business)
        assert product.rows("SELECT * FROM background_jobs") == []


def test_the_record_keeps_no_job_from_its_end(product: Product, expected_logs: ExpectedLogs) -> None:
    """A right that is lost in the middle: the line waits in the file, and comes to the table later."""
    with role(product) as url, Station(product, "narrow", url=url) as narrow:
        job_id = begun(narrow, product)
        name = parse_url(url).username
        product.execute(f"REVOKE INSERT ON sweep_audit FROM {name}")
        expected_logs.expect("its end is recorded later")
        expected_logs.expect(waits := "Lines wait for the table of the record")
        narrow.run(job_id)
        assert product.job_row(job_id)["status"] == "completed"
        until(lambda: any(waits in said for said in expected_logs.messages))
        assert [line.action for line in lines(product)] == ["delete"]
        product.execute(f"GRANT INSERT ON sweep_audit TO {name}")
        until(lambda: len(lines(product)) == 2)
        assert check(narrow).unsent == 0
        assert [line.action for line in lines(product)] == ["delete", "end"]
        assert checked(narrow) == []


def test_a_file_that_cannot_be_written_keeps_nothing_from_its_end(
    station: Station, product: Product, expected_logs: ExpectedLogs
) -> None:
    """Nor from being stopped: the table has the lines, and the file gets them when it can."""
    expected_logs.expect(waits := "Lines wait for the audit trail")
    ended, stopped = begun(station, product), begun(station, product)
    assert station.audit.end(20)
    path = station.audit.path
    kept = path.rename(path.with_name("kept"))
    path.mkdir()
    station.run(ended)
    station.cancel(stopped)
    until(lambda: len(actions(product)) == 4 and any(waits in said for said in expected_logs.messages))
    path.rmdir()
    kept.rename(path)
    assert checked(station) == []
    assert [line.action for line in station.audit.read()] == ["delete", "delete", "end", "cancel"]
    require_agreement(product)


def test_without_the_table_the_file_has_it_all(station: Station, product: Product) -> None:
    product.execute("DROP TABLE sweep_audit")
    with Station(product, "alone") as alone:
        job_id = begun(alone, product)
        alone.run(job_id)
        alone.cancel(job_id)
        assert alone.audit.end(20)
        told = [(line.action, line.answer) for line in alone.audit.read()]
        assert told == [("delete", "started"), ("end", "completed"), ("cancel", Answer.WRONG_STATUS.value)]
        found = check(alone)
        assert (found.findings, found.lines, found.filed) == ((), None, 3)
