"""`app.bootstrap.appearance`: what was chosen is there at the next start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.bootstrap.appearance import Appearance


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def appearance(qapp: QApplication, store: QSettings) -> Iterator[Appearance]:
    """As at the first start; and again after the test."""
    appearance = Appearance(store)
    yield appearance
    appearance.language.use("en")
    appearance.theme.use("light")
    appearance.theme.use_text_size(0)


def test_the_language_that_was_chosen_is_there_at_the_next_start(
    appearance: Appearance, store: QSettings
) -> None:
    appearance.language.use("he")
    assert Appearance(store).language.code == "he"


def test_theme_and_size_of_texts_that_were_chosen_are_there_at_the_next_start(
    appearance: Appearance, store: QSettings
) -> None:
    appearance.theme.use("dark")
    assert Appearance(store).theme.mode == "dark"
    appearance.theme.step_text_size(1)
    assert Appearance(store).theme.text_size == appearance.theme.text_size != 100
