"""Attachments in a bucket: Cloudflare R2, or any other service that speaks S3."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from random import Random
from threading import Lock
from typing import Any

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    HTTPClientError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)
from botocore.exceptions import ConnectionError as NotConnected
from botocore.loaders import Loader
from botocore.session import Session as CoreSession

from app.core import storage_messages as messages
from app.core.errors import StorageUnusable
from app.core.storage_place import Bucket
from app.files.listing import OutOfOrder, keys_listed, keys_present
from app.files.present_call import GivenUp, may_touch
from app.files.s3_answers import KeyAnswers, may_be_done, said
from app.files.storage import FileOutcome, FileResult, is_a_key, prefix_of

log = logging.getLogger(__name__)

KEYS_A_REQUEST = 1000
"""What DeleteObjects takes at most."""

WAITS = (0.5, 1.0)
"""Seconds, more or less, before keys are asked for again that the service had no time for."""

LONGEST_KEY = 1024
"""Bytes of a key in UTF-8. One longer key would spoil the request of all others."""

_CONFIG = Config(
    region_name="auto",  # R2's one region
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # Three attempts of at most 20 s each: whoever waits for a pause waits for one request.
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=20,  # kept open for all workers together; more than there can be workers
    tcp_keepalive=True,
    # R2 knows only the checksums that S3 demands.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    parameter_validation=False,  # a thousand keys a request, which are checked here
)

_MAY_DELETE_PROBE = "attachments/0/may-sweep-delete"
"""No business has the id 0: deleting this shows whether deleting is allowed, and touches nothing."""

# XML 1.0, in which the request is written, cannot say these.
_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_UNTOLD = {"NotImplemented", "MethodNotAllowed", "AccessDenied"}
"""The bucket says nothing about its versions."""

_TROUBLE = (BotoCoreError, ClientError, RecursionError)
"""What the client raises where the service refuses or fails; the last where it is redirected in circles. All
else that it may raise where an answer is none of S3's, `files.bounded` knows how to take."""


