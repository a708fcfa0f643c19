"""The record of who did what: its lines, and the chain of hashes that holds those of one writer together.

A writer numbers its lines from 1. The hash of a line covers its whole text and the hash of the line before
it, so none can be changed, left out or put between without a trace. Each line also shows the key that the
line before it had locked: only the writer itself can add one.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, get_args, get_type_hints

COUNTERSIGN = "countersign"
"""The action of a line that names the heads of other chains, as its writer sees them."""

CLOSE = "close"
"""The same as the last line of a writer that ends: nothing of this process follows it."""

END = "end"
"""The action of a line about a job that left its worker: with which status, and with which counts."""

END_RESTORE = "end_restore"
"""The same about a restore."""

FOUND_RESTORE_END = "found_restore_end"
"""The same as `FOUND_END` about a restore."""

FOUND_END = "found_end"
"""The same of a job whose own console could not write it: another one has found it so."""

NOTHING = "-"
"""In place of the hash of a chain that has no line yet, which is its number 0."""

HOUSEKEEPING = frozenset({COUNTERSIGN, CLOSE})
"""What tells nothing about what people did."""

_SEAL = ("writer", "number", "key", "lock", "hash", "done")
_PLACE = r'\{"writer": "([^"\\]+)", "number": ([0-9]{1,10}), '
_BEGIN = re.compile(rf'{_PLACE}"key": "([0-9a-f]*)", "lock": "([0-9a-f]*)", ')
_LINE = re.compile(rf'({_PLACE}.*), "hash": "([0-9a-f]{{64}})"(, "done": true)?\}}')
_MARKS = {'{"done": ': True, '{"undone": ': False}
"""How a line of the file begins that says what became of the lines of a chain up to a number."""
_LOCK_LENGTH = 32


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One action on one business. `at` is UTC in ISO 8601; counts are the job's after the action."""

    at: str
    action: str
    answer: str
    user_id: int
    email: str
    workstation: str
    business_id: int | None
    job_id: int | None
    old_status: str | None
    new_status: str | None
    total: int | None
    succeeded: int | None
    failed: int | None
    place: str = ""
    """host:port/database.schema; "" in a line that an earlier version of the console wrote."""
    run: str = ""
    """The id of the run that the job belongs to; "" where it belongs to none."""
    run_name: str = ""
    heads: str = ""
    """What a countersigning line has seen of other chains: "writer number hash" each, with "; " between."""

    @classmethod
    def parse(cls, text: str | bytes) -> AuditLine | None:
        """The line as it stands in the file or the table, or None where it is damaged or not of this
        format."""
        try:
            found: dict[str, Any] = json.loads(text)
            line = cls(**{name: value for name, value in found.items() if name not in _SEAL})
            known = datetime.fromisoformat(line.at).tzinfo is not None
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        typed = all(type(getattr(line, name)) in kinds for name, kinds in _KINDS.items())
        return line if known and typed else None

    @property
    def content(self) -> dict[str, Any]:
        """What it says, by name; `heads` only where there are any."""
        return {name: value for name in NAMES if (value := getattr(self, name)) or name != "heads"}

    @property
    def json(self) -> str:
        """One line of JSON."""
        return json.dumps(self.content, ensure_ascii=False) + "\n"

    @property
    def moment(self) -> datetime:
        """`at` with its time zone."""
        return datetime.fromisoformat(self.at)


_KINDS: dict[str, tuple[type, ...]] = {
    name: get_args(kind) or (kind,) for name, kind in get_type_hints(AuditLine).items()
}


NAMES = tuple(_KINDS)
"""Of what a line says."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A line in its chain. `text` is what the hash covers: JSON in plain ASCII, which every encoding of a
    database can hold."""

    writer: str
    number: int
    text: str
    hash: str
    known: AuditLine | None = field(default=None, compare=False, repr=False)
    """What the text says, where it was just made of it."""

    def follows(self, before: Sealed | None) -> bool:
        """Whether it can be the next line after `before` (None: the first of its chain)."""
        if before is None:
            return self.number == 1 and self.hash == hash_of("", self.text)
        is_next = self.writer == before.writer and self.number == before.number + 1
        return is_next and self.hash == hash_of(before.hash, self.text) and self.has_key_of(before)

    def has_key_of(self, before: Sealed) -> bool:
        """Whether it shows the key that the line before it has locked."""
        own, other = _BEGIN.match(self.text), _BEGIN.match(before.text)
        return own is not None and other is not None and lock_of(own[3]) == other[4]

    @property
    def is_own_place(self) -> bool:
        """Whether the text names the same place in a chain."""
        found = _BEGIN.match(self.text)
        return found is not None and (found[1], int(found[2])) == (self.writer, self.number)

    @property
    def line(self) -> AuditLine:
        """What it says."""
        line = self.known or AuditLine.parse(self.text)
        if line is None:
            raise ValueError(self.text)
        return line


