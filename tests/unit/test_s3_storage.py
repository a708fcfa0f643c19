"""`app.files.s3` against a server that speaks S3: what it deletes and says, and what it never touches."""

from __future__ import annotations

import logging
import os
import socket
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.bootstrap.storage import open_storage
from app.core.errors import StorageUnusable
from app.core.storage_messages import ANSWERED, NO_ANSWER, UNREPORTED
from app.files.s3 import KEYS_A_REQUEST, S3Storage, isolated_session
from app.files.s3_answers import REASONS
from app.files.storage import FileOutcome, FileResult
from tests.support.bucket_server import KEY_ID, SECRET, Asked, BucketServer

OWN, OTHER = 3, 31
STAYS = f"attachments/{OTHER}/receipt_source/2026/05/1.pdf"

DELETED, ALREADY_GONE = FileOutcome.DELETED, FileOutcome.ALREADY_GONE
FAILED, REFUSED = FileOutcome.FAILED, FileOutcome.REFUSED


_session = isolated_session()


@pytest.fixture(autouse=True)
def no_settings_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have an account at Amazon, or a proxy. One session for all tests: reading
    what boto3 knows about S3 takes longer than any of them."""
    monkeypatch.setattr("app.files.s3.isolated_session", lambda: _session)
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
    return S3Storage(server.description(), sleep=lambda _seconds: None)


def own(*numbers: int) -> list[str]:
    return [f"attachments/{OWN}/receipt_source/2026/05/{number}.pdf" for number in numbers]


def outcomes(storage: S3Storage, keys: list[str]) -> list[FileOutcome]:
    results = storage.delete(OWN, keys)
    assert [result.key for result in results] == keys
    for result in results:
        assert bool(result.reason) == (result.outcome in {FAILED, REFUSED})
    return [result.outcome for result in results]


def deletions(server: BucketServer) -> list[int]:
    """How many keys each request to delete named."""
    return [len(asked.keys) for asked in server.asked if asked.operation == "DeleteObjects"]


def test_files_are_deleted_and_answered_for_in_order(server: BucketServer, storage: S3Storage) -> None:
    keys = own(9, 2, 7)
    server.objects.update(keys)
    assert outcomes(storage, keys) == [DELETED] * 3
    assert server.objects == {STAYS}
    assert deletions(server) == [3]


def test_an_object_that_is_missing_is_told_apart(server: BucketServer, storage: S3Storage) -> None:
    """S3 itself says that it was deleted; some services answer NoSuchKey."""
    server.objects.update(own(3))
    server.fails = {own(2)[0]: "NoSuchKey"}.get
    assert outcomes(storage, own(1, 2, 3)) == [ALREADY_GONE, ALREADY_GONE, DELETED]


def test_nothing_to_delete_asks_nobody(server: BucketServer, storage: S3Storage) -> None:
    assert storage.delete(OWN, []) == []
    assert server.asked == []


def test_a_key_twice_is_asked_for_once(server: BucketServer, storage: S3Storage) -> None:
    server.objects.update(own(1))
    assert outcomes(storage, own(1, 1)) == [DELETED, ALREADY_GONE]
    assert deletions(server) == [1]


def test_a_thousand_keys_go_in_one_request(server: BucketServer, storage: S3Storage) -> None:
    keys = own(*range(2 * KEYS_A_REQUEST + 1))
    server.objects.update(keys)
    assert set(outcomes(storage, keys)) == {DELETED}
    assert deletions(server) == [KEYS_A_REQUEST, KEYS_A_REQUEST, 1]
    assert server.objects == {STAYS}


@pytest.mark.parametrize(
    "name", ["קבלה ב׳.pdf", "a b'\"$;<&>.pdf", "-rf", "*", "..pdf", "a\\..\\b", "x+y %41"]
)
def test_odd_names_are_names(server: BucketServer, storage: S3Storage, name: str) -> None:
    key = f"attachments/{OWN}/receipt_source/2026/05/{name}"
    server.objects.update([key, *own(1)])
    assert outcomes(storage, [key]) == [DELETED]
    assert server.objects == {STAYS, *own(1)}


FOREIGN = [
    "",
    "7.pdf",
    "attachments",
    f"attachments/{OWN}",
    f"attachments/{OWN}/",
    f"attachments/{OWN}/.",
    f"attachments/{OWN}/..",
    f"attachments/{OWN}/receipt_source/",
    f"attachments/{OWN}//7.pdf",
    f"attachments/{OWN}/./7.pdf",
    f"attachments/{OWN}x/7.pdf",
    STAYS,
    f"Attachments/{OWN}/7.pdf",
    f"attachments//{OWN}/7.pdf",
    f"/attachments/{OWN}/7.pdf",
    f" attachments/{OWN}/7.pdf",
    f"attachments/{OWN}/../{OTHER}/receipt_source/2026/05/1.pdf",
    f"attachments/{OWN}/receipt_source/../receipt_source/7.pdf",
    f"attachments/{OWN}/7.pdf\0.png",
    f"attachments/{OWN}/7\x1b.pdf",
    f"attachments/{OWN}/7\r\n.pdf",
    f"attachments/{OWN}/7\ufffe.pdf",
    f"attachments/{OWN}/{'א' * 505}.pdf",
]


def test_keys_that_are_not_the_businesss_own_are_never_asked_for(
    server: BucketServer, storage: S3Storage
) -> None:
    server.objects.update(FOREIGN)
    before = set(server.objects)
    assert set(outcomes(storage, FOREIGN)) == {REFUSED}
    assert server.asked == []
    assert server.objects == before


def test_a_refused_key_does_not_spoil_the_request_of_the_others(
    server: BucketServer, storage: S3Storage
) -> None:
    server.objects.update(own(1, 2))
    keys = [own(1)[0], f"attachments/{OWN}/7\x01.pdf", STAYS, own(2)[0]]
    assert outcomes(storage, keys) == [DELETED, REFUSED, REFUSED, DELETED]
    assert server.objects == {STAYS}


def test_errors_of_single_keys_come_inside_a_good_answer(server: BucketServer, storage: S3Storage) -> None:
    keys = own(*range(6))
    server.objects.update(keys)
    server.fails = {keys[1]: "AccessDenied", keys[3]: "InternalError", keys[4]: "Strange"}.get
    results = storage.delete(OWN, keys)
    assert [result.outcome for result in results] == [DELETED, FAILED, DELETED, FAILED, FAILED, DELETED]
    assert [result.reason for result in results if result.reason] == [
        REASONS["AccessDenied"],
        REASONS["InternalError"],
        ANSWERED.format(code="Strange", reason="no"),
    ]
    assert server.objects == {STAYS, keys[1], keys[3], keys[4]}


def test_what_the_answer_does_not_name_is_not_taken_for_deleted(
    server: BucketServer, storage: S3Storage
) -> None:
    server.objects.update(own(1, 2))
    server.fails = {own(2)[0]: ""}.get  # the server leaves it out
    results = storage.delete(OWN, own(1, 2))
    assert [result.outcome for result in results] == [DELETED, FAILED]
    assert results[1].reason == UNREPORTED


REFUSALS = [
    (403, "AccessDenied", REASONS["AccessDenied"]),
    (404, "NoSuchBucket", REASONS["NoSuchBucket"]),
    (403, "RequestTimeTooSkewed", REASONS["RequestTimeTooSkewed"]),
    (400, "MalformedXML", "it answered MalformedXML: no"),
]


@pytest.mark.parametrize(("status", "code", "reason"), REFUSALS)
def test_a_request_that_is_refused_as_a_whole_fails_each_key(
    server: BucketServer, storage: S3Storage, status: int, code: str, reason: str
) -> None:
    server.refuses = lambda operation: (status, code) if operation == "DeleteObjects" else None
    server.objects.update(own(1, 2))
    results = storage.delete(OWN, own(1, 2))
    assert [result.outcome for result in results] == [FAILED, FAILED]
    assert all(reason in result.reason for result in results)
    assert server.objects == {STAYS, *own(1, 2)}


def test_a_service_that_fails_once_is_asked_again(server: BucketServer, storage: S3Storage) -> None:
    storage.check()
    server.objects.update(own(1))
    answers = iter([(503, "SlowDown"), None, (503, "SlowDown"), None])
    server.refuses = lambda operation: next(answers)
    assert outcomes(storage, own(1)) == [DELETED]


def test_a_service_that_fails_on_is_given_up(
    server: BucketServer, storage: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    storage.check()
    server.asked.clear()
    server.refuses = lambda operation: (503, "SlowDown") if operation == "DeleteObjects" else None
    (result,) = storage.delete(OWN, own(1))
    assert result == FileResult(own(1)[0], FAILED, "it is overloaded")
    assert deletions(server) == [1, 1, 1]


def test_a_service_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    with BucketServer() as server:
        gone = S3Storage(server.description())
    with pytest.raises(StorageUnusable, match="it cannot be reached"):
        gone.check()
    results = gone.delete(OWN, own(1, 2))
    assert [result.outcome for result in results] == [FAILED, FAILED]
    assert "it cannot be reached" in results[0].reason


def test_a_service_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for so long, and no longer."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    quick = S3Storage.__init__.__globals__["_CONFIG"]
    monkeypatch.setattr(quick, "read_timeout", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with BucketServer() as server:
            bucket = server.description()
        object.__setattr__(bucket, "endpoint_url", f"http://127.0.0.1:{port}")
        with pytest.raises(StorageUnusable, match=NO_ANSWER):
            S3Storage(bucket).check()


def test_a_usable_bucket_is_found_usable_without_touching_an_object(
    server: BucketServer, storage: S3Storage
) -> None:
    before = set(server.objects)
    storage.check()
    assert server.objects == before
    assert server.asked == [
        Asked("ListObjectsV2"),
        Asked("DeleteObjects", ("attachments/0/may-sweep-delete",)),
    ]
    assert storage.place == f"{server.endpoint}/product-files"


def test_a_key_that_may_read_and_not_delete_is_found_out(server: BucketServer, storage: S3Storage) -> None:
    server.fails = lambda key: "AccessDenied"
    with pytest.raises(StorageUnusable, match=REASONS["AccessDenied"]):
        storage.check()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "other-files"}, REASONS["NoSuchBucket"]),
        ({"key_id": "stranger"}, REASONS["InvalidAccessKeyId"]),
        ({"secret": "wrong-secret"}, REASONS["InvalidAccessKeyId"]),
    ],
)
def test_a_wrong_description_is_told_in_plain_words(
    server: BucketServer, changed: dict[str, str], reason: str
) -> None:
    storage = S3Storage(server.description(**changed))
    with pytest.raises(StorageUnusable, match=reason):
        storage.check()
    (result,) = storage.delete(OWN, own(1))
    assert result.outcome is FAILED
    assert reason in result.reason


def test_a_bucket_without_attachments_is_not_the_storage(server: BucketServer, storage: S3Storage) -> None:
    """In a wrong bucket every object would look as if it were gone already."""
    server.objects = {"backups/1.tar"}
    with pytest.raises(StorageUnusable, match='it has nothing under "attachments/"'):
        storage.check()
    assert outcomes(storage, own(1, 2)) == [FAILED, FAILED]
    assert deletions(server) == []


def test_a_bucket_that_becomes_empty_is_still_the_storage(server: BucketServer, storage: S3Storage) -> None:
    server.objects = set(own(1))
    assert outcomes(storage, own(1)) == [DELETED]
    assert server.objects == set()
    assert outcomes(storage, own(2)) == [ALREADY_GONE]


def test_workers_share_few_connections(server: BucketServer, storage: S3Storage) -> None:
    storage.check()
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda number: storage.delete(OWN, own(number)), range(100)))
    assert sum(deletions(server)) == 101
    assert server.connections <= 4


def test_the_secret_is_told_to_nobody(server: BucketServer, caplog: pytest.LogCaptureFixture) -> None:
    """Not by a repr, not by a log at its most talkative, not by an error with all its causes."""
    caplog.set_level(logging.INFO)
    storage = S3Storage(server.description(secret=SECRET + "-wrong"))
    with pytest.raises(StorageUnusable) as error:
        storage.check()
    said = "".join(traceback.format_exception(error.value))
    for text in (repr(server.description()), repr(storage), storage.place, said, caplog.text):
        assert SECRET not in text
    assert KEY_ID in repr(server.description())


def test_a_proxy_that_needs_a_password_does_not_tell_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HTTP_PROXY", f"http://user:{SECRET}@127.0.0.1:{port}")
    monkeypatch.setenv("NO_PROXY", "")
    with BucketServer() as server, pytest.raises(StorageUnusable) as error:
        S3Storage(server.description()).check()
    assert "the proxy of this computer cannot be reached" in str(error.value)
    assert SECRET not in "".join(traceback.format_exception(error.value))


def test_a_description_of_a_bucket_opens_as_one(server: BucketServer) -> None:
    storage = open_storage(server.description())
    storage.check()
    assert isinstance(storage, S3Storage)
