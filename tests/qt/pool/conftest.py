"""A storage that hangs, and how to wait for a pool at work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.qt.conftest import NewStation
from tests.support.gate import GUARD_SECONDS, Gate

__all__ = ["NewStation", "Until"]

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def gate(storage_root: Path) -> Gate:
    return Gate(storage_root)


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    """Lets Qt and the threads go on until a condition holds."""

    def wait(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()), timeout=GUARD_SECONDS * 1000)

    return wait
