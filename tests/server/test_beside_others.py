"""A worker beside others: people who hold a row, other workers of ours, and RQ's own with other work."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
import redis
from rq import Queue, SimpleWorker

from app.actions.results import Answer
from app.db import load
from app.db.engine import Database
from app.queue.server_queue import ServerQueue
from tests.server.handing import filled, hand_over
from tests.support.listening import listens
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station
from tests.support.serving import SLOW, ServerWorker

SILENT = "UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '121 s' WHERE id = %s"
LOST = """UPDATE background_jobs SET heartbeat_at = created_at - interval '121 s',
    created_at = created_at - interval '121 s', updated_at = created_at - interval '121 s',
    cursor = replace(cursor, substring(cursor from '"(sweep:[^"]*)"'), %s) WHERE id = %s"""
LOCKED = "SELECT id FROM background_jobs WHERE id = %s FOR UPDATE"


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """Redis past the code under test."""
    with redis.Redis.from_url(redis_url) as client:
        yield client


def test_a_row_that_somebody_holds_keeps_no_other_waiting(
    product: Product, desk: Station, redis_url: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("was not taken")
    held, free = hand_over(desk, filled(product), filled(product))
    with somebody(product, LOCKED, held), ServerWorker(product, redis_url):
        until(lambda: product.job_status(free) == "completed")
        assert product.job_status(held) == "queued"
    with ServerWorker(product, redis_url):
        until(lambda: product.job_status(held) == "completed")


def test_a_burst_ends_where_only_a_queue_that_it_does_not_read_has_a_job(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str, client: redis.Redis
) -> None:
    """It waits for the product's worker, which listens."""
    listens(client, ["maintenance"])
    (job,) = hand_over(desk, filled(product))
    assert [entry.queue for entry in queue.look().entries] == ["maintenance"]
    with ServerWorker(product, redis_url, ("sweep",), burst=True) as worker:
        worker.join()
    assert product.job_status(job) == "queued"
    assert [entry.queue for entry in queue.look().entries] == ["maintenance"]


