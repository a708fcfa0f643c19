"""A message: a template in English by which a text is written, and by which it is recognized again."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

QUOTED = 250
"""Characters of a text that a message quotes. With it no message is longer than what is looked at when it is
read (`messages.LONGEST`)."""

CUT = "…"
"""At the end of a quotation that was cut."""

UNKNOWN = "?"
"""In place of a quotation of which nothing is left."""

_NUMBERS = {"count", "all", "time"}
_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")
_UNWRITABLE = {0: None} | dict.fromkeys(range(55296, 57344), "�")
"""No PostgreSQL text holds these: NUL, and the halves of pairs that stand for bytes that are no text."""


class Message(str):
    """A template in English, with its placeholders in braces: written by `format`, recognized by `values_in`.

    `count`, `all` and `time` (seconds) stand for whole numbers, other placeholders for any text. `also` are
    other templates that mean the same, `in_window` what the window says instead, where a button does there
    what an option does on the command line.
    """

    also: tuple[str, ...]
    in_window: str

    def __new__(cls, template: str, *also: str, in_window: str = "") -> Message:
        message = super().__new__(cls, template)
        message.also = also
        message.in_window = in_window or template
        return message

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        # Compiled when one is first looked for: those of all messages would be a part of every start.
        return [_pattern(one) for one in (self, *self.also)]

    @property
    def beginnings(self) -> list[str]:
        """Patterns of what stands before the first placeholder of each template."""
        return [_beginning(one) for one in (self, *self.also)]

    def format(self, *_: Any, **values: Any) -> str:
        """The text with its values. What is quoted becomes one line without a full stop at its end, and no
        full stop within it can be taken for the end of the message."""
        return super().format(**{name: _quotable(name, value) for name, value in values.items()})

    def values_in(self, text: str) -> dict[str, str] | None:
        """The placeholders' values where `text` is this message, in any case of letters; else None."""
        for pattern in self._patterns:
            if found := pattern.fullmatch(text):
                return found.groupdict()
        return None


def is_number(name: str) -> bool:
    """Whether the placeholder of this name stands for a whole number."""
    return name in _NUMBERS


def writable(text: str) -> str:
    """`text` as a row can hold it."""
    return text.translate(_UNWRITABLE)


def one_line(text: str) -> str:
    """`text` in one line. A no-break space stays: after a full stop it says that a quotation goes on."""
    return re.sub("[^\\S\u00a0]+", " ", text).strip()


def cut(text: str, length: int) -> str:
    """The beginning of `text`, at most so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + CUT


def _quotable(name: str, value: Any) -> Any:
    if is_number(name):
        return value
    line = " ".join(writable(str(value)).split()).rstrip(".")
    return cut(line, QUOTED).replace(". ", ".\u00a0") or UNKNOWN


def _beginning(template: str) -> str:
    fixed, _, rest = template.removesuffix(".").partition("{")
    number = "[0-9]" if not fixed and is_number(rest.partition("}")[0]) else ""
    return _literal(fixed) + number


def _literal(text: str) -> str:
    return re.escape(text).replace("\\ ", "[ \u00a0]")


def _pattern(template: str) -> re.Pattern[str]:
    """The full stop at the end may be missing: a message can stand within a sentence of another, where its
    own full stops are followed by no-break spaces."""
    text = _literal(template.removesuffix("."))
    met: set[str] = set()

    def group(found: re.Match[str]) -> str:
        name = found[1]
        if name in met:
            return f"(?P={name})"
        met.add(name)
        return f"(?P<{name}>{r'[0-9]{1,15}' if is_number(name) else '.+?'})"

    filled = _PLACEHOLDER.sub(group, text)
    return re.compile(filled + r"\.?", re.IGNORECASE | re.DOTALL)