@dataclass(frozen=True, slots=True)
class Filed:
    """A line of the file that is in a chain. `is_done` where it was in the table when it was written."""

    sealed: Sealed
    is_done: bool = False

    @classmethod
    def parse(cls, text: str) -> Filed | None:
        """None where it is in no chain, as those of an early version."""
        found = _LINE.fullmatch(text.strip())
        if found is None:
            return None
        return cls(Sealed(found[2], int(found[3]), found[1] + "}", found[4]), found[5] is not None)

    @property
    def text(self) -> str:
        """As it stands in the file."""
        done = ', "done": true' if self.is_done else ""
        return f'{self.sealed.text[:-1]}, "hash": "{self.sealed.hash}"{done}}}\n'


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the file that says: the lines of this writer up to this number are in the table; or, where
    not `is_done`, that those that are not in it by now never will be."""

    writer: str
    number: int
    is_done: bool = True

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """None where it is something else."""
        for begin, is_done in _MARKS.items():
            if text.startswith(begin):
                with suppress(ValueError, RecursionError):
                    match list(json.loads(text).values()):
                        case [[str(writer), int(number)]]:
                            return cls(writer, number, is_done)
        return None

    @property
    def text(self) -> str:
        """As it stands in the file."""
        name = "done" if self.is_done else "undone"
        return json.dumps({name: [self.writer, self.number]}) + "\n"


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a chain."""

    writer: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.writer} {self.number} {self.hash}"


def heads_text(heads: Sequence[Head]) -> str:
    """As a line has them; the inverse of `heads_in`."""
    return "; ".join(map(str, heads))


def heads_in(text: str) -> list[Head]:
    """What is no head is left out: the hash of the line says whether the text is as it was written."""
    found = (part.split(" ") for part in text.split("; ") if part)
    return [Head(one[0], int(one[1]), one[2]) for one in found if len(one) == 3 and one[1].isdecimal()]


@dataclass
class Chain:
    """The lines of one writer, as it writes them. Sealing moves nothing: a transaction may still fail."""

    writer: str
    number: int = 0
    hash: str = ""
    secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    def copy(self) -> Chain:
        """The same chain, to try where it would lead."""
        return replace(self)

    @property
    def head(self) -> Head | None:
        """None before the first line."""
        return Head(self.writer, self.number, self.hash) if self.number else None

    def seal(self, lines: Sequence[AuditLine]) -> list[Sealed]:
        """The lines as the next ones of this chain."""
        sealed: list[Sealed] = []
        number, before = self.number, self.hash
        for line in lines:
            number += 1
            text = json.dumps(
                {
                    "writer": self.writer,
                    "number": number,
                    "key": self._key(number),
                    "lock": lock_of(self._key(number + 1)),
                    **line.content,
                }
            )
            before = hash_of(before, text)
            sealed.append(Sealed(self.writer, number, text, before, line))
        return sealed

    def move(self, last: Sealed) -> None:
        """The chain ends in `last` now."""
        self.number, self.hash = last.number, last.hash

    def _key(self, number: int) -> str:
        """Of one line; nobody can tell it before that line is written. The first has nothing to show."""
        return sha256(f"{self.secret} {number}".encode()).hexdigest()[:_LOCK_LENGTH] if number > 1 else ""


def hash_of(before: str, text: str) -> str:
    """Of a line with this text, after one with the hash `before` ("" where it is the first)."""
    return sha256(f"{before}{text}".encode(errors="surrogatepass")).hexdigest()


def process_of(writer: str) -> str:
    """The name of the process to which a chain belongs."""
    return writer.rpartition("/")[0]


def lock_of(key: str) -> str:
    """What a line shows of the key that the next one has to show."""
    return sha256(key.encode()).hexdigest()[:_LOCK_LENGTH]
