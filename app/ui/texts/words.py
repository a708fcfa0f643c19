"""Words for statuses, answers, waits and quantities: the one place where the table and the dialogs get them.

All are translated when called, so call again after a change of language. Names and figures come isolated
from the text around them, so that they keep their own direction inside Hebrew.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from app.actions.results import ActionResult, Answer
from app.core.job import Job, JobStatus
from app.qt.translation import isolate, ltr
from app.ui.texts.durations import NBSP, duration_text
from app.ui.texts.figures import UNUSABLE, money_text, plain, plural_of, whole_text
from app.ui.texts.stored import stored_text
from app.workers.job_queue import Wait

translate = QCoreApplication.translate

_STATUSES = {
    JobStatus.QUEUED: QT_TRANSLATE_NOOP("Words", "Queued"),
    JobStatus.RUNNING: QT_TRANSLATE_NOOP("Words", "Running"),
    JobStatus.PAUSED: QT_TRANSLATE_NOOP("Words", "Paused"),
    JobStatus.COMPLETED: QT_TRANSLATE_NOOP("Words", "Completed"),
    JobStatus.FAILED: QT_TRANSLATE_NOOP("Words", "Failed"),
    JobStatus.CANCELLED: QT_TRANSLATE_NOOP("Words", "Cancelled"),
}

_ANSWERS = {
    Answer.STARTED: QT_TRANSLATE_NOOP("Words", "Deletion started."),
    Answer.PAUSED: QT_TRANSLATE_NOOP("Words", "Deletion paused."),
    Answer.PAUSING: QT_TRANSLATE_NOOP("Words", "Pausing after the current batch."),
    Answer.RESUMED: QT_TRANSLATE_NOOP("Words", "Deletion resumed."),
    Answer.CANCELLED: QT_TRANSLATE_NOOP("Words", "Deletion cancelled."),
    Answer.TAKEN_OVER: QT_TRANSLATE_NOOP("Words", "Job taken over by this console."),
    Answer.MARKED_FAILED: QT_TRANSLATE_NOOP("Words", "Job marked as failed."),
    Answer.RETRYING: QT_TRANSLATE_NOOP("Words", "Retrying failed receipts."),
    Answer.KEEPS_FILES: QT_TRANSLATE_NOOP("Words", "The files that are still there are kept."),
    Answer.HANDED_OVER: QT_TRANSLATE_NOOP("Words", "Queued on the server."),
    Answer.NOT_ENTERED: QT_TRANSLATE_NOOP(
        "Words", "Waits on the server without an entry in its queue. Enqueue it again, or run it here."
    ),
    Answer.ALREADY_ACTIVE: QT_TRANSLATE_NOOP("Words", "A deletion is already active: job {job}, “{status}”."),
    Answer.NOTHING_TO_DELETE: QT_TRANSLATE_NOOP("Words", "No receipts to delete."),
    Answer.TOO_SOON: QT_TRANSLATE_NOOP(
        "Words", "A deletion was started less than a minute ago. Try again in {time}."
    ),
    Answer.NO_PERMISSION: QT_TRANSLATE_NOOP("Words", "Your role does not allow this."),
    Answer.OTHER_BUSINESS: QT_TRANSLATE_NOOP("Words", "You can only act in your own business."),
    Answer.PAGE_DISABLED: QT_TRANSLATE_NOOP("Words", "The receipts page is not enabled for this business."),
    Answer.NO_SUCH_BUSINESS: QT_TRANSLATE_NOOP("Words", "The business no longer exists."),
    Answer.SEVERAL_BUSINESSES: QT_TRANSLATE_NOOP("Words", "Several businesses have this name. Use the ID."),
    Answer.NO_SUCH_JOB: QT_TRANSLATE_NOOP(
        "Words", "The job no longer exists, or belongs to another business."
    ),
    Answer.WRONG_STATUS: QT_TRANSLATE_NOOP("Words", "Not possible: the job is “{status}”."),
    Answer.STILL_ALIVE: QT_TRANSLATE_NOOP(
        "Words",
        "Job {job} is still running. Try again in {time}.",
    ),
    Answer.NOTHING_TO_RETRY: QT_TRANSLATE_NOOP("Words", "No failed receipts to retry."),
    Answer.OTHER_JOB_TYPE: QT_TRANSLATE_NOOP(
        "Words", "This job is of another type; the console only shows it."
    ),
    Answer.RUN_ELSEWHERE: QT_TRANSLATE_NOOP(
        "Words", "The web worker does not support pausing. Cancel the job instead."
    ),
    Answer.BUSINESS_INACTIVE: QT_TRANSLATE_NOOP(
        "Words", "The business is inactive, so its receipts cannot be deleted."
    ),
    Answer.RESTORING: QT_TRANSLATE_NOOP("Words", "The deleted receipts are being restored."),
    Answer.RESTORE_ACTIVE: QT_TRANSLATE_NOOP(
        "Words",
        "Deleted receipts of this business are being restored, or that restore is paused. Wait until it has "
        "ended, or cancel it: “Restore…” of its job in the History tab.",
    ),
    Answer.NOTHING_TO_RESTORE: QT_TRANSLATE_NOOP("Words", "No deleted receipts to restore."),
    Answer.NO_SUCH_RESTORE: QT_TRANSLATE_NOOP(
        "Words", "The restore no longer exists, or belongs to another business."
    ),
    Answer.NOT_WRITTEN: QT_TRANSLATE_NOOP("Words", "The database did not save the change. Try again."),
    Answer.CURSOR_DAMAGED: QT_TRANSLATE_NOOP(
        "Words",
        "The job's saved position cannot be read. Start a new deletion; cancel the job first if it is still "
        "active.",
    ),
}

# By `background_jobs.job_type` (web-api-contract.md, Tables).
_JOB_TYPES = {
    "delete_receipts_all": QT_TRANSLATE_NOOP("Words", "Delete all receipts"),
    "delete_leads": QT_TRANSLATE_NOOP("Words", "Delete leads"),
    "update_leads": QT_TRANSLATE_NOOP("Words", "Update leads"),
    "delete_imported_leads": QT_TRANSLATE_NOOP("Words", "Delete imported leads"),
    "enqueue_outbound_calls": QT_TRANSLATE_NOOP("Words", "Outbound calls"),
    "broadcast": QT_TRANSLATE_NOOP("Words", "Broadcast"),
}

# By the values of the engine's WaitReason, which this room does not import.
_WAITS = {
    "throttle": QT_TRANSLATE_NOOP("Words", "Delay between batches."),
    "backoff": QT_TRANSLATE_NOOP("Words", "Retrying in {time}: {detail}"),
    "database": QT_TRANSLATE_NOOP("Words", "Retrying in {time}: the database is not available."),
}
_BACKOFF_ALONE = QT_TRANSLATE_NOOP("Words", "Retrying in {time}: a batch failed.")

_MOST_BYTES = 1 << 62
"""More is no size of files, and more than Qt takes."""

_MARKS = dict.fromkeys(map(ord, "\u2066\u2068\u2069")) | {ord(NBSP): " "}


def status_name(status: JobStatus) -> str:
    """The name of one of the six statuses."""
    return translate("Words", str(_STATUSES[status]))


def job_type_text(job_type: str) -> str:
    """What a job of this type does; a type that the contract does not know is shown as it is."""
    known = _JOB_TYPES.get(job_type)
    return translate("Words", str(known)) if known else ltr(plain(job_type))


def answer_text(result: ActionResult, name: str) -> str:
    """What an action did for one business, as a whole sentence; `name` is the business's, as stored."""
    sentence = outcome_text(result.answer, result.job, result.seconds)
    if not name:
        return sentence
    return translate("Words", "{business}: {sentence}").format(business=name_text(name), sentence=sentence)


