"""Files that are kept longer from the dialog of a restore."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLineEdit

from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.keeping import MAX_DAYS
from app.qt.translation import Language
from app.ui.dialogs.restore import question as question_module
from app.ui.dialogs.restore.keeping import LONGER_DAYS, longer_days
from app.ui.dialogs.restore.words import utc_now
from app.ui.texts.words import outcome_text
from app.ui.widgets.records_table import RecordsTable
from tests.support import restore_dialog
from tests.support.days import DAY, delete, pass_time
from tests.support.dialogs import click, find
from tests.support.product import Product
from tests.support.restore_dialog import Open
from tests.support.restoring import Restoring
from tests.support.running import Station

database_url, opened, restoring = (
    restore_dialog.database_url,
    restore_dialog.opened,
    restore_dialog.restoring,
)

DAYS = 7
WHILE = 600
"""Seconds since the deletion: what is said of the time left stays the same while a test runs."""


@pytest.fixture
def ids(product: Product, business: int) -> list[int]:
    return product.receipts(business, 3, files=1)


@pytest.fixture
def job_id(product: Product, station: Station, business: int, ids: list[int]) -> int:
    """A job that has deleted them, and keeps their files."""
    job_id = delete(station, business, DAYS)
    pass_time(product, WHILE)
    return job_id


def test_files_are_kept_longer_at_a_click(
    opened: Open, product: Product, station: Station, business: int, job_id: int
) -> None:
    dialog = opened(job_id)
    dialog.shows("restore.keep_longer")
    before = dialog.said("restore.kept")
    click(dialog.dialog, "restore.keep_longer")
    dialog.loop.until(lambda: dialog.said("restore.kept") != before)
    assert station.cursor(job_id).keep_days == DAYS + LONGER_DAYS
    assert product.files(business) == 3


def test_where_nothing_is_kept_there_is_nothing_to_keep_longer(
    opened: Open, station: Station, business: int, ids: list[int]
) -> None:
    dialog = opened(delete(station, business, 0))
    dialog.shows("restore.restored")
    assert not dialog.seen("restore.keep_longer")


def test_of_chosen_receipts_the_line_tells_the_new_end(
    opened: Open, monkeypatch: pytest.MonkeyPatch, station: Station, ids: list[int], job_id: int
) -> None:
    monkeypatch.setattr(question_module, "TYPED_MS", 30)
    dialog = opened(job_id)
    dialog.shows("restore.keep_longer")
    click(dialog.dialog, "restore.scope.receipts")
    find(dialog.dialog, QLineEdit, "restore.items").setText(str(ids[0]))
    dialog.loop.until(lambda: dialog.said("restore.restored") == "1")

    def keep_longer() -> None:
        before = dialog.said("restore.kept")
        click(dialog.dialog, "restore.keep_longer")
        dialog.loop.until(lambda: dialog.said("restore.kept") != before)

    for clicks in (1, 2):
        keep_longer()
        assert station.cursor(job_id).keep_days == DAYS + clicks * LONGER_DAYS

    # What was chosen is looked at again, also where it was not on the screen meanwhile.
    click(dialog.dialog, "restore.scope.whole")
    twice = dialog.said("restore.kept")
    click(dialog.dialog, "restore.keep_longer")
    dialog.loop.until(lambda: dialog.said("restore.kept") != twice)
    whole = dialog.said("restore.kept")
    click(dialog.dialog, "restore.scope.receipts")
    dialog.loop.until(lambda: dialog.said("restore.restored") == "1")
    assert dialog.said("restore.kept") == whole


def test_what_is_overdue_is_kept_from_now(
    opened: Open, product: Product, station: Station, restoring: Restoring, job_id: int
) -> None:
    pass_time(product, 40 * DAY)
    dialog = opened(job_id)
    dialog.shows("restore.keep_longer")
    click(dialog.dialog, "restore.keep_longer")
    dialog.loop.until(lambda: station.cursor(job_id).keep_days > DAYS)
    (seen,) = restoring.actions.preview(station.person, [job_id]).jobs
    assert seen.until is not None
    left = seen.until - utc_now()
    assert timedelta(LONGER_DAYS) <= left <= timedelta(LONGER_DAYS + 1)


def test_no_day_too_many_is_asked_for(
    product: Product, station: Station, restoring: Restoring, job_id: int
) -> None:
    def wanted() -> dict[int, int]:
        return longer_days(restoring.actions.preview(station.person, [job_id]), utc_now())

    station.actions.keep_files(station.person, [job_id], MAX_DAYS - 1)
    assert wanted() == {job_id: MAX_DAYS}
    station.actions.keep_files(station.person, [job_id], MAX_DAYS)
    assert wanted() == {}


def test_no_days_lead_from_so_long_ago_to_now(
    product: Product, station: Station, restoring: Restoring, job_id: int
) -> None:
    pass_time(product, (MAX_DAYS + 1) * DAY)
    preview = restoring.actions.preview(station.person, [job_id])
    assert preview.going
    assert longer_days(preview, utc_now()) == {}


def test_files_of_unticked_businesses_are_left_alone(
    opened: Open, product: Product, station: Station, job_id: int
) -> None:
    other = product.business()
    product.receipts(other, 3, files=1)
    second = delete(station, other, DAYS)
    pass_time(product, WHILE)
    dialog = opened(job_id, second)
    dialog.shows("restore.keep_longer")
    click(dialog.dialog, "restore.scope.businesses")
    table = find(dialog.dialog, RecordsTable, "restore.list.each")
    (unticked,) = [one for one in table.records.lines if one.job_id == job_id]
    table.check_pressed.emit(unticked)
    before = dialog.said("restore.kept")
    click(dialog.dialog, "restore.keep_longer")
    dialog.loop.until(lambda: dialog.said("restore.kept") != before)
    assert [station.cursor(one).keep_days for one in (job_id, second)] == [DAYS, DAYS + LONGER_DAYS]
    assert dialog.said("restore.restored") == "3"  # and it stays unticked
    table.check_pressed.emit(table.records.lines[1])
    assert not dialog.seen("restore.keep_longer")  # of nothing that is chosen


def test_a_refusal_is_told(opened: Open, english: Language, station: Station, job_id: int) -> None:
    is_refused = True

    def keep(actor: Actor, job_ids: Sequence[int], days: int) -> list[ActionResult]:
        if is_refused:
            return [ActionResult(Answer.NO_PERMISSION, one) for one in job_ids]
        return station.actions.keep_files(actor, job_ids, days)

    dialog = opened(job_id, keep=keep)
    dialog.shows("restore.keep_longer")
    click(dialog.dialog, "restore.keep_longer")
    dialog.shows("restore.refused")
    said = dialog.said("restore.refused").splitlines()
    assert (len(said), said[-1]) == (2, outcome_text(Answer.NO_PERMISSION))
    is_refused = False
    before = dialog.said("restore.kept")
    click(dialog.dialog, "restore.keep_longer")
    dialog.loop.until(lambda: dialog.said("restore.kept") != before)
    assert not dialog.seen("restore.refused")
