"""Which actions the selection allows, and why another is off: for buttons, menus and their tooltips.

Only what the screen shows is judged here; the action itself decides anew, on the rows as they are then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.core.access import Denial
from app.core.cursor import has_deferred
from app.core.job import Job, JobStatus
from app.core.server import is_waiting_elsewhere
from app.core.worker import Owner
from app.ui.businesses.verdicts import Verdicts
from app.viewmodel.rows import ShownRow

NOT_CONNECTED = QT_TRANSLATE_NOOP("Availability", "Not connected to the database.")
BUSY = QT_TRANSLATE_NOOP("Availability", "The previous action is still in progress.")
NOTHING_SELECTED = QT_TRANSLATE_NOOP("Availability", "Select a business.")
PAGE_OFF = QT_TRANSLATE_NOOP("Availability", "The receipts page is not enabled for this business.")
INACTIVE = QT_TRANSLATE_NOOP("Availability", "The business is inactive, so its receipts cannot be deleted.")
NOT_YOURS = QT_TRANSLATE_NOOP(
    "Availability", "You do not have permission to delete receipts of this business."
)
STILL_RUN = QT_TRANSLATE_NOOP("Availability", "The job is still running: its last heartbeat is too recent.")
ALREADY_ACTIVE = QT_TRANSLATE_NOOP(
    "Availability", "A deletion is already active. Cancel it or let it finish."
)
NOTHING_LEFT = QT_TRANSLATE_NOOP("Availability", "Nothing left to delete.")
NOT_RUNNING = QT_TRANSLATE_NOOP("Availability", "No running or queued deletion.")
ALREADY_PAUSED = QT_TRANSLATE_NOOP("Availability", "The job is already paused.")
OF_THE_WEB = QT_TRANSLATE_NOOP(
    "Availability", "The web worker does not support pausing. Cancel the job instead."
)
STOPPING = QT_TRANSLATE_NOOP("Availability", "The job is already stopping.")
NOT_RESUMABLE = QT_TRANSLATE_NOOP("Availability", "Only a paused or failed job can be resumed.")
ALIVE = QT_TRANSLATE_NOOP("Availability", "Only for jobs that are not responding or stuck.")
NO_FAILURES = QT_TRANSLATE_NOOP("Availability", "No finished job with failed receipts.")
NOTHING_HERE = QT_TRANSLATE_NOOP("Availability", "Nothing is running or queued in this console.")
UNSHOWN = QT_TRANSLATE_NOOP("Availability", "This row cannot be shown, so nothing can be done with it here.")
FREE_SOON = QT_TRANSLATE_NOOP(
    "Availability",
    "The console that ran it has closed. The job can be taken over once its heartbeat is old enough.",
)
NO_ROWS = QT_TRANSLATE_NOOP("Availability", "No rows to export.")
NOT_ON_SERVER = QT_TRANSLATE_NOOP("Availability", "Only for jobs that wait for a worker on a server.")
NOT_CANCELLABLE = QT_TRANSLATE_NOOP("Availability", "No queued, running or paused job to cancel.")

REASONS_SHOWN = 3

DisabledReason = object
"""A sentence as the translations know it, which is the type that QT_TRANSLATE_NOOP gives."""

DisabledRule = Callable[[ShownRow], DisabledReason | None]
"""Why an action cannot be done on a row, or None where it can."""


def delete_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    job = shown.row.job
    if not shown.row.may_act:
        return _denied(shown)
    if job is not None and job.is_active:
        return ALREADY_ACTIVE
    if job is not None and job.is_alive:
        return STILL_RUN
    return None if shown.row.items_left else NOTHING_LEFT


def pause_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    job = shown.row.job
    if job is None or not job.is_active:
        return NOT_RUNNING
    if job.status is JobStatus.PAUSED:
        return ALREADY_PAUSED
    if shown.local is None:
        return OF_THE_WEB if shown.owner is Owner.WEB else _may_not_stop(shown)
    return STOPPING if shown.local.stopping is not None else None


def resume_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    job = shown.row.job
    if job is None or not job.is_resumable:
        return NOT_RESUMABLE if shown.free_at is None else FREE_SOON
    return STILL_RUN if job.is_alive else _denied(shown)


def cancel_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    job = shown.row.job
    if job is None or not job.is_cancellable:
        return NOT_CANCELLABLE
    return None if shown.local is not None else _may_not_stop(shown)


def finish_files_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    """Finishing the files of what is deleted: a job that runs is no reason, and whether there is something to
    finish shows only when it is done."""
    return _denied(shown)


def take_over_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    """Taking over."""
    job = shown.row.job
    if job is None or not job.needs_rescue:
        return ALIVE if shown.free_at is None else FREE_SOON
    return _denied(shown)


def mark_failed_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    """Marking as failed."""
    job = shown.row.job
    if job is None or not job.needs_rescue:
        return ALIVE if shown.free_at is None else FREE_SOON
    return _may_not_stop(shown)


def retry_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    job = shown.row.job
    if job is None or job.status not in {JobStatus.COMPLETED, JobStatus.FAILED} or not _has_failures(job):
        return NO_FAILURES
    return STILL_RUN if job.is_alive else _denied(shown)


def _has_failures(job: Job) -> bool:
    """Receipts that it gave up, or that a retry did not come to."""
    return bool(job.failed) or has_deferred(job.cursor_text)


def on_server_disabled_reason(shown: ShownRow) -> DisabledReason | None:
    """Running here what waits for a worker on a server, and entering it there again."""
    job = shown.row.job
    if job is None or job.is_foreign or shown.local is not None or not is_waiting_elsewhere(job):
        return NOT_ON_SERVER
    return _denied(shown)


_DENIALS: dict[Denial, DisabledReason] = {
    Denial.PAGE_DISABLED: PAGE_OFF,
    Denial.BUSINESS_INACTIVE: INACTIVE,
    Denial.NO_PERMISSION: NOT_YOURS,
    Denial.OTHER_BUSINESS: NOT_YOURS,
}


def _denied(shown: ShownRow) -> DisabledReason | None:
    """Why the person may not delete receipts of this business."""
    return _DENIALS[shown.row.denial] if shown.row.denial else None


def _may_not_stop(shown: ShownRow) -> DisabledReason | None:
    """Why the person may not stop what others run there: that the business is not active is no reason."""
    return None if shown.row.denial is Denial.BUSINESS_INACTIVE else _denied(shown)


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an action can be asked for, and if not, why."""

    on: bool
    reasons: tuple[DisabledReason, ...] = ()

    @property
    def explanation(self) -> str:
        """The reasons in the present language, one a line."""
        return "\n".join(QCoreApplication.translate("Availability", str(reason)) for reason in self.reasons)


