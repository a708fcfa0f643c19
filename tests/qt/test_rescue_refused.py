"""A job that was left behind, and that the person may not take over any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from app.bootstrap.console import Console, Place
from app.core.access import Actor
from app.core.storage_place import Folder
from app.qt.calls import Calls
from app.settings import Settings
from app.ui.rescue import Rescue
from tests.qt.conftest import Loop
from tests.support.crew import GUARD_SECONDS, LONG_AGO
from tests.support.product import Product

DEAD = "sweep:front-desk:7:ab12"


def test_it_is_not_asked_for_at_each_poll(
    product: Product,
    loop: Loop,
    calls: Calls,
    actor: Actor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each attempt would leave a line in the audit trail."""
    monkeypatch.setattr("app.qt.poller.POLL_MS", 20)
    old = dict.fromkeys(("created_at", "updated_at", "started_at", "heartbeat_at"), LONG_AGO)
    cursor = f'{{"last_id": 0, "max_id": 9, "worker": "{DEAD}/1"}}'
    job_id = product.job(product.business(pages=[]), "running", cursor=cursor, **old)
    console = Console(Place(product.url, Folder(product.storage_root)), Settings(), calls, tmp_path / "data")
    console.start()
    parent, polls = QObject(), list[object]()
    try:
        (job,) = console.overview.moved(watched=[job_id], newer_than=0)
        Rescue(console.desk, actor, [job], parent)
        console.poller.connection.connect(polls.append)
        console.poller.start(actor)
        loop.until(lambda: len(polls) > 3)
        lines = [line.answer for line in console.audit.read()]
    finally:
        console.poller.stop()
        assert console.pool.close(GUARD_SECONDS * 1000)
        console.close()
    assert lines == ["page_disabled"]
    assert product.scalar("SELECT status FROM background_jobs") == "running"
