"""The user guide: in each language, with its pictures, and with links that lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTextBrowser

from app.bootstrap.resources import DOCS
from app.core.languages import LANGUAGES
from app.qt.translation import Language
from app.ui.dialogs.guide import GuideDialog, lacking_of_guide
from app.ui.widgets.dialog import DialogContext
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find, focused

PICTURE = "\ufffc"
MD = ".md"
SMALL_GUIDE = {
    "user-guide.en.md": f"# Guide\n\n[On](#at-the-end) [Out](other{MD}) [Nowhere](gone{MD})\n\n"
    + "Line.\n\n" * 200
    + "## At the end\n\n![A picture](picture.png)\n\n| one | two |\n| --- | --- |\n| 1 | 2 |\n",
    "user-guide.he.md": "# מדריך\n\nSweep מוחקת.\n\n| אחת | שתיים |\n| --- | --- |\n| 1 | 2 |\n",
    f"other{MD}": "# Other\n",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name, text in SMALL_GUIDE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def dialog(docs: Path, english: Language, context: DialogContext, show: Show) -> GuideDialog:
    dialog = GuideDialog(docs, context)
    show(dialog)
    return dialog


def page(dialog: GuideDialog) -> QTextBrowser:
    return find(dialog, QTextBrowser, "guide.page")


def follow(dialog: GuideDialog, link: str) -> None:
    """Goes where a click on the link leads."""
    browser = page(dialog)
    browser.setSource(browser.source().resolved(QUrl(link)))


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_lacks_of_the_real_one(code: str) -> None:
    assert lacking_of_guide(DOCS, code) == []


def test_what_lacks_is_named(docs: Path) -> None:
    assert lacking_of_guide(docs, "en") == ["picture.png"]
    assert lacking_of_guide(docs, "fr") == [f"user-guide.fr{MD}"]


def test_the_real_one_shows_its_pictures_within_the_page(
    language: Language, context: DialogContext, show: Show
) -> None:
    dialog = GuideDialog(DOCS, context)
    show(dialog)
    browser = page(dialog)
    assert PICTURE in browser.toPlainText()
    assert browser.horizontalScrollBar().maximum() == 0
    dialog.resize(600, 500)
    assert browser.horizontalScrollBar().maximum() == 0


def test_it_follows_the_language(dialog: GuideDialog, english: Language) -> None:
    assert page(dialog).toPlainText().startswith("Guide")
    english.use("he")
    text = page(dialog).toPlainText()
    assert text.startswith("מדריך")
    assert text.index("שתיים") < text.index("אחת")  # Qt puts the first column at the left
    option = page(dialog).document().defaultTextOption()
    assert option.textDirection() is Qt.LayoutDirection.RightToLeft


def test_a_language_without_a_guide_has_that_of_the_code(
    docs: Path, english: Language, context: DialogContext
) -> None:
    (docs / "user-guide.he.md").unlink()
    english.use("he")
    assert page(GuideDialog(docs, context)).toPlainText().startswith("Guide")


def test_links_lead_to_headings_and_pages_and_back(dialog: GuideDialog) -> None:
    browser, back = page(dialog), find(dialog, QPushButton, "guide.back")
    assert not back.isEnabled()
    follow(dialog, "#at-the-end")
    assert browser.verticalScrollBar().value() > 0
    follow(dialog, f"other{MD}")
    assert browser.toPlainText() == "Other"
    click(dialog, "guide.back")
    assert browser.toPlainText().startswith("Guide")


def test_a_link_to_what_is_not_there_leads_nowhere(dialog: GuideDialog) -> None:
    follow(dialog, f"gone{MD}")
    assert page(dialog).toPlainText().startswith("Guide")


def test_it_is_read_and_closed_by_keys(dialog: GuideDialog) -> None:
    assert focused() is page(dialog)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
