"""Pause, resume and cancel: what each does to the row, the workers and the trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged, StorageUnusable
from app.core.job import JobStatus
from app.engine.control import Stop
from app.engine.events import Ending
from app.files.local import LocalStorage
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl

ACTIVE = {"queued", "running", "paused"}
OTHER = "sweep:other:1:abc"
QUEUED_HERE = Cursor(7, 99, f"{OTHER}/queue").text()
CLAIMED = Cursor(7, 99).claimed_by(f"{OTHER}/1", datetime(2024, 5, 1, 10, 0, 0, 123456))
STATUSES = [status.value for status in JobStatus]


def act(station: Station, action: str, actor: Actor, *job_ids: int) -> list[ActionResult]:
    results: list[ActionResult] = getattr(station.actions, action)(actor, job_ids)
    return results


def the_answer(station: Station, action: str, actor: Actor, job_id: int) -> Answer:
    (result,) = act(station, action, actor, job_id)
    (*_earlier, line) = station.audit.read()
    assert (line.action, line.answer) == (action, result.answer)
    return result.answer


def waiting_here(station: Station, product: Product, business: int, **columns: Any) -> int:
    cursor = Cursor(0, 99, station.identity.waiting).text()
    return product.job(business, "queued", **{"cursor": cursor, **columns})


# Pause


def test_a_job_that_waits_here_pauses_at_once(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    job_id = waiting_here(station, product, business)
    (result,) = act(station, "pause", actor, job_id)
    assert result.answer is Answer.PAUSED
    assert result.job
    assert result.job.status is JobStatus.PAUSED
    assert product.job_status(job_id) == "paused"
    assert product.job_row(job_id)["finished_at"] is None
    assert Cursor.parse(product.job_row(job_id)["cursor"]) == Cursor(0, 99)
    assert station.workers.looked_again == [job_id]  # it leaves the queue
    (line,) = station.audit.read()
    assert (line.old_status, line.new_status, line.job_id) == ("queued", "paused", job_id)


def test_a_job_that_runs_here_pauses_at_its_next_batch(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    job_id = product.job(business, "running", cursor=Cursor(0, 99, f"{station.identity.name}/1").text())
    station.workers.running.add(job_id)
    before = product.job_row(job_id)
    assert the_answer(station, "pause", actor, job_id) is Answer.PAUSING
    assert station.workers.asked_to_pause == [job_id]
    assert product.job_row(job_id) == before  # "pausing" is never written to the row


@pytest.mark.parametrize(
    "cursor",
    [
        None,
        "{",
        '{"last_id": 7}',
        '{"last_id": 7, "worker": "web"}',
        pytest.param(QUEUED_HERE, id="begun from a console's queue"),
        pytest.param(CLAIMED.text(), id="begun anew"),
        pytest.param(replace(CLAIMED, last_id=7).text().replace('"last_id": 7', '"last_id": 9'), id="moved"),
    ],
)
@pytest.mark.parametrize("status", ["running", "queued"])
def test_a_job_of_the_web_worker_is_not_paused(
    station: Station, product: Product, actor: Actor, business: int, status: str, cursor: str | None
) -> None:
    """It would not look at it, and go on. That our name is in the cursor says nothing: it keeps it."""
    if status == "queued" and cursor == QUEUED_HERE:
        return
    job_id = product.job(business, status, cursor=cursor)
    before = product.job_row(job_id)
    assert the_answer(station, "pause", actor, job_id) is Answer.RUN_ELSEWHERE
    assert product.job_row(job_id) == before


@pytest.mark.parametrize("status", ["paused", "completed", "failed", "cancelled"])
def test_what_cannot_be_paused(
    station: Station, product: Product, actor: Actor, business: int, status: str
) -> None:
    job_id = product.job(business, status)
    before = product.job_row(job_id)
    assert the_answer(station, "pause", actor, job_id) is Answer.WRONG_STATUS
    assert product.job_row(job_id) == before


@pytest.mark.parametrize("here", [True, False])
def test_a_waiting_job_that_is_claimed_in_the_same_moment(
    station: Station, product: Product, actor: Actor, business: int, here: bool
) -> None:
    product.receipts(business, 5)
    (job_id,) = station.start(business)

    def claim() -> None:
        product.execute(
            "UPDATE background_jobs SET status = 'running', cursor = replace(cursor, '/queue', '/1')"
        )

    if here:  # a worker had it in its hands before the click
        station.workers.running.add(job_id)
    with station.just_before("UPDATE background_jobs", claim):
        (result,) = act(station, "pause", actor, job_id)
    assert result.answer is (Answer.PAUSING if here else Answer.PAUSED)
    assert result.job
    assert result.job.status == product.job_status(job_id) == ("running" if here else "paused")


# Resume


STOPPED = '{"last_id": 7, "max_id": 99, "x": 1}'


@pytest.mark.parametrize("status", ["paused", "failed"])
def test_a_stopped_job_goes_on_here(
    station: Station, product: Product, actor: Actor, business: int, status: str
) -> None:
    job_id = product.job(business, status, cursor=STOPPED, last_error="old", processed=7)
    (result,) = act(station, "resume", actor, job_id)
    assert result.answer is Answer.RESUMED
    job = product.job_row(job_id)
    assert (job["status"], job["last_error"], job["finished_at"], job["processed"]) == (
        "queued",
        None,
        None,
        7,
    )
    wished = Cursor(
        7,
        99,
        station.identity.waiting,
        other={"x": 1},
        user_id=actor.user_id,
        interrupted=status == "failed",  # a page view may have failed it under its runner
    )
    assert Cursor.parse(job["cursor"]) == wished
    assert station.workers.enqueued == [job_id]
    (line,) = station.audit.read()
    assert (line.old_status, line.new_status) == (status, "queued")


def test_a_paused_job_that_never_began(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    job_id = product.job(business, "paused", cursor=None)
    assert the_answer(station, "resume", actor, job_id) is Answer.RESUMED


@pytest.mark.parametrize("status", ["queued", "running", "completed", "cancelled"])
def test_what_cannot_be_resumed(
    station: Station, product: Product, actor: Actor, business: int, status: str
) -> None:
    job_id = product.job(business, status, cursor='{"last_id": 7}')
    before = product.job_row(job_id)
    assert the_answer(station, "resume", actor, job_id) is Answer.WRONG_STATUS
    assert product.job_row(job_id) == before
    assert station.workers.enqueued == []


def test_a_job_that_another_console_resumes_in_the_same_moment(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    job_id = product.job(business, "paused", cursor='{"last_id": 7}')
    with Station(product, "another") as another:
        with station.just_before("UPDATE background_jobs", lambda: another.wait_in_queue(job_id)):
            assert the_answer(station, "resume", actor, job_id) is Answer.WRONG_STATUS
        assert Cursor.parse(product.job_row(job_id)["cursor"]).worker == another.identity.waiting
    assert station.workers.enqueued == []


def test_a_failed_job_beside_a_newer_active_one(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    failed = product.job(business, "failed", cursor='{"last_id": 7}')
    newer = product.job(business, "running")
    (result,) = act(station, "resume", actor, failed)
    assert result.answer is Answer.ALREADY_ACTIVE
    assert result.job
    assert result.job.id == newer
    assert product.job_status(failed) == "failed"
    assert station.workers.enqueued == []


def test_an_unusable_storage_resumes_nothing(
    product: Product, actor: Actor, business: int, tmp_path: Path
) -> None:
    job_id = product.job(business, "paused", cursor=None)
    with Station(product, "wrong", storage=LocalStorage(tmp_path / "nowhere")) as wrong:
        with pytest.raises(StorageUnusable):
            act(wrong, "resume", actor, job_id)
        assert the_answer(wrong, "cancel", actor, job_id) is Answer.CANCELLED


def test_counters_go_on_after_a_resume(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 35)
    (started,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert started.job
    job_id = started.job.id
    assert station.run_batches(job_id, 2).ending is Ending.PAUSED
    assert the_answer(station, "resume", actor, job_id) is Answer.RESUMED
    assert station.run(job_id).ending is Ending.COMPLETED
    assert product.job_row(job_id)["succeeded"] == 35


# Cancel


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("cursor", [None, '{"worker": "sweep:other:1:abc/1"}', "damaged {"])
def test_a_job_is_cancelled_whoever_owns_it(
    station: Station, product: Product, actor: Actor, business: int, status: str, cursor: str | None
) -> None:
    job_id = product.job(business, status, cursor=cursor, finished_at=None)
    (result,) = act(station, "cancel", actor, job_id)
    job = product.job_row(job_id)
    assert result.job
    assert result.job.status == job["status"]
    if status in ACTIVE:
        assert result.answer is Answer.CANCELLED
        assert job["status"] == "cancelled"
        assert job["finished_at"] is not None
        assert station.workers.looked_again == [job_id]
    else:
        assert result.answer is Answer.WRONG_STATUS
        assert job["status"] == status
        assert station.workers.looked_again == []
    (line,) = station.audit.read()
    assert (line.old_status, line.new_status, line.job_id) == (status, job["status"], job_id)


def test_a_running_job_that_is_cancelled_stops_at_its_next_batch(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 35)
    (started,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert started.job
    job_id = started.job.id
    with Station(product, "another") as another:

        def cancel(wait: int) -> None:
            if wait == 2:
                assert the_answer(another, "cancel", actor, job_id) is Answer.CANCELLED

        assert station.run_until(job_id, cancel).ending is Ending.LOST
        (line,) = another.audit.read()
    assert (line.total, line.succeeded, line.failed, line.workstation) == (35, 20, 0, "another")
    assert product.live(business) == 15


# All of them


ACTIONS = ["pause", "resume", "cancel"]


@pytest.mark.parametrize("action", ACTIONS)
def test_several_jobs_each_with_its_answer(
    station: Station, product: Product, actor: Actor, action: str
) -> None:
    first = waiting_here(station, product, product.business())
    stopped = product.job(product.business(), "paused")
    ended = product.job(product.business(), "completed")
    results = act(station, action, actor, ended, first, 999_999, stopped, first)
    assert [result.job.id if result.job else None for result in results] == [ended, first, None, stopped]
    expected = {
        "pause": [Answer.WRONG_STATUS, Answer.PAUSED, Answer.NO_SUCH_JOB, Answer.WRONG_STATUS],
        "resume": [Answer.WRONG_STATUS, Answer.WRONG_STATUS, Answer.NO_SUCH_JOB, Answer.RESUMED],
        "cancel": [Answer.WRONG_STATUS, Answer.CANCELLED, Answer.NO_SUCH_JOB, Answer.CANCELLED],
    }
    assert [result.answer for result in results] == expected[action]
    assert len(list(station.audit.read())) == 4


@pytest.mark.parametrize("action", [*ACTIONS, "take_over", "mark_failed", "retry"])
def test_jobs_of_other_types_are_only_shown(
    station: Station, product: Product, actor: Actor, business: int, action: str
) -> None:
    job_id = product.job(business, "paused", job_type="delete_leads")
    before = product.job_row(job_id)
    assert the_answer(station, action, actor, job_id) is Answer.OTHER_JOB_TYPE
    assert product.job_row(job_id) == before


@pytest.mark.parametrize(
    ("action", "status", "cursor"),
    [
        ("pause", "queued", '{"last_id": "x", "worker": "sweep:other:1:abc/queue"}'),
        ("resume", "paused", "{"),
        ("resume", "failed", "[1]"),
        ("resume", "paused", '{"last_id": "x"}'),
    ],
)
def test_a_damaged_cursor_is_said_and_left(
    station: Station, product: Product, actor: Actor, business: int, action: str, status: str, cursor: str
) -> None:
    job_id = product.job(business, status, cursor=cursor)
    before = product.job_row(job_id)
    (result,) = act(station, action, actor, job_id)
    assert result.answer is Answer.CURSOR_DAMAGED
    assert result.detail.startswith(str(CursorDamaged("")).split(":")[0])
    assert product.job_row(job_id) == before
    if status in ACTIVE:  # the way out
        assert the_answer(station, "cancel", actor, job_id) is Answer.CANCELLED


def test_from_click_to_pause_with_a_real_control(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.receipts(business, 35)
    (started,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert started.job
    job_id = started.job.id
    control: QuickControl

    def pause(wait: int) -> None:
        if wait == 1:
            station.workers.running.add(job_id)
            assert the_answer(station, "pause", actor, job_id) is Answer.PAUSING
            control.request(Stop.PAUSE)

    control = QuickControl(station.clock, pause)
    assert station.run(job_id, control).ending is Ending.PAUSED
    assert product.job_row(job_id)["succeeded"] == 10
