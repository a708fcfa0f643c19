"""What helps a business next, by its state: one step that is recommended, for the details and the toolbar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.results import Answer
from app.core.cursor import has_deferred, has_failures
from app.core.job import Job
from app.core.unpicked import Unpicked, Why
from app.ui.businesses.states import State, state_of
from app.ui.businesses.verdicts import Verdicts
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text, outcome_text
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate


class Step(Enum):
    """What can be done at one press, in the order in which it is urgent; the value is its icon."""

    TAKE_OVER = "hand"
    RESUME = "play"
    RETRY = "rotate-cw"
    ENQUEUE_AGAIN = "server"
    RUN_HERE = "monitor"
    SHOW_FAILURES = "list-checks"


@dataclass(frozen=True, slots=True)
class Advice:
    """The recommended step in words, why, and the steps to press, the recommended one first; none where one
    can only wait, or where somebody else has to do something. `tone` as for states."""

    title: str
    text: str
    steps: tuple[Step, ...]
    tone: str


_TITLES = {
    State.STALE: QT_TRANSLATE_NOOP("Advice", "Recommended: take the job over"),
    State.STUCK: QT_TRANSLATE_NOOP("Advice", "Recommended: take the job over"),
    State.FAILED: QT_TRANSLATE_NOOP("Advice", "Recommended: resume the job"),
    State.PAUSED: QT_TRANSLATE_NOOP("Advice", "Recommended: resume the job"),
    State.LATE: QT_TRANSLATE_NOOP("Advice", "Recommended: wait a moment"),
    State.STILL_RUN: QT_TRANSLATE_NOOP("Advice", "Recommended: wait until it has ended"),
}
_TEXTS = {
    State.STALE: QT_TRANSLATE_NOOP(
        "Advice", "Its worker no longer responds. This console continues from where it stopped."
    ),
    State.STUCK: QT_TRANSLATE_NOOP("Advice", "No worker has picked it up. This console can run it."),
    State.FAILED: QT_TRANSLATE_NOOP("Advice", "It continues from where it stopped."),
    State.PAUSED: QT_TRANSLATE_NOOP("Advice", "It continues from where it stopped."),
    State.LATE: QT_TRANSLATE_NOOP(
        "Advice", "Its worker may only be slow. The job can be taken over in {time} if it stays silent."
    ),
    State.STILL_RUN: QT_TRANSLATE_NOOP("Advice", "Without another heartbeat it counts as ended in {time}."),
}
_BY_STATE = {
    State.STALE: Step.TAKE_OVER,
    State.STUCK: Step.TAKE_OVER,
    State.FAILED: Step.RESUME,
    State.PAUSED: Step.RESUME,
    State.WITH_FAILURES: Step.RETRY,
}
_WITH_A_RECORD = frozenset({State.WITH_FAILURES, State.FAILED})
_DENIED = frozenset({*_BY_STATE, State.NO_JOB})
"""Where a person could do something, if they were allowed to."""


def first_step(shown: ShownRow) -> Step | None:
    """The step that helps this business, as far as it can be done now and from here."""
    state, job = state_of(shown), shown.row.job
    step = _BY_STATE.get(state)
    if step is None or job is None or shown.row.denial is not None:
        return None
    return step if step is not Step.RETRY or can_retry(shown) else None


def can_retry(shown: ShownRow) -> bool:
    """Whether there are receipts that its job gave up, which the person may retry now."""
    job = shown.row.job
    if job is None or shown.row.denial is not None or state_of(shown) not in _WITH_A_RECORD:
        return False
    return has_failures(job.cursor_text) or has_deferred(job.cursor_text)


class HelpfulStep:
    """The step that helps most of a selection, of the rows that `see` was given."""

    def __init__(self) -> None:
        self._steps = Verdicts(lambda shown: None if shown.flaw else first_step(shown))

    def see(self, changed: Iterable[ShownRow]) -> None:
        """Takes new or changed rows in."""
        self._steps.see(changed)

    def of(self, business_ids: Iterable[int]) -> Step | None:
        """For these businesses; of equal ones the more urgent. None where none helps."""
        counted = Counter(self._steps.of(business_ids))
        return max((step for step in Step if counted[step]), key=counted.__getitem__, default=None)


def advice_for(shown: ShownRow, locale: QLocale, now: float) -> Advice | None:
    """What is recommended for this business at `now` (monotonic clock); None where there is nothing to do."""
    state, job = state_of(shown), shown.row.job
    if shown.row.denial is not None and state in _DENIED and (job is not None or shown.row.items_left):
        title = translate("Advice", "Nothing can be done here at the moment")
        return Advice(title, outcome_text(Answer.denied(shown.row.denial)), (), "idle")
    if shown.unpicked is not None:
        return _about_unpicked(shown.unpicked)
    match state:
        case State.WITH_FAILURES if job is not None:
            return _about_failures(shown, job, locale)
        case State.INTERRUPTED:
            return _about_interrupted(shown, locale, now)
        case State.COMPLETED if shown.row.leaves_items:
            return Advice(
                translate("Advice", "Recommended: start a new deletion"),
                translate("Advice", "Some receipts of this job are not deleted. “Delete all…” deletes them."),
                (),
                "warn",
            )
        case _ if state in _TITLES and job is not None:
            return _by_state(shown, job, state, locale, now)
        case _:
            return None


def _by_state(shown: ShownRow, job: Job, state: State, locale: QLocale, now: float) -> Advice:
    until = {State.STILL_RUN: shown.alive_until, State.LATE: _free_from(shown, job)}.get(state) or now
    text = translate("Advice", str(_TEXTS[state])).format(time=duration_text(max(1.0, until - now), locale))
    step = first_step(shown)
    steps = [step] if step else []
    if state is State.FAILED and job.failed and has_failures(job.cursor_text):
        steps.append(Step.SHOW_FAILURES)
    return Advice(translate("Advice", str(_TITLES[state])), text, tuple(steps), state.tone)


def _free_from(shown: ShownRow, job: Job) -> float:
    """From when (monotonic clock) a late job may be taken over, if it stays silent."""
    return shown.read_at + (job.seconds_to_rescue if job.is_late else 0)


def _about_failures(shown: ShownRow, job: Job, locale: QLocale) -> Advice:
    if first_step(shown) is None:
        return Advice(
            translate("Advice", "Recommended: start a new deletion"),
            translate(
                "Advice",
                "The web worker does not record which receipts failed. “Delete all…” tries all of them.",
            ),
            (),
            "warn",
        )
    title = translate(
        "Advice", "Recommended: retry the {count} failed receipt(s)", None, plural_of(job.failed)
    ).format(count=number_text(job.failed, locale))
    text = translate("Advice", "Nothing else is deleted. The reasons are listed under “Failures”.")
    return Advice(title, text, (Step.RETRY, Step.SHOW_FAILURES), "warn")


def _about_interrupted(shown: ShownRow, locale: QLocale, now: float) -> Advice:
    span = duration_text(max(1.0, (shown.free_at or now) - now), locale)
    return Advice(
        translate("Advice", "Recommended: take the job over in {time}").format(time=span),
        translate(
            "Advice",
            "The console that had it has closed. Its last heartbeat must be old enough first.",
        ),
        (),
        "warn",
    )


_UNPICKED = {
    Why.NOBODY: QT_TRANSLATE_NOOP("Advice", "Recommended: start a worker, or run the job here"),
    Why.BUSY: QT_TRANSLATE_NOOP("Advice", "Recommended: wait for a free worker"),
    Why.SOON: QT_TRANSLATE_NOOP("Advice", "Recommended: wait a moment"),
    Why.NO_ENTRY: QT_TRANSLATE_NOOP("Advice", "Recommended: enqueue the job again"),
    Why.UNREACHABLE: QT_TRANSLATE_NOOP("Advice", "Recommended: run the job here"),
}


_UNPICKED_TEXTS = {
    Why.NOBODY: QT_TRANSLATE_NOOP("Advice", "On the server nobody takes it before a worker listens."),
    Why.BUSY: QT_TRANSLATE_NOOP("Advice", "It begins as soon as one of them is free, or here."),
    Why.SOON: QT_TRANSLATE_NOOP("Advice", "A worker is about to take it."),
    Why.NO_ENTRY: QT_TRANSLATE_NOOP("Advice", "Without an entry no worker finds it."),
    Why.UNREACHABLE: QT_TRANSLATE_NOOP("Advice", "Here it needs no queue."),
}


def _about_unpicked(unpicked: Unpicked) -> Advice:
    """Of a job that waits on the server longer than usual; why it does is its reason."""
    is_lost = unpicked.why is Why.NO_ENTRY
    steps = (Step.ENQUEUE_AGAIN, Step.RUN_HERE) if is_lost else (Step.RUN_HERE,)
    tone = "idle" if unpicked.is_listened_for else "warn"
    title, text = _UNPICKED[unpicked.why], _UNPICKED_TEXTS[unpicked.why]
    return Advice(translate("Advice", str(title)), translate("Advice", str(text)), steps, tone)


def step_text(step: Step, shown: ShownRow, locale: QLocale) -> str:
    """What the button of a step says."""
    match step:
        case Step.TAKE_OVER:
            return translate("Advice", "Take over")
        case Step.RESUME:
            return translate("Advice", "Resume")
        case Step.RUN_HERE:
            return translate("Advice", "Run here")
        case Step.ENQUEUE_AGAIN:
            return translate("Advice", "Enqueue again")
        case Step.SHOW_FAILURES:
            return translate("Advice", "Show failures")
        case Step.RETRY:
            count = shown.row.job.failed if shown.row.job else 0
            return translate("Advice", "Retry {count} receipt(s)", None, plural_of(count)).format(
                count=number_text(count, locale)
            )
