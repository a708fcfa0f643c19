"""Who may restore what: the rights of a deletion, an answer for each job, and a line in the audit trail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.actions.results import Answer
from app.core.cursor import Cursor
from app.core.errors import ConnectionLost, RowsHidden
from app.core.restore import RestoreStatus
from app.core.restore_errors import NoRestoresHere, TooManyChosen
from app.core.run_errors import NoSuchRun
from tests.support.gate import GUARD_SECONDS
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.restoring import Restoring, age
from tests.support.running import Station
from tests.support.web_side import WebSide, done


@pytest.fixture
def job_id(product: Product, station: Station, business: int) -> int:
    """A job that has deleted 25 receipts."""
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    station.run(job_id)
    return job_id


@pytest.mark.parametrize(
    ("role", "is_theirs", "answer"),
    [
        ("system_admin", False, Answer.RESTORING),
        ("owner", True, Answer.RESTORING),
        ("admin", True, Answer.RESTORING),
        ("admin", False, Answer.NO_SUCH_JOB),
        ("manager", True, Answer.NO_PERMISSION),
    ],
)
def test_the_rights_of_a_deletion(
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
    job_id: int,
    role: str,
    is_theirs: bool,
    answer: Answer,
) -> None:
    actor = station.actor(product.user(role, business if is_theirs else None).id)
    (seen,) = restoring.actions.preview(actor, [job_id]).jobs
    (result,) = restoring.actions.start(actor, [job_id])
    assert (result.answer, seen.refusal) == (answer, None if answer is Answer.RESTORING else answer)
    if answer is not Answer.RESTORING:
        assert (seen.name, seen.deleted, seen.found.found, result.business_id) == (None, 0, 0, None)
        assert product.scalar("SELECT count(*) FROM sweep_restores") == 0


@pytest.mark.parametrize("act", ["pause", "go_on", "cancel"])
def test_a_restore_of_another_business_is_as_none(
    restoring: Restoring, station: Station, product: Product, job_id: int, act: str
) -> None:
    (restore_id,) = restoring.start(job_id)
    stranger = station.actor(product.user("owner").id)
    assert [one.answer for one in getattr(restoring.actions, act)(stranger, [restore_id])] == [
        Answer.NO_SUCH_RESTORE
    ]
    assert restoring.actions.read(stranger) == []
    assert len(restoring.actions.read(None)) == 1
    assert restoring.read(restore_id).status is RestoreStatus.QUEUED
    assert restoring.answer(act, 999) is Answer.NO_SUCH_RESTORE


def test_an_inactive_business_can_still_be_stopped(
    restoring: Restoring, product: Product, business: int, job_id: int
) -> None:
    (restore_id,) = restoring.start(job_id)
    product.execute("UPDATE business SET is_active = false WHERE id = %s", business)
    assert restoring.answer("pause", restore_id) is Answer.PAUSED
    assert restoring.answer("go_on", restore_id) is Answer.BUSINESS_INACTIVE
    assert restoring.answer("cancel", restore_id) is Answer.CANCELLED


def test_what_is_no_deletion_of_ours_or_not_whole(
    restoring: Restoring, station: Station, product: Product
) -> None:
    other = product.job(product.business(), "completed", job_type="broadcast")
    damaged = product.job(product.business(), "completed", cursor="{")
    web = product.job(product.business(), "completed", cursor='{"last_id": 4}', succeeded=4)
    results = restoring.actions.start(station.person, [other, damaged, web, 999, other])
    wanted = [Answer.OTHER_JOB_TYPE, Answer.CURSOR_DAMAGED, Answer.NOTHING_TO_RESTORE, Answer.NO_SUCH_JOB]
    assert [one.answer for one in results] == wanted
    preview = restoring.actions.preview(station.person, [other, damaged, web, 999])
    assert [one.refusal for one in preview.jobs] == wanted
    assert preview.jobs[2].unstamped == 4
    assert (preview.going, preview.will_be_restored) == ((), 0)


def test_of_two_jobs_of_a_business_the_first_that_is_named_starts(
    restoring: Restoring, station: Station, product: Product, business: int, job_id: int
) -> None:
    product.execute("UPDATE background_jobs SET created_at = created_at - interval '2 minutes'")
    product.receipts(business, 3)
    (second,) = station.start(business)
    station.run(second)
    results = restoring.actions.start(station.person, [second, job_id])
    assert [one.answer for one in results] == [Answer.RESTORING, Answer.RESTORE_ACTIVE]
    assert results[1].restore == results[0].restore


def test_a_job_that_the_web_side_shared(
    restoring: Restoring, station: Station, product: Product, business: int, web: WebSide
) -> None:
    """What its worker deleted has no stamp: it is told as a number, and stays."""
    product.receipts(business, 30)
    (job_id,) = station.start(business)
    station.run_batches(job_id, 1)
    done(web.resume(business, job_id))
    worker = web.work()
    assert worker is not None
    worker.finish()
    preview = restoring.actions.preview(station.person, [job_id])
    assert (preview.deleted, preview.unstamped, preview.others) == (30, 20, 20)
    (over,) = restoring.restore(job_id)
    assert (over.restored, product.live(business)) == (10, 10)


def test_files_are_told_before(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    """Those that are kept come back with their receipts; until when is said."""
    product.receipts(business, 6, files=2)
    product.receipts(business, 2)
    (started,) = station.actions.start(station.person, station.deletion.name, [business], keep_days=3)
    assert started.job
    job_id = started.job.id
    station.run(job_id)
    preview = restoring.actions.preview(station.person, [job_id])
    assert (preview.files_there, preview.files_gone, preview.without_files) == (12, 0, 2)
    (gone,) = product.rows("SELECT DISTINCT deleted_at FROM receipts WHERE is_deleted")
    assert preview.until == gone["deleted_at"] + timedelta(days=3)
    product.execute("UPDATE receipts SET attachment_id = NULL WHERE id IN (SELECT min(id) FROM receipts)")
    assert restoring.actions.preview(station.person, [job_id]).files_there == 11
    restoring.restore(job_id)
    assert product.files(business) == 12


def test_a_run_of_many_businesses(restoring: Restoring, station: Station, product: Product) -> None:
    """As many statements for many as for few."""
    businesses = [product.business(f"Nr {number}") for number in range(12)]
    for number, one in enumerate(businesses):
        product.receipts(one, number + 1)
    jobs = station.delete(*businesses)
    for one in jobs:
        station.run(one)
    run = Cursor.parse(product.job_row(jobs[0])["cursor"]).run
    assert run is not None
    assert sorted(restoring.actions.job_ids_of_run(station.person, run.id)) == sorted(jobs)
    with pytest.raises(NoSuchRun):
        restoring.actions.job_ids_of_run(station.person, "another")
    with station.statements() as few:
        restoring.actions.preview(station.person, jobs[:1])
    with station.statements() as many:
        preview = restoring.actions.preview(station.person, jobs)
    assert len(many) == len(few)
    assert [one.will_be_restored for one in preview.jobs] == list(range(1, 13))
    rows = restoring.restore(*jobs)
    assert sum(row.restored for row in rows) == 78
    assert {row.run_id for row in rows} == {run.id}
    assert len(restoring.actions.read(station.person, run_id=run.id)) == 12
    assert restoring.actions.read(station.person, only_active=True) == []


def test_each_action_leaves_a_line(
    restoring: Restoring, station: Station, product: Product, business: int, job_id: int
) -> None:
    (restore_id,) = restoring.start(job_id)
    restoring.answer("pause", restore_id)
    restoring.answer("go_on", restore_id)
    restoring.run(restore_id)
    restoring.answer("cancel", restore_id)
    lines = [
        (line.action, line.answer, line.old_status, line.new_status, line.job_id, line.succeeded)
        for line in station.audit.read()
        if "restore" in line.action
    ]
    assert lines == [
        ("restore", "restoring", None, "queued", job_id, 0),
        ("pause_restore", "paused", "queued", "paused", job_id, 0),
        ("go_on_restore", "restoring", "paused", "queued", job_id, 0),
        ("end_restore", "completed", "running", "completed", job_id, 25),
        ("cancel_restore", "wrong_status", "completed", "completed", job_id, 25),
    ]


def test_nothing_is_done_unrecorded(
    restoring: Restoring, station: Station, product: Product, job_id: int
) -> None:
    assert station.audit.end()
    station.audit.path.unlink(missing_ok=True)
    station.audit.path.mkdir()
    with pytest.raises(Exception, match="audit trail"):
        restoring.actions.start(station.person, [job_id])
    assert product.scalar("SELECT count(*) FROM sweep_restores") == 0
    station.audit.path.rmdir()


def test_without_the_table_nothing_is_asked_for(
    restoring: Restoring, station: Station, product: Product, business: int, job_id: int
) -> None:
    """It is refused in one sentence; deletions go on as ever."""
    product.execute("DROP TABLE sweep_restores")
    with pytest.raises(NoRestoresHere, match="--with-console-tables"):
        restoring.actions.start(station.person, [job_id])
    with pytest.raises(NoRestoresHere):
        restoring.actions.preview(station.person, [job_id])
    assert restoring.actions.read(station.person) == []
    product.receipts(business, 3)
    product.execute("UPDATE background_jobs SET created_at = created_at - interval '2 minutes'")
    with Station(product, "another") as another:
        (again,) = another.delete(business)
        another.run(again)
    assert product.live(business) == 0


def test_where_a_policy_hides_rows_nothing_is_restored(
    restoring: Restoring, product: Product, job_id: int
) -> None:
    """What cannot be seen could be a live receipt of the same message."""
    product.execute("ALTER TABLE receipts ENABLE ROW LEVEL SECURITY")
    with role(product) as url, Station(product, "narrow", url=url) as narrow:
        theirs = Restoring(narrow)
        with pytest.raises(RowsHidden):
            theirs.actions.preview(narrow.person, [job_id])
        with pytest.raises(RowsHidden):
            theirs.actions.start(narrow.person, [job_id])
    (restore_id,) = restoring.start(job_id)
    with role(product) as url, Station(product, "other", url=url) as narrow:
        theirs = Restoring(narrow)
        age(product, restore_id)
        with pytest.raises(RowsHidden):
            theirs.actions.go_on(narrow.person, [restore_id])
    assert restoring.read(restore_id).restored == 0


def test_more_than_a_row_can_name(
    restoring: Restoring,
    station: Station,
    product: Product,
    job_id: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is started; so many as it can name are, and those that are not there are passed over."""
    monkeypatch.setattr("app.actions.restore_preview.CHOSEN", 100)
    monkeypatch.setattr("app.receipts.restoring.LOOKED_FOR", 13)
    with pytest.raises(TooManyChosen):
        restoring.actions.start(station.person, [job_id], range(1, 102))
    assert product.scalar("SELECT count(*) FROM sweep_restores") == 0
    product.execute("UPDATE receipts SET id = id + 40 WHERE id > 20")
    (done,) = restoring.restore(job_id, items=range(1, 101))
    assert (done.restored, done.gone, done.total) == (25, 0, 25)


