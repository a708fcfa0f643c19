"""A job that somebody else pauses in the middle of a slice: its row counts the files all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.run import FileCounts
from app.engine.events import Ending
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station

pytestmark = pytest.mark.usefixtures("journal")

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


def test_another_console_pauses_it(
    product: Product, business: int, station: Station, another: Station, actor: Actor, job_id: int
) -> None:
    stopped(station, job_id, lambda: another.actions.pause(actor, [job_id]))
    gone = RECEIPTS - product.files(business)
    assert gone == product.job_row(job_id)["succeeded"] > 0
    assert counted(product, job_id) == FileCounts(deleted=gone)
    station.wait_in_queue(job_id)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert counted(product, job_id) == FileCounts(deleted=RECEIPTS)


def test_files_that_something_needs_are_counted_too(
    product: Product, business: int, station: Station, another: Station, actor: Actor
) -> None:
    ids = product.receipts(business, RECEIPTS)
    (shared,) = product.attachments(business)
    product.execute("UPDATE receipts SET attachment_id = %s WHERE id IN (%s, %s)", shared.id, ids[0], ids[-1])
    (job_id,) = station.start(business)
    stopped(station, job_id, lambda: another.actions.pause(actor, [job_id]))
    assert counted(product, job_id) == FileCounts(needed=1)


def test_what_was_under_way_as_it_was_given_up_is_swept_by_whoever_goes_on(
    product: Product, business: int, another: Station, actor: Actor, expected_logs: ExpectedLogs
) -> None:
    """Where its answer never came, a file that is missing then is no sign of a wrong storage."""
    expected_logs.expect("No answer")
    product.receipts(business, RECEIPTS, files=1)
    with Station(product, storage=_Doubtful(product.storage_root)) as station:
        (job_id,) = station.start(business)
        stopped(station, job_id, lambda: another.actions.pause(actor, [job_id]))
    cursor = Cursor.parse(product.job_row(job_id)["cursor"])
    assert cursor.interrupted
    assert cursor.files == FileCounts(left=product.job_row(job_id)["succeeded"])


class _Doubtful(LocalStorage):
    """Deletes, and is given up before its answer came."""

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        results = super().delete(business_id, keys)
        return [FileResult(one.key, FileOutcome.FAILED, "No answer", in_doubt=True) for one in results]


@pytest.mark.parametrize("was_paused", [False, True])
@pytest.mark.parametrize("on_the_web", [False, True])
def test_of_what_has_ended_nothing_is_written(
    product: Product,
    station: Station,
    another: Station,
    actor: Actor,
    job_id: int,
    on_the_web: bool,
    was_paused: bool,
) -> None:
    cancel = "UPDATE background_jobs SET status = 'cancelled', finished_at = now() WHERE id = %s"
    left = []

    def end() -> None:
        if was_paused:
            another.actions.pause(actor, [job_id])
        if on_the_web:
            product.execute(cancel, job_id)
        else:
            another.actions.cancel(actor, [job_id])
        left.append(product.job_row(job_id))

    stopped(station, job_id, end)
    assert product.job_row(job_id) == left[0]


def test_whoever_has_gone_on_and_paused_again_has_told_what_was_there(
    product: Product, business: int, another: Station, actor: Actor
) -> None:
    """The end of this slice may have been written before, with its files: they are not counted twice."""
    product.receipts(business, RECEIPTS, files=1)
    left = []
    with Station(product, files_behind=0) as station:
        (started,) = station.start(business)

        def taken() -> None:
            another.actions.pause(actor, [started])
            another.wait_in_queue(started)
            another.run_batches(started, 1, batch_size=3)
            left.append(product.job_row(started))

        stopped(station, started, taken)
    assert left[0]["status"] == "paused"
    assert product.job_row(started) == left[0]


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
