"""The lines of the log in words: what people did with the job, and what workers of this console met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.results import Answer
from app.core.job import JobStatus
from app.core.record import END, END_RESTORE, FOUND_END, FOUND_RESTORE_END, AuditLine
from app.engine.events import Ending, SliceResult, WaitReason
from app.qt.translation import ltr
from app.ui.texts.audit import action_text, counts_text, own_answer_text, who_text
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plural_of
from app.ui.texts.stored import stored_text
from app.ui.texts.words import name_text, number_text, outcome_text
from app.viewmodel.activity import Batches, Began, Event, Left, Waited

translate = QCoreApplication.translate

_ENDS = {END, END_RESTORE, FOUND_END, FOUND_RESTORE_END}
_OF_RESTORES = {END_RESTORE, FOUND_RESTORE_END}

_ENDINGS = {
    Ending.COMPLETED: QT_TRANSLATE_NOOP("Details", "Completed."),
    Ending.PAUSED: QT_TRANSLATE_NOOP("Details", "Paused after a batch."),
    Ending.CAPPED: QT_TRANSLATE_NOOP("Details", "Paused: maximum run time reached."),
    Ending.CONTINUES: QT_TRANSLATE_NOOP("Details", "Requeued: maximum run time reached."),
    Ending.RETURNED: QT_TRANSLATE_NOOP("Details", "Back in the queue on the server."),
    Ending.FAILED: QT_TRANSLATE_NOOP("Details", "Failed."),
    Ending.LOST: QT_TRANSLATE_NOOP("Details", "Stopped: paused, cancelled or taken over by someone else."),
    Ending.ABANDONED: QT_TRANSLATE_NOOP("Details", "Stopped: the database is not available."),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log: of whom `source` tells, the time is aware. `number` tells apart what was written
    in one moment."""

    at: datetime
    source: AuditLine | Event
    number: int

    @property
    def look(self) -> tuple[str, str]:
        """Icon and colour token."""
        if isinstance(self.source, AuditLine):
            return _audit_look(self.source)
        match self.source.what:
            case Began():
                return "play", "accent"
            case Batches():
                return "loader", "accent"
            case Waited():
                return "clock", "warn"
            case Left(SliceResult(ending=Ending.COMPLETED)):
                return "circle-check", "ok"
            case Left(SliceResult(ending=Ending.FAILED | Ending.ABANDONED | Ending.LOST)):
                return "circle-alert", "bad"
            case _:
                return "circle-pause", "warn"

    @property
    def person(self) -> str:
        """Who did it; the console itself where it is an event of a worker."""
        if isinstance(self.source, AuditLine):
            return who_text(self.source)
        return translate("Details", "This console")


def merged(audit: Sequence[AuditLine], events: Sequence[Event]) -> list[LogLine]:
    """Both as one log, newest first; `audit` and `events` are newest first each. That a worker of this
    console has left the job is in both: then the event alone is shown, which tells more."""
    lines = [
        LogLine(_moment(line.at), line, len(audit) - place)
        for place, line in enumerate(audit)
        if not _is_among(line, events)
    ]
    lines += [LogLine(event.at, event, event.number) for event in events]
    return sorted(lines, key=lambda line: (line.at, line.number), reverse=True)


def line_text(line: LogLine, locale: QLocale) -> str:
    """What happened, as a sentence."""
    return (
        _audit_text(line.source, locale)
        if isinstance(line.source, AuditLine)
        else _event_text(line.source, locale)
    )


def _is_among(line: AuditLine, events: Sequence[Event]) -> bool:
    """Whether the line is of the same end as an event: the first that tells of one after it, unless the job
    was begun once more before."""
    if line.action != END:
        return False
    at = _moment(line.at)
    for event in reversed(events):
        match event.what:
            case Began() if event.at >= at:
                return False
            case Left(result) if event.at >= at:
                return result.ending.value == line.answer
    return False


def _audit_look(line: AuditLine) -> tuple[str, str]:
    if line.action not in _ENDS:
        done = line.answer in {answer.value for answer in Answer if answer.is_done}
        return ("circle-check", "ok") if done else ("info", "muted")
    match line.new_status:
        case JobStatus.COMPLETED.value:
            return "circle-check", "ok"
        case JobStatus.FAILED.value:
            return "circle-alert", "bad"
        case _:
            return "circle-pause", "warn"


def _audit_text(line: AuditLine, locale: QLocale) -> str:
    text = translate("Details", "{action}: {sentence}").format(
        action=action_text(line.action), sentence=_answer(line)
    )
    if line.action not in _ENDS or line.total is None:
        return text
    counts = (
        translate("Details", "receipts restored: {number}")
        if line.action in _OF_RESTORES
        else translate("Details", "receipts deleted: {number}")
    )
    return f"{text} ({counts.format(number=counts_text(line, locale))})"


def _answer(line: AuditLine) -> str:
    if own := own_answer_text(line):
        return own
    if line.action in _ENDS or line.answer not in set(Answer):  # of a later version of the console
        return ltr(name_text(line.answer))
    return outcome_text(Answer(line.answer))


def _event_text(event: Event, locale: QLocale) -> str:
    match event.what:
        case Began():
            return translate("Details", "Picked up by a worker.")
        case Batches(count):
            return translate("Details", "{count} batch(es) completed.", None, plural_of(count)).format(
                count=number_text(count, locale)
            )
        case Waited():
            return _waited(event.what, locale)
        case Left(result):
            return _left(result, locale)


def _waited(wait: Waited, locale: QLocale) -> str:
    seconds = max(1, round(wait.seconds)) if isfinite(wait.seconds) else wait.seconds
    waited = duration_text(seconds, locale)
    if wait.reason is WaitReason.DATABASE:
        text = translate("Details", "The database did not respond; waited {time}.")
    else:
        text = translate("Details", "A batch failed; waited {time}.")
    parts = [text.format(time=waited)]
    if wait.times > 1:
        parts.append(
            translate("Details", "({count} time(s) in a row)", None, plural_of(wait.times)).format(
                count=number_text(wait.times, locale)
            )
        )
    if wait.detail:
        parts.append(stored_text(wait.detail))
    return " ".join(parts)


def _left(result: SliceResult, locale: QLocale) -> str:
    counts = [
        (result.succeeded, translate("Details", "receipts deleted: {number}")),
        (result.failed, translate("Details", "failed: {number}")),
        (result.files_deleted, translate("Details", "files deleted: {number}")),
        (result.files_missing, translate("Details", "files already missing: {number}")),
        (result.files_needed, translate("Details", "files still needed: {number}")),
        (result.files_kept, translate("Details", "files kept: {number}")),
        (result.files_left, translate("Details", "files not deleted: {number}")),
    ]
    told = [
        text.format(number=number_text(number, locale))
        for place, (number, text) in enumerate(counts)
        if number or place == 0
    ]
    parts = [translate("Details", str(_ENDINGS[result.ending])), f"({', '.join(told)})"]
    if result.error:
        parts.append(stored_text(result.error))
    return " ".join(parts)


def _moment(at: str) -> datetime:
    """The time of an audit line; one that cannot be read sorts as the oldest."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
