"""A right that goes away in the middle of a deletion: with the next heartbeat its job pauses and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.actions.overview import Overview
from app.actions.results import ActionResult, Answer
from app.actions.sweeping import SweepAction
from app.core.access import Denial
from app.core.cursor import Cursor, FailedItem
from app.core.errors import SignInRefused
from app.engine.heartbeat import REFUSED
from app.qt.pool import WorkerPool
from app.receipts.names import DELETE_RECEIPTS
from tests.support.gate import GUARD_SECONDS, LONG_AGO, QUICK, waits
from tests.support.halting import many
from tests.support.product import Product, User
from tests.support.running import PATIENT, Station

PAGE_OFF = "UPDATE business SET enabled_pages = '[\"crm\"]' WHERE id = %(business)s"
NOT_ACTIVE = "UPDATE business SET is_active = false WHERE id = %(business)s"
CHANGES = {
    "page switched off": (PAGE_OFF, Denial.PAGE_DISABLED),
    "pages unknown": (
        "UPDATE business SET enabled_pages = NULL WHERE id = %(business)s",
        Denial.PAGE_DISABLED,
    ),
    "business deactivated": (NOT_ACTIVE, Denial.BUSINESS_INACTIVE),
    "person deactivated": (
        "UPDATE users SET is_active = false WHERE id = %(person)s",
        Denial.NO_PERMISSION,
    ),
    "person demoted": ("UPDATE users SET role = 'manager' WHERE id = %(person)s", Denial.NO_PERMISSION),
    "person moved": ("UPDATE users SET role = 'owner' WHERE id = %(person)s", Denial.OTHER_BUSINESS),
    "person deleted": ("DELETE FROM users WHERE id = %(person)s", Denial.NO_PERMISSION),
}
OF_THE_PERSON = {name: denied for name, (change, denied) in CHANGES.items() if "users" in change}


class Team(Station):
    """A console for the person of a test, with a quick heart."""

    def __init__(self, product: Product, user: User, folder: Path, qtbot: QtBot) -> None:
        super().__init__(
            product,
            "test",
            data=folder,
            pool=WorkerPool,
            policy=PATIENT,
            workers=1,
            beat_every=QUICK,
            files_behind=0,
        )
        self.person = self.actor(user.id)
        self._qtbot = qtbot
        self.pool.start()

    def until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=GUARD_SECONDS * 1000)

    def until_it_waits(self, job_id: int) -> None:
        """The job runs, and is in the wait after its first batch."""
        self.until(lambda: waits(self, job_id))

    def until_paused(self, job_id: int) -> None:
        self.until(lambda: self.product.job_status(job_id) == "paused")

    def until_beaten(self) -> None:
        """Two more heartbeats have been heard on the row of the job that runs here."""
        for _ in range(2):
            self.until(partial(self._has_beaten_since, self._last_beat()))

    def _has_beaten_since(self, before: object) -> bool:
        return self._last_beat() != before

    def _last_beat(self) -> object:
        return self.product.scalar("SELECT max(heartbeat_at) FROM background_jobs")


@pytest.fixture
def new_team(product: Product, user: User, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Team]]:
    teams: list[Team] = []

    def make(person: User = user) -> Team:
        teams.append(Team(product, person, tmp_path / str(len(teams)), qtbot))
        return teams[-1]

    yield make
    closed = [team.pool.close(GUARD_SECONDS * 1000) for team in teams]
    for team in teams:
        team.console.close()
    assert all(closed)


NewTeam = Callable[..., Team]


@pytest.fixture
def team(new_team: NewTeam) -> Team:
    return new_team()


def change(product: Product, name: str, business: int, person: User, *others: int) -> str:
    """Lets it happen, to other businesses in the same moment too; returns what the rows of the jobs must
    say."""
    statement, denied = CHANGES[name]
    if "DELETE" in statement:
        product.execute("UPDATE background_jobs SET requested_by_user_id = NULL")
    with product.connection.cursor() as cursor:
        values = ({"business": one, "person": person.id} for one in (business, *others))
        cursor.execute(b"; ".join(cursor.mogrify(statement, each) for each in values))
    return REFUSED[denied]


def told(product: Product, job_id: int) -> tuple[object, ...]:
    found = product.job_row(job_id)
    return found["status"], found["processed"], found["last_error"], found["heartbeat_at"]


# What happens to the job


@pytest.mark.parametrize("name", CHANGES)
def test_a_running_job_and_a_waiting_one_pause_with_the_reason(
    product: Product, team: Team, user: User, name: str
) -> None:
    """Those behind them that nothing has happened to go on."""
    first, second, other = many(product, 3, receipts=6)
    running, waiting, others = team.delete(first, second, other)
    team.until_it_waits(running)
    # At once: the one that waits begins as soon as the other is paused.
    reason = change(product, name, first, user, second)
    stopped = {running: 2, waiting: 0} | ({others: 0} if name in OF_THE_PERSON else {})
    for job_id, done in stopped.items():
        team.until_paused(job_id)
        assert told(product, job_id) == ("paused", done, reason, None)
        assert Cursor.parse(product.job_row(job_id)["cursor"]).worker is None
    assert (product.live(first), product.live(second)) == (4, 6)
    if others not in stopped:
        team.until_it_waits(others)
        assert told(product, others)[:3] == ("running", 2, None)


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_at_home_it_is_the_business_that_is_not_active_and_not_the_person(
    product: Product, new_team: NewTeam, role: str
) -> None:
    """Who works there may not sign in any more either, but that is not what has happened."""
    (business,) = many(product, 1, receipts=6)
    at_home = product.user(role, business)
    team = new_team(at_home)
    (job_id,) = team.delete(business)
    team.until_it_waits(job_id)
    reason = change(product, "business deactivated", business, at_home)
    team.until_paused(job_id)
    assert told(product, job_id) == ("paused", 2, reason, None)


@pytest.mark.parametrize("name", ["page switched off", "business deactivated"])
def test_it_goes_on_once_the_right_is_back(product: Product, team: Team, user: User, name: str) -> None:
    (business,) = many(product, 1, receipts=4)
    (job_id,) = team.delete(business)
    team.until_it_waits(job_id)
    change(product, name, business, user)
    team.until_paused(job_id)
    denied = CHANGES[name][1]
    assert team.resume(job_id).answer is Answer.denied(denied)
    product.execute("UPDATE business SET is_active = true, enabled_pages = '[\"gmail_receipts\"]'")
    team.until(lambda: not team.pool.own_jobs)
    assert team.resume(job_id).answer is Answer.RESUMED
    team.until_it_waits(job_id)
    assert product.counters(job_id) == ("running", 4, 4, 4, 0)
    assert product.last_error(job_id) is None


# Who counts


def test_it_is_whoever_let_it_go_on_last_and_not_who_asked_for_it(
    product: Product, new_team: NewTeam, user: User
) -> None:
    first, second = new_team(), new_team(product.user())
    (business,) = many(product, 1, receipts=8)
    (job_id,) = first.delete(business)
    first.until_it_waits(job_id)
    first.pause(job_id)
    first.until(lambda: not first.pool.own_jobs)
    assert second.resume(job_id).answer is Answer.RESUMED
    second.until_it_waits(job_id)
    change(product, "person deactivated", business, user)
    second.until_beaten()
    assert told(product, job_id)[:3] == ("running", 4, None)
    reason = change(product, "person demoted", business, User(second.person.user_id, "", ""))
    second.until_paused(job_id)
    assert told(product, job_id) == ("paused", 4, reason, None)


@pytest.mark.parametrize("action", ["resume", "retry", "take_over"])
def test_whoever_lets_it_go_on_is_written_down(
    station: Station, product: Product, user: User, action: str
) -> None:
    failed = (FailedItem(1, "x"),) if action == "retry" else ()
    status = {"resume": "paused", "retry": "completed", "take_over": "running"}[action]
    old = {"heartbeat_at": LONG_AGO, "updated_at": LONG_AGO} if action == "take_over" else {}
    cursor = Cursor(0, 9, failed=failed, user_id=4711).text()
    job_id = product.job(product.business(), status, cursor=cursor, failed_count=len(failed), **old)
    (result,) = getattr(station.actions, action)(station.actor(user.id), [job_id])
    assert result.answer.runs_here
    assert station.cursor(job_id).user_id == user.id


def strayed(team: Team, product: Product, business: int, **columns: Any) -> int:
    """A job in the team's queue that no person is written down for in the cursor."""
    cursor = Cursor(0, 10_000, team.identity.waiting).text()
    job_id = product.job(business, "queued", cursor=cursor, total=6, **columns)
    team.until_it_waits(job_id)
    return job_id