def outcome_text(answer: Answer, job: Job | None = None, seconds: int | None = None) -> str:
    """The sentence of an answer alone, for a place where the business's name stands beside it.

    `job` is the row as it is now, `seconds` how long a start that came too soon has to wait.
    """
    return translate("Words", str(_ANSWERS[answer])).format(
        time=duration_text(seconds or 1, QLocale()),
        status=status_name(job.status) if job else "",
        job=ltr(str(job.id)) if job else "",
    )


def wait_text(wait: Wait, now: float | None = None) -> str:
    """Why a job waits, and for how long: from `now` (monotonic clock), or without it from its beginning."""
    seconds = wait.seconds if now is None else wait.left(now)
    source = _BACKOFF_ALONE if wait.reason == "backoff" and not wait.detail else _WAITS[wait.reason]
    return translate("Words", str(source)).format(
        time=duration_text(max(1.0, seconds), QLocale()), detail=stored_text(wait.detail)
    )


def name_text(name: str) -> str:
    """A text from outside, such as a business's name, ready to stand in or beside other text: it keeps its
    own direction, and hidden control characters show as marks, so that they cannot disguise it."""
    return isolate(plain(name))


def without_marks(text: str) -> str:
    """`text` for the clipboard, without the marks that isolate names and figures on the screen, and with
    plain spaces before units."""
    return text.translate(_MARKS)


def number_text(number: int, locale: QLocale) -> str:
    """A count with the language's separators, such as 1,234."""
    return ltr(whole_text(number, locale))


def receipts_text(count: int, locale: QLocale) -> str:
    """“1,234 receipts” in the right plural form."""
    return translate("Words", "{count} receipt(s)", None, plural_of(count)).format(
        count=number_text(count, locale)
    )


def files_text(count: int, locale: QLocale) -> str:
    """“1,234 files” in the right plural form."""
    return translate("Words", "{count} file(s)", None, plural_of(count)).format(
        count=number_text(count, locale)
    )


def businesses_text(count: int, locale: QLocale) -> str:
    """“3 businesses” in the right plural form."""
    return translate("Words", "{count} business(es)", None, plural_of(count)).format(
        count=number_text(count, locale)
    )


def amount_text(amount: Decimal, locale: QLocale) -> str:
    """An amount of money without its currency, exact to two digits, such as 1,234.50."""
    return ltr(money_text(amount, locale))


def bytes_text(size: int, locale: QLocale) -> str:
    """A size of files, such as 11.8 MB."""
    if not 0 <= size < _MOST_BYTES:
        return f"{UNUSABLE} {number_text(size, locale)}"
    text = locale.formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    return isolate(text.replace(" ", NBSP))


def day_text(day: date | None, locale: QLocale) -> str:
    """A date with the month as a word, so that nobody takes the month for the day; “–” for none."""
    if day is None:
        return "–"
    return isolate(locale.toString(QDate(day.year, day.month, day.day), "d MMM yyyy"))
