"""`app.ui.window.rescue`: jobs that a console of this computer left behind go on here, as soon as nobody can
be alive on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, QSettings
from PySide6.QtWidgets import QApplication, QLabel

from app.actions.sign_in import SIGN_IN
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.bootstrap.window import WindowConsole, services_of
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.durations import duration
from app.core.record import END
from app.core.storage_place import Folder
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.settings import Overrides, Settings
from app.ui.businesses.advice import Step, advice_for, first_step
from app.ui.businesses.reasons import owner_text, reason_text
from app.ui.businesses.states import State, state_of
from app.ui.businesses.status_filters import StatusFilter
from app.ui.dialogs.left_behind import LeftBehindDialog
from app.ui.dialogs.sign_in import SignInDialog
from app.ui.window.main_window import MainWindow
from app.ui.window.rescue import Rescue
from app.viewmodel import poller as poller_module
from app.viewmodel.quitting import leave
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services
from tests.qt.conftest import Loop
from tests.support.dialogs import click, find
from tests.support.figures import figures
from tests.support.logs import ExpectedLogs
from tests.support.product import Product, User
from tests.support.running import EAGER
from tests.support.session import Start, a_store, sign_in

DEAD = "sweep:here:4711:abcdefabcdef"
OTHER = "sweep:there:12:012345012345"
TWO_MINUTES = timedelta(minutes=2)
LET_PASS = """
    UPDATE background_jobs SET heartbeat_at = heartbeat_at - %(time)s, updated_at = updated_at - %(time)s,
        created_at = created_at - %(time)s
"""


@pytest.fixture(autouse=True)
def _the_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A console of this computer was killed, as a mark in the data folder says; and polls come quickly."""
    folder = tmp_path / "data" / "consoles"
    folder.mkdir(parents=True)
    (folder / f"{DEAD.replace(':', '+')}.dead").touch()
    monkeypatch.setattr(poller_module, "POLL_MS", 20)
    monkeypatch.setattr(poller_module, "SOONEST_MS", 10)


def left_behind(product: Product, status: str = "running", receipts: int = 5) -> tuple[int, int]:
    """A job in the middle of which its console was killed just now, and its business."""
    business = product.business()
    ids = product.receipts(business, receipts)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", ids[:2])
    beaten = product.scalar("SELECT timezone('UTC', clock_timestamp())")
    cursor = Cursor(ids[1], ids[-1]).claimed_by(f"{DEAD}/1", beaten)
    if status == "queued":
        cursor = cursor.owned_by(f"{DEAD}/queue")
    counts = {"total": receipts, "processed": 2, "succeeded": 2, "failed_count": 0}
    times = {"started_at": beaten, "heartbeat_at": beaten}
    return product.job(business, status, cursor=cursor.text(), **counts, **times), business


def let_pass(product: Product, passed: timedelta = TWO_MINUTES) -> None:
    """The time passes, without a sign of life."""
    with product.connection.cursor() as cursor:
        cursor.execute(LET_PASS, {"time": passed})


class Watch:
    """A console that has found what was left behind, and waits for it."""

    def __init__(self, console: WindowConsole, services: Services, loop: Loop, user: User) -> None:
        self.console, self.loop, self.services = console, loop, services
        self.actor: Actor = loop.run(
            self.services.calls.run(self.services.sign_in, user.email, user.password)
        )
        self.polls = 0
        self.services.poller.connection.connect(self._count)
        jobs = loop.run(self.services.calls.run(self.services.jobs.left_behind, self.actor))
        self.found = [job.id for job in jobs]
        self.parent = QObject()
        self.rescue = Rescue(self.services, self.actor, jobs, self.parent)
        self.services.poller.start(self.actor)

    def shown(self, business: int) -> ShownRow:
        self.loop.until(lambda: self.services.poller.shown(business))
        shown = self.services.poller.shown(business)
        assert shown is not None
        return shown

    def look_often(self) -> None:
        """Lets so many polls pass that whatever is done after each would be done by now."""
        before = self.polls
        self.loop.until(lambda: self.polls >= before + 4)

    def actions(self) -> list[tuple[str, str]]:
        """In the audit trail, what was asked for."""
        lines = self.console.audit.read()
        return [(line.action, line.answer) for line in lines if line.action not in {SIGN_IN, END}]

    def _count(self, _connected: object) -> None:
        self.polls += 1


@pytest.fixture
def new_watch(
    product: Product, loop: Loop, calls: Calls, user: User, tmp_path: Path
) -> Iterator[Callable[[], Watch]]:
    watches: list[Watch] = []

    def make() -> Watch:
        profile = ConnectionProfile(product.url, Folder(product.storage_root))
        console = Console(profile, Settings(policy=EAGER, workers=1), WorkerPool, tmp_path / "data")
        console.start()
        watches.append(Watch(console, services_of(console, calls), loop, user))
        return watches[-1]

    yield make
    for watch in watches:
        assert loop.run(leave(watch.services, watch.actor))
        watch.console.close()


