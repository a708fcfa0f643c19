"""A PostgreSQL with TLS, reached by the address that this computer has for others."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from app.core.children import clean_environment
from app.demo.places import service_account
from tests.support.folders import server_home

PASSWORD = "hush-of-the-server"
DATABASE = "postgres"

ROLES = {"scram": "scram-sha-256", "hashed": "md5", "plain": "password", "trusted": "trust", "known": "cert"}
"""How the server lets each of its roles in. `known` is let in by its certificate."""

_DEBIANS = Path("/usr/lib/postgresql")


class TlsServer:
    """A running server. `folder` is that of its socket."""

    def __init__(self, programs: Path, home: Path, host: str, port: int) -> None:
        self.host, self.port, self.folder = host, port, home
        self._programs = programs
        self._data = home / "data"

    def url(self, role: str, options: str = "", *, host: str = "", password: str = PASSWORD) -> str:
        """The address of its database for `role`."""
        return f"postgresql://{role}:{password}@{host or self.host}:{self.port}/{DATABASE}?{options}"

    def prepare(self, authority: Path, certificate: Path, key: Path) -> None:
        """Makes its data, with TLS on."""
        self.run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "-D", str(self._data))
        kinds = {"cert": "hostssl"}
        rules = [f"{kinds.get(how, 'host')} all {role} samehost {how}" for role, how in ROLES.items()]
        self._write("pg_hba.conf", "\n".join(["local all all trust", *rules, ""]))
        for source, name in ((authority, "root.crt"), (certificate, "server.crt"), (key, "server.key")):
            self._write(name, source.read_text(encoding="utf-8"))
        (self._data / "server.key").chmod(0o600)
        settings = {
            "ssl": "on",
            "ssl_ca_file": "root.crt",
            "listen_addresses": "*",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "shared_buffers": "16MB",
        }
        lines = [f"{name} = '{value}'" for name, value in settings.items()]
        self._write("postgresql.auto.conf", "\n".join(lines))

    def start(self) -> None:
        log = str(self._data / "log")
        self.run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", log)
        for role in ROLES:
            kind = "md5" if role == "hashed" else "scram-sha-256"
            self.execute(
                f"SET password_encryption = '{kind}'; CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'"
            )

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "-m", "immediate", "-D", str(self._data))

    def execute(self, *statements: str) -> None:
        """As the superuser, by the socket."""
        with closing(
            psycopg2.connect(host=str(self.folder), port=self.port, user="postgres", dbname=DATABASE)
        ) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    @contextmanager
    def without_tls(self) -> Iterator[None]:
        """Within the block new connections are not encrypted."""
        self._turn("off")
        try:
            yield
        finally:
            self._turn("on")

    def run(self, program: str, *words: str) -> None:
        account = service_account()
        how: dict[str, Any] = {}
        if account is not None:
            how = {"user": account.user_id, "group": account.group_id, "extra_groups": []}
        subprocess.run(
            [str(self._programs / program), *words],
            cwd=self.folder,
            env=clean_environment() | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            **how,
        )

    def _turn(self, tls: str) -> None:
        self.execute(f"ALTER SYSTEM SET ssl = {tls}", "SELECT pg_reload_conf()")
        wanted = b"N" if tls == "off" else b"S"
        while self._answer() != wanted:
            pass

    def _answer(self) -> bytes:
        """Whether it offers TLS to one who asks."""
        with closing(socket.create_connection((self.host, self.port))) as asking:
            asking.sendall(b"\0\0\0\x08\x04\xd2\x16\x2f")
            return asking.recv(1)

    def _write(self, name: str, text: str) -> None:
        file = self._data / name
        file.write_text(text, encoding="utf-8")
        if account := service_account():
            os.chown(file, account.user_id, account.group_id)


@contextmanager
def tls_server(authority: Path, certificate: Path, key: Path, host: str) -> Iterator[TlsServer]:
    """Skips the test where there is no PostgreSQL with TLS: the wheel's has none."""
    programs = _programs()
    with server_home("sweep-tls-") as home, closing(socket.socket()) as probe:
        if account := service_account():
            os.chown(home, account.user_id, account.group_id)
        probe.bind((host, 0))
        server = TlsServer(programs, home, host, probe.getsockname()[1])
        probe.close()
        server.prepare(authority, certificate, key)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def own_address() -> str:
    """The address that this computer has for others. Skips the test where it has none."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
        except OSError as error:
            pytest.skip(f"This computer has no address for others: {error}")
        return str(probe.getsockname()[0])


def _programs() -> Path:
    installed = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for folder in [*sorted(_DEBIANS.glob("*/bin"), reverse=True), *installed]:
        if (folder / "initdb").is_file():
            return folder
    pytest.skip("There is no PostgreSQL with TLS here.")
