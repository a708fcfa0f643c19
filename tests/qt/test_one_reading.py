"""Figures that stand beside each other come from one reading and one rule."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from app.core.job import JobStatus
from app.qt.translation import Language
from app.ui.businesses.cells import percent_text
from app.ui.details.facts import FactSources, counts_text, life_text, now
from app.ui.details.plot import ThroughputPlot
from app.ui.details.summary import Summary
from app.ui.texts.durations import duration_text
from app.ui.theme.theme import Theme
from app.viewmodel.activity import BUCKETS, Activity, Course
from tests.support.figures import figures
from tests.support.rows import a_row

pytestmark = pytest.mark.usefixtures("qapp")
ENGLISH = QLocale(QLocale.Language.English)
RUNNING, COMPLETED = JobStatus.RUNNING, JobStatus.COMPLETED
DONE: dict[str, Any] = {"total": 4800, "processed": 4800, "succeeded": 4800, "cursor_text": '{"max_id": 9}'}


def test_a_job_that_is_done_has_nothing_left_whatever_came_since() -> None:
    """“100.0 %” and “4,680 left” spoke of the job and of the business."""
    whole = a_row(1, left=4680, status=COMPLETED, lowest_live=10, **DONE)
    assert figures(percent_text(whole, ENGLISH)) == ["100"]
    plain = a_row(1, left=0, status=COMPLETED, **DONE)
    assert figures(counts_text(plain, ENGLISH)) == ["4,800", "4,800"]
    said, without = counts_text(whole, ENGLISH), counts_text(plain, ENGLISH)
    assert figures(said) == ["4,800", "4,800", "4,680"]
    assert len(said.split(" · ")) == len(without.split(" · ")) + 1


def test_what_is_left_is_of_the_jobs_own_receipts() -> None:
    shown = a_row(1, left=1700, status=RUNNING, total=100, processed=60, succeeded=58, failed=2)
    done, all_, failed, left, live = figures(counts_text(shown, ENGLISH))
    assert (done, all_, failed, left, live) == ("60", "100", "2", "40", "1,700")
    as_expected = a_row(1, left=42, status=RUNNING, total=100, processed=60, succeeded=58, failed=2)
    assert figures(counts_text(as_expected, ENGLISH)) == ["60", "100", "2", "40"]


def test_several_together_follow_the_same_rule() -> None:
    rows = [a_row(1, left=4680, status=COMPLETED, lowest_live=10, **DONE), a_row(2, left=7)]
    summary = Summary.of(rows)
    assert summary.percent == 100.0
    assert summary.left == 0
    assert figures(summary.counts_text(ENGLISH)) == ["4,800", "4,800", "4,680", "7"]
    assert figures(Summary.of([a_row(2, left=7), a_row(3, left=5)]).counts_text(ENGLISH)) == ["12"]


def sources(activity: Activity, monotonic: float) -> FactSources:
    return FactSources(activity, SimpleNamespace(), ENGLISH, now(), monotonic)  # type: ignore[arg-type]


@pytest.mark.parametrize(("idle", "watched"), [(19 * 3600.0, 240.0), (3.0, 240.0)])
def test_progress_is_no_younger_than_the_heartbeat(idle: float, watched: float) -> None:
    """“Heartbeat 19 h ago · no progress for 4 min”: the window had been open for four minutes."""
    clock = [1000.0]
    activity = Activity(lambda: clock[0])
    shown = a_row(1, status=RUNNING, total=100, processed=5, idle_seconds=idle)
    activity.see_rows((shown,))
    clock[0] += watched
    beat, progress = life_text(shown, sources(activity, shown.read_at)).split(" · ")
    assert duration_text(idle, ENGLISH) in beat
    assert duration_text(max(idle, watched), ENGLISH) in progress


def test_the_plot_does_not_deny_a_speed_that_stands_beside_it(
    language: Language, theme: Theme, qtbot: QtBot
) -> None:
    """The first step is not over yet, while the speed is known after two looks."""
    plot = ThroughputPlot(language, theme)
    qtbot.addWidget(plot)
    nothing = [None] * BUCKETS
    plot.show_course(Course(nothing), now())
    denied = plot.toolTip()
    plot.show_course(Course(nothing), now(), begun=True)
    assert plot.toolTip() != denied
    plot.show_course(Course([*nothing[1:], 45.0]), now(), begun=True)
    assert "45" in figures(plot.toolTip())
