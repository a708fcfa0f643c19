"""The end of the loop on which coroutines and Qt run together."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication
from qasync import QEventLoop

from app.qt.calls import Calls


def close_loop(loop: QEventLoop, calls: Calls) -> None:
    """Ends what `calls` spawned, waits for the functions under way, hands their answers out, and closes the
    loop, in this order.

    Whatever a thread posts to the loop waits in Qt's event queue until the main thread takes it out, and Qt
    delivers it even to a loop that was closed meanwhile. So the loop keeps running until the executor has
    ended: its end is posted to the same queue, behind all answers. Other threads may still post while the
    loop closes; as with any loop of asyncio, that is thrown away.
    """
    timers, posted_to = loop._timer, loop._QEventLoop__call_soon_signaller
    try:
        loop.run_until_complete(calls.drop())
    finally:
        loop.close()
        QCoreApplication.removePostedEvents(posted_to)
        # Left to the garbage collector, they would be destroyed by whichever thread it happens to run in,
        # and Qt does not survive that.
        shiboken6.delete(timers)
