"""What tests of a console beside the web side do again and again: press, look, and let time pass."""

from __future__ import annotations

from app.actions.overview import BusinessRow, Overview
from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.job import Job
from app.receipts.names import DELETE_RECEIPTS
from app.ui.businesses.reasons import reason_text
from app.viewmodel.rows import ShownRow
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide, done
from tests.support.web_worker import WebWorker

AGES = ("created_at", "updated_at", "finished_at", "heartbeat_at")
"""Not `started_at`: it is compared, and nobody asks how old it is."""


def let_pass(product: Product, seconds: int, *columns: str) -> None:
    """Time, without a sign of life of anybody."""
    aged = ", ".join(f"{name} = {name} - make_interval(secs => {seconds})" for name in columns or AGES)
    product.execute(f"UPDATE background_jobs SET {aged}")


def web_starts(web: WebSide, business: int) -> int:
    job = done(web.delete_all(business)).job
    assert job is not None
    return int(job["id"])


def web_works(web: WebSide, upto: str, worker: WebWorker | None = None) -> WebWorker:
    """The web worker, one that comes now or `worker`, does its steps up to the next one of this name."""
    worker = worker or web.work()
    assert worker is not None
    while next(worker) != upto:
        pass
    return worker


def shown(station: Station, actor: Actor, business: int) -> Job:
    """What the table shows."""
    found = shown_row(station, actor, business).job
    assert found is not None
    return found


def shown_row(station: Station, actor: Actor, business: int) -> BusinessRow:
    (found,) = Overview(station.database, station.types).read(actor, [business])
    return found


def reason(station: Station, actor: Actor, business: int) -> str:
    """What the table says beside the job."""
    return reason_text(ShownRow(shown_row(station, actor, business), None, None, None))


def started(station: Station, actor: Actor, business: int) -> int:
    (result,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert result.answer is Answer.STARTED
    assert result.job is not None
    return result.job.id


def result_of(station: Station, actor: Actor, action: str, job_id: int) -> ActionResult:
    (result,) = getattr(station.actions, action)(actor, [job_id])
    assert isinstance(result, ActionResult)
    return result


def pressed(station: Station, actor: Actor, action: str, job_id: int) -> Answer:
    return result_of(station, actor, action, job_id).answer
