"""Every key of the window's actions under the Hebrew keyboard layout."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.ui.theme.theme import TEXT_SIZES, Theme
from tests.qt.window.conftest import Hands
from tests.support.parts import part

LATIN = "QWERTYUIOPASDFGHJKL;ZXCVBNM,."
HEBREW = "/'קראטוןםפשדגכעיחלךףזסבהנמצתץ"
"""SI 1452: what the same keys give."""

ROW_BEGINS = {"Q": 16, "A": 30, "Z": 44}
X11 = 0 if sys.platform == "win32" else 8
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def place_of(latin: str) -> int:
    """The scan code of a key."""
    first = max((one for one in ROW_BEGINS if LATIN.index(one) <= LATIN.index(latin)), key=LATIN.index)
    return ROW_BEGINS[first] + LATIN.index(latin) - LATIN.index(first) + X11


def press(widget: QWidget, key: str, modifiers: Qt.KeyboardModifier, place: int = 0) -> None:
    """As Qt hands on a key that is no shortcut."""
    event = QKeyEvent(QEvent.Type.KeyPress, ord(key), modifiers, place, 0, 0, key)
    QApplication.sendEvent(widget, event)


def with_letters(window: QWidget) -> list[tuple[QAction, str, Qt.KeyboardModifier]]:
    """The actions whose keys stand elsewhere on a Hebrew keyboard."""
    found = []
    for action in window.actions():
        for sequence in action.shortcuts():
            *held, latin = sequence.toString(QKeySequence.SequenceFormat.PortableText).split("+")
            if latin and latin in LATIN:
                found.append((action, latin, CTRL | SHIFT if "Shift" in held else CTRL))
    return found


def triggered(console: Hands, name: str) -> list[str]:
    """Grows as the action is triggered, which does nothing else from now on."""
    done: list[str] = []
    action = console.action(name)
    action.triggered.disconnect()
    action.triggered.connect(lambda: done.append(name))
    return done


@pytest.mark.parametrize("says_place", [True, False])
def test_every_key_is_found_by_where_it_stands(console: Hands, says_place: bool) -> None:
    console.open()
    done: list[str] = []
    pressed: list[str] = []
    for action, latin, modifiers in with_letters(console.window):
        if latin in "QW" and not says_place:  # these give signs that Latin keyboards have too
            continue
        action.triggered.disconnect()
        name = action.objectName()
        action.triggered.connect(lambda _=False, name=name: done.append(name))
        action.setEnabled(True)
        pressed.append(name)
        hebrew = HEBREW[LATIN.index(latin)]
        press(console.page.table, hebrew, modifiers, place_of(latin) if says_place else 0)
        assert done == pressed
    assert {"action.settings", "action.find", "action.pause"} <= set(pressed)
    assert ("action.quit" in pressed) is says_place


def test_a_latin_letter_that_qt_has_not_found(console: Hands) -> None:
    """X11 with the Hebrew layout alone, and Shift."""
    console.open()
    done = triggered(console, "theme")
    press(console.page.table, "T", CTRL | SHIFT, place_of("T"))
    assert len(done) == 1


def test_a_sign_of_a_latin_keyboard_is_no_letter(console: Hands) -> None:
    console.open()
    done = triggered(console, "quit")
    for key, place in (("/", place_of(".") + 1), ("/", 0), ("'", place_of(";") + 1)):
        press(console.page.table, key, CTRL, place)
    assert done == []


def test_without_control_a_letter_is_a_letter(console: Hands) -> None:
    console.open()
    search = part(console.window, QLineEdit, "search")
    search.setFocus()
    press(search, "ת", Qt.KeyboardModifier.NoModifier, place_of(","))
    assert search.text() == "ת"


def test_an_action_that_is_off_stays_off(console: Hands) -> None:
    console.open()
    done = triggered(console, "pause")
    assert not console.action("pause").isEnabled()
    press(console.page.table, "פ", CTRL | SHIFT, place_of("P"))
    assert done == []


def test_a_locked_window_hears_no_key(console: Hands) -> None:
    console.open()
    done = triggered(console, "theme")
    console.window._lock.lock()
    press(console.window, "א", CTRL | SHIFT, place_of("T"))
    assert done == []


def test_the_key_that_is_shown_is_the_latin_one(console: Hands) -> None:
    for action, latin, _ in with_letters(console.window):
        shown = [key.toString(QKeySequence.SequenceFormat.PortableText) for key in action.shortcuts()]
        assert any(latin in one for one in shown)
        assert not any(sign in "".join(shown) for sign in HEBREW[2:])


def test_ctrl_0_brings_back_the_usual_size(console: Hands, theme: Theme) -> None:
    console.open()
    QTest.keyClick(console.window, Qt.Key.Key_Equal, CTRL)
    assert theme.text_size != TEXT_SIZES[0]
    QTest.keyClick(console.window, Qt.Key.Key_0, CTRL)
    assert theme.text_size == TEXT_SIZES[0]
