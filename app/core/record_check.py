"""Whether a record is as its writers wrote it: what was changed, removed or added afterwards.

What stands in the table is checked by itself, by what other chains have countersigned, and by what stands in
the file of this computer; the file by what is known to have been in the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from itertools import groupby

from app.core.record import CLOSE, AuditLine, Filed, Mark, Sealed, heads_in, process_of


class Trouble(StrEnum):
    """What is the matter with a line."""

    CHANGED = auto()
    """It, or the one before it, is not as its writer wrote it."""
    REMOVED = auto()
    """It is not there, and it was."""
    INSERTED = auto()
    """Somebody else than its writer has written it."""


class Where(StrEnum):
    """Of what the trouble is."""

    TABLE = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """One line, or all of a chain from this number up to `upto`; `id` is that of its row, where it has one.
    `at` and `action` are what the line says of itself, empty where it is gone or cannot be read."""

    trouble: Trouble
    where: Where
    writer: str
    number: int
    upto: int
    id: int | None = None
    at: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it stands in the table. `columns` are those that repeat what it says, by their names."""

    id: int | None
    sealed: Sealed
    columns: Mapping[str, object] = field(default_factory=dict)


@dataclass
class FileSide:
    """What stands in the file, by writer: its lines, and up to which number they are known to be in the
    table, or never to come there. `unchained` counts the lines of early versions, which are in no chain,
    `damaged` those that are nothing."""

    lines: dict[str, dict[int, Sealed]] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)
    unchained: int = 0
    damaged: int = 0

    @classmethod
    def read(cls, lines: Iterable[bytes]) -> FileSide:
        """Of several lines with one number the last one counts: those before it were rolled back."""
        side = cls()
        anew: set[str] = set()
        for data in lines:
            text = data.decode(errors="replace")
            if (mark := Mark.parse(text)) is not None:
                side._settle(mark.writer, mark.number, is_done=mark.is_done)
            elif (filed := Filed.parse(text)) is not None:
                one = filed.sealed
                known = side.lines.setdefault(one.writer, {})
                if one.number in known:
                    anew.add(one.writer)
                known[one.number] = one
                if filed.is_done:
                    side._settle(one.writer, one.number, is_done=True)
            elif AuditLine.parse(text) is not None:
                side.unchained += 1
            elif text.strip():
                side.damaged += 1
        for writer in anew:
            side._forget_rolled_back(writer)
        return side

    def place_of(self, writer: str) -> str:
        """Where the last line of a chain says that its process worked."""
        lines = self.lines[writer]
        line = AuditLine.parse(lines[max(lines)].text)
        return line.place if line else ""

    def of_processes(self, processes: Collection[str], place: str) -> FileSide:
        """What is of these processes, or says that it is of this place: another database has its own
        table."""
        here = {
            writer
            for writer in {*self.lines, *self.done}
            if process_of(writer) in processes or (writer in self.lines and self.place_of(writer) == place)
        }
        return FileSide(
            {writer: lines for writer, lines in self.lines.items() if writer in here},
            {writer: number for writer, number in self.done.items() if writer in here},
            self.settled,
            self.unchained,
            self.damaged,
        )

    def unsettled(self, writer: str) -> list[Sealed]:
        """The lines of which it is not known whether they are in the table, in their order."""
        upto = self.settled.get(writer, 0)
        return [one for number, one in sorted(self.lines.get(writer, {}).items()) if number > upto]

    def _forget_rolled_back(self, writer: str) -> None:
        """What followed a line that was rolled back, of which another one has the number now."""
        lines = self.lines[writer]
        follows = True
        for number in sorted(lines):
            if number > self.done.get(writer, 0):
                follows = follows and lines[number].follows(lines.get(number - 1))
                if not follows:
                    del lines[number]

    def _settle(self, writer: str, number: int, *, is_done: bool) -> None:
        self.settled[writer] = max(self.settled.get(writer, 0), number)
        if is_done:
            self.done[writer] = max(self.done.get(writer, 0), number)


