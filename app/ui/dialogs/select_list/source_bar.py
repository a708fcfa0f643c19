"""Which sheet and column of a file name the businesses, and whether its first row holds titles."""

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

    sheet_chosen = Signal(str)
    """The name of another sheet of the workbook."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._place = ""
        self._source = label("list.source", tone="muted")
        self._sheets = ChoiceBox(theme, "list.sheet")
        self._column = ChoiceBox(theme, "list.column")
        self._titles = CheckBox(theme, "list.titles")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        for part in (self._source, self._sheets, self._column, self._titles):
            column.addWidget(part)
        for box in (self._sheets, self._column):  # of long names, it shows what there is room for
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._sheets.activated.connect(self._on_sheet)
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
        self._sheets.clear()
        for name in sheet.names:
            self._sheets.addItem(name_text(name), name)
        self._sheets.choose(sheet.name)
        self._sheets.setVisible(sheet.is_one_of_several)
        self._column.clear()
        self._titles.setChecked(sheet.has_titles)
        self._fill()
        self._column.setCurrentIndex(sheet.column)
        self.setVisible(sheet.is_a_choice)
        self.retranslate()

    def show_chosen(self) -> None:
        """The sheet that is shown, where another one could not be had."""
        if self._sheet is not None:
            self._sheets.choose(self._sheet.name)

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        shown = name_text(self._place) if self._place else translate("SelectList", "Clipboard")
        if self._sheet is not None and self._sheet.is_one_of_several:
            source = translate("SelectList", "{file}: sheet, and column of IDs or names")
        else:
            source = translate("SelectList", "{file}: column of IDs or names")
        self._source.setText(source.format(file=shown))
        self._sheets.setAccessibleName(translate("SelectList", "Sheet"))
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

    def _on_sheet(self) -> None:
        if self._sheet is not None and self._sheets.currentData() != self._sheet.name:
            self.sheet_chosen.emit(self._sheets.currentData())

    def _on_titles(self) -> None:
        self._fill()
        self.changed.emit()
