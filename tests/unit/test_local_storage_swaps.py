"""`app.files.local` while folders are changed: nothing outside is touched, nothing is lost from sight."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import StorageUnusable
from app.core.storage_messages import FOLDER_REPLACED
from app.files.descent import IS_POSSIBLE
from app.files.local import LocalStorage
from app.files.storage import FileOutcome
from tests.support.stored_files import put

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot open a name relative to a folder")

OWN = 3
FOLDER = f"attachments/{OWN}/receipt_source/2026/05"
KEY, NEXT = f"{FOLDER}/7.pdf", f"{FOLDER}/8.pdf"
STEPS = KEY.split("/")
CALLS = ("open", "stat", "unlink", "rmdir")
DELETED, ALREADY_GONE = FileOutcome.DELETED, FileOutcome.ALREADY_GONE
FAILED, REFUSED = FileOutcome.FAILED, FileOutcome.REFUSED

PROJECT = Path(__file__).parents[2]


def outcomes(storage: LocalStorage, *keys: str) -> list[FileOutcome]:
    return [result.outcome for result in storage.delete(OWN, keys)]


class Meddler:
    """Does something right before one of the calls by which files are looked at and deleted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, act: Callable[[], object]) -> None:
        self.calls: list[str] = []
        self._at, self._act = at, act
        for name in CALLS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Any) -> Callable[..., object]:
        def call(*words: Any, **more: Any) -> object:
            self.calls.append(name)
            if len(self.calls) == self._at:
                self._act()
            return real(*words, **more)

        return call


def swap(path: Path, target: Path) -> None:
    """Only by calls that are not counted."""
    os.rename(path, f"{path}.away")
    os.symlink(target, path)


def outside(root: Path, level: int) -> Path:
    """What a link in place of the step leads to: the same names below it."""
    away = root.parent / "outside"
    put(away, "/".join(STEPS[level:]))
    put(away, "/".join([*STEPS[level:-1], "8.pdf"]))
    return away / STEPS[level]


def steps_of(act: Callable[[], object]) -> int:
    """How many of the calls it takes."""
    with pytest.MonkeyPatch.context() as patch:
        meddler = Meddler(patch, 0, lambda: None)
        act()
    return len(meddler.calls)


@pytest.mark.parametrize("level", range(len(STEPS)))
def test_a_step_that_is_swapped_for_a_link_at_any_moment_leads_nowhere(tmp_path: Path, level: int) -> None:
    """Before each of the calls, for each step of the key."""

    def prepared(name: object) -> tuple[LocalStorage, Path, Path]:
        root = tmp_path / str(name) / "storage"
        put(root, KEY)
        put(root, NEXT)
        storage = LocalStorage(root)
        assert storage.finds_any([KEY])
        return storage, root / "/".join(STEPS[: level + 1]), outside(root, level)

    undisturbed = prepared("undisturbed")[0]
    calls = steps_of(lambda: undisturbed.delete(OWN, [KEY, NEXT]))
    assert calls >= 12
    for at in range(1, calls + 1):
        storage, here, target = prepared(at)
        before = sorted(str(path) for path in target.parent.rglob("*"))
        with pytest.MonkeyPatch.context() as patch:
            Meddler(patch, at, partial(swap, here, target))
            results = storage.delete(OWN, [KEY, NEXT])
        assert sorted(str(path) for path in target.parent.rglob("*")) == before, f"before call {at}"
        assert {one.outcome for one in results} <= {DELETED, REFUSED, FAILED}, f"before call {at}"
        assert here.is_symlink() or level == len(STEPS) - 1


@pytest.mark.parametrize("level", range(len(STEPS) - 1))
def test_a_folder_that_is_swapped_while_it_is_tidied_leads_nowhere(tmp_path: Path, level: int) -> None:
    def prepared(name: object) -> tuple[LocalStorage, Path, Path]:
        root = tmp_path / str(name) / "storage"
        put(root, KEY)
        storage = LocalStorage(root)
        assert outcomes(storage, KEY) == [DELETED]
        away = root.parent / "outside" / "/".join(STEPS[level:-1])
        away.mkdir(parents=True)
        return storage, root / "/".join(STEPS[: level + 1]), away

    undisturbed = prepared("undisturbed")[0]
    calls = steps_of(lambda: undisturbed.tidy(OWN))
    assert calls >= 8
    for at in range(1, calls + 1):
        storage, here, away = prepared(at)

        def act(here: Path = here, target: Path = tmp_path / str(at) / "outside" / STEPS[level]) -> None:
            if os.path.lexists(here):
                swap(here, target)

        with pytest.MonkeyPatch.context() as patch:
            Meddler(patch, at, act)
            storage.tidy(OWN)
        assert away.is_dir(), f"before call {at}"


@pytest.mark.parametrize("anew", [FOLDER, f"attachments/{OWN}/receipt_source"])
@pytest.mark.parametrize("following", [NEXT, f"attachments/{OWN}/receipt_source/2026/06/8.pdf"])
def test_a_folder_that_is_made_anew_in_the_middle_is_entered_anew(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch, anew: str, following: str
) -> None:
    """What is missing in the folder of before is not gone."""
    put(storage_root, KEY)
    real = os.unlink

    def unlink(*words: Any, **more: Any) -> None:
        real(*words, **more)
        if not (storage_root / "away").exists():
            os.rename(storage_root / anew, storage_root / "away")
            put(storage_root, following)

    monkeypatch.setattr(os, "unlink", unlink)
    assert outcomes(LocalStorage(storage_root), KEY, following) == [DELETED, DELETED]
    assert not (storage_root / following).exists()


