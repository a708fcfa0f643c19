"""What waits in the queue is listed as RQ has it, and nothing that lies there ends or swells the listing."""

from __future__ import annotations

import pickle
import tracemalloc
import zlib
from datetime import datetime, timedelta

import pytest
from redis import Redis
from rq import Queue

from app.core.queue_errors import QueueUnreachable
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE
from app.queue import terms
from app.queue.moments import moment_in
from app.queue.server_queue import ServerQueue, utc_now

FUNCTION = terms.FUNCTION


def rq(client, name=PRODUCT_QUEUE) -> Queue:
    return Queue(name, connection=client)


def jobs(queue: ServerQueue, name: str | None = None) -> list[int]:
    return [one.job_id for one in queue.look().entries if name in (None, one.queue)]


def test_an_empty_queue(queue):
    look = queue.look()
    assert (look.listeners, look.entries, look.others) == ((), (), {OWN_QUEUE: 0, PRODUCT_QUEUE: 0})
    assert look.milliseconds > 0
    assert look.started_at is not None
    assert look.started_at <= look.read_at


def test_entries_of_ours_and_of_others(queue, client):
    theirs, ours = rq(client), rq(client, OWN_QUEUE)
    first = theirs.enqueue("reports.build", 7)
    made = theirs.enqueue(FUNCTION, 42, job_timeout="30m", result_ttl=300, failure_ttl=86400)
    theirs.enqueue_call(FUNCTION, kwargs={"job_id": 43})
    theirs.enqueue(FUNCTION, "44")
    own = ours.enqueue(FUNCTION, 45)
    rq(client, "another").enqueue(FUNCTION, 46)
    look = queue.look()
    assert [(one.id, one.queue, one.job_id, one.position) for one in look.entries] == [
        (own.id, OWN_QUEUE, 45, 0),
        (made.id, PRODUCT_QUEUE, 42, 1),
    ]
    assert look.others == {OWN_QUEUE: 0, PRODUCT_QUEUE: 3}
    assert look.entries[1].enqueued_at == moment_in(client.hget(made.key, "enqueued_at").decode())
    first.delete()
    assert queue.look().entries[1].position == 0


def test_of_a_job_all_entries_are_found(queue, client):
    queue.enter_into(OWN_QUEUE, [1, 2])
    queue.enter_into(PRODUCT_QUEUE, [2, 3])
    assert [(one.queue, one.job_id) for one in queue.entries_of([2, 9])] == [
        (OWN_QUEUE, 2),
        (PRODUCT_QUEUE, 2),
    ]
    assert queue.entries_of([]) == ()


def test_an_entry_whose_hash_was_evicted_is_nothing(queue, client):
    kept = rq(client).enqueue(FUNCTION, 42)
    gone = rq(client).enqueue(FUNCTION, 43)
    client.delete(gone.key)
    client.lpush("rq:queue:maintenance", "no-such-entry")
    look = queue.look()
    assert [(one.id, one.position) for one in look.entries] == [(kept.id, 1)]
    assert look.others[PRODUCT_QUEUE] == 0


class Trap:
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return exec, ("import os; os._exit(3)",)


