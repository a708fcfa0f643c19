"""The overview while nothing is selected: all jobs of the database, each figure a link to what it counts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.qt.nets import net
from app.qt.translation import Language
from app.ui.businesses.advice import Step
from app.ui.businesses.attention import Attention
from app.ui.businesses.states import State
from app.ui.businesses.status_filters import StatusFilter
from app.ui.details.all_figures import AllFigures, rule
from app.ui.details.attention_column import AttentionColumn
from app.ui.details.columns import ScrolledWords
from app.ui.details.stacked_plot import StackedPlot
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_L, GAP_S, GAP_XS
from app.ui.widgets.elided import ElidedLabel
from app.ui.widgets.placeholder import Placeholder
from app.viewmodel.throughput import ThroughputFeed

TICK_MS = 1000

PLOT_WIDTH, FIGURES_WIDTH, ATTENTION_WIDTH = 330, 250, 290
"""Pixels of the design that the columns need beside each other."""

SHARES = (430, 270, 310)
"""How the width is shared out among them where there is more."""

PLOT_HEIGHT = 170
"""Pixels of the design that a plot has where it is scrolled."""

_HAD_A_JOB = frozenset(StatusFilter) - {StatusFilter.ALL, StatusFilter.NO_JOB, StatusFilter.NOTHING}


class AllJobsTab(QWidget):
    """Shows the counts it is given, and what `feed` knows; the feed reads only while this is seen."""

    filter_wanted = Signal(object)
    """The StatusFilter whose figure was pressed."""

    runs_wanted = Signal(bool)
    """The runs are to be seen: those in progress alone, or all."""

    steps_wanted = Signal(object, object)
    """A Step, and the ids of the businesses that it is for."""

    def __init__(
        self,
        feed: ThroughputFeed,
        language: Language,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("details.all")
        self._feed = feed
        self._language = language
        self._theme = theme
        self._counts: Mapping[StatusFilter, int] | None = None
        self._attention: Attention | None = None
        self.figures = AllFigures(language, theme)
        self.attention = AttentionColumn(language, theme)
        self.plot = StackedPlot(language, theme)
        self._empty = Placeholder(theme, "details.nothing")
        self._stack = QStackedWidget()
        self._build()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self.figures.filter_wanted.connect(self.filter_wanted)
        self.figures.runs_wanted.connect(self.runs_wanted)
        self.attention.all_wanted.connect(lambda: self.filter_wanted.emit(StatusFilter.ATTENTION))
        self.attention.step_wanted.connect(self._want)
        feed.changed.connect(self.refresh)
        theme.changed.connect(self._share_out)
        self.retranslate()

    def _build(self) -> None:
        self._title = QLabel()
        self._title.setProperty("tone", "heading")
        self._trouble = ElidedLabel("all.trouble", "warn")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(GAP_XS)
        self._head.addWidget(self._title)
        self._head.addWidget(self.plot.legend, 1)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addLayout(self._head)
        column.addWidget(self._trouble)
        column.addWidget(self.plot, 1)
        self._rules = (rule(upright=True), rule(upright=True))
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.addWidget(self.figures, SHARES[1])
        self._words.addWidget(self._rules[1])
        self._words.addWidget(self.attention, SHARES[2])
        content = QWidget()
        content.setObjectName("all.content")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(GAP_L, GAP_S, GAP_L, GAP_S)
        self._columns.addWidget(self._left, SHARES[0])
        self._columns.addWidget(self._rules[0])
        self._columns.addLayout(self._words, SHARES[1] + SHARES[2])
        for row in (self._words, self._columns):
            row.setSpacing(GAP_L)
        self._scrolled = ScrolledWords(content, self._theme)
        self._stack.addWidget(self._scrolled)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._trouble.hide()

    def show_counts(self, counts: Mapping[StatusFilter, int], attention: Attention) -> None:
        """How many businesses each filter shows, and what needs attention among them."""
        self._counts, self._attention = counts, attention
        if self.isVisible():
            self._show_counts()

    def show_runs(self, count: int) -> None:
        """How many runs are in progress."""
        self.figures.show_runs(count)

    @net(None)
    def refresh(self) -> None:
        """Says what is true at this moment; widgets whose text is the same are left alone."""
        if not self.isVisible():
            return
        look = self._feed.look()
        needed = self.figures.width_beside
        self.figures.show_deleted(look.deleted_today, look.deleted_30_days)
        if self.plot.show_look(look) or self.figures.width_beside != needed:
            self._share_out()
        self.attention.refresh()
        trouble = error_text(look.problem) if look.problem is not None else ""
        if self._trouble.accessibleName() != trouble:
            self._trouble.say(trouble)
        self._trouble.setVisible(bool(trouble))
        self._show_what_there_is()

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share_out()
        self._show_counts()
        self.refresh()
        self._feed.set_active(True)
        self._tick.start()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        self._feed.set_active(False)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Says the tab's own texts in the present language; its parts hear of it themselves."""
        self._title.setText(self.tr("Throughput, last hour"))
        self.refresh()

    def _show_counts(self) -> None:
        if self._counts is None or self._attention is None:
            return
        self.figures.show_counts(self._counts)
        self.attention.show_lines(self._attention.lines)
        self._show_what_there_is()
        active = (StatusFilter.RUNNING, StatusFilter.QUEUED)
        self._feed.set_moving(any(self._counts.get(one) for one in active))

    def _show_what_there_is(self) -> None:
        """A database without jobs is not told in zeros."""
        counts, deleted = self._counts or {}, self.figures.deleted_lately
        if deleted or any(counts.get(one) for one in _HAD_A_JOB):
            self._stack.setCurrentWidget(self._scrolled)
        elif deleted is None or not counts:
            self._empty.say("hourglass", "muted", self.tr("Loading…"))
            self._stack.setCurrentWidget(self._empty)
        else:
            hint = self.tr(
                "Nothing has been deleted here yet. Tick businesses in the table, or press {key} to select "
                "them by a list."
            )
            self._empty.say("info", "muted", hint.format(key="Ctrl+L"))
            self._stack.setCurrentWidget(self._empty)

    def _want(self, step: Step, state: State) -> None:
        if self._attention is not None:
            self.steps_wanted.emit(step, self._attention.takers(state))

    def _share_out(self) -> None:
        """Columns that have no room beside each other come under each other, the plot last."""
        room = self.width() - 2 * GAP_L - self._scrolled.verticalScrollBar().sizeHint().width()
        beside = 2 * GAP_L + 1
        figures = max(scaled(FIGURES_WIDTH), self.figures.width_beside)
        words = figures + beside + scaled(ATTENTION_WIDTH)
        is_wide = room >= scaled(PLOT_WIDTH) + beside + words
        are_words_wide = is_wide or room >= words
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(across if is_wide else QBoxLayout.Direction.BottomToTop)
        self._words.setDirection(across if are_words_wide else down)
        self._rules[0].setVisible(is_wide)
        self._rules[1].setVisible(are_words_wide)
        self.figures.fit(figures if are_words_wide else room)
        self.plot.setMinimumHeight(0 if is_wide else scaled(PLOT_HEIGHT))
        self._share_out_head((room - beside) * SHARES[0] // sum(SHARES) if is_wide else room)

    def _share_out_head(self, room: int) -> None:
        """The names of the runs stand beside the title, or below it where they have no room."""
        needed = self._title.sizeHint().width() + GAP_XS + self.plot.legend.sizeHint().width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(across if room >= needed else down)
