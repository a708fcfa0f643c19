"""`app.files.local` on real folders: it deletes what it may, and nothing else, whatever the row says."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import StorageUnusable
from app.core.storage_messages import NO_ATTACHMENTS, NO_FOLDER, NO_PERMISSION
from app.files.by_path import ByPath
from app.files.descent import IS_POSSIBLE, Descent
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, prefix_of
from tests.support.stored_files import put

OWN, OTHER = 3, 31
KEY = f"attachments/{OWN}/receipt_source/2026/05/7.pdf"

HOLDS = [pytest.param(Descent, marks=pytest.mark.skipif(not IS_POSSIBLE, reason="Windows")), ByPath]

DELETED, ALREADY_GONE = FileOutcome.DELETED, FileOutcome.ALREADY_GONE
FAILED, REFUSED = FileOutcome.FAILED, FileOutcome.REFUSED


@pytest.fixture(autouse=True, params=HOLDS)
def hold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways, on each system that has both."""
    monkeypatch.setattr("app.files.local.HOLD", request.param)


def tree(*roots: Path) -> set[tuple[str, bool]]:
    """Every path below, and whether a file that can be opened is there."""
    return {(str(path), path.is_file()) for root in roots for path in root.rglob("*")}


def outcomes(storage: LocalStorage, *keys: str) -> list[FileOutcome]:
    results = storage.delete(OWN, keys)
    assert [result.key for result in results] == list(keys)
    for result in results:
        assert bool(result.reason) == (result.outcome in {FAILED, REFUSED})
        assert result.is_gone == (result.outcome in {DELETED, ALREADY_GONE})
    return [result.outcome for result in results]


def test_files_are_deleted_and_answered_for_in_order(storage_root: Path) -> None:
    keys = [f"attachments/{OWN}/receipt_source/2026/05/{number}.pdf" for number in (9, 2, 7)]
    for key in keys:
        put(storage_root, key)
    stays = put(storage_root, f"attachments/{OWN}/receipt_source/2026/05/8.pdf")
    gone = f"attachments/{OWN}/receipt_source/2026/05/1.pdf"
    assert outcomes(LocalStorage(storage_root), keys[0], gone, keys[1], keys[2]) == [
        DELETED,
        ALREADY_GONE,
        DELETED,
        DELETED,
    ]
    assert not any((storage_root / key).exists() for key in keys)
    assert stays.exists()


def test_nothing_to_delete(storage_root: Path) -> None:
    assert LocalStorage(storage_root).delete(OWN, []) == []


def test_a_key_twice_is_gone_the_second_time(storage_root: Path) -> None:
    put(storage_root, KEY)
    assert outcomes(LocalStorage(storage_root), KEY, KEY) == [DELETED, ALREADY_GONE]


def test_a_file_in_a_folder_that_is_gone_is_gone(storage_root: Path) -> None:
    assert outcomes(LocalStorage(storage_root), KEY) == [ALREADY_GONE]


@pytest.mark.parametrize("name", ["קבלה ב׳.pdf", "a b'\"$;.pdf", "-rf", "*", "..pdf", "a\nb"])
def test_odd_names_are_names(storage_root: Path, name: str) -> None:
    key = f"attachments/{OWN}/receipt_source/2026/05/{name}"
    neighbour = put(storage_root, KEY)
    put(storage_root, key)
    assert outcomes(LocalStorage(storage_root), key) == [DELETED]
    assert neighbour.exists()


