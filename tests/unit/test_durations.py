from __future__ import annotations

import pytest

from app.core.durations import counted, duration, roughly


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (0, "0 s"),
        (0.1, "1 s"),
        (59.2, "1 min"),
        (61, "1 min 1 s"),
        (3_599.5, "1 h"),
        (17_545, "4 h 52 min"),
        (36 * 3_600, "36 h"),
        (131_055, "36 h 24 min"),
        (2 * 86_400, "2 d"),
        (90 * 86_400 + 3_700, "90 d 1 h"),
    ],
)
def test_durations_have_units(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "1 s"),
        (12.3, "12 s"),
        (33, "35 s"),
        (58, "1 min"),
        (100, "1 min 30 s"),
        (541, "9 min"),
        (1_500, "25 min"),
        (9_300, "2 h 30 min"),
        (100_000, "28 h"),
        (1e6, "12 d"),
    ],
)
def test_an_estimate_is_rounded_to_what_it_can_know(seconds: float, text: str) -> None:
    assert duration(roughly(seconds)) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2_345, "2,345 files")])
def test_counts_have_the_right_form(count: int, text: str) -> None:
    assert counted(count, "file") == text


def test_an_irregular_plural() -> None:
    assert counted(2, "business", "businesses") == "2 businesses"
