"""A poller over a real database, and everything that it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import event

from app.actions.overview import Overview
from app.bootstrap.job_types import job_types
from app.core.job import Job
from app.db.engine import Database
from app.files.local import LocalStorage
from app.qt.calls import Calls
from app.viewmodel import poller as poller_module
from app.viewmodel.poller import Poller
from app.viewmodel.rows import Connected, ShownRow
from app.workers.job_queue import LocalState
from tests.qt.conftest import Loop
from tests.support.product import Product

WHERE = "db.example/product"


class Screen:
    """Everything that the poller said. `rows` is the table as it would be shown."""

    def __init__(self, poller: Poller, loop: Loop) -> None:
        self.poller = poller
        self.rows: dict[int, ShownRow] = {}
        self.emitted: list[set[int]] = []
        self.states: list[Connected] = []
        self.gone: list[int] = []
        self._loop = loop
        poller.rows.connect(self._on_rows)
        poller.connection.connect(self.states.append)
        poller.gone.connect(self._on_gone)

    def poll(self, times: int = 1) -> None:
        """Waits for that many polls that begin from now on."""
        for _ in range(times):
            before = len(self.states)
            self.poller.look_now()
            self._loop.until(lambda before=before: len(self.states) > before)  # type: ignore[misc]

    def job(self, business_id: int) -> Job:
        found = self.rows[business_id].row.job
        assert found is not None
        return found

    def left(self, business_id: int) -> int:
        return self.rows[business_id].row.items_left

    def _on_rows(self, rows: tuple[ShownRow, ...]) -> None:
        self.emitted.append({shown.row.business.id for shown in rows})
        self.rows |= {shown.row.business.id: shown for shown in rows}

    def _on_gone(self, ids: tuple[int, ...]) -> None:
        self.gone += ids
        for business_id in ids:
            del self.rows[business_id]


@pytest.fixture
def local() -> dict[int, LocalState]:
    """What the console's own workers say of jobs."""
    return {}


@pytest.fixture
def overview(database: Database, tmp_path: Path) -> Overview:
    return Overview(database, job_types(LocalStorage(tmp_path)))


@pytest.fixture
def screen(
    overview: Overview,
    calls: Calls,
    loop: Loop,
    local: dict[int, LocalState],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Screen]:
    """A poller that may be hurried."""
    monkeypatch.setattr(poller_module, "SOONEST_MS", 5)
    poller = Poller(calls, overview, lambda: WHERE, local.get, console="sweep:desk-1:42:0123456789ab")
    yield Screen(poller, loop)
    poller.stop()
    loop.until(lambda: not poller._busy)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The poller looks by itself, and soon, after its first look."""
    monkeypatch.setattr(poller_module, "POLL_MS", 100)


@pytest.fixture
def statements(database: Database) -> list[str]:
    """The statements that the console sends, until the test's database is closed."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    return sent


@contextmanager
def blocked(
    product: Product, loop: Loop
) -> Iterator[tuple[Callable[[], None], psycopg2.extensions.connection]]:
    """Nobody can read receipts until the connection commits; the first of the pair waits for a reader."""

    def reader_waits() -> bool:
        return bool(product.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted"))

    with closing(psycopg2.connect(product.url)) as connection, connection.cursor() as cursor:
        cursor.execute("LOCK TABLE receipts IN ACCESS EXCLUSIVE MODE")
        yield lambda: loop.until(reader_waits), connection
