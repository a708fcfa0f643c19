"""What the engine needs of a storage: delete many keys of one business, and say for each how it went."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class FileResult:
    """One key and what became of it; `reason` says why a file was not deleted."""

    key: str
    outcome: FileOutcome
    reason: str = ""

    @property
    def is_gone(self) -> bool:
        """No file is there any more, so that its attachment row may go."""
        return self.outcome in {FileOutcome.DELETED, FileOutcome.ALREADY_GONE}


class Storage(Protocol):
    """A place of attachments. Safe to use from several threads."""

    @property
    def place(self) -> str:
        """Where it is, for people: a folder or a bucket."""

    def check(self) -> None:
        """Raises StorageUnusable where attachments cannot be deleted from here."""

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        """Deletes the files of `keys`, and answers for each in the same order.

        Never raises for a single file. A key outside of the business's own prefix, or one that leads out
        of the storage, is REFUSED and left alone.
        """

    def tidy(self, business_id: int) -> None:
        """Removes the folders of the business that `delete` has emptied, where there are folders. Never
        raises: what cannot be removed stays."""


def prefix_of(business_id: int) -> str:
    """Where all keys of a business begin (web-api-contract.md, `attachments.storage_path`)."""
    return f"attachments/{business_id}/"
