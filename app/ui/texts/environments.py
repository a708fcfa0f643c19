"""The words for what a connection is for."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.core.environment import Color, Environment
from app.reports.sayings import ENVIRONMENTS
from app.ui.texts.figures import plain

translate = QCoreApplication.translate

COLORS = {
    Color.RED: QT_TRANSLATE_NOOP("Environment", "Red"),
    Color.AMBER: QT_TRANSLATE_NOOP("Environment", "Amber"),
    Color.BLUE: QT_TRANSLATE_NOOP("Environment", "Blue"),
    Color.GRAY: QT_TRANSLATE_NOOP("Environment", "Gray"),
}

TONES = {Color.RED: "bad", Color.AMBER: "warn", Color.BLUE: "accent", Color.GRAY: "idle"}
"""The colours by their names in the style sheet."""


def environment_text(environment: Environment) -> str:
    """A known word in the present language; another one as it was written."""
    known = ENVIRONMENTS.get(environment.word)
    return translate("Environment", known) if known else plain(environment.word)


def color_text(color: Color) -> str:
    return translate("Environment", str(COLORS[color]))
