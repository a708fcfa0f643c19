"""One run: what became of it as a whole, what can be done with it, and its businesses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout
from shiboken6 import isValid

from app.actions.runs import RunJobs
from app.core.run import RunState
from app.qt.nets import net
from app.qt.translation import Language, isolate, ltr
from app.ui.businesses.cells import speed_text
from app.ui.runs import members
from app.ui.runs.bar import StateBar
from app.ui.runs.listing import NARROWEST, left_text, share_text
from app.ui.runs.looks import parts_of, title_of
from app.ui.runs.refused import refused_text
from app.ui.runs.run_buttons import RunButtons
from app.ui.runs.table import CellsTable
from app.ui.texts.figures import plain
from app.ui.texts.keeping import kept_text
from app.ui.texts.times import clock_text
from app.ui.texts.words import files_text, name_text, number_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_L, GAP_M, GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.chips import Chips
from app.ui.widgets.parts import label
from app.viewmodel.runs import ShownRun
from app.viewmodel.services import Services

translate = QCoreApplication.translate

NAME_AT_LEAST = 150
TABLE_LOWEST = 120
NARROWER = 400
"""Pixels of the design below which there is no room for all words on one line."""
CALLED = 280
"""Pixels of the design that name and note have beside the buttons, if these have words."""

BETWEEN = " · "

_UNDER, _BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class OpenedRun(QFrame):
    """Shows the run that `follow` was given last, with its jobs once `take` has them."""

    show_businesses = Signal(object)
    """Ids of the businesses that are to be shown among all."""

    def __init__(self, services: Services, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("run")
        self.setProperty("card", True)
        self._services = services
        self._language = language
        self._shown: ShownRun | None = None
        self._run: RunJobs | None = None
        self._coming: RunJobs | None = None
        self._members: list[members.Member] = []
        self._name = label("run.name", tone="title")
        self._name.setMinimumWidth(NAME_AT_LEAST)
        self._note = label("run.note", tone="muted", select=True)
        self._share = QLabel()
        self._share.setObjectName("run.share")
        self._share.setProperty("tone", "figure")
        self._figures, self._facts = label("run.figures"), label("run.facts", tone="small", select=True)
        self._refused = label("run.refused", tone="warn", select=True)
        self._bar = StateBar(theme, "run.bar")
        self.buttons = RunButtons(theme)
        icons = {chip: theme.icon(*look) for chip, look in members.ICONS.items()}
        self.chips = Chips("run.chip", members.CHIPS, icons)
        self.chips.chosen.connect(self._show_members)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._linked = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._link = QPushButton()
        self._link.setObjectName("run.show_businesses")
        self._link.setProperty("kind", "link")
        self._link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._link.clicked.connect(self._ask_for_businesses)
        self.table = CellsTable(
            theme, "run.businesses", lambda member: member.job.id, narrowest=NARROWEST, by=members.AT_FIRST
        )
        for text in (self._name, self._note, self._figures, self._facts, self._refused):
            _keep_whole(text)
        self.table.setMinimumHeight(TABLE_LOWEST)
        self._lay_out(theme)
        self.retranslate()

    def _lay_out(self, theme: Theme) -> None:
        called = QVBoxLayout()
        called.setSpacing(0)
        called.addWidget(self._name)
        called.addWidget(self._note)
        self._top.setSpacing(GAP_M)
        self._top.addLayout(called, 1)
        self._top.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignTop)
        figures = QHBoxLayout()
        figures.setSpacing(GAP_L)
        figures.addWidget(self._share)
        figures.addWidget(self._figures, 1)
        self._linked.setSpacing(GAP_S)
        self._linked.addLayout(figures, 1)
        self._linked.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeading)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        column.setSpacing(GAP_S)
        column.addLayout(self._top)
        column.addLayout(self._linked)
        column.addWidget(self._facts)
        column.addWidget(self._bar)
        column.addWidget(self.chips)
        column.addWidget(self._refused)
        column.addWidget(Card(theme, self.table), 1)

    @property
    def followed(self) -> str | None:
        """The id of the run that is shown."""
        return self._shown.row.id if self._shown else None

    @property
    def run(self) -> RunJobs | None:
        """The run with its jobs, as far as they were read."""
        return self._run

    def follow(self, shown: ShownRun | None) -> None:
        """Shows this run; of another one than before the businesses follow."""
        before, self._shown = self.followed, shown
        if self.followed != before:
            self._run, self._members, self._coming = None, [], None
            self._show_members()
        self._show_figures()

    def take(self, run: RunJobs | None) -> None:
        """The jobs of the run that is followed were read."""
        if run is None or self._shown is None or run.row.id != self._shown.row.id:
            return
        self._coming = run
        self._services.calls.spawn(self._show_coming(run), name="businesses of a run")

    async def _show_coming(self, run: RunJobs) -> None:
        """Made ready in another thread: for thousands the window would be seen to stand still."""
        found = await self._services.calls.run(members.members_of, run, self._services.poller.names())
        # Neither another reading of it, nor another run, nor has the window gone meanwhile.
        if run is self._coming and isValid(self):
            self._run, self._members, self._coming = run, found, None
            self._show_members()
            self._show_figures()

    def show_busy(self, is_busy: bool) -> None:
        """While an action is carried out no other one can be begun."""
        self.buttons.show_run(self._run, is_busy=is_busy)

    def retranslate(self) -> None:
        """Says everything in the present language."""
        self._link.setText(translate("Runs", "Show in Businesses"))
        self.table.setAccessibleName(translate("Runs", "Businesses of the run"))
        self.buttons.retranslate()
        self._show_members()
        self._show_figures()

    @property
    def _jobs(self) -> Mapping[RunState, int]:
        """How many businesses are in which state: as the table has them, once they are read."""
        if self._run is not None:
            return self._run.counts
        return {} if self._shown is None else self._shown.row.jobs

    def _show_members(self, _chip: str = "") -> None:
        locale = self._language.locale
        shown = members.shown_by(self.chips.current, self._members)
        self.table.show_lines(shown, members.columns(locale))

    def _show_figures(self) -> None:
        shown, locale = self._shown, self._language.locale
        self.setVisible(shown is not None)
        jobs = self._jobs
        self.chips.show_counts(members.chip_words(), members.counts_of(jobs), locale)
        self._bar.show_parts(parts_of(jobs))
        if shown is None:
            return
        row = shown.row
        self._name.setText(title_of(row, locale))
        self._say(self._note, name_text(row.run.note) if row.run.note else "")
        self._share.setText(share_text(row.percent, locale))
        self._figures.setText(self._figures_text(shown))
        self._facts.setText(BETWEEN.join(filter(None, (self._files_text(shown), self._start_text(shown)))))
        self._say(self._refused, refused_text(row.run, self._services.poller.names(), locale))
        self.buttons.show_run(self._run, is_busy=self.buttons.is_busy)
        self._take_width()

    @net(-1)
    def heightForWidth(self, width: int) -> int:
        """So low that nothing is cut off; below that the page scrolls."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        # Qt's own is that of texts which are wrapped as narrowly as can be.
        return QSize(super().minimumSizeHint().width(), 0)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._linked.setDirection(_UNDER if self.width() < scaled(NARROWER) else _BESIDE)
        self._take_width()

    def _take_width(self) -> None:
        """The words of the buttons leave where name and note would be pressed together beside them; and where
        even the icons leave too little room, they stand below."""
        room = self.width() - 2 * GAP_L
        is_narrow = room < self.buttons.whole_width + scaled(CALLED)
        if is_narrow != self.buttons.is_narrow:
            self.buttons.use_narrow(is_narrow)
        is_under = is_narrow and room < self.buttons.sizeHint().width() + GAP_M + scaled(NAME_AT_LEAST)
        self._top.setDirection(_UNDER if is_under else _BESIDE)

    def _say(self, where: QLabel, text: str) -> None:
        where.setText(text)
        where.setVisible(bool(text))

    def _figures_text(self, shown: ShownRun) -> str:
        row, locale = shown.row, self._language.locale
        done = translate("Runs", "{done} of {total} receipts").format(
            done=number_text(row.processed, locale), total=number_text(row.total, locale)
        )
        failed = translate("Runs", "{count} failed").format(count=number_text(row.failed, locale))
        speed = "" if shown.speed is None else speed_text(shown.speed, locale)
        parts = (done, failed if row.failed else "", speed, left_text(shown, locale))
        return BETWEEN.join(filter(None, parts))

    def _files_text(self, shown: ShownRun) -> str:
        files, locale = shown.row.files, self._language.locale
        told = (
            (files.deleted, translate("Runs", "Deleted: {files}")),
            (files.missing, translate("Runs", "Already missing: {files}")),
            (files.needed, translate("Runs", "Still needed: {files}")),
            (files.left, translate("Runs", "Not deleted: {files}")),
        )
        parts = [text.format(files=files_text(count, locale)) for count, text in told if count]
        return BETWEEN.join([*parts, *kept_text(files.kept, shown.row.kept_until, shown.row.read_at, locale)])

    def _start_text(self, shown: ShownRun) -> str:
        row, locale = shown.row, self._language.locale
        if row.created_at is None:
            return ""
        today = datetime.now(UTC).replace(tzinfo=None)
        at = clock_text(row.created_at, locale, today)
        by = ltr(plain(row.requested_by)) if row.requested_by else "–"
        if not row.run.workstation:
            return translate("Runs", "Started {time} by {person}").format(time=at, person=by)
        place = isolate(plain(row.run.workstation))
        return translate("Runs", "Started {time} by {person} on {workstation}").format(
            time=at, person=by, workstation=place
        )

    def _ask_for_businesses(self) -> None:
        ids = tuple(dict.fromkeys(one.job.business_id for one in self._members))
        if ids:
            self.show_businesses.emit(ids)


def _keep_whole(text: QLabel) -> None:
    """Where there is little room the table is made lower, and no text is cut off."""
    policy = text.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
    text.setSizePolicy(policy)
