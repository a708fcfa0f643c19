"""The status filter of the last time: it is used again, unless nothing is under it any more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.qt.translation import Language
from app.ui.businesses.page import BusinessesPage
from app.ui.businesses.status_filters import StatusFilter
from app.ui.theme.theme import Theme
from app.ui.window.geometry import FILTER_KEY
from app.ui.window.sidebar import Sidebar
from tests.qt.window.conftest import NewHands
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row


@pytest.fixture
def page(qtbot: QtBot, language: Language, theme: Theme) -> BusinessesPage:
    page = BusinessesPage(language, theme)
    qtbot.addWidget(page)
    page.show()
    return page


def test_a_kept_filter_under_which_nothing_is_any_more_is_given_up_once(
    page: BusinessesPage, qtbot: QtBot
) -> None:
    page.show_only(StatusFilter.FAILED)
    with qtbot.assertNotEmitted(page.all_wanted):
        page.apply([a_row(1, "Alon")])  # the first of several parts
    with qtbot.waitSignal(page.all_wanted):
        page.note_loaded()
    with qtbot.assertNotEmitted(page.all_wanted):  # the person's own choice stays
        page.show_only(StatusFilter.PAUSED)
        page.note_loaded()


@pytest.mark.parametrize(("kept", "rows"), [(StatusFilter.NO_JOB, 1), (StatusFilter.FAILED, 0)])
def test_a_kept_filter_with_rows_or_a_table_without_any_stays(
    page: BusinessesPage, qtbot: QtBot, kept: StatusFilter, rows: int
) -> None:
    page.show_only(kept)
    with qtbot.assertNotEmitted(page.all_wanted):
        page.apply([a_row(number) for number in range(rows)])
        page.note_loaded()


@pytest.mark.parametrize(
    ("kept", "shown"), [(StatusFilter.PAUSED, StatusFilter.PAUSED), (StatusFilter.FAILED, StatusFilter.ALL)]
)
def test_the_window_opens_on_rows(
    new_console: NewHands, product: Product, settings: QSettings, kept: StatusFilter, shown: StatusFilter
) -> None:
    business = product.business("Alon")
    product.job(business, "paused", cursor="{}")
    settings.setValue(FILTER_KEY, kept.name)
    console = new_console()
    console.open(business)
    console.loop.until(lambda: console.page.shown_count > 0)
    assert part(console.window, Sidebar).status_filter is shown
