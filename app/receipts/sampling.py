"""Whether this is the storage that the database names: some of its newest files have to be there.

In a wrong folder or bucket every file would count as already gone; the rows would be dropped, and the real
files orphaned.
"""

from __future__ import annotations

from app.core.errors import FilesNotFound
from app.db.engine import Connection, statement
from app.files.bounded import BoundedStorage
from app.receipts import attachments

SAMPLE = 50
"""Newest attachments that are looked for, until one is found."""


def require_its_storage(connection: Connection, storage: BoundedStorage) -> None:
    """Raises FilesNotFound where none of the database's newest files is there, and StorageUnusable where the
    storage cannot be asked.

    Files of deleted receipts may be gone after an interruption: then only files that no deleted receipt
    points at count. Where there are no others (a tiny database, interrupted at its very end), the businesses'
    own folders have to be there.
    """
    newest = _newest(connection, needed=False)
    if not newest or storage.finds_any([key for _, key in newest]):
        return
    needed = _newest(connection, needed=True)
    if needed and storage.finds_any([key for _, key in needed]):
        return
    if not needed and all(storage.holds(business_id) for business_id in {one for one, _ in newest}):
        return
    expected = [key for _, key in needed or newest]
    raise FilesNotFound(storage.place, len(expected), expected[0])


def _newest(connection: Connection, *, needed: bool) -> list[tuple[int, str]]:
    with statement(connection):
        return attachments.newest(connection, limit=SAMPLE, needed=needed)
