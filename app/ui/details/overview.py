"""The overview of the selection: one big figure, the counts, why it waits, signs of life, and the plot."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from html import escape
from typing import ParamSpec

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.access import Actor
from app.core.errors import SweepError
from app.core.job import Job, JobStatus
from app.core.record import AuditLine
from app.core.run import Run, run_in
from app.qt.nets import attempt, net
from app.qt.translation import Language
from app.ui.businesses.advice import advice_for
from app.ui.businesses.cells import failed_fraction, share_text, state_text
from app.ui.businesses.reasons import owner_text
from app.ui.businesses.states import STANDING, state_of
from app.ui.details import facts
from app.ui.details.advice_card import AdviceCard
from app.ui.details.columns import BESIDE_WIDTH, COLUMN_WIDTH, Beside, ScrolledWords
from app.ui.details.plot import ThroughputPlot
from app.ui.details.summary import Summary
from app.ui.texts.figures import UNUSABLE
from app.ui.texts.words import businesses_text
from app.ui.theme.painting import draw_bar, painting
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import BAR_HEIGHT, GAP_L, GAP_M, GAP_S, GAP_XS, ICON
from app.ui.widgets.parts import LRM, RLM, button
from app.ui.widgets.restyling import restyle
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

P = ParamSpec("P")

TICK_MS = 1000

UNDER = 3
"""After title, figures and bar."""


class OverviewTab(QWidget):
    """Shows the selection; what moves by itself is said anew each second, while it is on the screen."""

    step_wanted = Signal(object)
    """The Step that was chosen for the one business that is shown."""

    run_wanted = Signal(str)
    """The id of the run that its job belongs to."""

    def __init__(self, services: Services, language: Language, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("details.overview")
        self._services = services
        self._language = language
        self._theme = theme
        self._rows: Sequence[ShownRow] = ()
        self._actor: Actor | None = None
        self._log: Sequence[AuditLine] = ()
        self._log_of: tuple[int, JobStatus] | None = None
        self._icon = ("", "")
        self._run_id = ""
        self._build()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.refresh)
        theme.changed.connect(self._draw_icon)
        theme.changed.connect(self._share_out)

    def _build(self) -> None:
        self._title = _label("title", "title")
        self._picture = QLabel()
        self._state = _label("state")
        self._figure = _label("figure", "figure")
        self._bar = _Stripe(self._theme)
        self._counts = _label("counts")
        self._reason = _label("reason")
        self._started = _label("started", "muted")
        self._run = button("details.run", kind="link")
        self._run.setProperty("flush", True)  # it stands under other lines
        self._run.clicked.connect(self._on_run)
        self._life = _label("life", "muted")
        self._pace = _label("pace", "muted")
        self._kept = _label("kept", "muted")
        self.plot = ThroughputPlot(self._language, self._theme)
        self.advice = AdviceCard(self._theme)
        self.advice.chosen.connect(self.step_wanted)
        head, figures = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(self._title, 1)
        head.addWidget(self._picture)
        head.addWidget(self._state)
        figures.setSpacing(GAP_M)
        figures.addWidget(self._figure)
        figures.addWidget(self._counts, 1)
        words = QWidget()
        column = self._column = QVBoxLayout(words)
        column.setContentsMargins(0, GAP_XS, GAP_XS, 0)
        column.setSpacing(GAP_XS)
        column.addLayout(head)
        column.addLayout(figures)
        column.addWidget(self._bar)
        column.addSpacing(GAP_XS)
        for label in (self._reason, self._pace, self._started, self._life, self._kept):
            column.addWidget(label)
        column.addWidget(self._run, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        self._words = ScrolledWords(words, self._theme)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(GAP_L, 0, GAP_L, GAP_XS)
        row.setSpacing(GAP_L)
        row.addWidget(self._words, 1)
        self._beside = Beside(self.advice, self.plot)
        row.addWidget(self._beside, 1)

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """What stands beside the words comes under them, and is scrolled with them, where it would have too
        little room."""
        beside = self.width() - 3 * GAP_L - self._words.minimumWidth()
        is_under = beside < scaled(BESIDE_WIDTH)
        if is_under != self._beside.is_under:
            (self._column if is_under else self._row).insertWidget(UNDER if is_under else 1, self._beside, 1)
            self._beside.lay_under(is_under)

    @net(None)
    def show_rows(self, actor: Actor | None, rows: Sequence[ShownRow]) -> None:
        """Shows one business, or several together, as `actor` may see them."""
        if [shown.row.business.id for shown in self._rows] != [shown.row.business.id for shown in rows]:
            self._words.verticalScrollBar().setValue(0)
        self._actor, self._rows = actor, rows
        self.refresh()
        self._read_log_if_due()

    @net(None)
    def refresh(self) -> None:
        """Says what is true at this moment; widgets whose text is the same are left alone."""
        if not self._rows or not self.isVisible():
            return
        if len(self._rows) == 1:
            self._say_one(self._rows[0])
        else:
            self._say_many()
        jobs = [shown.row.job.id for shown in self._rows if shown.row.job is not None]
        self._beside.show_plot(bool(jobs))
        activity = self._services.activity
        self.plot.show_course(activity.course(jobs), facts.now(), begun=activity.is_watching(jobs))

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._read_log_if_due()
        self._tick.start()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        self._log_of = None

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()

    def _read_log_if_due(self) -> None:
        """Who paused a job is in the audit trail alone."""
        job = self._rows[0].row.job if len(self._rows) == 1 else None
        wanted = (job.id, job.status) if job else None
        if wanted == self._log_of or not self.isVisible():
            return
        self._log, self._log_of = (), wanted
        if self._actor is not None and job is not None and job.status is JobStatus.PAUSED:
            self._services.calls.spawn(self._read_log(self._actor, job), name="details.paused by")

    async def _read_log(self, actor: Actor, job: Job) -> None:
        try:
            lines = await self._services.calls.run(self._services.details.log, actor, job.business_id, job.id)
        except SweepError:
            return  # then it is not said who paused it; the tab with the log tells why
        if self._log_of == (job.id, job.status):
            self._log = lines
            self.refresh()

    def _say_one(self, shown: ShownRow) -> None:
        locale = self._language.locale
        sources = facts.FactSources(
            self._services.activity, self._services.pool, locale, facts.now(), time.monotonic()
        )
        state, job = state_of(shown), shown.row.job
        share = attempt(lambda: shown.row.percent, None)
        _say(self._title, _said(facts.title_text, shown))
        end = attempt(failed_fraction, 0.0, shown)
        self._say_share(share, "ok" if end else state.tone, striped=state in STANDING, end=end)
        _say(self._state, _said(state_text, shown, locale), state.tone)
        advice = attempt(advice_for, None, shown, locale, sources.monotonic)
        self.advice.show_advice(advice, shown, locale)
        self._say_icon(state.icon, state.tone)
        _say(self._counts, _said(facts.counts_text, shown, locale))
        _say(self._reason, _said(facts.wait_reason, shown, sources, self._log), _quiet(state.tone))
        if job is None:
            self._say_nothing_more()
            return
        started = (
            _said(facts.started_text, job, sources),
            _said(owner_text, shown),
            _said(facts.finished_text, job, sources),
            _said(facts.took_text, shown, sources),
        )
        _say(self._started, " · ".join(filter(None, started)))
        _say(self._life, _said(facts.life_text, shown, sources))
        self._say_run(run_in(job.cursor_text))
        _say(self._pace, _said(facts.pace_now, shown, sources))
        _say(self._kept, _said(facts.files_kept_text, job, sources))

    def _say_many(self) -> None:
        locale = self._language.locale
        summary = Summary.of(self._rows)
        _say(self._title, businesses_text(summary.businesses, locale))
        self._say_share(summary.percent, "accent")
        _say(self._state, "")
        self._say_icon("", "")
        _say(self._counts, summary.counts_text(locale))
        _say(self._reason, summary.states_text(locale), "muted")
        self._say_nothing_more()
        self.advice.show_advice(None, None, locale)

    def _say_nothing_more(self) -> None:
        for label in (self._started, self._life, self._pace, self._kept):
            _say(label, "")
        self._say_run(None)

    def _say_run(self, run: Run | None) -> None:
        """With the whole of its note in the tooltip: here it has one line."""
        text = "" if run is None else facts.run_text(run)
        self._run_id = "" if run is None else run.id
        room = max(COLUMN_WIDTH, self._words.viewport().width() - GAP_L)
        elided = self._run.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        if elided != self._run.text():
            self._run.setText(elided)
        self._run.setToolTip(f"<p>{escape(text)}</p>" if elided != text else "")
        self._run.setVisible(bool(text))

    def _on_run(self) -> None:
        if self._run_id:
            self.run_wanted.emit(self._run_id)

    def _say_share(self, share: float | None, tone: str, *, striped: bool = False, end: float = 0.0) -> None:
        text = "" if share is None else share_text(share, self._language.locale)
        _say(self._figure, text)
        self._bar.show_share(share, tone, text, striped=striped, end=end)

    def _say_icon(self, icon: str, tone: str) -> None:
        if (icon, tone) != self._icon:
            self._icon = (icon, tone)
            self._draw_icon()

    def _draw_icon(self) -> None:
        icon, tone = self._icon
        self._picture.setVisible(bool(icon))
        if icon:
            self._picture.setPixmap(self._theme.pixmap(icon, tone, ICON, self.devicePixelRatioF()))


class _Stripe(QWidget):
    """The bar under the figure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.visible_state: tuple[float | None, str, bool, float] = (None, "accent", False, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(COLUMN_WIDTH // 2, scaled(BAR_HEIGHT))

    def show_share(self, share: float | None, tone: str, text: str, *, striped: bool, end: float) -> None:
        """`end` is the part (0–1) that has failed."""
        face = (share, tone, striped, end)
        if face == self.visible_state:
            return
        self.visible_state = face
        self.setAccessibleName(text)
        self.update()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        share, tone, striped, end = self.visible_state
        if share is None:
            return
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_bar(
                painter,
                QRectF(self.rect()),
                share / 100,
                self.layoutDirection(),
                self._theme.color("track"),
                self._theme.color(tone),
                striped=striped,
                end=end,
                end_fill=self._theme.color("bad"),
            )


def _label(name: str, tone: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(f"details.{name}")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(name != "figure")
    label.setProperty("tone", tone)
    return label


def _say(label: QLabel, text: str, tone: str | None = None) -> None:
    """Sets what has changed; an empty label takes no room. The text begins at the reading side, whatever
    script the name at its beginning is in."""
    if text:
        text = (RLM if label.layoutDirection() is Qt.LayoutDirection.RightToLeft else LRM) + text
    if text != label.text():
        label.setText(text)
    if bool(text) == label.isHidden():
        label.setVisible(bool(text))
    if tone is not None:
        restyle(label, "tone", tone)


def _said(function: Callable[P, str], *args: P.args, **named: P.kwargs) -> str:
    """One part of what is said: where it fails, it does not cost the others."""
    return attempt(function, UNUSABLE, *args, **named)


def _quiet(tone: str) -> str:
    """The tone of a reason: only what needs somebody is told by colour as well."""
    return tone if tone in {"bad", "warn"} else "muted"