@pytest.mark.parametrize("name", CHANGES)
def test_without_anybody_in_the_cursor_it_is_who_asked_for_it(
    product: Product, team: Team, user: User, name: str
) -> None:
    """A row whose requester was deleted is nobody's: the foreign key says NULL."""
    (business,) = many(product, 1, receipts=6)
    job_id = strayed(team, product, business, requested_by_user_id=user.id)
    reason = change(product, name, business, user)
    if name == "person deleted":
        team.until_beaten()
        assert told(product, job_id)[:3] == ("running", 2, None)
        return
    team.until_paused(job_id)
    assert told(product, job_id) == ("paused", 2, reason, None)


@pytest.mark.parametrize("name", CHANGES)
def test_where_nobody_is_known_only_business_and_page_count(
    product: Product, team: Team, user: User, name: str
) -> None:
    (business,) = many(product, 1, receipts=6)
    job_id = strayed(team, product, business)
    reason = change(product, name, business, user)
    if name in OF_THE_PERSON:
        team.until_beaten()
        assert told(product, job_id)[:3] == ("running", 2, None)
        return
    team.until_paused(job_id)
    assert told(product, job_id) == ("paused", 2, reason, None)


@pytest.mark.parametrize(
    "damage", ['{"user_id": "x', '"user_id": 99999999999999999999999', "[", '{"user_id": -1}']
)
def test_a_damaged_cursor_of_one_job_does_not_stop_the_others_check(
    product: Product, team: Team, user: User, damage: str
) -> None:
    first, second = many(product, 2, receipts=6)
    running, damaged = team.delete(first, second)
    team.until_it_waits(running)
    product.execute(
        "UPDATE background_jobs SET cursor = %s WHERE id = %s", damage + team.identity.waiting, damaged
    )
    reason = change(product, "page switched off", first, user)
    team.until_paused(running)
    assert told(product, running)[2] == reason
    assert product.live(second) == 6