HOSTILE = {
    "hostile data": {"data": zlib.compress(pickle.dumps((FUNCTION, None, (Trap(),), {})))},
    "hostile function": {"data": zlib.compress(pickle.dumps(Trap()))},
    "huge data": {"data": FUNCTION.encode() + bytes(3_000_000)},
    "a bomb": {"data": zlib.compress(FUNCTION.encode() + bytes(1_000_000))},
    "a bomb of 200 MB": {"data": zlib.compress(bytes(200_000_000), 9)},
    "no zlib": {"data": b"\x78\x9c garbage"},
    "no data": {"status": "queued"},
    "empty data": {"data": b""},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_costs_no_more_than_itself(queue, client, name):
    before = rq(client).enqueue(FUNCTION, 1)
    client.hset("rq:job:odd", mapping=HOSTILE[name])
    client.rpush("rq:queue:maintenance", "odd")
    after = rq(client).enqueue(FUNCTION, 2)
    tracemalloc.start()
    try:
        look = queue.look()
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert [one.id for one in look.entries] == [before.id, after.id]
    nothing_there = name in {"no data", "empty data"}
    assert look.others[PRODUCT_QUEUE] == (0 if nothing_there else 1)


def test_hostile_fields_beside_the_data_are_not_read(queue, client):
    made = rq(client).enqueue(FUNCTION, 1)
    client.hset(made.key, mapping={"meta": pickle.dumps(Trap()), "enqueued_at": bytes(3_000_000)})
    tracemalloc.start()
    try:
        (entry,) = queue.look().entries
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert (entry.id, entry.enqueued_at) == (made.id, None)


@pytest.mark.parametrize(
    "time", ["yesterday", "", "2026-13-01T00:00:00.000000Z", "9999-12-31T23:59:59.9Z", b"\xff"]
)
def test_a_time_that_is_none(queue, client, time):
    made = rq(client).enqueue(FUNCTION, 1)
    client.hset(made.key, "enqueued_at", time)
    (entry,) = queue.look().entries
    assert entry.enqueued_at is None or entry.enqueued_at.year == 9999


def test_the_old_form_of_times_is_read_too(queue, client):
    made = rq(client).enqueue(FUNCTION, 1)
    client.hset(made.key, "enqueued_at", "2026-11-27T18:25:22Z")
    assert queue.look().entries[0].enqueued_at == datetime(2026, 11, 27, 18, 25, 22)


@pytest.mark.parametrize("kind", ["a text", "a list"])
def test_what_is_no_hash_is_work_of_others(queue, client, kind):
    if kind == "a text":
        client.set("rq:job:odd", FUNCTION)
    else:
        client.rpush("rq:job:odd", FUNCTION)
    client.rpush("rq:queue:maintenance", "odd", b"\xff\xfe", "x" * 5000)
    made = rq(client).enqueue(FUNCTION, 2)
    look = queue.look()
    assert [(one.id, one.position) for one in look.entries] == [(made.id, 3)]
    assert look.others[PRODUCT_QUEUE] == 1


def test_an_id_that_is_no_text_or_too_long_is_not_ours(queue, client):
    made = rq(client).enqueue(FUNCTION, 2)
    data = client.hget(made.key, "data")
    for odd in (b"\xff\xfe", b"x" * 5000):
        client.hset(b"rq:job:" + odd, "data", data)
        client.rpush("rq:queue:maintenance", odd)
    look = queue.look()
    assert [one.id for one in look.entries] == [made.id]
    assert look.others[PRODUCT_QUEUE] == 2


def test_ids_behind_the_first_are_counted(queue, client, monkeypatch):
    monkeypatch.setattr("app.queue.listing.MOST_IDS", 4)
    rq(client).enqueue("reports.build")
    queue.enter_into(PRODUCT_QUEUE, range(1, 11))
    look = queue.look()
    assert [one.job_id for one in look.entries] == [1, 2, 3]
    assert look.others[PRODUCT_QUEUE] == 8


@pytest.mark.parametrize("count", [499, 500, 501, 1003])
def test_however_many_there_are(queue, client, count):
    queue.enter_into(PRODUCT_QUEUE, range(1, count + 1))
    look = queue.look()
    assert [one.job_id for one in look.entries] == list(range(1, count + 1))
    assert [one.position for one in look.entries] == list(range(count))


def test_times_are_told_by_this_computers_clock(redis_url, client):
    late = ServerQueue(redis_url, now=lambda: utc_now() + timedelta(hours=3))
    made = rq(client).enqueue(FUNCTION, 1)
    look = late.look()
    late.close(1)
    seen_at, made_at = look.entries[0].enqueued_at, made.enqueued_at
    assert seen_at is not None
    assert made_at is not None
    assert timedelta(0) <= look.read_at - seen_at < timedelta(minutes=1)
    assert made_at.replace(tzinfo=None) < seen_at


def test_a_time_that_no_clock_reaches(redis_url, client):
    made = rq(client).enqueue(FUNCTION, 1)
    client.hset(made.key, "enqueued_at", "9999-12-31T23:59:59.000000Z")
    late = ServerQueue(redis_url, now=lambda: utc_now() + timedelta(hours=3))
    assert [one.enqueued_at for one in late.look().entries] == [None]
    late.close(1)


def test_a_queue_that_is_no_list_is_told(queue, client: Redis):
    client.set("rq:queue:sweep", "no list")
    with pytest.raises(QueueUnreachable) as refused:
        queue.look()
    assert refused.value.why == "other"
