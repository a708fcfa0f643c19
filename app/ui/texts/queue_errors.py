"""What went wrong with the queue on a server; for `ui.texts.errors`."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.core.queue_errors import QueueUnreachable
from app.qt.translation import isolate
from app.ui.texts.figures import plain

translate = QCoreApplication.translate

QUEUE_TEXTS = {
    "bad_queue_url": QT_TRANSLATE_NOOP("Errors", "Invalid Redis URL: {reason}."),
    "no_queue_named": QT_TRANSLATE_NOOP(
        "Errors",
        "No Redis is named, so nothing can run on the server. Name it in the settings, or run it here.",
    ),
    "nobody_listens": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: no worker listens on the queue. Start one on a server, or run it "
        "here.",
    ),
    "queue_unreachable": QT_TRANSLATE_NOOP(
        "Errors",
        "Background worker not available: the queue {where} cannot be reached: {reason}. Check that Redis "
        "runs and that this computer reaches it, or run it here.",
    ),
}
"""By `SweepError.code`."""

_REASONS = {
    "refused": QT_TRANSLATE_NOOP("QueueErrors", "nothing answers there"),
    "unknown_host": QT_TRANSLATE_NOOP("QueueErrors", "the host is not known"),
    "timeout": QT_TRANSLATE_NOOP("QueueErrors", "it did not answer in time"),
    "lost": QT_TRANSLATE_NOOP("QueueErrors", "the connection was lost"),
    "password": QT_TRANSLATE_NOOP("QueueErrors", "the password is wrong or missing"),
    "keychain": QT_TRANSLATE_NOOP("QueueErrors", "its password could not be read from the system keychain"),
    "rights": QT_TRANSLATE_NOOP("QueueErrors", "the user may not do this"),
    "tls": QT_TRANSLATE_NOOP("QueueErrors", "the encrypted connection could not be made"),
    "loading": QT_TRANSLATE_NOOP("QueueErrors", "it is still loading its data"),
    "memory": QT_TRANSLATE_NOOP("QueueErrors", "its memory is full"),
    "read_only": QT_TRANSLATE_NOOP("QueueErrors", "it takes no writes"),
    "other": QT_TRANSLATE_NOOP("QueueErrors", "it answered with an error"),
}


def unreachable_reason(error: QueueUnreachable) -> str:
    """Why, with what the server said, if it said more."""
    said = str(error.values["reason"]).removeprefix(error.REASONS[error.why])
    reason = isolate(translate("QueueErrors", str(_REASONS[error.why])))
    return f"{reason} {isolate(plain(said.strip()))}" if said.strip() else reason
