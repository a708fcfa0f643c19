"""Exports: where to is asked in the present language, and the answer is what was really done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import ExportFailed
from app.files.saving import LINES_BETWEEN_NEWS
from app.qt.calls import Calls
from app.ui.widgets.exporting import Exporter, FileKind
from app.viewmodel.exports import Exports
from tests.qt.conftest import Loop
from tests.support.parts import part

KINDS = {FileKind.CSV: lambda: ["a,b\r\n"], FileKind.JSON_LINES: lambda: ["{}\n"]}


@pytest.fixture
def exporter(calls: Calls, qtbot: QtBot) -> Exporter:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return Exporter(calls, window, Exports())


def save(exporter: Exporter, loop: Loop, kinds: Any, do: Callable[[QFileDialog], object]) -> Path | None:
    """What `save` gives when a person does something in its dialog."""
    saving = loop.qt.create_task(exporter.save("Export", "businesses", kinds))
    loop.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    do(dialog)
    result: Path | None = loop.run(saving)
    return result


def choosing(path: Path, kind: FileKind = FileKind.CSV) -> Callable[[QFileDialog], None]:
    def choose(dialog: QFileDialog) -> None:
        dialog.selectNameFilter(kind.filter)
        dialog.filterSelected.emit(kind.filter)
        part(dialog, QLineEdit, "fileNameEdit").setText(str(path))
        dialog.accept()

    return choose


def test_the_chosen_file_is_written(exporter: Exporter, loop: Loop, tmp_path: Path) -> None:
    assert save(exporter, loop, KINDS, choosing(tmp_path / "out.csv")) == tmp_path / "out.csv"
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\r\n"


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("out", FileKind.CSV, "out.csv"),
        ("out", FileKind.JSON_LINES, "out.jsonl"),
        ("out.jsonl", FileKind.CSV, "out.jsonl"),
    ],
)
def test_ending_and_content_agree(
    exporter: Exporter, loop: Loop, tmp_path: Path, typed: str, kind: FileKind, written: str
) -> None:
    assert save(exporter, loop, KINDS, choosing(tmp_path / typed, kind)) == tmp_path / written
    assert (tmp_path / written).read_text() == ("{}\n" if written.endswith("jsonl") else "a,b\n")


def test_who_chooses_none_gets_none(exporter: Exporter, loop: Loop) -> None:
    assert save(exporter, loop, KINDS, lambda dialog: dialog.reject()) is None


def test_what_cannot_be_written_is_told(exporter: Exporter, loop: Loop, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()

    def choose_and_remove(dialog: QFileDialog) -> None:
        choosing(folder / "out.csv")(dialog)
        folder.rmdir()

    with pytest.raises(ExportFailed):
        save(exporter, loop, KINDS, choose_and_remove)


def test_a_long_export_is_told_and_can_be_stopped(exporter: Exporter, loop: Loop, tmp_path: Path) -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "x\n"

    heard: list[int] = []
    exporter.progressed.connect(heard.append)
    exporter.progressed.connect(exporter.stop)
    assert save(exporter, loop, {FileKind.CSV: endless}, choosing(tmp_path / "out.csv")) is None
    assert heard[0] == LINES_BETWEEN_NEWS
    assert list(tmp_path.iterdir()) == []
