"""Files that are kept, where clocks, other businesses, the web side and large numbers come between."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.actions.due_files import LOOK_AGAIN_SECONDS, DueFiles
from app.actions.results import Answer
from app.core.errors import DatabaseError
from app.receipts import attachments
from tests.support.days import DAY, delete, due_files, go_on, pass_time
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station


def share(product: Product, receipt: int, other: int) -> None:
    """The other one uses the same file."""
    (row,) = product.rows("SELECT attachment_id FROM receipts WHERE id = %s", receipt)
    product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", row["attachment_id"], other)


def test_a_file_is_kept_that_a_kept_receipt_of_another_business_uses(
    product: Product, station: Station, business: int
) -> None:
    other = product.business()
    (ours,) = product.receipts(business, 1, files=1)
    (theirs,) = product.receipts(other, 1)
    share(product, ours, theirs)
    delete(station, other, 30)
    delete(station, business, 0)
    assert product.files(business) == 1
    pass_time(product, 29 * DAY)
    assert [one.files.deleted for one in due_files(station).round(station.person, go_on)] == [0]
    pass_time(product, 2 * DAY)
    due_files(station).round(station.person, go_on)
    assert product.files(business) == 0


@pytest.mark.parametrize("minutes", [10, 24 * 60])
def test_a_clock_that_was_set_back_lets_no_kept_file_go(
    product: Product, station: Station, business: int, minutes: int
) -> None:
    """Stamps are then earlier than the row of their job."""
    product.receipts(business, 5, files=1)
    delete(station, business, 7)
    product.execute("UPDATE background_jobs SET created_at = created_at + make_interval(mins => %s)", minutes)
    (swept,) = station.console.sweep_files(station.person, [business])
    assert (swept.files.deleted, swept.files.kept, product.files(business)) == (0, 5, 5)


@pytest.mark.parametrize("days", [0, 7])
def test_a_web_job_that_goes_on_here_keeps_its_files_as_this_console_does(
    product: Product, business: int, days: int
) -> None:
    """Nobody has chosen; the row says it, so that the next console knows."""
    product.receipts(business, 30, files=1)
    job_id = product.job(business, "paused", total=30, cursor='{"last_id": 0}')
    with Station(product, keep_files_days=days) as station:
        assert station.resume(job_id).answer is Answer.RESUMED
        station.run(job_id)
        assert station.cursor(job_id).keep_days == days
    assert product.files(business) == (30 if days else 0)


def test_a_choice_to_delete_at_once_stays_one(product: Product, business: int) -> None:
    product.receipts(business, 3, files=1)
    with Station(product, keep_files_days=7) as station:
        delete(station, business, 0)
    assert product.files(business) == 0


def test_a_business_whose_files_do_not_go_keeps_no_other_from_its_turn(
    product: Product, station: Station, business: int, expected_logs: ExpectedLogs
) -> None:
    other = product.business()
    for one in (business, other):
        product.receipts(one, 3, files=1)
        delete(station, one, 1)
    pass_time(product, 2 * DAY)
    product.execute(
        f"""CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF OLD.business_id = {business} THEN RAISE 'too slow' USING ERRCODE = '57014'; END IF;
            RETURN OLD; END $$;
        CREATE TRIGGER refuses BEFORE DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION refuses()"""
    )
    expected_logs.expect(f"Business {business}: files that are due stay for now")
    with pytest.raises(DatabaseError):
        due_files(station).round(station.person, go_on)
    assert (product.files(business), product.files(other)) == (3, 0)


def test_a_clean_business_is_looked_at_again(product: Product, station: Station, business: int) -> None:
    """What needed a file may be gone, and the web side deletes single receipts without a job."""
    first, *_others = product.receipts(business, 4, files=1)
    (live,) = product.receipts(business, 1)
    share(product, first, live)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = %s", live)
    delete(station, business, 1)
    product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", live)
    pass_time(product, 2 * DAY)
    clock = [0.0]
    due = DueFiles(station.database, station.deletion, station.audit, lambda: 0, lambda: clock[0])
    assert [one.files.deleted for one in due.round(station.person, go_on)] == [3]
    product.execute(
        "UPDATE receipts SET is_deleted = true, deleted_at = '2026-01-01', updated_at = '2026-01-01'"
        " WHERE id = %s",
        live,
    )
    clock[0] += LOOK_AGAIN_SECONDS - 1
    assert due.round(station.person, go_on) == []
    clock[0] += 1
    assert [one.files.deleted for one in due.round(station.person, go_on)] == [1]


@pytest.mark.parametrize("candidates", [1, 2, 3, 100])
def test_however_many_are_looked_at_in_one_go(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch, candidates: int
) -> None:
    """All that is due goes, and all that is kept is counted once, whatever lies between."""
    monkeypatch.setattr(attachments, "CANDIDATES", candidates)
    old = product.receipts(business, 10, files=1)
    product.execute("UPDATE receipts SET is_deleted = true, deleted_at = '2020-01-01' WHERE id % 2 = 0")
    due = sum(one % 2 == 0 for one in old)
    with Station(product) as station:
        delete(station, business, 7)
        with station.database.connection() as connection:
            assert not station.deletion.has_due_files(connection, business, 0)
        assert product.files(business) == len(old) - due, "the job's own end has taken what was due"
        product.execute("UPDATE receipts SET deleted_at = %s WHERE id = %s", datetime(2021, 1, 1), old[-1])
        product.execute("UPDATE receipts SET deleted_at = %s WHERE id = %s", datetime(2021, 1, 1), old[-2])
        with station.database.connection() as connection:
            assert station.deletion.has_due_files(connection, business, 0)
        (swept,) = station.console.sweep_files(station.person, [business])
    assert (swept.files.deleted, swept.files.kept, swept.files.left) == (1, len(old) - due - 1, 0)


def test_a_sweep_can_be_stopped_where_everything_is_kept(
    product: Product, station: Station, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "CANDIDATES", 1)
    product.receipts(business, 10, files=1)
    delete(station, business, 7)
    answers = iter([True] * 3)
    with station.statements() as said:
        station.console.sweep_files(station.person, [business], lambda: next(answers, False))
    assert 1 <= len([one for one in said if "WITH page" in one]) <= 3
