"""What the programs that this one starts get of its environment: no secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from app.core.children import clean_environment
from app.db.engine import Database
from app.db.transport import Transport, transport
from app.db.url import parse_url
from app.demo.keeper import COMMAND
from app.demo.programs import Programs
from app.demo.server import DemoServer
from app.ui.widgets.desktop import OPENER, open_folder
from tests.support.folders import server_home
from tests.support.program import until

SECRET = "hush-7f3a"
NAMES = [
    *("SWEEP_PASSWORD", "SWEEP_DATABASE_URL", "PGPASSWORD", "PGSSLPASSWORD", "PGPASSFILE", "DATABASE_URL"),
    *("R2_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "MY_OWN_PWD"),
    *("KEYRING_CRYPTFILE_PASSWORD", "PYTHON_KEYRING_PASSWORD", "JWT", "REDIS_URL"),
]

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="there is no /proc")


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, f"{SECRET}-{name}")


@pytest.fixture
def home() -> Iterator[Path]:
    with server_home("sweep-children-") as folder:
        yield folder


def environment_of(process: psutil.Process) -> str:
    return Path(f"/proc/{process.pid}/environ").read_text(encoding="utf-8", errors="replace")


def test_the_demos_server_and_its_keeper(home: Path) -> None:
    with DemoServer(home, disposable=home) as server:
        assert server.url("postgres")
        keepers = [
            one for one in psutil.process_iter() if COMMAND in _words(one) and str(home) in _words(one)
        ]
        first = int((home / "cluster" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        postmaster = psutil.Process(first)
        everyone = [*keepers, postmaster, *postmaster.children(recursive=True)]
        assert len(keepers) == 1
        assert len(everyone) > 4
        for process in everyone:
            environment = environment_of(process)
            assert "PATH=" in environment or process not in keepers  # the server writes over its own
            assert SECRET not in environment, process
            assert SECRET not in " ".join(_words(process))


def test_the_environment_leads_nobody_from_the_demo_to_another_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "services"
    file.write_text("[other]\nhostaddr=127.0.0.1\nport=1\n", encoding="utf-8")
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    monkeypatch.setenv("PGSERVICE", "other")
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")
    with DemoServer(home, disposable=home) as server:
        database = Database(parse_url(server.url("postgres")))
        with closing(database), database.begin() as connection:
            assert transport(connection) is Transport.LOCAL


def test_every_program_of_postgresql(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.chmod(0o777)
    programs = Programs(None, home)
    programs.folder = home
    script = home / "any"
    script.write_text('#!/bin/sh\nenv >"$PGDATA/said"\n', encoding="utf-8")
    script.chmod(0o755)
    programs.run("any", folder=home)
    said = (home / "said").read_text(encoding="utf-8")
    assert f"PGDATA={home}" in said
    assert SECRET not in said


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the system itself opens it there")
def test_what_the_desktop_opens(home: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    said, script = home / "said", home / OPENER
    script.write_text(f'#!/bin/sh\n{{ echo "$1"; env; }} >"{said}.part"\nmv "{said}.part" "{said}"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    open_folder("/some where")
    until(said.exists)
    text = said.read_text(encoding="utf-8")
    assert text.startswith("/some where\n")
    assert "WAYLAND_DISPLAY=wayland-7" in text
    assert SECRET not in text


def test_what_a_program_needs_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = {"PATH": "/bin", "HOME": "/h", "LC_ALL": "C", "LD_LIBRARY_PATH": "/l", "XDG_RUNTIME_DIR": "/r"}
    for name, value in needed.items():
        monkeypatch.setenv(name, value)
    assert clean_environment().items() >= needed.items()


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return []
