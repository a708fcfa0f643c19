"""One page of files: a transaction that holds their rows, drops them, and only then deletes the files.

So the database has dropped the rows before a file is touched, and no new reference to one can be made in
between. A crash before the commit leaves rows without files, which are found again, and never a file without
a row.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from app.core.errors import ConstraintViolation, RowsLocked, StorageUnusable
from app.core.keeping import Due
from app.core.messages import LOCKED, ROW_STAYS
from app.db.again import again
from app.db.engine import Connection, transaction
from app.engine.tally import FileTally
from app.files.bounded import BoundedStorage
from app.files.storage import FileOutcome, FileResult
from app.receipts import page_statements
from app.receipts.choosing import StoredFile, choose
from app.receipts.references import Ties
from app.receipts.same_files import SameFiles
from app.receipts.sampling import require_its_storage

log = logging.getLogger(__name__)

ENOUGH_TO_JUDGE = 20
"""Files that must have been checked before the share of missing ones means anything."""


@dataclass(frozen=True, slots=True)
class _PageTransaction:
    """The transaction under way. `guarded`: rows are kept where most files are missing. `later` takes the
    attachments that another transaction holds locked, or is None where they count as left. `settled` are the
    keys of which no row is left once it is committed, `untried` the attachments whose files the storage had
    no time for."""

    connection: Connection
    business_id: int
    ties: Ties
    guarded: bool
    later: set[int] | None
    due: Due
    settled: set[str] = field(default_factory=set)
    untried: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the storage said: of files that are gone, of those whose rows are held because most are missing,
    and of those that it did not delete; and of which it said nothing, for it did not come to them."""

    gone: list[tuple[StoredFile, FileResult]] = field(default_factory=list)
    held: list[tuple[StoredFile, FileResult]] = field(default_factory=list)
    stay: list[tuple[StoredFile, FileResult]] = field(default_factory=list)
    untried: list[StoredFile] = field(default_factory=list)


class _SomeStay(Exception):
    """Not all files are gone, so that not all rows may be."""

    def __init__(self, answers: _Answers) -> None:
        self.answers = answers


class _RowsStay(Exception):
    """The database reported the rows as dropped, but kept some."""

    def __init__(self, ids: set[int]) -> None:
        self.ids = ids


class _Tried(Exception):
    """It would have worked."""