class S3Storage:
    """The bucket that holds `attachments/{business_id}/…`, one client with few connections for all workers.

    A bucket without anything under `attachments/` is not taken for the storage: in a wrong one every object
    would count as already gone, the rows would be dropped, and the real files orphaned.
    """

    def __init__(
        self, bucket: Bucket, sleep: Callable[[float], None] = time.sleep, random: Random | None = None
    ) -> None:
        """`sleep` and `random` are for the waits before keys of a request are asked for again."""
        self._bucket = bucket
        self._sleep = sleep
        self._random = random or Random()  # noqa: S311 - jitter
        self._lock = Lock()
        self._made: Any = None
        self._holds_attachments = False

    @property
    def place(self) -> str:
        return f"{self._bucket.endpoint}/{self._bucket.name}"

    def check(self) -> None:
        """Two requests, of which none touches an object. Raises StorageUnusable."""
        self._look()
        answers = self._answers_to([_MAY_DELETE_PROBE])
        result = answers.results[_MAY_DELETE_PROBE]
        if not result.is_gone:
            raise StorageUnusable(self.place, result.reason)
        if marker := answers.markers.get(_MAY_DELETE_PROBE):
            self._unmark(_MAY_DELETE_PROBE, marker)

    def finds_any(self, keys: Sequence[str]) -> bool:
        """One request a key, until one is found. The key itself is the first of what begins with it; a HEAD
        would need the right to read, and is answered 403 without it, whether the object is there or not."""
        asked = (key for key in keys if is_a_key(key) and not _cannot_be_said(key))
        return any(self._first_under(key) == key for key in asked)

    def holds(self, business_id: int) -> bool:
        return bool(self._first_under(prefix_of(business_id)))

    def keeps_versions(self) -> bool | None:
        """None on R2, which has no versions and does not answer, and where the access key may not ask."""
        try:
            answer = self._client().get_bucket_versioning(Bucket=self._bucket.name)
        except _TROUBLE as error:
            if isinstance(error, ClientError) and _code(error) in _UNTOLD:
                return None
            raise StorageUnusable(self.place, _reason(error)) from None
        return bool(answer.get("Status"))  # suspended, too: the versions of before are still there

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        """As `Storage` says; for each KEYS_A_REQUEST keys one request, and before it as many as it takes to
        see which of them are there: of a missing object, too, S3 says that it is deleted."""
        refusals = {key: _refusal(business_id, key) for key in keys}
        results = {key: refusal for key, refusal in refusals.items() if refusal is not None}
        allowed = [key for key, refusal in refusals.items() if refusal is None]
        if allowed and not self._holds_attachments:
            try:
                self._look()
            except StorageUnusable as error:
                results |= {key: FileResult(key, FileOutcome.FAILED, str(error)) for key in allowed}
                allowed = []
        for start in range(0, len(allowed), KEYS_A_REQUEST):
            page = allowed[start : start + KEYS_A_REQUEST]
            results |= {one.key: one for one in self._delete_page(prefix_of(business_id), page)}
        return _in_order(keys, results)

    def tidy(self, business_id: int) -> None:
        """A bucket has no folders."""

    def _look(self) -> None:
        """Raises StorageUnusable where this is not the attachments' bucket, or cannot be asked."""
        if not self._first_under("attachments/"):
            raise StorageUnusable(self.place, messages.NOTHING_THERE)
        self._holds_attachments = True

    def _first_under(self, prefix: str) -> str:
        """The first key that begins so; "" where there is none. Raises StorageUnusable."""
        try:
            answer = self._listed(Prefix=prefix, MaxKeys=1)
        except _TROUBLE as error:
            # Without its cause, which may name a proxy with its password.
            raise StorageUnusable(self.place, _reason(error)) from None
        return next(iter(keys_listed(answer)), "")

    def _listed(self, **wanted: object) -> Any:
        return self._client().list_objects_v2(Bucket=self._bucket.name, **wanted)

    def _delete_page(self, prefix: str, keys: Sequence[str]) -> list[FileResult]:
        """What was missing is named in the request all the same: an object that comes in between, or that a
        service lists late, is deleted too, and never orphaned."""
        try:
            present = keys_present(self._listed, prefix, keys)
        except _TROUBLE as error:
            return [FileResult(key, FileOutcome.FAILED, _reason(error)) for key in keys]
        except OutOfOrder:
            return [FileResult(key, FileOutcome.FAILED, messages.UNORDERED) for key in keys]
        return [
            FileResult(one.key, FileOutcome.ALREADY_GONE) if one.is_gone and one.key not in present else one
            for one in self._request(keys)
        ]

    def _request(self, keys: Sequence[str]) -> list[FileResult]:
        """Deletes at most KEYS_A_REQUEST keys. Of those that the service had no time for, while it answered
        for the others, each is asked for once or twice more. (The client itself repeats whole requests.)"""
        results: dict[str, FileResult] = {}
        left = list(keys)
        for wait in (*WAITS, None):
            answers = self._answers_to(left)
            results |= answers.results
            left = [key for key in left if key in answers.passing]
            if wait is None or not left:
                break
            self._sleep(wait * (0.5 + self._random.random()))
            if not may_touch():
                break
        return [results[key] for key in keys]

    def _answers_to(self, keys: Sequence[str]) -> KeyAnswers:
        """One request."""
        if not may_touch(*keys):
            return KeyAnswers.same(keys, FileOutcome.UNTRIED)
        wanted = {"Objects": [{"Key": key} for key in keys], "Quiet": False}
        try:
            answer = self._client().delete_objects(Bucket=self._bucket.name, Delete=wanted)
        except _TROUBLE as error:
            doubt = may_be_done(_code(error)) if isinstance(error, ClientError) else True
            return KeyAnswers.same(keys, FileOutcome.FAILED, _reason(error), in_doubt=doubt)
        except GivenUp:
            return KeyAnswers.same(keys, FileOutcome.FAILED, messages.NO_ANSWER, in_doubt=True)
        return KeyAnswers.of(keys, answer)

    def _unmark(self, key: str, version: str) -> None:
        """A bucket that keeps versions marks also what was never there: such a mark is taken back where the
        access key may do so, else each look would leave one."""
        wanted = {"Objects": [{"Key": key, "VersionId": version}], "Quiet": True}
        try:
            self._client().delete_objects(Bucket=self._bucket.name, Delete=wanted)
        except _TROUBLE as error:
            log.info("The mark of a look stays in %s: %s", self.place, _reason(error))

    def _client(self) -> Any:
        with self._lock:
            if self._made is None:
                self._made = isolated_session().client(
                    "s3",
                    endpoint_url=self._bucket.endpoint,
                    aws_access_key_id=self._bucket.access_key_id,
                    aws_secret_access_key=self._bucket.secret_access_key,
                    verify=True,
                    config=_CONFIG,
                )
                self._made.meta.events.register("before-send.s3.DeleteObjects", _require_wanted)
            return self._made


