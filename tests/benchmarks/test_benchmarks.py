"""Each benchmark still runs, in its smallest form. What it finds then means nothing: nothing asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial

import pytest

from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks.__main__ import CASES, as_results
from tests.benchmarks.ground import Ground
from tests.benchmarks.machine import describe
from tests.benchmarks.report import Report, alternately


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with Ground.opened(fsync="off", full_page_writes="off", synchronous_commit="off") as opened:
        yield opened


@pytest.mark.parametrize("case", CASES)
def test_the_benchmark_runs(ground: Ground, case: str) -> None:
    report = CASES[case](ground, quick=True)
    assert report.case == case
    assert all(value >= 0 for series in report.series for value in series.values)
    assert json.loads(json.dumps(report.as_json()))["series"]
    assert report.as_text()
    assert report.as_markdown()


def test_results_name_the_machine_and_no_place(ground: Ground) -> None:
    text = as_results(describe(ground), [])
    assert "postgresql: 18" in text
    assert "fsync off" in text
    assert str(ground.folder) not in text


def test_a_goal_says_whether_it_was_met() -> None:
    report = Report("case", "What was measured.")
    assert report.add("console", "receipts/s", [3, 1, 2]).median == 2
    report.aim("over the peer", 16.24, at_least=15)
    report.aim("overhead", 7, unit="%", at_most=5)
    assert [goal.met for goal in report.goals] == [True, False]
    assert "over the peer: 16.2 × (goal: at least 15; met)" in report.as_text()
    assert "overhead: 7 % (goal: at most 5; NOT met)" in report.as_markdown()
    assert "| console | 2 receipts/s | 1–3 |" in report.as_markdown()


def test_a_case_that_fails_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch, ground: Ground) -> None:
    def fails(_ground: Ground, *, quick: bool) -> Report:
        raise RuntimeError("secret" if quick else "")

    def works(_ground: Ground, *, quick: bool) -> Report:
        return Report("works", f"Quick: {quick}.")

    monkeypatch.setattr(benchmarks, "CASES", {"fails": fails, "works": works})
    monkeypatch.setattr(Ground, "opened", lambda: nullcontext(ground))
    _, reports = benchmarks.run(["fails", "works"], quick=True)
    assert [(report.case, report.has_failed) for report in reports] == [("fails", True), ("works", False)]
    assert as_results({}, reports).endswith(
        "\n## fails\n\nFAILED: RuntimeError.\n\n" + reports[1].as_markdown()
    )
    assert benchmarks.main(["fails", "--quick"]) == 1
    assert benchmarks.main(["works", "--quick"]) == 0


def test_contestants_take_turns() -> None:
    turns: list[str] = []

    def turn(name: str) -> float:
        turns.append(name)
        return len(turns)

    found = alternately({name: partial(turn, name) for name in "abc"}, 3)
    assert "".join(turns) == "abcbcacab"
    assert found == {"a": (1, 6, 8), "b": (2, 4, 9), "c": (3, 5, 7)}
