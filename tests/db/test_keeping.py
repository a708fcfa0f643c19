"""Files that are kept for receipts which may come back: none goes before it is due, and none is forgotten."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.actions.diagnostics import Diagnosis, Question
from app.actions.due_files import FILES_AT_ONCE, SWEEP_DUE
from app.actions.results import Answer
from app.actions.sweeping import sweep_refused
from app.core.errors import RowsHidden
from app.files.local import LocalStorage
from app.receipts.names import DELETE_RECEIPTS
from tests.support.days import DAY, delete, due_files, go_on, pass_time
from tests.support.faulty import FaultyStorage
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide
from tests.support.web_worker import WebWorker


def test_files_that_are_kept_stay_whole_until_they_are_due(product: Product, business: int) -> None:
    product.receipts(business, 25, files=2)
    with Station(product) as station:
        job_id = delete(station, business, 7)
        assert (product.live(business), product.files(business), product.attachment_count(business)) == (
            0,
            50,
            50,
        )
        cursor = station.cursor(job_id)
        assert (cursor.keep_days, cursor.files.kept, cursor.files.deleted, cursor.files.left) == (7, 50, 0, 0)
        assert product.last_error() is None, "they are no failure"
        sweep, due = station.console.sweep_files, due_files(station)
        for seconds in (0, 7 * DAY - 300):
            pass_time(product, seconds)
            assert due.round(station.person, go_on) == []
            assert sweep(station.person, [business])[0].files.kept == 50
            assert product.files(business) == 50
        pass_time(product, 600)
        (swept,) = due.round(station.person, go_on)
        assert (swept.files.deleted, swept.files.kept, product.files(business)) == (50, 0, 0)
        assert product.attachment_count(business) == 0
        assert due.round(station.person, go_on) == [], "what is clean is not looked at again"
        told = [line.answer for line in station.audit.read() if line.action == SWEEP_DUE]
        assert told == ["begun", "swept: 50 files deleted, 0 left"]


def test_a_job_that_keeps_nothing_leaves_what_another_keeps(product: Product, business: int) -> None:
    product.receipts(business, 4, files=1)
    with Station(product) as station:
        delete(station, business, 30)
        product.execute("UPDATE background_jobs SET created_at = created_at - interval '2 hours'")
        product.receipts(business, 6, files=1)
        delete(station, business, 0)
        assert (product.files(business), product.attachment_count(business)) == (4, 4)


def test_the_setting_keeps_what_others_deleted_and_not_what_a_job_deletes_at_once(
    product: Product, business: int
) -> None:
    """A web worker died between its commit and its files; this console keeps files for a week."""
    product.receipts(business, 3, files=1, is_deleted=True, deleted_at=datetime(2026, 1, 1))
    product.receipts(
        business, 5, files=1, is_deleted=True, deleted_at=product.scalar("SELECT now() AT TIME ZONE 'UTC'")
    )
    product.receipts(business, 7, files=1)
    with Station(product, keep_files_days=7) as station:
        delete(station, business, 0)
        assert product.files(business) == 5
        assert station.console.sweep_files(station.person, [business])[0].files.kept == 5


def test_the_web_worker_deletes_at_once_and_keeps_the_word_of_the_job(
    product: Product, business: int, web: WebSide
) -> None:
    """It knows nothing of keeping, but gives the keys of the cursor back: what our part of the job deleted
    stays."""
    product.receipts(business, 60, files=1)
    with Station(product) as station:
        (result,) = station.actions.start(station.person, DELETE_RECEIPTS, [business], keep_days=7)
        assert result.job
        station.run_batches(result.job.id, 1, batch_size=10)
        product.execute("UPDATE background_jobs SET status = 'queued'")
        WebWorker(web, result.job.id).finish()
        assert (product.live(business), product.files(business)) == (0, 10)
        cursor = station.cursor(result.job.id)
        assert (cursor.keep_days, sum(one.count for one in cursor.stamps)) == (7, 10)
        assert due_files(station).round(station.person, go_on) == []


def test_a_shared_file_is_kept_as_long_as_one_of_its_receipts_may_come_back(
    product: Product, business: int
) -> None:
    first, second = product.receipts(business, 2, files=1)
    product.execute(
        "UPDATE receipts SET attachment_id = (SELECT attachment_id FROM receipts WHERE id = %s)", first
    )
    with Station(product) as station:
        product.execute("UPDATE receipts SET is_deleted = true WHERE id = %s", second)
        delete(station, business, 7)
        product.execute("UPDATE receipts SET deleted_at = '2026-01-01' WHERE id = %s", second)
        (swept,) = station.console.sweep_files(station.person, [business])
        # The other attachment hangs on no receipt any more, and its row is nobody's to delete.
        assert (swept.files.deleted, swept.files.kept, product.files(business)) == (0, 1, 2)


def test_two_rows_of_one_file_of_which_one_is_kept_both_stay(product: Product, business: int) -> None:
    product.receipts(business, 2, files=1)
    product.execute("UPDATE attachments SET storage_path = (SELECT min(storage_path) FROM attachments)")
    with Station(product) as station:
        delete(station, business, 7)
        product.execute(
            "UPDATE receipts SET deleted_at = '2026-01-01' WHERE id = (SELECT max(id) FROM receipts)"
        )
        (swept,) = station.console.sweep_files(station.person, [business])
        assert (swept.files.deleted, swept.files.left, product.attachment_count(business)) == (0, 0, 2)
        assert product.files(business) == 2


def test_a_job_that_begins_while_a_sweep_looks_keeps_its_files(product: Product, business: int) -> None:
    """Its receipts use a file that the sweep has found due already."""
    old, live = product.receipts(business, 2, files=1)
    product.execute(
        "UPDATE receipts SET attachment_id = (SELECT attachment_id FROM receipts WHERE id = %s)", old
    )
    product.execute("UPDATE receipts SET is_deleted = true, deleted_at = '2026-01-01' WHERE id = %s", old)
    with Station(product) as station, Station(product, "other") as other:
        begin = lambda: delete(other, business, 7)  # noqa: E731
        with station.just_before("SET CONSTRAINTS ALL IMMEDIATE", begin):
            (swept,) = station.console.sweep_files(station.person, [business])
        assert product.scalar("SELECT is_deleted FROM receipts WHERE id = %s", live)
        assert (swept.files.deleted, product.attachment_count(business)) == (0, 2)
        assert product.files(business) == 2


def test_an_interrupted_job_counts_what_it_keeps_once(product: Product, business: int) -> None:
    product.receipts(business, 30, files=1)
    with Station(product) as station:
        (result,) = station.actions.start(station.person, DELETE_RECEIPTS, [business], keep_days=7)
        assert result.job
        job_id = result.job.id
        station.run_batches(job_id, 1, batch_size=10)
        assert station.cursor(job_id).files.kept == 10
        for _ in range(2):
            assert station.resume(job_id).answer is Answer.RESUMED
            station.run_batches(job_id, 1, batch_size=5)
        assert station.cursor(job_id).files.kept == 20
        station.resume(job_id)
        assert station.run(job_id).files_kept == 30
        assert station.cursor(job_id).files.kept == 30


def test_kept_files_can_be_deleted_now(product: Product, business: int) -> None:
    product.receipts(business, 5, files=1)
    with Station(product, keep_files_days=7) as station:
        delete(station, business, 7)
        (swept,) = station.console.sweep_files(station.person, [business], everything=True)
        assert (swept.files.deleted, product.files(business), product.attachment_count(business)) == (5, 0, 0)
        assert list(station.audit.read())[-1].action == "sweep_now"


def test_files_can_be_kept_longer(product: Product, business: int) -> None:
    product.receipts(business, 5, files=1)
    with Station(product) as station:
        job_id = delete(station, business, 1)
        pass_time(product, DAY / 2)
        for days, kept_for in ((30, 30), (7, 30)):
            (answer,) = station.actions.keep_files(station.person, [job_id], days)
            assert (answer.answer, station.cursor(job_id).keep_days) == (Answer.KEEPS_FILES, kept_for)
        pass_time(product, 29 * DAY)
        assert due_files(station).round(station.person, go_on) == []
        pass_time(product, 2 * DAY)
        assert due_files(station).round(station.person, go_on)[0].files.deleted == 5


def test_a_job_at_work_is_not_touched_to_keep_its_files(product: Product, business: int) -> None:
    product.receipts(business, 5, files=1)
    with Station(product) as station:
        (job_id,) = station.start(business)
        before = product.job_row(job_id)
        (answer,) = station.actions.keep_files(station.person, [job_id], 30)
        assert answer.answer is Answer.WRONG_STATUS
        assert product.job_row(job_id) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE business SET is_active = false",
        "UPDATE business SET enabled_pages = '[]'",
        "UPDATE users SET is_active = false",
    ],
)
def test_nothing_goes_in_the_background_that_the_person_might_not_delete(
    product: Product, business: int, change: str
) -> None:
    product.receipts(business, 3, files=1)
    with Station(product) as station:
        delete(station, business, 1)
        pass_time(product, 2 * DAY)
        due, actor = due_files(station), station.person
        product.execute(change)
        assert due.round(actor, go_on) == []
        assert product.files(business) == 3
        product.execute("UPDATE business SET is_active = true, enabled_pages = '[\"gmail_receipts\"]'")
        product.execute("UPDATE users SET is_active = true")
        assert due.round(actor, go_on)[0].files.deleted == 3, "it was not forgotten"


def test_a_worker_asks_nobody_but_the_business(product: Product, business: int) -> None:
    product.receipts(business, 3, files=1)
    closed = product.business("Closed")
    product.receipts(closed, 3, files=1)
    with Station(product) as station:
        delete(station, business, 1)
        delete(station, closed, 1)
        pass_time(product, 2 * DAY)
        product.execute("UPDATE business SET is_active = false WHERE id = %s", closed)
        lines = len(list(station.audit.read()))
        assert [one.business_id for one in due_files(station).round(None, go_on)] == [business]
        assert (product.files(business), product.files(closed)) == (0, 3)
        told = list(station.audit.read())[lines:]
        assert [line.answer for line in told] == ["begun", "swept: 3 files deleted, 0 left"]
        assert {(line.user_id, line.email) for line in told} == {(0, "")}, "nobody has signed in"


def test_a_business_that_is_gone_is_left_alone(product: Product, station: Station) -> None:
    """Whoever sweeps: a person, or a worker that nobody has signed in at."""
    for actor in (station.person, None):
        refused = sweep_refused(station.database, actor, 1_000_000, station.deletion.permission)[1]
        assert refused is Answer.NO_SUCH_BUSINESS


def test_an_admin_sweeps_their_own_business_alone(product: Product, business: int) -> None:
    other = product.business()
    with Station(product) as station:
        for one in (business, other):
            product.receipts(one, 3, files=1)
            delete(station, one, 1)
        pass_time(product, 2 * DAY)
        admin = station.actor(product.user("admin", business).id)
        assert [one.business_id for one in due_files(station).round(admin, go_on)] == [business]
        assert product.files(other) == 3


def test_what_is_kept_a_little_longer_is_not_forgotten(product: Product, business: int) -> None:
    """Somebody else has deleted it, in the minute after the job: no later job's days would ever end there."""
    product.receipts(business, 4, files=1)
    with Station(product) as station:
        delete(station, business, 1)
        product.execute(
            "UPDATE receipts SET deleted_at = deleted_at + interval '1 minute'"
            " WHERE id = (SELECT max(id) FROM receipts)"
        )
        pass_time(product, DAY + 30)
        due = due_files(station)
        assert [(one.files.deleted, one.files.kept) for one in due.round(station.person, go_on)] == [(3, 1)]
        product.execute("UPDATE receipts SET deleted_at = deleted_at - interval '2 minutes'")
        assert [one.files.deleted for one in due.round(station.person, go_on)] == [1]


