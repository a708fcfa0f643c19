"""Secrets in the operating system's keyring, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from app.core.errors import KeychainRefused

log = logging.getLogger(__name__)

T = TypeVar("T")

SERVICE = "Sweep"
"""The service name of the secrets in the keyring; each has a name of its own, such as the address of the
database that it opens."""


class KeyringStore:
    """May ask the person to unlock the keyring, so keep it off the main thread. Its package is loaded when it
    is first asked, for the same reason: it looks for all the keyrings that a system may have."""

    @property
    def is_usable(self) -> bool:
        """Whether there is a keyring that can store secrets."""
        return self._ask("looked for", _can_store) or False

    def get(self, name: str) -> str | None:
        """The secret, or None where the keyring has none. Raises KeychainRefused where it cannot be asked."""
        found = self._ask("asked", lambda ring: (ring.get_password(SERVICE, name),))
        if found is None:
            raise KeychainRefused("read")
        return found[0]

    def keep(self, name: str, secret: str) -> None:
        """Stores the secret. Raises KeychainRefused where it is not there afterwards."""

        def store(ring: Any) -> bool:
            ring.set_password(SERVICE, name, secret)
            return bool(ring.get_password(SERVICE, name) == secret)

        if not self._ask("written to", store):
            raise KeychainRefused("save")

    def forget(self, name: str) -> None:
        """Deletes the secret, where there is one. Raises KeychainRefused where that cannot be known."""

        def delete(ring: Any) -> bool:
            if ring.get_password(SERVICE, name) is not None:
                ring.delete_password(SERVICE, name)
            return True

        if not self._ask("cleared", delete):
            raise KeychainRefused("remove")

    def _ask(self, what: str, function: Callable[[Any], T]) -> T | None:
        """What `function` makes of the keyring; None where that fails, in whatever way. The package raises
        what its backends raise, those of others among them, and as it is loaded what its settings lead to."""
        try:
            import keyring

            return function(keyring)
        except Exception as error:  # noqa: BLE001 - see above; without its text, which could repeat a secret
            kind = type(error).__name__
            # By its name: the package itself may be what is missing.
            level = logging.INFO if kind == "NoKeyringError" else logging.WARNING
            log.log(level, "The system keychain cannot be %s: %s", what, kind)
            return None


def _can_store(ring: Any) -> bool:
    found = ring.get_keyring()
    return bool(found.priority >= 1) and not type(found).__module__.endswith(".null")


class Remembered:
    """A secret that is asked for when it is first needed, once, however many threads need it."""

    def __init__(self, store: KeyringStore, name: str) -> None:
        self._store = store
        self._name = name
        self._lock = Lock()
        self._answer: tuple[str | None] | KeychainRefused | None = None

    def __call__(self) -> str | None:
        """Raises KeychainRefused."""
        with self._lock:
            if self._answer is None:
                try:
                    self._answer = (self._store.get(self._name),)
                except KeychainRefused as refusal:
                    self._answer = refusal.with_traceback(None)
        if isinstance(self._answer, KeychainRefused):
            raise KeychainRefused("read") from self._answer
        return self._answer[0]
