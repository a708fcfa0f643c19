"""`app.core.stamps`: one stamp for each slice, and the counts of all."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.stamps import LONG_SLICE, MANY, SLICE, Stamp, counted, parse, present

BEGAN = datetime(2026, 11, 28, 9, 30, 0, 250)
STAMPS = (Stamp(BEGAN - timedelta(hours=1), 3), Stamp(BEGAN, 4))
JOT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("passed", "goes_on"),
    [(timedelta(), True), (SLICE - JOT, True), (SLICE, False), (-JOT, False), (-timedelta(days=1), False)],
)
def test_a_slice_ends_after_a_minute_and_where_the_clock_was_set_back(
    passed: timedelta, goes_on: bool
) -> None:
    now = BEGAN + passed
    assert present(STAMPS, now) == (BEGAN if goes_on else now)


def test_without_any_a_slice_begins() -> None:
    assert present((), BEGAN) == BEGAN


def test_a_job_of_many_slices_has_longer_ones() -> None:
    many = (Stamp(BEGAN, 1),) * MANY
    assert present(many, BEGAN + SLICE) == BEGAN
    assert present(many, BEGAN + LONG_SLICE) == BEGAN + LONG_SLICE


def test_what_is_counted_is_added_to_the_last_one() -> None:
    assert counted(STAMPS, BEGAN, 5) == (STAMPS[0], Stamp(BEGAN, 9))
    later = BEGAN + SLICE
    assert counted(STAMPS, later, 5) == (*STAMPS, Stamp(later, 5))


@given(st.lists(st.builds(Stamp, st.datetimes(), st.integers(0, 2**31)), max_size=5).map(tuple))
def test_what_is_written_is_read_again(stamps: tuple[Stamp, ...]) -> None:
    assert parse([json.loads(one.text) for one in stamps]) == stamps
