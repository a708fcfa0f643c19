"""A button that tries something out off the main thread, and tells how that went."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import SweepError
from app.qt.calls import Calls
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.announcing import announce
from app.ui.widgets.parts import Notice, button

translate = QCoreApplication.translate

BAR_WIDTH = 120


class TryButton(QWidget):
    """`prepare` runs here: it reads the form and gives the function to run elsewhere; both may raise
    SweepError kinds. `tell` makes a sentence and its tone of what that function returns.

    While it runs, the button stops waiting for the answer; the next try waits until the last one is over.
    """

    def __init__(
        self,
        theme: Theme,
        calls: Calls,
        name: str,
        prepare: Callable[[], Callable[[], object]],
        tell: Callable[[object], tuple[str, str]],
    ) -> None:
        super().__init__()
        self._calls = calls
        self._prepare = prepare
        self._tell = tell
        self._outcome: object = None
        self._waits = False
        self._running = False
        self._is_closed = False
        self._button = button(f"{name}.test")
        self._button.clicked.connect(self._on_clicked)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._notices = {tone: Notice(theme, tone, f"{name}.{tone}") for tone in ("ok", "warn", "bad")}
        row = QHBoxLayout()
        row.setSpacing(GAP_M)
        row.addWidget(self._button)
        row.addWidget(self._bar)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addLayout(row)
        for notice in self._notices.values():
            column.addWidget(notice)
        self.retranslate("")

    def retranslate(self, name: str) -> None:
        """Sets every text in the present language; `name` is what the button does."""
        self._name = name
        self._show()

    def forget(self) -> None:
        """What was tried is not what stands in the form any more."""
        self._outcome = None
        self._show()

    def close_down(self) -> None:
        """The dialog is over: an answer that comes now is dropped."""
        self._is_closed, self._waits = True, False

    def _on_clicked(self) -> None:
        if self._waits:
            self._waits = False
            self._show()
            return
        self._outcome = None
        try:
            function = self._prepare()
        except SweepError as error:
            self._take(error)
            return
        self._waits = self._running = True
        self._show()
        self._calls.spawn(self._run(function), name="trial")

    async def _run(self, function: Callable[[], object]) -> None:
        outcome: object
        try:
            outcome = await self._calls.run(function)
        except SweepError as error:
            outcome = error
        finally:
            self._running = False
        if self._is_closed:
            return
        if self._waits:
            self._waits = False
            self._take(outcome)
        else:
            self._show()

    def _take(self, outcome: object) -> None:
        # An error's traceback holds this widget; together they would wait for the garbage collector, which
        # may run in any thread.
        self._outcome = outcome.with_traceback(None) if isinstance(outcome, SweepError) else outcome
        self._show()
        sentence, _ = self._said()
        QTimer.singleShot(0, self._come_into_sight)
        announce(self, sentence)

    def _come_into_sight(self) -> None:
        place = self.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if place is not None:
            place.ensureWidgetVisible(self)

    def _said(self) -> tuple[str, str]:
        if isinstance(self._outcome, SweepError):
            return error_text(self._outcome), "bad"
        return self._tell(self._outcome)

    def _show(self) -> None:
        sentence, tone = self._said() if self._outcome is not None else ("", "")
        for each, notice in self._notices.items():
            notice.say(sentence if each == tone else "")
        self._bar.setVisible(self._waits)
        self._button.setText(translate("TryButton", "Stop waiting") if self._waits else self._name)
        self._button.setEnabled(self._waits or not self._running)
