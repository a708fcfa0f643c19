"""The table of the confirmation: a line for each business, and under it all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.qt.translation import ltr
from app.ui.dialogs.confirm_lines import Line, currencies
from app.ui.texts.figures import plain
from app.ui.texts.words import amount_text, bytes_text, day_text, name_text, number_text
from app.ui.theme.theme import Theme, ui_font
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 3, 10


class PreviewTable(QWidget):
    """Shows `lines`; with more than one of them also their sum, whose columns stay under the table's."""

    def __init__(self, theme: Theme, lines: Sequence[Line]) -> None:
        super().__init__()
        self._lines = lines
        self._has_sum = len(lines) > 1
        self._currencies = currencies(lines)
        self.view = RecordsTable(theme, "confirm.businesses", wide=0, rows=(FEWEST_ROWS, MOST_ROWS))
        self._sum = RecordsTable(theme, "confirm.sum", wide=None, rows=(1, 1))
        self._sum.horizontalHeader().hide()
        self._sum.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sum.setFont(ui_font(weight=QFont.Weight.Bold))
        self._sum.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sum.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = QWidget()
        rule.setFixedHeight(1)
        rule.setAutoFillBackground(True)
        rule.setBackgroundRole(QPalette.ColorRole.Dark)
        for part in (self.view, rule, self._sum):
            column.addWidget(part)
        for part in (rule, self._sum):
            part.setVisible(self._has_sum)
        self.view.horizontalScrollBar().valueChanged.connect(self._sum.horizontalScrollBar().setValue)
        self.view.horizontalHeader().sectionResized.connect(
            lambda column, _, width: self._sum.setColumnWidth(column, width)
        )

    def retranslate(self, locale: QLocale) -> None:
        """Sets every text in the present language."""
        columns = [
            TableColumn(translate("ConfirmDialog", "Business"), _name, figures=False),
            TableColumn(translate("ConfirmDialog", "ID"), _id),
            TableColumn(
                translate("ConfirmDialog", "Receipts"), lambda line: number_text(line.receipts, locale)
            ),
            *(
                TableColumn(plain(currency), partial(_amount, currency, locale))
                for currency in self._currencies
            ),
            TableColumn(translate("ConfirmDialog", "Oldest"), lambda line: day_text(line.oldest, locale)),
            TableColumn(translate("ConfirmDialog", "Newest"), lambda line: day_text(line.newest, locale)),
            TableColumn(translate("ConfirmDialog", "Files"), lambda line: number_text(line.files, locale)),
            TableColumn(translate("ConfirmDialog", "File size"), lambda line: bytes_text(line.size, locale)),
        ]
        self.view.setAccessibleName(translate("ConfirmDialog", "Receipts to delete"))
        self._sum.setAccessibleName(translate("ConfirmDialog", "Total"))
        self.view.show_lines(self._lines, columns)
        self._sum.show_lines([Line.total(self._lines)], columns)
        together = [max(pair) for pair in zip(self.view.widths, self._sum.widths, strict=True)]
        self.view.use_widths(together)
        self._follow()
        self.setMaximumHeight(
            self.view.maximumHeight() + (self._sum.maximumHeight() + 1 if self._has_sum else 0)
        )

    def _follow(self) -> None:
        columns = range(self.view.model().columnCount())
        self._sum.use_widths([self.view.columnWidth(column) for column in columns])


def _name(line: Line) -> str:
    if line.business_id is None:
        return translate("ConfirmDialog", "Total")
    return name_text(line.name)


def _id(line: Line) -> str:
    return "" if line.business_id is None else ltr(str(line.business_id))


def _amount(currency: str, locale: QLocale, line: Line) -> str:
    return amount_text(line.amounts[currency], locale) if currency in line.amounts else ""
