"""The page of the workers, with an afternoon on a server to show: no Redis is there for a picture."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.server_workers import ServerWorkers
from app.core.access import Actor
from app.core.queue_errors import QueueUnreachable
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE, ListenerState
from app.core.server_look import EntryState, JobNames, SeenWorker, ServerLook, WaitingJob, Work
from app.core.unpicked import Unpicked, Why
from app.qt.calls import Calls
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.dialog import DialogContext
from app.ui.workers.page import WorkersPage

WHERE = "rediss://queue-1:6379/0"
SIZE = 1180, 820
MOST_LOOKS = 4

_NOW = datetime(2026, 11, 27, 14, 25, 8)
_BOTH = (OWN_QUEUE, PRODUCT_QUEUE)
_RUN, _OTHER_RUN = ("0a1b2c3d4e5f", "SUP-4821"), ("5f4e3d2c1b0a", "SUP-4818")
_DANA, _NOA = "dana@sweep.example", "noa@sweep.example"
_WAITING = {
    5: "מאפיית הלחם הטוב",
    8: "קפה Neta – בית קלייה",
    15: "Tel Aviv Bike Works",
    9: "Rosen Family Law",
    32: "Jerusalem Stone & Tile",
    34: "Green Valley Organic Farm",
    22: "Invoices & More",
    27: "צעצועי הכפר",
}


def _ago(seconds: float) -> datetime:
    return _NOW - timedelta(seconds=seconds)


def _job(job_id: int, business_id: int, business: str, run: tuple[str, str] = _RUN) -> JobNames:
    return JobNames(job_id, business_id, business, *run)


def _worker(
    number: int,
    state: ListenerState,
    seconds: float,
    job: JobNames | None = None,
    *,
    heard: float = 1,
    queues: tuple[str, ...] = (OWN_QUEUE,),
) -> SeenWorker:
    pid = 800 + 7 * number
    return SeenWorker(
        key=f"prod-{number}",
        name=f"prod-{number}:{pid}",
        is_ours=True,
        state=state,
        queues=queues,
        host=f"prod-{number}",
        process_id=pid,
        version="0.3.0",
        since=_ago(seconds),
        seen_at=_ago(heard),
        work=Work.JOB if job else Work.NOTHING,
        job=job,
    )


_LOST = replace(
    _worker(5, ListenerState.LOST, 180, heard=180), work=Work.TAKEN_OVER, taken_over_by="prod-1:807"
)
_PRODUCT = SeenWorker(
    key="web-1",
    name="web-1",
    is_ours=False,
    state=ListenerState.BUSY,
    queues=(PRODUCT_QUEUE, "default"),
    host="web-1",
    process_id=63,
    version="2.1",
    since=_ago(240),
    work=Work.OTHER,
)
_GONE = WaitingJob(
    _job(91, 19, "Galil Winery & Cellars", _OTHER_RUN),
    EntryState.GONE,
    None,
    "",
    _ago(364),
    _NOA,
    restarted_at=_ago(340),
    may_be_moved=True,
)
_BUSY = Unpicked(Why.BUSY, 5, 84, 2)


def _waits(place: int, business_id: int, business: str) -> WaitingJob:
    waited = 66 if place == 1 else 6
    return WaitingJob(
        _job(92 + place, business_id, business),
        EntryState.IN_QUEUE,
        place,
        OWN_QUEUE,
        _ago(waited),
        _DANA,
        why=_BUSY if place == 1 else None,
        may_be_moved=place == 1,
    )


AFTERNOON = ServerLook(
    read_at=_NOW,
    where=WHERE,
    workers=(
        _LOST,
        _worker(1, ListenerState.BUSY, 1, _job(84, 3, "Levi & Sons Garage"), queues=_BOTH),
        _worker(2, ListenerState.BUSY, 2, _job(85, 2, "Northern Star Logistics"), heard=0, queues=_BOTH),
        _worker(3, ListenerState.BUSY, 2, _job(86, 7, "Haifa Harbour Dental Clinic")),
        _worker(4, ListenerState.STOPPING, 9, _job(87, 4, "Cohen, Katz & Partners"), heard=2),
        _PRODUCT,
    ),
    waiting=(_GONE, *(_waits(place, *one) for place, one in enumerate(_WAITING.items(), start=1))),
    waits=len(_WAITING) + 1,
    first_since=_GONE.since,
    others=3,
    milliseconds=2.0,
    started_at=_ago(340),
    is_listened=True,
    ahead=(2_400,) * len(_WAITING),
    at_work=(3_100, 2_900, 400, 1_800),
    counters={84: 0},
)

NOBODY = replace(
    AFTERNOON,
    workers=(),
    waiting=tuple(
        replace(one, why=Unpicked(Why.NOBODY), may_be_moved=True) for one in AFTERNOON.waiting[1:4]
    ),
    waits=3,
    first_since=_ago(66),
    others=0,
    ahead=(2_400,) * 3,
    at_work=(),
    is_listened=False,
)

AWAY = replace(
    AFTERNOON,
    workers=(),
    waiting=tuple(
        replace(
            one,
            entry=EntryState.UNKNOWN,
            position=None,
            restarted_at=None,
            why=Unpicked(Why.UNREACHABLE) if one.may_be_moved else None,
        )
        for one in AFTERNOON.waiting
    ),
    others=0,
    milliseconds=None,
    problem=QueueUnreachable("refused", WHERE),
    is_listened=False,
)


LOOKS = {"workers": AFTERNOON, "workers-nobody": NOBODY, "workers-away": AWAY}
"""By the names of their pictures."""

_PER_SECOND = 2_830


class CannedWorkers(ServerWorkers):
    """What is seen there, whoever looks; the jobs that run there move on."""

    def __init__(self, look: ServerLook) -> None:
        """Asks nobody."""
        self._look, self._begun = look, time.monotonic()

    def look(self, actor: Actor | None, before: ServerLook | None = None) -> ServerLook:
        done = int((time.monotonic() - self._begun) * _PER_SECOND)
        return replace(self._look, counters=dict.fromkeys(self._look.counters, done))


class WorkersExhibit(QWidget):
    """The page, under what the window shows over it."""

    def __init__(self, calls: Calls, look: ServerLook, actor: Actor, context: DialogContext) -> None:
        super().__init__()
        self.page = WorkersPage(calls, CannedWorkers(look), context.language, context.theme)
        self.setObjectName("exhibit.workers")
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        column.setSpacing(GAP_S)
        column.addWidget(self.page.header)
        column.addWidget(self.page, 1)
        self.resize(*SIZE)
        self._looks = 0
        self.page.feed.seen.connect(self._look_again)
        self.page.act_for(actor)
        self.page.set_active(True)

    def is_ready(self) -> bool:
        """It has looked as often as a speed takes."""
        return self._looks >= MOST_LOOKS

    def leave(self) -> None:
        """Reads no more."""
        self.page.feed.act_for(None)
        self.page.set_active(False)
        self.close()
        self.deleteLater()

    def _look_again(self) -> None:
        self._looks += 1
        self.page.feed.look_now()
