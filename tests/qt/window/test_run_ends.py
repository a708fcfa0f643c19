"""Which ends of runs are told, and when: over real rows, which consoles and web workers change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from app.actions.runs import Runs
from app.core.cursor import Cursor
from app.core.errors import CannotConnect
from app.core.policy import Policy
from app.core.run import Run, RunLabel, RunState
from app.engine.events import Ending, SliceResult
from app.receipts.names import DELETE_RECEIPTS
from app.viewmodel.read_marks import MARKS_KEPT, MARKS_KEY, ReadMarks
from app.viewmodel.run_ends import NOTICES_KEPT, RunEnd, RunEnds
from tests.qt.window.conftest import Hands, NewHands
from tests.support.halting import many
from tests.support.parts import part
from tests.support.product import Product

WAITS = Policy(batch_size=1, throttle_ms=60_000, runtime_cap_seconds=None)

OVER = (
    "status = 'completed', processed = total, succeeded = total, finished_at = timezone('UTC', now()),"
    " heartbeat_at = NULL"
)


class Watched:
    """A window's runs, and what it has told of their ends."""

    def __init__(self, console: Hands, product: Product) -> None:
        self.console, self.product = console, product
        self.ends = part(console.window, RunEnds)
        self.told: list[RunEnd] = []
        self.ends.ended.connect(self.told.extend)

    def open(self, *businesses: int) -> None:
        self.console.open(*businesses)
        self.console.loop.until(lambda: self.ends._is_read)

    def start(self, businesses: Sequence[int], name: str = "SUP-1") -> list[int]:
        crew = self.console.crew
        results = crew.actions.start(self.console.actor, DELETE_RECEIPTS, businesses, run=RunLabel(name))
        jobs = [result.job.id for result in results if result.job]
        self.console.services.poller.look_now()
        return jobs

    def set(self, jobs: Sequence[int], values: str) -> None:
        """As somebody else changes the rows."""
        self.product.execute(f"UPDATE background_jobs SET {values} WHERE id = ANY(%s)", list(jobs))
        self.console.services.poller.refresh()

    def until_told(self, number: int) -> None:
        self.console.loop.until(lambda: len(self.told) >= number)

    def settle(self) -> None:
        """Every poll and every look that is due has come to pass."""
        looks: list[object] = []
        self.console.services.poller.connection.connect(looks.append)
        for count in (1, 2):
            self.console.services.poller.refresh()
            self.console.loop.until(lambda count=count: len(looks) >= count)
        self.console.loop.until(lambda: not self.ends._due and not self.ends._busy)

    @property
    def names(self) -> list[str]:
        return [notice.end.row.run.name for notice in self.ends.notices]


@pytest.fixture
def watched(new_console: NewHands, product: Product) -> Watched:
    return Watched(new_console(WAITS), product)


def test_a_run_that_ends_here_is_told_once(new_console: NewHands, product: Product) -> None:
    businesses = many(product, 3, receipts=2)
    watched = Watched(new_console(), product)
    watched.open(*businesses)
    watched.start(businesses)
    watched.until_told(1)
    watched.ends.refresh()  # somebody opens the list, and all of it is read again
    watched.settle()
    (end,) = watched.told
    assert (end.row.jobs, end.row.succeeded) == ({RunState.COMPLETED: 3}, 6)
    assert watched.ends.unread == 1
    assert "SUP-1" in watched.console.message()


def test_one_that_others_end_is_told_too(watched: Watched, product: Product) -> None:
    businesses = many(product, 2, receipts=2)
    watched.open(*businesses)
    jobs = watched.start(businesses)
    watched.settle()
    watched.set(jobs[:1], OVER)
    watched.settle()
    assert watched.told == []
    watched.set(jobs[1:], OVER)
    watched.until_told(1)
    watched.settle()
    assert len(watched.told) == 1


