"""`app.qt.translation`: the language of the application, and texts of both directions beside each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from app.core.text import visible
from app.qt.translation import Language, isolate, ltr

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@pytest.fixture
def language(qapp: QApplication, tmp_path: Path) -> Iterator[Language]:
    """English, without any text of the console translated; the application is left as it was."""
    direction, locale = qapp.layoutDirection(), QLocale()
    language = Language(qapp, tmp_path)
    yield language
    language.use("en")
    for translator in language._installed:
        qapp.removeTranslator(translator)
    qapp.setLayoutDirection(direction)
    QLocale.setDefault(locale)


def test_the_direction_follows_the_language(qapp: QApplication, language: Language) -> None:
    assert (language.code, language.direction) == ("en", Qt.LayoutDirection.LeftToRight)
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    language.use("he")
    assert (language.code, language.direction) == ("he", Qt.LayoutDirection.RightToLeft)
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    language.use("en")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_numbers_follow_the_language(language: Language) -> None:
    assert QLocale().language() == QLocale.Language.English
    language.use("he")
    assert language.locale.language() == QLocale.Language.Hebrew
    assert QLocale().language() == QLocale.Language.Hebrew


def test_the_application_may_begin_in_hebrew(qapp: QApplication, language: Language, tmp_path: Path) -> None:
    del language  # puts the application back
    begun = Language(qapp, tmp_path, "he")
    assert begun.code == "he"
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    begun.use("en")


def test_qts_own_buttons_are_translated_live(qtbot: QtBot, language: Language) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    button = box.button(QDialogButtonBox.StandardButton.Cancel)
    english = button.text()
    language.use("he")
    QCoreApplication.processEvents()
    hebrew = button.text()
    language.use("en")
    QCoreApplication.processEvents()
    assert english == button.text() == "Cancel"
    assert any("א" <= letter <= "ת" for letter in hebrew)


def test_open_windows_hear_of_the_change_before_the_signal(qtbot: QtBot, language: Language) -> None:
    order: list[str] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.LanguageChange:
                order.append("event")
            return False

    label, watcher = QLabel("text"), Watcher()
    qtbot.addWidget(label)
    label.installEventFilter(watcher)
    label.show()
    language.changed.connect(lambda: order.append("signal"))
    language.use("he")
    QCoreApplication.processEvents()
    assert order.count("signal") == 1
    assert "event" in order
    assert order.index("event") < order.index("signal")


def test_the_same_language_again_changes_nothing(qtbot: QtBot, language: Language) -> None:
    with qtbot.assertNotEmitted(language.changed):
        language.use("en")
    with qtbot.waitSignal(language.changed, timeout=1000):
        language.use("he")


def test_switching_to_and_fro_leaves_no_translator_behind(qapp: QApplication, language: Language) -> None:
    for _ in range(3):
        language.use("he")
        language.use("en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_an_unknown_language_is_refused_and_nothing_changes(language: Language) -> None:
    with pytest.raises(ValueError, match="xx"):
        language.use("xx")
    assert language.code == "en"


def direction_at(text: str, part: str) -> list[str]:
    """The bidirectional classes of the characters around `part`."""
    at = text.index(part)
    return [unicodedata.bidirectional(text[at - 1]), unicodedata.bidirectional(text[at + len(part)])]


@pytest.mark.parametrize("name", ["Alma", "מרפאת שיניים", "12 / 40", ""])
def test_a_name_is_isolated_in_its_own_direction(name: str) -> None:
    assert isolate(name) == f"\u2068{name}\u2069"
    if name:
        assert direction_at(isolate(name), name) == ["FSI", "PDI"]


def test_an_address_is_held_left_to_right() -> None:
    assert direction_at(ltr("dana@example.com"), "dana@example.com") == ["LRI", "PDI"]


@pytest.mark.parametrize("letter", [*BIDI, *ZERO_WIDTH, "\x00", "\t", "\n", "\x1b", "\x7f", "\x85", "\u2028"])
def test_what_hides_is_shown(letter: str) -> None:
    shown = visible(f"Alma{letter}Ltd")
    assert shown == f"Alma⟨U+{ord(letter):04X}⟩Ltd"


@pytest.mark.parametrize(
    "name", ["Alma", "מרפאת שיניים ד״ר כהן", "שָׁלוֹם", "Café №5 – “x”", "日本 😀", " a  b "]
)
def test_what_does_not_hide_is_left_as_it_is(name: str) -> None:
    assert visible(name) == name


def test_a_disguised_name_cannot_leave_its_isolate() -> None:
    shown = isolate(visible("Alma\u2069\u202egro.live"))
    assert shown.count("\u2069") == 1
    assert shown.endswith("\u2069")
    assert not set(shown[1:-1]) & set(BIDI)


def test_every_bidirectional_control_there_is_counts_as_hidden() -> None:
    """Also those that a later Unicode may add."""
    controls = {"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN", "B", "S"}
    every = [chr(code) for code in range(0xE000) if unicodedata.bidirectional(chr(code)) in controls]
    assert [f"U+{ord(one):04X}" for one in every if visible(one) == one] == []


def test_invisible_tags_are_shown() -> None:
    """They spell a second text into a name that nobody sees."""
    assert visible("Alma\U000e0041\U000e007f") == "Alma⟨U+E0041⟩⟨U+E007F⟩"
