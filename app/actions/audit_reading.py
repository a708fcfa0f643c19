"""Reads the audit trail: newest first, page by page, whatever its size."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.actions.acting import what_was_asked
from app.core.access import Actor
from app.core.errors import AuditUnreadable, CannotConnect, ConnectionLost
from app.core.record import HOUSEKEEPING, AuditLine, Filed, Mark, Sealed
from app.core.storage_messages import what_the_system_said
from app.db import users
from app.db.engine import Database

BLOCK_BYTES = 64 * 1024

LINES_BETWEEN_LOOKS = 500


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines are wanted; what is left out counts for all. `text` is looked for, in any case, in e-mail,
    workstation, place, answer and the ids; `since` and `until` (not included) carry their time zone. An
    `action` is wanted whether missing files were accepted with it or not."""

    text: str = ""
    business_id: int | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def takes(self, line: AuditLine) -> bool:
        return (
            (self.business_id is None or line.business_id == self.business_id)
            and (not self.action or self.action in {line.action, what_was_asked(line.action)[0]})
            and (self.since is None or line.moment >= self.since)
            and (self.until is None or line.moment < self.until)
            and self._has_text(line)
        )

    def _has_text(self, line: AuditLine) -> bool:
        wanted = self.text.strip().casefold()
        who_and_where = (line.email, line.workstation, line.place, line.answer)
        parts = (*who_and_where, line.business_id, line.job_id, line.run, line.run_name)
        return not wanted or any(wanted in str(part).casefold() for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class AuditSight:
    """Which lines a person may read: of the file that all consoles of this computer's user share, whatever
    database they work on. Who sees all businesses of this one reads everything."""

    user_id: int
    business_ids: Collection[int] | None
    place: str

    def takes(self, line: AuditLine) -> bool:
        """Of another place, or of one that an early version did not note, the ids may be anybody's. What
        belongs to no business, such as an action on a job that does not exist, is for who did it."""
        return self.business_ids is None or (line.place == self.place and self.takes_here(line))

    def takes_here(self, line: AuditLine) -> bool:
        """The same of a line that is known to be of this place."""
        if self.business_ids is None:
            return True
        if line.business_id is None:
            return line.user_id == self.user_id and bool(self.business_ids)
        return line.business_id in self.business_ids


def sight_now(database: Database, actor: Actor) -> AuditSight:
    """What `actor` may read by their rights of this moment, or of their sign-in where the database cannot be
    reached: then least of all the trail should be."""
    try:
        with database.begin() as connection:
            acting = users.by_id(connection, actor.user_id)
    except (CannotConnect, ConnectionLost):
        acting = actor
    return AuditSight(actor.user_id, acting.visible() if acting else (), database.where)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines, newest first. `older` is where the next page begins, None where there is nothing older;
    `damaged` counts the lines on the way that could not be read. `is_shared` where they are those of all
    computers, out of the database."""

    lines: tuple[AuditLine, ...]
    older: int | None
    damaged: int
    is_shared: bool = False


class Recorded(NamedTuple):
    """A line, and its place in a chain where it has one."""

    line: AuditLine
    sealed: Sealed | None


class AuditReader:
    """Reads the file `path`, for one person. All methods block, and raise AuditUnreadable, and DatabaseError
    kinds of `sight`."""

    def __init__(self, path: Path, sight: Callable[[], AuditSight]) -> None:
        """`sight` is asked before each reading; see `sight_now`."""
        self._path = path
        self._sight = sight

    def newest(
        self, wanted: AuditFilter, *, limit: int, before: int | None, go_on: Callable[[], bool]
    ) -> AuditPage:
        """Up to `limit` lines that `wanted` takes, from byte `before` of the file (None: its end) backwards;
        the file is read only as far as needed. `go_on` is called now and then; where it returns False, the
        page ends there."""
        lines: list[AuditLine] = []
        damaged, sight = 0, self._sight()
        with self._opened() as file:
            for number, (offset, text) in enumerate(_backwards(file, before), start=1):
                line = AuditLine.parse(text)
                if line is None:
                    damaged += is_damage(text)
                elif line.action not in HOUSEKEEPING and sight.takes(line) and wanted.takes(line):
                    lines.append(line)
                if len(lines) == limit or (number % LINES_BETWEEN_LOOKS == 0 and not go_on()):
                    return AuditPage(tuple(lines), offset or None, damaged)
        return AuditPage(tuple(lines), None, damaged)

    def oldest_first(self, wanted: AuditFilter) -> Iterator[Recorded]:
        """All lines that `wanted` takes, in the order in which they were written."""
        sight = self._sight()
        with self._opened() as file:
            for text in file:
                line = AuditLine.parse(text)
                if line is not None and sight.takes(line) and wanted.takes(line):
                    filed = Filed.parse(text.decode(errors="replace"))
                    yield Recorded(line, filed.sealed if filed else None)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        """A trail in which nothing was written yet is empty."""
        try:
            with self._path.open("rb") if self._path.exists() else io.BytesIO() as file:
                yield file
        except OSError as error:
            raise AuditUnreadable(str(self._path), what_the_system_said(error)) from error


def is_damage(text: bytes) -> bool:
    """Whether a line of the file that is none of the trail is no mark about others either."""
    return bool(text.strip()) and Mark.parse(text.decode(errors="replace")) is None


def _backwards(file: BinaryIO, before: int | None) -> Iterator[tuple[int, bytes]]:
    """The lines before byte `before`, the last one first, each with the byte at which it begins."""
    end = file.seek(0, os.SEEK_END) if before is None else before
    rest = b""
    while end > 0:
        begin = max(0, end - BLOCK_BYTES)
        file.seek(begin)
        first, *others = (file.read(end - begin) + rest).split(b"\n")
        place = end + len(rest)
        for text in reversed(others):
            place -= len(text)
            yield place, text
            place -= 1  # its line's end before it
        rest, end = first, begin
    if rest:
        yield 0, rest
