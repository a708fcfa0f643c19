"""The words of a report in its language, from the translators' files: without Qt, where there is none."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from app.core import messages
from app.core.bounds import is_in_range
from app.core.durations import units
from app.core.message import Message, one_line
from app.core.text import shortened, visible
from app.reports.document import RIGHT_TO_LEFT
from app.reports.noop import QT_TRANSLATE_NOOP

LONGEST = 2_000
"""Characters of one text that are shown."""

NBSP = "\u00a0"
_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"

Forms = tuple[str, ...]


_MONTHS = (
    QT_TRANSLATE_NOOP("Months", "Jan"),
    QT_TRANSLATE_NOOP("Months", "Feb"),
    QT_TRANSLATE_NOOP("Months", "Mar"),
    QT_TRANSLATE_NOOP("Months", "Apr"),
    QT_TRANSLATE_NOOP("Months", "May"),
    QT_TRANSLATE_NOOP("Months", "Jun"),
    QT_TRANSLATE_NOOP("Months", "Jul"),
    QT_TRANSLATE_NOOP("Months", "Aug"),
    QT_TRANSLATE_NOOP("Months", "Sep"),
    QT_TRANSLATE_NOOP("Months", "Oct"),
    QT_TRANSLATE_NOOP("Months", "Nov"),
    QT_TRANSLATE_NOOP("Months", "Dec"),
)

_MOMENT = QT_TRANSLATE_NOOP("Report", "{day} {month} {year}, {time}")

_LEFT_TO_RIGHT = {"place", "key", "table", "role", "where", "code"}


class Words:
    """Says texts of the code in one of `core.languages`, by the same files of which the window's are made;
    what they lack is said in English."""

    def __init__(self, language: str, texts: Mapping[tuple[str, str], Forms]) -> None:
        self.language = language
        self._texts = texts

    @classmethod
    def of(cls, translations: Path, language: str) -> Words:
        """From the folder of the translators' files."""
        return cls(language, _read(translations / f"sweep_{language}.ts"))

    def translate(self, context: str, text: str, comment: None = None, n: int | None = None) -> str:
        """As QCoreApplication.translate: Qt's rule of plurals, which is one in all of our languages, takes
        the first form for exactly one."""
        forms = self._texts.get((context, text))
        if forms is None:
            return text
        return forms[0] if n is None or abs(n) == 1 else forms[-1]

    @property
    def is_right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    def number(self, number: int) -> str:
        """A whole number with separators, as both languages have them."""
        return f"{number:,}"

    def seconds(self, seconds: float) -> str:
        """A span as a plain figure, for a column that says its unit."""
        return f"{seconds:,.1f}"

    def duration(self, seconds: float) -> str:
        """A span in its two largest units, as the window says it."""
        return " ".join(self._unit(number, unit) for number, unit in units(seconds))

    def moment(self, utc: datetime | None) -> str:
        """Date and time to the second on this computer's clock; “–” for none."""
        if utc is None or not is_in_range(utc):
            return "–"
        local = utc.replace(tzinfo=UTC).astimezone()
        month = self.translate("Months", _MONTHS[local.month - 1])
        text = self.translate("Report", _MOMENT)
        time = self.ltr(f"{local:%H:%M:%S}")
        return text.format(day=local.day, month=month, year=local.year, time=time)

    def said(self, text: str) -> str:
        """What a row or a server says in English, as far as it is known; the rest as it is."""
        text = one_line(shortened(text, LONGEST))
        return messages.told(text, self._sentence, self._value, self.isolate) if text else ""

    def ltr(self, text: str) -> str:
        """`text` from left to right whatever stands around it."""
        return f"{_LRI}{visible(text)}{_PDI}"

    def isolate(self, text: str) -> str:
        """`text` in its own direction; what is hidden in it can be seen."""
        return f"{_FSI}{visible(shortened(text, LONGEST))}{_PDI}"

    def _unit(self, number: int, unit: str) -> str:
        texts = {"d": "{count} d", "h": "{count} h", "min": "{count} min", "s": "{count} s"}
        text = self.translate("Durations", texts[unit], None, number)
        return text.replace(" ", NBSP).format(count=self.number(number))

    def _sentence(self, message: Message) -> str:
        return self.translate("StoredText", message.in_window)

    def _value(self, name: str, held: str) -> str:
        if name == "time":
            return self.duration(int(held))
        if name in _LEFT_TO_RIGHT or held.isdecimal():
            return self.ltr(held)
        return self.said(held).removesuffix(".")


@lru_cache(4)
def _read(file: Path) -> Mapping[tuple[str, str], Forms]:
    """The finished texts of a translators' file, by context and source; nothing where there is no file, as
    of English without plurals."""
    found: dict[tuple[str, str], Forms] = {}
    try:
        # Piece by piece: in one go it would keep Python from every other thread.
        for _end, element in ET.iterparse(file):  # noqa: S314 - the program's own file
            if element.tag == "context":
                found.update(_finished(element))
    except FileNotFoundError:
        return {}
    return found


def _finished(context: ET.Element) -> Iterator[tuple[tuple[str, str], Forms]]:
    name = context.findtext("name", "")
    for message in context.iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type"):
            continue
        forms = translation.findall("numerusform") or [translation]
        yield (name, message.findtext("source", "")), tuple(form.text or "" for form in forms)
