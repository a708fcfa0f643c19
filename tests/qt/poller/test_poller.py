"""`app.viewmodel.poller`: what the table shows, and how it follows what others change."""

from __future__ import annotations

import json

import pytest

from app.core.access import Actor
from app.core.job import JobStatus
from app.core.pace import Demand
from app.core.policy import Pace
from app.core.worker import Owner
from app.db import users
from app.db.engine import Database
from app.engine.events import WaitReason
from app.ui.businesses.states import State, state_of
from app.workers.job_queue import LocalState, Stopping, Wait
from tests.qt.poller.conftest import WHERE, Screen
from tests.support.product import Product

# The first read


def test_at_first_every_business_is_read_with_its_job(
    product: Product, screen: Screen, actor: Actor, local: dict[int, LocalState]
) -> None:
    busy, old, never = product.business("עלמה"), product.business(), product.business(pages=None)
    product.receipts(busy, 5)
    product.receipts(old, 2, is_deleted=True)
    product.receipts(old, 3, is_deleted=None)
    running = product.job(busy, "running", total=9, processed=4, succeeded=4)
    product.job(busy, "failed")  # newer, but not active
    product.job(old, "failed")
    cancelled = product.job(old, "cancelled")
    product.job(never, "running", job_type="broadcast")
    local[running] = LocalState(running, wait=Wait(WaitReason.THROTTLE, 0.2))
    screen.poller.start(actor)
    screen.poll()
    assert screen.emitted == [{actor.business_id, busy, old, never}]
    assert {one: screen.left(one) for one in (busy, old, never)} == {busy: 5, old: 3, never: 0}
    assert (screen.job(busy).id, screen.job(old).id) == (running, cancelled)
    assert screen.rows[never].row.job is None
    assert screen.rows[busy].row.business.name == "עלמה"
    assert screen.rows[busy].local == local[running]
    assert screen.rows[old].local is None
    assert [screen.rows[one].row.may_act for one in (busy, never)] == [True, False]


def test_the_state_of_the_connection_is_told(screen: Screen, actor: Actor) -> None:
    screen.poller.start(actor)
    screen.poll()
    (state,) = screen.states
    assert (state.ok, state.where, state.problem) == (True, WHERE, None)
    assert state.at is not None
    assert state.milliseconds is not None
    assert state.milliseconds > 0


def test_an_admin_sees_the_own_business_alone(product: Product, database: Database, screen: Screen) -> None:
    own, other = product.business(), product.business()
    theirs = product.job(other, "paused")
    with database.begin() as connection:
        admin = users.by_id(connection, product.user("admin", own).id)
    assert admin is not None
    screen.poller.start(admin)
    screen.poll(2)
    product.execute("UPDATE background_jobs SET processed = 3 WHERE id = %s", theirs)
    product.job(own, "paused")
    screen.poll(2)
    assert set(screen.rows) == {own}
    assert screen.emitted == [{own}, {own}]


# What changes


def test_what_others_change_is_seen(product: Product, screen: Screen, actor: Actor) -> None:
    business_id, quiet = product.business(), product.business()
    product.receipts(business_id, 10)
    product.job(quiet, "completed")
    screen.poller.start(actor)
    screen.poll()
    job_id = product.job(business_id, "queued", total=10)
    screen.poll()
    assert (screen.job(business_id).id, screen.job(business_id).status) == (job_id, JobStatus.QUEUED)
    product.execute("UPDATE background_jobs SET status = 'running' WHERE id = %s", job_id)
    screen.poll()
    assert screen.job(business_id).status is JobStatus.RUNNING
    product.execute(
        "UPDATE background_jobs SET processed = 4, succeeded = 3, failed_count = 1 WHERE id = %s", job_id
    )
    screen.poll()
    assert (screen.job(business_id).succeeded, screen.job(business_id).failed) == (3, 1)
    assert screen.left(business_id) == 7
    product.execute("UPDATE background_jobs SET status = 'paused', last_error = 'why' WHERE id = %s", job_id)
    screen.poll()
    assert (screen.job(business_id).status, screen.job(business_id).last_error) == (JobStatus.PAUSED, "why")
    assert screen.emitted[1:] == [{business_id}] * 4


def test_rows_that_did_not_change_are_not_emitted(product: Product, screen: Screen, actor: Actor) -> None:
    for status in ("queued", "paused", "completed", "failed", "cancelled"):
        product.job(product.business(), status)
    screen.poller.start(actor)
    screen.poll(4)
    assert len(screen.emitted) == 1