class Pages:
    """Deletes files page by page, for one slice of a job or one sweep; by one thread at a time.

    With `accept_missing` a person has confirmed that missing files are really gone: the storage is not asked
    for a sample, and rows of missing files are dropped however many they are.
    """

    def __init__(self, storage: BoundedStorage) -> None:
        self.accept_missing = False
        self._storage = storage
        self._same_files = SameFiles()
        self._is_its_storage = False
        self._deleted = 0
        self._missing: set[str] = set()
        self._in_doubt: set[str] = set()  # keys that we (perhaps) deleted, whose rows are perhaps still there

    def delete(
        self,
        connection: Connection,
        business_id: int,
        ids: Sequence[int],
        *,
        due: Due,
        guarded: bool = True,
        later: set[int] | None = None,
    ) -> FileTally:
        """Deletes the files of these attachments that are `due`, and their rows. `guarded=False` is for what
        an interruption left, where rows without files can be expected. Locked rows are put into `later`,
        uncounted; without it they are waited for, for as long as the lock time-out. Where a storage is too
        slow for all files in one transaction, these are several; files that a stop left untried are not
        counted either.

        Raises DatabaseError kinds; what was under way then is found again by the next sweep.
        """
        if not ids:
            return FileTally()
        if wrong := self._wrong_storage(connection):
            return FileTally.of_left(wrong, len(ids))
        tally = FileTally()
        while ids:
            try:
                done = again(partial(self._of_page, connection, business_id, ids, due, guarded, later))
            except RowsLocked:  # the table itself is being changed
                return tally + _locked(later, ids)
            page, some = done
            tally += some
            self._in_doubt -= page.settled
            ids = sorted(page.untried)
        return tally

    def _wrong_storage(self, connection: Connection) -> str:
        if self._is_its_storage or self.accept_missing:
            return ""
        try:
            require_its_storage(connection, self._storage)
        except StorageUnusable as error:
            log.warning("The files stay: %s", error)
            return str(error).rstrip(".")
        self._is_its_storage = True
        return ""

    def _of_page(
        self,
        connection: Connection,
        business_id: int,
        ids: Sequence[int],
        due: Due,
        guarded: bool,
        later: set[int] | None,
    ) -> tuple[_PageTransaction, FileTally]:
        """The whole transaction. Where it is lost and run again, what it deleted is not missing then: see
        `_remembered`."""
        with transaction(connection):
            ties = page_statements.prepare(connection)
            page = _PageTransaction(connection, business_id, ties, guarded, later, due)
            choice = choose(connection, business_id, ids, page.ties, self._same_files, due)
            for one in choice.staying:
                level = logging.INFO if one.is_needed else logging.ERROR
                log.log(level, "Attachment %d stays (%s): %s", one.attachment_id, one.key, one.reason)
            files, tally = self._held(page, choice.files)
            return page, choice.tally + tally + self._delete(page, files)

    def _held(
        self, page: _PageTransaction, files: Sequence[StoredFile]
    ) -> tuple[list[StoredFile], FileTally]:
        """The files whose rows are locked now. Where the role may not lock rows, their deletion does so."""
        wanted = {row for file in files for row in file.attachment_ids}
        if not wanted or not page.ties.may_lock:
            return list(files), FileTally()
        held = _hold(page, sorted(wanted))
        if held == wanted:
            return list(files), FileTally()
        missed = sorted(wanted - held)
        locked = page_statements.still_there(page.connection, missed) if missed else set()
        free: list[StoredFile] = []
        tally = FileTally()
        for file in files:
            rows = tuple(row for row in file.attachment_ids if row in held)
            if not locked.isdisjoint(file.attachment_ids):
                tally += _locked(page.later, file.attachment_ids)
            elif rows:  # the others were dropped elsewhere meanwhile
                free.append(StoredFile(file.key, rows))
        return free, tally

    def _delete(self, page: _PageTransaction, files: Sequence[StoredFile]) -> FileTally:
        """Rows first, as far as the database lets them be dropped; then their files."""
        tally = FileTally()
        while files:
            try:
                with transaction(page.connection):
                    self._drop_rows(page, files)
                    answers = self._delete_files(page, files)
                    if answers.held or answers.stay or answers.untried:
                        raise _SomeStay(answers)
                return tally + _counted(page, answers)
            except _SomeStay as some:
                return tally + self._drop_gone(page, some.answers)
            except (_RowsStay, ConstraintViolation, RowsLocked) as error:
                willing, refused = self._willing(page, files, error)
                tally += refused
                files = willing
        return tally

    def _drop_rows(self, page: _PageTransaction, files: Sequence[StoredFile]) -> None:
        ids = [row for file in files for row in file.attachment_ids]
        page_statements.drop(page.connection, page.business_id, ids, page.ties, page.due)
        if left := page_statements.still_there(page.connection, ids):
            raise _RowsStay(left)

    def _willing(
        self, page: _PageTransaction, files: Sequence[StoredFile], error: Exception
    ) -> tuple[list[StoredFile], FileTally]:
        """Those of `files` whose rows can be dropped, fewer than all; `error` is why not all can. Each half
        is tried, and rolled back."""
        if isinstance(error, _RowsStay):
            stay = [file for file in files if not error.ids.isdisjoint(file.attachment_ids)]
            return [file for file in files if file not in stay], _why_rows_stay(page, stay)
        if len(files) == 1:
            if isinstance(error, RowsLocked):
                return [], _locked(page.later, files[0].attachment_ids)
            return [], _left(files, str(error))
        middle = len(files) // 2
        willing: list[StoredFile] = []
        tally = FileTally()
        for half in (files[:middle], files[middle:]):
            try:
                with transaction(page.connection):
                    self._drop_rows(page, half)
                    raise _Tried
            except _Tried:
                willing += half
            except (_RowsStay, ConstraintViolation, RowsLocked) as refusal:
                some, refused = self._willing(page, half, refusal)
                willing += some
                tally += refused
        if len(willing) == len(files):  # each half goes, and both together do not
            return [], _left(files, str(error))
        return willing, tally

    def _delete_files(self, page: _PageTransaction, files: Sequence[StoredFile]) -> _Answers:
        results = self._storage.delete(page.business_id, [file.key for file in files])
        answers = _Answers()
        missing: list[tuple[StoredFile, FileResult]] = []
        for file, answer in zip(files, results, strict=True):
            result = self._remembered(answer)
            if result.in_doubt or result.outcome is FileOutcome.DELETED:
                self._in_doubt.add(result.key)
            if result.outcome is FileOutcome.DELETED:
                answers.gone.append((file, result))
            elif result.outcome is FileOutcome.ALREADY_GONE:
                missing.append((file, result))
            elif result.outcome is FileOutcome.UNTRIED:
                answers.untried.append(file)
            else:
                answers.stay.append((file, result))
        if len(answers.untried) < len(files):  # else a stop was asked
            page.untried.update(row for file in answers.untried for row in file.attachment_ids)
        if page.guarded:
            self._deleted += sum(result.outcome is FileOutcome.DELETED for result in results)
            self._missing.update(result.key for _, result in missing)
        are_held = page.guarded and self._too_many_are_missing
        (answers.held if are_held else answers.gone).extend(missing)
        return answers

    def _remembered(self, result: FileResult) -> FileResult:
        """A file that we deleted ourselves, in a transaction that was lost, was not missing."""
        if result.outcome is FileOutcome.ALREADY_GONE and result.key in self._in_doubt:
            return FileResult(result.key, FileOutcome.DELETED)
        return result

    @property
    def _too_many_are_missing(self) -> bool:
        looked_at, missing = self._deleted + len(self._missing), len(self._missing)
        return not self.accept_missing and looked_at >= ENOUGH_TO_JUDGE and 2 * missing > looked_at

    def _drop_gone(self, page: _PageTransaction, answers: _Answers) -> FileTally:
        """The files of others stay, and so do their rows; these rows are dropped as before."""
        tally = FileTally()
        files = [file for file, _ in answers.gone]
        while files:
            try:
                with transaction(page.connection):
                    self._drop_rows(page, files)
                break
            except (_RowsStay, ConstraintViolation, RowsLocked) as error:
                files, refused = self._willing(page, files, error)
                tally += refused
        dropped = {file.key for file in files}
        gone = [(file, result) for file, result in answers.gone if file.key in dropped]
        return tally + _counted(page, _Answers(gone, answers.held, answers.stay))


