"""The business goes on while its receipts are deleted."""

from __future__ import annotations

from app.actions.results import Answer
from app.core.access import Actor
from app.engine.events import Ending
from app.engine.heartbeat import Heartbeat
from tests.support.pressing import pressed, started
from tests.support.product import Product
from tests.support.running import Station


def test_a_receipt_that_comes_to_life_ahead_of_the_job_is_deleted_with_the_others(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """It is of those that the person saw or could have seen; more is done than was announced."""
    ids = product.receipts(business, 25, files=1)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", ids[20:24])
    job_id = started(station, actor, business)

    def sync(wait: int) -> None:
        if wait == 1:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = ANY(%s)", ids[20:24])

    assert station.run_until(job_id, sync).succeeded == 25
    assert product.counters(job_id) == ("completed", 21, 25, 25, 0)
    assert (product.live(business), product.files(business)) == (0, 0)


def test_a_receipt_that_comes_to_life_before_its_file_is_deleted_keeps_it(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Between the commit of the batch and its files; the job counts what it did."""
    ids = product.receipts(business, 15, files=2)
    job_id = started(station, actor, business)

    def sync(_step: object) -> None:
        if product.job_row(job_id)["succeeded"] == 10:
            product.execute("UPDATE receipts SET is_deleted = false WHERE id = %s", ids[4])

    result = station.run(job_id, report=sync)
    assert (result.ending, result.succeeded, result.files_left) == (Ending.COMPLETED, 15, 0)
    assert product.counters(job_id) == ("completed", 15, 15, 15, 0)
    assert (product.live(business), product.files(business)) == (1, 2)
    assert product.attachment_count() == 2


def test_a_business_that_is_deleted_under_the_job(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Between two batches, with all that is its own; another job goes on as if nothing were."""
    other = product.business()
    for one in (business, other):
        product.receipts(one, 25, files=1)
    job_id, other_id = started(station, actor, business), started(station, actor, other)

    def gone(wait: int) -> None:
        if wait == 1:
            product.execute("DELETE FROM business WHERE id = %s", business)

    result = station.run_until(job_id, gone)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert product.rows("SELECT id FROM background_jobs WHERE id = %s", job_id) == []
    for action in ("cancel", "resume", "take_over", "retry"):
        assert pressed(station, actor, action, job_id) is Answer.NO_SUCH_JOB
    assert Heartbeat(station.database, station.identity, station.types).beat([job_id, other_id]).lost == {
        job_id
    }
    assert station.run(other_id).ending is Ending.COMPLETED
    assert product.counters(other_id) == ("completed", 25, 25, 25, 0)


def test_a_business_that_is_deleted_within_a_batch(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Whose receipts the batch already holds: the deletion waits for it, or the batch for the deletion."""
    product.receipts(business, 25)
    job_id = started(station, actor, business)
    with station.just_before(
        "WITH begun AS", lambda: product.execute("DELETE FROM business WHERE id = %s", business), nth=2
    ):
        result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.LOST, 10)
    assert product.rows("SELECT * FROM background_jobs") == []
