"""The audit trail on the screen: pages, filters, damage, and exports in UTC."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton

from app.actions.audit_notes import IN_DOUBT, UNDONE
from app.actions.audit_reading import AuditPage, AuditReader
from app.actions.audit_table import CONFIRMED
from app.actions.sign_in import SIGN_IN
from app.actions.sweeping import BEGUN
from app.bootstrap.console import EXPORT, SETTINGS
from app.core.errors import AuditUnreadable, SweepError
from app.core.job import ACTIVE, JobStatus
from app.core.program import MIGRATE_COMMAND
from app.core.record import (
    END,
    END_RESTORE,
    FOUND_END,
    FOUND_RESTORE_END,
    HOUSEKEEPING,
    AuditLine,
)
from app.core.restore import AT_WORK, RestoreStatus
from app.engine.events import Ending
from app.qt.calls import Calls
from app.qt.translation import Language
from app.ui.dialogs.audit import PAGE_LINES, AuditDialog
from app.ui.texts.audit import ACTIONS, action_text, audit_answer_text, change_text, counts_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.exports import Exports
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
        dialog = AuditDialog(AuditReader(path, everything), calls, context, Exports())
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


NAMING = {"settings": "SWEEP_BATCH_SIZE, SWEEP_WORKERS", "export": "started"}
"""Actions whose answer is a name, even where it reads as an answer."""

ENDS = {action for action in ACTIONS if "end" in action.split("_")}


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("sign_in", "signed_in"),
        ("sign_in", "sign_in_refused"),
        ("sign_in", "sign_in_too_soon"),
        *((action, BEGUN) for action in ("sweep", "sweep_now", "sweep_due", "sweep_accept_missing")),
        *(("delete", answer) for answer in (UNDONE, IN_DOUBT, CONFIRMED)),
        *((END, ending.value) for ending in Ending if ending not in {Ending.LOST, Ending.ABANDONED}),
        *((FOUND_END, status.value) for status in JobStatus if status not in ACTIVE),
        *((END_RESTORE, status.value) for status in RestoreStatus if status not in AT_WORK),
        *((FOUND_RESTORE_END, status.value) for status in RestoreStatus if status not in AT_WORK),
    ],
)
def test_every_answer_that_is_none_of_an_action_is_told(english: Language, action: str, answer: str) -> None:
    line = replace(SWEPT, action=action, answer=answer)
    in_english = audit_answer_text(line, english.locale)
    assert in_english.endswith(".")
    english.use("he")
    in_hebrew = audit_answer_text(line, english.locale)
    assert in_hebrew.endswith(".")
    assert not [letter for letter in in_hebrew if letter.isascii() and letter.isalpha()]


@pytest.mark.parametrize("action", sorted(ENDS))
def test_an_end_is_told_as_one_and_not_as_the_answer_of_an_action(english: Language, action: str) -> None:
    """Both have “paused”, of which an action says that it is done."""
    done = audit_answer_text(replace(SWEPT, action="pause", answer="paused"), english.locale)
    ended = audit_answer_text(replace(SWEPT, action=action, answer="paused"), english.locale)
    other = audit_answer_text(replace(SWEPT, action=action, answer="started"), english.locale)
    assert len({done, ended, other}) == 3
    assert without_marks(other) == "started"  # of a later version


@pytest.mark.parametrize("action", NAMING)
def test_names_are_shown_as_they_are(new: New, loop: Loop, path: Path, action: str) -> None:
    nobody = replace(SWEPT, action=action, answer=NAMING[action], email="", business_id=None)
    path.write_text(nobody.json, encoding="utf-8")
    dialog = new()
    loop.until(lambda: rows(dialog))
    assert rows(dialog)[0][1:5] == ["–", without_marks(action_text(action)), NAMING[action], "–"]


class Sharing(AuditReader):
    """The record as the table has it, or else as the file has it."""

    is_shared = True
    problem: SweepError | None = None

    def newest(self, *given: Any, **more: Any) -> AuditPage:
        if self.problem is not None:
            raise self.problem
        return replace(super().newest(*given, **more), is_shared=self.is_shared)


def test_a_record_that_is_on_this_computer_only_says_so_and_what_to_do(
    path: Path, calls: Calls, english: Language, context: DialogContext, show: Show, loop: Loop
) -> None:
    reader = Sharing(path, everything)
    reader.is_shared = False
    dialog = AuditDialog(reader, calls, context, Exports())
    show(dialog)
    notice = find(dialog, QLabel, "audit.alone")
    assert not notice.isVisible()  # as long as nobody knows
    loop.until(lambda: rows(dialog))
    assert notice.isVisible()
    assert MIGRATE_COMMAND in without_marks(notice.text())
    text = find(dialog, QLineEdit, "audit.text")
    text.setText("nobody")
    loop.until(lambda: not rows(dialog))
    assert notice.isVisible()
    reader.problem = AuditUnreadable("/var/audit.jsonl", "Permission denied")
    text.setText("dora")
    loop.until(lambda: find(dialog, QLabel, "audit.error").isVisible())
    assert notice.isVisible()
    reader.problem, reader.is_shared = None, True  # somebody has made the table
    text.setText("")
    loop.until(lambda: rows(dialog))
    assert not notice.isVisible()


def test_nothing_is_said_of_the_table_where_nothing_could_be_read(
    path: Path, calls: Calls, english: Language, context: DialogContext, show: Show, loop: Loop
) -> None:
    reader = Sharing(path, everything)
    reader.problem = AuditUnreadable("/var/audit.jsonl", "Permission denied")
    dialog = AuditDialog(reader, calls, context, Exports())
    show(dialog)
    loop.until(lambda: find(dialog, QLabel, "audit.error").isVisible())
    assert not find(dialog, QLabel, "audit.alone").isVisible()


def test_every_action_can_be_filtered_by(new: New, loop: Loop) -> None:
    offered = find(new(), QComboBox, "audit.action")
    wanted = {END, END_RESTORE, FOUND_END, FOUND_RESTORE_END, SIGN_IN, EXPORT, SETTINGS}
    found = {offered.itemData(place) for place in range(offered.count())} - {""}
    assert found >= wanted
    assert found == set(ACTIONS)
    assert not found & HOUSEKEEPING


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
