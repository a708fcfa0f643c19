"""Why a job waits, stopped or does not answer, in words. Waits count down, silences count up."""

from __future__ import annotations

import time
from functools import lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.results import Answer
from app.core import messages
from app.core.cursor import Cursor, has_deferred, has_failures
from app.core.errors import CursorDamaged
from app.core.job import JobStatus
from app.core.message import one_line
from app.core.policy import Pace
from app.core.server import PICKED_UP_WITHIN
from app.core.worker import Owner
from app.engine.events import WaitReason
from app.qt.translation import ltr
from app.ui.businesses.states import State, state_of
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import bounded, plain
from app.ui.texts.pace import going_text
from app.ui.texts.places import server_worker_text, waits_on_server_text
from app.ui.texts.server import unpicked_text
from app.ui.texts.stored import stored_text
from app.ui.texts.words import name_text, outcome_text, status_name, wait_text
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate

SKIPPED = QT_TRANSLATE_NOOP(
    "Cells",
    "Some receipts are not deleted: the web worker skipped them, or they were restored since.",
)
MISCOUNTED = QT_TRANSLATE_NOOP(
    "Cells",
    "The counts do not match: others deleted some receipts, or the web worker overwrote the counts.",
)


def reason_text(shown: ShownRow, now: float | None = None) -> str:
    """Why the job waits or stopped, why the business cannot be touched, or nothing; as of `now` (monotonic
    clock, default the present)."""
    now = time.monotonic() if now is None else now
    if shown.flaw:
        return translate("Cells", "This row cannot be shown: {reason}").format(reason=name_text(shown.flaw))
    return " ".join(filter(None, (_circumstance(shown, now), _last_error(shown))))


def short_reason(shown: ShownRow, now: float | None = None) -> str:
    """The same for a place beside the state: what made a job or its receipts fail, without saying once more
    that they failed, and how often."""
    job = shown.row.job
    fails = job is not None and (job.status is JobStatus.FAILED or job.is_completed_with_failures)
    if job is None or shown.flaw or not fails:
        return reason_text(shown, now)
    why = job.last_error or _recorded_reason(job.cursor_text or "")
    text = " ".join(map(_cause, messages.sentences(one_line(bounded(why))))) if why else ""
    text = text[:1].upper() + text[1:]  # it stands within a sentence elsewhere
    return " ".join(filter(None, (_circumstance(shown, time.monotonic() if now is None else now), text)))


def _cause(said: str) -> str:
    """A message, or what it quotes as the cause."""
    found = messages.recognized(said)
    if found is not None and found[0] in {messages.NOT_DELETED, messages.BATCHES_FAILED}:
        said = found[1]["reason"]
    return stored_text(said)


@lru_cache(1 << 8)
def _recorded_reason(cursor_text: str) -> str:
    """Why the last of the failed receipts failed, where the row says so nowhere else."""
    if not has_failures(cursor_text):
        return ""
    try:
        return Cursor.parse(cursor_text).failed[-1].reason
    except (CursorDamaged, IndexError):
        return ""


def silence(shown: ShownRow, now: float) -> float | None:
    """Seconds since the last sign of life of a running job."""
    return None if shown.last_sign is None else max(0.0, now - shown.last_sign)


def owner_text(shown: ShownRow) -> str:
    """Where an active job runs or waits, or where it ran; empty where nobody knows."""
    job = shown.row.job
    rests = job is None or not job.is_active or job.status is JobStatus.PAUSED
    match shown.owner:
        case Owner.THIS_COMPUTER if rests:
            return translate("Cells", "This computer")
        case Owner.THIS_CONSOLE:
            return translate("Cells", "This console")
        case _ if shown.free_at is not None:
            return ""
        case Owner.THIS_COMPUTER:
            return translate("Cells", "Another console on this computer")
        case Owner.OTHER_COMPUTER if shown.workstation:
            return name_text(shown.workstation)
        case Owner.WEB:
            return translate("Cells", "Web worker")
        case Owner.SERVER_WORKER:
            return server_worker_text(shown.workstation or "")
        case Owner.SERVER_QUEUE:
            return waits_on_server_text()
        case _:
            return ""


_ON_SERVERS = {Owner.WEB, Owner.SERVER_WORKER, Owner.SERVER_QUEUE}


def owner_icon(shown: ShownRow) -> str:
    """The icon of the place that `owner_text` names."""
    return "server" if shown.owner in _ON_SERVERS else "monitor"


