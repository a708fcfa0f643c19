"""A network between a console and PostgreSQL, or Redis, that fails when the test says so."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import StrEnum, auto
from types import TracebackType
from typing import NamedTuple, Self

from sqlalchemy import make_url

_CHUNK = 65_536
_GUARD_SECONDS = 30
_STARTUP = 3  # the major version of the protocol, in the first message that is not a request for TLS


class Fault(StrEnum):
    """What may happen to a query on its way."""

    LOST_REQUEST = auto()
    """The connection is reset before the query has reached the server."""

    LOST_ANSWER = auto()
    """The server does what it was asked, and the connection is reset before a word of its answer arrives."""

    NO_WAY_THERE = auto()
    """The client's half is closed instead: the server hears the end, and closes its half in order."""

    NO_WAY_BACK = auto()
    """The server's half is closed: the client hears the end, and the server does what it was asked."""

    SILENCE = auto()
    """The query arrives; then nothing more comes through in either direction, though nobody hangs up,
    until the proxy's `resume`."""


class Query(NamedTuple):
    """A query that is about to be sent on; `number` counts them over all connections, from 1."""

    number: int
    sql: str


Script = Callable[[Query], Fault | None]


def nothing_happens(_query: Query) -> Fault | None:
    """The script of a good network."""
    return None


class Proxy:
    """Forwards TCP connections to the server of a database; `script` decides what happens to each query.

    It listens on the loopback address alone. `delay` are seconds that every piece takes on its way; while
    `mute`, new connections are taken, and nothing comes through them.
    """

    def __init__(self, url: str) -> None:
        self.script: Script = nothing_happens
        self.delay = 0.0
        self.mute = False
        self.ended = threading.Event()
        self._target = make_url(url)
        self._lock = threading.RLock()
        self._links: list[_Link] = []
        self._queries = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept)

    @property
    def url(self) -> str:
        """The same database, through the proxy. Not encrypted, or the proxy could not tell the queries."""
        _, port = self._listener.getsockname()
        plain = {"sslmode": "disable", "gssencmode": "disable"}
        target = self._target.set(host="127.0.0.1", port=port, query=plain)
        return target.render_as_string(hide_password=False)

    def cut(self) -> None:
        """Resets all connections."""
        for link in self._open_links():
            link.reset()

    @property
    def is_silent(self) -> bool:
        """Whether anything is held back by a silence."""
        return any(not link.flowing.is_set() for link in self._open_links())

    def fall_silent(self) -> None:
        """Nothing comes through any more, in either direction and whoever connects, until `resume`."""
        self.mute = True
        for link in self._open_links():
            link.flowing.clear()

    def resume(self) -> None:
        """Lets what was held back by a silence go on."""
        self.mute = False
        for link in self._open_links():
            link.flowing.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        socket.create_connection(self._listener.getsockname()).close()  # wakes the thread that listens
        self._thread.join(_GUARD_SECONDS)
        self._listener.close()
        for link in self._open_links():
            link.close()

    def next_query(self, sql: str) -> Fault | None:
        """Asks the script about a query; for the links."""
        with self._lock:
            self._queries += 1
            return self.script(Query(self._queries, sql))

    def messages(self) -> _Messages | _AnyBytes:
        """How what a client sends is read; for the links."""
        return _Messages()

    def _open_links(self) -> list[_Link]:
        with self._lock:
            return list(self._links)

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self.ended.is_set():
                client.close()
                return
            link = _Link(self, client, self._connect())
            if self.mute:
                link.flowing.clear()
            with self._lock:
                self._links.append(link)
            link.start()

    def _connect(self) -> socket.socket:
        host = str(self._target.host or self._target.query["host"])
        port = int(str(self._target.port or self._target.query.get("port", 5432)))
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server


class RedisProxy(Proxy):
    """The same before Redis, whose words it does not read."""

    @property
    def url(self) -> str:
        _, port = self._listener.getsockname()
        return self._target.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)

    def messages(self) -> _AnyBytes:
        return _AnyBytes()


