"""`app.workers.job_queue`: the queue of the console, and who works on which job."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

import pytest

from app.engine.control import Control, Stop
from app.engine.events import Step, WaitReason
from app.workers.job_queue import HANGS_AFTER, JobQueue, LocalState, Stopping, Wait


class Taker:
    """A worker that takes one job, in a thread of its own."""

    def __init__(self, job_queue: JobQueue) -> None:
        self._answers: SimpleQueue[tuple[int, Control] | None] = SimpleQueue()
        self._thread = threading.Thread(target=lambda: self._answers.put(job_queue.take()), daemon=True)
        self._thread.start()

    @property
    def waits(self) -> bool:
        self._thread.join(0.05)
        return self._thread.is_alive()

    def answer(self) -> tuple[int, Control] | None:
        return self._answers.get(timeout=30)


def take(job_queue: JobQueue) -> tuple[int, Control]:
    taken = job_queue.take()
    assert taken is not None
    return taken


def test_first_in_first_out() -> None:
    job_queue = JobQueue()
    job_queue.put([3, 1])
    job_queue.put([2])
    assert job_queue.waiting == [3, 1, 2]
    assert [take(job_queue)[0] for _ in range(3)] == [3, 1, 2]
    assert (job_queue.waiting, job_queue.running) == ([], [3, 1, 2])


def test_a_job_stands_in_the_queue_once_and_keeps_its_place() -> None:
    job_queue = JobQueue()
    job_queue.put([1, 2])
    job_queue.put([2, 1, 3, 3])
    assert job_queue.waiting == [1, 2, 3]


def test_who_finds_nothing_waits_for_the_next_job() -> None:
    job_queue = JobQueue()
    taker = Taker(job_queue)
    assert taker.waits
    job_queue.put([7])
    taken = taker.answer()
    assert taken is not None
    assert taken[0] == 7


def test_a_job_is_never_with_two_workers() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    take(job_queue)
    job_queue.put([1])  # back in the queue while its worker is not through with it yet
    second = Taker(job_queue)
    assert second.waits
    job_queue.done(1)
    taken = second.answer()
    assert taken is not None
    assert taken[0] == 1


def test_a_job_that_may_not_go_on_comes_in_to_be_paused_alone() -> None:
    job_queue = JobQueue()
    job_queue.adopt([1, 2], {2: "Paused: the business is not active any more.", 3: "Paused."})
    taken = dict(take(job_queue) for _ in range(2))
    assert {job_id: control.stop for job_id, control in taken.items()} == {1: Stop.NO, 2: Stop.PAUSE}
    assert taken[2].reason == "Paused: the business is not active any more."


def test_a_job_whose_worker_is_not_through_does_not_hold_up_the_others() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    take(job_queue)
    job_queue.put([1, 2])
    assert take(job_queue)[0] == 2
    assert job_queue.waiting == [1]


def test_a_job_that_goes_on_goes_to_the_back() -> None:
    job_queue = JobQueue()
    job_queue.put([1, 2])
    order = []
    for _ in range(6):
        job_id, _ = take(job_queue)
        order.append(job_id)
        assert job_queue.again(job_id)
    assert order == [1, 2, 1, 2, 1, 2]
    assert (job_queue.waiting, job_queue.running) == ([1, 2], [])


@pytest.mark.parametrize("stop", [Stop.PAUSE, Stop.SHUTDOWN])
def test_a_job_that_was_asked_to_stop_does_not_go_on(stop: Stop) -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    _, control = take(job_queue)
    job_queue.request([1], stop)
    assert not job_queue.again(1)
    assert (job_queue.waiting, job_queue.running, control.stop) == ([], [1], stop)


def test_no_wish_falls_between_two_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slice ends in the very moment in which the wish is on its way to the ear."""
    job_queue = JobQueue()
    job_queue.put([1])
    _, control = take(job_queue)
    goes_on: SimpleQueue[bool] = SimpleQueue()

    def late(stop: Stop, _reason: str) -> None:
        worker = threading.Thread(target=lambda: goes_on.put(job_queue.again(1)), daemon=True)
        worker.start()
        worker.join(0.1)
        Control.request(control, stop)

    monkeypatch.setattr(control, "request", late)
    assert job_queue.request([1], Stop.PAUSE)
    assert goes_on.get(timeout=30) is False
    assert job_queue.running == [1]


def test_nothing_goes_back_into_a_closed_queue() -> None:
    """Its row would stay queued with nobody to run it: the worker must run it on, and pause it."""
    job_queue = JobQueue()
    job_queue.put([1])
    take(job_queue)
    job_queue.close()
    assert not job_queue.again(1)
    assert (job_queue.waiting, job_queue.running) == ([], [1])


def test_what_was_given_up_here_is_not_adopted_but_may_be_put_back() -> None:
    """Its row says that it waits here, and every heartbeat finds it: it would be tried for ever."""
    job_queue = JobQueue()
    job_queue.put([1])
    take(job_queue)
    job_queue.done(1, given_up=True)
    job_queue.adopt([1, 2], {})
    assert job_queue.waiting == [2]
    job_queue.put([1])  # a person resumes it
    assert job_queue.waiting == [2, 1]


def test_only_a_waiting_job_can_be_withdrawn() -> None:
    job_queue = JobQueue()
    job_queue.put([1, 2])
    take(job_queue)
    assert not job_queue.withdraw(1)
    assert job_queue.withdraw(2)
    assert not job_queue.withdraw(2)
    assert (job_queue.waiting, job_queue.running) == ([], [1])