def test_nothing_is_read_while_nothing_ends(
    watched: Watched, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    businesses = many(product, 2, receipts=2)
    watched.open(*businesses)
    reads: list[object] = []
    rows = Runs.rows

    def noted(self: Runs, *args: Any) -> Any:
        reads.append(args)
        return rows(self, *args)

    monkeypatch.setattr(Runs, "rows", noted)
    jobs = watched.start(businesses)
    watched.settle()
    watched.set(jobs, "processed = 1, succeeded = 1")
    watched.settle()
    assert reads == []
    watched.set(jobs, OVER)
    watched.until_told(1)
    assert len(reads) == 1


def test_one_that_was_over_between_two_polls_is_told(watched: Watched, product: Product) -> None:
    businesses = many(product, 1, receipts=2)
    watched.open(*businesses)
    crew = watched.console.crew
    watched.console.services.poller.stop()
    watched.start(businesses)
    crew.pool.request_leave()
    product.execute(f"UPDATE background_jobs SET {OVER}")
    watched.console.services.poller.start(watched.console.actor)
    watched.until_told(1)
    assert watched.told[0].row.jobs == {RunState.COMPLETED: 1}


def test_what_ended_while_no_window_was_open_is_there_but_not_told(
    new_console: NewHands, product: Product
) -> None:
    first = Watched(new_console(WAITS), product)
    old, new, late = many(product, 3, receipts=2)
    old_jobs = first.start([old], "OLD")
    first.set(old_jobs, OVER)
    first.open(old, new)
    assert (first.names, first.ends.unread) == (["OLD"], 0)  # it ended before the first start
    jobs = first.start([new, late], "NEW")
    first.settle()
    first.console.close()
    product.execute(f"UPDATE background_jobs SET {OVER} WHERE id = ANY(%s)", jobs)
    again = Watched(new_console(WAITS), product)
    again.open(old, new)
    assert (again.names, again.ends.unread, again.told) == (["NEW", "OLD"], 1, [])


def test_what_ended_long_ago_is_not_listed(watched: Watched, product: Product) -> None:
    recent, ancient = many(product, 2, receipts=2)
    for business_id, days in ((recent, 29), (ancient, 31)):
        jobs = watched.start([business_id], f"{days}")
        watched.set(jobs, OVER)
        watched.set(jobs, f"finished_at = finished_at - interval '{days} days'")
    watched.open(recent)
    assert watched.names == ["29"]


def test_runs_of_others_are_no_news(watched: Watched, product: Product) -> None:
    businesses = many(product, 1, receipts=2)
    other = product.user()
    watched.open(*businesses)
    jobs = watched.start(businesses)
    watched.set(jobs, f"requested_by_user_id = {other.id}")
    watched.settle()
    watched.set(jobs, OVER)
    watched.settle()
    assert (watched.told, watched.names) == ([], [])


def test_a_sign_in_tells_of_the_persons_own_runs_that_have_ended(watched: Watched, product: Product) -> None:
    mine, others = watched.console.actor.user_id, product.user().id
    silent = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=10)
    rows: list[tuple[str, int, str, dict[str, Any]]] = [
        ("MINE", mine, "completed", {}),
        ("OTHERS", others, "completed", {}),
        ("GOES ON", mine, "running", {}),
        ("GOES ON", mine, "running", {"heartbeat_at": silent, "updated_at": silent}),
        ("STOPPED", mine, "running", {"heartbeat_at": silent, "updated_at": silent}),
    ]
    ids = {name: f"{number:012x}" for number, name in enumerate(dict.fromkeys(row[0] for row in rows))}
    businesses = many(product, len(rows), receipts=1)
    for business_id, (name, user_id, status, columns) in zip(businesses, rows, strict=True):
        cursor = Cursor(1, 9, run=Run(ids[name], name)).text()
        product.job(business_id, status, cursor=cursor, requested_by_user_id=user_id, total=9, **columns)
    watched.open(*businesses)
    assert sorted(watched.names) == ["MINE", "STOPPED"]


