"""The audit trail on the screen: pages, filters, damage, and exports in UTC."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton

from app.actions.audit_reading import AuditReader
from app.core.record import AuditLine
from app.qt.calls import Calls
from app.qt.translation import Language
from app.ui.dialogs.audit import PAGE_LINES, AuditDialog
from app.ui.texts.audit import ACTIONS, action_text, audit_answer_text, change_text, counts_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find, focused, lines
from tests.support.figures import figures
from tests.support.sight import everything

LINE = AuditLine(
    "2026-05-01T10:00:00.000+00:00",
    "pause",
    "paused",
    7,
    "dana@example.com",
    "תחנה-3",
    3,
    12,
    "running",
    "paused",
    582,
    150,
    3,
    "db.internal:5432/product.shop",
    "0a1b2c3d4e5f",
    "SUP-4821",
)
SWEPT = AuditLine(
    datetime.now(UTC).isoformat(), "sweep", "swept: 12 files deleted, 1 left", 8, "dora@example.com", "b", 4,
    None, None, None, None, None, None,
)  # fmt: skip


New = Callable[[], AuditDialog]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "audit.jsonl"
    path.write_text(LINE.json + '{"at": broken\n' + SWEPT.json, encoding="utf-8")
    return path


@pytest.fixture
def new(path: Path, calls: Calls, english: Language, context: DialogContext, show: Show) -> New:
    def make() -> AuditDialog:
        dialog = AuditDialog(AuditReader(path, everything), calls, context)
        show(dialog)
        return dialog

    return make


def rows(dialog: AuditDialog) -> list[list[str]]:
    return lines(dialog, "audit.lines")


def count(dialog: AuditDialog) -> str:
    return without_marks(find(dialog, QLabel, "audit.count").text())


def told(line: AuditLine, language: Language) -> list[str]:
    """What was asked for, and how it ended."""
    return [
        without_marks(action_text(line.action)),
        without_marks(audit_answer_text(line, language.locale)),
    ]


def test_the_newest_line_comes_first_and_damage_is_counted(new: New, loop: Loop, english: Language) -> None:
    dialog = new()
    loop.until(lambda: len(rows(dialog)) == 2)
    assert [row[1:] for row in rows(dialog)] == [
        ["dora@example.com", *told(SWEPT, english), "4", "–", "–", "–", "–", "b", "–"],
        [
            "dana@example.com",
            *told(LINE, english),
            "3",
            "12",
            LINE.run_name,
            without_marks(change_text(LINE)),
            without_marks(counts_text(LINE, english.locale)),
            "תחנה-3",
            LINE.place,
        ],
    ]
    assert figures(count(dialog)) == ["2", "1"]
    assert focused().objectName() == "audit.text"


@pytest.mark.parametrize(
    ("action", "answer", "counted"),
    [
        (
            "sweep_accept_missing",
            "swept: 1200 files deleted, 0 left, 86 missing, 2 kept",
            ["1,200", "0", "86", "2"],
        ),
        ("sweep", "swept: 0 files deleted, 3 left, 2 kept", ["0", "3", "2"]),
        ("delete_accept_missing", "started", []),
        ("archive_accept_missing", "archived", []),
    ],
)
def test_files_that_were_finished_and_accepted_are_told(
    new: New, loop: Loop, path: Path, action: str, answer: str, counted: list[str]
) -> None:
    path.write_text(replace(SWEPT, action=action, answer=answer).json, encoding="utf-8")
    dialog = new()
    loop.until(lambda: rows(dialog))
    asked, ended = rows(dialog)[0][2:4]
    plain = action.removesuffix("_accept_missing")
    assert asked == without_marks(action_text(action))
    assert without_marks(action_text(plain)) in asked
    assert figures(ended) == counted


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_and_its_acceptance_is_told_in_hebrew(name: str, hebrew: Language) -> None:
    line = replace(SWEPT, answer="swept: 1 files deleted, 2 left, 3 missing, 4 kept")
    for said in (
        action_text(name),
        action_text(f"{name}_accept_missing"),
        audit_answer_text(line, hebrew.locale),
    ):
        assert said
        assert not [letter for letter in said if letter.isascii() and letter.isalpha()]


def test_a_filter_leaves_what_fits(new: New, loop: Loop) -> None:
    dialog = new()
    loop.until(lambda: len(rows(dialog)) == 2)
    text = find(dialog, QLineEdit, "audit.text")
    QTest.keyClicks(text, "DANA")
    loop.until(lambda: [row[1] for row in rows(dialog)] == ["dana@example.com"])
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert dialog.isVisible()
    text.clear()
    find(dialog, QLineEdit, "audit.business").setText("4")
    loop.until(lambda: [row[4] for row in rows(dialog)] == ["4"])
    find(dialog, QLineEdit, "audit.business").clear()
    action = find(dialog, QComboBox, "audit.action")
    action.setCurrentIndex(action.findData("pause"))
    loop.until(lambda: [row[4] for row in rows(dialog)] == ["3"])
    when = find(dialog, QComboBox, "audit.when")
    when.setCurrentIndex(when.findData("today"))
    loop.until(lambda: rows(dialog) == [])
    assert figures(count(dialog)) == ["1"]  # the damaged line


def test_a_long_trail_is_read_page_by_page(new: New, loop: Loop, path: Path) -> None:
    path.write_text("".join(LINE.json for _ in range(PAGE_LINES + 5)), encoding="utf-8")
    dialog = new()
    older, newer = (find(dialog, QPushButton, f"audit.{name}") for name in ("older", "newer"))
    loop.until(lambda: len(rows(dialog)) == PAGE_LINES)
    assert not newer.isEnabled()
    older.click()
    loop.until(lambda: len(rows(dialog)) == 5)
    assert not older.isEnabled()
    newer.click()
    loop.until(lambda: len(rows(dialog)) == PAGE_LINES)


def test_an_empty_trail_says_so(new: New, loop: Loop, path: Path) -> None:
    path.unlink()
    dialog = new()
    loop.until(lambda: bool(count(dialog)) and find(dialog, QPushButton, "audit.export").isVisible())
    assert (rows(dialog), figures(count(dialog))) == ([], [])


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_filtered_is_exported_with_its_times_in_utc(
    new: New, loop: Loop, tmp_path: Path, ending: str
) -> None:
    dialog = new()
    loop.until(lambda: len(rows(dialog)) == 2)
    find(dialog, QLineEdit, "audit.business").setText("3")
    loop.until(lambda: len(rows(dialog)) == 1)
    click(dialog, "audit.export")
    loop.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    find(chooser, QLineEdit, "fileNameEdit").setText(str(tmp_path / f"out.{ending}"))
    chooser.accept()
    saved = tmp_path / f"out.{ending}"
    loop.until(lambda: find(dialog, QLabel, "audit.success").isVisible())
    text = saved.read_text(encoding="utf-8-sig")
    (found,) = csv.DictReader(text.splitlines()) if ending == "csv" else map(json.loads, text.splitlines())
    assert found["at"] == LINE.at
    assert found["email"] == LINE.email
    assert found["place"] == LINE.place
    assert str(found["job_id"]) == "12"