def isolated_session() -> Session:
    """One to which the computer's settings for other programs that speak S3 say nothing: no variable AWS_…,
    no profile and none of its files in ~/.aws, which would lead elsewhere, or fail. The address, the key and
    what stands in _CONFIG are all there is."""
    defaults = {
        name: (None, None, default, None)
        for name, (*_, default, _convert) in CoreSession.SESSION_VARIABLES.items()
    }
    files = dict.fromkeys(("config_file", "credentials_file"), (None, None, None, None))
    session = CoreSession(session_vars=defaults | files)
    session.get_component("config_store").set_config_variable("s3", {})
    builtin = Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
    session.register_component("data_loader", builtin)
    return Session(botocore_session=session)


def _refusal(business_id: int, key: str) -> FileResult | None:
    """Why a key may not be asked for. S3 takes each key as it is; other services, and proxies before a
    bucket, drop an empty step, or resolve "..": then it is another object's (see `storage.is_a_key`)."""
    if not key.startswith(prefix_of(business_id)):
        return FileResult(key, FileOutcome.REFUSED, messages.OTHER_PREFIX)
    if not is_a_key(key) or _cannot_be_said(key):
        return FileResult(key, FileOutcome.REFUSED, messages.NO_KEY)
    return None


def _cannot_be_said(key: str) -> bool:
    return bool(_UNSPEAKABLE.search(key)) or len(key.encode()) > LONGEST_KEY


def _in_order(keys: Sequence[str], results: dict[str, FileResult]) -> list[FileResult]:
    """An answer for each key; of one that is named twice, the second is gone once the first is deleted."""
    said: list[FileResult] = []
    told: set[str] = set()
    for key in keys:
        result = results[key]
        again = key in told and result.outcome is FileOutcome.DELETED
        said.append(FileResult(key, FileOutcome.ALREADY_GONE) if again else result)
        told.add(key)
    return said


def _require_wanted(**_sent: object) -> None:
    """Before each try of a request that deletes: the client's retries go on where nobody waits any more."""
    if not may_touch():
        raise GivenUp


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _reason(error: BotoCoreError | ClientError | RecursionError) -> str:
    """Never the error's own text where it could hold an address with a password (a proxy's)."""
    match error:
        case ClientError():
            return said(_code(error), str(error.response.get("Error", {}).get("Message", "")))
        case RecursionError():
            return messages.REDIRECTS
        case SSLError():
            return messages.CERTIFICATE_REFUSED
        case ProxyConnectionError():
            return messages.PROXY_UNREACHABLE
        case ConnectTimeoutError() | ReadTimeoutError():
            return messages.NO_ANSWER
        case NotConnected() | HTTPClientError():
            return messages.UNREACHABLE
        case _:
            return messages.REQUEST_FAILED.format(code=type(error).__name__)
