"""Tables for other programs: read back as they were, in every script, and never as formulas."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.tabular import MARK, Cell, csv_lines, tsv_text


def read_back(text: str) -> list[list[str]]:
    assert text.startswith(MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), strict=True))


def test_cells_are_written_natively() -> None:
    rows: list[list[Cell]] = [
        ["כרמל, סוכנות", 1200, -3.5, Decimal("-12.50"), None, datetime(2026, 3, 1, 9, 5), date(2026, 3, 1)]
    ]
    text = "".join(csv_lines(["a", "b", "c", "d", "e", "f", "g"], rows))
    assert text == (
        f'{MARK}a,b,c,d,e,f,g\r\n"כרמל, סוכנות",1200,-3.5,-12.50,,2026-03-01 09:05:00,2026-03-01\r\n'
    )


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_any_text_comes_back_and_no_cell_begins_a_formula(rows: list[list[str]]) -> None:
    titles, *found = read_back("".join(csv_lines(["one", "two"], rows)))
    assert titles == ["one", "two"]
    assert len(found) == len(rows)
    for cell, text in zip(chain(*found), chain(*rows), strict=True):
        assert cell in {text, f"'{text}"}
        assert not cell.startswith(("=", "@", "\t", "\r"))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "-1+cmd|' /C calc'!A0"],
)
def test_formulas_lose_their_power(text: str) -> None:
    assert read_back("".join(csv_lines(["a"], [[text]])))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["-12.50", "+972501234567", "-1,234.5", "-3%", "a=b", "12"])
def test_figures_and_other_texts_stay_as_they_are(text: str) -> None:
    assert read_back("".join(csv_lines(["a"], [[text]])))[1] == [text]


def test_a_row_of_the_clipboard_is_one_line_of_as_many_cells() -> None:
    text = tsv_text(["a", "b"], [["one\ttwo\nthree", "=1"], [None, 4]])
    assert text == "a\tb\none two three\t'=1\n\t4\n"
