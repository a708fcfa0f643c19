"""`app.core.run`: what a person gives is cleaned and bounded; what a cursor holds is read or left alone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.bounds import CURSOR_LENGTH
from app.core.cursor import (
    FAILURES_KEPT,
    HIGHEST_ID,
    PLACE,
    REASON_LENGTH,
    Cursor,
    FailedItem,
    claimed_in_place,
    new_in_queue,
)
from app.core.job import JobStatus
from app.core.policy import Policy
from app.core.run import (
    NAME_LENGTH,
    NOTE_LENGTH,
    REFUSED_KEPT,
    RUN_LENGTH,
    FileCounts,
    Run,
    RunLabel,
    policy_in,
    policy_json,
    run_in,
)
from app.core.run_errors import RunLabelTooLong
from app.core.text import cleaned, visible
from tests.support.runs import json_values, policies, runs

QUEUE, TOKEN = "sweep:desk-1.local:1:0a0b0c0d0e0f/queue", "sweep:desk-1.local:1:0a0b0c0d0e0f/7"


@given(st.text(), st.text())
@example("a\nb\u202ec", "x" * (NOTE_LENGTH + 1))
@example("x" * (NAME_LENGTH + 1), "")
def test_a_label_is_clean_and_bounded(name: str, note: str) -> None:
    if len(cleaned(name)) > NAME_LENGTH or len(cleaned(note)) > NOTE_LENGTH:
        with pytest.raises(RunLabelTooLong):
            RunLabel(name, note)
        return
    label = RunLabel(name, note)
    for text in (label.name, label.note):
        assert text == text.strip() == visible(text)
        text.encode()
    assert RunLabel(label.name, label.note) == label


def test_words_that_a_line_parts_stay_parted() -> None:
    assert RunLabel(" SUP-1\u200e ", "one\r\n two\tthree") == RunLabel("SUP-1", "one two three")


@given(runs)
def test_a_run_is_read_as_it_was_written(run: Run) -> None:
    cursor = Cursor(7, 9, "w", (FailedItem(3, '"run": {"id": "0123456789ab"}'),), run=run, other={"x": 1})
    assert Cursor.parse(cursor.text()) == cursor
    assert run_in(cursor.text()) == run


@given(json_values)
def test_what_is_no_run_damages_nothing_and_survives(value: Any) -> None:
    text = json.dumps({"last_id": 4, "max_id": 9, "run": value})
    cursor = Cursor.parse(text)
    assert json.loads(cursor.text()) == json.loads(text)


@pytest.mark.parametrize(
    "value",
    [
        {"id": "0123456789AB"},
        {"id": "0123456789ab", "name": None},
        {"id": "0123456789ab", "name": "x" * (NAME_LENGTH + 1)},
        {"id": "0123456789ab", "refused": {"too_soon": [True]}},
        {"id": "0123456789ab", "unlisted": True},
    ],
)
def test_what_is_not_quite_a_run_is_none(value: Any) -> None:
    cursor = Cursor.parse(json.dumps({"last_id": 4, "run": value}))
    assert cursor.run is None
    assert json.loads(cursor.text())["run"] == value


@given(runs.filter(lambda run: not run.other), st.booleans())
def test_a_new_job_of_a_run_is_claimed_within_its_text(run: Run, accept_missing: bool) -> None:
    new = Cursor(max_id=9, worker=QUEUE, user_id=3, accept_missing=accept_missing, run=run)
    assert re.search(new_in_queue(QUEUE), new.text())
    before, after = claimed_in_place(QUEUE, TOKEN, (0, 0))
    claimed = new.text().replace(before, after.replace(PLACE, "2026-01-01 10:00:00"))
    assert Cursor.parse(claimed).run == run
    assert Cursor.parse(claimed).text() == claimed


@given(runs)
def test_every_change_keeps_the_run(run: Run) -> None:
    begun = Cursor(4, 9, "w", (FailedItem(3, "x"),), run=run, files=FileCounts(1, 2, 3, 4))
    for changed in (
        begun.owned_by("another"),
        begun.wished_by(3, "queue"),
        begun.retrying(JobStatus.COMPLETED),
        Cursor.parse(json.dumps({**json.loads(begun.text()), "last_id": 8})),
    ):
        assert (changed.run, changed.files) == (run, begun.files)


@given(policies)
def test_a_run_keeps_what_of_its_policy_tells_how_it_went(policy: Policy) -> None:
    run = Run.parse(json.loads(json.dumps(Run.fresh(RunLabel("x"), "desk", policy).json)))
    assert run
    kept = policy_in(run)
    assert kept
    assert policy_json(kept) == policy_json(policy)


@given(json_values)
def test_what_is_no_policy_is_none_and_survives(value: Any) -> None:
    odd = {"id": "0123456789ab", "policy": value}
    run = Run.parse(odd)
    assert run
    assert run.json == odd
    if not isinstance(value, dict) or value.get("mode") not in ("fixed", "adaptive"):
        assert policy_in(run) is None


@pytest.mark.parametrize(
    "policy",
    [
        {"mode": ["fixed"]},
        {"mode": "fixed", "batch_size": 10**9},
        {"mode": "fixed", "batch_size": "9"},
        {"mode": "fixed", "throttle_ms": True},
        {"mode": "adaptive", "runtime_cap_seconds": -1},
    ],
)
def test_a_policy_out_of_bounds_is_none(policy: Any) -> None:
    run = Run.parse({"id": "0123456789ab", "policy": policy})
    assert run
    assert policy_in(run) is None


def test_refused_businesses_beyond_the_bound_are_counted() -> None:
    run = Run("0123456789ab").refusing({"too_soon": range(10), "nothing_to_delete": range(REFUSED_KEPT)})
    assert run.refused["too_soon"] == tuple(range(10))
    assert (sum(map(len, run.refused.values())), run.unlisted) == (REFUSED_KEPT, 10)


def test_the_longest_cursor_with_the_longest_run_is_read() -> None:
    wide = "\U0001f9fe"
    refused = {"business_inactive": range(HIGHEST_ID - REFUSED_KEPT, HIGHEST_ID)}
    run = Run("0" * 16, wide * NAME_LENGTH, wide * NOTE_LENGTH, "w" * 60).refusing(refused)
    failed = tuple(FailedItem(HIGHEST_ID, wide * REASON_LENGTH) for _ in range(FAILURES_KEPT))
    cursor = Cursor(HIGHEST_ID, HIGHEST_ID, TOKEN, failed, run=run)
    assert len(cursor.text()) <= CURSOR_LENGTH
    assert len(json.dumps(run.json)) <= RUN_LENGTH
    assert Cursor.parse(cursor.text()) == cursor


@pytest.mark.parametrize("value", [None, 5, [], [1, 2, 3], [1, 2, 3, -1], [1, 2, 3, True], {"a": 1}])
def test_files_that_are_none_count_nothing(value: Any) -> None:
    assert Cursor.parse(json.dumps({"last_id": 4, "files": value})).files == FileCounts()
