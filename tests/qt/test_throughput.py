"""What all jobs delete: measured from the rows of the table, and spread where nobody looked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.actions.throughput import LatelyDeleted
from app.core.access import Actor
from app.core.errors import ConnectionLost
from app.core.job import JobStatus
from app.core.throughput import NO_RUN, STEP_SECONDS, STEPS, MovedJob, bands, spread
from app.qt.calls import Calls
from app.viewmodel.rows import Connected
from app.viewmodel.throughput import ThroughputFeed
from tests.support.rows import a_row

START = 1_800_000_000.0
RUN = '{"run": {"id": "0123456789ab", "name": "QA-1"}}'


def utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


class Reading:
    """Answers with what a test wants, and counts how often it is asked."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.asked = 0
        self.moved: list[MovedJob] = []
        self.trouble: Exception | None = None
        self.ahead = 0.0

    def lately(self, actor: Actor, today: date) -> LatelyDeleted:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        total = sum(job.succeeded for job in self.moved)
        return LatelyDeleted(today, total, total + 1000, self.moved, utc(self.clock() + self.ahead))

    def add(self, job_id: int, succeeded: int, begin: float | None, end: float, run: str = "") -> None:
        start = None if begin is None else utc(START + self.ahead + begin)
        name = "QA-1" if run else ""
        self.moved.append(MovedJob(job_id, run, name, succeeded, start, utc(START + self.ahead + end)))


class Watched:
    def __init__(self, calls: Calls, loop: Any, actor: Actor) -> None:
        self.time = START
        self.loop = loop
        self.reading = Reading(lambda: self.time)
        reading: Any = self.reading
        self.feed = ThroughputFeed(calls, reading, now=lambda: self.time, today=lambda: date(2027, 1, 15))
        self.feed.act_for(actor)

    def poll(self, *rows: Any, after: float = 1.0) -> None:
        self.time += after
        self.feed.see_rows(rows)
        self.feed.see_poll(Connected(True, "here"))

    def look(self) -> None:
        """Somebody looks; until it was read."""
        before = self.reading.asked
        self.feed.set_active(True)
        self.loop.until(lambda: self.reading.asked > before and not self.feed._is_reading)

    @property
    def done(self) -> float:
        """Receipts of the curve."""
        return sum(sum(band.rates) for band in self.feed.look().bands) * STEP_SECONDS


@pytest.fixture
def watched(calls: Calls, loop: Any, actor: Actor) -> Iterator[Watched]:
    watched = Watched(calls, loop, actor)
    yield watched
    watched.feed.set_active(False)


def job(succeeded: int, job_id: int = 7, status: JobStatus = JobStatus.RUNNING, cursor: str = RUN) -> Any:
    values: dict[str, Any] = {"id": job_id, "total": 10_000, "succeeded": succeeded}
    return a_row(1, status=status, cursor_text=cursor, **values)


def test_what_was_there_at_first_is_not_measured_and_what_comes_is(watched: Watched) -> None:
    watched.poll(job(500))
    assert watched.feed.look().bands == []
    watched.poll(job(530))
    watched.poll(job(560))
    (band,) = watched.feed.look().bands
    assert (band.run_id, watched.feed.look().names) == ("0123456789ab", {"0123456789ab": "QA-1"})
    watched.time += STEP_SECONDS
    assert watched.done == pytest.approx(60 * (1 + (1 - watched.time % STEP_SECONDS / STEP_SECONDS)))


def test_a_job_that_is_over_between_two_polls_counts_as_a_whole(watched: Watched) -> None:
    watched.poll(a_row(1))
    watched.poll(job(40, status=JobStatus.COMPLETED))
    watched.poll(job(40, status=JobStatus.COMPLETED), job(25, 8, JobStatus.COMPLETED, cursor="{}"))
    by_run = {band.run_id: sum(band.rates) * STEP_SECONDS for band in watched.feed.look().bands}
    assert by_run == pytest.approx({"0123456789ab": 40, None: 25})


def test_counts_that_go_back_or_of_an_older_job_are_nothing_done(watched: Watched) -> None:
    watched.poll(job(500))
    for odd in (job(400), job(-7), job(-7), job(900, 6)):
        watched.poll(odd)
    assert watched.feed.look().bands == []


