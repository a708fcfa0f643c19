"""What goes into a bundle, what stays out, and that what is packed twice is the same."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.cli.program import NO_WINDOW
from app.core.exit_status import Exit
from app.settings import DATA_DIR
from installers import archives, offline, project, trimming


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/translations/qtbase_he.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/translations/sweep_he.qm", True),
        ("docs/user-guide.he.md", True),
        ("docs/pictures/guide/main.he.png", True),
        ("botocore/data/s3/2006-03-01/service-2.json.gz", True),
        ("botocore/data/endpoints.json", True),
        ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
        ("keyring-25.7.0.dist-info/RECORD", False),
        ("libdbus-1.so.3", False),
    ],
)
def test_what_is_of_use(name: str, used: bool) -> None:
    assert trimming.is_used(name) is used


def test_a_library_that_nobody_needs_any_more_goes() -> None:
    window = ("PySide6/Qt/plugins/platforms/libqxcb.so", "/x/libqxcb.so", "BINARY")
    wanted = ("libxcb-cursor.so.0", "/lib/libxcb-cursor.so.0", "BINARY")
    orphan = ("libgtk-3.so.0", "/lib/libgtk-3.so.0", "BINARY")
    python = ("libpython3.11.so.1.0", "/lib/libpython3.11.so.1.0", "BINARY")
    found = trimming.without_orphans([window, wanted, orphan, python], lambda _: ["libxcb-cursor.so.0"])
    assert found == [window, wanted, python]


_LOAD_ALL = """
import importlib, sys
sys.modules |= dict.fromkeys({unused!r})  # whoever imports one of these is refused
for name in {modules!r}:
    importlib.import_module(name)
"""


def test_the_console_loads_without_what_is_left_out() -> None:
    files = sorted((project.ROOT / "app").rglob("*.py"))
    modules = [".".join(file.relative_to(project.ROOT).with_suffix("").parts) for file in files]
    code = _LOAD_ALL.format(
        unused=trimming.UNUSED_MODULES, modules=[*modules, "sqlalchemy.dialects.postgresql"]
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_has_one_place() -> None:
    assert project.version() == __version__


def test_an_archive_is_the_same_whenever_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    made = []
    for folder, names in (("one", "ab"), ("two", "ba")):
        for name in names:
            file = tmp_path / folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(name, encoding="utf-8")
        target = tmp_path / f"{folder}.tar.gz"
        archives.write_tar(target, tmp_path / folder, "sweep")
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_a_build_cannot_reach_a_network() -> None:
    """In a network of its own not even this computer's loopback is ours; else proxies lead nowhere."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        connect = f"import socket; socket.create_connection(({host!r}, {port}), 5)"
        done = subprocess.run(
            offline.words([sys.executable, "-c", connect]), capture_output=True, text=True, check=False
        )
    environment = offline.environment()
    assert (done.returncode != 0) is offline.is_enforced()
    assert environment["PIP_NO_INDEX"] == "1"
    assert environment["https_proxy"] == offline.NOWHERE


def test_pip_settings_of_the_machine_do_not_reach_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://elsewhere.invalid")
    monkeypatch.setenv("NO_PROXY", "*")
    environment = offline.environment()
    assert not {"PIP_INDEX_URL", "NO_PROXY"} & environment.keys()


def test_the_bundle_for_servers_has_every_command_but_the_windows_own(tmp_path: Path) -> None:
    """It goes without these modules: as good as not installed, they are looked for by two commands alone."""
    code = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({trimming.WINDOW_MODULES!r}))\n"
        "from app.cli import main\n"
        "from app.cli.program import _command\n"
        "from app.cli.parser import build_parser\n"
        "names = build_parser()._subparsers._group_actions[0].choices\n"
        "for name in sorted(set(names) - {'gui', 'smoke'}):\n"
        "    _command(name)\n"
        "import app.bootstrap.serving, rq, redis\n"
        f"import {', '.join(trimming.NAMED_BY_TEXT)}\n"
        "sys.exit(main(['gui']))\n"
    )
    around = {**os.environ, DATA_DIR: str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.ROOT,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (Exit.USAGE, NO_WINDOW)