@pytest.mark.parametrize("what", ["", "attachments"])
def test_another_folder_of_the_same_name_ends_the_deletion(storage_root: Path, what: str) -> None:
    """As behind a share that is unmounted: an empty folder in which everything would look gone."""
    here = storage_root / what
    path = put(storage_root, KEY)
    put(storage_root, NEXT)
    storage = LocalStorage(storage_root)
    assert outcomes(storage, NEXT) == [DELETED]
    here.rename(away := storage_root.parent / "away")
    (storage_root / "attachments").mkdir(parents=True)
    results = storage.delete(OWN, [KEY, "nonsense"])
    assert [one.outcome for one in results] == [FAILED, FAILED]
    assert results[0].reason == str(StorageUnusable(storage.place, FOLDER_REPLACED))
    assert not storage.finds_any([KEY])
    assert outcomes(storage, KEY) == [FAILED], "what the database does not vouch for is not taken up"
    here.rename(storage_root.parent / "empty")
    away.rename(here)
    assert outcomes(storage, KEY) == [DELETED], "the old one is back"
    assert not path.exists()


@pytest.mark.parametrize("what", ["", "attachments"])
def test_another_folder_that_holds_a_file_of_the_database_is_taken_up(storage_root: Path, what: str) -> None:
    put(storage_root, KEY)
    storage = LocalStorage(storage_root)
    assert storage.finds_any([KEY])
    (storage_root / what).rename(storage_root.parent / "away")
    path = put(storage_root, KEY)
    assert outcomes(storage, KEY) == [FAILED]
    assert storage.finds_any([KEY])
    assert outcomes(storage, KEY) == [DELETED]
    assert not path.exists()


def test_folders_of_another_storage_are_not_tidied(storage_root: Path) -> None:
    put(storage_root, KEY)
    storage = LocalStorage(storage_root)
    assert outcomes(storage, KEY) == [DELETED]
    (storage_root / "attachments").rename(storage_root / "away")
    (storage_root / FOLDER).mkdir(parents=True)
    storage.tidy(OWN)
    assert (storage_root / FOLDER).is_dir()


def test_what_is_missing_when_the_folder_changes_in_the_middle_is_not_taken_for_gone(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(storage_root, KEY)
    attachments = storage_root / "attachments"

    def act() -> None:
        os.rename(attachments, storage_root / "away")
        put(storage_root, NEXT)

    storage = LocalStorage(storage_root)
    assert storage.finds_any([KEY])
    calls = steps_of(lambda: storage.delete(OWN, []))
    Meddler(monkeypatch, calls + 1, act)
    results = storage.delete(OWN, [KEY, NEXT])
    assert [one.outcome for one in results] == [DELETED, FAILED]
    assert results[1].reason == str(StorageUnusable(storage.place, FOLDER_REPLACED))
    assert (storage_root / NEXT).exists()


def test_what_is_missing_when_the_folder_goes_away_in_the_middle_is_not_taken_for_gone(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(storage_root, KEY)
    storage = LocalStorage(storage_root)
    real = os.unlink

    def unlink(*words: Any, **more: Any) -> None:
        real(*words, **more)
        os.rename(storage_root, storage_root.parent / "away")

    monkeypatch.setattr(os, "unlink", unlink)
    results = storage.delete(OWN, [KEY, NEXT])
    assert [one.outcome for one in results] == [DELETED, FAILED]
    assert os.strerror(errno.ENOENT) in results[1].reason


_MOUNTS = """
import subprocess, sys
from pathlib import Path
from app.files.local import LocalStorage
root, folder, key = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
def mount():
    subprocess.run(["mount", "-t", "tmpfs", "none", folder], check=True)
    (root / key).parent.mkdir(parents=True)
    (root / key).write_bytes(b"")
def outcome():
    return storage.delete(3, [key])[0].outcome.value
folder.mkdir(parents=True)
(root / "attachments").mkdir(exist_ok=True)  # empty, and may be written: behind the share
mount()
storage = LocalStorage(root)
print(storage.finds_any([key]))
subprocess.run(["umount", folder], check=True)
print(outcome(), storage.finds_any([key]), outcome())
mount()
print(storage.finds_any([key]), outcome(), (root / key).exists())
"""


@pytest.mark.parametrize("what", ["storage", "storage/attachments"])
def test_a_share_that_is_unmounted_in_the_middle(tmp_path: Path, what: str) -> None:
    """A real one, in a mount namespace of its own."""
    apart = ["unshare", "--mount", "--propagation", "private"]
    try:
        allowed = subprocess.run(
            [*apart, "mount", "-t", "tmpfs", "none", tmp_path], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("this system has no unshare")
    if allowed.returncode:
        pytest.skip("whoever runs the tests may not mount anything")
    words = [sys.executable, "-c", _MOUNTS, str(tmp_path / "storage"), str(tmp_path / what), KEY]
    done = subprocess.run([*apart, *words], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[:3] == [
        "True",
        "failed False failed",
        "True deleted False",
    ], done.stderr
