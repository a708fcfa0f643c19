"""The user guide, beside the window: what one reads there can be done at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser

from app.core.languages import SOURCE_LANGUAGE
from app.qt.nets import net
from app.ui.theme.tokens import GAP_M, GAP_S, GAP_XS
from app.ui.widgets.dialog import SMALL, Dialog, DialogContext
from app.ui.widgets.parts import button

translate = QCoreApplication.translate

WIDTH = 940
PICTURE_WIDTH = 840
"""Pixels of a picture at the most: what the page has room for."""

PICTURE = "\ufffc"
"""What stands in Qt's text where a picture is."""


_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")


class GuideDialog(Dialog):
    """Shows the guide in the person's language, from the folder `docs`; it stays open while one works."""

    def __init__(self, docs: Path, context: DialogContext) -> None:
        super().__init__(context)
        self._docs = docs
        self._page = _Page()
        self._back = button("guide.back")
        self._back.clicked.connect(self._page.backward)
        self._back.setEnabled(False)
        self._page.backwardAvailable.connect(self._back.setEnabled)
        self._close = button("guide.close", kind="primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.body.addWidget(self._page, 1)
        self.add_buttons(self._close, aside=self._back)
        self._page.setFocus()
        self.retranslate()
        self.take_room(WIDTH)
        self.resize(self.width(), SMALL.height())

    def retranslate(self) -> None:
        title = translate("GuideDialog", "User guide")
        self.setWindowTitle(title)
        self._page.setAccessibleName(title)
        self._back.setText(translate("GuideDialog", "Back"))
        self._close.setText(translate("GuideDialog", "Close"))
        self._page.use_direction(self._language.direction)
        self._page.setSource(QUrl.fromLocalFile(str(guide_file(self._docs, self._language.code))))
        self._page.clearHistory()


def guide_file(docs: Path, code: str) -> Path:
    """The guide in the language of `code`, or else in that of the code."""
    wanted = docs / f"user-guide.{code}.md"
    return wanted if wanted.is_file() else docs / f"user-guide.{SOURCE_LANGUAGE}.md"


def lacking_of_guide(docs: Path, code: str) -> list[str]:
    """What this computer lacks of the guide in the language of `code`: the page itself, or pictures on it."""
    page = docs / f"user-guide.{code}.md"
    if not page.is_file():
        return [page.name]
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    return [name for name in pictures if not (docs / name).is_file()]


class _Page(QTextBrowser):
    """Markdown with pictures and links. A link to what is not there leads nowhere, one to the web opens in
    the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide.page")
        self.setOpenExternalLinks(True)
        self.sourceChanged.connect(self._arrange)

    def use_direction(self, direction: Qt.LayoutDirection) -> None:
        """Of all paragraphs: one of a Hebrew text may begin with a Latin name."""
        option = self.document().defaultTextOption()
        option.setTextDirection(direction)
        self.document().setDefaultTextOption(option)

    @net(None)
    def doSetSource(
        self, name: QUrl | str, type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource
    ) -> None:
        url = QUrl(name)
        if Path(url.toLocalFile()).is_file():
            super().doSetSource(url, type)
            self.scrollToAnchor(url.fragment())

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pictures()

    @net(cast("object", None))
    def loadResource(self, type: int, name: QUrl | str) -> object:
        path = self.document().baseUrl().resolved(QUrl(name)).toLocalFile()
        match QTextDocument.ResourceType(type):
            case QTextDocument.ResourceType.MarkdownResource if self._is_rtl:
                return _with_tables_reversed(Path(path).read_text(encoding="utf-8"))
            case QTextDocument.ResourceType.ImageResource:
                return self._picture(path)
            case _:
                return super().loadResource(type, name)

    @property
    def _is_rtl(self) -> bool:
        return self.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft

    def _picture(self, path: str) -> QImage:
        picture, ratio = QImage(path), self.devicePixelRatioF()
        if picture.width() > PICTURE_WIDTH:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(round(PICTURE_WIDTH * ratio), smooth)
            picture.setDevicePixelRatio(ratio)
        return picture

    def _arrange(self) -> None:
        """What Markdown does not say: space between paragraphs, and the names of headings, to which links of
        the page lead."""
        block = self.document().begin()
        while block.isValid():
            place = QTextCursor(block)
            if place.currentTable() is None:
                _space(place)
            if block.blockFormat().headingLevel():
                _name(place)
            block = block.next()
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        """No picture is wider than the page."""
        document = self.document()
        room = self.viewport().width() - 2 * round(document.documentMargin())
        for place in _pictures(document):
            picture = place.charFormat().toImageFormat()
            name = document.baseUrl().resolved(QUrl(picture.name()))
            found = document.resource(QTextDocument.ResourceType.ImageResource, name)
            picture.setWidth(min(found.deviceIndependentSize().width(), room))
            place.setCharFormat(picture)


def _space(place: QTextCursor) -> None:
    look = QTextBlockFormat()
    look.setTopMargin(GAP_M if place.blockFormat().headingLevel() else 0)
    look.setBottomMargin(GAP_XS if place.currentList() else GAP_S)
    place.mergeBlockFormat(look)


def _name(heading: QTextCursor) -> None:
    """As GitHub does, so that the same links work there."""
    look = QTextCharFormat()
    look.setAnchor(True)
    look.setAnchorNames([re.sub(r"[^\w\- ]", "", heading.block().text().lower()).replace(" ", "-")])
    heading.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    heading.mergeCharFormat(look)


def _pictures(document: QTextDocument) -> Iterator[QTextCursor]:
    """Each with its picture selected."""
    place = document.find(PICTURE)
    while not place.isNull():
        yield QTextCursor(place)
        place = document.find(PICTURE, place)


def _with_tables_reversed(markdown: str) -> str:
    """Qt begins with the first column at the left, whatever the direction of the text."""
    lines = markdown.split("\n")
    rows = (
        "|".join(reversed(_BETWEEN_CELLS.split(line))) if line.startswith("|") else line for line in lines
    )
    return "\n".join(rows)
