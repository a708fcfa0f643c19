"""The embedded PostgreSQL of the demo: a real server, started by its first user and stopped by its last."""

from __future__ import annotations

import atexit
import logging
import os
import shlex
import shutil
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import psycopg2

from app.core.demo_messages import DEMO_IN_USE, DEMO_NOT_STARTED, DEMO_SERVER_EXITED, about_a_file
from app.core.errors import DemoUnavailable
from app.demo import postmaster
from app.demo.attendance import Attendance, turn
from app.demo.keeper import Keeper, start_keeper
from app.demo.places import let_pass, service_account, socket_folder
from app.demo.postmaster import Postmaster
from app.demo.programs import Programs, failure_in
from app.demo.queue import DemoQueue

MAINTENANCE_DATABASE = "postgres"
_ANSWER_SECONDS = 30.0
_LOG_FILE = "server.log"
_TURN = "turn.lock"
_MOMENT_SECONDS = 1.0

WATCH_SECONDS = 1.0
"""How soon it is noticed that all users of the server were killed."""

_log = logging.getLogger(__name__)

_SETTINGS = MappingProxyType(
    {
        # Not UTC, as on real servers: what wrongly relies on the server's time is hours off here too.
        "timezone": "Asia/Jerusalem",
        "shared_buffers": "64MB",
        "max_wal_size": "256MB",
    }
)


