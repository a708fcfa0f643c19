"""`app.files.local` and what the operating system answers: odd names, other locales, faults, open folders."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import StorageUnusable
from app.core.storage_messages import NOT_A_FILE
from app.files.descent import FOLDERS_DEEP, IS_POSSIBLE
from app.files.helpers import BESIDE
from app.files.local import LocalStorage
from app.files.storage import FileOutcome
from tests.support.stored_files import put

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot open a name relative to a folder")

OWN = 3
FOLDER = f"attachments/{OWN}/receipt_source/2026/05"
KEY, NEXT = f"{FOLDER}/7.pdf", f"{FOLDER}/8.pdf"
DELETED, ALREADY_GONE = FileOutcome.DELETED, FileOutcome.ALREADY_GONE
FAILED, REFUSED = FileOutcome.FAILED, FileOutcome.REFUSED

PROJECT = Path(__file__).parents[2]


def outcomes(storage: LocalStorage, *keys: str) -> list[FileOutcome]:
    return [result.outcome for result in storage.delete(OWN, keys)]


_LOCALE = """
import json, sys
from pathlib import Path
from app.files.local import LocalStorage
said = json.loads(sys.stdin.read())
storage = LocalStorage(Path(said["root"]))
found = storage.finds_any(said["keys"])
outcomes = [one.outcome for one in storage.delete(3, said["keys"])]
print(json.dumps([sys.getfilesystemencoding(), found, *outcomes]))
"""


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1"])
def test_a_key_is_utf_8_whatever_the_locale(tmp_path: Path, locale: str) -> None:
    """A system without the second one takes C for it."""
    root = tmp_path / "קבצים"
    keys = [f"{FOLDER}/{name}" for name in ("קבלה.pdf", "reçu.pdf", "re\u0327cu.pdf", "מאי/7.pdf")]
    for key in keys:
        put(root, key)
    environment = os.environ | {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", _LOCALE],
        input=json.dumps({"root": str(root), "keys": keys}),
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    encoding, *rest = json.loads(done.stdout or "[0]")
    assert encoding in {"ascii", "iso8859-1", "iso-8859-1"}, done.stderr
    assert rest == [True, "deleted", "deleted", "deleted", "deleted"]
    assert [path.name for path in (root / FOLDER).iterdir()] == ["מאי"]
    assert not (root / keys[-1]).exists()


def test_another_normal_form_is_another_name_where_the_system_says_so(storage_root: Path) -> None:
    composed, apart = f"{FOLDER}/\u00e9.pdf", f"{FOLDER}/e\u0301.pdf"
    path = put(storage_root, composed)
    same = (storage_root / apart).exists()
    assert outcomes(LocalStorage(storage_root), apart) == [DELETED if same else ALREADY_GONE]
    assert path.exists() != same


def test_keys_that_no_file_can_have(storage_root: Path) -> None:
    keys = [f"{FOLDER}/\ud800.pdf", f"{FOLDER}/\udc80.pdf", f"{FOLDER}/{'א' * 200}.pdf", f"{FOLDER}/\0"]
    put(storage_root, KEY)
    (storage_root / FOLDER / os.fsdecode(b"\x80.pdf")).write_bytes(b"")
    storage = LocalStorage(storage_root)
    results = storage.delete(OWN, keys)
    assert [one.outcome for one in results] == [REFUSED, REFUSED, FAILED, REFUSED]
    assert results[2].reason == os.strerror(errno.ENAMETOOLONG)
    assert not storage.finds_any(keys)


def test_what_is_no_regular_file_stays(storage_root: Path) -> None:
    put(storage_root, NEXT)
    os.mkfifo(storage_root / KEY)
    storage = LocalStorage(storage_root)
    (result,) = storage.delete(OWN, [KEY])
    assert (result.outcome, result.reason) == (FAILED, NOT_A_FILE)
    assert not storage.finds_any([KEY])


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("call", ["open", "stat"])
def test_a_folder_that_cannot_be_entered_says_nothing_of_its_files(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    """Whoever runs the tests may be allowed everything, so the system's answer is a fault here."""
    put(storage_root, KEY)
    other = put(storage_root, f"attachments/{OWN}/receipt_preview/1.png")
    real: Any = getattr(os, call)

    def fails(name: Any, *rest: Any, **more: Any) -> object:
        if name in {b"05", b"7.pdf"}:
            raise OSError(number, os.strerror(number))
        return real(name, *rest, **more)

    monkeypatch.setattr(os, call, fails)
    storage = LocalStorage(storage_root)
    with pytest.raises(StorageUnusable, match=os.strerror(number)):
        storage.finds_any([KEY, NEXT] if call == "open" else [KEY])
    assert storage.finds_any([KEY, other.relative_to(storage_root).as_posix()])
    results = storage.delete(OWN, [KEY, other.relative_to(storage_root).as_posix()])
    assert [(one.outcome, one.reason) for one in results] == [(FAILED, os.strerror(number)), (DELETED, "")]


def test_few_folders_are_open_and_none_stays_so(storage_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = f"attachments/{OWN}" + "/d" * (FOLDERS_DEEP - 1) + "/1.pdf"
    deeper = f"attachments/{OWN}" + "/d" * FOLDERS_DEEP + "/1.pdf"
    keys = [
        f"attachments/{OWN}/source/{year}/{month:02}/1.pdf"
        for year in range(2000, 2010)
        for month in range(12)
    ]
    for key in (*keys, deep, deeper):
        put(storage_root, key)
    held = [0, 0]
    opens, copies, closes = os.open, os.dup, os.close

    def copying(number: int) -> int:
        return opening(number, real=copies)

    def opening(*words: Any, real: Any = opens, **more: Any) -> int:
        number: int = real(*words, **more)
        held[0] += 1
        held[1] = max(held)
        return number

    def closing(number: int) -> None:
        held[0] -= 1
        closes(number)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "dup", copying)
    monkeypatch.setattr(os, "close", closing)
    storage = LocalStorage(storage_root)
    missing = [f"{FOLDER}/{number}.pdf" for number in range(5)]
    link = storage_root / f"attachments/{OWN}/link"
    link.symlink_to(storage_root.parent)
    results = outcomes(
        storage, *keys[::2], *keys[1::2], deep, deeper, *missing, f"attachments/{OWN}/link/1.pdf"
    )
    assert results == [DELETED] * (len(keys) + 1) + [FAILED] + [ALREADY_GONE] * 5 + [REFUSED]
    storage.tidy(OWN)
    assert storage.finds_any([KEY, deeper]) is False
    assert storage.holds(OWN)
    assert held[0] == 0
    assert held[1] <= FOLDERS_DEEP + 2 + BESIDE * len(KEY.split("/"))


def test_a_folder_is_entered_once_a_call(storage_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the keys are mixed, and by each thread that helps."""
    monkeypatch.setattr("app.files.helpers.BESIDE", 0)
    keys = [f"attachments/{OWN}/source/2026/{n % 12 + 1:02}/{n}.pdf" for n in range(120)]
    for key in keys:
        put(storage_root, key)
    storage = LocalStorage(storage_root)
    opened: list[object] = []
    real = os.open

    def opening(name: Any, *rest: Any, **more: Any) -> int:
        opened.append(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(os, "open", opening)
    assert set(outcomes(storage, *keys)) == {DELETED}
    assert len(opened) == 2 + 3 + 12
