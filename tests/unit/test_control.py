"""`app.engine.control`: asking a running job to stop, and ending its waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.engine.control import Control, Stop


def test_at_first_nothing_is_asked() -> None:
    assert Control().stop is Stop.NO


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (Stop.PAUSE, Stop.SHUTDOWN, Stop.SHUTDOWN),
        (Stop.SHUTDOWN, Stop.PAUSE, Stop.SHUTDOWN),
        (Stop.PAUSE, Stop.PAUSE, Stop.PAUSE),
        (Stop.PAUSE, Stop.NO, Stop.PAUSE),
    ],
)
def test_the_stronger_wish_wins(first: Stop, second: Stop, kept: Stop) -> None:
    control = Control()
    control.request(first)
    control.request(second)
    assert control.stop is kept


def waiting(control: Control) -> threading.Thread:
    """A thread in a wait that would last for an hour."""
    thread = threading.Thread(target=control.wait, args=(3600,), daemon=True)
    thread.start()
    return thread


def ends(thread: threading.Thread, within: float = 30) -> bool:
    thread.join(within)
    return not thread.is_alive()


ASK: list[Callable[[Control], None]] = [lambda control: control.request(Stop.PAUSE), Control.wake]


@pytest.mark.parametrize("ask", ASK)
def test_a_wait_ends_at_once(ask: Callable[[Control], None]) -> None:
    control = Control()
    thread = waiting(control)
    ask(control)
    assert ends(thread)


def test_a_wake_before_the_wait_is_not_missed() -> None:
    control = Control()
    control.wake()
    assert ends(waiting(control))


def test_no_wait_begins_once_leaving_is_asked() -> None:
    control = Control()
    control.request(Stop.SHUTDOWN)
    assert ends(waiting(control))
    assert ends(waiting(control))


def test_a_job_that_is_asked_to_pause_still_waits_between_its_tries_to_write_that_down() -> None:
    """The wait at hand ends at once. Later ones are back-offs from a database that is away."""
    control = Control()
    control.request(Stop.PAUSE)
    assert ends(waiting(control))
    thread = waiting(control)
    assert not ends(thread, 0.05)
    control.request(Stop.SHUTDOWN)
    assert ends(thread)


def test_a_wake_is_used_up_by_one_wait() -> None:
    control = Control()
    control.wake()
    assert ends(waiting(control))
    thread = waiting(control)
    assert not ends(thread, 0.05)
    control.wake()
    assert ends(thread)
