"""The page of the workers in the window, on a real Redis, and what leads there and away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from redis import Redis

from app.core.job import JobStatus
from app.core.server import RunsOn
from app.qt.translation import Language
from app.queue.server_queue import ServerQueue
from app.ui.runs.table import CellsTable
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme
from app.ui.window.pages import Pages
from app.ui.window.sidebar import COUNT, Beside, Sidebar
from app.ui.workers.columns import BUSINESS, ENQUEUE, HERE, RUN
from app.ui.workers.footer import COMMAND
from app.ui.workers.page import WorkersPage
from tests.qt.window.conftest import Hands, NewHands
from tests.support.listening import listens
from tests.support.menus import press_menu_key
from tests.support.parts import part
from tests.support.product import Product


@pytest.fixture
def queue(redis_url: str) -> Iterator[ServerQueue]:
    queue = ServerQueue(redis_url)
    yield queue
    queue.close(2.0)


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


# a time in the far future would be none
WAITS_LONG = (
    "UPDATE background_jobs SET cursor = regexp_replace(cursor, '@server:[0-9]+:', '@server:1700000000:')"
)


class Server:
    """A window with a queue on a server, on the page of the workers."""

    def __init__(self, console: Hands, product: Product, queue: ServerQueue) -> None:
        self.console, self.product, self.queue = console, product, queue
        self.page = part(console.window, WorkersPage)
        self.jobs = part(self.page, CellsTable, "workers.jobs")
        self.workers = part(self.page, CellsTable, "workers")

    def hand_over(self, *names: str) -> list[int]:
        """Businesses whose deletions wait on the server."""
        found = [self.product.business(name) for name in names]
        for business in found:
            self.product.receipts(business, 2)
        crew = self.console.crew
        crew.actions.start(crew.person, crew.deletion.name, found, on=RunsOn.SERVER, anyway=True)
        return found

    def open(self, *business_ids: int) -> None:
        """Opens the window, and turns to the page by its key."""
        self.console.open(*business_ids)
        self.console.action("show_workers").trigger()
        self.until(lambda: self.page.has_looked)

    def until(self, condition: Any) -> None:
        self.console.loop.until(condition)

    def look(self) -> None:
        """Waits for another look than the last one."""
        before = self.page._seen
        self.page.feed.look_now()
        self.until(lambda: self.page._seen is not before)

    def texts(self, table: CellsTable, column: int) -> list[str]:
        model = table.records
        return [without_marks(str(model.index(row, column).data())) for row in range(model.rowCount())]

    def click(self, row: int, column: int) -> None:
        """A click into a cell."""
        QApplication.processEvents()
        place = self.jobs.visualRect(self.jobs.records.index(row, column)).center()
        QTest.mouseClick(self.jobs.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def close(self) -> None:
        self.page.set_active(False)
        self.page.feed.act_for(None)
        self.console.window.hide()


@pytest.fixture
def server(new_console: NewHands, product: Product, queue: ServerQueue) -> Iterator[Server]:
    found = Server(new_console(server=queue), product, queue)
    yield found
    found.close()


def test_without_a_queue_the_window_is_as_before(new_console: NewHands, product: Product) -> None:
    console = new_console()
    console.open(product.business())
    assert console.window.findChild(WorkersPage) is None
    assert Beside.WORKERS not in part(console.window, Sidebar)._places.places
    action = console.action("show_workers")
    assert (action.isVisible(), action.shortcuts()) == (False, [])


def test_who_works_and_what_waits(server: Server, client: Redis) -> None:
    worker = listens(client, ["sweep", "maintenance"], ours="idle")
    first, second = server.hand_over("Alma", "Bet")
    server.open(first, second)
    assert server.texts(server.workers, 0)[0].startswith(f"queue-1:{worker.pid}")
    assert server.texts(server.jobs, BUSINESS) == ["Alma", "Bet"]
    assert server.texts(server.jobs, 0) == ["1", "2"]
    assert server.jobs.records.columnCount() == ENQUEUE  # there is nothing to be done about any of them
    sidebar = part(server.console.window, Sidebar)
    assert without_marks(str(sidebar.currentIndex().data(COUNT))) == "1"
    assert without_marks(part(server.page, QLabel, "workers.waiting.value").text()) == "2"
    server.console.action("show_businesses").trigger()
    assert without_marks(sidebar._places.count_text(Beside.WORKERS)) == ""


def test_it_reads_only_while_it_is_seen(server: Server, client: Redis) -> None:
    [business] = server.hand_over("Alma")
    looks: list[object] = []
    server.page.feed.seen.connect(looks.append)
    server.console.open(business)
    server.console.loop.turn()
    assert looks == []
    server.console.action("show_workers").trigger()
    server.until(lambda: looks)
    server.console.action("show_businesses").trigger()
    assert not server.page.feed._timer.isActive()
    server.page.feed.look_now()
    assert not server.page.feed._timer.isActive()


def test_nobody_listens(server: Server) -> None:
    [business] = server.hand_over("Alma")
    server.open(business)
    told = part(server.page, QLabel, "workers.nobody.notice")
    assert told.isVisible()
    assert part(server.page, QLabel, "workers.add.command").text() == COMMAND
    part(server.page, QPushButton, "workers.nobody.again").click()
    assert QGuiApplication.clipboard().text() == COMMAND
    assert server.jobs.records.columnCount() == HERE + 1


def test_a_lost_entry_is_entered_again(server: Server, client: Redis) -> None:
    listens(client, ["sweep"], ours="idle")
    [business] = server.hand_over("Alma")
    server.queue.remove([server.product.job_row()["id"]])
    server.product.execute(WAITS_LONG)
    server.open(business)
    server.until(lambda: server.jobs.records.columnCount() > ENQUEUE)
    server.click(0, ENQUEUE)
    job_id = server.product.job_row()["id"]
    server.until(lambda: server.queue.entries_of([job_id]))
    server.until(lambda: server.texts(server.jobs, 0) == ["1"])


def test_while_the_queue_is_away_a_job_can_only_run_here(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    businesses = server.hand_over("Alma", "Bet")
    server.product.execute(WAITS_LONG)
    monkeypatch.setattr(server.console.services.workers, "_server", ServerQueue("redis://127.0.0.1:1/0"))
    server.open(*businesses)
    server.until(lambda: server.jobs.records.columnCount() > ENQUEUE)
    assert server.texts(server.jobs, ENQUEUE) == ["", ""]
    assert all(server.texts(server.jobs, HERE))
    assert not part(server.page, QPushButton, "workers.enqueue_all").isVisible()
    server.jobs.selectRow(0)
    press_menu_key(server.jobs)
    menu = server.page.waiting._menu
    assert [action.isEnabled() for action in menu.actions()] == [True, True, False, True]
    menu.close()
    assert part(server.page, QPushButton, "workers.here_all").isVisible()
    server.click(0, HERE)
    server.until(lambda: server.console.status(businesses[0]) is JobStatus.COMPLETED)


def test_it_runs_here(server: Server) -> None:
    [business] = server.hand_over("Alma")
    server.open(business)
    server.click(0, HERE)
    server.until(lambda: server.console.status(business) is JobStatus.COMPLETED)
    server.until(lambda: not server.jobs.records.lines)


def test_links_lead_to_the_business_and_the_run(server: Server, client: Redis) -> None:
    listens(client, ["sweep"], ours="idle")
    first, second = server.hand_over("Alma", "Bet")
    server.open(first, second)
    server.click(1, BUSINESS)
    pages = part(server.console.window, Pages)
    assert pages.is_on_businesses
    assert server.console.page.selected_ids() == [second]
    server.console.action("show_workers").trigger()
    server.click(0, RUN)
    assert pages.is_on_runs
    runs = server.console.window._parts.runs
    server.until(lambda: runs.table.current is not None)
    assert runs.table.current.row.id == server.jobs.records.lines[0].job.run_id


def test_keys_reach_what_the_mouse_does(server: Server) -> None:
    [business] = server.hand_over("Alma")
    server.open(business)
    server.jobs.selectRow(0)
    press_menu_key(server.jobs)
    menu = server.page.waiting._menu
    assert [action.isEnabled() for action in menu.actions()] == [True, True, True, True]
    menu.actions()[-1].trigger()
    menu.close()
    server.until(lambda: server.console.status(business) is JobStatus.COMPLETED)


def test_redis_goes_away_and_comes_back(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    [business] = server.hand_over("Alma")
    server.open(business)
    away = ServerQueue("redis://127.0.0.1:1/0")
    reading = server.console.services.workers
    monkeypatch.setattr(reading, "_server", away)
    server.look()
    told = part(server.page, QLabel, "workers.away.notice")
    health = server.page._health
    assert told.isVisible()
    assert not health.isVisible()
    assert server.texts(server.jobs, BUSINESS) == ["Alma"]
    part(server.console.window, QPushButton, "workers.test").click()
    server.until(lambda: "127.0.0.1" in server.console.message())
    monkeypatch.setattr(reading, "_server", server.queue)
    part(server.page, QPushButton, "workers.away.again").click()
    server.until(health.isVisible)
    assert not told.isVisible()
    server.until(lambda: " ms" in server.console.message())


def test_chips_show_some(server: Server, client: Redis) -> None:
    listens(client, ["sweep"], ours="idle", name="free")
    listens(client, ["maintenance"], state="busy", name="busy")
    listens(client, ["sweep"], ours="busy", silent=300, name="lost")
    [business] = server.hand_over("Alma")
    server.open(business)
    assert len(server.workers.records.lines) == 3
    for chip, key in (("busy", "busy"), ("free", "free"), ("lost", "lost")):
        part(server.console.window, QToolButton, f"workers.chip.{chip}").click()
        assert [one.seen.key for one in server.workers.records.lines] == [key]
    part(server.console.window, QToolButton, "workers.chip.all").click()
    assert server.workers.records.lines[0].seen.key == "lost"


def test_in_hebrew(server: Server, client: Redis, language: Language) -> None:
    listens(client, ["sweep"], ours="busy", silent=300)
    [business] = server.hand_over("Alma")
    server.open(business)
    language.use("he")
    QApplication.processEvents()
    cells = [
        *server.texts(server.workers, 1),
        *server.texts(server.workers, 3),
        *server.texts(server.jobs, 4),
    ]
    assert all(any("א" <= letter <= "ת" for letter in cell) for cell in cells)
    assert "שרתי עיבוד" in part(server.console.window, QLabel, "workers.title").text()


def test_the_current_line_stays_while_it_is_read_anew(server: Server, client: Redis) -> None:
    listens(client, ["sweep"], ours="idle")
    businesses = server.hand_over("Alma", "Bet", "Gimel")
    server.open(*businesses)
    server.jobs.selectRow(1)
    resets: list[object] = []
    server.jobs.records.modelReset.connect(lambda: resets.append(1))
    server.look()
    assert (server.jobs.current.job.business, resets) == ("Bet", [])


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("code", ["en", "he"])
def test_in_the_narrowest_window_nothing_is_wider_than_it(
    server: Server, client: Redis, language: Language, theme: Theme, code: str, size: int
) -> None:
    listens(client, ["sweep"], ours="busy", silent=300)
    listens(client, ["sweep"], ours="idle")
    [business] = server.hand_over("Alma")
    theme.use_text_size(size)
    language.use(code)
    window = server.console.window
    window.resize(window.minimumSize())
    server.open(business)
    server.look()
    QApplication.processEvents()
    try:
        assert server.page.width() <= window.width()
        assert server.page.header.width() >= server.page.header.minimumSizeHint().width()
        assert part(window, QToolButton, "action.more").isVisible()
    finally:
        theme.use_text_size(100)
