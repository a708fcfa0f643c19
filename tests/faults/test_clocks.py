"""A workstation whose clock is wrong, in another time zone, on a server in yet another: what is stored stays
naive UTC by the server's clock, and what is lifeless is told by it."""

from __future__ import annotations

import datetime as dates
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import make_url

from app.actions.overview import Overview
from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.job import Job
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import Response, WebSide, done

NOW = "timezone('UTC', clock_timestamp())"
HOUR = 3600


class Workstation:
    """Where and when this process believes to be."""

    def __init__(self, patch: pytest.MonkeyPatch, hours: int, zone: str) -> None:
        patch.setenv("TZ", zone)
        time.tzset()
        seconds = hours * HOUR
        real_time, real_ns = time.time, time.time_ns
        patch.setattr(time, "time", lambda: real_time() + seconds)
        patch.setattr(time, "time_ns", lambda: real_ns() + seconds * 10**9)

        class Wrong(datetime):
            @classmethod
            def now(cls, tz: dates.tzinfo | None = None) -> Wrong:
                wrong = datetime.now(tz) + timedelta(seconds=seconds)
                return cls.fromisoformat(wrong.isoformat())

            @classmethod
            def utcnow(cls) -> Wrong:
                return cls.now(UTC).replace(tzinfo=None)

        for name, module in list(sys.modules.items()):
            if name.startswith("app.") and getattr(module, "datetime", None) is datetime:
                patch.setattr(module, "datetime", Wrong)


