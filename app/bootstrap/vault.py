"""Secrets in the operating system's keyring, and nowhere else."""

from __future__ import annotations

import logging

import keyring
from keyring.errors import KeyringError

log = logging.getLogger(__name__)

SERVICE = "Sweep"
"""The name under which the secrets stand in the keyring; each has a name of its own, such as the address of
the database that it opens."""


class Vault:
    """May ask the person to unlock the keyring, so keep it off the main thread."""

    @property
    def is_usable(self) -> bool:
        """Whether there is a keyring that keeps what it is given."""
        return keyring.get_keyring().priority >= 1 and not type(keyring.get_keyring()).__module__.endswith(
            ".null"
        )

    def get(self, name: str) -> str | None:
        """The secret, or None where the keyring has none or cannot be asked."""
        try:
            return keyring.get_password(SERVICE, name)
        except KeyringError as error:
            log.info("The keyring cannot be asked for a password: %s", type(error).__name__)
            return None

    def keep(self, name: str, secret: str) -> bool:
        """Keeps the secret; False where the keyring refuses."""
        try:
            keyring.set_password(SERVICE, name, secret)
        except KeyringError as error:
            log.warning("The keyring does not keep a password: %s", type(error).__name__)
            return False
        return True

    def forget(self, name: str) -> None:
        """Takes the secret out, where it is there."""
        try:
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)
        except KeyringError as error:
            log.warning("The keyring does not forget a password: %s", type(error).__name__)