def test_a_failure_is_told_by_itself_while_its_run_goes_on(watched: Watched, product: Product) -> None:
    businesses = many(product, 2, receipts=2)
    watched.open(*businesses)
    jobs = watched.start(businesses)
    watched.settle()
    for ending, is_of_run in ((Ending.COMPLETED, True), (Ending.FAILED, False), (Ending.CAPPED, False)):
        assert watched.ends.tells_of(SliceResult(jobs[0], ending)) is is_of_run
    assert not watched.ends.tells_of(SliceResult(jobs[-1] + 1, Ending.COMPLETED))
    watched.set(jobs, OVER)
    watched.until_told(1)
    assert watched.ends.tells_of(SliceResult(jobs[0], Ending.FAILED))


def test_a_pause_is_no_news_and_a_silent_job_is(watched: Watched, product: Product) -> None:
    businesses = many(product, 2, receipts=2)
    watched.open(*businesses)
    watched.console.crew.pool.request_leave()
    jobs = watched.start(businesses)
    watched.set(jobs, "status = 'paused', heartbeat_at = NULL")
    watched.settle()
    assert (watched.told, watched.names) == ([], [])
    silent = "timezone('UTC', now()) - interval '10 minutes'"
    watched.set(
        jobs[:1],
        f"status = 'running', heartbeat_at = {silent}, updated_at = {silent}, started_at = {silent}",
    )
    watched.until_told(1)
    (end,) = watched.told
    assert end.row.jobs == {RunState.STALE: 1, RunState.PAUSED: 1}
    assert end.at is not None
    assert 590 < (end.row.read_at - end.at).total_seconds() < 700


def test_one_that_goes_on_is_quiet_until_it_ends_again(watched: Watched, product: Product) -> None:
    businesses = many(product, 1, receipts=2)
    watched.open(*businesses)
    jobs = watched.start(businesses)
    watched.settle()
    watched.set(jobs, f"{OVER}, failed_count = 1")
    watched.until_told(1)
    watched.ends.mark_all_read()
    watched.set(
        jobs,
        "status = 'running', finished_at = NULL, heartbeat_at = timezone('UTC', now()), failed_count = 0",
    )
    watched.console.loop.until(lambda: watched.names == [])
    watched.set(jobs, OVER)
    watched.until_told(2)
    watched.settle()
    assert [end.row.jobs for end in watched.told] == [{RunState.WITH_FAILURES: 1}, {RunState.COMPLETED: 1}]
    assert watched.ends.unread == 1


def test_two_windows_tell_it_once_each_and_share_what_is_read(
    new_console: NewHands, product: Product
) -> None:
    businesses = many(product, 2, receipts=2)
    both = [Watched(new_console(WAITS), product) for _ in range(2)]
    for one in both:
        one.open(*businesses)
    jobs = both[0].start(businesses)
    for one in both:
        one.settle()
    product.execute(f"UPDATE background_jobs SET {OVER} WHERE id = ANY(%s)", jobs)
    for one in both:
        one.until_told(1)
        one.settle()
    assert [len(one.told) for one in both] == [1, 1]
    both[0].ends.mark_all_read()
    both[1].ends.refresh()
    assert [one.ends.unread for one in both] == [0, 0]


@pytest.mark.parametrize("error", [CannotConnect("refused", "db", "no"), ZeroDivisionError()])
def test_what_could_not_be_read_is_read_later(
    watched: Watched,
    product: Product,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: Any,
    error: Exception,
) -> None:
    if not isinstance(error, CannotConnect):
        expected_logs.expect("A bug in a call")
    businesses = many(product, 1, receipts=2)
    watched.open(*businesses)
    jobs = watched.start(businesses)
    watched.settle()
    rows = Runs.rows
    failed: list[object] = []

    def fail_once(self: Runs, *args: Any) -> Any:
        if not failed:
            failed.append(args)
            raise error
        return rows(self, *args)

    monkeypatch.setattr(Runs, "rows", fail_once)
    watched.set(jobs, OVER)
    watched.until_told(1)
    assert failed


