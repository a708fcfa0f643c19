"""The pane under the table, over a real database: what it shows of whom, when it reads, how it is folded."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QScrollArea,
    QTabBar,
    QToolButton,
)

from app.actions.results import Answer
from app.core.job import JobStatus
from app.engine.events import WaitReason
from app.qt.translation import Language
from app.ui.businesses.states import State
from app.ui.details.pane import DetailsPane
from app.ui.details.plot import ThroughputPlot
from app.ui.texts.words import job_type_text, outcome_text, status_name
from app.ui.theme.theme import Theme
from app.ui.widgets.records_table import RecordsTable
from app.ui.window.main_window import MainWindow
from app.workers.job_queue import LocalState, Wait
from tests.qt.window.conftest import Hands, NewHands
from tests.support.details_pane import FAILURES, HISTORY, LOG, Pane
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

RUNNING, PAUSED, FAILED, COMPLETED = (
    JobStatus.RUNNING,
    JobStatus.PAUSED,
    JobStatus.FAILED,
    JobStatus.COMPLETED,
)


def test_nothing_selected_says_what_to_do(pane: Pane) -> None:
    pane.console.select()
    assert pane.said("nothing.notice")
    for place, name in ((HISTORY, "history"), (FAILURES, "failures"), (LOG, "log")):
        pane.tab(place)
        assert pane.said(f"{name}.notice")


def test_one_running_business_is_told_in_figures_and_words(pane: Pane) -> None:
    local = LocalState(7)
    values: dict[str, Any] = {
        "total": 4800,
        "processed": 3120,
        "succeeded": 3118,
        "failed": 2,
        "requested_by": "a@b.example",
    }
    pane.show(a_row(7, "Blue Harbor", left=1682, status=RUNNING, local=local, **values))
    assert (pane.said("title").startswith("Blue Harbor"), figures(pane.said("title"))) == (True, ["7"])
    assert pane.said("figure") == "65.0%"
    assert pane.said("state") == status_name(RUNNING)
    assert figures(pane.said("counts")) == ["3,120", "4,800", "2", "1,680"]
    assert "a@b.example" in pane.said("started")
    assert figures(pane.said("life"))
    assert figures(part(pane.pane, QTabBar).tabText(FAILURES)) == ["2"]


def test_the_figure_stays_under_a_hundred_until_the_job_is_completed(pane: Pane) -> None:
    pane.show(a_row(1, status=RUNNING, total=100_000, processed=100_000))
    assert pane.said("figure") == "99.9%"
    pane.show(a_row(1, status=COMPLETED, total=100_000, processed=100_000))
    assert pane.said("figure") == "100%"


def test_a_business_without_a_job_shows_what_there_is_to_delete(pane: Pane) -> None:
    pane.show(a_row(1, left=12))
    assert (pane.said("figure"), figures(pane.said("counts"))) == ("", ["12"])
    assert not part(pane.pane, ThroughputPlot).isVisible()
    for place, name in ((FAILURES, "failures"), (LOG, "log")):
        pane.tab(place)
        assert pane.said(f"{name}.notice")


def test_several_businesses_are_summed_up(pane: Pane) -> None:
    pane.show(
        a_row(1, left=51, status=RUNNING, total=100, processed=50, succeeded=49, failed=1),
        a_row(2, left=0, status=COMPLETED, total=300, processed=250),
        a_row(3, left=7),
        select=(1, 2, 3),
    )
    assert figures(pane.said("title")) == ["3"]
    assert pane.said("figure") == "87.5%"
    assert figures(pane.said("counts")) == ["350", "400", "1", "50", "7"]
    assert pane.said("reason") == " · ".join(
        f"{state.word}: 1" for state in (State.RUNNING, State.COMPLETED, State.NO_JOB)
    )
    pane.tab(HISTORY)
    assert pane.said("history.notice")


def test_a_wait_is_counted_down(pane: Pane, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr("app.ui.details.overview.time.monotonic", lambda: moment)
    wait = Wait(WaitReason.DATABASE, 12.0, "refused", since=1000.0)
    pane.show(a_row(1, status=RUNNING, total=10, local=LocalState(1, wait=wait)))
    assert figures(pane.said("reason")) == ["12"]
    moment += 5
    pane.pane.show_selection(pane.console.page.selected())
    assert figures(pane.said("reason")) == ["7"]


def test_a_long_pause_between_batches_is_told_and_a_short_one_is_not(pane: Pane) -> None:
    def row(seconds: float) -> Any:
        wait = Wait(WaitReason.THROTTLE, seconds)
        return a_row(1, status=RUNNING, total=10, local=LocalState(1, wait=wait))

    pane.show(row(0.2))
    assert pane.said("reason") == ""
    pane.show(row(30.0))
    assert figures(pane.said("reason")) == ["30"]


def test_the_place_in_the_queue_is_told(pane: Pane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(pane.console.services.pool), "place_of", lambda _pool, _job: 2)
    monkeypatch.setattr(type(pane.console.services.pool), "waiting", property(lambda _pool: 3))
    pane.show(a_row(1, status=JobStatus.QUEUED, total=10, local=LocalState(1, waiting=True)))
    assert figures(pane.said("reason")) == ["2", "3"]


def test_texts_that_did_not_change_are_not_set_again(pane: Pane, monkeypatch: pytest.MonkeyPatch) -> None:
    row = a_row(1, status=PAUSED, total=10, processed=5)
    pane.show(row)
    said: list[str] = []
    for label in pane.pane.findChildren(QLabel):
        monkeypatch.setattr(label, "setText", lambda text, label=label: said.append(label.objectName()))
    pane.pane.show_selection([row])
    assert said == []


@pytest.mark.parametrize("code", ["en", "he"])
def test_the_pane_is_folded_by_its_button_and_opened_by_a_tab(
    pane: Pane, language: Language, code: str
) -> None:
    language.use(code)
    button, tabs = part(pane.pane, QToolButton, "details.fold"), part(pane.pane, QTabBar)
    open_height = pane.pane.height()
    button.click()
    QApplication.processEvents()
    assert pane.pane.is_folded
    assert pane.pane.height() < 60 < open_height
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(LOG).center())
    QApplication.processEvents()
    assert not pane.pane.is_folded
    assert pane.pane.height() == open_height
    assert tabs.currentIndex() == LOG


def test_tab_height_and_fold_are_kept(
    console: Hands, language: Language, theme: Theme, settings: QSettings, qtbot: Any
) -> None:
    pane = Pane(console)
    pane.tab(LOG)
    console.window.resize(1280, 900)
    splitter = pane.pane.parentWidget()
    assert splitter is not None
    splitter.setSizes([400, 321])  # type: ignore[attr-defined]
    splitter.splitterMoved.emit(0, 1)  # type: ignore[attr-defined]
    height = pane.pane.height()
    pane.pane.fold(True)
    console.window.close()
    console.loop.until(lambda: settings.contains("details/height"))
    settings.sync()
    again = MainWindow(console.services, language, theme, settings)
    qtbot.addWidget(again, before_close_func=lambda _: again.finish())
    again.resize(1280, 900)
    again.show()
    QApplication.processEvents()
    kept = part(again, DetailsPane)
    assert kept.is_folded
    assert kept.height() < 60
    assert part(kept, QTabBar).currentIndex() == LOG
    kept.fold(False)
    QApplication.processEvents()
    assert kept.height() == height


def test_the_tabs_are_walked_through_by_keys(pane: Pane) -> None:
    tabs = part(pane.pane, QTabBar)
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    for place in (HISTORY, FAILURES, LOG):
        QTest.keyClick(tabs, Qt.Key.Key_Right)
        assert tabs.currentIndex() == place


def test_copy_in_a_tab_takes_its_lines_and_not_the_businesses(pane: Pane, product: Product) -> None:
    business = product.business("Copied by mistake")
    product.job(business, "completed", job_type="broadcast")
    pane.show(a_row(business, "Copied by mistake"))
    pane.tab(HISTORY)
    pane.until(lambda: pane.cells("history.jobs"))
    view = part(pane.pane, RecordsTable, "details.history.jobs")
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert job_type_text("broadcast") in copied
    assert "Copied by mistake" not in copied


def test_the_way_through_the_pane_with_a_real_job(new_console: NewHands, product: Product) -> None:
    business = product.business("Alon")
    product.receipts(business, 60, files=1)
    console = new_console()
    console.open(business)
    pane = Pane(console)
    console.select(business)
    console.crew.delete(business)
    console.loop.until(lambda: console.status(business) is COMPLETED)
    console.loop.until(lambda: pane.said("figure") == "100%")
    pane.tab(HISTORY)
    console.loop.until(lambda: [row[0] for row in pane.cells("history.jobs")] == [status_name(COMPLETED)])
    pane.tab(LOG)
    console.loop.until(lambda: len(pane.cells("log.lines")) == 4)
    sentences = [row[1] for row in pane.cells("log.lines")]
    assert figures(sentences[0])[0] == "60"
    assert outcome_text(Answer.STARTED) in sentences[3]


@pytest.mark.parametrize("code", ["en", "he"])
def test_large_texts_stay_inside_the_pane(pane: Pane, language: Language, theme: Theme, code: str) -> None:
    language.use(code)
    theme.use_text_size(200)
    try:
        row = a_row(
            1, "Mount Zion Physiotherapy", status=JobStatus.COMPLETED, total=483, processed=483, failed=3
        )
        pane.show(row)
        words = part(pane.console.window, QScrollArea, "details.words")
        QApplication.processEvents()
        assert words.horizontalScrollBar().maximum() == 0
    finally:
        theme.use_text_size(100)
