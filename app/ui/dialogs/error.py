"""An error that the person must see before going on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from app.ui.texts.words import without_marks
from app.ui.theme.theme import scaled
from app.ui.widgets.dialog import DialogContext, InformationDialog
from app.ui.widgets.parts import Heading, beside, button, label

translate = QCoreApplication.translate

WIDTH = 520
DETAILS_HEIGHT = 180


class ErrorDialog(InformationDialog):
    """Says `sentence` (from `ui.error_text`); `details` are for a ticket, shown and copied on demand."""

    def __init__(self, sentence: str, details: str, context: DialogContext) -> None:
        super().__init__(context)
        self._heading = Heading(self.theme, "circle-alert", "bad", "error.heading")
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
        for part in (self._heading, self._sentence, self._details):
            self.body.addWidget(part)
        self._close = self.add_close("error.close", aside=beside(self._toggle, self._copy))
        self.retranslate()

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
