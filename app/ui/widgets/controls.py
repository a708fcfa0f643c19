"""Controls for a value: lines, numbers, choices and days."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRegularExpression, Qt
from PySide6.QtGui import QPaintEvent, QRegularExpressionValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QSpinBox, QStyle, QStyleOptionButton

from app.qt.nets import net
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S, ICON


def line_edit(name: str = "") -> QLineEdit:
    """For addresses, names of computers, paths and keys, which run from left to right in every language."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    made.setValidator(
        QRegularExpressionValidator(QRegularExpression(r"[^\x{0000}]*"), made)
    )  # none can hold it
    return made


class NumberBox(QSpinBox):
    """A whole number within its bounds. The wheel scrolls the page, and does not change a number over which
    the mouse happens to be."""

    def __init__(self, low: int, high: int, step: int = 1) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.lineEdit().setTextMargins(GAP_S, 0, GAP_S, 0)

    @net(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class DayBox(QDateEdit):
    """A day, written as the language does; the arrow keys move it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.lineEdit().setTextMargins(GAP_S, 0, GAP_S, 0)

    @net(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CheckBox(QCheckBox):
    """A box with a tick in the colours of the theme."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._tick = theme.icon("check", "surface")

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        with painting(self) as painter:
            self._tick.paint(painter, place.adjusted(2, 2, -2, -2))


class ChoiceBox(QComboBox):
    """One of several choices, with an arrow in the colours of the theme. The wheel scrolls the page."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._arrow = theme.icon("chevron-down", "muted")

    def choose(self, data: object) -> None:
        """Shows the choice with this data, or the first one."""
        self.setCurrentIndex(max(0, self.findData(data)))

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with painting(self) as painter:
            size = scaled(ICON)
            place = QRect(0, 0, size, size)
            place.moveCenter(self.rect().center())
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            place.moveLeft(GAP_S if rtl else self.width() - GAP_S - size)
            self._arrow.paint(painter, place)

    @net(None)
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
