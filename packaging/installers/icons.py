"""Draws the icon at the sizes and in the formats that desktops ask for; run it with a Python that has Qt."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LINUX_SIZES = (16, 24, 32, 48, 64, 128, 256)
WINDOWS_SIZES = (16, 24, 32, 48, 64, 256)
MAC_KINDS = {b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}
"""The names under which Apple's format keeps PNGs, and their sizes in pixels."""


def main(source: Path, folder: Path) -> None:
    """Write `sweep-SIZE.png`, `sweep.ico` and `sweep.icns` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise SystemExit(f"{source} cannot be drawn.")
    for size in LINUX_SIZES:
        (folder / f"sweep-{size}.png").write_bytes(png(renderer, size))
    (folder / "sweep.ico").write_bytes(ico({size: png(renderer, size) for size in WINDOWS_SIZES}))
    (folder / "sweep.icns").write_bytes(icns({kind: png(renderer, size) for kind, size in MAC_KINDS.items()}))
    del application


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The picture, `size` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # Qt's own stub knows the format as bytes only
    return bytes(written.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of PNGs, by their size in pixels (at most 256)."""
    offset = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, picture in pictures.items():
        edge = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset + len(body))
        body += picture
    return head + body


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon of PNGs, by Apple's name for their size."""
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
