"""The text of a list with the numbers of its lines, in which lines that need a correction are tinted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.lists.entries import Entry, lines_of
from app.qt.nets import net
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.plain_text import begin_at_reading_side

FEWEST_DIGITS = 3


class ListEditor(QPlainTextEdit):
    """Keeps the text as it came: its lines are those of `app.lists`, a blank that breaks no line stays so."""

    pasted = Signal(QMimeData)
    """Something is pasted or dropped; who listens puts it in, as a list or as a file."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._tones: Mapping[int, str] = {}
        self.setProperty("kind", "numbered")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(GAP_S)
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(self._take_room)
        self.updateRequest.connect(self._scroll_numbers)
        theme.changed.connect(self._take_room)
        self._take_room()

    @property
    def text(self) -> str:
        """`toPlainText` would make other blanks of some, which separate where they must not."""
        return self.document().toRawText()

    def put(self, text: str) -> None:
        """Replaces all of the text; it can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText("\n".join(lines_of(text)))

    def insert(self, text: str) -> None:
        """Puts a text in place of what is marked."""
        self.textCursor().insertText("\n".join(lines_of(text)))
        self.ensureCursorVisible()

    def tint(self, tones: Mapping[int, str]) -> None:
        """Lines by number with the tones “bad”, “warn” and “idle”."""
        self._tones = tones
        self.viewport().update()
        self._numbers.update()

    def mark(self, entry: Entry) -> None:
        """Marks the entry and puts the keys there."""
        self.setTextCursor(self._cursor_of(entry))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def correct(self, entry: Entry, text: str) -> None:
        """Writes `text` in place of the entry; an empty one takes the line too, if nothing else is in it."""
        cursor = self._cursor_of(entry)
        cursor.beginEditBlock()
        cursor.insertText(text)
        block = cursor.block()
        if not text and not block.text().strip(" \t,;"):
            first = block.blockNumber() == 0
            cursor.setPosition(block.position() - (not first))
            end = block.position() + block.length() - 1 + (first and block.next().isValid())
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        elif not text:
            _remove_separator(cursor)
        cursor.endEditBlock()

    def paint_numbers(self, painter: QPainter, exposed: QRect) -> None:
        """For the strip of numbers: those of the lines that can be seen."""
        for block, place in self._seen(exposed):
            tone = self._tones.get(block.blockNumber() + 1)
            room = QRect(0, place.top(), self._numbers.width(), place.height())
            painter.fillRect(room, self._theme.color(f"{tone}_soft" if tone else "idle_soft"))
            painter.setPen(self._theme.color(tone or "muted"))
            painter.drawText(
                room.adjusted(GAP_S, 0, -GAP_S, 0), Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1)
            )

    @property
    def numbers_width(self) -> int:
        digits = max(FEWEST_DIGITS, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("0" * digits) + 2 * GAP_S

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self.viewport()) as painter:
            for block, place in self._seen(event.rect()):
                if tone := self._tones.get(block.blockNumber() + 1):
                    painter.fillRect(place, self._theme.color(f"{tone}_soft"))
        super().paintEvent(event)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self._take_room()

    @net(False)
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasUrls()

    @net(None)
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.pasted.emit(source)

    def _cursor_of(self, entry: Entry) -> QTextCursor:
        block = self.document().findBlockByNumber(entry.line - 1)
        line = block.text()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + _utf16(line[: entry.start]))
        cursor.setPosition(block.position() + _utf16(line[: entry.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _seen(self, exposed: QRect) -> list[tuple[QTextBlock, QRect]]:
        found = []
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > exposed.bottom():
                break
            found.append(
                (block, QRect(0, round(place.top()), self.viewport().width(), round(place.height())))
            )
            block = block.next()
        return found

    def _take_room(self) -> None:
        width = self.numbers_width
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setViewportMargins(0 if rtl else width, 0, width if rtl else 0, 0)
        begin_at_reading_side(self)
        self._place_numbers()

    def _place_numbers(self) -> None:
        inside = self.contentsRect()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = inside.right() + 1 - self.numbers_width if rtl else inside.left()
        self._numbers.setGeometry(left, inside.top(), self.numbers_width, inside.height())

    def _scroll_numbers(self, rect: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())


class _Numbers(QWidget):
    """The strip beside the text."""

    def __init__(self, editor: ListEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width, 0)

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setFont(self._editor.font())
            self._editor.paint_numbers(painter, event.rect())


def _remove_separator(cursor: QTextCursor) -> None:
    """The separator behind a removed entry, or the one before it at the end of the line."""
    line = cursor.block().text()
    place = len(
        line.encode("utf-16-le", "surrogatepass")[: 2 * cursor.positionInBlock()].decode(
            "utf-16-le", "replace"
        )
    )
    after = len(line[place:]) - len(line[place:].lstrip(" \t,;"))
    if after:
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, after)
    else:
        before = len(line[:place]) - len(line[:place].rstrip(" \t,;"))
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, before)
    cursor.removeSelectedText()


def _utf16(text: str) -> int:
    """So many units Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
