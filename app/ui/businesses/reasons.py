"""Why a job waits, stopped or does not answer, in words. Waits count down, silences count up."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.results import Answer
from app.core.pace import SlowReason
from app.core.worker import Owner
from app.engine.events import WaitReason
from app.qt.poller import ShownRow
from app.ui.businesses.states import State, state_of
from app.ui.told import told_text
from app.ui.words import duration_text, name_text, outcome_text, slowed_text, wait_text

translate = QCoreApplication.translate


def reason_text(shown: ShownRow, now: float | None = None) -> str:
    """Why the job waits or stopped, why the business cannot be touched, or nothing; as of `now` (monotonic
    clock, default the present)."""
    now = time.monotonic() if now is None else now
    return " ".join(filter(None, (_circumstance(shown, now), _last_error(shown))))


def silence(shown: ShownRow, now: float) -> float | None:
    """Seconds since the last sign of life of a running job."""
    return None if shown.last_sign is None else max(0.0, now - shown.last_sign)


def owner_text(shown: ShownRow) -> str:
    """Where an active job runs or waits; empty where nobody has it."""
    match shown.owner:
        case Owner.THIS_CONSOLE:
            return translate("Cells", "This console")
        case Owner.THIS_COMPUTER:
            return translate("Cells", "Another console here")
        case Owner.OTHER_COMPUTER if shown.workstation:
            return name_text(shown.workstation)
        case Owner.WEB:
            return translate("Cells", "Web server")
        case _:
            return ""


def counts_time(shown: ShownRow) -> bool:
    """Whether a text of the row is another one a second later, though nothing has happened."""
    return shown.last_sign is not None


def _circumstance(shown: ShownRow, now: float) -> str:
    match state_of(shown):
        case State.STALE | State.LATE:
            return translate("Cells", "No sign of life for {time}.").format(
                time=duration_text(silence(shown, now) or 0.0, QLocale())
            )
        case State.STUCK:
            return translate("Cells", "Nobody has run it for more than a minute.")
        case State.QUEUED if shown.local is not None:
            return translate("Cells", "Waiting for a free worker.")
        case State.QUEUED:
            return translate("Cells", "Waiting for a worker outside this console.")
        case State.RUNNING if shown.local is None:
            return _run_elsewhere(shown)
        case State.RETRYING if shown.local is not None and shown.local.wait is not None:
            return wait_text(shown.local.wait, now)
        case State.RUNNING if (slowed := _slowed(shown)) is not None:
            return slowed_text(slowed)
    job = shown.row.job
    if not shown.row.may_act and (job is None or not job.is_active):
        return outcome_text(Answer.PAGE_DISABLED)
    return ""


def _slowed(shown: ShownRow) -> SlowReason | None:
    pace = shown.local.pace if shown.local else None
    return pace.reason if pace else None


def _run_elsewhere(shown: ShownRow) -> str:
    match shown.owner:
        case Owner.THIS_COMPUTER:
            return translate("Cells", "Run by another console of this computer.")
        case Owner.OTHER_COMPUTER:
            return translate("Cells", "Run by the console on {workstation}.").format(
                workstation=name_text(shown.workstation or "")
            )
        case Owner.WEB:
            return translate("Cells", "Run by the web server.")
        case _:
            return translate("Cells", "Run by another console or by the web server.")


def _last_error(shown: ShownRow) -> str:
    job = shown.row.job
    if job is None or not job.last_error:
        return ""
    waits = shown.local.wait if shown.local else None
    if waits is not None and waits.reason is not WaitReason.THROTTLE:
        return ""  # the wait itself says it, and newer
    return told_text(job.last_error)
