"""What the table says of a job beside its state: failures, second lines, when it ran and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from app.core import messages
from app.core.cursor import Cursor, FailedItem
from app.core.job import JobStatus
from app.core.progress import percent
from app.core.worker import Owner
from app.ui.businesses.cells import (
    cell_text,
    failed_fraction,
    fraction,
    second_line,
    sort_value,
    state_text,
    tooltip,
)
from app.ui.businesses.columns import Column
from app.ui.businesses.reasons import owner_icon, owner_text, reason_text
from app.ui.businesses.states import State, state_of
from app.ui.texts.durations import NBSP, duration_text
from app.ui.texts.stored import stored_text
from app.ui.texts.times import moment_text, short_text
from app.ui.texts.words import without_marks
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState
from tests.support.jobs import a_job
from tests.support.rows import a_row

pytestmark = pytest.mark.usefixtures("qapp")
ENGLISH = QLocale(QLocale.Language.English)
COMPLETED = JobStatus.COMPLETED
BEGAN, READ = datetime(2026, 5, 11, 11, 59), datetime(2026, 5, 11, 12)
WHY = messages.LOCKED
SAID = messages.NOT_DELETED.format(count=3, reason=WHY)


def with_failures(failed: int, total: int = 483, **job: Any) -> ShownRow:
    counts: dict[str, Any] = {
        "total": total,
        "processed": total,
        "succeeded": total - failed,
        "failed": failed,
    }
    return a_row(1, status=COMPLETED, lowest_live=1 if failed else None, **(counts | job))


@pytest.mark.parametrize("failed", [1, 3, 200, 483])
def test_a_job_that_gave_receipts_up_is_not_simply_completed(failed: int) -> None:
    shown = with_failures(failed)
    assert state_of(shown) is State.WITH_FAILURES
    assert str(failed) in state_text(shown, ENGLISH)
    assert cell_text(shown, Column.STATUS, ENGLISH) == state_text(shown, ENGLISH) != State.WITH_FAILURES.word
    done, lost = fraction(shown), failed_fraction(shown)
    assert done == pytest.approx((483 - failed) / 483, abs=0.0006)
    assert lost == pytest.approx(failed / 483)


def test_without_failures_it_is_completed_and_whole() -> None:
    shown = with_failures(0)
    assert state_of(shown) is State.COMPLETED
    assert (fraction(shown), failed_fraction(shown)) == (1.0, 0.0)


@pytest.mark.parametrize(("total", "processed", "failed"), [(10, 10, 10), (10, 4, 6), (10, 10, 1)])
def test_the_percentage_counts_what_was_deleted(total: int, processed: int, failed: int) -> None:
    share = percent(a_job(status=COMPLETED, total=total, processed=processed, failed=failed))
    assert share == max(0, processed - failed) * 100 / total
    running = a_job(status=JobStatus.RUNNING, total=total, processed=processed, failed=failed)
    assert percent(running) == min(99.9, processed * 100 / total)


def test_the_reason_stands_below_the_status_without_repeating_it() -> None:
    shown = with_failures(3, last_error=SAID)
    said = second_line(shown, Column.STATUS, ENGLISH)
    assert said.lower() == stored_text(WHY).lower()
    assert said[0].isupper()
    assert without_marks(reason_text(shown)) in without_marks(tooltip(shown, Column.STATUS, ENGLISH))
    recorded = Cursor(1, 9, failed=(FailedItem(7, "other"), FailedItem(8, WHY))).text()
    assert second_line(with_failures(2, cursor_text=recorded), Column.STATUS, ENGLISH) == said
    for nothing in ("{}", "odd", '{"failed": [7]}'):
        assert second_line(with_failures(2, cursor_text=nothing), Column.STATUS, ENGLISH) == ""
    batches = messages.BATCHES_FAILED.format(count=10, reason=WHY)
    failed = a_row(1, status=JobStatus.FAILED, last_error=batches)
    assert second_line(failed, Column.STATUS, ENGLISH) == said
    assert "10" in reason_text(failed)
    denied = a_row(1, status=JobStatus.FAILED, last_error=batches, may_act=False)
    both_said = second_line(denied, Column.STATUS, ENGLISH)
    assert both_said.endswith(said)
    assert len(both_said) > len(said)
    both = with_failures(3, last_error=f"{SAID} {messages.FILES_MISSING.format(count=7)}")
    assert second_line(both, Column.STATUS, ENGLISH).startswith(said)
    assert "7" in second_line(both, Column.STATUS, ENGLISH)


def test_where_a_job_runs_is_said_once() -> None:
    shown = a_row(1, status=JobStatus.RUNNING, owner=Owner.OTHER_COMPUTER, workstation="depot")
    assert second_line(shown, Column.STATUS, ENGLISH) == ""
    assert "depot" in owner_text(shown)


def test_the_time_left_stands_below_the_speed() -> None:
    shown = a_row(1, status=JobStatus.RUNNING, speed=90.0, seconds_left=75.0, local=LocalState(1))
    assert duration_text(75.0, ENGLISH) in second_line(shown, Column.SPEED, ENGLISH)
    assert second_line(a_row(1, status=COMPLETED), Column.SPEED, ENGLISH) == ""


@pytest.mark.parametrize(
    ("status", "times", "seconds"),
    [
        (JobStatus.RUNNING, {}, 67.0),  # a minute when it was read, and 7 s since
        (COMPLETED, {"finished_at": BEGAN + timedelta(seconds=12)}, 12.0),
        (JobStatus.FAILED, {"finished_at": BEGAN + timedelta(hours=5)}, 18_000.0),
        (JobStatus.CANCELLED, {"finished_at": BEGAN}, 0.0),
        (JobStatus.PAUSED, {"updated_at": BEGAN + timedelta(seconds=41)}, 41.0),
        (JobStatus.QUEUED, {"finished_at": READ}, None),  # one that is resumed
        (COMPLETED, {}, None),
        (COMPLETED, {"finished_at": BEGAN - timedelta(seconds=1)}, None),  # another clock
        (COMPLETED, {"started_at": None, "finished_at": READ}, None),
        (COMPLETED, {"finished_at": datetime.max}, None),
    ],
)
def test_how_long_a_job_took_or_has_been_running(
    status: JobStatus, times: dict[str, Any], seconds: float | None
) -> None:
    values: dict[str, Any] = {"started_at": BEGAN, "read_at": READ} | times
    shown = replace(a_row(1, status=status, **values), read_at=1000.0)
    said = "" if seconds is None else duration_text(seconds, ENGLISH)
    assert cell_text(shown, Column.DURATION, ENGLISH, now=1007.0) == said
    assert (sort_value(shown, Column.DURATION) is None) is (seconds is None)


def test_a_job_of_today_shows_the_time_and_any_other_the_date() -> None:
    now = datetime.now(UTC)
    for age in (timedelta(), timedelta(days=3), timedelta(days=900)):
        moment = (now - age).replace(tzinfo=None)
        shown = a_row(1, status=COMPLETED, started_at=moment, finished_at=moment)
        for column in (Column.STARTED, Column.ENDED):
            said = cell_text(shown, column, ENGLISH)
            assert said == short_text(moment, ENGLISH, now)
            assert (":" in said) is (age == timedelta())
            assert moment_text(moment, ENGLISH) in tooltip(shown, column, ENGLISH)
    active = a_row(1, status=JobStatus.PAUSED, started_at=READ, finished_at=READ)
    assert cell_text(active, Column.ENDED, ENGLISH) == tooltip(active, Column.ENDED, ENGLISH) == ""


def test_ids_have_no_separators_and_figures_do() -> None:
    shown = a_row(7, status=COMPLETED, id=1_234_567, total=1_234_567)
    assert without_marks(cell_text(shown, Column.JOB, ENGLISH)) == "1234567"
    assert without_marks(cell_text(shown, Column.TOTAL, ENGLISH)) == "1,234,567"
    assert [cell_text(a_row(1), column, ENGLISH) for column in (Column.JOB, Column.TOTAL)] == ["", ""]


@pytest.mark.parametrize("seconds", [4.0, 412.0, 18_000.0, 400_000.0])
@pytest.mark.parametrize("locale", [ENGLISH, QLocale(QLocale.Language.Hebrew)])
def test_no_line_ends_between_a_figure_and_its_unit(seconds: float, locale: QLocale) -> None:
    words = duration_text(seconds, locale).split(" ")
    assert all(NBSP in word and any(letter.isdigit() for letter in word) for word in words)


def test_a_job_that_has_ended_says_where_it_ran() -> None:
    web = a_row(1, status=COMPLETED, owner=Owner.WEB)
    here = a_row(1, status=JobStatus.PAUSED, owner=Owner.THIS_COMPUTER)
    assert (
        owner_text(web)
        != owner_text(here)
        != owner_text(a_row(1, status=JobStatus.RUNNING, owner=here.owner))
    )
    assert owner_icon(web) != owner_icon(here)


def test_a_queued_job_of_a_console_that_died_is_interrupted_too() -> None:
    for status in (JobStatus.QUEUED, JobStatus.RUNNING):
        assert state_of(a_row(1, status=status, owner=Owner.THIS_COMPUTER, free_at=9.0)) is State.INTERRUPTED