def test_what_is_read_is_spread_over_its_time_by_this_computers_clock(watched: Watched) -> None:
    watched.reading.ahead = 500.0
    watched.reading.add(7, 600, -600, -300, "0123456789ab")
    watched.reading.add(8, 50, None, -40)
    watched.look()
    look = watched.feed.look()
    assert (look.deleted_today, look.deleted_30_days) == (650, 1650)
    rates = {band.run_id: list(band.rates) for band in look.bands}
    moving = [rate for rate in rates["0123456789ab"] if rate]
    assert moving == pytest.approx([2.0] * (300 // STEP_SECONDS))
    assert [rate for rate in rates[None] if rate] == pytest.approx([50 / STEP_SECONDS])
    first = next(place for place, rate in enumerate(rates["0123456789ab"]) if rate)
    assert (STEPS - 1 - first) * STEP_SECONDS == pytest.approx(600, abs=STEP_SECONDS)


def test_what_was_measured_is_not_spread_once_more(watched: Watched) -> None:
    watched.poll(job(300))
    watched.poll(job(330))
    watched.time = START + 10 * STEP_SECONDS
    watched.reading.add(7, 330, -600, 2, "0123456789ab")
    watched.look()
    assert watched.done == pytest.approx(330)
    assert watched.feed.look().deleted_today == 330
    watched.poll(job(390))
    assert watched.feed.look().deleted_today == 390
    watched.reading.moved.clear()
    watched.reading.add(7, 390, -600, 301, "0123456789ab")
    watched.feed.set_moving(True)
    watched.feed.set_moving(False)
    watched.loop.until(lambda: watched.reading.asked == 2 and not watched.feed._is_reading)
    assert watched.feed.look().deleted_today == 390
    watched.time += STEP_SECONDS * 2
    assert watched.done == pytest.approx(390)


def test_what_was_read_before_the_table_shows_it_counts_once(watched: Watched) -> None:
    watched.poll(job(300))
    watched.reading.add(7, 350, -600, 0, "0123456789ab")
    watched.look()
    for count in (330, 345):
        watched.poll(job(count))
        assert watched.feed.look().deleted_today == 350
    watched.poll(job(360))
    assert watched.feed.look().deleted_today == 360


def test_nothing_is_read_while_nobody_looks(watched: Watched) -> None:
    watched.poll(job(1))
    watched.feed.set_moving(True)
    watched.feed.set_moving(False)
    for _ in range(5):
        watched.loop.turn()
    assert watched.reading.asked == 0
    watched.look()
    watched.feed.set_active(False)
    watched.feed.set_moving(True)
    watched.feed.set_moving(False)
    for _ in range(5):
        watched.loop.turn()
    assert watched.reading.asked == 1


def test_it_is_read_again_when_the_last_job_ends_and_not_before_its_time(watched: Watched) -> None:
    watched.look()
    watched.feed.set_moving(True)
    assert 0 < watched.feed._timer.remainingTime() < 20_000
    watched.feed.set_moving(False)
    watched.loop.until(lambda: watched.reading.asked == 2 and not watched.feed._is_reading)
    assert 20_000 < watched.feed._timer.remainingTime() < 65_000


def test_trouble_keeps_the_figures_and_goes(watched: Watched) -> None:
    watched.reading.add(7, 12, -60, -30)
    watched.look()
    watched.reading.trouble = ConnectionLost("gone")
    watched.feed.set_moving(True)
    watched.feed.set_moving(False)
    watched.loop.until(lambda: watched.feed.look().problem is not None)
    assert watched.feed.look().deleted_today == 12
    watched.reading.trouble = None
    watched.feed.set_moving(True)
    watched.feed.set_moving(False)
    watched.loop.until(lambda: watched.feed.look().problem is None)


def test_another_person_does_not_see_what_was_read_before(watched: Watched, actor: Actor) -> None:
    watched.reading.add(7, 12, -60, -30)
    watched.look()
    watched.feed.set_active(False)
    watched.feed.act_for(Actor(99, 1, "x@y.example", "X", actor.role, True, True))
    assert watched.feed.look().deleted_today is None
    assert watched.feed.look().bands == []


def test_nothing_stays_drawn_of_businesses_that_are_gone(watched: Watched) -> None:
    watched.reading.add(7, 12, -60, -30, "0123456789ab")
    watched.look()
    watched.poll(job(1))
    watched.poll(job(5))
    watched.reading.moved.clear()
    watched.feed.forget((1,))
    assert (watched.feed.look().bands, watched.feed.look().names) == ([], {})
    watched.loop.until(lambda: watched.reading.asked == 2 and not watched.feed._is_reading)
    assert watched.feed.look().deleted_today == 0


def test_odd_times_and_counts_spread_nothing_beyond_the_plot() -> None:
    steps: dict[int, float] = {}
    first = int(START // STEP_SECONDS)
    spread(steps, 10, -1e12, START + 45, first)
    assert min(steps) >= first
    assert len(steps) <= 3
    for items, begin, end in ((0, 0, START), (-5, 0, START), (float("nan"), 0, START), (5, 0, START - 3600)):
        spread(steps := {}, items, begin, end, first)
        assert steps == {}
    spread(steps, 5, START + 10, START, first)
    assert sum(steps.values()) == 5


def test_the_largest_runs_have_a_band_and_all_others_one() -> None:
    by_run = {f"run{number}": {number: 10.0 + number} for number in range(9)} | {NO_RUN: {1: 1000.0}}
    found = bands(by_run, 0, 10, 3)
    assert [band.run_id for band in found] == ["run8", "run7", "run6", None]
    assert sum(sum(band.rates) for band in found) * STEP_SECONDS == pytest.approx(
        sum(sum(one.values()) for one in by_run.values())
    )
    assert bands(by_run, 100, 10, 3) == []
