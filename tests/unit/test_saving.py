"""A file is there whole or not at all, and what was there before is never half gone."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import ExportFailed
from app.files.saving import LINES_BETWEEN_NEWS, save_lines


def always(_written: int) -> bool:
    return True


def test_lines_are_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "קבלות.csv"
    assert save_lines(path, ["\ufeffשם\r\n", "כרמל\r\n"], always)
    assert path.read_bytes() == "\ufeffשם\r\nכרמל\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_is_replaced_behind_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "real.csv", tmp_path / "link.csv"
    path.write_text("old")
    link.symlink_to(path)
    assert save_lines(link, ["new"], always)
    assert (path.read_text(), link.is_symlink()) == ("new", True)


@pytest.mark.parametrize("stop_at", [LINES_BETWEEN_NEWS, 0])
def test_who_stops_it_keeps_what_was_there(tmp_path: Path, stop_at: int) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    assert not save_lines(path, ["x\n"] * (LINES_BETWEEN_NEWS + 1), lambda written: written != stop_at)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(ExportFailed, match="No space left"):
        save_lines(path, ["new"], always)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_source_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "one"
        raise LookupError("no more")

    with pytest.raises(LookupError):
        save_lines(tmp_path / "out.csv", broken(), always)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="No such file") as told:
        save_lines(tmp_path / "gone" / "out.csv", ["x"], always)
    assert told.value.values["place"] == str((tmp_path / "gone" / "out.csv").resolve())


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(ExportFailed):
        save_lines(tmp_path / "out.csv", ["x"], always)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