class Countersigned:
    """What chains have seen of each other: hashes by writer and number."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """`rows` are all countersigning ones."""
        self._seen: dict[str, dict[int, set[str]]] = {}
        self._closed: dict[str, set[str]] = {}
        """By process that has ended by itself, the chains that it has written."""
        for row in rows:
            line = AuditLine.parse(row.sealed.text)
            if line is None:
                continue  # the check of its own chain says so
            heads = heads_in(line.heads)
            if line.action == CLOSE:
                self._closed[process_of(row.sealed.writer)] = {head.writer for head in heads}
            for head in heads:
                self._seen.setdefault(head.writer, {}).setdefault(head.number, set()).add(head.hash)

    def of(self, writer: str) -> Mapping[int, set[str]]:
        """By number."""
        return self._seen.get(writer, {})

    @property
    def writers(self) -> Iterable[str]:
        return self._seen

    def is_made_up(self, writer: str) -> bool:
        """Whether the process of this chain of lines in transactions has ended without naming it."""
        named = self._closed.get(process_of(writer))
        return named is not None and writer.rpartition("/")[2].startswith("t") and writer not in named


def check_table(rows: Iterable[Row], seen: Countersigned, file: FileSide) -> Iterator[Finding]:
    """What is the matter with the table, and with the file beside it. `rows` are all lines, chain after
    chain, each in the order of its numbers."""
    there = set()
    for writer, chain in groupby(rows, lambda row: row.sealed.writer):
        there.add(writer)
        yield from _check_chain(writer, list(chain), seen, file)
    for writer in sorted({*seen.writers, *file.done} - there):
        yield from _check_chain(writer, [], seen, file)


def check_file(file: FileSide) -> Iterator[Finding]:
    """What is the matter with the file by itself, as far as its chains tell."""
    for writer, lines in file.lines.items():
        rows = [Row(None, one) for _number, one in sorted(lines.items())]
        yield from _follow(writer, rows, Where.FILE)


def _check_chain(writer: str, rows: list[Row], seen: Countersigned, file: FileSide) -> Iterator[Finding]:
    if seen.is_made_up(writer):
        yield from (_found(Trouble.INSERTED, Where.TABLE, row) for row in rows)
        return
    bad: set[int] = set()
    for finding in _follow(writer, rows, Where.TABLE):
        bad.add(finding.number)
        yield finding
    by_number = {row.sealed.number: row for row in rows}
    for number, hashes in sorted(seen.of(writer).items()):
        row = by_number.get(number)
        if row is not None and hashes != {row.sealed.hash} and number not in bad:
            bad.add(number)
            yield _found(Trouble.CHANGED, Where.TABLE, row)
    last = rows[-1].sealed.number if rows else 0
    known = max([*seen.of(writer), file.done.get(writer, 0)])
    if known > last:
        yield Finding(Trouble.REMOVED, Where.TABLE, writer, last + 1, known)
    yield from _beside(writer, by_number, bad, file)


def _beside(writer: str, rows: Mapping[int, Row], bad: set[int], file: FileSide) -> Iterator[Finding]:
    """The lines of the file that are in the table as well. A line may come to the file later, and a process
    that is killed leaves it out: those are missed up to which the file itself says that it has come."""
    lines = file.lines.get(writer, {})
    done = file.done.get(writer, 0)
    for number, row in rows.items():
        filed = lines.get(number)
        if filed is None:
            if number <= done:
                yield _found(Trouble.REMOVED, Where.FILE, row)
        elif filed.hash != row.sealed.hash or filed.text != row.sealed.text:
            if number > done or number in bad:
                continue  # rolled back here, or said already
            before = lines.get(number - 1)
            is_ours = filed.follows(before) if number == 1 or before else True
            yield _found(Trouble.CHANGED, Where.TABLE if is_ours else Where.FILE, row)


def _follow(writer: str, rows: list[Row], where: Where) -> Iterator[Finding]:
    """Each line by the one before it."""
    before: Sealed | None = None
    expected, highest = 1, 0
    for row in rows:
        one = row.sealed
        if one.number > expected:
            yield Finding(Trouble.REMOVED, where, writer, expected, one.number - 1)
        follows = one.number == expected
        if one.number < expected:
            yield _found(Trouble.INSERTED, where, row)
            continue
        is_in_order = row.id is None or row.id > highest
        highest = max(highest, row.id or 0)
        if not _says_so(row):
            yield _found(Trouble.CHANGED, where, row)
        elif follows and not one.follows(before):
            has_key = before is None or one.has_key_of(before)
            yield _found(Trouble.CHANGED if has_key else Trouble.INSERTED, where, row)
        elif not is_in_order:
            yield _found(Trouble.CHANGED, where, row)
        before, expected = one, one.number + 1


def _says_so(row: Row) -> bool:
    """Whether the line says itself what stands beside it."""
    line = AuditLine.parse(row.sealed.text)
    if line is None or not row.sealed.is_own_place:
        return False
    return all(getattr(line, name) == value for name, value in row.columns.items())


def _found(trouble: Trouble, where: Where, row: Row) -> Finding:
    line = AuditLine.parse(row.sealed.text)
    at, action = (line.at, line.action) if line else ("", "")
    return Finding(
        trouble, where, row.sealed.writer, row.sealed.number, row.sealed.number, row.id, at, action
    )