class _Link:
    """One connection: two sockets, and a thread for each direction."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.flowing = threading.Event()
        self.flowing.set()
        self._proxy = proxy
        self._client = client
        self._server = server
        self._loses_answer = False
        self._threads = [threading.Thread(target=one) for one in (self._there, self._back)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def reset(self) -> None:
        """Ends the connection as a broken network would; the server hears of it too."""
        _reset(self._client)
        _end(self._server)
        self.flowing.set()

    def close(self) -> None:
        self.reset()
        for thread in self._threads:
            thread.join(_GUARD_SECONDS)
        self._server.close()

    def _there(self) -> None:
        """From the client to the server, a message at a time."""
        messages = self._proxy.messages()
        for piece in self._pieces(self._client):
            for message in messages.of(piece):
                fault = self._proxy.next_query(message.sql) if message.sql is not None else None
                if fault is not None and not self._suffer(fault, message.data):
                    return
                if fault is None:
                    _send(self._server, message.data)
        _shut(self._server)

    def _back(self) -> None:
        """From the server to the client."""
        for piece in self._pieces(self._server):
            if self._loses_answer:
                self.reset()
                return
            _send(self._client, piece)
        _shut(self._client)

    def _suffer(self, fault: Fault, query: bytes) -> bool:
        """False where nothing more is to be sent to the server."""
        match fault:
            case Fault.LOST_REQUEST:
                self.reset()
                return False
            case Fault.NO_WAY_THERE:
                _shut(self._server)
                return False
            case Fault.LOST_ANSWER:
                self._loses_answer = True
            case Fault.NO_WAY_BACK:
                _shut(self._client)
            case Fault.SILENCE:
                self.flowing.clear()
        _send(self._server, query)
        return True

    def _pieces(self, source: socket.socket) -> Iterator[bytes]:
        while True:
            try:
                piece = source.recv(_CHUNK)
            except OSError:  # reset, by the test or by its other end
                return
            if not piece:
                return
            self._proxy.ended.wait(self._proxy.delay)
            self.flowing.wait()
            yield piece


class _Message(NamedTuple):
    """A message of the client; `sql` is None unless it is a query."""

    data: bytes
    sql: str | None


class _AnyBytes:
    """Of another protocol: whatever comes is sent on."""

    def of(self, piece: bytes) -> Iterator[_Message]:
        yield _Message(piece, None)


class _Messages:
    """Cuts what a client sends into messages.

    Source: PostgreSQL, Frontend/Backend Protocol, Message Formats.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._started = False

    def of(self, piece: bytes) -> Iterator[_Message]:
        """The messages that are complete with this piece."""
        self._rest += piece
        while (size := self._size()) is not None and len(self._rest) >= size:
            data, self._rest = self._rest[:size], self._rest[size:]
            yield _Message(data, self._query(data))

    def _size(self) -> int | None:
        """Of the next message: its length follows its type, which the messages before the start have not."""
        type_size = 1 if self._started else 0
        if len(self._rest) < type_size + 4:
            return None
        (length,) = struct.unpack_from("!i", self._rest, type_size)
        return type_size + int(length)

    def _query(self, data: bytes) -> str | None:
        if not self._started:
            (version,) = struct.unpack_from("!H", data, 4)
            self._started = version == _STARTUP
            return None
        return data[5:-1].decode() if data.startswith(b"Q") else None


def _send(target: socket.socket, piece: bytes) -> None:
    with suppress(OSError):  # it has hung up meanwhile; so the next read tells
        target.sendall(piece)


def _shut(target: socket.socket) -> None:
    """Nothing more is sent that way."""
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _end(target: socket.socket) -> None:
    """Nothing more is sent or read; whoever reads from it in another thread wakes up."""
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def _reset(target: socket.socket) -> None:
    """Hangs up without a word of farewell, RST in place of FIN."""
    with suppress(OSError):
        target.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        target.shutdown(socket.SHUT_RD)
    target.close()
