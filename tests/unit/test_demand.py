"""Who else is on the server: noticed at once, followed without a jump, and forgotten slowly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.demand import (
    CALM,
    CERTAIN,
    EVERYBODY,
    FORGOTTEN,
    GENTLEST,
    NOBODY,
    PATIENCE,
    SHORTLY,
    TRUSTED,
    WITH_LONG_QUERY,
    DemandWatch,
    Sighting,
    share_of,
)
from app.core.pace import Demand
from tests.support.busy_server import Server

RATES = st.floats(min_value=0, max_value=2000)
IN_FLIGHT = st.integers(min_value=0, max_value=16)


@given(ours=RATES, in_flight=IN_FLIGHT, is_late=st.booleans())
def test_our_own_work_is_nobody_elses(ours: float, in_flight: int, is_late: bool) -> None:
    server = Server(ours=ours, in_flight=in_flight, is_late=is_late)
    server.look()
    assert set(server.run(20)) == {1.0}
    assert (server.watch.demand.transactions or 0) <= NOBODY


@given(ours=RATES, writes=st.floats(min_value=40, max_value=2000), in_flight=IN_FLIGHT)
def test_others_that_write_are_given_way_to_however_much_we_do(
    ours: float, writes: float, in_flight: int
) -> None:
    server = Server(ours=ours, in_flight=in_flight)
    server.look()
    server.run(3)
    server.writes = writes
    assert server.run(3)[-1] == GENTLEST
    assert server.watch.demand.transactions == pytest.approx(writes, rel=0.3, abs=4)


@given(ours=RATES, reads=st.floats(min_value=60, max_value=2000))
def test_others_that_only_read_are_noticed_by_what_they_commit(ours: float, reads: float) -> None:
    server = Server(ours=ours, reads=reads)
    server.look()
    assert server.run(3)[-1] == GENTLEST


@given(few=RATES, more=RATES, ours=RATES)
def test_more_of_others_never_leave_more_to_us(few: float, more: float, ours: float) -> None:
    levels = []
    for writes in sorted((few, more)):
        server = Server(ours=ours, writes=writes)
        server.look()
        levels.append(server.run(5)[-1])
    assert levels[1] <= levels[0]


def test_between_nobody_and_everybody_it_follows_without_a_jump() -> None:
    levels = []
    for writes in range(int(NOBODY), int(EVERYBODY) + 1):
        server = Server(writes=float(writes))
        server.look()
        levels.append(server.run(4)[-1])
    assert (levels[0], levels[-1]) == (1.0, GENTLEST)
    steps = [after / before for before, after in pairwise(levels)]
    assert all(0.5 < step < 1 for step in steps)


def test_it_gives_way_at_once_and_comes_back_after_calm_seconds_by_doubling() -> None:
    server = Server(writes=500)
    server.look()
    assert server.run(3)[-1] == GENTLEST
    server.writes = 0
    levels = server.run(15)
    waited = levels.index(0.1)
    assert CALM <= waited + 1 <= CALM + 3
    assert levels[waited : waited + 5] == pytest.approx([0.1, 0.2, 0.4, 0.8, 1.0])
    assert levels[-1] == 1.0


def test_a_few_of_one_second_are_nobody() -> None:
    """A vacuum, or somebody who connects."""
    server = Server(ours=100)
    server.look()
    server.run(3)
    server.writes = 25
    assert server.run(1) == [1.0]
    server.writes = 0
    assert set(server.run(10)) == {1.0}


@given(ours=st.floats(min_value=0, max_value=400), in_flight=st.integers(0, 8))
def test_batches_notice_who_writes_before_the_next_look(ours: float, in_flight: int) -> None:
    server = Server(ours=ours, in_flight=in_flight)
    assert server.work(20) == 0
    assert server.watch.level == 1.0
    server.writes = 94.0
    assert 1 <= server.work(10) <= 6
    assert server.watch.level < 0.5
    assert (server.watch.demand.transactions or 0) > NOBODY


@given(st.integers(min_value=1, max_value=CERTAIN - 1))
def test_fewer_than_a_handful_are_not_believed(few: int) -> None:
    watch = DemandWatch()
    watch.notice(Sighting(0.0, 10, 0, 0))
    assert not watch.notice(Sighting(0.1, 10 + few, 0, 0))


def test_what_is_longer_ago_than_shortly_is_not_added_up() -> None:
    watch = DemandWatch()
    for number in range(100):
        assert not watch.notice(Sighting(number * SHORTLY, number * 2, 0, 0))


def test_who_cannot_be_seen_may_be_there() -> None:
    server = Server(ours=100)
    server.look()
    server.run(2)
    server.watch.look(None)
    assert (server.watch.level, server.watch.demand.transactions) == (GENTLEST, None)
    assert server.run(12)[-1] == 1.0


@pytest.mark.parametrize("hidden", ["hides_commits", "hides_ids"])
def test_counts_that_our_own_work_does_not_move_tell_nothing(hidden: str) -> None:
    server = Server(ours=TRUSTED)
    setattr(server, hidden, True)
    server.look()
    assert server.run(10)[-1] == GENTLEST
    assert server.watch.demand.transactions is None


def test_a_long_query_leaves_a_part_until_it_is_taken_for_an_idler() -> None:
    server = Server(ours=50, snapshots=frozenset({(77, 1000)}))
    server.look()
    levels = server.run(10)
    assert set(levels) == {WITH_LONG_QUERY}
    assert server.watch.demand.long_queries == 1
    assert server.run(int(PATIENCE) + 10)[-1] == 1.0


def test_a_query_seen_in_two_looks_at_once_is_not_long() -> None:
    server = Server(ours=50, snapshots=frozenset({(77, 1000)}))
    server.look()
    server.pass_by(SHORTLY / 4)
    server.look()
    assert (server.watch.level, server.watch.demand.long_queries) == (1.0, 0)


def test_a_session_that_sees_something_new_each_time_is_no_long_query() -> None:
    server = Server(ours=50)
    server.look()
    for state in range(10):
        server.snapshots = frozenset({(77, state)})
        assert server.run(1) == [1.0]


def test_what_was_seen_long_ago_is_forgotten() -> None:
    server = Server(writes=500)
    server.look()
    server.run(3)
    server.pass_by(FORGOTTEN + 1)
    server.look()
    assert server.watch.level == 1.0
    assert (server.watch.demand, server.watch.is_known) == (Demand(), False)


@given(st.floats(min_value=GENTLEST, max_value=1), st.integers(min_value=1, max_value=16))
def test_shares_lie_between_the_gentlest_and_all(level: float, jobs: int) -> None:
    assert 0.035 * 0.999 <= share_of(level, jobs, 0.035) <= jobs * 1.001
    assert share_of(1.0, jobs, 0.035) == pytest.approx(jobs)
    assert share_of(GENTLEST, jobs, 0.035) == pytest.approx(0.035)
