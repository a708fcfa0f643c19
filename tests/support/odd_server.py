"""A server in place of a bucket that answers with anything but S3, over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from app.core.storage_place import Bucket

_LISTED = b"<ListBucketResult><Contents><Key>attachments/3/1.pdf</Key></Contents></ListBucketResult>"


class OddServer:
    """Answers each request by `behave`, one of BEHAVIOURS or of one's own. `asked` are the requests to delete
    that came. `released` ends what hangs."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.asked = 0
        self.hangs, self.released = threading.Event(), threading.Event()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.odd = self
        self._thread = Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def description(self) -> Bucket:
        """How the console finds it."""
        return Bucket("bucket", "key", "hush-5e1c", endpoint_url=f"http://127.0.0.1:{self._http.server_port}")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    odd: OddServer

    def handle_error(self, _request: object, _address: object) -> None:
        """A client that goes away is expected."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.odd.behave(self)

    def do_POST(self) -> None:
        self.server.odd.asked += 1
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


Behaviour = Callable[[_Handler], None]


def answer(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Always this."""

    def behave(asked: _Handler) -> None:
        asked.send_response(status)
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-"), value.format(port=asked.server.server_port))
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)

    return behave


def raw(data: bytes) -> Behaviour:
    """These bytes, and the end of the connection."""

    def behave(asked: _Handler) -> None:
        asked.wfile.write(data)
        asked.close_connection = True

    return behave


def silent(asked: _Handler) -> None:
    """Takes the request, and never answers."""
    asked.server.odd.hangs.set()
    asked.server.odd.released.wait(60)
    asked.close_connection = True


def drop_by_drop(asked: _Handler) -> None:
    """A byte now and then: no time-out between two bytes ever passes. In the end it fails, for a retry."""
    asked.wfile.write(b"HTTP/1.1 503 Slow\r\nContent-Length: 100000\r\n\r\n")
    asked.server.odd.hangs.set()
    while not asked.server.odd.released.wait(0.01):
        asked.wfile.write(b" ")
    asked.close_connection = True


def lists(then: Behaviour) -> Behaviour:
    """As a bucket would, until something is to be deleted."""
    listing = answer(200, _LISTED)
    return lambda asked: (then if asked.command == "POST" else listing)(asked)


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
BEHAVIOURS: dict[str, Behaviour] = {
    "redirects to itself": answer(302, Location="http://127.0.0.1:{port}/else"),
    "redirects to another region": answer(302, Location="http://x/", x_amz_bucket_region="eu-west-9"),
    "has moved": answer(301, b"<Error><Code>PermanentRedirect</Code><Message>x</Message></Error>"),
    "has moved for a while": answer(307, b"<Error><Code>TemporaryRedirect</Code></Error>"),
    "says HTML that is no XML": answer(200, b"<html><head><title>x</title><br></html>"),
    "says HTML that is XML": answer(200, b"<html><body>Welcome to the hotel</body></html>"),
    "fails with status 200": answer(200, b"<Error><Code>InternalError</Code><Message>x</Message></Error>"),
    "leaves out keys": answer(200, b"<R><Contents><Size>1</Size></Contents><Deleted/><Error/></R>"),
    "says odd dates": answer(200, b"<R><Contents><LastModified>never</LastModified></Contents></R>"),
    "says odd numbers": answer(200, b"<R><Contents><Size>many</Size></Contents><KeyCount>x</KeyCount></R>"),
    "says nothing": answer(200),
    "has no content": answer(204),
    "says bytes": answer(200, bytes(range(256))),
    "says deep XML": answer(200, b"<a>" * 3000 + b"</a>" * 3000),
    "refuses in HTML": answer(403, b"<html>no"),
    "refuses in JSON": answer(418, b'{"a": 1}'),
    "refuses oddly": answer(400, b"<Error><Code/><Message/></Error>"),
    "fails": answer(500, b"oops"),
    "is cut off": raw(_HEAD + b"Content-Length: 1000\r\n\r\n<R><Con"),
    "is cut off in chunks": raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxx"),
    "hangs up": raw(b""),
    "speaks no HTTP": raw(b"220 mail.example ESMTP\r\n"),
    "has endless headers": raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n"),
}
