"""What the engine needs of a storage: delete many keys of one business, and say for each how it went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class FileOutcome(StrEnum):
    """How the deletion of one file went."""

    DELETED = "deleted"
    ALREADY_GONE = "already_gone"
    FAILED = "failed"
    REFUSED = "refused"
    UNTRIED = "untried"
    """Not touched: the time was up before its turn came."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """One key and what became of it; `reason` says why a file was not deleted.

    `data_stays`: the bucket keeps versions. The file is hidden, and its content can be fetched as an older
    version until a person, or a rule of the bucket, removes that too. `in_doubt`: the deletion was under way
    as it was given up, or was answered by a failure that may have come after it; it may be done all the same.
    """

    key: str
    outcome: FileOutcome
    reason: str = ""
    data_stays: bool = False
    in_doubt: bool = False

    @property
    def is_gone(self) -> bool:
        """No file is there any more, so that its attachment row may go."""
        return self.outcome in {FileOutcome.DELETED, FileOutcome.ALREADY_GONE}


class Storage(Protocol):
    """A place of attachments. Safe to use from several threads. Whatever else it raises, and however long it
    takes, is for `files.bounded` to answer for."""

    @property
    def place(self) -> str:
        """Where it is, for people: a folder or a bucket."""

    def check(self) -> None:
        """Raises StorageUnusable where attachments cannot be deleted from here."""

    def finds_any(self, keys: Sequence[str]) -> bool:
        """Whether the file of at least one of `keys` is there, which may be of any businesses: so a sample of
        the database vouches for the place. Stops at the first that is found, and passes over what can be no
        key. Raises StorageUnusable where that cannot be found out."""

    def holds(self, business_id: int) -> bool:
        """Whether there is anything of the business: its folder, or an object under its prefix. Raises
        StorageUnusable where that cannot be found out."""

    def keeps_versions(self) -> bool | None:
        """Whether what is deleted from here can still be fetched as an older version; None where that is
        unknown. Raises StorageUnusable where it cannot be asked."""

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        """Deletes the files of `keys`, and answers for each in the same order.

        Never raises for a single file. A key outside of the business's own prefix, or one that leads out
        of the storage, is REFUSED and left alone. ALREADY_GONE means that no file was there when it was
        looked for, right before the deletion. Between two files, and before each request that deletes, it
        asks `files.present_call` whether it may go on: the rest is UNTRIED.
        """

    def tidy(self, business_id: int) -> None:
        """Removes the folders of the business that `delete` has emptied, where there are folders. Never
        raises: what cannot be removed stays."""


def prefix_of(business_id: int) -> str:
    """Where all keys of a business begin (web-api-contract.md, `attachments.storage_path`)."""
    return f"attachments/{business_id}/"


def is_a_key(key: str) -> bool:
    """Whether this can be the key of any business's file. One file has one key: a query by key whether a file
    is in use would miss another spelling, so an empty step, "." and ".." are refused."""
    return bool(_BUSINESS.match(key)) and {"", ".", ".."}.isdisjoint(key.split("/"))


_BUSINESS = re.compile("attachments/(?:0|[1-9][0-9]*)/")