def test_what_was_handed_over_while_nobody_listened_is_done(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    """Its entry is in the product's queue, which nobody reads."""
    first, second = hand_over(desk, filled(product), filled(product))
    assert [entry.queue for entry in queue.look().entries] == ["maintenance"] * 2
    with ServerWorker(product, redis_url, ("sweep",), burst=True) as worker:
        worker.join()
    assert [product.counters(job)[0] for job in (first, second)] == ["completed"] * 2


def test_a_worker_takes_nothing_from_itself(product: Product, desk: Station, redis_url: str) -> None:
    """The database was away for longer than a heartbeat counts, and the keeper was the first to look."""
    business = filled(product, 20)
    (job,) = hand_over(desk, business)
    with ServerWorker(product, redis_url, beat_every=3600) as worker:
        with somebody(product, "SELECT id FROM receipts WHERE business_id = %s FOR UPDATE", business):
            until(lambda: product.job_status(job) == "running")
            began = product.job_row(job)["started_at"]
            product.execute(SILENT, job)
            rounds = worker.rounds()
            until(lambda: worker.rounds() > rounds + 1)
            assert product.job_status(job) == "running"
        until(lambda: product.job_status(job) == "completed")
    assert product.job_row(job)["started_at"] == began


def test_what_cannot_be_given_back_now_costs_no_other(
    product: Product, desk: Station, queue: ServerQueue, client: redis.Redis, redis_url: str
) -> None:
    """Two lost workers, one of whose rows somebody holds; what is recovered comes before all that waits."""
    held, free, other = hand_over(desk, *(filled(product) for _ in range(3)))
    lost = "sweep:gone:w7:00000000000"
    for number, job in enumerate((held, free)):
        product.execute(LOST, f"{lost}{number}/queue", job)
    client.flushdb()
    client.set("rq:suspended", 1)
    queue.enter_into("sweep", [other])
    with somebody(product, LOCKED, held), ServerWorker(product, redis_url):
        until(lambda: queue.entries_of([free]))
        found = [entry.job_id for entry in queue.look().entries]
        assert found == [free, other]
        client.delete("rq:suspended")
        until(lambda: {product.job_status(free), product.job_status(other)} == {"completed"})
        assert product.job_status(held) == "queued"
    with ServerWorker(product, redis_url):
        until(lambda: product.job_status(held) == "completed")


def test_what_two_workers_miss_is_entered_once(
    product: Product,
    desk: Station,
    queue: ServerQueue,
    client: redis.Redis,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One looks between the moments in which the other has looked and enters."""
    jobs = hand_over(desk, *(filled(product) for _ in range(3)))
    client.flushdb()
    product.execute("UPDATE background_jobs SET cursor = replace(cursor, '@server:1', '@server:0')")
    first, second = ServerWorker(product, redis_url), ServerWorker(product, redis_url)
    enter_into = first.queue.enter_into

    def enter(*words: Any, **more: Any) -> None:
        assert second.service.keeper.round().entered == ()
        enter_into(*words, **more)

    monkeypatch.setattr(first.queue, "enter_into", enter)
    for worker in (first, second):
        assert worker.service.keeper.round().entered == ()
    assert first.service.keeper.round().missing == tuple(jobs)
    assert [entry.job_id for entry in queue.look().entries] == jobs
    for worker in (first, second):
        worker.queue.close(2.0)
        worker.console.close()


def test_a_queue_that_is_too_long_to_be_listed_is_not_made_longer(
    product: Product,
    desk: Station,
    queue: ServerQueue,
    client: redis.Redis,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.queue.listing.MOST_IDS", 4)
    jobs = hand_over(desk, *(filled(product) for _ in range(6)))
    client.set("rq:suspended", 1)
    with ServerWorker(product, redis_url) as worker:
        product.execute("UPDATE background_jobs SET cursor = replace(cursor, '@server:1', '@server:0')")
        rounds = worker.rounds()
        until(lambda: worker.rounds() > rounds + 3)
        assert client.llen("rq:queue:sweep") + client.llen("rq:queue:maintenance") == len(jobs)
        client.delete("rq:suspended")
        until(lambda: all(product.job_status(job) == "completed" for job in jobs))
    assert queue.look().entries == ()


def test_who_is_at_work_is_known_to_all_the_others(product: Product, desk: Station, redis_url: str) -> None:
    """By the names on running rows: each goes by its share of the pace."""

    def others(database: Database, name: str) -> set[str]:
        with database.begin() as connection:
            found = load.look(connection, database.own_work, name)
        assert found
        return set(found.kin)

    with ExitStack() as stack:
        workers = [stack.enter_context(ServerWorker(product, redis_url, policy=SLOW)) for _ in range(2)]
        names = {worker.console.identity.name for worker in workers}
        hand_over(desk, filled(product, 300), filled(product, 300))
        until(lambda: others(desk.database, desk.identity.name) == names)
        for worker in workers:
            console = worker.console
            assert others(console.database, console.identity.name) == names - {console.identity.name}


def test_several_workers_share_the_work(product: Product, desk: Station, redis_url: str) -> None:
    businesses = [filled(product) for _ in range(12)]
    with ExitStack() as stack:
        workers = [stack.enter_context(ServerWorker(product, redis_url)) for _ in range(3)]
        jobs = hand_over(desk, *businesses)
        until(lambda: all(product.job_status(job) == "completed" for job in jobs))
        identities = {worker.console.identity.name for worker in workers}
    for job in jobs:
        assert product.counters(job) == ("completed", 12, 12, 12, 0)
    assert len(identities) == 3


def test_rqs_own_worker_does_the_rest(
    product: Product, desk: Station, client: redis.Redis, redis_url: str
) -> None:
    """On one queue at the same time: each entry comes to who knows it, once."""
    others = Queue("maintenance", connection=client)
    entered = [others.enqueue(client_of_nothing, number).id for number in range(40)]
    jobs = hand_over(desk, *(filled(product) for _ in range(4)))
    with ServerWorker(product, redis_url):
        until(lambda: all(product.job_status(job) == "completed" for job in jobs))
        SimpleWorker([others], connection=client).work(burst=True, logging_level="ERROR")
    assert Counter(calls) == Counter(range(40))
    assert {client.hget(f"rq:job:{one}", "status") for one in entered} == {b"finished"}


calls: list[int] = []


def client_of_nothing(number: int) -> None:
    """Other work of the product."""
    calls.append(number)


def test_a_job_whose_time_is_up_goes_on_here(
    product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    (job,) = hand_over(desk, filled(product, 40))
    capped = replace(SLOW, runtime_cap_seconds=10, auto_continue=True)
    with ServerWorker(
        product, redis_url, policy=capped, burst=True, clock=lambda: 100 * time.monotonic()
    ) as worker:
        worker.join()
    claims = int(worker.console.identity.claim().rpartition("/")[2]) - 1
    assert claims > 1
    assert product.counters(job) == ("completed", 40, 40, 40, 0)
    assert queue.look().entries == ()


@pytest.mark.parametrize(
    ("press", "answer", "status"),
    [
        ("pause", Answer.PAUSED, "paused"),
        ("cancel", Answer.CANCELLED, "cancelled"),
    ],
)
def test_a_person_stops_what_runs_on_the_server(
    product: Product,
    desk: Station,
    queue: ServerQueue,
    redis_url: str,
    press: str,
    answer: Answer,
    status: str,
) -> None:
    """The worker then does the next one."""
    first, second = hand_over(desk, filled(product, 100), filled(product))
    with ServerWorker(product, redis_url, policy=SLOW):
        until(lambda: product.job_row(first)["succeeded"])
        assert getattr(desk, press)(first).answer is answer
        until(lambda: product.job_status(second) == "completed")
    row = product.job_row(first)
    assert row["status"] == status
    assert 0 < row["succeeded"] < 100


def test_a_right_that_is_taken_away_ends_what_runs(product: Product, desk: Station, redis_url: str) -> None:
    (job,) = hand_over(desk, filled(product, 300))
    with ServerWorker(product, redis_url, policy=SLOW):
        until(lambda: product.job_row(job)["succeeded"])
        product.execute("UPDATE users SET role = 'agent'")
        until(lambda: product.job_status(job) == "paused")
    assert "permission" in product.last_error(job)