# On a business that is not active


@pytest.mark.parametrize("role", ["admin", "owner", "system_admin"])
def test_nobody_lets_a_deletion_begin_or_go_on(station: Station, product: Product, role: str) -> None:
    """Who is at home there has no right at all any more; a system_admin is told why."""
    business = product.business(active=False)
    product.receipts(business, 3, files=1, is_deleted=True)
    product.receipts(business, 3)
    user = product.user(role, business if role != "system_admin" else None)
    actor, cursor = station.actor(user.id), Cursor(3, 6).text()
    old = {"heartbeat_at": LONG_AGO, "updated_at": LONG_AGO, "created_at": LONG_AGO}
    why = Answer.BUSINESS_INACTIVE if role == "system_admin" else Answer.NO_PERMISSION
    assert station.actions.start(actor, DELETE_RECEIPTS, [business])[0].answer is why
    assert product.rows("SELECT 1 FROM background_jobs") == []
    for status, action in {"paused": "resume", "completed": "retry", "running": "take_over"}.items():
        failures = Cursor(3, 6, failed=(FailedItem(2, "x"),)).text()
        job_id = product.job(
            business, status, cursor=failures if action == "retry" else cursor, failed_count=1, **old
        )
        before = product.job_row(job_id)
        (result,) = getattr(station.actions, action)(actor, [job_id])
        assert (result.answer, product.job_row(job_id)) == (why, before)
        assert station.actions.unfrozen(actor, [job_id]) == []
        product.execute("DELETE FROM background_jobs")
    sweep = SweepAction(station.database, station.deletion, station.audit)
    assert sweep(actor, [business])[0].refusal is why
    assert (product.live(business), product.files(business)) == (3, 3)


def test_a_system_admin_sees_and_stops_what_still_goes_on_there(
    station: Station, product: Product, user: User
) -> None:
    businesses = [product.business(active=False) for _ in range(3)]
    actor, elsewhere = station.actor(user.id), Cursor(0, 9, "sweep:other:1:abc/queue").text()
    old = {"heartbeat_at": LONG_AGO, "updated_at": LONG_AGO, "created_at": LONG_AGO}
    paused, cancelled = (product.job(one, "queued", cursor=elsewhere) for one in businesses[:2])
    failed = product.job(businesses[2], "running", cursor=elsewhere, **old)
    shown = {one.business.id: one for one in Overview(station.database, station.types).read(actor)}
    assert {shown[one].denial for one in businesses} == {Denial.BUSINESS_INACTIVE}

    def only(results: list[ActionResult]) -> Answer:
        return results[0].answer

    assert only(station.actions.pause(actor, [paused])) is Answer.PAUSED
    assert only(station.actions.cancel(actor, [cancelled])) is Answer.CANCELLED
    assert only(station.actions.mark_failed(actor, [failed])) is Answer.MARKED_FAILED
    assert [station.read(one).status for one in (paused, cancelled, failed)] == [
        "paused",
        "cancelled",
        "failed",
    ]


@pytest.mark.parametrize(
    ("role", "active", "may"),
    [
        ("admin", True, True),
        ("admin", False, False),
        ("admin", None, False),
        ("owner", False, False),
        ("system_admin", False, True),
    ],
)
def test_who_signs_in(station: Station, product: Product, role: str, active: bool | None, may: bool) -> None:
    user = product.user(role, product.business(active=active))
    sign_in = station.console.sign_in
    if may:
        assert sign_in(user.email, user.password).email == user.email
        return
    with pytest.raises(SignInRefused):
        sign_in(user.email, user.password)
