"""The queue of a connection: kept beside its database, gone with it, and opened with its own password."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.keyring_store import SERVICE, KeyringStore
from app.bootstrap.opening import named_profile
from app.bootstrap.queue import open_queue
from app.core.queue_errors import QueueUnreachable
from app.core.server import RunsOn
from app.core.storage_place import Folder
from app.qt.calls import Calls
from app.queue.address import QueueAddress
from app.settings import Overrides, usable
from app.viewmodel.connections import Connections, SavedConnection
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs
from tests.support.redis_server import PASSWORD
from tests.support.redis_server import redis_server as a_server

URL = "postgresql://support@db.example:5433/product"
OTHER = "postgresql://support@other.example/product"
QUEUE = "rediss://support@queue.example:6380/2"
KEY = "rediss://support@queue.example:6380"
SECRET = "hush-7f3a"


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    ring.install(monkeypatch)
    return ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def opened(path: Path, given: Overrides | None = None) -> Preferences:
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat), given or Overrides(), KeyringStore())


def a_saved(path: Path, **more: str) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL, "SWEEP_REDIS_URL": QUEUE, "SWEEP_RUNS_ON": "server"} | more)


def test_saving_another_database_alone_never_keeps_the_queue(path: Path) -> None:
    a_saved(path)
    opened(path).save({"SWEEP_DATABASE_URL": f"{URL}?sslmode=require"})  # the same one
    assert opened(path).saved()["SWEEP_REDIS_URL"] == QUEUE
    opened(path).save({"SWEEP_DATABASE_URL": OTHER})
    assert opened(path).saved() == {"SWEEP_DATABASE_URL": OTHER}


def test_going_to_another_saved_connection_takes_its_queue_or_none(path: Path) -> None:
    a_saved(path)
    connections = Connections(opened(path))
    connections.rename("main")
    connections.put(SavedConnection("other", {"SWEEP_DATABASE_URL": OTHER}))
    connections.put(
        SavedConnection("third", {"SWEEP_DATABASE_URL": OTHER, "SWEEP_REDIS_URL": "redis://third:6379/0"})
    )
    for name, queue, place in (
        ("other", None, "here"),
        ("third", "redis://third:6379/0", "here"),
        ("main", QUEUE, "server"),
    ):
        connections = Connections(opened(path))
        connection = connections.named(name)
        assert connection is not None
        connections.use(connection)
        settings = Overrides().over(usable(opened(path).saved()))
        assert (settings.redis_url, settings.runs_on) == (queue, RunsOn(place))


def test_a_password_in_the_settings_file_is_passed_over(path: Path, expected_logs: ExpectedLogs) -> None:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    store.setValue("settings/SWEEP_DATABASE_URL", URL)
    store.setValue("settings/SWEEP_REDIS_URL", f"redis://:{SECRET}@queue")
    store.sync()
    expected_logs.expect("A password in the saved SWEEP_REDIS_URL is passed over.")
    assert opened(path).saved()["SWEEP_REDIS_URL"] == "redis://queue:6379/0"
    store.setValue("settings/SWEEP_REDIS_URL", "what?")
    store.sync()
    expected_logs.expect("The saved setting SWEEP_REDIS_URL is passed over: Invalid Redis URL")
    assert "SWEEP_REDIS_URL" not in opened(path).saved()


def test_a_queue_is_opened_with_the_password_of_the_keyring(ring: Ring, path: Path) -> None:
    with a_server({"requirepass": PASSWORD}) as server:
        address = QueueAddress.parse(server.url())[0]
        opened(path).save({"SWEEP_DATABASE_URL": URL, "SWEEP_REDIS_URL": address.url()})
        ring.secrets[SERVICE, address.secret_name] = PASSWORD
        profile = named_profile(Overrides().over(usable(opened(path).saved())), storage=False)
        queue = open_queue(profile)
        assert queue is not None
        assert queue.ping().ours == 0
        queue.close(0)
        assert PASSWORD not in repr(profile) + repr(queue)


def test_a_password_of_this_run_is_used_without_a_keyring(
    path: Path, ring: Ring, loop: Loop, calls: Calls
) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL, "SWEEP_REDIS_URL": QUEUE})
    preferences = opened(path)
    preferences.put_secret(KEY, SECRET, keep=False)
    settings = loop.run(preferences.settings(calls))
    assert settings.redis_url == QUEUE.replace("support@", f"support:{SECRET}@")
    assert SECRET not in repr(settings)


def test_without_a_keyring_a_redis_without_users_is_asked_without_a_password(
    ring: Ring, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    ring.problem = RuntimeError("locked")
    expected_logs.expect("The system keychain cannot be asked")
    queue = open_queue(ConnectionProfile(URL, Folder(Path()), redis_url=redis_url))
    assert queue is not None
    assert queue.ping().product == 0
    queue.close(0)
    named = open_queue(
        ConnectionProfile(URL, Folder(Path()), redis_url=redis_url.replace("redis://", "redis://dana@"))
    )
    assert named is not None
    with pytest.raises(QueueUnreachable) as refused:
        named.ping()
    assert refused.value.why == "keychain"
    named.close(0)


def test_a_connection_without_a_queue_opens_none() -> None:
    assert open_queue(ConnectionProfile(URL, Folder(Path()))) is None
