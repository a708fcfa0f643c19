"""A small server that speaks as much of S3 as the console needs, over real HTTP, with faults on request.

    python -m tests.support.bucket_server [--latency-ms 50] [--names-only FILE]

prints its address and serves until its standard input ends. Every request must be signed (AWS Signature
Version 4) by the one key that there is, and the signature must be right.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit
from xml.sax.saxutils import escape

from app.core.storage_place import Bucket

BUCKET, KEY_ID, SECRET = "product-files", "sweep-test-key", "hush-5e1c"
_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it was served: its operation and the keys that it named."""

    operation: str
    keys: tuple[str, ...] = ()


class BucketServer:
    """The server and what is in its one bucket. `latency` is waited before each answer, in seconds.

    `fails` gives the error code for a key that cannot be deleted, or None. `refuses` gives status and code
    for an operation that is refused as a whole, or None. `versioning` is what the bucket says of its
    versions: "" for never, "Enabled", "Suspended"; what is deleted with versions goes to `older`. `between`
    is called after each listing, before its answer. `page` is how many keys an answer lists at most.
    `loses` gives status and code for a deletion that is answered so after it was done, or None. `quiet`: of a
    deletion, only errors are told.
    """

    def __init__(self, latency: float = 0.0) -> None:
        self.latency = latency
        self.objects: set[str] = set()
        self.fails: Callable[[str], str | None] = lambda key: None
        self.refuses: Callable[[str], tuple[int, str] | None] = lambda operation: None
        self.loses: Callable[[], tuple[int, str] | None] = lambda: None
        self.quiet = False
        self.asked: list[Asked] = []
        self.versioning = ""
        self.older: set[str] = set()
        self.between: Callable[[], None] = lambda: None
        self.page = 1000
        self.connections = 0
        self.lock = Lock()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.bucket = self
        self._thread = Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def description(self, name: str = BUCKET, key_id: str = KEY_ID, secret: str = SECRET) -> Bucket:
        """How the console finds it."""
        return Bucket(name, key_id, secret, endpoint_url=self.endpoint)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    bucket: BucketServer


class _Handler(BaseHTTPRequestHandler):
    """One connection. Answers go out in one piece, so that no delayed acknowledgement adds to the latency."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        with self.server.bucket.lock:
            self.server.bucket.connections += 1

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(self.server.bucket.latency)
        try:
            status, answer = self._answer(body)
        except _Refused as refused:
            status, answer = (
                refused.status,
                f"<Error><Code>{refused.code}</Code><Message>no</Message></Error>",
            )
        content = b"" if self.command == "HEAD" else answer.encode()
        head = (
            f"HTTP/1.1 {status} -\r\nContent-Type: application/xml\r\nContent-Length: {len(content)}\r\n"
            "x-amz-request-id: 1\r\n\r\n"
        )
        self.wfile.write(head.encode() + content)

    def _answer(self, body: bytes) -> tuple[int, str]:
        bucket = self.server.bucket
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        _require_signature(self.command, parts.path, query, self.headers, body)
        name, _, key = unquote(parts.path).lstrip("/").partition("/")
        operation = _operation(self.command, key, query)
        wanted = _keys(body) if operation == "DeleteObjects" else (key,) if key else ()
        with bucket.lock:
            bucket.asked.append(Asked(operation, wanted))
        if name != BUCKET:
            raise _Refused(404, "NoSuchBucket")
        if refused := bucket.refuses(operation):
            raise _Refused(*refused)
        match operation:
            case "PutObject":
                bucket.objects.add(key)
                return 200, ""
            case "ListObjectsV2":
                answer = self._list(query)
                bucket.between()
                return 200, answer
            case "GetBucketVersioning":
                return 200, _versioning(bucket.versioning)
            case "DeleteObjects":
                answer = self._delete(wanted)
                if lost := bucket.loses():
                    raise _Refused(*lost)
                return 200, answer
            case "DeleteObject":
                with bucket.lock:
                    bucket.objects.discard(key)
                return 204, ""
            case "HeadBucket":
                return 200, ""
        raise _Refused(501, "NotImplemented")

    def _list(self, query: dict[str, str]) -> str:
        """In the order of the keys' UTF-8, after `start-after`."""
        bucket, prefix, after = (
            self.server.bucket,
            query.get("prefix", ""),
            query.get("start-after", "").encode(),
        )
        most = min(int(query.get("max-keys", "1000")), bucket.page)
        with bucket.lock:
            found = sorted(key.encode() for key in bucket.objects if key.startswith(prefix))
        found = [key for key in found if key > after]
        lines = [f"<KeyCount>{min(len(found), most)}</KeyCount>"]
        lines += [f"<IsTruncated>{str(len(found) > most).lower()}</IsTruncated>"]
        in_url = query.get("encoding-type") == "url"
        if in_url:
            lines.append("<EncodingType>url</EncodingType>")
        for key in found[:most]:
            said = quote_plus(key) if in_url else escape(key.decode())
            lines.append(f"<Contents><Key>{said}</Key><Size>1</Size></Contents>")
        return f'<ListBucketResult xmlns="{_SPACE}">{"".join(lines)}</ListBucketResult>'

    def _delete(self, keys: tuple[str, ...]) -> str:
        if len(keys) > 1000:
            raise _Refused(400, "MalformedXML")
        bucket, lines = self.server.bucket, []
        marker = "<DeleteMarker>true</DeleteMarker>" if bucket.versioning else ""
        for key in keys:
            code, said = bucket.fails(key), escape(key)
            if code is None and not bucket.quiet:
                lines.append(f"<Deleted><Key>{said}</Key>{marker}</Deleted>")
            elif code:
                lines.append(f"<Error><Key>{said}</Key><Code>{code}</Code><Message>no</Message></Error>")
        with bucket.lock:
            deleted = bucket.objects.intersection(key for key in keys if bucket.fails(key) is None)
            bucket.objects -= deleted
            if bucket.versioning == "Enabled":
                bucket.older |= deleted
        return f'<DeleteResult xmlns="{_SPACE}">{"".join(lines)}</DeleteResult>'


