"""An operating system's keyring, in memory."""

from __future__ import annotations

import keyring
import pytest


class Ring:
    """Holds `secrets` by service and name; with a `problem`, every call raises it."""

    priority = 5

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}
        self.problem: Exception | None = None

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on it is the keyring of this computer."""
        monkeypatch.setattr(keyring, "get_keyring", lambda: self)
        for name in ("get_password", "set_password", "delete_password"):
            monkeypatch.setattr(keyring, name, getattr(self, name))

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        del self.secrets[service, username]

    def _fail(self) -> None:
        if self.problem is not None:
            raise self.problem
