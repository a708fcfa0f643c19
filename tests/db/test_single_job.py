"""At most one active job of a business, also where no index of the database forbids a second one."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station

BLOCKED = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.mark.parametrize(("action", "status"), [("resume", "failed"), ("retry", "completed")])
def test_a_job_beside_an_active_one_without_the_index_that_forbids_it(
    station: Station, product: Product, actor: Actor, business: int, action: str, status: str
) -> None:
    """Where the web side made the table there is no such index. Of two that come to life at once, one
    does."""
    product.execute("DROP INDEX idx_background_jobs_unique_active")
    cursor = Cursor(7, 99, failed=(FailedItem(3, "x"),)).text()
    old, older = (product.job(business, status, cursor=cursor, failed_count=1) for _ in range(2))
    active = product.job(business, "paused", cursor=cursor)
    (result,) = getattr(station.actions, action)(actor, [old])
    assert (result.answer, result.job and result.job.id) == (Answer.ALREADY_ACTIVE, active)
    product.execute("DELETE FROM background_jobs WHERE id = %s", active)
    with Station(product, "another") as another, ThreadPoolExecutor(1) as threads:
        theirs: list[Future[list[ActionResult]]] = []

        def meanwhile() -> None:
            """Theirs stands in line behind ours, or is over before ours has written."""
            theirs.append(threads.submit(getattr(another.actions, action), actor, [older]))
            until(lambda: theirs[0].done() or product.rows(BLOCKED))

        with station.just_before("UPDATE background_jobs", meanwhile):
            (ours,) = getattr(station.actions, action)(actor, [old])
        (late,) = theirs[0].result()
    assert ours.answer.is_done
    assert (late.answer, late.job and late.job.id) == (Answer.ALREADY_ACTIVE, old)
    assert len(product.rows("SELECT id FROM background_jobs WHERE status = 'queued'")) == 1
