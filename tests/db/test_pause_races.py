"""A pause, and somebody who takes the job between the look at its row and the change of it."""

from __future__ import annotations

from app.actions.results import Answer
from app.core.cursor import Cursor
from tests.support.product import Product
from tests.support.running import Station

THEN = "2026-05-11 12:00:00"
CURSOR = Cursor(0, 9, "sweep:front-desk:7:ab12/1", claimed=THEN).text()


def test_a_web_worker_that_begins_in_the_same_moment_is_not_paused(
    station: Station, product: Product
) -> None:
    """A late entry of its queue: it looks at no status, and writes no cursor before its first batch."""
    taken, other = (
        product.job(product.business(), "running", cursor=CURSOR, started_at=THEN) for _ in range(2)
    )
    actor = station.actor(product.user().id)

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
