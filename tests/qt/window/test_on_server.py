"""The window hands deletions over to workers on a server, by a real queue, and takes them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QMenu, QPushButton

from app.core.job import JobStatus
from app.core.run import RunLabel
from app.core.server import RunsOn
from app.core.unpicked import Why
from app.core.worker import Owner
from app.queue.server_queue import ServerQueue
from app.ui.runs.page import RunsPage
from app.ui.widgets import runs_on
from app.ui.widgets.runs_on import RunsOnChoice
from app.ui.window.sidebar import Beside
from app.viewmodel.run_ends import RunEnds
from tests.qt.window.conftest import Hands, NewHands
from tests.support.dialogs import find
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product
from tests.support.serving import SLOW, ServerWorker

PAUSED = '{"last_id": 0, "max_id": 99}'


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_on, "LOOK_AGAIN_MS", 20)


@pytest.fixture
def queue(redis_url: str) -> Iterator[ServerQueue]:
    queue = ServerQueue(redis_url)
    yield queue
    queue.close(2.0)


NewDesk = Callable[..., Hands]


@pytest.fixture
def desk(new_console: NewHands, queue: ServerQueue) -> NewDesk:
    """A window where the queue is named."""
    return lambda *, default=RunsOn.SERVER: _desk(new_console(server=queue), default)


def _desk(console: Hands, default: RunsOn) -> Hands:
    console.crew.console.runs_on = default
    return console


def entries(queue: ServerQueue) -> list[int]:
    return [entry.job_id for entry in queue.look().entries]


def confirm(console: Hands, business: int, *, anyway: bool = False, on: RunsOn | None = None) -> None:
    """Asks for the deletion and confirms it, once the choice allows it."""
    console.select(business)
    console.click("delete")
    dialog = console.dialog("confirm.delete")
    if on is not None:
        find(dialog, QPushButton, f"runs_on.{on.value}").click()
    _agree(console, dialog, "confirm.delete", anyway=anyway)


def _agree(console: Hands, dialog: QDialog, name: str, *, anyway: bool) -> None:
    (choice,) = dialog.findChildren(RunsOnChoice)
    console.loop.until(lambda: choice.is_known)
    for word in dialog.findChildren(QLineEdit, "confirm.word"):
        word.setText("DELETE")
    button = find(dialog, QPushButton, name)
    if anyway:
        assert not button.isEnabled()
        find(dialog, QCheckBox, "runs_on.anyway").click()
    console.loop.until(button.isEnabled)
    button.click()


def owner(console: Hands, business: int) -> Owner | None:
    shown = console.shown(business)
    return shown.owner if shown else None


def handed_over(console: Hands, business: int) -> int:
    """The job that waits on the server, where nobody listens."""
    confirm(console, business, anyway=True)
    console.loop.until(lambda: owner(console, business) is Owner.SERVER_QUEUE)
    shown = console.shown(business)
    assert shown
    assert shown.row.job
    return shown.row.job.id


def test_a_deletion_runs_on_the_server_while_this_console_has_none(
    desk: NewDesk, product: Product, business: int, redis_url: str, queue: ServerQueue
) -> None:
    product.receipts(business, 12)
    console = desk()
    console.open(business)
    with ServerWorker(product, redis_url):
        console.loop.until(lambda: queue.look().ours)
        confirm(console, business)
        console.loop.until(console.message)
        assert "server" in console.message()
        assert not console.action("pause_all").isEnabled()
        console.loop.until(lambda: console.status(business) is JobStatus.COMPLETED)
        shown = console.shown(business)
        assert shown
        assert shown.local is None
        ends = part(console.window, RunEnds)
        console.loop.until(lambda: ends.notices)
    assert product.live(business) == 0
    assert (console.crew.results, entries(queue)) == ([], [])


def test_what_runs_there_is_told_with_its_worker(
    desk: NewDesk, product: Product, business: int, redis_url: str
) -> None:
    product.receipts(business, 200)
    console = desk()
    console.open(business)
    job_id = handed_over(console, business)
    with ServerWorker(product, redis_url, policy=SLOW):
        console.loop.until(lambda: owner(console, business) is Owner.SERVER_WORKER)
        assert console.button("pause").isEnabled()
        assert not console.action("pause_all").isEnabled()
        console.click("pause")
        console.loop.until(lambda: product.job_status(job_id) == "paused")


def test_closing_the_window_does_not_ask_about_what_waits_there(
    desk: NewDesk, product: Product, business: int, queue: ServerQueue
) -> None:
    product.receipts(business, 5)
    console = desk()
    console.open(business)
    job_id = handed_over(console, business)
    quitting: list[bool] = []
    console.window.quit_requested.connect(lambda: quitting.append(True))
    console.window.close()
    console.loop.until(lambda: quitting)
    assert QApplication.activeModalWidget() is None
    assert (product.job_status(job_id), entries(queue)) == ("queued", [job_id])


def test_what_waits_there_is_run_here(
    desk: NewDesk, product: Product, business: int, queue: ServerQueue
) -> None:
    product.receipts(business, 5)
    console = desk()
    console.open(business)
    job_id = handed_over(console, business)
    assert entries(queue) == [job_id]
    console.select(business)
    console.loop.until(console.action("run_here").isEnabled)
    console.action("run_here").trigger()
    console.loop.until(lambda: console.status(business) is JobStatus.COMPLETED)
    console.loop.until(lambda: entries(queue) == [])
    assert product.live(business) == 0


def test_what_has_lost_its_entry_says_so_and_is_entered_again(
    desk: NewDesk, product: Product, business: int, queue: ServerQueue, redis_url: str
) -> None:
    product.receipts(business, 5)
    console = desk()
    console.open(business)
    job_id = handed_over(console, business)
    queue.remove([job_id])
    product.execute("UPDATE background_jobs SET cursor = regexp_replace(cursor, '@server:\\d+', '@server:1')")
    console.loop.until(lambda: (shown := console.shown(business)) and shown.unpicked)
    shown = console.shown(business)
    assert shown
    assert shown.unpicked
    assert shown.unpicked.why is Why.NOBODY
    console.loop.until(console.action("enqueue_again").isEnabled)
    console.action("enqueue_again").trigger()
    console.loop.until(lambda: entries(queue) == [job_id])
    console.loop.until(console.message)
    with ServerWorker(product, redis_url):
        console.loop.until(lambda: console.status(business) is JobStatus.COMPLETED)


@pytest.mark.parametrize("default", [RunsOn.HERE, RunsOn.SERVER])
def test_a_single_resume_asks_where(
    desk: NewDesk, product: Product, business: int, queue: ServerQueue, default: RunsOn
) -> None:
    product.receipts(business, 5)
    job_id = product.job(business, "paused", total=5, cursor=PAUSED)
    console = desk(default=default)
    console.open(business)
    console.select(business)
    console.click("resume")
    console.press("resume.no")
    console.loop.until(console.button("resume").isEnabled)
    assert product.job_status(job_id) == "paused"
    console.click("resume")
    dialog = console.dialog("resume.yes")
    _agree(console, dialog, "resume.yes", anyway=default is RunsOn.SERVER)
    if default is RunsOn.SERVER:
        console.loop.until(lambda: owner(console, business) is Owner.SERVER_QUEUE)
        assert entries(queue) == [job_id]
    else:
        console.loop.until(lambda: console.status(business) is JobStatus.COMPLETED)
        assert entries(queue) == []


def test_several_go_on_where_it_was_chosen(desk: NewDesk, product: Product, queue: ServerQueue) -> None:
    businesses = [product.business(name) for name in ("Alon", "Marom", "Zohar")]
    jobs = [product.job(key, "paused", total=5, cursor=PAUSED) for key in businesses]
    console = desk()
    console.open(*businesses)
    console.page.ticks.replace(businesses)
    QApplication.processEvents()
    console.click("resume")
    _agree(console, console.dialog("several.yes"), "several.yes", anyway=True)
    console.loop.until(lambda: sorted(entries(queue)) == jobs)
    console.loop.until(console.message)
    assert figures(console.message()) == ["3"]
    assert "server" in console.message()


def test_a_run_goes_on_where_it_was_chosen(desk: NewDesk, product: Product, queue: ServerQueue) -> None:
    businesses = [product.business(name) for name in ("Alon", "Marom")]
    for business in businesses:
        product.receipts(business, 3)
    console = desk()
    console.crew.actions.start(
        console.actor,
        console.services.job_type,
        businesses,
        run=RunLabel("SUP-1"),
        on=RunsOn.SERVER,
        anyway=True,
    )
    product.execute("UPDATE background_jobs SET status = 'paused'")
    queue.remove(entries(queue))
    console.open(*businesses)
    console.window._parts.sidebar.choose(Beside.RUNS)
    page = part(console.window, RunsPage)
    console.loop.until(lambda: page.table.records.lines)
    page.table.choose(page.table.records.lines[0].row.id)
    resume = part(page, QPushButton, "run.resume")
    console.loop.until(lambda: resume.isVisible() and resume.isEnabled())
    resume.click()
    _agree(console, console.dialog("resume.yes"), "resume.yes", anyway=True)
    console.loop.until(lambda: len(entries(queue)) == 2)


def test_menus_offer_what_a_queue_allows(desk: NewDesk, new_console: NewHands) -> None:
    for console, names in ((desk(), {"run_here", "enqueue_again"}), (new_console(), set())):
        offered: list[set[str]] = []
        for name in ("menu.more", "menu.rows"):
            menu = part(console.window, QMenu, name)
            menu.aboutToShow.emit()
            actions = {action.objectName().removeprefix("action.") for action in menu.actions()}
            offered.append(actions & {"run_here", "enqueue_again"})
        assert offered == [names, names]