class DemoServer:
    """One PostgreSQL server with its data below `data_dir`, for every process of this user that wants it.

    It trusts whoever reaches it, so only this user can: through a socket in a private folder (on Windows,
    by the loopback address). Not for data that matters.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        settings: Mapping[str, str] | None = None,
        watch_every: float = WATCH_SECONDS,
        disposable: Path | None = None,
        with_queue: bool = False,
    ) -> None:
        """`settings` are PostgreSQL's, to start it with; a server that runs already keeps its own. After a
        crash of its last user it is stopped within `watch_every` seconds, and the folder `disposable`
        removed. `with_queue`: beside it runs a Redis, where there is one, which ends with it."""
        self._folder = data_dir.expanduser().absolute()
        self._cluster = self._folder / "cluster"
        self._settings = {**_SETTINGS, **(settings or {})}
        self._watch_every, self._disposable = watch_every, disposable
        self._users = Attendance(self._folder / "users")
        self._queue, self._with_queue = DemoQueue(self._folder / "queue"), with_queue
        self._running: Postmaster | None = None
        self._keeper: Keeper | None = None

    def start(self) -> str:
        """Starts the server, or joins the one that runs; returns the address of its maintenance database.

        The first start makes the data folder. Raises DemoUnavailable, with the reason, where that cannot be.
        """
        if self._running is None:
            try:
                self._start()
            except OSError as error:
                raise DemoUnavailable(about_a_file(error)) from error
        return self.url(MAINTENANCE_DATABASE)

    def stop(self) -> None:
        """Leaves the server; it stops unless somebody else still uses it. Does nothing when not started.

        What goes wrong is logged: whoever leaves cannot mend it, and the next start copes with it.
        """
        if self._running is None:
            return
        self._running = None
        atexit.unregister(self.stop)
        try:
            with self._turn():
                self._leave()
        except (OSError, DemoUnavailable) as error:
            _log.warning("The demo's server may still run: %s", error)

    def end_if_unused(self, then: Callable[[], None]) -> bool:
        """Stops the server where nobody uses it; False where somebody does. `then` is called before anybody
        else can come.

        Raises OSError where its folder is gone, and DemoUnavailable where it does not stop, or somebody is
        busy with it.
        """
        with turn(self._folder / _TURN, _MOMENT_SECONDS):
            if self._users.others():
                return False
            self._end()
            then()
            return True

    def erase(self) -> bool:
        """Removes the data of a server that is too damaged to start; False where there is none to remove.

        Raises DemoUnavailable where somebody uses the server, or where the data cannot be removed.
        """
        if not self._cluster.exists():
            return False
        try:
            with self._turn():
                if self._users.others():
                    raise DemoUnavailable(DEMO_IN_USE)
                if postmaster.is_running(self._cluster):
                    self._halt()
                shutil.rmtree(self._cluster)
        except OSError as error:
            raise DemoUnavailable(about_a_file(error)) from error
        return True

    def url(self, database: str) -> str:
        """The address of a database of the server. Raises DemoUnavailable when it is not started."""
        if self._running is None:
            raise DemoUnavailable(DEMO_NOT_STARTED)
        return self._running.url(database)

    @property
    def queue_url(self) -> str | None:
        """Of the Redis beside the server; None where there is none."""
        return self._queue.url

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _turn(self) -> AbstractContextManager[None]:
        return turn(self._folder / _TURN)

    def _start(self) -> None:
        account = service_account()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700 if account is None else 0o711)
        if account is not None:
            let_pass(self._cluster, account)
        with self._turn():
            self._users.enter()
            try:
                self._keeper = start_keeper(self._folder, self._watch_every, self._disposable)
                self._initialise()
                self._running = self._join() or self._launch()
                if self._with_queue:
                    self._queue.start()
            except BaseException:
                self._leave()
                raise
        atexit.register(self.stop)

    def _programs(self) -> Programs:
        return Programs(service_account(), self._folder)

    def _initialise(self) -> None:
        """Makes the data folder under another name first: a crash must not leave half of one."""
        if (self._cluster / "PG_VERSION").exists():
            return
        account = service_account()
        fresh = self._folder / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if account is not None:
            os.chown(fresh, account.user_id, account.group_id)
        self._programs().run(
            "initdb",
            f"--username={postmaster.USER}",
            "--auth=trust",
            "--encoding=UTF8",
            # The same everywhere, and without the locales of this computer.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            folder=fresh,
        )
        fresh.rename(self._cluster)

    def _join(self) -> Postmaster | None:
        """The server that runs already (another process started it, or a killed one left it behind)."""
        give_up_at = time.monotonic() + _ANSWER_SECONDS
        while postmaster.is_running(self._cluster):
            found = Postmaster.read(self._cluster)
            if found is not None and _answers(found):
                return found
            if time.monotonic() > give_up_at:  # it lives and cannot be reached: its socket may be gone
                self._halt()
                return None
            time.sleep(0.1)
        postmaster.forget(self._cluster)
        return None

    def _launch(self) -> Postmaster:
        log = self._cluster / _LOG_FILE
        log.unlink(missing_ok=True)
        try:
            self._programs().run(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                "60",
                "-l",
                _LOG_FILE,
                "-o",
                self._options(),
                folder=self._cluster,
            )
        except DemoUnavailable as error:
            said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
            raise DemoUnavailable(failure_in(said) or str(error.values["reason"])) from error
        started = Postmaster.read(self._cluster)
        if started is None or not started.is_ready:
            raise DemoUnavailable(DEMO_SERVER_EXITED)
        return started

    def _options(self) -> str:
        options = [f"{name}={value}" for name, value in self._settings.items()]
        options.append(postmaster.mark_setting(self._cluster))
        if sys.platform == "win32":
            options += ["listen_addresses=127.0.0.1", f"port={_free_port()}"]
        else:
            place = socket_folder(self._cluster, service_account())
            for left in place.iterdir():  # of a killed server; the number in its lock may be in use again
                left.unlink()
            options += [
                "listen_addresses=",
                "port=5432",
                f"unix_socket_directories={place}",
                "unix_socket_permissions=0700",
            ]
        return shlex.join(word for option in options for word in ("-c", option))

    def _leave(self) -> None:
        self._users.leave()
        if self._users.others():
            return
        self._end()
        if self._keeper is not None:
            self._keeper.dismiss()
            self._keeper = None

    def _end(self) -> None:
        """Nobody uses it any more."""
        self._queue.end()
        if not postmaster.is_running(self._cluster):
            return
        stopped = Postmaster.read(self._cluster)
        self._halt()
        if stopped is not None and stopped.socket_folder:
            with suppress(OSError):
                Path(stopped.socket_folder).rmdir()

    def _halt(self) -> None:
        """Stops the server. One that is mending itself after a crash may not answer to `fast` at all; then
        `immediate` leaves the mending to the next start."""
        for mode in ("fast", "immediate"):
            try:
                self._programs().run("pg_ctl", "stop", "-m", mode, "-w", "-t", "10", folder=self._cluster)
            except DemoUnavailable:
                if mode == "immediate" and postmaster.is_running(self._cluster):
                    raise
            if not postmaster.is_running(self._cluster):
                return


def _answers(server: Postmaster) -> bool:
    try:
        with closing(psycopg2.connect(server.url(MAINTENANCE_DATABASE), connect_timeout=5)):
            return True
    except psycopg2.OperationalError:
        return False


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
