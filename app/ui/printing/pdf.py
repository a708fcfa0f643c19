"""A report as a PDF on A4, painted without a window."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter

from app import __version__
from app.reports.document import Document
from app.reports.setting import tidy
from app.ui.printing.pages import Pages
from app.ui.printing.paper import DOTS_PER_INCH, HEIGHT, WIDTH, Setter
from app.ui.theme.fonts import load_fonts
from app.ui.theme.painting import painting


def pdf_of(document: Document, go_on: Callable[[int], bool]) -> bytes | None:
    """The file, made in memory, as Qt does not tell of a disk that is full; blocks, in any thread.

    There must be a QGuiApplication, with the console's font (`load_fonts`); where there is no window, see
    `without_a_window`. `go_on` is asked with the number of each page before it is painted, and with 0 while
    the pages are laid out; where it answers False, this returns None. Raises OSError where Qt cannot paint.
    """
    pages = Pages(document, Setter(right_to_left=document.is_right_to_left))
    if not pages.lay_out(go_on):
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return bytes(buffer.data().data()) if _paint(pages, document, buffer, go_on) else None


def picture_of(document: Document, page: int, dots_per_inch: int) -> QImage:
    """The same page as a picture, for whoever shows what a report looks like."""
    pages = Pages(document, Setter(right_to_left=document.is_right_to_left))
    pages.lay_out(lambda _page: True)
    share = dots_per_inch / DOTS_PER_INCH
    image = QImage(round(WIDTH * share), round(HEIGHT * share), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with painting(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(share, share)
        pages.draw(painter, page)
    return image


def _paint(pages: Pages, document: Document, buffer: QBuffer, go_on: Callable[[int], bool]) -> bool:
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(f"{tidy(document.title)} · {tidy(document.heading)}")
    writer.setCreator(f"Sweep {__version__}")
    with painting(writer) as painter:
        for page in range(1, len(pages) + 1):
            if not go_on(page):
                return False
            if not painter.isActive() or (page > 1 and not writer.newPage()):
                raise OSError(errno.EIO, "the page cannot be painted")
            pages.draw(painter, page)
            pages.forget(page)
    return True


@contextmanager
def without_a_window(resources: Path) -> Iterator[None]:
    """Within it PDFs can be written by a program that has no window, and perhaps no screen. `resources` is
    the folder that holds `fonts`. In the main thread, once in a process."""
    # On Windows the usual platform needs no screen either, and knows the system's fonts for rare scripts.
    platform = [] if sys.platform == "win32" else ["-platform", "offscreen"]
    application = QGuiApplication(["sweep", *platform])
    load_fonts(resources)
    try:
        yield
    finally:
        application.shutdown()