def _versioning(status: str) -> str:
    said = f"<Status>{status}</Status>" if status else ""
    return f'<VersioningConfiguration xmlns="{_SPACE}">{said}</VersioningConfiguration>'


class _Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code


def _operation(command: str, key: str, query: dict[str, str]) -> str:
    match command, bool(key):
        case "POST", False if "delete" in query:
            return "DeleteObjects"
        case "GET", False if query.get("list-type") == "2":
            return "ListObjectsV2"
        case "GET", False if "versioning" in query:
            return "GetBucketVersioning"
        case "HEAD", False:
            return "HeadBucket"
        case "PUT", True:
            return "PutObject"
        case "DELETE", True:
            return "DeleteObject"
    return f"{command} {key}"


def _keys(body: bytes) -> tuple[str, ...]:
    try:
        found = ET.fromstring(body).iter(f"{{{_SPACE}}}Key")  # noqa: S314 - the console's own
    except ET.ParseError:
        raise _Refused(400, "MalformedXML") from None
    return tuple(key.text or "" for key in found)


def _require_signature(command: str, path: str, query: dict[str, str], headers: object, body: bytes) -> None:
    """Raises _Refused unless the request is signed by the key, and as it is."""
    sent = {name.lower(): " ".join(value.split()) for name, value in headers.items()}  # type: ignore[attr-defined]
    words = sent.get("authorization", "").removeprefix("AWS4-HMAC-SHA256 ").replace(" ", "").split(",")
    fields = dict(word.partition("=")[::2] for word in words)
    if not {"Credential", "SignedHeaders", "Signature"} <= fields.keys():
        raise _Refused(403, "AccessDenied")
    key_id, *scope = fields["Credential"].split("/")
    if key_id != KEY_ID:
        raise _Refused(403, "InvalidAccessKeyId")
    if sent["x-amz-content-sha256"] not in {hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"}:
        raise _Refused(400, "XAmzContentSHA256Mismatch")
    canonical = "\n".join(
        [
            command,
            path,
            "&".join(f"{quote(name, '-_.~')}={quote(query[name], '-_.~')}" for name in sorted(query)),
            *(f"{name}:{sent[name]}" for name in fields["SignedHeaders"].split(";")),
            "",
            fields["SignedHeaders"],
            sent["x-amz-content-sha256"],
        ]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join(["AWS4-HMAC-SHA256", sent["x-amz-date"], "/".join(scope), digest])
    key = b"AWS4" + SECRET.encode()
    for part in scope:
        key = hmac.digest(key, part.encode(), "sha256")
    if hmac.digest(key, to_sign.encode(), "sha256").hex() != fields["Signature"]:
        raise _Refused(403, "SignatureDoesNotMatch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--names-only", type=Path, help="a file of keys, one a line, that the bucket holds")
    options = parser.parse_args()
    with BucketServer(options.latency_ms / 1000) as server:
        server.objects.add("attachments/0/kept")  # an empty bucket is not taken for the storage
        if options.names_only:
            server.objects.update(options.names_only.read_text(encoding="utf-8").splitlines())
        print(server.endpoint, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
