"""For everyone: each control has a name, the keyboard reaches it, and it shows that it has the keys."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget

from app.qt.translation import Language
from app.ui.theme.stylesheet import stylesheet
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import LIGHT
from tests.qt.window.conftest import Hands
from tests.support.all_states import everything_in
from tests.support.exhibits import dialogs
from tests.support.walking import interactive, name_of, parts_of, spoken

LINKS = 100
"""More than there are on the first page of the guide."""

both_languages = pytest.mark.parametrize("code", ["he", "en"])


def nameless(whole: QWidget) -> list[str]:
    return [name_of(part) for part in interactive(whole) if not spoken(part)]


def reached_by_tab(whole: QWidget) -> set[QWidget]:
    """What has the keys at some time while Tab is pressed; on a page it goes from link to link."""
    reached: set[QWidget] = set()
    for _ in range(2 * len(list(parts_of(whole))) + LINKS):
        focused = QApplication.focusWidget()
        if focused is None or (focused in reached and not isinstance(focused, QTextBrowser)):
            break
        reached.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached


def unreached(whole: QWidget) -> list[str]:
    """Controls that take the keys, but not by Tab."""
    reached = reached_by_tab(whole)
    return [
        name_of(part)
        for part in interactive(whole)
        if part not in reached and not any(part.isAncestorOf(each) for each in reached)
    ]


@both_languages
def test_every_control_of_the_window_has_a_name_and_is_reached(
    console: Hands, language: Language, code: str
) -> None:
    language.use(code)
    console.window.resize(1440, 900)
    everything_in(console, code)
    console.window.activateWindow()
    console.loop.until(console.window.isActiveWindow)
    console.page.table.setFocus()
    assert nameless(console.window) == []
    assert unreached(console.window) == []


@both_languages
def test_every_control_of_a_dialog_has_a_name_and_is_reached(
    console: Hands, language: Language, theme: Theme, code: str
) -> None:
    language.use(code)
    problems = []
    for name, dialog in dialogs(console, language, theme):
        console.loop.until(dialog.isActiveWindow)
        problems += [f"{name}: {part} has no name" for part in nameless(dialog)]
        problems += [f"{name}: {part} is not reached by Tab" for part in unreached(dialog)]
    assert problems == []


def test_every_dialog_opens_with_the_keys_in_it(console: Hands, language: Language, theme: Theme) -> None:
    lost = []
    for name, dialog in dialogs(console, language, theme):
        console.loop.until(dialog.isActiveWindow)
        focused = QApplication.focusWidget()
        if interactive(dialog) and (focused is None or not dialog.isAncestorOf(focused)):
            lost.append(name)
    assert lost == []


@pytest.mark.parametrize("kind", ["QPushButton", "QToolButton", "QLineEdit", "QSpinBox", "QComboBox"])
def test_what_has_the_keys_shows_it(kind: str) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", stylesheet(LIGHT))
    focus = [
        body for selectors, body in rules if re.search(rf"(^|[\s,]){kind}(\[[^\]]*\])?:focus", selectors)
    ]
    assert any(LIGHT.accent in body or LIGHT.text in body for body in focus)
