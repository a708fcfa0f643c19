"""What a person calls a run: its name or ticket, and a note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.run import NAME_LENGTH, NOTE_LENGTH, RunLabel
from app.core.run_errors import RunLabelTooLong
from app.core.text import cleaned
from app.qt.translation import ltr
from app.ui.texts.figures import whole_text
from app.ui.theme.theme import scaled
from app.ui.theme.tokens import GAP_S, GAP_XS
from app.ui.widgets.parts import label
from app.ui.widgets.plain_text import begin_at_reading_side

translate = QCoreApplication.translate

NOTE_HEIGHT = 44


class RunFields(QWidget):
    """Two fields over each other. `complete` says whether they may stand as they are."""

    changed = Signal()

    def __init__(self, given: RunLabel, names: Sequence[str], *, required: bool) -> None:
        """`given` is what they hold at first; `names` are offered while one types; with `required` the name
        must be there."""
        super().__init__()
        self._required = required
        self._name_caption, self._note_caption = QLabel(), QLabel()
        self._optional = [
            label("confirm.run.optional", tone="small"),
            label("confirm.note.optional", tone="small"),
        ]
        self._name = QLineEdit(given.name)
        self._name.setObjectName("confirm.run")
        completer = QCompleter(list(names), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._name.setCompleter(completer)
        self._note = QPlainTextEdit(given.note)
        self._note.setObjectName("confirm.note")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(scaled(NOTE_HEIGHT))
        self._problem = label("confirm.run.problem", tone="bad")
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        for caption, optional, field in zip(
            (self._name_caption, self._note_caption), self._optional, (self._name, self._note), strict=True
        ):
            caption.setTextFormat(Qt.TextFormat.PlainText)
            caption.setBuddy(field)
            row = QHBoxLayout()
            row.setSpacing(GAP_S)
            row.addWidget(caption)
            row.addWidget(optional, 1)
            column.addLayout(row)
            column.addWidget(field)
            column.addSpacing(GAP_S)
        column.addWidget(self._problem)
        self._name.textChanged.connect(self._on_change)
        self._note.textChanged.connect(self._on_change)

    @property
    def fields(self) -> tuple[QWidget, QWidget]:
        """In the order of reading."""
        return self._name, self._note

    @property
    def problem(self) -> str:
        """Why they may not stand as they are; "" where they may."""
        if too_long := self._too_long:
            return too_long
        if self._required and not cleaned(self._name.text()):
            return translate("RunFields", "Enter a run name or ticket number.")
        return ""

    @property
    def _too_long(self) -> str:
        """Nothing is cut: the ticket would not be found by a part of its name."""
        for field, longest, told in (
            (self._name.text(), NAME_LENGTH, translate("RunFields", "The name is too long: {count}.")),
            (self._note.toPlainText(), NOTE_LENGTH, translate("RunFields", "The note is too long: {count}.")),
        ):
            if (length := len(cleaned(field))) > longest:
                locale = QLocale()
                count = ltr(f"{whole_text(length, locale)} / {whole_text(longest, locale)}")
                return told.format(count=count)
        return ""

    @property
    def label(self) -> RunLabel | None:
        """What was entered; None where it is too long."""
        try:
            return RunLabel(self._name.text(), self._note.toPlainText())
        except RunLabelTooLong:
            return None

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        begin_at_reading_side(self._note)
        self._name_caption.setText(translate("RunFields", "Run name or ticket"))
        self._note_caption.setText(translate("RunFields", "Note"))
        for caption, field in ((self._name_caption, self._name), (self._note_caption, self._note)):
            field.setAccessibleName(caption.text())
        name, note = self._optional
        name.setText(
            translate("RunFields", "required") if self._required else translate("RunFields", "optional")
        )
        note.setText(translate("RunFields", "optional"))
        self._show_problem()

    def _on_change(self) -> None:
        self._show_problem()
        self.changed.emit()

    def _show_problem(self) -> None:
        """An empty name that is required is marked beside its caption already."""
        self._problem.setText(self._too_long)
        self._problem.setVisible(bool(self._too_long))
