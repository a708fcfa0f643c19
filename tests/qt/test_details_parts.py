"""The parts of the details by themselves: the tables' model, the plot, times, sums, and the log in words."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPersistentModelIndex
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from app.actions.audit_notes import IN_DOUBT, UNDONE
from app.actions.audit_table import CONFIRMED
from app.actions.results import Answer
from app.core.database_messages import ROWS_LOCKED
from app.core.errors import RowsLocked
from app.core.job import ACTIVE, JobStatus
from app.core.record import END, END_RESTORE, FOUND_END, FOUND_RESTORE_END, AuditLine
from app.core.restore import AT_WORK, RestoreStatus
from app.engine.events import Ending, SliceResult, WaitReason
from app.qt.translation import Language
from app.ui.details.log_text import line_text, merged
from app.ui.details.plot import ThroughputPlot
from app.ui.details.plot_scale import nice_top
from app.ui.details.summary import Summary
from app.ui.texts.audit import ACTIONS
from app.ui.texts.times import clock_text, moment_text
from app.ui.texts.words import job_type_text, outcome_text, without_marks
from app.ui.theme.theme import Theme
from app.ui.widgets.records_model import RecordsModel, TableColumn
from app.viewmodel.activity import BUCKETS, Batches, Began, Course, Event, Left, Rates, Waited, What
from tests.support.figures import figures
from tests.support.rows import a_row
from tests.support.walking import foreign_letters

ENGLISH, HEBREW = QLocale(QLocale.Language.English), QLocale(QLocale.Language.Hebrew)
NOON = datetime(2026, 5, 3, 12, 0, 7, tzinfo=UTC)


@pytest.fixture
def jerusalem() -> Iterator[None]:
    """This computer stands in Jerusalem."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Jerusalem"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


Line = tuple[int, str]


@pytest.fixture
def model() -> RecordsModel[Line]:
    model: RecordsModel[Line] = RecordsModel(lambda line: line[0])
    model.use_columns(
        [TableColumn("Number", lambda line: str(line[0])), TableColumn("Word", lambda line: line[1])]
    )
    return model


def lines(*numbers: int, word: str = "a") -> list[Line]:
    return [(number, word) for number in numbers]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [3, 2, 1]),
        ([3, 2, 1], []),
        ([3, 2], [3, 2, 1]),
        ([2, 1], [4, 3, 2, 1]),
        ([3, 2], [4, 3, 2, 1]),
        ([3, 2, 1], [3, 1]),
        ([3, 2, 1], [9, 8]),
        ([3, 2, 1], [3, 2, 1]),
    ],
)
def test_the_table_keeps_the_rules_of_models(
    model: RecordsModel[Line], qtmodeltester: ModelTester, before: list[int], after: list[int]
) -> None:
    qtmodeltester.check(model, force_py=True)
    model.show(lines(*before))
    model.show(lines(*after, word="b"))
    assert model.lines == lines(*after, word="b")
    assert model.rowCount() == len(after)


def test_what_is_added_moves_neither_selection_nor_place(model: RecordsModel[Line]) -> None:
    model.show(lines(3, 2))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    kept = QPersistentModelIndex(model.index(1, 0))
    model.show(lines(5, 4, 3, 2, 1))
    assert (kept.row(), kept.data(), resets) == (3, "2", [])


def test_a_line_that_changes_tells_its_own_row(model: RecordsModel[Line]) -> None:
    model.show(lines(3, 2, 1))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.show([(3, "a"), (2, "new"), (1, "a")])
    model.show([(3, "a"), (2, "new"), (1, "a")])
    assert changed == [(1, 1)]


def test_only_lines_that_are_seen_are_looked_through(model: RecordsModel[Line]) -> None:
    model.show(lines(5, 4, 3, 2, 1))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.tell_only_of(lambda: range(1, 4))
    model.show([(5, "new"), (4, "a"), (3, "new"), (2, "a"), (1, "new")])
    assert changed == [(2, 2)]
    assert model.index(0, 1).data() == model.index(4, 1).data() == "new"


