"""A line of text that says what a table shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.qt.nets import net
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S, ICON
from app.ui.widgets.parts import Picture

BORDER = 9


class FilterField(QLineEdit):
    """Finds as one types; Esc empties it, Down and Enter go on to what was found. Its icon grows with the
    text, which that of an action of QLineEdit does not."""

    moved_on = Signal()
    """The keys should go on to the table."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        icon = Picture(theme, "search", "muted")
        icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(BORDER, 0, BORDER, 0)
        row.addWidget(icon)
        row.addStretch()
        theme.changed.connect(self._make_room)
        self._make_room()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._make_room()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.moved_on.emit()
            case _:
                super().keyPressEvent(event)

    def _make_room(self) -> None:
        """For the icon at the reading side."""
        room = scaled(ICON) + GAP_S
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setTextMargins(0 if rtl else room, 0, room if rtl else 0, 0)
