"""Sheets as the bytes of an XLSX file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from app.core.tabular import Cell
from app.core.text import shortened, visible
from app.reports.sheets import Sheet

LONGEST_CELL = 32_000
"""Characters; a cell of a spreadsheet holds 32,767."""

NARROWEST, WIDEST = 10, 48
"""Characters of a column."""

MOMENT = "yyyy-mm-dd hh:mm:ss"


def workbook_bytes(sheets: Sequence[Sheet], *, right_to_left: bool) -> bytes:
    """The whole file. No text of it is a formula, whatever it begins with."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(shortened(sheet.name, 31))
        page.sheet_view.rightToLeft = right_to_left
        page.freeze_panes = "A2"
        rows = [list(row) for row in sheet.rows]
        for place, title in enumerate(sheet.titles):
            widest = max([len(title), *(len(str(row[place] or "")) for row in rows)])
            width = min(WIDEST, max(NARROWEST, widest + 2))
            page.column_dimensions[get_column_letter(place + 1)].width = width
        page.append([_written(page, title, is_bold=True) for title in sheet.titles])
        for row in rows:
            page.append([_written(page, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _written(page: WriteOnlyWorksheet, cell: Cell, *, is_bold: bool = False) -> WriteOnlyCell:
    if not isinstance(cell, str):
        made = WriteOnlyCell(page, value=cell)
        if isinstance(cell, date | datetime):
            made.number_format = MOMENT
        return made
    made = WriteOnlyCell(page, value=visible(shortened(cell, LONGEST_CELL)))
    made.data_type = "s"
    if is_bold:
        made.font = Font(bold=True)
    return made
