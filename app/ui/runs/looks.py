"""How the states of runs and of their businesses look: icon, colour and word."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.core.run import RunRow, RunState
from app.ui.runs.bar import Part
from app.ui.texts.figures import plural_of
from app.ui.texts.words import businesses_text, files_text, name_text, number_text

translate = QCoreApplication.translate


class RunLook(Enum):
    """What a run's status can be: icon, colour token, and the word as the translations know it."""

    LOST = ("triangle-alert", "bad", QT_TRANSLATE_NOOP("Runs", "Not responding"))
    RUNNING = ("loader", "accent", QT_TRANSLATE_NOOP("Runs", "Running"))
    QUEUED = ("clock", "idle", QT_TRANSLATE_NOOP("Runs", "Queued"))
    PAUSED = ("circle-pause", "warn", QT_TRANSLATE_NOOP("Runs", "Paused"))
    FAILED = ("circle-x", "bad", QT_TRANSLATE_NOOP("Runs", "Failed"))
    WITH_FAILURES = ("circle-alert", "warn", QT_TRANSLATE_NOOP("Runs", "Completed with failures"))
    CANCELLED = ("ban", "idle", QT_TRANSLATE_NOOP("Runs", "Cancelled"))
    COMPLETED = ("circle-check", "ok", QT_TRANSLATE_NOOP("Runs", "Completed"))

    @property
    def icon(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> str:
        return self.value[1]


_FIRST_THAT_COUNTS = {
    RunState.LOST: RunLook.LOST,
    RunState.RUNNING: RunLook.RUNNING,
    RunState.QUEUED: RunLook.QUEUED,
    RunState.PAUSED: RunLook.PAUSED,
    RunState.FAILED: RunLook.FAILED,
    RunState.WITH_FAILURES: RunLook.WITH_FAILURES,
    RunState.CANCELLED: RunLook.CANCELLED,
    RunState.COMPLETED: RunLook.COMPLETED,
}

TONES = {state: look.tone for state, look in _FIRST_THAT_COUNTS.items()}
"""The colour of a state, as a part of a bar."""

ORDER = (
    RunState.COMPLETED,
    RunState.WITH_FAILURES,
    RunState.FAILED,
    RunState.LOST,
    RunState.CANCELLED,
    RunState.RUNNING,
    RunState.PAUSED,
    RunState.QUEUED,
)
"""In which the parts of a bar stand, and the words of its legend."""

_LEGEND = {
    RunState.COMPLETED: QT_TRANSLATE_NOOP("Runs", "Completed {count}"),
    RunState.WITH_FAILURES: QT_TRANSLATE_NOOP("Runs", "With failures {count}"),
    RunState.FAILED: QT_TRANSLATE_NOOP("Runs", "Failed {count}"),
    RunState.LOST: QT_TRANSLATE_NOOP("Runs", "Not responding {count}"),
    RunState.CANCELLED: QT_TRANSLATE_NOOP("Runs", "Cancelled {count}"),
    RunState.RUNNING: QT_TRANSLATE_NOOP("Runs", "Running {count}"),
    RunState.PAUSED: QT_TRANSLATE_NOOP("Runs", "Paused {count}"),
    RunState.QUEUED: QT_TRANSLATE_NOOP("Runs", "Waiting {count}"),
}


def look_of(row: RunRow) -> RunLook:
    """The status of a run: that of its businesses which says most about what is to be done."""
    found = (look for state, look in _FIRST_THAT_COUNTS.items() if row.jobs.get(state))
    return next(found, RunLook.COMPLETED)


def status_text(row: RunRow, locale: QLocale) -> str:
    """The word for the status, with how many receipts failed where it is completed."""
    look = look_of(row)
    if look is RunLook.WITH_FAILURES and row.failed:
        return translate("Runs", "Completed with {count} failure(s)", None, plural_of(row.failed)).format(
            count=number_text(row.failed, locale)
        )
    return translate("Runs", str(look.value[2]))


def reason_text(row: RunRow, locale: QLocale) -> str:
    """What there is to say beside the status of a run that does not move on: of how many businesses it is,
    and the files that were not as they should be."""
    look = look_of(row)
    alike = {
        RunLook.LOST: RunState.LOST,
        RunLook.FAILED: RunState.FAILED,
        RunLook.CANCELLED: RunState.CANCELLED,
        RunLook.PAUSED: RunState.PAUSED,
    }.get(look)
    if alike is not None and row.size > 1:
        return translate("Runs", "{count} of {businesses}").format(
            count=number_text(row.jobs[alike], locale), businesses=businesses_text(row.size, locale)
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


def legend_text(state: RunState, count: int, locale: QLocale) -> str:
    """A state with how many businesses are in it."""
    return translate("Runs", str(_LEGEND[state])).format(count=number_text(count, locale))


def parts_of(jobs: Mapping[RunState, int]) -> list[Part]:
    """The parts of a bar, from the reading side. What waits leaves it empty."""
    size = sum(jobs.values())
    shown = [state for state in ORDER if state is not RunState.QUEUED]
    return [
        Part(TONES[state], jobs[state] / size, state is RunState.PAUSED) for state in shown if jobs.get(state)
    ]
