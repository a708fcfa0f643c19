"""What `app.files.local` is asked before it deletes; and what only a system without descriptors must mind."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import StorageUnusable
from app.core.storage_messages import NO_FOLDER
from app.files.by_path import LONGEST_PATH, ByPath
from app.files.descent import IS_POSSIBLE, Descent
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, is_a_key
from tests.support.stored_files import put

OWN, OTHER = 3, 31
KEY = f"attachments/{OWN}/receipt_source/2026/05/7.pdf"
HOLDS = [pytest.param(Descent, marks=pytest.mark.skipif(not IS_POSSIBLE, reason="Windows")), ByPath]

NONSENSE = [
    "",
    "7.pdf",
    "attachments",
    "attachments/",
    f"attachments/{OWN}",
    f"attachments/{OWN}/",
    f"attachments/0{OWN}/7.pdf",
    f"attachments/{OWN}x/7.pdf",
    "attachments/\u0663/7.pdf",
    f"attachments/{OWN}/../{OTHER}/7.pdf",
    f"attachments/{OWN}/../../loose.txt",
    f"attachments/{OWN}/7.pdf\0",
    f"attachments/{OWN}/\udc80",
    f"attachments/{OWN}/{'x' * 300}",
    f"attachments/{OWN}/7.pdf/8.pdf",
    f"attachments/{OWN}/link/secret.txt",
    f"attachments/{OWN}/link",
    f"attachments/{OWN}/folder",
    "/etc/passwd",
]


@pytest.fixture(autouse=True, params=HOLDS)
def hold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type:
    """Both ways, on each system that has both."""
    monkeypatch.setattr("app.files.local.HOLD", request.param)
    return request.param


@pytest.fixture
def storage(storage_root: Path) -> LocalStorage:
    return LocalStorage(storage_root)


def test_any_file_that_is_there_is_found(storage: LocalStorage, storage_root: Path) -> None:
    other = f"attachments/{OTHER}/signed_contract/2026/05/1.pdf"
    put(storage_root, other)
    assert storage.finds_any([KEY, other, KEY])
    assert storage.finds_any([*NONSENSE, other])
    assert not storage.finds_any([KEY])
    assert not storage.finds_any([])


def test_what_can_be_no_key_is_passed_over(storage: LocalStorage, storage_root: Path) -> None:
    """Whatever lies where it seems to lead."""
    for key in (
        f"attachments/{OWN}/7.pdf",
        f"attachments/{OTHER}/7.pdf",
        f"attachments/0{OWN}/7.pdf",
        "loose.txt",
    ):
        put(storage_root, key)
    outside = put(storage_root.parent, "outside/secret.txt")
    (storage_root / f"attachments/{OWN}/link").symlink_to(outside.parent)
    (storage_root / f"attachments/{OWN}/folder").mkdir()
    assert not storage.finds_any(NONSENSE)


def test_the_search_ends_at_the_first_file(
    storage: LocalStorage, storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(storage_root, KEY)
    looked: list[bytes] = []
    real = os.stat

    def stat(path: Any, *rest: Any, **more: Any) -> object:
        looked.append(os.path.basename(os.fsencode(path)))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "stat", stat)
    folder = KEY.rpartition("/")[0]
    assert storage.finds_any([f"{folder}/5.pdf", KEY, f"{folder}/6.pdf"])
    assert b"5.pdf" in looked
    assert b"6.pdf" not in looked


def test_a_storage_that_is_one_level_too_high_finds_nothing(tmp_path: Path) -> None:
    """The product's own root is a folder `attachments` already."""
    put(tmp_path, f"attachments/{KEY}")
    assert not LocalStorage(tmp_path).finds_any([KEY])
    assert LocalStorage(tmp_path / "attachments").finds_any([KEY])


def test_the_folder_of_a_business(storage: LocalStorage, storage_root: Path) -> None:
    (storage_root / f"attachments/{OWN}").mkdir()
    (storage_root / f"attachments/{OTHER}").symlink_to(storage_root.parent / "nowhere")
    assert storage.holds(OWN)
    assert storage.holds(OTHER), "what leads away is something too, and refused when it is to be deleted"
    assert not storage.holds(5)


def test_a_storage_that_is_not_there_is_not_asked(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "nowhere")
    for question in (lambda: storage.finds_any([KEY]), lambda: storage.holds(OWN)):
        with pytest.raises(StorageUnusable, match=NO_FOLDER):
            question()


def test_a_storage_that_goes_away_between_the_look_and_the_answer(
    storage: LocalStorage, storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "check", lambda: None)
    (storage_root / "attachments").rmdir()
    for question in (lambda: storage.finds_any([KEY]), lambda: storage.holds(OWN)):
        with pytest.raises(StorageUnusable, match=os.strerror(errno.ENOENT)):
            question()
    (result,) = storage.delete(OWN, [KEY])
    assert result.outcome is FileOutcome.FAILED


def test_a_folder_of_a_business_that_cannot_be_looked_for(
    storage: LocalStorage, storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat

    def stat(path: Any, *rest: Any, **more: Any) -> object:
        if os.fsencode(path).endswith(b"3"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "stat", stat)
    with pytest.raises(StorageUnusable, match=os.strerror(errno.EIO)):
        storage.holds(OWN)


def test_a_folder_keeps_no_versions(storage: LocalStorage) -> None:
    assert storage.keeps_versions() is False


def test_keys_of_files() -> None:
    assert is_a_key(KEY)
    assert is_a_key("attachments/0/..pdf")
    assert not any(is_a_key(key) for key in NONSENSE[:11])


# Without descriptors: names that Windows takes for others


@pytest.mark.parametrize("name", ["a\\..\\7.pdf", "7.pdf::$DATA", "c:7.pdf", "7.pdf.", "7.pdf ", "../7.pdf"])
@pytest.mark.parametrize("step", ["{}", "{}/8.pdf"])
def test_by_paths_a_name_that_means_more_is_refused(
    storage: LocalStorage, storage_root: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    monkeypatch.setattr("app.files.local.HOLD", ByPath)
    key = f"attachments/{OWN}/{step.format(name)}"
    path = put(storage_root, key)
    (result,) = storage.delete(OWN, [key])
    assert result.outcome is FileOutcome.REFUSED
    assert path.exists()


def test_by_paths_what_is_too_deep_to_be_seen_is_not_gone(
    storage: LocalStorage, storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says of a long path that it is not found, whether it is there or not."""
    monkeypatch.setattr("app.files.local.HOLD", ByPath)
    deep = f"attachments/{OWN}/" + "/".join(["d" * 100] * 3)
    short = f"attachments/{OWN}/7.pdf"
    assert len(str(storage_root / short)) < LONGEST_PATH < len(f"{storage_root / deep}/7.pdf")
    results = storage.delete(OWN, [f"{deep}/7.pdf", short])
    assert [one.outcome for one in results] == [FileOutcome.FAILED, FileOutcome.ALREADY_GONE]
    assert results[0].reason == os.strerror(errno.ENAMETOOLONG)
