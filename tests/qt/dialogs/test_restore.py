"""The dialog that gives back what was deleted, over a real console and database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.core.restore import NOTED, Notes, Restore, RestoreStatus
from app.core.restore_errors import NoRestoresHere
from app.qt.translation import Language
from app.ui.dialogs.restore import dialog as dialog_module
from app.ui.dialogs.restore import question as question_module
from app.ui.dialogs.restore.dialog import WORD
from app.ui.texts.errors import error_text
from app.ui.texts.words import receipts_text, without_marks
from app.ui.widgets.records_table import RecordsTable
from tests.support import restore_dialog
from tests.support.dialogs import click, find, lines
from tests.support.product import Product
from tests.support.restore_dialog import Open, live, long_ago
from tests.support.restoring import Restoring, age
from tests.support.running import Station

DELETED, AGAIN = 25, 2

database_url, opened, restoring = (
    restore_dialog.database_url,
    restore_dialog.opened,
    restore_dialog.restoring,
)


@pytest.fixture
def ids(product: Product, business: int) -> list[int]:
    """Receipts of which each has a message of its own."""
    made = product.receipts(business, DELETED)
    product.execute("UPDATE receipts SET gmail_message_id = 'm' || id WHERE business_id = %s", business)
    return made


@pytest.fixture
def job_id(product: Product, station: Station, business: int, ids: list[int]) -> int:
    """A job that has deleted them; the first two have come again since."""
    (job_id,) = station.start(business)
    station.run(job_id)
    product.execute("DROP INDEX IF EXISTS uq_receipt_business_gmail_message")
    for one in ids[:AGAIN]:
        product.receipts(business, 1, gmail_message_id=f"m{one}")
    return job_id


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialog_module, "POLL_MS", 30)
    monkeypatch.setattr(question_module, "TYPED_MS", 30)


def test_from_the_preview_by_the_typed_word_to_the_end(
    opened: Open, language: Language, restoring: Restoring, product: Product, ids: list[int], job_id: int
) -> None:
    dialog = opened(job_id)
    dialog.shows("restore.restored")
    figures = [dialog.said(f"restore.{one}") for one in ("restored", "conflicts", "before", "files")]
    assert figures == [str(DELETED - AGAIN), str(AGAIN), "0", "0"]
    conflicts = lines(dialog.dialog, "restore.list.conflicts")
    assert [row[2] for row in conflicts] == [str(one) for one in ids[:AGAIN]]
    assert receipts_text(DELETED - AGAIN, language.locale) in dialog.start.text()

    # Neither before the word nor by Enter anything begins.
    assert not dialog.start.isEnabled()
    dialog.type(WORD.lower())
    assert not dialog.start.isEnabled()
    find(dialog.dialog, QLineEdit, "confirm.word").clear()
    dialog.type()
    assert dialog.start.isEnabled()
    QTest.keyClick(find(dialog.dialog, QLineEdit, "confirm.word"), Qt.Key.Key_Return)
    assert dialog.start.hasFocus()
    QTest.keyClick(dialog.start, Qt.Key.Key_Return)
    dialog.loop.turn()
    assert (dialog.dialog.isVisible(), restoring.crew.handed) == (True, [])

    click(dialog.dialog, "restore.start")
    dialog.shows("restore.bar")
    (restore_id,) = restoring.crew.handed
    assert [dialog.seen(f"restore.{one}") for one in ("pause", "go_on", "stop")] == [True, False, True]
    assert restoring.run(restore_id).status is RestoreStatus.COMPLETED
    dialog.loop.until(lambda: not dialog.seen("restore.stop"))
    assert dialog.rows[0][3:6] == [str(DELETED - AGAIN), str(DELETED), str(AGAIN)]
    assert live(product, ids) == DELETED - AGAIN
    click(dialog.dialog, "restore.lists.unrestored")
    listed = lines(dialog.dialog, "restore.unrestored")
    assert [row[2] for row in listed] == [str(one) for one in ids[:AGAIN]]
    assert not dialog.seen("restore.unrestored.others")
    click(dialog.dialog, "restore.lists.each")
    assert dialog.seen("restore.rows")


def test_of_many_that_are_not_restored_the_first_are_listed(
    opened: Open, english: Language, restoring: Restoring, product: Product, job_id: int
) -> None:
    restoring.start(job_id)
    notes = Notes().adding([(one, one + 9_000) for one in range(1, NOTED + 2)], [(70, "under legal hold")])
    product.execute(
        "UPDATE sweep_restores SET conflicts = %s, failed_count = 1, notes = %s", NOTED + 1, notes.text()
    )
    dialog = opened(job_id)
    dialog.shows("restore.bar")
    dialog.shows("restore.lists.unrestored")
    click(dialog.dialog, "restore.lists.unrestored")
    listed = lines(dialog.dialog, "restore.unrestored")
    assert (len(listed), listed[-1][2], listed[-1][3]) == (NOTED + 1, "70", "under legal hold")
    assert dialog.said("restore.unrestored.others").startswith(f"{NOTED + 1:,} of {NOTED + 2:,} are listed")


def test_pause_resume_and_cancel(
    opened: Open, english: Language, restoring: Restoring, product: Product, ids: list[int], job_id: int
) -> None:
    (restore_id,) = restoring.start(job_id)
    dialog = opened(job_id)  # one that is active is shown at once
    dialog.shows("restore.bar")
    click(dialog.dialog, "restore.pause")
    dialog.loop.until(lambda: dialog.seen("restore.go_on"))
    assert restoring.read(restore_id).status is RestoreStatus.PAUSED
    click(dialog.dialog, "restore.go_on")
    dialog.loop.until(lambda: dialog.seen("restore.pause"))
    assert restoring.crew.handed == [restore_id, restore_id]

    # Its console has ended meanwhile.
    age(product, restore_id)
    dialog.loop.until(lambda: dialog.seen("restore.interrupted"))
    assert [dialog.seen(f"restore.{one}") for one in ("pause", "go_on")] == [False, True]
    product.execute("UPDATE sweep_restores SET heartbeat_at = now() AT TIME ZONE 'utc'")
    click(dialog.dialog, "restore.go_on")  # before the dialog has read that it lives
    dialog.loop.until(lambda: dialog.seen("restore.refused"))
    assert "Another console" in dialog.said("restore.refused")

    click(dialog.dialog, "restore.stop")
    dialog.loop.until(lambda: not dialog.seen("restore.stop"))
    assert restoring.read(restore_id).status is RestoreStatus.CANCELLED
    assert live(product, ids) == 0
    click(dialog.dialog, "restore.close")
    assert not dialog.dialog.isVisible()


def test_a_reading_from_before_an_action_takes_nothing_back(
    opened: Open, restoring: Restoring, job_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    restoring.start(job_id)
    dialog = opened(job_id)
    dialog.shows("restore.bar")
    is_in, may_go = Event(), Event()
    read = restoring.actions.read
    reads: list[int] = []

    def late(*which: Any, **more: Any) -> list[Restore]:
        rows = read(*which, **more)
        reads.append(len(reads))
        if not is_in.is_set():
            is_in.set()
            assert may_go.wait(30)
        return rows

    monkeypatch.setattr(restoring.actions, "read", late)
    dialog.loop.until(is_in.is_set)
    click(dialog.dialog, "restore.pause")
    dialog.shows("restore.go_on")
    may_go.set()
    shown: list[bool] = []

    def has_read_again() -> bool:
        shown.append(dialog.seen("restore.go_on"))
        return len(reads) > 1

    dialog.loop.until(has_read_again)
    assert all(shown)


def test_chosen_receipts_and_chosen_businesses(
    opened: Open,
    english: Language,
    restoring: Restoring,
    station: Station,
    product: Product,
    ids: list[int],
    job_id: int,
) -> None:
    other = product.business()
    others = product.receipts(other, 3)
    (second,) = station.start(other)
    station.run(second)
    dialog = opened(job_id, second)
    dialog.shows("restore.restored")
    assert dialog.said("restore.restored") == str(DELETED - AGAIN + 3)
    exported: list[Callable[[], Sequence[str]]] = []
    dialog.dialog.export_wanted.connect(exported.append)
    click(dialog.dialog, "restore.export")
    assert len(list(exported[0]())) == 1 + 2 + AGAIN

    dialog.type()
    click(dialog.dialog, "restore.scope.businesses")
    table = find(dialog.dialog, RecordsTable, "restore.list.each")
    first = table.records.lines[0]
    table.check_pressed.emit(first)
    assert dialog.said("restore.restored") == "3"
    table.all_pressed.emit()
    table.all_pressed.emit()
    assert (dialog.said("restore.restored"), dialog.start.isEnabled()) == ("0", False)

    click(dialog.dialog, "restore.scope.receipts")
    field = find(dialog.dialog, QLineEdit, "restore.items")
    for wrong in ("0", "12a", "-3", "٣", "9" * 30):
        field.setText(wrong)
        assert wrong in dialog.said("restore.items.hint")
        assert not dialog.start.isEnabled()
    field.setText(f"{ids[5]} 12a")
    dialog.loop.until(lambda: dialog.said("restore.restored") == "1")
    assert not dialog.start.isEnabled()  # what is none of the ids may be one that was meant
    field.setText(f"{ids[5]}; {others[0]},{ids[5]} 999999")
    dialog.loop.until(dialog.start.isEnabled)
    assert dialog.said("restore.restored") == "2"
    assert dialog.said("restore.items.hint").startswith("1 of them")
    click(dialog.dialog, "restore.start")
    dialog.shows("restore.bar")
    for restore_id in restoring.crew.handed:
        restoring.run(restore_id)
    assert (live(product, ids), live(product, others)) == (1, 1)


def test_receipts_that_could_not_be_looked_for_are_looked_for_again(
    opened: Open, english: Language, product: Product, ids: list[int], job_id: int
) -> None:
    dialog = opened(job_id)
    dialog.shows("restore.restored")
    dialog.type()
    click(dialog.dialog, "restore.scope.receipts")
    product.execute("ALTER TABLE sweep_restores RENAME TO away")
    field = find(dialog.dialog, QLineEdit, "restore.items")
    field.setFocus()
    dialog.loop.until(field.hasFocus)
    field.setText(str(ids[5]))
    dialog.loop.until(lambda: "Enter tries again" in dialog.said("restore.items.hint"))
    assert (dialog.start.isEnabled(), dialog.seen("restore.refused")) == (False, True)
    product.execute("ALTER TABLE away RENAME TO sweep_restores")
    QTest.keyClick(field, Qt.Key.Key_Return)
    dialog.loop.until(dialog.start.isEnabled)
    assert (dialog.said("restore.items.hint"), dialog.seen("restore.refused")) == ("", False)


def test_what_cannot_be_restored_says_why(
    opened: Open,
    english: Language,
    restoring: Restoring,
    station: Station,
    product: Product,
    business: int,
    job_id: int,
) -> None:
    long_ago(product)
    (active,) = station.start(business)
    dialog = opened(job_id)
    dialog.shows("restore.list.left_out")
    (row,) = lines(dialog.dialog, "restore.list.left_out")
    assert f"job {active}" in row[3]
    assert not dialog.seen("restore.start")

    # Between preview and click a deletion has begun.
    station.cancel(active)
    dialog = opened(job_id)
    dialog.shows("restore.start")
    dialog.type()
    long_ago(product)
    station.start(business)
    click(dialog.dialog, "restore.start")
    dialog.loop.until(lambda: dialog.seen("restore.refused"))
    assert "already active" in dialog.said("restore.refused")
    assert restoring.crew.handed == []

    product.execute("DROP TABLE sweep_restores")
    dialog = opened(job_id)
    dialog.loop.until(lambda: dialog.seen("restore.waiting.again"))
    assert dialog.said("restore.waiting.notice") == without_marks(error_text(NoRestoresHere()))
    QApplication.processEvents()
