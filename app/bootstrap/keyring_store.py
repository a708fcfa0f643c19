"""Secrets in the operating system's keyring, and nowhere else."""

from __future__ import annotations

import logging
from threading import Lock

log = logging.getLogger(__name__)

SERVICE = "Sweep"
"""The service name of the secrets in the keyring; each has a name of its own, such as the address of the
database that it opens."""


class KeyringStore:
    """May ask the person to unlock the keyring, so keep it off the main thread. Its package is loaded when it
    is first asked, for the same reason: it looks for all the keyrings that a system may have."""

    @property
    def is_usable(self) -> bool:
        """Whether there is a keyring that can store secrets."""
        import keyring

        return keyring.get_keyring().priority >= 1 and not type(keyring.get_keyring()).__module__.endswith(
            ".null"
        )

    def get(self, name: str) -> str | None:
        """The secret, or None where the keyring has none or cannot be asked."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name)
        except KeyringError as error:
            log.info("The keyring cannot be asked for a password: %s", type(error).__name__)
            return None

    def keep(self, name: str, secret: str) -> bool:
        """Stores the secret; False where the keyring refuses."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, secret)
        except KeyringError as error:
            log.warning("The keyring does not keep a password: %s", type(error).__name__)
            return False
        return True

    def forget(self, name: str) -> None:
        """Deletes the secret, where there is one."""
        import keyring
        from keyring.errors import KeyringError

        try:
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)
        except KeyringError as error:
            log.warning("The keyring does not forget a password: %s", type(error).__name__)


class Remembered:
    """A secret that is asked for when it is first needed, once, however many threads need it."""

    def __init__(self, store: KeyringStore, name: str) -> None:
        self._store = store
        self._name = name
        self._lock = Lock()
        self._answer: tuple[str | None] | None = None

    def __call__(self) -> str | None:
        with self._lock:
            if self._answer is None:
                self._answer = (self._store.get(self._name),)
            return self._answer[0]
