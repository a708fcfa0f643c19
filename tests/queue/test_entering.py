"""Entries are those of the web API, field by field, in the right queue and order, and are removed again."""

from __future__ import annotations

import threading

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from app.actions.server_side import ServerSide
from app.core.queue_errors import NobodyListens
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE
from app.queue import terms
from app.queue.server_queue import ServerQueue
from tests.support.listening import listens

FUNCTION = terms.FUNCTION
DAY = 24 * 3600
OWN_FIELDS = {"created_at", "enqueued_at"}
"""What differs between any two entries."""


def in_queue(client, name) -> list[int]:
    return [job.args[0] for job in Queue(name, connection=client).jobs]


def fields(client, entry_id):
    return {name.decode(): value for name, value in client.hgetall(f"rq:job:{entry_id}").items()}


def test_it_is_what_actions_know():
    side: ServerSide = ServerQueue("redis://localhost")
    assert side


@pytest.mark.parametrize(
    ("begun", "web"),
    [
        ([], {"job_timeout": "30m", "result_ttl": 300, "failure_ttl": DAY}),
        ([42], {"job_timeout": "1h", "result_ttl": 500, "failure_ttl": 365 * DAY}),
    ],
    ids=["start", "resume"],
)
def test_an_entry_is_the_webs_field_by_field(queue, client, begun, web):
    theirs = Queue("maintenance", connection=client).enqueue(FUNCTION, 42, **web)
    known = client.keys()
    queue.enter([42], begun=begun)
    (ours,) = (one for one in queue.look().entries if one.id != theirs.id)
    expected, made = fields(client, theirs.id), fields(client, ours.id)
    assert made.keys() == expected.keys()
    assert {name for name in made if made[name] != expected[name]} <= OWN_FIELDS
    # Nothing else was written, and as long as it waits it does not expire.
    assert set(client.keys()) - set(known) == {f"rq:job:{ours.id}".encode()}
    assert client.ttl(f"rq:job:{ours.id}") == client.ttl(theirs.key) == -1
    job = Job.fetch(ours.id, connection=client)
    assert (job.func_name, job.args, job.kwargs, job.meta) == (FUNCTION, (42,), {}, {})


def test_an_entry_of_the_web_under_rqs_other_serializer_is_known(queue, client):
    Queue("maintenance", connection=client, serializer=JSONSerializer).enqueue(FUNCTION, 42)
    assert [one.job_id for one in queue.look().entries] == [42]


def test_order_is_kept_also_at_the_front(queue, client):
    queue.enter([1, 2, 3])
    queue.enter([4, 5], at_front=True)
    queue.enter(range(100, 450), at_front=True)
    queue.enter([6])
    assert in_queue(client, PRODUCT_QUEUE) == [*range(100, 450), 4, 5, 1, 2, 3, 6]


def test_many_are_entered_as_one(queue, client):
    queue.enter(range(1, 501), begun=range(1, 501, 2))
    found = queue.look().entries
    assert [one.job_id for one in found] == list(range(1, 501))
    assert len({one.id for one in found}) == 500
    timeouts = {one.job_id: client.hget(f"rq:job:{one.id}", "timeout") for one in found}
    assert all(timeout == (b"3600" if job_id % 2 else b"1800") for job_id, timeout in timeouts.items())


def test_none_is_none(queue, client):
    queue.enter([])
    queue.remove_soon([])
    assert queue.remove([]) == 0
    assert client.keys() == []


def test_where_nobody_listens_it_is_the_products_queue(queue, client):
    with pytest.raises(NobodyListens):
        queue.require_listening()
    queue.enter([1])
    assert in_queue(client, PRODUCT_QUEUE) == [1]


@pytest.mark.parametrize(
    ("workers", "into"),
    [
        ([{"queues": ["maintenance"]}], PRODUCT_QUEUE),
        ([{"queues": ["default", "maintenance"], "state": "busy"}], PRODUCT_QUEUE),
        ([{"queues": ["sweep", "maintenance"], "ours": "idle"}], OWN_QUEUE),
        ([{"queues": ["sweep"], "ours": "busy"}], OWN_QUEUE),
        ([{"queues": ["maintenance"], "ours": "idle"}], PRODUCT_QUEUE),
        ([{"queues": ["maintenance"]}, {"queues": ["sweep"], "ours": "idle"}], OWN_QUEUE),
        # A worker of others would not know what to do with it, whatever it listens on.
        ([{"queues": ["sweep", "maintenance"]}], PRODUCT_QUEUE),
        ([{"queues": ["maintenance"]}, {"queues": ["sweep"], "ours": "stopping"}], PRODUCT_QUEUE),
        ([{"queues": ["maintenance"]}, {"queues": ["sweep"], "ours": "idle", "silent": 61}], PRODUCT_QUEUE),
        ([{"queues": ["maintenance"], "silent": 400}], PRODUCT_QUEUE),
    ],
    ids=str,
)
def test_into_the_queue_of_whoever_takes_it(queue, client, workers, into):
    for worker in workers:
        listens(client, **worker)
    queue.require_listening()
    queue.enter([7])
    assert {name: in_queue(client, name) for name in (OWN_QUEUE, PRODUCT_QUEUE)} == {
        name: [7] if name == into else [] for name in (OWN_QUEUE, PRODUCT_QUEUE)
    }


