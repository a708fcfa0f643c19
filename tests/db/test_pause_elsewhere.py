"""Pausing what another console runs, or keeps waiting; and who takes the job in the same moment."""

from __future__ import annotations

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from app.core.cursor import Cursor
from app.engine.events import Ending
from tests.support.product import Product
from tests.support.running import Station

THEN = "2026-05-11 12:00:00"
CURSOR = Cursor(0, 9, "sweep:front-services:7:ab12/1", claimed=THEN).text()


def pause_it(station: Station, actor: Actor, job_id: int) -> Answer:
    (result,) = station.actions.pause(actor, [job_id])
    (*_earlier, line) = station.audit.read()
    assert (line.action, line.answer) == ("pause", result.answer)
    return result.answer


def test_a_job_that_another_console_keeps_waiting_is_paused(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 5)
    with Station(product, "another") as another:
        (job_id,) = another.start(business)
        assert pause_it(station, actor, job_id) is Answer.PAUSED
        assert another.run(job_id).ending is Ending.LOST
    assert (product.job_status(job_id), product.live(business)) == ("paused", 5)


@pytest.mark.parametrize("moment", ["between two batches", "within a batch"])
def test_a_job_that_another_console_runs_is_paused_and_its_batch_rolls_back(
    station: Station, product: Product, actor: Actor, business: int, moment: str
) -> None:
    product.receipts(business, 35, files=1)
    with Station(product, "another") as another:
        (job_id,) = another.start(business)

        def pause(wait: int = 2) -> None:
            if wait == 2:
                assert pause_it(station, actor, job_id) is Answer.PAUSED

        if moment == "between two batches":
            result = another.run_until(job_id, pause)
        else:
            with another.just_before("UPDATE background_jobs", pause, nth=4):
                result = another.run(job_id)
        assert result.ending is Ending.LOST
        assert result.succeeded == 35 - product.live(business) == product.job_row(job_id)["succeeded"] > 0
    job = product.job_row(job_id)
    assert (job["status"], job["heartbeat_at"], job["finished_at"]) == ("paused", None, None)
    assert Cursor.parse(job["cursor"]).worker is None
    assert station.actions.resume(actor, [job_id])[0].answer is Answer.RESUMED  # nobody has it any more
    assert station.run(job_id).ending is Ending.COMPLETED
    assert (product.job_row(job_id)["succeeded"], product.files(business)) == (35, 0)


def test_a_pause_meets_a_job_that_never_stands_still(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """Every batch makes another cursor: the row is held, and then changed as it is."""
    product.receipts(business, 35)
    with Station(product, "another") as another:
        (job_id,) = another.start(business)

        def pause(wait: int) -> None:
            if wait == 1:
                with station.just_before("UPDATE background_jobs", lambda: move(product, job_id)):
                    assert pause_it(station, actor, job_id) is Answer.PAUSED

        assert another.run_until(job_id, pause).ending is Ending.LOST
    assert station.cursor(job_id).last_id == 12


def move(product: Product, job_id: int) -> None:
    """As a batch of two receipts does."""
    product.execute(
        "UPDATE background_jobs SET cursor = replace(cursor, ': 10,', ': 12,') WHERE id = %s", job_id
    )


def test_a_web_worker_that_begins_in_the_same_moment_is_not_paused(
    station: Station, product: Product, actor: Actor
) -> None:
    """A late entry of its queue: it looks at no status, and writes no cursor before its first batch."""
    taken, other = (
        product.job(product.business(), "running", cursor=CURSOR, started_at=THEN) for _ in range(2)
    )

    def begin() -> None:
        product.execute(
            "UPDATE background_jobs SET started_at = timezone('UTC', now()),"
            " heartbeat_at = timezone('UTC', now()) WHERE id = %s",
            taken,
        )

    with station.just_before("SKIP LOCKED", begin):
        results = station.actions.pause(actor, [taken, other])
    assert [result.answer for result in results] == [Answer.RUN_ELSEWHERE, Answer.PAUSED]
    found = product.row("SELECT status, cursor FROM background_jobs WHERE id = %s", taken)
    assert found == {"status": "running", "cursor": CURSOR}
