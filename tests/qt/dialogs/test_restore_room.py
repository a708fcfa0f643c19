"""The dialog of a restore at large texts in a small window, and what it says of a database that was away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from app.core.access import Actor
from app.core.errors import ConnectionLost
from app.core.restore import Restore
from app.qt.calls import Calls
from app.qt.translation import Language
from app.smoke import restores
from app.smoke.gallery import SOMEBODY
from app.smoke.restores import CannedRestores
from app.ui.dialogs.restore import dialog as dialog_module
from app.ui.dialogs.restore.dialog import RestoreDialog
from app.ui.texts.errors import error_text
from app.ui.theme.theme import TEXT_SIZES, Theme
from app.ui.widgets.dialog import DialogContext
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import find, is_whole

NAMES = {118: "פיצה רומא חולון", 117: "Sharon Freight Lines", 108: "קפה Dora", 103: "Ben-Ami Motors"}
FIGURES = ("restore.restored", "restore.conflicts", "restore.before", "restore.files")


def opened(
    canned: CannedRestores, calls: Calls, context: DialogContext, show: Show, loop: Loop
) -> RestoreDialog:
    """The dialog, once it has looked."""
    subject = restores.subject_of(NAMES)
    dialog = RestoreDialog(calls, canned.as_actions(), SOMEBODY, subject, context, where="db-1 / product")
    show(dialog)
    loop.until(find(dialog, QWidget, "restore.waiting").isHidden)
    return dialog


def lines_of_figures(dialog: QWidget) -> int:
    """In how many lines the four figures stand."""
    return len({find(dialog, QLabel, one).mapTo(dialog, QPoint(0, 0)).y() for one in FIGURES})


def assert_whole(dialog: QWidget, *buttons: str) -> None:
    """Nothing of their texts is cut off."""
    for name in buttons:
        one = find(dialog, QPushButton, f"restore.{name}")
        assert one.isVisible()
        assert one.width() >= one.sizeHint().width(), f"{name} is cut off"


@pytest.fixture
def large(theme: Theme, window: QWidget) -> Iterator[None]:
    """The largest texts, over the smallest window."""
    window.resize(900, 480)
    theme.use_text_size(TEXT_SIZES[-1])
    yield
    theme.use_text_size(TEXT_SIZES[0])


def test_large_texts_in_a_small_window_lose_nothing_at_the_sides(
    large: None, language: Language, calls: Calls, context: DialogContext, show: Show, loop: Loop
) -> None:
    question = opened(restores.before(NAMES), calls, context, show, loop)
    (around,) = [one for one in question.findChildren(QScrollArea) if one.parent() is question]
    small = question.size()
    question.resize(1_800, 700)
    loop.until(lambda: lines_of_figures(question) == 1)
    question.resize(small)
    loop.until(lambda: lines_of_figures(question) == 2)
    assert around.horizontalScrollBar().maximum() == 0
    assert_whole(question, "cancel", "start")
    question.reject()

    progress = opened(restores.under_way(NAMES), calls, context, show, loop)
    assert find(progress, QLabel, "restore.background").isVisible()
    assert_whole(progress, "pause", "go_on", "stop", "close")


def part_of_a_run() -> CannedRestores:
    """What is under way is all but one of the subject's."""
    names = dict(list(NAMES.items())[:-1])
    return CannedRestores((), restores.under_way(names).read(SOMEBODY))


def test_the_buttons_of_a_part_have_room(
    language: Language, calls: Calls, context: DialogContext, show: Show, loop: Loop
) -> None:
    progress = opened(part_of_a_run(), calls, context, show, loop)
    assert_whole(progress, "others", "pause", "go_on", "stop", "close")
    for one in ("others", "close"):
        assert is_whole(progress, f"restore.{one}")


def test_so_they_have_with_large_texts_in_a_small_window(
    large: None, language: Language, calls: Calls, context: DialogContext, show: Show, loop: Loop
) -> None:
    progress = opened(part_of_a_run(), calls, context, show, loop)
    assert_whole(progress, "others", "pause", "go_on", "stop", "close")
    (around,) = [one for one in progress.findChildren(QScrollArea) if one.parent() is progress]
    assert around.horizontalScrollBar().maximum() == 0


class Away(CannedRestores):
    """Has no connection while the test says so."""

    is_away = False

    def read(self, _actor: Actor, **which: object) -> list[Restore]:
        if self.is_away:
            raise ConnectionLost("The connection is lost.")
        return super().read(_actor, **which)


def test_what_was_said_while_the_database_was_away_goes_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
    english: Language,
    calls: Calls,
    context: DialogContext,
    show: Show,
    loop: Loop,
) -> None:
    monkeypatch.setattr(dialog_module, "POLL_MS", 20)
    rows = restores.under_way(NAMES)
    away = Away((), rows.read(SOMEBODY))
    dialog = opened(away, calls, context, show, loop)
    refused = find(dialog, QLabel, "restore.refused")
    assert not refused.isVisible()
    away.is_away = True
    loop.until(refused.isVisible)
    said = error_text(ConnectionLost("The connection is lost."))
    assert refused.text() == said
    away.is_away = False
    loop.until(lambda: not refused.isVisible())
