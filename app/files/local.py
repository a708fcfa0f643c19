"""Attachments in a local folder, laid out by their keys."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import NamedTuple

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
from app.files.helpers import Helpers
from app.files.present_call import may_touch, note
from app.files.storage import FileOutcome, FileResult, is_a_key, prefix_of

_ANY = "x"
"""Stands for the name of a file where only its folder is of interest."""

HOLD: Callable[[Path], Folders] = Descent if IS_POSSIBLE else ByPath
"""Opens the folder `attachments` of a root."""

_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
"""What a search for any file says of one that cannot be there, without being a fault of the storage."""


class _File(NamedTuple):
    """A key that can be one of the business's files: its place among the keys of the call, the steps from
    `attachments` to its folder, and its name there."""

    place: int
    key: str
    folder: tuple[str, ...]
    name: str


_FOLDER_AND_NAME = attrgetter("folder", "name")


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
        self._helpers = Helpers()
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
        results: dict[int, FileResult] = {}
        try:
            with self._held() as folders:
                if folders.identity != self._known:
                    raise StorageUnusable(self.place, FOLDER_REPLACED)
                files = _files(business_id, keys, results)
                for refused in results.values():
                    note(refused)
                self._helpers.share(
                    files,
                    lambda chunks: _delete_in_turn(folders, chunks, results),
                    lambda chunks: _help(folders, chunks, results),
                )
                lost = self._lost(folders)
        except StorageUnusable as error:
            return [FileResult(key, FileOutcome.FAILED, str(error)) for key in keys]
        emptied = {file.folder for file in files if results[file.place].outcome is FileOutcome.DELETED}
        with self._lock:
            self._emptied.setdefault(business_id, set()).update(emptied)
        return [
            FileResult(key, FileOutcome.FAILED, lost)
            if lost and results[index].outcome is FileOutcome.ALREADY_GONE
            else results[index]
            for index, key in enumerate(keys)
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


def _files(business_id: int, keys: Sequence[str], refused: dict[int, FileResult]) -> list[_File]:
    """Those that can be looked for, folder by folder, so that each is entered once; the others are put into
    `refused`, by their place."""
    prefix = prefix_of(business_id)
    files: list[_File] = []
    folders: dict[str, tuple[str, ...]] = {}
    for index, key in enumerate(keys):
        above, _, name = key.rpartition("/")
        if (folder := folders.get(above)) is None:
            folder = folders[above] = _steps(f"{above}/{_ANY}")[:-1]
        if not key.startswith(prefix):
            refused[index] = FileResult(key, FileOutcome.REFUSED, OTHER_PREFIX)
        elif not folder or not _is_name(name):
            refused[index] = FileResult(key, FileOutcome.REFUSED, NO_KEY)
        else:
            files.append(_File(index, key, folder, name))
    files.sort(key=_FOLDER_AND_NAME)
    return files


def _delete_in_turn(
    folders: Folders, chunks: Iterator[Sequence[_File]], results: dict[int, FileResult]
) -> None:
    for chunk in chunks:
        for file in chunk:
            may = may_touch(file.key)
            result = _delete(folders, file) if may else FileResult(file.key, FileOutcome.UNTRIED)
            # One that is missing is not answered for until it is known that the folder was still the same.
            if result.outcome is not FileOutcome.ALREADY_GONE:
                note(result)
            results[file.place] = result


def _help(folders: Folders, chunks: Iterator[Sequence[_File]], results: dict[int, FileResult]) -> None:
    """In another thread, which needs a way of its own down the folders."""
    try:
        own = folders.twin()
    except OSError:  # too many are open: then the others do it
        return
    with closing(own):
        _delete_in_turn(own, chunks, results)


def _delete(folders: Folders, file: _File) -> FileResult:
    try:
        folders.unlink(file.folder, file.name)
    except FileNotFoundError:
        return FileResult(file.key, FileOutcome.ALREADY_GONE)
    except LeadsAway:
        return FileResult(file.key, FileOutcome.REFUSED, LEADS_OUT)
    except OSError as error:  # also where a file is in place of a folder: something is wrong, the row stays
        return FileResult(file.key, FileOutcome.FAILED, what_the_system_said(error))
    return FileResult(file.key, FileOutcome.DELETED)


def _steps(key: str) -> tuple[str, ...]:
    """The names on the way from `attachments` to the file; () where it can be no file's key."""
    return tuple(key.split("/")[1:]) if is_a_key(key) and _is_sayable(key) else ()


def _is_name(name: str) -> bool:
    return name not in {"", ".", ".."} and _is_sayable(name)


def _is_sayable(name: str) -> bool:
    """The system can be told this name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in name


def _sayable(root: Path) -> Path:
    """The root as the system calls take it. A name that was saved as text is UTF-8 where the locale has no
    word for it; one from the command line or the environment comes back as it was."""
    try:
        os.fsencode(root)
    except UnicodeEncodeError:
        return Path(os.fsdecode(str(root).encode("utf-8", "surrogateescape")))
    return root
