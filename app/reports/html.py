"""A report as one HTML file: it needs nothing beside it, runs nothing, and prints on A4."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Literal

from app.reports.colours import INK, SURFACE, TRACK
from app.reports.document import Cell, Column, Document, Fact, Figure, Part, Table, Tone
from app.reports.marks import SWEEP, verdict_mark
from app.reports.setting import Direction, grouped, own_direction, shown_shares, tidy
from app.reports.sheet import stylesheet

_LONG, _LONGEST = 11, 20
"""From so many letters on, one of the large figures is written smaller."""


def html_lines(document: Document) -> Iterator[str]:
    """The file in pieces, to be written as UTF-8. Whatever the texts of `document` hold stays text."""
    page = _Page(document)
    yield from page.head()
    yield from page.top()
    for number, table in enumerate(document.tables, start=1):
        yield from page.table(number, table)
    yield from page.foot()


class _Page:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._base: Direction = "rtl" if document.is_right_to_left else "ltr"

    def head(self) -> Iterator[str]:
        """What stands before the body. No style counts but this one, which the policy knows by its checksum;
        and nothing else may be loaded or run."""
        document = self._document
        style = stylesheet(document)
        known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
        yield f'<!DOCTYPE html>\n<html lang="{_text(document.language)}" dir="{self._base}">\n<head>\n'
        yield '<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield '<meta name="referrer" content="no-referrer">\n'
        yield f"<title>{_text(document.title)} · {_text(document.heading)}</title>\n"
        yield f"<style>{style}</style>\n</head>\n<body>\n<main>\n"

    def top(self) -> Iterator[str]:
        """What is said of the run as a whole."""
        document = self._document
        yield f'<header><span class="mark" aria-hidden="true">{SWEEP}</span>'
        yield f'<span class="heading">{_text(document.heading)}</span>'
        yield f'<span class="muted">{_directed(document.place, self._base)}</span>'
        if document.environment is not None:
            word, tone = document.environment
            yield f"<strong{_classes('badge', tone, tone == 'bad' and 'filled')}>{_text(word)}</strong>"
        yield f"</header>\n<h1>{_text(document.title)}</h1>\n"
        yield f"<p{_classes('verdict', document.verdict_tone)}>"
        yield f'<span class="mark" aria-hidden="true">{verdict_mark(document.verdict_tone)}</span>'
        yield f'<span>{_text(document.verdict)}</span></p>\n<dl class="figures">\n'
        yield from map(_figure, document.figures)
        yield "</dl>\n"
        if document.parts:
            yield from self._bar(document.parts)
        yield '<div class="facts">\n'
        for facts in document.facts:
            yield from self._facts(facts)
        yield "</div>\n"

    def table(self, number: int, table: Table) -> Iterator[str]:
        yield f'<section>\n<h2 id="t{number}">{_text(table.title)}'
        yield f' <span class="muted">{_text(table.beside)}</span></h2>\n'
        yield f'<div class="scroll"><table class="t{number}" aria-labelledby="t{number}">\n<colgroup>'
        yield "<col>" * len(table.columns)
        yield "</colgroup>\n<thead><tr>"
        for column in table.columns:
            yield f'<th scope="col"{_classes(column.is_figure and "figure")}>{_text(column.title)}</th>'
        yield "</tr></thead>\n<tbody>\n"
        for row in table.rows:
            yield f"<tr>{''.join(self._cells(table.columns, row))}</tr>\n"
        yield "</tbody>\n</table></div>\n</section>\n"

    def foot(self) -> Iterator[str]:
        document = self._document
        yield f"<footer>\n<p>{_text(document.source)}</p>\n"
        yield f'<p class="checksum" dir="ltr">SHA-256 <code>{_text(grouped(document.checksum))}</code></p>\n'
        yield "</footer>\n</main>\n</body>\n</html>\n"

    def _cells(self, columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[str]:
        for column, cell in zip(columns, row, strict=True):
            classes = _classes(column.is_figure and "figure", cell.tone, cell.is_bold and "bold")
            yield f"<td{classes}>{_directed(cell.text, 'ltr' if column.is_figure else self._base)}</td>"

    def _bar(self, parts: Sequence[Part]) -> Iterator[str]:
        """The bar is for eyes alone: all that it says is in its legend."""
        yield '<svg class="bar" width="100%" height="8" aria-hidden="true">'
        yield f'<rect width="100%" height="8" fill="{TRACK}"/>'
        for part, (begin, length) in zip(parts, shown_shares(parts), strict=True):
            if length:
                left = 1 - begin - length if self._base == "rtl" else begin
                yield f'<rect x="{100 * left:.3f}%" y="-1" width="{100 * length:.3f}%" height="10"'
                yield f' fill="{INK[part.tone]}" stroke="{SURFACE}"/>'
        yield '</svg>\n<ul class="legend muted">'
        for part in parts:
            yield f"<li><i{_classes(part.tone or 'text')}></i>{_text(part.label)}</li>"
        yield "</ul>\n"

    def _facts(self, facts: Iterable[Fact]) -> Iterator[str]:
        yield "<dl>\n"
        for fact in facts:
            value = _directed(fact.value, self._base)
            yield f"<div><dt>{_text(fact.label)}</dt><dd>{value}</dd></div>\n"
        yield "</dl>\n"


def _figure(figure: Figure) -> str:
    length = (len(figure.value) > _LONG and "long") or ""
    length = (len(figure.value) > _LONGEST and "longest") or length
    return (
        f'<div><dt class="muted">{_text(figure.label)}</dt>'
        f"<dd{_classes('value', figure.tone, length)}>{_text(figure.value)}</dd></div>\n"
    )


def _directed(text: str, around: Direction) -> str:
    """A text from elsewhere, in its own direction."""
    direction = own_direction(text, around)
    return _text(text) if direction == around else f'<bdi dir="{direction}">{_text(text)}</bdi>'


def _classes(*names: str | Tone | Literal[False]) -> str:
    """The attribute, of those names that are one."""
    given = " ".join(name for name in names if name)
    return f' class="{given}"' if given else ""


def _text(text: str) -> str:
    return escape(tidy(text), quote=True)
