"""What the program writes on this computer is its owner's alone, whatever the umask was and is."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.private import make_folder, tighten
from app.core.worker import ConsoleIdentity
from app.files.saving import save_lines
from app.settings import DATA
from app.workers.presence import Presence
from tests.support.product import Product
from tests.support.program import Program, finished

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights on Windows")

OPEN = ["audit.jsonl", "log/sweep.log", "log/sweep.log.1", "log/crashes.log", "consoles/x.lock", "window.ini"]


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """Whoever starts the program lets everybody write everywhere."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    """Of the folder and all in it that others may do anything with."""
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.rglob("*"))}
    return {str(path): mode for path, mode in found.items() if mode & 0o077}


def wide(folder: Path) -> None:
    """As older versions left it."""
    for name in OPEN:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")


def test_a_new_data_folder(product: Product, program: Program) -> None:
    business_id = product.business()
    product.receipts(business_id, 1)
    assert program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json").status == 0
    assert (program.data / "audit.jsonl").exists()
    assert rights(program.data) == {}


def test_a_data_folder_of_an_older_version(program: Program) -> None:
    wide(program.data)
    assert rights(program.data)
    assert (
        finished(program.python("main.py", "jobs", "--database-url", "postgresql://127.0.0.1:1/x")).status
        == 4
    )
    assert rights(program.data) == {}


def test_what_is_not_ours_stays_as_it_is(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    wide(folder)
    elsewhere.write_text("", encoding="utf-8")
    (folder / "log" / "link").symlink_to(elsewhere)
    (folder / "letters").mkdir()
    (folder / "letters" / "one").write_text("", encoding="utf-8")
    tighten(folder, DATA)
    assert set(rights(folder)) == {
        *map(str, (folder, folder / "letters", folder / "letters" / "one", folder / "log" / "link"))
    }
    assert stat.S_IMODE(elsewhere.stat().st_mode) & 0o077


def test_a_demo_beside_it_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    wide(folder)
    (folder / "demo").mkdir()
    tighten(folder, DATA, beside={"demo"})
    assert set(rights(folder)) == {str(folder / "demo")}


def test_each_part_by_itself(tmp_path: Path) -> None:
    """Without the program that sets the umask."""
    made = tmp_path / "a" / "b"
    make_folder(made)
    save_lines(made / "export.csv", ["x"], lambda _: True)
    presence = Presence(made / "consoles", ConsoleIdentity.fresh("here", 7))
    assert rights(tmp_path / "a") == {}
    presence.close()


def test_an_export_over_an_older_one(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("", encoding="utf-8")
    save_lines(file, ["x"], lambda _: True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