def test_where_jobs_are_hidden_nothing_is_swept(product: Product, business: int) -> None:
    """They may keep files."""
    product.receipts(business, 3, files=1)
    with Station(product) as station:
        delete(station, business, 30)
        product.execute("UPDATE background_jobs SET finished_at = '2026-01-01', updated_at = '2026-01-01'")
        person = station.person
    with role(product) as url:
        product.execute("ALTER TABLE background_jobs ENABLE ROW LEVEL SECURITY")
        with Station(product, "blind", url=url) as blind:
            for sweep in (
                lambda: blind.console.sweep_files(person, [business]),
                lambda: due_files(blind).round(person, go_on),
            ):
                with pytest.raises(RowsHidden):
                    sweep()
    assert product.files(business) == 3


def test_a_round_ends_after_its_page_and_goes_on_later(product: Product, business: int) -> None:
    many = FILES_AT_ONCE + 20
    product.receipts(business, many, files=1)
    with Station(product) as station:
        delete(station, business, 1, batch_size=400)
        pass_time(product, 2 * DAY)
        due = due_files(station)
        (swept,) = due.round(station.person, lambda _seconds: False)
        assert (swept.files.deleted, product.files(business)) == (FILES_AT_ONCE, 20)
        (swept,) = due.round(station.person, go_on)
        assert (swept.files.deleted, product.files(business)) == (20, 0)


