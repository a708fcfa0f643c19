"""Other consoles and workers of our kind on the same server are no strangers, and hide none."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.demand import GENTLEST, Look
from app.core.kin import BEHIND, FORGOTTEN, Kin
from tests.support.busy_server import BATCH, Console, Server

SEEDS = range(12)


def many_consoles(chance: Random) -> Server:
    """Some at work on jobs of all lengths, as chance has it, for a while already."""
    server = Server(ours=chance.uniform(0, 60))
    for number in range(chance.randint(1, 6)):
        server.kin[f"sweep:{number}"] = Console(
            rate=chance.uniform(0, 60),
            lasts=chance.choice((chance.uniform(0.2, 1), chance.uniform(1, 8))),
            rests=chance.uniform(0.02, 0.3),
            around=chance.randint(0, 6),
            chance=Random(chance.random()),
        )
    server.look()
    server.work_and_look(8)
    return server


def test_other_consoles_are_no_others() -> None:
    server = Server(ours=100, kin={"sweep:a": Console(150.0), "sweep:b": Console(80.0)})
    server.look()
    levels = server.run(10)
    assert set(levels) == {1.0}
    assert server.watch.kin == 2
    assert server.work(20) == 0
    assert server.watch.level == 1.0


def test_others_are_seen_beside_another_console() -> None:
    server = Server(ours=100, kin={"sweep:a": Console(150.0)})
    server.look()
    server.run(3)
    server.writes = 200
    assert server.run(3)[-1] == GENTLEST


def test_a_console_that_comes_later_is_known_from_its_first_look_on() -> None:
    server = Server(ours=100)
    server.look()
    server.run(3)
    server.kin = {"sweep:late": Console(200.0)}
    assert set(server.run(12)) == {1.0}
    assert server.watch.kin == 1


@given(rate=st.floats(min_value=40, max_value=400), ours=st.floats(min_value=0, max_value=400))
def test_a_console_that_begins_is_given_way_to_for_one_batch_at_most(rate: float, ours: float) -> None:
    """A look tells that it is one of our kind."""
    server = Server(ours=ours)
    server.look()
    server.run(3)
    server.kin = {"sweep:new": Console(rate)}
    assert server.work(12) <= 6
    assert server.watch.level == 1.0
    levels = server.work_and_look(10)
    assert levels[-1] == 1.0
    assert sum(level < 1 for level in levels) <= 1


def test_consoles_with_many_jobs_are_no_others() -> None:
    levels = [level for seed in SEEDS for level in many_consoles(Random(seed)).work_and_look(30)]
    assert sum(level == 1 for level in levels) / len(levels) > 0.9


@pytest.mark.parametrize(("rate", "seconds"), [(20, 12), (50, 6), (100, 3), (300, 2)])
def test_others_are_seen_beside_consoles_with_many_jobs(rate: float, seconds: int) -> None:
    later = []
    for seed in SEEDS:
        server = many_consoles(Random(seed))
        server.writes = rate
        assert min(server.work_and_look(seconds)) < 0.3
        later += server.work_and_look(30)
    assert sum(level > 0.3 for level in later) / len(later) < 0.02


def test_others_are_seen_though_a_console_has_just_come() -> None:
    server = Server(ours=100)
    server.look()
    server.run(3)
    server.kin, server.writes = {"sweep:new": Console(30.0)}, 300
    assert server.run(1) == [GENTLEST]


def test_a_console_that_comes_back_hides_nobody() -> None:
    """What it has done meanwhile was not done now."""
    server = Server(ours=50, kin={"sweep:a": Console(20.0)}, writes=40)
    server.look()
    assert server.run(5)[-1] == GENTLEST
    (console,) = server.kin.values()
    console.is_at_work, console.rests, console.phase = False, 30.0, 0.0
    server.run(10)
    console.done += 5000
    console.rests = 0.0
    assert set(server.run(10)) == {GENTLEST}


def test_a_console_that_never_tells_is_given_way_to() -> None:
    """One of before: its cursors have no counts."""
    server = Server(ours=100, strangers={"sweep:old": Console(200.0)})
    server.look()
    assert server.run(10)[-1] == GENTLEST
    assert server.watch.kin == 0


def test_a_console_that_has_ended_is_no_kin_any_more() -> None:
    server = Server(ours=100, kin={"sweep:a": Console(50.0, lasts=3.5, rests=1e9, around=10)})
    server.look()
    levels = server.run(12)
    assert (set(levels), server.watch.kin) == ({1.0}, 0)
    server.writes = 25.0
    assert server.run(3)[-1] == GENTLEST


def test_it_does_not_come_back_while_others_may_still_be_there() -> None:
    """What a console between two jobs may have done would cover them."""
    server = Server(ours=30, writes=20, kin={"sweep:a": Console(60.0, lasts=6.5, rests=5.0)})
    server.look()
    assert server.run(6)[-1] == GENTLEST
    assert set(server.run(5)) == {GENTLEST}


def test_a_suspicion_is_not_taken_back_by_a_look_of_before_it() -> None:
    """It may have been under way for long, on a server that is busy."""
    server = Server(ours=50, kin={"sweep:a": Console(20.0)})
    server.look()
    server.run(3)
    early, own = server.sighting(), int(server._own)
    server.writes = 300
    for _ in range(10):
        server.pass_by(BATCH)
        server.watch.notice(server.sighting())
    assert server.watch.level < 0.1
    server.watch.look(Look(early, own + 60, own, {"sweep:a": (60, 60)}))
    assert server.watch.level < 0.1


def test_who_was_away_for_long_is_nobody_any_more() -> None:
    kin = Kin()
    kin.meet(0.0, {"sweep:a": (500, 900)})
    kin.meet(FORGOTTEN, {"sweep:b": (1, 1)})
    kin.meet(FORGOTTEN + 1, {"sweep:b": (2, 2)})
    kin.meet(FORGOTTEN + 2, {"sweep:a": (510, 910), "sweep:b": (3, 3)})
    assert kin.number == 2
    assert kin.untold_since({"sweep:b": (2, 2)}) == 910 + 2 * BEHIND
