"""One window for one place, and for one start: a second start brings the first to the front, and ends."""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.core.private import FILE, make_folder

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5
"""What the first window has to answer. Where it hangs, the second opens: one must be able to stop jobs."""

_ACTIVATION = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""With this the desktop lets the program that was started hand the focus on (Wayland, X11)."""

_LOOK_SECONDS = 0.05
_LONGEST = 4_096
_LONGEST_PATH = 100  # of a socket; the systems' own limits are 104 and 108 bytes
_RAISED = b"raised\n"


@dataclass(frozen=True)
class _Held:
    lock: FileLock
    server: QLocalServer

    def release(self) -> None:
        self.server.close()
        self.server.deleteLater()
        self.lock.release()


class OneWindow(QObject):
    """Holds a place, and what the program was started for, by a lock file each in `folder`, which the system
    releases however the process ends. Who comes later asks by a socket that this user alone may open."""

    wanted = Signal()
    """Somebody has started the program again for what is held."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._held: dict[str, _Held] = {}

    def claim(self, start: str, place: str) -> bool:
        """Holds `start`, which stays the same as long as the program runs, and `place` instead of the one it
        held before. False where another window that answers has one of them, which is then in front. Blocks
        for twice ANSWER_SECONDS at most, before there is a window; call it in the main thread."""
        wanted = dict.fromkeys((start, place))
        for name in [name for name in self._held if name not in wanted]:
            self._held.pop(name).release()
        return all(name in self._held or self._take(name) for name in wanted)

    def close(self) -> None:
        """Holds nothing any more."""
        while self._held:
            self._held.popitem()[1].release()

    def _take(self, place: str) -> bool:
        """Holds one thing more. False where another window that answers has it."""
        name = hashlib.sha256(place.encode()).hexdigest()[:16]
        lock = FileLock(self._folder / f"{name}.lock", mode=FILE)
        address = self._address(name)
        give_up_at = time.monotonic() + ANSWER_SECONDS
        try:
            make_folder(self._folder)
            while not _is_free(lock):
                if _raised(address):
                    return False
                if time.monotonic() > give_up_at:
                    log.warning("The window that is open already does not answer; another one opens.")
                    return True
                time.sleep(_LOOK_SECONDS)  # it has just begun, or ends
        except OSError as error:
            log.warning("Other windows cannot be told: %s: %s", self._folder, error.strerror)
            return True
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_calls)
        self._held[place] = _Held(lock, server)
        QLocalServer.removeServer(address)  # of one that was killed
        if not server.listen(address):
            log.warning("A second start will not find this window: %s", server.errorString())
        return True

    def _address(self, name: str) -> str:
        """Of the socket: in the folder, where its path is not too long for one."""
        path = self._folder / name
        if sys.platform != "win32" and len(os.fsencode(path)) <= _LONGEST_PATH:
            return str(path)
        # Without a folder Qt takes the one for temporary files, or the system's names of pipes.
        return f"sweep-{hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:16]}"

    def _on_calls(self) -> None:
        for held in tuple(self._held.values()):
            while (caller := held.server.nextPendingConnection()) is not None:
                caller.readyRead.connect(lambda caller=caller: self._answer(caller))
                caller.disconnected.connect(caller.deleteLater)
                self._answer(caller)  # what has arrived already is not signalled

    def _answer(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > _LONGEST:
                caller.abort()
            return
        name, _, token = (
            bytes(caller.readLine(_LONGEST).data()).decode(errors="replace").strip().partition("=")
        )
        if name in _ACTIVATION:
            os.environ[name] = token
        self.wanted.emit()
        caller.write(_RAISED)
        caller.flush()


def _is_free(lock: FileLock) -> bool:
    """Takes the lock where nobody has it. Raises OSError."""
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True


def _raised(address: str) -> bool:
    """Asks the window that holds the place to come to the front; False where it does not answer."""
    _let_it_take_the_focus()
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(ANSWER_SECONDS * 1000):
        return False
    token = next((f"{name}={os.environ[name]}" for name in _ACTIVATION if os.environ.get(name)), "")
    socket.write(f"{token}\n".encode(errors="replace"))
    answered = socket.waitForReadyRead(ANSWER_SECONDS * 1000)
    return answered and bytes(socket.readAll().data()).startswith(_RAISED)


def _let_it_take_the_focus() -> None:
    """Windows lets only the program in front hand the focus on."""
    if sys.platform == "win32":
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
