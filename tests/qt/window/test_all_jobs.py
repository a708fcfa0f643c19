"""The overview while nothing is selected: figures that lead to what they count, and steps that help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabBar, QWidget

from app.core.job import JobStatus
from app.core.run import RunLabel
from app.core.throughput import STEP_SECONDS
from app.qt.translation import Language
from app.receipts.names import DELETE_RECEIPTS
from app.ui.businesses.states import State, state_of
from app.ui.businesses.status_filters import StatusFilter
from app.ui.details.all_figures import Link
from app.ui.details.all_jobs import AllJobsTab
from app.ui.details.pane import DetailsPane
from app.ui.runs.page import RunsPage
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme
from app.ui.window.sidebar import Beside, Sidebar
from tests.qt.window.conftest import Hands, NewHands
from tests.support.details_pane import HISTORY, OVERVIEW
from tests.support.figures import figures
from tests.support.halting import many
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

NOW = datetime.now(UTC).replace(tzinfo=None)
OLD = NOW - timedelta(hours=2)
FROZEN = '{"last_id": 0, "max_id": 1}'
FAILURES = '{"last_id": 9, "end": 9, "failed": [[7, "x"], [8, "x"]]}'


class Seen:
    """The overview of a console's window."""

    def __init__(self, console: Hands) -> None:
        self.console = console
        self.tab = part(console.window, AllJobsTab)

    def link(self, name: str) -> QPushButton:
        return part(self.tab, QPushButton, f"all.{name}")

    def figure(self, name: str) -> list[str]:
        return figures(without_marks(self.link(name).text()))

    def said(self, name: str) -> str:
        label = part(self.tab, QLabel, f"all.attention.{name}")
        return without_marks(label.text()).strip("\u200e\u200f") if label.isVisible() else ""

    def until_read(self) -> None:
        self.console.loop.until(lambda: self.tab.figures.deleted_lately is not None)


@pytest.fixture(params=["en", "he"])
def both(request: pytest.FixtureRequest, language: Language) -> Iterator[str]:
    language.use(request.param)
    yield request.param
    language.use("en")


@pytest.fixture
def busy(product: Product, new_console: NewHands) -> Seen:
    """A database with jobs in all states."""
    ids = [product.business(f"Business {number}") for number in range(9)]
    product.job(ids[0], "running", heartbeat_at=OLD, updated_at=OLD)
    product.job(ids[1], "queued", created_at=OLD, updated_at=OLD, cursor=FROZEN)
    for key in ids[2:4]:
        product.job(key, "failed", succeeded=20, total=50, last_error="locked", cursor=FROZEN)
    product.job(ids[4], "completed", succeeded=8, total=10, processed=10, failed_count=2, cursor=FAILURES)
    product.job(ids[5], "paused", succeeded=3, cursor='{"run": {"id": "0123456789ab", "name": "QA-7"}}')
    product.job(ids[6], "completed", succeeded=1000, finished_at=OLD - timedelta(days=2))
    seen = Seen(new_console())
    seen.console.window.resize(1440, 900)
    seen.console.open(*ids)
    seen.until_read()
    return seen


def test_the_figures_are_those_of_the_sidebar_and_the_rows(busy: Seen, product: Product, both: str) -> None:
    sidebar = part(busy.console.window, Sidebar)
    for one in (StatusFilter.RUNNING, StatusFilter.QUEUED, StatusFilter.PAUSED, StatusFilter.FAILED):
        count = sidebar._places.count_text(one)
        assert busy.figure(one.name.lower()) == figures(count)
        assert one.word in busy.link(one.name.lower()).accessibleName()
    assert busy.figure("failed") == ["2"]
    assert busy.figure("runs") == figures(sidebar._places.count_text(Beside.RUNS)) == ["1"]
    deleted = product.scalar("SELECT sum(succeeded) FROM background_jobs")
    assert busy.figure("month") == [f"{deleted:,}"]
    assert (
        busy.figure("attention.all") == figures(sidebar._places.count_text(StatusFilter.ATTENTION)) == ["5"]
    )


def test_a_figure_leads_to_what_it_counts(busy: Seen) -> None:
    search, page = busy.console.window._parts.toolbar.search, busy.console.page
    for name, wanted in (
        ("running", StatusFilter.RUNNING),
        ("queued", StatusFilter.QUEUED),
        ("paused", StatusFilter.PAUSED),
        ("failed", StatusFilter.FAILED),
        ("attention.all", StatusFilter.ATTENTION),
    ):
        search.setText("nothing of this name")
        (count,) = busy.figure(name)
        busy.link(name).click()
        assert part(busy.console.window, Sidebar).status_filter is wanted
        assert page.shown_count == int(count)
        assert all(state_of(shown) in wanted.states for shown in page.shown())
        page.show_among([])
        busy.link(name).click()
        assert page.shown_count == int(count), "pressed once more where some are hidden"


