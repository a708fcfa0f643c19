"""`app.core.folding`: what counts as the same text in search, order and lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE"),
        ("שָׁלוֹם", "שלום"),
        ("ושות׳", "ושות'"),
        ("ושות’", "ושות'"),
        ('ד"ר', "ד״ר"),
        ("ד''ר", "ד״ר"),
        ("תל־אביב", "תל-אביב"),
        ("A – B", "A - B"),
        ("a\u00a0 b\t", "a b"),
        ("\u200fabc\u200e", "abc"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_what_counts_as_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ab", "a b"), ("a-b", "ab"), ("ש", "ס"), ("1", "2"), ("a'b", "ab")]
)
def test_what_does_not(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=30))
def test_blanks_are_single_and_none_is_at_an_end(text: str) -> None:
    assert folded(text) == " ".join(folded(text).split())
