"""Sign-in by e-mail and password of the product's users."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from app.actions.audit import AuditTrail
from app.actions.password_hash import DEFAULT_METHOD, Cost, cost_of, decoy, matches, method_of
from app.actions.wrong_passwords import WrongPasswords
from app.core.access import Actor
from app.core.errors import SignInRefused, SignInTooSoon
from app.db import users
from app.db.engine import Database

log = logging.getLogger(__name__)

KINDS_CHECKED = 3
"""Of hashes, by their parameters: those of most users. A product that raises its parameters has two or three
for some years."""


SIGN_IN = "sign_in"
"""The action of its audit lines."""


class SignIn:
    """Checks passwords, slower and slower after wrong ones (see `WrongPasswords`).

    The answer takes as long whoever is asked for: each check is one of each kind of hash that most users
    have, of the person's own and of decoys. That is 100–400 ms of processor time for each kind: keep it off
    the main thread.
    """

    def __init__(
        self,
        database: Database,
        wrong_passwords: WrongPasswords,
        matches: Callable[[str, str], bool] = matches,
        audit: AuditTrail | None = None,
    ) -> None:
        """`matches` checks a hash and a password, whether or not anything depends on it. In `audit` stands
        who has signed in, and who was refused."""
        self._database = database
        self._audit = audit
        self._wrong = wrong_passwords
        self._matches = matches

    def __call__(self, email: str, password: str) -> Actor:
        """The user who may sign in. Raises SignInRefused, SignInTooSoon, or a DatabaseError kind."""
        try:
            self._wrong.require_patience(email)
        except SignInTooSoon:
            self._note(None, "sign_in_too_soon")
            raise
        name = email.replace("\0", "\ufffd")  # a text of PostgreSQL holds none, so nobody is called so
        with self._database.begin() as connection:
            found = users.for_sign_in(connection, name)
            methods = users.hash_methods(connection)
        actor, stored = found or (None, None)
        if not self._opens(actor, stored, methods, password) or actor is None or not actor.may_sign_in:
            self._wrong.note_wrong(email)
            self._note(actor, "sign_in_refused")
            raise SignInRefused
        self._wrong.note_right(email)
        self._note(actor, "signed_in")
        return actor

    def _note(self, actor: Actor | None, answer: str) -> None:
        """Without what was typed where there is no such user: it may be a password in the wrong field."""
        if self._audit is not None:
            self._audit.write_soon([self._audit.line(actor, SIGN_IN, answer)])

    def _opens(self, actor: Actor | None, stored: str | None, methods: Sequence[str], password: str) -> bool:
        own = method_of(stored)
        if actor is not None and cost_of(own) is not Cost.BOUNDED:
            _tell_why_not(actor, own)
            own = ""
        kinds = [one for one in methods if cost_of(one) is Cost.BOUNDED][:KINDS_CHECKED] or [DEFAULT_METHOD]
        is_right = False
        for kind in dict.fromkeys([*kinds, *([own] if own else [])]):
            hashed = stored if kind == own and stored else decoy(kind)
            is_right |= self._matches(hashed, password)
        return is_right


def _tell_why_not(actor: Actor, method: str) -> None:
    """In the log: the person hears nothing that tells about the account."""
    if cost_of(method) is Cost.EXCESSIVE:
        log.warning(
            "User %d cannot sign in: the parameters of the password hash are out of bounds (%s).",
            actor.user_id,
            method,
        )
    else:  # without it: it may be the password itself
        log.info("User %d cannot sign in: there is no password hash of a known kind.", actor.user_id)
