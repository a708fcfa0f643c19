"""What the window says: language, theme, status bar and messages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
)

from app.core.errors import CannotConnect
from app.core.job import JobStatus
from app.qt.translation import Language
from app.ui.theme.theme import Theme
from app.viewmodel.rows import Connected
from tests.qt.window.conftest import Hands
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.rows import a_row

BUTTONS = ["delete", "pause", "resume", "cancel"]


def test_the_language_is_switched_as_a_whole_and_at_once(console: Hands, language: Language) -> None:
    rows = [a_row(number, f"Business {number:02}") for number in range(1, 60)]
    console.services.poller.rows.emit(tuple(rows))
    console.select(7, 9)
    english = texts(console)
    assert console.button("language").text().strip() == "עברית"
    console.button("language").click()
    QApplication.processEvents()
    hebrew = texts(console)
    assert language.code == "he"
    assert console.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert console.button("language").text().strip() == "English"
    assert console.page.selected_ids() == [7, 9]
    assert [name for name, text in hebrew.items() if text == english[name]] == []
    console.button("language").click()
    QApplication.processEvents()
    assert texts(console) == english
    assert console.window.layoutDirection() is Qt.LayoutDirection.LeftToRight


def texts(console: Hands) -> dict[str, str]:
    """Everything that the window says, but names, figures and the language button."""
    found = {}
    for button in console.window.findChildren(QToolButton):
        if button.objectName() not in {"action.language", ""}:
            found[f"{button.objectName()}.tip"] = button.toolTip()
            found[f"{button.objectName()}.name"] = button.accessibleName()
    for name in BUTTONS:
        found[name] = console.button(name).text()
    for name in ("connection", "workers", "queue"):
        found[name] = part(console.window, QLabel, f"status.{name}").text()
    found["search"] = part(console.window, QLineEdit, "search").placeholderText()
    found["table"] = part(console.window, QTableView, "businesses").accessibleName()
    return found


def test_the_theme_is_switched_by_its_button(console: Hands, theme: Theme) -> None:
    to_dark = console.button("theme").toolTip()
    console.button("theme").click()
    assert theme.is_dark
    assert console.button("theme").toolTip() != to_dark
    console.button("theme").click()
    assert not theme.is_dark
    assert console.button("theme").toolTip() == to_dark


@pytest.mark.parametrize("code", ["en", "he"])
def test_every_control_has_a_name_for_who_cannot_see_it(
    console: Hands, language: Language, code: str
) -> None:
    language.use(code)
    QApplication.processEvents()
    controls = [
        *console.window.findChildren(QToolButton),
        *console.window.findChildren(QLineEdit),
        *console.window.findChildren(QTableView),
    ]
    named = [control for control in controls if control.objectName()]
    assert named
    assert [control.objectName() for control in named if not control.accessibleName().strip()] == []


def test_the_status_bar_says_how_things_are(console: Hands) -> None:
    console.services.poller.rows.emit(
        (
            a_row(1, status=JobStatus.RUNNING, total=1000, processed=500, speed=50.0),
            a_row(2, status=JobStatus.QUEUED, total=1000),
        )
    )
    console.select(2)

    def said(name: str) -> str:
        label = part(console.window, QLabel, f"status.{name}")
        return "".join(letter for letter in label.text() if letter not in "\u2066\u2068\u2069")

    assert "db.internal/product" in said("connection")
    assert figures(said("workers")) == ["0", "2"]
    assert figures(said("queue")) == ["0"]
    assert figures(said("speed")) == ["50"]
    assert figures(said("overall")) == ["25.0", "30"]


def test_what_is_wrong_is_said_again_in_the_other_language(console: Hands, language: Language) -> None:
    problem = CannotConnect("refused", "db.internal/product", "connection refused")
    console.services.poller.connection.emit(Connected(False, "db.internal/product", problem=problem))
    english = console.message("trouble")
    language.use("he")
    QApplication.processEvents()
    assert console.message("trouble") not in {"", english}
    assert "db.internal/product" in console.message("trouble")


def test_a_message_moves_no_row_and_leaves_the_keys_alone(console: Hands) -> None:
    console.services.poller.rows.emit((a_row(1, "Alon"), a_row(2, "Marom")))
    table = console.page.table
    table.setFocus()
    place = table.viewport().mapToGlobal(table.visualRect(table.model().index(1, 0)).center())
    problem = CannotConnect("refused", "db.internal/product", "connection refused")
    console.services.poller.connection.emit(Connected(False, "db.internal/product", problem=problem))
    QApplication.processEvents()
    assert console.message("trouble")
    assert table.viewport().mapToGlobal(table.visualRect(table.model().index(1, 0)).center()) == place
    assert QApplication.focusWidget() in {table, None}


def test_a_change_of_language_reaches_every_part_by_its_own_event(console: Hands) -> None:
    """Qt tells widgets by an event; the window must not rely on who else hears of it."""
    name = console.action("pause").text()
    console.button("pause").defaultAction().setText("?")
    QApplication.sendEvent(console.window, QEvent(QEvent.Type.LanguageChange))
    assert console.action("pause").text() == name


def test_businesses_that_are_gone_leave_table_and_totals(console: Hands) -> None:
    console.services.poller.rows.emit((a_row(1, status=JobStatus.RUNNING, total=10), a_row(2)))
    console.services.poller.gone.emit((1,))
    assert console.page.shown_count == 1
    assert not part(console.window, QLabel, "status.overall").isVisible()
