"""Which attachments lead to the same file: those of the same key, and those whose key spells it otherwise.

`a//b`, `a/./b`, `/a/b`, `x/../a/b` and `a/b/` lead to `a/b` in a folder, which takes an empty step and a dot
for none, and in the buckets of services that keep them in folders. Nothing is ever deleted by such a key
(`files.storage.is_a_key`); but whoever needs the file by it keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import normalize

from sqlalchemy import (
    ARRAY,
    ClauseElement,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    collate,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.db import built
from app.receipts.tables import attachments

_OVERLAP = 1_000
"""Ids before the last one that are read again: an earlier one may have been committed later."""

_ODD_STEPS = ("//", "/./", "/../")
_ODD = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
"""An empty step, "." or "..", wherever it is."""


def plain(key: str) -> str:
    """What all spellings of a file's key have in common, also those of another Unicode normal form."""
    if key.isascii() and not _ODD.search(key):
        return key
    way: list[str] = []
    for step in key.split("/"):
        if step == "..":
            del way[-1:]
        elif step not in {"", "."}:
            way.append(step)
    return normalize("NFC", "/".join(way))


class SameFiles:
    """For one slice of a job or one sweep: one business after the other, and one thread at a time.

    No index finds odd spellings. So the rows of the business are read once; after that, only those that came
    since. Of other businesses, rows with the same key count, in either Unicode normal form.
    """

    def __init__(self) -> None:
        self._business_id: int | None = None
        self._after = 0
        self._odd: dict[str, set[int]] = {}

    def of(self, connection: Connection, business_id: int, keys: Collection[str]) -> set[int]:
        """The attachments whose key leads to the file of one of `keys`, which are as the product gives them:
        one round trip. Of those with odd ones, some may not be there any more."""
        if business_id != self._business_id:
            self._business_id, self._after, self._odd = business_id, 0, {}
        rows = built.execute(
            connection,
            _same_ones,
            wanted=_spellings(keys),
            business=business_id,
            after=self._after - _OVERLAP,
        )
        found: set[int] = set()
        for row in rows:
            if row.storage_path is None:
                self._after = row.id or 0
            elif row.is_odd:
                self._odd.setdefault(plain(row.storage_path), set()).add(row.id)
            else:
                found.add(row.id)
        return found.union(*(self._odd.get(plain(key), ()) for key in keys)) if self._odd else found


def _spellings(keys: Collection[str]) -> list[str]:
    others = {normalize(form, key) for key in keys if not key.isascii() for form in ("NFC", "NFD")}
    return sorted(others.union(keys))


def _same_ones() -> ClauseElement:
    """The rows of the keys `wanted`, odd ones of the business with `id > after`, and the last id of all."""
    last = select(func.max(attachments.c.id), cast(null(), Text), literal(False))
    return union_all(_of_keys(), _odd_ones(), last)


def _of_keys() -> Select[tuple[int, str, bool]]:
    """A join, so that without an index all of them take one scan."""
    wanted = func.unnest(bindparam("wanted", type_=ARRAY(Text)), type_=Text).column_valued("wanted")
    path = attachments.c.storage_path
    return select(attachments.c.id, path, literal(False).label("is_odd")).where(path == wanted)


def _odd_ones() -> Select[tuple[int, str, bool]]:
    path = attachments.c.storage_path
    # Searched byte by byte: a collation that takes some letters for the same cannot be searched everywhere.
    steps = collate(func.concat(literal("/", Text), cast(path, Text), literal("/", Text), type_=Text), "C")
    is_odd = or_(*(func.strpos(steps, literal(step, Text)) > 0 for step in _ODD_STEPS))
    return select(attachments.c.id, path, literal(True)).where(
        attachments.c.id > bindparam("after", type_=Integer),
        attachments.c.business_id == bindparam("business", type_=Integer),
        path != "",
        is_odd,
    )
