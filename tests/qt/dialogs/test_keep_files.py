"""The choice for how long files are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from app.ui.widgets.controls import NumberBox
from app.ui.widgets.keep_files import KeepFilesChoice


def shown(choice: KeepFilesChoice) -> set[str]:
    return {one.objectName() for one in choice.findChildren(QLabel) if one.objectName() and one.isVisible()}


@pytest.mark.parametrize("usual", [0, 7])
def test_what_is_chosen_is_what_is_kept(qtbot: QtBot, usual: int) -> None:
    choice = KeepFilesChoice(usual, 7)
    qtbot.addWidget(choice)
    choice.retranslate(QLocale("en"))
    choice.show()
    keep, at_once = (choice.findChild(QRadioButton, f"keep_files.{name}") for name in ("keep", "at_once"))
    box = choice.findChild(NumberBox, "keep_files.days")
    assert keep
    assert at_once
    assert box
    assert (choice.days, keep.isChecked(), box.value()) == (usual, bool(usual), 7)
    said = {"keep_files.until"}
    assert shown(choice) == (said if usual else set())
    with qtbot.waitSignal(choice.changed):
        box.setValue(30)
    assert (choice.days, keep.isChecked()) == (30, True), "whoever sets the days means to keep them"
    assert shown(choice) == said
    with qtbot.waitSignal(choice.changed):
        at_once.click()
    assert (choice.days, shown(choice)) == (0, set())
    keep.click()
    choice.offer(False)
    assert (choice.days, shown(choice)) == (0, set()), "whoever runs it knows nothing of it"
    choice.offer(True)
    assert choice.days == 30
