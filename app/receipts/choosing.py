"""Which files of a page may go: those that nothing needs which stays, by their rows and by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.keeping import Due
from app.core.messages import KEPT, OTHER_FOLDER, SHARED
from app.core.storage_messages import NO_KEY, OTHER_PREFIX
from app.db.engine import Connection
from app.engine.tally import FileTally
from app.files.storage import is_a_key, prefix_of
from app.receipts import page_statements
from app.receipts.page_statements import Described
from app.receipts.references import Ties
from app.receipts.same_files import SameFiles, plain
from app.receipts.tables import DELETABLE_PURPOSES


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that may be deleted, with the rows of all attachments that have its key."""

    key: str
    attachment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Staying:
    """An attachment whose file stays: something needs it (`is_needed`), or its key is wrong."""

    attachment_id: int
    key: str
    reason: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    files: list[StoredFile]
    staying: list[Staying]

    @property
    def tally(self) -> FileTally:
        """Those that stay."""
        return sum((_counted(one) for one in self.staying), FileTally())


def choose(
    connection: Connection, business_id: int, ids: Sequence[int], ties: Ties, same: SameFiles, due: Due
) -> Choice:
    """Sorts the attachments `ids`; those that are no rows any more are left out. Other rows of the business
    with the same keys, which deleted receipts left behind too, go along."""
    found = page_statements.described(connection, business_id, ids, ties, due)
    staying = [stays for one in found if (stays := _why_it_stays(business_id, one))]
    stuck = {one.attachment_id for one in staying}
    stuck_files = {plain(one.key) for one in staying}
    free = [one for one in found if one.attachment_id not in stuck]
    keys = {one.key for one in free}
    known = {one.attachment_id for one in found}
    for other in _with_the_same_files(connection, business_id, keys, known, ties, same, due):
        if not other.is_left_behind or _why_it_stays(business_id, other):
            stuck_files.add(plain(other.key))
        elif other.key in keys:
            free.append(other)
    groups: dict[str, list[int]] = {}
    for one in free:
        if stuck_files and plain(one.key) in stuck_files:
            staying.append(Staying(one.attachment_id, one.key, SHARED))
        else:
            groups.setdefault(one.key, []).append(one.attachment_id)
    return Choice([StoredFile(key, tuple(rows)) for key, rows in groups.items()], staying)


def _with_the_same_files(
    connection: Connection,
    business_id: int,
    keys: Iterable[str],
    known: set[int],
    ties: Ties,
    same: SameFiles,
    due: Due,
) -> list[Described]:
    wanted = sorted(keys)
    if not wanted:
        return []
    others = sorted(same.of(connection, business_id, wanted) - known)
    return page_statements.described(connection, business_id, others, ties, due) if others else []


def _why_it_stays(business_id: int, one: Described) -> Staying | None:
    if one.reason:
        return Staying(one.attachment_id, one.key, one.reason)
    if not is_a_key(one.key):
        return Staying(one.attachment_id, one.key, NO_KEY, is_needed=False)
    if not one.key.startswith(prefix_of(business_id)):
        return Staying(one.attachment_id, one.key, OTHER_PREFIX, is_needed=False)
    folder, is_folder, _rest = one.key.removeprefix(prefix_of(business_id)).partition("/")
    if is_folder and folder not in DELETABLE_PURPOSES and not (folder.isascii() and folder.isdecimal()):
        return Staying(one.attachment_id, one.key, OTHER_FOLDER)
    return None


def _counted(one: Staying) -> FileTally:
    if one.reason == KEPT:
        return FileTally(kept=1)
    return FileTally.of_needed(one.reason) if one.is_needed else FileTally.of_left(one.reason)