NOTHING = Availability(False, (NOTHING_SELECTED,))


RowReasons = tuple[DisabledReason | None, ...]
"""What the rule of each action says of one row."""


class SelectionAvailability:
    """What a selection allows, of the rows that `see` was given."""

    def __init__(self, rules: Sequence[DisabledRule]) -> None:
        self._rules = tuple(rules)
        self._verdicts = Verdicts(self._reasons)

    def see(self, changed: Iterable[ShownRow]) -> None:
        """Takes new or changed rows in."""
        self._verdicts.see(changed)

    def of(self, business_ids: Iterable[int]) -> list[Availability]:
        """What a selection allows, by action: it is on as soon as one row takes it; the others are answered
        one by one."""
        answers = tuple(dict.fromkeys(self._verdicts.of(business_ids)))  # few, however many rows
        return [_availability([reasons[place] for reasons in answers]) for place in range(len(self._rules))]

    def _reasons(self, shown: ShownRow) -> RowReasons:
        return tuple(UNSHOWN if shown.flaw else rule(shown) for rule in self._rules)


def _availability(reasons: Sequence[DisabledReason | None]) -> Availability:
    if not reasons:
        return NOTHING
    if None in reasons:
        return Availability(True)
    return Availability(False, tuple(dict.fromkeys(reasons))[:REASONS_SHOWN])
