"""What the dialog of a restore says: its answers, what is known of the files, and when it was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, Qt

from app.actions.restore_preview import JobPreview, RestorePreview
from app.actions.restoring import RestoreResult
from app.actions.results import Answer
from app.core.job import JobStatus
from app.core.restore import Restore
from app.qt.translation import ltr
from app.ui.dialogs.restore.subject import RestoreSubject
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plain, plural_of
from app.ui.texts.times import clock_text, moment_text
from app.ui.texts.words import businesses_text, name_text, number_text, outcome_text, status_name
from app.ui.widgets.parts import LRM

translate = QCoreApplication.translate

BETWEEN = " · "
LTR = Qt.LayoutDirection.LeftToRight

_OF_RESTORES = {
    Answer.PAUSED: QT_TRANSLATE_NOOP("Restore", "Restore paused."),
    Answer.CANCELLED: QT_TRANSLATE_NOOP("Restore", "Restore cancelled. What has been restored stays."),
    Answer.WRONG_STATUS: QT_TRANSLATE_NOOP("Restore", "Not possible: the restore is “{status}”."),
    Answer.BUSINESS_INACTIVE: QT_TRANSLATE_NOOP(
        "Restore", "The business is inactive, so its receipts cannot be restored."
    ),
    Answer.CURSOR_DAMAGED: QT_TRANSLATE_NOOP(
        "Restore", "The job's saved position cannot be read, so what it has deleted is not known."
    ),
}
"""What is said otherwise about a restore than about a deletion."""

_RUNS_ELSEWHERE = QT_TRANSLATE_NOOP("Restore", "Another console is still restoring. Try again in {time}.")

_BEING_RESTORED = QT_TRANSLATE_NOOP(
    "Restore",
    "What job {job} has deleted in this business is being restored. Wait until that has ended, or cancel it: "
    "“Restore…” of job {job} in the History tab.",
)
_RESTORE_WAITS = QT_TRANSLATE_NOOP(
    "Restore",
    "The restore of what job {job} has deleted in this business is “{status}”. Resume or cancel it first: "
    "“Restore…” of job {job} in the History tab.",
)
"""It may wait so for ever."""


def utc_now() -> datetime:
    """Naive, as the database's times are."""
    return datetime.now(UTC).replace(tzinfo=None)


def result_text(result: RestoreResult) -> str:
    """What came of an action on one restore, as a sentence."""
    source = _OF_RESTORES.get(result.answer)
    if result.answer is Answer.STILL_ALIVE and result.job is None:
        source = _RUNS_ELSEWHERE
    if result.answer is Answer.RESTORE_ACTIVE and result.restore is not None:
        source = _RESTORE_WAITS if result.restore.may_go_on else _BEING_RESTORED
    if source is None:
        return outcome_text(result.answer, result.job, result.seconds)
    return translate("Restore", str(source)).format(
        job=ltr(str(result.restore.job_id)) if result.restore else "",
        status=restore_status(result.restore) if result.restore else "",
        time=duration_text(result.seconds or 1, QLocale()),
    )


def refusal_text(one: JobPreview) -> str:
    """Why nothing of a job would come back."""
    assert one.refusal is not None  # noqa: S101 - asked for refused ones alone
    job = one.in_the_way or (one.job if one.refusal is not Answer.STILL_ALIVE else None)
    return result_text(RestoreResult(one.refusal, one.business_id, one.job_id, one.restore, job, one.seconds))


def restore_status(row: Restore) -> str:
    """The status of a restore, by the names that jobs have."""
    if row.is_stale:
        return translate("Restore", "Interrupted")
    return status_name(JobStatus(row.status.value))


def looked_at(preview: RestorePreview) -> RestorePreview:
    """With those of which nothing comes back: their conflicts, and what others have deleted there, count for
    a person all the same. Of what is refused otherwise nothing is known."""
    empty = Answer.NOTHING_TO_RESTORE
    jobs = (replace(one, refusal=None) if one.refusal is empty else one for one in preview.jobs)
    return RestorePreview(tuple(jobs))


def heading_text(
    title: str, locale: QLocale, *, is_over: bool | None, is_empty: bool, part: tuple[int, int] | None = None
) -> str:
    """What the dialog is about; `is_over` is None before the start. `part` is how many businesses of how many
    are restored, where it is not all of them."""
    if part is not None:
        some, businesses = number_text(part[0], locale), businesses_text(part[1], locale)
        text = (
            translate("Restore", "The restore of {some} of {businesses} of {name} has ended")
            if is_over
            else translate("Restore", "Restoring {some} of {businesses} of {name}")
        )
        return text.format(some=some, businesses=businesses, name=title)
    if is_over:
        return translate("Restore", "The restore of {name} has ended").format(name=title)
    if is_over is not None:
        return translate("Restore", "Restoring the receipts of {name}").format(name=title)
    if is_empty:
        return translate("Restore", "Nothing of {name} can be restored").format(name=title)
    return translate("Restore", "Restore the receipts of {name}?").format(name=title)