@pytest.fixture(
    params=[
        # hours that the clock is off, the process's zone, and where the server's zone is set, and to what
        (1, "Asia/Jerusalem", "database", "Asia/Kolkata"),
        (-1, "Asia/Kolkata", "role", "America/St_Johns"),
        (1, "Pacific/Auckland", "connection", "Asia/Kolkata"),
        (0, "UTC", "database", "UTC"),
    ],
    ids=str,
)
def clocks(
    request: pytest.FixtureRequest, product: Product, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    hours, zone, where, server_zone = request.param
    url = make_url(product.url)
    role = url.username or product.scalar("SELECT current_user")
    place = {"database": f"DATABASE {url.database}", "role": f"ROLE {role} IN DATABASE {url.database}"}
    if where in place:
        product.execute(f"ALTER {place[where]} SET timezone TO '{server_zone}'")
    else:
        monkeypatch.setenv("PGTZ", server_zone)
    with monkeypatch.context() as patch:
        Workstation(patch, hours, zone)
        yield
    time.tzset()
    if where in place:
        product.execute(f"ALTER {place[where]} RESET timezone")


@pytest.fixture
def here(clocks: None, product: Product) -> Iterator[Station]:
    """A console with these clocks."""
    with Station(product) as station:
        yield station


@pytest.fixture
def actor(here: Station, product: Product) -> Actor:
    return here.actor(product.user().id)


def started(here: Station, actor: Actor, business: int) -> ActionResult:
    (result,) = here.actions.start(actor, DELETE_RECEIPTS, [business])
    return result


def shown(here: Station, actor: Actor, business: int) -> Job:
    """The job as the table shows it, and as the next poll finds it: they must agree."""
    overview = Overview(here.database, here.types)
    (row,) = overview.read(actor, [business])
    (polled,) = [
        job for job in overview.moved(actor, watched=[], newer_than=0) if job.business_id == business
    ]
    assert row.job is not None
    assert (polled.is_stale, polled.is_stuck) == (row.job.is_stale, row.job.is_stuck)
    return row.job


def web_side(product: Product, seconds_ago: int = 0) -> WebSide:
    """The web side as it was then; its own clock is right."""
    past = timedelta(seconds=seconds_ago)
    return WebSide(
        product.url, product.storage_root, clock=lambda: datetime.now(UTC).replace(tzinfo=None) - past
    )


def web_job(product: Product, business: int, *, seconds_ago: int, works: bool) -> dict[str, Any]:
    """A job that the web side started, and its worker began, so long ago; since then nothing was heard."""
    with web_side(product, seconds_ago) as web:
        response: Response = done(web.delete_all(business))
        worker = web.work()
        if works:
            assert worker is not None
            next(worker)
    assert response.job is not None
    return response.job


def test_stored_times_are_utc_of_the_server(
    here: Station, actor: Actor, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    before = product.scalar(f"SELECT {NOW}")
    result = started(here, actor, business)
    assert result.job is not None
    here.run_batches(result.job.id, 1)
    here.actions.resume(actor, [result.job.id])
    here.run(result.job.id)
    after = product.scalar(f"SELECT {NOW}")
    job = product.job_row(result.job.id)
    assert job["status"] == "completed"
    times = [value for value in job.values() if isinstance(value, datetime)]
    deleted = product.rows("SELECT deleted_at, updated_at FROM receipts")
    times += [value for receipt in deleted for value in receipt.values()]
    assert len(times) == 4 + 50  # all five but the heartbeat, which ends with the job
    assert all(before <= moment <= after for moment in times)


def test_what_is_lifeless(here: Station, actor: Actor, product: Product, subtests: pytest.Subtests) -> None:
    """Stale or stuck as the web API counts it, on rows that the web side wrote."""
    for action, rescued in (("take_over", Answer.TAKEN_OVER), ("mark_failed", Answer.MARKED_FAILED)):
        for works, seconds, lifeless in ((True, 100, 0), (True, 125, 1), (False, 40, 0), (False, 65, 1)):
            with subtests.test(action=action, works=works, seconds=seconds):
                business = product.business()
                product.receipts(business, 3)
                job_id = web_job(product, business, seconds_ago=seconds, works=works)["id"]
                job = shown(here, actor, business)
                assert (job.is_stale, job.is_stuck) == (lifeless and works, lifeless and not works)
                assert seconds <= job.idle_seconds < seconds + 15
                (result,) = getattr(here.actions, action)(actor, [job_id])
                assert result.answer is (rescued if lifeless else Answer.STILL_ALIVE)


def test_one_start_a_minute(here: Station, actor: Actor, product: Product) -> None:
    for seconds_ago, answer in ((45, Answer.TOO_SOON), (61, Answer.STARTED)):
        business = product.business()
        product.receipts(business, 3)
        job = web_job(product, business, seconds_ago=seconds_ago, works=False)
        with web_side(product) as web:
            done(web.cancel(business, job["id"]))
        result = started(here, actor, business)
        assert result.answer is answer
        assert (result.seconds is None) == (answer is Answer.STARTED)
        assert result.seconds is None or 0 < result.seconds <= 60 - seconds_ago


def test_the_web_side_sees_our_job_alive_and_fails_it_only_when_it_is_silent(
    here: Station, actor: Actor, product: Product, business: int
) -> None:
    product.receipts(business, 25)
    result = started(here, actor, business)
    assert result.job is not None
    job_id, seen = result.job.id, []

    def look(_wait: int) -> None:
        with web_side(product) as web:
            done(web.page_view(business))
            seen.append(web.show(business, job_id).job or {})

    here.run_until(job_id, look)
    assert [(job["status"], job["is_stuck"]) for job in seen] == [("running", False)] * 2
    assert [job["percent"] for job in seen] == [40.0, 80.0]
    product.execute(f"UPDATE background_jobs SET status = 'running', heartbeat_at = {NOW}")
    with web_side(product, -121) as web:  # two minutes later
        assert (web.show(business, job_id).job or {})["is_stuck"]
        assert (done(web.page_view(business)).job or {})["status"] == "failed"


def test_the_clocks_are_really_elsewhere(here: Station, request: pytest.FixtureRequest) -> None:
    """Else the tests above prove nothing."""
    hours, zone, _where, server_zone = request.node.callspec.params["clocks"]
    audit = sys.modules["app.actions.audit"]
    assert round((audit.datetime.now(UTC) - datetime.now(UTC)).total_seconds() / HOUR) == hours
    assert round((time.time() - datetime.now(UTC).timestamp()) / HOUR) == hours
    assert (datetime.now().astimezone().utcoffset() == timedelta(0)) == (zone == "UTC")
    with here.database.begin() as connection:
        assert connection.exec_driver_sql("SHOW timezone").scalar_one() == server_zone
