"""What both printed forms of a report share: texts made harmless, directions, shares, colours and marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.colours import CANVAS, INK, LINE, SURFACE, TRACK
from app.reports.document import Part
from app.reports.marks import SWEEP, VERDICTS, verdict_mark
from app.reports.setting import LEAST_SHARE, grouped, own_direction, shown_shares, tidy
from app.ui.theme.tokens import LIGHT
from tests.support.reports import CHECKSUM

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


@given(st.text(st.characters()))
def test_a_tidy_text_can_be_written_and_leaves_nothing_open(text: str) -> None:
    tidied = tidy(text)
    tidied.encode("utf-8")
    depth = 0
    for letter in tidied:
        depth += (letter in "\u2066\u2067\u2068") - (letter == "\u2069")
        assert depth >= 0
    assert depth == 0
    assert tidy(tidied) == tidied
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]", tidied)


def test_isolates_of_a_sentence_stay() -> None:
    sentence = "על ידי \u2066dana@sweep.example\u2069, גרסה 1"
    assert tidy(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Old Port", "ltr"),
        ("22 גלריה", "rtl"),
        ("مطعم", "rtl"),
        ("\u2068SUP-1\u2069 · סיום", "rtl"),
        ("\u2067\u2066a\u2069\u2069 b", "ltr"),
        ("\u2069\u2069 א", "rtl"),
        ("12 – 13", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_a_text_has_the_direction_of_its_first_letter(text: str, direction: str) -> None:
    for otherwise in ("ltr", "rtl"):
        assert own_direction(text, otherwise) == (otherwise if direction == "otherwise" else direction)


@given(st.lists(st.floats(0, 1), max_size=9))
def test_parts_of_a_bar_stay_within_it_and_can_be_seen(shares: list[float]) -> None:
    places = shown_shares([Part("ok", share / max(1.0, sum(shares)), "") for share in shares])
    end = 0.0
    for (begin, length), share in zip(places, shares, strict=True):
        assert begin == pytest.approx(end)
        assert (length > LEAST_SHARE / 2) is (share / max(1.0, sum(shares)) > 0)
        end = begin + length
    assert end <= 1 + 1e-9


def test_a_bar_that_is_not_full_is_not_filled() -> None:
    assert shown_shares([Part("ok", 0.25, ""), Part("bad", 0.25, "")]) == [(0.0, 0.25), (0.25, 0.25)]


def test_a_checksum_is_grouped() -> None:
    assert grouped(CHECKSUM).startswith("9f2c 41d8 ")
    assert grouped(CHECKSUM).replace(" ", "") == CHECKSUM


def test_the_colours_are_those_of_the_light_theme() -> None:
    assert (LIGHT.line, LIGHT.track, LIGHT.surface, LIGHT.canvas) == (LINE, TRACK, SURFACE, CANVAS)
    assert {tone or "text": ink for tone, ink in INK.items()} == {
        tone or "text": getattr(LIGHT, tone or "text") for tone in INK
    }


def shapes(svg: str) -> str:
    """What is drawn, however it is written."""
    inside = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>\s*$", "", svg)
    return re.sub(r"\s*(/?>)\s*", r"\1", re.sub(r"\s+", " ", inside)).strip()


def test_the_marks_are_the_icons() -> None:
    assert shapes(SWEEP) == shapes((ICONS / "sweep.svg").read_text(encoding="utf-8"))
    for tone, (name, drawn) in VERDICTS.items():
        assert drawn == shapes((ICONS / f"{name}.svg").read_text(encoding="utf-8"))
        assert f'stroke="{INK[tone]}"' in verdict_mark(tone)
