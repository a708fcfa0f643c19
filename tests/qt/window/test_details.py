"""The pane under the table, over a real database: what it shows of whom, when it reads, how it is folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTabBar,
    QToolButton,
)

from app.actions.results import Answer
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from app.core.errors import NotAllowed, TransientError
from app.core.job import JobStatus
from app.db.history import HistoryPage
from app.engine.events import Ending, SliceResult, Step, WaitReason
from app.qt.translation import Language
from app.ui.details.pane import DetailsPane
from app.ui.details.plot import ThroughputPlot
from app.ui.texts.errors import error_text
from app.ui.texts.words import outcome_text, status_name, without_marks
from app.ui.theme.theme import Theme
from app.ui.widgets.records_table import RecordsTable
from app.ui.window.availability import NO_FAILURES
from app.ui.window.main_window import MainWindow
from app.workers.job_queue import LocalState, Wait
from tests.qt.window.conftest import Console, NewConsole
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

OVERVIEW, HISTORY, FAILURES, LOG = range(4)
RUNNING, PAUSED, FAILED, COMPLETED = (
    JobStatus.RUNNING,
    JobStatus.PAUSED,
    JobStatus.FAILED,
    JobStatus.COMPLETED,
)


class Pane:
    """The pane of a console's window, as a person sees it."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.pane = part(console.window, DetailsPane)
        self.pane.act_for(console.actor)

    def show(self, *rows: Any, select: tuple[int, ...] = ()) -> None:
        self.console.services.poller.rows.emit(rows)
        self.console.select(*(select or (rows[0].row.business.id,)))

    def tab(self, place: int) -> None:
        part(self.pane, QTabBar, "details.tabs").setCurrentIndex(place)
        QApplication.processEvents()

    def said(self, name: str) -> str:
        label = part(self.pane, QLabel, f"details.{name}")
        plain = without_marks(label.text()).replace("\u200e", "").replace("\u200f", "")
        return plain if label.isVisible() else ""

    def cells(self, name: str) -> list[list[str]]:
        model = part(self.pane, RecordsTable, f"details.{name}").model()
        columns = range(model.columnCount())
        rows = range(model.rowCount())
        return [[without_marks(str(model.index(row, column).data())) for column in columns] for row in rows]

    def until(self, condition: Callable[[], object]) -> None:
        self.console.loop.until(condition)


@pytest.fixture
def pane(console: Console) -> Pane:
    return Pane(console)


def failed_job(product: Product, business: int, *receipts: int) -> int:
    failed = tuple(FailedItem(receipt, "the disk\u202eis full") for receipt in receipts)
    cursor = Cursor(last_id=1, max_id=9, failed=failed).text()
    return product.job(business, "failed", failed_count=len(failed), cursor=cursor)


def test_nothing_selected_says_what_to_do(pane: Pane) -> None:
    pane.console.select()
    assert "Select a business" in pane.said("nothing.notice")
    for place, name in ((HISTORY, "history"), (FAILURES, "failures"), (LOG, "log")):
        pane.tab(place)
        assert "Select one business" in pane.said(f"{name}.notice")


def test_one_running_business_is_told_in_figures_and_words(pane: Pane) -> None:
    local = LocalState(7)
    values: dict[str, Any] = {
        "total": 4800,
        "processed": 3120,
        "succeeded": 3118,
        "failed": 2,
        "requested_by": "a@b.example",
    }
    pane.show(a_row(7, "Blue Harbor", left=1680, status=RUNNING, local=local, **values))
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
    assert pane.said("figure") == "100.0%"


def test_a_business_without_a_job_shows_what_there_is_to_delete(pane: Pane) -> None:
    pane.show(a_row(1, left=12))
    assert (pane.said("figure"), figures(pane.said("counts"))) == ("", ["12"])
    assert not part(pane.pane, ThroughputPlot).isVisible()
    for place, name in ((FAILURES, "failures"), (LOG, "log")):
        pane.tab(place)
        assert pane.said(f"{name}.notice") == "This business has no job."


def test_several_businesses_are_summed_up(pane: Pane) -> None:
    pane.show(
        a_row(1, left=50, status=RUNNING, total=100, processed=50, succeeded=49, failed=1),
        a_row(2, left=0, status=COMPLETED, total=300, processed=250),
        a_row(3, left=7),
        select=(1, 2, 3),
    )
    assert pane.said("title") == "3 businesses"
    assert pane.said("figure") == "87.5%"
    assert pane.said("counts") == "350 of 400 receipts done · 1 failed · 57 left"
    assert pane.said("reason") == "Running: 1 · Completed: 1 · No job: 1"
    pane.tab(HISTORY)
    assert "Select one business" in pane.said("history.notice")


