"""Who may do what to a job of whom, read again at every action; what a refused person learns; the trace."""

from __future__ import annotations

from itertools import product as combinations

import pytest

from app.actions.results import ActionResult, Answer
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from app.core.errors import AuditUnavailable, ConnectionLost, ConstraintViolation
from app.core.record import AuditLine
from app.db import jobs
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import refuse_commits, somebody
from tests.support.product import Product
from tests.support.program import until
from tests.support.running import Station

LONG_AGO = "2024-05-01 10:00"
DONE = {
    "pause": Answer.PAUSED,
    "resume": Answer.RESUMED,
    "cancel": Answer.CANCELLED,
    "take_over": Answer.TAKEN_OVER,
    "mark_failed": Answer.MARKED_FAILED,
    "retry": Answer.RETRYING,
}
ROLES = ["agent", "manager", "admin", "owner", "system_admin"]


STOPS = {"pause", "cancel"}


def a_job_for(action: str, station: Station, product: Product, business: int) -> int:
    """A job on which the action works, if the person may; another console has it."""
    waiting = Cursor(0, 99, "sweep:other:1:abc/queue").text()
    elsewhere = Cursor(0, 99, "sweep:other:1:abc/1").text()
    failed = Cursor(9, 99, failed=(FailedItem(3, "x"),)).text()
    old = {"created_at": LONG_AGO, "updated_at": LONG_AGO, "heartbeat_at": LONG_AGO}
    match action:
        case "pause":
            return product.job(business, "queued", cursor=waiting)
        case "take_over" | "mark_failed":
            return product.job(business, "running", cursor=elsewhere, **old)
        case "retry":
            return product.job(business, "completed", cursor=failed, failed_count=1, processed=1)
        case _:
            return product.job(business, "paused", cursor=waiting)


def act(station: Station, action: str, actor: Actor, job_id: int) -> ActionResult:
    (result,) = getattr(station.actions, action)(actor, [job_id])
    assert isinstance(result, ActionResult)
    return result


def last_line(station: Station) -> AuditLine:
    (*_earlier, line) = station.audit.read()
    return line


def expected(action: str, role: str, own: bool, page: bool, active: bool) -> Answer:
    if not active or role not in {"admin", "owner", "system_admin"}:
        return Answer.NO_PERMISSION
    if not own and role != "system_admin":
        return Answer.OTHER_BUSINESS
    return DONE[action] if page else Answer.PAGE_DISABLED


@pytest.mark.parametrize("action", DONE)
@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_of_rights(station: Station, product: Product, action: str, role: str) -> None:
    for own, page, active in combinations((True, False), repeat=3):
        business = product.business(pages=("crm", "gmail_receipts") if page else ("crm",))
        user = product.user(role, business if own else None, active=active)
        job_id = a_job_for(action, station, product, business)
        before = product.job_row(job_id)
        result = act(station, action, station.actor(user.id), job_id)
        wanted = expected(action, role, own, page, active)
        if wanted is Answer.OTHER_BUSINESS:  # not even that there is such a job
            assert result == ActionResult(Answer.NO_SUCH_JOB, None)
        else:
            assert (result.answer, result.business_id) == (wanted, business), (own, page, active)
        line = last_line(station)
        assert (line.action, line.answer, line.business_id) == (action, wanted, business)
        assert (line.user_id, line.email, line.job_id) == (user.id, user.email, job_id)
        assert line.old_status == before["status"]
        if not result.answer.is_done:
            assert product.job_row(job_id) == before
            assert result.job is None  # a job of others is not for the refused to see
            assert line.new_status in {None, before["status"]}


@pytest.mark.parametrize("action", DONE)
@pytest.mark.parametrize(
    ("revoke", "answer"),
    [
        ("UPDATE users SET is_active = false", Answer.NO_PERMISSION),
        ("UPDATE users SET role = 'manager'", Answer.NO_PERMISSION),
        ("DELETE FROM users", Answer.NO_PERMISSION),
        ("UPDATE users SET role = 'admin'", Answer.NO_SUCH_JOB),
        ("UPDATE business SET enabled_pages = '[]'", Answer.PAGE_DISABLED),
    ],
)
def test_a_right_that_is_revoked_is_gone_at_the_next_action(
    station: Station, product: Product, action: str, revoke: str, answer: Answer
) -> None:
    actor = station.actor(product.user("system_admin").id)
    job_id = a_job_for(action, station, product, product.business())
    before = product.job_row(job_id)
    product.execute(revoke)
    assert act(station, action, actor, job_id).answer is answer
    assert product.job_row(job_id) == before
    assert last_line(station).email == actor.email


