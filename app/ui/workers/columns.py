"""The columns of the two tables: who works on a server, and what waits there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from app.core.folding import folded
from app.core.server import ListenerState
from app.core.server_look import EntryState, SeenWorker, WaitingJob
from app.qt.translation import ltr
from app.ui.runs.table import Cell, CellColumn, column
from app.ui.texts.figures import plain
from app.ui.texts.times import clock_text
from app.ui.texts.words import name_text, number_text
from app.ui.workers import texts

translate = QCoreApplication.translate

STATE_LOOKS = {
    ListenerState.LOST: ("triangle-alert", "bad"),
    ListenerState.BUSY: ("loader", "accent"),
    ListenerState.STOPPING: ("circle-pause", "warn"),
    ListenerState.IDLE: ("circle-check", "ok"),
}

_ENTRY_LOOKS = {
    EntryState.IN_QUEUE: ("circle-check", "ok"),
    EntryState.FOR_PRODUCT: ("clock", "idle"),
    EntryState.ENTERING: ("hourglass", "idle"),
    EntryState.GONE: ("triangle-alert", "bad"),
    EntryState.UNKNOWN: ("circle-question-mark", "warn"),
}

_RANK = list(STATE_LOOKS)

FAULTY_FIRST = 0, Qt.SortOrder.AscendingOrder
BY_PLACE = 0, Qt.SortOrder.AscendingOrder

BUSINESS, RUN = 1, 3
"""Columns of what waits that lead somewhere."""

ENQUEUE, HERE = 7, 8
"""Columns that act, where a job offers that."""


@dataclass(frozen=True, slots=True)
class ShownWorker:
    """A worker as of `now` (naive UTC): what is said of it grows older with every look."""

    seen: SeenWorker
    now: datetime


def workers_columns(locale: QLocale) -> list[CellColumn[ShownWorker]]:
    """In the present language."""
    return [
        column(
            translate("Workers", "Worker"),
            lambda one: Cell(
                texts.worker_name(one.seen), texts.origin_text(one.seen), icon="server", bold=True
            ),
            lambda one: _by_fault(one.seen),
            190,
        ),
        column(
            translate("Workers", "Kind"),
            lambda one: Cell(texts.kind_text(one.seen), tone="muted"),
            lambda one: int(not one.seen.is_ours),
            130,
            rank=4,
        ),
        column(
            translate("Workers", "Listens on"),
            lambda one: Cell(texts.queues_text(one.seen), tone="muted"),
            lambda one: ",".join(one.seen.queues),
            150,
            rank=3,
        ),
        column(
            translate("Workers", "State"),
            lambda one: _state(one, locale),
            lambda one: _RANK.index(one.seen.state),
            165,
            widest=180,
        ),
        column(
            translate("Workers", "Working on"),
            lambda one: _work(one.seen),
            lambda one: folded(texts.work_text(one.seen)),
            180,
            widest=400,
            rank=8,
        ),
        column(
            translate("Workers", "Last heartbeat"),
            lambda one: Cell(
                texts.heartbeat_text(one.seen, one.now, locale), tone="bad" if one.seen.is_lost else "muted"
            ),
            lambda one: _heard(one.seen),
            115,
            figures=True,
            rank=5,
        ),
    ]


def _state(one: ShownWorker, locale: QLocale) -> Cell:
    icon, tone = STATE_LOOKS[one.seen.state]
    return Cell(texts.state_text(one.seen), texts.since_text(one.seen, one.now, locale), tone, icon)


def _work(one: SeenWorker) -> Cell:
    run = name_text(one.job.run) if one.job and one.job.run else ""
    return Cell(texts.work_text(one), run, "text" if one.job else "muted")


def _heard(one: SeenWorker) -> float | None:
    return one.seen_at.timestamp() if one.seen_at is not None and one.is_ours else None


def queue_columns(now: datetime, locale: QLocale, *, moves: bool) -> list[CellColumn[WaitingJob]]:
    """The same; `moves`: some of the jobs may be entered again, or run here."""

    def place(one: WaitingJob) -> Cell:
        return Cell(texts.NONE if one.position is None else number_text(one.position, locale), tone="muted")

    def entry(one: WaitingJob) -> Cell:
        icon, tone = _ENTRY_LOOKS[one.entry]
        return Cell(texts.entry_text(one), texts.why_text(one, now, locale), tone, icon)

    def since(one: WaitingJob) -> Cell:
        return Cell(texts.NONE if one.since is None else clock_text(one.since, locale, now, seconds=True))

    found = [
        column(translate("Workers", "#"), place, lambda one: one.position or 0, 52, figures=True, rank=5),
        column(
            translate("Workers", "Business"),
            lambda one: Cell(name_text(one.job.business), tone="accent"),
            lambda one: folded(one.job.business),
            200,
        ),
        column(
            translate("Workers", "ID"),
            lambda one: Cell(ltr(str(one.job.business_id)), tone="muted"),
            lambda one: one.job.business_id,
            70,
            figures=True,
            rank=3,
        ),
        column(
            translate("Workers", "Run"),
            lambda one: Cell(texts.run_text(one), tone="accent"),
            lambda one: folded(one.job.run),
            110,
            widest=160,
            rank=7,
        ),
        column(
            translate("Workers", "Entry in the queue"),
            entry,
            lambda one: list(_ENTRY_LOOKS).index(one.entry),
            240,
            widest=440,
        ),
        column(
            translate("Workers", "Waiting since"),
            since,
            lambda one: one.since.timestamp() if one.since else None,
            130,
            figures=True,
            rank=6,
        ),
        column(
            translate("Workers", "By"),
            lambda one: Cell(ltr(plain(one.by)) if one.by else texts.NONE, tone="muted"),
            lambda one: folded(one.by),
            130,
            widest=220,
            rank=2,
        ),
    ]
    if moves:
        found += [
            _offer(enqueue_text(), lambda one: one.may_be_entered, 125, rank=10),
            _offer(here_text(), lambda one: one.may_be_moved, 95, rank=11),
        ]
    return found


def enqueue_text() -> str:
    return translate("Workers", "Enqueue again")


def here_text() -> str:
    return translate("Workers", "Run here")


def _offer(
    text: str, is_offered: Callable[[WaitingJob], bool], width: int, *, rank: int
) -> CellColumn[WaitingJob]:
    return column(
        "",
        lambda one: Cell(text if is_offered(one) else "", tone="accent"),
        lambda one: int(not is_offered(one)),
        width,
        rank=rank,
    )


def _by_fault(one: SeenWorker) -> str:
    """Faulty ones first, then ours, by name."""
    return f"{int(not one.is_lost)}{int(not one.is_ours)}{folded(one.name)}"
