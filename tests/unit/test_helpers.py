"""`app.files.helpers`: a call that several threads share, and what becomes of it where one of them hangs."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.core.storage_messages import NO_ANSWER
from app.files.bounded import BoundedStorage, Patience
from app.files.descent import IS_POSSIBLE
from app.files.helpers import ALL_TOGETHER, BESIDE, CHUNK, Helpers
from app.files.local import LocalStorage
from app.files.storage import FileOutcome
from tests.support.logs import ExpectedLogs
from tests.support.stored_files import put

OWN = 3
DELETED, FAILED = FileOutcome.DELETED, FileOutcome.FAILED

Chunks = Iterator[Sequence[int]]


def test_each_item_is_taken_once_by_all_that_there_is_work_for() -> None:
    """All of them have begun before one ends."""
    items = range(CHUNK * BESIDE + 1)
    taken: list[int] = []
    all_here = threading.Barrier(1 + BESIDE)

    def work(chunks: Chunks) -> None:
        all_here.wait(30)
        for chunk in chunks:
            taken.extend(chunk)

    Helpers().share(items, work, work)
    assert Counter(taken) == Counter(items)


@pytest.mark.parametrize("number", [0, 1, CHUNK])
def test_what_is_soon_done_is_done_by_the_thread_that_calls(number: int) -> None:
    def work(chunks: Chunks) -> None:
        done.extend(one for chunk in chunks for one in chunk)

    done: list[int] = []
    Helpers().share(range(number), work, lambda chunks: pytest.fail("helped"))
    assert done == list(range(number))


@pytest.mark.parametrize("who", ["the caller", "a helper"])
def test_what_one_of_them_raises_is_raised_to_the_caller_once_all_have_ended(who: str) -> None:
    helped = threading.Event()

    def work(chunks: Chunks) -> None:
        assert helped.wait(30)
        if who == "the caller":
            raise KeyError(who)

    def help_out(chunks: Chunks) -> None:
        helped.set()
        if who == "a helper":
            raise KeyError(who)

    helpers = Helpers()
    for _ in range(1 + ALL_TOGETHER):  # none of them is lost
        helped.clear()
        with pytest.raises(KeyError, match=who):
            helpers.share(range(2 * CHUNK), work, help_out)


def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


def no_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    def dup(_number: int) -> int:
        raise OSError("Too many open files")

    monkeypatch.setattr(os, "dup", dup)


def none_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.helpers.ALL_TOGETHER", 0)


@pytest.mark.parametrize("lack", [no_threads, no_descriptors, none_free])
def test_without_helpers_the_files_go_all_the_same(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch, lack: Callable[[pytest.MonkeyPatch], None]
) -> None:
    keys = [f"attachments/{OWN}/receipt_source/2026/05/{number}.pdf" for number in range(3 * CHUNK)]
    for key in keys:
        put(storage_root, key)
    lack(monkeypatch)
    results = LocalStorage(storage_root).delete(OWN, keys)
    assert [(one.key, one.outcome) for one in results] == [(key, DELETED) for key in keys]


@pytest.mark.skipif(not IS_POSSIBLE, reason="this system cannot open a name relative to a folder")
def test_a_file_that_hangs_costs_the_others_of_its_chunk_and_no_more(
    storage_root: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """Those behind it stay untouched, also once it comes back: nobody waits for them any more."""
    expected_logs.expect("hangs")
    keys = [f"attachments/{OWN}/receipt_source/2026/05/{number:03}.pdf" for number in range(5 * CHUNK)]
    for key in keys:
        put(storage_root, key)
    first = 2 * CHUNK + 1
    released, back, real = threading.Event(), threading.Event(), os.unlink

    def unlink(path: Any, **more: Any) -> None:
        if os.fsdecode(path) != keys[first].rpartition("/")[2]:
            return real(path, **more)
        assert released.wait(60)
        real(path, **more)
        return back.set()

    monkeypatch.setattr(os, "unlink", unlink)
    lost = set(keys[first : 3 * CHUNK])
    now = count(step=100)

    def clock() -> float:
        """It goes on once all others are gone."""
        is_over = {key for key in keys if (storage_root / key).exists()} == lost
        return float(next(now) if is_over else 0)

    results = BoundedStorage(LocalStorage(storage_root), Patience(), clock).delete(OWN, keys)
    assert {one.key for one in results if one.outcome is FAILED} == lost
    assert {one.reason for one in results if one.key in lost} == {NO_ANSWER}
    assert [one.key for one in results if one.in_doubt] == [keys[first]]
    released.set()
    assert back.wait(60)
    for thread in threading.enumerate():
        if thread.name == "storage":
            thread.join(60)
    assert {key for key in keys if (storage_root / key).exists()} == lost - {keys[first]}
