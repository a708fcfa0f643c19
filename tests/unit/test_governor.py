"""The governor: one look a second for all workers, whoever asks; shares that add up, and turns."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest

from app.core.demand import EVERYBODY, GENTLEST, Look, Sighting
from app.core.errors import DatabaseError
from app.core.pace import Signals, SlowReason
from app.core.policy import LONGEST_PAUSE, TARGET_SECONDS, Turns
from app.engine.governor import FORGETS_AFTER, GENTLE_SHARE, GLANCE_EVERY, LOOK_EVERY, Governor, Seen
from tests.support.time_and_chance import Clock


@dataclass
class Own:
    """What `db.own_work` has counted."""

    seconds: float = 0.0
    least: int = 0
    most: int = 0


@dataclass
class Server:
    """What the governor looks at: others write so many transactions a second."""

    clock: Clock
    writes: float = 0.0
    kin: int = 0
    looks: int = 0
    fails: bool = False
    ids: float = 0.0
    at: float = field(default=1000.0)

    def look(self) -> Seen:
        self.looks += 1
        if self.fails:
            raise DatabaseError("gone")
        self.ids += self.writes * (self.clock.now - self.at)
        self.at = self.clock.now
        kin = {f"sweep:{number}": (1, 1) for number in range(self.kin)}
        return Signals(0.001), Look(Sighting(self.at, int(self.ids), 0, 0), int(self.ids), 0, kin)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Server:
    return Server(clock)


@pytest.fixture
def own() -> Own:
    return Own()


@pytest.fixture
def governor(server: Server, own: Own, clock: Clock) -> Governor:
    return Governor(server.look, own, clock)  # type: ignore[arg-type]  # its counts alone


@contextmanager
def seats(governor: Governor, number: int) -> Iterator[list[Turns]]:
    with ExitStack() as stack:
        yield [stack.enter_context(governor.at_work()) for _ in range(number)]


def see(governor: Governor, clock: Clock, seconds: int = 15) -> None:
    """Looks each second."""
    for _ in range(seconds):
        governor.glance()
        clock.now += LOOK_EVERY


def worked(governor: Governor, own: Own, clock: Clock, jobs: list[Turns], seconds: float) -> dict[int, int]:
    """How many batches each of the jobs gets to do within so many seconds, in an even tempo of small steps. A
    batch takes its target time."""
    done = dict.fromkeys(range(len(jobs)), 0)
    until = clock.now + seconds
    asks = dict.fromkeys(range(len(jobs)), clock.now)
    at_work = set[int]()
    while clock.now < until:
        number = min(asks, key=lambda one: asks[one])
        clock.now = max(clock.now, asks[number])
        if number in at_work:
            at_work.remove(number)
            own.seconds += TARGET_SECONDS
            jobs[number].note(300, TARGET_SECONDS, None)
            done[number] += 1
        wait = jobs[number].ask()
        if wait == 0:
            at_work.add(number)
        asks[number] = clock.now + (wait or TARGET_SECONDS)
    return done


def test_however_often_it_is_asked_it_looks_once_a_second(
    governor: Governor, server: Server, clock: Clock
) -> None:
    with seats(governor, 3) as jobs:
        for _ in range(50):
            for job in jobs:
                job.ask()
        assert server.looks == 1
        clock.now += LOOK_EVERY
        for _ in range(50):
            jobs[0].ask()
        assert server.looks == 2


def test_a_glance_looks_sooner_but_not_for_each_who_asks(
    governor: Governor, server: Server, clock: Clock
) -> None:
    for _ in range(10):
        governor.glance()
    assert server.looks == 1
    clock.now += GLANCE_EVERY
    governor.glance()
    assert server.looks == 2


def test_what_others_do_is_told_after_two_looks_of_which_one_may_be_old(
    governor: Governor, server: Server, clock: Clock
) -> None:
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.now += seconds

    server.writes = 10 * EVERYBODY
    others = governor.others(sleep)
    assert others
    assert others.transactions == pytest.approx(server.writes, rel=0.1)
    clock.now += LOOK_EVERY
    assert governor.others(sleep)
    assert waits == [GLANCE_EVERY]
    server.fails = True
    clock.now += LOOK_EVERY
    assert governor.others(sleep) is None


@pytest.mark.parametrize("number", [1, 4, 16])
def test_where_nobody_else_is_no_job_waits(governor: Governor, own: Own, clock: Clock, number: int) -> None:
    with seats(governor, number) as jobs:
        for _ in range(200):
            for job in jobs:
                assert job.ask() == 0
                own.seconds += TARGET_SECONDS
                job.note(500, TARGET_SECONDS, None)
            clock.now += TARGET_SECONDS


@pytest.mark.parametrize("number", [1, 4, 16])
def test_all_jobs_together_take_the_gentle_share_while_others_work(
    governor: Governor, server: Server, own: Own, clock: Clock, number: int
) -> None:
    server.writes = 10 * EVERYBODY
    see(governor, clock)
    with seats(governor, number) as jobs:
        done = worked(governor, own, clock, jobs, 600)
    assert sum(done.values()) * TARGET_SECONDS / 600 == pytest.approx(GENTLE_SHARE, rel=0.1)
    assert max(done.values()) - min(done.values()) <= 2  # first come, first served


def test_of_two_consoles_each_takes_its_part_while_others_work(
    governor: Governor, server: Server, own: Own, clock: Clock
) -> None:
    """Where nobody else is there, each works as it can."""
    server.kin = 1
    see(governor, clock)
    with seats(governor, 4) as jobs:
        done = worked(governor, own, clock, jobs, 60)
        assert sum(done.values()) * TARGET_SECONDS / 60 == pytest.approx(4, rel=0.1)
        server.writes = 10 * EVERYBODY
        see(governor, clock)
        done = worked(governor, own, clock, jobs, 600)
        assert sum(done.values()) * TARGET_SECONDS / 600 == pytest.approx(GENTLE_SHARE / 2, rel=0.1)


def looked_around(job: Turns, server: Server, clock: Clock) -> int:
    """Two looks were had, and a batch done; how many looks there were."""
    job.ask()
    clock.now += GLANCE_EVERY
    job.ask()
    job.note(300, TARGET_SECONDS, 0)
    return server.looks


def test_a_batch_that_notices_somebody_has_a_look_at_once(
    governor: Governor, server: Server, clock: Clock
) -> None:
    with seats(governor, 2) as (first, second):
        before = looked_around(first, server, clock)
        clock.now += GLANCE_EVERY
        server.writes = 10 * EVERYBODY
        first.note(300, TARGET_SECONDS, int(server.ids + server.writes * GLANCE_EVERY))
        assert server.looks == before + 1
        assert first.pace.pause > 1
        second.ask()
        assert second.pace.pause > 1


def test_until_that_look_has_told_all_jobs_are_gentle(
    governor: Governor, server: Server, clock: Clock
) -> None:
    """It may take long where the server is busy; here nobody may look again so soon."""
    with seats(governor, 2) as (first, second):
        before = looked_around(first, server, clock)
        first.note(300, TARGET_SECONDS, 100)
        assert server.looks == before
        second.ask()
        assert second.pace.pause > 1


def test_after_its_first_look_it_has_another_one_soon(
    governor: Governor, server: Server, clock: Clock
) -> None:
    with seats(governor, 1) as (job,):
        for looks, wait in ((1, 0.0), (2, GLANCE_EVERY), (2, GLANCE_EVERY), (3, LOOK_EVERY)):
            clock.now += wait
            job.ask()
            assert server.looks == looks


def test_what_others_do_is_told_beside_another_console_too(
    governor: Governor, server: Server, clock: Clock
) -> None:
    def sleep(seconds: float) -> None:
        clock.now += seconds

    server.kin = 2
    assert governor.others(sleep) is not None


def test_what_is_done_beside_the_batches_counts_too(
    governor: Governor, server: Server, own: Own, clock: Clock
) -> None:
    """Pages of files, claims and ends."""
    server.writes = 10 * EVERYBODY
    see(governor, clock)
    with seats(governor, 1) as (job,):
        worked(governor, own, clock, [job], 10)
        own.seconds += 3 * TARGET_SECONDS
        waited = 0.0
        while (wait := job.ask()) > 0:
            clock.now += wait
            waited += wait
        assert waited >= 3 * TARGET_SECONDS / GENTLE_SHARE


def test_no_single_statement_makes_all_wait_for_long(
    governor: Governor, server: Server, own: Own, clock: Clock
) -> None:
    """It may have waited for a lock itself."""
    server.writes = 10 * EVERYBODY
    see(governor, clock)
    with seats(governor, 1) as (job,):
        job.ask()
        own.seconds += 60
        began = clock.now
        while (wait := job.ask()) > 0:
            clock.now += wait
        assert clock.now - began <= LONGEST_PAUSE + 0.1


def test_who_waits_goes_on_within_a_second_once_the_others_are_gone(
    governor: Governor, server: Server, own: Own, clock: Clock
) -> None:
    server.writes = 10 * EVERYBODY
    see(governor, clock)
    with seats(governor, 16) as jobs:
        worked(governor, own, clock, jobs, 60)
        server.writes = 0
        see(governor, clock, 20)
        assert [job.ask() for job in jobs] == [0] * 16


def test_a_job_that_does_not_ask_again_lets_the_others_pass(
    governor: Governor, server: Server, own: Own, clock: Clock
) -> None:
    """It is held, or ends, or waits for a database that has gone."""
    server.writes = 10 * EVERYBODY
    see(governor, clock)
    with seats(governor, 3) as (working, held, other):
        assert working.ask() == 0
        own.seconds += TARGET_SECONDS
        assert held.ask() > 0
        clock.now += FORGETS_AFTER + 1
        assert other.ask() == 0


def test_a_batch_that_sees_others_slows_all_at_once(governor: Governor, own: Own, clock: Clock) -> None:
    with seats(governor, 4) as jobs:
        for number in range(20):
            jobs[number % 4].ask()
            own.least = own.most = own.most + 1
            jobs[number % 4].note(500, TARGET_SECONDS, 5000 + 5 * number)
            clock.now += TARGET_SECONDS
        assert jobs[0].pace.level == GENTLEST
        assert sum(job.ask() == 0 for job in jobs) <= 1


def test_a_server_that_cannot_be_asked_slows_all(governor: Governor, server: Server, clock: Clock) -> None:
    see(governor, clock)
    server.fails = True
    slowed = governor.glance()
    assert (slowed.reason, slowed.level, slowed.demand.transactions) == (SlowReason.PROBE, GENTLEST, None)


def test_while_one_looks_the_others_go_on(own: Own, clock: Clock) -> None:
    looking, answered = threading.Event(), threading.Event()

    def look() -> Seen:
        looking.set()
        assert answered.wait(30)
        return Signals(0.001), Look(Sighting(clock.now, 1, 0, 0), 1, 0)

    governor = Governor(look, own, clock)  # type: ignore[arg-type]  # its counts alone
    first = threading.Thread(target=governor.glance)
    first.start()
    assert looking.wait(30)
    with governor.at_work() as job:
        assert job.ask() == 0  # an answer, while the other still waits for one
    answered.set()
    first.join()