def about_text(subject: RestoreSubject, locale: QLocale, now: datetime) -> str:
    """“Contract ended, October · deleted today, 14:07 to 14:10, by dana@…”."""
    by = ltr(plain(subject.requested_by)) if subject.requested_by else "–"
    parts = [name_text(subject.note)] if subject.note else []
    begun, ended = subject.begun, subject.ended or subject.begun
    if begun is not None and ended is not None:
        first, last = clock_text(begun, locale, now), clock_text(ended, locale, begun)
        if clock_text(begun, locale, now) == clock_text(begun, locale, begun):  # of the same day as now
            text = translate("Restore", "deleted today, {first} to {last}, by {person}")
        else:
            first = moment_text(begun, locale, seconds=False)
            text = translate("Restore", "deleted {first} to {last}, by {person}")
        parts.append(text.format(first=first, last=last, person=by))
    else:
        parts.append(translate("Restore", "deleted by {person}").format(person=by))
    # A note in Hebrew would else turn the whole sentence around; in Hebrew each label does so by itself.
    return LRM + BETWEEN.join(parts) if locale.textDirection() is LTR else BETWEEN.join(parts)


def files_notice(preview: RestorePreview, locale: QLocale, now: datetime) -> tuple[str, str]:
    """Tone and sentence on what becomes of the files; no sentence where nothing would come back."""
    if not preview.files_there:
        return _no_files_notice(preview)
    spans = [span for one in preview.going if (span := _due(one)) is not None]
    first, last = min((one for one, _ in spans), default=None), max((one for _, one in spans), default=None)
    if first is not None and first > now:
        text = translate(
            "Restore",
            "Files are kept until {time} ({left} left). After that, receipts come back without files.",
        )
        left = duration_text((first - now).total_seconds(), locale)
        return "ok", text.format(time=moment_text(first, locale, seconds=False), left=left)
    if last is not None and last > now:
        text = translate(
            "Restore",
            "The first files are no longer kept, the last until {time}. Receipts whose files are deleted "
            "come back without them.",
        )
        return "warn", text.format(time=moment_text(last, locale, seconds=False))
    if spans:
        return "warn", translate(
            "Restore", "Files are no longer kept: they can be deleted at any moment. Restore soon."
        )
    if preview.files_gone:
        text = translate(
            "Restore",
            "{count} file(s) are deleted; their receipts come back without them.",
            None,
            plural_of(preview.files_gone),
        )
        return "warn", text.format(count=number_text(preview.files_gone, locale))
    return "ok", ""


def _no_files_notice(preview: RestorePreview) -> tuple[str, str]:
    if preview.files_gone:
        return "warn", translate("Restore", "Files are deleted; receipts come back without them.")
    if preview.will_be_restored:
        return "warn", translate(
            "Restore", "No file of these receipts is there. They come back without files."
        )
    return "ok", ""


def others_text(preview: RestorePreview, locale: QLocale) -> str:
    """What stays deleted, because these jobs have not deleted it, or not with a trace."""
    parts = []
    if preview.others:
        text = translate(
            "Restore",
            "{count} deleted receipt(s) of these businesses were deleted by others, or by other jobs. They "
            "stay as they are.",
            None,
            plural_of(preview.others),
        )
        parts.append(text.format(count=number_text(preview.others, locale)))
    if preview.unstamped:
        text = translate(
            "Restore",
            "{count} receipt(s) were deleted in these jobs by the web worker or an older console, which "
            "leave no trace. They cannot be restored here.",
            None,
            plural_of(preview.unstamped),
        )
        parts.append(text.format(count=number_text(preview.unstamped, locale)))
    return " ".join(parts)


def missing_text(preview: RestorePreview, locale: QLocale) -> str:
    """How many files are not there, which is known as a number alone."""
    parts = []
    if preview.files_gone:
        text = translate(
            "Restore",
            "{count} file(s) were deleted or already missing. Their receipts come back without them.",
            None,
            plural_of(preview.files_gone),
        )
        parts.append(text.format(count=number_text(preview.files_gone, locale)))
    if preview.without_files:
        text = translate(
            "Restore", "{count} receipt(s) have no file on record.", None, plural_of(preview.without_files)
        )
        parts.append(text.format(count=number_text(preview.without_files, locale)))
    return " ".join(parts)


def refusals_text(results: Sequence[RestoreResult]) -> str:
    """Each reason once for which something was not done; nothing where all was."""
    said = dict.fromkeys(result_text(one) for one in results if not one.answer.is_done)
    return "\n".join(said)


def _due(one: JobPreview) -> tuple[datetime, datetime] | None:
    """From when and until when files of what the job has deleted cease to be kept, where any are there."""
    if one.until is None or one.asked is None or not one.found.files_there:
        return None
    return one.until, one.until + (max(one.asked.stamps) - min(one.asked.stamps))
