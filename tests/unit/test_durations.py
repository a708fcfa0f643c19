from __future__ import annotations

import pytest

from app.core.durations import counted, duration


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


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2_345, "2,345 files")])
def test_counts_have_the_right_form(count: int, text: str) -> None:
    assert counted(count, "file") == text


def test_an_irregular_plural() -> None:
    assert counted(2, "business", "businesses") == "2 businesses"
