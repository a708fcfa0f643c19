"""`app.files.bounded`: whatever a storage does, each call ends with an answer; and what was left behind
touches nothing more."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ParamValidationError
from botocore.parsers import ResponseParserError
from hypothesis import given
from hypothesis import strategies as st
from urllib3.exceptions import IncompleteRead, LocationParseError, ProtocolError

from app.core.errors import StorageUnusable
from app.core.messages import recognized
from app.core.storage_messages import NO_ANSWER, STORAGE_BUG, TOO_SLOW
from app.files.bounded import BoundedStorage, Patience
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult, Storage
from tests.support.logs import ExpectedLogs
from tests.support.stored_files import put

OWN = 3
KEYS = [f"attachments/{OWN}/receipt_source/2026/05/{number}.pdf" for number in range(5)]
SECRET = "hush-5e1c"
QUICK = Patience(answer=0.05, stopping=0.02)


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise ValueError("it cannot even be said")


def surrogate_trouble() -> Exception:
    try:
        "\ud800".encode()
    except UnicodeEncodeError as error:
        return error
    raise AssertionError


ERRORS: list[BaseException] = [
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    KeyError("Key"),
    IndexError(),
    TypeError(f"can only concatenate str, not {SECRET}"),
    AttributeError("'NoneType' object has no attribute 'get'"),
    ValueError("embedded null byte"),
    surrogate_trouble(),
    OSError(5, "Input/output error", f"/{SECRET}"),
    OSError("no number"),
    TimeoutError(),
    StopIteration(),
    EOFError(),
    NotImplementedError(),
    AssertionError(),
    Unspeakable(),
    type("\u202egnihtoN\x1b[31m", (Exception,), {})(),
    SystemExit(3),
    KeyboardInterrupt(),
    GeneratorExit(),
    IncompleteRead(3, 5),
    LocationParseError(f"http://user:{SECRET}@proxy"),
    ProtocolError("Connection aborted."),
    EndpointConnectionError(endpoint_url=f"http://user:{SECRET}@proxy"),
    ParamValidationError(report="wrong"),
    ResponseParserError(f"Unable to parse {SECRET}"),
]


class Broken:
    """Does whatever it is given to, in each call."""

    place = "the cellar"

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act

    def check(self) -> None:
        self._act()

    def finds_any(self, keys: Sequence[str]) -> Any:
        return self._act()

    def holds(self, business_id: int) -> Any:
        return self._act()

    def keeps_versions(self) -> Any:
        return self._act()

    def tidy(self, business_id: int) -> None:
        self._act()

    def delete(self, business_id: int, keys: Sequence[str]) -> Any:
        return self._act()


def raising(error: BaseException) -> Broken:
    def act() -> Any:
        raise error

    return Broken(act)


def questions(storage: BoundedStorage) -> list[Callable[[], object]]:
    return [
        storage.check,
        lambda: storage.finds_any(KEYS),
        lambda: storage.holds(OWN),
        storage.keeps_versions,
    ]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: ascii(type(error).__name__))
def test_whatever_a_storage_raises_is_a_reason(error: BaseException, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("The storage failed unexpectedly|Empty folders stay")
    storage = BoundedStorage(raising(error))
    results = storage.delete(OWN, KEYS)
    assert [(one.key, one.outcome) for one in results] == [(key, FileOutcome.FAILED) for key in KEYS]
    (reason,) = {one.reason for one in results}
    known = recognized(reason)
    assert known is not None
    assert known[0] is STORAGE_BUG
    for ask in questions(storage):
        with pytest.raises(StorageUnusable) as caught:
            ask()
        assert caught.value.values == {"place": "the cellar", "reason": reason}
    storage.tidy(OWN)
    assert reason.isprintable()
    assert len(reason) < 200
    assert SECRET not in reason


def test_what_is_logged_of_it_holds_no_secret(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("LocationParseError")
    BoundedStorage(raising(LocationParseError(f"http://user:{SECRET}@proxy"))).delete(OWN, KEYS)
    (logged,) = expected_logs.messages
    assert __name__.rpartition(".")[2] in logged, "where it was raised"
    assert SECRET not in logged


def test_a_refusal_of_the_storage_itself_is_told_as_it_is() -> None:
    for ask in questions(BoundedStorage(raising(StorageUnusable("the cellar", "it is dark")))):
        with pytest.raises(StorageUnusable, match="it is dark"):
            ask()


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=3),
    st.builds(
        FileResult,
        st.sampled_from([*KEYS, "attachments/4/another"]),
        st.sampled_from([*FileOutcome, "deleted", None]),
        st.text(max_size=3),
    ),
)


@pytest.mark.usefixtures("odd_answers_are_logged")
@given(st.one_of(ODD, st.lists(ODD, max_size=8), st.dictionaries(st.text(max_size=2), ODD, max_size=2)))
def test_whatever_a_storage_answers_each_key_has_one_answer(answer: Any) -> None:
    """Nothing counts as gone but what is said to be, in so many words."""
    results = BoundedStorage(Broken(lambda: answer)).delete(OWN, KEYS)
    assert [one.key for one in results] == KEYS
    said = [one for one in answer if isinstance(one, FileResult)] if isinstance(answer, list) else []
    for one in results:
        assert isinstance(one.outcome, FileOutcome)
        assert not one.is_gone or any(other.key == one.key and other.is_gone for other in said)


@pytest.fixture
def odd_answers_are_logged(expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("The storage failed unexpectedly")


# A storage that hangs


class Mount:
    """`os.unlink` of a folder that hangs for one file until it is let go, as that of a dead share does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.entered, self.released, self.over = threading.Event(), threading.Event(), threading.Event()
        self.touched: list[str] = []
        real = os.unlink

        def unlink(path: Any, **more: Any) -> None:
            touched = os.fsdecode(path)
            self.touched.append(touched)
            if touched == name:
                self.entered.set()
                assert self.released.wait(60)
                self.over.set()
            real(path, **more)

        monkeypatch.setattr(os, "unlink", unlink)


