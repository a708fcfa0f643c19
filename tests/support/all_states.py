"""A window that shows a row in each state, with names and errors of one language."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QApplication

from app.actions.preview import BusinessPreview
from app.actions.results import ActionResult, Answer
from app.core.cursor import Cursor
from app.core.job import STALE_AFTER, STUCK_AFTER, JobStatus
from app.core.pace import Demand
from app.core.policy import Pace
from app.core.server import server_mark
from app.core.unpicked import Unpicked, Why
from app.core.worker import Owner
from app.engine.events import WaitReason
from app.smoke.gallery import Samples
from app.viewmodel.rows import Connected, ShownRow
from app.workers.job_queue import LocalState, Stopping, Wait
from tests.support.dialogs import a_preview
from tests.support.jobs import a_job
from tests.support.rows import a_row

NAMES = {"he": "מאפיית הלחם הטוב", "en": "Good Bread Bakery"}
ERRORS = {"he": "הדיסק מלא", "en": "The disk is full"}


def shown_rows(code: str) -> tuple[ShownRow, ...]:
    """A row in each state; names and errors, which are data, are of that language."""
    name, error = NAMES[code], ERRORS[code]
    running: dict[str, Any] = {"total": 4800, "processed": 3120, "succeeded": 3118, "failed": 2}
    made = JobStatus
    own = [
        LocalState(2, pace=Pace(1200, 0.02)),
        LocalState(3, stopping=Stopping.PAUSING),
        LocalState(4, stopping=Stopping.CANCELLING),
        LocalState(5, wait=Wait(WaitReason.BACKOFF, 4.0)),
        LocalState(6, wait=Wait(WaitReason.DATABASE, 12.0)),
        LocalState(
            7, wait=Wait(WaitReason.THROTTLE, 0.2), pace=Pace(120, 0.2, None, 0.1, Demand(1_834.0, 3))
        ),
    ]
    rows = [
        a_row(1, name),
        a_row(20, name, left=0),
        a_row(21, name, may_act=False),
        a_row(22, name, active=False),
    ]
    rows += [
        a_row(key, name, status=made.RUNNING, speed=231.4, seconds_left=7.0, local=local, **running)
        for key, local in enumerate(own, 2)
    ]
    rows += [
        a_row(8, name, status=made.RUNNING, speed=0.0, **running),
        a_row(9, name, status=made.RUNNING, idle_seconds=75.0, **running),
        a_row(10, name, status=made.RUNNING, idle_seconds=STALE_AFTER + 1, **running),
        a_row(11, name, status=made.QUEUED, total=910, local=LocalState(11, waiting=True)),
        a_row(12, name, status=made.QUEUED, total=910),
        a_row(13, name, status=made.QUEUED, total=910, idle_seconds=STUCK_AFTER + 1),
        a_row(14, name, status=made.PAUSED, total=3000, processed=1200, succeeded=1200),
        a_row(15, name, status=made.FAILED, last_error=error, **running),
        a_row(16, name, status=made.COMPLETED, total=1284, processed=1284, succeeded=1282, failed=2),
        a_row(17, name, status=made.CANCELLED, total=500, processed=20, succeeded=20),
        a_row(18, name, status=made.FAILED, heartbeat_at=a_job().read_at, **running),
        replace(a_row(19, name, status=made.RUNNING, **running), free_at=time.monotonic() + 87),
        a_row(23, name, status=made.COMPLETED, total=910, processed=900, succeeded=900),
        a_row(24, name, status=made.COMPLETED, lowest_live=3, cursor_text='{"max_id": 9}'),
    ]
    rows += [
        replace(_waits_on_server(key, name, minutes), unpicked=why)
        for key, minutes, why in (
            (25, 0, None),
            (26, 3, Unpicked(Why.BUSY, 3, 1204, 12)),
            (27, 3, Unpicked(Why.NO_ENTRY, 1)),
            (28, 3, Unpicked(Why.NOBODY)),
        )
    ]
    on_worker = a_row(29, name, status=made.RUNNING, speed=231.4, seconds_left=7.0, **running)
    rows.append(replace(on_worker, owner=Owner.SERVER_WORKER, workstation="10.0.0.2:31"))
    return tuple(rows)


def _waits_on_server(key: int, name: str, minutes: int) -> ShownRow:
    """A job that waits there for so long; a worker that listens has beaten for it."""
    since = a_job().read_at - timedelta(minutes=minutes)
    cursor = Cursor(max_id=9, worker=server_mark(since)).text()
    owner = Owner.SERVER_QUEUE
    return a_row(key, name, status=JobStatus.QUEUED, total=910, owner=owner, cursor_text=cursor)


def everything_in(console: Any, code: str) -> None:
    """Fills the window of a test's console with a row in each state, one of them selected, and a message."""
    console.services.poller.connection.emit(
        Connected(True, "db.internal/product", datetime(2026, 1, 1, 13, 58), 4.2)
    )
    console.services.poller.rows.emit(shown_rows(code))
    console.select(16)
    QApplication.processEvents()


def samples_in(code: str) -> Samples:
    """What the dialogs show."""
    name = NAMES[code]
    previews: list[BusinessPreview] = [
        a_preview(
            1, name, 4800, amounts={"ILS": "410445.18", "USD": "185482.50"}, files=5044, size=1_800_000
        ),
        a_preview(2, name, 77),
        a_preview(3, name, 0, Answer.NOTHING_TO_DELETE),
        a_preview(4, name, 12, Answer.PAGE_DISABLED),
        a_preview(5, name, 12, Answer.TOO_SOON, seconds=42),
    ]
    results = [ActionResult(answer, key, seconds=42) for key, answer in enumerate(Answer, 1)]
    names = dict.fromkeys(range(1, len(results) + 1), name)
    return Samples(previews, results, shown_rows(code), names, "/home/dana/Sweep")
