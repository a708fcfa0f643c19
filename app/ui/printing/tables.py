"""The tables of a printed report: how wide their columns are, how high their rows, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter

from app.reports.colours import LINE
from app.reports.document import Cell, Column, Table
from app.ui.printing.paper import (
    PT,
    ROOM,
    Paragraph,
    Setter,
    Type,
    Weight,
    figure_text,
    ink,
    rounded,
    thin,
)

TEXT = Type(9)
_BOLD = replace(TEXT, weight=Weight.Bold)

_PADDING = 7 * PT
_ROW = 18 * PT
"""The least height of one."""

_LEAST = 70 * PT
"""What a column of texts has at least, where its texts need that much."""

_MEASURED = 300
"""Letters of a text that count for the width of its column; so many are wider than a sheet."""

_SMALLER = 0.99
"""Letters of a smaller size are wider than they should be, by parts of a dot."""

_LIGHTEST = 0.01
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is laid out: the texts of its columns, where these are no figures."""

    cells: Sequence[Cell]
    texts: Sequence[Paragraph | None]
    height: float


@dataclass(frozen=True, slots=True)
class _Room:
    """What a column needs at least, and what it can use; `weight` decides between."""

    least: float
    most: float
    weight: float


class LaidTable:
    """A table on sheets: rows are laid out as they are asked for, one after another. `most` is how high one
    may be together with the titles; what is higher is set smaller."""

    def __init__(self, table: Table, setter: Setter, most: float) -> None:
        self.table = table
        self._setter = setter
        self._share, self._widths = self._fitted()
        self._plain, self._bold = TEXT.of(self._share), _BOLD.of(self._share)
        self._padding, self._row = _PADDING * self._share, _ROW * self._share
        begins = [sum(self._widths[:place]) for place in range(len(self._widths))]
        self._lefts = [setter.left(*place) for place in zip(begins, self._widths, strict=True)]
        self._most = most
        self.titles = self._titles()

    def rows(self) -> Iterator[Row]:
        most = self._most - self.titles.height
        for cells in self.table.rows:
            texts = [
                None
                if column.is_figure
                else self._paragraph(cell.text, self._type(cell), width, most, is_foreign=True)
                for column, cell, width in zip(self.table.columns, cells, self._widths, strict=True)
            ]
            yield Row(cells, texts, self._height(texts))

    def draw_titles(self, painter: QPainter, top: float) -> None:
        self._draw_texts(painter, self.titles, top)

    def draw_row(self, painter: QPainter, row: Row, top: float) -> None:
        """With the line above it."""
        left = self._setter.left(0, ROOM)
        painter.setPen(thin(LINE))
        painter.drawLine(QLineF(left, top, left + ROOM, top))
        self._draw_texts(painter, row, top)
        for column, cell, begin, width in zip(
            self.table.columns, row.cells, self._lefts, self._widths, strict=True
        ):
            if column.is_figure and cell.text:
                self._draw_figure(painter, cell, begin + width - self._padding, top)

    def draw_frame(self, painter: QPainter, top: float, height: float) -> None:
        rounded(painter, QRectF(self._setter.left(0, ROOM), top, ROOM, height), 5 * PT, line=LINE)

    def _type(self, cell: Cell) -> Type:
        return self._bold if cell.is_bold else self._plain

    def _draw_figure(self, painter: QPainter, cell: Cell, right: float, top: float) -> None:
        type_ = self._type(cell)
        painter.setFont(self._setter.font(type_))
        painter.setPen(ink(cell.tone))
        below = (self._row - type_.leading) / 2 + type_.baseline
        width = self._setter.width_of_figure(cell.text, type_)
        painter.drawText(QPointF(right - width, top + below), figure_text(cell.text))

    def _draw_texts(self, painter: QPainter, row: Row, top: float) -> None:
        for text, cell, left in zip(row.texts, row.cells, self._lefts, strict=True):
            if text is not None:
                below = (self._row - self._plain.leading) / 2
                text.draw(painter, left + self._padding, top + below, ink(cell.tone))

    def _titles(self) -> Row:
        cells = [Cell(column.title, "muted") for column in self.table.columns]
        texts = [
            self._paragraph(cell.text, self._plain, width, self._most / 3, to_the_right=column.is_figure)
            for cell, column, width in zip(cells, self.table.columns, self._widths, strict=True)
        ]
        return Row(cells, texts, self._height(texts))

    def _paragraph(
        self,
        text: str,
        type_: Type,
        width: float,
        most: float,
        *,
        is_foreign: bool = False,
        to_the_right: bool = False,
    ) -> Paragraph:
        return self._setter.paragraph(
            text,
            type_,
            width - 2 * self._padding,
            most=most - self._row + type_.leading,
            is_foreign=is_foreign,
            trailing=to_the_right and not self._setter.is_mirrored,
        )

    def _height(self, texts: Sequence[Paragraph | None]) -> float:
        highest = max((text.height for text in texts if text is not None), default=0.0)
        return max(self._row, highest + self._row - self._plain.leading)

    def _fitted(self) -> tuple[float, list[float]]:
        """How large the table is set, of its usual size, and the widths of its columns. Figures are never
        broken: where there is no room for all of them, everything is smaller."""
        rooms = [self._room(place, column) for place, column in enumerate(self.table.columns)]
        needed = sum(room.least for room in rooms)
        share = 1.0 if needed <= ROOM else ROOM / needed * _SMALLER
        if sum(room.most for room in rooms) <= ROOM:  # all have what they can use, and share what is left
            rooms = [_Room(room.most, ROOM, room.weight) for room in rooms]
        return share, shared(
            ROOM, [_Room(room.least * share, room.most * share, room.weight) for room in rooms]
        )

    def _room(self, place: int, column: Column) -> _Room:
        """A figure and a word of a title are not broken; texts and titles can be."""
        cells = [row[place] for row in self.table.rows]
        title = self._setter.width_of(column.title, TEXT)
        words = max((self._setter.width_of(word, TEXT) for word in column.title.split()), default=0.0)
        width = self._setter.width_of_figure if column.is_figure else self._setter.width_of
        length = None if column.is_figure else _MEASURED
        widths = (width(cell.text[:length], _BOLD if cell.is_bold else TEXT) for cell in cells)
        widest = max(widths, default=0.0)
        around = 2 * _PADDING + 2
        if column.is_figure:
            return _Room(max(widest, words) + around, max(widest, title) + around, column.weight)
        natural = max(widest, title) + around
        return _Room(max(min(natural, _LEAST), words + around), natural, column.weight)


def shared(whole: float, rooms: Sequence[_Room]) -> list[float]:
    """`whole` among these: to each by its weight, but no less than it needs, and no more than it can use
    where others can use it."""
    if not rooms:
        return []
    weights = [max(room.weight, _LIGHTEST) for room in rooms]

    def widths(part: float) -> list[float]:
        return [
            min(max(part * weight, room.least), max(room.most, room.least))
            for weight, room in zip(weights, rooms, strict=True)
        ]

    low, high = 0.0, whole / min(weights)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) <= whole else (low, middle)
    made = widths(low)
    left = max(0.0, whole - sum(made)) / sum(weights)
    return [width + left * weight for width, weight in zip(made, weights, strict=True)]
