"""The thread that sweeps what is due: nothing that goes wrong in one round ends it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from threading import Event

import pytest

from app.core.errors import ConnectionLost
from app.workers.due_loop import DueLoop
from tests.support.logs import ExpectedLogs

GUARD_SECONDS = 30


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionLost("gone"), "they are tried again"),
        (OSError("a bug"), "met a bug"),
    ],
    ids=["foreseen", "a bug"],
)
def test_the_next_round_comes(error: Exception, told: str, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect(told)
    rounds: list[int] = []
    is_there = Event()

    def sweep(_wait: Callable[[float], bool]) -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise error
        is_there.set()

    loop = DueLoop(sweep, Random(1), first=0.01, every=0.01)
    loop.start()
    assert is_there.wait(GUARD_SECONDS)
    assert loop.finish(GUARD_SECONDS)


def test_its_end_ends_the_round_under_way() -> None:
    is_in = Event()
    answers: list[bool] = []

    def sweep(wait: Callable[[float], bool]) -> None:
        is_in.set()
        answers.append(wait(GUARD_SECONDS))

    loop = DueLoop(sweep, Random(1), first=0.01, every=GUARD_SECONDS)
    loop.start()
    assert is_in.wait(GUARD_SECONDS)
    assert loop.finish(GUARD_SECONDS)
    assert answers == [False]
