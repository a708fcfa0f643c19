"""What a person is told of the files before a restore, and what of it the rows say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale

from app.actions.results import Answer
from app.core.cursor import Cursor
from app.ui.dialogs.restore.words import files_notice, utc_now
from tests.support.days import DAY, delete, due_files, go_on, pass_time
from tests.support.product import Product
from tests.support.restoring import Restoring
from tests.support.running import Station


@pytest.mark.parametrize("is_asked_for", [True, False])
def test_files_that_were_swept_are_told_before(
    restoring: Restoring, station: Station, product: Product, business: int, is_asked_for: bool
) -> None:
    """Those of which a person asked for, and those that were due."""
    product.receipts(business, 3, files=2)
    job_id = delete(station, business, 7)
    if is_asked_for:
        station.console.sweep_files(station.person, [business], everything=True)
        assert Cursor.parse(station.read(job_id).cursor_text).files.kept == 0
    else:
        pass_time(product, 7 * DAY + 60)
        due_files(station).round(station.person, go_on)
    assert product.files(business) == 0
    preview = restoring.actions.preview(station.person, [job_id])
    assert (preview.files_there, preview.until) == (0, None)
    tone, text = files_notice(preview, QLocale.c(), utc_now())
    assert tone == "warn"
    assert "come back without" in text


def test_of_a_job_that_was_paused_for_days_the_first_files_go_first(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 20, files=1)
    (started,) = station.actions.start(station.person, station.deletion.name, [business], keep_days=7)
    assert started.job
    station.run_batches(started.job.id, 1, batch_size=10)
    pass_time(product, 5 * DAY)
    station.actions.resume(station.person, [started.job.id])
    station.run(started.job.id)
    preview = restoring.actions.preview(station.person, [started.job.id])
    (first,) = product.rows("SELECT min(deleted_at) AS at, max(deleted_at) AS last FROM receipts")
    assert (preview.files_there, preview.until) == (20, first["at"] + timedelta(7))
    tone, text = files_notice(preview, QLocale.c(), first["last"])
    assert (tone, "Files are kept until" in text) == ("ok", True)
    tone, text = files_notice(preview, QLocale.c(), first["last"] + timedelta(6))
    assert (tone, "The first files are no longer kept" in text) == ("warn", True)


def test_where_there_were_no_files_nothing_is_kept(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    product.receipts(business, 3)
    job_id = delete(station, business, 7)
    preview = restoring.actions.preview(station.person, [job_id])
    assert (preview.files_gone, preview.until) == (0, None)
    assert "kept until" not in files_notice(preview, QLocale.c(), utc_now())[1]


@pytest.mark.parametrize("is_asked_for", [True, False])
def test_while_receipts_come_back_their_files_stay(
    restoring: Restoring, station: Station, product: Product, business: int, is_asked_for: bool
) -> None:
    """The person was told that they are there; a restore may be paused over the day on which they are due."""
    product.receipts(business, 20, files=1)
    job_id = delete(station, business, 7)
    (restore_id,) = restoring.start(job_id)
    restoring.run_until(restore_id, lambda done: restoring.answer("pause", restore_id) if done == 1 else None)
    product.execute(
        "UPDATE background_jobs SET cursor = replace(cursor, '\"keep_days\": 7', '\"keep_days\": 1')"
    )
    product.execute(
        "UPDATE background_jobs SET finished_at = finished_at - interval '9 days',"
        " updated_at = updated_at - interval '9 days', created_at = created_at - interval '9 days'"
    )
    if is_asked_for:
        (swept,) = station.console.sweep_files(station.person, [business], everything=True)
        assert swept.refusal is Answer.RESTORE_ACTIVE
    else:
        assert due_files(station).round(station.person, go_on) == []
    restoring.answer("go_on", restore_id)
    assert restoring.run(restore_id).restored == 20
    assert product.files(business) == 20
