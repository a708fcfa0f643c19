"""A real PgBouncer before the tests' PostgreSQL: the system's own, or Debian's, fetched and not installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest
from psycopg2 import extensions
from sqlalchemy import URL, make_url

from app.demo.places import service_account
from tests.support import debian
from tests.support.fetching import NotToBeHadError, libraries_in

_PROGRAM = "usr/sbin/pgbouncer"
_GUARD_SECONDS = 30
_ATTEMPTS = 5


@contextmanager
def pooler(
    server_url: str, mode: str = "session", *, ignore: Sequence[str] = (), pool_size: int = 20
) -> Iterator[str]:
    """The address of the same database through a PgBouncer in `mode`, "session" or "transaction".

    Whoever connects is the user of `server_url`. All settings but these are PgBouncer's defaults; `ignore`
    are its `ignore_startup_parameters`. Skips the test where there is no PgBouncer to be had.
    """
    with running_pooler(server_url, mode, ignore=ignore, pool_size=pool_size) as running:
        yield running.url


@contextmanager
def running_pooler(
    server_url: str,
    mode: str = "session",
    *,
    ignore: Sequence[str] = (),
    pool_size: int = 20,
    **more: object,
) -> Iterator[Pooler]:
    """The same, to be stopped, started again and commanded; `more` are further settings of PgBouncer."""
    try:
        program, libraries = _program()
    except NotToBeHadError as error:
        pytest.skip(f"There is no PgBouncer here: {error}")
    url = make_url(server_url)
    with TemporaryDirectory(prefix="sweep-pooler-") as folder:
        settings = _settings(url, mode, ignore, pool_size, more)
        running = Pooler(program, libraries, Path(folder), settings, url)
        try:
            yield running
        finally:
            running.stop()


class Pooler:
    """A PgBouncer that is running."""

    def __init__(self, program: Path, libraries: str, folder: Path, settings: str, url: URL) -> None:
        self._around = (program, libraries, folder, settings, url)
        self._process, self._port = _started(*self._around)
        self.url = _through(url, self._port)

    def stop(self) -> None:
        """Ends it at once; its clients are disconnected."""
        _stop(self._process)

    def restart(self) -> None:
        """Ends it, and starts it again on the same port."""
        self.stop()
        self._process, _ = _started(*self._around, self._port)

    def lose_server(self) -> None:
        """From now on the server does not answer it."""
        ini = self._around[2] / "pgbouncer.ini"
        ini.write_text(re.sub(r" port='\d+'", " port='1'", ini.read_text(encoding="utf-8")), encoding="utf-8")
        self.command("RELOAD")
        self.command("RECONNECT")

    def connected(self) -> extensions.connection:
        """A session through it, once it lets one in: it may not have noticed yet that another has left."""
        session = _let_in(self._process, self.url)
        assert session, "PgBouncer has ended"
        return session

    def command(self, sql: str) -> None:
        """For its own console: RELOAD, PAUSE, RESUME, KILL, RECONNECT."""
        url = make_url(self.url).set(database="pgbouncer").render_as_string(hide_password=False)
        with closing(psycopg2.connect(url)) as session:
            session.autocommit = True  # it knows no transactions
            with session.cursor() as cursor:
                cursor.execute(sql)


def _through(url: URL, port: int) -> str:
    plain = url.set(host="127.0.0.1", port=port, query={"sslmode": "disable"})
    return plain.render_as_string(hide_password=False)


def _settings(url: URL, mode: str, ignore: Sequence[str], pool_size: int, more: Mapping[str, object]) -> str:
    """What does not depend on the port. As root, PgBouncer refuses to stay root: it becomes whom the tests'
    server runs as, who alone may enter the folder of that one's socket."""
    server = {
        "host": url.host or url.query.get("host") or "127.0.0.1",
        "port": url.port or url.query.get("port") or 5432,
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
    }
    words = " ".join(f"{name}={_quoted(value)}" for name, value in server.items() if value)
    account = service_account()
    lines = [
        "[databases]",
        f"{url.database} = {words}",
        "[pgbouncer]",
        "listen_addr = 127.0.0.1",
        "unix_socket_dir =",
        "auth_type = any",
        f"pool_mode = {mode}",
        f"default_pool_size = {pool_size}",
        f"user = {account.name}" if account else "",
        f"ignore_startup_parameters = {','.join(ignore)}" if ignore else "",
        f"admin_users = {url.username}",
        *(f"{name} = {value}" for name, value in more.items()),
    ]
    return "\n".join(line for line in lines if line)


def _quoted(value: object) -> str:
    text = str(value)
    return "'" + text.replace("'", "''") + "'"


def _started(
    program: Path, libraries: str, folder: Path, settings: str, url: URL, on: int | None = None
) -> tuple[subprocess.Popen[bytes], int]:
    """Starts it on this port, or on a free one; on another one where somebody was quicker to take that."""
    said = folder / "log"
    for _ in range(_ATTEMPTS):
        port = on or _free_port()
        ini = folder / "pgbouncer.ini"
        ini.write_text(f"{settings}\nlisten_port = {port}\n", encoding="utf-8")
        if account := service_account():  # who reads it again, as it is told to RELOAD
            shutil.chown(folder, account.name)
            shutil.chown(ini, account.name)
        with said.open("wb") as log:
            process = subprocess.Popen(
                [str(program), str(ini)],
                cwd="/",
                env=os.environ | {"LD_LIBRARY_PATH": libraries, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            if session := _let_in(process, _through(url, port)):
                session.close()
                return process, port
        except BaseException:
            _stop(process)
            raise
    raise AssertionError(f"PgBouncer did not start:\n{said.read_text(encoding='utf-8', errors='replace')}")


def _let_in(process: subprocess.Popen[bytes], url: str) -> extensions.connection | None:
    """Tries until it lets somebody through to the database; None where it has ended instead."""
    give_up_at = time.monotonic() + _GUARD_SECONDS
    while process.poll() is None:
        try:
            return psycopg2.connect(url, connect_timeout=5)
        except psycopg2.OperationalError as error:
            if time.monotonic() > give_up_at:
                raise AssertionError(f"PgBouncer lets nobody through: {error}") from error
            time.sleep(0.02)
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """At once: SIGINT would wait for clients that a failed test may have left."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_GUARD_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _found() -> tuple[Path, str] | str:
    """The program and where its libraries are, or why there is none: asked once in a process."""
    try:
        there = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
        return (Path(there), "") if there else _fetched()
    except NotToBeHadError as error:
        return str(error)


def place() -> Path:
    """Where PgBouncer is. Raises NotToBeHadError."""
    return _program()[0]


def _program() -> tuple[Path, str]:
    found = _found()
    if isinstance(found, str):
        raise NotToBeHadError(found)
    return found


def _fetched() -> tuple[Path, str]:
    root = debian.package("pgbouncer", _PROGRAM)
    return root / _PROGRAM, libraries_in(root)
