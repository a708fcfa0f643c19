"""`app.actions.later`: what nobody waits for is done all the same, in its order, and given up when asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from app.actions.later import Later
from app.core.errors import AuditUnavailable
from tests.support.logs import ExpectedLogs


class Work:
    """Takes what it is given, unless it is told to refuse; `entered` and `go_on` hold it in the middle."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self.refusals = 0
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, things: Sequence[int]) -> None:
        self.entered.set()
        assert self.go_on.wait(30)
        if self.refusals:
            self.refusals -= 1
            raise AuditUnavailable("there", "disk full")
        self.done.append(list(things))


@pytest.fixture
def work() -> Work:
    return Work()


def test_in_its_order_and_together(work: Work) -> None:
    many = Later("Numbers wait", work)
    work.go_on.clear()
    many.add([1])
    assert work.entered.wait(30)
    many.add([2, 3])
    many.add([4])
    assert not many.wait(0)
    work.go_on.set()
    assert many.wait(30)
    assert work.done == [[1], [2, 3, 4]]


def test_nothing_is_nothing(work: Work) -> None:
    none = Later("Numbers wait", work)
    none.add([])
    assert none.wait(0)
    assert list(none.end(0)) == []
    assert work.done == []


def test_until_it_succeeds(work: Work, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("Numbers wait: 2. disk full")
    slept: list[float] = []
    work.refusals = 8
    some = Later("Numbers wait", work, sleep=slept.append)
    some.add([1, 2])
    assert some.wait(30)
    assert work.done == [[1, 2]]
    assert slept == [2, 4, 8, 16, 32, 60, 60, 60]
    assert len(expected_logs.messages) == 1


def test_what_is_given_up_is_answered_and_what_comes_after_is_done(work: Work) -> None:
    some = Later("Numbers wait", work)
    work.go_on.clear()
    some.add([1])
    assert work.entered.wait(30)
    assert list(some.end(0)) == [1]
    some.add([2])
    work.go_on.set()
    assert some.wait(30)
    assert work.done == [[1], [2]]


def test_at_once_and_after_what_waits(work: Work) -> None:
    """Also after what somebody else is just at."""
    some = Later("Numbers wait", work)
    work.go_on.clear()
    some.add([1])
    assert work.entered.wait(30)
    some.add([2])
    now = threading.Thread(target=some.do_now, args=([3],))
    now.start()
    some.add([4])
    work.go_on.set()
    now.join(30)
    assert some.wait(30)
    done = [number for things in work.done for number in things]
    assert sorted(done) == [1, 2, 3, 4]
    assert [number for number in done if number != 4] == [1, 2, 3]


def test_what_cannot_be_done_at_once_is_left_to_whoever_asked(
    work: Work, expected_logs: ExpectedLogs
) -> None:
    """What waited waits on, and is done by the next one who is lucky, before the next attempt is due."""
    expected_logs.expect("Numbers wait: 1. disk full")
    asleep, awake = threading.Event(), threading.Event()

    def sleep(_seconds: float) -> None:
        asleep.set()
        assert awake.wait(30)

    work.refusals = 2
    some = Later("Numbers wait", work, sleep=sleep)
    some.add([1])
    assert asleep.wait(30)
    with pytest.raises(AuditUnavailable):
        some.do_now([2])
    assert not some.wait(0)
    some.do_now([3])
    assert some.wait(0)
    awake.set()
    some.add([4])
    assert some.wait(30)
    assert work.done == [[1, 3], [4]]


def test_whoever_waits_does_not_wait_for_the_pause(work: Work) -> None:
    some = Later("Numbers wait", work, pause=1000)
    some.add([1])
    assert some.wait(30)
    some.add([2])
    assert some.wait(30)
    assert work.done == [[1], [2]]
