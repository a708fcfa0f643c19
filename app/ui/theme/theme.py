"""Light and dark: palette, style sheet, fonts and icons of the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from app.ui.theme.fonts import FONT_FAMILY, load_fonts
from app.ui.theme.icons import Icons
from app.ui.theme.stylesheet import stylesheet
from app.ui.theme.tokens import DARK, FONT_SIZE, ICON, LIGHT, Colors

TEXT_SIZES = (100, 125, 150, 200)
"""How large texts can be, in percent of the design."""


class ThemeMode(StrEnum):
    """What the person chose; SYSTEM follows the desktop, also while it changes."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Theme(QObject):
    """The look of the application. `resources` is the folder that holds `fonts` and `icons`.

    Style hooks for widgets (dynamic properties): buttons `kind` = "danger" or "primary"; labels `tone` =
    "muted", "ok", "warn", "bad", "title" or "figure"; frames `card` = True; and see `stylesheet`.
    """

    changed = Signal()
    """The scheme or the size of texts was switched; palette, font and style sheet are already set, icons draw
    themselves anew."""

    def __init__(self, resources: Path, mode: str = "system", text_size: int = 100) -> None:
        """`mode` and `text_size` as for `use` and `use_text_size`."""
        super().__init__()
        self._app = cast(QApplication, QApplication.instance())
        self._dark_at_start = self._app.palette().window().color().lightness() < 128
        self._icons = Icons(resources / "icons", lambda: self.colors)
        self._mode = ThemeMode.SYSTEM
        self.text_size = _text_size(text_size)
        self.colors: Colors = LIGHT
        self._made: dict[str, QColor] = {}
        self._applied: tuple[Colors, int] | None = None
        load_fonts(resources)
        self._app.setStyle("Fusion")
        self._app.setWindowIcon(self._icons.app_icon())
        self._app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.use(mode)

    @property
    def mode(self) -> ThemeMode:
        return self._mode

    @property
    def is_dark(self) -> bool:
        return self.colors is DARK

    def use(self, mode: str) -> None:
        """Switches to "light", "dark" or "system"; anything else counts as "system"."""
        self._mode = ThemeMode(mode) if mode in set(ThemeMode) else ThemeMode.SYSTEM
        hints = self._app.styleHints()
        if self._mode is ThemeMode.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self._mode is ThemeMode.DARK
            # Where the platform listens, this also turns the window's own frame.
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._apply()

    def use_text_size(self, percent: int) -> None:
        """Makes all texts as large as `percent` says, one of TEXT_SIZES; anything else counts as 100."""
        self.text_size = _text_size(percent)
        self._apply()

    def step_text_size(self, steps: int) -> None:
        """Makes texts larger, or smaller where `steps` is negative, by so many of TEXT_SIZES."""
        place = TEXT_SIZES.index(self.text_size) + steps
        self.use_text_size(TEXT_SIZES[max(0, min(place, len(TEXT_SIZES) - 1))])

    @contextmanager
    def laid_aside(self) -> Iterator[None]:
        """No style sheet inside the block, for building or changing many widgets: Qt matches it to everything
        in a box, each time that the box is put into a larger one, and a sheet that replaces another to each
        widget once for every widget around it. It is matched once, at the end."""
        self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._app.setStyleSheet(stylesheet(self.colors, scaled))

    def color(self, token: str) -> QColor:
        """The colour named `token` in the current scheme; not to be changed, others have it too."""
        color = self._made.get(token)
        if color is None:
            color = self._made[token] = QColor(getattr(self.colors, token))
        return color

    def icon(self, name: str, token: str = "text") -> QIcon:
        """An icon that follows the scheme by itself."""
        return self._icons.icon(name, token)

    def pixmap(self, name: str, token: str, size: int = ICON, ratio: float = 1.0) -> QPixmap:
        """An icon as a picture in the present colours, of `size` pixels of the design: ask anew after
        `changed`."""
        return self._icons.pixmap(name, token, scaled(size), ratio)

    def _follow_system(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        self.colors = DARK if self._wants_dark() else LIGHT
        if self._applied == (self.colors, self.text_size):
            return
        self._applied = self.colors, self.text_size
        self._made.clear()
        font = QFont(FONT_FAMILY)
        font.setPixelSize(round(FONT_SIZE * self.text_size / 100))
        with self.laid_aside():
            self._app.setFont(font)
            scaled.cache_clear()
            self._app.setPalette(_palette(self.colors))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._mode is not ThemeMode.SYSTEM:
            return self._mode is ThemeMode.DARK
        scheme = self._app.styleHints().colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            return self._dark_at_start
        return scheme is Qt.ColorScheme.Dark


def _text_size(percent: int) -> int:
    return percent if percent in TEXT_SIZES else TEXT_SIZES[0]


def ui_font(size: int = FONT_SIZE, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface font at `size` pixels of the design. All figures have one width, so columns line up."""
    font = QFont(FONT_FAMILY)
    font.setPixelSize(scaled(size))
    font.setWeight(weight)
    return font


@cache  # asked for by each cell that is drawn
def scaled(pixels: int) -> int:
    """Pixels of the design for something that must grow with the text: see `Theme.use_text_size`."""
    size = QApplication.font().pixelSize()
    return round(pixels * size / FONT_SIZE) if QApplication.font().family() == FONT_FAMILY else pixels


def _palette(colors: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for roles, token in (
        ((role.Window, role.AlternateBase), colors.canvas),
        ((role.Base, role.Button, role.ToolTipBase), colors.surface),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText), colors.text),
        ((role.Highlight,), colors.selection),
        ((role.Link, role.LinkVisited, role.Accent), colors.accent),
        ((role.PlaceholderText,), colors.muted),
        ((role.Mid, role.Midlight), colors.line),
        ((role.Dark,), colors.idle),
        ((role.BrightText,), colors.bad),
    ):
        for each in roles:
            palette.setColor(each, QColor(token))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colors.off))
    return palette
