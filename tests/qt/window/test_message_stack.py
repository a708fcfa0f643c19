"""Messages come and go over the page: nothing moves, nothing is pushed, and no click is caught."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.errors import CannotConnect
from app.qt.translation import Language
from app.ui.theme.theme import Theme
from app.ui.window.message_bar import MessageBar, News
from app.ui.window.message_stack import MessageStack
from app.ui.window.pages import Pages
from app.viewmodel.rows import Connected
from tests.qt.window.conftest import Hands
from tests.support.dialogs import click
from tests.support.parts import part
from tests.support.rows import a_row
from tests.support.walking import cut_off

LONG = "The files of 12 businesses could not be deleted, because the storage does not answer. " * 4
BARS = ("trouble", "alarm", "message")


def bar(console: Hands, name: str) -> MessageBar:
    return part(console.window, MessageBar, name)


def laid_out(console: Hands) -> dict[str, QRect]:
    """Where all that can be seen stands, but the messages, once nothing moves by itself any more."""
    before, now = None, places(console)
    while now != before:
        console.loop.turn()
        before, now = now, places(console)
    return now


def places(console: Hands) -> dict[str, QRect]:
    stack = part(console.window, MessageStack)
    return {
        f"{each.objectName()} {place}": QRect(each.mapTo(console.window, QPoint()), each.size())
        for place, each in enumerate(console.window.findChildren(QWidget))
        if each.isVisible() and each is not stack and not stack.isAncestorOf(each)
    }


@pytest.fixture(params=[(900, 480), (1440, 900)], ids=str)
def opened(request: pytest.FixtureRequest, console: Hands) -> Hands:
    console.services.poller.rows.emit(tuple(a_row(id, f"Business {id}", left=5) for id in range(1, 40)))
    console.window.resize(*request.param)
    put_mouse(console, part(console.window, Pages).mapTo(console.window, QPoint(20, 20)))
    return console


@pytest.fixture
def size(request: pytest.FixtureRequest, theme: Theme) -> Iterator[int]:
    """Of the texts, in percent."""
    theme.use_text_size(request.param)
    yield request.param
    theme.use_text_size(100)


def put_mouse(console: Hands, place: QPoint) -> None:
    QCursor.setPos(console.window.mapToGlobal(place))


@pytest.mark.parametrize("code", ["en", "he"])
def test_nothing_moves_when_messages_come_and_go(opened: Hands, language: Language, code: str) -> None:
    language.use(code)
    before = laid_out(opened)
    for name in BARS:
        bar(opened, name).show_news(News(LONG, "bad", "Retry now", details="x"))
        assert laid_out(opened) == before
    for name in BARS:
        bar(opened, name).show_news(News(""))
        assert laid_out(opened) == before
    assert part(opened.window, MessageStack).isHidden()


@pytest.mark.parametrize("code", ["en", "he"])
@pytest.mark.parametrize("size", [100, 200], indirect=True)
def test_messages_are_whole_and_over_the_page_alone(
    opened: Hands, language: Language, code: str, size: int
) -> None:
    language.use(code)
    bar(opened, "trouble").show_news(News("Not connected.", "bad", "Retry now"))
    bar(opened, "message").show_news(News(LONG[: 18000 // size], "warn", "Show details", details="x"))
    opened.loop.turn()
    opened.loop.turn()
    stack, page = part(opened.window, MessageStack), part(opened.window, Pages)
    assert page.geometry().contains(stack.geometry())
    assert list(cut_off(stack)) == []


def test_they_lie_over_the_lower_edge_and_follow_it(opened: Hands) -> None:
    bar(opened, "message").show_news(News("Paused.", "warn"))
    stack, page = part(opened.window, MessageStack), part(opened.window, Pages)
    for size in ((1100, 700), (900, 480)):
        opened.window.resize(*size)
        opened.loop.turn()
        assert stack.geometry().bottom() == page.geometry().bottom()
        assert stack.geometry().top() > page.geometry().center().y()


def test_what_is_under_the_mouse_is_not_covered(opened: Hands) -> None:
    page = part(opened.window, Pages)
    below = QPoint(page.width() // 2, page.height() - 12)
    put_mouse(opened, page.mapTo(opened.window, below))
    under = opened.window.childAt(page.mapTo(opened.window, below))
    bar(opened, "message").show_news(News("Paused.", "warn", "Undo"))
    opened.loop.turn()
    assert opened.window.childAt(page.mapTo(opened.window, below)) is under
    assert part(opened.window, QPushButton, "message.act").isVisible()


def test_trouble_that_was_closed_comes_back_only_as_another(opened: Hands) -> None:
    trouble = bar(opened, "trouble")
    lost, other = (
        Connected(False, "db", problem=CannotConnect(why, "db", "no")) for why in ("refused", "timeout")
    )
    tell = opened.services.poller.connection.emit
    tell(lost)
    assert trouble.isVisible()
    click(opened.window, "trouble.close")
    tell(lost)
    assert not trouble.isVisible()
    tell(other)
    assert trouble.isVisible()
    click(opened.window, "trouble.close")
    tell(Connected(True, "db", datetime(2026, 1, 1), 4.2))
    tell(other)
    assert trouble.isVisible()
