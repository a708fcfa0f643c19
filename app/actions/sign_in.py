"""Sign-in by e-mail and password of the product's users."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

from app.core.access import Actor
from app.core.errors import SignInRefused, SignInTooSoon
from app.db import users
from app.db.engine import Database

FREE_ATTEMPTS = 3
"""Wrong passwords in a row before sign-in slows down."""

LONGEST_WAIT_SECONDS = 60


class SignIn:
    """Checks passwords, slower and slower after wrong ones: 2, 4, 8 … at most 60 s after the third.

    `clock` gives seconds of a monotonic clock. A check takes 100–360 ms of processor time: keep it off the
    main thread. werkzeug is loaded at the first check, because it brings a whole web server along.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._wrong = 0
        self._not_before = 0.0

    def __call__(self, email: str, password: str) -> Actor:
        """The user who may sign in. Raises SignInRefused, SignInTooSoon, or a DatabaseError kind."""
        wait = self._not_before - self._clock()
        if wait > 0:
            raise SignInTooSoon(math.ceil(wait))
        email = email.replace("\0", "\ufffd")  # a text of PostgreSQL holds none, so nobody is called so
        with self._database.begin() as connection:
            found = users.for_sign_in(connection, email)
        actor, password_hash = found if found else (None, self._decoy)
        if not _matches(password_hash, password) or actor is None or not actor.may_sign_in:
            self._note_wrong()
            raise SignInRefused
        self._wrong = 0
        return actor

    @cached_property
    def _decoy(self) -> str:
        """A hash to check against where there is no such user, so that the answer takes as long."""
        from werkzeug.security import generate_password_hash

        return generate_password_hash("no such user")

    def _note_wrong(self) -> None:
        self._wrong += 1
        if self._wrong >= FREE_ATTEMPTS:
            wait = min(LONGEST_WAIT_SECONDS, 2 ** (self._wrong - FREE_ATTEMPTS + 1))
            self._not_before = self._clock() + wait


def _matches(password_hash: str, password: str) -> bool:
    from werkzeug.security import check_password_hash

    try:
        return check_password_hash(password_hash, password)
    except (ValueError, OverflowError):  # a hash of an unknown kind opens nothing
        return False