@pytest.fixture
def mount(monkeypatch: pytest.MonkeyPatch, storage_root: Path) -> Iterator[Mount]:
    for key in KEYS:
        put(storage_root, key)
    hanging = Mount(monkeypatch, "2.pdf")
    yield hanging
    hanging.released.set()


def there(root: Path) -> list[str]:
    return [key for key in KEYS if (root / key).exists()]


def settled() -> None:
    """The threads that were left behind have ended."""
    for thread in threading.enumerate():
        if thread.name == "storage":
            thread.join(60)


def test_a_file_that_hangs_costs_itself_and_those_after_it(
    mount: Mount, storage_root: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("hangs")
    results = BoundedStorage(LocalStorage(storage_root), QUICK).delete(OWN, KEYS)
    assert [one.outcome for one in results] == [FileOutcome.DELETED] * 2 + [FileOutcome.FAILED] * 3
    assert {one.reason for one in results[2:]} == {NO_ANSWER}
    assert [one.in_doubt for one in results] == [False, False, True, False, False]
    mount.released.set()
    settled()
    assert mount.touched == ["0.pdf", "1.pdf", "2.pdf"], "nobody waits for the others any more"
    assert there(storage_root) == KEYS[3:]


def test_a_storage_in_which_many_calls_hang_is_not_called_until_one_comes_back(
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.expect("hangs")
    calls: list[threading.Event] = []

    def hang() -> list[FileResult]:
        calls.append(threading.Event())
        assert calls[-1].wait(60)
        return []

    storage = BoundedStorage(Broken(hang), QUICK)
    for _ in range(QUICK.hanging + 3):
        assert {one.reason for one in storage.until(lambda: False).delete(OWN, KEYS)} == {NO_ANSWER}
    assert len(calls) == QUICK.hanging
    with pytest.raises(StorageUnusable):
        storage.check()
    assert len(calls) == QUICK.hanging
    for call in calls:
        call.set()
    settled()
    storage.delete(OWN, KEYS)
    assert len(calls) == QUICK.hanging + 1
    calls[-1].set()


def test_a_slow_storage_is_given_the_rest_later(mount: Mount, storage_root: Path) -> None:
    """Its rows are not held for ever; what it has begun is waited for."""
    clock = Seconds(mount)
    storage = BoundedStorage(LocalStorage(storage_root), Patience(answer=1000, call=5), clock)
    results = storage.delete(OWN, KEYS)
    assert [one.outcome for one in results] == [FileOutcome.DELETED] * 3 + [FileOutcome.UNTRIED] * 2
    assert [one.outcome for one in storage.delete(OWN, KEYS[3:])] == [FileOutcome.DELETED] * 2


class Seconds:
    """Each look is a second later, once the file in the middle is under way; in the end that is done."""

    def __init__(self, mount: Mount) -> None:
        self._mount = mount
        self._looks = 0

    def __call__(self) -> float:
        if self._mount.entered.is_set():
            self._looks += 1
        if self._looks > 20:
            self._mount.released.set()
        return float(self._looks)


def test_a_storage_too_slow_for_one_file_says_so(mount: Mount, storage_root: Path) -> None:
    """Else the same page would be tried for ever."""
    storage = Broken(lambda: [FileResult(key, FileOutcome.UNTRIED) for key in KEYS])
    assert {(one.outcome, one.reason) for one in BoundedStorage(storage).delete(OWN, KEYS)} == {
        (FileOutcome.FAILED, TOO_SLOW)
    }


def test_who_is_stopping_waits_for_less(
    mount: Mount, storage_root: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("hangs")
    patience = Patience(answer=1000, call=1000, stopping=0.02)
    storage: Storage = LocalStorage(storage_root)
    slice_of = BoundedStorage(storage, patience).until(mount.entered.is_set)
    results = slice_of.delete(OWN, KEYS)
    assert [one.outcome for one in results] == [FileOutcome.DELETED] * 2 + [FileOutcome.FAILED] * 3
    again = slice_of.delete(OWN, KEYS)
    assert {one.outcome for one in again} == {FileOutcome.UNTRIED}, "and begins nothing more"
    assert mount.touched == ["0.pdf", "1.pdf", "2.pdf"]
