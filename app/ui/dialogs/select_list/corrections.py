"""What a correction does to the text of the list."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMenu

from app.actions.business_list import Directory, ListLine
from app.core.access import Business
from app.ui.dialogs.select_list.layout import ListParts
from app.ui.dialogs.select_list.words import Correction, Items, choice_text
from app.ui.texts.words import name_text


def correct(parts: ListParts, line: ListLine, what: Correction, directory: Directory, items: Items) -> None:
    """Does what a person chose for an entry. The text must be the one in which it was found."""
    match what:
        case Correction.USE if line.suggestion is not None:
            parts.editor.correct(line.entry, directory.written(line.suggestion))
        case Correction.CHOOSE:
            _choose(parts, line, directory, items)
        case Correction.EDIT:
            parts.editor.mark(line.entry)
        case Correction.REMOVE:
            parts.editor.correct(line.entry, "")


def _choose(parts: ListParts, line: ListLine, directory: Directory, items: Items) -> None:
    """Offers the businesses that the entry fits, each with its id."""
    menu = QMenu(parts.results)
    menu.setObjectName("list.choices")

    def use(business: Business) -> None:
        parts.editor.correct(line.entry, directory.written(business))

    for business in line.choices:
        text = f"{name_text(business.name)} · {choice_text(business, items, QLocale())}".replace("&", "&&")
        menu.addAction(text).triggered.connect(lambda _=False, chosen=business: use(chosen))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(parts.results.choice_place())
