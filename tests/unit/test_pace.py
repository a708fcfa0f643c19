"""The adaptive pace: the brake that reads the signals, and the pacer that obeys it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from app.core.pace import FIRST_LEVEL, LOWEST_LEVEL, Allowance, Brake, Signals, SlowReason
from app.core.policy import (
    LARGEST_BATCH,
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    SMALLEST_BATCH,
    TARGET_SECONDS,
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


def test_it_begins_gently_and_gets_to_full_speed_while_all_is_quiet() -> None:
    brake = Brake()
    assert (brake.level, brake.reason) == (FIRST_LEVEL, None)
    levels = []
    while brake.level < 1:
        brake.see(QUIET)
        levels.append(brake.level)
    assert all(before < after for before, after in pairwise(levels))
    assert 5 < len(levels) < 20


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


def paced(seconds_per_receipt: float, batches: int, allowance: Allowance) -> Pacer:
    """After so many batches on a database that takes so long for a receipt."""
    pacer = Pacer(ADAPTIVE, Chance(0), lambda: allowance)
    for _ in range(batches):
        pacer.succeeded(pacer.batch_size, pacer.batch_size * seconds_per_receipt)
    return pacer


def test_batches_grow_to_what_takes_the_target_time() -> None:
    pacer = paced(0.0001, 30, Allowance())
    assert pacer.batch_size * 0.0001 == pytest.approx(TARGET_SECONDS, rel=0.02)


def test_they_double_at_most_and_shrink_at_once() -> None:
    assert paced(0.00001, 1, Allowance()).batch_size == 100
    assert paced(0.01, 1, Allowance()).batch_size == SMALLEST_BATCH


def test_they_stay_within_their_bounds() -> None:
    assert paced(0.0, 60, Allowance()).batch_size == LARGEST_BATCH
    assert paced(9.0, 60, Allowance()).batch_size == SMALLEST_BATCH


@pytest.mark.parametrize("share", [0.5, 0.25, 0.1, 0.02, 0.005])
def test_the_pause_keeps_the_job_to_its_share_of_time(share: float) -> None:
    """Also where many jobs share, and the longest pause makes up for a short batch alone."""
    pacer = paced(0.0001, 40, Allowance(share=share))
    worked = pacer.batch_size * 0.0001
    assert worked / (worked + pacer.pace.pause) == pytest.approx(share, rel=0.05)


def test_pauses_have_bounds_too() -> None:
    assert paced(0.0001, 40, Allowance(share=1)).pace.pause == SHORTEST_PAUSE
    assert paced(0.01, 40, Allowance(share=0.001)).pace.pause == LONGEST_PAUSE


def test_a_lower_level_makes_batches_smaller_too_and_says_why() -> None:
    full = paced(0.0001, 40, Allowance())
    slowed = paced(0.0001, 40, Allowance(level=0.25, reason=SlowReason.LOCKS))
    assert slowed.batch_size == pytest.approx(full.batch_size / 4, abs=2)
    assert (slowed.pace.reason, full.pace.reason) == (SlowReason.LOCKS, None)
    assert slowed.news == slowed.pace


def test_a_fixed_pace_asks_nobody() -> None:
    def never() -> Allowance:
        raise AssertionError

    pacer = Pacer(Policy(), Chance(0), never)
    assert pacer.succeeded(50, 3.0) == 0.2
    assert pacer.pace.batch_size == 50
    assert pacer.news is None
