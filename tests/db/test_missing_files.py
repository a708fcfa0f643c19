"""Files that are missing: a wrong storage is noticed and refused, and no row is dropped for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.actions.results import Answer
from app.actions.sweeping import SweepAction, SweepResult
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import StorageUnusable
from app.core.messages import FILES_HELD, FILES_HIDDEN, FILES_MISSING, FILES_NOT_DELETED
from app.core.storage_messages import FILES_NOT_FOUND
from app.engine.control import Stop
from app.engine.events import Ending
from app.files.bounded import BoundedStorage
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult
from app.receipts.names import DELETE_RECEIPTS
from app.receipts.sampling import require_its_storage
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def is_refused(station: Station) -> bool:
    with station.database.connection() as connection:
        try:
            require_its_storage(connection, BoundedStorage(station.storage))
        except StorageUnusable:
            return True
    return False


# The sample


def test_one_of_the_newest_files_vouches_for_the_storage(
    station: Station, product: Product, business: int
) -> None:
    """Of any business and purpose; whatever is soft-deleted does not count."""
    assert not is_refused(station)
    product.receipts(business, 60, files=1)
    product.lose_files()
    assert is_refused(station)
    product.attachments(product.business(), 1, "contract", is_deleted=True)
    assert is_refused(station)
    product.attachments(product.business(), 1, "contract")
    assert not is_refused(station)


def test_only_the_newest_are_looked_for(station: Station, product: Product, business: int) -> None:
    product.attachments(business)
    product.attachments(business, 49)
    product.lose_files()
    (first, *_rest) = product.rows("SELECT * FROM attachments ORDER BY id")
    product.path(first["storage_path"]).write_text("here")
    assert not is_refused(station)
    product.attachments(business)
    product.lose_files()
    product.path(first["storage_path"]).write_text("here")
    assert is_refused(station)


def test_what_an_interrupted_job_has_deleted_is_no_sign_of_a_wrong_storage(
    station: Station, product: Product, business: int
) -> None:
    """Its files may be gone and their rows there; but others' must be there, or the business's own folder."""
    product.attachments(product.business(), 1, "contract")
    product.receipts(business, 60, files=1, is_deleted=True)
    product.lose_files(business_id=business)
    assert not is_refused(station)
    product.lose_files(1)
    assert is_refused(station)
    product.execute("DELETE FROM attachments WHERE purpose = 'contract'")
    assert not is_refused(station)
    shutil.rmtree(product.storage_root / "attachments" / str(business))
    assert is_refused(station)


def test_nothing_begins_on_a_wrong_storage(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 25, files=1)
    paused, stale = (product.job(product.business(), "paused", cursor='{"last_id": 0}') for _ in range(2))
    product.lose_files()
    before = product.rows("SELECT * FROM background_jobs")
    sweep = SweepAction(station.database, station.deletion, station.audit)
    for act in (
        lambda: station.actions.start(actor, DELETE_RECEIPTS, [business]),
        lambda: station.actions.resume(actor, [paused]),
        lambda: station.actions.take_over(actor, [stale]),
        lambda: station.actions.retry(actor, [paused]),
        lambda: sweep(actor, [business]),
    ):
        with pytest.raises(StorageUnusable) as refused:
            act()
        root = str(product.storage_root)
        assert str(refused.value).startswith(
            f"The attachment storage {root} cannot be used: "
            + FILES_NOT_FOUND.format(count=25, key=f"attachments/{business}/receipt_source/2026/05/")
        )
    assert product.rows("SELECT * FROM background_jobs") == before
    assert list(station.audit.read()) == []


def test_a_storage_that_goes_away_during_the_job_loses_no_row(
    station: Station, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """A share that is not mounted any more: an empty folder, in which all may be written and deleted."""
    expected_logs.expect(
        "The files stay: .*" + re.escape(FILES_NOT_FOUND.format(count=25, key="attachments/"))
    )
    product.receipts(business, 25, files=1)
    (job_id,) = station.start(business)
    away = product.storage_root.with_name("away")
    product.storage_root.rename(away)
    (product.storage_root / "attachments").mkdir(parents=True)
    result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert (result.files_deleted, result.files_missing, result.files_left) == (0, 0, 25)
    assert (product.attachment_count(), sum(path.is_file() for path in away.rglob("*"))) == (25, 25)
    assert FILES_NOT_DELETED.partition("{reason}")[0].format(count=25) in str(product.last_error())


def test_once_it_is_back_the_sweep_of_the_same_job_finds_the_files(
    station: Station,
    product: Product,
    business: int,
    expected_logs: ExpectedLogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_logs.expect("The files stay: ")
    monkeypatch.setattr("app.receipts.file_deletion_queue.GATHERED", 1)
    product.receipts(business, 25, files=1)
    (job_id,) = station.start(business)
    away = product.storage_root.with_name("away")
    product.storage_root.rename(away)

    def mount(wait: int) -> None:
        if wait == 2:
            away.rename(product.storage_root)

    with Station(product, "desk", files_behind=0) as console:
        console.identity = station.identity
        result = console.run_until(job_id, mount)
    assert (result.files_deleted, result.files_left, product.attachment_count()) == (25, 0, 0)


# Most are missing


def swept(station: Station, actor: Actor, business: int, *, accept_missing: bool = False) -> SweepResult:
    sweep = SweepAction(station.database, station.deletion, station.audit)
    (result,) = sweep(actor, [business], accept_missing=accept_missing)
    return result


@pytest.mark.parametrize(("all_files", "missing", "held"), [(19, 19, False), (20, 10, False), (20, 11, True)])
def test_rows_are_kept_where_most_files_are_missing(
    station: Station, product: Product, business: int, all_files: int, missing: int, held: bool
) -> None:
    product.attachments(product.business(), 1, "contract")
    product.receipts(business, all_files, files=1)
    (job_id,) = station.start(business)
    product.lose_files(missing, business)
    result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, all_files)
    there = all_files - missing
    if held:
        assert (result.files_deleted, result.files_missing, result.files_left) == (there, 0, missing)
        assert product.last_error() == FILES_HELD.format(count=missing, all=all_files)
    else:
        assert (result.files_deleted, result.files_missing, result.files_left) == (there, missing, 0)
        assert product.last_error() == FILES_MISSING.format(count=missing)
    assert product.attachment_count() == 1 + held * missing
    assert product.files(business) == 0


def test_what_is_missing_is_counted_once_however_often_it_is_met(
    station: Station, product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures of the whole slice decide in the end: 30 of 70 are not most of them."""
    monkeypatch.setattr("app.receipts.file_deletion_queue.GATHERED", 30)
    product.attachments(product.business(), 1, "contract")
    product.receipts(business, 70, files=1)
    (job_id,) = station.start(business)
    product.lose_files(30, business)
    result = station.run(job_id)
    assert (result.files_deleted, result.files_missing, result.files_left, product.attachment_count()) == (
        40,
        30,
        0,
        1,
    )


