"""`app.logs`: the log never stops, floods or deceives anybody, whatever becomes of its file."""

from __future__ import annotations

import faulthandler
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import logs
from app.logs import log_to
from tests.support.logs import ExpectedLogs

LINES = Callable[[], list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Of the log; what listens to the log is as before afterwards."""
    monkeypatch.setattr(faulthandler, "enable", lambda file: file.close())
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield tmp_path / "log"
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> LINES:
    """What stands on stderr since they were last asked for."""

    def read() -> list[str]:
        return capfd.readouterr().err.splitlines()

    return read


def write(count: int = 100, text: str = "odd") -> None:
    log = logging.getLogger("somebody else's")
    for number in range(count):
        log.warning("%s %d", text, number)


def test_what_came_from_outside_is_made_visible(folder: Path, lines: LINES) -> None:
    log_to(folder)
    log = logging.getLogger("third.party")
    log.warning("a name: %s", "\x1b[31m\u202eanad\udce9\n2026-01-01 00:00:00,000 INFO MainThread app: forged")
    try:
        raise ValueError("a value: \x1b]0;title\x07\nof two lines")
    except ValueError:
        log.exception("it failed")
    text = (folder / "sweep.log").read_text(encoding="utf-8")
    assert not set(text) & set("\x1b\x07\u202e\udce9")
    assert "⟨U+001B⟩[31m⟨U+202E⟩anad⟨U+DCE9⟩" in text
    assert [line.split()[2] for line in text.splitlines() if not line.startswith("    ")] == [
        "WARNING",
        "ERROR",
    ]
    assert "⟨U+001B⟩]0;title⟨U+0007⟩" in text
    assert lines() == []


def test_a_full_disk_is_said_once(folder: Path, lines: LINES) -> None:
    folder.mkdir()
    (folder / "sweep.log").symlink_to("/dev/full")
    log_to(folder)
    write()
    (said,) = lines()
    assert str(folder / "sweep.log") in said
    (folder / "sweep.log").unlink()
    write(1, "there is room again")
    assert "there is room again" in (folder / "sweep.log").read_text(encoding="utf-8")
    logging.shutdown()
    assert lines() == []


@pytest.mark.parametrize("odd", ["a file for the folder", "a folder for the file", "a file for the parent"])
def test_a_log_that_cannot_be_opened_is_said_once(folder: Path, lines: LINES, odd: str) -> None:
    if odd == "a folder for the file":
        (folder / "sweep.log").mkdir(parents=True)
    elif odd == "a file for the folder":
        folder.write_text("")
    else:
        folder.write_text("")
        folder = folder / "below"
    log_to(folder)
    write()
    (said,) = lines()
    assert str(folder) in said


def test_a_folder_that_is_deleted_meanwhile(
    folder: Path, lines: LINES, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "BYTES", 1_000)
    log_to(folder)
    write(1)
    shutil.rmtree(folder)
    write()
    assert len(lines()) == 1


def test_a_log_that_cannot_be_turned_over_goes_on_within_its_room(
    folder: Path, lines: LINES, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another console has the file open, on Windows."""
    monkeypatch.setattr(logs, "BYTES", 1_000)
    folder.mkdir()
    (folder / "sweep.log.1" / "in the way").mkdir(parents=True)
    log_to(folder)
    path = folder / "sweep.log"
    sizes = []
    for number in range(300):
        write(1, f"entry {number}")
        sizes.append(path.stat().st_size)
    assert lines() == []
    assert 3_000 < max(sizes) <= 1_000 * logs.FILES + 200
    assert "entry 299" in path.read_text(encoding="utf-8")


def test_a_log_is_turned_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES", 1_000)
    log_to(folder)
    write(300)
    files = sorted(folder.glob("sweep.log*"))
    assert len(files) == logs.FILES
    assert all(path.stat().st_size <= 1_000 for path in files)


@pytest.mark.parametrize(
    "said", ["plain", "two\nlines", "\x1b[31mred", 'a "quotation" {', "שלום", "\u202eevil", "\ud800", ""]
)
def test_the_log_of_a_server_has_one_object_a_line(
    folder: Path, lines: LINES, expected_logs: ExpectedLogs, said: str
) -> None:
    expected_logs.expect("It said")
    log_to(folder)
    logs.log_as_json()
    logging.getLogger("app.x").warning("It said: %s", said, extra={"job": 7, "business": 8, "args_": 9})
    (line,) = lines()
    assert line.isascii()
    assert "\x1b" not in line
    entry = json.loads(line)
    assert entry.pop("time").endswith("+00:00")
    assert entry.pop("message").startswith("It said: ")
    assert entry == {"level": "warning", "logger": "app.x", "job": 7, "business": 8}


def test_a_bug_on_a_server_is_one_line_too(folder: Path, lines: LINES, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("A bug")
    log_to(folder)
    logs.log_as_json()
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        logging.getLogger("app.x").exception("A bug")
    (line,) = lines()
    assert "second" in json.loads(line)["traceback"]
