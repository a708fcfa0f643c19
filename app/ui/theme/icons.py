"""Icons drawn from SVG in the colours of the current scheme, sharp at every scale of the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.qt.nets import net, net_with
from app.ui.theme.painting import painting
from app.ui.theme.tokens import ICON, Colors

APP_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
SMALL_APP_ICON = 24


class Icons:
    """Renders the SVGs of `folder`. `colors` gives the scheme of the moment, so that an icon made once is
    drawn in the new colours after a switch."""

    def __init__(self, folder: Path, colors: Callable[[], Colors]) -> None:
        self._folder = folder
        self._colors = colors
        self._sources: dict[str, str] = {}
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, token: str = "text") -> QIcon:
        """The icon in the colour `token`; in `off` while its button or action cannot be used."""
        return QIcon(_TintedEngine(self, name, token))

    def pixmap(self, name: str, token: str, size: int = ICON, ratio: float = 1.0) -> QPixmap:
        """The icon as a picture of `size` logical pixels for a screen of the device pixel ratio `ratio`."""
        key = (name, getattr(self._colors(), token), size, ratio)
        if key not in self._pixmaps:
            picture = QPixmap(QSize(size, size) * ratio)
            picture.fill(Qt.GlobalColor.transparent)
            with painting(picture) as painter:
                self.paint(painter, QRect(QPoint(), picture.size()), name, token)
            picture.setDevicePixelRatio(ratio)
            self._pixmaps[key] = picture
        return self._pixmaps[key]

    def app_icon(self) -> QIcon:
        """The application's own mark, in its own colours; drawn more simply where it is small."""
        icon = QIcon()
        for size in APP_ICON_SIZES:
            icon.addPixmap(self.pixmap("sweep" if size > SMALL_APP_ICON else "sweep-small", "accent", size))
        return icon

    def paint(self, painter: QPainter, rect: QRect, name: str, token: str) -> None:
        """Draws the icon into `rect`."""
        self._renderer(name, getattr(self._colors(), token)).render(painter, QRectF(rect))

    def _renderer(self, name: str, color: str) -> QSvgRenderer:
        if (name, color) not in self._renderers:
            if name not in self._sources:
                self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            # QtSvg paints currentColor black.
            source = self._sources[name].replace("currentColor", color)
            self._renderers[name, color] = QSvgRenderer(QByteArray(source.encode()))
        return self._renderers[name, color]


class _TintedEngine(QIconEngine):
    """Draws one icon anew each time Qt asks for it, at the size and scale asked for."""

    def __init__(self, icons: Icons, name: str, token: str) -> None:
        super().__init__()
        self._icons, self._name, self._token = icons, name, token

    @net(None)
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "off" if mode is QIcon.Mode.Disabled else self._token
        self._icons.paint(painter, rect, self._name, token)

    @net_with(lambda *_args, **_named: QPixmap())
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # of a button that is squeezed for a moment: no painter takes that
            return QPixmap()
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        with painting(picture) as painter:
            self.paint(painter, QRect(QPoint(), size), mode, state)
        return picture

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._icons, self._name, self._token)
