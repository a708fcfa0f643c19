"""Attachments in a local folder, laid out by their keys."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock

from app.core.errors import StorageUnusable
from app.files.storage import FileOutcome, FileResult, is_a_key, prefix_of


def _utc_today() -> date:
    return datetime.now(UTC).date()


class LocalStorage:
    """The folder that holds `attachments/{business_id}/…`.

    A folder without `attachments` is not taken for the storage: in a wrong or unmounted folder every file
    would count as already gone, the rows would be dropped, and the real files lost from sight.
    """

    def __init__(self, root: Path, today: Callable[[], date] = _utc_today) -> None:
        """`today` is the day by which the web side names the folders that it writes to."""
        self._root = root
        self._today = today
        self._lock = Lock()
        self._emptied: dict[int, set[str]] = {}  # folders in which files were deleted, by business

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

    def finds_any(self, keys: Sequence[str]) -> bool:
        self.check()
        return any(os.path.isfile(self._root / key) for key in keys if is_a_key(key))

    def holds(self, business_id: int) -> bool:
        self.check()
        return os.path.lexists(_own_folder(self._root, business_id))

    def keeps_versions(self) -> bool | None:
        return False

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        try:
            self.check()
        except StorageUnusable as error:
            return [FileResult(key, FileOutcome.FAILED, str(error)) for key in keys]
        deletion = _Deletion(self._root, business_id)
        results = [deletion.delete(key) for key in keys]
        with self._lock:
            self._emptied.setdefault(business_id, set()).update(deletion.touched)
        return results

    def tidy(self, business_id: int) -> None:
        """The folders below the business's own in which files were deleted, and those above them, as far as
        they are empty. This month's and this year's stay: the web side may be about to write there."""
        with self._lock:
            folders = self._emptied.pop(business_id, set())
        own = _own_folder(self._root, business_id)
        today = self._today()
        kept = {f"{today:%Y}", os.path.join(f"{today:%Y}", f"{today:%m}")}
        for folder in folders:
            while folder.startswith(own + os.sep) and not any(folder.endswith(os.sep + one) for one in kept):
                try:
                    os.rmdir(folder)  # of an empty one only, in one step
                except FileNotFoundError:
                    pass
                except OSError:
                    break
                folder = os.path.dirname(folder)  # noqa: PLW2901 - upwards, one by one


class _Deletion:
    """The deletion of some keys of one business. Each folder is resolved once: of the two calls that are left
    to make for a file, one makes sure that it is no link."""

    def __init__(self, root: Path, business_id: int) -> None:
        self._prefix = prefix_of(business_id)
        self._root = os.path.realpath(root)
        self._own = _own_folder(root, business_id)
        self._folders: dict[str, str | None] = {}
        self.touched: set[str] = set()

    def delete(self, key: str) -> FileResult:
        folder, name = os.path.split(key)
        if not key.startswith(self._prefix) or "\0" in key or name in {"", ".", ".."}:
            return FileResult(key, FileOutcome.REFUSED, "the key is not under the business's own prefix")
        if folder not in self._folders:
            self._folders[folder] = self._resolved(folder)
        resolved = self._folders[folder]
        path = os.path.join(resolved or "", name)
        if resolved is None or os.path.islink(path):
            return FileResult(key, FileOutcome.REFUSED, "the key leads out of the business's own folder")
        try:
            os.unlink(path)
        except FileNotFoundError:
            return FileResult(key, FileOutcome.ALREADY_GONE)
        except OSError as error:
            return FileResult(key, FileOutcome.FAILED, error.strerror or type(error).__name__)
        self.touched.add(resolved)
        return FileResult(key, FileOutcome.DELETED)

    def _resolved(self, folder: str) -> str | None:
        """Where the folder of a key really is. Links and ".." are resolved before the comparison: it must be
        the business's own folder or lie in it, and that one in the root, wherever the key seems to lead."""
        path = os.path.realpath(os.path.join(self._root, folder))
        lies_within = f"{path}{os.sep}".startswith(self._own + os.sep)
        return path if lies_within and self._own.startswith(self._root + os.sep) else None


def _own_folder(root: Path, business_id: int) -> str:
    return os.path.join(os.path.realpath(root / "attachments"), str(business_id))
