"""Awaiting a dialog's end, in place of `exec()`, which would run an event loop inside the event loop."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog


async def finished(dialog: QDialog) -> int:
    """Opens `dialog` over its parent and waits until it is closed; returns its result code.

    Where the await is cancelled, the dialog is closed too.
    """
    closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def note(result: int) -> None:
        if not closed.done():
            closed.set_result(result)

    dialog.finished.connect(note)
    dialog.open()
    try:
        return await closed
    finally:
        dialog.finished.disconnect(note)
        if dialog.isVisible():
            dialog.reject()
        dialog.deleteLater()
