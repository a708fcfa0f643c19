"""A surface with rounded corners that also rounds what lies in it, such as a table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import RADIUS_CARD


class Card(QWidget):
    """Holds `content` edge to edge; border and corners are painted over it, so that a selected row or a
    header reaches the border without spoiling the corner."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(content)
        self._edge = _Edge(theme, self)
        self._edge.raise_()
        theme.changed.connect(self._edge.update)
        self._content = content

    def keep_to_content(self) -> None:
        """Becomes no higher than what it holds may be."""
        self.setMaximumHeight(self._content.maximumHeight() + 2)

    @net(False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._edge.setGeometry(self.rect())
        return super().event(event)


class _Edge(QWidget):
    """The border and the four corners outside it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            rounded = QPainterPath()
            rounded.addRoundedRect(frame, RADIUS_CARD, RADIUS_CARD)
            corners = QPainterPath()
            corners.addRect(QRectF(self.rect()))
            painter.fillPath(corners - rounded, self._theme.color("canvas"))
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawPath(rounded)
