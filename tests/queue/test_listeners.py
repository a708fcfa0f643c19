"""Who listens on the queue, as workers of RQ and of ours register themselves."""

from __future__ import annotations

import os
import socket
import sys
from datetime import datetime, timedelta
from functools import partial
from types import ModuleType

import pytest
import rq
from redis import Redis
from rq import Queue, SimpleWorker
from rq.utils import utcformat

from app.core.server import Listener, ListenerState
from app.core.worker import workstation_of
from app.queue import terms
from app.queue.moments import moment, moment_in
from app.queue.server_queue import ServerQueue, utc_now
from tests.support.listening import listens

FUNCTION = terms.FUNCTION
MINUTE = timedelta(minutes=1)


def clock(wrong: timedelta) -> datetime:
    return utc_now() + wrong


def age(moment: datetime | None, now: datetime | None = None) -> timedelta:
    assert moment is not None
    return (now or utc_now()) - moment


def the_one(queue: ServerQueue) -> Listener:
    (found,) = queue.look().listeners
    return found


def test_a_worker_of_the_product(queue, client):
    worker = listens(client, ["calls", "maintenance"])
    seen = the_one(queue)
    assert (seen.name, seen.queues, seen.state) == (worker.name, ("calls", "maintenance"), ListenerState.IDLE)
    assert (seen.is_ours, seen.version, seen.console) == (False, rq.__version__, None)
    assert (seen.host, seen.process_id) == (socket.gethostname(), os.getpid())
    assert timedelta(0) <= age(seen.born_at) < MINUTE
    assert timedelta(0) <= age(seen.seen_at) < MINUTE
    assert (seen.since, seen.job_id) == (None, None)


@pytest.mark.parametrize("state", ["idle", "busy", "stopping"])
def test_a_worker_of_ours(queue, client, state):
    worker = listens(client, ["sweep", "maintenance"], ours=state, job=42, silent=20)
    seen = the_one(queue)
    assert (seen.queues, seen.state, seen.is_ours) == (("sweep", "maintenance"), ListenerState(state), True)
    assert (seen.version, seen.job_id) == ("0.3.0", 42)
    assert seen.console == f"sweep:queue-1:w{worker.pid}:abcd"
    assert workstation_of(seen.console) == "queue-1"
    assert timedelta(seconds=20) <= age(seen.since) < MINUTE


def test_ours_stand_first(queue, client):
    for name, ours in (("b", ""), ("d", "busy"), ("a", ""), ("c", "idle")):
        listens(client, ["sweep", "maintenance"], name=name, ours=ours)
    look = queue.look()
    assert [one.name for one in look.listeners] == ["c", "d", "a", "b"]
    assert [one.name for one in look.ours] == ["c", "d"]
    assert [one.name for one in look.takes("maintenance")] == ["c", "d", "a", "b"]


@pytest.mark.parametrize(("silent", "is_lost"), [(0, False), (59, False), (61, True), (600, True)])
def test_one_of_ours_that_is_silent_is_lost(queue, client, silent, is_lost):
    listens(client, ["sweep"], ours="busy", silent=silent)
    assert the_one(queue).state is (ListenerState.LOST if is_lost else ListenerState.BUSY)


def test_one_of_the_product_is_not_as_long_as_redis_has_it(queue, client):
    """While it is at a job of 30 minutes it may say nothing for as long."""
    listens(client, ["maintenance"], state="busy", silent=1700)
    assert the_one(queue).state is ListenerState.BUSY


def test_the_clock_of_this_computer_makes_nobody_lost(redis_url, client):
    listens(client, ["sweep"], ours="idle", silent=10)
    for wrong in (timedelta(hours=5), timedelta(minutes=-7), timedelta(seconds=3)):
        queue = ServerQueue(redis_url, now=partial(clock, wrong))
        look = queue.look()
        queue.close(1)
        assert look.listeners[0].state is ListenerState.IDLE
        assert timedelta(seconds=5) < age(look.listeners[0].seen_at, look.read_at) < timedelta(seconds=40)


@pytest.mark.parametrize(("state", "seen"), [("started", "idle"), ("suspended", "stopping"), ("?", "idle")])
def test_states_of_rq(queue, client, state, seen):
    listens(client, ["maintenance"], state=state)
    assert the_one(queue).state == seen


def importable(monkeypatch, name, function):
    """RQ finds the function by this name."""
    modules = name.split(".")[:-1]
    for count in range(len(modules)):
        path = ".".join(modules[: count + 1])
        monkeypatch.setitem(sys.modules, path, ModuleType(path))
    setattr(sys.modules[path], name.split(".")[-1], function)


def test_what_a_worker_of_the_product_is_at(queue, client, monkeypatch):
    looks = []
    for name in (FUNCTION, "reports.build"):
        importable(monkeypatch, name, lambda _: looks.append(queue.look()))
        Queue("maintenance", connection=client).enqueue(name, 42)
    SimpleWorker(["maintenance"], connection=client).work(burst=True, logging_level="ERROR")
    for look, job_id in zip(looks, (42, None), strict=True):
        (seen,) = look.listeners
        assert (seen.state, seen.job_id) == (ListenerState.BUSY, job_id)
        assert timedelta(0) <= age(seen.since) < MINUTE
        assert look.entries == ()


