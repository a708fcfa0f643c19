"""What is said of a run that has ended: how, in figures, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.runs import CLEAN_UP
from app.core.run import RunRow, RunState
from app.ui.businesses.states import State
from app.ui.runs.looks import LOOKS, first_that_counts
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plural_of
from app.ui.texts.words import businesses_text, name_text, number_text, receipts_text
from app.viewmodel.run_ends import RunEnd

translate = QCoreApplication.translate

BETWEEN = " · "
_TONES = {"idle": "accent"}


@dataclass(frozen=True, slots=True)
class NextAction:
    """What a person can do about a run: an action of `actions.runs.TAKES`, and for how many of what it is:
    of failed receipts, of files, else of jobs. None of them where one can only wait."""

    action: str
    count: int


def look_of(row: RunRow) -> State:
    """How a run looks that has ended."""
    return LOOKS[first_that_counts(row)]


def tone_of(ends: Sequence[RunEnd]) -> str:
    """The tone of a message about them: that of the one which is worst."""
    tones = {look_of(end.row).tone for end in ends}
    worst = next((tone for tone in ("bad", "warn", "idle", "ok") if tone in tones), "accent")
    return _TONES.get(worst, worst)


def run_text(row: RunRow, locale: QLocale, *, named: bool = True) -> str:
    """The run's name; one without a name by its business, or how many it has. `named`: else only that."""
    if named and row.run.name:
        return name_text(row.run.name)
    is_one = named and row.size == 1 and row.business
    what = name_text(row.business) if is_one else businesses_text(row.size, locale)
    return translate("Notifications", "Run of {what}").format(what=what)


def title_text(row: RunRow, locale: QLocale, *, named: bool = True) -> str:
    """What has become of the run."""
    state = first_that_counts(row)
    count = row.failed if state is RunState.WITH_FAILURES else row.jobs.get(state, 0)
    sentence = _whole(state, count) if count == row.size or state in _OF_ITEMS else _part(state, count)
    return sentence.format(
        run=run_text(row, locale, named=named),
        count=number_text(count, locale),
        all=number_text(row.size, locale),
    )


_OF_ITEMS = frozenset({RunState.WITH_FAILURES, RunState.COMPLETED})


def _whole(state: RunState, count: int) -> str:
    match state:
        case RunState.FAILED:
            return translate("Notifications", "{run} failed")
        case RunState.CANCELLED:
            return translate("Notifications", "{run} cancelled")
        case RunState.WITH_FAILURES:
            return translate(
                "Notifications", "{run} completed with {count} failure(s)", None, plural_of(count)
            )
        case RunState.STALE:
            return translate("Notifications", "{run} is not responding")
        case RunState.STUCK:
            return translate("Notifications", "{run} is stuck")
        case RunState.INTERRUPTED:
            return translate("Notifications", "{run} was interrupted")
        case _:
            return translate("Notifications", "{run} completed")


def _part(state: RunState, count: int) -> str:
    match state:
        case RunState.FAILED:
            return translate(
                "Notifications", "{run}: {count} of {all} business(es) failed", None, plural_of(count)
            )
        case RunState.CANCELLED:
            return translate(
                "Notifications", "{run}: {count} of {all} business(es) cancelled", None, plural_of(count)
            )
        case RunState.STALE:
            return translate(
                "Notifications", "{run}: {count} of {all} business(es) not responding", None, plural_of(count)
            )
        case RunState.STUCK:
            return translate(
                "Notifications", "{run}: {count} of {all} business(es) stuck", None, plural_of(count)
            )
        case _:
            return translate(
                "Notifications", "{run}: {count} of {all} business(es) interrupted", None, plural_of(count)
            )


def figures_text(row: RunRow, locale: QLocale) -> str:
    """How much it was; how long it took where it is over."""
    files = row.files
    failed = translate("Notifications", "{count} failed", None, plural_of(row.failed))
    left = translate("Notifications", "{count} file(s) left", None, plural_of(files.left))
    missing = translate("Notifications", "{count} file(s) were missing", None, plural_of(files.missing))
    is_clean = row.jobs.get(RunState.COMPLETED, 0) == row.size  # else it is said of what something failed
    counts = ((failed, row.failed, is_clean), (left, files.left, False), (missing, files.missing, False))
    seconds = None if row.is_active else row.seconds
    parts = [
        businesses_text(row.size, locale),
        receipts_text(row.succeeded, locale),
        *(text.format(count=number_text(count, locale)) for text, count, always in counts if count or always),
        duration_text(seconds, locale) if seconds is not None else "",
    ]
    return BETWEEN.join(filter(None, parts))


def ended_text(ends: Sequence[RunEnd], locale: QLocale, *, named: bool = True) -> str:
    """One sentence about runs that have ended in one moment, for the message bar and the desktop; without
    the name of anything unless `named`."""
    if len(ends) == 1:
        return translate("Notifications", "{title}. {figures}").format(
            title=title_text(ends[0].row, locale, named=named), figures=figures_text(ends[0].row, locale)
        )
    text = translate("Notifications", "{count} run(s) have ended.", None, plural_of(len(ends)))
    return text.format(count=number_text(len(ends), locale))


def next_action(row: RunRow) -> NextAction | None:
    """What helps most; None where all is well, or where a person wanted it so."""
    jobs = row.jobs
    stopped = jobs.get(RunState.STALE, 0) + jobs.get(RunState.STUCK, 0)
    failed, interrupted = jobs.get(RunState.FAILED, 0), jobs.get(RunState.INTERRUPTED, 0)
    if stopped:
        return NextAction("take_over", stopped)
    if interrupted:
        return NextAction("", interrupted)
    if failed:
        return NextAction("resume", failed)
    if jobs.get(RunState.WITH_FAILURES, 0):
        return NextAction("retry", row.failed)
    return NextAction(CLEAN_UP, row.files.left) if row.files.left else None


def next_text(step: NextAction, locale: QLocale) -> str:
    """The step as advice."""
    match step.action:
        case "take_over":
            text = translate(
                "Notifications", "Next: take over the {count} stopped job(s)", None, plural_of(step.count)
            )
        case "resume":
            text = translate(
                "Notifications", "Next: resume the {count} failed deletion(s)", None, plural_of(step.count)
            )
        case "retry":
            text = translate(
                "Notifications", "Next: retry the {count} failed receipt(s)", None, plural_of(step.count)
            )
        case "":
            text = translate(
                "Notifications",
                "Next: in a moment, {count} job(s) can be taken over",
                None,
                plural_of(step.count),
            )
        case _:
            text = translate(
                "Notifications", "Next: clean up the {count} file(s) left", None, plural_of(step.count)
            )
    return text.format(count=number_text(step.count, locale))


def action_text(step: NextAction, locale: QLocale) -> str:
    """What the button of the step says."""
    match step.action:
        case "take_over":
            return translate("Runs", "Take over")
        case "resume":
            return translate("Runs", "Resume")
        case "retry":
            text = translate("Notifications", "Retry {count} receipt(s)", None, plural_of(step.count))
            return text.format(count=number_text(step.count, locale))
        case _:
            return translate("Runs", "Clean up files…")
