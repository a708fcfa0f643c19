"""The table for other programs: one value a column, all that is known of a job, and nothing to calculate."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from app.core.job import JobStatus
from app.core.tabular import MARK
from app.qt.translation import Language
from app.ui.businesses.columns import DATA_COLUMNS, Column
from app.ui.businesses.copying import as_csv, as_tsv
from app.ui.businesses.states import State
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState
from tests.support.rows import a_row

pytestmark = pytest.mark.usefixtures("qapp")
ENGLISH = QLocale(QLocale.Language.English)
BEGAN = datetime(2026, 5, 11, 12, 0, 5)
ENDED = a_row(
    1_234_567,
    "=1+1",
    status=JobStatus.COMPLETED,
    id=7_654_321,
    total=483,
    processed=483,
    succeeded=480,
    failed=3,
    started_at=BEGAN,
    finished_at=BEGAN + timedelta(hours=1, seconds=2),
    requested_by="dana@sweep.example",
    last_error="canceling statement due to lock timeout",
)


def read(rows: list[ShownRow], columns: list[Column]) -> list[dict[str, str]]:
    """What a spreadsheet finds in the file."""
    return list(csv.DictReader("".join(as_csv(rows, columns, ENGLISH)).removeprefix(MARK).splitlines()))


def test_the_file_has_every_figure_in_a_column_of_its_own() -> None:
    (line,) = read([ENDED], [Column.STATUS])
    assert next(iter(line)) == Column.STATUS.title
    assert line[Column.STATUS.title] == State.WITH_FAILURES.word
    assert line[Column.ID.title] == "1234567"
    assert line[Column.JOB.title] == "7654321"
    assert line[Column.BUSINESS.title] == "'=1+1"
    assert line[Column.TOTAL.title] == "483"
    assert line[Column.SUCCEEDED.title] == "480"
    assert line[Column.FAILED.title] == "3"
    assert line[Column.REQUESTED_BY.title] == "dana@sweep.example"
    assert not [value for value in line.values() if "483 /" in value]
    assert {"483", "99.4", "3602"} <= set(line.values())


def test_times_say_their_zone() -> None:
    (line,) = read([ENDED], [])
    for column, moment in ((Column.STARTED, BEGAN), (Column.ENDED, BEGAN + timedelta(seconds=3602))):
        told = datetime.fromisoformat(line[column.title].replace("Z", "+00:00"))
        assert told == moment.replace(tzinfo=UTC)


def test_what_is_not_known_is_empty_and_spans_are_seconds() -> None:
    nothing, running = read(
        [
            a_row(1),
            replace(
                a_row(
                    2, status=JobStatus.RUNNING, total=10, speed=5.04, seconds_left=75.0, local=LocalState(2)
                ),
                read_at=0.0,
            ),
        ],
        list(DATA_COLUMNS),
    )
    filled = {Column.BUSINESS.title, Column.ID.title, Column.LEFT.title, Column.STATUS.title}
    assert {title for title, value in nothing.items() if value} == filled
    assert running[Column.SPEED.title] == "5.0"
    assert "75" in running.values()


@pytest.mark.parametrize("code", ["en", "he"])
def test_no_two_columns_have_one_title(language: Language, code: str) -> None:
    language.use(code)
    titles = next(csv.reader(as_csv([], [], language.locale)))
    assert (
        len(set(titles)) == len(titles) == len(DATA_COLUMNS) + 1
    )  # the progress is three, of which the total stands once
    copied = as_tsv([ENDED], [Column.TOTAL, Column.PROGRESS], language.locale).splitlines()
    assert copied[1] == "483\t483\t99.4"
