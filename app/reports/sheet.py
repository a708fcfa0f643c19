"""The style sheet of a report in HTML: a sheet of A4 on paper, a page of any width on a screen.

Paddings and margins name the sides where reading begins and ends, so it mirrors itself by `dir`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from string import Template

from app.reports.colours import CANVAS, INK, LINE, SURFACE
from app.reports.document import Cell, Column, Document, Table
from app.reports.setting import tidy

_TEMPLATE = Template("""
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:$canvas;color:$text;font:12px/1.4 Heebo,system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,"Noto Sans Hebrew",sans-serif;font-variant-numeric:tabular-nums lining-nums;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:880px;margin:24px auto;padding:32px 40px;background:$surface;border:1px solid $line;
border-radius:10px;overflow-wrap:anywhere}
header{display:flex;align-items:center;gap:8px;flex-wrap:wrap}
header .mark svg{width:18px;height:18px}
.mark{display:inline-flex;flex:none}
.heading{font-weight:500;flex:1 1 auto}
.badge{padding:2px 9px;border:1px solid currentColor;border-radius:4px;font-size:11px;
text-transform:uppercase}
.badge.filled{background:$bad;border-color:$bad;color:$surface}
h1{font-size:21px;line-height:1.25;margin:14px 0 12px}
.verdict{display:flex;gap:7px;margin:0 0 14px;font-weight:500}
.verdict .mark svg{width:16px;height:16px;margin-top:1px}
dl,dd,dt,ul{margin:0;padding:0}
.figures{display:flex;flex-wrap:wrap;gap:12px 20px;margin-bottom:12px}
.figures div{flex:1 1 auto;min-width:104px;display:flex;
flex-direction:column-reverse;justify-content:flex-end}
.value{font-size:26px;line-height:1.3;font-weight:700;white-space:nowrap}
.value.long{font-size:20px;line-height:1.7}
.value.longest{font-size:13px;line-height:2.6;white-space:normal}
.bar{display:block;border-radius:4px;margin:2px 0 10px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;font-size:11px;margin-bottom:14px}
.legend i{display:inline-block;width:8px;height:8px;border-radius:2px;margin-inline-end:6px;
background:currentColor}
.legend i.text{color:$text}
.facts{display:flex;flex-wrap:wrap;align-items:flex-start;gap:0 32px}
.facts dl{flex:1 1 320px;display:table;border-spacing:0 6px}
.facts dl div{display:table-row}
.facts dt,.facts dd{display:table-cell;vertical-align:top}
.facts dt{color:$muted;width:1%;min-width:90px;padding-inline-end:20px;white-space:nowrap}
h2{font-size:13px;margin:18px 0 10px}
h2 .muted{font-weight:400;font-size:12px;margin-inline-start:6px}
.scroll{overflow-x:auto}
table{width:100%;border:1px solid $line;border-radius:8px;border-spacing:0}
th,td{padding:6px 9px;text-align:start;vertical-align:top;border-top:1px solid $line}
thead th{font-weight:400;color:$muted;border-top:0;vertical-align:bottom;overflow-wrap:normal}
td{min-width:72px}
.figure{text-align:right}
td.figure{min-width:0;white-space:nowrap;direction:ltr;unicode-bidi:isolate}
.bold{font-weight:700}
$tones
footer{margin-top:24px;padding-top:10px;border-top:1px solid $line;color:$muted;font-size:11px}
footer p{margin:0 0 6px}
.checksum{text-align:$begin}
.checksum code{font:10px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
margin-left:8px}
@media (max-width:560px){
main{margin:0;padding:16px;border:0;border-radius:0}
.figures div{flex-basis:40%}
.facts dl{flex-basis:100%}
}
@media print{
body{background:$surface;font-size:9pt}
main{max-width:none;margin:0;padding:0;border:0}
.scroll{overflow:visible}
thead{display:table-header-group}
tr,header,h1,h2,.verdict,.figures,.bar,.legend,.facts div,footer{break-inside:avoid}
h1,h2,thead{break-after:avoid}
table{font-size:9pt;border:0}
th,td{padding:3.5pt 5pt;border-top:0;border-bottom:1px solid $line}
thead th{border-top:1px solid $line}
th:first-child,td:first-child{border-$begin:1px solid $line}
th:last-child,td:last-child{border-$end:1px solid $line}
footer{break-before:avoid}
}
""")

_ON_A_LINE = 100
"""Figures of 9 points that stand on a line of A4."""

_BETWEEN, _OF_TEXT = 2.5, 14
"""Figures that would fit between two columns, and into the narrowest column of text."""

_FIELDS = re.compile(r"(\{pages?\})")
_PLAIN = re.compile("[^A-Za-z0-9]")


def stylesheet(document: Document) -> str:
    """The whole sheet, with the widths of the document's columns and what stands at the foot of a page."""
    colours = {"canvas": CANVAS, "surface": SURFACE, "line": LINE}
    inks: dict[str, str] = {tone or "text": ink for tone, ink in INK.items()}
    tones = "".join(f".{tone}{{color:{ink}}}" for tone, ink in INK.items() if tone)
    begin, end = _sides(document)
    sheet = _TEMPLATE.substitute(inks | colours, tones=tones, begin=begin, end=end)
    return "".join((sheet, *_columns(document.tables), _foot(document)))


