"""Jobs handed over to a server: the row first, then its entry; and taken back to this console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from app.actions.results import ActionResult, Answer
from app.core.cursor import Cursor
from app.core.errors import SweepError
from app.core.queue_errors import NobodyListens, NoQueueNamed, QueueUnreachable
from app.core.server import RunsOn, server_mark, waits_on_server_since
from app.engine.control import Stop
from app.engine.events import Ending
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.queue_side import QueueSide
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl
from tests.support.web_side import WebSide, done

SERVER = RunsOn.SERVER


@pytest.fixture
def queue() -> QueueSide:
    return QueueSide()


@pytest.fixture
def desk(product: Product, queue: QueueSide) -> Iterator[Station]:
    with Station(product, server=queue) as desk:
        yield desk


def start(desk: Station, *business_ids: int, **more: Any) -> list[ActionResult]:
    return desk.actions.start(desk.person, desk.deletion.name, business_ids, on=SERVER, **more)


def handed_over(desk: Station, business: int) -> int:
    (result,) = start(desk, business)
    assert result.answer is Answer.HANDED_OVER
    assert result.job
    return result.job.id


def test_a_start_is_a_row_and_an_entry(
    desk: Station, product: Product, queue: QueueSide, business: int
) -> None:
    product.receipts(business, 3)
    job_id = handed_over(desk, business)
    job = desk.read(job_id)
    assert queue.entered == [(job_id, False)]
    assert job.status == "queued"
    assert job.heartbeat_at is None
    assert waits_on_server_since(job.cursor_text) is not None
    assert desk.cursor(job_id).max_id
    assert desk.cursor(job_id).run
    assert not desk.workers.enqueued, "no worker of this console runs it"


def test_the_web_worker_takes_it_as_any_other(
    desk: Station, product: Product, web: WebSide, business: int
) -> None:
    product.receipts(business, 25)
    job_id = handed_over(desk, business)
    web.queue.append(job_id)
    worker = web.work()
    assert worker
    worker.finish()
    assert product.counters(job_id) == ("completed", 25, 25, 25, 0)
    assert desk.cursor(job_id).run, "what it does not know survives"


def test_refused_businesses_are_of_the_run(desk: Station, product: Product, business: int) -> None:
    empty = product.business()
    product.receipts(business, 3)
    results = start(desk, business, empty)
    assert [one.answer for one in results] == [Answer.HANDED_OVER, Answer.NOTHING_TO_DELETE]
    assert results[0].job
    run = desk.cursor(results[0].job.id).run
    assert run
    assert run.refused == {"nothing_to_delete": (empty,)}


@pytest.mark.parametrize(
    ("break_it", "error"),
    [
        (lambda queue: setattr(queue, "is_away", True), QueueUnreachable),
        (lambda queue: setattr(queue, "listens", False), NobodyListens),
    ],
    ids=["away", "nobody"],
)
def test_nothing_is_done_where_no_worker_is_to_be_had(
    desk: Station,
    product: Product,
    queue: QueueSide,
    business: int,
    break_it: Callable[[QueueSide], None],
    error: type[SweepError],
) -> None:
    product.receipts(business, 3)
    paused = product.job(product.business(), "paused")
    break_it(queue)
    with pytest.raises(error, match="Background worker not available"):
        start(desk, business)
    with pytest.raises(error):
        desk.actions.resume(desk.person, [paused], on=SERVER)
    with pytest.raises(error):
        desk.actions.enqueue_again(desk.person, [paused])
    assert product.scalar("SELECT count(*) FROM background_jobs") == 1
    assert product.job_status(paused) == "paused"
    assert queue.entered == []


def test_without_a_redis_nothing_runs_on_a_server(product: Product, business: int) -> None:
    product.receipts(business, 3)
    with Station(product) as desk, pytest.raises(NoQueueNamed, match="SWEEP_REDIS_URL"):
        start(desk, business)
    assert product.scalar("SELECT count(*) FROM background_jobs") == 0


def test_it_may_be_enqueued_though_nobody_listens(
    desk: Station, product: Product, queue: QueueSide, business: int
) -> None:
    product.receipts(business, 3)
    queue.listens = False
    (result,) = start(desk, business, anyway=True)
    assert result.answer is Answer.HANDED_OVER
    queue.is_away = True
    with pytest.raises(QueueUnreachable):
        start(desk, product.business(), anyway=True)


def test_where_the_entry_cannot_be_made_the_row_waits_all_the_same(
    desk: Station, product: Product, queue: QueueSide, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("without entries")
    product.receipts(business, 3)
    queue.breaks_on_entering = True
    (result,) = start(desk, business)
    assert (result.answer, result.answer.is_done) == (Answer.NOT_ENTERED, False)
    assert "cannot be reached" in result.detail
    assert result.job
    queue.breaks_on_entering = False
    (again,) = desk.actions.enqueue_again(desk.person, [result.job.id])
    assert (again.answer, queue.entered) == (Answer.HANDED_OVER, [(result.job.id, False)])


def test_a_resume_goes_on_from_its_place(
    desk: Station, product: Product, queue: QueueSide, business: int
) -> None:
    product.receipts(business, 25)
    (job_id,) = desk.delete(business)
    desk.run_batches(job_id, 1)
    place = desk.cursor(job_id).last_id
    (result,) = desk.actions.resume(desk.person, [job_id], on=SERVER)
    assert (result.answer, queue.entered) == (Answer.HANDED_OVER, [(job_id, True)])
    job = desk.read(job_id)
    assert (desk.cursor(job_id).last_id, job.heartbeat_at) == (place, None)
    assert waits_on_server_since(job.cursor_text) is not None


def test_only_what_waits_there_is_entered_again(
    desk: Station, product: Product, queue: QueueSide, web: WebSide
) -> None:
    for status in ("running", "paused", "failed", "completed", "cancelled"):
        product.job(product.business(), status, cursor=Cursor(worker=server_mark(web.now())).text())
    here = product.job(product.business(), cursor=Cursor(worker=desk.identity.waiting).text())
    of_web = product.job(product.business())
    ids = [row["id"] for row in product.rows("SELECT id FROM background_jobs ORDER BY id")]
    answers = {one.job.id: one.answer for one in desk.actions.enqueue_again(desk.person, ids) if one.job}
    assert [job_id for job_id, answer in answers.items() if answer is Answer.HANDED_OVER] == [of_web]
    assert answers[here] is Answer.WRONG_STATUS
    assert queue.entered == [(of_web, False)]


def test_a_waiting_job_may_be_run_here(
    desk: Station, product: Product, queue: QueueSide, business: int
) -> None:
    product.receipts(business, 5)
    job_id = handed_over(desk, business)
    (result,) = desk.actions.run_here(desk.person, [job_id])
    assert (result.answer, queue.removed) == (Answer.TAKEN_OVER, [job_id])
    assert desk.workers.enqueued == [job_id]
    assert desk.run(job_id).ending is Ending.COMPLETED
    assert product.live(business) == 0
    (late,) = desk.actions.run_here(desk.person, [job_id])
    assert late.answer is Answer.WRONG_STATUS


def test_so_may_one_of_the_web_side_with_its_end_frozen(
    desk: Station, product: Product, web: WebSide, business: int
) -> None:
    product.receipts(business, 5)
    answer = done(web.delete_all(business))
    assert answer.job
    (result,) = desk.actions.run_here(desk.person, [answer.job["id"]])
    assert result.answer is Answer.TAKEN_OVER
    assert desk.cursor(answer.job["id"]).max_id


def test_a_stopped_job_leaves_no_entry(
    desk: Station, product: Product, queue: QueueSide, web: WebSide
) -> None:
    first, second, third = (product.business() for _ in range(3))
    for business in (first, second, third):
        product.receipts(business, 3)
    cancelled, paused = handed_over(desk, first), handed_over(desk, second)
    of_web = (done(web.delete_all(third)).job or {})["id"]
    here = product.job(product.business(), cursor=Cursor(worker=desk.identity.waiting).text())
    assert desk.cancel(cancelled).answer is Answer.CANCELLED
    assert desk.pause(paused).answer is Answer.PAUSED
    assert desk.cancel(of_web).answer is Answer.CANCELLED
    assert desk.cancel(here).answer is Answer.CANCELLED
    assert sorted(queue.removed) == sorted([cancelled, paused, of_web])


def test_who_may_not_delete_may_not_hand_over(
    desk: Station, product: Product, queue: QueueSide, business: int
) -> None:
    product.receipts(business, 3)
    job_id = handed_over(desk, business)
    queue.entered.clear()
    agent = desk.actor(product.user(business_id=business, role="agent").id)
    for act in (desk.actions.run_here, desk.actions.enqueue_again):
        assert act(agent, [job_id])[0].answer is Answer.NO_PERMISSION
    results = desk.actions.start(agent, desk.deletion.name, [product.business()], on=SERVER)
    assert results[0].answer is not Answer.HANDED_OVER
    assert queue.entered == []


@pytest.mark.parametrize("batches", [0, 1])
def test_a_worker_that_is_to_end_returns_its_job(product: Product, business: int, batches: int) -> None:
    """A console pauses it instead: a person is there to resume it."""
    product.receipts(business, 25)
    for serves in (True, False):
        with Station(product, "app-1", serves=serves) as worker:
            (job_id,) = worker.delete(business)
            control = QuickControl(worker.clock, lambda wait: control.request(Stop.SHUTDOWN))  # noqa: B023
            if not batches:
                control.request(Stop.SHUTDOWN)
            result = worker.run(job_id, control)
            job = worker.read(job_id)
            wanted = Ending.RETURNED if serves else Ending.PAUSED
            assert (result.ending, result.succeeded, job.heartbeat_at) == (wanted, 10 * batches, None)
            assert job.status == ("queued" if serves else "paused")
            assert (waits_on_server_since(job.cursor_text) is not None) == serves
            assert (worker.cursor(job_id).last_id > 0) == bool(batches)
            product.execute("UPDATE background_jobs SET status = 'cancelled', created_at = '2024-05-01'")


def test_what_is_returned_waits_since_its_return(
    product: Product, business: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not since its claim, or those that came meanwhile would be told to have waited for less."""
    later = datetime(2031, 5, 1, 12)
    monkeypatch.setattr("app.engine.leaving.server_rows.moment", lambda _: later)
    product.receipts(business, 25)
    with Station(product, "app-1", serves=True) as worker:
        (job_id,) = worker.delete(business)
        control = QuickControl(worker.clock, lambda _: control.request(Stop.SHUTDOWN))
        assert worker.run(job_id, control).ending is Ending.RETURNED
        assert waits_on_server_since(worker.read(job_id).cursor_text) == later


def test_a_job_that_may_not_go_on_is_paused_on_a_server_too(product: Product, business: int) -> None:
    product.receipts(business, 25)
    with Station(product, "app-1", serves=True) as worker:
        (job_id,) = worker.delete(business)
        control = QuickControl(worker.clock)
        control.request(Stop.PAUSE, "You may not.")
        control.request(Stop.SHUTDOWN)
        assert worker.run(job_id, control).ending is Ending.PAUSED
        assert product.last_error(job_id) == "You may not."
