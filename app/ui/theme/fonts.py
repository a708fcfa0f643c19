"""The console's own font, which comes with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

FONT_FAMILY = "Heebo"


def load_fonts(resources: Path) -> None:
    """Makes the font known to this process. `resources` is the folder that holds `fonts`. In the main thread,
    once there is a QGuiApplication."""
    for font in sorted((resources / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
