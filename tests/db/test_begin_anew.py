"""A job that failed before it began, and has no cursor, begins when it is resumed, as a new one does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from app.core.cursor import Cursor
from app.engine.events import Ending
from tests.support.journal import Journal
from tests.support.pressing import let_pass, web_starts
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide, done


def never_began(product: Product, web: WebSide, business: int) -> int:
    """It waited for the web worker, until a page view failed it."""
    job_id = web_starts(web, business)
    let_pass(product, 121)
    product.execute("UPDATE background_jobs SET updated_at = updated_at - interval '300 s'")
    done(web.page_view(business))
    assert (product.job_status(job_id), product.job_row(job_id)["cursor"]) == ("failed", None)
    return job_id


def test_a_job_that_was_marked_as_failed_while_it_waited_begins(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """What marking it as failed promises."""
    product.receipts(business, 12)
    job_id = web_starts(web, business)
    let_pass(product, 61)
    (marked,) = station.actions.mark_failed(actor, [job_id])
    assert marked.answer is Answer.MARKED_FAILED
    product.receipts(business, 5)
    (shown,) = station.actions.unfrozen(actor, [job_id])
    assert (shown.differs, shown.total) == (True, 17)
    late = product.receipts(business, 3)
    (resumed,) = station.actions.resume(actor, [job_id], ends={job_id: shown.max_id})
    assert (resumed.answer, resumed.job and resumed.job.total) == (Answer.RESUMED, 17)
    (*_, line) = station.audit.read()
    assert (line.action, line.old_status, line.new_status, line.total) == ("resume", "failed", "queued", 17)
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 17, 17, 17, 0)
    live = product.rows("SELECT id FROM receipts WHERE is_deleted IS NOT TRUE ORDER BY id")
    assert [one["id"] for one in live] == late


@pytest.mark.parametrize("cursor", [None, "", " \n"])
def test_its_end_is_that_of_the_moment_where_nobody_was_shown_one(
    station: Station, product: Product, actor: Actor, business: int, cursor: str | None
) -> None:
    ids = product.receipts(business, 4)
    job_id = product.job(business, "failed", cursor=cursor, total=9)
    (resumed,) = station.actions.resume(actor, [job_id])
    assert resumed.job
    frozen = Cursor.parse(resumed.job.cursor_text)
    assert (frozen.last_id, frozen.max_id, resumed.job.total) == (0, ids[-1], 4)


def test_it_asks_for_the_right_again(station: Station, product: Product, actor: Actor, business: int) -> None:
    job_id = product.job(business, "failed", cursor=None)
    product.execute("UPDATE business SET enabled_pages = '[]'")
    before = product.job_row(job_id)
    assert station.actions.unfrozen(actor, [job_id]) == []
    (refused,) = station.actions.resume(actor, [job_id])
    assert refused.answer is Answer.PAGE_DISABLED
    assert product.job_row(job_id) == before


def test_of_two_consoles_that_resume_it_at_once_one_has_it(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    product.receipts(business, 8)
    job_id = never_began(product, web, business)
    with Station(product, "another") as another, ThreadPoolExecutor(2) as both:
        consoles = [station, another]
        pressed = [both.submit(one.actions.resume, actor, [job_id]) for one in consoles]
        answers = [one.result()[0].answer for one in pressed]
        assert sorted(answers) == [Answer.RESUMED, Answer.WRONG_STATUS]
        has_it = consoles[answers.index(Answer.RESUMED)]
        assert Cursor.parse(product.job_row(job_id)["cursor"]).worker == has_it.identity.waiting
        assert [one.workers.enqueued for one in consoles if one is not has_it] == [[]]
        assert has_it.run(job_id).ending is Ending.COMPLETED
    assert product.counters(job_id) == ("completed", 8, 8, 8, 0)


def test_the_web_worker_that_begins_in_the_same_moment_has_it(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """Its entry in the queue outlives the failure of the row."""
    product.receipts(business, 8)
    job_id = never_began(product, web, business)
    late = web.work()
    assert late is not None
    with station.just_before("UPDATE background_jobs", lambda: next(late)):
        (refused,) = station.actions.resume(actor, [job_id])
    assert refused.answer is Answer.WRONG_STATUS
    assert station.workers.enqueued == []
    late.finish()
    assert product.counters(job_id) == ("completed", 8, 8, 8, 0)


def test_the_web_worker_that_comes_between_resuming_and_running_has_it(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    product.receipts(business, 8)
    job_id = never_began(product, web, business)
    late = web.work()
    assert late is not None
    (resumed,) = station.actions.resume(actor, [job_id])
    assert resumed.answer is Answer.RESUMED
    next(late)
    assert station.run(job_id).ending is Ending.LOST
    late.finish()
    assert product.counters(job_id) == ("completed", 8, 8, 8, 0)


def test_the_web_side_resumes_what_was_begun_anew_here(
    station: Station, product: Product, web: WebSide, actor: Actor, business: int, journal: Journal
) -> None:
    """Its resume takes a paused job; it keeps keys of the cursor that it does not know."""
    product.receipts(business, 8)
    job_id = never_began(product, web, business)
    station.actions.resume(actor, [job_id])
    (paused,) = station.actions.pause(actor, [job_id])
    assert paused.answer is Answer.PAUSED
    assert done(web.resume(business, job_id)).status == 200
    work = web.work()
    assert work is not None
    work.finish()
    assert product.counters(job_id) == ("completed", 8, 8, 8, 0)
