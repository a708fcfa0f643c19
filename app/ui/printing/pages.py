"""A report laid out on pages: what stands at the top and the foot of each, and where pages end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.reports.colours import INK, LINE, SURFACE
from app.reports.document import Document, Table
from app.reports.marks import SWEEP
from app.reports.setting import grouped, tidy
from app.ui.printing.blocks import MOST, SMALL, TEXT, Block, blocks_of, draw_mark
from app.ui.printing.paper import (
    FOOT,
    HEIGHT,
    PT,
    ROOM,
    SIDE,
    TOP,
    WIDTH,
    Setter,
    Type,
    Weight,
    ink,
    monospaced,
    rounded,
    thin,
)
from app.ui.printing.tables import LaidTable, Row

HEADING = Type(9.5, Weight.Medium)
SECTION = Type(10, Weight.Bold)
BADGE = Type(7.5, Weight.Bold)
CHECKSUM = 7

ROWS_BETWEEN = 100
"""Rows that are laid out between two questions whether to go on."""

_MARK = 13 * PT
_GAP = 6 * PT
_BELOW_TOP = 12 * PT
_ABOVE_FOOT = 12 * PT


@dataclass(frozen=True, slots=True)
class Placed:
    top: float
    block: Block


@dataclass(slots=True)
class Stretch:
    """The part of a table that stands on one page, with the titles of its columns."""

    above: ClassVar[float] = 8 * PT

    table: LaidTable
    height: float
    rows: list[Row] = field(default_factory=list)

    def draw(self, painter: QPainter, top: float) -> None:
        self.table.draw_titles(painter, top)
        below = top + self.table.titles.height
        for row in self.rows:
            self.table.draw_row(painter, row, below)
            below += row.height
        self.table.draw_frame(painter, top, self.height)


class SectionTitle:
    """The title of a table, and what is said beside it, or below where that is long."""

    above = 16 * PT

    def __init__(self, table: Table, setter: Setter) -> None:
        self._title = setter.paragraph(table.title, SECTION, ROOM, most=MOST / 3)
        begin = self._title.width + _GAP
        room = ROOM - begin
        self._is_beside = self._title.lines == 1 and setter.width_of(table.beside, TEXT) < room
        begin, room = (begin, room) if self._is_beside else (0.0, ROOM)
        self._beside = setter.paragraph(table.beside, TEXT, room, most=MOST / 3) if table.beside else None
        self._lefts = setter.left(0, ROOM), setter.left(begin, room)

    @property
    def height(self) -> float:
        below = self._beside.height if self._beside is not None and not self._is_beside else 0.0
        return self._title.height + below

    def draw(self, painter: QPainter, top: float) -> None:
        self._title.draw(painter, self._lefts[0], top)
        if self._beside is not None:
            same_line = self._title.type.baseline - self._beside.type.baseline
            below = same_line if self._is_beside else self._title.height
            self._beside.draw(painter, self._lefts[1], top + below, ink("muted"))


class Top:
    """What stands at the top of each page: whose report it is, where it was made; from the second page on
    also of which run, so that a sheet by itself can be told."""

    def __init__(self, document: Document, setter: Setter) -> None:
        self._setter = setter
        self._badge = document.environment
        self._word = tidy(document.environment[0]).upper() if document.environment else ""
        padding = 7 * PT
        word = min(setter.width_of(self._word, BADGE) + 2, ROOM / 3)
        self._badge_text, self._badge_room = setter.line(self._word, BADGE, word), word
        self._badge_width = word + 2 * padding if self._word else 0.0
        end = self._badge_width + _GAP if self._word else 0.0
        begin = _MARK + _GAP
        both = ROOM - begin - end - 2 * _GAP
        # On the first page the heading has as much room as it needs, if that is not most of it.
        heading = min(setter.width_of(document.heading, HEADING) + 2, both * 0.6)
        place = min(setter.width_of(document.place, TEXT) + 2, both - heading)
        self._place = setter.paragraph(
            document.place, TEXT, place, most=MOST / 2, is_foreign=True, trailing=True
        )
        self._place_left = setter.left(ROOM - end - place, place)
        room = both - place
        self._first = setter.paragraph(document.heading, HEADING, room, most=MOST / 2)
        self._others = setter.paragraph(self._shortened(document, room), HEADING, room, most=MOST / 2)
        self._left = setter.left(begin, room)

    @property
    def height(self) -> float:
        return max(_MARK, self._place.height, self._first.height, self._others.height)

    def draw(self, painter: QPainter, is_first: bool) -> None:
        middle = TOP + _MARK / 2
        draw_mark(painter, SWEEP, QRectF(self._setter.left(0, _MARK), TOP, _MARK, _MARK))
        text = self._first if is_first else self._others
        text.draw(painter, self._left, middle - text.type.leading / 2)
        self._place.draw(painter, self._place_left, middle - self._place.type.leading / 2, ink("muted"))
        if self._badge is not None:
            self._draw_badge(painter, middle, self._badge[1] == "bad", INK[self._badge[1]])

    def _draw_badge(self, painter: QPainter, middle: float, is_filled: bool, colour: str) -> None:
        """As in the window: red is filled, so that production is seen first."""
        height = 13 * PT
        left = self._setter.left(ROOM - self._badge_width, self._badge_width)
        box = QRectF(left, middle - height / 2, self._badge_width, height)
        rounded(painter, box, 2.5 * PT, line=colour, fill=colour if is_filled else SURFACE)
        text = self._badge_text
        inside = left + (self._badge_width - text.width) / 2
        # It stands at the side where reading begins, within a room of its own width.
        shift = self._badge_room - text.width if self._setter.is_mirrored else 0.0
        colour_of_text = QColor(SURFACE if is_filled else colour)
        text.draw(painter, inside - shift, middle - text.type.leading / 2, colour_of_text)

    def _shortened(self, document: Document, room: float) -> str:
        """The first page has the title as a whole."""
        # Each by itself: of two Latin ones beside each other, the first would else stand behind in Hebrew.
        begin = "\u2067" if self._setter.is_mirrored else "\u2066"
        heading, title = (f"{begin}{tidy(text)}\u2069" for text in (document.heading, document.title))
        text = f"{heading} · {title}"
        metrics = QFontMetricsF(self._setter.font(HEADING))
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


class Foot:
    """What stands at the foot of each page: where the figures are from, which page it is, the checksum."""

    def __init__(self, document: Document, setter: Setter) -> None:
        self._document, self._setter = document, setter
        self._number = min(ROOM / 3, setter.width_of(self._page_text(8888, 8888), SMALL) + 2)
        room = ROOM - self._number - 2 * _GAP
        self._source = setter.paragraph(document.source, SMALL, room, most=MOST / 4)
        self._source_left = setter.left(0, room)
        checksum = f"SHA-256  {grouped(document.checksum)}"
        self._checksum = setter.line(checksum, Type(CHECKSUM, family=monospaced()), ROOM)

    @property
    def height(self) -> float:
        return 7 * PT + self._source.height + 4 * PT + self._checksum.height

    @property
    def top(self) -> float:
        return HEIGHT - FOOT - self.height

    def draw(self, painter: QPainter, page: int, pages: int) -> None:
        top = self.top
        painter.setPen(thin(LINE))
        painter.drawLine(QLineF(SIDE, top, WIDTH - SIDE, top))
        top += 7 * PT
        self._source.draw(painter, self._source_left, top, ink("muted"))
        number = self._setter.line(self._page_text(page, pages), SMALL, self._number, trailing=True)
        number.draw(painter, self._setter.left(ROOM - self._number, self._number), top, ink("muted"))
        top += self._source.height + 4 * PT
        self._checksum.draw(painter, self._setter.left(0, ROOM), top, ink("muted"))

    def _page_text(self, page: int, pages: int) -> str:
        return self._document.page.replace("{page}", str(page)).replace("{pages}", str(pages))


class Pages:
    """All pages of a report. Laying them out takes a while: see `lay_out`."""

    def __init__(self, document: Document, setter: Setter) -> None:
        self._document, self._setter = document, setter
        self._top, self._foot = Top(document, setter), Foot(document, setter)
        self._begin, self._end = TOP + self._top.height, self._foot.top - _ABOVE_FOOT
        self._pages: list[list[Placed]] = [[]]
        self._below = self._begin

    def __len__(self) -> int:
        return len(self._pages)

    def lay_out(self, go_on: Callable[[int], bool]) -> bool:
        """Puts everything in its place. `go_on` is asked with 0 now and then; where it answers False, so does
        this, and at once."""
        for block in blocks_of(self._document, self._setter):
            self._place(block, block.height)
        return all(self._place_table(table, go_on) for table in self._document.tables)

    def draw(self, painter: QPainter, page: int) -> None:
        """Page 1 is the first."""
        self._top.draw(painter, is_first=page == 1)
        self._foot.draw(painter, page, len(self))
        for placed in self._pages[page - 1]:
            placed.block.draw(painter, placed.top)

    def forget(self, page: int) -> None:
        """It is not drawn any more: all pages at once would take long enough to be freed that other threads
        wait."""
        self._pages[page - 1] = []

    def _place_table(self, table: Table, go_on: Callable[[int], bool]) -> bool:
        title = SectionTitle(table, self._setter)
        above = title.height + Stretch.above
        laid = LaidTable(table, self._setter, self._end - self._begin - _BELOW_TOP - above)
        stretch: Stretch | None = None
        for number, row in enumerate(laid.rows()):
            if number % ROWS_BETWEEN == 0 and not go_on(0):
                return False
            if stretch is None:
                # The title stays with the titles of the columns, and these with the first row.
                self._place(title, above + laid.titles.height + row.height)
                stretch = self._begin_stretch(laid)
            elif self._below + row.height > self._end:
                self._break()
                stretch = self._begin_stretch(laid)
            stretch.rows.append(row)
            stretch.height += row.height
            self._below += row.height
        if stretch is None:
            self._place(title, above + laid.titles.height)
            self._begin_stretch(laid)
        return True

    def _begin_stretch(self, laid: LaidTable) -> Stretch:
        stretch = Stretch(laid, laid.titles.height)
        self._place(stretch, stretch.height)
        return stretch

    def _place(self, block: Block, needed: float) -> None:
        """Puts the block below what is there, or on the next page where there is not so much room."""
        above = self._above(block)
        if self._pages[-1] and self._below + above + needed > self._end:
            self._break()
            above = self._above(block)
        self._pages[-1].append(Placed(self._below + above, block))
        self._below += above + block.height

    def _above(self, block: Block) -> float:
        return block.above if self._pages[-1] else _BELOW_TOP

    def _break(self) -> None:
        self._pages.append([])
        self._below = self._begin
