"""The businesses of a run: their lines, which of them a chip shows, and their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.runs import RunJobs
from app.core.job import Job, JobStatus
from app.core.progress import percent
from app.core.run import NEED_ATTENTION, RunState
from app.core.worker import holder_of, workstation_of
from app.qt.translation import ltr
from app.ui.runs.bar import Part, Parts
from app.ui.runs.listing import share_text
from app.ui.runs.looks import TONES, RunLook
from app.ui.runs.table import Cell, CellColumn, column
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plural_of, whole_text
from app.ui.texts.stored import stored_text
from app.ui.texts.words import name_text, number_text, status_name

translate = QCoreApplication.translate

ALL, ATTENTION, RUNNING, WAITING, COMPLETED, FAILURES = (
    "all",
    "attention",
    "under_way",
    "waiting",
    "done",
    "failures",
)
"""What chips can show."""

_STATES: Mapping[str, frozenset[RunState]] = {
    ALL: frozenset(RunState),
    ATTENTION: NEED_ATTENTION,
    RUNNING: frozenset({RunState.RUNNING}),
    WAITING: frozenset({RunState.QUEUED, RunState.PAUSED}),
    COMPLETED: frozenset({RunState.COMPLETED}),
    FAILURES: frozenset({RunState.WITH_FAILURES}),
}

CHIPS = tuple(_STATES)


@dataclass(frozen=True, slots=True)
class Member:
    """A business of a run: its name, its job, and the state that a person sees."""

    job: Job
    name: str
    state: RunState


_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            RunState.LOST,
            RunState.FAILED,
            RunState.WITH_FAILURES,
            RunState.RUNNING,
            RunState.PAUSED,
            RunState.QUEUED,
            RunState.COMPLETED,
            RunState.CANCELLED,
        )
    )
}


def members_of(run: RunJobs, names: Mapping[int, str]) -> list[Member]:
    """What needs a person first; beside each other as they were started."""
    of_each = zip(run.jobs, run.states, strict=True)
    found = [Member(job, names.get(job.business_id, ""), state) for job, state in of_each]
    return sorted(found, key=lambda one: (_RANK[one.state], one.job.id))


def shown_by(chip: str, members: Sequence[Member]) -> list[Member]:
    """Those that a chip shows."""
    states = _STATES[chip]
    return [one for one in members if one.state in states]


def counts_of(jobs: Mapping[RunState, int]) -> dict[str, int]:
    """How many each chip shows."""
    return {chip: sum(jobs.get(state, 0) for state in states) for chip, states in _STATES.items()}


def chip_texts(counts: Mapping[str, int], locale: QLocale) -> dict[str, str]:
    """What each chip says."""
    sources = {
        ALL: translate("Runs", "All {count}"),
        ATTENTION: translate("Runs", "Needs attention {count}"),
        RUNNING: translate("Runs", "Running {count}"),
        WAITING: translate("Runs", "Waiting {count}"),
        COMPLETED: translate("Runs", "Completed {count}"),
        FAILURES: translate("Runs", "With failures {count}"),
    }
    return {chip: source.format(count=number_text(counts[chip], locale)) for chip, source in sources.items()}


def columns(locale: QLocale) -> list[CellColumn[Member]]:
    """In the present language."""

    def of(cell: Callable[[Member, QLocale], Cell]) -> Callable[[Member], Cell]:
        return lambda member: cell(member, locale)

    return [
        column(translate("Runs", "Business"), of(_business), 0),
        column(translate("Runs", "ID"), of(_id), 70, figures=True, rank=6),
        column(translate("Runs", "Status"), of(_status), 280, widest=480),
        column(translate("Runs", "Progress"), of(_progress), 180, rank=8),
        column(translate("Runs", "Failures"), of(_failed), 80, figures=True, rank=5),
        column(translate("Runs", "Duration"), of(_duration), 110, figures=True, rank=4),
        column(translate("Runs", "Runs on"), of(_place), 170, rank=3),
    ]


def _business(member: Member, _locale: QLocale) -> Cell:
    return Cell(name_text(member.name) if member.name else "–")


def _id(member: Member, _locale: QLocale) -> Cell:
    return Cell(ltr(str(member.job.business_id)), tone="muted")


def _status(member: Member, locale: QLocale) -> Cell:
    job, state = member.job, member.state
    look = RunLook[state.name]
    word = translate("Runs", str(look.value[2]))
    if state is RunState.WITH_FAILURES and job.failed:
        word = translate("Runs", "Completed with {count} failure(s)", None, plural_of(job.failed)).format(
            count=number_text(job.failed, locale)
        )
    reason = stored_text(job.last_error) if job.last_error else ""
    if state is RunState.LOST and not reason:
        reason = translate("Runs", "“{status}”, and no worker responds").format(
            status=status_name(job.status)
        )
    return Cell(word, reason, look.tone, look.icon)


def _progress(member: Member, locale: QLocale) -> Cell:
    job = member.job
    counts = ltr(f"{whole_text(job.processed, locale)} / {whole_text(job.total, locale)}")
    return Cell(counts, share_text(percent(job), locale), parts=_parts(member))


def _parts(member: Member) -> Parts:
    job, state = member.job, member.state
    share = min(1.0, job.processed / job.total) if job.total else 0.0
    done = 1.0 if job.status is JobStatus.COMPLETED else share
    if state is RunState.WITH_FAILURES and job.failed and job.processed:
        bad = min(1.0, job.failed / job.processed)
        return Part(TONES[RunState.COMPLETED], done * (1 - bad)), Part(TONES[RunState.FAILED], done * bad)
    return (Part(TONES[state], done, state is RunState.PAUSED),) if done else ()


def _failed(member: Member, locale: QLocale) -> Cell:
    count = member.job.failed
    return Cell(number_text(count, locale), tone="bad" if count else "muted")


def _duration(member: Member, locale: QLocale) -> Cell:
    job = member.job
    end = job.finished_at if not job.is_active else job.read_at
    if job.started_at is None or end is None:
        return Cell()
    return Cell(duration_text(max(0.0, (end - job.started_at).total_seconds()), locale))


def _place(member: Member, _locale: QLocale) -> Cell:
    if not member.job.is_active or member.job.status is JobStatus.PAUSED:
        return Cell()
    workstation = workstation_of(holder_of(member.job))
    if workstation:
        return Cell(name_text(workstation), tone="muted", icon="monitor")
    return Cell(translate("Runs", "Web worker"), tone="muted", icon="server")