def _columns(tables: Iterable[Table]) -> Iterator[str]:
    """Each column has its part by weight, and never less than its widest figure; where there would not be
    room for all figures, the table is printed smaller."""
    for number, table in enumerate(tables, start=1):
        whole = sum(column.weight for column in table.columns) or 1
        for place, column in enumerate(table.columns, start=1):
            yield f".t{number} col:nth-child({place}){{width:{100 * column.weight / whole:.2f}%}}\n"
        size = min(1.0, _ON_A_LINE / max(1.0, _letters(table)))
        if size < 1:
            yield f"@media print{{.t{number}{{font-size:{9 * size:.2f}pt}}"
            yield f".t{number} th,.t{number} td{{padding:3.5pt {5 * size:.2f}pt;min-width:0}}}}\n"


def _letters(table: Table) -> float:
    """How many letters a line of the table takes at least."""
    return sum(_widest(place, column, table.rows) + _BETWEEN for place, column in enumerate(table.columns))


def _widest(place: int, column: Column, rows: Sequence[Sequence[Cell]]) -> int:
    title = max(map(len, column.title.split()), default=0)
    figures = (len(row[place].text) for row in rows) if column.is_figure else (_OF_TEXT,)
    return max(title, max(figures, default=0))


def _foot(document: Document) -> str:
    """What browsers that can do it print at the foot of each page: the source, and which page it is."""
    begin, end = _sides(document)
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    pieces = [piece for piece in _FIELDS.split(tidy(document.page)) if piece]
    page = " ".join(counters.get(piece) or _string(piece) for piece in pieces) or '""'
    direction = "rtl" if document.is_right_to_left else "ltr"
    how = f"font:8pt system-ui,sans-serif;color:{INK['muted']};direction:{direction};vertical-align:middle"
    return (
        f"@page{{size:A4;margin:12mm 11mm 18mm;"
        f"@bottom-{begin}{{content:{_string(tidy(document.source))};text-align:{begin};width:82%;{how}}}"
        f"@bottom-{end}{{content:{page};text-align:{end};{how}}}}}\n"
    )


def _sides(document: Document) -> tuple[str, str]:
    """Where reading begins, and where it ends: for what must not follow the direction of a figure."""
    return ("right", "left") if document.is_right_to_left else ("left", "right")


def _string(text: str) -> str:
    """A text as a string of CSS: what could end it, or the style sheet, is written by its number."""
    return '"' + _PLAIN.sub(lambda found: f"\\{ord(found[0]):06X}", text) + '"'
