"""A job that somebody else pauses or ends in the middle of a slice: its row counts the files all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.run import FileCounts
from app.engine.events import Ending
from tests.support.product import Product
from tests.support.running import Station

RECEIPTS = 12


@pytest.fixture
def another(product: Product) -> Iterator[Station]:
    with Station(product, "another") as station:
        yield station


@pytest.fixture
def job_id(product: Product, business: int, station: Station) -> int:
    product.receipts(business, RECEIPTS, files=1)
    (job_id,) = station.start(business)
    return job_id


def counted(product: Product, job_id: int) -> FileCounts:
    return Cursor.parse(product.job_row(job_id)["cursor"]).files


def stopped(station: Station, job_id: int, act: Callable[[], object]) -> None:
    """After its second batch."""

    def meanwhile(wait: int) -> None:
        if wait == 2:
            act()

    assert station.run_until(job_id, meanwhile, batch_size=3).ending is Ending.LOST


@pytest.mark.parametrize("action", ["pause", "cancel"])
def test_by_another_console(
    product: Product,
    business: int,
    station: Station,
    another: Station,
    actor: Actor,
    job_id: int,
    action: str,
) -> None:
    act = getattr(another.actions, action)
    stopped(station, job_id, lambda: act(actor, [job_id]))
    gone = RECEIPTS - product.files(business)
    assert gone == product.job_row(job_id)["succeeded"] > 0
    assert counted(product, job_id) == FileCounts(deleted=gone)
    if action == "pause":
        station.wait_in_queue(job_id)
        assert station.run(job_id).ending is Ending.COMPLETED
        assert counted(product, job_id) == FileCounts(deleted=RECEIPTS)


def test_on_the_web(product: Product, business: int, station: Station, job_id: int) -> None:
    """Which leaves our name in the cursor."""
    cancel = "UPDATE background_jobs SET status = 'cancelled', finished_at = now() WHERE id = %s"
    stopped(station, job_id, lambda: product.execute(cancel, job_id))
    assert counted(product, job_id) == FileCounts(deleted=RECEIPTS - product.files(business))
    assert product.job_row(job_id)["status"] == "cancelled"


def test_whoever_has_gone_on_is_left_alone(
    product: Product, business: int, station: Station, another: Station, actor: Actor, job_id: int
) -> None:
    def taken() -> None:
        another.actions.pause(actor, [job_id])
        another.wait_in_queue(job_id)

    stopped(station, job_id, taken)
    assert counted(product, job_id) == FileCounts()
    assert another.run(job_id).ending is Ending.COMPLETED
    assert product.files(business) == 0
