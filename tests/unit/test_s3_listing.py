"""`app.files.s3` and what is there: which keys a bucket holds, in how few requests, and its versions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import StorageUnusable
from app.files.listing import AT_ONCE, OutOfOrder, keys_present
from app.files.s3 import S3Storage, isolated_session
from app.files.s3_answers import REASONS
from app.files.storage import FileOutcome, FileResult
from tests.support.bucket_server import BucketServer

OWN, OTHER = 3, 31
PREFIX = f"attachments/{OWN}/"
STAYS = f"attachments/{OTHER}/receipt_source/2026/05/1.pdf"
DELETED, ALREADY_GONE, FAILED = FileOutcome.DELETED, FileOutcome.ALREADY_GONE, FileOutcome.FAILED

_session = isolated_session()


@pytest.fixture(autouse=True)
def no_settings_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """See test_s3_storage.py."""
    monkeypatch.setattr("app.files.s3.isolated_session", lambda: _session)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[BucketServer]:
    with BucketServer() as running:
        running.objects.add(STAYS)
        yield running


@pytest.fixture
def storage(server: BucketServer) -> S3Storage:
    return S3Storage(server.description())


def own(*numbers: int) -> list[str]:
    return [f"{PREFIX}receipt_source/2026/05/{number:05}.pdf" for number in numbers]


def outcomes(storage: S3Storage, keys: list[str]) -> list[FileOutcome]:
    return [result.outcome for result in storage.delete(OWN, keys)]


def listings(server: BucketServer) -> int:
    return sum(asked.operation == "ListObjectsV2" for asked in server.asked)


def test_what_is_missing_is_told_apart_for_each_key(server: BucketServer, storage: S3Storage) -> None:
    """Over many short answers, with others between, before and behind."""
    random = Random(20260519)
    names = ["קבלה.pdf", "a b+c&<>%41.pdf", "\U0001f9fe.pdf", "\ufffd.pdf", "é.pdf", "e\u0301.pdf", "-", "~"]
    everything = own(*range(60)) + [f"{PREFIX}{name}" for name in names]
    server.page = 3
    server.objects.update(
        [f"{key}.other" for key in everything], [f"{PREFIX}\x01", f"{PREFIX}receipt_source"]
    )
    others = set(server.objects)
    there = set(random.sample(everything, 34))
    server.objects |= there
    random.shuffle(everything)
    assert outcomes(storage, everything) == [DELETED if key in there else ALREADY_GONE for key in everything]
    assert server.objects == others


@given(st.data())
def test_a_listing_tells_exactly_which_keys_are_there(data: st.DataObject) -> None:
    """Against a listing as S3 describes it, for names and lengths of answers that nobody thought of."""
    name = st.text("ab/\x7f\u00e9\u05d0\ufffd\U0001f9fe", min_size=1, max_size=4).map(PREFIX.__add__)
    held = data.draw(st.sets(name, max_size=30))
    wanted = data.draw(st.lists(name, max_size=30))
    page = data.draw(st.integers(1, 5))
    asked = []

    def listing(*, Prefix: str, StartAfter: str) -> dict[str, Any]:
        asked.append(StartAfter)
        keys = [key for key in held if key.startswith(Prefix) and key.encode() > StartAfter.encode()]
        keys.sort(key=str.encode)
        return {"Contents": [{"Key": key} for key in keys[:page]], "IsTruncated": len(keys) > page}

    assert keys_present(listing, PREFIX, wanted) == held.intersection(wanted)
    assert len(asked) <= len(held) // page + 1, "never more than a listing of everything"
    assert bool(asked) == bool(wanted)


def test_what_lies_between_is_leapt_over(server: BucketServer, storage: S3Storage) -> None:
    """One answer for keys that stand together, and not one for each that is not wanted."""
    server.objects.update(own(*range(5000)))
    storage.check()
    server.asked.clear()
    assert set(outcomes(storage, own(*range(1000)))) == {DELETED}
    assert listings(server) == 1
    server.asked.clear()
    assert outcomes(storage, own(1500, 4990)) == [DELETED, DELETED]
    assert listings(server) == 2
    server.asked.clear()
    assert outcomes(storage, own(4990, 7000)) == [ALREADY_GONE, ALREADY_GONE]
    assert listings(server) == 1


def test_keys_that_are_strewn_among_others_are_asked_for_at_once(
    server: BucketServer, storage: S3Storage
) -> None:
    """The ids of one page, which are written without leading zeros, lie far apart by their letters."""
    server.objects.update(own(*range(9000)))
    storage.check()
    server.asked.clear()
    wanted = own(*range(500, 9500, 9))
    there = [key in server.objects for key in wanted]
    assert outcomes(storage, wanted) == [DELETED if one else ALREADY_GONE for one in there]
    assert not server.objects.intersection(wanted)
    assert 2 < listings(server) <= 9000 // 1000 + 2 * AT_ONCE


@pytest.mark.parametrize("refused", [2, 5])
def test_one_part_that_cannot_be_listed_is_enough(
    server: BucketServer, storage: S3Storage, refused: int
) -> None:
    server.objects.update(own(*range(9000)))
    storage.check()
    asked = count(1)

    def refuse(operation: str) -> tuple[int, str] | None:
        is_listing = operation == "ListObjectsV2"
        return (403, "AccessDenied") if is_listing and next(asked) == refused else None

    server.refuses = refuse
    before = set(server.objects)
    assert set(outcomes(storage, own(*range(500, 9000, 9)))) == {FAILED}
    assert server.objects == before


def test_an_object_that_comes_after_the_look_is_not_lost_from_sight(
    server: BucketServer, storage: S3Storage
) -> None:
    storage.check()
    server.between = lambda: server.objects.update(own(1))
    assert outcomes(storage, own(1)) == [ALREADY_GONE]
    assert server.objects == {STAYS}


def test_what_cannot_be_listed_is_not_deleted(server: BucketServer, storage: S3Storage) -> None:
    server.objects.update(own(1))
    storage.check()
    server.asked.clear()
    server.refuses = lambda operation: (403, "AccessDenied") if operation == "ListObjectsV2" else None
    assert storage.delete(OWN, own(1, 2)) == [
        FileResult(key, FAILED, REASONS["AccessDenied"]) for key in own(1, 2)
    ]
    assert {asked.operation for asked in server.asked} == {"ListObjectsV2"}


@pytest.mark.parametrize("listed", [[], [f"{PREFIX}a"], [f"{PREFIX}z", f"{PREFIX}y"]])
def test_a_service_that_lists_in_no_order_is_not_believed(listed: list[str]) -> None:
    def listing(**_: object) -> dict[str, Any]:
        return {"Contents": [{"Key": key} for key in listed], "IsTruncated": True}

    with pytest.raises(OutOfOrder):
        keys_present(listing, PREFIX, [f"{PREFIX}x"])


def test_keys_of_such_a_service_fail(
    server: BucketServer, storage: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_order(*_: object) -> set[str]:
        raise OutOfOrder

    monkeypatch.setattr("app.files.s3.keys_present", out_of_order)
    (result,) = storage.delete(OWN, own(1))
    assert result.outcome is FAILED
    assert "does not list its objects in order" in result.reason


def test_any_object_that_is_there_is_found(server: BucketServer, storage: S3Storage) -> None:
    """Of any business, one request each until the first, and without the right to read one."""
    server.objects.update([*own(2), f"{own(1)[0]}.old"])
    server.refuses = lambda operation: (403, "AccessDenied") if operation != "ListObjectsV2" else None
    nonsense = [
        "",
        "attachments/",
        "a\x00b",
        f"{PREFIX}\x01",
        f"{PREFIX}../x",
        f"{PREFIX}{'א' * 506}",
        f"{PREFIX}\ud800",
    ]
    assert storage.finds_any([*nonsense, *own(1, 2, 3)])
    assert listings(server) == 2
    assert storage.finds_any([STAYS])
    assert not storage.finds_any(own(1, 3))
    server.asked.clear()
    assert not storage.finds_any(nonsense)
    assert server.asked == []


def test_whether_there_is_anything_of_a_business(server: BucketServer, storage: S3Storage) -> None:
    assert storage.holds(OTHER)
    assert not storage.holds(OWN)
    server.objects.add(own(1)[0])
    assert storage.holds(OWN)


def test_a_bucket_that_cannot_be_asked(server: BucketServer, storage: S3Storage) -> None:
    server.refuses = lambda operation: (404, "NoSuchBucket")
    for question in (lambda: storage.finds_any(own(1)), lambda: storage.holds(OWN), storage.keeps_versions):
        with pytest.raises(StorageUnusable, match=REASONS["NoSuchBucket"]):
            question()


@pytest.mark.parametrize(("status", "keeps"), [("", False), ("Enabled", True), ("Suspended", True)])
def test_a_bucket_that_keeps_versions_says_so(
    server: BucketServer, storage: S3Storage, status: str, keeps: bool
) -> None:
    """Also with each key: what was written is a marker, and the data stays."""
    server.versioning = status
    server.objects.update(own(1))
    assert storage.keeps_versions() is keeps
    assert storage.delete(OWN, own(1, 2)) == [
        FileResult(own(1)[0], DELETED, data_stays=keeps),
        FileResult(own(2)[0], ALREADY_GONE),
    ]


@pytest.mark.parametrize(("status", "code"), [(501, "NotImplemented"), (403, "AccessDenied")])
def test_a_service_that_does_not_tell_of_versions(
    server: BucketServer, storage: S3Storage, status: int, code: str
) -> None:
    server.refuses = lambda operation: (status, code) if operation == "GetBucketVersioning" else None
    assert storage.keeps_versions() is None
