"""The way to Redis: what is told where it does not lead there, and what a user of Redis must be allowed."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
import time
import traceback
from contextlib import closing, contextmanager

import pytest
from redis import Redis

from app.core.queue_errors import BadQueueUrl, QueueUnreachable
from app.core.server import OWN_QUEUE
from app.queue.server_queue import ServerQueue
from tests.support.certificates import Authority
from tests.support.redis_server import PASSWORD, redis_server

NEEDED = "+ping +lrange +llen +srandmember +hstrlen +hmget"
TO_ENTER = "+multi +exec +sadd +hset +lpush +rpush"
TO_REMOVE = "+lrem +hget +del"
UNREADABLE = ("lrange", "llen", "srandmember", "hstrlen", "hmget")
KEYS = "~rq:*"
"""What a user of Redis must be allowed, as `ServerQueue` says."""


def why_not(url, password=None):
    """Why it cannot be reached; nothing that is told holds the password."""
    queue = ServerQueue(url, password)
    try:
        with pytest.raises(QueueUnreachable) as refused:
            queue.ping()
    finally:
        queue.close(1)
    told = str(refused.value) + "".join(traceback.format_exception(refused.value)) + repr(queue)
    assert PASSWORD not in told
    assert refused.value.__cause__ is None  # the frames of redis-py hold it
    assert queue.where in str(refused.value)
    return refused.value.why


def reaches(url, password=None):
    queue = ServerQueue(url, password)
    try:
        return queue.ping().version != ""
    finally:
        queue.close(1)


@contextmanager
def peer(answer):
    """Somebody who is no Redis: answers so to whoever says something, and hangs up."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def serve():
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with closing(connection):
                    connection.recv(1000)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("redis://127.0.0.1:{port}/0", "refused"),
        ("rediss://127.0.0.1:{port}/0", "refused"),
        ("unix://{folder}/none.sock", "refused"),
        ("unix://{folder}", "refused"),
        ("redis://nobody.invalid/0", "unknown_host"),
        ("redis://" + "a" * 64 + ".invalid/0", "unknown_host"),
    ],
)
def test_nobody_is_there(url, why, tmp_path):
    short = tmp_path if len(str(tmp_path)) < 80 else "/tmp"
    assert why_not(url.format(port=free_port(), folder=short)) == why


@pytest.mark.parametrize(
    ("answer", "why"), [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "other"), (b"", "lost"), (b"+PO", "lost")]
)
def test_it_is_no_redis(answer, why):
    with peer(answer) as url:
        assert why_not(url) == why


def test_whoever_is_silent_is_asked_once(monkeypatch):
    monkeypatch.setattr("app.queue.connection.ANSWER_SECONDS", 0.1)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        assert why_not(f"redis://127.0.0.1:{listening.getsockname()[1]}/0") == "timeout"
        listening.settimeout(0.1)
        with closing(listening.accept()[0]), pytest.raises(TimeoutError):
            listening.accept()


def test_a_password_is_wanted():
    with redis_server({"requirepass": PASSWORD}) as server:
        assert why_not(server.url()) == "password"
        assert why_not(server.url(password="another")) == "password"
        assert why_not(server.url(), lambda: None) == "password"
        assert reaches(server.url(password=PASSWORD))
        assert reaches(server.url(), lambda: PASSWORD)
        assert reaches(server.url(user="default", password=PASSWORD))


def test_a_password_is_asked_for_once_and_again_after_it_was_refused():
    answers = ["wrong", PASSWORD]
    with redis_server({"requirepass": PASSWORD}) as server:
        queue = ServerQueue(server.url(), lambda: answers.pop(0))
        assert len(answers) == 2  # nobody is asked as a window starts
        with pytest.raises(QueueUnreachable):
            queue.ping()
        assert queue.ping().version
        server.restart()
        assert queue.ping().version
        queue.close(1)
    assert answers == []


