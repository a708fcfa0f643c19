"""A keyring that is missing, locked or broken costs the secret that it holds, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import keyring
import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError
from PySide6.QtCore import QSettings

from app.bootstrap.keyring_store import KeyringStore, Remembered
from app.core.errors import KeychainRefused
from app.qt.calls import Calls
from app.settings import Overrides
from app.viewmodel.preferences import Preferences, bucket_secret_name
from tests.qt.conftest import Loop
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs

SECRET = "hush-7f3a"
URL = "postgresql://support@db.example:5433/product"
BUCKET = {
    "ATTACHMENT_STORAGE_DRIVER": "r2",
    "R2_ACCOUNT_ID": "account",
    "R2_BUCKET_NAME": "files",
    "R2_ACCESS_KEY_ID": "key",
}


class OfItsOwnError(Exception):
    """As the backends of others have them, which derive from nothing that one could know."""


PROBLEMS = [
    NoKeyringError("none"),
    KeyringLocked("locked"),
    InitError("no"),
    OfItsOwnError(f"it was {SECRET}"),
    RuntimeError("no bus"),
    ImportError("no module"),
    OSError(2, "no socket"),
    KeyError("entry"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"),
]


@pytest.fixture(params=PROBLEMS, ids=lambda problem: type(problem).__name__)
def broken(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> Ring:
    """A keyring of which every call fails."""
    if not isinstance(request.param, NoKeyringError):  # many computers have none
        expected_logs.expect("keychain")
    ring = Ring()
    ring.problem = request.param
    ring.install(monkeypatch)
    return ring


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    return Preferences(store, Overrides(), KeyringStore())


def test_each_call_is_refused_in_plain_words(broken: Ring, expected_logs: ExpectedLogs) -> None:
    store = KeyringStore()
    for what, call in (
        ("read", lambda: store.get(URL)),
        ("save", lambda: store.keep(URL, SECRET)),
        ("remove", lambda: store.forget(URL)),
    ):
        with pytest.raises(KeychainRefused) as refused:
            call()
        assert str(refused.value) == KeychainRefused.SENTENCES[what]
    assert SECRET not in "".join(expected_logs.messages)


def test_whoever_needs_the_secret_first_asks_and_all_are_refused(broken: Ring) -> None:
    remembered = Remembered(KeyringStore(), URL)
    for _ in range(2):
        with pytest.raises(KeychainRefused):
            remembered()


def test_the_password_serves_this_run(
    broken: Ring, preferences: Preferences, loop: Loop, calls: Calls
) -> None:
    preferences.save({"SWEEP_DATABASE_URL": URL})
    with pytest.raises(KeychainRefused):
        preferences.put_secret(URL, SECRET, keep=True)
    assert preferences.secret(URL) == SECRET
    assert f":{SECRET}@" in (loop.run(preferences.settings(calls)).database_url or "")


def test_a_bucket_whose_secret_cannot_be_read_is_no_storage(
    broken: Ring, preferences: Preferences, loop: Loop, calls: Calls, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("The saved storage")
    preferences.save(BUCKET | {"SWEEP_WORKERS": "3"})
    settings = loop.run(preferences.settings(calls))
    assert (settings.storage, settings.workers) == (None, 3)
    preferences._held[bucket_secret_name(BUCKET)] = SECRET
    assert loop.run(preferences.settings(calls)).storage is not None


def test_a_keyring_that_forgets_at_once_has_kept_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some backends accept all that they are given, and do nothing."""
    ring = Ring()
    ring.install(monkeypatch)
    monkeypatch.setattr(keyring, "set_password", lambda *_: None)
    with pytest.raises(KeychainRefused):
        KeyringStore().keep(URL, SECRET)


@pytest.mark.parametrize("backend", ["no.such.Backend", "keyring.backends.fail.Missing", "nonsense"])
def test_a_backend_that_is_not_there(
    backend: str, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """As the environment or the keyring's own settings file name it."""
    expected_logs.expect("keychain")
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    assert not KeyringStore().is_usable
    with pytest.raises(KeychainRefused):
        KeyringStore().get(URL)


def test_a_package_that_cannot_be_loaded(
    monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("keychain")
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert not KeyringStore().is_usable
    with pytest.raises(KeychainRefused):
        KeyringStore().get(URL)
