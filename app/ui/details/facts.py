"""What the overview says of one job: why it waits, who runs it, and its signs of life, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.results import Answer
from app.core.job import Job, JobStatus
from app.core.keeping import kept_by
from app.core.record import AuditLine
from app.core.run import Run
from app.engine.events import Ending, WaitReason
from app.qt.pool import WorkerPool
from app.qt.translation import isolate, ltr
from app.ui.businesses.reasons import pace_of, reason_text, silence
from app.ui.businesses.states import State, state_of
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plain
from app.ui.texts.keeping import kept_text
from app.ui.texts.pace import pace_text
from app.ui.texts.stored import stored_text
from app.ui.texts.times import clock_text
from app.ui.texts.words import name_text, number_text, receipts_text
from app.viewmodel.activity import Activity, Event, Left
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import Wait

translate = QCoreApplication.translate

COUNTED_DOWN = 1.0
"""Seconds from which on the pause between two batches is worth a word; shorter ones would flicker."""

_STOPS = {Answer.PAUSED, Answer.PAUSING}
_STOPPING = {"pause", "stop"}
"""The actions by which a person pauses a job. That of its end, or of a restore, may have the same answer."""


@dataclass(frozen=True, slots=True)
class FactSources:
    """Where what moves by itself is looked up: activity and pool, the language, and the moment by both clocks
    (`monotonic` in seconds)."""

    activity: Activity
    pool: WorkerPool
    locale: QLocale
    now: datetime
    monotonic: float


def counts_text(shown: ShownRow, locale: QLocale) -> str:
    """“3,120 of 4,800 receipts done · 2 failed · 1,680 left”; without a job, what there is to delete. All of
    it is of the job's own receipts; what else there is in the business is said as such."""
    job = shown.row.job
    if job is None or shown.flaw:
        return translate("Details", "{receipts} to delete").format(
            receipts=receipts_text(shown.row.items_left, locale)
        )
    parts = [
        translate("Details", "{processed} of {receipts} done").format(
            processed=number_text(job.processed, locale), receipts=receipts_text(job.total, locale)
        )
    ]
    if job.failed:
        parts.append(translate("Details", "{number} failed").format(number=number_text(job.failed, locale)))
    left = 0 if shown.row.percent == 100.0 else max(0, job.total - job.processed)
    return " · ".join([*parts, *left_texts(left, job.failed, shown.row.items_left, locale)])


def run_text(run: Run) -> str:
    """The run by its name and note, on one line."""
    named = " · ".join(isolate(plain(text)) for text in (run.name, run.note) if text)
    if not named:
        return translate("Details", "Show the run")
    return translate("Details", "Run: {run}").format(run=named)


def left_texts(left: int, failed: int, live: int, locale: QLocale) -> list[str]:
    """What jobs have `left` to do, of which `failed` were given up, and how many receipts are `live`, where
    these are others: new ones, or some that were restored."""
    texts = [translate("Details", "{number} left").format(number=number_text(left, locale))] if left else []
    if live != left + failed:
        there = translate("Details", "{receipts} in the business now")
        texts.append(there.format(receipts=receipts_text(live, locale)))
    return texts


def wait_reason(shown: ShownRow, sources: FactSources, log: Sequence[AuditLine]) -> str:
    """Why the job waits or stopped, with what is left of the wait; empty where there is nothing to say.
    `log` is what people did with the job, newest first, as far as it was read."""
    job = shown.row.job
    match state_of(shown):
        case State.QUEUED if job is not None and (place := sources.pool.place_of(job.id)):
            return _queued(place, sources)
        case State.PAUSED if job is not None and _says_why(job):
            return _last_error(job)
        case State.PAUSED if job is not None:
            return " ".join(filter(None, (paused_by(job, sources, log), _last_error(job))))
        case State.RUNNING if (pause := _pause(shown)) is not None:
            waits = translate("Details", "Delay between batches: next batch in {span}.").format(
                span=duration_text(pause.left(sources.monotonic), sources.locale)
            )
            return " ".join(filter(None, (reason_text(shown, sources.monotonic), waits)))
        case _:
            return reason_text(shown, sources.monotonic)


