"""A report in HTML: whatever its texts hold stays text, nothing comes from elsewhere, and it says all."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.document import Cell, Column, Document, Fact, Figure, Part, Table
from app.reports.html import html_lines
from app.reports.setting import tidy
from tests.support.reports import CHECKSUM, name_of, report

ANY_TEXT = st.text(st.characters(), max_size=30)
"""Also halves of surrogate pairs."""

ODD = (
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\"'><a href=//elsewhere.example>&amp;",
    "-->]]>\x00\x1b[2J\r\n",
    "evil\u202eexe.txt\u2069\u2069\u2066",
    "half \ud800 of a pair",
    "{page} \\ {0} %s $text",
)


class Reader(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col", "rect", "path", "circle", "line"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each."""
        return [attributes for name, attributes in self.tags if name == tag]


def written(document: Document) -> str:
    """As it would be read again from a file."""
    return "".join(html_lines(document)).encode("utf-8").decode("utf-8")


def odd_report(texts: list[str]) -> Document:
    """One whose every text is one of these in turn; without any, an empty one."""
    turn = iter(texts * 40)
    return Document(
        language="he",
        heading=next(turn),
        place=next(turn),
        environment=(next(turn), "bad"),
        title=next(turn),
        verdict=next(turn),
        verdict_tone="",
        figures=[Figure(next(turn), next(turn)) for _ in range(5)],
        parts=[Part("ok", 0.5, next(turn)), Part("", 0.0, next(turn))],
        facts=([Fact(next(turn), next(turn))], [Fact(next(turn), next(turn))]),
        source=next(turn),
        page=next(turn),
        checksum=next(turn),
        tables=[
            Table(
                next(turn),
                next(turn),
                [Column(next(turn), 2), Column(next(turn), 1, is_figure=True)],
                [[Cell(next(turn)), Cell(next(turn), "muted", is_bold=True)] for _ in range(3)],
            )
        ],
    )


@given(st.lists(ANY_TEXT, min_size=1, max_size=8))
def test_no_text_becomes_markup(texts: list[str]) -> None:
    plain = Reader(written(odd_report(["text"])))
    document = odd_report(texts)
    odd = Reader(written(document))
    assert [tag for tag, _ in odd.tags if tag != "bdi"] == [tag for tag, _ in plain.tags if tag != "bdi"]
    assert odd.texts["td"] == [tidy(cell.text) for row in document.tables[0].rows for cell in row]
    assert odd.texts["h1"] == [tidy(document.title)]
    assert odd.texts["dd"][-2:] == [tidy(fact.value) for facts in document.facts for fact in facts]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_shown_and_do_nothing(text: str) -> None:
    html = written(odd_report([text]))
    read = Reader(html)
    assert read.texts["td"] == [tidy(text)] * 6
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "img", "a", "link", "iframe"})
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", html)


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_gets_out_of_the_style_sheet(page: str, source: str) -> None:
    style = Reader(written(replace(report(), page=page, source=source))).texts["style"]
    rules = Reader(written(replace(report(), page="", source=""))).texts["style"]
    strings = r'"[0-9A-Za-z\\]*"|counter\(pages?\)|\s'
    assert re.sub(strings, "", style[0]) == re.sub(strings, "", rules[0])
    assert "<" not in style[0]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_language_and_direction_are_told(language: str, direction: str) -> None:
    read = Reader(written(report(language)))
    assert read.of("html") == [{"lang": language, "dir": direction}]
    foreign = {attributes["dir"] for attributes in read.of("bdi")}
    assert foreign == {"rtl" if direction == "ltr" else "ltr"}
    assert all(name in read.texts["td"] for name in map(name_of, range(15)))


def test_a_name_of_the_other_direction_stands_alone() -> None:
    read = Reader(written(report("he")))
    assert "Sharon Freight Lines" in read.texts["bdi"]
    assert "פיצה רומא חולון" not in read.texts["bdi"]
    assert "פיצה רומא חולון" in Reader(written(report("en"))).texts["bdi"]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("businesses", [0, 1, 15, 2_000])
def test_every_row_and_every_cell_is_there(language: str, businesses: int) -> None:
    document = report(language, businesses)
    read = Reader(written(document))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row]
    assert read.texts.get("td", []) == cells
    assert len(read.of("tr")) == sum(1 + len(table.rows) for table in document.tables)
    assert read.texts["th"] == [column.title for table in document.tables for column in table.columns]


def test_figures_are_told_from_texts_and_tones_are_kept() -> None:
    read = Reader(written(report()))
    classes = [attributes.get("class") or "" for attributes in read.of("td")]
    for text, found in zip(read.texts["td"], classes, strict=True):
        assert ("figure" in found.split()) is bool(re.fullmatch(r"[\d,.]*", text))
    assert "figure bold" in classes
    assert "figure bad" in classes
    assert {"class": "badge bad filled"} in read.of("strong")


def test_the_file_needs_nothing_and_allows_nothing_else() -> None:
    html = written(report())
    read = Reader(html)
    assert {tag for tag, _ in read.tags}.isdisjoint(
        {"script", "img", "link", "iframe", "object", "a", "form"}
    )
    names = {name for _, attributes in read.tags for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "href", "style", "action")]
    assert set(re.findall("https?://[^\"' ]+", html)) == {"http://www.w3.org/2000/svg"}  # a name, no address
    assert not re.search(r"url\(|@import|@font-face", html)
    policy = next(each["content"] for each in read.of("meta") if "http-equiv" in each)
    known = base64.b64encode(hashlib.sha256(read.texts["style"][0].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"


def test_the_checksum_stands_in_groups() -> None:
    code = Reader(written(report())).texts["code"]
    assert code[0].split() == re.findall("....", CHECKSUM)


def test_figures_without_room_are_printed_smaller() -> None:
    huge = "9,223,372,036,854,775,807"

    def with_figures(text: str) -> str:
        columns = [Column("Business", 3), *(Column("Count", 1, is_figure=True) for _ in range(8))]
        table = Table("Businesses", "", columns, [[Cell("Name"), *(Cell(text) for _ in range(8))]])
        return Reader(written(replace(report(), tables=[table]))).texts["style"][0]

    size = re.search(r"@media print\{\.t1\{font-size:([\d.]+)pt", with_figures(huge))
    assert size is not None
    assert 3 < float(size[1]) < 6
    assert "@media print{.t1" not in with_figures("9,807")


def test_two_thousand_businesses_come_in_small_pieces() -> None:
    assert max(map(len, html_lines(report("en", 2_000)))) < 10_000


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_bar_begins_where_reading_does(language: str) -> None:
    rects = [each for each in Reader(written(report(language))).of("rect") if each.get("y") == "-1"]
    lefts = [float(str(each["x"]).rstrip("%")) for each in rects]
    assert (lefts[0] < lefts[1]) is (language == "en")
    assert sum(float(str(each["width"]).rstrip("%")) for each in rects) == pytest.approx(100)
