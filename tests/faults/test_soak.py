"""How `packaging/dev.py soak` chooses storms, rounds and seeds; each storm has a test of its own."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

import pytest

from tests.faults import soak

Called = list[tuple[str, int, int]]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Called:
    """The storms that were let loose, with their seeds and kills, instead of the storms."""
    calls: Called = []

    def stand_in(name: str) -> Any:
        def storm(options: Namespace, seed: int) -> dict[str, Any]:
            calls.append((name, seed, options.kills))
            return {"seed": seed}

        return storm

    monkeypatch.setattr(soak, "STORMS", {name: stand_in(name) for name in soak.STORMS})
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return calls


def test_without_a_word_all_storms_are_let_loose(called: Called, capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["--seed", "7", "--kills", "3"]) == 0
    storms = ("kills", "undo", "machine", "consoles", "fleet", "servers", "infra", "suite")
    assert called == [(name, 7, 3) for name in storms]
    assert [json.loads(line)["storm"] for line in capsys.readouterr().out.splitlines()] == list(soak.STORMS)


def test_a_storm_is_chosen_by_its_name(called: Called) -> None:
    assert soak.main(["machine"]) == 0
    assert [name for name, *_ in called] == ["machine"]


def test_an_unknown_storm_is_refused(called: Called, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        soak.main(["hail"])
    assert "There is no storm hail" in capsys.readouterr().err
    assert called == []


def test_there_is_one_round_at_least_and_more_while_there_is_time() -> None:
    assert list(soak._rounds(0)) == [0]
    seconds = iter([0.0, 59.0, 61.0])
    assert list(soak._rounds(1, lambda: next(seconds))) == [0, 1]


def test_a_suite_that_fails_ends_the_storm(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[str] = []

    def fails_at_last(command: list[str], **_: Any) -> int:
        seeds.append(command[-1])
        return len(seeds) - 1

    monkeypatch.setattr("subprocess.call", fails_at_last)
    with pytest.raises(AssertionError, match="status 1"):
        soak.suite(Namespace(minutes=60), 7)
    assert seeds == ["--hypothesis-seed=7", "--hypothesis-seed=8"]
