"""The adaptive pace: the brake that reads the signals, the size of a batch, and whom a pacer asks."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.core.pace import LOWEST_LEVEL, Brake, Signals, SlowReason
from app.core.policy import (
    FIRST_BATCH,
    LARGEST_BATCH,
    SMALLEST_BATCH,
    TARGET_SECONDS,
    BatchSize,
    Pace,
    PaceMode,
    Pacer,
    Policy,
)
from tests.support.time_and_chance import Chance

QUIET = Signals(latency=0.001, sessions=10, most_sessions=100, replication_lag=0.0, vacuuming=False)
ADAPTIVE = Policy(mode=PaceMode.ADAPTIVE)


def a_brake(looks: Iterable[Signals | None] = (QUIET,) * 60) -> Brake:
    """One that has seen these; by default, one that is fully released."""
    brake = Brake()
    for signals in looks:
        brake.see(signals)
    return brake


def test_it_begins_released_as_others_are_looked_for_elsewhere() -> None:
    brake = Brake()
    assert (brake.level, brake.reason) == (1, None)
    brake.see(QUIET)
    assert (brake.level, brake.reason) == (1, None)


@pytest.mark.parametrize(
    ("signals", "reason"),
    [
        (None, SlowReason.PROBE),
        (Signals(0.001, blocked=1), SlowReason.LOCKS),
        (Signals(0.0071), SlowReason.LATENCY),
        (Signals(0.001, sessions=85, most_sessions=100), SlowReason.SESSIONS),
        (Signals(0.001, replication_lag=5.1), SlowReason.REPLICATION),
        (Signals(0.001, vacuuming=True), SlowReason.VACUUM),
    ],
)
def test_any_one_reason_slows_at_once_and_is_told(signals: Signals | None, reason: SlowReason) -> None:
    brake = a_brake()
    assert (brake.level, brake.reason) == (1, None)
    brake.see(signals)
    assert (brake.level, brake.reason) == (0.5, reason)


@pytest.mark.parametrize(
    "signals",
    [
        Signals(0.0069),
        Signals(0.001, sessions=84, most_sessions=100),
        Signals(0.001, sessions=500, most_sessions=0),
        Signals(0.001, replication_lag=4.9),
        Signals(0.001, replication_lag=None, vacuuming=None),
    ],
)
def test_what_is_bearable_or_cannot_be_seen_is_no_reason(signals: Signals) -> None:
    brake = a_brake()
    brake.see(signals)
    assert (brake.level, brake.reason) == (1, None)


def test_it_recovers_much_slower_than_it_slows_and_keeps_the_reason_until_then() -> None:
    brake = a_brake()
    slowing = 0
    while brake.level > LOWEST_LEVEL:
        brake.see(None)
        slowing += 1
    assert slowing == 5
    brake.see(None)
    assert brake.level == LOWEST_LEVEL
    recovering = 0
    while brake.level < 1:
        assert brake.reason is SlowReason.PROBE
        brake.see(QUIET)
        recovering += 1
    assert recovering > 4 * slowing
    assert brake.reason is None


def test_a_long_vacuum_halves_the_speed_but_never_more() -> None:
    brake = a_brake()
    for _ in range(100):
        brake.see(Signals(0.001, vacuuming=True))
    assert brake.level == 0.5


def test_a_lasting_slower_database_is_accepted_after_some_minutes() -> None:
    brake = a_brake()
    slow = Signals(0.02)
    brake.see(slow)
    looks = 1
    while brake.level < 1:
        brake.see(slow)
        looks += 1
        assert looks < 3600
    assert looks > 300


def test_the_first_look_is_no_reason_however_far_the_database_is() -> None:
    assert a_brake([Signals(latency=0.3)] * 60).level == 1


def sized(seconds_per_receipt: float, batches: int, level: float = 1.0) -> int:
    """After so many full batches on a database that takes so long for a receipt."""
    size = BatchSize()
    for _ in range(batches):
        asked = size.now(level)
        size.learn(asked, asked, asked * seconds_per_receipt)
    return size.now(level)


def test_batches_grow_to_what_takes_the_target_time() -> None:
    assert sized(0.0001, 30) * 0.0001 == pytest.approx(TARGET_SECONDS, rel=0.02)


def test_they_double_at_most_and_shrink_at_once() -> None:
    assert sized(0.000001, 1) == 2 * FIRST_BATCH
    assert sized(0.01, 1) == SMALLEST_BATCH


def test_they_stay_within_their_bounds() -> None:
    assert sized(0.0, 60) == LARGEST_BATCH
    assert sized(9.0, 60) == SMALLEST_BATCH


def test_a_lower_level_makes_them_smaller() -> None:
    assert sized(0.0001, 40, level=0.25) == pytest.approx(sized(0.0001, 40) / 4, abs=2)


def test_a_batch_that_found_few_items_tells_nothing_about_many() -> None:
    """Hundreds of small jobs must not make a large one begin with crumbs."""
    size = BatchSize()
    for _ in range(100):
        size.learn(FIRST_BATCH, 5, 0.002)
    assert size.now() == FIRST_BATCH


def test_a_batch_that_found_few_items_and_took_long_tells_that_they_take_long() -> None:
    size = BatchSize()
    size.learn(FIRST_BATCH, 5, 1.0)
    assert size.now() == SMALLEST_BATCH


class Asked:
    """Gives turns as a test wants, and notes what it is told."""

    def __init__(self) -> None:
        self.pace = Pace(70, 1.5)
        self.noted: list[tuple[int, float, int | None]] = []

    def ask(self) -> float:
        return 1.5

    def note(self, taken: int, seconds: float, next_id: int | None) -> None:
        self.noted.append((taken, seconds, next_id))


def test_an_adaptive_pace_waits_for_its_turn_and_not_after_its_batch() -> None:
    turns = Asked()
    pacer = Pacer(ADAPTIVE, Chance(0), turns)
    assert pacer.before_batch() == 1.5
    assert pacer.batch_size == 70
    assert pacer.succeeded(70, 0.03, 4711) is None
    assert turns.noted == [(70, 0.03, 4711)]
    assert pacer.news == turns.pace


def test_an_adaptive_pace_that_nobody_governs_is_at_full_speed() -> None:
    pacer = Pacer(ADAPTIVE, Chance(0))
    assert (pacer.before_batch(), pacer.batch_size) == (0.0, FIRST_BATCH)
    pacer.succeeded(FIRST_BATCH, FIRST_BATCH * 0.0001, None)
    assert pacer.batch_size == pytest.approx(TARGET_SECONDS / 0.0001, abs=1)
    assert pacer.before_batch() == 0.0


def test_a_fixed_pace_asks_nobody() -> None:
    turns = Asked()
    pacer = Pacer(Policy(), Chance(0), turns)
    assert pacer.before_batch() == 0.0
    assert pacer.succeeded(50, 3.0) == 0.2
    assert pacer.batch_size == 50
    assert pacer.news is None
    assert turns.noted == []
