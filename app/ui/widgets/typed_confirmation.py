"""The typed part of a confirmation: a word, and for several businesses their number."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from app.core.text import cleaned
from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_L, GAP_XS
from app.ui.widgets.line_icons import LineIcons
from app.ui.widgets.parts import Picture, label

translate = QCoreApplication.translate

WORD = "DELETE"
"""Typed in English in both languages (user-guide.en.md, Deleting receipts); for a deletion."""

FIELD_WIDTH = 180


class TypedConfirmation(QWidget):
    """Complete only with the exact `word` and, where the businesses are more than one, their exact number.
    What cannot be seen, such as a blank at the end of what was pasted, does not count."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed in the last field, and all is complete."""

    def __init__(self, theme: Theme, businesses: int, word: str = WORD) -> None:
        super().__init__()
        self._expected_word = word
        self._businesses = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_L)
        self._grid.setVerticalSpacing(GAP_XS)
        self._expected: dict[QLineEdit, str] = {}
        self._icons: dict[QLineEdit, LineIcons] = {}
        self._ticks: dict[QLineEdit, Picture] = {}
        self._word_label = QLabel()
        self._count_label = QLabel()
        self._word = self._add_field(theme, "confirm.word", self._word_label, word)
        self._count = self._add_field(theme, "confirm.count", self._count_label, "")
        self._grid.setColumnStretch(2, 1)
        self._hint = label("confirm.hint", tone="warn")
        self._grid.addWidget(self._hint, 2, 0, 1, 3)
        self.expect(businesses)

    def expect(self, businesses: int) -> None:
        """Another number of businesses has to be typed, or none any more. What was typed counts for the
        number before."""
        if businesses == self._businesses:
            return
        self._businesses = businesses
        is_asked = businesses > 1
        if is_asked:
            self._expected[self._count] = str(businesses)
        else:
            self._expected.pop(self._count, None)
        self._count.clear()
        for part in (self._count, self._count_label):
            part.setVisible(is_asked)
        self._check()

    @property
    def is_complete(self) -> bool:
        return all(cleaned(field.text()) == expected for field, expected in self._expected.items())

    def clear(self) -> None:
        """All of it has to be typed again."""
        for field in self._expected:
            field.clear()

    def focus_first(self) -> None:
        self._word.setFocus()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        word = ltr(self._expected_word)
        self._word_label.setText(translate("ConfirmDialog", "To confirm, type {word}").format(word=word))
        self._word.setAccessibleName(self._word_label.text())
        self._count_label.setText(translate("ConfirmDialog", "and the number of businesses"))
        self._count.setAccessibleName(translate("ConfirmDialog", "Number of businesses"))
        self._check()

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter leads on to the next field. It neither deletes nor closes the dialog: who has typed the word
        and presses Enter must not take a closed dialog for a started deletion."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and (event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter})
        ):
            self._lead_on()
            return True
        return super().eventFilter(watched, event)

    def _add_field(self, theme: Theme, name: str, caption: QLabel, expected: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setFixedWidth(scaled(FIELD_WIDTH))
        field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        field.setInputMethodHints(
            Qt.InputMethodHint.ImhLatinOnly
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(field)
        self._icons[field] = LineIcons(field, theme)
        tick = self._icons[field].trail("check", "ok")
        place = len(self._ticks)
        self._grid.addWidget(caption, 0, place)
        self._grid.addWidget(field, 1, place)
        self._expected[field] = expected
        self._ticks[field] = tick
        field.installEventFilter(self)
        field.textChanged.connect(self._check)
        return field

    def _lead_on(self) -> None:
        for field, expected in self._expected.items():
            if cleaned(field.text()) != expected:
                field.setFocus()
                return
        self.entered.emit()

    def _check(self) -> None:
        for field, expected in self._expected.items():
            self._icons[field].show(self._ticks[field], cleaned(field.text()) == expected)
        self._hint.setText(self._what_is_wrong())
        self.changed.emit()

    def _what_is_wrong(self) -> str:
        """Said as soon as what is typed cannot become right any more; the line stays reserved meanwhile."""
        if not self._expected_word.startswith(cleaned(self._word.text())):
            return translate("ConfirmDialog", "Type {word} in capital letters.").format(
                word=ltr(self._expected_word)
            )
        if not self._expected.get(self._count, "").startswith(cleaned(self._count.text())):
            return translate("ConfirmDialog", "This is not the number of businesses in the table.")
        return " "