def test_a_wait_is_counted_down(pane: Pane, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr("app.ui.details.overview.time.monotonic", lambda: moment)
    wait = Wait(WaitReason.DATABASE, 12.0, "refused", since=1000.0)
    pane.show(a_row(1, status=RUNNING, total=10, local=LocalState(1, wait=wait)))
    assert "12 s" in pane.said("reason")
    moment += 5
    pane.pane.show_selection(pane.console.page.selected())
    assert "7 s" in pane.said("reason")


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


def test_who_paused_a_job_is_told_from_the_audit_trail(pane: Pane, product: Product) -> None:
    console, business = pane.console, product.business()
    row = a_row(business, status=PAUSED, total=10, processed=5, id=55)
    console.crew.audit.write(
        [
            console.crew.audit.line(
                console.actor, "pause", "paused", business_id=business, job=row.row.job, old_status=None
            )
        ]
    )
    pane.show(row)
    pane.until(lambda: console.actor.email in pane.said("reason"))


def test_a_pause_that_nobody_here_asked_for_is_not_blamed_on_anybody(pane: Pane, product: Product) -> None:
    pane.show(a_row(product.business(), status=PAUSED, total=10, processed=5))
    unknown = pane.said("reason")
    assert unknown
    pane.console.services.activity.note_slice_ended(SliceResult(2, Ending.CAPPED))
    pane.show(a_row(2, status=PAUSED, total=10, processed=5))
    assert pane.said("reason") not in {"", unknown}


def test_the_history_is_read_when_it_is_looked_at_and_paged_by_its_button(
    pane: Pane, product: Product
) -> None:
    business = product.business()
    jobs = [product.job(business, "completed", job_type="broadcast") for _ in range(55)]
    product.job(product.business(), "completed")
    pane.show(a_row(business))
    assert pane.cells("history.jobs") == []
    pane.tab(HISTORY)
    pane.until(lambda: len(pane.cells("history.jobs")) == 50)
    older = part(pane.pane, QAbstractButton, "details.history.older")
    assert older.isVisible()
    older.click()
    pane.until(lambda: len(pane.cells("history.jobs")) == 55)
    assert not older.isVisible()
    cells = pane.cells("history.jobs")
    assert [row[1] for row in cells] == [str(job) for job in reversed(jobs)]
    assert cells[0][0] == "Completed"
    assert cells[0][2] == "Broadcast"


def test_a_business_that_never_had_a_job_says_so(pane: Pane, product: Product) -> None:
    pane.show(a_row(product.business()))
    pane.tab(HISTORY)
    pane.until(lambda: bool(pane.said("history.notice")) and not pane.cells("history.jobs"))


def test_the_present_job_moves_in_the_history_without_a_reading(pane: Pane, product: Product) -> None:
    business = product.business()
    job = product.job(business, "running", total=100, processed=10)
    pane.tab(HISTORY)
    pane.show(a_row(business, status=RUNNING, id=job, total=100, processed=10))
    pane.until(lambda: pane.cells("history.jobs"))
    pane.show(a_row(business, status=RUNNING, id=job, total=100, processed=60))
    assert pane.cells("history.jobs")[0][5] == "60 / 100"


def test_failures_name_receipt_vendor_amount_and_reason(pane: Pane, product: Product) -> None:
    business = product.business()
    (receipt,) = product.receipts(business, vendor_name="evil\u202egnp", amount=1234.5, currency="ILS")
    job = failed_job(product, business, receipt)
    pane.show(a_row(business, status=FAILED, id=job, failed=1))
    pane.tab(FAILURES)
    pane.until(lambda: pane.cells("failures.receipts"))
    assert pane.cells("failures.receipts") == [
        [str(receipt), "evil⟨U+202E⟩gnp", "1,234.50 ILS", "the disk⟨U+202E⟩is full"]
    ]
    assert figures(pane.said("failures.hint")) == ["1"]


def test_failures_that_the_web_server_did_not_write_down(pane: Pane, product: Product) -> None:
    business = product.business()
    job = product.job(business, "completed", failed_count=3, cursor='{"last_id": 5}')
    pane.show(a_row(business, status=COMPLETED, id=job, failed=3))
    pane.tab(FAILURES)
    pane.until(lambda: bool(pane.said("failures.hint")) and not pane.cells("failures.receipts"))
    assert not part(pane.pane, QAbstractButton, "details.failures.export").isEnabled()


def test_retry_is_the_windows_own_action(pane: Pane, product: Product) -> None:
    button = part(pane.pane, QToolButton, "details.failures.retry")
    pane.show(a_row(1, status=RUNNING, total=10, failed=1))
    assert button.defaultAction() is pane.console.action("retry")
    assert not button.isEnabled()
    assert str(NO_FAILURES) in button.toolTip()
    pane.show(a_row(1, status=COMPLETED, total=10, failed=1))
    assert button.isEnabled()


def test_failures_are_exported_as_a_table(pane: Pane, product: Product, tmp_path: Any) -> None:
    business = product.business()
    receipts = product.receipts(business, 2, vendor_name="=HYPERLINK(1)")
    job = failed_job(product, business, *receipts)
    pane.show(a_row(business, status=FAILED, id=job, failed=2))
    pane.tab(FAILURES)
    pane.until(lambda: pane.cells("failures.receipts"))
    part(pane.pane, QAbstractButton, "details.failures.export").click()
    pane.until(lambda: pane.console.window.findChild(QFileDialog) is not None)
    dialog = part(pane.console.window, QFileDialog)
    part(dialog, QLineEdit, "fileNameEdit").setText(str(tmp_path / "failures.csv"))
    dialog.accept()
    pane.until(lambda: "failures.csv" in pane.said("failures.hint"))
    lines = (tmp_path / "failures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines[0].split(",")) == 5
    assert [line.split(",")[:2] for line in lines[1:]] == [[str(key), "'=HYPERLINK(1)"] for key in receipts]


def test_the_log_mixes_what_people_did_with_what_workers_met(pane: Pane, product: Product) -> None:
    console, business = pane.console, product.business()
    row = a_row(business, status=RUNNING, id=55, total=10)
    line = console.crew.audit.line(
        console.actor, "delete", "started", business_id=business, job=row.row.job, old_status=None
    )
    console.crew.audit.write([line])
    pane.show(row)
    pane.tab(LOG)
    pane.until(lambda: pane.cells("log.lines"))
    for step in (Step(55), Step(55), Step(55)):
        console.services.activity.note_step(step)
    console.services.activity.note_step(Step(99))
    said = [cells[1] for cells in pane.cells("log.lines")]
    assert [figures(text) for text in said] == [["2"], [], []]
    assert outcome_text(Answer.STARTED) in said[2]
    one, other, person = (cells[2] for cells in pane.cells("log.lines"))
    assert (one == other, person) == (True, console.actor.email)


def test_nothing_is_read_for_a_tab_that_nobody_sees(
    pane: Pane, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    details = pane.console.services.details
    asked: list[int] = []
    real = details.history

    def history(actor: Actor, business: int) -> HistoryPage:
        asked.append(business)
        return real(actor, business)

    monkeypatch.setattr(details, "history", history)
    first, second = product.business(), product.business()
    pane.tab(HISTORY)
    pane.pane.fold(True)
    pane.show(a_row(first))
    pane.show(a_row(second))
    assert asked == []
    pane.pane.fold(False)
    pane.until(lambda: asked == [second])
    pane.tab(OVERVIEW)
    pane.show(a_row(first))
    pane.console.window.hide()
    pane.show(a_row(second))
    assert asked == [second]


def test_an_answer_that_comes_too_late_is_thrown_away(
    pane: Pane, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first business's answer arrives when the second one is selected."""
    first, second = product.business(), product.business()
    for business, kind in ((first, "broadcast"), (second, "update_leads")):
        product.job(business, "completed", job_type=kind)
    tab = pane.pane._history
    held: list[Any] = []
    real = tab._calls.spawn
    monkeypatch.setattr(tab._calls, "spawn", lambda coroutine, **_rest: held.append(coroutine))
    pane.tab(HISTORY)
    pane.show(a_row(first))
    monkeypatch.setattr(tab._calls, "spawn", real)
    pane.show(a_row(second))
    pane.until(lambda: pane.cells("history.jobs"))
    pane.console.loop.run(held.pop())
    assert [row[2] for row in pane.cells("history.jobs")] == ["Update leads"]


def test_an_error_is_told_in_the_tab_and_can_be_tried_again(
    pane: Pane, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    details, business = pane.console.services.details, product.business()
    product.job(business, "completed")
    real, broken = details.history, [True]

    def history(*args: Any) -> Any:
        if broken:
            raise TransientError("The database is busy: queue")
        return real(*args)

    monkeypatch.setattr(details, "history", history)
    pane.tab(HISTORY)
    pane.show(a_row(business))
    pane.until(lambda: "queue" in pane.said("history.notice"))
    again = part(pane.pane, QAbstractButton, "details.history.again")
    assert again.isVisible()
    broken.clear()
    pane.show(a_row(business, left=99))  # a change of the row alone does not hammer a sick database
    assert again.isVisible()
    again.click()
    pane.until(lambda: pane.cells("history.jobs"))
    assert pane.said("history.notice") == ""


def test_who_may_not_see_the_business_is_told_so(pane: Pane, product: Product) -> None:
    business = product.business()
    product.execute("UPDATE users SET is_active = false")
    pane.tab(HISTORY)
    pane.show(a_row(business))
    pane.until(lambda: pane.said("history.notice") == error_text(NotAllowed()))


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
    console: Console, language: Language, theme: Theme, settings: QSettings, qtbot: Any
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
    assert "Broadcast" in copied
    assert "Copied by mistake" not in copied


def test_the_way_through_the_pane_with_a_real_job(new_console: NewConsole, product: Product) -> None:
    business = product.business("Alon")
    product.receipts(business, 60, files=1)
    console = new_console()
    console.open(business)
    pane = Pane(console)
    console.select(business)
    console.crew.start([business])
    console.loop.until(lambda: console.status(business) is COMPLETED)
    console.loop.until(lambda: pane.said("figure") == "100.0%")
    pane.tab(HISTORY)
    console.loop.until(lambda: [row[0] for row in pane.cells("history.jobs")] == [status_name(COMPLETED)])
    pane.tab(LOG)
    console.loop.until(lambda: len(pane.cells("log.lines")) == 4)
    sentences = [row[1] for row in pane.cells("log.lines")]
    assert figures(sentences[0])[0] == "60"
    assert outcome_text(Answer.STARTED) in sentences[3]
