"""`app.core.progress`: percent, speed and time left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.job import JobStatus
from app.core.progress import SpeedMeter, percent
from tests.support.jobs import a_job

RUNNING = JobStatus.RUNNING


@pytest.mark.parametrize(
    ("processed", "total", "expected"),
    [(0, 100, 0.0), (1, 3, 33.3), (2, 3, 66.7), (999, 1000, 99.9), (9_999, 10_000, 99.9), (10, 10, 99.9)],
)
def test_percent_of_a_job_under_way(processed: int, total: int, expected: float) -> None:
    assert percent(a_job(status=RUNNING, processed=processed, total=total)) == expected


@pytest.mark.parametrize(("processed", "total"), [(0, 0), (5, 0), (11, 10)])
def test_percent_where_it_cannot_be_said(processed: int, total: int) -> None:
    assert percent(a_job(status=RUNNING, processed=processed, total=total)) is None


@pytest.mark.parametrize(("processed", "total"), [(0, 0), (3, 10), (10, 10), (11, 10)])
def test_a_completed_job_is_at_a_hundred(processed: int, total: int) -> None:
    assert percent(a_job(status=JobStatus.COMPLETED, processed=processed, total=total)) == 100.0


@given(
    st.sampled_from([status for status in JobStatus if status is not JobStatus.COMPLETED]),
    st.integers(min_value=0, max_value=10**7),
    st.integers(min_value=0, max_value=10**7),
)
def test_nothing_but_a_completed_job_reaches_a_hundred(status: JobStatus, processed: int, total: int) -> None:
    shown = percent(a_job(status=status, processed=processed, total=total))
    assert shown is None or 0 <= shown <= 99.9


def test_speed_is_the_average_over_what_was_seen() -> None:
    meter = SpeedMeter()
    assert meter.per_second is None
    for now, processed in [(100.0, 0), (101.0, 50), (104.0, 200)]:
        meter.see(now, a_job(status=RUNNING, processed=processed, total=1000))
    assert meter.per_second == 50
    assert meter.seconds_left(a_job(status=RUNNING, processed=200, total=1000)) == 16


def test_speed_forgets_what_is_older_than_twenty_seconds() -> None:
    meter = SpeedMeter()
    for second in range(41):
        processed = 1000 + (second - 20) * 5 if second > 20 else second * 50
        meter.see(float(second), a_job(status=RUNNING, processed=processed))
    assert meter.per_second == 5


def test_speed_of_a_job_that_is_looked_at_rarely() -> None:
    meter = SpeedMeter()
    for now, processed in [(0.0, 0), (60.0, 600), (120.0, 1800)]:
        meter.see(now, a_job(status=RUNNING, processed=processed))
    assert meter.per_second == 15


def test_a_pause_does_not_count_into_the_speed() -> None:
    meter = SpeedMeter()
    meter.see(0.0, a_job(status=RUNNING, processed=0))
    meter.see(1.0, a_job(status=RUNNING, processed=50))
    meter.see(2.0, a_job(status=JobStatus.PAUSED, processed=50))
    assert meter.per_second is None
    meter.see(9.0, a_job(status=RUNNING, processed=50))
    assert meter.per_second is None
    meter.see(10.0, a_job(status=RUNNING, processed=80))
    assert meter.per_second == 30


def test_a_new_job_of_the_business_starts_anew() -> None:
    meter = SpeedMeter()
    meter.see(0.0, a_job(status=RUNNING, processed=500))
    meter.see(1.0, a_job(status=RUNNING, processed=0))
    assert meter.per_second is None
    meter.see(2.0, a_job(status=RUNNING, processed=10))
    assert meter.per_second == 10


@pytest.mark.parametrize(("processed", "total"), [(100, 0), (101, 100)])
def test_time_left_where_it_cannot_be_said(processed: int, total: int) -> None:
    meter = SpeedMeter()
    meter.see(0.0, a_job(status=RUNNING, processed=0))
    job = a_job(status=RUNNING, processed=processed, total=total)
    assert meter.seconds_left(job) is None
    meter.see(1.0, job)
    assert meter.seconds_left(job) is None


def test_a_job_that_stands_still_has_no_time_left() -> None:
    meter = SpeedMeter()
    for now, speed in ((0.0, None), (1.0, None), (9.0, 0)):
        meter.see(now, a_job(status=RUNNING, processed=5, total=10))
        assert meter.per_second == speed  # at first nobody knows whether it stands still
    assert meter.seconds_left(a_job(status=RUNNING, processed=5, total=10)) is None


def test_two_looks_in_the_same_moment_say_nothing() -> None:
    meter = SpeedMeter()
    for processed in (5, 6):
        meter.see(7.0, a_job(status=RUNNING, processed=processed))
    assert meter.per_second is None


@pytest.mark.parametrize("lowest_live", [None, 1, 700, 701])
def test_a_completed_job_is_whole_only_where_none_of_its_receipts_is_live(lowest_live: int | None) -> None:
    job = a_job(
        status=JobStatus.COMPLETED, total=10, processed=10, cursor_text='{"last_id": 5, "max_id": 700}'
    )
    assert percent(job, lowest_live) == (100.0 if lowest_live in {None, 701} else 99.9)
    other = a_job(is_foreign=True, status=JobStatus.COMPLETED, total=10, cursor_text='{"last_id": 9}')
    assert percent(other, lowest_live) == 100.0  # ids of its cursor are not those of receipts