def test_a_person_may_say_that_missing_files_are_truly_gone(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.attachments(product.business(), 1, "contract")
    product.receipts(business, 30, files=1, is_deleted=True)
    product.lose_files(30, business)
    files = swept(station, actor, business).files
    assert (files.missing, files.left, files.held, product.attachment_count()) == (0, 30, 30, 31)
    product.lose_files(31 - 30)
    shutil.rmtree(product.storage_root / "attachments" / str(business))
    with pytest.raises(StorageUnusable):
        swept(station, actor, business)
    files = swept(station, actor, business, accept_missing=True).files
    assert (files.missing, files.left, product.attachment_count()) == (30, 0, 1)
    assert [(line.action, line.answer) for line in station.audit.read() if line.answer != "begun"] == [
        ("sweep", "swept: 0 files deleted, 30 left"),
        ("sweep_accept_missing", "swept: 0 files deleted, 0 left, 30 missing"),
    ]


def test_a_job_on_which_it_was_said_drops_the_rows(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 30, files=1)
    product.lose_files()
    (started,) = station.actions.start(actor, DELETE_RECEIPTS, [business], accept_missing=True)
    assert started.answer is Answer.STARTED
    assert started.job is not None
    cursor = Cursor.parse(started.job.cursor_text)
    assert cursor.accept_missing
    assert cursor.text() == started.job.cursor_text
    result = station.run(started.job.id)
    assert (result.files_missing, result.files_left, product.attachment_count()) == (30, 0, 0)
    told = [(line.action, line.answer) for line in station.audit.read()]
    assert told == [("delete_accept_missing", "started"), ("end", "completed")]


@pytest.mark.parametrize("action", ["resume", "retry"])
def test_it_can_be_said_of_a_job_that_goes_on(
    station: Station, product: Product, actor: Actor, business: int, action: str
) -> None:
    """And then holds for it."""
    failed = '{"last_id": 0, "max_id": 9, "failed": [[1, "x"]]}'
    status = "paused" if action == "resume" else "completed"
    job_id = product.job(business, status, cursor=failed)
    (result,) = getattr(station.actions, action)(actor, [job_id], accept_missing=True)
    assert result.answer.runs_here
    assert station.cursor(job_id).accept_missing
    (line,) = station.audit.read()
    assert line.action == f"{action}_accept_missing"
    station.run_batches(job_id, 1)
    assert station.cursor(job_id).accept_missing


# What an interruption leaves


INTERRUPTED = Cursor(last_id=10**6, max_id=10**6)


@pytest.mark.parametrize("how", ["taken over", "failed by a page view", "paused in its hands", "paused"])
def test_the_first_sweep_of_an_interrupted_job_believes_what_it_finds(
    station: Station, product: Product, actor: Actor, business: int, how: str
) -> None:
    """Whoever had it may have come to the files, and not to their rows."""
    product.attachments(product.business(), 1, "contract")
    product.receipts(business, 30, files=1, is_deleted=True)
    product.lose_files(30, business)
    name = "sweep:other:1:abc/1"
    cursor = INTERRUPTED if how in {"paused"} else INTERRUPTED.owned_by(name)
    status = {"taken over": "running", "failed by a page view": "failed"}.get(how, "paused")
    job_id = product.job(
        business, status, cursor=cursor.text(), total=30, processed=30, succeeded=30, heartbeat_at=None
    )
    product.execute("UPDATE background_jobs SET updated_at = '2020-01-01', started_at = '2020-01-01'")
    act = station.actions.take_over if how == "taken over" else station.actions.resume
    (going_on,) = act(actor, [job_id])
    assert going_on.answer.runs_here
    believes = how != "paused"
    assert station.cursor(job_id).interrupted is believes
    result = station.run(job_id)
    assert (result.files_missing, result.files_left) == ((30, 0) if believes else (0, 30))
    assert product.attachment_count() == 1 + 30 * (not believes)
    assert not station.cursor(job_id).interrupted


def test_only_the_first_sweep_believes(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.attachments(product.business(), 1, "contract")
    product.receipts(business, 2, files=1, is_deleted=True)
    product.receipts(business, 28, files=1)
    job_id = product.job(
        business, "failed", cursor=Cursor(last_id=2, max_id=30).text(), total=30, processed=2
    )
    station.actions.resume(actor, [job_id])
    product.lose_files(30, business)
    result = station.run(job_id)
    assert (result.succeeded, result.files_missing, result.files_left) == (28, 2, 28)
    assert product.attachment_count() == 29


def test_a_sweep_that_was_stopped_leaves_the_mark(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    job_id = product.job(business, "failed", cursor=Cursor(last_id=2, max_id=30).text())
    station.actions.resume(actor, [job_id])
    product.receipts(business, 3, files=1, is_deleted=True)
    control = QuickControl(station.clock)
    with station.just_before("LOCK TABLE", lambda: control.request(Stop.PAUSE)):
        assert station.run(job_id, control).ending is Ending.PAUSED
    assert station.cursor(job_id).interrupted


# A bucket that keeps versions


class Versioned(LocalStorage):
    """Says what a bucket with versions says."""

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        return [FileResult(key, FileOutcome.DELETED, data_stays=True) for key in keys]


def test_data_that_stays_behind_a_delete_marker_is_told(
    product: Product, business: int, tmp_path: Path
) -> None:
    product.receipts(business, 3, files=1)
    with Station(product, "versions", storage=Versioned(product.storage_root)) as station:
        (job_id,) = station.start(business)
        assert station.run(job_id).files_deleted == 3
    assert product.last_error() == FILES_HIDDEN.format(count=3)
