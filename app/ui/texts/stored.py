"""What rows and servers say in English, in the person's language, as far as it is known.

The catalogue is `core.messages`. What nobody has foreseen is shown as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.core import messages
from app.core.message import Message, one_line
from app.core.text import visible
from app.qt.translation import isolate, ltr
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import bounded

_LEFT_TO_RIGHT = {"place", "key", "table", "role", "where", "code"}
"""Placeholders for what is written from left to right, whatever letters it has."""


def stored_text(said: str) -> str:
    """A text of a row or a server, in one line, ready to stand beside other text: in the person's language
    where it is known, else isolated and with hidden characters made visible."""
    said = one_line(bounded(said))
    return messages.told(said, _sentence, _value, lambda one: isolate(visible(one))) if said else ""


def _sentence(message: Message) -> str:
    return QCoreApplication.translate("StoredText", message.in_window)


def _value(name: str, said: str) -> str:
    if name == "time":
        return duration_text(int(said), QLocale())
    if name in _LEFT_TO_RIGHT or said.isdecimal():
        return ltr(visible(said))
    return stored_text(said).removesuffix(".")