NewWatch = Callable[[], Watch]


@pytest.mark.parametrize("status", ["running", "queued"])
def test_they_wait_out_the_two_minutes_and_go_on_by_themselves(
    product: Product, new_watch: NewWatch, status: str
) -> None:
    job_id, business = left_behind(product, status)
    before = product.job_row(job_id)
    watch = new_watch()
    assert watch.found == [job_id]
    shown = watch.shown(business)
    assert shown.free_at is not None
    assert 60 < shown.free_at - shown.read_at <= 120
    assert figures(duration(119)) == figures(reason_text(shown, shown.free_at - 119))
    assert figures(duration(50)) == figures(reason_text(shown, shown.free_at - 50))
    let_pass(product, timedelta(seconds=60))
    watch.look_often()
    assert product.job_row(job_id)["cursor"] == before["cursor"]
    assert not watch.rescue.is_over
    let_pass(product, timedelta(seconds=61))
    watch.loop.until(lambda: product.job_status(job_id) == "completed")
    assert product.counters(job_id) == ("completed", 5, 5, 5, 0)
    assert product.live(business) == 0
    watch.loop.until(lambda: watch.rescue.is_over)
    assert watch.actions() == [("take_over", "taken_over")]
    assert watch.shown(business).free_at is None


def test_each_goes_on_when_its_own_time_has_come(product: Product, new_watch: NewWatch) -> None:
    (early, _), (late, _) = left_behind(product), left_behind(product)
    product.execute(
        "UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '60 s' WHERE id = %s", early
    )
    watch = new_watch()
    watch.look_often()
    let_pass(product, timedelta(seconds=61))
    watch.loop.until(lambda: product.job_status(early) == "completed")
    watch.look_often()
    assert product.counters(late) == ("running", 5, 2, 2, 0)
    assert not watch.rescue.is_over


@pytest.mark.parametrize(
    "meanwhile",
    [
        "status = 'cancelled', finished_at = now(), heartbeat_at = NULL",
        "status = 'failed', last_error = 'Server restarted / job heartbeat lost', finished_at = now()",
        "status = 'completed', finished_at = now(), heartbeat_at = NULL",
        "status = 'paused', heartbeat_at = NULL",
        f"cursor = replace(cursor, '{DEAD}', '{OTHER}')",
    ],
    ids=["cancelled", "failed by a page view", "completed", "paused", "taken over"],
)
def test_what_somebody_else_did_meanwhile_stands(
    product: Product, new_watch: NewWatch, meanwhile: str
) -> None:
    job_id, business = left_behind(product)
    watch = new_watch()
    watch.shown(business)
    product.execute(f"UPDATE background_jobs SET {meanwhile}")
    after = product.job_row(job_id)
    watch.loop.until(lambda: watch.rescue.is_over)
    let_pass(product)
    watch.look_often()
    now = product.job_row(job_id)
    assert [now[name] for name in ("status", "cursor", "succeeded")] == [
        after[name] for name in ("status", "cursor", "succeeded")
    ]
    assert (product.live(business), watch.actions()) == (3, [])


def test_a_job_on_which_somebody_beats_is_waited_for(product: Product, new_watch: NewWatch) -> None:
    """The web worker works under our name: it is not for us as long as it does."""
    job_id, business = left_behind(product)
    watch = new_watch()
    watch.shown(business)
    for _ in range(2):
        let_pass(product, timedelta(seconds=100))
        watch.look_often()
        product.execute("UPDATE background_jobs SET heartbeat_at = timezone('UTC', now())")
        watch.look_often()
    assert (product.counters(job_id), watch.actions()) == (("running", 5, 2, 2, 0), [])


REFUSALS: dict[str, list[tuple[str, str]]] = {
    "UPDATE users SET role = 'agent'": [],
    "UPDATE business SET is_active = false": [],
    "UPDATE business SET enabled_pages = '[]'": [("take_over", "page_disabled")],
}
"""What is asked for, and with which answer: nothing by a person who does not see the job any more."""


@pytest.mark.parametrize("revoke", REFUSALS)
def test_what_is_refused_is_given_up(product: Product, new_watch: NewWatch, revoke: str) -> None:
    """And not asked for after each poll again, with a line in the audit trail each time."""
    job_id, business = left_behind(product)
    product.execute("UPDATE users SET role = 'owner', business_id = %s", business)
    watch = new_watch()
    watch.shown(business)
    product.execute(revoke)
    let_pass(product)
    watch.loop.until(lambda: watch.rescue.is_over)
    watch.look_often()
    assert product.counters(job_id) == ("running", 5, 2, 2, 0)
    assert watch.actions() == REFUSALS[revoke]


