"""The tabs of the pane under the table: history, failures and log, and when they are read."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
)

from app.actions.results import Answer
from app.core.access import Actor
from app.core.cursor import Cursor, FailedItem
from app.core.errors import NotAllowed, TransientError
from app.core.job import JobStatus
from app.db.history import HistoryPage
from app.engine.events import Ending, SliceResult, Step
from app.ui.businesses import advice
from app.ui.texts.errors import error_text
from app.ui.texts.stored import stored_text
from app.ui.texts.words import job_type_text, outcome_text, status_name
from app.ui.widgets.parts import LRM
from app.ui.widgets.records_table import RecordsTable
from tests.support.details_pane import FAILURES, HISTORY, LOG, OVERVIEW, Pane
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


def failed_job(product: Product, business: int, *receipts: int, reason: str = "the disk\u202eis full") -> int:
    failed = tuple(FailedItem(receipt, reason) for receipt in receipts)
    cursor = Cursor(last_id=1, max_id=9, failed=failed).text()
    return product.job(business, "failed", failed_count=len(failed), cursor=cursor)


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


def test_who_asked_for_a_job_is_not_who_paused_it(pane: Pane, product: Product) -> None:
    """The line of its end names whoever asked for it, and has the same answer."""
    audit, business = pane.console.crew.audit, product.business()
    row = a_row(business, status=PAUSED, total=10, processed=5, id=55, requested_by="eli@example.com")
    job = row.row.job
    assert job is not None
    paused = audit.line(pane.console.actor, "pause", "pausing", business_id=business, job=job)
    audit.write([paused, audit.line_of_end(job, job, Ending.PAUSED.value)])
    pane.show(row)
    pane.until(lambda: pane.console.actor.email in pane.said("reason"))


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
    assert pane.pane.findChild(RecordsTable, "details.history.jobs") is None
    pane.tab(HISTORY)
    pane.until(lambda: len(pane.cells("history.jobs")) == 50)
    older = part(pane.pane, QAbstractButton, "details.history.older")
    assert older.isVisible()
    older.click()
    pane.until(lambda: len(pane.cells("history.jobs")) == 55)
    assert not older.isVisible()
    cells = pane.cells("history.jobs")
    assert [row[1] for row in cells] == [str(job) for job in reversed(jobs)]
    assert cells[0][0] == status_name(JobStatus.COMPLETED)
    assert cells[0][2] == job_type_text("broadcast")


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


def test_failures_are_retried_where_they_are_recorded(pane: Pane) -> None:
    pane.tab(FAILURES)
    button = part(pane.pane, QAbstractButton, "details.failures.retry")
    wanted: list[tuple[advice.Step, int]] = []
    pane.pane.step_wanted.disconnect()
    pane.pane.step_wanted.connect(lambda step, shown: wanted.append((step, shown.row.business.id)))
    recorded = '{"failed": [[7, "locked"]]}'
    tips = set()
    for row, on in (
        (a_row(1, status=RUNNING, total=10, failed=1, cursor_text=recorded), False),
        (a_row(2, status=COMPLETED, total=10, failed=1), False),
        (a_row(3, status=COMPLETED, total=10, failed=1, cursor_text=recorded, may_act=False), False),
        (a_row(4, status=COMPLETED, total=10, failed=1, cursor_text=recorded), True),
        (a_row(5, status=FAILED, total=10, failed=1, cursor_text=recorded), True),
    ):
        pane.show(row)
        assert button.isEnabled() is on
        tips.add((on, button.toolTip()))
        button.click()
    assert len(tips) == 3
    assert wanted == [(advice.Step.RETRY, 4), (advice.Step.RETRY, 5)]


def test_failures_are_exported_as_a_table(pane: Pane, product: Product, tmp_path: Any) -> None:
    business = product.business()
    receipts = product.receipts(business, 2, vendor_name="=HYPERLINK(1)")
    said = "canceling statement due to lock timeout"
    job = failed_job(product, business, *receipts, reason=said)
    pane.show(a_row(business, "-1+2", status=FAILED, id=job, failed=2))
    pane.tab(FAILURES)
    pane.until(lambda: pane.cells("failures.receipts"))
    part(pane.pane, QAbstractButton, "details.failures.export").click()
    pane.until(lambda: pane.console.window.findChild(QFileDialog) is not None)
    dialog = part(pane.console.window, QFileDialog)
    part(dialog, QLineEdit, "fileNameEdit").setText(str(tmp_path / "failures.csv"))
    dialog.accept()
    pane.until(lambda: "failures.csv" in pane.said("failures.hint"))
    lines = (tmp_path / "failures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines[0].split(",")) == 8
    of_the_job = [str(business), "'-1+2", str(job)]
    assert [line.split(",")[:5] for line in lines[1:]] == [
        [*of_the_job, str(key), "'=HYPERLINK(1)"] for key in receipts
    ]
    assert all(line.split(",")[7] == stored_text(said) != said for line in lines[1:])


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
    calls = pane.console.services.calls
    held: list[Any] = []
    real = calls.spawn
    monkeypatch.setattr(calls, "spawn", lambda coroutine, **_rest: held.append(coroutine))
    pane.tab(HISTORY)
    pane.show(a_row(first))
    monkeypatch.setattr(calls, "spawn", real)
    pane.show(a_row(second))
    pane.until(lambda: pane.cells("history.jobs"))
    pane.console.loop.run(held.pop())
    assert [row[2] for row in pane.cells("history.jobs")] == [job_type_text("update_leads")]


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


@pytest.mark.parametrize("tab", [HISTORY, FAILURES, LOG])
def test_each_tab_names_the_business(pane: Pane, tab: int) -> None:
    name = {HISTORY: "history", FAILURES: "failures", LOG: "log"}[tab]
    pane.tab(tab)
    for number, business in ((7, "Blue Harbor Dental"), (4711, "כרמל")):
        pane.show(a_row(number, business, status=COMPLETED))
        said = pane.said(f"{name}.business")
        assert business in said
        assert part(pane.pane, QLabel, f"details.{name}.business").text()[0] == LRM  # it begins on the left
        assert str(number) in said
    pane.console.page.table.clearSelection()
    QApplication.processEvents()
    assert pane.said(f"{name}.business") == ""
