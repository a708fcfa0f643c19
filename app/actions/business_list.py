"""Entries of a list matched against the businesses that a person may see: found or not, and what would help.

The businesses are read once (`directory`, two statements however many there are); each check of a text that
is being edited is then plain work in memory, bounded by the entries and not by entries times businesses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property, partial

from app.actions.acting import refusal
from app.actions.results import Answer
from app.core.access import Actor, Business, Permission
from app.core.folding import folded
from app.db import businesses, users
from app.db.engine import Database
from app.engine.job_type import JobType
from app.lists.entries import LONGEST_ENTRY, Entry, as_id, entries_of_line, written_for

MOST_SUGGESTIONS = 200
"""Names of one list that are compared with others: whoever has more of them has the wrong list."""

MOST_CHOICES = 20
"""Businesses that one entry may fit; one that fits more says too little."""

_ALIKE = 0.72
"""How alike two names are, from 0 to 1, of which one is suggested for the other."""

_LOOKED_AT = 600
"""Names that share some letters with one that was not found, of which the most alike are sought."""

_COMPARED = 5
"""Names that are compared letter by letter with one that was not found."""

_LETTERS_COMPARED = 80
_FEWEST_LETTERS = 4
"""Of a beginning of a name, with the blank behind it."""

_WITH_ID = re.compile(r"(\d{1,19})\s*[-–:.|/]?\s+(\D.*)|(.*?\S)\s*[-–:|/]?\s+\(?#?(\d{1,19})\)?")


class Match(StrEnum):
    """What became of an entry."""

    NOT_FOUND = "not_found"
    REFUSED = "refused"
    SEVERAL = "several"
    TWICE = "twice"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class ListLine:
    """An entry with what became of it. `business` is what it names, where that is one; `refusal` says why not
    (REFUSED), `same_as` is the line that named it before (TWICE), `choices` are what it fits (SEVERAL), and
    `suggestion` what may be meant (NOT_FOUND)."""

    entry: Entry
    match: Match
    business: Business | None = None
    refusal: Answer | None = None
    same_as: int | None = None
    choices: tuple[Business, ...] = ()
    suggestion: Business | None = None


@dataclass(frozen=True, slots=True)
class CheckedList:
    """All entries of a list, in its order."""

    lines: tuple[ListLine, ...] = ()
    counts: Counter[Match] = field(default_factory=Counter)

    @property
    def ids(self) -> list[int]:
        """The businesses that were found, in the order of the list."""
        return [line.business.id for line in self.lines if line.match is Match.FOUND and line.business]


def directory(database: Database, job_type: JobType, actor: Actor | None) -> Directory:
    """The businesses that `actor` may see now, and what they may do there; all of them for whoever needs no
    sign-in (None). Two statements."""
    with database.begin() as connection:
        if actor is None:
            return Directory(businesses.read(connection), _is_there)
        acting = users.by_id(connection, actor.user_id)
        found = businesses.read(connection, acting.visible() if acting else [])
    return Directory(found, partial(_refusal, acting, job_type.permission))


class Directory:
    """Businesses by id and by name, as they were read. Names count without case, points and hidden marks."""

    def __init__(
        self, found: Iterable[Business], refusal_in: Callable[[Business | None], Answer | None]
    ) -> None:
        """`refusal_in` is why the person may not act in a business, or (None) in one that they cannot see."""
        self._refusal_in = refusal_in
        self._by_id = {business.id: business for business in found}
        self._by_name: dict[str, list[Business]] = defaultdict(list)
        for business in self._by_id.values():
            if name := folded(business.name[:LONGEST_ENTRY]):
                self._by_name[name].append(business)
        self._names = sorted(self._by_name)
        self._most_alike: dict[str, Business | None] = {}  # to names that were not found, as they are sought

    def check(self, entries: Sequence[Entry]) -> CheckedList:
        """What each entry names. Takes some time for a long list: call it off the main thread."""
        seen: dict[int, int] = {}
        suggestions = MOST_SUGGESTIONS
        lines: list[ListLine] = []
        for entry in self._taken_apart(entries):
            line = self._looked_up(entry)
            if line.business is not None and line.business.id in seen:
                line = ListLine(entry, Match.TWICE, line.business, same_as=seen[line.business.id])
            elif line.business is not None:
                seen[line.business.id] = entry.line
            elif line.match is Match.NOT_FOUND and suggestions:
                suggestions -= 1
                line = replace(line, suggestion=self._suggestion(entry))
            lines.append(line)
        return CheckedList(tuple(lines), Counter(line.match for line in lines))

    def written(self, business: Business) -> str:
        """The text of one entry that names this business alone: its name where that does, else its id."""
        text = written_for(business.name)
        named = [self._looked_up(entry).business for entry in self._taken_apart(entries_of_line(text))]
        return text if named == [business] else str(business.id)

    def _taken_apart(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            yield from entry.parts if entry.parts and self._is_list(entry) else (entry,)

    @cached_property
    def _with_trigram(self) -> dict[str, list[str]]:
        """Names by the letters in them: made where a name is not found, which is not in every list."""
        made: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for trigram in _trigrams(name):
                made[trigram].append(name)
        return made

    def _is_list(self, entry: Entry) -> bool:
        """Its commas separate: most of what they separate is known, and the whole is not."""
        if folded(entry.text) in self._by_name:
            return False
        if entry.meant is not None:
            return entry.meant not in self._by_id
        known = sum(part.number in self._by_id or folded(part.text) in self._by_name for part in entry.parts)
        return known >= 2 and known * 2 > len(entry.parts)

    def _looked_up(self, entry: Entry) -> ListLine:
        """An id is an id first; then it may be a name."""
        if entry.number is not None and (business := self._by_id.get(entry.number)):
            return self._named(entry, business)
        named = self._by_name.get(folded(entry.text), [])
        if len(named) == 1:
            return self._named(entry, named[0])
        if named:
            return ListLine(entry, Match.SEVERAL, choices=tuple(named[:MOST_CHOICES]))
        number, name = _id_and_name(entry.text)
        both = self._by_id.get(number) if number else None
        if both is not None and folded(both.name) == folded(name):
            return self._named(entry, both)
        begun = self._begun_by(entry)
        if len(begun) > 1:
            return ListLine(entry, Match.SEVERAL, choices=tuple(begun))
        return self._absent(entry)

    def _named(self, entry: Entry, business: Business) -> ListLine:
        why = self._refusal_in(business)
        return ListLine(entry, Match.REFUSED if why else Match.FOUND, business, why)

    def _absent(self, entry: Entry) -> ListLine:
        """Who may act in one business alone does not learn which others there are, by id or by name."""
        why = self._refusal_in(None)
        hidden_name = why is Answer.OTHER_BUSINESS and entry.number is None
        if why is Answer.NO_SUCH_BUSINESS or hidden_name:
            return ListLine(entry, Match.NOT_FOUND)
        return ListLine(entry, Match.REFUSED, refusal=why)

    def _begun_by(self, entry: Entry) -> list[Business]:
        """Businesses whose names begin with these words; none where they are too many to tell anything."""
        words = f"{folded(entry.text)} "
        if len(words) < _FEWEST_LETTERS or entry.is_like_id:
            return []
        found: list[Business] = []
        for place in range(bisect_left(self._names, words), len(self._names)):
            if not self._names[place].startswith(words):
                break
            found.extend(self._by_name[self._names[place]])
            if len(found) > MOST_CHOICES:
                return []
        return found

    def _suggestion(self, entry: Entry) -> Business | None:
        if entry.meant is not None:
            return self._by_id.get(entry.meant)
        if entry.is_like_id:
            return None
        number, name = _id_and_name(entry.text)
        both = self._by_id.get(number) if number else None
        if both is not None and _alike(folded(both.name), folded(name)) >= _ALIKE:
            return both
        begun = self._begun_by(entry)
        if begun:
            return begun[0]
        sought = folded(entry.text)
        if sought not in self._most_alike:  # nearly all of them are the same as before an edit
            self._most_alike[sought] = self._most_like(sought)
        return self._most_alike[sought]

    def _most_like(self, name: str) -> Business | None:
        """Of the names with which it shares the letters that few have."""
        by_rarity = sorted(
            (len(self._with_trigram[trigram]), trigram)
            for trigram in _trigrams(name)
            if trigram in self._with_trigram
        )
        shared: Counter[str] = Counter()
        room = _LOOKED_AT
        for count, trigram in by_rarity:
            if (room := room - count) < 0:
                break
            shared.update(self._with_trigram[trigram])
        best, share = None, _ALIKE
        for other, _ in shared.most_common(_COMPARED):
            alike = _alike(name, other)
            if alike >= share and len(self._by_name[other]) == 1:
                best, share = self._by_name[other][0], alike
        return best


def _alike(name: str, other: str) -> float:
    """How alike they are, from 0 to 1."""
    matcher = SequenceMatcher(None, name[:_LETTERS_COMPARED], other[:_LETTERS_COMPARED], autojunk=False)
    return matcher.ratio()


def _refusal(actor: Actor | None, permission: Permission, business: Business | None) -> Answer | None:
    return refusal(actor, business, permission)


def _is_there(business: Business | None) -> Answer | None:
    return None if business else Answer.NO_SUCH_BUSINESS


def _id_and_name(text: str) -> tuple[int | None, str]:
    """The two of an entry such as “12 Alma”, “12 - Alma” or “Alma (12)”."""
    found = _WITH_ID.fullmatch(text)
    if found is None:
        return None, text
    return as_id(found[1] or found[4]), found[2] or found[3]


def _trigrams(name: str) -> set[str]:
    letters = f" {name[:_LETTERS_COMPARED]} "
    return {letters[place : place + 3] for place in range(len(letters) - 2)}