def test_what_was_deleted_leads_to_the_runs(busy: Seen) -> None:
    runs = part(busy.console.window, RunsPage)
    for name, chip in (("runs", "progress"), ("today", "all"), ("month", "all")):
        runs.chips.choose("mine")
        busy.link(name).click()
        assert busy.console.window._parts.pages.is_on_runs
        assert runs.chips.current == chip
        busy.console.loop.until(lambda: len(runs.table.records.lines) == 1)
        part(busy.console.window, Sidebar).choose(StatusFilter.ALL)


def test_each_kind_has_a_line_the_worst_first(busy: Seen) -> None:
    lines = [line.state for line in busy.console.page.attention.lines]
    assert lines == [State.STALE, State.STUCK, State.FAILED, State.WITH_FAILURES]
    tops = [part(busy.tab, QWidget, f"all.attention.{state.name.lower()}").y() for state in lines]
    assert tops == sorted(set(tops))
    assert busy.said("stale.title") == "1 not responding"
    assert figures(busy.said("stale.reason"))
    assert (busy.said("failed.title"), busy.said("failed.reason")) == ("2 failed", "locked")
    assert busy.said("with_failures.reason") == "2 receipts are left"
    assert not busy.said("interrupted.title")


def test_reasons_that_differ_are_not_taken_for_one(console: Hands) -> None:
    rows = [a_row(key, status=JobStatus.FAILED, last_error=f"error {key}") for key in (1, 2)]
    console.services.poller.rows.emit(tuple(rows))
    seen = Seen(console)
    assert seen.said("failed.reason") == "For different reasons"
    console.services.poller.rows.emit((a_row(2, status=JobStatus.FAILED, last_error="error 1"),))
    assert seen.said("failed.reason") == "error 1"
    console.services.poller.gone.emit((1, 2))
    assert not seen.said("failed.title")


def test_a_step_acts_on_exactly_the_businesses_of_its_kind(busy: Seen, product: Product) -> None:
    failed = [shown.row.business.id for shown in busy.console.page.shown() if state_of(shown) is State.FAILED]
    other = busy.console.page.shown()[0].row.business.id
    busy.console.page.ticks.add({other})
    busy.link("attention.failed.step").click()
    busy.console.press("several.yes")
    done = "SELECT count(*) FROM background_jobs WHERE status = 'completed' AND business_id = ANY (%s)"
    busy.console.loop.until(lambda: product.scalar(done, failed) == 2)
    assert product.scalar("SELECT count(*) FROM background_jobs WHERE status = 'queued'") == 1
    assert product.scalar("SELECT count(*) FROM background_jobs WHERE status = 'running'") == 1


def test_a_stuck_job_is_run_here_alone(busy: Seen, product: Product) -> None:
    (stuck,) = busy.console.page.attention.takers(State.STUCK)
    busy.link("attention.stuck.step").click()
    busy.console.loop.until(lambda: busy.console.status(stuck) is JobStatus.COMPLETED)
    assert product.scalar("SELECT count(*) FROM background_jobs WHERE status = 'failed'") == 2
    assert not busy.said("stuck.title")


def test_nothing_is_offered_that_a_person_may_not_do(console: Hands) -> None:
    rows: tuple[Any, ...] = (
        a_row(1, status=JobStatus.FAILED, may_act=False),
        a_row(2, status=JobStatus.COMPLETED, failed=2, cursor_text="{}"),
        a_row(3, status=JobStatus.RUNNING, idle_seconds=7200.0, may_act=False),
    )
    console.services.poller.rows.emit(rows)
    seen = Seen(console)
    for kind in ("failed", "with_failures", "stale"):
        assert seen.said(f"{kind}.title")
        assert not seen.link(f"attention.{kind}.step").isVisible()
    console.services.poller.rows.emit((a_row(4, status=JobStatus.FAILED),))
    assert seen.link("attention.failed.step").isVisible()
    assert console.page.attention.takers(State.FAILED) == [4]


def test_a_deletion_is_seen_while_it_runs(product: Product, new_console: NewHands) -> None:
    (business,) = many(product, 1, receipts=120)
    seen = Seen(new_console())
    seen.console.open(business)
    seen.until_read()
    assert part(seen.tab, QLabel, "details.nothing.notice").isVisible(), "nothing was deleted yet"
    seen.console.services.jobs.start(seen.console.actor, DELETE_RECEIPTS, [business], run=RunLabel("QA-1"))
    seen.console.services.poller.look_now()
    seen.console.loop.until(lambda: seen.figure("today") == ["120"])
    seen.console.loop.until(lambda: [band[1] for band in seen.tab.plot.bands] != [])
    ((_color, name, rates),) = seen.tab.plot.bands
    assert without_marks(name) == "QA-1"
    assert sum(rates) * STEP_SECONDS == pytest.approx(120)
    assert not part(seen.tab, QLabel, "details.nothing.notice").isVisible()