def counts_time(shown: ShownRow) -> bool:
    """Whether a text of the row is another one a second later, though nothing has happened."""
    job = shown.row.job
    if shown.flaw:
        return False
    if job is not None and (job.is_stuck or shown.waits_on_server_since is not None):
        return True
    return not shown.last_sign is shown.alive_until is shown.free_at is None


def _waiting(shown: ShownRow, now: float) -> float:
    """Seconds that a queued job has waited without a worker."""
    job = shown.row.job
    if shown.waits_on_server_since is not None:
        return max(0.0, now - shown.waits_on_server_since)
    return 0.0 if job is None else max(0.0, now - shown.read_at + job.idle_seconds)


def _circumstance(shown: ShownRow, now: float) -> str:
    if shown.free_at is not None:
        return translate("Cells", "The console that ran it has closed. It can be resumed in {time}.").format(
            time=duration_text(shown.free_at - now, QLocale())
        )
    match state_of(shown):
        case State.STALE | State.LATE:
            return translate("Cells", "No heartbeat for {time}.").format(
                time=duration_text(silence(shown, now) or 0.0, QLocale())
            )
        case State.STILL_RUN:
            return _still_run(shown, now)
        case State.STUCK:
            return _not_picked_up(shown, now)
        case State.QUEUED if shown.local is not None:
            return translate("Cells", "Waiting for a free worker.")
        case State.QUEUED if shown.owner is Owner.SERVER_QUEUE:
            if _waiting(shown, now) > PICKED_UP_WITHIN:
                return _not_picked_up(shown, now)
            return translate("Cells", "Waits on the server for a free worker.")
        case State.QUEUED:
            return translate("Cells", "Waiting for a worker outside this console.")
        case State.RUNNING if shown.local is None:
            return _run_elsewhere(shown)
        case State.RETRYING if shown.local is not None and shown.local.wait is not None:
            return wait_text(shown.local.wait, now)
        case State.RUNNING if (pace := pace_of(shown)) is not None:
            return going_text(pace, QLocale())
    job = shown.row.job
    if shown.row.denial is not None and (job is None or not job.is_active):
        return outcome_text(Answer.denied(shown.row.denial))
    return _unfinished(shown)


def _not_picked_up(shown: ShownRow, now: float) -> str:
    """And why, where that is known."""
    told = translate("Cells", "Not picked up by any worker for {time}.").format(
        time=duration_text(_waiting(shown, now), QLocale())
    )
    why = unpicked_text(shown.unpicked, QLocale()) if shown.unpicked is not None else ""
    return " ".join(filter(None, (told, why)))


def _still_run(shown: ShownRow, now: float) -> str:
    """The row says that it rests, a fresh heartbeat says that it does not; with the status that it has."""
    job, until = shown.row.job, shown.alive_until
    assert job is not None and until is not None  # noqa: S101, PT018 - by the state
    return translate(
        "Cells",
        "Marked “{status}”, but the web worker is still running it. Without another heartbeat it counts "
        "as ended in {time}.",
    ).format(status=status_name(job.status), time=duration_text(until - now, QLocale()))


def _unfinished(shown: ShownRow) -> str:
    """What a completed job does not say of itself: a console tells in `last_error`, the web worker
    nothing."""
    job = shown.row.job
    if job is None or job.last_error or job.status is not JobStatus.COMPLETED:
        return ""
    if shown.row.leaves_items and not (job.failed and not has_deferred(job.cursor_text)):
        return translate("Cells", str(SKIPPED))
    if job.processed != job.total:
        return translate("Cells", str(MISCOUNTED))
    return ""


def pace_of(shown: ShownRow) -> Pace | None:
    """The adaptive pace of a job that runs here."""
    return shown.local.pace if shown.local is not None else None


def _run_elsewhere(shown: ShownRow) -> str:
    match shown.owner:
        case Owner.THIS_COMPUTER:
            return translate("Cells", "Running in another console on this computer.")
        case Owner.OTHER_COMPUTER:
            return translate("Cells", "Running in the console on {workstation}.").format(
                workstation=name_text(shown.workstation or "")
            )
        case Owner.WEB:
            return translate("Cells", "Running on the web worker.")
        case Owner.SERVER_WORKER:
            return translate("Cells", "Running on the server worker {name}.").format(
                name=ltr(plain(shown.workstation or ""))
            )
        case _:
            return translate("Cells", "Running in another console or on the web worker.")


def _last_error(shown: ShownRow) -> str:
    job = shown.row.job
    if job is None or not job.last_error:
        return ""
    waits = shown.local.wait if shown.local else None
    if waits is not None and waits.reason is not WaitReason.THROTTLE:
        return ""  # the wait itself says it, and newer
    return stored_text(job.last_error)
