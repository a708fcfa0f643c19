"""The recommended step in the details: pressed, it acts on the business that is shown, with a real job."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton, QTabBar

from app.core.cursor import Cursor, FailedItem
from app.core.job import STALE_AFTER, JobStatus
from app.qt.translation import Language
from app.ui.businesses.advice import Step, step_text
from app.ui.details.advice_card import AdviceCard
from app.ui.details.plot import ThroughputPlot
from app.ui.texts.words import without_marks
from tests.qt.window.conftest import NewHands
from tests.support.details_pane import FAILURES, Pane
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

COMPLETED, PAUSED = JobStatus.COMPLETED, JobStatus.PAUSED
RECORDED = Cursor(last_id=1, max_id=9, failed=(FailedItem(7, "locked by another transaction"),)).text()


def button(pane: Pane, place: int = 0) -> QPushButton:
    return part(pane.pane, QPushButton, f"details.advice.{place}")


def test_the_step_is_taken_for_the_business_that_is_shown(new_console: NewHands, product: Product) -> None:
    first, second = product.business("Alon"), product.business("Marom")
    for business in (first, second):
        product.receipts(business, 5)
        product.job(business, "paused", total=5, cursor="{}")
    console = new_console()
    console.open(first, second)
    pane = Pane(console)
    console.select(first)
    shown = console.shown(first)
    assert shown is not None
    assert step_text(Step.RESUME, shown, console.page.locale()) in without_marks(button(pane).text())
    button(pane).click()
    console.loop.until(lambda: console.status(first) is COMPLETED)
    assert console.status(second) is PAUSED
    console.loop.until(lambda: not part(pane.pane, AdviceCard).isVisible())


def test_failures_are_one_press_away(pane: Pane) -> None:
    pane.show(a_row(3, status=COMPLETED, total=9, processed=9, failed=1, cursor_text=RECORDED))
    assert button(pane, 1).isVisible()
    button(pane, 1).click()
    assert part(pane.pane, QTabBar, "details.tabs").currentIndex() == FAILURES


@pytest.mark.parametrize("code", ["en", "he"])
def test_the_card_follows_the_state_and_the_language(pane: Pane, language: Language, code: str) -> None:
    language.use(code)
    titles, tones = set(), set()
    for row in (
        a_row(1, status=COMPLETED, total=9, processed=9, failed=1, cursor_text=RECORDED),
        a_row(1, status=JobStatus.RUNNING, total=9, idle_seconds=STALE_AFTER + 1),
        a_row(1, status=PAUSED, total=9, may_act=False),
    ):
        pane.show(row)
        card = part(pane.pane, AdviceCard)
        assert card.isVisible()
        titles.add(pane.said("advice.title"))
        tones.add(card.property("soft"))
    assert len(titles) == len(tones) == 3
    assert all(any("\u05d0" <= letter <= "\u05ea" for letter in title) is (code == "he") for title in titles)
    pane.show(a_row(1, status=COMPLETED, total=9, processed=9))
    assert not part(pane.pane, AdviceCard).isVisible()


def test_the_plot_gives_way_where_there_is_no_room_for_both(pane: Pane) -> None:
    pane.show(a_row(1, status=PAUSED, total=9))
    plot = part(pane.pane, ThroughputPlot)
    seen = {}
    for height in (150, 320):
        pane.pane.setFixedHeight(height)
        pane.pane.window().resize(1280, 900 + height % 7)
        pane.until(partial(has_height, pane, height))
        seen[height] = plot.isVisible()
    assert seen == {150: False, 320: True}


def has_height(pane: Pane, height: int) -> bool:
    return pane.pane.height() == height
