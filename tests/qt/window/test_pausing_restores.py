"""Pause all is for restores too: it is there where only those run, and says what became of all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton

from app.core.job import JobStatus
from app.core.run import RunLabel
from app.receipts.names import DELETE_RECEIPTS
from app.ui.dialogs.restore.dialog import WORD
from app.ui.runs.page import RunsPage
from app.ui.texts.words import without_marks
from app.ui.window import restoring
from tests.qt.window.conftest import Hands, NewHands
from tests.support.figures import figures
from tests.support.parts import part
from tests.support.product import Product
from tests.support.restoring import RestoreLender
from tests.support.running import PATIENT

RESTORES = "SELECT status FROM sweep_restores ORDER BY id"


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url


class Restoring:
    """A window in which one business is being restored and another waits for that, of one run."""

    def __init__(self, console: Hands, product: Product) -> None:
        self.console, self.product = console, product
        self.businesses = [product.business(name) for name in ("Alon", "Marom")]
        self.other = product.business("Tavor")
        for one in (*self.businesses, self.other):
            product.receipts(one, 12)
        console.open(*self.businesses, self.other)
        console.services.jobs.start(console.actor, DELETE_RECEIPTS, self.businesses, run=RunLabel("SUP-4790"))
        live = "SELECT count(*) FROM background_jobs WHERE status <> 'completed'"
        console.loop.until(lambda: product.scalar(live) == 0)
        console.crew.console.policy = PATIENT
        assert console.services.restore_crew
        self.crew = console.services.restore_crew

    def begin(self) -> None:
        """As a person does, with the dialog of the run."""
        console = self.console
        console.action("show_runs").trigger()
        page = part(console.window, RunsPage)
        console.loop.until(lambda: page.opened.run and not page.opened.run.row.is_active)
        restore = part(console.window, QPushButton, "run.restore")
        console.loop.until(restore.isEnabled)
        restore.click()
        dialog = console.dialog("restore.start")
        console.loop.until(part(dialog, QPushButton, "restore.start").isVisible)
        QTest.keyClicks(part(dialog, QLineEdit, "confirm.word"), WORD)
        part(dialog, QAbstractButton, "restore.start").click()
        console.loop.until(part(dialog, QPushButton, "restore.close").isVisible)
        part(dialog, QAbstractButton, "restore.close").click()
        console.loop.until(lambda: self.restored == PATIENT.batch_size)  # it waits after the first batch
        assert (len(self.crew.own), self.statuses) == (2, ["running", "queued"])

    @property
    def restored(self) -> int:
        where = "NOT is_deleted AND business_id <> %s"
        return int(self.product.scalar(f"SELECT count(*) FROM receipts WHERE {where}", self.other))

    @property
    def statuses(self) -> list[str]:
        return [row["status"] for row in self.product.rows(RESTORES)]

    @property
    def audited(self) -> list[tuple[int | None, str]]:
        lines = self.console.crew.audit.read()
        return sorted((one.business_id, one.action) for one in lines if one.answer == "pausing")

    def pause_all(self) -> None:
        """From the click on nothing more is restored."""
        self.console.action("pause_all").trigger()
        assert figures(self.console.message()) == ["2"], "said before anything has come of it"
        self.console.loop.until(lambda: self.statuses == ["paused", "paused"])


@pytest.fixture
def running(new_console: NewHands, product: Product, monkeypatch: pytest.MonkeyPatch) -> Restoring:
    monkeypatch.setattr(restoring, "WATCH_MS", 30)
    found = Restoring(new_console(), product)
    found.console.loop.until(lambda: not found.console.action("pause_all").isEnabled())  # after a poll
    found.begin()
    return found


def test_it_is_on_while_only_restores_run(running: Restoring) -> None:
    console = running.console
    console.loop.until(console.action("pause_all").isEnabled)
    running.pause_all()
    assert running.restored == PATIENT.batch_size
    console.loop.until(lambda: len(running.audited) == 2)
    assert running.audited == [(one, "pause_restore") for one in running.businesses]
    console.loop.until(lambda: "SUP-4790" in without_marks(console.message()))
    assert part(console.window, QAbstractButton, "message.act").isVisible(), "the way to go on"
    console.loop.until(lambda: not console.action("pause_all").isEnabled())


def test_what_it_says_of_deletions_stays_beside_the_restores(running: Restoring) -> None:
    console, follows = running.console, running.console.window._parts.restoring
    follows._watch.stop()  # the test looks
    console.crew.delete(running.other)
    console.loop.until(lambda: console.status(running.other) is JobStatus.RUNNING)
    running.pause_all()
    console.loop.until(lambda: figures(console.message()) == ["1", "2"])
    console.loop.until(lambda: running.crew.own == [])
    follows.look()
    assert figures(console.message()) == ["1", "2"], "news of their end would cover it"