def test_data_is_not_taken_for_markup(model: RecordsModel[Line]) -> None:
    model.show([(1, "<b>bold</b>")])
    assert model.index(0, 1).data(3) == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 2), (2, 2), (3, 5), (5, 5), (7, 10), (11, 20), (99.9, 100), (101, 200), (2501, 5000)],
)
def test_the_scale_ends_at_a_round_figure(highest: float, top: float) -> None:
    assert nice_top(highest) == top


def drawn(plot: ThroughputPlot, rates: Rates) -> QImage:
    plot.show_course(Course(rates), NOON)
    plot.resize(600, 160)
    return plot.grab().toImage()


def accents(image: QImage, theme: Theme) -> list[int]:
    """The columns of the picture in which the curve is drawn."""
    accent = theme.color("accent")
    found = []
    for x in range(image.width()):
        column = (image.pixelColor(x, y) for y in range(image.height()))
        if any(_near(color, accent) for color in column):
            found.append(x)
    return found


def _near(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]  # stub lacks the tuple
    return all(abs(left - right) < 24 for left, right in pairs)


@pytest.mark.parametrize("code", ["en", "he"])
def test_time_runs_from_left_to_right_in_every_language(
    language: Language, theme: Theme, qtbot: Any, code: str
) -> None:
    """Only the last quarter of the time is known, so only the right quarter is drawn."""
    language.use(code)
    plot = ThroughputPlot(language, theme)
    qtbot.addWidget(plot)
    quarter = BUCKETS // 4
    columns = accents(drawn(plot, [None] * (BUCKETS - quarter) + [100.0] * quarter), theme)
    assert min(columns) > 600 * 0.7
    assert max(columns) > 600 * 0.93


def test_a_gap_is_not_bridged(language: Language, theme: Theme, qtbot: Any) -> None:
    plot = ThroughputPlot(language, theme)
    qtbot.addWidget(plot)
    third = BUCKETS // 3
    columns = accents(drawn(plot, [50.0] * third + [None] * third + [50.0] * third), theme)
    assert not [x for x in columns if 600 * 0.42 < x < 600 * 0.62]


@pytest.mark.parametrize("code", ["en", "he"])
def test_the_plot_says_what_it_shows_to_who_cannot_see_it(
    language: Language, theme: Theme, qtbot: Any, code: str
) -> None:
    language.use(code)
    plot = ThroughputPlot(language, theme)
    qtbot.addWidget(plot)
    nothing = plot.accessibleDescription()
    plot.show_course(Course([10.0] * (BUCKETS - 1) + [4.0]), NOON)
    said = without_marks(plot.accessibleDescription())
    assert nothing not in {"", said}
    assert "10" in said
    assert "4" in said
    assert plot.accessibleName()


def test_a_plot_that_did_not_change_is_not_drawn_again(language: Language, theme: Theme, qtbot: Any) -> None:
    plot = ThroughputPlot(language, theme)
    qtbot.addWidget(plot)
    plot.show()
    rates = [1.0] * BUCKETS
    plot.show_course(Course(rates), NOON)
    asked: list[int] = []
    plot.update = lambda *_: asked.append(1)  # type: ignore[method-assign]  # Qt's own update is not virtual
    plot.show_course(Course(list(rates)), NOON + timedelta(seconds=1))
    assert asked == []
    plot.show_course(Course([2.0] * BUCKETS), NOON + timedelta(seconds=1))
    assert asked == [1]


def test_times_are_of_this_computers_clock(qapp: QApplication, jerusalem: None) -> None:
    naive = NOON.replace(tzinfo=None)
    assert without_marks(moment_text(naive, ENGLISH)) == "3 May 2026 15:00:07"
    assert without_marks(moment_text(NOON, ENGLISH)) == "3 May 2026 15:00:07"
    assert without_marks(moment_text(NOON, HEBREW)) == "3 מאי 2026 15:00:07"
    assert moment_text(None, ENGLISH) == "–"
    assert without_marks(clock_text(naive, ENGLISH, NOON)) == "15:00"
    # In Jerusalem it is the next day already.
    assert without_marks(clock_text(naive, ENGLISH, NOON + timedelta(hours=10))) == "3 May 2026 15:00"


