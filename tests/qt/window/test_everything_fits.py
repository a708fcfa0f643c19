"""Everything has room: each dialog on a small screen, in both languages, and no word is cut off."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea

from app.qt.translation import Language
from app.ui import dialogs as rooms
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import Dialog, InformationDialog, QuestionDialog
from tests.qt.window.conftest import Hands
from tests.support.all_states import everything_in
from tests.support.exhibits import dialogs
from tests.support.walking import cut_off, outside

SMALL_SCREEN = (1280, 720)
TURNS = 10
"""Of the event loop, in which what came late finds its room."""

both_languages = pytest.mark.parametrize("code", ["he", "en"])


@pytest.fixture(params=["100 %", "200 %"])
def text_size(request: pytest.FixtureRequest, theme: Theme) -> Iterator[int]:
    """Texts as they are drawn, and twice as large."""
    percent = int(request.param.split()[0])
    theme.use_text_size(percent)
    yield percent
    theme.use_text_size(100)


def lacks(console: Hands, dialog: QDialog) -> list[str]:
    """What is cut off or outside once everything has had a few turns of the loop to find its room: what came
    in this very moment is laid out in the next."""
    found = [*cut_off(dialog), *outside(dialog)]
    for _ in range(TURNS):
        if not found:
            break
        console.loop.turn()
        found = [*cut_off(dialog), *outside(dialog)]
    return found


def scrolls(dialog: QDialog) -> bool:
    """Findings may be many; nothing else scrolls."""
    return any(
        area.verticalScrollBar().maximum()
        for area in dialog.findChildren(QScrollArea)
        if area.objectName() != "diagnostics.findings"
    )


@both_languages
def test_every_dialog_fits_a_small_screen_and_cuts_nothing_off(
    console: Hands, language: Language, theme: Theme, text_size: int, code: str
) -> None:
    language.use(code)
    console.window.resize(*SMALL_SCREEN)
    width, height = SMALL_SCREEN
    problems = []
    for name, dialog in dialogs(console, language, theme):
        size = dialog.frameGeometry().size()
        if size.width() > width or size.height() > height:
            problems.append(f"{name}: {size.toTuple()}")
        if text_size == 100 and scrolls(dialog):
            problems.append(f"{name} scrolls")
        problems += [f"{name}: {lack}" for lack in lacks(console, dialog)]
    assert problems == []


@both_languages
@pytest.mark.parametrize("size", [SMALL_SCREEN, (1440, 900)])
def test_the_window_cuts_nothing_off(
    console: Hands, language: Language, text_size: int, code: str, size: tuple[int, int]
) -> None:
    language.use(code)
    console.window.resize(*size)
    everything_in(console, code)
    QApplication.processEvents()
    assert console.window.size().toTuple() == size
    assert [*cut_off(console.window), *outside(console.window)] == []


def test_the_gallery_shows_every_dialog(console: Hands, language: Language, theme: Theme) -> None:
    """A dialog that is not in it would be looked at by none of these tests."""
    for module in pkgutil.walk_packages(rooms.__path__, f"{rooms.__name__}."):
        importlib.import_module(module.name)
    shown = {type(dialog) for _, dialog in dialogs(console, language, theme)}
    assert _kinds(Dialog) - {QuestionDialog, InformationDialog} - shown == set()


def _kinds(kind: type[QDialog]) -> set[type[QDialog]]:
    below = {each for each in kind.__subclasses__() if each.__module__.startswith("app.")}
    return below.union(*map(_kinds, below))
