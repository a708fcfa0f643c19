"""What the page of the runs says of files that a run keeps."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QLabel

from app.core.policy import Policy
from app.core.run import RunLabel
from app.receipts.names import DELETE_RECEIPTS
from app.ui.runs.looks import reason_text
from app.ui.texts.times import moment_text
from app.ui.texts.words import without_marks
from tests.qt.runs.conftest import NewLooker
from tests.support.dialogs import find
from tests.support.product import Product


def test_an_opened_run_says_until_when_its_files_are_kept(new_looker: NewLooker, product: Product) -> None:
    looker = new_looker(policy=Policy())
    business = product.business()
    product.receipts(business, 3, files=2)
    start = looker.station.actions.start
    start(looker.actor, DELETE_RECEIPTS, [business], run=RunLabel("SUP-1"), keep_days=7)
    looker.look()
    looker.open("SUP-1")
    looker.until(lambda: looker.page.opened.run and not looker.page.opened.run.row.is_active)
    opened = looker.page.opened.run
    assert opened
    (gone,) = product.rows("SELECT DISTINCT deleted_at FROM receipts WHERE business_id = %s", business)
    until = gone["deleted_at"] + timedelta(days=7)
    locale = looker.page.opened._language.locale
    told = without_marks(find(looker.page, QLabel, "run.facts").text())
    assert without_marks(f"Kept until {moment_text(until, locale, seconds=False)}: 6 files") in told
    assert "Not deleted" not in told
    assert reason_text(opened.row, locale) == "", "nothing is wrong with it"
    assert not opened.row.needs_attention
