"""Where messages are shown: over the page, so that nothing moves when they come and go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.theme.tokens import GAP_S

_MOVES = {QEvent.Type.Resize, QEvent.Type.Move}
_COMES_OR_GOES = {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}


class MessageStack(QWidget):
    """Lies over the lower edge of `page`, as high as its messages need. What has just come must not take the
    click that was meant for something under it: where the mouse is there, it lies over the upper edge."""

    def __init__(self, page: QWidget, bars: Sequence[QWidget]) -> None:
        """`page` stands in a widget that has a layout already; `bars` show and hide themselves."""
        super().__init__(page.parentWidget())
        self.setObjectName("messages")
        self._page = page
        self._bars = bars
        self._is_above = False
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_S, GAP_S, GAP_S, GAP_S)
        column.setSpacing(GAP_S)
        for bar in bars:
            column.addWidget(bar)
            bar.installEventFilter(self)
        page.installEventFilter(self)
        self.hide()

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _COMES_OR_GOES and watched in self._bars:
            self._show_what_there_is()
        elif event.type() in _MOVES and watched is self._page:
            self._lay_out()
        return False

    @net(False)
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:  # another text, or larger letters
            self._lay_out()
        return done

    def _show_what_there_is(self) -> None:
        is_needed = any(not bar.isHidden() for bar in self._bars)
        if is_needed and self.isHidden():
            self._is_above = self._place(above=False).contains(self._pointer())
            self.setVisible(True)
            self.raise_()
        elif not is_needed:
            self.setVisible(False)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.isHidden():
            self.setGeometry(self._place(above=self._is_above))

    def _place(self, *, above: bool) -> QRect:
        page, layout = self._page.geometry(), self.layout()
        assert layout is not None  # noqa: S101 - for the type checker
        layout.activate()
        height = min(layout.totalHeightForWidth(page.width()), page.height())
        top = page.top() if above else page.bottom() + 1 - height
        return QRect(page.left(), top, page.width(), height)

    def _pointer(self) -> QPoint:
        """Where the mouse is, seen from what the page stands in."""
        around = self._page.parentWidget()
        return around.mapFromGlobal(QCursor.pos()) if around is not None else QPoint(-1, -1)
