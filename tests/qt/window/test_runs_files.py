"""Files that a run left are cleaned up from its page, and missing ones accepted as for single businesses."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton

from app.core.cursor import Cursor, FailedItem
from app.core.run import FileCounts, Run
from app.ui.runs.page import RunsPage
from app.ui.window.pages import Pages
from tests.qt.window.conftest import Hands, NewHands
from tests.support.figures import figures
from tests.support.finishing import business, type_missing, vouch
from tests.support.parts import part
from tests.support.product import Product

RUN = Run("0123456789ab", "SUP-1")


def a_job(product: Product, business_id: int, left: int, failed: Sequence[int] = ()) -> int:
    cursor = Cursor(
        9, 9, files=FileCounts(left=left), failed=tuple(FailedItem(one, "x") for one in failed), run=RUN
    )
    return product.job(
        business_id, "completed", cursor=cursor.text(), failed_count=len(failed), heartbeat_at=None
    )


def opened(console: Hands, *businesses: int) -> RunsPage:
    console.open(*businesses)
    part(console.window, Pages).show_runs()
    page = part(console.window, RunsPage)
    console.loop.until(lambda: page.opened.run is not None)
    return page


def test_missing_files_of_a_run_are_accepted_by_the_typed_word(
    new_console: NewHands, product: Product
) -> None:
    vouch(product)
    clean, left = business(product, 3), business(product, 30, lost=30)
    a_job(product, clean, 0)
    a_job(product, left, 30)
    console = new_console()
    page = opened(console, clean, left)
    button = part(page, QPushButton, "run.clean_up")
    assert button.isVisible()
    assert figures(button.text()) == ["1"]
    button.click()
    console.dialog("finish.finish")
    assert not button.isEnabled()
    console.press("finish.finish")
    console.press("swept.gone")
    part(type_missing(console), QPushButton, "missing.accept").click()
    console.press("swept.close")
    console.loop.until(button.isEnabled)
    assert (product.attachment_count(left), product.attachment_count(clean)) == (0, 3)


def test_a_run_that_left_no_files_offers_nothing(new_console: NewHands, product: Product) -> None:
    clean = business(product, 3)
    a_job(product, clean, 0)
    page = opened(new_console(), clean)
    assert not part(page, QPushButton, "run.clean_up").isVisible()


def test_where_no_file_is_found_a_retry_leads_to_the_same(new_console: NewHands, product: Product) -> None:
    lost = business(product, 30, lost=30)
    shutil.rmtree(product.path(f"attachments/{lost}"))
    a_job(product, lost, 0, failed=[1])
    console = new_console()
    page = opened(console, lost)
    retry = part(page, QPushButton, "run.retry")
    console.loop.until(retry.isEnabled)
    retry.click()
    console.loop.until(console.message)
    way_out = part(console.window, QPushButton, "message.act")
    assert way_out.isVisible()
    offered = way_out.text()
    way_out.click()
    console.press("finish.finish")
    console.loop.until(lambda: way_out.isVisible() and way_out.text() != offered)
    way_out.click()
    part(type_missing(console), QPushButton, "missing.accept").click()
    console.press("swept.close")
    assert product.attachment_count(lost) == 0
