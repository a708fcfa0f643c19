"""The table of the confirmation: a line for each business, which can be unticked, and under it the sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.dialogs.confirm_lines import Line, currencies
from app.ui.texts.figures import plain
from app.ui.texts.words import amount_text, businesses_text, bytes_text, day_text, name_text, number_text
from app.ui.theme.theme import Theme, ui_font
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

FEWEST_ROWS, MOST_ROWS = 3, 10


class PreviewTable(QWidget):
    """Shows `lines`; with more than one of them also ticks and the sum of what is ticked, whose columns stay
    under the table's. Where there is no room, the dates leave."""

    changed = Signal()
    """Others are ticked than before."""

    def __init__(self, theme: Theme, lines: Sequence[Line]) -> None:
        super().__init__()
        self._lines = lines
        self._shown: Sequence[Line] = lines
        self._unticked: set[int | None] = set()
        self._has_sum = len(lines) > 1
        self._currencies = currencies(lines)
        self._columns: list[TableColumn[Line]] = []
        self.view = RecordsTable(
            theme,
            "confirm.businesses",
            wide=1 if self._has_sum else 0,
            rows=(FEWEST_ROWS, MOST_ROWS),
            is_faint=lambda line: not self._is_ticked(line),
        )
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
        self.view.check_pressed.connect(self._on_check)
        self.view.all_pressed.connect(self._on_all)
        self.view.horizontalScrollBar().valueChanged.connect(self._sum.horizontalScrollBar().setValue)
        self.view.horizontalHeader().sectionResized.connect(
            lambda column, _, width: self._sum.setColumnWidth(column, width)
        )

    @property
    def ticked(self) -> list[Line]:
        """The lines that will be deleted."""
        return [line for line in self._lines if self._is_ticked(line)]

    @property
    def unticked(self) -> Set[int | None]:
        """The ids of those that will not."""
        return frozenset(self._unticked)

    def show_where(self, accepts: Callable[[Line], bool]) -> None:
        """Shows these lines alone; the sum stays that of all that is ticked."""
        self._shown = [line for line in self._lines if accepts(line)]
        self.view.records.show(self._shown)

    def retranslate(self, locale: QLocale) -> None:
        """Sets every text in the present language."""
        ticks: TableColumn[Line] = TableColumn(
            translate("ConfirmDialog", "Included"), _nothing, checked=self._is_ticked
        )
        self._columns = [
            *([ticks] if self._has_sum else ()),
            TableColumn(translate("ConfirmDialog", "Business"), partial(self._name, locale), figures=False),
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
        self.view.show_lines(self._shown, self._columns)
        self._show_sum()
        together = [max(pair) for pair in zip(self.view.widths, self._sum.widths, strict=True)]
        self.view.use_widths(together)
        self._follow()
        self.setMaximumHeight(
            self.view.maximumHeight() + (self._sum.maximumHeight() + 1 if self._has_sum else 0)
        )

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_dates_out()

    def _leave_dates_out(self) -> None:
        """The oldest date first, then the newest: what is left says more of what goes."""
        room = self.width() - self.view.verticalScrollBar().sizeHint().width()
        needed = sum(self.view.widths)
        for place in (len(self._columns) - 4, len(self._columns) - 3):
            is_out = needed > room
            needed -= self.view.widths[place] if is_out else 0
            for table in (self.view, self._sum):
                table.setColumnHidden(place, is_out)
        self.view.use_widths(self.view.widths)
        self._follow()

    def _is_ticked(self, line: Line) -> bool:
        return line.business_id is None or line.business_id not in self._unticked

    def _on_check(self, line: Line) -> None:
        self._unticked ^= {line.business_id}
        self._show_ticks()

    def _on_all(self) -> None:
        """Of those that are shown: all of them, or none where all are ticked."""
        ids = {line.business_id for line in self._shown}
        if ids & self._unticked:
            self._unticked -= ids
        else:
            self._unticked |= ids
        self._show_ticks()

    def _show_ticks(self) -> None:
        self.view.records.tell_checks()
        self._show_sum()
        self._follow()
        self.changed.emit()

    def _show_sum(self) -> None:
        of_sum = [TableColumn(one.title, one.text, figures=one.figures) for one in self._columns]
        self._sum.show_lines([Line.total(self.ticked)], of_sum)

    def _follow(self) -> None:
        columns = range(self.view.model().columnCount())
        self._sum.use_widths([self.view.columnWidth(column) for column in columns])

    def _name(self, locale: QLocale, line: Line) -> str:
        if line.business_id is not None:
            return name_text(line.name)
        return translate("ConfirmDialog", "Total of {businesses}").format(
            businesses=businesses_text(len(self.ticked), locale)
        )


def _nothing(_line: Line) -> str:
    return ""


def _id(line: Line) -> str:
    return "" if line.business_id is None else ltr(str(line.business_id))


def _amount(currency: str, locale: QLocale, line: Line) -> str:
    return amount_text(line.amounts[currency], locale) if currency in line.amounts else ""
