"""A job that was left behind, and that the person may not take over any more, or somebody else has taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from app.actions.overview import Overview
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.bootstrap.window import services_of
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.storage_place import Folder
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.settings import Settings
from app.ui.window.rescue import Rescue
from tests.qt.conftest import Loop
from tests.support.gate import GUARD_SECONDS, LONG_AGO
from tests.support.product import Product

DEAD = "sweep:front-services:7:ab12"


@pytest.mark.parametrize(
    ("pages", "begun", "answers"), [([], "", ["page_disabled"]), (["gmail_receipts"], "2020-01-02", [])]
)
def test_it_is_not_asked_for_at_each_poll(
    product: Product,
    loop: Loop,
    calls: Calls,
    actor: Actor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pages: list[str],
    begun: str,
    answers: list[str],
) -> None:
    """Each attempt would leave a line in the audit trail. Where the web worker has `begun` it meanwhile, and
    gone silent too, it is not ours to take over without a click."""
    monkeypatch.setattr("app.viewmodel.poller.POLL_MS", 20)
    old = dict.fromkeys(("created_at", "updated_at", "started_at", "heartbeat_at"), LONG_AGO)
    cursor = Cursor(0, 9, f"{DEAD}/1", claimed=f"{LONG_AGO} 00:00:00").text()
    job_id = product.job(product.business(pages=pages), "running", cursor=cursor, **old)
    profile = ConnectionProfile(product.url, Folder(product.storage_root))
    console = Console(profile, Settings(), WorkerPool, tmp_path / "data")
    services = services_of(console, calls)
    console.start()
    parent, polls = QObject(), list[object]()
    try:
        (job,) = Overview(console.database, console.types).moved(actor, watched=[job_id], newer_than=0)
        Rescue(services, actor, [job], parent)
        if begun:
            product.execute("UPDATE background_jobs SET started_at = %s", begun)
        services.poller.connection.connect(polls.append)
        services.poller.start(actor)
        loop.until(lambda: len(polls) > 3)
        lines = [line.answer for line in console.audit.read()]
    finally:
        services.poller.stop()
        assert console.pool.close(GUARD_SECONDS * 1000)
        console.close()
    assert lines == answers
    assert product.job_status() == "running"
