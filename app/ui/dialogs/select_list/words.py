"""What the dialog says of an entry: what became of it, why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.actions.business_list import CheckedList, ListLine, Match
from app.core.access import Business
from app.qt.translation import ltr
from app.ui.texts.figures import plural_of
from app.ui.texts.words import name_text, number_text, outcome_text, receipts_text

translate = QCoreApplication.translate

Items = Callable[[int], int | None]
"""The receipts of a business, where they are known."""

ICONS = {
    Match.NOT_FOUND: "circle-question-mark",
    Match.REFUSED: "ban",
    Match.SEVERAL: "list-checks",
    Match.TWICE: "copy",
    Match.FOUND: "circle-check",
}
TONES = {
    Match.NOT_FOUND: "bad",
    Match.REFUSED: "warn",
    Match.SEVERAL: "warn",
    Match.TWICE: "idle",
    Match.FOUND: "ok",
}

_MATCHES = {
    Match.NOT_FOUND: QT_TRANSLATE_NOOP("SelectList", "Not found"),
    Match.REFUSED: QT_TRANSLATE_NOOP("SelectList", "Refused"),
    Match.SEVERAL: QT_TRANSLATE_NOOP("SelectList", "Several matches"),
    Match.TWICE: QT_TRANSLATE_NOOP("SelectList", "Twice"),
    Match.FOUND: QT_TRANSLATE_NOOP("SelectList", "Found"),
}

ALL = "all"

CHIPS = (
    ALL,
    *(one.value for one in (Match.FOUND, Match.NOT_FOUND, Match.SEVERAL, Match.REFUSED, Match.TWICE)),
)
"""All entries, and what became of them."""


def chip_words() -> dict[str, str]:
    """What each chip says."""
    return {ALL: translate("SelectList", "All"), **{match.value: match_text(match) for match in Match}}


def chip_counts(checked: CheckedList) -> dict[str, int]:
    """How many entries each chip shows."""
    return {ALL: len(checked.lines), **{match.value: checked.counts[match] for match in Match}}


_RESULTS = {
    Match.NOT_FOUND: QT_TRANSLATE_NOOP("ListEntry", "Not found"),
    Match.REFUSED: QT_TRANSLATE_NOOP("ListEntry", "Refused"),
    Match.SEVERAL: QT_TRANSLATE_NOOP("ListEntry", "Several matches"),
    Match.TWICE: QT_TRANSLATE_NOOP("ListEntry", "Twice"),
}
"""Of one entry: some languages have another form than for many."""


class Correction(Enum):
    """What can be done about an entry."""

    USE = QT_TRANSLATE_NOOP("SelectList", "Use")
    CHOOSE = QT_TRANSLATE_NOOP("SelectList", "Choose…")
    EDIT = QT_TRANSLATE_NOOP("SelectList", "Edit")
    REMOVE = QT_TRANSLATE_NOOP("SelectList", "Remove")

    @property
    def word(self) -> str:
        return translate("SelectList", str(self.value))


def corrections(line: ListLine) -> tuple[Correction, ...]:
    """The first is what Enter does."""
    match line.match:
        case Match.NOT_FOUND:
            return (Correction.USE if line.suggestion else Correction.EDIT, Correction.REMOVE)
        case Match.SEVERAL:
            return (Correction.CHOOSE, Correction.REMOVE)
        case Match.REFUSED | Match.TWICE:
            return (Correction.REMOVE,)
        case _:
            return ()


def match_text(match: Match) -> str:
    """What a chip counts."""
    return translate("SelectList", str(_MATCHES[match]))


def result_text(line: ListLine) -> str:
    """The name of what was found, otherwise what became of the entry."""
    if line.match is Match.FOUND and line.business is not None:
        return name_text(line.business.name)
    return translate("ListEntry", str(_RESULTS[line.match]))


def detail_text(line: ListLine, items: Items, locale: QLocale) -> str:
    """The second line of the result."""
    match line.match:
        case Match.NOT_FOUND:
            return _suggestion_text(line)
        case Match.REFUSED:
            return _refusal_text(line)
        case Match.SEVERAL:
            return translate(
                "SelectList", "Fits {count} business(es): choose one", None, plural_of(len(line.choices))
            ).format(count=number_text(len(line.choices), locale))
        case Match.TWICE:
            return translate("SelectList", "Same as line {line}; counted once").format(
                line=number_text(line.same_as or 0, locale)
            )
        case _:
            return choice_text(line.business, items, locale) if line.business else ""


def choice_text(business: Business, items: Items, locale: QLocale) -> str:
    """“ID 4 · 1,101 receipts”."""
    id_text = translate("SelectList", "ID {id}").format(id=ltr(str(business.id)))
    count = items(business.id)
    return id_text if count is None else f"{id_text} · {receipts_text(count, locale)}"


def _suggestion_text(line: ListLine) -> str:
    if line.suggestion is not None:
        return translate("SelectList", "Did you mean “{name}” ({id})?").format(
            name=name_text(line.suggestion.name), id=ltr(str(line.suggestion.id))
        )
    if line.entry.is_like_id:
        return translate("SelectList", "There is no business with this ID")
    return translate("SelectList", "There is no business with this name")


def _refusal_text(line: ListLine) -> str:
    why = outcome_text(line.refusal) if line.refusal else ""
    return f"{name_text(line.business.name)}: {why}" if line.business else why
