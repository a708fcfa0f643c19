"""`app.db.server_rows`: rows that wait on a server, and what workers there write on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.core.errors import ConstraintViolation
from app.core.job import Job, JobStatus
from app.core.server import server_mark
from app.core.worker import ConsoleIdentity
from app.db import server_rows
from app.db.engine import Connection
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide, done

DELETION = ["delete_receipts_all"]
WORKER = ConsoleIdentity("sweep:app-1:w7:abc")
CONSOLE = ConsoleIdentity("sweep:desk:7:abc")
MARK = server_mark(datetime(2026, 11, 27))
ON_SERVER = Cursor(max_id=99, worker=MARK).text()
LOST = "Server restarted / job heartbeat lost: no update for 300 s"

# What may stand on a queued row, and for whom it waits.
CURSORS = {
    "server": ON_SERVER,
    "server, begun": Cursor(last_id=5, max_id=99, worker=MARK).text(),
    "web": None,
    "web, moved": ON_SERVER.replace('"last_id": 0', '"last_id": 7'),
    "web, its own": '{"last_id": 12345}',
    "console": Cursor(max_id=99, worker=CONSOLE.waiting).text(),
    "worker": Cursor(max_id=99, worker=WORKER.waiting).text(),
}


@pytest.fixture
def ago(product: Product) -> Callable[[float], datetime]:
    """A moment so many seconds ago, by the database's clock."""
    return lambda seconds: (
        product.scalar("SELECT timezone('UTC', clock_timestamp())") - timedelta(seconds=seconds)
    )


def write(station: Station, change: Any, job: Job, cursor: Cursor, **more: Any) -> Any:
    with station.database.begin() as connection:
        return change(connection, job, cursor, **more)


def within(station: Station, do: Callable[[Connection], Any]) -> Any:
    with station.database.begin() as connection:
        return do(connection)


def on_server(station: Station, product: Product, business: int, **more: Any) -> Job:
    return station.read(product.job(business, **{"cursor": ON_SERVER, **more}))


@pytest.mark.parametrize("web", [False, True])
def test_who_waits_on_the_server(station: Station, product: Product, web: bool) -> None:
    ids = {name: product.job(product.business(), cursor=text) for name, text in CURSORS.items()}
    product.job(product.business(), "running", cursor=ON_SERVER)
    product.job(product.business(), job_type="delete_leads")
    found = within(station, lambda connection: server_rows.waiting(connection, DELETION, web=web))
    wanted = [
        job_id for name, job_id in ids.items() if name.startswith(("server", "web") if web else "server")
    ]
    assert [job.id for job in found] == wanted
    product.execute("UPDATE background_jobs SET updated_at = '2024-05-01'")
    every = [row["id"] for row in product.rows("SELECT id FROM background_jobs")] if web else wanted
    kept = within(station, lambda connection: server_rows.keep_waiting(connection, DELETION, every))
    fresh = product.rows("SELECT id FROM background_jobs WHERE updated_at > '2024-05-01' ORDER BY id")
    assert (kept, [row["id"] for row in fresh]) == (len(wanted), wanted)
    assert product.scalar("SELECT count(*) FROM background_jobs WHERE heartbeat_at IS NOT NULL") == 1


def test_a_page_view_lets_wait_what_is_kept(
    station: Station, product: Product, web: WebSide, business: int, ago: Callable[[float], datetime]
) -> None:
    job = on_server(station, product, business, updated_at=ago(301))
    within(station, lambda connection: server_rows.keep_waiting(connection, DELETION, [job.id]))
    assert done(web.page_view(business)).status == 200
    assert product.job_status(job.id) == "queued"


def test_a_job_is_taken_once(station: Station, product: Product, business: int) -> None:
    job = on_server(station, product, business)
    cursor = replace(Cursor.parse(job.cursor_text), worker=WORKER.waiting)
    taken = write(station, server_rows.take, job, cursor)
    assert (taken.status, taken.cursor_text) == (JobStatus.QUEUED, cursor.text())
    assert taken.is_alive
    assert write(station, server_rows.take, job, cursor) is None


@pytest.mark.parametrize(
    "meanwhile",
    [
        "UPDATE background_jobs SET status = 'cancelled'",
        "UPDATE background_jobs SET status = 'running'",
        "UPDATE background_jobs SET started_at = timezone('UTC', now())",
        "UPDATE background_jobs SET cursor = '{}'",
    ],
)
def test_whoever_was_quicker_keeps_it(
    station: Station, product: Product, business: int, meanwhile: str
) -> None:
    job = on_server(station, product, business)
    product.execute(meanwhile)
    before = product.job_row(job.id)
    cursor = Cursor(max_id=99, worker=WORKER.waiting)
    for change in (server_rows.take, server_rows.take_here, server_rows.put_back):
        assert write(station, change, job, cursor) is None
    assert product.job_row(job.id) == before


def failed(product: Product, business: int, **more: Any) -> int:
    return product.job(business, "failed", **{"cursor": ON_SERVER, "last_error": LOST, **more})


