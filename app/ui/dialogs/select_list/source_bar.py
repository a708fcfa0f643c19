"""Which column of a file names the businesses, and whether its first row holds titles."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.lists.sheet import Sheet
from app.ui.texts.words import name_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_XS
from app.ui.widgets.controls import CheckBox, ChoiceBox
from app.ui.widgets.parts import label

translate = QCoreApplication.translate


class SourceBar(QWidget):
    """Hidden while there is nothing to choose."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._place = ""
        self._source = label("list.source", tone="muted")
        self._column = ChoiceBox(theme, "list.column")
        self._titles = CheckBox(theme, "list.titles")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        for part in (self._source, self._column, self._titles):
            column.addWidget(part)
        self._column.activated.connect(self.changed)
        self._titles.clicked.connect(self._on_titles)
        self.hide()

    @property
    def text(self) -> str:
        """The chosen column, one cell a line."""
        if self._sheet is None:
            return ""
        column = max(0, self._column.currentIndex())
        return self._sheet.text(column, has_titles=self._titles.isChecked())

    def show_sheet(self, sheet: Sheet, place: str) -> None:
        """Offers the columns of `sheet`, from the file `place` (nothing: from the clipboard)."""
        self._sheet, self._place = sheet, place
        self._column.clear()
        self._titles.setChecked(sheet.has_titles)
        self._fill()
        self._column.setCurrentIndex(sheet.column)
        self.setVisible(sheet.is_a_choice)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        shown = name_text(self._place) if self._place else translate("SelectList", "Clipboard")
        self._source.setText(translate("SelectList", "{file}: column of IDs or names").format(file=shown))
        self._column.setAccessibleName(translate("SelectList", "Column of IDs or names"))
        self._titles.setText(translate("SelectList", "The first row holds titles"))

    def _fill(self) -> None:
        if self._sheet is None or not self._sheet.is_a_choice:
            return
        chosen = max(0, self._column.currentIndex())
        self._column.clear()
        for column in range(self._sheet.width):
            title = self._sheet.title(column, has_titles=self._titles.isChecked())
            self._column.addItem(name_text(title), column)
        self._column.setCurrentIndex(chosen)

    def _on_titles(self) -> None:
        self._fill()
        self.changed.emit()