def test_as_before_rq_3_the_entry_stands_on_the_worker(queue, client):
    job = Queue("maintenance", connection=client).enqueue(FUNCTION, 42)
    worker = listens(client, ["maintenance"], state="busy")
    client.hset(worker.key, "current_job", job.id)
    assert the_one(queue).job_id == 42


def test_a_name_without_a_worker_is_nobody(queue, client):
    worker = listens(client, ["maintenance"])
    client.delete(worker.key)
    ended = listens(client, ["maintenance"])
    client.hset(ended.key, "death", moment(utc_now()))
    assert queue.look().listeners == ()


def test_whoever_listens_elsewhere_is_not_listed(queue, client):
    listens(client, ["default"])
    assert queue.look().listeners == ()


def test_the_listing_changes_nothing(queue, client):
    """RQ's own removes keys and writes."""
    worker = listens(client, ["maintenance"])
    client.delete(worker.key)
    queue.enter([1])
    before = contents(client)
    queue.look()
    queue.ping()
    queue.entries_of([1])
    assert contents(client) == before


def contents(client):
    read = {b"hash": client.hgetall, b"set": client.smembers, b"list": lambda key: client.lrange(key, 0, -1)}
    return {key: (read[client.type(key)](key), client.ttl(key)) for key in client.scan_iter()}


@pytest.mark.parametrize(
    "members",
    [
        [b"rq:job:x"],
        [b"secret"],
        [b"\xff\xfe"],
        [b"rq:worker:" + b"x" * 5000],
        [b"rq:worker:"],
        [b"rq:worker:text"],
        [b"elsewhere"],
    ],
    ids=lambda one: one[0][:20],
)
def test_keys_that_are_no_workers_are_not_followed(queue, client, members):
    client.set("rq:worker:text", "no hash")
    client.hset("secret", mapping={"hostname": "never", "birth": "x"})
    listens(client, ["default"], name="elsewhere")
    client.sadd("rq:workers:maintenance", *members)
    known = listens(client, ["maintenance"])
    assert [one.name for one in queue.look().listeners] == [known.name]


ODD = {
    "hostname": "a\u202eb\nc",
    "pid": "12x",
    "queues": ",,",
    "birth": "long ago",
    "last_heartbeat": b"\xff",
    "state": b"\xff\xfe",
    "version": "x" * 3_000_000,
    "current_job": "no-such-entry",
    terms.STATE: "lost",
    terms.SINCE: "9999-99-99",
    terms.JOB: "DROP TABLE",
    terms.CONSOLE: "",
}


@pytest.mark.parametrize("ours", ["", "idle"], ids=["product", "ours"])
def test_odd_fields_cost_no_more_than_themselves(queue, client, ours):
    worker = listens(client, ["maintenance"], ours=ours)
    client.hset(worker.key, mapping=ODD)
    seen = the_one(queue)
    assert (seen.name, seen.queues, seen.host) == (worker.name, ("maintenance",), "ab c")
    assert (seen.process_id, seen.born_at, seen.seen_at) == (None, None, None)
    assert (seen.state, seen.since, seen.job_id) == (ListenerState.IDLE, None, None)
    assert seen.console is None
    assert seen.version == ("0.3.0" if ours else "")


@pytest.mark.parametrize("field", sorted(ODD))
def test_so_does_one_odd_field_alone(queue, client, field):
    worker = listens(client, ["maintenance"], ours="idle")
    for value in (ODD[field], b"\x00", b"\xff" * 200, "-1", "9" * 500, ""):
        client.hset(worker.key, field, value)
        assert the_one(queue).name == worker.name


@pytest.mark.parametrize("kind", ["text", "odd member"])
def test_executions_of_an_odd_kind(queue, client, kind):
    worker = listens(client, ["maintenance"], state="busy")
    if kind == "text":
        client.set(f"{worker.key}:executions", "x")
    else:
        client.sadd(f"{worker.key}:executions", b"\xff")
    assert the_one(queue).job_id is None


@pytest.mark.parametrize("count", [49, 50, 51, 120])
def test_however_many_listen(queue, client, count):
    for number in range(count):
        listens(
            client, ["sweep", "maintenance"], name=f"worker-{number:04}", ours="" if number % 2 else "idle"
        )
    look = queue.look()
    assert sorted(one.name for one in look.listeners) == [f"worker-{number:04}" for number in range(count)]
    found = queue.ping()
    assert (found.ours, found.product) == ((count + 1) // 2, count // 2)


def test_a_trial_tells_what_answers(queue, client: Redis):
    listens(client, ["sweep"], ours="idle", silent=100)
    listens(client, ["maintenance"])
    found = queue.ping()
    assert (found.ours, found.product) == (0, 1)
    assert found.version == client.info("server")["redis_version"]
    assert found.milliseconds > 0


def test_times_are_written_as_rq_writes_them():
    now = utc_now()
    assert moment_in(moment(now)) == now
    assert moment(now) == utcformat(now)
