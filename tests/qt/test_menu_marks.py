"""`app.ui.widgets.menu`: marks and arrows are drawn as large as the texts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import TEXT_SIZES, Theme
from app.ui.widgets.menu import Menu

DARK = 100
"""As light is the text at most; the menu says nothing but its mark."""


@pytest.mark.parametrize("percent", TEXT_SIZES)
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("kind", ["mark", "arrow"])
def test_they_grow_with_the_text(
    theme: Theme, qtbot: QtBot, percent: int, direction: Qt.LayoutDirection, kind: str
) -> None:
    theme.use_text_size(percent)
    try:
        menu = Menu()
        qtbot.addWidget(menu)
        menu.setLayoutDirection(direction)
        action = menu.addAction("")
        if kind == "mark":
            action.setCheckable(True)
            action.setChecked(True)
        else:
            action.setMenu(QMenu(menu))
        menu.resize(menu.sizeHint())
        drawn = menu.grab().toImage()
        places = ((x, y) for x in range(drawn.width()) for y in range(drawn.height()))
        ink = [place for place in places if drawn.pixelColor(*place).lightness() < DARK]
        high = max(y for _, y in ink) - min(y for _, y in ink)
        assert 7 <= high * 100 / percent <= 11
        is_right = min(x for x, _ in ink) > menu.width() / 2
        assert is_right is ((direction is Qt.LayoutDirection.RightToLeft) is (kind == "mark"))
    finally:
        theme.use_text_size(TEXT_SIZES[0])
