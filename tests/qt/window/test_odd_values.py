"""No value that a column may hold stops the window: looked at through the real one, part by part."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.sql import SQL
from PySide6.QtWidgets import QTabBar

from app.qt.translation import Language
from app.ui.details.pane import DetailsPane
from app.viewmodel.rows import Connected
from tests.qt.window.conftest import Hands, NewHands
from tests.support.details_pane import FAILURES, HISTORY, LOG, OVERVIEW
from tests.support.odd_values import OddRows, many
from tests.support.parts import part
from tests.support.product import Product

# What the button needs, and the confirmation: no odd value of these is a reason to open it.
DELETABLE = {
    "business": {"is_active": SQL("true"), "enabled_pages": SQL("""'["gmail_receipts"]'""")},
    "receipts": {"is_deleted": SQL("false")},
    "background_jobs": {"job_type": SQL("'delete_receipts_all'"), "heartbeat_at": SQL("NULL")},
}


@pytest.fixture
def odd(product: Product) -> OddRows:
    return OddRows(product)


@pytest.fixture
def hands(new_console: NewHands, odd: OddRows) -> Hands:
    hands = new_console()
    hands.window.show()
    hands.open(odd.ids["business"])
    return hands


def look_again(hands: Hands) -> None:
    """Reads everything anew, and waits until it was shown."""
    seen: list[Connected] = []
    hands.services.poller.connection.connect(seen.append)
    hands.services.poller.refresh()
    hands.loop.until(lambda: seen)
    hands.services.poller.connection.disconnect(seen.append)
    assert seen[-1].problem is None


def nothing_is_read(hands: Hands) -> bool:
    tasks: set[asyncio.Task[Any]] = asyncio.all_tasks(hands.loop.qt)
    return not any(task.get_name().startswith("details") for task in tasks)


@many(12)
@given(data=st.data())
def test_whatever_the_columns_hold_the_window_shows_it(
    hands: Hands,
    language: Language,
    product: Product,
    odd: OddRows,
    data: st.DataObject,
) -> None:
    business = odd.ids["business"]
    odd.draw(data, DELETABLE)
    language.use(data.draw(st.sampled_from(["en", "he"])))
    look_again(hands)
    hands.select(business)
    pane = part(hands.window, DetailsPane)
    for tab in (HISTORY, FAILURES, LOG, OVERVIEW):
        part(pane, QTabBar, "details.tabs").setCurrentIndex(tab)
        hands.loop.until(lambda: nothing_is_read(hands))
        hands.window.grab()
    hands.click("delete")
    hands.dialog("confirm.cancel").grab()
    hands.press("confirm.cancel")