def test_a_sum_is_never_whole_before_it_is() -> None:
    running = a_row(1, status=JobStatus.RUNNING, total=1_000_000, processed=999_999)
    assert Summary.of([running]).percent == 99.9
    assert Summary.of([a_row(1), a_row(2)]).percent is None
    # More done than there was at the start, and fewer because other hands were quicker.
    over = a_row(1, status=JobStatus.RUNNING, total=10, processed=15)
    under = a_row(2, status=JobStatus.COMPLETED, total=10, processed=4)
    assert Summary.of([over, under]).percent == 99.9
    assert Summary.of([under]).percent == 100.0
    some_failed = a_row(3, status=JobStatus.COMPLETED, total=10, processed=10, succeeded=8, failed=2)
    assert Summary.of([under, some_failed]).percent == 99.9


def audit(action: str, answer: str, at: datetime = NOON) -> AuditLine:
    moment = at.isoformat(timespec="milliseconds")
    return AuditLine(moment, action, answer, 1, "dana@b.example", "desk", 3, 7, None, None, None, None, None)


EVENTS: list[What] = [
    Began(),
    Batches(1),
    Batches(2),
    *(Waited(reason, 4.0, "refused", times) for reason in WaitReason for times in (1, 3)),
    *(
        Left(SliceResult(7, ending, succeeded=5, failed=1, files_deleted=9, files_left=2, error="full"))
        for ending in Ending
    ),
]
OF_NO_JOB = {"sign_in", "settings", "export"}
ACCEPTED = tuple(f"{action}_accept_missing" for action in ("delete", "resume", "take_over", "retry"))


@pytest.mark.parametrize("code", ["en", "he"])
def test_every_line_of_the_log_is_a_sentence_of_the_language(language: Language, code: str) -> None:
    language.use(code)
    answers = [*(answer.value for answer in Answer), UNDONE, IN_DOUBT, CONFIRMED]
    asked = ({*ACTIONS} - OF_NO_JOB) | {*ACCEPTED}
    people = [audit(action, "paused") for action in asked] + [audit("pause", answer) for answer in answers]
    events = [Event(NOON, what, number) for number, what in enumerate(EVENTS)]
    said = [line_text(line, language.locale) for line in merged(people, events)]
    assert len(said) == len(people) + len(events)
    plain = [without_marks(text).replace("refused", "").replace("full", "") for text in said]
    assert not [text for text in plain if "{" in text or not text.strip()]
    if code == "he":
        assert not [text for text in plain if any("a" <= letter.lower() <= "z" for letter in text)]
    assert [line.person for line in merged([audit("pause", "paused")], [])] == [
        "\u2066\u2068dana@b.example\u2069\u2069"
    ]


def an_end(action: str, answer: str, status: str = "", at: datetime = NOON) -> AuditLine:
    line = replace(audit(action, answer, at), old_status="running", new_status=status or answer)
    return replace(line, total=582, succeeded=150, failed=3)


ENDS = [
    *((END, ending.value) for ending in Ending if ending not in {Ending.LOST, Ending.ABANDONED}),
    *((FOUND_END, status.value) for status in JobStatus if status not in ACTIVE),
    *(
        (action, status.value)
        for action in (END_RESTORE, FOUND_RESTORE_END)
        for status in RestoreStatus
        if status not in AT_WORK
    ),
]


@pytest.mark.parametrize("code", ["en", "he"])
@pytest.mark.parametrize(("action", "answer"), ENDS)
def test_the_log_says_how_a_job_or_a_restore_ended_and_with_which_counts(
    language: Language, action: str, answer: str, code: str
) -> None:
    language.use(code)
    (line,) = merged([an_end(action, answer)], [])
    said = line_text(line, language.locale)
    assert figures(said) == ["150", "582", "3"]
    assert f"\u2068{answer}\u2069" not in said  # a word for it is known
    if code == "he":
        assert foreign_letters(said, "he", set()) == ""


