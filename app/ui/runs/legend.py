"""What the colours of a run's bar mean, with how many businesses are in each state."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QRectF
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.core.run import RunState
from app.qt.nets import net
from app.ui.runs.looks import ORDER, TONES, legend_text
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_L, GAP_S

SQUARE = 9


class Legend(QWidget):
    """One word for each state in which there are businesses."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._labels: dict[RunState, QLabel] = {}
        self._parts: dict[RunState, QWidget] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_L)
        for state in ORDER:
            text = QLabel()
            text.setObjectName(f"run.legend.{state.value}")
            text.setProperty("tone", "small")
            part = QWidget()
            beside = QHBoxLayout(part)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.setSpacing(GAP_S)
            beside.addWidget(_Square(theme, state))
            beside.addWidget(text)
            self._labels[state], self._parts[state] = text, part
            row.addWidget(part)
        row.addStretch()

    def show_jobs(self, jobs: Mapping[RunState, int], locale: QLocale) -> None:
        """Says how many are in which state."""
        for state, text in self._labels.items():
            count = jobs.get(state, 0)
            text.setText(legend_text(state, count, locale))
            self._parts[state].setVisible(count > 0)


class _Square(QWidget):
    """The colour of a state; of what waits, the empty part of the bar."""

    def __init__(self, theme: Theme, state: RunState) -> None:
        super().__init__()
        self._theme, self._state = theme, state
        theme.changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self.setFixedSize(scaled(SQUARE), scaled(SQUARE))
        self.update()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        waits = self._state is RunState.QUEUED
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with painting(self) as painter:
            color = self._theme.color("track" if waits else TONES[self._state])
            painter.setPen(QPen(self._theme.color("idle") if waits else color, 1))
            painter.setBrush(color)
            painter.drawRoundedRect(rect, 2, 2)