def test_of_chosen_ones_the_rest_of_the_job_is_not_others(
    restoring: Restoring, station: Station, product: Product, business: int, job_id: int
) -> None:
    ids = [row["id"] for row in product.rows("SELECT id FROM receipts ORDER BY id")]
    preview = restoring.actions.preview(station.person, [job_id], ids[:2])
    assert (preview.will_be_restored, preview.others) == (2, 0)


@pytest.mark.parametrize("odd", [0, -1, 2**63])
def test_what_is_no_id_is_no_receipt(
    restoring: Restoring, station: Station, product: Product, business: int, job_id: int, odd: int
) -> None:
    (first,) = product.rows("SELECT min(id) AS id FROM receipts")
    (over,) = restoring.restore(job_id, items=[odd, first["id"]])
    assert (over.status, over.restored, over.total) == (RestoreStatus.COMPLETED, 1, 1)
    (refused,) = restoring.actions.start(station.person, [job_id], [odd])
    assert refused.answer is Answer.NOTHING_TO_RESTORE


def test_what_was_paused_here_is_noted_whoever_asked_and_even_where_the_database_is_away(
    restoring: Restoring,
    station: Station,
    product: Product,
    job_id: int,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    (restore_id,) = restoring.start(job_id)
    nobody = station.actor(product.user("manager", None).id)
    restoring.actions.note_stop(nobody, [restore_id])
    assert station.audit.end(GUARD_SECONDS)
    (line,) = [one for one in station.audit.read() if one.action == "pause_restore"]
    assert (line.answer, line.job_id, line.new_status) == ("pausing", job_id, "queued")

    def lost(*_: object, **__: object) -> None:
        raise ConnectionLost("The connection is lost.")

    monkeypatch.setattr(restoring.actions, "read", lost)
    expected_logs.expect("not in the audit trail")
    restoring.actions.note_stop(nobody, [restore_id])
