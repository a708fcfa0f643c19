"""What the page of the workers says about one of them, or about one job that waits."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.server import ListenerState
from app.core.server_look import EntryState, SeenWorker, WaitingJob, Work
from app.qt.translation import ltr
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plain
from app.ui.texts.server import unpicked_text
from app.ui.texts.times import clock_text
from app.ui.texts.words import name_text

translate = QCoreApplication.translate

NONE = "–"


def worker_name(worker: SeenWorker) -> str:
    """As it is called, from left to right."""
    return ltr(plain(worker.name))


def origin_text(worker: SeenWorker) -> str:
    """Where it runs, its process, and its version, as far as it says so."""
    parts = [plain(worker.host)] if worker.host else []
    if worker.process_id is not None:
        parts.append(f"pid {worker.process_id}")
    if worker.version:
        parts.append(plain(worker.version) if worker.is_ours else f"RQ {plain(worker.version)}")
    return ltr(" · ".join(parts)) if parts else ""


def kind_text(worker: SeenWorker) -> str:
    if worker.is_ours:
        return translate("Workers", "Sweep worker")
    return translate("Workers", "Product's worker")


def queues_text(worker: SeenWorker) -> str:
    """The queues that it reads, in their order."""
    return ltr(plain(", ".join(worker.queues))) if worker.queues else NONE


def state_text(worker: SeenWorker) -> str:
    match worker.state:
        case ListenerState.LOST:
            return translate("Workers", "Not responding")
        case ListenerState.BUSY:
            return translate("Workers", "Busy")
        case ListenerState.STOPPING:
            return translate("Workers", "Stopping")
        case ListenerState.IDLE:
            return translate("Workers", "Free")


def since_text(worker: SeenWorker, now: datetime, locale: QLocale) -> str:
    """How long it is in this state already."""
    if worker.state is ListenerState.STOPPING:
        return translate("Workers", "after the current batch")
    if worker.since is None:
        return ""
    span = duration_text(max(0.0, (now - worker.since).total_seconds()), locale)
    return translate("Workers", "for {time}").format(time=span)


def work_text(worker: SeenWorker) -> str:
    """What it works on."""
    match worker.work:
        case Work.NOTHING:
            return NONE
        case Work.JOB:
            return name_text(worker.job.business) if worker.job is not None else NONE
        case Work.HIDDEN:
            return translate("Workers", "A job of another business")
        case Work.OTHER:
            return translate("Workers", "Other work of the product")
        case Work.TAKEN_OVER if worker.taken_over_by:
            told = translate("Workers", "Its job was taken over by {worker}")
            return told.format(worker=ltr(plain(worker.taken_over_by)))
        case Work.TAKEN_OVER:
            return translate("Workers", "It has lost its job")


def heartbeat_text(worker: SeenWorker, now: datetime, locale: QLocale) -> str:
    """When it was last heard of. The product's workers say so too rarely for a word about it."""
    if not worker.is_ours:
        return translate("Workers", "not reported")
    if worker.seen_at is None:
        return NONE
    span = duration_text(max(0.0, (now - worker.seen_at).total_seconds()), locale)
    return translate("Workers", "{time} ago").format(time=span)


def entry_text(job: WaitingJob) -> str:
    """What is seen of its entry."""
    match job.entry:
        case EntryState.IN_QUEUE:
            return translate("Workers", "In the queue")
        case EntryState.FOR_PRODUCT:
            return translate("Workers", "Waits for the product's worker")
        case EntryState.ENTERING:
            return translate("Workers", "Is being entered")
        case EntryState.GONE:
            return translate("Workers", "The entry is gone")
        case EntryState.UNKNOWN:
            return translate("Workers", "Not known")


def why_text(job: WaitingJob, now: datetime, locale: QLocale) -> str:
    """Why it waits for so long; empty where there is nothing to say."""
    if job.restarted_at is not None:
        told = translate("Workers", "Redis was restarted at {time}")
        return told.format(time=clock_text(job.restarted_at, locale, now))
    return unpicked_text(job.why, locale) if job.why is not None else ""


def run_text(job: WaitingJob) -> str:
    """The name of its run; of one without a name its id."""
    return name_text(job.job.run) if job.job.run else ltr(plain(job.job.run_id))
