"""The businesses that a command names: ids of --business, and ids or names of --business-file."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.actions.business_list import Directory, ListLine, Match
from app.actions.results import ActionResult, Answer
from app.cli.output import complain
from app.core.durations import counted
from app.core.errors import BadInput
from app.core.keeping import check_days
from app.core.text import shortened, visible, whole_number
from app.lists.entries import Entry, entries_of
from app.lists.files import read_list, read_list_from
from app.lists.sheet import Sheet

STDIN = "-"


@dataclass(frozen=True, slots=True)
class NamedBusinesses:
    """As they were named; what the names mean, `resolve` asks the database."""

    ids: tuple[int, ...] = ()
    entries: tuple[Entry, ...] = ()

    def resolve(self, read_directory: Callable[[], Directory]) -> tuple[list[int], list[ActionResult]]:
        """The ids, each once, whether there are such businesses or not; and a refusal for each entry that is
        no id and names no single business. `read_directory` is called only where something is no id."""
        if all(entry.number is not None for entry in self.entries):
            numbers = [entry.number for entry in self.entries if entry.number is not None]
            return list(dict.fromkeys([*self.ids, *numbers])), []
        ids, refused = list(self.ids), []
        for line in read_directory().check(self.entries).lines:
            if line.business is not None:
                ids.append(line.business.id)
            elif line.entry.number is not None and line.match is not Match.SEVERAL:
                ids.append(line.entry.number)
            else:
                refused.append(_refused(line))
        return list(dict.fromkeys(ids)), refused


def days_of(option: str, text: str) -> int:
    """The days that an option names. Raises BadInput kinds."""
    days = whole_number(text)
    if days is None:
        raise BadInput(f"{option} must be a whole number of days (digits only), not {shortened(text)!r}.")
    return check_days(days)


def named_businesses(options: Namespace) -> NamedBusinesses:
    """Reads what the options name. Raises BadInput where that is nothing, ListUnreadable."""
    ids, file = options.business or [], options.business_file
    if file is not None and not file.strip():
        raise BadInput("--business-file needs the name of a file, or - for stdin.")
    if file is None and not ids:
        raise BadInput("Name businesses with --business or --business-file.")
    return NamedBusinesses(tuple(ids), tuple(_entries(file)) if file is not None else ())


def _entries(file: str) -> list[Entry]:
    sheet = read_list_from(sys.stdin.buffer, "stdin") if file == STDIN else read_list(Path(file))
    if sheet.is_one_of_several:
        others = ", ".join(f"“{visible(name)}”" for name in sheet.names if name != sheet.name)
        complain(f"Read from the sheet “{visible(sheet.name)}”. Other sheets with content: {others}.")
    # Nobody is there to choose a column: the one that looks right.
    entries = entries_of(sheet.text(sheet.column, has_titles=sheet.has_titles))
    if not entries:
        raise BadInput(f"The list {visible(file)} names no business.")
    if sheet.width > 1:
        complain(_what_is_read(sheet))
    return entries


def _what_is_read(sheet: Sheet) -> str:
    title = visible(sheet.title(sheet.column, has_titles=sheet.has_titles))
    said = f"The list has {sheet.width:,} columns: “{title}” is read."
    blank = sum(not row[sheet.column].strip() for row in sheet.rows[sheet.has_titles :])
    return f"{said} Left out, without a value there: {counted(blank, 'row')}." if blank else said


def _refused(line: ListLine) -> ActionResult:
    where = f"line {line.entry.line}"
    if line.choices:
        where += f"; IDs {', '.join(str(business.id) for business in line.choices)}"
    elif line.suggestion is not None:
        where += f"; did you mean “{visible(line.suggestion.name)}”, ID {line.suggestion.id}?"
    named = f"“{visible(shortened(line.entry.text))}” ({where})"
    answer = Answer.SEVERAL_BUSINESSES if line.choices else line.refusal or Answer.NO_SUCH_BUSINESS
    return ActionResult(answer, None, detail=named)
