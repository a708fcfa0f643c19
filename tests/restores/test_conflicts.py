"""What cannot come back is left alone, named and counted; and everything else comes back all the same."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.messages import SKIPPED
from app.core.restore import Restore, RestoreStatus
from tests.support.faulty import REFUSED
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.restoring import Restoring, whole_rows
from tests.support.running import Station

TOTAL = "CREATE UNIQUE INDEX uq_receipt_business_gmail_message ON receipts (business_id, gmail_message_id)"
LIVE = (
    "CREATE UNIQUE INDEX uq_receipts_business_gmail_message ON receipts (business_id, gmail_message_id)"
    " WHERE is_deleted = FALSE"
)


def only_index(product: Product, wanted: str | None) -> None:
    """Of the two unique indexes on messages."""
    product.execute("DROP INDEX IF EXISTS uq_receipt_business_gmail_message")
    product.execute("DROP INDEX IF EXISTS uq_receipts_business_gmail_message")
    if wanted:
        product.execute(wanted)


def messages(product: Product, ids: list[int], name: str = "m") -> None:
    """Each has one of its own."""
    product.execute("UPDATE receipts SET gmail_message_id = %s || id WHERE id = ANY (%s)", name, ids)


def again(product: Product, business: int, of: int, **columns: Any) -> int:
    """The message of a deleted receipt has come once more."""
    message = product.scalar("SELECT gmail_message_id FROM receipts WHERE id = %s", of)
    return product.receipts(business, 1, gmail_message_id=message, **columns)[0]


@pytest.fixture
def deleted(product: Product, station: Station, business: int) -> tuple[int, list[int]]:
    """A job that has deleted 25 receipts, and their ids."""
    ids = product.receipts(business, 25)
    messages(product, ids)
    (job_id,) = station.start(business)
    station.run(job_id)
    return job_id, ids


def outcome(row: Restore) -> tuple[str, int, int, int, int]:
    return row.status.value, row.restored, row.conflicts, row.failed, row.gone


@pytest.mark.parametrize("index", [LIVE, None])
def test_a_message_that_has_come_again(
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
    deleted: tuple[int, list[int]],
    index: str | None,
) -> None:
    job_id, ids = deleted
    only_index(product, index)
    live = again(product, business, ids[4])
    unclear = again(product, business, ids[17], is_deleted=None)
    again(product, product.business(), ids[5])  # in another business it does no harm
    before = whole_rows(product, business)
    preview = restoring.actions.preview(station.person, [job_id])
    assert (preview.will_be_restored, preview.conflicts) == (23, 2)
    assert [(one.item_id, one.live_id) for one in preview.listed] == [(ids[4], live), (ids[17], unclear)]
    assert preview.listed[0].amount == 10
    (done,) = restoring.restore(job_id)
    assert outcome(done) == ("completed", 23, 2, 0, 0)
    assert done.notes.conflicts == ((ids[4], live), (ids[17], unclear))
    after = whole_rows(product, business)
    assert [key for key in after if after[key] == before[key]] == [ids[4], ids[17], live, unclear]


@pytest.mark.parametrize("index", [LIVE, None])
def test_of_two_deleted_ones_of_a_message_the_first_comes_back(
    restoring: Restoring, station: Station, product: Product, business: int, index: str | None
) -> None:
    """In one batch, and in two."""
    only_index(product, None)
    ids = product.receipts(business, 25)
    (job_id,) = station.start(business)
    station.run(job_id)
    for pair in ([ids[1], ids[3]], [ids[2], ids[22]]):
        product.execute("UPDATE receipts SET gmail_message_id = %s WHERE id = ANY (%s)", str(pair), pair)
    if index:
        product.execute(index)
    assert restoring.actions.preview(station.person, [job_id]).conflicts == 2
    (done,) = restoring.restore(job_id)
    assert outcome(done) == ("completed", 23, 2, 0, 0)
    assert done.notes.conflicts == ((ids[3], ids[1]), (ids[22], ids[2]))


def test_a_message_that_comes_again_in_the_last_moment(
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
    deleted: tuple[int, list[int]],
) -> None:
    """The index speaks, the batch is taken apart, and the one in its way is a conflict."""
    job_id, ids = deleted
    only_index(product, LIVE)
    (restore_id,) = restoring.start(job_id)
    with station.just_before("UPDATE receipts SET", lambda: again(product, business, ids[6])):
        done = restoring.run(restore_id)
    assert outcome(done) == ("completed", 24, 1, 0, 0)
    assert [one for one, _ in done.notes.conflicts] == [ids[6]]


def test_another_comes_while_the_batch_is_taken_apart(
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
    deleted: tuple[int, list[int]],
) -> None:
    job_id, ids = deleted
    only_index(product, LIVE)
    (restore_id,) = restoring.start(job_id)
    with (
        station.just_before("UPDATE receipts SET", lambda: again(product, business, ids[6])),
        station.just_before("UPDATE receipts SET", lambda: again(product, business, ids[8]), nth=2),
    ):
        done = restoring.run(restore_id)
    assert outcome(done) == ("completed", 23, 2, 0, 0)
    assert sorted(one for one, _ in done.notes.conflicts) == [ids[6], ids[8]]


def refuse_return(product: Product, ids: list[int], how: str) -> None:
    """A trigger of somebody else, for these receipts."""
    product.execute(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF NEW.id = ANY ('{{{','.join(map(str, ids))}}}') THEN {how}; END IF; RETURN NEW; END $$"
    )
    product.execute("CREATE TRIGGER hold BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION hold()")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (f"RAISE EXCEPTION '{REFUSED}'", REFUSED),
        ("RETURN NULL", SKIPPED),
        ("RETURN OLD", SKIPPED),
    ],
)
def test_what_a_trigger_keeps_is_named_with_its_reason(
    restoring: Restoring, product: Product, deleted: tuple[int, list[int]], how: str, reason: str
) -> None:
    job_id, ids = deleted
    refuse_return(product, [ids[2], ids[3], ids[20]], how)
    (done,) = restoring.restore(job_id)
    assert outcome(done) == ("completed", 22, 0, 3, 0)
    assert done.notes.failures == tuple((one, reason) for one in (ids[2], ids[3], ids[20]))
    product.execute("DROP TRIGGER hold ON receipts")
    (rest,) = restoring.restore(job_id)
    assert outcome(rest) == ("completed", 3, 0, 0, 0)


def test_a_deferred_constraint_names_its_row_too(
    restoring: Restoring, product: Product, deleted: tuple[int, list[int]]
) -> None:
    job_id, ids = deleted
    product.execute(
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF NEW.id = {ids[9]} THEN RAISE 'too late'; END IF; RETURN NULL; END $$"
    )
    product.execute(
        "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON receipts DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION late()"
    )
    (done,) = restoring.restore(job_id)
    assert outcome(done) == ("completed", 24, 0, 1, 0)
    assert done.notes.failures == ((ids[9], "too late"),)


def test_a_locked_receipt_is_waited_for_and_then_the_restore_gives_up(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """It says why, goes on where it was, and nothing is lost."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    expected_logs.expect("failed batch 3 in a row")
    expected_logs.expect("failed batch")
    with Station(product, "impatient") as station:
        restoring = Restoring(station)
        ids = product.receipts(business, 25)
        (job_id,) = station.start(business)
        station.run(job_id)
        (restore_id,) = restoring.start(job_id)
        with somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", ids[14]):
            failed = restoring.run(restore_id)
        assert (failed.status, failed.restored) == (RestoreStatus.FAILED, 10)
        assert (failed.last_error or "").startswith("Batches failed in a row: 3")
        assert restoring.answer("go_on", restore_id) == "restoring"
        assert outcome(restoring.run(restore_id)) == ("completed", 25, 0, 0, 0)


