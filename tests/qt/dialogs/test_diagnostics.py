"""The diagnostics dialog over a real database: what it finds, tells, and mends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from app.actions.diagnostics import Diagnosis, Question
from app.actions.findings import Finding, Verdict
from app.core.access import Actor
from app.qt.calls import Calls
from app.qt.translation import Language
from app.ui.dialogs.diagnostics import DiagnosticsDialog
from app.ui.dialogs.finding_card import FindingCard
from app.ui.dialogs.fix_end import FixEndDialog
from app.ui.texts.findings import verdict_text
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.conftest import Loop
from tests.qt.dialogs.conftest import Show
from tests.support.dialogs import click, find
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station

OLD = {"created_at": "2024-05-01", "updated_at": "2024-05-01", "heartbeat_at": "2024-05-01"}

New = Callable[..., DiagnosticsDialog]


@pytest.fixture
def here(product: Product) -> Iterator[Station]:
    with Station(product, "here") as station:
        yield station


@pytest.fixture
def new(
    here: Station, actor: Actor, calls: Calls, english: Language, context: DialogContext, show: Show
) -> New:
    def make(diagnosis: Diagnosis | None = None, who: Actor | None = actor) -> DiagnosticsDialog:
        found = diagnosis or Diagnosis(here.database, here.storage, here.types)
        dialog = DiagnosticsDialog(found, here.actions, who, calls, context)
        show(dialog)
        return dialog

    return make


def is_done(dialog: DiagnosticsDialog) -> bool:
    return not find(dialog, QLabel, "diagnostics.progress").isVisible() and bool(cards(dialog))


def cards(dialog: DiagnosticsDialog) -> list[FindingCard]:
    return dialog.findChildren(FindingCard)


def sentences(dialog: DiagnosticsDialog) -> str:
    labels = dialog.findChildren(QLabel, "finding.sentence")
    return without_marks("\n".join(label.text() for label in labels))


def test_every_question_is_answered(new: New, language: Language, loop: Loop) -> None:
    dialog = new()
    loop.until(lambda: is_done(dialog))
    subjects = {card.objectName().removeprefix("finding.") for card in cards(dialog)}
    assert subjects == {"database", "tls", "schema", "rights", "jobs", "storage"}
    assert find(dialog, QPushButton, "diagnostics.close").hasFocus()


def test_the_sql_that_mends_is_shown_and_copied(
    new: New, english: Language, loop: Loop, product: Product
) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    dialog = new()
    loop.until(lambda: is_done(dialog))
    assert "background_jobs.heartbeat_at" in sentences(dialog)
    card = next(card for card in cards(dialog) if "ADD COLUMN" in _sql(card))
    find(card, QPushButton, "finding.copy").click()
    product.execute(QGuiApplication.clipboard().text())
    click(dialog, "diagnostics.refresh")
    loop.until(lambda: is_done(dialog) and "heartbeat_at" not in sentences(dialog))


def _sql(card: FindingCard) -> str:
    return "".join(field.toPlainText() for field in card.findChildren(QPlainTextEdit, "finding.sql"))


@pytest.mark.parametrize(("status", "button"), [("running", "take_over"), ("queued", "mark_failed")])
def test_a_job_is_mended_by_its_button(
    new: New, english: Language, loop: Loop, product: Product, status: str, button: str
) -> None:
    product.job(product.business(), status, **OLD)
    dialog = new()
    loop.until(lambda: is_done(dialog))
    name = f"finding.{button}"
    assert dialog.findChildren(QPushButton, name)
    changed: list[int] = []
    dialog.acted.connect(lambda: changed.append(1))
    find(dialog, QPushButton, name).click()
    loop.until(lambda: changed and is_done(dialog) and not dialog.findChildren(QPushButton, name))
    assert find(dialog, QLabel, "diagnostics.notice.ok").isVisible()


def test_what_a_job_without_an_end_would_delete_is_shown_before_it_is_taken_over(
    new: New, english: Language, loop: Loop, product: Product, here: Station
) -> None:
    """Those that the web began, which this button is for most of all."""
    business = product.business()
    last = product.receipts(business, 5)[-1]
    job_id = product.job(business, "running", total=3, **OLD)
    dialog = new()
    loop.until(lambda: is_done(dialog))

    def take_over(answer: str) -> None:
        find(dialog, QPushButton, "finding.take_over").click()
        loop.until(lambda: dialog.findChildren(FixEndDialog))
        (shown,) = dialog.findChildren(FixEndDialog)
        click(shown, answer)
        loop.until(lambda: not dialog.findChildren(FixEndDialog) and is_done(dialog))

    take_over("fixend.cancel")
    assert (here.read(job_id).status, here.read(job_id).total) == ("running", 3)
    take_over("fixend.go_on")
    loop.until(lambda: here.read(job_id).status == "queued")
    assert (here.read(job_id).total, here.cursor(job_id).max_id) == (5, last)


def test_nobody_signed_in_mends_nothing(new: New, english: Language, loop: Loop, product: Product) -> None:
    product.job(product.business(), "running", **OLD)
    dialog = new(who=None)
    loop.until(lambda: is_done(dialog))
    assert dialog.findChildren(QPushButton, "finding.take_over") == []


def test_the_report_tells_everything_and_no_secret(new: New, english: Language, loop: Loop) -> None:
    dialog = new()
    loop.until(lambda: is_done(dialog))
    click(dialog, "diagnostics.copy")
    report = QGuiApplication.clipboard().text()
    assert report.startswith("Sweep ")
    assert report.count("\n[") == len(cards(dialog))
    assert all(sentence in report for sentence in sentences(dialog).splitlines())


class Slow(Diagnosis):
    """Waits before the tables are looked at."""

    def __init__(self, real: Diagnosis) -> None:
        self.real = real
        self.go_on = threading.Event()

    def answer(self, question: Question) -> list[Finding]:
        if question is Question.SCHEMA:
            self.go_on.wait(30)
        return self.real.answer(question)


def test_it_can_be_stopped_and_begun_anew(new: New, english: Language, here: Station, loop: Loop) -> None:
    slow = Slow(Diagnosis(here.database, here.storage, here.types))
    dialog = new(slow)
    refresh = find(dialog, QPushButton, "diagnostics.refresh")
    loop.until(lambda: cards(dialog))
    stop = refresh.text()
    refresh.click()
    assert find(dialog, QLabel, "diagnostics.accent").text()
    assert not refresh.isEnabled()  # until the last answer is in
    slow.go_on.set()
    loop.until(refresh.isEnabled)
    assert refresh.text() != stop
    refresh.click()
    loop.until(lambda: is_done(dialog) and len(cards(dialog)) > 5)


class Failing(Diagnosis):
    """A question of it meets what nobody foresaw."""

    def __init__(self, real: Diagnosis) -> None:
        self.real = real

    def answer(self, question: Question) -> list[Finding]:
        if question is Question.JOBS:
            raise OverflowError("a year of five digits")
        return self.real.answer(question)


def test_a_question_that_fails_costs_no_other_and_is_told(
    new: New, here: Station, loop: Loop, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("A bug in a call")
    dialog = new(Failing(Diagnosis(here.database, here.storage, here.types)))
    loop.until(lambda: is_done(dialog))
    assert "a year of five digits" in find(dialog, QLabel, "diagnostics.notice.bad").text()
    assert not find(dialog, QLabel, "diagnostics.ok").isVisible()
    assert find(dialog, QPushButton, "diagnostics.refresh").isEnabled()
    assert len(cards(dialog)) > len(Question) - 2


def test_notes_are_none_of_the_problems(new: New, language: Language, loop: Loop, here: Station) -> None:
    """As in the demo: there is something to know, and all is well."""
    dialog = new(Diagnosis(here.database, here.storage, here.types, is_demo=True))
    loop.until(lambda: is_done(dialog))
    words = {find(card, QLabel, "finding.word").property("tone") for card in cards(dialog)}
    assert words == {"ok", "accent"}
    notes = dialog.report.count(f"[{verdict_text(Verdict.NOTE)}]")
    assert notes > 1
    assert str(notes) in find(dialog, QLabel, "diagnostics.ok").text()
