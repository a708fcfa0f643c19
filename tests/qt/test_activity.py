"""`app.viewmodel.activity`: what the window remembers of speeds and workers, and that it forgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core.job import JobStatus
from app.engine.events import Ending, SliceResult, Step, WaitReason
from app.viewmodel.activity import (
    BUCKET_SECONDS,
    BUCKETS,
    EVENTS_KEPT,
    FINE_SECONDS,
    JOBS_KEPT,
    Activity,
    Batches,
    Began,
    Course,
    Left,
    Waited,
    What,
)
from app.viewmodel.rows import Connected
from tests.support.rows import a_row

RUNNING, QUEUED, PAUSED, COMPLETED = (
    JobStatus.RUNNING,
    JobStatus.QUEUED,
    JobStatus.PAUSED,
    JobStatus.COMPLETED,
)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Seen:
    """A activity, and a clock that goes when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.activity = Activity(lambda: self.seconds, lambda: NOON + timedelta(seconds=self.seconds))

    def row(self, processed: int, status: JobStatus = RUNNING, job: int = 1) -> None:
        """The poller shows the job."""
        shown = a_row(job, status=status, total=10_000, processed=processed)
        self.activity.see_rows((shown,))

    def poll(self, *, ok: bool = True) -> None:
        self.activity.see_poll(Connected(ok, "db"))

    def run(self, seconds: float, per_second: float, start: int = 0, job: int = 1) -> int:
        """The job runs at this speed, and is looked at every second and a half."""
        done = float(start)
        for _ in range(round(seconds / 1.5)):
            self.seconds += 1.5
            done += 1.5 * per_second
            self.row(round(done), job=job)
            self.poll()
        return round(done)

    def known(self, *jobs: int) -> list[float]:
        return [rate for rate in self.activity.course(jobs or (1,)).rates if rate is not None]

    def told(self, job: int = 1) -> list[What]:
        """Oldest first."""
        return [event.what for event in reversed(self.activity.events(job))]


@pytest.fixture
def seen(qapp: object) -> Seen:
    return Seen()


def test_nothing_is_known_of_a_job_that_was_never_seen(seen: Seen) -> None:
    assert seen.activity.course([1]) == Course()
    assert seen.activity.events(1) == ()
    assert seen.activity.progress_age(1) is None


def test_a_steady_job_has_a_steady_curve(seen: Seen) -> None:
    seen.row(0)
    seen.run(60, 100)
    known = seen.known()
    assert len(known) >= 10
    assert known == pytest.approx([100.0] * len(known), abs=1.0)


def test_the_curve_ends_ten_minutes_ago(seen: Seen) -> None:
    seen.row(0)
    done = seen.run(300, 10)
    seen.run(BUCKETS * BUCKET_SECONDS, 20, done)
    course = seen.activity.course([1])
    rates = course.rates
    assert (len(rates), course.step, course.age) == (BUCKETS, BUCKET_SECONDS, 0.0)
    assert None not in rates
    assert seen.known() == pytest.approx([20.0] * BUCKETS, abs=0.5)


def test_a_job_that_stands_still_is_seen_to(seen: Seen) -> None:
    """The poller does not show a row that has not changed; that the poll is through says it."""
    seen.row(0)
    done = seen.run(60, 100)
    for _ in range(40):
        seen.seconds += 1.5
        seen.poll()
    seen.row(done + 50)
    assert seen.known()[-8:] == [0.0] * 8
    assert sum(seen.known()) * BUCKET_SECONDS < done + 50


def test_what_was_done_while_nobody_looked_is_spread_over_the_time(seen: Seen) -> None:
    seen.row(0)
    seen.seconds += 300
    seen.poll(ok=False)
    seen.row(3000)
    assert seen.known() == pytest.approx([10.0] * len(seen.known()))
    assert len(seen.known()) == 59


def test_hours_without_a_look_cost_no_more_than_ten_minutes(seen: Seen) -> None:
    seen.row(0)
    seen.seconds += 24 * 3600
    seen.row(86_400)
    assert seen.known() == pytest.approx([1.0] * BUCKETS)


def test_a_pause_is_no_speed_and_the_end_is_the_end(seen: Seen) -> None:
    seen.row(0)
    done = seen.run(30, 100)
    seen.row(done, PAUSED)
    for _ in range(20):
        seen.seconds += 1.5
        seen.poll()
    assert seen.known()[-5:] == [0.0] * 5
    seen.row(done, COMPLETED)
    seen.seconds += 60
    seen.poll()
    course = seen.activity.course([1])
    assert course.age == 60
    assert course.rates[-1] == 0.0


@pytest.mark.parametrize("seconds", [3, 12, 45])
def test_a_short_job_fills_its_own_time(seen: Seen, seconds: int) -> None:
    """It would be a spike in ten minutes."""
    seen.row(0)
    done = seen.run(seconds, 100)
    for status in (RUNNING, COMPLETED):
        seen.row(done, status)
        course = seen.activity.course([1])
        assert course.step == FINE_SECONDS
        assert len(course.rates) * course.step == pytest.approx(seconds, abs=1)
        assert course.rates[-2:] == pytest.approx([100.0] * 2)
    seen.seconds += 3600
    assert seen.activity.course([1]).rates == course.rates