def test_no_file_goes_while_its_receipt_comes_back(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    """Whoever deletes files has to hold their rows, which the batch holds until its commit."""
    ids = product.receipts(business, 5)
    (job_id,) = station.start(business)
    station.run(job_id)
    files = product.attachments(business, 5)
    for one, file in zip(ids, files, strict=True):
        product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", file.id, one)
    (restore_id,) = restoring.start(job_id)
    held = "SELECT count(*) FROM (SELECT 1 FROM attachments FOR UPDATE SKIP LOCKED) AS free"
    free: list[int] = []
    with station.just_before("UPDATE sweep_restores SET restored", lambda: free.append(product.scalar(held))):
        restoring.run(restore_id)
    assert free == [0]
    assert product.scalar(held) == 5


def test_a_page_of_files_under_way_is_waited_for(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    expected_logs.expect("failed batch 1 in a row")
    with Station(product, "impatient") as station:
        restoring = Restoring(station)
        ids = product.receipts(business, 3)
        (job_id,) = station.start(business)
        station.run(job_id)
        (file,) = product.attachments(business)
        product.execute("UPDATE receipts SET attachment_id = %s WHERE id = %s", file.id, ids[0])
        (restore_id,) = restoring.start(job_id)
        with somebody(product, "SELECT 1 FROM attachments FOR UPDATE") as page:

            def go(_wait: int) -> None:
                with page.cursor() as cursor:
                    cursor.execute("UPDATE receipts SET attachment_id = NULL WHERE id = %s", [ids[0]])
                    cursor.execute("DELETE FROM attachments WHERE id = %s", [file.id])
                page.commit()

            waits = iter([go])
            done = restoring.run_until(restore_id, next(waits, lambda _: None))
        assert outcome(done) == ("completed", 3, 0, 0, 0)
        assert product.row("SELECT attachment_id FROM receipts WHERE id = %s", ids[0]) == {
            "attachment_id": None
        }
