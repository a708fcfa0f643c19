"""A client of Redis with short time-outs, and what its errors mean to a person."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.connection import AbstractConnection, Connection, SSLConnection, UnixDomainSocketConnection
from redis.credentials import CredentialProvider
from redis.retry import Retry

from app.core.queue_errors import QueueUnreachable
from app.core.text import kind_of, shortened, visible
from app.queue.address import SOCKET, TLS, QueueAddress

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 3.0
CLIENT_NAME = "sweep"

_KINDS = {SOCKET: UnixDomainSocketConnection, TLS: SSLConnection}
_DETAIL_LENGTH = 200


def open_client(
    address: QueueAddress,
    password: Callable[[], str | None],
    *,
    answer_seconds: float | None,
) -> redis.Redis:
    """A client for any number of threads, which answers in bytes. Nothing is connected yet; `password` is
    asked as the first connection is made. Whoever uses it does so within `translated`.

    What a user of Redis must be allowed to connect: AUTH, and SELECT where the database is not 0. It speaks
    RESP 2, so HELLO is not needed; CLIENT SETNAME and SETINFO are tried, and may be refused."""
    place: dict[str, Any] = {"host": address.host, "port": address.port}
    if address.scheme == SOCKET:
        place = {"path": address.path}
    pool = redis.ConnectionPool(
        connection_class=_KINDS.get(address.scheme, Connection),
        **place,
        **(address.trust() if address.scheme == TLS else {}),
        db=address.database,
        credential_provider=_Password(address.user, password),
        socket_timeout=answer_seconds,
        socket_connect_timeout=CONNECT_SECONDS,
        # redis-py itself replaces a kept connection that has died; nobody else is asked twice.
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        redis_connect_func=_introduce,
    )
    return redis.Redis(connection_pool=pool)


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raises QueueUnreachable for what goes wrong on the way to Redis at `where`, and in it."""
    try:
        yield
    except (redis.RedisError, OSError, UnicodeError) as error:
        # Without its cause: the frames of redis-py hold the password.
        why = _why(error, is_tls=where.startswith(f"{TLS}:"))
        raise QueueUnreachable(why, where, _detail(error)) from None


def _introduce(connection: AbstractConnection) -> None:
    try:
        connection.on_connect()  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
    except redis.AuthenticationError:
        if isinstance(connection.credential_provider, _Password):
            connection.credential_provider.forget()
        raise
    with suppress(redis.ResponseError):
        words = ("CLIENT", "SETNAME", CLIENT_NAME)
        connection.send_command(*words, check_health=False)  # type: ignore[no-untyped-call]  # the same
        connection.read_response()


class _KeychainError(redis.RedisError):
    """The password could not be had."""


class _Password(CredentialProvider):
    """Asks for the password once, however many connections there are, and again after it was refused."""

    def __init__(self, user: str, ask: Callable[[], str | None]) -> None:
        self._user, self._ask = user, ask
        self._lock = Lock()
        self._known: str | None = None

    def get_credentials(self) -> tuple[()] | tuple[str] | tuple[str, str]:  # type: ignore[override]
        """What AUTH is sent with; nothing where there is neither user nor password, which redis-py expects
        and does not say in its types."""
        with self._lock:
            if self._known is None:
                self._known = self._asked()
            if self._user:
                return self._user, self._known
            return (self._known,) if self._known else ()

    def forget(self) -> None:
        with self._lock:
            self._known = None

    def _asked(self) -> str:
        try:
            return self._ask() or ""
        except Exception as error:  # noqa: BLE001 - whatever a keychain raises
            raise _KeychainError(kind_of(error)) from None


_WHY: tuple[tuple[type[BaseException], str], ...] = (
    (_KeychainError, "keychain"),
    (redis.AuthenticationError, "password"),
    (redis.exceptions.NoPermissionError, "rights"),
    (redis.exceptions.ReadOnlyError, "read_only"),
    (redis.exceptions.OutOfMemoryError, "memory"),
    (redis.BusyLoadingError, "loading"),
    (redis.TimeoutError, "timeout"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "unknown_host"),
    (UnicodeError, "unknown_host"),
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "refused"),
    (ConnectionError, "lost"),
)
"""The first one of which an error, or what has led to it, is a kind."""

_SAID = (("MISCONF", "read_only"), ("max number of clients", "other"))
"""How a server begins an answer for which redis-py has no class, or one that says little."""


def _why(error: BaseException, *, is_tls: bool) -> str:
    chain = list(_chain(error))
    for kind, why in _WHY:
        if any(isinstance(one, kind) for one in chain):
            return why
    said = _words(error)
    for words, why in _SAID:
        if said.startswith(words):
            return why
    if any(isinstance(one, OSError) for one in chain):
        # With TLS that were the files of its certificates; else the socket, or the way there.
        files = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)
        return "tls" if is_tls and any(isinstance(one, files) for one in chain) else "refused"
    return "lost" if isinstance(error, redis.ConnectionError) else "other"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _detail(error: BaseException) -> str:
    """What was said, in one line: by the system, by OpenSSL or by the server."""
    for one in _chain(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return _line(one.verify_message)
        if isinstance(one, OSError):
            return _line(one.strerror or str(one))
    return _line(_words(error))


def _words(error: BaseException) -> str:
    """Its text, without the command that redis-py puts before it."""
    return str(error).rpartition(" of pipeline caused error: ")[2]


def _line(text: str) -> str:
    plain = re.sub(r"_ssl\.c:\d+: | \(_ssl\.c:\d+\)", "", text)
    return shortened(visible(" ".join(plain.split())), _DETAIL_LENGTH)
