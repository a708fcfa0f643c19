"""What is recommended by state: one step, only where it can be taken, and else what to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale

from app.actions.results import Answer
from app.core.access import Denial
from app.core.job import LATE_AFTER, STALE_AFTER, STUCK_AFTER, JobStatus
from app.ui.businesses.advice import HelpfulStep, Step, advice_for, can_retry, first_step, step_text
from app.ui.businesses.states import State, state_of
from app.ui.texts.durations import duration_text
from app.ui.texts.words import outcome_text
from app.ui.window.availability import (
    resume_disabled_reason,
    retry_disabled_reason,
    take_over_disabled_reason,
)
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState
from tests.support.rows import a_row

pytestmark = pytest.mark.usefixtures("qapp")
ENGLISH = QLocale(QLocale.Language.English)
NOW = 1000.0
RECORDED = '{"failed": [[7, "locked by another transaction"]]}'
STALE = a_row(1, status=JobStatus.RUNNING, idle_seconds=STALE_AFTER + 1)
STUCK = a_row(1, status=JobStatus.QUEUED, idle_seconds=STUCK_AFTER + 1)
FAILED = a_row(1, status=JobStatus.FAILED)
PAUSED = a_row(1, status=JobStatus.PAUSED)
WITH_FAILURES = a_row(1, status=JobStatus.COMPLETED, failed=3, cursor_text=RECORDED)
UNRECORDED = a_row(1, status=JobStatus.COMPLETED, failed=3)
QUIET = [
    a_row(1),
    a_row(1, left=0),
    a_row(1, status=JobStatus.RUNNING, local=LocalState(1)),
    a_row(1, status=JobStatus.QUEUED),
    a_row(1, status=JobStatus.COMPLETED),
    a_row(1, status=JobStatus.CANCELLED),
]
RULES = {
    Step.TAKE_OVER: take_over_disabled_reason,
    Step.RESUME: resume_disabled_reason,
    Step.RETRY: retry_disabled_reason,
}


@pytest.mark.parametrize(
    ("shown", "steps"),
    [
        (STALE, (Step.TAKE_OVER,)),
        (STUCK, (Step.TAKE_OVER,)),
        (FAILED, (Step.RESUME,)),
        (
            a_row(1, status=JobStatus.FAILED, failed=2, cursor_text=RECORDED),
            (Step.RESUME, Step.SHOW_FAILURES),
        ),
        (PAUSED, (Step.RESUME,)),
        (WITH_FAILURES, (Step.RETRY, Step.SHOW_FAILURES)),
        (UNRECORDED, ()),
        (a_row(1, status=JobStatus.COMPLETED, lowest_live=3, cursor_text='{"last_id": 5}'), ()),
    ],
)
def test_one_step_is_recommended_and_can_be_taken(shown: ShownRow, steps: tuple[Step, ...]) -> None:
    advice = advice_for(shown, ENGLISH, NOW)
    assert advice is not None
    assert advice.steps == steps
    assert advice.title
    assert advice.text
    assert first_step(shown) is (steps[0] if steps else None)
    for step in steps[:1]:
        assert RULES[step](shown) is None
    assert len({step_text(step, shown, ENGLISH) for step in steps}) == len(steps)


@pytest.mark.parametrize("shown", QUIET)
def test_where_nothing_is_to_be_done_nothing_is_recommended(shown: ShownRow) -> None:
    assert advice_for(shown, ENGLISH, NOW) is None
    assert first_step(shown) is None


@pytest.mark.parametrize("shown", [STALE, STUCK, FAILED, PAUSED, WITH_FAILURES, UNRECORDED, a_row(1)])
@pytest.mark.parametrize("denial", list(Denial))
def test_who_may_not_act_is_told_why(shown: ShownRow, denial: Denial) -> None:
    shown = replace(shown, row=replace(shown.row, denial=denial))
    advice = advice_for(shown, ENGLISH, NOW)
    assert advice is not None
    assert (advice.steps, first_step(shown), can_retry(shown)) == ((), None, False)
    assert advice.text == outcome_text(Answer.denied(denial))


def test_what_is_not_free_yet_says_when() -> None:
    interrupted = replace(a_row(1, status=JobStatus.RUNNING, idle_seconds=20, free_at=NOW + 90), read_at=NOW)
    late = replace(a_row(1, status=JobStatus.RUNNING, idle_seconds=LATE_AFTER + 10), read_at=NOW)
    assert [state_of(interrupted), state_of(late)] == [State.INTERRUPTED, State.LATE]
    for shown, seconds in ((interrupted, 90), (late, STALE_AFTER - LATE_AFTER - 10)):
        for passed in (0, 5):
            advice = advice_for(shown, ENGLISH, NOW + passed)
            assert advice is not None
            assert duration_text(seconds - passed, ENGLISH) in advice.title + advice.text
            assert advice.steps == ()


@pytest.mark.parametrize(
    ("rows", "step"),
    [
        ([], None),
        (QUIET, None),
        ([*QUIET, PAUSED], Step.RESUME),
        ([STALE, WITH_FAILURES, PAUSED], Step.TAKE_OVER),
        ([STALE, WITH_FAILURES, WITH_FAILURES], Step.RETRY),
        ([STUCK, STALE, UNRECORDED], Step.TAKE_OVER),
    ],
)
def test_the_toolbar_offers_what_helps_most(rows: Sequence[ShownRow], step: Step | None) -> None:
    helpful = HelpfulStep()
    helpful.see(_of_another_business(shown, place) for place, shown in enumerate(rows))
    assert helpful.of(range(len(rows))) is step


def test_what_helps_follows_a_row_that_changes() -> None:
    helpful = HelpfulStep()
    helpful.see([_of_another_business(PAUSED, 1)])
    assert helpful.of([1, 2]) is Step.RESUME
    helpful.see([_of_another_business(STALE, 1)])
    assert helpful.of([1, 2]) is Step.TAKE_OVER
    helpful.see([_of_another_business(QUIET[0], 1)])
    assert helpful.of([1, 2]) is None


def _of_another_business(shown: ShownRow, business_id: int) -> ShownRow:
    business = replace(shown.row.business, id=business_id)
    return replace(shown, row=replace(shown.row, business=business))