def test_what_cannot_be_done_just_now_is_tried_again(
    product: Product, new_watch: NewWatch, storage_root: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("left behind could not be taken over")
    job_id, business = left_behind(product)
    watch = new_watch()
    watch.shown(business)
    away = storage_root.rename(storage_root.parent / "away")
    let_pass(product)
    watch.look_often()
    assert not watch.rescue.is_over
    away.rename(storage_root)
    watch.loop.until(lambda: product.job_status(job_id) == "completed")
    watch.loop.until(lambda: watch.rescue.is_over)


@pytest.mark.parametrize("status", ["running", "queued"])
def test_after_not_now_the_row_says_what_helps_and_when(
    product: Product, new_watch: NewWatch, status: str
) -> None:
    job_id, business = left_behind(product, status)
    watch = new_watch()
    watch.rescue.give_up()
    shown = watch.shown(business)
    assert state_of(shown) is State.INTERRUPTED
    assert state_of(shown) in StatusFilter.ATTENTION.states
    assert (first_step(shown), owner_text(shown)) == (None, "")
    advice = advice_for(shown, QLocale(), shown.read_at)
    assert advice is not None
    assert figures(advice.title) == figures(duration((shown.free_at or 0.0) - shown.read_at))
    let_pass(product)
    poller = watch.services.poller
    watch.loop.until(lambda: first_step(poller.shown(business) or shown) is Step.TAKE_OVER)
    assert product.job_status(job_id) == status
    calls = watch.services.calls
    watch.loop.run(calls.run(watch.services.jobs.take_over, watch.actor, [job_id]))
    watch.loop.until(lambda: product.job_status(job_id) == "completed")


def test_what_is_given_up_stays_as_it_is(product: Product, new_watch: NewWatch) -> None:
    job_id, business = left_behind(product)
    watch = new_watch()
    watch.shown(business)
    watch.rescue.give_up()
    let_pass(product)
    watch.look_often()
    assert (product.counters(job_id), watch.actions()) == (("running", 5, 2, 2, 0), [])


# The dialog


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> QSettings:
    qapp.setQuitOnLastWindowClosed(False)
    return a_store(tmp_path, monkeypatch)


@pytest.fixture
def start(loop: Loop, calls: Calls, store: QSettings, product: Product, user: User) -> Start:
    start = Start(
        loop, calls, store, Overrides(database_url=product.url, storage_root=str(product.storage_root))
    )
    sign_in(start.shows(SignInDialog), user.email, user.password)
    return start


@pytest.fixture
def left(product: Product) -> list[tuple[int, int]]:
    return [left_behind(product), left_behind(product, "queued")]


def status_of(product: Product, left: list[tuple[int, int]]) -> set[str]:
    return {product.job_status(job_id) for job_id, _ in left}


@pytest.mark.parametrize("answer", ["leftbehind.go_on", None])
def test_the_dialog_counts_down_and_they_go_on_whether_one_answers_or_not(
    product: Product, loop: Loop, left: list[tuple[int, int]], start: Start, answer: str | None
) -> None:
    dialog = start.shows(LeftBehindDialog)
    counted = figures(find(dialog, QLabel, "leftbehind.explained").text())
    assert counted[0] == "2"
    assert counted[1] in {"1", "2"}  # min
    if answer:
        click(dialog, answer)
    loop.turn()
    assert status_of(product, left) == {"running", "queued"}
    let_pass(product)
    loop.until(lambda: status_of(product, left) == {"completed"})
    assert [product.live(business) for _, business in left] == [0, 0]
    if not answer:
        dialog.accept()
    start.shows(MainWindow).close()
    start.end()


def test_not_now_leaves_them(product: Product, loop: Loop, left: list[tuple[int, int]], start: Start) -> None:
    click(start.shows(LeftBehindDialog), "leftbehind.later")
    window = start.shows(MainWindow)
    polls: list[object] = []
    window._services.poller.connection.connect(polls.append)
    let_pass(product)
    loop.until(lambda: len(polls) > 4)
    assert status_of(product, left) == {"running", "queued"}
    window.close()
    start.end()


def test_jobs_of_somebody_elses_business_are_not_asked_about(
    product: Product, loop: Loop, left: list[tuple[int, int]], user: User, calls: Calls, store: QSettings
) -> None:
    product.execute("UPDATE users SET role = 'owner'")
    start = Start(
        loop, calls, store, Overrides(database_url=product.url, storage_root=str(product.storage_root))
    )
    sign_in(start.shows(SignInDialog), user.email, user.password)
    window = start.shows(MainWindow)
    loop.until(lambda: "left behind" not in "".join(task.get_name() for task in calls._tasks))
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, LeftBehindDialog)]
    window.close()
    start.end()
