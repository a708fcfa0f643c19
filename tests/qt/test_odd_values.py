"""Odd values of every type through everything that shows them, in both languages: nothing raises, not even
into a net, and what cannot be shown says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QLocale, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import Unforeseen
from app.core.languages import LANGUAGES
from app.qt.translation import Language
from app.receipts.names import DELETE_RECEIPTS
from app.ui.businesses.columns import DATA_COLUMNS
from app.ui.businesses.copying import as_csv, as_tsv
from app.ui.businesses.delegate import RowDelegate
from app.ui.businesses.model import BusinessModel
from app.ui.businesses.reasons import reason_text
from app.ui.businesses.roles import RowRole
from app.ui.businesses.states import State, state_of
from app.ui.businesses.status_filters import StatusCounts
from app.ui.businesses.totals import RunningTotals
from app.ui.details.failures import FailuresTab
from app.ui.details.history import HistoryTab
from app.ui.details.log import LogTab
from app.ui.details.overview import OverviewTab
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.texts.errors import error_text
from app.ui.texts.figures import UNUSABLE, plural_of
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext
from app.ui.window.availability import UNSHOWN, SelectionAvailability, cancel_disabled_reason
from app.ui.window.status_bar import StatusBar
from app.viewmodel.activity import Activity, Course
from app.viewmodel.exports import Exports
from app.viewmodel.poller import visible_state
from app.viewmodel.rows import ShownRow
from tests.support import odd
from tests.support.rows import a_row

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DecorationRole)


@pytest.fixture(autouse=True)
def uncaught(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What reached a net or a slot: nothing, unless the test takes it out."""
    met: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: met.append(error))
    yield met
    assert met == []


@pytest.fixture(params=LANGUAGES)
def locale(language: Language, request: pytest.FixtureRequest) -> QLocale:
    language.use(request.param)
    return language.locale


def texts(model: QAbstractItemModel, roles: Sequence[int] = ROLES) -> list[Any]:
    """All that a model gives, row by row."""
    return [
        model.index(row, column).data(role)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in roles
    ]


def painted(view: QWidget) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_ARGB32)
    view.render(image)
    return image


def test_the_table(locale: QLocale, theme: Theme, qtbot: QtBot) -> None:
    rows = list(odd.rows())
    model = BusinessModel(locale)
    model.apply(rows)
    assert model.rowCount() == len(rows)
    for column in DATA_COLUMNS:
        for order in Qt.SortOrder:
            model.sort(column, order)
    for word in ("1", "x", "\ud800", ""):
        model.search(word)
    model.apply(rows)  # each is found again, whatever it is sorted by
    given = texts(model, (*ROLES, *RowRole))
    assert any(UNUSABLE in text for text in given if isinstance(text, str))
    model.tick()
    model.remove([shown.row.business.id for shown in rows[::2]])
    assert model.rowCount() == len(rows) - len(rows[::2])


def test_the_cells_as_they_are_painted(locale: QLocale, theme: Theme, qtbot: QtBot) -> None:
    model = BusinessModel(locale)
    model.apply(odd.rows())
    view = QTableView()
    qtbot.addWidget(view)
    delegate = RowDelegate(theme, view)
    image = QImage(300, 40, QImage.Format.Format_ARGB32)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 300, 40)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        option.direction = direction
        painter = QPainter(image)
        for row in range(0, model.rowCount(), 3):
            for column in DATA_COLUMNS:
                delegate.paint(painter, option, model.index(row, column))
        painter.end()


def test_what_is_counted_and_copied(locale: QLocale, theme: Theme, language: Language, qtbot: QtBot) -> None:
    rows, totals, counts = list(odd.rows()), RunningTotals(), StatusCounts()
    bar = StatusBar("db\ud800\0", language, theme)
    qtbot.addWidget(bar)
    for shown in rows:
        visible_state(shown)
        bar.show_totals(totals.see([shown]))
    counts.see(rows)
    assert sum(counts.counts.values()) >= len(rows)
    assert as_tsv(rows, list(DATA_COLUMNS), locale).count("\n") == len(rows) + 1
    lines = list(as_csv(rows, list(DATA_COLUMNS), locale))
    assert len(lines) == len(rows) + 1


