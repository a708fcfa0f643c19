"""`app.core.text`: what came from outside is shown as it is, and numbers are what people mean by digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import LARGEST, shortened, visible, visible_lines, whole_number

anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_what_is_shown_can_be_written_and_hides_nothing(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert visible(shown) == shown
    assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in shown)
    assert visible_lines(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "odd", ["\x1b[31m", "a\x00", "\u202eabc", "\udce9", "\x9b2J", "\u2066", "\U000e0041"]
)
def test_what_disguises_is_named(odd: str) -> None:
    hidden = next(letter for letter in odd if visible(letter) != letter)
    assert f"⟨U+{ord(hidden):04X}⟩" in visible(odd)


def test_names_of_all_languages_stay_as_they_are() -> None:
    for name in ("מאפיית דנה", "José", "東京", "👩‍🍳".replace("\u200d", ""), "a\u0301"):
        assert visible(name) == name


@given(st.integers(0, LARGEST))
def test_digits_are_a_number(number: int) -> None:
    assert whole_number(str(number)) == number


@given(
    st.one_of(anything, st.text(st.characters(categories=["Nd", "No", "Pc", "Zs"])), st.integers().map(str))
)
def test_nothing_else_is_a_number(text: str) -> None:
    is_plain = text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST
    assert (whole_number(text) is not None) == is_plain


@pytest.mark.parametrize(
    "text", ["1_2", "+5", "-3", " 5", "5\n", "0x10", "1e3", "٣", "１２", "²", "½", "", str(2**63), "9" * 5001]
)
def test_what_python_or_qt_would_take(text: str) -> None:
    assert whole_number(text) is None


def test_a_long_text_is_repeated_only_in_part() -> None:
    assert shortened("short") == "short"
    assert shortened("9" * 5001, 10) == "9" * 9 + "…"
