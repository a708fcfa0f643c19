"""How the states of runs and of their businesses look: icon, colour and word."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.core.run import RunRow, RunState
from app.ui.businesses.cells import word_of
from app.ui.businesses.states import State, shown_as
from app.ui.businesses.status_filters import StatusFilter
from app.ui.runs.bar import Part
from app.ui.texts.words import businesses_text, files_text, name_text, number_text
from app.viewmodel.runs import ShownRun

translate = QCoreApplication.translate


LOOKS = {state: State[state.name] for state in RunState}
"""How the table of businesses shows each of them."""

_FIRST_THAT_COUNTS = (
    RunState.STALE,
    RunState.STUCK,
    RunState.INTERRUPTED,
    RunState.RUNNING,
    RunState.QUEUED,
    RunState.PAUSED,
    RunState.FAILED,
    RunState.WITH_FAILURES,
    RunState.CANCELLED,
    RunState.COMPLETED,
)

ORDER = (
    RunState.COMPLETED,
    RunState.WITH_FAILURES,
    RunState.FAILED,
    RunState.STALE,
    RunState.STUCK,
    RunState.INTERRUPTED,
    RunState.CANCELLED,
    RunState.RUNNING,
    RunState.PAUSED,
    RunState.QUEUED,
)
"""In which the parts of a bar stand, and the chips that name them."""

_COUNTED = {
    RunState.STALE: QT_TRANSLATE_NOOP("RunChips", "Not responding"),
    RunState.STUCK: QT_TRANSLATE_NOOP("RunChips", "Stuck"),
    RunState.INTERRUPTED: QT_TRANSLATE_NOOP("RunChips", "Interrupted"),
}
"""Which the filters of the businesses have together, as what needs attention."""

_NOT_ALIKE = frozenset({*_COUNTED, RunState.FAILED, RunState.CANCELLED, RunState.PAUSED})
"""Of these it is said how many of the businesses they are."""


def first_that_counts(row: RunRow) -> RunState:
    """The state of its businesses which says most about what is to be done."""
    return next((state for state in _FIRST_THAT_COUNTS if row.jobs.get(state)), RunState.COMPLETED)


def look_of(shown: ShownRun) -> State:
    """The status of a run: that of its businesses which says most about what is to be done."""
    state = first_that_counts(shown.row)
    if state is RunState.RUNNING and shown.stopping is not None:
        return shown_as(shown.stopping)
    return LOOKS[state]


def counted_text(state: RunState) -> str:
    """The word for those of a run that are in this state, as the filter of the businesses has it."""
    if state in _COUNTED:
        return translate("RunChips", str(_COUNTED[state]))
    return StatusFilter[state.name].word


def status_text(shown: ShownRun, locale: QLocale) -> str:
    """The word for the status, with how many receipts failed where it is completed."""
    return word_of(look_of(shown), shown.row.failed, locale)


def reason_text(row: RunRow, locale: QLocale) -> str:
    """What there is to say beside the status of a run that does not move on: of how many businesses it is,
    and the files that were not as they should be."""
    state = first_that_counts(row)
    if state in _NOT_ALIKE and row.size > 1:
        return translate("Runs", "{count} of {businesses}").format(
            count=number_text(row.jobs[state], locale), businesses=businesses_text(row.size, locale)
        )
    if row.files.left:
        left = files_text(row.files.left, locale)
        return translate("Runs", "Not deleted: {files}").format(files=left)
    if row.files.missing and not row.is_active:
        return translate("Runs", "Already missing: {files}").format(
            files=files_text(row.files.missing, locale)
        )
    return ""


def title_of(row: RunRow, locale: QLocale) -> str:
    """The name of a run; of one without a name its business, or how many it has."""
    if row.run.name:
        return name_text(row.run.name)
    if row.size == 1 and row.business:
        return name_text(row.business)
    return businesses_text(row.size, locale)


def parts_of(jobs: Mapping[RunState, int]) -> list[Part]:
    """The parts of a bar, from the reading side. What waits leaves it empty."""
    size = sum(jobs.values())
    shown = [state for state in ORDER if state is not RunState.QUEUED]
    return [
        Part(LOOKS[state].tone, jobs[state] / size, state is RunState.PAUSED)
        for state in shown
        if jobs.get(state)
    ]
