"""`app.core.server`: the mark of rows that wait on a server, and the names of workers there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cursor import Cursor
from app.core.job import Job, JobStatus
from app.core.server import (
    FAILED_BY_A_PAGE_VIEW,
    is_failed_while_waiting,
    is_waiting_elsewhere,
    may_be_taken,
    seconds_on_server,
    server_mark,
    server_worker_in,
    waits_for_web,
    waits_on_server_since,
)
from app.core.worker import (
    WEB_WORKER,
    ConsoleIdentity,
    console_of,
    console_that_keeps,
    runner_of,
    workstation_of,
)
from tests.support.jobs import a_job

NOW = datetime(2026, 11, 27, 12, 0)
MARK = server_mark(NOW)


def waiting(cursor: str | None, **changes: Any) -> Job:
    return a_job(**{"cursor_text": cursor, **changes})


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)))
def test_a_mark_says_since_when_to_the_second(since: datetime) -> None:
    found = waits_on_server_since(Cursor(max_id=9, worker=server_mark(since)).text())
    assert found == since.replace(microsecond=0)


@given(st.text(max_size=80))
def test_no_other_name_is_a_mark(name: str) -> None:
    for worker in (name, f"sweep:{name}:1:abc/queue", f"sweep:@server:{name}:0/queue"):
        text = Cursor(max_id=9, worker=worker).text()
        if worker != server_mark(waits_on_server_since(text) or NOW):
            assert waits_on_server_since(text) is None


def test_consoles_that_know_no_server_take_it_for_another_console() -> None:
    text = Cursor(max_id=9, worker=MARK).text()
    assert workstation_of(MARK) == "@server"
    assert console_that_keeps(text) == console_of(MARK)
    assert runner_of(text, NOW) == WEB_WORKER, "once it runs, the web worker has taken it"


def test_what_the_web_worker_has_moved_does_not_wait_on_the_server() -> None:
    text = Cursor(last_id=5, max_id=9, worker=MARK).text()
    moved = text.replace('"last_id": 5', '"last_id": 7')
    assert waits_on_server_since(text) == NOW
    assert waits_on_server_since(moved) is None
    assert waits_for_web(waiting(moved))


@pytest.mark.parametrize("status", list(JobStatus))
def test_only_a_queued_job_waits(status: JobStatus) -> None:
    job = waiting(Cursor(worker=MARK).text(), status=status, read_at=NOW + timedelta(seconds=61.5))
    is_queued = status is JobStatus.QUEUED
    assert seconds_on_server(job) == (61.5 if is_queued else None)
    assert (is_waiting_elsewhere(job), may_be_taken(job)) == (is_queued, is_queued)
    assert waits_for_web(waiting(None, status=status)) == is_queued


def test_it_never_waits_for_less_than_no_time() -> None:
    assert seconds_on_server(waiting(Cursor(worker=MARK).text(), read_at=NOW - timedelta(hours=1))) == 0


def test_a_job_in_the_queue_of_a_console_is_not_for_others() -> None:
    for identity in (ConsoleIdentity.fresh("desk", 1), ConsoleIdentity.of_server_worker("app-1", 1)):
        job = waiting(Cursor(worker=identity.waiting).text())
        assert not is_waiting_elsewhere(job)
        assert not may_be_taken(job)


@pytest.mark.parametrize("cursor", [None, Cursor(max_id=9, worker=MARK).text()])
def test_what_a_page_view_failed_while_it_waited_may_be_taken(cursor: str | None) -> None:
    said = f"{FAILED_BY_A_PAGE_VIEW}: no update for 300 s"
    failed = waiting(cursor, status=JobStatus.FAILED, last_error=said, started_at=None)
    assert is_failed_while_waiting(failed)
    assert may_be_taken(failed)
    assert not may_be_taken(replace(failed, is_foreign=True))
    for other in ("Marked as failed by hand", None, "", said.upper()):
        assert not is_failed_while_waiting(replace(failed, last_error=other))


def test_what_failed_under_its_worker_is_not_brought_back() -> None:
    said = f"{FAILED_BY_A_PAGE_VIEW}: no heartbeat for 120 s"
    begun = waiting(None, status=JobStatus.FAILED, last_error=said, started_at=NOW)
    ours = Cursor(worker=ConsoleIdentity.of_server_worker("app-1", 1).claim()).text()
    assert not is_failed_while_waiting(begun)
    assert not is_failed_while_waiting(replace(begun, cursor_text=ours))
    assert not is_failed_while_waiting(replace(begun, cursor_text=ours, started_at=None))


def test_a_worker_on_a_server_is_told_from_a_console() -> None:
    worker = ConsoleIdentity.of_server_worker("app 5", 2107)
    assert workstation_of(worker.name) == "app-5"
    for name in (worker.name, worker.waiting, worker.claim()):
        assert server_worker_in(name) == "app-5:2107"
    assert server_worker_in(None) is None
    for name in (
        ConsoleIdentity.fresh("w5", 2107).claim(),
        MARK,
        "web",
        "sweep:a:w:b",
        "sweep:a:wx1:b",
    ):
        assert server_worker_in(name) is None
    assert ConsoleIdentity.of_server_worker("app 5", 2107).name != worker.name