def foreign_keys(root: Path) -> list[str]:
    return [
        "",
        "7.pdf",
        "attachments",
        f"attachments/{OWN}",
        f"attachments/{OWN}/",
        f"attachments/{OWN}/.",
        f"attachments/{OWN}/..",
        f"attachments/{OWN}/receipt_source/..",
        f"attachments/{OTHER}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}x/7.pdf",
        f"Attachments/{OWN}/receipt_source/2026/05/7.pdf",
        f"attachments//{OWN}/receipt_source/2026/05/7.pdf",
        f"./attachments/{OWN}/receipt_source/2026/05/7.pdf",
        f"/attachments/{OWN}/receipt_source/2026/05/7.pdf",
        f" attachments/{OWN}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}/../{OTHER}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}/receipt_source/../../{OTHER}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}/../{OWN}x/7.pdf",
        f"attachments/{OWN}/../../attachments/{OTHER}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}/../../../outside/secret.txt",
        f"attachments/{OWN}/../../loose.txt",
        f"attachments/{OWN}/receipt_source/2026/05/7.pdf\0.png",
        f"attachments/{OWN}\0/receipt_source/2026/05/7.pdf",
        str(root / KEY),
        str(root.parent / "outside" / "secret.txt"),
    ]


def test_keys_that_are_not_the_businesss_own_are_refused(storage_root: Path) -> None:
    for key in [
        KEY,
        f"attachments/{OTHER}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}x/7.pdf",
        "loose.txt",
        "7.pdf",
        "../outside/secret.txt",
    ]:
        put(storage_root, key)
    before = tree(storage_root.parent)
    keys = foreign_keys(storage_root)
    assert set(outcomes(LocalStorage(storage_root), *keys)) == {REFUSED}
    assert tree(storage_root.parent) == before


@pytest.mark.parametrize(
    "spelling",
    ["receipt_preview/../receipt_source/2026/05", "receipt_source//2026/05", "receipt_source/2026/./05"],
)
def test_a_file_has_one_key(storage_root: Path, spelling: str) -> None:
    """Whoever compares keys to see whether a file is in use does not see it under another spelling."""
    path = put(storage_root, KEY)
    (storage_root / f"attachments/{OWN}/receipt_preview").mkdir()
    storage = LocalStorage(storage_root)
    assert outcomes(storage, f"attachments/{OWN}/{spelling}/7.pdf") == [REFUSED]
    assert path.exists()
    assert not storage.finds_any([f"attachments/{OWN}/{spelling}/7.pdf"])


@pytest.mark.parametrize("level", ["receipt_source", "receipt_source/2026", ""])
@pytest.mark.parametrize("to", ["outside", f"storage/attachments/{OTHER}", "storage"])
def test_a_linked_folder_does_not_lead_away(storage_root: Path, level: str, to: str) -> None:
    """A link below the business's folder, or the folder itself, to another business or out of the storage."""
    target = storage_root.parent / to
    put(target, "7.pdf")
    link = storage_root / f"attachments/{OWN}" / level
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    before = tree(storage_root.parent)
    key = f"attachments/{OWN}/{level}/7.pdf" if level else f"attachments/{OWN}/7.pdf"
    assert outcomes(LocalStorage(storage_root), key) == [REFUSED]
    assert tree(storage_root.parent) == before


def test_attachments_may_lie_on_another_disk(storage_root: Path) -> None:
    """A link that an administrator has made. What is made later is another folder, see below."""
    elsewhere = storage_root.parent / "disk"
    path = put(elsewhere, f"{OWN}/7.pdf")
    (storage_root / "attachments").rmdir()
    (storage_root / "attachments").symlink_to(elsewhere)
    assert outcomes(LocalStorage(storage_root), f"attachments/{OWN}/7.pdf") == [DELETED]
    assert not path.exists()


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_in_place_of_the_file_is_left_alone(storage_root: Path, dangling: bool) -> None:
    outside = storage_root.parent / "secret.txt"
    if not dangling:
        outside.write_text("keep me")
    link = storage_root / KEY
    link.parent.mkdir(parents=True)
    link.symlink_to(outside)
    assert outcomes(LocalStorage(storage_root), KEY) == [REFUSED]
    assert link.is_symlink()
    assert outside.exists() != dangling


def test_links_that_run_in_a_circle(storage_root: Path) -> None:
    folder = storage_root / f"attachments/{OWN}"
    folder.mkdir()
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    (outcome,) = outcomes(LocalStorage(storage_root), f"attachments/{OWN}/a/7.pdf")
    assert outcome in {FAILED, REFUSED}