def test_an_end_looks_as_it_is(language: Language) -> None:
    for ending, status in (
        (Ending.COMPLETED, "completed"),
        (Ending.FAILED, "failed"),
        (Ending.CAPPED, "paused"),
    ):
        (line,) = merged([an_end(END, ending, status)], [])
        (event,) = merged([], [Event(NOON, Left(SliceResult(7, ending)), 1)])
        assert line.look == event.look


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def left(ending: Ending, seconds: float, number: int) -> Event:
    return Event(after(seconds), Left(SliceResult(7, ending)), number)


def test_an_end_that_a_worker_of_this_console_met_is_in_the_log_once(language: Language) -> None:
    """The line was written just before the worker told of it; that of another console stays."""
    mine, last = an_end(END, "capped", "paused", after(5)), an_end(END, "completed", at=after(20))
    theirs, early = an_end(END, "capped", "paused", after(8)), an_end(END, "capped", "paused", after(-9))
    events = [
        left(Ending.COMPLETED, 20.4, 3),
        Event(after(10), Began(), 2),
        left(Ending.CAPPED, 5.4, 1),
        Event(NOON, Began(), 0),
    ]
    found = [line.source for line in merged([last, theirs, mine, early], events)]
    assert found == [events[0], events[1], theirs, events[2], events[3], early]
    assert [line.source for line in merged([last, mine], [])] == [last, mine]


def test_an_end_of_another_kind_is_told_beside_that_of_the_worker(language: Language) -> None:
    """Its row could not be written, and then somebody else has ended it."""
    events = [left(Ending.ABANDONED, 5.4, 1)]
    lines = [an_end(END, "failed", at=after(5)), an_end(FOUND_END, "failed", at=after(5))]
    assert len(merged(lines, events)) == 3


def test_nobody_is_a_dash(language: Language) -> None:
    (line,) = merged([replace(an_end(FOUND_END, "failed"), email="")], [])
    assert line.person == "–"


@pytest.mark.parametrize("reason", [WaitReason.BACKOFF, WaitReason.DATABASE])
def test_the_log_says_why_a_job_waits_in_the_language(language: Language, reason: WaitReason) -> None:
    language.use("he")
    event = Event(NOON, Waited(reason, 4.0, str(RowsLocked(ROWS_LOCKED))), 1)
    assert foreign_letters(line_text(merged([], [event])[0], HEBREW), "he", set()) == ""


def test_the_log_says_that_missing_files_were_accepted(language: Language) -> None:
    (line,) = merged([audit("delete_accept_missing", "started")], [])
    (without,) = merged([audit("delete", "started")], [])
    assert line_text(line, ENGLISH) != line_text(without, ENGLISH)
    assert outcome_text(Answer.STARTED) in line_text(line, ENGLISH)


def test_the_log_runs_backwards_in_time(language: Language) -> None:
    early, late = audit("delete", "started"), audit("pause", "paused", NOON + timedelta(seconds=9))
    between = Event(NOON + timedelta(seconds=5), Began(), 0)
    damaged = AuditLine("yesterday", "cancel", "cancelled", 1, "", "", 3, 7, None, None, None, None, None)
    found = merged([late, early, damaged], [between])
    assert [line.source for line in found] == [late, between, early, damaged]
    assert moment_text(found[-1].at, ENGLISH)


def test_what_a_later_version_wrote_is_shown_as_it_is(language: Language) -> None:
    (line,) = merged([audit("archive", "archived\u202e")], [])
    assert without_marks(line_text(line, ENGLISH)) == "archive: archived⟨U+202E⟩"


@pytest.mark.parametrize("code", ["en", "he"])
def test_every_type_of_job_has_a_name(language: Language, code: str) -> None:
    language.use(code)
    types = ("delete_receipts_all", "delete_leads", "update_leads", "delete_imported_leads")
    names = {job_type_text(name) for name in (*types, "enqueue_outbound_calls", "broadcast")}
    assert len(names) == 6
    assert not [name for name in names if "_" in name]
    assert without_marks(job_type_text("new_kind")) == "new_kind"
