"""What the answers of services that speak S3 are taken for."""

from __future__ import annotations

import pytest

from app.core import storage_messages as messages
from app.files.s3_answers import REASONS, KeyAnswers, may_be_done, said
from app.files.storage import FileOutcome, FileResult


@pytest.mark.parametrize(
    ("code", "message", "reason"),
    [
        ("AccessDenied", "Access Denied", messages.KEY_HAS_NO_PERMISSION),
        ("AccessDenied", "", messages.KEY_HAS_NO_PERMISSION),
        ("AccessDenied", "Access Denied because object protected by object lock.", messages.OBJECT_LOCKED),
        ("AccessDenied", "Object is under Legal Hold", messages.OBJECT_LOCKED),
        ("InvalidRequest", "Object is WORM protected and cannot be overwritten", messages.OBJECT_LOCKED),
        ("ObjectLockedByBucketPolicy", "The object is locked by the bucket policy.", messages.OBJECT_LOCKED),
        ("AccessDenied", "Mfa Authentication must be used", messages.NEEDS_A_SECOND_FACTOR),
        ("InvalidRequest", "This operation requires Multi-Factor", messages.NEEDS_A_SECOND_FACTOR),
        ("InvalidRequest", "Wormhole", messages.ANSWERED.format(code="InvalidRequest", reason="Wormhole")),
        ("SlowDown", "Please reduce your request rate (retention)", messages.OVERLOADED),
        ("ExpiredToken", "The provided token has expired.", messages.KEY_HAS_EXPIRED),
        ("", "", messages.ANSWERED_ONLY.format(code="?")),
    ],
)
def test_reasons(code: str, message: str, reason: str) -> None:
    assert said(code, message) == reason


def test_what_may_be_done_all_the_same() -> None:
    assert {code for code in REASONS if may_be_done(code)} == {"InternalError", "500", "502", "504"}


def test_each_key_has_an_answer_of_its_own() -> None:
    """Also where entries lack what they should have, or name what nobody asked for."""
    answer = {
        "Deleted": [{"Key": "a"}, {"Key": "b", "DeleteMarker": True}, {}, {"Key": "stranger"}],
        "Errors": [
            {"Key": "c", "Code": "SlowDown", "Message": "no"},
            {"Key": "d", "Code": "InternalError"},
            {"Key": "e", "Code": "NoSuchKey"},
            {"Key": "f", "Code": "AccessDenied"},
            {"Key": "b2"},
            {"Code": "AccessDenied"},
        ],
    }
    answers = KeyAnswers.of([*"abcdefg", "b2"], answer)
    failed = FileOutcome.FAILED
    assert list(answers.results.values()) == [
        FileResult("a", FileOutcome.DELETED),
        FileResult("b", FileOutcome.DELETED, data_stays=True),
        FileResult("c", failed, messages.OVERLOADED),
        FileResult("d", failed, messages.INTERNAL_ERROR, in_doubt=True),
        FileResult("e", FileOutcome.ALREADY_GONE),
        FileResult("f", failed, messages.KEY_HAS_NO_PERMISSION),
        FileResult("g", failed, messages.UNREPORTED, in_doubt=True),
        FileResult("b2", failed, messages.ANSWERED_ONLY.format(code="?")),
    ]
    assert answers.passing == {"c", "d"}


def test_an_answer_that_names_nothing_deletes_nothing() -> None:
    assert {one.outcome for one in KeyAnswers.of(["a", "b"], {}).results.values()} == {FileOutcome.FAILED}
