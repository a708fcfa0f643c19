"""`app.actions.wrong_passwords`: the slow-down of sign-in, over restarts, processes and damage."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.actions.wrong_passwords import (
    FORGET_SECONDS,
    FREE_ATTEMPTS,
    LONGEST_WAIT_SECONDS,
    MOST_BYTES,
    NAMES_KEPT,
    WrongPasswords,
)
from app.core.errors import SignInTooSoon
from app.settings import DATA
from tests.support.logs import ExpectedLogs
from tests.support.time_and_chance import Clock

DANA, DORA = "dana@example.com", "dora@example.com"

Open = Callable[[], WrongPasswords]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sign-in.json"


@pytest.fixture
def new(path: Path, clock: Clock) -> Open:
    """Another process, on the same folder."""
    return lambda: WrongPasswords(path, clock)


def waits(wrong: WrongPasswords, email: str) -> int:
    """Seconds for which the person is told to wait."""
    try:
        wrong.require_patience(email)
    except SignInTooSoon as error:
        return int(str(error.values["seconds"]))
    return 0


def test_each_attempt_may_be_another_process(new: Open, clock: Clock) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert waits(new(), DANA) == 0
        new().note_wrong(DANA)
    for seconds in (2, 4, 8, 16, 32, 60, 60):
        assert waits(new(), DANA) == seconds
        clock.now += seconds - 0.5
        assert waits(new(), DANA) == 1
        clock.now += 0.5
        assert waits(new(), DANA) == 0
        new().note_wrong(DANA)


def test_the_right_password_starts_the_count_anew(new: Open) -> None:
    for _ in range(4):
        for _ in range(FREE_ATTEMPTS - 1):
            new().note_wrong(DANA)
        new().note_right(DANA)
        assert waits(new(), DANA) == 0


def test_signing_in_as_oneself_in_between_is_no_way_round(new: Open) -> None:
    for _ in range(FREE_ATTEMPTS):
        new().note_wrong(DANA)
        new().note_right(DORA) if waits(new(), DORA) == 0 else None
    assert waits(new(), DANA) == 2
    assert waits(new(), f" {DANA.upper()} ") == 2


def test_many_names_are_no_way_round(new: Open) -> None:
    for number in range(FREE_ATTEMPTS):
        new().note_wrong(f"{number}@example.com")
    assert waits(new(), DANA) == 2


def test_guesses_at_the_same_moment_are_no_way_round(new: Open) -> None:
    """All were let in before any was found wrong; the right one comes last."""
    guesses = [new() for _ in range(FREE_ATTEMPTS + 1)]
    assert [waits(one, DANA) for one in guesses] == [0] * len(guesses)
    for one in guesses[:-1]:
        one.note_wrong(DANA)
    with pytest.raises(SignInTooSoon):
        guesses[-1].note_right(DANA)


def test_nothing_is_written_for_who_knows_the_password(new: Open, path: Path) -> None:
    new().require_patience(DANA)
    new().note_right(DANA)
    assert not path.parent.exists()


def test_an_old_count_is_forgotten(new: Open, clock: Clock) -> None:
    for _ in range(FREE_ATTEMPTS):
        new().note_wrong(DANA)
    clock.now += FORGET_SECONDS
    new().note_wrong(DANA)
    assert waits(new(), DANA) == 0


@pytest.mark.parametrize("jump", [-5.0, -3600.0, -1e9])
def test_a_clock_that_is_set_back_makes_nobody_wait_for_longer(new: Open, clock: Clock, jump: float) -> None:
    for _ in range(FREE_ATTEMPTS + 1):
        new().note_wrong(DANA)
    clock.now += jump
    assert waits(new(), DANA) == 4
    clock.now += 3
    assert waits(new(), DANA) == 1
    clock.now += 1
    assert waits(new(), DANA) == 0


def test_a_clock_that_is_set_forth_never_ends_the_count(new: Open, clock: Clock) -> None:
    for _ in range(FREE_ATTEMPTS):
        new().note_wrong(DANA)
    clock.now += FORGET_SECONDS / 2
    new().note_wrong(DANA)
    assert waits(new(), DANA) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_the_file_is_the_persons_own_and_tells_nothing(new: Open, path: Path) -> None:
    new().note_wrong(DANA)
    for one in path.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
        assert "dana" not in one.read_text()
    again = path.with_name("other.json")
    WrongPasswords(again).note_wrong(DANA)
    names = [set(json.loads(one.read_text())["wrong"]) for one in (path, again)]
    assert names[0] & names[1] == {"all"}


def test_the_file_stays_small(new: Open, path: Path, clock: Clock) -> None:
    wrong = new()
    for number in range(NAMES_KEPT + 20):
        clock.now += LONGEST_WAIT_SECONDS
        wrong.note_wrong(f"{number}@example.com")
    assert len(json.loads(path.read_text())["wrong"]) == NAMES_KEPT
    assert path.stat().st_size < MOST_BYTES / 4
    assert waits(new(), DANA) == LONGEST_WAIT_SECONDS  # who is counted together is never dropped


SALT = "ab" * 16


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '{"salt": 1, "wrong": {}}',
        '{"salt": "", "wrong": {}}',
        '{"salt": "xy", "wrong": {}}',
        f'{{"salt": "{"ab" * 40}", "wrong": {{}}}}',
        f'{{"salt": "{SALT}"}}',
        f'{{"salt": "{SALT}", "wrong": []}}',
        f'{{"salt": "{SALT}", "wrong": {{"all": 7}}}}',
        f'{{"salt": "{SALT}", "wrong": {{"all": ["7", 1]}}}}',
        f'{{"salt": "{SALT}", "wrong": {{"all": [7, NaN]}}}}',
        f'{{"salt": "{SALT}", "wrong": {{"all": [7, Infinity]}}}}',
        f'{{"salt": "{SALT}", "wrong": {{"all": [-1, 1]}}}}',
        f'{{"salt": "{SALT}", "wrong": {{"all": [1{"0" * 400}, 1]}}}}',
        "[" * 30_000,
        "x" * (MOST_BYTES + 1),
        "\udcff",
    ],
)
def test_a_damaged_file_begins_anew(new: Open, path: Path, expected_logs: ExpectedLogs, damage: str) -> None:
    expected_logs.expect("damaged")
    path.parent.mkdir()
    path.write_bytes(damage.encode(errors="surrogateescape"))
    assert waits(new(), DANA) == 0
    for _ in range(FREE_ATTEMPTS):
        new().note_wrong(DANA)
    assert waits(new(), DANA) == 2


@pytest.mark.parametrize("obstacle", ["folder is a file", "file is a folder"])
def test_where_nothing_can_be_written_this_process_counts(
    new: Open, path: Path, clock: Clock, expected_logs: ExpectedLogs, obstacle: str
) -> None:
    expected_logs.expect("wrong passwords")
    expected_logs.expect("(?i)counted for this process only")
    if obstacle == "folder is a file":
        path.parent.write_text("")
    else:
        path.mkdir(parents=True)
    wrong = new()
    for _ in range(FREE_ATTEMPTS):
        wrong.note_wrong(DANA)
    assert waits(wrong, DANA) == 2
    clock.now += 2
    wrong.note_right(DANA)
    assert waits(wrong, DANA) == 0
    wrong.note_wrong(DANA)
    assert waits(wrong, DANA) == 0


def test_what_a_crash_leaves_is_known_as_ours(
    new: Open, path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """Else the data folder would count as somebody else's, and be left open."""
    expected_logs.expect("for this process only")

    def crash(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("app.actions.wrong_passwords.os.replace", crash)
    new().note_wrong(DANA)
    ours = {found for pattern in DATA for found in path.parent.glob(pattern)}
    assert set(path.parent.iterdir()) == ours != set()
