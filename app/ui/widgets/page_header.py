"""What stands over a page in place of the window's tools: its title, chips, and one part beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.qt.nets import net
from app.ui.theme.tokens import GAP_M
from app.ui.widgets.chips import Chips
from app.ui.widgets.parts import label


class PageHeader(QWidget):
    """Where there is no room, the title leaves: the sidebar says it too."""

    def __init__(self, name: str, chips: Chips, beside: QWidget, *, grows: bool = True) -> None:
        """`grows`: what is `beside` takes room that is left over."""
        super().__init__()
        self._chips, self._beside, self._grows = chips, beside, grows
        self.title = label(f"{name}.title", tone="title")
        self.title.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_M)
        row.addWidget(self.title)
        row.addWidget(chips, 1)
        row.addWidget(beside, 1 if grows else 0)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Looks whether there is room for all; the chips come first."""
        beside = self._chips.row_width + GAP_M + self._least
        self.title.setVisible(beside + GAP_M + self.title.sizeHint().width() <= self.width())
        self._chips.setMinimumWidth(self._chips.row_width if beside <= self.width() else 0)

    @net(QSize())
    def sizeHint(self) -> QSize:
        """With all chips beside each other."""
        width = self._chips.row_width + GAP_M + self._least
        return QSize(width, super().sizeHint().height())

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """Without what `fit` takes away."""
        least = self._chips.minimumSizeHint().width() + GAP_M + self._least
        return QSize(least, super().minimumSizeHint().height())

    @property
    def _least(self) -> int:
        """Of what is beside. The style sheet gives a button a minimum that is less than its words need."""
        return self._beside.minimumWidth() if self._grows else self._beside.sizeHint().width()
