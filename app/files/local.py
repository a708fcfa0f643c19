"""Attachments in a local folder, laid out by their keys."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from app.core.errors import StorageUnusable
from app.files.storage import FileOutcome, FileResult, prefix_of


class LocalStorage:
    """The folder that holds `attachments/{business_id}/…`.

    A folder without `attachments` is not taken for the storage: in a wrong or unmounted folder every file
    would count as already gone, the rows would be dropped, and the real files lost from sight.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def place(self) -> str:
        return str(self._root)

    def check(self) -> None:
        attachments = self._root / "attachments"
        if not os.path.isdir(self._root):
            raise StorageUnusable(self.place, "there is no such folder")
        if not os.path.isdir(attachments):
            raise StorageUnusable(
                self.place, 'it has no folder "attachments", so it is not the attachment storage'
            )
        if not os.access(attachments, os.R_OK | os.W_OK | os.X_OK):
            raise StorageUnusable(self.place, "its files may not be deleted by this user")

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        try:
            self.check()
        except StorageUnusable as error:
            return [FileResult(key, FileOutcome.FAILED, str(error)) for key in keys]
        root = os.path.realpath(self._root)
        own = os.path.join(os.path.realpath(self._root / "attachments"), str(business_id))
        return [self._delete_one(root, own, prefix_of(business_id), key) for key in keys]

    def _delete_one(self, root: str, own: str, prefix: str, key: str) -> FileResult:
        folder, name = os.path.split(key)
        if not key.startswith(prefix) or "\0" in key or name in {"", ".", ".."}:
            return FileResult(key, FileOutcome.REFUSED, "the key is not under the business's own prefix")
        # Links and ".." are resolved before the comparison: the file must lie in the business's own
        # folder, and that folder in the root, wherever the key's text seems to lead.
        path = os.path.join(os.path.realpath(os.path.join(root, folder)), name)
        if not (path.startswith(own + os.sep) and own.startswith(root + os.sep)) or os.path.islink(path):
            return FileResult(key, FileOutcome.REFUSED, "the key leads out of the business's own folder")
        try:
            os.unlink(path)
        except FileNotFoundError:
            return FileResult(key, FileOutcome.ALREADY_GONE)
        except OSError as error:
            return FileResult(key, FileOutcome.FAILED, error.strerror or type(error).__name__)
        return FileResult(key, FileOutcome.DELETED)
