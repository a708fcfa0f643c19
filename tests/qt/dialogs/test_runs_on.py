"""The choice where a deletion runs: what is heard of the server decides what is said and what can be done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)
from shiboken6 import isValid

from app.core.errors import SweepError
from app.core.job import JobStatus
from app.core.queue_errors import QueueUnreachable
from app.core.server import QueueLook, RunsOn
from app.qt.calls import Calls
from app.qt.translation import Language
from app.smoke.on_server import FOUR_FREE, NOBODY, PRODUCT, a_listener, a_look
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.several import SeveralDialog
from app.ui.texts.errors import error_text
from app.ui.texts.severally import Severally
from app.ui.texts.words import without_marks
from app.ui.widgets import runs_on
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.parts import RLM
from app.ui.widgets.resume_where import ResumeDialog
from app.ui.widgets.runs_on import RunsOnChoice
from app.ui.widgets.server_offer import ServerOffer, Wanted
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import a_preview, click, find, focused, is_whole
from tests.support.figures import figures
from tests.support.gate import GUARD_SECONDS
from tests.support.rows import a_row

AWAY = QueueUnreachable("refused", "redis://queue-1:6379/0")
SERVER = RunsOn.SERVER
SOMEBODY = a_look(a_listener(busy=True), a_listener(2, ours=False))


class Server:
    """What is heard of it, which may change, and how often somebody has looked. While it is `held`, nobody is
    answered."""

    def __init__(self, says: QueueLook | SweepError, *, held: bool = False) -> None:
        self.says = says
        self.looks = 0
        self._opened = threading.Event()
        if not held:
            self.open()

    def open(self) -> None:
        self._opened.set()

    def look(self) -> QueueLook:
        self.looks += 1
        assert self._opened.wait(GUARD_SECONDS)
        if isinstance(self.says, SweepError):
            raise self.says
        return self.says


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_on, "LOOK_AGAIN_MS", 5)


Open = Callable[..., QDialog]


@pytest.fixture
def opened(context: DialogContext, show: Show, calls: Calls, loop: Loop) -> Iterator[Open]:
    """A dialog of one of the three kinds, once it knows who listens."""
    dialogs: list[QDialog] = []

    def make(server: Server, default: RunsOn = SERVER, kind: str = "confirm") -> QDialog:
        offer = ServerOffer(calls, server.look, default)
        dialog: QDialog
        if kind == "confirm":
            dialog = ConfirmDialog([a_preview()], context, server=offer)
            find(dialog, QLineEdit, "confirm.word").setText("DELETE")
        elif kind == "several":
            rows = [a_row(key, status=JobStatus.PAUSED) for key in (1, 2)]
            dialog = SeveralDialog(Severally.RESUME, rows, 0, "", context, offer)
        else:
            dialog = ResumeDialog(lambda: "?", context, offer)
        show(dialog)
        dialogs.append(dialog)
        loop.until(lambda: choice_of(dialog).is_known)
        return dialog

    yield make
    for dialog in dialogs:
        dialog.close()


def choice_of(dialog: QDialog) -> RunsOnChoice:
    (found,) = dialog.findChildren(RunsOnChoice)
    return found


def accept_button(dialog: QDialog) -> QPushButton:
    names = ("confirm.delete", "several.yes", "resume.yes")
    return next(one for name in names for one in dialog.findChildren(QPushButton, name))


def said(dialog: QDialog) -> dict[str, str]:
    """What is shown below the two buttons."""
    names = ("meaning", "warning", "problem", "anyway_means")
    found = {name: find(dialog, QLabel, f"runs_on.{name}") for name in names}
    return {name: without_marks(one.text()) for name, one in found.items() if one.isVisible()}


KINDS = ["confirm", "several", "resume"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("says", "parts", "is_on"),
    [
        (FOUR_FREE, {"meaning"}, True),
        (SOMEBODY, {"meaning"}, True),
        (PRODUCT, {"warning"}, True),
        (NOBODY, {"problem", "anyway_means"}, False),
        (AWAY, {"problem"}, False),
    ],
)
def test_what_is_heard_is_said_and_decides(
    opened: Open, language: Language, kind: str, says: QueueLook | SweepError, parts: set[str], is_on: bool
) -> None:
    dialog = opened(Server(says), kind=kind)
    assert said(dialog).keys() == parts
    assert find(dialog, QCheckBox, "runs_on.anyway").isVisible() is (says is NOBODY)
    accept = accept_button(dialog)
    assert accept.isEnabled() is is_on
    assert without_marks(accept.toolTip()) == ("" if is_on else said(dialog)["problem"])
    assert choice_of(dialog).wanted == Wanted(SERVER)
    assert is_whole(dialog, accept.objectName())


def test_the_free_workers_are_counted(opened: Open) -> None:
    assert figures(said(opened(Server(FOUR_FREE)))["meaning"]) == ["4", "5"]
    assert figures(said(opened(Server(SOMEBODY)))["meaning"]) == ["0", "1"]


def test_an_unreachable_queue_is_told_as_an_error_is(opened: Open, language: Language) -> None:
    dialog = opened(Server(AWAY))
    assert said(dialog)["problem"].lstrip(RLM) == without_marks(error_text(AWAY))


@pytest.mark.parametrize("kind", KINDS)
def test_on_this_computer_nobody_is_asked(opened: Open, kind: str) -> None:
    server = Server(AWAY)
    dialog = opened(server, RunsOn.HERE, kind)
    assert list(said(dialog)) == ["meaning"]
    assert server.looks == 0
    assert accept_button(dialog).isEnabled()
    assert choice_of(dialog).wanted == Wanted(RunsOn.HERE)


@pytest.mark.parametrize("kind", KINDS)
def test_only_where_nobody_listens_it_is_enqueued_anyway(opened: Open, loop: Loop, kind: str) -> None:
    server = Server(NOBODY)
    dialog = opened(server, kind=kind)
    box = find(dialog, QCheckBox, "runs_on.anyway")
    box.click()
    assert accept_button(dialog).isEnabled()
    assert choice_of(dialog).wanted == Wanted(SERVER, anyway=True)
    box.click()
    assert not accept_button(dialog).isEnabled()
    box.click()
    click(dialog, "runs_on.here")
    assert choice_of(dialog).wanted == Wanted(RunsOn.HERE)
    click(dialog, "runs_on.server")
    server.says = AWAY
    loop.until(lambda: not box.isVisible())
    assert not accept_button(dialog).isEnabled()
    assert choice_of(dialog).wanted == Wanted(SERVER)


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_that_begins_to_listen_is_heard_while_the_dialog_is_open(
    opened: Open, loop: Loop, kind: str
) -> None:
    server = Server(NOBODY)
    dialog = opened(server, kind=kind)
    server.says = FOUR_FREE
    loop.until(accept_button(dialog).isEnabled)
    assert said(dialog).keys() == {"meaning"}
    server.says = AWAY
    loop.until(lambda: not accept_button(dialog).isEnabled())


def test_who_turns_to_the_server_waits_until_somebody_has_looked(
    context: DialogContext, show: Show, calls: Calls, loop: Loop
) -> None:
    server = Server(FOUR_FREE, held=True)
    dialog = ResumeDialog(lambda: "?", context, ServerOffer(calls, server.look, RunsOn.HERE))
    show(dialog)
    click(dialog, "runs_on.server")
    loop.until(lambda: server.looks)
    assert not accept_button(dialog).isEnabled()
    assert said(dialog).keys() == {"meaning"}
    server.open()
    loop.until(accept_button(dialog).isEnabled)
    dialog.close()


def test_the_products_worker_makes_no_promise_that_it_does_not_keep(opened: Open, loop: Loop) -> None:
    server = Server(FOUR_FREE)
    dialog = opened(server)
    ours = find(dialog, QLabel, "confirm.explained").text()
    server.says = PRODUCT
    loop.until(lambda: find(dialog, QLabel, "confirm.explained").text() != ours)
    click(dialog, "runs_on.here")
    assert find(dialog, QLabel, "confirm.explained").text() == ours


def test_without_a_queue_there_is_no_choice(context: DialogContext, show: Show) -> None:
    rows = [a_row(key, status=JobStatus.PAUSED) for key in (1, 2)]
    dialogs = ConfirmDialog([a_preview()], context), SeveralDialog(Severally.RESUME, rows, 0, "", context)
    for dialog in dialogs:
        show(dialog)
        assert dialog.findChildren(RunsOnChoice) == []
        assert dialog.wanted == Wanted(RunsOn.HERE)


def test_the_keys_go_to_the_default_once_it_is_known(opened: Open) -> None:
    free, nobody = (opened(Server(says), kind="resume") for says in (FOUR_FREE, NOBODY))
    assert free.focusWidget() is accept_button(free)
    assert nobody.focusWidget() is find(nobody, QPushButton, "resume.no")


def test_the_choice_is_made_by_the_keyboard(opened: Open) -> None:
    dialog = opened(Server(FOUR_FREE))
    here = find(dialog, QAbstractButton, "runs_on.here")
    here.setFocus()
    QTest.keyClick(here, Qt.Key.Key_Space)
    assert choice_of(dialog).wanted.on is RunsOn.HERE
    assert [one.isChecked() for one in dialog.findChildren(QPushButton) if one.isCheckable()] == [True, False]
    QTest.keyClick(here, Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert choice_of(dialog).wanted.on is SERVER


def test_a_dialog_that_is_closed_while_somebody_looks_hurts_nobody(
    context: DialogContext, calls: Calls, loop: Loop
) -> None:
    server = Server(FOUR_FREE, held=True)
    dialog = ResumeDialog(lambda: "?", context, ServerOffer(calls, server.look, SERVER))
    dialog.open()
    loop.until(lambda: server.looks)
    dialog.close()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    server.open()
    loop.until(lambda: not calls._tasks)
    assert loop.bugs == []
