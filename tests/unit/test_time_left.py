"""The time left of a job: within ±30 % over its second half, whatever it did before. Traces of jobs, looked
at as the poller looks at them; no clock runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, cycle, islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.job import JobStatus
from app.core.pace import SlowReason
from app.core.policy import Pace
from app.core.progress import SpeedMeter
from tests.support.jobs import a_job

TOLERANCE = 0.3
ITEMS = 50


@dataclass(frozen=True)
class Trace:
    """When each batch of a job was committed, and how many items were done then; `rest` is the longest time
    between two of them in the second half; `told` its pause and batch there, where its own console knows."""

    batches: Sequence[tuple[float, int]]
    rest: float
    told: tuple[float, int] = (0.0, 0)

    @classmethod
    def of_gaps(cls, gaps: Sequence[float], rest: float) -> Trace:
        """One batch of ITEMS after each gap."""
        now, batches = 0.0, []
        for number, gap in enumerate(gaps, 1):
            now += gap
            batches.append((now, number * ITEMS))
        return cls(batches, rest)

    @classmethod
    def of_speeds(cls, stretches: Sequence[tuple[float, float]], gap: float) -> Trace:
        """A batch every `gap` seconds, as large as the speed of its stretch allows; each stretch is a pair of
        seconds and items a second."""
        now, done, batches = 0.0, 0.0, []
        for seconds, speed in stretches:
            count = max(1, round(seconds / gap))
            for _ in range(count):
                now += seconds / count
                done += speed * seconds / count
                batches.append((now, round(done)))
        return cls(batches, gap)

    @classmethod
    def of_sizes(cls, sizes: Sequence[int], gap: float) -> Trace:
        """A batch of each size every `gap` seconds."""
        return cls([(gap * number, done) for number, done in enumerate(accumulate(sizes), 1)], gap)

    @property
    def seconds(self) -> float:
        return self.batches[-1][0]

    def looks(self, poll: float, chance: Random) -> Iterator[tuple[float, int]]:
        """The counter every `poll` seconds, with the jitter of a busy computer."""
        now, place = poll * chance.random(), 0
        while now < self.seconds:
            while self.batches[place][0] <= now:
                place += 1
            yield now, self.batches[place - 1][1] if place else 0
            now += poll * (0.8 + chance.random() * 0.5)

    def misses(self, poll: float, seed: int, settle: float = 0.0) -> list[str]:
        """Looks in the second half, from `settle` seconds on, that show a wrong time left. One look, and one
        rest, are what nobody can know better."""
        meter, found = SpeedMeter(), []
        slack = self.rest + poll * 1.3
        for now, done in self.looks(poll, Random(seed)):
            job = a_job(status=JobStatus.RUNNING, processed=done, total=self.batches[-1][1])
            meter.see(now, job, *(self.told if now >= self.seconds / 2 else ()))
            left, true = meter.seconds_left(job), self.seconds - now
            is_near = left is not None and abs(left - true) <= TOLERANCE * true + slack
            if now >= self.seconds / 2 + settle and not is_near:
                found.append(f"{left} instead of {true:.1f} at {now:.1f}")
        return found


RAMP = [(1.0, 100.0 + 90 * second) for second in range(10)]
FILES = [0.1, 0.1, 0.1, 2.5]

TRACES = {
    "steady": (Trace.of_speeds([(60, 900)], 0.3), 0.0),
    "short": (Trace.of_speeds([(8, 900)], 0.05), 0.0),
    "gentle": (Trace.of_gaps([3.0] * 20, 3.0), 0.0),
    "gentle, in waves": (Trace.of_sizes(([750] * 5 + [450] * 5) * 6, 4.2), 0.0),
    "longest pause": (Trace.of_gaps([5.1] * 24, 5.1), 0.0),
    "fixed throttle": (Trace.of_gaps([60.0] * 10, 60.0), 0.0),
    "speeding up": (Trace.of_speeds([*RAMP, (30, 1000)], 0.05), 0.0),
    "speeding up at the half": (Trace.of_speeds([*RAMP, (10, 1000)], 0.05), 6.0),
    "braking": (Trace.of_speeds([(30, 1000), (30, 100)], 0.3), 14.0),
    "braking hard": (Trace.of_speeds([(40, 1000), (40, 30)], 0.3), 14.0),
    "let go": (Trace.of_speeds([(40, 30), (40, 1000)], 0.3), 14.0),
    "braking to pauses": (Trace.of_gaps([0.1] * 600 + [5.0] * 12, 5.0), 31.0),
    "braking to pauses here": (replace(Trace.of_gaps([0.1] * 600 + [5.0] * 12, 5.0), told=(5.0, ITEMS)), 0.0),
    "files": (Trace.of_gaps(list(islice(cycle(FILES), 200)), 2.5), 0.0),
    "many files": (Trace.of_gaps(list(islice(cycle([0.2] * 10 + [10.0]), 220)), 10.0), 0.0),
}


@pytest.mark.parametrize("poll", [0.2, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", TRACES)
def test_time_left_holds_over_the_second_half(name: str, poll: float) -> None:
    trace, settle = TRACES[name]
    met = [miss for seed in range(2 if poll < 1 else 5) for miss in trace.misses(poll, seed, settle)]
    assert not met, met[:5]


@pytest.mark.parametrize("seed", range(5))
def test_a_database_that_is_slow_for_a_while_is_no_change(seed: int) -> None:
    """It writes out what it was given, and is as fast as before when that is done."""
    assert not Trace.of_speeds([(4, 12_000), (7, 7_000), (4, 12_000)], 0.15).misses(1.0, seed)


SPEED = st.floats(min_value=5, max_value=50_000)
STRETCH = st.tuples(st.floats(min_value=1, max_value=60), SPEED)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    before=st.lists(STRETCH, max_size=4),
    speed=SPEED,
    longer=st.floats(min_value=0, max_value=60),
    gap=st.floats(min_value=0.03, max_value=5),
    poll=st.floats(min_value=1, max_value=2),
    seed=st.integers(0, 1000),
)
def test_whatever_a_job_did_before_a_steady_second_half_is_told_right(
    before: list[tuple[float, float]], speed: float, longer: float, gap: float, poll: float, seed: int
) -> None:
    """Once the change has been seen for some moves: by then nobody could know."""
    half = max(20.0, sum(seconds for seconds, _ in before)) + longer
    trace = Trace.of_speeds([*before, (half, speed)], gap)
    settle = half - trace.seconds / 2 if not before else 0.0
    assert not trace.misses(poll, seed, max(settle, 8 * max(gap, poll * 1.3)))


def test_a_long_pause_that_is_known_is_no_speed_of_its_beginning() -> None:
    """First seen just before a move: without the pause it would look sixty times as fast."""
    meter = SpeedMeter()
    for now, done in ((0.0, 0), (1.0, 50)):
        meter.see(now, a_job(status=JobStatus.RUNNING, processed=done, total=600), pause=60.0)
    assert meter.per_second == 50 / 60


def test_a_job_that_hangs_gets_slower() -> None:
    meter, told = SpeedMeter(), []
    for second in range(40):
        job = a_job(status=JobStatus.RUNNING, processed=min(second, 10) * 50, total=5000)
        meter.see(float(second), job)
        told.append(meter.seconds_left(job))
    assert told[10] == 90.0
    assert told[39] is not None
    assert told[39] > 250


def test_between_two_moves_the_time_left_counts_down() -> None:
    meter, told = SpeedMeter(), []
    for now, done in ((0.0, 0), (5.0, 50), (10.0, 100), (15.0, 150), (16.0, 150), (18.0, 150)):
        job = a_job(status=JobStatus.RUNNING, processed=done, total=300)
        meter.see(now, job)
        told.append(meter.seconds_left(job))
    assert told[-3:] == [15.0, 14.0, 12.0]


def test_the_pace_alone_tells_before_there_are_moves() -> None:
    """Others have come: what was done before they did says nothing."""
    meter = SpeedMeter()
    for now, done in ((0.0, 0), (1.0, 5_000), (2.0, 10_000)):
        meter.see(now, a_job(status=JobStatus.RUNNING, processed=done, total=13_000), batch=500)
    slowed = a_job(status=JobStatus.RUNNING, processed=11_000, total=13_000)
    meter.see(3.0, slowed, pause=4.0, batch=400)
    assert (meter.per_second, meter.seconds_left(slowed)) == (100.0, 20.0)
    meter.see(20.0, slowed, pause=4.0, batch=400)  # nothing moved for four pauses
    assert (meter.per_second, meter.seconds_left(slowed)) == (0.0, None)


def test_a_brake_that_is_over_in_seconds_is_no_speed() -> None:
    """The database is slow for a moment: what was measured until then is the better guess."""
    meter, braked = SpeedMeter(), Pace(100, 2.0, SlowReason.LATENCY)
    for now, done in ((0.0, 0), (1.0, 5_000), (2.0, 10_000)):
        meter.see(now, a_job(status=JobStatus.RUNNING, processed=done, total=20_000), *Pace(500, 0.0).rhythm)
    job = a_job(status=JobStatus.RUNNING, processed=10_100, total=20_000)
    meter.see(3.0, job, *braked.rhythm)
    assert meter.per_second == (10_100 - 5_000) / 2
    meter.see(3.0, job, *replace(braked, reason=None).rhythm)
    assert meter.per_second == 100 / 2.0


def test_the_next_batch_is_half_of_what_counts() -> None:
    """Batches follow how the database is: they were of 300, and the next is of 500."""
    meter = SpeedMeter()
    for move in range(5):
        job = a_job(status=JobStatus.RUNNING, processed=move * 300, total=6_000)
        meter.see(move * 5.0, job, pause=4.0, batch=500)
    assert meter.per_second == pytest.approx(400 / 5)


def test_moves_of_several_batches_are_no_batches() -> None:
    meter = SpeedMeter()
    for move in range(5):
        job = a_job(status=JobStatus.RUNNING, processed=move * 300, total=6_000)
        meter.see(move * 5.0, job, pause=1.0, batch=100)
    assert meter.per_second == 300 / 5
