"""A pool at work, and a storage that hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.core.access import Actor
from app.db.engine import Database
from app.files.local import LocalStorage
from app.files.storage import Storage
from tests.support.crew import GUARD_SECONDS, Crew, Gate

NewCrew = Callable[..., Crew]
Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def gate(storage_root: Path) -> Gate:
    return Gate(storage_root)


@pytest.fixture
def storage(storage_root: Path) -> LocalStorage:
    return LocalStorage(storage_root)


@pytest.fixture
def new_crew(
    database: Database, storage: LocalStorage, actor: Actor, tmp_path: Path, qtbot: QtBot
) -> Iterator[NewCrew]:
    """Makes a crew, with its pool started; its threads are ended after the test."""
    crews: list[Crew] = []

    def make(
        kind: type[Crew] = Crew,
        storage: Storage = storage,
        database: Database = database,
        **options: Any,
    ) -> Crew:
        crew = kind(database, storage, actor, tmp_path, **options)
        crews.append(crew)
        crew.pool.start()
        return crew

    yield make
    closed = [crew.pool.close(GUARD_SECONDS * 1000) for crew in crews]
    assert all(closed)


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    """Lets Qt and the threads go on until a condition holds."""

    def wait(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()), timeout=GUARD_SECONDS * 1000)

    return wait