def test_a_storage_behind_a_link_is_the_storage(storage_root: Path) -> None:
    path = put(storage_root, KEY)
    link = storage_root.parent / "mounted"
    link.symlink_to(storage_root)
    assert outcomes(LocalStorage(link), KEY) == [DELETED]
    assert not path.exists()


def test_a_relative_root(storage_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(storage_root, KEY)
    monkeypatch.chdir(storage_root.parent)
    assert outcomes(LocalStorage(Path("storage")), KEY) == [DELETED]
    assert not path.exists()


def test_what_cannot_be_deleted_says_why_and_does_not_stop_the_others(storage_root: Path) -> None:
    stubborn = storage_root / KEY
    stubborn.mkdir(parents=True)
    in_a_file = f"attachments/{OWN}/file.pdf/7.pdf"
    put(storage_root, f"attachments/{OWN}/file.pdf")
    too_long = f"attachments/{OWN}/{'x' * 300}.pdf"
    fine = f"attachments/{OWN}/receipt_source/2026/05/8.pdf"
    put(storage_root, fine)
    results = LocalStorage(storage_root).delete(OWN, [KEY, in_a_file, too_long, fine])
    assert [result.outcome for result in results] == [FAILED, FAILED, FAILED, DELETED]
    assert [result.reason for result in results] == [
        os.strerror(errno.EISDIR),
        os.strerror(errno.ENOTDIR),
        os.strerror(errno.ENAMETOOLONG),
        "",
    ]
    assert stubborn.is_dir()
    assert (storage_root / f"attachments/{OWN}/file.pdf").is_file()


def test_a_usable_storage(storage_root: Path) -> None:
    storage = LocalStorage(storage_root)
    storage.check()
    assert storage.place == str(storage_root)


@pytest.mark.parametrize("what", ["missing", "a file", "without attachments", "attachments a file", "long"])
def test_an_unusable_storage_deletes_nothing_and_takes_nothing_for_gone(tmp_path: Path, what: str) -> None:
    """A wrong or unmounted folder: were the files taken for gone, their rows would be dropped."""
    root = tmp_path / ("x" * 300 if what == "long" else "root")
    reason: str = NO_FOLDER
    if what == "a file":
        root.write_text("")
    elif what == "without attachments":
        put(root, f"{OWN}/7.pdf")
        reason = NO_ATTACHMENTS
    elif what == "attachments a file":
        root.mkdir()
        (root / "attachments").write_text("")
        reason = NO_ATTACHMENTS
    elif what == "long":
        reason = ""
    before = tree(tmp_path)
    storage = LocalStorage(root)
    with pytest.raises(StorageUnusable, match=re.escape(reason) or None):
        storage.check()
    assert outcomes(storage, KEY, f"attachments/{OTHER}/7.pdf") == [FAILED, FAILED]
    assert tree(tmp_path) == before


def test_a_storage_that_goes_away_between_two_calls(storage_root: Path) -> None:
    storage = LocalStorage(storage_root)
    put(storage_root, KEY)
    away = storage_root.with_name("unmounted")
    storage_root.rename(away)
    storage_root.mkdir()
    assert outcomes(storage, KEY) == [FAILED]
    storage_root.rmdir()
    away.rename(storage_root)
    assert outcomes(storage, KEY) == [DELETED]


def test_a_folder_that_may_not_be_written_is_unusable(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests may be allowed everything, so the operating system's answer is a fault here."""
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    with pytest.raises(StorageUnusable, match=NO_PERMISSION):
        LocalStorage(storage_root).check()


def test_the_prefix_of_a_business() -> None:
    assert prefix_of(3) == "attachments/3/"


def today() -> date:
    return date(2027, 1, 15)


def left(root: Path) -> set[str]:
    """The folders below `attachments`."""
    base = root / "attachments"
    return {path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_dir()}


def test_folders_that_were_emptied_go_up_to_the_businesss_own(storage_root: Path) -> None:
    keys = [
        f"attachments/{OWN}/receipt_source/2026/05/7.pdf",
        f"attachments/{OWN}/receipt_preview/2025/12/8.png",
    ]
    for key in keys:
        put(storage_root, key)
    storage = LocalStorage(storage_root, today)
    outcomes(storage, *keys)
    assert len(left(storage_root)) == 7, "not before the end"
    storage.tidy(OWN)
    assert left(storage_root) == {str(OWN)}
    storage.tidy(OWN)  # again: there is nothing left to do


def test_a_folder_that_holds_anything_stays(storage_root: Path) -> None:
    stays = put(storage_root, f"attachments/{OWN}/receipt_source/2026/05/8.pdf")
    put(storage_root, KEY)
    put(storage_root, f"attachments/{OWN}/receipt_source/2026/04/1.pdf")
    storage = LocalStorage(storage_root, today)
    outcomes(storage, KEY, f"attachments/{OWN}/receipt_source/2026/04/1.pdf")
    storage.tidy(OWN)
    assert stays.exists()
    assert f"{OWN}/receipt_source/2026/04" not in left(storage_root)


def test_folders_that_nobody_emptied_stay(storage_root: Path) -> None:
    """Somebody else's empty ones: of another business, of another purpose, or made a moment ago."""
    put(storage_root, KEY)
    others = [f"attachments/{OTHER}/receipt_source/2026/05", f"attachments/{OWN}/general_upload/2026/05"]
    for other in others:
        (storage_root / other).mkdir(parents=True)
    storage = LocalStorage(storage_root, today)
    outcomes(storage, KEY)
    storage.tidy(OTHER)
    storage.tidy(OWN)
    assert all((storage_root / other).is_dir() for other in others)
    assert not (storage_root / f"attachments/{OWN}/receipt_source").exists()


def test_the_folder_of_this_month_stays_for_whoever_is_about_to_write_there(storage_root: Path) -> None:
    now, before = (
        f"attachments/{OWN}/receipt_source/2026/08/7.pdf",
        f"attachments/{OWN}/receipt_source/2026/07/6.pdf",
    )
    put(storage_root, now)
    put(storage_root, before)
    storage = LocalStorage(storage_root, lambda: date(2026, 8, 1))
    outcomes(storage, now, before)
    storage.tidy(OWN)
    assert left(storage_root) == {
        str(OWN),
        f"{OWN}/receipt_source",
        f"{OWN}/receipt_source/2026",
        f"{OWN}/receipt_source/2026/08",
    }


def test_a_file_that_comes_while_folders_are_removed_is_safe(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is removed in one step, and only while it is empty."""
    put(storage_root, KEY)
    storage = LocalStorage(storage_root, today)
    outcomes(storage, KEY)
    real = os.rmdir

    def rmdir(path: str | bytes, **more: Any) -> None:
        if os.fsencode(path).endswith(b"05"):
            put(storage_root, KEY)
        real(path, **more)

    monkeypatch.setattr(os, "rmdir", rmdir)
    storage.tidy(OWN)
    assert (storage_root / KEY).exists()


def test_a_storage_that_goes_away_before_it_is_tidied_does_no_harm(storage_root: Path) -> None:
    put(storage_root, KEY)
    storage = LocalStorage(storage_root, today)
    outcomes(storage, KEY)
    storage_root.rename(storage_root.with_name("unmounted"))
    storage.tidy(OWN)


def test_a_folder_is_resolved_once_a_call(storage_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file costs: the look whether it is a link, and its deletion."""
    keys = [f"attachments/{OWN}/receipt_source/2026/05/{number}.pdf" for number in range(50)]
    for key in keys:
        put(storage_root, key)
    calls: list[str] = []
    for name in ("lstat", "stat", "unlink"):
        real = getattr(os, name)

        def count(path: str, *rest: int, name: str = name, real: Any = real, **more: Any) -> object:
            calls.append(name)
            return real(path, *rest, **more)

        monkeypatch.setattr(os, name, count)
    outcomes(LocalStorage(storage_root), *keys)
    assert calls.count("unlink") == 50
    assert len(calls) <= 2 * 50 + 60
