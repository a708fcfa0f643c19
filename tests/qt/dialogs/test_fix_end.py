"""What jobs without a fixed end would delete, shown before they go on."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.actions.jobs import Unfrozen
from app.core.job import JobStatus
from app.qt.translation import Language
from app.ui.dialogs.fix_end import FixEndDialog, ends_shown
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.records_table import RecordsTable
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find
from tests.support.figures import figures
from tests.support.jobs import a_job


def a_failed_one(job_id: int, announced: int, processed: int, now: int) -> Unfrozen:
    job = a_job(
        id=job_id,
        business_id=job_id + 100,
        status=JobStatus.FAILED,
        total=announced,
        processed=processed,
        read_at=datetime(2026, 5, 11),
    )
    return Unfrozen(job, now, 48_000 + job_id)


SAME, MORE, LESS = a_failed_one(1, 50, 0, 50), a_failed_one(2, 747, 300, 760), a_failed_one(3, 250, 0, 183)


def cells(dialog: FixEndDialog) -> list[list[str]]:
    model = find(dialog, RecordsTable, "fixend.lines").model()
    return [
        [without_marks(str(model.index(row, column).data())) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_it_shows_what_was_announced_and_what_will_be_deleted(
    language: Language, context: DialogContext, show: Show
) -> None:
    dialog = FixEndDialog([MORE, LESS], {102: "Blue Harbor"}, context)
    show(dialog)
    assert figures(find(dialog, QLabel, "fixend.heading").text()) == ["643"]
    assert cells(dialog) == [
        ["Blue Harbor", "102", "747", "300", "460", "760"],
        ["–", "103", "250", "0", "183", "183"],
    ]


def test_the_default_is_to_leave_them(language: Language, context: DialogContext, show: Show) -> None:
    dialog = FixEndDialog([MORE], {}, context)
    show(dialog)
    cancel, go_on = (find(dialog, QPushButton, f"fixend.{name}") for name in ("cancel", "go_on"))
    assert (cancel.isDefault(), cancel.hasFocus(), go_on.isDefault()) == (True, True, False)
    assert cancel.text() != go_on.text() == dialog.windowTitle()


@pytest.mark.parametrize(
    ("press", "ends"), [("fixend.cancel", None), ("fixend.go_on", {1: 48_001, 2: 48_002})]
)
def test_only_those_that_differ_are_shown_and_all_keep_to_their_ends(
    english: Language,
    context: DialogContext,
    window: QWidget,
    loop: Loop,
    press: str,
    ends: dict[int, int] | None,
) -> None:
    asked = loop.calls.spawn(ends_shown([SAME, MORE], {}, context), name="ask")
    loop.until(lambda: window.findChildren(FixEndDialog))
    (dialog,) = window.findChildren(FixEndDialog)
    assert [line[1] for line in cells(dialog)] == ["102"]
    click(dialog, press)
    loop.until(asked.done)
    assert asked.result() == ends


def test_without_a_difference_nobody_is_asked(
    english: Language, context: DialogContext, window: QWidget, loop: Loop
) -> None:
    asked = loop.calls.spawn(ends_shown([SAME], {}, context), name="ask")
    loop.until(asked.done)
    assert asked.result() == {1: 48_001}
    assert not window.findChildren(FixEndDialog)
