"""`core.restore`: what a row of a restore says, read strictly where something is decided by it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.bounds import CURSOR_LENGTH
from app.core.restore import NOTED, Notes, Restore, RestoreStatus, Wanted
from app.core.restore_errors import RestoreDamaged

NOW = datetime(2026, 11, 28, 4, 0)
AT = "2026-11-28 04:00:00.000000"


def a_restore(**values: object) -> Restore:
    row = Restore(
        id=1,
        business_id=2,
        business_name="Orion",
        job_id=3,
        requested_by_user_id=None,
        requested_by=None,
        status=RestoreStatus.RUNNING,
        run_id="",
        run_name="",
        wanted_text=None,
        total=10,
        restored=0,
        conflicts=0,
        failed=0,
        gone=0,
        notes=Notes(),
        last_id=0,
        owner=None,
        last_error=None,
        created_at=NOW,
        updated_at=NOW,
        started_at=None,
        finished_at=None,
        heartbeat_at=NOW,
        read_at=NOW,
    )
    return replace(row, **values)  # type: ignore[arg-type]


@given(
    st.integers(1, 2**31),
    st.lists(st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 30)), min_size=1, max_size=5),
    st.none() | st.lists(st.integers(1, 2**63 - 1), max_size=5),
)
def test_what_is_wanted_is_read_as_it_was_written(
    job_id: int, stamps: list[datetime], items: list[int] | None
) -> None:
    wanted = Wanted(job_id, tuple(stamps), None if items is None else tuple(items))
    assert Wanted.parse(wanted.text()) == wanted


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"job": 1}',
        '{"job": 1, "stamps": []}',
        '{"job": 0, "stamps": ["%s"]}' % AT,  # noqa: UP031
        '{"job": true, "stamps": ["%s"]}' % AT,  # noqa: UP031
        '{"job": "1", "stamps": ["%s"]}' % AT,  # noqa: UP031
        '{"job": 1, "stamps": "%s"}' % AT,  # noqa: UP031
        '{"job": 1, "stamps": ["2026-11-28"]}',
        '{"job": 1, "stamps": ["2026-11-31 04:00:00.000000"]}',
        '{"job": 1, "stamps": ["2026-11-28 04:00:00.000000+02"]}',
        '{"job": 1, "stamps": [null]}',
        '{"job": 1, "stamps": ["%s"], "items": [0]}' % AT,  # noqa: UP031
        '{"job": 1, "stamps": ["%s"], "items": [true]}' % AT,  # noqa: UP031
        '{"job": 1, "stamps": ["%s"], "items": "1"}' % AT,  # noqa: UP031
        '{"job": 1, "stamps": ["%s"], "items": [9223372036854775808]}' % AT,  # noqa: UP031
        '{"job": 1, "stamps": ["%s"], "but": 1}' % AT,  # noqa: UP031
        "[" * 100_000,
        " " * (CURSOR_LENGTH + 1),
    ],
)
def test_what_is_wanted_is_never_guessed(text: str | None) -> None:
    with pytest.raises(RestoreDamaged):
        Wanted.parse(text)


def test_an_empty_choice_is_not_everything() -> None:
    assert Wanted.parse(json.dumps({"job": 1, "stamps": [AT], "items": []})).items == ()


def test_notes_are_bounded_and_odd_ones_left_out() -> None:
    full = Notes().adding([(number, 1) for number in range(NOTED + 5)], [(1, "so")] * 3)
    assert (len(full.conflicts), len(full.failures)) == (NOTED, 3)
    assert Notes.parse(full.text()) == full
    assert len(full.adding([(1, 1)], []).conflicts) == NOTED
    for text in (
        None,
        "",
        "{",
        "[]",
        '{"conflicts": 1, "failures": {}}',
        '{"conflicts": [[1], [1, "x"], 4]}',
    ):
        assert Notes.parse(text) == Notes()
    assert Notes.parse('{"failures": [[1, "so"], [2, 3]]}').failures == ((1, "so"),)


@pytest.mark.parametrize("status", RestoreStatus)
@pytest.mark.parametrize("age", [None, 0, 119, 121])
def test_who_is_alive_and_what_may_be_done(status: RestoreStatus, age: int | None) -> None:
    beat = None if age is None else NOW - timedelta(seconds=age)
    row = a_restore(status=status, heartbeat_at=beat)
    at_work = status in {RestoreStatus.QUEUED, RestoreStatus.RUNNING}
    is_alive = at_work and age in {0, 119}
    assert (row.seconds_alive is not None) == is_alive
    assert row.is_stale == (at_work and not is_alive)
    rests = status in {RestoreStatus.PAUSED, RestoreStatus.FAILED}
    assert row.may_go_on == (rests or (at_work and not is_alive))
    assert row.may_pause == at_work
    assert row.may_cancel == row.is_active == (at_work or status is RestoreStatus.PAUSED)
    assert row.seconds_to_rescue == (0 if not is_alive else 120 - (age or 0))


def test_how_far_it_is() -> None:
    assert a_restore().fraction == 0
    assert a_restore(restored=3, conflicts=1, failed=1).fraction == 0.5
    assert a_restore(restored=30).fraction == 1
    assert a_restore(total=0).fraction == 0
    assert a_restore(status=RestoreStatus.COMPLETED, restored=3).fraction == 1
