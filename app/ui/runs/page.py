"""The page of the runs: all of them above, the one that is open below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.actions.runs import CLEAN_UP, RESTORE
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.folding import folded
from app.qt.translation import Language
from app.ui.businesses.status_filters import StatusFilter
from app.ui.runs.commands import RunCommands
from app.ui.runs.listing import AT_FIRST, NARROWEST, columns
from app.ui.runs.opened import OpenedRun
from app.ui.runs.reporting import RunReports
from app.ui.runs.run_buttons import REPORT
from app.ui.runs.table import CellsTable
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.filter_field import FilterField
from app.ui.widgets.kept import kept_state
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.placeholder import Placeholder
from app.viewmodel.jobs_here import JobsHere
from app.viewmodel.runs import RunsFeed, RunsInProgress, ShownRun
from app.viewmodel.services import Services

translate = QCoreApplication.translate

ALL, PROGRESS, ATTENTION, MINE = "all", "progress", "attention", "mine"
CHIPS = (ALL, PROGRESS, ATTENTION, MINE)
LIST_LOWEST, OPENED_LOWEST = 130, 260
SIZES_KEY = "runs/sizes"
SORTING = "sorting"
SHARES = (2000, 3000)


class RunsPage(QWidget):
    """Reads only while it is active. Who owns it says for whom, and when somebody looks. Its `header`, with
    chips and search, stands where the window has its toolbar."""

    show_businesses = Signal(object)
    """Ids of businesses that are to be shown, and ticked, among all."""

    clean_up = Signal(object)
    """Ids of businesses whose files, left by a run, are to be cleaned up."""

    restore_wanted = Signal(object)
    """RunJobs whose receipts are to be restored."""

    looked_at = Signal()
    """Somebody begins to look."""

    news = Signal(object)
    """RunNews of an action."""

    counted = Signal(int)
    """How many runs are in progress."""

    def __init__(self, services: Services, language: Language, theme: Theme) -> None:
        super().__init__()
        self._language = language
        self._actor: Actor | None = None
        self._runs: Sequence[ShownRun] = ()
        self._is_loaded = False
        self._wanted: str | None = None
        self._problem: SweepError | None = None
        self.jobs_here = JobsHere()
        self.feed = RunsFeed(services.calls, services.runs, self.jobs_here)
        self.chips = Chips("runs.chip", CHIPS)
        self.search = FilterField(theme, "runs.search")
        self.header = PageHeader("runs", self.chips, self.search)
        self.table = CellsTable(theme, "runs", lambda shown: shown.row.id, narrowest=NARROWEST, by=AT_FIRST)
        self.opened = OpenedRun(services, language, theme)
        self.commands = RunCommands(services, language, theme, self)
        self.reports = RunReports(services, language, self)
        self._empty = Placeholder(theme, "runs.empty")
        self._below = QScrollArea()
        self._sides = QSplitter(Qt.Orientation.Vertical)
        self._stack = QStackedWidget()
        self._lay_out(theme)
        services.pool.moved.connect(self.feed.look_now)
        services.pool.slice_ended.connect(self.feed.look_now)
        self.in_progress = RunsInProgress()
        for seen in (self.in_progress, self.jobs_here):
            services.poller.rows.connect(seen.see_rows)
            services.poller.gone.connect(seen.forget)
        self.in_progress.counted.connect(self.counted)
        self.feed.runs.connect(self._take)
        self.feed.opened.connect(self.opened.take)
        self.feed.trouble.connect(self._note_trouble)
        self.chips.chosen.connect(self._show_runs)
        self.search.textChanged.connect(self._show_runs)
        self.search.moved_on.connect(self.take_keys)
        self.table.current_changed.connect(self._open)
        self.table.wanted.connect(self._enter)
        self.opened.show_businesses.connect(self.show_businesses)
        self.opened.buttons.pressed.connect(self._act)
        self.commands.news.connect(self.news)
        self.reports.news.connect(self.news)
        self.commands.changed.connect(self._on_command)
        self._empty.acted.connect(self.feed.refresh)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self, theme: Theme) -> None:
        listed = Card(theme, self.table)
        listed.setMinimumHeight(LIST_LOWEST)
        self._below.setFrameShape(QFrame.Shape.NoFrame)
        self._below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._below.setWidgetResizable(True)
        self._below.setWidget(self.opened)
        self._below.setMinimumHeight(OPENED_LOWEST)
        self._sides.setObjectName("runs.sides")
        self._sides.setHandleWidth(GAP_S)
        self._sides.setChildrenCollapsible(False)
        self._sides.addWidget(listed)
        self._sides.addWidget(self._below)
        self._sides.setStretchFactor(0, 2)
        self._sides.setStretchFactor(1, 3)
        self._sides.setSizes(list(SHARES))
        self._stack.addWidget(self._sides)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def act_for(self, actor: Actor) -> None:
        """From now on this person looks, and acts."""
        self._actor = actor
        self._runs, self._is_loaded = (), False
        self.commands.act_for(actor)
        self.reports.act_for(actor)
        self.feed.act_for(actor)
        self._show_runs()

    def set_active(self, is_active: bool) -> None:
        """Whether somebody looks: only then anything is read."""
        self.feed.set_active(is_active)
        if is_active:
            self.looked_at.emit()

    def open_run(self, run_id: str) -> None:
        """Shows this run, whatever chip and search say; one that is not there yet as soon as it is."""
        self.search.clear()
        self.chips.choose(ALL)
        self._show_runs()
        if not self.table.choose(run_id):
            self._wanted = run_id
            self.feed.refresh()

    def show_listed(self, *, in_progress: bool) -> None:
        """Shows the runs in progress, or all, whatever chip and search say."""
        self.search.clear()
        self.chips.choose(PROGRESS if in_progress else ALL)
        self._show_runs()
        self.take_keys()

    def save_report(self, run_id: str | None = None) -> None:
        """Asks where to, and saves the report of this run; without an id of the one that is open."""
        run_id = run_id or self.opened.followed
        if run_id is not None:
            named = next((shown.row.run.name for shown in self._runs if shown.row.id == run_id), "")
            self.reports.save(run_id, named)

    def save(self, settings: QSettings) -> None:
        settings.setValue(SIZES_KEY, self._sides.saveState())
        for table in (self.table, self.opened.table):
            settings.setValue(f"{table.objectName()}/{SORTING}", table.kept_sorting)

    def restore(self, settings: QSettings) -> None:
        """Takes up where `save` left off."""
        self._sides.restoreState(kept_state(settings, SIZES_KEY))
        for table in (self.table, self.opened.table):
            table.keep_sorting(settings.value(f"{table.objectName()}/{SORTING}"))

    def fill_sort_menu(self, menu: QMenu) -> None:
        """Offers the order of the table that has the keys."""
        is_below = self.window().focusWidget() is self.opened.table
        (self.opened.table if is_below else self.table).fill_sort_menu(menu)

    def search_now(self) -> None:
        """The keys go to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def take_keys(self) -> None:
        """The keys go to the list, as soon as it is there."""
        to = self.table if self.table.isVisible() else self
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Says everything in the present language."""
        self.header.title.setText(translate("Runs", "Runs"))
        searched = translate("Runs", "Search by run, note or person")
        self.search.offer(searched, translate("Runs", "Search"))
        self.search.setAccessibleName(searched)
        self.table.setAccessibleName(translate("Runs", "Runs"))
        self.opened.retranslate()
        self._show_runs()

    def _take(self, runs: Sequence[ShownRun]) -> None:
        self._runs, self._is_loaded, self._problem = runs, True, None
        if self._wanted is not None and any(shown.row.id == self._wanted for shown in runs):
            run_id, self._wanted = self._wanted, None
            self._show_runs()
            self.table.choose(run_id)
        self._show_runs()

    def _note_trouble(self, problem: SweepError | None) -> None:
        if problem is not None or self._problem is not None:
            self._problem = problem
            self._show_what_there_is()

    def _show_runs(self, _why: object = None) -> None:
        locale = self._language.locale
        by_chip = {chip: [shown for shown in self._runs if self._is_of(chip, shown)] for chip in CHIPS}
        words = {
            ALL: translate("Runs", "All"),
            PROGRESS: translate("Runs", "In progress"),
            ATTENTION: StatusFilter.ATTENTION.word,
            MINE: translate("Runs", "Mine"),
        }
        self.chips.show_counts(words, {chip: len(found) for chip, found in by_chip.items()}, locale)
        self.header.fit()
        wanted = folded(self.search.text()).split()
        lines = [shown for shown in by_chip[self.chips.current] if _is_found(shown, wanted)]
        self.table.show_lines(lines, columns(locale))
        if lines and self._stack.currentWidget() is not self._sides:
            QTimer.singleShot(0, self, self._show_at_first)
        else:
            self._show_what_there_is()
            self._open_one()

    def _show_at_first(self) -> None:
        """Small pauses of the window rather than a long one: the list is laid out in a turn of its own, and
        the run that is open in the next."""
        self._show_what_there_is()
        QTimer.singleShot(0, self, self._open_one)

    def _open_one(self) -> None:
        """The first run, where none was chosen; and the list takes the keys, if the page has had them."""
        lines = self.table.records.lines
        if lines and self.table.current is None:
            self.table.choose(lines[0].row.id)
        self._open()
        if self.hasFocus():
            self.take_keys()

    def _is_of(self, chip: str, shown: ShownRun) -> bool:
        match chip:
            case "progress":
                return shown.row.is_active
            case "attention":
                return shown.row.needs_attention
            case "mine":
                return self._actor is not None and shown.row.requested_by == self._actor.email
            case _:
                return True

    def _show_what_there_is(self) -> None:
        if self._problem is not None and not self._runs:
            again = translate("Runs", "Try again")
            self._empty.say("circle-alert", "bad", error_text(self._problem), again)
        elif not self._is_loaded:
            self._empty.say("hourglass", "muted", translate("Runs", "Loading…"))
        elif not self._runs:
            self._empty.say(
                "inbox", "muted", translate("Runs", "No runs yet. Deletions that you start appear here.")
            )
        elif not self.table.records.lines:
            self._empty.say("search", "muted", translate("Runs", "No matching runs."))
        else:
            self._stack.setCurrentWidget(self._sides)
            return
        self._stack.setCurrentWidget(self._empty)

    def _open(self) -> None:
        shown: ShownRun | None = self.table.current
        before = self.opened.followed
        self.opened.follow(shown)
        now = self.opened.followed
        if now != before:
            self.feed.open(now)

    def _enter(self, _shown: object) -> None:
        self.opened.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.opened.table.current is None and self.opened.table.records.lines:
            self.opened.table.selectRow(0)

    def _act(self, action: str) -> None:
        run = self.opened.run
        if run is not None and action == REPORT:
            self.save_report()
        elif run is not None and action == CLEAN_UP:
            self.clean_up.emit(run.businesses_for(action))
        elif run is not None and action == RESTORE:
            self.restore_wanted.emit(run)
        elif run is not None:
            self.commands.act(action, run)

    def _on_command(self) -> None:
        self.opened.show_busy(self.commands.is_busy)
        if not self.commands.is_busy:
            self.feed.refresh()


def _is_found(shown: ShownRun, words: Sequence[str]) -> bool:
    run, row = shown.row.run, shown.row
    parts = (run.name, run.note, run.id, run.workstation, row.requested_by or "", row.business)
    text = folded(" ".join(parts))
    return all(word in text for word in words)
