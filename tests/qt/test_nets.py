"""`app.qt.nets`: what a net catches, whom it tells, and how often."""

from __future__ import annotations

import logging
import os
import sys
import threading

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import BadInput, SweepError, Unforeseen
from app.qt.nets import Bugs, attempt, net, net_with, traced
from app.ui.texts.figures import UNUSABLE
from app.ui.theme.painting import kept, painting
from app.ui.widgets.unshown import unshown_cell
from tests.support.logs import ExpectedLogs

Index = QModelIndex | QPersistentModelIndex
pytestmark = pytest.mark.usefixtures("qapp")


class Ear:
    """All that the person would be told."""

    def __init__(self, bugs: Bugs) -> None:
        self.bugs = bugs
        self.told: list[SweepError] = []
        bugs.met.connect(self.told.append)


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs) -> Ear:
    bugs = Bugs()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    bugs.listen()
    expected_logs.expect("A bug: ")
    return Ear(bugs)


class Model(QAbstractListModel):
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 1

    @net_with(unshown_cell)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        raise OverflowError("a year\x1b[31m of five digits")


def test_a_cell_that_fails_is_marked_and_says_why(ear: Ear, caplog: pytest.LogCaptureFixture) -> None:
    model = Model()
    for _ in range(50):
        assert model.index(0).data() == UNUSABLE
        assert "a year" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert ear.told == []  # not in the middle of painting
    QApplication.processEvents()
    (problem,) = ear.told
    assert isinstance(problem, Unforeseen)
    assert isinstance(problem.__cause__, OverflowError)
    assert "unshown" not in traced(problem.__cause__)
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "\x1b" not in record.getMessage()


class Picture(QWidget):
    """Leaves its painter in the middle of things."""

    @net(None)
    def paintEvent(self, event: object) -> None:
        with painting(self) as painter, kept(painter):
            painter.setClipRect(0, 0, 1, 1)
            raise ZeroDivisionError

    clicked = Signal()


def test_a_painter_that_fails_is_ended(ear: Ear, qtbot: QtBot) -> None:
    widget = Picture()
    qtbot.addWidget(widget)
    for _ in range(3):
        image = QImage(20, 20, QImage.Format.Format_ARGB32)
        widget.render(image)
        again = QPainter(image)
        assert again.isActive()
        again.end()
    QApplication.processEvents()
    assert len(ear.told) == 1


def test_what_a_slot_meets_is_told_once_of_each_kind(ear: Ear, qtbot: QtBot) -> None:
    widget = Picture()
    qtbot.addWidget(widget)

    def fails() -> None:
        raise KeyError("one")

    def refused() -> None:
        raise BadInput("Not so.")

    widget.clicked.connect(fails)
    widget.clicked.connect(refused)
    for _ in range(5):
        widget.clicked.emit()
    QApplication.processEvents()
    assert [type(problem) for problem in ear.told] == [Unforeseen, BadInput]


def test_what_a_thread_meets_is_told_in_the_main_one(ear: Ear) -> None:
    thread = threading.Thread(target=lambda: os.environ["NO SUCH NAME"])
    thread.start()
    thread.join()
    QApplication.processEvents()
    assert [type(problem.__cause__) for problem in ear.told] == [KeyError]


@pytest.mark.parametrize("stream", [None, "closed"])
def test_without_stderr_nothing_more_goes_wrong(
    ear: Ear, monkeypatch: pytest.MonkeyPatch, tmp_path: object, stream: str | None
) -> None:
    closed = open(f"{tmp_path}/closed", "w", encoding="utf-8")  # noqa: SIM115 - closed on purpose
    closed.close()
    monkeypatch.setattr(sys, "stderr", None if stream is None else closed)
    assert attempt(lambda: 1 // 0, 7) == 7


def test_ctrl_c_is_no_bug(ear: Ear, expected_logs: ExpectedLogs, capfd: pytest.CaptureFixture[str]) -> None:
    error = KeyboardInterrupt()
    ear.bugs.hook(KeyboardInterrupt, error, None)
    assert "KeyboardInterrupt" in capfd.readouterr().err
    attempt(lambda: 1 // 0, 0)
    QApplication.processEvents()
    assert len(ear.told) == 1
