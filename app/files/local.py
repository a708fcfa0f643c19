"""Attachments in a local folder, laid out by their keys."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from operator import itemgetter
from pathlib import Path
from threading import Lock

from app.core.errors import StorageUnusable
from app.core.storage_messages import (
    CANNOT_BE_SEARCHED,
    FOLDER_REPLACED,
    LEADS_OUT,
    NO_ATTACHMENTS,
    NO_FOLDER,
    NO_KEY,
    NO_PERMISSION,
    OTHER_PREFIX,
    what_the_system_said,
)
from app.files.by_path import ByPath
from app.files.descent import IS_POSSIBLE, Descent
from app.files.folders import ATTACHMENTS, Folders, Identity, LeadsAway, identity_of
from app.files.present_call import may_touch, note
from app.files.storage import FileOutcome, FileResult, is_a_key, prefix_of

HOLD: Callable[[Path], Folders] = Descent if IS_POSSIBLE else ByPath
"""Opens the folder `attachments` of a root."""

_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
"""What a search for any file says of one that cannot be there, without being a fault of the storage."""


def _utc_today() -> date:
    return datetime.now(UTC).date()


class LocalStorage:
    """The folder that holds `attachments/{business_id}/…`.

    A folder without `attachments` is not taken for the storage: in a wrong or unmounted folder every file
    would count as already gone, the rows would be dropped, and the real files orphaned. For the same reason
    nothing is deleted once another folder has the root's name, or that of `attachments`, until a file that
    the database names is found there (`finds_any`).
    """

    def __init__(
        self,
        root: Path,
        today: Callable[[], date] = _utc_today,
    ) -> None:
        """`today` is the day by which the web side names the folders that it writes to."""
        self._named = root
        self._root = _sayable(root)
        self._today = today
        self._lock = Lock()
        self._known: Identity | None = None
        self._emptied: dict[int, set[tuple[str, ...]]] = {}  # folders in which files were deleted

    @property
    def place(self) -> str:
        return str(self._named)

    def check(self) -> None:
        attachments = self._root / ATTACHMENTS
        if not os.path.isdir(self._root):
            raise StorageUnusable(self.place, NO_FOLDER)
        if not os.path.isdir(attachments):
            raise StorageUnusable(self.place, NO_ATTACHMENTS)
        if not os.access(attachments, os.R_OK | os.W_OK | os.X_OK):
            raise StorageUnusable(self.place, NO_PERMISSION)

    def finds_any(self, keys: Sequence[str]) -> bool:
        trouble = ""
        with self._held() as folders:
            for steps in filter(None, map(_steps, keys)):
                try:
                    if folders.is_file(steps):
                        with self._lock:
                            self._known = folders.identity
                        return True
                except LeadsAway:
                    continue
                except OSError as error:
                    trouble = trouble or ("" if error.errno in _NOT_THERE else what_the_system_said(error))
        if trouble:
            raise StorageUnusable(self.place, CANNOT_BE_SEARCHED.format(reason=trouble))
        return False

    def holds(self, business_id: int) -> bool:
        with self._held() as folders:
            try:
                return folders.has(str(business_id))
            except OSError as error:
                raise StorageUnusable(self.place, what_the_system_said(error)) from error

    def keeps_versions(self) -> bool | None:
        return False

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        try:
            with self._held() as folders:
                if folders.identity != self._known:
                    raise StorageUnusable(self.place, FOLDER_REPLACED)
                results = _delete(folders, business_id, keys)
                lost = self._lost(folders)
        except StorageUnusable as error:
            return [FileResult(key, FileOutcome.FAILED, str(error)) for key in keys]
        with self._lock:
            emptied = self._emptied.setdefault(business_id, set())
            emptied.update(_steps(one.key)[:-1] for one in results if one.outcome is FileOutcome.DELETED)
        return [
            FileResult(one.key, FileOutcome.FAILED, lost)
            if lost and one.outcome is FileOutcome.ALREADY_GONE
            else one
            for one in results
        ]

    def tidy(self, business_id: int) -> None:
        """The folders below the business's own in which files were deleted, and those above them, as far as
        they are empty. This month's and this year's stay: the web side may be about to write there."""
        with self._lock:
            emptied = self._emptied.pop(business_id, set())
        try:
            with self._held() as folders:
                if folders.identity == self._known:
                    for steps in sorted(emptied):
                        self._remove_empty(folders, steps)
        except StorageUnusable:
            return

    def _remove_empty(self, folders: Folders, steps: tuple[str, ...]) -> None:
        """Upwards, one by one, and never the business's own."""
        today = self._today()
        year, month = f"{today:%Y}", f"{today:%m}"
        while len(steps) > 1 and steps[-1:] != (year,) and steps[-2:] != (year, month):
            try:
                folders.rmdir(steps)  # of an empty one only, in one step
            except FileNotFoundError:
                pass
            except (OSError, LeadsAway):
                break
            steps = steps[:-1]

    @contextmanager
    def _held(self) -> Iterator[Folders]:
        """The folder `attachments`, open for one call. Raises StorageUnusable."""
        self.check()
        try:
            folders = HOLD(self._root)
        except OSError as error:
            raise StorageUnusable(self.place, what_the_system_said(error)) from error
        with closing(folders):
            with self._lock:
                self._known = self._known or folders.identity
            yield folders

    def _lost(self, folders: Folders) -> str:
        """Why files missing in `folders` do not count as gone; "" where they still have their names."""
        try:
            if identity_of(self._root) == folders.identity:
                return ""
        except OSError as error:
            return str(StorageUnusable(self.place, what_the_system_said(error)))
        return str(StorageUnusable(self.place, FOLDER_REPLACED))


