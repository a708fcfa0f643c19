"""What the window says of files that a job keeps: how many, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.core.run import FileCounts
from app.core.stamps import Stamp
from app.qt.translation import Language
from app.ui.texts.keeping import kept_text
from app.ui.texts.times import moment_text
from app.ui.texts.words import without_marks
from tests.support.details_pane import Pane
from tests.support.rows import a_row
from tests.support.walking import foreign_letters

ENDED = datetime(2026, 5, 3, 12)
UNTIL = ENDED + timedelta(days=7)
KEEPS = Cursor(keep_days=7, files=FileCounts(deleted=3, kept=41), stamps=(Stamp(ENDED, 9),)).text()
FOR_LONG = Cursor(keep_days=3650, files=FileCounts(kept=41), stamps=(Stamp(ENDED, 9),)).text()


def row(status: JobStatus, cursor: str, ended: datetime | None = ENDED) -> Any:
    return a_row(1, status=status, total=9, processed=9, succeeded=9, finished_at=ended, cursor_text=cursor)


def test_the_details_of_a_job_say_until_when(pane: Pane, language: Language) -> None:
    pane.show(row(JobStatus.COMPLETED, KEEPS))
    time = without_marks(moment_text(UNTIL, language.locale, seconds=False))
    assert pane.said("kept") == f"Were kept until {time}: 41 files"
    pane.show(row(JobStatus.COMPLETED, FOR_LONG))
    time = without_marks(moment_text(ENDED + timedelta(3650), language.locale, seconds=False))
    assert pane.said("kept") == f"Kept until {time}: 41 files"
    pane.show(row(JobStatus.PAUSED, KEEPS))
    assert pane.said("kept") == "Kept: 41 files"
    for cursor in ("{}", Cursor(keep_days=7).text(), Cursor(files=FileCounts(4)).text(), "{" * 9):
        pane.show(row(JobStatus.COMPLETED, cursor))
        assert pane.said("kept") == ""


@pytest.mark.parametrize("code", ["en", "he"])
@pytest.mark.parametrize("count", [1, 2, 1234])
def test_it_is_said_in_the_language(language: Language, code: str, count: int) -> None:
    language.use(code)
    for until in (UNTIL, None, datetime(2999, 12, 31)):
        for now in (ENDED, UNTIL):
            (said,) = kept_text(count, until, now, language.locale)
            assert not foreign_letters(said, code, set())
    assert list(kept_text(0, UNTIL, ENDED, language.locale)) == []