def test_a_right_that_is_revoked_between_two_jobs_of_one_action(station: Station, product: Product) -> None:
    actor = station.actor(product.user("system_admin").id)
    first, second = (product.job(product.business(), "paused") for _ in range(2))

    def revoke() -> None:
        product.execute("UPDATE users SET is_active = false")

    with station.just_before("UPDATE background_jobs", revoke):
        results = station.actions.resume(actor, [first, second])
    assert [result.answer for result in results] == [Answer.RESUMED, Answer.NO_PERMISSION]
    assert product.job_status(second) == "paused"


@pytest.mark.parametrize("role", ROLES)
def test_an_unknown_job(station: Station, product: Product, role: str) -> None:
    actor = station.actor(product.user(role).id)
    result = act(station, "cancel", actor, 999_999)
    may = role in {"admin", "owner", "system_admin"}
    assert result.answer is (Answer.NO_SUCH_JOB if may else Answer.NO_PERMISSION)
    assert (result.job, result.business_id) == (None, None)


@pytest.mark.parametrize("action", sorted(DONE.keys() - STOPS))
def test_a_change_that_could_not_be_committed_is_said_to_be_undone(
    station: Station, product: Product, action: str
) -> None:
    actor = station.actor(product.user("system_admin").id)
    job_id = a_job_for(action, station, product, product.business())
    before = product.job_row(job_id)
    refuse_commits(product)
    with pytest.raises(ConstraintViolation, match="too late"):
        act(station, action, actor, job_id)
    assert product.job_row(job_id) == before
    first, second = station.audit.read()
    assert (first.answer, first.old_status) == (DONE[action], before["status"])
    assert (second.answer, second.job_id, second.new_status) == ("undone", job_id, before["status"])
    assert station.workers.enqueued == station.workers.looked_again == []


@pytest.mark.parametrize("done", [True, False])
def test_a_change_whose_commit_is_in_doubt_is_said_to_be(
    station: Station, product: Product, done: bool
) -> None:
    actor = station.actor(product.user("system_admin").id)
    job_id = a_job_for("cancel", station, product, product.business())
    with station.losing_a_commit(2, done=done), pytest.raises(ConnectionLost):
        act(station, "cancel", actor, job_id)
    assert product.job_status(job_id) == ("cancelled" if done else "paused")
    assert [line.answer for line in station.audit.read()] == ["in_doubt"]


@pytest.mark.parametrize("revoke", ["UPDATE users SET is_active = false", "DELETE FROM users"])
def test_whoever_has_lost_the_right_can_still_stop_the_own_jobs(
    station: Station, product: Product, revoke: str
) -> None:
    """As the console ends. Jobs of others stay out of reach."""
    actor = station.actor(product.user("system_admin").id)
    cursor = Cursor(0, 99, station.identity.waiting).text()
    waiting = product.job(product.business(), "queued", cursor=cursor)
    running = product.job(product.business(), "running", cursor="{}")
    station.workers.running.add(running)
    others = product.job(product.business(), "queued", cursor='{"worker": "sweep:other:1:abc/queue"}')
    product.execute(revoke)
    results = station.actions.stop_own(actor)
    assert [result.answer for result in results] == [Answer.PAUSED, Answer.PAUSING]
    assert product.job_status(waiting) == "paused"
    assert product.job_status(others) == "queued"
    assert [line.action for line in station.audit.read()] == ["stop"] * 2


@pytest.mark.parametrize("action", sorted(DONE.keys() - STOPS))
def test_without_an_audit_trail_nothing_is_done(station: Station, product: Product, action: str) -> None:
    actor = station.actor(product.user("system_admin").id)
    job_id = a_job_for(action, station, product, product.business())
    before = product.job_row(job_id)
    station.audit.path.mkdir()
    with pytest.raises(AuditUnavailable):
        act(station, action, actor, job_id)
    assert product.job_row(job_id) == before
    assert station.workers.enqueued == station.workers.looked_again == []