def _delete(folders: Folders, business_id: int, keys: Sequence[str]) -> list[FileResult]:
    """Folder by folder, so that each is entered once; the answers are in the order of `keys`."""
    prefix = prefix_of(business_id)
    ways = [_steps(key) for key in keys]
    results = []
    for index in sorted(range(len(keys)), key=ways.__getitem__):
        result = _delete_one(folders, prefix, keys[index], ways[index])
        # One that is missing is not answered for until it is known that the folder was still the same.
        if result.outcome is not FileOutcome.ALREADY_GONE:
            note(result)
        results.append((index, result))
    return [result for _, result in sorted(results, key=itemgetter(0))]


def _delete_one(folders: Folders, prefix: str, key: str, steps: tuple[str, ...]) -> FileResult:
    if not key.startswith(prefix):
        return FileResult(key, FileOutcome.REFUSED, OTHER_PREFIX)
    if not steps:
        return FileResult(key, FileOutcome.REFUSED, NO_KEY)
    if not may_touch(key):
        return FileResult(key, FileOutcome.UNTRIED)
    try:
        folders.unlink(steps)
    except FileNotFoundError:
        return FileResult(key, FileOutcome.ALREADY_GONE)
    except LeadsAway:
        return FileResult(key, FileOutcome.REFUSED, LEADS_OUT)
    except OSError as error:  # also where a file is in place of a folder: something is wrong, the row stays
        return FileResult(key, FileOutcome.FAILED, what_the_system_said(error))
    return FileResult(key, FileOutcome.DELETED)


def _steps(key: str) -> tuple[str, ...]:
    """The names on the way from `attachments` to the file; () where it can be no file's key."""
    try:
        key.encode()
    except UnicodeEncodeError:
        return ()
    return tuple(key.split("/")[1:]) if is_a_key(key) and "\0" not in key else ()


def _sayable(root: Path) -> Path:
    """The root as the system calls take it. A name that was saved as text is UTF-8 where the locale has no
    word for it; one from the command line or the environment comes back as it was."""
    try:
        os.fsencode(root)
    except UnicodeEncodeError:
        return Path(os.fsdecode(str(root).encode("utf-8", "surrogateescape")))
    return root
