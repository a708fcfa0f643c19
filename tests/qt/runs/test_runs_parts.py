"""Small parts of the page of the runs: its bars, and what a run as a whole is called."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.results import Answer
from app.core.run import FileCounts, Run, RunRow, RunState
from app.qt.translation import Language
from app.reports.sayings import REFUSED
from app.ui.businesses.states import State
from app.ui.runs import members
from app.ui.runs.bar import GAP, LEAST, Part, _placed
from app.ui.runs.looks import ORDER, look_of, parts_of, reason_text, status_text, title_of
from app.ui.runs.refused import refused_text
from app.ui.texts.words import without_marks
from app.ui.theme.theme import Theme
from app.ui.widgets.chips import Chips
from app.viewmodel.runs import ShownRun
from tests.support.dialogs import find
from tests.support.walking import foreign_letters

NOON = datetime(2026, 5, 1, 12)


def a_run(jobs: dict[RunState, int], name: str = "SUP-1", **values: Any) -> RunRow:
    row = RunRow(
        Run("0123456789ab", name), 1, 3, "Alma", jobs, 9, 4, 4, 0, FileCounts(), None, NOON, NOON, None, NOON
    )
    return dataclasses.replace(row, **values)


shares = st.lists(st.integers(1, 2000), min_size=1, max_size=7).map(
    lambda counts: [Part("ok", count / sum(counts)) for count in counts]
)


@given(shares, st.floats(60, 3000))
def test_every_part_of_a_bar_is_seen_and_none_is_outside(parts: list[Part], width: float) -> None:
    placed = _placed(parts, width)
    end = 0.0
    for part, (shown, begin, wide) in zip(parts, placed, strict=True):
        assert shown == part
        assert wide >= LEAST - 1e-6
        assert begin >= end - 1e-6
        end = begin + wide + GAP
    assert end - GAP <= width + 1e-6 * width
    assert end - GAP == pytest.approx(width)


@pytest.mark.parametrize(
    ("jobs", "look"),
    [
        ({RunState.COMPLETED: 3}, State.COMPLETED),
        ({RunState.COMPLETED: 3, RunState.CANCELLED: 1}, State.CANCELLED),
        ({RunState.COMPLETED: 3, RunState.WITH_FAILURES: 1}, State.WITH_FAILURES),
        ({RunState.FAILED: 1, RunState.WITH_FAILURES: 1}, State.FAILED),
        ({RunState.FAILED: 1, RunState.PAUSED: 1}, State.PAUSED),
        ({RunState.FAILED: 1, RunState.QUEUED: 1, RunState.PAUSED: 1}, State.QUEUED),
        ({RunState.RUNNING: 1, RunState.QUEUED: 1}, State.RUNNING),
        ({RunState.RUNNING: 1, RunState.STALE: 1}, State.STALE),
    ],
)
def test_the_status_of_a_run(jobs: dict[RunState, int], look: State) -> None:
    assert look_of(ShownRun(a_run(jobs))) is look


def test_what_waits_leaves_the_bar_empty_and_what_stands_is_striped() -> None:
    parts = parts_of({RunState.COMPLETED: 1, RunState.PAUSED: 1, RunState.QUEUED: 2})
    assert [(part.share, part.stands) for part in parts] == [(0.25, False), (0.25, True)]


def test_the_percentage_of_a_run() -> None:
    assert a_run({RunState.COMPLETED: 3}).percent == 100.0
    assert a_run({RunState.COMPLETED: 2, RunState.WITH_FAILURES: 1}, processed=9, failed=2).percent == 77.8
    assert a_run({RunState.COMPLETED: 2, RunState.RUNNING: 1}, processed=8, failed=2).percent == 88.9
    assert a_run({RunState.COMPLETED: 2, RunState.RUNNING: 1}, processed=9).percent == 99.9
    assert a_run({RunState.RUNNING: 1}, total=0, processed=0).percent is None
    assert a_run({RunState.RUNNING: 1}, processed=10).percent is None


def test_a_run_without_a_name_is_called_by_its_businesses() -> None:
    locale = QLocale("en")
    assert without_marks(title_of(a_run({RunState.RUNNING: 1}, ""), locale)) == "Alma"
    assert "7" in title_of(a_run({RunState.RUNNING: 7}, ""), locale)


@pytest.mark.parametrize("state", RunState)
def test_no_word_of_a_run_stays_english(state: RunState, language: Language) -> None:
    language.use("he")
    locale = language.locale
    for files in (FileCounts(), FileCounts(missing=3), FileCounts(left=3)):
        row = a_run({state: 2, RunState.COMPLETED: 3}, "א", files=files, failed=4)
        for text in (status_text(ShownRun(row), locale), reason_text(row, locale), title_of(row, locale)):
            assert foreign_letters(text, "he", set()) == ""


def test_every_reason_for_which_a_start_is_refused_has_a_word(language: Language) -> None:
    assert set(REFUSED) <= {answer.value for answer in Answer}
    language.use("he")
    run = Run("0123456789ab").refusing({answer: list(range(9)) for answer in REFUSED})
    assert foreign_letters(refused_text(run, {3: "א"}, language.locale), "he", set()) == ""
    assert refused_text(Run("0123456789ab"), {}, language.locale) == ""


def test_one_chip_is_chosen_whoever_chooses(qtbot: QtBot) -> None:
    chips = Chips("chip", ("all", "some"))
    qtbot.addWidget(chips)
    told: list[str] = []
    chips.chosen.connect(told.append)
    all_of_them, some = (find(chips, QToolButton, f"chip.{name}") for name in ("all", "some"))
    some.click()
    assert (told, chips.current, all_of_them.isChecked()) == (["some"], "some", False)
    chips.choose("all")
    assert (told, chips.current, some.isChecked()) == (["some"], "all", False)
    all_of_them.click()
    assert (chips.current, all_of_them.isChecked()) == ("all", True)


def test_chips_without_room_for_words_keep_icons_and_counts(
    qtbot: QtBot, language: Language, theme: Theme
) -> None:
    states = [state.value for state in ORDER]
    icons = {name: theme.icon(*members.ICONS[name]) for name in states}
    holder = QWidget()  # a window of their own would be held as wide as all words
    qtbot.addWidget(holder)
    chips = Chips("chip", [members.ALL, *states], icons)
    chips.setParent(holder)
    counts = dict.fromkeys(members.CHIPS, 3)
    holder.resize(2000, 60)
    holder.show()
    for width, has_words in ((2000, True), (700, False), (2000, True)):
        chips.resize(width, chips.sizeHint().height())
        chips.show_counts(members.chip_words(), counts, language.locale)
        QApplication.processEvents()
        for name, word in members.chip_words().items():
            if name == members.ATTENTION:
                continue
            chip = find(chips, QToolButton, f"chip.{name}")
            is_whole = has_words or name == members.ALL
            assert (word in chip.text()) is is_whole
            assert "3" in chip.text()
            assert chip.accessibleName() == chip.toolTip()
            assert without_marks(chip.toolTip()) == f"{word} 3"
            assert chip.width() >= chip.sizeHint().width() or not has_words
    counts[states[0]] = 0
    chips.show_counts(members.chip_words(), counts, language.locale)
    assert find(chips, QToolButton, f"chip.{states[0]}").isHidden()
