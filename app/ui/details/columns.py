"""The two columns of the overview: words, and beside them, or among them, advice and plot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.qt.nets import net
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S, GAP_XS

COLUMN_WIDTH = 300
"""Pixels of the design that the words keep beside the plot."""

WIDEST_COLUMN = 420
BESIDE_WIDTH = 200
"""Pixels of the design that advice and plot need."""


class ScrolledWords(QScrollArea):
    """Words as wide as there is room, and scrolled where there is not enough height."""

    def __init__(self, words: QWidget, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("details.words")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._keep_room)
        self._keep_room()
        ground = QWidget()
        self.setViewport(ground)
        for part in (words, ground):
            part.setProperty("ground", "surface")
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(words)

    def _keep_room(self) -> None:
        """Texts that grow need more of it, but the plot beside them some too."""
        self.setMinimumWidth(min(scaled(COLUMN_WIDTH), WIDEST_COLUMN))


class Beside(QWidget):
    """The advice, and below it the plot where there is room for it."""

    def __init__(self, advice: QWidget, plot: QWidget) -> None:
        super().__init__()
        self._advice, self._plot = advice, plot
        self._has_plot = False
        self.is_under = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_XS, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(advice)
        column.addWidget(plot, 1)
        column.addStretch()

    def show_plot(self, shown: bool) -> None:
        self._has_plot = shown
        self._fit()

    def lay_under(self, is_under: bool) -> None:
        """Whether it is scrolled, and has all the height that it needs."""
        self.is_under = is_under
        self._fit()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        taken = 0
        if not self._advice.isHidden():
            taken = self._advice.heightForWidth(self.width()) + GAP_S
        room = self.contentsRect().height() - GAP_XS - taken
        fits = self.is_under or room >= self._plot.minimumSizeHint().height()
        self._plot.setVisible(self._has_plot and fits)