def paused_by(job: Job, sources: FactSources, log: Sequence[AuditLine]) -> str:
    """Who paused the job, as far as this computer knows."""
    line = next((line for line in log if line.action in _STOPPING and line.answer in _STOPS), None)
    ended = _last_left(sources.activity.events(job.id))
    if ended is not None and ended.result.ending is Ending.CAPPED:
        return translate("Details", "Paused: maximum run time reached. Resume it to continue.")
    if line is not None:
        when = clock_text(datetime.fromisoformat(line.at), sources.locale, sources.now)
        return translate("Details", "Paused by {person} at {time}.").format(
            person=ltr(name_text(line.email)), time=when
        )
    return translate("Details", "Paused, but not on this computer; the user is not known.")


def started_text(job: Job, sources: FactSources) -> str:
    """When and by whom it was started."""
    person = ltr(name_text(job.requested_by)) if job.requested_by else translate("Details", "an unknown user")
    if job.started_at is None:
        when = clock_text(job.created_at, sources.locale, sources.now) if job.created_at else "–"
        return translate("Details", "Requested {time} by {person}").format(time=when, person=person)
    return translate("Details", "Started {time}, requested by {person}").format(
        time=clock_text(job.started_at, sources.locale, sources.now), person=person
    )


def life_text(shown: ShownRow, sources: FactSources) -> str:
    """Heartbeat and last progress: a worker that beats may still hang, so both are said."""
    job, silent = shown.row.job, silence(shown, sources.monotonic)
    if job is None or silent is None:
        return ""
    beat = duration_text(silent, sources.locale)
    parts = [translate("Details", "Heartbeat {span} ago").format(span=beat)]
    age = sources.activity.progress_age(job.id)
    if age is not None:
        seconds, has_moved = age
        # Before this window looked there was none either since the last heartbeat.
        span = duration_text(seconds if has_moved else max(seconds, silent), sources.locale)
        if has_moved:
            parts.append(translate("Details", "last progress {span} ago").format(span=span))
        else:
            parts.append(translate("Details", "no progress for {span}").format(span=span))
    return " · ".join(parts)


def pace_now(shown: ShownRow, sources: FactSources) -> str:
    """How the job goes while it runs here; what others do, `wait_reason` says."""
    pace = pace_of(shown) if silence(shown, sources.monotonic) is not None else None
    return pace_text(pace, sources.locale) if pace else ""


def finished_text(job: Job, sources: FactSources) -> str:
    """When it ended; empty while it has not."""
    if job.finished_at is None or job.is_active:
        return ""
    when = clock_text(job.finished_at, sources.locale, sources.now)
    return translate("Details", "Ended {time}").format(time=when)


def files_kept_text(job: Job, sources: FactSources) -> str:
    """How many files it keeps, and until when; empty where it keeps none."""
    count, until = kept_by(job.cursor_text)
    return "".join(kept_text(count, None if job.is_active else until, sources.now, sources.locale))


def took_text(shown: ShownRow, sources: FactSources) -> str:
    """For how long it has been running, or how long it took."""
    seconds, job = shown.duration(sources.monotonic), shown.row.job
    if seconds is None or job is None:
        return ""
    span = duration_text(seconds, sources.locale)
    if job.status is JobStatus.RUNNING:
        return translate("Details", "running for {span}").format(span=span)
    return translate("Details", "took {span}").format(span=span)


def _queued(place: int, sources: FactSources) -> str:
    return translate(
        "Details", "Waiting for a free worker: position {place} of {count} in the queue."
    ).format(
        place=number_text(place, sources.locale), count=number_text(sources.pool.waiting, sources.locale)
    )


def _pause(shown: ShownRow) -> Wait | None:
    """The pause between two batches, where it is long enough to be told of."""
    wait = shown.local.wait if shown.local else None
    is_pause = wait is not None and wait.reason is WaitReason.THROTTLE and wait.seconds >= COUNTED_DOWN
    return wait if is_pause else None


def _last_left(events: Sequence[Event]) -> Left | None:
    return next((event.what for event in events if isinstance(event.what, Left)), None)


def _says_why(job: Job) -> bool:
    """A console paused it by itself, and wrote down why."""
    return (job.last_error or "").startswith("Paused: ")


def _last_error(job: Job) -> str:
    return stored_text(job.last_error or "")


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


def title_text(shown: ShownRow) -> str:
    """The name of the business and its id."""
    business = shown.row.business
    return translate("Details", "{business} · ID {id}").format(
        business=name_text(business.name), id=ltr(str(business.id))
    )
