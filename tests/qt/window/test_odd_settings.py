"""A window opens whatever stands in its settings file: another version, or anybody, may have written it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication

from app.bootstrap.appearance import Appearance
from app.core.languages import SOURCE_LANGUAGE
from app.ui.businesses.status_filters import StatusFilter
from app.ui.businesses.table import SETTINGS_KEY
from app.ui.details.pane import FOLDED_KEY, TAB_KEY
from app.ui.details.splitter import SIZES_KEY
from app.ui.theme.theme import ThemeMode
from app.ui.window.body import SIDES_KEY
from app.ui.window.geometry import FILTER_KEY, GEOMETRY_KEY
from app.viewmodel.preferences import TRAY_KEY, stays_in_tray
from tests.qt.window.conftest import NewHands

OF_THE_WINDOW = (
    SETTINGS_KEY, FOLDED_KEY, TAB_KEY, SIZES_KEY, SIDES_KEY, FILTER_KEY, GEOMETRY_KEY, TRAY_KEY,
)  # fmt: skip

ODD = [
    "nonsense",
    "9" * 5001,
    str(2**62),
    "-1",
    "1_2",
    "٣",
    ["a", "b"],
    {"a": 1},
    QByteArray(b"\0\xff\1"),
    1.5,
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:10])
def test_a_window_opens_whatever_was_saved(new_console: NewHands, settings: QSettings, odd: Any) -> None:
    for key in OF_THE_WINDOW:
        settings.setValue(key, odd)
    settings.sync()
    console = new_console()
    console.open()
    QApplication.processEvents()
    assert console.window.isVisible()
    assert console.window._parts.sidebar.status_filter is StatusFilter.ALL
    assert not stays_in_tray(settings)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:10])
def test_it_looks_as_at_the_first_start_then(settings: QSettings, odd: Any, qapp: QApplication) -> None:
    for key in ("language", "theme", "text_size"):
        settings.setValue(key, odd)
    appearance = Appearance(settings)
    assert (appearance.language.code, appearance.theme.mode) == (SOURCE_LANGUAGE, ThemeMode.SYSTEM)
    assert appearance.theme.text_size == 100
