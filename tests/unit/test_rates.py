"""Measured rates: learned from runs, kept between starts, and what an estimate makes of them."""

from __future__ import annotations

import json
import logging
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.estimate import Estimate, Known, Measured, estimate
from app.core.durations import roughly
from app.core.pace import Demand, SlowReason
from app.core.policy import Pace, PaceMode, Policy
from app.core.progress import least_seconds
from app.core.rates import FIRST, Gear, Rates, Work
from app.engine.events import Ending, SliceResult, Step, WaitReason
from app.engine.rate_store import PLACES_KEPT, RateStore
from app.engine.run_meter import GAP_SECONDS, RunMeter

ADAPTIVE = Policy(mode=PaceMode.ADAPTIVE)
FULL, BUSY = Pace(900, 0.02), Pace(10, 1.0, None, 0.1, Demand(180.0))
SPEEDING_UP, SLOWED = Pace(100, 0.1, None, 0.5), Pace(10, 1.0, SlowReason.LOCKS, 0.1)


def learned(costs: tuple[float, float, float], works: list[Work], gear: Gear = Gear.TOGETHER) -> Rates:
    """After runs that cost so many seconds an item, a file and a job."""
    rates = Rates()
    for work in works:
        spent = zip(costs, (work.items, work.files, work.jobs), strict=True)
        rates = rates.after(gear, work, sum(cost * count for cost, count in spent))
    return rates


@given(
    st.floats(min_value=1e-5, max_value=1e-2),
    st.floats(min_value=1e-4, max_value=1e-1),
    st.floats(min_value=1e-3, max_value=1e-1),
)
def test_after_some_runs_the_next_is_told_right(item: float, file: float, job: float) -> None:
    kinds = [Work(200_000, 0, 40), Work(5_000, 0, 1_000), Work(50_000, 90_000, 50)]
    rates = learned((item, file, job), kinds * 12)
    for work in kinds:
        true = work.items * item + work.files * file + work.jobs * job
        assert rates.seconds(Gear.TOGETHER, work) == pytest.approx(true, rel=0.3)


def test_a_guess_is_called_one_until_enough_was_seen() -> None:
    short, long = Work(100), Work(100_000)
    assert not Rates().is_measured(Gear.GENTLE)
    assert not Rates().after(Gear.GENTLE, short, 0.2).is_measured(Gear.GENTLE)
    measured = Rates().after(Gear.GENTLE, long, 100.0)
    assert measured.is_measured(Gear.GENTLE)
    assert not measured.is_measured(Gear.ALONE)


def test_one_worker_that_was_never_measured_is_told_by_several() -> None:
    rates = learned((1e-3, 1e-2, 1e-2), [Work(100_000)] * 5)
    assert rates.seconds(Gear.ALONE, Work(1000)) == rates.seconds(Gear.TOGETHER, Work(1000))
    assert not rates.is_measured(Gear.ALONE)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Gear),
            st.builds(
                Work,
                st.floats(min_value=0, max_value=1e9),
                st.floats(min_value=0, max_value=1e9),
                st.floats(min_value=0, max_value=1e6),
            ),
            st.floats(min_value=0, max_value=1e7),
        ),
        max_size=8,
    )
)
def test_whatever_is_learned_can_be_kept(runs: list[tuple[Gear, Work, float]]) -> None:
    rates = Rates()
    for gear, work, seconds in runs:
        rates = rates.after(gear, work, seconds)
    assert Rates.parsed(json.loads(json.dumps(rates.plain()))) == rates


