"""The window in the least width that it takes, with large texts: nothing is cut off, lies over something else
or can no longer be reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.cursor import Cursor, FailedItem
from app.core.job import JobStatus
from app.core.run import RunLabel
from app.qt.translation import Language
from app.receipts.names import DELETE_RECEIPTS
from app.ui.businesses.advice import Advice, Step
from app.ui.businesses.columns import Column
from app.ui.businesses.status_filters import StatusFilter
from app.ui.details.advice_card import AdviceCard
from app.ui.dialogs.sign_in import Elsewhere
from app.ui.theme.theme import TEXT_SIZES, Theme
from app.ui.widgets.line_icons import ClearButton
from app.ui.widgets.menu import Menu
from app.ui.window.connection_switcher import Offer
from app.ui.window.sidebar import Beside
from tests.qt.window.conftest import Hands
from tests.support.all_states import everything_in, shown_rows
from tests.support.halting import many
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row
from tests.support.walking import cut_off, interactive, name_of, outside, overlapping, parts_of, spoken

WIDTHS = (900, 1024, 1160)
HEIGHT = 660
TURNS = 5

both_languages = pytest.mark.parametrize("code", ["en", "he"])
all_sizes = pytest.mark.parametrize("percent", [100, 150, 200])


@pytest.fixture
def narrow(console: Hands, theme: Theme) -> Iterator[Hands]:
    console.window.resize(WIDTHS[0], HEIGHT)
    yield console
    theme.use_text_size(TEXT_SIZES[0])


def show(console: Hands, language: Language, theme: Theme, code: str, percent: int) -> None:
    language.use(code)
    theme.use_text_size(percent)
    everything_in(console, code)
    settle(console)


def settle(console: Hands) -> None:
    """What is laid out in a turn of the loop may need the next one for what lies in it."""
    for _ in range(TURNS):
        console.loop.turn()


def lacks(console: Hands) -> list[str]:
    """What is wrong once everything has had its turns to find its room."""
    window = console.window
    for _ in range(TURNS):
        console.loop.turn()
        found = [*cut_off(window), *outside(window), *overlapping(window), *_wordless(window)]
        if not found:
            break
    assert window.height() == HEIGHT
    return found


def _wordless(whole: QWidget) -> list[str]:
    """Buttons without words that say nowhere what they are for."""
    buttons = (each for each in interactive(whole) if isinstance(each, QAbstractButton))
    return [name_of(each) for each in buttons if not (spoken(each) and (each.text() or each.toolTip()))]


@both_languages
@all_sizes
def test_businesses_fit(narrow: Hands, language: Language, theme: Theme, code: str, percent: int) -> None:
    show(narrow, language, theme, code, percent)
    for width in WIDTHS:
        narrow.window.resize(width, HEIGHT)
        narrow.page.ticks.clear()
        assert [width, *lacks(narrow)] == [width]
        narrow.page.ticks.replace([2, 8, 9, 15])
        assert [width, *lacks(narrow)] == [width]
        narrow.window._parts.toolbar.search.setText("1")
        assert [width, *lacks(narrow)] == [width]
        narrow.window._parts.toolbar.search.clear()


@both_languages
@all_sizes
def test_the_details_of_every_state_fit(
    narrow: Hands, language: Language, theme: Theme, code: str, percent: int
) -> None:
    show(narrow, language, theme, code, percent)
    tabs = part(narrow.window, QTabBar, "details.tabs")
    problems = []
    recorded = Cursor(last_id=1, max_id=9, failed=(FailedItem(7, "locked by another transaction"),)).text()
    two_steps = a_row(99, status=JobStatus.COMPLETED, total=9, processed=9, failed=1, cursor_text=recorded)
    narrow.services.poller.rows.emit((two_steps,))
    for shown in (*shown_rows(code), two_steps):
        narrow.select(shown.row.business.id)
        problems += [f"{shown.row.business.id}: {lack}" for lack in lacks(narrow)]
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        problems += [f"tab {place}: {lack}" for lack in lacks(narrow)]
    assert problems == []


@both_languages
@all_sizes
def test_runs_fit(
    narrow: Hands, language: Language, theme: Theme, product: Product, code: str, percent: int
) -> None:
    businesses = many(product, 2, receipts=3)
    run = RunLabel("SUP-1: what customers asked for", "A note of some length on this run")
    narrow.crew.actions.start(narrow.actor, DELETE_RECEIPTS, businesses, run=run)
    runs = narrow.window._parts.runs
    runs.act_for(narrow.actor)
    show(narrow, language, theme, code, percent)
    narrow.window._parts.sidebar.choose(Beside.RUNS)
    narrow.loop.until(lambda: runs._is_loaded and runs.opened.run is not None)
    problems = []
    for width in WIDTHS:
        narrow.window.resize(width, HEIGHT)
        problems += [f"{width}: {lack}" for lack in lacks(narrow)]
    narrow.window._parts.sidebar.choose(StatusFilter.ALL)
    assert problems == []


@both_languages
def test_what_leaves_the_toolbar_is_in_its_menu(
    narrow: Hands, language: Language, theme: Theme, code: str
) -> None:
    show(narrow, language, theme, code, 200)
    toolbar = narrow.window._parts.toolbar
    buttons = [each for each in toolbar.findChildren(QToolButton) if not isinstance(each, ClearButton)]
    names = ("select_list", "pause_all", "theme", "language")
    gone = {name for name in names if narrow.button(name).isHidden()}
    assert gone >= {"pause_all", "theme", "language"} - ({"language"} if code == "he" else set())
    kept = [each for each in buttons if each.isVisible()]
    assert all(each.toolTip() and each.accessibleName() for each in kept)
    menu = part(narrow.window, QMenu, "menu.more")
    menu.aboutToShow.emit()
    offered = set(menu.actions())
    for name in gone - {"theme"}:  # that one is a menu in it
        assert narrow.action(name) in offered
    narrow.action("language").trigger()
    assert language.code != code
    narrow.window.resize(1960, HEIGHT)
    settle(narrow)
    assert all(narrow.button(name).isVisible() for name in names)
    assert all(
        narrow.button(name).toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for name in ("delete", "pause", "resume", "cancel", "select_list", "language")
    )


def test_a_button_whose_words_grow_keeps_them_whole_or_leaves_them(
    narrow: Hands, language: Language, theme: Theme
) -> None:
    """The delete button says how many are ticked."""
    show(narrow, language, theme, "he", 100)
    delete = narrow.button("delete")
    for ticked in ([], [2], list(range(2, 19)), []):
        narrow.page.ticks.replace(ticked)
        settle(narrow)
        assert delete.width() >= delete.sizeHint().width()


@both_languages
@all_sizes
def test_tick_and_name_are_seen_first(
    narrow: Hands, language: Language, theme: Theme, code: str, percent: int
) -> None:
    show(narrow, language, theme, code, percent)
    table = narrow.page.table
    seen = table.viewport().rect()
    first = {column: table.visualRect(table.model().index(0, column)) for column in Column}
    assert table.horizontalScrollBar().value() == table.horizontalScrollBar().minimum()
    tick, name = first[Column.TICK], first[Column.BUSINESS]
    assert all(seen.left() <= place.left() and place.right() <= seen.right() for place in (tick, name))
    edge = tick.right() == seen.right() if code == "he" else tick.left() == seen.left()
    beside = name.right() + 1 == tick.left() if code == "he" else name.left() - 1 == tick.right()
    assert edge
    assert beside


def test_the_line_of_the_connection_shortens_itself_and_tells_all_in_its_tooltip(
    narrow: Hands, language: Language, theme: Theme
) -> None:
    show(narrow, language, theme, "he", 200)
    label = part(narrow.window, QLabel, "status.connection")
    short = label.text()
    assert "db.internal/product" in short
    assert "13:58:00" in label.toolTip()
    assert "13:58:00" not in short
    narrow.window.resize(2400, HEIGHT)
    settle(narrow)
    assert "13:58:00" in label.text()


def test_every_menu_with_marks_draws_them_by_itself(narrow: Hands) -> None:
    narrow.window.switcher.offers = lambda: [Offer(Elsewhere.DEMO, "", is_here=True)]
    for menu in narrow.window.findChildren(QMenu):
        if isinstance(menu, Menu):
            continue
        menu.aboutToShow.emit()
        assert not [each for each in menu.actions() if each.isCheckable() or each.menu() is not None]


@both_languages
@all_sizes
def test_the_toolbar_shows_whole_buttons_in_the_least_width_that_it_asks_for(
    narrow: Hands, language: Language, theme: Theme, qtbot: QtBot, code: str, percent: int
) -> None:
    show(narrow, language, theme, code, percent)
    whole = QWidget()  # which may have less room than the window
    qtbot.addWidget(whole)
    toolbar = narrow.window._parts.toolbar
    toolbar.setParent(whole)
    toolbar.resize(toolbar.minimumSizeHint().width(), 70)
    whole.resize(toolbar.size())
    whole.show()
    toolbar.show()
    settle(narrow)
    width, least = toolbar.width(), toolbar.minimumSizeHint().width()
    lacking = [*cut_off(toolbar), *overlapping(toolbar), *outside(toolbar)]
    toolbar.setParent(narrow.window)  # with which it goes
    assert (width, lacking) == (least, [])


@both_languages
@all_sizes
def test_the_advice_shows_whole_buttons_in_the_least_width_that_it_asks_for(
    narrow: Hands, language: Language, theme: Theme, qtbot: QtBot, code: str, percent: int
) -> None:
    show(narrow, language, theme, code, percent)
    whole, card = QWidget(), AdviceCard(theme)
    qtbot.addWidget(whole)
    card.setParent(whole)
    advice = Advice("Title", "Text", (Step.RETRY, Step.SHOW_FAILURES), "warn")
    card.show_advice(advice, narrow.shown(16), language.locale)
    card.resize(card.minimumSizeHint().width(), HEIGHT)
    whole.resize(card.size())
    whole.show()
    settle(narrow)
    width, least = card.width(), card.minimumSizeHint().width()
    lacking = [*cut_off(card), *overlapping(card), *outside(card)]
    card.setParent(narrow.window)
    assert (width, lacking) == (least, [])


def test_overlapping_is_found(qtbot: QtBot, narrow: Hands) -> None:
    """The walk of these tests sees what it is there for."""
    toolbar = narrow.window._parts.toolbar
    delete, pause = narrow.button("delete"), narrow.button("pause")
    settle(narrow)
    pause.setGeometry(QRect(delete.geometry().topLeft() + QPoint(4, 0), pause.size()))
    assert [found for found in overlapping(toolbar) if "action.pause" in found]
    assert list(parts_of(toolbar))
