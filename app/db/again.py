"""The one place where a transaction is run again that the server has rolled back so that others can go on.

A deadlock, a serialization failure, a full table of locks: whoever lost may win the next time. The database
has undone the whole transaction, so what is run again has to be all of it.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from app.core.errors import TransientError

log = logging.getLogger(__name__)

T = TypeVar("T")

TRIES = 5
PAUSE_SECONDS = 0.05
"""Before the second try, on average; each further one waits for twice as long."""

# Serialization failure, deadlock; a full table of locks; an object in use; a snapshot too old. Not a
# cancelled statement: a person, or a time-out of a minute, has cancelled it.
_SOON = frozenset({"40001", "40P01", "53200", "55006", "72000"})


def again(
    transaction: Callable[[], T],
    *,
    sleep: Callable[[float], None] = time.sleep,
    chance: Callable[[], float] = random.random,
) -> T:
    """What `transaction` returns, which is run at most TRIES times. It must leave nothing behind where it
    raises TransientError, and be no part of another one: a savepoint is lost with what is around it."""
    for tried in range(TRIES - 1):
        try:
            return transaction()
        except TransientError as error:
            if error.sqlstate not in _SOON:
                raise
            log.info("A transaction is run again: %s", error)
        sleep(PAUSE_SECONDS * 2**tried * (0.5 + chance()))
    return transaction()