def test_a_keychain_that_refuses_is_told():
    def refuse():
        raise RuntimeError(f"the password is {PASSWORD}")

    assert why_not(f"redis://127.0.0.1:{free_port()}", refuse) == "refused"
    with redis_server({"requirepass": PASSWORD}) as server:
        assert why_not(server.url(), refuse) == "keychain"


def test_what_is_not_needed_is_refused_by_redis():
    with redis_server() as server:
        assert why_not(server.url(password=PASSWORD)) == "password"
        assert why_not(server.url(9999)) == "other"


def test_tls(tmp_path):
    authority, another = Authority(tmp_path, "authority"), Authority(tmp_path, "another")
    certificate, key = authority.sign("server", "127.0.0.1")
    trusted = f"ssl_ca_certs={authority.file}"
    with redis_server({"requirepass": PASSWORD}, tls=(authority.file, certificate, key)) as server:
        assert reaches(server.url(password=PASSWORD, options=trusted))
        assert reaches(server.url(password=PASSWORD, options="ssl_cert_reqs=none"))
        assert why_not(server.url(password=PASSWORD)) == "tls"
        assert why_not(server.url(options=f"ssl_ca_certs={another.file}")) == "tls"
        assert why_not(server.url(options=f"ssl_ca_certs={tmp_path}/none")) == "tls"
        assert why_not(server.url(options=f"ssl_ca_certs={key}")) == "tls"
        assert why_not(server.url(options=trusted).replace("127.0.0.1", "localhost")) == "tls"
        by_name = server.url(password=PASSWORD, options=f"{trusted}&ssl_check_hostname=false")
        assert reaches(by_name.replace("127.0.0.1", "localhost"))
        assert why_not(server.url(password=PASSWORD).replace("rediss", "redis")) == "lost"
        # By the file of the socket nothing is encrypted.
        assert reaches(f"unix://:{PASSWORD}@{server.socket}")


def test_a_server_that_does_not_answer(redis_server, redis_url, monkeypatch):
    monkeypatch.setattr("app.queue.connection.ANSWER_SECONDS", 0.3)
    with redis_server.frozen():
        assert why_not(redis_url) == "timeout"


def test_states_of_a_server(redis_server, redis_url):
    with closing(redis_server.client()) as admin:
        queue = ServerQueue(redis_url)
        try:
            queue.ping()
            admin.config_set("maxmemory", "1")
            with pytest.raises(QueueUnreachable) as refused:
                queue.enter([1])
            assert refused.value.why == "memory"
            admin.config_set("maxmemory", "0")

            admin.replicaof("127.0.0.1", free_port())
            assert why_not(redis_url) == "read_only"
            admin.replicaof("NO", "ONE")

            admin.config_set("maxclients", 1)
            assert why_not(redis_url) == "other"
        finally:
            admin.config_set("maxclients", 1000)
            admin.config_set("maxmemory", "0")
            admin.replicaof("NO", "ONE")
            queue.close(1)


def test_a_server_whose_disk_fails_takes_no_writes(tmp_path):
    with redis_server({"dir": str(tmp_path), "save": "3600 1"}) as server, closing(server.client()) as admin:
        (tmp_path / "dump.rdb").mkdir()  # where its file is to be
        admin.set("something", "to save")
        admin.bgsave()
        while admin.info("persistence")["rdb_last_bgsave_status"] == "ok":
            time.sleep(0.01)
        assert why_not(server.url()) == "read_only"


def test_a_restart_is_survived():
    with redis_server() as server:
        queue = ServerQueue(server.url())
        queue.enter([1, 2])
        assert len(queue.look().entries) == 2
        server.stop()
        with pytest.raises(QueueUnreachable):
            queue.look()
        server.start()
        assert queue.look().entries == ()
        queue.enter([3])
        assert len(queue.look().entries) == 1
        queue.close(1)


