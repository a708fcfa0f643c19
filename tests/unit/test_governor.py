"""The governor: one look a second for all workers, whoever asks, and shares that add up."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from app.core.errors import DatabaseError
from app.core.pace import Signals, SlowReason
from app.engine.governor import LOOK_EVERY, TOTAL_SHARE, Governor
from tests.support.time_and_chance import Clock


class Server:
    """What the governor looks at."""

    def __init__(self) -> None:
        self.looks = 0
        self.fails = False

    def look(self) -> Signals:
        self.looks += 1
        if self.fails:
            raise DatabaseError("gone")
        return Signals(0.001)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def governor(server: Server, clock: Clock) -> Governor:
    return Governor(server.look, clock)


def at_full_speed(governor: Governor, clock: Clock) -> None:
    while governor.allowance().level < 1:
        clock.now += LOOK_EVERY


def test_however_often_it_is_asked_it_looks_once_a_second(
    governor: Governor, server: Server, clock: Clock
) -> None:
    for _ in range(50):
        governor.allowance()
    assert server.looks == 1
    clock.now += LOOK_EVERY
    for _ in range(50):
        governor.allowance()
    assert server.looks == 2


def test_all_jobs_together_never_get_more_than_the_total(governor: Governor, clock: Clock) -> None:
    at_full_speed(governor, clock)
    assert governor.allowance().share == TOTAL_SHARE
    for jobs in (1, 4, 16):
        with ExitStack() as stack:
            for _ in range(jobs):
                stack.enter_context(governor.at_work())
            assert governor.allowance().share * jobs == pytest.approx(TOTAL_SHARE)
    assert governor.allowance().share == TOTAL_SHARE


def test_quiet_is_counted_in_seconds_however_seldom_somebody_asks(server: Server) -> None:
    """With long pauses between batches nobody asks each second."""
    levels = []
    for looks, seconds in ((8, LOOK_EVERY), (2, 4 * LOOK_EVERY)):
        clock = Clock()
        governor = Governor(server.look, clock)
        governor.allowance()
        for _ in range(looks):
            clock.now += seconds
            governor.allowance()
        levels.append(governor.allowance().level)
    assert levels[0] == pytest.approx(levels[1])
    assert levels[0] < 1


def test_a_long_silence_is_not_taken_for_quiet(governor: Governor, clock: Clock) -> None:
    before = governor.allowance().level
    clock.now += 3600
    assert before < governor.allowance().level < 1


def test_a_server_that_cannot_be_asked_slows_all(governor: Governor, server: Server, clock: Clock) -> None:
    at_full_speed(governor, clock)
    server.fails = True
    clock.now += LOOK_EVERY
    slowed = governor.allowance()
    assert (slowed.level, slowed.reason) == (0.5, SlowReason.PROBE)
    assert slowed.share == TOTAL_SHARE / 2


def test_while_one_looks_the_others_go_on(clock: Clock) -> None:
    looking, answered = threading.Event(), threading.Event()

    def look() -> Signals:
        looking.set()
        assert answered.wait(30)
        return Signals(0.001)

    governor = Governor(look, clock)
    first = threading.Thread(target=governor.allowance)
    first.start()
    assert looking.wait(30)
    assert governor.allowance().level < 1  # an answer, while the other still waits for one
    answered.set()
    first.join()
