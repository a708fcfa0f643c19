"""What stands above the tables of a printed report, in blocks that are not broken across pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Protocol

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

from app.reports.colours import INK, SURFACE, TRACK
from app.reports.document import Document, Fact, Figure, Part, Tone
from app.reports.marks import verdict_mark
from app.reports.setting import shown_shares
from app.ui.printing.paper import HEIGHT, PT, ROOM, Paragraph, Setter, Type, Weight, ink, rounded
from app.ui.theme.painting import kept

TITLE = Type(16, Weight.Bold)
VERDICT = Type(9.75, Weight.Medium)
VALUE = Type(20.5, Weight.Bold)
TEXT = Type(9)
SMALL = Type(8.25)

MOST = HEIGHT / 2
"""How high a single text of these may be; a longer one is set smaller."""

_BAR = 5 * PT
_MARK = 11 * PT
_BETWEEN = 12 * PT
_LABELS = 0.42
"""The part of a column of facts that labels may take."""


class Block(Protocol):
    """What stands on one page as a whole: `above` is left free over it, but not at the top of a page."""

    @property
    def above(self) -> float: ...

    @property
    def height(self) -> float: ...

    def draw(self, painter: QPainter, top: float) -> None: ...


def blocks_of(document: Document, setter: Setter) -> Iterator[Block]:
    """All of them, in their order."""
    yield TitleBlock(document.title, setter)
    yield VerdictBlock(document.verdict, document.verdict_tone, setter)
    if document.figures:
        yield FiguresBlock(document.figures, setter)
    if document.parts:
        yield BarBlock(document.parts, setter)
    yield from facts_of(document.facts, setter)


def draw_mark(painter: QPainter, source: str, box: QRectF) -> None:
    QSvgRenderer(QByteArray(source.encode())).render(painter, box)


class TitleBlock:
    above = 14 * PT

    def __init__(self, title: str, setter: Setter) -> None:
        self._text = setter.paragraph(title, TITLE, ROOM, most=MOST)
        self._left = setter.left(0, ROOM)

    @property
    def height(self) -> float:
        return self._text.height

    def draw(self, painter: QPainter, top: float) -> None:
        self._text.draw(painter, self._left, top)


class VerdictBlock:
    """What came of the run, with a mark of its own shape."""

    above = 10 * PT

    def __init__(self, verdict: str, tone: Tone, setter: Setter) -> None:
        begin = _MARK + 5 * PT
        self._text = setter.paragraph(verdict, VERDICT, ROOM - begin, most=MOST)
        self._left = setter.left(begin, ROOM - begin)
        self._mark = setter.left(0, _MARK)
        self._tone: Tone = tone

    @property
    def height(self) -> float:
        return max(self._text.height, _MARK)

    def draw(self, painter: QPainter, top: float) -> None:
        middle = top + self._text.type.leading / 2
        draw_mark(painter, verdict_mark(self._tone), QRectF(self._mark, middle - _MARK / 2, _MARK, _MARK))
        self._text.draw(painter, self._left, top, ink(self._tone))


class FiguresBlock:
    """The large figures side by side, each with what it counts."""

    above = 9 * PT

    def __init__(self, figures: Sequence[Figure], setter: Setter) -> None:
        between = 6 * PT
        room = (ROOM + between) / len(figures)
        width = room - between
        self._set = [
            (
                setter.left(place * room, width),
                setter.line(figure.value, VALUE, width),
                setter.paragraph(figure.label, TEXT, width, most=MOST),
                figure.tone,
            )
            for place, figure in enumerate(figures)
        ]

    @property
    def height(self) -> float:
        return VALUE.leading + 1 * PT + max(label.height for _, _, label, _ in self._set)

    def draw(self, painter: QPainter, top: float) -> None:
        for left, value, label, tone in self._set:
            value.draw(painter, left, top + VALUE.baseline - value.type.baseline, ink(tone))
            label.draw(painter, left, top + VALUE.leading + 1 * PT, ink("muted"))


class BarBlock:
    """The bar, and what the colours of its parts mean."""

    above = 10 * PT

    def __init__(self, parts: Sequence[Part], setter: Setter) -> None:
        self._setter = setter
        self._parts = [
            (setter.left(begin * ROOM, length * ROOM), length * ROOM, part.tone)
            for part, (begin, length) in zip(parts, shown_shares(parts), strict=True)
            if length
        ]
        self._legend = list(self._laid_out(parts))

    @property
    def height(self) -> float:
        return self._legend[-1][1] + self._legend[-1][2].height

    def draw(self, painter: QPainter, top: float) -> None:
        whole = QRectF(self._setter.left(0, ROOM), top, ROOM, _BAR)
        rounded(painter, whole, _BAR / 2, fill=TRACK)
        outline = QPainterPath()
        outline.addRoundedRect(whole, _BAR / 2, _BAR / 2)
        with kept(painter):
            painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
            for place, (left, width, tone) in enumerate(self._parts):
                painter.fillRect(QRectF(left, top, width, _BAR), QColor(INK[tone]))
                if place:  # a line between them, so that they can be told apart without their colours
                    edge = left + width if self._setter.is_mirrored else left
                    painter.fillRect(QRectF(edge - 0.5 * PT, top, 1 * PT, _BAR), QColor(SURFACE))
        side = 5.5 * PT
        for begin, below, label, tone in self._legend:
            box = QRectF(self._setter.left(begin, side), top + below + (SMALL.leading - side) / 2, side, side)
            rounded(painter, box, 1.2 * PT, fill=INK[tone])
            text = begin + side + 4 * PT
            width = label.width if label.lines == 1 else ROOM - text
            label.draw(painter, self._setter.left(text, width), top + below, ink("muted"))

    def _laid_out(self, parts: Sequence[Part]) -> Iterator[tuple[float, float, Paragraph, Tone]]:
        """Where each label begins, and how far below the top: side by side as long as there is room."""
        indent = 9.5 * PT
        begin, below = 0.0, _BAR + 8 * PT
        for part in parts:
            label = self._setter.paragraph(part.label, SMALL, ROOM - indent, most=MOST / len(parts))
            if begin and begin + indent + label.width > ROOM:
                begin, below = 0.0, below + SMALL.leading + 2 * PT
            # Anew, as wide as it is: it stands at the side where reading begins.
            if label.lines == 1:
                label = self._setter.paragraph(part.label, label.type, label.width + 1)
            yield begin, below, label, part.tone
            begin += indent + label.width + _BETWEEN
            if label.lines > 1:
                begin, below = 0.0, below + label.height + 2 * PT


class FactsRow:
    """A line of each of the two columns of facts."""

    def __init__(
        self, facts: Sequence[Fact | None], labels: Sequence[float], setter: Setter, above: float
    ) -> None:
        self.above = above
        self._set: list[tuple[float, Paragraph, Tone]] = []
        room = (ROOM + 2 * _BETWEEN) / 2
        for place, (fact, label_width) in enumerate(zip(facts, labels, strict=True)):
            if fact is None:
                continue
            begin = place * room
            text = begin + label_width + _BETWEEN
            width = begin + room - 2 * _BETWEEN - text
            label = setter.paragraph(fact.label, TEXT, label_width, most=MOST)
            value = setter.paragraph(fact.value, TEXT, width, most=MOST, is_foreign=True)
            self._set.append((setter.left(begin, label_width), label, "muted"))
            self._set.append((setter.left(text, width), value, ""))

    @property
    def height(self) -> float:
        return max(paragraph.height for _, paragraph, _ in self._set)

    def draw(self, painter: QPainter, top: float) -> None:
        for left, paragraph, tone in self._set:
            paragraph.draw(painter, left, top, ink(tone))


def facts_of(columns: tuple[Sequence[Fact], Sequence[Fact]], setter: Setter) -> Iterator[FactsRow]:
    most = (ROOM - 2 * _BETWEEN) / 2 * _LABELS
    labels = [
        min(most, max((setter.width_of(fact.label, TEXT) + 1 for fact in column), default=0))
        for column in columns
    ]
    for place, facts in enumerate(zip_longest(*columns)):
        yield FactsRow(facts, labels, setter, 5 * PT if place else 12 * PT)
