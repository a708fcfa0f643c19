"""A secret of the keyring is asked for once, and only when it is needed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.bootstrap.keyring_store import KeyringStore, Remembered


class CountingKeyring(KeyringStore):
    """Answers the same each time, and counts how often it was asked."""

    def __init__(self, answer: str | None) -> None:
        self.asked: list[str] = []
        self._answer = answer

    def get(self, name: str) -> str | None:
        self.asked.append(name)
        return self._answer


@pytest.mark.parametrize("answer", ["secret", None])
def test_many_threads_ask_the_keyring_once(answer: str | None) -> None:
    keyring = CountingKeyring(answer)
    remembered = Remembered(keyring, "address")
    assert keyring.asked == []
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: remembered(), range(8))) == [answer] * 8
    assert keyring.asked == ["address"]
