"""A bound on every wait for the server.

libpq waits for ever for a peer that neither answers nor disconnects: a stalled pooler, a middlebox that still
acknowledges. Keep-alives notice only a peer whose computer is gone, and `statement_timeout` is the server's.
So psycopg2 is told to wait by `_wait`, in the whole process; it then closes the connection that timed out.
"""

from __future__ import annotations

import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2 import extensions

CONNECT_TIMEOUT_SECONDS = 8

ANSWER_TIMEOUT_SECONDS = 75.0
"""Longer than the server lets any statement run: after so long no answer will come."""

_Selector = getattr(selectors, "PollSelector", selectors.DefaultSelector)
"""The default of Linux makes and closes a file of its own for each wait."""

_OPEN = {extensions.STATUS_READY, extensions.STATUS_BEGIN, extensions.STATUS_PREPARED}


def bound_all_waits() -> None:
    """From now on no wait of this process for a PostgreSQL server lasts for ever."""
    extensions.set_wait_callback(_wait)


@contextmanager
def unbound_waits() -> Iterator[None]:
    """For what may take longer (building an index), and for COPY, which psycopg2 does only with libpq's own
    waiting. In the whole process: for a migration, and for the demo as it is built."""
    extensions.set_wait_callback(None)
    try:
        yield
    finally:
        bound_all_waits()


class NoAnswer(psycopg2.OperationalError):
    """The server at `host` and `port` took too long."""

    def __init__(self, session: extensions.connection, limit: float) -> None:
        super().__init__(f"timeout expired: no answer for {limit:g} seconds")
        self.host, self.port = session.info.host or "", str(session.info.port)


def _wait(session: extensions.connection) -> None:
    """What psycopg2 calls to wait for the server. Raises OperationalError, whereupon it closes `session`."""
    is_open = session.status in _OPEN
    limit = ANSWER_TIMEOUT_SECONDS if is_open else CONNECT_TIMEOUT_SECONDS
    try:
        if not _has_answered(session, limit):
            raise NoAnswer(session, limit)
    except psycopg2.OperationalError:
        if not is_open:
            session.close()  # else it stays open for as long as the error is held: a minute, to the server
        raise


def _has_answered(session: extensions.connection, limit: float) -> bool:
    give_up_at = time.monotonic() + limit
    while (state := session.poll()) != extensions.POLL_OK:
        event = selectors.EVENT_READ if state == extensions.POLL_READ else selectors.EVENT_WRITE
        with _Selector() as selector:
            selector.register(session.fileno(), event)
            if not selector.select(max(0.0, give_up_at - time.monotonic())):
                return False
    return True
