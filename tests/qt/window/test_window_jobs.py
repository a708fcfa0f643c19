"""What the window does with jobs: its buttons and dialogs, its errors, and how it closes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from app.actions.results import ActionResult, Answer
from app.core.demo_hints import DemoHints
from app.core.job import JobStatus
from app.core.policy import Policy
from app.ui.businesses.columns import Column
from app.ui.texts.words import answer_text
from app.ui.window.availability import BUSY, NOT_CONNECTED
from app.ui.window.tray import Tray
from app.viewmodel.preferences import TRAY_KEY
from app.viewmodel.rows import Connected
from tests.qt.window.conftest import Hands, NewHands
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

SLOW = Policy(batch_size=2, throttle_ms=60_000, runtime_cap_seconds=None)
"""One batch, and then a wait that nobody sits out."""


def test_businesses_are_deleted_by_the_windows_own_buttons(new_console: NewHands, product: Product) -> None:
    first, second, other = (product.business(name) for name in ("Alon", "Marom", "Zohar"))
    for business_id in (first, second, other):
        product.receipts(business_id, 7, files=1)
    console = new_console()
    console.open(first, second, other)
    console.select(first, second)
    console.click("delete")
    confirm = console.dialog("confirm.delete")
    assert not part(confirm, QAbstractButton, "confirm.delete").isEnabled()
    assert part(confirm, QLabel, "confirm.estimate").isVisible()
    part(confirm, QLineEdit, "confirm.word").setText("DELETE")
    part(confirm, QLineEdit, "confirm.count").setText("2")
    console.press("confirm.delete")
    done = JobStatus.COMPLETED
    console.loop.until(lambda: (console.status(first), console.status(second)) == (done, done))
    assert [product.live(key) for key in (first, second, other)] == [0, 0, 7]
    assert [product.files(key) for key in (first, second, other)] == [0, 0, 7]
    assert console.page.selected_ids() == [first, second]


def test_nothing_happens_where_the_person_does_not_confirm(new_console: NewHands, product: Product) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    console.click("delete")
    console.press("confirm.cancel")
    console.loop.until(console.button("delete").isEnabled)
    assert product.rows("SELECT 1 FROM background_jobs") == []
    assert product.live(business_id) == 3


def test_a_job_is_paused_resumed_and_cancelled(new_console: NewHands, product: Product) -> None:
    business_id = product.business("Alon")
    product.receipts(business_id, 6)
    console = new_console(SLOW)
    console.crew.delete(business_id)
    console.open(business_id)
    console.select(business_id)
    for action, status, answers in (
        ("pause", JobStatus.PAUSED, (Answer.PAUSED, Answer.PAUSING)),
        ("resume", JobStatus.RUNNING, (Answer.RESUMED,)),
        ("cancel", JobStatus.CANCELLED, (Answer.CANCELLED,)),
    ):
        said = [answer_text(ActionResult(answer, business_id), "Alon") for answer in answers]
        console.click(action)
        console.loop.until(lambda status=status: console.status(business_id) is status)
        console.loop.until(lambda said=said: console.message() in said)
    assert 0 < product.live(business_id) < 6


def test_the_window_stays_live_while_an_action_runs(new_console: NewHands, product: Product) -> None:
    business_id = product.business()
    product.receipts(business_id, 1)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    console.click("delete")
    console.loop.until(lambda: not console.button("delete").isEnabled())
    assert str(BUSY) in console.action("delete").toolTip()
    console.press("confirm.cancel")
    console.loop.until(console.button("delete").isEnabled)


def test_an_error_is_told_and_nothing_is_done(
    new_console: NewHands, product: Product, storage_root: Path
) -> None:
    business_id = product.business()
    product.receipts(business_id, 1)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    shutil.rmtree(storage_root)
    console.click("delete")
    part(console.dialog("confirm.delete"), QLineEdit, "confirm.word").setText("DELETE")
    console.press("confirm.delete")
    console.loop.until(lambda: "storage" in console.message())
    console.loop.until(console.button("delete").isEnabled)
    part(console.window, QAbstractButton, "message.copy").click()
    assert str(storage_root) in QApplication.clipboard().text()
    part(console.window, QAbstractButton, "message.details").click()
    assert "storage" in part(console.dialog("error.close"), QLabel, "error.sentence").text()
    console.press("error.close")
    assert product.rows("SELECT 1 FROM background_jobs") == []


def test_a_lost_connection_is_told_and_mended_by_itself(
    new_console: NewHands, product: Product, outage: Any
) -> None:
    business_id = product.business()
    product.receipts(business_id, 1)
    console = new_console()
    console.open(business_id)
    console.select(business_id)
    console.loop.until(console.button("delete").isEnabled)
    outage.begin()
    console.loop.until(lambda: console.message("trouble"))
    assert "sweep_test" in console.message("trouble")
    QApplication.processEvents()
    assert not console.button("delete").isEnabled()
    assert str(NOT_CONNECTED) in console.action("delete").toolTip()
    outage.end()
    part(console.window, QAbstractButton, "trouble.act").click()
    console.loop.until(lambda: not console.message("trouble"))
    console.loop.until(console.button("delete").isEnabled)


def test_closing_without_jobs_asks_nothing(console: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(console.window.quit_requested):
        assert not console.window.close()
    assert console.window.isVisible()  # until whoever hears it is done
    console.window.finish()
    assert not console.window.isVisible()


def test_closing_with_running_jobs_asks_and_takes_each_answer(
    new_console: NewHands, product: Product
) -> None:
    business_id = product.business()
    product.receipts(business_id, 6)
    console = new_console(SLOW)
    console.crew.delete(business_id)
    console.open(business_id)
    console.loop.until(lambda: console.status(business_id) is JobStatus.RUNNING)
    quits = []
    console.window.quit_requested.connect(lambda: quits.append(1))

    console.window.close()
    console.window.close()  # who clicks twice is asked once
    console.press("closing.back")
    console.loop.until(lambda: QApplication.activeModalWidget() is None)
    assert console.window.isVisible()
    assert not console.window.isMinimized()

    console.window.close()
    stay = part(console.dialog("closing.stay"), QAbstractButton, "closing.stay")
    assert stay.text() != QCoreApplication.translate("ClosingDialog", "Keep running in the tray")
    console.press("closing.stay")
    console.loop.until(console.window.isMinimized)  # there is no tray here
    assert console.status(business_id) is JobStatus.RUNNING
    assert quits == []

    console.window.showNormal()
    console.window.close()
    console.press("closing.pause")
    console.loop.until(lambda: quits == [1])
    QApplication.processEvents()
    assert not console.button("pause").isEnabled()


def test_who_chose_the_tray_in_the_settings_is_asked_only_when_quitting(
    new_console: NewHands, product: Product, settings: QSettings
) -> None:
    settings.setValue(TRAY_KEY, True)
    business_id = product.business()
    product.receipts(business_id, 6)
    console = new_console(SLOW)
    console.crew.delete(business_id)
    console.open(business_id)
    console.loop.until(lambda: console.status(business_id) is JobStatus.RUNNING)

    console.window.close()
    console.loop.until(console.window.isMinimized)  # there is no tray here
    assert QApplication.activeModalWidget() is None

    console.window.showNormal()
    console.action("quit").trigger()
    console.press("closing.back")
    console.loop.until(lambda: QApplication.activeModalWidget() is None)


def test_geometry_columns_and_order_are_kept_for_the_next_window(new_console: NewHands) -> None:
    first = new_console()
    first.window.show()
    first.window.resize(900, 611)
    first.page.table.sortByColumn(Column.LEFT, Qt.SortOrder.DescendingOrder)
    first.page.table.setColumnHidden(Column.SPEED, True)
    first.window.finish()
    second = new_console()
    second.window.show()
    assert (second.window.width(), second.window.height()) == (900, 611)
    assert Column.SPEED not in second.page.table.visible_columns
    second.services.poller.rows.emit((a_row(1, "Alon", left=1), a_row(2, "Marom", left=9)))
    assert second.page.model.shown(0).row.business.id == 2


def test_the_demo_is_reset_after_a_question(new_console: NewHands, product: Product) -> None:
    resets = []
    console = new_console(demo=DemoHints("a@b.example", "secret", lambda: resets.append(1)))
    console.open()
    for answer, count in (("reset.cancel", 0), ("reset.reset", 1)):
        console.loop.until(console.action("reset_demo").isEnabled)
        console.action("reset_demo").trigger()
        console.press(answer)
        console.loop.until(console.action("reset_demo").isEnabled)
        assert len(resets) == count


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # what the offscreen platform lacks
def test_the_tray_keeps_the_way_back_and_nothing_is_read_meanwhile(
    new_console: NewHands, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tray, "is_available", True)  # there is none without a desktop
    business_id = product.business()
    product.receipts(business_id, 6)
    console = new_console(SLOW)
    console.crew.delete(business_id)
    console.open(business_id)
    console.loop.until(lambda: console.services.pool.busy == 1)
    console.window.close()
    console.press("closing.stay")
    console.loop.until(console.window.isHidden)
    read: list[Connected] = []
    console.services.poller.connection.connect(read.append)
    job = product.job(product.business("New"), "completed")
    console.crew.cancel(product.scalar("SELECT id FROM background_jobs WHERE id <> %s", job))
    console.loop.until(lambda: console.services.pool.busy == 0)
    assert read == []
    part(console.window, Tray).wanted.emit()
    assert console.window.isVisible()
    console.loop.until(lambda: console.status(business_id) is JobStatus.CANCELLED)