def beat(product: Product, job_id: int) -> None:
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = timezone('UTC', clock_timestamp()),"
        " updated_at = timezone('UTC', clock_timestamp()) WHERE id = %s",
        job_id,
    )


def test_the_heartbeat_of_a_job_that_waits_is_no_change(
    product: Product, screen: Screen, actor: Actor
) -> None:
    """All jobs of a long queue beat together: the whole table would be told anew each time."""
    job_id = product.job(product.business(), "queued", cursor='{"last_id": 1}')
    screen.poller.start(actor)
    screen.poll()
    for _ in range(3):
        beat(product, job_id)
        screen.poll()
    assert len(screen.emitted) == 1


def test_the_heartbeat_of_a_running_job_is_shown(product: Product, screen: Screen, actor: Actor) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "running", cursor='{"last_id": 1}')
    screen.poller.start(actor)
    screen.poll()
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '80 seconds' WHERE id = %s", job_id
    )
    screen.poll(2)
    late = screen.rows[business_id]
    assert late.row.job is not None
    assert late.row.job.is_late
    beat(product, job_id)
    screen.poll()
    shown = screen.rows[business_id]
    assert shown.last_sign is not None
    assert late.last_sign is not None
    assert shown.last_sign > late.last_sign + 70


@pytest.mark.parametrize(
    ("worker", "owner", "workstation"),
    [
        ("sweep:desk-1:7:aaaaaaaaaaaa/2", Owner.THIS_COMPUTER, "desk-1"),
        ("sweep:FRONT-DESK-2:7:aaaaaaaaaaaa/2", Owner.OTHER_COMPUTER, "FRONT-DESK-2"),
        ("sweep:FRONT-DESK-2:7:aaaaaaaaaaaa/queue", Owner.WEB, None),  # the web began what waited there
        (None, Owner.WEB, None),
    ],
)
def test_it_is_known_who_runs_a_job(
    product: Product, screen: Screen, actor: Actor, worker: str | None, owner: Owner, workstation: str | None
) -> None:
    business_id = product.business()
    cursor = json.dumps({"last_id": 1, "worker": worker} if worker else {"last_id": 1})
    product.job(business_id, "running", cursor=cursor)
    screen.poller.start(actor)
    screen.poll()
    shown = screen.rows[business_id]
    assert (shown.owner, shown.workstation) == (owner, workstation)


def test_what_runs_here_is_known_as_such_and_what_is_paused_has_no_owner(
    product: Product, screen: Screen, actor: Actor, local: dict[int, LocalState]
) -> None:
    here, paused = product.business(), product.business()
    job_id = product.job(here, "running")
    product.job(paused, "paused")
    local[job_id] = LocalState(job_id)
    screen.poller.start(actor)
    screen.poll()
    assert screen.rows[here].owner is Owner.THIS_CONSOLE
    assert screen.rows[paused].owner is None


def test_a_cancelled_job_is_followed_until_its_worker_has_left_it(
    product: Product, screen: Screen, actor: Actor, local: dict[int, LocalState]
) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "running", total=10)
    local[job_id] = LocalState(job_id)
    screen.poller.start(actor)
    screen.poll()
    product.execute(
        "UPDATE background_jobs SET status = 'cancelled', finished_at = timezone('UTC', now()) WHERE id = %s",
        job_id,
    )
    local[job_id] = LocalState(job_id, stopping=Stopping.CANCELLING)
    screen.poll(2)
    assert state_of(screen.rows[business_id]) is State.CANCELLING
    assert screen.rows[business_id].owner is Owner.THIS_CONSOLE
    del local[job_id]
    screen.poll()
    assert state_of(screen.rows[business_id]) is State.CANCELLED
    assert screen.rows[business_id].owner is not Owner.THIS_CONSOLE


def test_a_job_that_stops_beating_is_shown_as_stale(product: Product, screen: Screen, actor: Actor) -> None:
    business_id, other = product.business(), product.business()
    stale, stuck = product.job(business_id, "running"), product.job(other, "queued")
    screen.poller.start(actor)
    screen.poll()
    assert not screen.job(business_id).is_stale
    assert not screen.job(other).is_stuck
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = %s, updated_at = %s, created_at = %s WHERE id = ANY(%s)",
        *["2024-01-01"] * 3,
        [stale, stuck],
    )
    screen.poll()
    assert screen.job(business_id).is_stale
    assert screen.job(other).is_stuck
    before = len(screen.emitted)
    screen.poll(2)
    assert not any(other in ids for ids in screen.emitted[before:])


