"""What the answers of S3, and of services that speak it, mean: reasons, and what became of each key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from app.core import storage_messages as messages
from app.core.message import Message
from app.files.storage import FileOutcome, FileResult

REASONS = {
    "NoSuchBucket": messages.NO_BUCKET,
    "AccessDenied": messages.KEY_HAS_NO_PERMISSION,
    "AllAccessDisabled": messages.KEY_HAS_NO_PERMISSION,
    "Forbidden": messages.KEY_HAS_NO_PERMISSION,
    "403": messages.KEY_HAS_NO_PERMISSION,
    "Unauthorized": messages.KEY_IS_WRONG,
    "InvalidAccessKeyId": messages.KEY_IS_WRONG,
    "SignatureDoesNotMatch": messages.KEY_IS_WRONG,
    "ExpiredToken": messages.KEY_HAS_EXPIRED,
    "InvalidToken": messages.KEY_IS_WRONG,
    "InvalidArgument": messages.SETTING_IS_WRONG,
    "InvalidBucketName": messages.NO_BUCKET,
    "PermanentRedirect": messages.OTHER_ENDPOINT,
    "TemporaryRedirect": messages.OTHER_ENDPOINT,
    "AuthorizationHeaderMalformed": messages.OTHER_ENDPOINT,
    "301": messages.OTHER_ENDPOINT,
    "307": messages.OTHER_ENDPOINT,
    "RequestTimeTooSkewed": messages.CLOCK_IS_WRONG,
    "RequestExpired": messages.CLOCK_IS_WRONG,
    "SlowDown": messages.OVERLOADED,
    "SlowDownWrite": messages.OVERLOADED,
    "ServiceUnavailable": messages.OVERLOADED,
    "Throttling": messages.OVERLOADED,
    "ThrottlingException": messages.OVERLOADED,
    "TooManyRequests": messages.OVERLOADED,
    "429": messages.OVERLOADED,
    "503": messages.OVERLOADED,
    "InternalError": messages.INTERNAL_ERROR,
    "500": messages.INTERNAL_ERROR,
    "502": messages.INTERNAL_ERROR,
    "RequestTimeout": messages.NO_ANSWER,
    "504": messages.NO_ANSWER,
    "ObjectLocked": messages.OBJECT_LOCKED,
    "ObjectLockedByBucketPolicy": messages.OBJECT_LOCKED,
}
"""By the code of S3's or R2's answer, or by its HTTP status where it has none."""

_SAID_OF = (
    (re.compile(r"multi-?factor|\bmfa\b", re.IGNORECASE), messages.NEEDS_A_SECOND_FACTOR),
    (re.compile(r"object.?lock|legal hold|retention|\bworm\b", re.IGNORECASE), messages.OBJECT_LOCKED),
)
"""What services answer as AccessDenied or InvalidRequest alike is told from their words."""

_MANY_THINGS = {"AccessDenied", "Forbidden", "InvalidRequest", "403"}

_GONE = {"NoSuchKey", "404"}

_MAY_BE_DONE = {"InternalError", "500", "502", "504"}
"""It was at work on the request as something went wrong, there or in a proxy before it."""


def said(code: str, message: str) -> str:
    """The reason that an error's code and message mean; what is unknown is told in the service's words."""
    if code in _MANY_THINGS and (found := _in_words(message)):
        return found
    if known := REASONS.get(code):
        return known
    if not message:
        return messages.ANSWERED_ONLY.format(code=code or "?")
    return messages.ANSWERED.format(code=code or "?", reason=message)


def may_be_done(code: str) -> bool:
    """Whether a request that was answered so may have been carried out all the same."""
    return code in _MAY_BE_DONE


@dataclass(frozen=True, slots=True)
class KeyAnswers:
    """What became of each key of one request. Those that are `passing` failed for want of time, and may go
    in a moment. `markers` are the versions of the marks that hide what was deleted."""

    results: Mapping[str, FileResult]
    passing: Collection[str] = ()
    markers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def same(
        cls, keys: Sequence[str], outcome: FileOutcome, reason: str = "", *, in_doubt: bool = False
    ) -> Self:
        """All of them in one."""
        return cls({key: FileResult(key, outcome, reason, in_doubt=in_doubt) for key in keys})

    @classmethod
    def of(cls, keys: Sequence[str], answer: Mapping[str, Any]) -> Self:
        """By the answer of DeleteObjects. Only what it names as deleted counts as gone; what it leaves out
        may be gone, for some services name only the errors."""
        deleted = {entry.get("Key"): bool(entry.get("DeleteMarker")) for entry in answer.get("Deleted", ())}
        errors = {entry.get("Key"): entry for entry in answer.get("Errors", ())}
        results = {key: _result(key, deleted, errors) for key in keys}
        passing = {key for key, one in results.items() if one.reason in _PASSING}
        markers = {
            str(entry.get("Key")): str(entry["DeleteMarkerVersionId"])
            for entry in answer.get("Deleted", ())
            if entry.get("DeleteMarker") and entry.get("DeleteMarkerVersionId")
        }
        return cls(results, passing, markers)


_PASSING = {messages.OVERLOADED, messages.INTERNAL_ERROR}


def _result(
    key: str, deleted: Mapping[str | None, bool], errors: Mapping[str | None, Mapping[str, str]]
) -> FileResult:
    if key in errors:
        code = errors[key].get("Code", "")
        if code in _GONE:
            return FileResult(key, FileOutcome.ALREADY_GONE)
        reason = said(code, errors[key].get("Message", ""))
        return FileResult(key, FileOutcome.FAILED, reason, in_doubt=may_be_done(code))
    if key in deleted:
        return FileResult(key, FileOutcome.DELETED, data_stays=deleted[key])
    return FileResult(key, FileOutcome.FAILED, messages.UNREPORTED, in_doubt=True)


def _in_words(message: str) -> Message | None:
    return next((reason for words, reason in _SAID_OF if words.search(message)), None)
