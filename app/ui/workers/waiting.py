"""What waits for a worker on a server, in the order in which it starts, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.server_look import ServerLook, WaitingJob
from app.ui.runs.table import CellsTable
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.card import Card
from app.ui.widgets.elided import ElidedLabel
from app.ui.widgets.menu import Menu
from app.ui.widgets.parts import button, label
from app.ui.workers.columns import (
    BUSINESS,
    BY_PLACE,
    ENQUEUE,
    HERE,
    RUN,
    enqueue_text,
    here_text,
    queue_columns,
)

translate = QCoreApplication.translate

LOWEST = 150
"""Pixels of the design that the table keeps."""

NARROWEST = 150


class WaitingJobs(QWidget):
    """A line is acted on by a click on what it offers, by its menu, and, where several offer it, by a button
    for all of them."""

    business_wanted = Signal(int)
    """The business of a line is to be shown."""

    run_wanted = Signal(str)

    enqueue_wanted = Signal(object)
    """Ids of businesses whose jobs are to get a new entry."""

    here_wanted = Signal(object)
    """Ids of businesses whose jobs are to run here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._is_allowed = True
        self._title = label("workers.waiting.heading", tone="heading")
        self._title.setWordWrap(False)
        self._about = ElidedLabel("workers.waiting.count", "muted")
        self._enqueue_all = button("workers.enqueue_all", kind="link")
        self._here_all = button("workers.here_all", kind="link")
        self.table = CellsTable(
            theme, "workers.jobs", lambda one: one.job.job_id, narrowest=NARROWEST, by=BY_PLACE, wide=BUSINESS
        )
        self._theme = theme
        self._menu = Menu(self)
        self._menu.setObjectName("workers.menu")
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(self._title)
        head.addWidget(self._about, 1)
        head.addWidget(self._enqueue_all)
        head.addWidget(self._here_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addLayout(head)
        column.addWidget(Card(theme, self.table), 1)
        self.table.clicked.connect(self._on_click)
        self.table.wanted.connect(lambda one: self.business_wanted.emit(one.job.business_id))
        self.table.menu_wanted.connect(self._pop_up)
        self.table.entered.connect(self._on_entered)
        self.table.viewportEntered.connect(lambda: self.table.viewport().unsetCursor())
        self._enqueue_all.clicked.connect(lambda: self.enqueue_wanted.emit(self._offered(ENQUEUE)))
        self._here_all.clicked.connect(lambda: self.here_wanted.emit(self._offered(HERE)))
        theme.changed.connect(self._take_size)
        self._take_size()

    def allow(self, is_allowed: bool) -> None:
        """Whether anything can be done at the moment."""
        self._is_allowed = is_allowed
        for one in (self._enqueue_all, self._here_all):
            one.setEnabled(is_allowed)

    def show_look(self, look: ServerLook, locale: QLocale) -> None:
        """In the present language."""
        self._title.setText(translate("Workers", "Queue"))
        self.table.setAccessibleName(translate("Workers", "Queue"))
        self._about.say(_count_text(look, locale))
        movable = sum(one.may_be_moved for one in look.waiting)
        enterable = sum(one.may_be_entered for one in look.waiting)
        for offer, text, count in (
            (self._enqueue_all, enqueue_text(), enterable),
            (self._here_all, here_text(), movable),
        ):
            offer.setText(f"{text} ({number_text(count, locale)})")
            offer.setVisible(count > 1)
        self._show(look.waiting, look.read_at, locale, moves=movable > 0)

    def _show(self, waiting: Sequence[WaitingJob], now: datetime, locale: QLocale, *, moves: bool) -> None:
        self.table.show_lines(waiting, queue_columns(now, locale, moves=moves))

    def _offered(self, column: int) -> list[int]:
        """The businesses of all lines that offer what stands in a column."""
        return [one.job.business_id for one in self.table.records.lines if _offers(one, column)]

    def _take_size(self) -> None:
        self.table.setMinimumHeight(scaled(LOWEST))

    def _on_click(self, index: QModelIndex) -> None:
        one: WaitingJob = self.table.records.lines[index.row()]
        if self._leads_on(index):
            self._follow(index.column(), one)

    def _leads_on(self, index: QModelIndex) -> bool:
        one: WaitingJob = self.table.records.lines[index.row()]
        match index.column():
            case column if column == BUSINESS:
                return True
            case column if column == RUN:
                return bool(one.job.run_id)
            case column:
                return _offers(one, column) and self._is_allowed

    def _follow(self, column: int, one: WaitingJob) -> None:
        if column == BUSINESS:
            self.business_wanted.emit(one.job.business_id)
        elif column == RUN:
            self.run_wanted.emit(one.job.run_id)
        elif column == ENQUEUE:
            self.enqueue_wanted.emit([one.job.business_id])
        else:
            self.here_wanted.emit([one.job.business_id])

    def _on_entered(self, index: QModelIndex) -> None:
        if self._leads_on(index):
            self.table.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.table.viewport().unsetCursor()

    def _pop_up(self, one: WaitingJob, at: QPoint) -> None:
        offers = (
            (BUSINESS, "building-2", translate("Workers", "Show the business"), True),
            (RUN, "layers", translate("Workers", "Show the run"), bool(one.job.run_id)),
            (ENQUEUE, "server", enqueue_text(), _offers(one, ENQUEUE) and self._is_allowed),
            (HERE, "monitor", here_text(), _offers(one, HERE) and self._is_allowed),
        )
        self._menu.clear()
        for column, icon, text, is_on in offers:
            action = self._menu.addAction(self._theme.icon(icon), text)
            action.setEnabled(is_on)
            action.triggered.connect(lambda _=False, column=column: self._follow(column, one))
        self._menu.popup(at)


def _offers(one: WaitingJob, column: int) -> bool:
    return (column == ENQUEUE and one.may_be_entered) or (column == HERE and one.may_be_moved)


def _count_text(look: ServerLook, locale: QLocale) -> str:
    """How many wait, and what else the product has there."""
    text = translate(
        "Workers", "{count} job(s), in the order in which they start", None, plural_of(look.waits)
    )
    text = text.format(count=number_text(look.waits, locale))
    if not look.others:
        return text
    more = translate("Workers", "{count} other entries of the product", None, plural_of(look.others))
    return f"{text} · {more.format(count=number_text(look.others, locale))}"
