"""The demo's Redis: private, shared, never on the disk, and gone with the demo however that ends."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.queue import required_queue
from app.core.demo_hints import DemoHints
from app.core.errors import DemoUnavailable
from app.core.queue_errors import NoQueueNamed, QueueUnreachable
from app.core.storage_place import Folder
from app.demo import queue
from app.demo.places import let_pass, service_account
from app.demo.queue import DemoQueue, redis_program
from app.demo.server import DemoServer
from app.queue.server_queue import ServerQueue
from tests.support.demo_child import WATCH_EVERY, with_queue
from tests.support.folders import server_home

GUARD_SECONDS = 120

needs_redis = pytest.mark.skipif(redis_program() is None, reason="There is no Redis here.")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with server_home("sweep-queue-") as home:
        yield home / "server"


@pytest.fixture
def alone() -> Iterator[DemoQueue]:
    """One without a server beside it."""
    with server_home("sweep-queue-") as home:
        (home / "queue").mkdir()
        if (account := service_account()) is not None:
            let_pass(home / "queue", account)
        queue = DemoQueue(home / "queue")
        yield queue
        queue.end()


@pytest.fixture
def without_redis(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A computer without one; the folder is where its programs are."""
    monkeypatch.setattr(queue, "_WHEEL", "no_such_wheel")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def until(condition: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.02)


def redis_of(folder: Path) -> psutil.Process:
    return psutil.Process(int(DemoQueue(folder / "queue").process_file.read_text()))


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def answers(url: str) -> bool:
    found = ServerQueue(url)
    try:
        return found.ping().ours == 0
    except QueueUnreachable:
        return False
    finally:
        found.close(0)


@needs_redis
def test_it_is_private_shared_and_ends_with_the_last_user(folder: Path) -> None:
    with DemoServer(folder, watch_every=WATCH_EVERY, with_queue=True) as server:
        server.start()
        url = server.queue_url
        assert url is not None
        assert answers(url)
        place = Path(url.removeprefix("unix://"))
        assert len(os.fsencode(place)) <= 103
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        found = redis_of(folder)
        assert (
            [one for one in found.net_connections() if one.status == psutil.CONN_LISTEN and one.laddr.port]
            == []
            if hasattr(found, "net_connections")
            else True
        )
        if os.geteuid() == 0:
            assert found.uids().real != 0
        with with_queue(folder) as other:
            assert other.next_line() == url
            other.close()
        assert answers(url)
    assert is_gone(found)
    assert not place.parent.exists()
    assert not list((folder / "queue").glob("*.rdb"))


@needs_redis
def test_one_that_was_killed_is_started_by_the_next_and_ends_after_a_crash_of_all(folder: Path) -> None:
    with with_queue(folder) as process:
        url = process.next_line()
        redis_of(folder).kill()
        until(lambda: not answers(url))
        with with_queue(folder) as other:
            assert other.next_line() == url
            assert answers(url)
            found = redis_of(folder)
            for each in (process, other):
                each.signal_group(signal.SIGKILL)
            until(lambda: is_gone(found))


@needs_redis
def test_one_that_cannot_be_reached_is_replaced_and_a_stranger_is_left_alone(alone: DemoQueue) -> None:
    alone.start()
    url = str(alone.url)
    found = psutil.Process(int(alone.process_file.read_text()))
    Path(url.removeprefix("unix://")).unlink()
    alone.start()
    assert is_gone(found)
    assert answers(url)
    alone.end()
    alone.process_file.write_text(str(os.getpid()))  # as after a crash long ago
    alone.start()
    assert answers(url)


def test_without_redis_there_is_none_and_nothing_is_said(alone: DemoQueue, without_redis: Path) -> None:
    assert redis_program() is None
    alone.start()
    assert alone.url is None


def test_a_redis_that_does_not_start_is_none(alone: DemoQueue, without_redis: Path) -> None:
    broken = without_redis / "redis-server"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    alone.start()
    assert alone.url is None


def test_a_worker_of_a_demo_without_redis_is_told_what_to_install() -> None:
    hints = DemoHints("dana@demo.example", "word", lambda: None)
    with pytest.raises(DemoUnavailable, match="Install Redis"):
        required_queue(ConnectionProfile("postgresql://", Folder(Path()), hints))
    with pytest.raises(NoQueueNamed):
        required_queue(ConnectionProfile("postgresql://", Folder(Path())))
