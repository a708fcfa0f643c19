"""`JobActions.start`: its answers, the single active job, the rate limit, rights, and the trace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product as combinations
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from app.actions.results import Answer
from app.core.access import Actor
from app.core.errors import (
    AuditUnavailable,
    ConnectionLost,
    ConstraintViolation,
    MissingRight,
    StorageUnusable,
)
from app.core.job import JobStatus
from app.engine.heartbeat import Heartbeat
from app.files.local import LocalStorage
from app.receipts.names import DELETE_RECEIPTS
from tests.support.other_sessions import refuse_commits, role
from tests.support.product import Product
from tests.support.running import Station

AGO = "timezone('UTC', clock_timestamp()) - make_interval(secs => %s)"


@pytest.fixture
def business(product: Product) -> int:
    made = product.business()
    product.receipts(made, 5)
    return made


def jobs(product: Product) -> list[dict[str, Any]]:
    return product.rows("SELECT * FROM background_jobs ORDER BY id")


def answers(station: Station, actor: Actor, *business_ids: int) -> list[Answer]:
    return [result.answer for result in station.actions.start(actor, DELETE_RECEIPTS, business_ids)]


def traces(station: Station) -> list[tuple[str, str, int | None, int | None]]:
    return [(line.action, line.answer, line.business_id, line.job_id) for line in station.audit.read()]


def test_a_start(station: Station, product: Product, actor: Actor, business: int) -> None:
    (result,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    (row,) = jobs(product)
    assert (result.answer, result.business_id) == (Answer.STARTED, business)
    assert result.job
    assert (result.job.id, result.job.status, result.job.total) == (row["id"], JobStatus.QUEUED, 5)
    assert result.job.requested_by == actor.email
    assert row["requested_by_user_id"] == actor.user_id
    assert station.workers.enqueued == [row["id"]]
    assert traces(station) == [("delete", "started", business, row["id"])]
    assert product.live(business) == 5


def test_every_business_of_a_selection_gets_its_answer_in_its_place(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    empty = product.business()
    active = product.business()
    product.receipts(active, 3)
    running = product.job(active, "running", created_at="2024-05-01")
    recent = product.business()
    product.receipts(recent, 3)
    product.job(recent, "cancelled")
    disabled = product.business(pages=("crm",))
    product.receipts(disabled, 3)
    asked = [empty, active, 999_999, business, recent, disabled, business]
    results = station.actions.start(actor, DELETE_RECEIPTS, asked)
    assert [(result.business_id, result.answer) for result in results] == [
        (empty, Answer.NOTHING_TO_DELETE),
        (active, Answer.ALREADY_ACTIVE),
        (999_999, Answer.NO_SUCH_BUSINESS),
        (business, Answer.STARTED),
        (recent, Answer.TOO_SOON),
        (disabled, Answer.PAGE_DISABLED),
    ]
    assert [result.job.id if result.job else None for result in results][:2] == [None, running]
    assert results[4].seconds in range(1, 61)
    assert len(station.workers.enqueued) == 1
    assert [trace[1:3] for trace in traces(station)] == [
        (result.answer.value, result.business_id) for result in results
    ]


def test_where_every_business_is_refused(station: Station, product: Product, actor: Actor) -> None:
    disabled = product.business(pages=None)
    product.receipts(disabled, 3)
    assert answers(station, actor, 999_999, disabled) == [Answer.NO_SUCH_BUSINESS, Answer.PAGE_DISABLED]
    assert jobs(product) == []
    assert station.workers.enqueued == []
    assert [trace[1] for trace in traces(station)] == ["no_such_business", "page_disabled"]


def test_nothing_is_asked_for(station: Station, actor: Actor) -> None:
    assert station.actions.start(actor, DELETE_RECEIPTS, []) == []
    assert traces(station) == []


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_an_active_job_is_shown_and_not_doubled(
    station: Station, product: Product, actor: Actor, business: int, status: str
) -> None:
    job_id = product.job(business, status, processed=2)
    (result,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert result.answer is Answer.ALREADY_ACTIVE
    assert result.job
    assert (result.job.id, result.job.processed) == (job_id, 2)
    assert len(jobs(product)) == 1
    assert station.workers.enqueued == []


def test_at_most_one_start_a_minute(station: Station, product: Product, actor: Actor, business: int) -> None:
    (started,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert started.job
    assert answers(station, actor, business) == [Answer.ALREADY_ACTIVE]
    product.execute("UPDATE background_jobs SET status = 'cancelled', heartbeat_at = NULL")
    (too_soon,) = station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert too_soon.answer is Answer.TOO_SOON
    assert too_soon.seconds in range(30, 61)
    product.execute(f"UPDATE background_jobs SET created_at = {AGO}", 61)
    assert answers(station, actor, business) == [Answer.STARTED]


def test_after_a_job_that_left_nothing_there_is_nothing_to_delete(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    product.job(business, "completed")
    product.execute("UPDATE receipts SET is_deleted = true")
    assert answers(station, actor, business) == [Answer.NOTHING_TO_DELETE]


def test_sixteen_people_at_two_consoles_at_once(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    ready = Barrier(16)
    with Station(product, "another") as another, ThreadPoolExecutor(16) as threads:

        def one(number: int) -> Answer:
            console = another if number % 2 else station
            ready.wait(30)
            return console.actions.start(actor, DELETE_RECEIPTS, [business])[0].answer

        found = sorted(threads.map(one, range(16)))
        enqueued = station.workers.enqueued + another.workers.enqueued
        written = [*traces(station), *traces(another)]
    (row,) = jobs(product)
    assert found == [Answer.ALREADY_ACTIVE] * 15 + [Answer.STARTED]
    assert enqueued == [row["id"]]
    assert len(written) == 16
    assert {trace[3] for trace in written} == {row["id"]}


def test_sixteen_people_at_once_where_the_first_job_is_over_at_once(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """No active job is in the way then, and the unique index stays silent: the limit alone decides."""
    ready = Barrier(16)
    with Station(product, "another") as another, ThreadPoolExecutor(16) as threads:

        def one(number: int) -> Answer:
            console = another if number % 2 else station
            ready.wait(30)
            (result,) = console.actions.start(actor, DELETE_RECEIPTS, [business])
            if result.answer is Answer.STARTED and result.job:
                console.actions.cancel(actor, [result.job.id])
            return result.answer

        for _minute in range(3):
            found = list(threads.map(one, range(16)))
            assert found.count(Answer.STARTED) == 1
            assert set(found) <= {Answer.STARTED, Answer.ALREADY_ACTIVE, Answer.TOO_SOON}
            product.execute(f"UPDATE background_jobs SET created_at = {AGO}", 61)
    assert [row["status"] for row in jobs(product)] == ["cancelled"] * 3


def expected(role: str, own: bool, page: bool, active: bool) -> Answer:
    if not active or role not in {"admin", "owner", "system_admin"}:
        return Answer.NO_PERMISSION
    if not own and role != "system_admin":
        return Answer.OTHER_BUSINESS
    return Answer.STARTED if page else Answer.PAGE_DISABLED


@pytest.mark.parametrize("role", ["agent", "manager", "admin", "owner", "system_admin", "unheard_of", None])
def test_who_may_start(station: Station, product: Product, role: Any) -> None:
    for own, page, active in combinations((True, False), repeat=3):
        business = product.business(pages=("crm", "gmail_receipts") if page else ("crm",))
        product.receipts(business, 2)
        user = product.user(role, business if own else None, active=active)
        (result,) = station.actions.start(station.actor(user.id), DELETE_RECEIPTS, [business])
        assert result.answer is expected(role, own, page, active), (own, page, active)
        assert bool(product.rows("SELECT 1 FROM background_jobs WHERE business_id = %s", business)) == (
            result.answer is Answer.STARTED
        )
        (*_earlier, line) = station.audit.read()
        assert (line.answer, line.business_id, line.user_id) == (result.answer, business, user.id)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("UPDATE users SET is_active = false", Answer.NO_PERMISSION),
        ("UPDATE users SET is_active = NULL", Answer.NO_PERMISSION),
        ("UPDATE users SET role = 'agent'", Answer.NO_PERMISSION),
        ("UPDATE users SET role = NULL", Answer.NO_PERMISSION),
        ("DELETE FROM users", Answer.NO_PERMISSION),
        ("UPDATE users SET role = 'owner'", Answer.OTHER_BUSINESS),
        ("UPDATE business SET enabled_pages = NULL", Answer.PAGE_DISABLED),
    ],
)
def test_rights_are_read_again_at_every_action(
    station: Station, product: Product, actor: Actor, business: int, change: str, answer: Answer
) -> None:
    """The person signed in when the row still said system_admin."""
    product.execute(change)
    assert answers(station, actor, business) == [answer]
    assert jobs(product) == []
    (line,) = station.audit.read()
    assert (line.answer, line.user_id, line.email) == (answer, actor.user_id, actor.email)


def test_what_a_person_sees_of_a_promotion(station: Station, product: Product, business: int) -> None:
    agent = station.actor(product.user("agent", business).id)
    assert answers(station, agent, business) == [Answer.NO_PERMISSION]
    product.execute("UPDATE users SET role = 'admin'")
    assert answers(station, agent, business) == [Answer.STARTED]


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_an_unusable_storage_starts_nothing(
    product: Product, actor: Actor, business: int, tmp_path: Path, what: str
) -> None:
    root = tmp_path / "nowhere"
    if what == "empty":
        root.mkdir()
    with Station(product, "wrong", storage=LocalStorage(root)) as wrong:
        with pytest.raises(StorageUnusable):
            wrong.actions.start(actor, DELETE_RECEIPTS, [business])
        assert wrong.workers.enqueued == []
    assert jobs(product) == []


def test_without_an_audit_trail_nothing_starts(
    product: Product, actor: Actor, business: int, tmp_path: Path
) -> None:
    (tmp_path / "audit.jsonl").mkdir()  # a folder in place of the file
    with Station(product, "deaf", data=tmp_path) as deaf:
        with pytest.raises(AuditUnavailable):
            deaf.actions.start(actor, DELETE_RECEIPTS, [business])
        assert deaf.workers.enqueued == []
    assert jobs(product) == []


def test_an_audit_trail_that_fails_at_the_last_moment_undoes_the_start(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    """The disk is full when the line is to be written."""

    def fill() -> None:
        station.audit.path.unlink(missing_ok=True)
        station.audit.path.mkdir()

    with station.just_before("INSERT INTO background_jobs", fill), pytest.raises(AuditUnavailable):
        station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert jobs(product) == []
    assert station.workers.enqueued == []


def test_a_start_that_could_not_be_committed_is_said_to_be_undone(
    station: Station, product: Product, actor: Actor, business: int
) -> None:
    refuse_commits(product)
    with pytest.raises(ConstraintViolation, match="too late"):
        station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert jobs(product) == []
    assert station.workers.enqueued == []
    first, second = station.audit.read()
    assert (first.answer, first.new_status) == ("started", "queued")
    assert (second.answer, second.job_id, second.new_status) == ("undone", first.job_id, None)


@pytest.mark.parametrize("done", [True, False])
def test_a_start_whose_commit_is_in_doubt_is_said_to_be(
    station: Station, product: Product, actor: Actor, business: int, done: bool
) -> None:
    """The answer of the server was lost. If the job is there, the next heartbeat finds it. The first commit
    is of the look for newest attachments."""
    with station.losing_a_commit(2, done=done), pytest.raises(ConnectionLost):
        station.actions.start(actor, DELETE_RECEIPTS, [business])
    assert [row["status"] for row in jobs(product)] == ["queued"] * done
    assert [line.answer for line in station.audit.read()] == ["started", "in_doubt"]
    result = Heartbeat(station.database, station.identity, station.types).beat([])
    assert result.orphaned == {row["id"] for row in jobs(product)}


def test_a_missing_right_to_insert_is_said(product: Product, actor: Actor, business: int) -> None:
    with (
        role(product, "INSERT ON background_jobs") as url,
        Station(product, "powerless", url=url) as powerless,
        pytest.raises(MissingRight, match="permission denied for table background_jobs"),
    ):
        powerless.actions.start(actor, DELETE_RECEIPTS, [business])
    assert jobs(product) == []
