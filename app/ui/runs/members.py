"""The businesses of a run: their lines, which of them a chip shows, and their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from app.actions.job_states import UNDER_WAY, JobState, counted_as
from app.actions.runs import RunJobs
from app.core.folding import folded
from app.core.job import Job, JobStatus
from app.core.progress import percent
from app.core.run import NEED_ATTENTION, RunState
from app.core.whereabouts import Place, Whereabouts, place_of, whereabouts
from app.core.worker import holder_of
from app.qt.translation import ltr
from app.ui.businesses.cells import SortValue, word_of
from app.ui.businesses.states import RANK, STANDING, State, shown_as
from app.ui.businesses.status_filters import StatusFilter
from app.ui.runs.bar import Part, Parts
from app.ui.runs.listing import share_text
from app.ui.runs.looks import LOOKS, ORDER, counted_text
from app.ui.runs.table import Cell, CellColumn, column
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import bounded, whole_text
from app.ui.texts.places import place_text
from app.ui.texts.stored import stored_text
from app.ui.texts.words import name_text, number_text, status_name

translate = QCoreApplication.translate

ALL, ATTENTION = "all", "attention"

_STATES: Mapping[str, frozenset[RunState]] = {
    ALL: frozenset(RunState),
    ATTENTION: NEED_ATTENTION,
    **{state.value: frozenset({state}) for state in ORDER},
}

CHIPS = tuple(_STATES)
"""What chips can show: all, what needs attention, and each state that the bar has a part for."""

ICONS = {
    ATTENTION: (StatusFilter.ATTENTION.icon, StatusFilter.ATTENTION.tone),
    **{state.value: (look.icon, look.tone) for state, look in LOOKS.items()},
}
"""The icons of chips, in the colours of the bar's parts."""

_RANKS = {state.name: RANK[shown_as(state)] for state in JobState}

STATUS_COLUMN = 2

AT_FIRST = STATUS_COLUMN, Qt.SortOrder.AscendingOrder
"""What needs a person stands first."""


@dataclass(frozen=True, slots=True)
class Member:
    """A business of a run: its name, its job, and the state that a person sees."""

    job: Job
    name: str
    state: JobState


def members_of(run: RunJobs, names: Mapping[int, str]) -> list[Member]:
    """By name."""
    of_each = zip(run.jobs, run.states, strict=True)
    found = [Member(job, names.get(job.business_id, ""), state) for job, state in of_each]
    return sorted(found, key=lambda one: (_name(one) or "", one.job.id))


def shown_by(chip: str, members: Sequence[Member]) -> list[Member]:
    """Those that a chip shows."""
    if chip == ALL:
        return list(members)
    states = _STATES[chip]
    return [one for one in members if counted_as(one.state) in states]


def counts_of(jobs: Mapping[RunState, int]) -> dict[str, int]:
    """How many each chip shows."""
    return {chip: sum(jobs.get(state, 0) for state in states) for chip, states in _STATES.items()}


def chip_words() -> dict[str, str]:
    """What each chip says."""
    return {
        ALL: translate("Runs", "All"),
        ATTENTION: StatusFilter.ATTENTION.word,
        **{state.value: counted_text(state) for state in ORDER},
    }


def columns(locale: QLocale) -> list[CellColumn[Member]]:
    """In the present language."""

    def of(cell: Callable[[Member, QLocale], Cell]) -> Callable[[Member], Cell]:
        return lambda member: cell(member, locale)

    return [
        column(translate("Runs", "Business"), of(_business), _name, 0),
        column(translate("Runs", "ID"), of(_id), lambda one: one.job.business_id, 70, figures=True, rank=6),
        column(translate("Runs", "Status"), of(_status), _rank, 240, widest=480),
        column(translate("Runs", "Progress"), of(_progress), lambda one: percent(one.job), 180, rank=8),
        column(
            translate("Runs", "Failures"), of(_failed), lambda one: one.job.failed, 80, figures=True, rank=5
        ),
        column(translate("Runs", "Duration"), of(_duration), _seconds, 110, figures=True, rank=4),
        column(translate("Runs", "Runs on"), of(_place), _sorted_place, 170, rank=3),
    ]


def _name(member: Member) -> SortValue:
    return folded(bounded(member.name)) or None


def _rank(member: Member) -> SortValue:
    return _RANKS[member.state.name]


def _business(member: Member, _locale: QLocale) -> Cell:
    return Cell(name_text(member.name) if member.name else "–")


def _id(member: Member, _locale: QLocale) -> Cell:
    return Cell(ltr(str(member.job.business_id)), tone="muted")


def _status(member: Member, locale: QLocale) -> Cell:
    job, look = member.job, shown_as(member.state)
    reason = stored_text(job.last_error) if job.last_error else ""
    if look in {State.STALE, State.STUCK} and not reason:
        reason = translate("Runs", "“{status}”, and no worker responds").format(
            status=status_name(job.status)
        )
    return Cell(word_of(look, job.failed, locale), reason, look.tone, look.icon)


def _progress(member: Member, locale: QLocale) -> Cell:
    job = member.job
    counts = ltr(f"{whole_text(job.processed, locale)} / {whole_text(job.total, locale)}")
    return Cell(counts, share_text(percent(job), locale), parts=_parts(member))


def _parts(member: Member) -> Parts:
    job, look = member.job, shown_as(member.state)
    share = min(1.0, job.processed / job.total) if job.total else 0.0
    done = 1.0 if job.status is JobStatus.COMPLETED else share
    if look is State.WITH_FAILURES and job.failed and job.processed:
        bad = min(1.0, job.failed / job.processed)
        return Part(State.COMPLETED.tone, done * (1 - bad)), Part(State.FAILED.tone, done * bad)
    return (Part(look.tone, done, look in STANDING),) if done else ()


def _failed(member: Member, locale: QLocale) -> Cell:
    count = member.job.failed
    return Cell(number_text(count, locale), tone="bad" if count else "muted")


def _seconds(member: Member) -> float | None:
    job = member.job
    end = job.finished_at if not job.is_active else job.read_at
    if job.started_at is None or end is None:
        return None
    return max(0.0, (end - job.started_at).total_seconds())


def _duration(member: Member, locale: QLocale) -> Cell:
    seconds = _seconds(member)
    return Cell("" if seconds is None else duration_text(seconds, locale))


def _place(member: Member, _locale: QLocale) -> Cell:
    found = _whereabouts(member)
    if found is None:
        return Cell()
    icon = "monitor" if found.place is Place.COMPUTER else "server"
    return Cell(place_text(found), tone="muted", icon=icon)


def _sorted_place(member: Member) -> SortValue:
    found = _whereabouts(member)
    return folded(bounded(place_text(found))) if found else None


def _whereabouts(member: Member) -> Whereabouts | None:
    """Where it runs or waits; None where it rests, or is over and left by its worker."""
    rests = not member.job.is_active or member.job.status is JobStatus.PAUSED
    if rests and member.state not in UNDER_WAY:
        return None
    return whereabouts(member.job) or place_of(holder_of(member.job))
