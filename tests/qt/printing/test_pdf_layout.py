"""How a report is laid out on paper: nothing is cut, broken or beside its place, whatever there is to set."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.reports.colours import INK
from app.reports.document import Cell, Column, Document, Fact, Figure, Part, Table
from app.ui.printing.blocks import VALUE
from app.ui.printing.paper import PT, SIDE, WIDTH, Setter
from tests.support.pdf_reader import read_pdf
from tests.support.printed import made, out_of_the_margins
from tests.support.reports import LATIN, report

pytestmark = pytest.mark.usefixtures("theme")

LONG = "Sharon Freight Lines and Forwarding of the Coastal Plain, " * 6
UNBROKEN = "Sharonfreightlines" * 50
HUGE = "9,223,372,036,854,775,807"


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("name", [LONG, UNBROKEN, "שם ארוך מאוד " * 60, "ללארווחים" * 80], ids=range(4))
def test_a_long_name_is_broken_and_not_cut(language: str, name: str) -> None:
    names = [name, "Next Business"]
    with read_pdf(made(report(language, 2, names))) as pdf:
        assert out_of_the_margins(pdf) == []
        letters = re.sub(r"\s", "", "".join(pdf.texts()))
    if name.isascii():
        assert letters.count(re.sub(r"\s", "", name)) == 2  # once as a failure
    else:
        assert letters.count("ר") >= 2 * name.count("ר")


def test_a_row_is_as_high_as_its_longest_text() -> None:
    with read_pdf(made(report("en", 15, LATIN))) as usual, read_pdf(made(report("en", 15, [LONG]))) as long:
        assert len(long) > len(usual)


def test_a_name_that_would_fill_pages_is_set_smaller() -> None:
    name = "Endless " * 250
    document = report("en", 2, [name, "Next Business"])
    with read_pdf(made(document)) as pdf:
        assert out_of_the_margins(pdf) == []
        assert max(text.count("Endless") for text in pdf.texts()) >= 250


def with_figures(text: str, count: int, language: str = "en") -> Document:
    columns = [Column("Business", 3), *(Column("Deleted", 1, is_figure=True) for _ in range(count))]
    rows = [[Cell("Old Port Hotel"), *(Cell(text) for _ in range(count))]]
    return replace(report(language), tables=[Table("Businesses", "", columns, rows)])


@pytest.mark.parametrize("language", ["en", "he"])
def test_huge_figures_are_neither_broken_nor_cut(language: str) -> None:
    document = with_figures(HUGE, 8, language)
    document = replace(document, figures=[Figure(HUGE * 3, "receipts deleted", "bad")] * 5)
    with read_pdf(made(document)) as pdf:
        text = pdf.text(0)
        assert re.findall(r"[\d,]{20,}", text) == [HUGE * 3] * 5 + [HUGE] * 8 or language == "he"
        assert text.count(HUGE) == 5 * 3 + 8
        assert out_of_the_margins(pdf) == []


@pytest.mark.parametrize("language", ["en", "he"])
def test_everything_may_be_long_or_missing(language: str) -> None:
    words = "very long words " * 120
    long = replace(
        report(language),
        heading=words,
        place=words,
        environment=(words, "warn"),
        title=words,
        verdict=words,
        figures=[Figure(words, words)] * 9,
        parts=[Part("ok", 0.1, words)] * 6,
        facts=([Fact(words, words)], [Fact("", words), Fact(words, "")]),
        source=words,
        page=words,
        checksum="ab" * 500,
    )
    bare = replace(
        report(language),
        heading="",
        place="",
        environment=None,
        title="",
        verdict="",
        figures=[],
        parts=[],
        facts=([], []),
        tables=[],
        page="",
    )
    for document in (long, bare):
        with read_pdf(made(document)) as pdf:
            assert out_of_the_margins(pdf) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x1b[2J\n", "U+0000⟩⟨U+001B⟩[2J⟨U+000A"),
        ("half \ud800 of a pair", "half ⟨U+D800⟩ of a pair"),
        ("a\u202eb\u2067", "a⟨U+202E⟩b"),
        ("<b>&amp;", "<b>&amp;"),
        ("😀 漢字 عربي", ""),
    ],
)
def test_odd_texts_are_shown_and_stop_nothing(text: str, shown: str) -> None:
    document = replace(report("en", 1, [text]), title=text, source=text, page=text, place=text)
    document = replace(document, figures=[Figure(text, text)], facts=([Fact(text, text)], []))
    with read_pdf(made(document)) as pdf:
        assert len(pdf) == 1
        assert out_of_the_margins(pdf) == []
        assert pdf.text(0).count(shown) >= 8


def test_a_line_is_one_line_whatever_it_holds() -> None:
    for text in ("\x00" * 40, LONG, UNBROKEN, "\u2066" * 9):
        assert Setter(right_to_left=False).line(text, VALUE, 100 * PT).lines == 1


def test_a_legend_takes_as_many_lines_as_it_needs() -> None:
    parts = [Part("ok", 0.1, f"With failures {place}") for place in range(12)]
    with read_pdf(made(replace(report(), parts=parts))) as pdf:
        assert out_of_the_margins(pdf) == []
        assert all(part.label in pdf.text(0) for part in parts)


@pytest.mark.parametrize("language", ["en", "he"])
def test_figures_line_up_at_the_right(language: str) -> None:
    document = report(language, 12)
    with read_pdf(made(document)) as pdf:
        for column in (2, 3, 6):
            texts = [row[column].text for row in document.tables[1].rows]
            edges = [{round(place[2], 1) for place in pdf.places(0, text)} for text in texts]
            assert len(set.intersection(*edges)) == 1, texts


@pytest.mark.parametrize("language", ["en", "he"])
def test_titles_and_figures_with_words_stand_at_the_right_too(language: str) -> None:
    document = with_figures("98,424", 3, language)
    table = document.tables[0]
    seconds = [Cell("Katz"), Cell("77 שנ׳"), Cell(""), Cell("")]
    document = replace(document, tables=[replace(table, rows=[*table.rows, seconds])])
    with read_pdf(made(document)) as pdf:
        titles, figures = (
            sorted(round(place[2]) for place in pdf.places(0, text)) for text in ("Deleted", "98,424")
        )
        assert titles == figures
        assert round(pdf.places(0, "77")[0][2]) in figures


def test_names_keep_room_beside_many_figures() -> None:
    columns = [Column("N", 1), *(Column("Count", 1, is_figure=True) for _ in range(7))]
    row = [Cell("Conference Centre of Ashkelon"), *(Cell("9,223,372,036") for _ in range(7))]
    with read_pdf(made(replace(report(), tables=[Table("Businesses", "", columns, [row])]))) as pdf:
        assert pdf.places(0, "Conference")
        assert pdf.places(0, "Ashkelon")


def test_a_hebrew_sheet_is_the_mirror_of_an_english_one() -> None:
    edge = SIDE / PT
    with read_pdf(made(report("en"))) as english, read_pdf(made(report("he"))) as hebrew:
        assert [place[0] for place in english.places(0, "SHA-256")] == [pytest.approx(edge, abs=0.2)]
        assert [place[2] for place in hebrew.places(0, "aa2c")] == [pytest.approx(WIDTH / PT - edge, abs=0.2)]
        (left,) = {place[0] for place in english.places(0, "Hermon Spa & Pool")}
        (right,) = {place[2] for place in hebrew.places(0, "Hermon Spa & Pool")}
        assert right == pytest.approx(WIDTH / PT - left, abs=0.2)
        in_order = ("98,424", "98,412", "141,977", "41")  # of the totals, the lowest of their texts
        for pdf, turn in ((english, 1), (hebrew, -1)):
            lefts = [min(pdf.places(0, text), key=lambda place: place[1])[0] * turn for text in in_order]
            assert lefts == sorted(lefts)
        for pdf, is_left in ((english, False), (hebrew, True)):
            ((place, *_),) = pdf.places(0, "db-prod-1")
            assert (place < WIDTH / PT / 2) is is_left


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_bar_begins_where_reading_does(language: str) -> None:
    document = replace(report(language), verdict_tone="idle")  # its mark stands at the edge too
    with read_pdf(made(document)) as pdf:
        at_edges = [pdf.colours(0, edge) for edge in (SIDE / PT + 3, (WIDTH - SIDE) / PT - 3)]
    begin, end = at_edges if language == "en" else reversed(at_edges)
    assert (INK["ok"] in begin, INK["warn"] in begin) == (True, False)
    assert (INK["ok"] in end, INK["warn"] in end) == (False, True)


def test_titles_never_stand_alone_at_the_foot_of_a_page() -> None:
    """Whatever stands above: the second table begins at each height of a page."""
    for failures in range(0, 60):
        document = report("en", 3, LATIN)
        rows = list(document.tables[0].rows) * failures
        first = replace(document.tables[0], rows=rows)
        with read_pdf(made(replace(document, tables=[first, document.tables[1]]))) as pdf:
            (text,) = [text for text in pdf.texts() if "failures first" in text]
            assert "Total 98,424" in text