def test_a_request_reaches_the_control_of_its_worker() -> None:
    job_queue = JobQueue()
    job_queue.put([1, 2])
    _, first = take(job_queue)
    _, second = take(job_queue)
    assert job_queue.request([2], Stop.PAUSE)
    assert (first.stop, second.stop) == (Stop.NO, Stop.PAUSE)
    assert job_queue.state_of(2) == LocalState(2, stopping=Stopping.PAUSING)
    assert job_queue.state_of(1) == LocalState(1)


def test_what_was_on_its_way_as_everything_was_stopped_comes_in_to_be_paused() -> None:
    job_queue = JobQueue()
    before, kept = job_queue.ticket(), []
    job_queue.request_all(Stop.PAUSE)
    job_queue.put([1], before)
    job_queue.put([2], job_queue.ticket())
    for _ in range(2):
        job_id, control = take(job_queue)
        kept.append((job_id, control.stop))
    assert kept == [(1, Stop.PAUSE), (2, Stop.NO)]


def test_nothing_can_be_asked_of_a_job_that_nobody_here_runs() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    assert not job_queue.request([1], Stop.PAUSE)
    assert not job_queue.request([9], Stop.SHUTDOWN)
    job_queue.wake(1, Stopping.CANCELLING)
    job_queue.wake(9, Stopping.CANCELLING)
    assert job_queue.state_of(1) == LocalState(1, waiting=True)
    assert job_queue.state_of(9) is None


def ends_a_wait(control: Control, act: Callable[[], object]) -> bool:
    thread = threading.Thread(target=control.wait, args=(3600,), daemon=True)
    thread.start()
    act()
    thread.join(30)
    return not thread.is_alive()


def test_to_wake_a_worker_ends_its_wait_and_says_why() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    _, control = take(job_queue)
    assert ends_a_wait(control, lambda: job_queue.wake(1, Stopping.CANCELLING))
    assert control.stop is Stop.NO
    state = job_queue.state_of(1)
    assert state is not None
    assert state.stopping is Stopping.CANCELLING


def test_to_wake_without_a_reason_keeps_the_one_that_is_known() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    _, control = take(job_queue)
    job_queue.request([1], Stop.PAUSE)
    assert ends_a_wait(control, lambda: job_queue.wake(1))
    state = job_queue.state_of(1)
    assert state is not None
    assert state.stopping is Stopping.PAUSING


def test_the_wait_of_a_job_is_known_until_its_next_step() -> None:
    job_queue = JobQueue(lambda: 70.0)
    job_queue.put([1])
    take(job_queue)
    job_queue.note(Step(1, WaitReason.BACKOFF, 4.0, "a trigger said no"))
    wait = Wait(WaitReason.BACKOFF, 4.0, "a trigger said no", since=70.0)
    assert job_queue.state_of(1) == LocalState(1, wait=wait)
    assert [wait.left(now) for now in (70.0, 73.0, 99.0)] == [4.0, 1.0, 0.0]
    job_queue.note(Step(1))
    assert job_queue.state_of(1) == LocalState(1)
    job_queue.note(Step(9, WaitReason.THROTTLE, 1.0))
    assert job_queue.state_of(9) is None


def test_a_new_slice_knows_nothing_of_the_last_one() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    _, old = take(job_queue)
    job_queue.note(Step(1, WaitReason.THROTTLE, 1.0))
    job_queue.done(1)
    assert job_queue.state_of(1) is None
    job_queue.put([1])
    _, new = take(job_queue)
    assert new is not old
    assert job_queue.state_of(1) == LocalState(1)


def test_to_close_sends_every_worker_home_and_empties_the_queue() -> None:
    job_queue = JobQueue()
    job_queue.put([1])
    take(job_queue)
    takers = [Taker(job_queue) for _ in range(3)]
    assert all(taker.waits for taker in takers)
    job_queue.close()
    assert [taker.answer() for taker in takers] == [None, None, None]
    assert (job_queue.waiting, job_queue.running) == ([], [1])
    assert job_queue.take() is None


def test_nothing_is_taken_from_a_closed_queue() -> None:
    job_queue = JobQueue()
    job_queue.close()
    job_queue.put([1])
    assert job_queue.take() is None
    job_queue.close()


def test_many_threads_share_the_queue_without_losing_or_doubling_a_job() -> None:
    job_queue = JobQueue()
    taken: SimpleQueue[int] = SimpleQueue()

    def work() -> None:
        while (found := job_queue.take()) is not None:
            taken.put(found[0])
            job_queue.done(found[0])

    threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for job_id in range(500):
        job_queue.put([job_id])
    got = [taken.get(timeout=30) for _ in range(500)]
    job_queue.close()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    assert sorted(got) == list(range(500))
    assert taken.empty()


def test_a_job_that_makes_no_step_for_long_counts_as_hanging() -> None:
    """So its heartbeats end, and others may take it over."""
    now = [0.0]
    job_queue = JobQueue(lambda: now[0])
    job_queue.put([1, 2, 3])
    controls = dict(take(job_queue) for _ in range(3))
    now[0] = HANGS_AFTER
    assert job_queue.moving == [1, 2, 3]
    job_queue.note(Step(2))
    controls[3].show_life()
    now[0] += 1
    assert (job_queue.moving, job_queue.running) == ([2, 3], [1, 2, 3])
    now[0] += HANGS_AFTER
    assert job_queue.moving == []
    controls[1].show_life()  # it comes back
    assert job_queue.moving == [1]