@pytest.fixture(scope="module")
def strict_server():
    """Whose users may do what is needed, and nothing else."""
    rights = f"on >{PASSWORD} resetkeys {KEYS} -@all +select"
    users = [
        f"all {rights} {NEEDED} {TO_ENTER} {TO_REMOVE}",
        f"looks {rights} {NEEDED}",
        *(f"no-{one} {rights} {NEEDED} {TO_ENTER} {TO_REMOVE} -{one}" for one in UNREADABLE),
        f"elsewhere on >{PASSWORD} resetkeys ~other:* -@all +select {NEEDED} {TO_ENTER} {TO_REMOVE}",
    ]
    with redis_server(acl=users) as server:
        yield server


def test_a_user_needs_few_rights(strict_server):
    queue = ServerQueue(strict_server.url(3, user="all", password=PASSWORD))
    assert queue.ping().version == ""  # INFO is not allowed
    queue.enter([1, 2], begun=[1])
    queue.enter([3], at_front=True)
    look = queue.look()
    assert [one.job_id for one in look.entries] == [3, 1, 2]
    assert look.started_at is None
    assert queue.remove([2]) == 1
    queue.close(1)


def test_a_right_that_lacks_is_told(strict_server):
    assert why_not(strict_server.url(user="elsewhere", password=PASSWORD)) == "rights"
    queue = ServerQueue(strict_server.url(user="looks", password=PASSWORD))
    queue.look()
    for act in (lambda: queue.enter([1]), queue.ping):
        with pytest.raises(QueueUnreachable) as refused:
            act()
        assert refused.value.why == "rights"
    queue.close(1)


@pytest.mark.parametrize("lacking", UNREADABLE)
def test_a_listing_without_a_right_is_no_empty_listing(strict_server, lacking):
    every = ServerQueue(strict_server.url(5, user="all", password=PASSWORD))
    every.enter([1])
    every.close(1)
    queue = ServerQueue(strict_server.url(5, user=f"no-{lacking}", password=PASSWORD))
    with closing(strict_server.client(5)) as client:
        client.sadd("rq:workers:sweep", "rq:worker:x")
    with pytest.raises(QueueUnreachable) as refused:
        queue.look()
    assert refused.value.why == "rights"
    queue.close(1)


def test_a_connection_has_the_consoles_name(queue, client):
    queue.ping()
    assert "sweep" in {one["name"] for one in client.client_list()}


def test_whoever_cannot_be_reached_does_not_disturb_a_removal(caplog):
    caplog.set_level(logging.INFO)
    queue = ServerQueue(f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0")
    queue.remove_soon([1, 2])
    queue.close(30)
    assert "does no harm" in caplog.text
    assert PASSWORD not in caplog.text


def test_a_removal_that_hangs_is_left_as_it_is_closed(redis_server, redis_url, client, monkeypatch):
    monkeypatch.setattr("app.queue.connection.ANSWER_SECONDS", 20.0)
    queue = ServerQueue(redis_url)
    queue.enter([1])
    with redis_server.frozen():
        queue.remove_soon([1])
        while not queue.client().connection_pool._in_use_connections:
            time.sleep(0.01)
        time.sleep(0.1)  # it waits for its answer
        queue.close(0)
        (thread,) = (one for one in threading.enumerate() if one.name == "queue-remover")
        assert thread.daemon
    thread.join()
    assert client.keys("rq:job:*") == []  # its connection was left to it


def test_nothing_of_redis_is_loaded_before_it_is_asked():
    check = (
        "import sys; from app.queue.server_queue import ServerQueue; "
        "queue = ServerQueue('redis://localhost'); queue.close(0); "
        "assert not {'redis', 'rq'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", check], check=True)


def test_a_bad_url_is_told_before_anything_is_loaded():
    with pytest.raises(BadQueueUrl):
        ServerQueue("redis://host:port/0")


def test_after_a_wrong_type_the_queue_is_told_as_broken(queue, client: Redis):
    client.set(f"rq:queue:{OWN_QUEUE}", "no list")
    with pytest.raises(QueueUnreachable) as refused:
        queue.look()
    assert refused.value.why == "other"
