"""Entries of ours are run by each version of RQ that the product may have, and its entries are known here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from redis import Redis

from app.core.server import ListenerState
from app.queue.server_queue import ServerQueue
from tests.support.rq_peers import INSTALLED, PEERS, Peer, peer

OLDEST = next(iter(PEERS))
VERSIONS = [
    pytest.param(version, marks=() if version in (OLDEST, INSTALLED) else pytest.mark.soak)
    for version in (*PEERS, INSTALLED)
]
START = {"job_timeout": "30m", "result_ttl": 300, "failure_ttl": 86_400}
RESUME = {"job_timeout": "1h", "result_ttl": 500, "failure_ttl": 365 * 86_400}
DIFFERS = {"id", "created_at", "enqueued_at"}


@pytest.fixture(params=VERSIONS)
def other(request: pytest.FixtureRequest) -> Peer:
    return peer(request.param)


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A folder from which the web's function is imported by its name."""
    folder = tmp_path / "web" / "server" / "jobs"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    child = Path(__file__).parents[1] / "support" / "rq_peer_child.py"
    (folder / "delete_receipts_job.py").write_text(child.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "web"


@pytest.fixture
def client(redis_url):
    with Redis.from_url(redis_url, socket_timeout=60) as made:
        yield made


@pytest.fixture
def queue(redis_url):
    made = ServerQueue(redis_url)
    yield made
    made.close(5)


def test_their_worker_runs_what_we_enter(other, queue, client, redis_url, web):
    queue.enter([42, 43], begun=[43])
    with other.working(redis_url, web):
        for job_id, timeout in ((42, 1800), (43, 3600)):
            _, told = client.blpop(["test:runs"], timeout=60)
            assert json.loads(told) == {"job_id": job_id, "timeout": timeout, "version": other.version}
            look = queue.look()
            (seen,) = look.listeners
            assert (seen.state, seen.job_id, seen.is_ours) == (ListenerState.BUSY, job_id, False)
            assert seen.version == other.version
            assert seen.queues == ("maintenance",)
            assert None not in (seen.since, seen.seen_at, seen.born_at, seen.process_id)
            assert [one.job_id for one in look.entries] == ([43] if job_id == 42 else [])
            client.rpush("test:go", "on")
    assert queue.look().listeners == ()


@pytest.mark.parametrize(("options", "begun"), [(START, []), (RESUME, [42])], ids=["start", "resume"])
def test_what_they_enter_is_what_we_enter(other, queue, client, redis_url, options, begun):
    theirs = other.enters(redis_url, 42, **options)
    (listed,) = queue.look().entries
    assert (listed.id, listed.job_id) == (theirs["id"], 42)
    queue.enter([42], begun=begun)
    _, made = queue.look().entries
    ours = {name.decode(): value.hex() for name, value in client.hgetall(f"rq:job:{made.id}").items()}
    both = (ours.keys() & theirs.keys()) - DIFFERS
    assert {"data", "timeout", "result_ttl", "failure_ttl", "status", "origin", "description"} <= both
    assert {name: ours[name] for name in both} == {name: theirs[name] for name in both}
    assert queue.remove([42]) == 2
    assert client.keys("rq:job:*") == []
