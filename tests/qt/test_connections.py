"""Saved connections: what is kept of them, and going from one to another without a new start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from app.bootstrap.keyring_store import SERVICE, KeyringStore
from app.core.environment import Color, Environment
from app.core.job import JobStatus
from app.qt.calls import Calls
from app.settings import (
    BATCH_SIZE,
    DATABASE_URL,
    ENVIRONMENT,
    ENVIRONMENT_COLOR,
    STORAGE_ROOT,
    THROTTLE_MS,
    Overrides,
)
from app.ui.businesses.page import BusinessesPage
from app.ui.dialogs.settings.dialog import SettingsDialog
from app.ui.dialogs.sign_in import Elsewhere, SignInDialog
from app.ui.dialogs.switching import SwitchingDialog
from app.ui.texts.environments import environment_text
from app.ui.texts.words import without_marks
from app.ui.widgets.environment import STRIP, EnvironmentBadge, EnvironmentStrip
from app.ui.window.main_window import MainWindow
from app.viewmodel.connections import LIST_KEY, Connections, SavedConnection
from app.viewmodel.preferences import Preferences
from tests.qt.conftest import Loop
from tests.support.dialogs import click, find
from tests.support.keyrings import Ring
from tests.support.logs import ExpectedLogs
from tests.support.parts import part
from tests.support.product import Product, User
from tests.support.session import Start, a_store, sign_in, take_for_the_demo

OTHER = "other"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    return a_store(tmp_path, monkeypatch)


@pytest.fixture(autouse=True)
def staying(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


def connections(store: QSettings) -> Connections:
    return Connections(Preferences(store, Overrides(), KeyringStore()))


def a_connection(name: str, url: str, folder: Path | str, **values: str) -> SavedConnection:
    return SavedConnection(name, {DATABASE_URL: url, STORAGE_ROOT: str(folder), **values})


@pytest.fixture
def user(product: Product) -> User:
    return product.user("system_admin", email="dana@sweep.example", password="Pa$$ word")


@pytest.fixture
def two(store: QSettings, product: Product, tmp_path: Path) -> Connections:
    """Production, in use, and the same database with other files."""
    (tmp_path / "files").mkdir()
    made = connections(store)
    made.put(a_connection("main", product.url, product.storage_root, **{ENVIRONMENT: "production"}))
    made.put(a_connection(OTHER, product.url, tmp_path / "files", **{ENVIRONMENT: "staging"}))
    found = made.named("main")
    assert found is not None
    made.use(found)
    return made


def test_one_is_in_use_and_the_others_are_kept(two: Connections, store: QSettings) -> None:
    again = connections(store)
    assert [one.name for one in again.all()] == ["main", OTHER]
    assert again.used is not None
    assert again.used.name == "main"
    other = again.named(OTHER)
    assert other is not None
    again.use(other)
    assert connections(store).used == other
    assert store.value(f"settings/{ENVIRONMENT}") == "staging"
    again.rename("new")
    again.remove("main")
    assert [one.name for one in connections(store).all()] == ["new"]


def test_a_file_without_a_list_has_one_connection(store: QSettings) -> None:
    preferences = Preferences(store, Overrides(), KeyringStore())
    preferences.save({DATABASE_URL: "postgresql://dana@db.example/product", STORAGE_ROOT: "/srv"})
    assert [one.name for one in Connections(preferences).all()] == ["db.example/product"]


def test_no_password_is_kept_in_the_list(store: QSettings) -> None:
    made = connections(store)
    made.put(a_connection("x", "postgresql://dana:hush@db/product", "/srv"))
    assert [one.url for one in connections(store).all()] == ["postgresql://dana@db/product"]
    assert "hush" not in Path(store.fileName()).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "odd", ["", "{", "[1, null, {}]", '{"a": 1}', '[{"name": 7, "SWEEP_DATABASE_URL": "x"}]']
)
def test_a_damaged_list_is_passed_over(store: QSettings, odd: str, expected_logs: ExpectedLogs) -> None:
    expected_logs.expect("passed over")
    store.setValue(LIST_KEY, odd)
    assert connections(store).all() == []


@pytest.mark.parametrize(
    ("word", "color", "found"),
    [
        ("", "red", None),
        ("Production", "blue", Environment("production", Color.RED)),
        ("staging", "", Environment("staging", Color.AMBER)),
        ("staging", "gray", Environment("staging", Color.GRAY)),
        ("Blue team", "pink", Environment("Blue team", Color.BLUE)),
    ],
)
def test_words_and_colors(word: str, color: str, found: Environment | None) -> None:
    assert Environment.of(word, color) == found


def test_the_word_of_a_connection_is_not_that_of_another() -> None:
    given = {DATABASE_URL: "postgresql://db/a", ENVIRONMENT: "test", ENVIRONMENT_COLOR: "gray"}
    assert Overrides(given).over({}).environment == Environment("test", Color.GRAY)
    assert Overrides(given, database_url="postgresql://db/b").over({}).environment is None
    saved = {DATABASE_URL: "postgresql://db/a", ENVIRONMENT: "test"}
    assert Overrides({}, database_url="postgresql://db/b").over(saved).environment is None


def test_the_window_shows_where_it_works_and_goes_elsewhere(
    loop: Loop, calls: Calls, store: QSettings, product: Product, user: User, two: Connections
) -> None:
    start = Start(loop, calls, store, Overrides())
    for name, color, word in (("main", Color.RED, "production"), (OTHER, Color.AMBER, "staging")):
        dialog = start.shows(SignInDialog)
        environment = Environment(word, color)
        shown = environment_text(environment)
        assert part(dialog, EnvironmentBadge).text() == shown.upper()
        sign_in(dialog, user.email, user.password)
        window = start.shows(MainWindow)
        assert window._services.environment == environment
        assert shown in without_marks(window.windowTitle())
        assert part(window, EnvironmentBadge).text() == shown.upper()
        strip = part(window, EnvironmentStrip)
        assert (strip.isVisible(), strip.width(), strip.height()) == (True, window.width(), STRIP)
        assert [offer.is_here for offer in window.switcher.offers()[:2]] == [name == "main", name == OTHER]
        if name == "main":
            window.switcher.chosen.emit(window.switcher.offers()[1])
            loop.until(window.isHidden)
    assert store.value(f"settings/{ENVIRONMENT}") == "staging"
    window.close()
    start.end()


def test_one_goes_to_another_one_from_the_sign_in(
    loop: Loop, calls: Calls, store: QSettings, two: Connections
) -> None:
    start = Start(loop, calls, store, Overrides())
    first = start.shows(SignInDialog)
    place = find(first, QComboBox, "signin.place")
    place.setCurrentIndex(place.findData(OTHER))
    place.activated.emit(place.currentIndex())
    second = start.shows(SignInDialog)
    assert (
        part(second, EnvironmentBadge).text() == environment_text(Environment("staging", Color.AMBER)).upper()
    )
    second.reject()
    start.end()


def test_one_goes_to_the_demo_and_back(
    loop: Loop,
    calls: Calls,
    store: QSettings,
    product: Product,
    user: User,
    two: Connections,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_for_the_demo(product, user, monkeypatch)
    start = Start(loop, calls, store, Overrides())
    for wanted, is_demo in ((Elsewhere.DEMO, False), ("main", True)):
        dialog = start.shows(SignInDialog)
        assert (dialog._services.demo is not None) is is_demo
        sign_in(dialog, user.email, user.password)
        window = start.shows(MainWindow)
        window.switcher.chosen.emit(next(one for one in window.switcher.offers() if one.wanted == wanted))
        loop.until(window.isHidden)
    dialog = start.shows(SignInDialog)
    assert dialog._services.demo is None
    dialog.reject()
    start.end()


def test_a_connection_from_outside_is_not_left_for_a_saved_one(
    loop: Loop, calls: Calls, store: QSettings, product: Product, user: User, two: Connections
) -> None:
    given = Overrides(database_url=product.url, storage_root=str(product.storage_root))
    start = Start(loop, calls, store, given)
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    assert window._services.environment is None  # the saved word is of another address, for all one knows
    assert not {"main", OTHER} & {offer.wanted for offer in window.switcher.offers()}
    window.close()
    start.end()


def test_jobs_are_paused_before_one_goes_elsewhere(
    loop: Loop, calls: Calls, store: QSettings, product: Product, user: User, two: Connections
) -> None:
    business = product.business("Alon")
    product.receipts(business, 6)
    given = Overrides({BATCH_SIZE: "2", THROTTLE_MS: "60000"})
    start = Start(loop, calls, store, given)
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    page = part(window, BusinessesPage)
    loop.until(lambda: page.model.get(business))
    actor = window._actor
    loop.run(calls.run(window._services.jobs.start, actor, window._services.job_type, [business]))
    loop.until(lambda: _status(page, business) is JobStatus.RUNNING)
    window.switcher.chosen.emit(window.switcher.offers()[1])
    click(start.shows(SwitchingDialog), "switching.stay")
    loop.turn()
    assert window.isVisible()
    assert window._services.pool.own_jobs
    window.switcher.chosen.emit(window.switcher.offers()[1])
    click(start.shows(SwitchingDialog), "switching.go")
    dialog = start.shows(SignInDialog)
    assert product.scalar("SELECT status FROM background_jobs") == "paused"
    assert not window.isVisible()
    dialog.reject()
    start.end()


def _status(page: BusinessesPage, business: int) -> JobStatus | None:
    shown = page.model.get(business)
    return shown.row.job.status if shown and shown.row.job else None


def settings_of(loop: Loop, window: MainWindow) -> SettingsDialog:
    """Opened over the window; at its start that may still be looking for what was left behind."""

    def shown() -> list[SettingsDialog]:
        all_of_them = QApplication.topLevelWidgets()
        return [each for each in all_of_them if isinstance(each, SettingsDialog) and each.isVisible()]

    while not shown():
        window.settings_requested.emit()
        loop.turn()
    return shown()[0]


def test_a_connection_that_is_saved_can_be_gone_to_at_once(
    loop: Loop,
    calls: Calls,
    store: QSettings,
    product: Product,
    user: User,
    two: Connections,
    tmp_path: Path,
) -> None:
    """A third one, for the same database; what is in use stays as it is until then."""
    start = Start(loop, calls, store, Overrides())
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    dialog = settings_of(loop, window)
    which = find(dialog, QComboBox, "settings.connection.which")
    which.setCurrentIndex(which.count() - 1)
    assert find(dialog, QLineEdit, "settings.address").text() == ""
    assert find(dialog, QLineEdit, "settings.folder").text() == ""
    find(dialog, QLineEdit, "settings.name").setText("third")
    kind = find(dialog, QComboBox, "settings.environment")
    kind.setCurrentIndex(kind.findData("test"))
    address = find(dialog, QLineEdit, "settings.address")
    address.setText(product.url)
    address.textEdited.emit(product.url)
    find(dialog, QLineEdit, "settings.folder").setText(str(tmp_path))
    click(dialog, "settings.save")
    question = start.shows(SwitchingDialog)
    assert store.value(f"settings/{ENVIRONMENT}") == "production"
    click(question, "switching.go")
    dialog = start.shows(SignInDialog)
    assert part(dialog, EnvironmentBadge).text() == environment_text(Environment("test", Color.BLUE)).upper()
    assert [one.name for one in connections(store).all()] == ["main", OTHER, "third"]
    dialog.reject()
    start.end()


def test_a_connection_is_removed_with_its_password_once_that_is_saved(
    loop: Loop, calls: Calls, store: QSettings, user: User, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Ring()
    ring.install(monkeypatch)
    made = connections(store)
    made.put(a_connection("main", product.url, product.storage_root))
    made.put(a_connection(OTHER, "postgresql://dana@db.example/x", "/srv"))
    main = made.named("main")
    assert main is not None
    made.use(main)
    ring.secrets[SERVICE, "postgresql://dana@db.example/x"] = "hush"
    start = Start(loop, calls, store, Overrides())
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    dialog = settings_of(loop, window)
    remove = find(dialog, QPushButton, "settings.connection.remove")
    assert not remove.isEnabled()  # it is in use
    which = find(dialog, QComboBox, "settings.connection.which")
    which.setCurrentIndex(which.findData(OTHER))
    remove.click()
    assert which.findData(OTHER) == -1
    assert connections(store).named(OTHER) is not None
    click(dialog, "settings.save")
    loop.until(lambda: [one.name for one in connections(store).all()] == ["main"])
    loop.until(lambda: not ring.secrets)
    window.close()
    start.end()


def test_two_connections_cannot_have_one_name(
    loop: Loop, calls: Calls, store: QSettings, user: User, two: Connections
) -> None:
    start = Start(loop, calls, store, Overrides())
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    dialog = settings_of(loop, window)
    find(dialog, QLineEdit, "settings.name").setText(OTHER)
    click(dialog, "settings.save")
    wrong = find(dialog, QLabel, "settings.name.wrong")
    loop.until(lambda: not wrong.isHidden())
    assert len(connections(store).all()) == 2
    dialog.reject()
    window.close()
    start.end()
