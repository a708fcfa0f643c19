"""To stop many jobs takes as few statements as to stop some: the more there are, the less time there is."""

from __future__ import annotations

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from tests.support.halting import Halting, many
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.running import Station

DONE = {"pause": Answer.PAUSED, "cancel": Answer.CANCELLED, "stop_own": Answer.PAUSED}


def stop(station: Station, action: str, actor: Actor, job_ids: list[int]) -> set[Answer]:
    arguments = [] if action == "stop_own" else [job_ids]
    return {result.answer for result in getattr(station.actions, action)(actor, *arguments)}


@pytest.mark.parametrize("action", DONE)
def test_the_number_of_statements_does_not_grow_with_the_jobs(
    station: Station, product: Product, actor: Actor, action: str
) -> None:
    counts = []
    for number in (1, 400):
        businesses = many(product, number, receipts=1)
        job_ids = station.start(*businesses)
        station.workers.waiting = set(job_ids)
        with station.statements() as sent:
            assert stop(station, action, actor, job_ids) == {DONE[action]}
        counts.append(len(sent))
        assert len(station.workers.looked_again) == number
        station.workers.looked_again.clear()
    assert counts[0] == counts[1] <= 6


def test_only_the_rows_that_somebody_holds_are_asked_for_one_by_one(
    impatient: Station, product: Product
) -> None:
    actor = impatient.actor(product.user().id)
    halting = Halting(product)
    businesses = many(product, 100, receipts=1)
    job_ids = impatient.start(*businesses)
    held = job_ids[:3]
    with somebody(product, "SELECT 1 FROM background_jobs WHERE id = ANY(%s) FOR UPDATE", held):
        with impatient.statements() as sent:
            results = impatient.actions.pause(actor, job_ids)
        halting.check_rest(businesses[3:], "paused")
    assert [result.answer for result in results] == [Answer.NOT_WRITTEN] * 3 + [Answer.PAUSED] * 97
    assert len(sent) <= 9
