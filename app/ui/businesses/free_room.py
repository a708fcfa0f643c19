"""How the columns share the width: the name takes what the others leave, and some make room for it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QSignalBlocker
from PySide6.QtWidgets import QHeaderView, QTableView

from app.ui.businesses.columns import GIVEN_UP, Column
from app.ui.theme.theme import scaled

PLENTY, MORE = 320, 320
"""Pixels of the design that the name has before the reasons get some, and how many these get at most."""


class FreeRoom(QObject):
    """Widens the column of the name to the free width of `view`, where there is plenty also that of the
    status, whose reasons are long, and takes the columns of GIVEN_UP away as long as the name has not its
    least width. That is no choice of the person: it is kept nowhere, and such columns come back by
    themselves. A status that the person makes narrower or wider stays so."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._header = view.horizontalHeader()
        self._left_out: dict[Column, int] = {}  # and how wide each of them was
        self._extra, self._is_growing = 0, True
        self._is_fitting = False
        self._take_modes()
        self._header.sectionResized.connect(self._on_resized)

    def is_chosen(self, column: Column) -> bool:
        """Whether the person wants to see the column, though there may be no room for it now."""
        return column in self._left_out or not self._header.isSectionHidden(column)

    def choose(self, column: Column, shown: bool) -> None:
        """The person shows or hides a column."""
        if self._left_out.pop(column, None) is None or shown:
            self._is_fitting = True
            self._take_extra(0)
            self._header.setSectionHidden(column, not shown)
            self._is_fitting = False
        self.fit()

    def forget(self) -> None:
        """Every column is as the header has it, with nothing left out."""
        self._left_out.clear()
        self._extra, self._is_growing = 0, True
        self._take_modes()
        self.fit()

    def state(self) -> QByteArray:
        """The header's state as the person has chosen it."""
        extra = self._extra
        with QSignalBlocker(self._header):
            self._take_extra(0)
            for column in self._left_out:
                self._header.setSectionHidden(column, False)
            state = self._header.saveState()
            for column in self._left_out:
                self._header.setSectionHidden(column, True)
            self._take_extra(extra)
        return state

    def scale(self, factor: float) -> None:
        """Makes every column so many times as wide: texts have grown or shrunk."""
        self._is_fitting = True
        self._take_extra(0)
        for column in Column:
            if not self._header.isSectionHidden(column):
                self._header.resizeSection(column, round(self._header.sectionSize(column) * factor))
        self._left_out = {column: round(width * factor) for column, width in self._left_out.items()}
        self._is_fitting = False
        self.fit()

    def fit(self) -> None:
        """Shares the width anew."""
        if self._is_fitting or not self._view.isVisible():
            return
        self._is_fitting = True
        try:
            self._fit()
        finally:
            self._is_fitting = False

    def _fit(self) -> None:
        least = scaled(Column.BUSINESS.width)
        others = [column for column in Column if column is not Column.BUSINESS]
        widths: dict[Column, int] = {column: self._width(column) for column in others}
        free = self._view.viewport().width() - least - sum(widths.values())
        for column in GIVEN_UP:
            if free < 0 and self.is_chosen(column):
                self._leave_out(column, widths[column])
                free += widths[column]
            elif column in self._left_out:
                self._header.setSectionHidden(column, False)
                self._header.resizeSection(column, self._left_out.pop(column))
        can_grow = self._is_growing and not self._header.isSectionHidden(Column.STATUS)
        extra = min(least + free - scaled(PLENTY), scaled(MORE)) if can_grow else 0
        self._take_extra(max(0, extra))
        self._header.resizeSection(Column.BUSINESS, least + max(0, free) - self._extra)

    def _width(self, column: Column) -> int:
        size = self._left_out.get(column, self._header.sectionSize(column))
        return size - self._extra if column is Column.STATUS else size

    def _take_extra(self, extra: int) -> None:
        """Gives the status so many pixels beyond its own width."""
        if extra != self._extra:
            own = self._width(Column.STATUS)
            self._extra = extra
            self._header.resizeSection(Column.STATUS, own + extra)

    def _leave_out(self, column: Column, width: int) -> None:
        self._left_out[column] = width
        self._header.setSectionHidden(column, True)

    def _on_resized(self, section: int) -> None:
        if section == Column.STATUS and not self._is_fitting:
            self._extra, self._is_growing = 0, False
        if section != Column.BUSINESS:
            self.fit()

    def _take_modes(self) -> None:
        """A state that was kept brings its own."""
        self._header.setStretchLastSection(False)
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in (Column.TICK, Column.BUSINESS):
            self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
