"""The page of the workers on a server: is the queue there, who works on what, and why does a job wait?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.actions.server_workers import ServerWorkers
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.server import ListenerState
from app.core.server_look import SeenWorker, ServerLook
from app.qt.calls import Calls
from app.qt.translation import Language, ltr
from app.ui.runs.table import CellsTable
from app.ui.texts.errors import error_text
from app.ui.texts.figures import decimal_text, plain, plural_of
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.page_header import PageHeader
from app.ui.widgets.parts import button, icon_text
from app.ui.widgets.placeholder import Placeholder
from app.ui.workers.columns import FAULTY_FIRST, ShownWorker, workers_columns
from app.ui.workers.footer import AddWorker
from app.ui.workers.health import HealthCards
from app.ui.workers.waiting import WaitingJobs
from app.viewmodel.workers import SeenServer, WorkersFeed

translate = QCoreApplication.translate

ALL, BUSY, FREE, LOST = "all", "busy", "free", "lost"
CHIPS = (ALL, BUSY, FREE, LOST)

_IS_OF: dict[str, Callable[[SeenWorker], bool]] = {
    ALL: lambda one: True,
    BUSY: lambda one: one.state in {ListenerState.BUSY, ListenerState.STOPPING},
    FREE: lambda one: one.state is ListenerState.IDLE,
    LOST: lambda one: one.is_lost,
}

NARROWEST = 170
ROWS_AT_MOST = 6
"""Workers that are seen without scrolling; the queue has the rest of the page."""


class WorkersPage(QWidget):
    """Reads only while it is active. Who owns it says for whom, and when somebody looks. Its `header`, with
    chips and the test, stands where the window has its toolbar."""

    business_wanted = Signal(int)
    run_wanted = Signal(str)
    enqueue_wanted = Signal(object)
    here_wanted = Signal(object)
    """As `WaitingJobs` has them."""

    guide_wanted = Signal()

    counted = Signal(object)
    """How many workers listen; None where that is not known, as while nobody looks."""

    told = Signal(str, str)
    """A sentence about what the person has asked for, and its tone."""

    def __init__(self, calls: Calls, reading: ServerWorkers, language: Language, theme: Theme) -> None:
        super().__init__()
        self._language, self._theme = language, theme
        self._seen: SeenServer | None = None
        self._problem: SweepError | None = None
        self._is_testing = False
        self.feed = WorkersFeed(calls, reading)
        self.chips = Chips("workers.chip", CHIPS, {LOST: theme.icon("triangle-alert", "bad")})
        self._test = button("workers.test")
        self._test.setIcon(theme.icon("plug-zap"))
        self.header = PageHeader("workers", self.chips, self._test, grows=False)
        self._health = HealthCards(theme)
        self._away = Placeholder(theme, "workers.away")
        self._nobody = Placeholder(theme, "workers.nobody")
        self.table = CellsTable(
            theme, "workers", lambda one: one.seen.key, narrowest=NARROWEST, by=FAULTY_FIRST
        )
        self.waiting = WaitingJobs(theme)
        self._add = AddWorker(theme)
        self._empty = Placeholder(theme, "workers.empty")
        for told in (self._away, self._nobody):
            told.setProperty("ground", "surface")
            told.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack = QStackedWidget()
        self._lay_out(theme)
        self.feed.seen.connect(self._take)
        self.feed.trouble.connect(self._note_trouble)
        self.chips.chosen.connect(self._show_all)
        self._test.clicked.connect(self.test)
        self._away.acted.connect(self.test)
        self._empty.acted.connect(self.feed.look_now)
        self._nobody.acted.connect(self._add.copy)
        self._add.copied.connect(self._tell_copied)
        self._add.guide_wanted.connect(self.guide_wanted)
        self.table.wanted.connect(self._open)
        self.waiting.business_wanted.connect(self.business_wanted)
        self.waiting.run_wanted.connect(self.run_wanted)
        self.waiting.enqueue_wanted.connect(self.enqueue_wanted)
        self.waiting.here_wanted.connect(self.here_wanted)
        language.changed.connect(self.retranslate)
        theme.changed.connect(self._show_all)
        self.retranslate()

    def _lay_out(self, theme: Theme) -> None:
        self._listed = Card(theme, self.table)
        self._told = [Card(theme, self._away), Card(theme, self._nobody)]
        inside = QWidget()
        inside.setProperty("ground", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(self._health)
        for card in self._told:
            column.addWidget(card)
        column.addWidget(self._listed)
        column.addWidget(self.waiting, 1)
        column.addWidget(self._add)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def act_for(self, actor: Actor) -> None:
        """From now on this person looks, and acts."""
        self._forget()
        self.feed.act_for(actor)

    def set_active(self, is_looked_at: bool) -> None:
        """Whether somebody looks: only then anything is read."""
        if not is_looked_at:
            self.counted.emit(None)
        self.feed.set_active(is_looked_at)

    @property
    def has_looked(self) -> bool:
        """There is something to show."""
        return self._seen is not None

    def allow(self, is_allowed: bool) -> None:
        """Whether anything can be done with jobs at the moment."""
        self.waiting.allow(is_allowed)

    def test(self) -> None:
        """Looks now, and says what was found."""
        self._is_testing = True
        self._show_test()
        self.feed.look_now()

    def take_keys(self) -> None:
        """The keys go to what waits, or to the workers where nothing does."""
        to = self.waiting.table if self.waiting.table.records.lines else self.table
        (to if to.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def fill_sort_menu(self, menu: QMenu) -> None:
        """Offers the order of the table that has the keys."""
        is_below = self.window().focusWidget() is self.waiting.table
        (self.waiting.table if is_below else self.table).fill_sort_menu(menu)

    def retranslate(self) -> None:
        """Says everything in the present language."""
        title = translate("Workers", "Workers")
        self.header.title.setText(title)
        self.table.setAccessibleName(title)
        self._add.retranslate()
        self._show_test()
        self._show_all()

    def _forget(self) -> None:
        self._seen, self._problem, self._is_testing = None, None, False
        self.counted.emit(None)
        self._show_all()

    def _take(self, seen: SeenServer) -> None:
        self._seen, self._problem = seen, None
        self.counted.emit(None if seen.look.problem else seen.look.listening)
        self._show_all()
        self._end_test(seen.look.problem)

    def _note_trouble(self, problem: SweepError | None) -> None:
        if problem is not None:
            self._problem = problem
            self._show_all()
            self._end_test(problem)

    def _end_test(self, problem: SweepError | None) -> None:
        if not self._is_testing:
            return
        self._is_testing = False
        self._show_test()
        if problem is not None:
            self.told.emit(error_text(problem), "bad")
        elif self._seen is not None:
            self.told.emit(_reached_text(self._seen.look, self._language), "ok")

    def _show_test(self) -> None:
        testing = self._is_testing
        text = translate("Workers", "Testing…") if testing else translate("Workers", "Test connection")
        self._test.setText(icon_text(text))
        self._test.setEnabled(not testing)

    def _show_all(self, _why: object = None) -> None:
        if self._seen is None:
            self._show_emptiness()
            return
        look, locale = self._seen.look, self._language.locale
        by_chip = {chip: [one for one in look.workers if _IS_OF[chip](one)] for chip in CHIPS}
        words = {
            ALL: translate("WorkerChips", "All"),
            BUSY: translate("WorkerChips", "Busy"),
            FREE: translate("WorkerChips", "Free"),
            LOST: translate("WorkerChips", "Not responding"),
        }
        self.chips.show_counts(words, {chip: len(found) for chip, found in by_chip.items()}, locale)
        self.header.fit()
        self._show_state(look)
        lines = [ShownWorker(one, look.read_at) for one in by_chip[self.chips.current]]
        self.table.show_lines(lines, workers_columns(locale))
        self._listed.setVisible(bool(look.workers))
        self._take_height(len(look.workers))
        self.waiting.show_look(look, locale)
        self._stack.setCurrentIndex(1)
        if self.hasFocus():
            self.take_keys()

    def _show_state(self, look: ServerLook) -> None:
        """The figures, or why there are none."""
        away, nobody = self._told
        self._health.setVisible(look.problem is None)
        away.setVisible(look.problem is not None)
        nobody.setVisible(look.problem is None and not look.is_listened)
        if look.problem is not None:
            again = translate("Workers", "Test connection")
            self._away.say("triangle-alert", "bad", error_text(look.problem), again)
            return
        assert self._seen is not None  # noqa: S101 - for the type checker
        self._health.show_server(self._seen, self._language.locale)
        told = translate(
            "Workers",
            "Background worker not available: no worker listens on the queue. Start one on any machine, with "
            "the command at the foot of this page.",
        )
        copy = translate("Workers", "Copy the command")
        self._nobody.say("triangle-alert", "warn", told, copy)

    def _show_emptiness(self) -> None:
        if self._problem is not None:
            again = translate("Workers", "Try again")
            self._empty.say("circle-alert", "bad", error_text(self._problem), again)
        else:
            self._empty.say("hourglass", "muted", translate("Workers", "Loading…"))
        self._stack.setCurrentIndex(0)

    def _take_height(self, workers: int) -> None:
        rows = min(ROWS_AT_MOST, max(1, workers))
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(rows * self.table.verticalHeader().defaultSectionSize() + head)

    def _open(self, one: ShownWorker) -> None:
        if one.seen.job is not None:
            self.business_wanted.emit(one.seen.job.business_id)

    def _tell_copied(self) -> None:
        self.told.emit(translate("Workers", "Command copied."), "ok")


def _reached_text(look: ServerLook, language: Language) -> str:
    locale = language.locale
    text = translate(
        "Workers",
        "Connected: {where} responds in {milliseconds} ms. {count} worker(s) listen.",
        None,
        plural_of(look.listening),
    )
    return text.format(
        where=ltr(plain(look.where)),
        milliseconds=ltr(decimal_text(look.milliseconds or 0.0, 0, locale)),
        count=number_text(look.listening, locale),
    )
