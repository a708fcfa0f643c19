"""The status filters: what each one shows, live counts, and a sidebar in which nothing is cut off."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.bootstrap.resources import RESOURCES
from app.core.job import LATE_AFTER, STALE_AFTER, STUCK_AFTER, JobStatus
from app.qt.translation import Language
from app.ui.businesses.states import State, state_of
from app.ui.businesses.status_filters import StatusCounts, StatusFilter
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import ICON
from app.ui.window.sidebar import COUNT, PLACE, PLACES, Beside, PlacesModel, Sidebar
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState, Stopping
from tests.support.rows import a_row

ROWS = [
    a_row(1, status=JobStatus.RUNNING, local=LocalState(1)),
    a_row(2, status=JobStatus.RUNNING, idle_seconds=LATE_AFTER + 1),
    a_row(3, status=JobStatus.RUNNING, local=LocalState(3, stopping=Stopping.PAUSING)),
    a_row(4, status=JobStatus.RUNNING, idle_seconds=STALE_AFTER + 1),
    a_row(5, status=JobStatus.QUEUED),
    a_row(6, status=JobStatus.QUEUED, idle_seconds=STUCK_AFTER + 1),
    a_row(7, status=JobStatus.PAUSED),
    a_row(8, status=JobStatus.FAILED),
    a_row(9, status=JobStatus.COMPLETED),
    a_row(10, status=JobStatus.CANCELLED),
    a_row(11, left=3),
    a_row(12, left=0),
    a_row(13, status=JobStatus.COMPLETED, processed=9, succeeded=7, failed=2),
]


@pytest.fixture
def sidebar(qtbot: QtBot, language: Language) -> Sidebar:
    sidebar = Sidebar(language, Theme(RESOURCES))
    qtbot.addWidget(sidebar)
    sidebar.show()
    return sidebar


def under(status_filter: StatusFilter) -> set[int]:
    return {shown.row.business.id for shown in ROWS if state_of(shown) in status_filter.states}


def test_each_filter_shows_what_its_name_says() -> None:
    assert {status_filter: under(status_filter) for status_filter in StatusFilter} == {
        StatusFilter.ALL: set(range(1, 14)),
        StatusFilter.ATTENTION: {4, 6, 8, 13},
        StatusFilter.RUNNING: {1, 2, 3},
        StatusFilter.QUEUED: {5},
        StatusFilter.PAUSED: {7},
        StatusFilter.FAILED: {8},
        StatusFilter.WITH_FAILURES: {13},
        StatusFilter.COMPLETED: {9},
        StatusFilter.CANCELLED: {10},
        StatusFilter.NO_JOB: {11},
        StatusFilter.NOTHING: {12},
    }


def test_every_state_stands_under_one_filter_of_its_own_or_needs_attention() -> None:
    own = [
        status_filter
        for status_filter in StatusFilter
        if status_filter not in {StatusFilter.ALL, StatusFilter.ATTENTION}
    ]
    for state in State:
        found = sum(state in status_filter.states for status_filter in own)
        assert found == 1 or (found == 0 and state in StatusFilter.ATTENTION.states)


def test_counts_follow_the_rows_and_are_never_counted_anew() -> None:
    census, chance, table = StatusCounts(), random.Random(5), dict[int, ShownRow]()
    for _ in range(60):
        changed = [
            a_row(number, status=chance.choice([None, *JobStatus]), left=chance.randrange(2))
            for number in chance.sample(range(1, 9), 3)
        ]
        gone = chance.sample(range(1, 9), 1)
        census.see(changed)
        census.forget(gone)
        table.update({shown.row.business.id: shown for shown in changed})
        table.pop(gone[0], None)
        assert census.counts == {
            status_filter: sum(state_of(shown) in status_filter.states for shown in table.values())
            for status_filter in StatusFilter
        }


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, language: Language, sidebar: Sidebar) -> None:
    model = PlacesModel(language, sidebar)
    qtmodeltester.check(model)
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    model.show_counts({StatusFilter.PAUSED: 1200})
    assert told == [PLACES.index(StatusFilter.PAUSED)]
    assert without_marks(model.index(told[0]).data(COUNT)) == "1,200"
    spoken = model.index(told[0]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert without_marks(spoken) == f"{StatusFilter.PAUSED.word}, 1,200"


def test_filters_are_chosen_by_mouse_and_by_keys(sidebar: Sidebar, qtbot: QtBot) -> None:
    chosen: list[StatusFilter] = []
    sidebar.chosen.connect(chosen.append)
    place = sidebar.visualRect(sidebar.model().index(PLACES.index(StatusFilter.PAUSED), 0)).center()
    after = PLACES[PLACES.index(StatusFilter.PAUSED) + 1]
    qtbot.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(sidebar, Qt.Key.Key_Down)
    qtbot.keyClick(sidebar, Qt.Key.Key_Home)
    assert chosen == [StatusFilter.PAUSED, after, StatusFilter.ALL]
    assert sidebar.status_filter is StatusFilter.ALL


def test_a_filter_that_is_pressed_again_is_told_again(sidebar: Sidebar, qtbot: QtBot) -> None:
    chosen: list[StatusFilter] = []
    sidebar.chosen.connect(chosen.append)
    place = sidebar.visualRect(sidebar.model().index(PLACES.index(StatusFilter.QUEUED), 0)).center()
    for _ in range(2):
        qtbot.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [StatusFilter.QUEUED] * 2


def test_the_page_of_the_runs_is_chosen_and_the_heading_is_not(sidebar: Sidebar, qtbot: QtBot) -> None:
    chosen: list[StatusFilter] = []
    sidebar.chosen.connect(chosen.append)
    with qtbot.waitSignal(sidebar.runs_chosen):
        qtbot.keyClick(sidebar, Qt.Key.Key_Down)
    assert chosen == []
    assert sidebar.status_filter is StatusFilter.ALL
    heading = sidebar.model().index(PLACES.index(Beside.BY_STATUS), 0)
    qtbot.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=sidebar.visualRect(heading).center())
    assert sidebar.currentIndex().data(PLACE) is Beside.RUNS
    qtbot.keyClick(sidebar, Qt.Key.Key_Down)
    assert chosen == [PLACES[PLACES.index(Beside.BY_STATUS) + 1]]


@pytest.mark.parametrize("height", [600, 200])
@pytest.mark.parametrize("code", ["en", "he"])
def test_no_word_is_ever_cut_off_nor_run_into_by_its_count(
    sidebar: Sidebar, language: Language, code: str, height: int
) -> None:
    language.use(code)
    sidebar.show_counts(dict.fromkeys(StatusFilter, 1_234_567))
    sidebar.resize(10, height)
    QApplication.processEvents()
    assert sidebar.viewport().width() >= sidebar.sizeHintForColumn(0)
    metrics = QFontMetrics(sidebar.font())
    for row in range(sidebar.model().rowCount()):
        index = sidebar.model().index(row, 0)
        word, count = index.data(PLACE).word, index.data(COUNT)
        assert sidebar.visualRect(index).width() >= ICON + metrics.horizontalAdvance(word + count) + 4 * 8


def test_the_sidebar_does_not_jump_while_counts_grow(sidebar: Sidebar) -> None:
    width = sidebar.minimumWidth()
    for count in (7, 77, 777, 9999):
        sidebar.show_counts(dict.fromkeys(StatusFilter, count))
        assert sidebar.minimumWidth() == width


def test_a_filter_that_is_not_known_counts_as_none() -> None:
    assert StatusFilter.named("PAUSED") is StatusFilter.PAUSED
    assert [StatusFilter.named(name) for name in (None, "", "ACTIVE", "paused-ish")] == [StatusFilter.ALL] * 4
