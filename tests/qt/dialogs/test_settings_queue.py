"""The page of the queue: typed, tried on a real Redis, saved beside its database, and gone with it; its
password is in the keyring alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from app.actions.trying import try_connection
from app.bootstrap.keyring_store import SERVICE, KeyringStore
from app.bootstrap.queue import try_queue
from app.core.errors import FieldMissing, KeychainRefused
from app.core.queue_errors import BadQueueUrl, QueueUnreachable
from app.qt.calls import Calls
from app.qt.translation import Language
from app.queue.address import QueueAddress
from app.settings import Overrides, usable
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.settings.queue import TUNNEL
from app.ui.dialogs.settings.saving import Saved
from app.ui.dialogs.settings.source import ConnectionTests, SettingsPage, SettingsSource
from app.ui.texts.errors import error_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.connections import Connections, SavedConnection
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Answer as Ask
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs
from tests.support.redis_server import PASSWORD, RedisServer
from tests.support.redis_server import redis_server as a_server

URL = "postgresql://support@db.example:5433/product"
OTHER = "postgresql://support@other.example/product"
QUEUE = "rediss://support@queue.example:6380/2"
KEY = "rediss://support@queue.example:6380"
SECRET = "hush-7f3a"

New = Callable[..., SettingsDialog]


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    ring.install(monkeypatch)
    return ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


@pytest.fixture
def new(path: Path, calls: Calls, english: Language, context: DialogContext) -> New:
    """A dialog over what is saved in `path`."""

    def make(given: Overrides | None = None, page: SettingsPage = SettingsPage.QUEUE) -> SettingsDialog:
        preferences = opened(path, given)
        used = preferences.overrides.over(usable(preferences.saved()))
        tests = ConnectionTests(try_connection, lambda _: None, try_queue)
        return SettingsDialog(SettingsSource(preferences, used, tests, calls), context, page=page)

    return make


def opened(path: Path, given: Overrides | None = None) -> Preferences:
    return Preferences(QSettings(str(path), QSettings.Format.IniFormat), given or Overrides(), KeyringStore())


def line(dialog: SettingsDialog, name: str) -> QLineEdit:
    return find(dialog, QLineEdit, f"settings.{name}")


def runs_on(dialog: SettingsDialog) -> QComboBox:
    return find(dialog, QComboBox, "settings.queue.runs_on")


def told(dialog: SettingsDialog, name: str) -> str:
    label = find(dialog, QLabel, f"settings.{name}")
    return without_marks(label.text()) if label.isVisible() else ""


def retype(dialog: SettingsDialog, name: str, text: str) -> None:
    line(dialog, name).selectAll()
    QTest.keyClicks(line(dialog, name), text)


def paste(dialog: SettingsDialog, name: str, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line(dialog, name).selectAll()
    line(dialog, name).paste()


def tried(dialog: SettingsDialog, loop: Loop, tone: str) -> str:
    click(dialog, "settings.queue.test")
    loop.until(lambda: told(dialog, f"queue.{tone}"))
    return told(dialog, f"queue.{tone}")


def a_saved(path: Path, **more: str) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL, "SWEEP_REDIS_URL": QUEUE, "SWEEP_RUNS_ON": "server"} | more)


def test_the_url_is_kept_in_the_file_and_the_password_in_the_keyring(
    new: New, answer: Ask, path: Path, ring: Ring, storage_root: Path
) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL, "SWEEP_STORAGE_ROOT": str(storage_root)})
    dialog = new()

    def fill_in() -> None:
        assert not runs_on(dialog).isEnabled()  # there is no server yet
        paste(dialog, "queue.url", QUEUE.replace("support@", f"support:{SECRET}@"))
        assert (line(dialog, "queue.url").text(), line(dialog, "queue.password").text()) == (QUEUE, SECRET)
        runs_on(dialog).setCurrentIndex(1)
        click(dialog, "settings.save")

    assert answer(dialog, fill_in) == Saved(another_place=True)
    assert ring.secrets == {(SERVICE, KEY): SECRET}
    assert SECRET not in path.read_text(encoding="utf-8")
    saved = opened(path).saved()
    assert (saved["SWEEP_REDIS_URL"], saved["SWEEP_RUNS_ON"]) == (QUEUE, "server")


def test_a_password_that_is_typed_into_the_url_leaves_it(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    QTest.keyClicks(line(dialog, "queue.url"), f"redis://dana:{SECRET}@queue")
    line(dialog, "queue.user").setFocus()
    assert SECRET not in line(dialog, "queue.url").text()
    assert line(dialog, "queue.password").text() == SECRET
    assert line(dialog, "queue.user").text() == "dana"


def test_the_user_and_the_url_follow_each_other(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    retype(dialog, "queue.url", QUEUE)
    assert line(dialog, "queue.user").text() == "support"
    retype(dialog, "queue.user", "a@b/c:d")
    assert QueueAddress.parse(line(dialog, "queue.url").text())[0].user == "a@b/c:d"
    retype(dialog, "queue.user", "x\b")
    assert line(dialog, "queue.url").text() == QUEUE.replace("support@", "")


@pytest.mark.parametrize(
    "text", ["http://queue", "redis://queue:0", "redis://queue/word", "redis://a#b@queue", "redis://q?what=1"]
)
def test_what_cannot_be_a_queue_is_said_at_the_field_and_not_saved(
    new: New, show: Show, path: Path, loop: Loop, text: str
) -> None:
    opened(path).save({"SWEEP_DATABASE_URL": URL})
    dialog = new()
    show(dialog)
    retype(dialog, "queue.url", text)
    click(dialog, "settings.save")
    loop.until(lambda: told(dialog, "error"))
    with pytest.raises(BadQueueUrl) as refused:
        QueueAddress.parse(text)
    assert told(dialog, "queue.url.wrong") == without_marks(error_text(refused.value))
    assert "SWEEP_REDIS_URL" not in opened(path).saved()
    retype(dialog, "queue.url", "redis://queue")
    assert told(dialog, "queue.url.wrong") == ""


def test_a_user_or_a_password_without_a_server_is_refused(new: New, show: Show, loop: Loop) -> None:
    dialog = new()
    show(dialog)
    retype(dialog, "queue.password", SECRET)
    click(dialog, "settings.save")
    missing = error_text(FieldMissing(line(dialog, "queue.url").accessibleName()))
    loop.until(lambda: told(dialog, "queue.url.wrong") == without_marks(missing))


def test_a_queue_is_taken_away_by_emptying_its_field(
    new: New, answer: Ask, path: Path, storage_root: Path
) -> None:
    a_saved(path, SWEEP_STORAGE_ROOT=str(storage_root))
    dialog = new()

    def empty_it() -> None:
        retype(dialog, "queue.url", "x\b")
        click(dialog, "settings.save")

    assert answer(dialog, empty_it) == Saved(another_place=True)
    saved = opened(path).saved()
    assert "SWEEP_REDIS_URL" not in saved
    assert "SWEEP_RUNS_ON" not in saved
    assert saved["SWEEP_DATABASE_URL"] == URL


def test_with_another_database_the_queue_goes_and_comes_back_with_it(
    new: New, show: Show, path: Path
) -> None:
    a_saved(path)
    dialog = new(page=SettingsPage.CONNECTION)
    show(dialog)
    retype(dialog, "user", "dora")
    assert line(dialog, "queue.url").text() == QUEUE
    retype(dialog, "host", "other")
    assert (line(dialog, "queue.url").text(), runs_on(dialog).currentData()) == ("", "here")
    retype(dialog, "host", "db.example")
    assert (line(dialog, "queue.url").text(), runs_on(dialog).currentData()) == (QUEUE, "server")


def test_a_queue_that_was_typed_for_the_new_database_stays(
    new: New, answer: Ask, path: Path, storage_root: Path
) -> None:
    a_saved(path, SWEEP_STORAGE_ROOT=str(storage_root))
    dialog = new()

    def type_both() -> None:
        retype(dialog, "queue.url", "redis://queue.other:6379/0")
        retype(dialog, "address", OTHER)
        click(dialog, "settings.save")

    answer(dialog, type_both)
    assert opened(path).saved()["SWEEP_REDIS_URL"] == "redis://queue.other:6379/0"


def test_a_shown_connection_has_its_own_queue(new: New, show: Show, path: Path) -> None:
    a_saved(path)
    connections = Connections(opened(path))
    connections.rename("main")
    connections.put(SavedConnection("other", {"SWEEP_DATABASE_URL": OTHER}))
    dialog = new()
    show(dialog)
    which = find(dialog, QComboBox, "settings.connection.which")
    for name, queue in (("other", ""), ("main", QUEUE), ("", "")):
        which.setCurrentIndex(which.findData(name))
        assert line(dialog, "queue.url").text() == queue


@pytest.mark.parametrize(
    ("given", "text", "why"),
    [
        (
            {"SWEEP_REDIS_URL": f"redis://:{SECRET}@q", "SWEEP_DATABASE_URL": URL},
            "redis://q:6379/0",
            "SWEEP_REDIS_URL",
        ),
        ({"REDIS_URL": "redis://q", "SWEEP_DATABASE_URL": URL}, "redis://q:6379/0", "REDIS_URL"),
        ({"SWEEP_DATABASE_URL": URL}, "", "SWEEP_REDIS_URL"),
        ({"SWEEP_REDIS_URL": "what?", "SWEEP_DATABASE_URL": URL}, "", "SWEEP_REDIS_URL"),
    ],
)
def test_what_is_fixed_from_outside_is_off_and_says_why(
    new: New, show: Show, path: Path, given: dict[str, str], text: str, why: str
) -> None:
    a_saved(path)
    dialog = new(Overrides(given))
    show(dialog)
    assert (line(dialog, "queue.url").text(), line(dialog, "queue.url").isEnabled()) == (text, False)
    assert not line(dialog, "queue.user").isEnabled()
    assert not runs_on(dialog).isEnabled()
    assert why in told(dialog, "queue.url.remark")


def test_a_real_redis_is_tried_with_the_password_that_was_typed_or_kept(
    new: New, show: Show, loop: Loop, ring: Ring
) -> None:
    with a_server({"requirepass": PASSWORD}) as server:
        dialog = new()
        show(dialog)
        retype(dialog, "queue.url", server.url())
        where = server.url()
        refused = QueueUnreachable("password", where)
        assert tried(dialog, loop, "bad") == without_marks(error_text(refused))
        retype(dialog, "queue.password", PASSWORD)
        assert told(dialog, "queue.bad") == ""  # what was tried is not what stands there
        said = tried(dialog, loop, "warn")
        assert "Connected: Redis" in said
        assert where in said
        assert "No worker is listening" in said
        line(dialog, "queue.password").clear()
        ring.secrets[SERVICE, QueueAddress.parse(where)[0].secret_name] = PASSWORD
        assert "Connected: Redis" in tried(dialog, loop, "warn")


def test_a_keyring_in_the_way_is_said_only_where_a_password_is_wanted(
    new: New, show: Show, loop: Loop, ring: Ring, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    ring.problem = RuntimeError("locked")
    expected_logs.expect("The system keychain cannot be")
    with a_server({"requirepass": PASSWORD}) as locked:
        dialog = new()
        show(dialog)
        retype(dialog, "queue.url", redis_url)
        assert "Connected: Redis" in tried(dialog, loop, "warn")
        retype(dialog, "queue.url", locked.url())
        assert tried(dialog, loop, "bad") == without_marks(error_text(KeychainRefused("read")))


def test_who_listens_is_told(
    new: New, show: Show, loop: Loop, redis_server: RedisServer, redis_url: str
) -> None:
    number = QueueAddress.parse(redis_url)[0].database
    client = redis_server.client(number)
    try:
        client.sadd("rq:workers:maintenance", "rq:worker:web1")
        client.hset("rq:worker:web1", mapping={"state": "idle", "queues": "maintenance", "hostname": "web"})
    finally:
        client.close()
    dialog = new()
    show(dialog)
    retype(dialog, "queue.url", redis_url)
    assert "1 worker of the product is listening." in tried(dialog, loop, "ok")


def test_the_command_of_the_tunnel_can_be_copied(new: New, show: Show) -> None:
    dialog = new()
    show(dialog)
    click(dialog, "settings.queue.copy")
    assert QGuiApplication.clipboard().text() == TUNNEL == line(dialog, "queue.tunnel").text()


def test_the_queues_password_goes_with_its_connection(
    new: New, answer: Ask, path: Path, ring: Ring, storage_root: Path
) -> None:
    a_saved(path, SWEEP_STORAGE_ROOT=str(storage_root))
    connections = Connections(opened(path))
    connections.rename("main")
    connections.put(
        SavedConnection("other", {"SWEEP_DATABASE_URL": OTHER, "SWEEP_REDIS_URL": "redis://other:6379/0"})
    )
    ring.secrets = {(SERVICE, KEY): SECRET, (SERVICE, "redis://other:6379"): "gone"}
    dialog = new(page=SettingsPage.CONNECTION)

    def remove_the_other() -> None:
        which = find(dialog, QComboBox, "settings.connection.which")
        which.setCurrentIndex(which.findData("other"))
        click(dialog, "settings.connection.remove")
        click(dialog, "settings.save")

    answer(dialog, remove_the_other)
    assert ring.secrets == {(SERVICE, KEY): SECRET}