def test_jobs_together_are_shown_from_the_first_to_the_last(seen: Seen) -> None:
    seen.row(0)
    done = seen.run(15, 100)
    seen.row(done, COMPLETED)
    seen.row(0, job=2)
    done = seen.run(15, 40, job=2)
    seen.row(done, COMPLETED, job=2)
    seen.seconds += 7
    course = seen.activity.course([1, 2])
    assert len(course.rates) * course.step == pytest.approx(30, abs=1)
    assert course.age == 7
    assert course.rates[10] == pytest.approx(100)
    assert course.rates[-5] == pytest.approx(40)


def test_receipts_that_are_tried_again_are_no_negative_speed(seen: Seen) -> None:
    seen.row(100)
    seen.seconds += 6
    seen.row(90)
    seen.seconds += 12
    seen.row(100)
    assert min(seen.known()) >= 0


def test_several_jobs_are_added_up(seen: Seen) -> None:
    for job in (1, 2):
        seen.row(0, job=job)
    for second in range(1, 61):
        seen.seconds += 1
        seen.row(10 * second, job=1)
        seen.row(30 * second, job=2)
    assert seen.known(1, 2) == pytest.approx([40.0] * len(seen.known(1, 2)), abs=0.5)
    assert seen.known(1, 2, 3) == seen.known(1, 2)


def test_how_long_ago_a_job_moved(seen: Seen) -> None:
    seen.row(5, QUEUED)
    assert seen.activity.progress_age(1) is None
    seen.row(5)
    seen.seconds += 7
    assert seen.activity.progress_age(1) == (7.0, False)
    seen.row(6)
    seen.seconds += 3
    seen.row(6)
    assert seen.activity.progress_age(1) == (3.0, True)


def test_memory_is_bounded_for_any_number_of_jobs(seen: Seen) -> None:
    for job in range(1, JOBS_KEPT + 50):
        seen.row(0, job=job)
        seen.row(9, COMPLETED, job=job)
    seen.seconds += 60
    seen.poll()
    assert seen.activity.progress_age(1) is None
    assert seen.activity.progress_age(JOBS_KEPT) is not None


def test_a_job_that_runs_is_never_forgotten_for_others(seen: Seen) -> None:
    """Else the plot would know nothing of one whose speed stands beside it."""
    for _ in range(20):
        seen.run(1.5, 45)
        for job in range(2, JOBS_KEPT + 50):
            seen.row(0, QUEUED if job % 2 else COMPLETED, job=job)
    assert seen.activity.is_watching([1])
    assert seen.known()


def test_whether_a_job_is_followed_is_known_before_its_first_rate(seen: Seen) -> None:
    assert not seen.activity.is_watching([1])
    seen.row(0)
    assert seen.activity.is_watching([1, 2])
    assert not seen.known()
    seen.row(0, COMPLETED)
    assert not seen.activity.is_watching([1])


def test_a_slice_is_told_in_few_lines(seen: Seen) -> None:
    note, result = seen.activity.note_step, SliceResult(1, Ending.COMPLETED, succeeded=150)
    note(Step(1))
    for _ in range(3):
        note(Step(1))
        note(Step(1, WaitReason.THROTTLE, 0.2))
    note(Step(1, WaitReason.BACKOFF, 2.0, "locked"))
    note(Step(1, WaitReason.BACKOFF, 4.0, "locked"))
    note(Step(1, WaitReason.BACKOFF, 8.0, "other"))
    note(Step(1))
    seen.activity.note_slice_ended(result)
    assert seen.told() == [
        Began(),
        Batches(3),
        Waited(WaitReason.BACKOFF, 4.0, "locked", 2),
        Waited(WaitReason.BACKOFF, 8.0, "other"),
        Batches(1),
        Left(result),
    ]
    note(Step(1))
    assert seen.told()[-1] == Began()


def test_a_job_that_waits_before_its_claim_has_begun(seen: Seen) -> None:
    seen.activity.note_step(Step(1, WaitReason.DATABASE, 2.0, "refused"))
    assert seen.told() == [Began(), Waited(WaitReason.DATABASE, 2.0, "refused")]


def test_lines_keep_their_time_and_number_while_they_grow(seen: Seen) -> None:
    seen.activity.note_step(Step(1))
    seen.activity.note_step(Step(1))
    before = seen.activity.events(1)[0]
    seen.seconds += 60
    seen.activity.note_step(Step(1))
    after = seen.activity.events(1)[0]
    assert (before.at, before.number) == (after.at, after.number)
    assert after.what == Batches(2)


def test_the_lines_of_a_job_are_bounded(seen: Seen) -> None:
    for number in range(EVENTS_KEPT):
        seen.activity.note_step(Step(1, WaitReason.BACKOFF, 1.0, f"reason {number}"))
    assert len(seen.told()) == EVENTS_KEPT
    assert seen.told()[-1] == Waited(WaitReason.BACKOFF, 1.0, f"reason {EVENTS_KEPT - 1}")


def test_who_listens_hears_which_job_it_was(seen: Seen) -> None:
    heard: list[int] = []
    seen.activity.noted.connect(heard.append)
    seen.activity.note_step(Step(4))
    seen.activity.note_step(Step(4, WaitReason.THROTTLE, 0.2))
    seen.activity.note_slice_ended(SliceResult(4, Ending.PAUSED))
    assert heard == [4, 4]