def test_nothing_is_read_or_said_while_it_is_not_seen(busy: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    pane, feed = part(busy.console.window, DetailsPane), busy.tab._feed
    hiding: list[tuple[Any, Any]] = [
        (lambda: pane.fold(True), lambda: pane.fold(False)),
        (
            lambda: part(pane, QTabBar).setCurrentIndex(HISTORY),
            lambda: part(pane, QTabBar).setCurrentIndex(OVERVIEW),
        ),
        (
            lambda: part(busy.console.window, Sidebar).choose(Beside.RUNS),
            lambda: part(busy.console.window, Sidebar).choose(StatusFilter.ALL),
        ),
        (busy.console.window.hide, busy.console.window.show),
    ]
    for hide, show in hiding:
        hide()
        QApplication.processEvents()
        assert not feed._timer.isActive()
        assert not busy.tab._tick.isActive()
        said: list[object] = []
        with monkeypatch.context() as patched:
            patched.setattr(
                type(busy.tab.figures), "show_counts", lambda *given, said=said: said.append(given)
            )
            busy.console.services.poller.rows.emit((a_row(99, status=JobStatus.FAILED),))
            busy.console.services.poller.gone.emit((99,))
        assert said == []
        show()
        QApplication.processEvents()
        assert feed._timer.isActive() or feed._is_reading
        assert busy.tab._tick.isActive()


def test_a_selection_takes_its_place_and_gives_it_back(busy: Seen) -> None:
    first = busy.console.page.shown()[0].row.business.id
    busy.console.select(first)
    assert not busy.tab.isVisible()
    busy.console.select()
    assert busy.tab.isVisible()


def test_links_are_reached_by_keys_and_say_what_they_do(busy: Seen, both: str) -> None:
    links = [one for one in busy.tab.findChildren(Link) if one.isVisible()]
    assert len(links) == 12
    for one in links:
        assert len(one.accessibleName()) > len(without_marks(one.text()))
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus
    links[0].setFocus(Qt.FocusReason.TabFocusReason)
    met: set[object] = {links[0]}
    for _ in links[1:]:
        QTest.keyClick(busy.console.window.focusWidget(), Qt.Key.Key_Tab)
        met.add(busy.console.window.focusWidget())
    assert met == set(links)
    links[2].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(links[2], Qt.Key.Key_Space)
    assert part(busy.console.window, Sidebar).status_filter is StatusFilter.RUNNING


def test_nothing_is_cut_off(busy: Seen, theme: Theme, both: str) -> None:
    sizes = (((900, 480), 100), ((900, 480), 200), ((1280, 800), 200), ((1280, 800), 100), ((1440, 900), 100))
    try:
        for size, text in sizes:
            theme.use_text_size(text)
            busy.console.window.resize(*size)
            busy.tab.figures.show_deleted(12_345_678, 987_654_321)
            for _ in range(3):
                busy.tab._share_out()
                busy.console.loop.turn()
            ground = busy.tab._scrolled.viewport()
            content = part(ground, QWidget, "all.content")
            assert content.width() <= ground.width(), (size, text)
            for one in filter(QWidget.isVisible, busy.tab.findChildren(Link)):
                assert one.size().expandedTo(one.sizeHint()) == one.size(), one.objectName()
                left = one.mapTo(content, one.rect().topLeft()).x()
                assert 0 <= left <= ground.width() - one.width(), one.objectName()
            assert busy.tab.plot.height() >= busy.tab.plot.minimumSizeHint().height()
    finally:
        theme.use_text_size(100)


def test_the_columns_mirror_and_the_time_does_not(busy: Seen, both: str) -> None:
    plot = busy.tab.plot.mapTo(busy.tab, busy.tab.plot.rect().center()).x()
    figures_at = busy.tab.figures.mapTo(busy.tab, busy.tab.figures.rect().center()).x()
    assert (plot < figures_at) is (both == "en")
    rates = busy.tab.plot.bands[0][2]
    assert rates[-1] or rates[-2] or rates[-3], "what was done just now is the end of the curve"


def test_a_step_waits_until_something_can_be_done(busy: Seen) -> None:
    link = busy.link("attention.failed.step")
    assert link.isEnabled()
    busy.console.window._parts.commands._set_busy(True)
    busy.console.loop.until(lambda: not link.isEnabled())
    busy.console.window._parts.commands._set_busy(False)
    busy.console.loop.until(link.isEnabled)
