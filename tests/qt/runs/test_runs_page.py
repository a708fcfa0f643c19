"""The page of the runs, over a real database: what it shows, when it reads, and what it does with a run."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.core.access import Actor
from app.core.run import RunLabel
from app.qt.translation import Language
from app.receipts.names import DELETE_RECEIPTS
from app.ui.runs.commands import CancelRunDialog
from app.ui.texts.words import without_marks
from tests.qt.runs.conftest import Looker
from tests.support.dialogs import click, find
from tests.support.halting import many
from tests.support.product import Product
from tests.support.running import Station


def test_an_unseen_page_reads_nothing(looker: Looker, product: Product) -> None:
    looker.start(many(product, 1, receipts=3), "SUP-1")
    with looker.station.statements() as sent:
        looker.page.feed.refresh()
        looker.loop.turn()
        assert not [statement for statement in sent if "split_part" in statement]
    looker.look()
    assert looker.names() == ["SUP-1"]


def test_without_runs_the_page_says_so(looker: Looker) -> None:
    looker.look()
    assert find(looker.page, QLabel, "runs.empty.notice").isVisible()
    assert not looker.page.table.isVisible()


def test_where_nothing_has_changed_one_statement_is_asked(looker: Looker, product: Product) -> None:
    job_ids = looker.start(many(product, 1, receipts=3), "SUP-1")
    looker.station.actions.cancel(looker.actor, job_ids)
    looker.look()
    known = {shown.row.id: shown.row for shown in looker.page._runs}
    reading = looker.services.runs
    with looker.station.statements() as sent:
        found = reading.look(looker.actor, known, max(job_ids), None)
    assert (list(found.rows), found.newest_job) == ([], max(job_ids))
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1


def test_a_run_of_another_console_appears_and_moves_on(looker: Looker, product: Product) -> None:
    looker.look()
    with Station(product, "another") as another:
        results = another.actions.start(
            looker.actor, DELETE_RECEIPTS, many(product, 1, receipts=3), run=RunLabel("SUP-9")
        )
        looker.page.feed.look_now()
        looker.until(lambda: looker.names() == ["SUP-9"])
        assert results[0].job
        another.run(results[0].job.id)
    looker.page.feed.look_now()
    looker.until(lambda: looker.page.table.records.lines[0].row.percent == 100.0)


def test_chips_and_search_show_some(looker: Looker, product: Product) -> None:
    first, second, third = many(product, 3, receipts=3)
    cancelled = looker.start([first], "SUP-1", "Contract ended")
    looker.station.actions.cancel(looker.actor, cancelled)
    looker.start([second], "SUP-2")
    failed = looker.start([third], "SUP-3")
    product.execute(
        "UPDATE background_jobs SET status = 'failed', heartbeat_at = NULL WHERE id = ANY(%s)", failed
    )
    looker.look()
    assert looker.names() == ["SUP-3", "SUP-2", "SUP-1"]
    for chip, names in (
        ("progress", ["SUP-2"]),
        ("attention", ["SUP-3"]),
        ("mine", ["SUP-3", "SUP-2", "SUP-1"]),
    ):
        find(looker.page.header, QToolButton, f"runs.chip.{chip}").click()
        assert looker.names() == names
    search = find(looker.page.header, QLineEdit, "runs.search")
    search.setText("contract ENDED")
    assert looker.names() == ["SUP-1"]
    search.setText("nobody")
    assert find(looker.page, QLabel, "runs.empty.notice").isVisible()
    search.clear()
    assert len(looker.names()) == 3


def test_an_opened_run_shows_its_businesses_and_those_that_got_no_job(
    looker: Looker, product: Product
) -> None:
    empty, *full = many(product, 1, receipts=0) + many(product, 3, receipts=3)
    job_ids = looker.start([empty, *full], "SUP-1", "Contract ended")
    product.execute(
        "UPDATE background_jobs SET status = 'completed', failed_count = 1, processed = 3,"
        " finished_at = now(), heartbeat_at = NULL WHERE id = %s",
        job_ids[-1],
    )
    looker.look()
    looker.open("SUP-1")
    assert looker.members()[0] == full[-1]
    assert sorted(looker.members()) == full
    assert find(looker.page, QLabel, "run.note").isVisible()
    refused = find(looker.page, QLabel, "run.refused")
    assert refused.isVisible()
    assert str(empty) in refused.text()
    find(looker.page, QToolButton, "run.chip.with_failures").click()
    assert looker.members() == full[-1:]
    click(looker.page, "run.show_businesses")
    assert [sorted(ids) for ids in looker.shown] == [full]


def test_a_run_is_paused_resumed_and_cancelled_as_a_whole(looker: Looker, product: Product) -> None:
    businesses = many(product, 3, receipts=9)
    job_ids = looker.start(businesses, "SUP-1")
    looker.look()
    looker.open("SUP-1")
    assert looker.button("pause").isEnabled()
    assert "3" in looker.button("pause").text()
    assert not looker.button("retry").isEnabled()
    assert looker.button("retry").toolTip()
    assert not looker.button("resume").isVisible()
    looker.button("pause").click()
    looker.until(lambda: looker.button("resume").isVisible())
    looker.until(lambda: {product.job_status(one) for one in job_ids} == {"paused"})
    looker.until(lambda: looker.button("resume").isEnabled())
    looker.until(lambda: "3" in looker.button("resume").text())
    looker.button("resume").click()
    looker.until(lambda: looker.button("pause").isEnabled())
    for answer in ("keep", "cancel"):
        looker.button("cancel").click()
        looker.until(lambda: looker.page.findChildren(CancelRunDialog))
        (dialog,) = looker.page.findChildren(CancelRunDialog)
        click(dialog, f"cancel_run.{answer}")
        looker.until(lambda: not looker.page.commands.is_busy)
    looker.until(lambda: {product.job_status(one) for one in job_ids} == {"cancelled"})
    looker.until(lambda: not looker.button("cancel").isEnabled())
    assert [told.tone for told in looker.news] == ["ok"] * 3


def test_a_failure_of_an_action_is_told(
    looker: Looker, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker.start(many(product, 1, receipts=9), "SUP-1")
    looker.look()
    looker.open("SUP-1")
    trail = looker.station.audit.path
    looker.station.audit.end()
    product.execute("UPDATE background_jobs SET status = 'paused', heartbeat_at = NULL")
    looker.page.feed.refresh()
    looker.until(lambda: looker.button("resume").isEnabled())
    trail.unlink()
    trail.mkdir()
    looker.button("resume").click()
    looker.until(lambda: looker.news)
    assert looker.news[0].tone == "bad"
    assert not looker.page.commands.is_busy


def test_keys(looker: Looker, product: Product, qtbot: QtBot) -> None:
    looker.start(many(product, 2, receipts=9), "SUP-1")
    looker.look()
    looker.open("SUP-1")
    looker.page.take_keys()
    qtbot.keyClick(looker.page.table, Qt.Key.Key_Delete)
    assert looker.news == []
    qtbot.keyClick(looker.page.table, Qt.Key.Key_Return)
    assert looker.page.focusWidget() is looker.page.opened.table
    assert looker.page.opened.table.current is not None


def test_the_chosen_run_stays_open_while_others_come(looker: Looker, product: Product) -> None:
    first, second, third = many(product, 3, receipts=9)
    looker.start([first], "SUP-1")
    looker.start([second], "SUP-2")
    looker.look()
    looker.open("SUP-1")
    looker.start([third], "SUP-3")
    looker.page.feed.look_now()
    looker.until(lambda: looker.names() == ["SUP-3", "SUP-2", "SUP-1"])
    assert looker.page.opened.followed == looker.page._runs[-1].row.id
    looker.page.open_run(looker.page._runs[0].row.id)
    looker.until(lambda: looker.members() == [third])


def test_a_run_that_is_not_there_yet_is_opened_once_it_is(looker: Looker, product: Product) -> None:
    first, second = many(product, 2, receipts=9)
    looker.start([first], "SUP-1")
    looker.look()
    find(looker.page.header, QToolButton, "runs.chip.mine").click()
    find(looker.page.header, QLineEdit, "runs.search").setText("SUP-1")
    (job_id,) = looker.start([second], "SUP-2")
    run = looker.station.cursor(job_id).run
    assert run
    looker.page.open_run(run.id)
    looker.until(lambda: looker.members() == [second])


def test_runs_in_progress_are_counted_without_the_page(
    looker: Looker, product: Product, actor: Actor
) -> None:
    counts: list[int] = []
    looker.page.counted.connect(counts.append)
    first, second, third = many(product, 3, receipts=9)
    looker.start([first, second], "SUP-1")
    job_ids = looker.start([third], "SUP-2")
    with looker.station.statements() as sent:
        looker.services.poller.start(actor)
        looker.until(lambda: counts[-1:] == [2])
        looker.station.actions.cancel(looker.actor, job_ids)
        looker.services.poller.look_now()
        looker.until(lambda: counts[-1:] == [1])
        product.execute("DELETE FROM background_jobs")
        product.execute("DELETE FROM receipts")
        product.execute("DELETE FROM business WHERE id = ANY(%s)", [first, second])
        looker.services.poller.refresh()
        looker.until(lambda: counts[-1:] == [0])
    looker.services.poller.stop()
    assert not [statement for statement in sent if "split_part" in statement]


def test_two_thousand_businesses_are_changed_in_place_and_asked_for_once(
    looker: Looker, product: Product
) -> None:
    businesses = many(product, 2000, receipts=1)
    job_ids = looker.start(businesses, "SUP-1")
    looker.look()
    looker.open("SUP-1")
    table = looker.page.opened.table
    assert len(looker.members()) == 2000
    resets: list[int] = []
    table.records.modelReset.connect(lambda: resets.append(1))
    product.execute("UPDATE background_jobs SET processed = 1 WHERE id = %s", job_ids[7])
    looker.page.feed.refresh()
    looker.until(lambda: any(member.job.processed for member in table.records.lines))
    assert resets == []
    looker.page.set_active(False)  # what it reads while somebody looks is not what painting asks for
    looker.until(lambda: not looker.page.feed._busy)
    with looker.station.statements() as sent:
        picture = QPixmap(looker.page.size())
        looker.page.render(picture)
    assert sent == []


def test_every_word_follows_the_language(looker: Looker, product: Product, language: Language) -> None:
    looker.start(many(product, 2, receipts=9), "SUP-1")
    looker.look()
    looker.open("SUP-1")

    def words() -> set[str]:
        return {button.text() for button in looker.page.findChildren(QPushButton)} | {
            looker.page.header.title.text()
        }

    english = words()
    language.use("he")
    assert not {word for word in words() & english if word.strip()}


def test_the_keys_go_from_the_search_to_what_was_found(looker: Looker, product: Product) -> None:
    looker.start(many(product, 1, receipts=3), "SUP-1")
    looker.look()
    search, table = looker.page.search, looker.page.table
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        looker.page.opened.table.setFocus()
        QTest.keyClick(search, key)
        assert looker.page.focusWidget() is table
    search.setText("SUP-2")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert looker.names() == ["SUP-1"]


@pytest.mark.parametrize("code", ["en", "he"])
def test_all_of_a_run_is_in_sight_in_a_narrow_window(
    looker: Looker, product: Product, language: Language, code: str
) -> None:
    language.use(code)
    looker.start(many(product, 2, receipts=3), "SUP-1")
    looker.page.resize(636, 700)
    looker.look()
    looker.open("SUP-1")
    for button in looker.page.opened.buttons.findChildren(QPushButton):
        button.setVisible(True)
    QApplication.processEvents()
    opened = looker.page.opened
    assert opened.width() <= 636
    assert all(
        opened.rect().contains(QRect(button.mapTo(opened, QPoint()), button.size()))
        for button in opened.buttons.findChildren(QPushButton)
    )


@pytest.mark.parametrize("code", ["en", "he"])
def test_the_chips_keep_their_words_where_the_title_has_no_room(
    looker: Looker, product: Product, language: Language, qtbot: QtBot, code: str
) -> None:
    language.use(code)
    looker.start(many(product, 1, receipts=3), "SUP-1")
    looker.look()
    header, toolbar = looker.page.header, QWidget()
    qtbot.addWidget(toolbar)
    header.setParent(toolbar)  # which may be narrower than it would like to be
    for part in (toolbar, header):
        part.show()
    chips = [chip for chip in header.findChildren(QToolButton) if chip.isVisible()]
    for width in (1200, sum(chip.sizeHint().width() for chip in chips) + 160):
        header.resize(width, header.height())
        QApplication.processEvents()
        assert header.title.isVisible() is (width == 1200)
        assert all(chip.width() >= chip.sizeHint().width() for chip in chips)
    header.setParent(None)  # its page goes later than the toolbar


def test_copying_takes_the_whole_line_with_titles(looker: Looker, product: Product) -> None:
    looker.start(many(product, 1, receipts=3), "SUP-1", "ניקוי")
    looker.look()
    QTest.keyClick(looker.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    titles, line = (row.split("\t") for row in copied.strip().split("\n"))
    assert len(titles) == len(line) == len(looker.page.table.records.columns)
    assert all(said in line[0] for said in ("SUP-1", "ניקוי"))
    assert copied == without_marks(copied)


def test_a_page_may_go_while_businesses_are_made_ready(looker: Looker, product: Product) -> None:
    """As with its window, when another connection is chosen."""
    looker.start(many(product, 2), "SUP-1")
    looker.look()
    looker.open("SUP-1")
    looker.page.set_active(False)
    looker.page.opened.take(looker.page.opened.run)
    delete(looker.page.opened)
    looker.until(lambda: all(task.get_name() != "businesses of a run" for task in asyncio.all_tasks()))
    assert looker.loop.bugs == []
