"""`app.core.policy`: bounds that are checked, the pace, and the back-off."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import PolicyOutOfBounds
from app.core.policy import Pacer, Policy, backoff, check_workers
from tests.support.time_and_chance import Chance


def test_the_defaults_are_what_the_web_worker_does() -> None:
    policy = Policy()
    assert (policy.batch_size, policy.throttle_ms, policy.runtime_cap_seconds, policy.failure_cap) == (
        50,
        200,
        300,
        10,
    )
    assert policy.auto_continue


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("batch_size", 1, 10_000),
        ("throttle_ms", 0, 60_000),
        ("runtime_cap_seconds", 10, 86_400),
        ("failure_cap", 1, 100),
    ],
)
def test_bounds(name: str, low: int, high: int) -> None:
    for inside in (low, high):
        kept: Any = {name: inside}
        assert getattr(Policy(**kept), name) == inside
    for outside in (low - 1, high + 1):
        refused: Any = {name: outside}
        with pytest.raises(
            PolicyOutOfBounds, match=f"must be between {low} and {high}, not {outside}"
        ) as caught:
            Policy(**refused)
        assert caught.value.values["value"] == outside


def test_there_may_be_no_runtime_cap() -> None:
    assert Policy(runtime_cap_seconds=None).runtime_cap_seconds is None


@pytest.mark.parametrize("workers", [1, 4, 16])
def test_workers_within_bounds(workers: int) -> None:
    assert check_workers(workers) == workers


@pytest.mark.parametrize("workers", [-1, 0, 17])
def test_workers_out_of_bounds(workers: int) -> None:
    with pytest.raises(PolicyOutOfBounds, match=f" 1 and 16, not {workers}"):
        check_workers(workers)


def test_the_pace_of_good_batches() -> None:
    pacer = Pacer(Policy(batch_size=70, throttle_ms=250), Chance(0))
    assert pacer.batch_size == 70
    assert [pacer.succeeded(), pacer.succeeded()] == [0.25, 0.25]
    assert not pacer.given_up


def test_failed_batches_back_off_longer_and_longer_up_to_half_a_minute() -> None:
    pacer = Pacer(Policy(failure_cap=20), Chance(0))
    assert [pacer.failed() for _ in range(7)] == [2, 4, 8, 16, 30, 30, 30]


def test_chance_takes_off_up_to_a_half() -> None:
    assert backoff(3, Chance(0.5)) == 6
    assert backoff(3, Chance(1)) == 4


@given(st.integers(min_value=1, max_value=100_000), st.randoms(use_true_random=False))
def test_a_back_off_is_never_longer_than_half_a_minute_nor_shorter_than_half(
    attempt: int, random: Random
) -> None:
    longest = min(30, 2 ** min(attempt, 10))
    assert longest / 2 <= backoff(attempt, random) <= longest


def test_the_pacer_gives_up_at_the_failure_cap() -> None:
    pacer = Pacer(Policy(failure_cap=3), Chance(0))
    pacer.failed()
    pacer.failed()
    assert not pacer.given_up
    pacer.failed()
    assert pacer.given_up


def test_a_good_batch_starts_the_count_of_failures_anew() -> None:
    pacer = Pacer(Policy(failure_cap=3), Chance(0))
    pacer.failed()
    pacer.failed()
    pacer.succeeded()
    assert pacer.failed() == 2
    assert pacer.failures_in_a_row == 1
    assert not pacer.given_up
