"""An error that the person must see before going on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.ui.dialogs.base import Dialog
from app.ui.dialogs.parts import Heading, button, label
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme, scaled
from app.ui.widgets.asking import finished

translate = QCoreApplication.translate

WIDTH = 520
DETAILS_HEIGHT = 180


class ErrorDialog(Dialog):
    """Says `sentence` (from `ui.error_text`); `details` are for a ticket, shown and copied on demand."""

    def __init__(self, sentence: str, details: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._heading = Heading(theme, "circle-alert", "bad", "error.heading")
        self._said = sentence
        self._sentence = label("error.sentence", select=True)
        self._sentence.setText(sentence)
        self._details = QPlainTextEdit(details)
        self._details.setObjectName("error.details")
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setFixedHeight(scaled(DETAILS_HEIGHT))
        self._details.hide()
        self._toggle = button("error.toggle")
        self._toggle.setCheckable(True)
        self._toggle.setVisible(bool(details))
        self._toggle.toggled.connect(self._show_details)
        self._copy = button("error.copy")
        self._copy.clicked.connect(self._put_on_clipboard)
        self._close = button("error.close", kind="primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        for part in (self._heading, self._sentence, self._details):
            self.body.addWidget(part)
        aside = QWidget()
        row = QHBoxLayout(aside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._toggle)
        row.addWidget(self._copy)
        self.add_buttons(self._close, aside=aside)
        self._close.setFocus()
        self.retranslate()

    async def ask(self) -> None:
        """Opens the dialog and waits until it is closed."""
        await finished(self)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("ErrorDialog", "Something went wrong"))
        self._heading.say(translate("ErrorDialog", "The action failed"))
        self._details.setAccessibleName(translate("ErrorDialog", "Details"))
        self._toggle.setText(translate("ErrorDialog", "Details"))
        self._copy.setText(translate("ErrorDialog", "Copy"))
        self._close.setText(translate("ErrorDialog", "Close"))
        self.fit(WIDTH)

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown)
        self.fit(WIDTH)

    def _put_on_clipboard(self) -> None:
        texts = filter(None, (self._said, self._details.toPlainText()))
        QGuiApplication.clipboard().setText(without_marks("\n\n".join(texts)))
