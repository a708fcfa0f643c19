"""Icons are as large as the texts beside them, wherever they are drawn: in the window, in its menus and in
every dialog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.qt.translation import Language
from app.ui.businesses.empty import ICON_SIZE as EMPTY_ICON
from app.ui.businesses.status_filters import StatusFilter
from app.ui.dialogs.about import LOGO
from app.ui.theme.icons import Icons
from app.ui.theme.theme import TEXT_SIZES, Theme, scaled
from app.ui.theme.tokens import ICON
from app.ui.widgets.filter_field import FilterField
from app.ui.widgets.line_icons import BORDER, ClearButton
from app.ui.widgets.parts import HEADING_ICON, Picture
from app.ui.widgets.password import PasswordField
from app.ui.widgets.typed_confirmation import WORD, TypedConfirmation
from app.ui.window.sidebar import Beside
from app.ui.window.status_bar import DOT
from tests.qt.window.conftest import Hands
from tests.support.all_states import everything_in
from tests.support.exhibits import dialogs
from tests.support.parts import part
from tests.support.walking import name_of, parts_of

Drawn = dict[str, set[int]]
"""Heights of each icon, by its name."""

HUGE = (2600, 1700)
"""Room for everything, so that the same is shown with texts of each size."""

OWN_MARK = {"sweep", "sweep-small"}
DESIGNED = {ICON, HEADING_ICON, EMPTY_ICON, LOGO}
AROUND = 4
"""Pixels by which the tick in a box may be smaller."""

FULL = 1000


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """What is drawn from now on; it is drawn all the same."""
    found: Drawn = defaultdict(set)
    paint = Icons.paint

    def watched(icons: Icons, painter: QPainter, rect: QRect, name: str, token: str) -> None:
        found[name].add(rect.height())
        paint(icons, painter, rect, name, token)

    monkeypatch.setattr(Icons, "paint", watched)
    return found


@pytest.fixture
def sized(theme: Theme) -> Iterator[Theme]:
    """The theme, with texts of the usual size again before the window of the test goes."""
    yield theme
    theme.use_text_size(TEXT_SIZES[0])


def fill(whole: QWidget) -> None:
    """Types something into every line, so that what belongs to its content appears."""
    for field in whole.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled() and not field.isReadOnly():
            field.setText(WORD if field.objectName() == "confirm.word" else "1")
    QApplication.processEvents()


def look(whole: QWidget) -> list[str]:
    """Draws all of it, and says which icons stand still though they are not what `Icons` draws now: those of
    buttons and labels that were given a picture once."""
    whole.grab()
    wanted = {scaled(size) for size in DESIGNED}
    problems = []
    for each in parts_of(whole):
        size = QSize()
        if isinstance(each, QAbstractButton) and not each.icon().isNull():
            size = each.iconSize()
        elif isinstance(each, QLabel) and not each.pixmap().isNull():
            size = each.pixmap().deviceIndependentSize().toSize()
        elif isinstance(each, Picture):
            size = each.size()
        if each.isVisible() and size.isValid() and size.height() not in wanted:
            problems.append(f"{name_of(each)}: {size.toTuple()}")
        if isinstance(each, QAbstractButton) and each.isVisible() and size.height() > each.height():
            problems.append(f"{name_of(each)}: {size.toTuple()} in {each.size().toTuple()}")
    return problems


def look_at_window(console: Hands) -> list[str]:
    window = console.window
    problems = look(window)
    console.page.ticks.replace([2, 9, 15])
    console.select(15)
    fill(window)
    problems += look(window)
    for field in window.findChildren(QLineEdit):
        field.clear()
    window._parts.sidebar.choose(Beside.RUNS)
    QApplication.processEvents()
    fill(window)
    problems += look(window)
    window._parts.sidebar.choose(StatusFilter.ALL)
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
        menu.resize(menu.sizeHint())
        menu.grab()
    return problems


def ill_sized(found: Drawn) -> list[str]:
    """Icons that are not drawn as large as texts of the present size want them."""
    factor = scaled(FULL) / FULL
    wanted = {size * factor for size in DESIGNED}
    return [
        f"{name}: {sorted(sizes)}"
        for name, sizes in found.items()
        if name not in OWN_MARK
        and not all(min(abs(size - one) for one in wanted) <= AROUND for size in sizes)
    ]


@pytest.mark.parametrize("percent", [100, 200])
def test_every_icon_of_the_window_is_as_large_as_the_text(
    console: Hands, sized: Theme, drawn: Drawn, percent: int
) -> None:
    console.window.resize(*HUGE)
    everything_in(console, "en")
    sized.use_text_size(percent)
    QApplication.processEvents()
    drawn.clear()
    problems = look_at_window(console)
    assert {"x", "search", "trash-2", "triangle-alert", "layers", "settings"} <= drawn.keys()
    assert problems + ill_sized(drawn) == []
    assert console.window._parts.status._dot.height() == scaled(DOT)


def test_every_icon_of_the_dialogs_is_as_large_as_the_text(
    console: Hands, language: Language, sized: Theme, drawn: Drawn
) -> None:
    sized.use_text_size(200)
    problems: list[str] = []
    everywhere: set[str] = set()
    for name, dialog in dialogs(console, language, sized):
        drawn.clear()
        found = look(dialog)
        fill(dialog)
        found += [*look(dialog), *covered(dialog), *ill_sized(drawn)]
        problems += [f"{name}: {problem}" for problem in found]
        everywhere |= drawn.keys()
    assert {"eye", "x", "check", "file-down", "copy"} <= everywhere
    assert problems == []


@pytest.mark.parametrize("code", ["en", "he"])
def test_icons_within_a_line_follow_a_text_that_grows_and_shrinks(
    language: Language, sized: Theme, qtbot: QtBot, code: str
) -> None:
    """The text beside them keeps clear of them, whatever side they are at."""
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    password, search, typed = PasswordField(sized), FilterField(sized, "search"), TypedConfirmation(sized, 1)
    for field in (password, search, typed):
        column.addWidget(field)
    whole.resize(900, 400)
    whole.show()
    for percent in (100, 200, 125):
        sized.use_text_size(percent)
        language.use(code)
        fill(whole)
        assert len(inside(whole)) == 4
        assert {each.height() >= scaled(ICON) for each in inside(whole)} == {True}
        assert [*look(whole), *covered(whole)] == []
        search.clear()  # now there is an icon at one side alone
        language.use("en" if code == "he" else "he")
        QApplication.processEvents()
        assert covered(whole) == []


def inside(whole: QWidget) -> list[QWidget]:
    """What is seen within the lines."""
    lines = whole.findChildren(QLineEdit)
    within = (each for line in lines for each in line.findChildren(QWidget))
    return [each for each in within if isinstance(each, Picture | QAbstractButton) and each.isVisible()]


def test_a_search_is_emptied_by_its_button_which_is_there_only_then(theme: Theme, qtbot: QtBot) -> None:
    search = FilterField(theme, "search")
    qtbot.addWidget(search)
    search.show()
    button = part(search, ClearButton)
    assert button.isHidden()
    search.setText("bakery")
    assert button.isVisible()
    assert button.accessibleName() == button.toolTip() != ""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (search.text(), button.isVisible()) == ("", False)


def covered(whole: QWidget) -> list[str]:
    """Lines whose text lies under an icon."""
    found = []
    for over in inside(whole):
        field = over.parentWidget()
        assert isinstance(field, QLineEdit)
        margins = field.textMargins()
        text = field.rect().adjusted(BORDER + margins.left(), 0, -BORDER - margins.right(), 0)
        if text.intersects(over.geometry()):
            found.append(f"{name_of(over)}: {over.geometry().getRect()} over {text.getRect()}")
    return found
