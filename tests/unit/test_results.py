"""`app.actions.results`: every answer means to the web API what its HTTP status says."""

from __future__ import annotations

import pytest

from app.actions.results import ActionResult, Answer
from app.core.access import Denial

DONE = {
    *("started", "paused", "pausing", "resumed", "cancelled", "taken_over", "marked_failed", "retrying"),
    "handed_over",
    "restoring",
    "keeps_files",
}
# web-api-contract.md, What the web API does.
WEB = {
    "already_active": 200,
    "nothing_to_delete": 200,
    "too_soon": 429,
    "no_permission": 403,
    "other_business": 403,
    "page_disabled": 403,
    "no_such_business": 404,
    "several_businesses": 400,
    "no_such_job": 404,
    "wrong_status": 400,
    "still_alive": 400,
    "nothing_to_retry": 400,
    "other_job_type": 400,
    "run_elsewhere": 400,
    "cursor_damaged": 400,
    "business_inactive": 403,
    "not_written": 503,
    "not_entered": 503,
    "restore_active": 409,
    "nothing_to_restore": 200,
    "no_such_restore": 404,
}


@pytest.mark.parametrize("answer", Answer)
def test_the_web_status_of_every_answer(answer: Answer) -> None:
    assert answer.web_status == (200 if answer.value in DONE else WEB[answer.value])


@pytest.mark.parametrize("answer", Answer)
def test_what_was_done(answer: Answer) -> None:
    assert answer.is_done == (answer.value in DONE)
    harmless = {"nothing_to_delete", "nothing_to_retry", "nothing_to_restore"}
    assert answer.is_harmless == (answer.value in harmless)
    assert answer.runs_here == (answer.value in {"started", "resumed", "taken_over", "retrying"})
    assert answer.is_on_server == (answer.value in {"handed_over", "not_entered"})


@pytest.mark.parametrize("denial", Denial)
def test_every_denial_is_an_answer(denial: Denial) -> None:
    assert Answer.denied(denial).value == denial.value
    assert Answer.denied(denial).web_status == 403


def test_a_result_without_more() -> None:
    result = ActionResult(Answer.NO_SUCH_JOB, None)
    assert (result.job, result.seconds, result.detail) == (None, None, "")