def _hold(page: _PageTransaction, ids: Sequence[int]) -> set[int]:
    """The rows that are locked for us now. Waiting while holding rows could deadlock with transactions that
    lock them in another order, so all are waited for at once, or none."""
    if page.later is None:
        try:
            with transaction(page.connection):
                return page_statements.hold(page.connection, ids, wait=True)
        except RowsLocked:
            pass
    return page_statements.hold(page.connection, ids, wait=False)


def _counted(page: _PageTransaction, answers: _Answers) -> FileTally:
    """After the rows of those that are gone were dropped."""
    page.settled.update(file.key for file, _ in answers.gone)
    deleted = [result for _, result in answers.gone if result.outcome is FileOutcome.DELETED]
    held = len(answers.held)
    tally = FileTally(
        deleted=len(deleted),
        missing=len(answers.gone) - len(deleted),
        left=held,
        held=held,
        in_doubt=sum(result.in_doubt for _, result in answers.stay),
        hidden=sum(result.data_stays for result in deleted),
    )
    for file, result in answers.stay:
        level = logging.ERROR if result.outcome is FileOutcome.REFUSED else logging.WARNING
        log.log(level, "Attachment %d stays (%s): %s", file.attachment_ids[0], file.key, result.reason)
        tally += FileTally.of_left(result.reason)
    return tally


def _locked(later: set[int] | None, ids: Sequence[int]) -> FileTally:
    if later is not None:
        later.update(ids)
        return FileTally()
    log.warning("The row of attachment %d stays: %s", ids[0], LOCKED)
    return FileTally.of_left(LOCKED, len(ids))


def _why_rows_stay(page: _PageTransaction, files: Sequence[StoredFile]) -> FileTally:
    """They came into use since they were chosen; else the reason is the database's own."""
    ids = [row for file in files for row in file.attachment_ids]
    found = page_statements.described(page.connection, page.business_id, ids, page.ties, page.due)
    reasons = {one.attachment_id: one.reason for one in found}
    tally = FileTally()
    for file in files:
        why = next(filter(None, map(reasons.get, file.attachment_ids)), "")
        tally += FileTally.of_needed(why) if why else _left([file], ROW_STAYS)
    return tally


def _left(files: Sequence[StoredFile], reason: str) -> FileTally:
    for file in files:
        log.warning("The row of attachment %d stays: %s", file.attachment_ids[0], reason)
    return FileTally.of_left(reason, len(files))