@pytest.mark.parametrize("action", ["pause", "cancel", "stop"])
def test_stopping_does_not_wait_for_the_audit_trail(
    station: Station,
    product: Product,
    expected_logs: ExpectedLogs,
    caplog: pytest.LogCaptureFixture,
    action: str,
) -> None:
    """A full disk, or a file that cannot be written; the lines come as soon as they can."""
    expected_logs.expect("Lines wait for the audit trail: 2")
    actor = station.actor(product.user("system_admin").id)
    here = Cursor(0, 99, station.identity.waiting).text()
    ids = [product.job(product.business(), "queued", cursor=here) for _ in range(2)]
    station.audit.path.mkdir()
    act_on = station.actions.cancel if action == "cancel" else station.actions.pause
    results = station.actions.stop_own(actor) if action == "stop" else act_on(actor, ids)
    done = Answer.CANCELLED if action == "cancel" else Answer.PAUSED
    assert [result.answer for result in results] == [done, done]
    assert {product.job_status(job_id) for job_id in ids} == {done.value}
    until(lambda: "Lines wait" in caplog.text)
    station.audit.path.rmdir()
    assert station.audit.end(30)
    assert [(line.action, line.job_id) for line in station.audit.read()] == [(action, one) for one in ids]


def test_lines_that_never_could_be_written_are_in_the_log(
    station: Station, product: Product, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    expected_logs.expect("Lines wait for the audit trail: 1")
    expected_logs.expect(r'Not in the audit trail: .*"action": "cancel"')
    actor = station.actor(product.user("system_admin").id)
    job_id = product.job(product.business(), "paused")
    station.audit.path.mkdir()
    act(station, "cancel", actor, job_id)
    until(lambda: "Lines wait" in caplog.text)
    assert not station.audit.end(0)


def test_one_row_that_cannot_be_changed_does_not_keep_the_others(
    station: Station, product: Product, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Jobs are stopped one by one: not this one")
    actor = station.actor(product.user("system_admin").id)
    ids = [a_job_for("cancel", station, product, product.business()) for _ in range(5)]
    product.execute(f"""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON background_jobs
            FOR EACH ROW WHEN (OLD.id = {ids[2]}) EXECUTE FUNCTION refuse()""")
    results = station.actions.cancel(actor, ids)
    bad = [Answer.CANCELLED, Answer.CANCELLED, Answer.NOT_WRITTEN, Answer.CANCELLED, Answer.CANCELLED]
    assert [result.answer for result in results] == bad
    assert "not this one" in results[2].detail
    assert [line.answer for line in station.audit.read()].count("cancelled") == 4


def test_a_row_that_somebody_holds_does_not_keep_the_others(station: Station, product: Product) -> None:
    """They are stopped at once, before anybody waits for the one."""
    actor = station.actor(product.user("system_admin").id)
    ids = [a_job_for("cancel", station, product, product.business()) for _ in range(5)]
    with somebody(product, "SELECT 1 FROM background_jobs WHERE id = %s FOR UPDATE", ids[0]) as holder:

        def look() -> None:
            stopped = product.rows("SELECT id FROM background_jobs WHERE status = 'cancelled' ORDER BY id")
            assert [found["id"] for found in stopped] == ids[1:]
            holder.commit()

        with station.just_before("UPDATE background_jobs", look, nth=2):
            results = station.actions.cancel(actor, ids)
    assert {result.answer for result in results} == {Answer.CANCELLED}


def test_a_row_that_is_never_let_go_is_said(station: Station, product: Product) -> None:
    actor = station.actor(product.user("system_admin").id)
    job_id = a_job_for("cancel", station, product, product.business())
    with somebody(product, "SELECT 1 FROM background_jobs FOR UPDATE"):
        assert act(station, "cancel", actor, job_id).answer is Answer.NOT_WRITTEN
    assert product.job_status(job_id) == "paused"


def test_the_counts_of_the_trace_are_those_after_the_action(station: Station, product: Product) -> None:
    actor = station.actor(product.user("system_admin").id)
    job_id = product.job(product.business(), "paused", total=50, processed=21, succeeded=20, failed_count=1)
    act(station, "cancel", actor, job_id)
    line = last_line(station)
    assert (line.total, line.succeeded, line.failed, line.workstation) == (50, 20, 1, "desk")


def test_whoever_may_not_see_a_job_does_not_learn_that_it_is_there(
    station: Station, product: Product
) -> None:
    """Neither from the answer's job, nor from its text."""
    actor = station.actor(product.user("owner").id)
    other = product.business("A secret customer")
    requester = product.user("owner", other)
    job_id = product.job(other, "failed", requested_by_user_id=requester.id, last_error="secret")
    result = act(station, "resume", actor, job_id)
    assert result == ActionResult(Answer.NO_SUCH_JOB, None)
    with station.database.begin() as connection:
        assert jobs.read(connection, job_id)
