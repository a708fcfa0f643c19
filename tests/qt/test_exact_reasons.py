"""A completed job that left receipts never looks whole in the window, and the window says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from app.bootstrap.resources import RESOURCES
from app.core.job import JobStatus
from app.core.messages import NOT_GONE
from app.qt.translation import Language
from app.ui.businesses.cells import fraction, percent_text
from app.ui.businesses.reasons import MISCOUNTED, SKIPPED, reason_text
from app.ui.details.summary import Summary
from app.ui.texts.stored import stored_text
from app.ui.texts.words import without_marks
from app.viewmodel.rows import ShownRow
from tests.support.rows import a_row


@pytest.fixture(params=["en", "he"])
def language(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    language = Language(qapp, RESOURCES / "translations", "en")
    language.use(request.param)
    yield request.param
    language.use("en")


def ended(*, live: bool, error: str | None = None, processed: int = 500) -> ShownRow:
    """A job up to receipt 700, completed; `live`: one of its own is."""
    shown = a_row(
        1,
        left=10 if live else 0,
        status=JobStatus.COMPLETED,
        total=500,
        processed=processed,
        succeeded=processed,
        last_error=error,
        cursor_text='{"last_id": 700, "max_id": 700}',
    )
    return replace(shown, row=replace(shown.row, lowest_live=690 if live else 701))


def reason(shown: ShownRow) -> str:
    return without_marks(reason_text(shown))


def test_receipts_that_are_left_are_told_whoever_ended_the_job(language: str) -> None:
    """The web worker says nothing; and what was brought back later is not its doing."""
    shown = ended(live=True)
    assert reason(shown) == QCoreApplication.translate("Cells", str(SKIPPED))
    assert (percent_text(shown, QLocale()), fraction(shown)) != ("100%", 1.0)
    assert fraction(shown) == pytest.approx(0.999)
    assert Summary.of([shown, ended(live=False)]).percent == 99.9


def test_what_the_console_told_is_not_told_twice(language: str) -> None:
    assert reason(ended(live=True, error=NOT_GONE.format(count=10))) == without_marks(
        stored_text(NOT_GONE.format(count=10))
    )


def test_counts_that_the_web_worker_overwrote_are_told(language: str) -> None:
    shown = ended(live=False, processed=480)
    assert reason(shown) == QCoreApplication.translate("Cells", str(MISCOUNTED))
    assert fraction(shown) == 1.0


def test_nothing_is_told_where_all_is_well(language: str) -> None:
    assert reason(ended(live=False)) == ""
    assert Summary.of([ended(live=False)]).percent == 100.0
