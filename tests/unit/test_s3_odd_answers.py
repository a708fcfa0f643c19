"""`app.files.s3` and `app.files.bounded` against servers that are no bucket, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.errors import StorageUnusable
from app.core.storage_messages import NO_ANSWER
from app.files.bounded import BoundedStorage, Patience
from app.files.s3 import S3Storage, isolated_session
from app.files.storage import FileOutcome
from tests.support.logs import ExpectedLogs
from tests.support.odd_server import BEHAVIOURS, Behaviour, OddServer, drop_by_drop, lists, silent

OWN = 3
KEYS = [f"attachments/{OWN}/{number}.pdf" for number in (1, 2)]
UNTOLD = {
    "says HTML that is XML",
    "says nothing",
    "has no content",
    "leaves out keys",
    "says odd dates",
    "says odd numbers",
    "says deep XML",
}
"""What looks like the answer of an empty bucket."""

_session = isolated_session()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.files.s3.isolated_session", lambda: _session)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)


@pytest.fixture
def may_be_logged(expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether an answer is one of the errors that the client names depends on its version."""
    monkeypatch.setattr("app.files.bounded.log.error", lambda *_arguments: None)


def reason_of(ask: Callable[[], object]) -> str:
    with pytest.raises(StorageUnusable) as caught:
        ask()
    return str(caught.value.values["reason"])


@pytest.mark.usefixtures("may_be_logged")
@pytest.mark.parametrize("name", BEHAVIOURS)
def test_whatever_a_server_answers_is_a_reason_and_no_file_is_gone(name: str) -> None:
    with OddServer(BEHAVIOURS[name]) as server:
        storage = BoundedStorage(S3Storage(server.description()))
        reasons = [reason_of(storage.check)]
        if name in UNTOLD:
            assert storage.keeps_versions() is False
        else:
            reasons.append(reason_of(storage.keeps_versions))
            reasons += [reason_of(lambda: storage.finds_any(KEYS)), reason_of(lambda: storage.holds(OWN))]
        results = storage.delete(OWN, KEYS)
        storage.tidy(OWN)
    assert {one.outcome for one in results} == {FileOutcome.FAILED}
    for reason in (*reasons, *(one.reason for one in results)):
        assert reason
        assert reason.isprintable()
        assert len(reason) < 400
        assert "hush" not in reason


@pytest.mark.usefixtures("may_be_logged")
@pytest.mark.parametrize("name", BEHAVIOURS)
def test_the_same_in_the_middle(name: str) -> None:
    """When a bucket has listed its objects as it should, and its answer to the deletion is lost."""
    with OddServer(lists(BEHAVIOURS[name])) as server:
        results = BoundedStorage(S3Storage(server.description())).delete(OWN, KEYS)
        assert server.asked >= 1
    assert {one.outcome for one in results} == {FileOutcome.FAILED}
    assert all(one.reason for one in results)


@pytest.mark.parametrize("behave", [silent, drop_by_drop])
def test_a_server_that_never_ends_its_answer_is_left(behave: Behaviour, expected_logs: ExpectedLogs) -> None:
    """And what was left behind sends no further request that deletes, though its client would try again."""
    expected_logs.expect("hangs: 0 of 2 files are answered")
    with OddServer(lists(behave)) as server:
        storage = BoundedStorage(S3Storage(server.description()), Patience(answer=0.1))
        results = storage.delete(OWN, KEYS)
        assert server.hangs.is_set()
        assert {(one.outcome, one.reason, one.in_doubt) for one in results} == {
            (FileOutcome.FAILED, NO_ANSWER, True)
        }
        (call,) = storage._hanging._calls
        server.released.set()
        assert call.over_within(60)
        assert server.asked == 1


@pytest.mark.parametrize("behave", [silent, drop_by_drop])
def test_questions_to_it_end_too(behave: Behaviour) -> None:
    with OddServer(behave) as server:
        storage = BoundedStorage(S3Storage(server.description()), Patience(answer=0.1))
        for ask in (storage.check, lambda: storage.finds_any(KEYS), storage.keeps_versions):
            assert reason_of(ask) == NO_ANSWER
