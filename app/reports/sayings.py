"""What a report calls things, marked for the translators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.actions.next_step import NextStep
from app.core.policy import PaceMode, Policy
from app.core.run import RunState
from app.core.whereabouts import Place, Whereabouts
from app.reports.noop import QT_TRANSLATE_NOOP

if TYPE_CHECKING:  # the window has these words from its start, and makes a report seldom
    from app.actions.report import Refused, Undone
    from app.reports.words import Words

REFUSED = {
    "nothing_to_delete": QT_TRANSLATE_NOOP("Runs", "Nothing to delete"),
    "already_active": QT_TRANSLATE_NOOP("Runs", "A deletion was already active"),
    "still_alive": QT_TRANSLATE_NOOP("Runs", "A deletion was still running"),
    "too_soon": QT_TRANSLATE_NOOP("Runs", "Started less than a minute before"),
    "no_permission": QT_TRANSLATE_NOOP("Runs", "No permission"),
    "other_business": QT_TRANSLATE_NOOP("Runs", "No permission"),
    "page_disabled": QT_TRANSLATE_NOOP("Runs", "Receipts page not enabled"),
    "business_inactive": QT_TRANSLATE_NOOP("Runs", "Inactive business"),
    "no_such_business": QT_TRANSLATE_NOOP("Runs", "No such business"),
}
"""Why a business got no job, by the values of `actions.results.Answer`."""

STATES = {
    RunState.COMPLETED: QT_TRANSLATE_NOOP("Words", "Completed"),
    RunState.WITH_FAILURES: QT_TRANSLATE_NOOP("Words", "Completed with failures"),
    RunState.CANCELLED: QT_TRANSLATE_NOOP("Words", "Cancelled"),
    RunState.FAILED: QT_TRANSLATE_NOOP("Words", "Failed"),
    RunState.STALE: QT_TRANSLATE_NOOP("RunChips", "Not responding"),
    RunState.STUCK: QT_TRANSLATE_NOOP("RunChips", "Stuck"),
    RunState.INTERRUPTED: QT_TRANSLATE_NOOP("RunChips", "Interrupted"),
    RunState.RUNNING: QT_TRANSLATE_NOOP("Words", "Running"),
    RunState.PAUSED: QT_TRANSLATE_NOOP("Words", "Paused"),
    RunState.QUEUED: QT_TRANSLATE_NOOP("Words", "Queued"),
}
"""How a business of a run stands."""

COUNTED = {
    RunState.COMPLETED: QT_TRANSLATE_NOOP("StatusFilter", "Completed"),
    RunState.WITH_FAILURES: QT_TRANSLATE_NOOP("StatusFilter", "With failures"),
    RunState.CANCELLED: QT_TRANSLATE_NOOP("StatusFilter", "Cancelled"),
    RunState.FAILED: QT_TRANSLATE_NOOP("StatusFilter", "Failed"),
    RunState.RUNNING: QT_TRANSLATE_NOOP("StatusFilter", "Running"),
    RunState.PAUSED: QT_TRANSLATE_NOOP("StatusFilter", "Paused"),
    RunState.QUEUED: QT_TRANSLATE_NOOP("StatusFilter", "Queued"),
}
"""What several in one state are called, where that is another word than STATES has."""

STEPS = {
    NextStep.NOTHING: "",
    NextStep.RETRY: QT_TRANSLATE_NOOP("Report", "Retry"),
    NextStep.RESUME: QT_TRANSLATE_NOOP("Report", "Resume"),
    NextStep.TAKE_OVER: QT_TRANSLATE_NOOP("Report", "Take over"),
    NextStep.WAIT: QT_TRANSLATE_NOOP("Report", "Wait for that deletion"),
    NextStep.DELETE_AGAIN: QT_TRANSLATE_NOOP("Report", "Start a new deletion"),
    NextStep.CLEAN_UP: QT_TRANSLATE_NOOP("Report", "Clean up files"),
    NextStep.CONFIRM_MISSING: QT_TRANSLATE_NOOP("Report", "Confirm that the files are gone"),
    NextStep.ASK_DATABASE: QT_TRANSLATE_NOOP("Report", "Ask who runs the database, then retry"),
    NextStep.ASK_PERMISSION: QT_TRANSLATE_NOOP("Report", "Ask for permission"),
    NextStep.ENABLE_PAGE: QT_TRANSLATE_NOOP("Report", "Enable the receipts page first"),
    NextStep.ACTIVATE: QT_TRANSLATE_NOOP("Report", "Activate the business first"),
    NextStep.CHECK_NAME: QT_TRANSLATE_NOOP("Report", "Check the name or ID"),
}
"""What a person can do about it."""

ENVIRONMENTS = {
    "production": QT_TRANSLATE_NOOP("Environment", "Production"),
    "staging": QT_TRANSLATE_NOOP("Environment", "Staging"),
    "test": QT_TRANSLATE_NOOP("Environment", "Test"),
    "development": QT_TRANSLATE_NOOP("Environment", "Development"),
    "demo": QT_TRANSLATE_NOOP("Environment", "Demo"),
}
"""What a connection is for; another word is said as a person has written it."""


def undone_reason(one: Undone, words: Words) -> str:
    """Why it was not done: how the job stands, where it did not come to its end, and what its row says."""
    said = words.said(one.reason)
    if one.state is None:
        return said or "–"
    state = state_text(one.state, words)
    return f"{state}: {said}" if said else state


def refusal_text(one: Refused, words: Words) -> str:
    """Why a business got no job."""
    known = REFUSED.get(one.answer)
    return words.translate("Runs", known) if known else words.ltr(one.answer) if one.answer else "–"


def step_text(step: NextStep, words: Words) -> str:
    """What a person can do about it; “–” where there is nothing to do."""
    return words.translate("Report", STEPS[step]) if STEPS[step] else "–"


def state_text(state: RunState, words: Words) -> str:
    """How a business of the run stands."""
    text = STATES[state]
    return words.translate(
        "RunChips" if state in {RunState.STALE, RunState.STUCK, RunState.INTERRUPTED} else "Words", text
    )


def place_text(found: Whereabouts, words: Words) -> str:
    """Where a business of the run was dealt with."""
    match found.place:
        case Place.COMPUTER:
            return words.isolate(found.name)
        case Place.SERVER_WORKER:
            return words.translate("Places", "Server worker {name}").format(name=words.ltr(found.name))
        case Place.SERVER_QUEUE:
            return words.translate("Places", "Waits on the server")
        case Place.WEB:
            return words.translate("Places", "Web worker")


def businesses_text(count: int, words: Words) -> str:
    """So many of them."""
    translate = words.translate
    text = translate("Report", "{count} business(es)", None, count)
    return text.format(count=words.number(count))


def pace_text(policy: Policy | None, words: Words) -> str:
    """How hard the run was to work; “–” where nobody has kept it."""
    translate = words.translate
    if policy is None:
        return "–"
    if policy.mode is PaceMode.ADAPTIVE:
        return translate("Report", "Adaptive")
    text = translate("Report", "Fixed: {batch} receipts a batch, {pause} ms between two")
    return text.format(batch=words.number(policy.batch_size), pause=words.number(policy.throttle_ms))
