"""What stands above the tables of a printed report, in blocks that are not broken across pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_BETWEEN_FACTS = 5 * PT
_LABELS = 0.36
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
    if any(document.facts):
        yield FactsBlock(document.facts, setter)


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
                setter.line(figure.value, VALUE, width, is_foreign=True),
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


class FactsBlock:
    """The two columns of facts."""

    above = 12 * PT

    def __init__(self, columns: tuple[Sequence[Fact], Sequence[Fact]], setter: Setter) -> None:
        room = (ROOM - 2 * _BETWEEN) / 2
        begins = (0.0, room + 2 * _BETWEEN)
        self._columns = [
            self._fitted(facts, begin, room, setter) for facts, begin in zip(columns, begins, strict=True)
        ]

    @property
    def height(self) -> float:
        return max(map(_height_of, self._columns))

    def draw(self, painter: QPainter, top: float) -> None:
        for column in self._columns:
            below = top
            for fact in column:
                fact.label.draw(painter, fact.label_left, below, ink("muted"))
                fact.value.draw(painter, fact.value_left, below)
                below += fact.height + _BETWEEN_FACTS

    def _fitted(self, facts: Sequence[Fact], begin: float, room: float, setter: Setter) -> list[_SetFact]:
        """A long note may take the room of the others, but they are no more than half a page together."""
        made = list(self._set(facts, begin, room, setter, MOST))
        if _height_of(made) > MOST:
            made = list(self._set(facts, begin, room, setter, MOST / len(made) - _BETWEEN_FACTS))
        return made

    def _set(
        self, facts: Sequence[Fact], begin: float, room: float, setter: Setter, most: float
    ) -> Iterator[_SetFact]:
        widest = max((setter.width_of(fact.label, TEXT) + 1 for fact in facts), default=0.0)
        label = min(room * _LABELS, widest)
        text = begin + label + _BETWEEN
        width = begin + room - text
        for fact in facts:
            yield _SetFact(
                setter.paragraph(fact.label, TEXT, label, most=most),
                setter.left(begin, label),
                setter.paragraph(fact.value, TEXT, width, most=most, is_foreign=True),
                setter.left(text, width),
            )


@dataclass(frozen=True, slots=True)
class _SetFact:
    label: Paragraph
    label_left: float
    value: Paragraph
    value_left: float

    @property
    def height(self) -> float:
        return max(self.label.height, self.value.height)


def _height_of(facts: Sequence[_SetFact]) -> float:
    return sum(fact.height + _BETWEEN_FACTS for fact in facts) - (_BETWEEN_FACTS if facts else 0.0)
