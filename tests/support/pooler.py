"""A real PgBouncer before the tests' PostgreSQL: the system's own, or Debian's, fetched and not installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest
from filelock import FileLock
from sqlalchemy import URL, make_url

from app.demo.places import service_account

_CACHE = Path(__file__).resolve().parents[2] / "build" / "pgbouncer"
_GUARD_SECONDS = 30
_FETCH_SECONDS = 120
_ATTEMPTS = 5
_NOT_TO_FETCH = {"libc6", "libgcc-s1"}  # what every program here already runs with


class NoPoolerError(Exception):
    """There is no PgBouncer to be had here, and why."""


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
    except NoPoolerError as error:
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
            if _answers(process, _through(url, port)):
                return process, port
        except BaseException:
            _stop(process)
            raise
    raise AssertionError(f"PgBouncer did not start:\n{said.read_text(encoding='utf-8', errors='replace')}")


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    """Waits until it lets somebody through to the database; False where it has ended instead."""
    give_up_at = time.monotonic() + _GUARD_SECONDS
    while process.poll() is None:
        try:
            with closing(psycopg2.connect(url, connect_timeout=5)):
                return True
        except psycopg2.OperationalError as error:
            if time.monotonic() > give_up_at:
                raise AssertionError(f"PgBouncer lets nobody through: {error}") from error
            time.sleep(0.02)
    return False


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
    except (NoPoolerError, OSError, subprocess.SubprocessError) as error:
        return str(error)


def _program() -> tuple[Path, str]:
    found = _found()
    if isinstance(found, str):
        raise NoPoolerError(found)
    return found


def _fetched() -> tuple[Path, str]:
    """Debian's package, unpacked below `build`, with the libraries that it lacks here.

    Raises NoPoolerError where that cannot be done.
    """
    tools = ("apt-get", "dpkg-deb", "ldd")
    if sys.platform != "linux" or not all(map(shutil.which, tools)):
        raise NoPoolerError("it is not installed, and this is no Debian to fetch it from.")
    _CACHE.parent.mkdir(exist_ok=True)
    with FileLock(_CACHE.with_name("pgbouncer.lock"), timeout=2 * _FETCH_SECONDS):
        if not _CACHE.exists():
            with TemporaryDirectory(prefix="pgbouncer-", dir=_CACHE.parent) as folder:
                _unpack(Path(folder))
                (Path(folder) / "root").rename(_CACHE)
    return _CACHE / "usr/sbin/pgbouncer", _libraries_in(_CACHE)


def _unpack(folder: Path) -> None:
    root = folder / "root"
    root.mkdir()
    package = _download("pgbouncer", folder)
    _run("dpkg-deb", "-x", str(package), str(root), folder=folder)
    if "not found" in _run("ldd", str(root / "usr/sbin/pgbouncer"), folder=folder):
        needed = _run("dpkg-deb", "-f", str(package), "Depends", folder=folder)
        for name in sorted(set(re.findall(r"(?:^|, )(lib[a-z0-9.+-]+)", needed)) - _NOT_TO_FETCH):
            _run("dpkg-deb", "-x", str(_download(name, folder)), str(root), folder=folder)


def _download(name: str, folder: Path) -> Path:
    """Fetches a package into `folder`. Root's lists of packages may be older than the archive, or missing."""
    before = set(folder.glob("*.deb"))
    try:
        _run("apt-get", "download", name, folder=folder)
    except NoPoolerError:
        if os.geteuid() != 0 or before:
            raise
        _run("apt-get", "update", folder=folder)
        _run("apt-get", "download", name, folder=folder)
    (package,) = set(folder.glob("*.deb")) - before
    return package


def _libraries_in(root: Path) -> str:
    """For LD_LIBRARY_PATH."""
    return os.pathsep.join(sorted({str(path.parent) for path in root.rglob("lib*.so*")}))


def _run(*command: str, folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_FETCH_SECONDS,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise NoPoolerError(f"{' '.join(command[:2])} failed: {done.stderr.strip()[-300:]}")
    return done.stdout
