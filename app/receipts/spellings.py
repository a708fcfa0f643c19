"""Keys that name a file in another way than the product does: `a//b`, `a/./b`, `/a/b`, `x/../a/b`, `a/b/`.

A folder takes an empty step and a dot for none, and so do services that keep a bucket in folders: such a key
leads to the file of another one. It is never deleted by that key (`files.storage.is_a_key`); here it is found
while the file's own key is to be deleted, so that whoever needs it by the other key keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

from sqlalchemy import Connection, Text, cast, collate, func, literal, or_, select

from app.receipts.tables import attachments

_OVERLAP = 1_000
"""Ids before the last one that are read again: an earlier one may have been committed later."""

_ODD_STEPS = ("//", "/./", "/../")


def plain(key: str) -> str:
    """What all spellings of a file's key have in common, also those of another Unicode normal form."""
    way: list[str] = []
    for step in key.split("/"):
        if step == "..":
            del way[-1:]
        elif step not in {"", "."}:
            way.append(step)
    return normalize("NFC", "/".join(way))


class OddSpellings:
    """The attachments of a business with such keys, for one slice of a job or one sweep: one business after
    the other, and one thread at a time.

    No index finds them, so the rows of the business are read once; after that, only those that came since.
    """

    def __init__(self) -> None:
        self._business_id: int | None = None
        self._after = 0
        self._found: dict[str, set[int]] = {}

    def of(self, connection: Connection, business_id: int, keys: Iterable[str]) -> set[int]:
        """Attachments whose key leads to the file of one of `keys`, which are as the product gives them. Some
        may not be there any more."""
        if business_id != self._business_id:
            self._business_id, self._after, self._found = business_id, 0, {}
        for attachment_id, key in _odd_keys(connection, business_id, after=self._after - _OVERLAP):
            self._found.setdefault(plain(key), set()).add(attachment_id)
        self._after = max(self._after, _last_id(connection))
        return set[int]().union(*(self._found.get(plain(key), ()) for key in keys))


def _odd_keys(connection: Connection, business_id: int, *, after: int) -> list[tuple[int, str]]:
    path = attachments.c.storage_path
    # Searched byte by byte: a collation that takes some letters for the same cannot be searched everywhere.
    steps = collate(func.concat(literal("/", Text), cast(path, Text), literal("/", Text), type_=Text), "C")
    is_odd = or_(*(func.strpos(steps, literal(step, Text)) > 0 for step in _ODD_STEPS))
    rows = connection.execute(
        select(attachments.c.id, path).where(
            attachments.c.id > after, attachments.c.business_id == business_id, path != "", is_odd
        )
    )
    return [(row[0], row[1]) for row in rows]


def _last_id(connection: Connection) -> int:
    return connection.scalar(select(func.max(attachments.c.id))) or 0
