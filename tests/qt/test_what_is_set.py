"""`app.viewmodel.what_is_set`: which settings are others than before, by their names alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.bootstrap.keyring_store import KeyringStore
from app.settings import (
    AUTO_CONTINUE,
    BATCH_SIZE,
    DATABASE_URL,
    ENVIRONMENT,
    PACE,
    PACE_MODE,
    REDIS_URL,
    STORAGE_ROOT,
    WORKERS,
    Overrides,
    Settings,
)
from app.ui.theme.theme import Theme, ThemeMode
from app.viewmodel.connections import USED_KEY, Connections, SavedConnection
from app.viewmodel.preferences import (
    DATABASE_SECRET,
    LOCK_KEY,
    LOCK_MINUTES,
    R2_SECRET,
    TRAY_KEY,
    Preferences,
    bucket_secret_name,
)
from app.viewmodel.recent_runs import REQUIRED_KEY, RecentRuns
from app.viewmodel.what_is_set import CONNECTION_KEY, WhatIsSet
from tests.support.session import a_store

URL, OTHER_URL = "postgresql://sweep@db.internal/shop", "postgresql://sweep@db.internal/other"
ODD = {PACE_MODE: ("fixed", "adaptive"), AUTO_CONTINUE: ("1", "0"), WORKERS: ("1", "2")}
"""Two values of a setting that may not be 21 and 22."""

BUCKET = {"R2_ACCOUNT_ID": "a", "R2_BUCKET_NAME": "b", "R2_ACCESS_KEY_ID": "k"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    return a_store(tmp_path, monkeypatch)


@pytest.fixture
def preferences(store: QSettings) -> Preferences:
    return Preferences(store, Overrides(), KeyringStore())


def changed(preferences: Preferences, change: Callable[[], object]) -> list[str]:
    before = WhatIsSet(preferences)
    change()
    return WhatIsSet(preferences).changed_since(before)


def saving(preferences: Preferences, values: Mapping[str, str]) -> list[str]:
    return changed(preferences, lambda: preferences.save(values))


@pytest.mark.parametrize("name", PACE)
def test_each_number_is_named_once_it_is_another_one(preferences: Preferences, name: str) -> None:
    first, second = ODD.get(name, ("21", "22"))
    preferences.save({name: first})
    assert saving(preferences, {name: second}) == [name]
    assert saving(preferences, {name: second}) == []


def test_what_counted_before_it_was_written_out_is_no_change(preferences: Preferences) -> None:
    usual = Settings()
    values = {BATCH_SIZE: str(usual.policy.batch_size), PACE_MODE: str(usual.policy.mode)}
    assert saving(preferences, {**values, WORKERS: str(usual.workers)}) == []


def test_another_place_is_named_by_its_variables(preferences: Preferences) -> None:
    preferences.save({DATABASE_URL: URL, STORAGE_ROOT: "/files", ENVIRONMENT: "staging"})
    assert saving(preferences, {STORAGE_ROOT: "/others", ENVIRONMENT: "production"}) == [
        ENVIRONMENT,
        STORAGE_ROOT,
    ]


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (LOCK_KEY, lambda store: store.setValue(LOCK_KEY, 0)),
        (TRAY_KEY, lambda store: store.setValue(TRAY_KEY, True)),
        (REQUIRED_KEY, lambda store: RecentRuns(store).require_name(True)),
    ],
)
def test_what_guards_the_window_is_named(
    preferences: Preferences, store: QSettings, key: str, change: Callable[[QSettings], None]
) -> None:
    store.setValue(LOCK_KEY, LOCK_MINUTES)
    assert changed(preferences, lambda: change(store)) == [key]


def test_how_the_window_looks_is_not(preferences: Preferences, store: QSettings, theme: Theme) -> None:
    assert changed(preferences, lambda: theme.use(ThemeMode.DARK)) == []
    assert changed(preferences, lambda: store.setValue("window/geometry", "wide")) == []


@pytest.mark.parametrize(
    ("secret", "variable"),
    [
        (URL, DATABASE_SECRET),
        ("host=db.internal", DATABASE_SECRET),
        (bucket_secret_name(BUCKET), R2_SECRET),
        ("redis://queue-1:6379", REDIS_URL),
        ("rediss://u@queue-1:6379", REDIS_URL),
        ("unix:///run/redis", REDIS_URL),
    ],
)
@pytest.mark.parametrize("keep", [True, False])
def test_a_secret_is_named_by_its_variable_alone(
    preferences: Preferences, secret: str, variable: str, keep: bool
) -> None:
    preferences.save({REDIS_URL: "redis://queue-1:6379/0"})

    def put(word: str) -> list[str]:
        return changed(preferences, lambda: preferences.put_secret(secret, word, keep=keep))

    assert [put("one"), put("one"), put("two"), put("one")] == [[variable], [], [variable], [variable]]


def test_a_connection_that_is_not_in_use_is_named(preferences: Preferences) -> None:
    connections = Connections(preferences)
    preferences.save({DATABASE_URL: URL, STORAGE_ROOT: "/files"})
    connections.rename("main")
    other = SavedConnection("staging", {DATABASE_URL: OTHER_URL, STORAGE_ROOT: "/files"})
    moved = SavedConnection("staging", {DATABASE_URL: OTHER_URL, STORAGE_ROOT: "/others"})
    renamed = SavedConnection("tests", moved.values)
    staging, tests = CONNECTION_KEY + "staging", CONNECTION_KEY + "tests"
    assert changed(preferences, lambda: connections.put(other)) == [staging]
    assert changed(preferences, lambda: connections.put(other)) == []
    assert changed(preferences, lambda: connections.put(moved)) == [staging]
    assert changed(preferences, lambda: connections.put(renamed, "staging")) == [staging, tests]
    assert changed(preferences, lambda: connections.remove("tests")) == [tests]
    assert changed(preferences, lambda: connections.rename("production")) == [USED_KEY]
