"""The queue on a server that belongs to a connection."""

from __future__ import annotations

from collections.abc import Callable

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.keyring_store import KeyringStore, Remembered
from app.core.demo_messages import DEMO_NO_REDIS
from app.core.errors import DemoUnavailable, KeychainRefused
from app.core.queue_errors import NoQueueNamed
from app.core.server import QueuePing
from app.queue.address import QueueAddress
from app.queue.server_queue import ServerQueue


def open_queue(profile: ConnectionProfile) -> ServerQueue | None:
    """The queue of the profile, with the password from the keyring where the URL has none; None where none is
    named. Connects to nothing. Raises BadQueueUrl."""
    if profile.redis_url is None:
        return None
    address, secret = QueueAddress.parse(profile.redis_url)
    if secret is not None or profile.demo is not None:
        return ServerQueue(profile.redis_url)
    return ServerQueue(profile.redis_url, _from_keyring(address))


def required_queue(profile: ConnectionProfile) -> ServerQueue:
    """The same for what is nothing without a queue. Raises NoQueueNamed and, in a demo without Redis,
    DemoUnavailable."""
    queue = open_queue(profile)
    if queue is None:
        raise NoQueueNamed if profile.demo is None else DemoUnavailable(DEMO_NO_REDIS)
    return queue


def try_queue(url: str) -> QueuePing:
    """What the Test button of the settings does; blocks for seconds at most. Raises BadQueueUrl and
    QueueUnreachable."""
    queue = ServerQueue(url)
    try:
        return queue.ping()
    finally:
        queue.close(0)


def _from_keyring(address: QueueAddress) -> Callable[[], str | None]:
    """A Redis without users may want no password at all, and many a server has no keyring: there, one that
    cannot be asked is none."""
    ask = Remembered(KeyringStore(), address.secret_name)

    def password() -> str | None:
        try:
            return ask()
        except KeychainRefused:
            if address.user:
                raise
            return None

    return password
