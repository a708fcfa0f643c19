"""What the cells say: states, reasons, figures that keep their direction, and rows for the clipboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.actions.results import Answer
from app.core.durations import duration
from app.core.job import LATE_AFTER, STALE_AFTER, STUCK_AFTER, JobStatus
from app.core.pace import SlowReason
from app.core.policy import Pace
from app.core.worker import Owner
from app.engine.events import WaitReason
from app.qt.translation import ltr
from app.ui.businesses.cells import cell_text, counts_text, fraction, sort_value, tooltip
from app.ui.businesses.columns import Column
from app.ui.businesses.copying import as_csv, as_tsv
from app.ui.businesses.reasons import owner_text, reason_text
from app.ui.businesses.states import State, state_of
from app.ui.businesses.totals import RunningTotals
from app.ui.texts.durations import duration_text
from app.ui.texts.pace import going_text, pace_text, slowed_text
from app.ui.texts.words import outcome_text, without_marks
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState, Stopping, Wait
from tests.support.figures import figures
from tests.support.rows import a_row

pytestmark = pytest.mark.usefixtures("qapp")
ENGLISH = QLocale(QLocale.Language.English)
RUNNING, QUEUED = JobStatus.RUNNING, JobStatus.QUEUED


def here(**state: object) -> LocalState:
    return LocalState(1, **state)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        (a_row(1, left=0), State.NOTHING),
        (a_row(1, left=5), State.NO_JOB),
        (a_row(1, status=QUEUED), State.QUEUED),
        (a_row(1, status=QUEUED, local=here(waiting=True)), State.QUEUED),
        (a_row(1, status=QUEUED, idle_seconds=STUCK_AFTER + 1), State.STUCK),
        (a_row(1, status=RUNNING), State.RUNNING),
        (a_row(1, status=RUNNING, local=here()), State.RUNNING),
        (a_row(1, status=RUNNING, local=here(wait=Wait(WaitReason.THROTTLE, 0.2))), State.RUNNING),
        (a_row(1, status=RUNNING, local=here(wait=Wait(WaitReason.BACKOFF, 4.0))), State.RETRYING),
        (a_row(1, status=RUNNING, local=here(wait=Wait(WaitReason.DATABASE, 4.0))), State.RETRYING),
        (a_row(1, status=RUNNING, local=here(stopping=Stopping.PAUSING)), State.PAUSING),
        (a_row(1, status=RUNNING, local=here(stopping=Stopping.CANCELLING)), State.CANCELLING),
        (a_row(1, status=RUNNING, idle_seconds=STALE_AFTER + 1), State.STALE),
        (a_row(1, status=RUNNING, idle_seconds=LATE_AFTER + 1), State.LATE),
        (a_row(1, status=RUNNING, idle_seconds=LATE_AFTER + 1, local=here()), State.LATE),
        (a_row(1, status=RUNNING, idle_seconds=LATE_AFTER), State.RUNNING),
        (a_row(1, status=JobStatus.PAUSED, idle_seconds=LATE_AFTER + 1), State.PAUSED),
        (a_row(1, status=JobStatus.PAUSED), State.PAUSED),
        (a_row(1, status=JobStatus.PAUSED, idle_seconds=STALE_AFTER + 1), State.PAUSED),
        (a_row(1, status=JobStatus.COMPLETED), State.COMPLETED),
        (a_row(1, status=JobStatus.FAILED), State.FAILED),
        (a_row(1, status=JobStatus.CANCELLED, local=here(stopping=Stopping.PAUSING)), State.CANCELLED),
        (a_row(1, status=JobStatus.CANCELLED, local=here(stopping=Stopping.CANCELLING)), State.CANCELLING),
    ],
)
def test_a_row_shows_one_state(shown: ShownRow, state: State) -> None:
    assert state_of(shown) is state


def test_a_job_shows_its_pace_and_why_it_is_slowed_down() -> None:
    slow = a_row(1, status=RUNNING, local=here(pace=Pace(20, 1.5, SlowReason.LOCKS)))
    why = slowed_text(SlowReason.LOCKS)
    assert reason_text(slow) == why
    told = tooltip(slow, Column.SPEED, ENGLISH)
    assert pace_text(Pace(20, 1.5), ENGLISH) in told
    assert why in told
    free = a_row(1, status=RUNNING, local=here(pace=Pace(20, 1.5)))
    assert reason_text(free) == going_text(Pace(20, 1.5), ENGLISH)
    assert why not in tooltip(free, Column.SPEED, ENGLISH)
    assert reason_text(a_row(1, status=RUNNING, local=here())) == ""  # a fixed pace is known
    paused = a_row(1, status=JobStatus.PAUSED)
    assert figures(tooltip(paused, Column.SPEED, ENGLISH)) == []


def test_what_needs_a_person_sorts_first() -> None:
    order = list(State)
    assert order.index(State.STALE) < order.index(State.FAILED) < order.index(State.RUNNING)
    assert order.index(State.RUNNING) < order.index(State.COMPLETED) < order.index(State.NOTHING)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (a_row(1), ""),
        (a_row(1, status=RUNNING, local=here()), ""),
        (a_row(1, status=RUNNING, local=here(wait=Wait(WaitReason.THROTTLE, 0.2))), ""),
        (a_row(1, status=RUNNING), " "),
        (a_row(1, status=QUEUED, local=here(waiting=True)), " "),
        (a_row(1, status=QUEUED), " "),
        (a_row(1, status=QUEUED, idle_seconds=STUCK_AFTER + 1), duration(STUCK_AFTER + 1)[:1]),
        (a_row(1, status=RUNNING, idle_seconds=STALE_AFTER + 1), duration(STALE_AFTER + 1)[:1]),
        (a_row(1, status=JobStatus.FAILED, last_error="disk\n is full"), "disk is full"),
        (a_row(1, status=JobStatus.COMPLETED, last_error="2 files are left"), "2 files are left"),
        (a_row(1, may_act=False), outcome_text(Answer.PAGE_DISABLED)),
    ],
)
def test_a_row_says_why(shown: ShownRow, reason: str) -> None:
    text = reason_text(shown, shown.read_at)
    assert reason in text
    assert bool(reason) == bool(text)


def test_a_wait_says_its_reason_and_leaves_the_older_error_out() -> None:
    wait = Wait(WaitReason.BACKOFF, 4.0, "lock timeout")
    text = reason_text(a_row(1, status=RUNNING, local=here(wait=wait), last_error="something older"))
    assert "lock timeout" in text
    assert "4" in text
    assert "older" not in text


def test_a_stale_job_says_both_that_and_its_last_error() -> None:
    text = reason_text(a_row(1, status=RUNNING, idle_seconds=500, last_error="disk is full"), 0.0)
    assert figures(text)[0] == "8"  # min
    assert "disk is full" in text


def test_figures_are_isolated_from_left_to_right() -> None:
    shown = a_row(4711, status=RUNNING, total=4800, processed=3120, speed=118.4, seconds_left=7.0)
    assert counts_text(shown, ENGLISH) == ltr("3,120 / 4,800")
    assert cell_text(shown, Column.PROGRESS, ENGLISH) == f"{ltr('3,120 / 4,800')}  {ltr('65.0%')}"
    assert cell_text(shown, Column.SPEED, ENGLISH).startswith("\u2066118")
    assert cell_text(shown, Column.TIME_LEFT, ENGLISH) == duration_text(7.0, ENGLISH)
    assert cell_text(shown, Column.ID, ENGLISH) == ltr("4711")
    assert cell_text(shown, Column.LEFT, ENGLISH) == ltr("100")


def test_slow_speeds_keep_a_decimal_and_endless_times_are_left_out() -> None:
    slow = a_row(1, status=RUNNING, total=9, speed=0.42, seconds_left=1e7)
    assert cell_text(slow, Column.SPEED, ENGLISH).startswith("\u20660.4")
    assert cell_text(slow, Column.TIME_LEFT, ENGLISH) == ""


def test_without_a_job_its_columns_are_empty() -> None:
    shown = a_row(1)
    columns = [Column.PROGRESS, Column.SUCCEEDED, Column.FAILED, Column.SPEED, Column.TIME_LEFT]
    assert [cell_text(shown, column, ENGLISH) for column in columns] == [""] * len(columns)
    assert [sort_value(shown, column) for column in columns] == [None] * len(columns)


@pytest.mark.parametrize(
    ("shown", "share"),
    [
        (a_row(1), None),
        (a_row(1, status=RUNNING, total=200, processed=50), 0.25),
        (a_row(1, status=RUNNING, total=0), 0.0),
        (a_row(1, status=RUNNING, total=10, processed=11), 1.0),
        (a_row(1, status=RUNNING, total=10, processed=10), 0.999),
        (a_row(1, status=JobStatus.COMPLETED, total=10, processed=7), 1.0),
    ],
)
def test_how_much_of_a_bar_is_filled(shown: ShownRow, share: float | None) -> None:
    assert fraction(shown) == pytest.approx(share)


def test_a_name_cannot_disguise_itself() -> None:
    shown = a_row(1, "Ev\u202eil <b>Ltd</b>")
    assert "\u202e" not in cell_text(shown, Column.BUSINESS, ENGLISH)
    assert "⟨U+202E⟩" in cell_text(shown, Column.BUSINESS, ENGLISH)
    assert "<b>" not in tooltip(shown, Column.BUSINESS, ENGLISH)
    assert "&lt;b&gt;" in tooltip(shown, Column.BUSINESS, ENGLISH)


def test_tooltips_hold_the_whole_text() -> None:
    shown = a_row(1, "A" * 200, status=JobStatus.FAILED, last_error="B" * 200, active=False)
    active = a_row(1, "A" * 200, status=JobStatus.FAILED, last_error="B" * 200)
    assert "A" * 200 in tooltip(shown, Column.BUSINESS, ENGLISH)
    assert tooltip(shown, Column.BUSINESS, ENGLISH) != tooltip(active, Column.BUSINESS, ENGLISH)
    assert "B" * 200 in tooltip(shown, Column.REASON, ENGLISH)
    assert "B" * 200 in tooltip(shown, Column.STATUS, ENGLISH)


def test_rows_for_a_spreadsheet_are_plain() -> None:
    shown = a_row(
        3, "כרמל\tLtd", left=1200, status=RUNNING, total=4800, processed=3120, speed=118.44, local=here()
    )
    columns = [Column.BUSINESS, Column.ID, Column.LEFT, Column.STATUS, Column.PROGRESS, Column.SPEED]
    lines = as_tsv([shown], columns, ENGLISH).splitlines()
    titles = lines[0].split("\t")
    assert titles[:4] == [column.title for column in columns[:4]]
    assert (titles[5], titles[7]) == (Column.TOTAL.title, Column.SPEED.title)
    assert lines[1] == f"כרמל⟨U+0009⟩Ltd\t3\t1200\t{State.RUNNING.word}\t3120\t4800\t65.0\t118.4"


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+A1", "-1+2", "@x", " =1"])
def test_a_name_never_becomes_a_formula(name: str) -> None:
    _, line = as_tsv([a_row(1, name)], [Column.BUSINESS], ENGLISH).splitlines()
    assert line.startswith("'")


def test_the_whole_never_goes_back_when_a_job_ends() -> None:
    now = 0.0
    tally = RunningTotals(lambda: now)
    both = [
        a_row(1, status=RUNNING, total=1000, processed=900, speed=10.0),
        a_row(2, status=RUNNING, total=1000, processed=100, speed=30.0),
    ]
    before = tally.see(both)
    assert (before.active, before.share, before.speed, before.seconds_left) == (2, 0.5, 40.0, 25.0)
    now = 5.0
    after = tally.see([a_row(1, status=JobStatus.COMPLETED, total=1000, processed=1000)])
    assert (after.active, after.share, after.speed, after.seconds_left) == (1, 0.55, 20.0, 45.0)
    assert tally.see([a_row(2, status=JobStatus.CANCELLED, total=1000, processed=200)]).active == 0
    assert tally.see([a_row(3, status=RUNNING, total=10, processed=0)]).share == 0.0


def test_many_small_jobs_have_a_speed_together() -> None:
    """None of them is seen at work twice."""
    now = 0.0
    tally = RunningTotals(lambda: now)
    queued = [a_row(key, status=QUEUED, total=5) for key in range(1000)]
    assert tally.see(queued).seconds_left is None
    for poll in range(1, 9):
        now += 1.5
        done = [row.row.business.id for row in queued[(poll - 1) * 100 : poll * 100]]
        totals = tally.see([a_row(key, status=JobStatus.COMPLETED, total=5, processed=5) for key in done])
    assert totals.speed == pytest.approx(500 / 1.5)
    assert totals.seconds_left == pytest.approx(1000 / totals.speed)
    resumed = tally.see([a_row(2000, status=RUNNING, total=900, processed=800)])
    assert resumed.speed == pytest.approx(totals.speed)  # what was done before is none of the speed


def test_what_nobody_runs_is_no_part_of_the_whole() -> None:
    stale = a_row(1, status=RUNNING, total=100, processed=50, speed=0.0, idle_seconds=STALE_AFTER + 1)
    stuck = a_row(2, status=QUEUED, total=100, idle_seconds=STUCK_AFTER + 1)
    assert RunningTotals().see([stale, stuck]).active == 0
    assert cell_text(stale, Column.SPEED, ENGLISH) == ""


def test_a_business_that_is_gone_leaves_the_whole(qapp: QApplication) -> None:
    tally = RunningTotals()
    tally.see([a_row(1, status=QUEUED, total=10)])
    assert tally.forget([1]).active == 0


@pytest.mark.parametrize(
    ("owner", "workstation"),
    [
        (Owner.THIS_CONSOLE, "desk-1"),
        (Owner.THIS_COMPUTER, "desk-1"),
        (Owner.OTHER_COMPUTER, "FRONT-DESK-2"),
        (Owner.WEB, None),
    ],
)
def test_a_row_says_where_it_runs(owner: Owner, workstation: str | None) -> None:
    local = here() if owner is Owner.THIS_CONSOLE else None
    shown = replace(a_row(1, status=RUNNING, local=local), owner=owner, workstation=workstation)
    where, why = without_marks(cell_text(shown, Column.OWNER, ENGLISH)), without_marks(reason_text(shown))
    assert where == without_marks(owner_text(shown))
    assert (where == workstation) is (workstation is not None and workstation in why)
    assert (where == workstation) is (owner is Owner.OTHER_COMPUTER)
    assert bool(why) is (owner is not Owner.THIS_CONSOLE)


def test_silence_is_counted_from_the_last_sign_of_life() -> None:
    shown = replace(a_row(1, status=RUNNING, idle_seconds=70.0), read_at=1000.0)
    age = without_marks(duration_text(75, ENGLISH))
    assert without_marks(cell_text(shown, Column.HEARTBEAT, ENGLISH, now=1005.0)) == age
    assert age in without_marks(cell_text(shown, Column.REASON, ENGLISH, now=1005.0))
    later = replace(a_row(2, status=RUNNING, idle_seconds=10.0), read_at=900.0)
    ages, order = [], []
    for row in (shown, later):
        ages.append(cell_text(row, Column.HEARTBEAT, ENGLISH, now=1005.0))
        order.append(sort_value(row, Column.HEARTBEAT))
    assert (ages[0] < ages[1]) == (order[0] < order[1])  # type: ignore[operator]
    paused = a_row(3, status=JobStatus.PAUSED)
    assert cell_text(paused, Column.HEARTBEAT, ENGLISH, now=1005.0) == ""


def test_who_asked_is_shown_and_copied_plainly() -> None:
    shown = a_row(1, status=RUNNING, requested_by="dana@sweep.example", local=here())
    shown = replace(shown, owner=Owner.THIS_CONSOLE)
    columns, where = [Column.REQUESTED_BY, Column.OWNER], without_marks(owner_text(shown))
    assert as_tsv([shown], columns, ENGLISH).splitlines()[1] == f"dana@sweep.example\t{where}"
    lines = list(as_csv([shown, a_row(2)], columns, ENGLISH))
    assert lines[1].startswith(f"dana@sweep.example,{where},")
    assert lines[2].startswith(",,")
