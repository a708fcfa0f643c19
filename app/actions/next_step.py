"""What a person can do about a thing that a run did not do."""

from __future__ import annotations

from enum import StrEnum

from app.actions.results import Answer
from app.core import database_messages, messages
from app.core.message import Message, one_line
from app.core.run import RunState


class NextStep(StrEnum):
    """By the names that the JSON of a report has."""

    NOTHING = "nothing"
    RETRY = "retry"
    RESUME = "resume"
    TAKE_OVER = "take_over"
    WAIT = "wait"
    DELETE_AGAIN = "delete_again"
    CLEAN_UP = "clean_up_files"
    CONFIRM_MISSING = "confirm_missing_files"
    ASK_DATABASE = "ask_database_administrator"
    ASK_PERMISSION = "ask_for_permission"
    ENABLE_PAGE = "enable_receipts_page"
    ACTIVATE = "activate_business"
    CHECK_NAME = "check_name"


_PASSES = (
    messages.LOCKED,
    messages.BATCH_NOT_DELETED,
    database_messages.ROWS_LOCKED,
    database_messages.DATABASE_BUSY,
    database_messages.CONNECTION_LOST,
)
"""Reasons that are gone by themselves: whoever tries again may succeed."""

_OF_STATE = {
    RunState.FAILED: NextStep.RESUME,
    RunState.PAUSED: NextStep.RESUME,
    RunState.INTERRUPTED: NextStep.RESUME,
    RunState.STALE: NextStep.TAKE_OVER,
    RunState.STUCK: NextStep.TAKE_OVER,
    RunState.RUNNING: NextStep.WAIT,
    RunState.QUEUED: NextStep.WAIT,
    RunState.CANCELLED: NextStep.DELETE_AGAIN,
    RunState.COMPLETED: NextStep.DELETE_AGAIN,
    RunState.WITH_FAILURES: NextStep.DELETE_AGAIN,
}

_OF_ANSWER = {
    Answer.NOTHING_TO_DELETE: NextStep.NOTHING,
    Answer.ALREADY_ACTIVE: NextStep.WAIT,
    Answer.STILL_ALIVE: NextStep.WAIT,
    Answer.TOO_SOON: NextStep.DELETE_AGAIN,
    Answer.NO_PERMISSION: NextStep.ASK_PERMISSION,
    Answer.OTHER_BUSINESS: NextStep.ASK_PERMISSION,
    Answer.PAGE_DISABLED: NextStep.ENABLE_PAGE,
    Answer.BUSINESS_INACTIVE: NextStep.ACTIVATE,
    Answer.NO_SUCH_BUSINESS: NextStep.CHECK_NAME,
    Answer.SEVERAL_BUSINESSES: NextStep.CHECK_NAME,
}


def after_failed_items(reason: str) -> NextStep:
    """Of items that were recorded as failed for this reason, as the row has it."""
    return NextStep.RETRY if _is_one_of(_PASSES, reason) else NextStep.ASK_DATABASE


def after_job(state: RunState) -> NextStep:
    """Of a job that is in this state, with items that it has not deleted."""
    return _OF_STATE[state]


def after_files(last_error: str | None) -> NextStep:
    """Of files that a job has left."""
    said = messages.sentences(one_line(last_error or ""))
    is_held = any(_is_one_of((messages.FILES_HELD,), one) for one in said)
    return NextStep.CONFIRM_MISSING if is_held else NextStep.CLEAN_UP


def after_refusal(answer: str) -> NextStep:
    """Of a business that got no job; one that a later version has refused may have any answer."""
    return _OF_ANSWER.get(Answer(answer), NextStep.CHECK_NAME) if answer in set(Answer) else NextStep.NOTHING


def _is_one_of(known: tuple[Message, ...], said: str) -> bool:
    found = messages.recognized(one_line(said))
    return found is not None and found[0] in known
