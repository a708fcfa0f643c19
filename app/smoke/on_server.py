"""Dialogs where a queue on a server is named, with what could be heard of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog

from app.core.server import OWN_QUEUE, PRODUCT_QUEUE, Listener, ListenerState, QueueLook, RunsOn
from app.qt.calls import Calls
from app.ui.widgets.runs_on import RunsOnChoice
from app.ui.widgets.server_offer import ServerOffer

_NOON = datetime(2026, 11, 27, 12, 0)


def a_listener(number: int = 1, *, busy: bool = False, ours: bool = True) -> Listener:
    """A worker of ours, or of the product, that listens."""
    return Listener(
        f"worker-{number}",
        (OWN_QUEUE, PRODUCT_QUEUE) if ours else (PRODUCT_QUEUE,),
        ListenerState.BUSY if busy else ListenerState.IDLE,
        is_ours=ours,
    )


def a_look(*listeners: Listener) -> QueueLook:
    """Nothing waits."""
    return QueueLook(listeners, (), {}, _NOON, 1.0)


FOUR_FREE = a_look(*(a_listener(number, busy=number == 1) for number in range(1, 6)))
NOBODY = a_look()
PRODUCT = a_look(a_listener(ours=False))


def heard(calls: Calls, look: QueueLook) -> ServerOffer:
    """The server is chosen, and this is heard there."""
    return ServerOffer(calls, lambda: look, RunsOn.SERVER)


def has_heard(dialog: QDialog) -> bool:
    """The choice knows who listens."""
    return all(choice.is_known for choice in dialog.findChildren(RunsOnChoice))