def test_what_the_own_workers_say_is_seen(
    product: Product, screen: Screen, actor: Actor, local: dict[int, LocalState]
) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "running")
    screen.poller.start(actor)
    screen.poll()
    assert screen.rows[business_id].local is None
    local[job_id] = LocalState(job_id, stopping=Stopping.PAUSING)
    screen.poll()
    assert screen.rows[business_id].local == local[job_id]
    product.execute("UPDATE background_jobs SET status = 'paused' WHERE id = %s", job_id)
    screen.poller.look_now(job_id)
    del local[job_id]
    screen.poll()
    assert screen.rows[business_id].local is None


def test_the_pace_of_an_own_job_is_shown_without_a_flicker(
    product: Product, screen: Screen, actor: Actor, local: dict[int, LocalState]
) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "running")
    screen.poller.start(actor)
    for measured, shown in ((180.0, 180.0), (190.0, 180.0), (900.0, 900.0)):
        local[job_id] = LocalState(job_id, pace=Pace(10, 1.0, None, 0.1, Demand(measured)))
        screen.poll()
        assert screen.rows[business_id].local == LocalState(
            job_id, pace=Pace(10, 1.0, None, 0.1, Demand(shown))
        )


def test_the_pace_of_an_own_job_tells_its_speed_before_it_has_moved(
    product: Product, screen: Screen, actor: Actor, local: dict[int, LocalState]
) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "running", total=1000)
    local[job_id] = LocalState(job_id, pace=Pace(10, 60.0))
    screen.poller.start(actor)
    screen.poll()
    assert screen.rows[business_id].speed == 10 / 60


def test_speed_and_time_left_come_from_what_was_done(product: Product, screen: Screen, actor: Actor) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "running", total=1000)
    screen.poller.start(actor)
    screen.poll()
    assert (screen.rows[business_id].speed, screen.rows[business_id].seconds_left) == (None, None)
    product.execute("UPDATE background_jobs SET processed = 100, succeeded = 100 WHERE id = %s", job_id)
    screen.poll()
    shown = screen.rows[business_id]
    assert shown.speed is not None
    assert shown.speed > 0
    assert shown.seconds_left == pytest.approx(900 / shown.speed)
    product.execute("UPDATE background_jobs SET status = 'paused' WHERE id = %s", job_id)
    screen.poll()
    assert (screen.rows[business_id].speed, screen.rows[business_id].seconds_left) == (None, None)


def test_the_receipts_of_an_ended_job_are_counted_anew(
    product: Product, screen: Screen, actor: Actor
) -> None:
    """The web side may have deleted some itself, and added others."""
    business_id = product.business()
    product.receipts(business_id, 10)
    job_id = product.job(business_id, "running", total=10)
    screen.poller.start(actor)
    screen.poll()
    product.execute("UPDATE receipts SET is_deleted = true WHERE business_id = %s", business_id)
    product.receipts(business_id, 2)
    product.execute(
        "UPDATE background_jobs SET status = 'completed', processed = 9, succeeded = 9 WHERE id = %s", job_id
    )
    screen.poll()
    assert screen.left(business_id) == 2
    assert screen.job(business_id).status is JobStatus.COMPLETED


@pytest.mark.parametrize("ended", ["completed", "failed", "cancelled"])
def test_a_job_that_came_and_ended_between_two_polls_is_seen(
    product: Product, screen: Screen, actor: Actor, ended: str
) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    product.job(business_id, "completed")
    screen.poller.start(actor)
    screen.poll()
    product.execute("UPDATE receipts SET is_deleted = true WHERE business_id = %s", business_id)
    job_id = product.job(business_id, ended, total=3, succeeded=3)
    screen.poll()
    assert (screen.job(business_id).id, screen.job(business_id).status) == (job_id, JobStatus(ended))
    assert screen.left(business_id) == 0


def test_a_failed_job_that_somebody_resumes_is_seen(product: Product, screen: Screen, actor: Actor) -> None:
    business_id = product.business()
    job_id = product.job(business_id, "failed", cursor='{"last_id": 4}')
    product.job(business_id, "completed")
    screen.poller.start(actor)
    screen.poll()
    product.execute("UPDATE background_jobs SET status = 'queued' WHERE id = %s", job_id)
    screen.poll()
    assert (screen.job(business_id).id, screen.job(business_id).status) == (job_id, JobStatus.QUEUED)


def test_what_was_emitted_last_can_be_asked_for(product: Product, screen: Screen, actor: Actor) -> None:
    business_id = product.business()
    product.job(business_id, "failed", cursor='{"last_id": 4}')
    screen.poller.start(actor)
    screen.poll()
    assert screen.job(business_id).is_resumable
    assert screen.poller.shown(business_id) == screen.rows[business_id]
    assert screen.poller.shown(4711) is None
