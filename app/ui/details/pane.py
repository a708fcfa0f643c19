"""The pane under the table: tabs about the selection, which can be folded down to their titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.core.access import Actor
from app.core.text import whole_number
from app.qt.nets import net
from app.qt.translation import Language
from app.ui.businesses.advice import Step
from app.ui.details.all_jobs import AllJobsTab
from app.ui.details.later import LaterTab
from app.ui.details.reading import ReadingTab
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.restyling import restyle
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services
from app.viewmodel.throughput import ThroughputFeed

if TYPE_CHECKING:
    from app.ui.details.overview import OverviewTab

TAB_KEY, FOLDED_KEY = "details/tab", "details/folded"
HEIGHT = 284
LOWEST = 150
BESIDE_TITLE = 28
"""Pixels of a tab that its title does not have."""

TOP = 2
"""Pixels above the titles, as wide as the card's two borders."""

NO_LIMIT = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX."""


class DetailsPane(QWidget):
    """Tabs about the selected businesses. Chosen tab and whether it is folded are kept in the settings."""

    folded_changed = Signal(bool)
    """Whether the pane is folded down to its titles; said again when these become larger or smaller."""

    step_wanted = Signal(object, object)
    """A Step, and the ShownRow for which it was chosen: the one that is shown, whatever else is selected."""

    run_wanted = Signal(str)
    """The id of a run that is to be seen."""

    restore_wanted = Signal(object, str)
    """A Job whose receipts are to be restored, and the name of its business."""

    filter_wanted = Signal(object)
    """The StatusFilter of a figure that was pressed."""

    runs_wanted = Signal(bool)
    """The runs are to be seen: those in progress alone, or all."""

    steps_wanted = Signal(object, object)
    """A Step, and the ids of the businesses that it is for."""

    def __init__(self, services: Services, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("details")
        self._language = language
        self._theme = theme
        self._actor: Actor | None = None
        self._rows: Sequence[ShownRow] = ()
        self._is_folded = False
        self._no_restores = ""
        self._overview: OverviewTab | None = None
        self._throughput = ThroughputFeed(services.calls, services.throughput, self)
        services.poller.rows.connect(self._throughput.see_rows)
        services.poller.gone.connect(self._throughput.forget)
        services.poller.connection.connect(self._throughput.see_poll)
        self.all_jobs = AllJobsTab(self._throughput, language, theme)
        self.all_jobs.filter_wanted.connect(self.filter_wanted)
        self.all_jobs.runs_wanted.connect(self.runs_wanted)
        self.all_jobs.steps_wanted.connect(self.steps_wanted)
        self._front = QStackedWidget()
        self._front.addWidget(self.all_jobs)
        self._services = services
        self._history = LaterTab(self._make_history)
        self._failures = LaterTab(self._make_failures)
        self._log = LaterTab(self._make_log)
        self._build()
        self.retranslate()

    def _made_overview(self) -> OverviewTab:
        """Before a business is selected nobody sees it."""
        from app.ui.details.overview import OverviewTab

        if self._overview is None:
            self._overview = OverviewTab(self._services, self._language, self._theme)
            self._overview.step_wanted.connect(self._want)
            self._overview.run_wanted.connect(self.run_wanted)
            self._front.addWidget(self._overview)
        return self._overview

    def _make_history(self) -> ReadingTab:
        from app.ui.details.history import HistoryTab

        tab = HistoryTab(self._services, self._language, self._theme, lambda: self._no_restores)
        tab.restore_wanted.connect(self.restore_wanted)
        return tab

    def _make_failures(self) -> ReadingTab:
        from app.ui.details.failures import FailuresTab

        tab = FailuresTab(self._services, self._language, self._theme)
        tab.retry_wanted.connect(lambda: self._want(Step.RETRY))
        return tab

    def _make_log(self) -> ReadingTab:
        from app.ui.details.log import LogTab

        return LogTab(self._services, self._language, self._theme)

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setObjectName("details.tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget()
        for page in (self._front, self._history, self._failures, self._log):
            self._pages.addWidget(page)
            self.tabs.addTab("")
        self._fold = QToolButton()
        self._fold.setObjectName("details.fold")
        self._fold.setProperty("kind", "quiet")
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(GAP_S, 0, GAP_S, 0)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self._fold)
        ground = QWidget()
        ground.setProperty("ground", "surface")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, TOP, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Card(self._theme, ground))
        self._theme.changed.connect(self._limit)
        self._theme.changed.connect(self._fit_tabs)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.tabs.tabBarClicked.connect(lambda _tab: self.fold(False))
        self._fold.clicked.connect(lambda: self.fold(not self._is_folded))

    def act_for(self, actor: Actor) -> None:
        """From now on it is `actor` who looks."""
        self._actor = actor
        self._throughput.act_for(actor)
        self.show_selection(self._rows)

    def show_selection(self, rows: Sequence[ShownRow]) -> None:
        """Shows the selected businesses as they are now."""
        self._rows = rows
        one = rows[0] if len(rows) == 1 else None
        if rows or self._overview is not None:
            self._made_overview().show_rows(self._actor, rows)
        for tab in (self._history, self._failures, self._log):
            tab.follow(self._actor, one)
        self._show_front()
        self._name_failures()

    def show_restores(self, problem: str) -> None:
        """Why nothing can be restored here; "" where something can."""
        self._no_restores = problem

    def _want(self, step: Step) -> None:
        if step is Step.SHOW_FAILURES:
            self.tabs.setCurrentIndex(self._pages.indexOf(self._failures))
        elif len(self._rows) == 1:
            self.step_wanted.emit(step, self._rows[0])

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        """The titles stand closer where there is little room."""
        metrics = self.tabs.fontMetrics()
        titles = (self.tabs.tabText(place) for place in range(self.tabs.count()))
        needed = sum(metrics.horizontalAdvance(title) + BESIDE_TITLE for title in titles)
        room = self.width() - self._fold.sizeHint().width() - 3 * GAP_S
        if restyle(self.tabs, "narrow", needed > room):
            self.tabs.setTabText(0, self.tabs.tabText(0))  # else Qt keeps the places of the titles

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    def fold(self, folded: bool) -> None:
        """Shows the titles alone, or all of it."""
        if folded == self._is_folded:
            return
        self._is_folded = folded
        self._pages.setVisible(not folded)
        self._name_fold()
        self._limit()

    def _limit(self) -> None:
        """Folded, it is as high as its titles, also when their size changes."""
        height = self._head.sizeHint().height() + 2 * TOP
        self.setMaximumHeight(height if self._is_folded else NO_LIMIT)
        self.folded_changed.emit(self._is_folded)

    def restore(self, settings: QSettings) -> None:
        """Takes up where `save` left off."""
        kept = whole_number(str(settings.value(TAB_KEY)))
        if kept is not None and kept < self.tabs.count():
            self.tabs.setCurrentIndex(kept)
        self.fold(str(settings.value(FOLDED_KEY, "false")).lower() == "true")

    def save(self, settings: QSettings) -> None:
        settings.setValue(TAB_KEY, self.tabs.currentIndex())
        settings.setValue(FOLDED_KEY, self._is_folded)

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Sets the pane's own texts in the present language; the tabs hear of it themselves."""
        self.tabs.setAccessibleName(self.tr("Details of the selection"))
        for place, title in enumerate((self.tr("Overview"), self.tr("History"), "", self.tr("Log"))):
            if title:
                self.tabs.setTabText(place, title)
        # Qt's own, for where the tabs have no room; it names them once and for all.
        for name, text in (
            ("ScrollLeftButton", self.tr("Previous tabs")),
            ("ScrollRightButton", self.tr("Next tabs")),
        ):
            for button in self.tabs.findChildren(QToolButton, name):
                button.setToolTip(text)
                button.setAccessibleName(text)
        self._name_failures()
        self._name_fold()
        self._fit_tabs()
        self._show_front()

    def _show_front(self) -> None:
        self._front.setCurrentWidget(self._made_overview() if self._rows else self.all_jobs)

    def _name_failures(self) -> None:
        job = self._rows[0].row.job if len(self._rows) == 1 else None
        title = self.tr("Failures")
        if job is not None and job.failed:
            number = number_text(job.failed, self._language.locale)
            title = self.tr("Failures ({number})").format(number=number)
        place = self._pages.indexOf(self._failures)
        if title != self.tabs.tabText(place):
            self.tabs.setTabText(place, title)
            self._fit_tabs()

    def _name_fold(self) -> None:
        text = self.tr("Show details") if self._is_folded else self.tr("Hide details")
        self._fold.setIcon(self._theme.icon("chevron-up" if self._is_folded else "chevron-down", "muted"))
        self._fold.setToolTip(text)
        self._fold.setAccessibleName(text)
