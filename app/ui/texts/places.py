"""Where a job runs or waits, or where it ran, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.core.whereabouts import Place, Whereabouts
from app.qt.translation import ltr
from app.ui.texts.figures import plain
from app.ui.texts.words import name_text

translate = QCoreApplication.translate


def place_text(found: Whereabouts) -> str:
    """As it stands alone in a column."""
    match found.place:
        case Place.COMPUTER:
            return name_text(found.name)
        case Place.SERVER_WORKER:
            return server_worker_text(found.name)
        case Place.SERVER_QUEUE:
            return waits_on_server_text()
        case Place.WEB:
            return translate("Places", "Web worker")


def server_worker_text(name: str) -> str:
    """A worker of ours on a server, by its name, HOST:PID."""
    return translate("Places", "Server worker {name}").format(name=ltr(plain(name)))


def waits_on_server_text() -> str:
    """The place of a job that no worker on a server has taken yet."""
    return translate("Places", "Waits on the server")