def test_what_could_not_be_deleted_is_tried_again(
    product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays .*")
    product.receipts(business, 3, files=1)
    storage = FaultyStorage(LocalStorage(product.storage_root))
    with Station(product, storage=storage) as station:
        delete(station, business, 1)
        pass_time(product, 2 * DAY)
        due = due_files(station)
        storage.fails = lambda _key: True
        (swept,) = due.round(station.person, go_on)
        assert (swept.files.left, product.files(business)) == (3, 3)
        storage.fails = lambda _key: False
        assert due.round(station.person, go_on)[0].files.deleted == 3


def test_the_diagnostics_name_what_is_overdue_and_what_cannot_be_told(
    product: Product, business: int, web: WebSide
) -> None:
    product.receipts(business, 30, files=1)
    with Station(product) as station:
        (result,) = station.actions.start(station.person, DELETE_RECEIPTS, [business], keep_days=7)
        assert result.job
        station.run_batches(result.job.id, 1, batch_size=10)
        product.execute("UPDATE background_jobs SET status = 'queued'")
        WebWorker(web, result.job.id).finish()

        def told() -> dict[str, str]:
            found = Diagnosis(station.database, station.storage, station.types, keep_days=0).answer(
                Question.JOBS
            )
            return {one.code: one.sentence for one in found}

        assert "counts 30 deleted receipts; Sweep can restore 10" in told()["stamps_differ"]
        pass_time(product, 8 * DAY)
        assert told().keys() >= {"files_due_good", "files_by_others"}
        pass_time(product, 2 * DAY)
        assert f"2 days ago: {business}." in told()["files_overdue"]
        due_files(station).round(station.person, go_on)
        assert "files_due_good" in told()
