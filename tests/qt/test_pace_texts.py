"""The pace in words: what others do, how a job goes, and why, in both languages and without a flicker."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.bootstrap.resources import RESOURCES
from app.core.going import Going, going_of, is_at_work
from app.core.pace import Demand, SlowReason
from app.core.policy import Pace
from app.qt.translation import Language
from app.ui.texts.pace import going_text, others_text, pace_text, slowed_text
from app.ui.texts.words import without_marks
from app.viewmodel.steady_pace import HELD_SECONDS, SteadyPace
from tests.support.figures import figures

ALONE = Demand()
HIDDEN, LONG, BUSY = Demand(None), Demand(0.0, 1), Demand(183.4)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, RESOURCES / "translations", "en")
    yield language
    language.use("en")


def is_hebrew(text: str) -> bool:
    """Whether it has Hebrew letters, and no Latin ones but a term in brackets."""
    text = text.replace("(vacuum)", "")
    return any("א" <= letter <= "ת" for letter in text) and not any(
        letter.isascii() and letter.isalpha() for letter in text
    )


def a_pace(level: float = 1.0, demand: Demand = ALONE, reason: SlowReason | None = None) -> Pace:
    return Pace(1234, 0.2, reason, level, demand)


@pytest.mark.parametrize("reason", SlowReason)
def test_each_reason_to_slow_down_is_told_in_both_languages(reason: SlowReason, english: Language) -> None:
    told = slowed_text(reason)
    assert not is_hebrew(told)
    assert going_text(a_pace(0.1, BUSY, reason), english.locale) == told  # before what others do
    english.use("he")
    assert is_hebrew(slowed_text(reason))


def test_a_pace_is_told_in_both_languages(english: Language) -> None:
    told = without_marks(pace_text(a_pace(), english.locale))
    assert figures(told) == ["1,200", "0.20"]
    english.use("he")
    assert is_hebrew(pace_text(a_pace(), english.locale))


@pytest.mark.parametrize(
    ("pace", "going"),
    [
        (a_pace(), Going.FULL),
        (a_pace(0.999), Going.FULL),
        (a_pace(1.0, BUSY), Going.FULL),
        (a_pace(0.3), Going.SPEEDING_UP),
        (a_pace(0.3, Demand(0.2)), Going.SPEEDING_UP),
        (a_pace(0.3, BUSY), Going.GENTLE),
        (a_pace(0.3, HIDDEN), Going.GENTLE),
        (a_pace(0.3, LONG), Going.GENTLE),
        (a_pace(0.3, Demand(2.0, 3)), Going.GENTLE),
        (a_pace(0.3, ALONE, SlowReason.LOCKS), Going.SLOWED),
    ],
)
def test_each_way_of_going_is_told_in_both_languages(pace: Pace, going: Going, english: Language) -> None:
    assert going_of(pace) is going
    told = going_text(pace, english.locale)
    assert told
    english.use("he")
    in_hebrew = going_text(pace, english.locale)
    assert is_hebrew(in_hebrew)
    assert figures(without_marks(told)) == figures(without_marks(in_hebrew))


def test_ways_of_going_are_told_apart(english: Language) -> None:
    paces = [a_pace(), a_pace(0.3), a_pace(0.3, BUSY), a_pace(1.0, BUSY), a_pace(0.3, HIDDEN)]
    paces += [a_pace(0.3, LONG), a_pace(0.3, Demand(0.0, 3)), a_pace(0.3, Demand(2.0, 3))]
    told = {going_text(pace, english.locale) for pace in paces}
    assert len(told) == len(paces)


@pytest.mark.parametrize("code", ["en", "he"])
def test_what_others_do_has_sensible_digits(code: str, english: Language) -> None:
    english.use(code)

    def told(transactions: float) -> list[str]:
        return figures(without_marks(others_text(Demand(transactions), english.locale)))

    assert [told(each) for each in (0.4, 7.3, 62.4, 183.4, 12_345.0)] == [
        [],
        ["7"],
        ["62"],
        ["180"],
        ["12,000"],
    ]
    assert told(float("inf")) == []
    assert others_text(Demand(float("inf")), english.locale)


def test_slower_is_shown_at_once_and_faster_once_it_lasts() -> None:
    steady = SteadyPace()
    assert steady.see(0.0, a_pace()) == a_pace()
    assert steady.see(0.1, a_pace(0.1, BUSY)) == a_pace(0.1, BUSY)
    assert going_of(steady.see(0.2, a_pace(0.2))) is Going.GENTLE
    assert steady.see(0.3, a_pace(0.1, BUSY, SlowReason.LOCKS)).reason is SlowReason.LOCKS
    late = 0.3 + HELD_SECONDS
    assert steady.see(late - 0.1, a_pace(0.2)).reason is SlowReason.LOCKS
    assert steady.see(late, a_pace(0.2)) == a_pace(0.2)


def test_batch_and_pause_are_always_the_present_ones() -> None:
    steady = SteadyPace()
    steady.see(0.0, Pace(10, 5.0, SlowReason.VACUUM, 0.5))
    shown = steady.see(0.5, Pace(900, 0.02))
    assert (shown.batch_size, shown.pause, shown.reason) == (900, 0.02, SlowReason.VACUUM)


@given(st.lists(st.floats(min_value=170, max_value=200), min_size=2, max_size=30))
def test_a_figure_that_wavers_stays_on_the_screen(seen: list[float]) -> None:
    steady = SteadyPace()
    shown = {
        steady.see(second, a_pace(0.1, Demand(transactions))).demand.transactions
        for second, transactions in enumerate(seen)
    }
    assert shown == {seen[0]}


@given(st.lists(st.sampled_from([ALONE, BUSY]), min_size=2, max_size=40))
def test_somebody_who_comes_and_goes_does_not_flicker(demands: list[Demand]) -> None:
    """Looked at each second: no two changes of the word to a faster one within three."""
    steady, faster = SteadyPace(), []
    before = Going.SLOWED
    for second, demand in enumerate([ALONE, *demands]):
        going = going_of(steady.see(float(second), a_pace(0.1 if is_at_work(demand) else 1.0, demand)))
        if going > before:
            faster.append(second)
        before = going
    assert all(after - one >= HELD_SECONDS for one, after in pairwise(faster))