@pytest.mark.parametrize(
    "worker",
    [
        {"queues": ["default"]},
        {"queues": ["sweep"], "ours": "stopping"},
        {"queues": ["sweep", "maintenance"], "ours": "busy", "silent": 61},
        {"queues": ["maintenance"], "state": "suspended"},
    ],
    ids=str,
)
def test_whoever_takes_nothing_does_not_listen(queue, client, worker):
    listens(client, **worker)
    with pytest.raises(NobodyListens):
        queue.require_listening()


def test_a_worker_that_died_does_not_listen(queue, client):
    killed, ended = listens(client, queues=["maintenance"]), listens(client, queues=["maintenance"])
    queue.require_listening()
    ended.register_death()
    client.delete(killed.key)  # its time is over; the name stays in the set
    with pytest.raises(NobodyListens):
        queue.require_listening()


def test_all_entries_of_a_job_are_removed(queue, client):
    queue.enter_into(OWN_QUEUE, [1, 2, 3])
    queue.enter_into(PRODUCT_QUEUE, [3, 2, 4])
    other = Queue("maintenance", connection=client).enqueue("reports.build", 2)
    assert queue.remove([2, 3, 9]) == 4
    assert [one.job_id for one in queue.look().entries] == [1, 4]
    assert len(client.keys("rq:job:*")) == 3
    assert other.get_position() == 1
    assert queue.remove([2, 3, 9]) == 0


def test_an_entry_that_a_worker_was_quicker_to_take_is_left_to_it(queue, client):
    queue.enter([1, 2])
    found = queue.entries_of([1, 2])
    taken = Queue("maintenance", connection=client).pop_job_id()
    assert taken == found[0].id
    from app.queue.taking import remove

    assert remove(client, found) == 1
    assert client.exists(f"rq:job:{taken}")
    assert not client.exists(f"rq:job:{found[1].id}")


def test_the_hash_of_an_entry_at_work_stays(queue, client):
    """Its id stands in the queue a second time: whoever works on it needs the hash."""
    queue.enter([1])
    (entry,) = queue.entries_of([1])
    client.hset(f"rq:job:{entry.id}", "status", "started")
    assert queue.remove([1]) == 1
    assert queue.look().entries == ()
    assert client.exists(f"rq:job:{entry.id}")


def test_an_id_that_stands_twice_is_removed_twice(queue, client):
    queue.enter([1])
    (entry,) = queue.entries_of([1])
    client.rpush("rq:queue:maintenance", entry.id)
    assert queue.remove([1]) == 1
    assert client.llen("rq:queue:maintenance") == 0


def test_what_is_removed_in_the_background_is_gone_as_it_is_closed(queue, client):
    queue.enter(range(1, 51))
    for job_id in range(1, 50):
        queue.remove_soon([job_id])
    queue.close(30)
    assert in_queue(client, PRODUCT_QUEUE) == [50]
    queue.remove_soon([50])  # too late, and no error
    assert in_queue(client, PRODUCT_QUEUE) == [50]


def test_once_it_is_closed_nothing_begins(queue, client):
    queue.enter([1])
    queue.close(5)
    queue.remove_soon([1])
    for thread in threading.enumerate():
        if thread.name == "queue-remover":
            thread.join(5)
    assert in_queue(client, PRODUCT_QUEUE) == [1]


def test_many_threads_at_once(queue, client):
    def act(number):
        mine = list(range(number * 100 + 1, number * 100 + 21))
        queue.enter(mine)
        queue.remove(mine[::2])
        queue.remove_soon(mine[1::4])
        queue.look()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.close(30)
    assert sorted(in_queue(client, PRODUCT_QUEUE)) == sorted(
        job_id for number in range(8) for job_id in list(range(number * 100 + 1, number * 100 + 21))[3::4]
    )


def test_a_worker_of_rq_takes_what_was_entered(queue, client: Redis):
    """RQ of this version; of others in tests/infra."""
    queue.enter([42])
    job = SimpleWorker([Queue("maintenance", connection=client)], connection=client).queues[0].jobs[0]
    assert (job.func_name, job.args, job.timeout, job.origin) == (FUNCTION, (42,), 1800, "maintenance")