def test_what_ends_in_the_tray_is_told(new_console: NewHands, product: Product) -> None:
    """There nothing is polled: the workers of this console say it."""
    businesses = many(product, 2, receipts=40)
    console = new_console(Policy(batch_size=1, throttle_ms=10, runtime_cap_seconds=None))
    watched = Watched(console, product)
    watched.open(*businesses)
    jobs = watched.start(businesses)
    console.loop.until(lambda: all(console.status(key) is not None for key in businesses))
    console.services.poller.stop()
    watched.until_told(1)
    assert {product.job_status(job_id) for job_id in jobs} == {"completed"}


def test_of_many_the_newest_are_kept(watched: Watched, product: Product) -> None:
    (business_id,) = many(product, 1, receipts=2)
    (job_id,) = watched.start([business_id], "SUP-0")
    watched.console.crew.pool.request_leave()
    watched.set([job_id], OVER)
    same = "business_id, job_type, status, total, processed, succeeded, failed_count, requested_by_user_id"
    product.execute(
        f"INSERT INTO background_jobs ({same}, cursor, created_at, started_at, finished_at) SELECT {same},"
        """ regexp_replace(cursor, '"id": "[0-9a-f]{12}"', '"id": "' || lpad(to_hex(n), 12, '0') || '"'),"""
        " created_at, started_at, finished_at + n * interval '1 second'"
        " FROM background_jobs, generate_series(1, 5000) n WHERE id = %s",
        job_id,
    )
    watched.open(business_id)
    ids = [notice.end.row.id for notice in watched.ends.notices]
    assert ids == [f"{number:012x}" for number in range(5000, 5000 - NOTICES_KEPT, -1)]


def test_marks_are_kept_across_restarts_for_each_person_and_place(settings: QSettings) -> None:
    marks = ReadMarks(settings, "db/product.public", "dana@sweep.example")
    assert marks.is_new
    marks.note({"a": "over 1"})
    for place, person, is_read in (
        ("db/product.public", "dana@sweep.example", True),
        ("db/product.public", "noa@sweep.example", False),
        ("db2/product.public", "dana@sweep.example", False),
    ):
        again = ReadMarks(settings, place, person)
        assert (again.is_read("a", "over 1", None), again.is_new) == (is_read, not is_read)
    assert not ReadMarks(settings, "db/product.public", "dana@sweep.example").is_read("a", "over 2", None)


def test_marks_are_bounded(settings: QSettings) -> None:
    marks = ReadMarks(settings, "db", "dana")
    for number in range(MARKS_KEPT + 5):
        marks.note({str(number): "over"})
    again = ReadMarks(settings, "db", "dana")
    assert [again.is_read(str(number), "over", None) for number in (0, 4, 5, MARKS_KEPT + 4)] == [
        False,
        False,
        True,
        True,
    ]
    for number in range(50):
        ReadMarks(settings, f"db{number}", "dana").note({"a": "over"})
    assert len(str(settings.value(MARKS_KEY))) < 20_000


ODD: list[Any] = [
    "nonsense", "[", "[]", "9" * 5001, "[" * 100_000, "{}", '{"x": 1}', ["a", "b"], {"a": 1}, 1.5, None,
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:10])
def test_damaged_marks_count_as_none(settings: QSettings, odd: Any) -> None:
    settings.setValue(MARKS_KEY, odd)
    assert ReadMarks(settings, "db", "dana").is_new


@pytest.mark.parametrize(
    "damage", [{"since": "never"}, {"since": 3}, {"read": []}, {"read": {"a": 7}}, {"since": "x" * 99}]
)
def test_a_part_that_is_damaged_costs_no_more_than_itself(
    settings: QSettings, damage: dict[str, Any]
) -> None:
    import json

    ReadMarks(settings, "db", "noa").note({"a": "over"})
    ReadMarks(settings, "db", "dana").note({"a": "over"})
    kept = json.loads(str(settings.value(MARKS_KEY)))
    first = next(iter(kept))  # of Dana, who read last
    settings.setValue(MARKS_KEY, json.dumps({**kept, first: {**kept[first], **damage}}))
    assert not ReadMarks(settings, "db", "dana").is_read("a", "over", None)
    assert ReadMarks(settings, "db", "noa").is_read("a", "over", None)