class Runs:
    """A meter with a clock that is set, and what it learned."""

    def __init__(self) -> None:
        self.now = 0.0
        self.learned: list[tuple[Gear, Work, float]] = []
        self.meter = RunMeter(lambda: self.now, lambda *what: self.learned.append(what))

    def slice(self, *paces: tuple[float, Pace], items: int, ending: Ending = Ending.COMPLETED) -> None:
        """One slice that spends so many seconds at each pace."""
        with self.meter.slice() as end:
            for seconds, pace in paces:
                self.meter.note(Step(1, WaitReason.THROTTLE, 0.1, pace=pace))
                self.now += seconds
            end(SliceResult(1, ending, succeeded=items, files_deleted=items // 2))

    def settled(self) -> list[tuple[Gear, Work, float]]:
        self.now += GAP_SECONDS
        self.meter.settle()
        return self.learned


def test_slices_without_a_gap_are_one_run() -> None:
    runs = Runs()
    for _ in range(3):
        runs.slice((2.0, FULL), items=100)
        runs.now += GAP_SECONDS / 2
    assert runs.learned == []
    assert runs.settled() == [(Gear.ALONE, Work(300, 150, 3), 6.0 + GAP_SECONDS)]


def test_what_was_done_is_shared_out_by_the_levels() -> None:
    runs = Runs()
    runs.slice((1.0, SPEEDING_UP), (4.0, FULL), (5.0, BUSY), items=1000)
    (gear, fast, seconds), (other, slow, gentle) = runs.settled()
    assert (gear, other, seconds, gentle) == (Gear.ALONE, Gear.GENTLE, 4.0, 5.0)
    assert [fast.items, slow.items] == pytest.approx([800, 100])


def test_a_reason_to_slow_down_is_gentle() -> None:
    runs = Runs()
    runs.slice((3.0, SLOWED), items=10)
    assert [gear for gear, _, _ in runs.settled()] == [Gear.GENTLE]


def test_several_workers_are_told_from_one() -> None:
    runs = Runs()
    with runs.meter.slice() as one, runs.meter.slice() as other:
        runs.meter.note(Step(1, WaitReason.THROTTLE, pace=FULL))
        runs.now += 5.0
        for end in (one, other):
            end(SliceResult(1, Ending.COMPLETED, succeeded=10))
    assert runs.settled() == [(Gear.TOGETHER, Work(20, 0, 2), 5.0)]


@pytest.mark.parametrize("ending", [Ending.FAILED, Ending.LOST, Ending.ABANDONED])
def test_a_run_that_went_wrong_teaches_nothing(ending: Ending) -> None:
    runs = Runs()
    runs.slice((5.0, FULL), items=100, ending=ending)
    assert runs.settled() == []


@pytest.mark.parametrize("reason", [WaitReason.BACKOFF, WaitReason.DATABASE])
def test_a_run_that_waited_teaches_nothing(reason: WaitReason) -> None:
    runs = Runs()
    with runs.meter.slice() as end:
        runs.meter.note(Step(1, WaitReason.THROTTLE, pace=FULL))
        runs.meter.note(Step(1, reason, 30.0))
        runs.now += 40.0
        end(SliceResult(1, Ending.COMPLETED, succeeded=100))
    assert runs.settled() == []


def test_a_fixed_pace_teaches_nothing_and_a_bug_no_less() -> None:
    runs = Runs()
    with runs.meter.slice() as end:
        runs.now += 5.0
        end(SliceResult(1, Ending.COMPLETED, succeeded=100))
    assert runs.settled() == []
    with pytest.raises(ZeroDivisionError), runs.meter.slice():
        raise ZeroDivisionError
    runs.slice((5.0, FULL), items=100)
    assert runs.settled() == []
    runs.slice((5.0, FULL), items=100)
    assert len(runs.settled()) == 1


def test_the_last_run_is_told_at_the_end() -> None:
    runs = Runs()
    runs.slice((5.0, FULL), items=100)
    runs.meter.finish()
    assert len(runs.learned) == 1


# The file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "rates.json"


def test_rates_are_kept_for_each_place_apart(path: Path) -> None:
    place = "one"
    store = RateStore(path, lambda: place)
    store.learn(Gear.ALONE, Work(1000), 10.0)
    place = "other"
    assert store.rates() == Rates()
    store.learn(Gear.ALONE, Work(1000), 90.0)
    assert RateStore(path, lambda: "one").rates() == Rates().after(Gear.ALONE, Work(1000), 10.0)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_places_of_long_ago_are_forgotten(path: Path) -> None:
    for number in range(PLACES_KEPT + 5):
        RateStore(path, lambda number=number: str(number)).learn(Gear.ALONE, Work(1000), 10.0)  # type: ignore[misc]
    kept = json.loads(path.read_bytes())
    assert list(kept) == [str(number) for number in range(5, PLACES_KEPT + 5)]


def _odd() -> list[Any]:
    good = Rates().plain()
    odd: list[Any] = ["", "[", "[]", "7", "null", '{"here": 7}', "[" * 100_000, '{"here": {}}', "\xff"]
    odd.append(json.dumps({"here": good, "x": "y" * 300_000}))
    costs: list[Any] = [None, [], [1, 2, 3], [1, 2, 3, "4"], [True, 1, 1, 1], [1, 1, -1, 1], [0, 0, 0, 0]]
    for wrong in [*costs, [1e999, 1, 1, 1]]:
        odd.append(json.dumps({"here": good | {"alone": wrong}}))
    odd += [json.dumps({"here": good | {"files_per_item": wrong}}) for wrong in ("x", -1, True, 1e999)]
    return odd


@pytest.mark.parametrize("text", _odd(), ids=range(len(_odd())))
def test_a_damaged_file_is_left_out_and_said(text: str, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    caplog.set_level(logging.INFO)
    store = RateStore(path, lambda: "here")
    assert store.rates() == Rates()
    assert str(path) in caplog.text
    store.learn(Gear.ALONE, Work(1000), 10.0)
    assert RateStore(path, lambda: "here").rates().is_measured(Gear.ALONE)


def test_what_cannot_be_written_is_kept_for_this_process(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    store = RateStore(tmp_path / "data" / "rates.json", lambda: "here")
    store.learn(Gear.ALONE, Work(1000), 10.0)
    store.learn(Gear.ALONE, Work(1000), 10.0)
    assert store.rates().costs[Gear.ALONE].measured == 20.0


# The estimate


def test_several_businesses_are_shared_by_the_workers_and_a_large_one_is_not() -> None:
    rates = learned((1e-3, 1e-2, 1e-2), [Work(100_000)] * 9, Gear.ALONE)
    rates = rates.after(Gear.TOGETHER, Work(100_000), 10.0)
    many, one = [Work(500)] * 200, [Work(100_000), Work(10)]
    together, alone = estimate(many, ADAPTIVE, 4, rates), estimate(one, ADAPTIVE, 4, rates)
    assert together.full == roughly(rates.seconds(Gear.TOGETHER, Work(100_000, 0, 200)))
    assert alone.full == roughly(rates.seconds(Gear.ALONE, Work(100_010, 0, 2)))
    assert estimate(many, ADAPTIVE, 1, rates).full == roughly(
        rates.seconds(Gear.ALONE, Work(100_000, 0, 200))
    )


def test_an_adaptive_pace_has_two_times_and_a_fixed_one_has_one() -> None:
    works = [Work(1000, 100), Work(500)]
    adaptive = estimate(works, ADAPTIVE, 4, Rates(), Demand(3.0))
    assert adaptive.gentle > adaptive.full
    fixed = Policy(50, 200)
    one = estimate(works, fixed, 4, Rates(), Demand(3.0))
    seconds = roughly(least_seconds(1000, 50, 200))
    assert one == Estimate(seconds, seconds)
    assert estimate(works * 8, fixed, 4, Rates()).full == roughly(least_seconds(1500, 50, 200) * 2)
    files = [Work(1000, 1_000_000)]
    assert estimate(files, fixed, 4, Rates()).full == roughly(
        Rates().seconds(Gear.ALONE, Work(0, 1_000_000, 0))
    )


@pytest.mark.parametrize(
    ("demand", "known"),
    [
        (None, Known.EITHER),
        (Demand(), Known.FULL_NOW),
        (Demand(3.0), Known.GENTLE_NOW),
        (Demand(0.0, 1), Known.GENTLE_NOW),
        (Demand(None), Known.GENTLE_ALWAYS),
    ],
)
def test_what_others_do_says_which_time_is_that_of_now(demand: Demand | None, known: Known) -> None:
    assert estimate([Work(100_000)], ADAPTIVE, 4, Rates(), demand).known is known


def test_what_was_never_measured_is_named() -> None:
    big, works = Work(100_000), [Work(100_000)]
    fast = Rates().after(Gear.ALONE, big, 10.0)
    slow = Rates().after(Gear.GENTLE, big, 200.0)
    both = fast.after(Gear.GENTLE, big, 200.0)
    seen = [estimate(works, ADAPTIVE, 4, rates).measured for rates in (Rates(), fast, slow, both)]
    assert seen == [Measured.NONE, Measured.FULL, Measured.GENTLE, Measured.ALL]
    hidden = [estimate(works, ADAPTIVE, 4, rates, Demand(None)).measured for rates in (fast, slow)]
    assert hidden == [Measured.NONE, Measured.ALL]


def test_gentle_is_never_quicker_than_full_speed() -> None:
    rates = Rates({**FIRST, Gear.GENTLE: FIRST[Gear.TOGETHER]}).after(Gear.ALONE, Work(1000), 100.0)
    takes = estimate([Work(1000)], ADAPTIVE, 4, rates)
    assert (takes.gentle, takes.known) == (takes.full, Known.ONE)


def test_nothing_to_delete_takes_no_time() -> None:
    for policy in (ADAPTIVE, Policy()):
        assert estimate([], policy, 4, Rates()).full == roughly(0)