@pytest.fixture
def services(calls: Any) -> Any:
    pool = SimpleNamespace(place_of=lambda _job_id: 2**40, waiting=2**40)
    shown = {"activity": Activity(), "details": SimpleNamespace(), "job_type": DELETE_RECEIPTS}
    shown |= {"exports": Exports()}
    return SimpleNamespace(calls=calls, pool=pool, **shown)


def test_the_overview(locale: QLocale, theme: Theme, language: Language, services: Any, qtbot: QtBot) -> None:
    tab = OverviewTab(services, language, theme)
    qtbot.addWidget(tab)
    tab.show()
    rows = list(odd.rows())
    services.activity.see_rows(rows)
    for shown in rows:
        tab.show_rows(None, [shown])
    painted(tab)
    tab.show_rows(None, rows)
    for rates in ([float("nan")] * 3, [float("inf"), None, 1e308], [-5.0, 2.0**70]):
        tab.plot.show_course(Course(rates), datetime.now(UTC))
        painted(tab.plot)


def test_the_tabs_of_records(
    locale: QLocale, theme: Theme, language: Language, services: Any, qtbot: QtBot
) -> None:
    history = HistoryTab(services, language, theme)
    failures = FailuresTab(services, language, theme)
    log = LogTab(services, language, theme)
    log._shown = a_row(1, status=next(iter(odd.jobs())).status)
    services.activity._record(1).events.extend(odd.events())
    for tab in (history, failures, log):
        qtbot.addWidget(tab)
        tab.resize(900, 300)
    history.take(SimpleNamespace(jobs=list(odd.jobs()), older=None))
    failures.take(odd.failures())
    log.take(odd.audit_lines())
    for tab in (history, failures, log):
        assert texts(tab.view.records)
        painted(tab.view)
    assert any(UNUSABLE in text for text in texts(failures.view.records, ROLES[:1]))


def test_the_confirmation(locale: QLocale, theme: Theme, language: Language, qtbot: QtBot) -> None:
    """An amount that is no number ended the program here."""
    dialog = ConfirmDialog(odd.previews(), DialogContext(language, theme))
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    painted(dialog)
    shown = texts(dialog._preview.view.records) + texts(dialog._preview._sum.records)
    assert any(UNUSABLE in text for text in shown if isinstance(text, str))
    for preview in odd.previews()[-len(odd.AMOUNTS) :]:
        one = ConfirmDialog([preview], DialogContext(language, theme))
        qtbot.addWidget(one)
        painted(one)


def test_a_row_that_cannot_be_shown_says_so_and_nothing_can_be_done_with_it(qapp: QApplication) -> None:
    flawed: ShownRow = replace(a_row(1, left=5), flaw="a year of five digits")
    assert state_of(flawed) is State.UNSHOWN
    assert "a year of five digits" in reason_text(flawed)
    selection = SelectionAvailability([cancel_disabled_reason])
    selection.see([flawed])
    (available,) = selection.of([1])
    assert not available.on
    assert available.reasons == (UNSHOWN,)


@pytest.mark.parametrize("count", [0, 1, 2, 11, 999_999, 1_000_001, 2**31, 2**31 + 1, 2**63, -3])
def test_a_plural_form_does_not_depend_on_the_size(count: int) -> None:
    """Of the rules of both languages, which look at one and two, and at tens and hundreds."""
    fits = plural_of(count)
    assert abs(fits) < 2**31
    assert (fits in {1, 2}) == (count in {1, 2})
    assert count < 0 or fits % 1000 == count % 1000


@pytest.mark.parametrize("text", odd.TEXTS, ids=range(len(odd.TEXTS)))
def test_what_an_error_says_is_bounded(qapp: QApplication, text: str) -> None:
    """A text of a megabyte is cut before it is laid out."""
    assert len(error_text(Unforeseen(ValueError(text)))) < 5_000
