"""Who works on a server and what waits there, read from a real Redis and real rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from app.actions.server_workers import ServerWorkers
from app.core.access import Actor
from app.core.server import ListenerState, RunsOn, server_mark
from app.core.server_look import EntryState, Work
from app.queue.server_queue import ServerQueue
from tests.support.listening import listens
from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture
def queue(redis_url: str) -> Iterator[ServerQueue]:
    queue = ServerQueue(redis_url)
    yield queue
    queue.close(2.0)


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def desk(product: Product, queue: ServerQueue) -> Iterator[Station]:
    with Station(product, server=queue) as desk:
        yield desk


@pytest.fixture
def workers(desk: Station, queue: ServerQueue) -> ServerWorkers:
    return ServerWorkers(desk.database, desk.types, queue)


def hand_over(desk: Station, *business_ids: int) -> list[int]:
    results = desk.actions.start(desk.person, desk.deletion.name, business_ids, on=RunsOn.SERVER, anyway=True)
    return [result.job.id for result in results if result.job]


def moment_ago(seconds: float) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=seconds)


def test_the_whole_way(desk, product, queue, client, workers):
    """Handed over, waiting, its entry lost, and entered again."""
    worker = listens(client, ["sweep", "maintenance"], ours="idle")
    first, second = product.business("A"), product.business("B")
    for business in (first, second):
        product.receipts(business, 3)
    one, two = hand_over(desk, first, second)
    found = workers.look(desk.person)
    assert [(each.job.job_id, each.position, each.entry) for each in found.waiting] == [
        (one, 1, EntryState.IN_QUEUE),
        (two, 2, EntryState.IN_QUEUE),
    ]
    assert [each.job.business for each in found.waiting] == ["A", "B"]
    assert (found.problem, found.is_listened, found.waits) == (None, True, 2)
    assert [(each.name, each.state) for each in found.workers] == [
        (f"queue-1:{worker.pid}", ListenerState.IDLE)
    ]
    queue.remove([one])
    early = server_mark(moment_ago(30))
    product.execute(
        "UPDATE background_jobs SET cursor = regexp_replace(cursor, 'sweep:@server:[0-9]+:0/queue', %s)",
        early,
    )
    lost = {each.job.job_id: each for each in workers.look(desk.person, found).waiting}
    assert lost[one].entry is EntryState.ENTERING  # it was there in the look before
    again = workers.look(desk.person, workers.look(desk.person, found))
    assert {each.job.job_id: each.entry for each in again.waiting} == {
        one: EntryState.GONE,
        two: EntryState.IN_QUEUE,
    }
    desk.actions.enqueue_again(desk.person, [one])
    assert {each.entry for each in workers.look(desk.person).waiting} == {EntryState.IN_QUEUE}


def test_counters_of_what_is_over_are_told_once_more(desk, product, client, workers):
    listens(client, ["sweep"], ours="idle")
    business = product.business()
    product.receipts(business, 3)
    [job_id] = hand_over(desk, business)
    before = workers.look(desk.person)
    assert before.counters == {job_id: 0}
    desk.actions.cancel(desk.person, [job_id])
    product.execute("UPDATE background_jobs SET processed = 3 WHERE id = %s", job_id)
    after = workers.look(desk.person, before)
    assert (after.over, after.counters) == ({job_id: 3}, {})


def test_a_person_sees_the_jobs_of_their_business_and_the_place_among_all(desk, product, client, workers):
    listens(client, ["sweep"], ours="idle")
    home, other = product.business("Home"), product.business("Other")
    for business in (home, other):
        product.receipts(business, 1)
    hand_over(desk, other, home)
    admin = desk.actor(product.user("admin", home).id)
    found = workers.look(admin)
    assert [(each.job.business, each.position) for each in found.waiting] == [("Home", 2)]
    assert found.waits == 2
    assert len(workers.look(None).waiting) == 2


def test_without_redis_the_look_says_why(desk, product):
    away = ServerQueue("redis://127.0.0.1:1/0")
    found = ServerWorkers(desk.database, desk.types, away).look(desk.person)
    assert found.problem is not None
    assert found.problem.code == "queue_unreachable"
    assert (found.where, found.workers) == (away.where, ())


def test_a_running_job_names_its_worker(desk, product, client, workers):
    worker = listens(client, ["sweep"], ours="busy")
    business = product.business("Alma")
    token = f"sweep:queue-1:w{worker.pid}:abcd/1"
    product.job(business, "running", cursor=f'{{"worker": "{token}"}}')
    [found] = workers.look(desk.person).workers
    assert (found.work, found.job and found.job.business) == (Work.JOB, "Alma")


def test_an_actor_without_rights_sees_nothing(desk: Station, product, client, workers):
    listens(client, ["sweep"], ours="idle")
    business = product.business()
    product.receipts(business, 1)
    hand_over(desk, business)
    person: Actor = desk.actor(product.user("system_admin").id)
    product.execute("UPDATE users SET is_active = false WHERE id = %s", person.user_id)
    assert workers.look(person).waiting == ()
