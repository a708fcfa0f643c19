"""The dialog of a restore over a real console and database, as a person sees and uses it.

A test module takes over the fixtures that it needs: `opened = restore_dialog.opened`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget

from app.qt.calls import Calls
from app.ui.dialogs.restore.dialog import WORD, RestoreDialog
from app.ui.dialogs.restore.keeping import Keep
from app.ui.dialogs.restore.subject import RestoreSubject
from app.ui.texts.words import without_marks
from app.ui.widgets.dialog import DialogContext
from tests.qt.conftest import Loop
from tests.support.dialogs import find, lines
from tests.support.product import Product
from tests.support.restoring import RestoreLender, Restoring
from tests.support.running import Station

TITLE = "SUP-4790"


class Opened:
    """The dialog that is open."""

    def __init__(self, dialog: RestoreDialog, loop: Loop) -> None:
        self.dialog, self.loop = dialog, loop

    def said(self, name: str) -> str:
        return without_marks(find(self.dialog, QLabel, name).text()).strip("\u200e\u200f")

    def seen(self, name: str) -> bool:
        return find(self.dialog, QWidget, name).isVisible()

    def shows(self, name: str) -> None:
        self.loop.until(lambda: self.seen(name))

    @property
    def start(self) -> QPushButton:
        return find(self.dialog, QPushButton, "restore.start")

    def type(self, word: str = WORD) -> None:
        QTest.keyClicks(find(self.dialog, QLineEdit, "confirm.word"), word)

    @property
    def rows(self) -> list[list[str]]:
        return lines(self.dialog, "restore.rows")


Open = Callable[..., Opened]


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url


@pytest.fixture
def restoring(station: Station) -> Restoring:
    """The restores of the test's console."""
    return Restoring(station)


@pytest.fixture
def opened(
    restoring: Restoring,
    station: Station,
    calls: Calls,
    loop: Loop,
    context: DialogContext,
    show: Callable[[QDialog], None],
) -> Open:
    """Opens the dialog for jobs; with several of them as for a run. `keep` in place of the console's."""

    def make(*job_ids: int, keep: Keep | None = None) -> Opened:
        subject = RestoreSubject(job_ids, lambda: TITLE, len(job_ids) > 1)
        keep = keep or station.actions.keep_files
        dialog = RestoreDialog(calls, restoring.actions, station.person, subject, context, keep=keep)
        show(dialog)
        return Opened(dialog, loop)

    return make


def long_ago(product: Product) -> None:
    """The jobs that there are were not started within this minute."""
    product.execute("UPDATE background_jobs SET created_at = created_at - interval '1 h'")


def live(product: Product, ids: Sequence[int]) -> int:
    """How many of these receipts are not deleted."""
    sql = "SELECT count(*) FROM receipts WHERE id = ANY (%s) AND NOT is_deleted"
    return int(product.scalar(sql, list(ids)))