def test_what_was_failed_while_it_waited_waits_again(
    station: Station, product: Product, ago: Callable[[float], datetime]
) -> None:
    marked = failed(product, product.business())
    of_web = failed(product, product.business(), cursor=None, started_at=None)
    failed(product, product.business(), cursor=None)  # it had begun
    failed(product, product.business(), cursor=CURSORS["worker"])
    failed(product, product.business(), last_error="Marked as failed")
    failed(product, product.business(), finished_at=ago(3601))  # somebody has seen that by now
    find = server_rows.failed_while_waiting
    found = within(station, lambda connection: find(connection, DELETION, web=True))
    assert [job.id for job in found] == [marked, of_web]
    (job,) = within(station, lambda connection: find(connection, DELETION, web=False))
    again = within(
        station,
        lambda connection: server_rows.wait_again(connection, job, Cursor.parse(job.cursor_text)),
    )
    assert (again.status, again.last_error, again.finished_at) == (JobStatus.QUEUED, None, None)
    assert not again.is_alive


def test_a_failed_one_may_be_taken_at_once(station: Station, product: Product, business: int) -> None:
    job = station.read(failed(product, business))
    cursor = Cursor(max_id=99, worker=WORKER.waiting)
    taken = write(station, server_rows.take, job, cursor)
    assert (taken.status, taken.last_error, taken.finished_at) == (JobStatus.QUEUED, None, None)


@pytest.mark.parametrize("change", [server_rows.take, server_rows.wait_again], ids=["take", "wait_again"])
def test_a_failed_one_stays_so_beside_another(
    station: Station, product: Product, business: int, change: Any
) -> None:
    job = station.read(failed(product, business))
    product.job(business, "paused")
    try:
        brought = write(station, change, job, Cursor(worker=MARK))
    except ConstraintViolation:
        brought = None
    assert brought is None
    product.execute(
        "UPDATE background_jobs SET status = 'cancelled', heartbeat_at = timezone('UTC', now())"
        " WHERE status = 'paused'"
    )
    assert write(station, change, job, Cursor(worker=MARK)) is None
    assert product.job_status(job.id) == "failed"


def test_a_failed_one_stays_so_where_another_was_asked_for_since(
    station: Station, product: Product, business: int
) -> None:
    """Whoever has cancelled that one does not want this one either."""
    job = station.read(failed(product, business))
    product.job(business, "cancelled")
    find = server_rows.failed_while_waiting
    assert within(station, lambda connection: find(connection, DELETION, web=True)) == []
    for change in (server_rows.take, server_rows.wait_again):
        assert write(station, change, job, Cursor(worker=MARK)) is None
    assert product.job_status(job.id) == "failed"


def test_jobs_of_lost_workers_are_given_back(
    station: Station, product: Product, ago: Callable[[float], datetime]
) -> None:
    old: dict[str, Any] = {"heartbeat_at": ago(121), "updated_at": ago(121), "created_at": ago(500)}
    claim = Cursor(last_id=5, max_id=99, worker=f"{WORKER.name}/1", claimed="2026-01-01").text()
    started = {"started_at": datetime(2026, 1, 1)}
    runs = product.job(product.business(), "running", cursor=claim, **old, **started)
    keeps = product.job(product.business(), cursor=CURSORS["worker"], **old)
    product.job(product.business(), "running", cursor=claim, **old | {"heartbeat_at": ago(100)})
    product.job(product.business(), "running", cursor=claim.replace(":w7:", ":7:"), **old)  # a console's
    product.job(product.business(), "paused", cursor=claim, **old)
    product.job(product.business(), cursor=ON_SERVER, **old)
    product.job(product.business(), "running", cursor=None, **old)
    lost = within(station, lambda connection: server_rows.of_lost_workers(connection, DELETION))
    assert [job.id for job in lost] == [runs, keeps]
    for job in lost:
        cursor = replace(Cursor.parse(job.cursor_text).owned_by(MARK), interrupted=True)
        back = write(station, server_rows.give_back, job, cursor)
        assert (back.status, back.heartbeat_at) == (JobStatus.QUEUED, None)
        assert write(station, server_rows.give_back, job, cursor) is None


def test_a_worker_that_beats_again_keeps_its_job(
    station: Station, product: Product, business: int, ago: Callable[[float], datetime]
) -> None:
    old: dict[str, Any] = {"heartbeat_at": ago(121), "updated_at": ago(121)}
    job = station.read(product.job(business, "running", cursor=CURSORS["worker"], **old))
    product.execute("UPDATE background_jobs SET heartbeat_at = timezone('UTC', clock_timestamp())")
    give = server_rows.give_back
    assert write(station, give, job, Cursor(worker=MARK)) is None


def test_a_job_may_be_run_here_unless_somebody_is_alive(
    station: Station, product: Product, business: int
) -> None:
    job = on_server(station, product, business)
    other = product.job(
        business, "cancelled", heartbeat_at=product.scalar("SELECT timezone('UTC', now())"), finished_at=None
    )
    cursor = Cursor(max_id=99, worker=CONSOLE.waiting)
    take = server_rows.take_here
    assert write(station, take, job, cursor) is None
    product.execute("UPDATE background_jobs SET heartbeat_at = NULL WHERE id = %s", other)
    taken = write(station, take, job, cursor, total=7)
    assert (taken.total, taken.cursor_text, taken.is_alive) == (7, cursor.text(), True)
