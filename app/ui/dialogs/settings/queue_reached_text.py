"""What a test of the queue found, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.server import QueuePing
from app.qt.translation import ltr
from app.ui.texts.figures import plain, plural_of
from app.ui.texts.words import number_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class QueueReached:
    """A Redis that answers; `where` is its URL without user and secret."""

    where: str
    ping: QueuePing


def queue_reached_text(outcome: QueueReached, locale: QLocale) -> tuple[str, str]:
    """The sentences, and their tone: it is worth a look where nobody takes what is entered."""
    ping = outcome.ping
    sentence = translate(
        "QueueSettings", "Connected: {server} at {where} responds in {milliseconds} ms."
    ).format(
        server=ltr(plain(f"Redis {ping.version}".strip())),
        where=ltr(plain(outcome.where)),
        milliseconds=number_text(round(ping.milliseconds), locale),
    )
    return f"{sentence} {_listening(ping, locale)}", "ok" if ping.ours or ping.product else "warn"


def _listening(ping: QueuePing, locale: QLocale) -> str:
    if not ping.ours and not ping.product:
        return translate(
            "QueueSettings", "No worker is listening. Start one on a server, or run jobs on this computer."
        )
    told = []
    if ping.ours:
        told.append(
            translate(
                "QueueSettings", "{count} worker(s) of Sweep listening.", None, plural_of(ping.ours)
            ).format(count=number_text(ping.ours, locale))
        )
    if ping.product:
        told.append(
            translate(
                "QueueSettings", "{count} worker(s) of the product listening.", None, plural_of(ping.product)
            ).format(count=number_text(ping.product, locale))
        )
    return " ".join(told)
