"""The cursor: the JSON on a job's row that says where to continue, and who runs it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeGuard

from app.core import messages
from app.core.bounds import CURSOR_LENGTH
from app.core.errors import CursorDamaged
from app.core.job import JobStatus
from app.core.keeping import MAX_DAYS
from app.core.run import AS_STARTED, FileCounts, Run
from app.core.stamps import Stamps, counted, parse

FAILURES_KEPT = 1000
"""The most items that one job may record as failed or deferred. Further ones could not be retried, so the job
fails before it would lose one."""

REASON_LENGTH = 160
"""Characters of a failed item's reason that are kept."""

HIGHEST_ID = 2**63 - 1
"""The most that a column of ids can hold, where the product has widened its serials."""

PLACE = "\x01"
"""Stands for a number in `Cursor.template`: JSON has no such character."""

PRESENT = "\x02"
"""The same for the last stamp, or the last two, in `Cursor.batch_template`."""

_OWN_KEYS = frozenset(
    {
        "last_id",
        "at",
        "max_id",
        "worker",
        "claimed",
        "user_id",
        "interrupted",
        "accept_missing",
        "keep_days",
        "counts",
        "failed",
        "deferred",
        "retry",
        "stamps",
        "files",
        "run",
    }
)


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An item that could not be deleted, and why."""

    item_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """The position of a job: items up to `last_id` are done, those above `max_id` are never touched.

    `max_id` is None on a job that the web API made and no worker of this console has claimed yet. `worker`
    names the owner (see `core.worker`), and `claimed` is the row's `started_at` as that worker found or wrote
    it: the web worker sets another one whenever it begins, and keeps our name in the cursor. `user_id` is who
    last started, resumed, retried or took the job over at a console. `failed` are items that could not be
    deleted, `deferred` those that another transaction had locked and that a last pass tries again. `retry` is
    set while the job runs only its failed items: to the status that it had before. `interrupted`: the worker
    may have ended after it deleted files and before it dropped their rows, and no sweep has run since.
    `accept_missing`: a person has confirmed that missing files are really gone. `keep_days`: for so many days
    the files of what it deletes are kept. `counts` are the transactions
    by which the worker's console had written and those that it had committed before its claim or its last
    batch: so others tell its work from that of the product (`core.kin`). `stamps` tell the items that
    consoles have deleted (`core.stamps`); the web worker gives none, and drops those that came since it read
    the row. `files` are those of the slices that have ended. `run` is what the job was started with. `other`
    are keys that this console does not know, and a run that is none; they are written back as they were
    (web-api-contract.md: other keys survive).
    """

    last_id: int = 0
    max_id: int | None = None
    worker: str | None = None
    failed: tuple[FailedItem, ...] = ()
    deferred: tuple[int, ...] = ()
    retry: JobStatus | None = None
    other: Mapping[str, Any] = field(default_factory=dict)
    claimed: str | None = None
    user_id: int | None = None
    interrupted: bool = False
    accept_missing: bool = False
    keep_days: int = 0
    counts: tuple[int, int] | None = None
    files: FileCounts = field(default_factory=FileCounts)
    run: Run | None = None
    stamps: Stamps = ()

    @classmethod
    def parse(cls, text: str | None) -> Cursor:
        """Reads the column's text; NULL and empty mean the start.

        Raises CursorDamaged when it is not a JSON object, or a known key has a value of the wrong kind: a
        guessed position could skip items or delete some that came later.
        """
        if text is None or not text.strip():
            return cls()
        if len(text) > CURSOR_LENGTH:
            raise CursorDamaged(messages.CURSOR_TOO_LONG.format(all=CURSOR_LENGTH))
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise CursorDamaged(messages.CURSOR_NOT_JSON.format(reason=error)) from error
        if not isinstance(data, dict):
            raise CursorDamaged(messages.CURSOR_NO_OBJECT)
        run = Run.parse(data.get("run"))
        own = _OWN_KEYS if run else _OWN_KEYS - {"run"}
        return cls(
            last_id=_whole_number(data, "last_id") or 0,
            max_id=_whole_number(data, "max_id"),
            worker=_text(data, "worker"),
            claimed=_text(data, "claimed"),
            user_id=_whole_number(data, "user_id"),
            interrupted=_flag(data, "interrupted"),
            accept_missing=_flag(data, "accept_missing"),
            keep_days=_keep_days(data),
            counts=_counts(data),
            failed=_failures(data),
            deferred=_ids(data),
            retry=_retry(data),
            stamps=_stamps(data),
            files=_files(data),
            run=run,
            other={key: value for key, value in data.items() if key not in own},
        )

    def text(self) -> str:
        """The JSON for the column: ASCII, `last_id` first, absent things left out.

        With a worker or a queue the position is written twice, as `at` too: the web worker moves only
        `last_id` and keeps our name, so the two show whether the named worker moved the job last
        (`core.worker`).
        """
        return self._written({}, [stamp.text for stamp in self.stamps])

    def template(self, key: str) -> str:
        """The text with PLACE where the number of `key` ("last_id", also as `at`, or "max_id") stands, for a
        statement that puts another one there."""
        keys = ("last_id", "at") if key == "last_id" else (key,)
        return self._written(dict.fromkeys(keys, PLACE), [stamp.text for stamp in self.stamps])

    def batch_template(self) -> tuple[str, str]:
        """The same for a statement that deletes a batch, with PRESENT where its stamp is to stand; and what
        it has to write before that stamp where it is a new one."""
        *earlier, last = [stamp.text for stamp in self.stamps] or [""]
        places = dict.fromkeys(("last_id", "at"), PLACE)
        return self._written(places, [*earlier, PRESENT]), last and f"{last}, "

    def _written(self, instead: Mapping[str, str], stamps: Sequence[str]) -> str:
        """The only writer of the text; `instead` replaces the values of some keys."""
        written = {"stamps": f"[{', '.join(stamps)}]", **instead}
        values = [
            f"{_json(key)}: {written.get(key) or _json(value)}"
            for key, value in self._values(is_stamped=bool(stamps))
        ]
        return "{" + ", ".join(values) + "}"

    def _values(self, *, is_stamped: bool) -> Iterator[tuple[str, Any]]:
        yield "last_id", self.last_id
        if self.worker is not None:
            yield "at", self.last_id
        if self.max_id is not None:
            yield "max_id", self.max_id
        if self.worker is not None:
            yield "worker", self.worker
        if self.claimed is not None:
            yield "claimed", self.claimed
        if self.counts is not None:
            yield "counts", list(self.counts)
        if self.user_id is not None:
            yield "user_id", self.user_id
        for name in ("interrupted", "accept_missing", "keep_days"):
            if value := getattr(self, name):
                yield name, value
        if self.failed:
            yield "failed", [[failure.item_id, failure.reason] for failure in self.failed]
        if self.deferred:
            yield "deferred", list(self.deferred)
        if self.retry is not None:
            yield "retry", self.retry.value
        if is_stamped:
            yield "stamps", self.stamps
        yield from self._together()
        yield from self.other.items()

    def _together(self) -> Iterator[tuple[str, Any]]:
        """What the page of all runs shows; the run never changes, and stands last."""
        if self.files != FileCounts():
            told = [self.files.deleted, self.files.missing, self.files.needed, self.files.left]
            yield "files", [*told, self.files.kept] if self.files.kept else told
        if self.run is not None:
            yield "run", self.run.json

    def owned_by(self, worker: str | None) -> Cursor:
        """The same position with another owner, who has not claimed it yet."""
        return replace(self, worker=worker, claimed=None, counts=None)

    def wished_by(self, user_id: int, queue: str, *, accept_missing: bool = False) -> Cursor:
        """The same position in a console's queue, as this person asked for. `accept_missing` stays set once
        it was set for the job."""
        accept_missing = accept_missing or self.accept_missing
        return replace(self.owned_by(queue), user_id=user_id, accept_missing=accept_missing)

    def claimed_by(self, worker: str, started_at: datetime, counts: tuple[int, int] | None = None) -> Cursor:
        """The same position, claimed by a worker, on a row with this `started_at`."""
        return replace(self, worker=worker, claimed=str(started_at), counts=counts)

    def stamped(self, at: datetime, count: int) -> Cursor:
        """With `count` items more that have this stamp, the present or a new one."""
        return replace(self, stamps=counted(self.stamps, at, count))

    def retrying(self, before: JobStatus) -> Cursor:
        """The cursor of a job that was in `before` and now runs only its failed items."""
        again = tuple(failure.item_id for failure in self.failed)
        return replace(self, failed=(), deferred=self.deferred + again, retry=self.retry or before)

    @property
    def to_retry(self) -> int:
        """How many of the job's items are still live, because they failed or because a retry did not reach
        them."""
        return len(self.failed) + len(self.deferred)

    @property
    def room_for_failures(self) -> int:
        """How many more items can be recorded as failed or deferred."""
        return FAILURES_KEPT - len(self.failed) - len(self.deferred)


_json = json.JSONEncoder(ensure_ascii=True, separators=(", ", ": ")).encode
"""Made once: each batch writes three cursors."""


def new_in_queue(queue: str) -> str:
    """The regular expression, of PostgreSQL as of Python, of the text of a job that waits in this queue as it
    was started there."""
    keys = rf'"last_id": 0, "at": 0, "max_id": {_ID}, "worker": "{re.escape(queue)}"'
    more = rf'(?:, "user_id": {_ID})?(?:, "accept_missing": true)?{_KEEPS}(?:, "run": {AS_STARTED})?'
    return rf"^\{{{keys}{more}\}}$"


def claimed_in_place(queue: str, worker: str, counts: tuple[int, int]) -> tuple[str, str]:
    """What to replace in such a text, and by what, for the text that `Cursor.claimed_by` leads to; PLACE
    stands for `started_at`."""
    return f'"worker": "{queue}"', f'"worker": "{worker}", "claimed": "{PLACE}", "counts": {_json(counts)}'


_ID = "(?:0|[1-9][0-9]{0,18})"
_KEEPS = '(?:, "keep_days": [1-9][0-9]{0,3})?'
_FILES_LEFT = re.compile(r'"files": \[[0-9]+, [0-9]+, [0-9]+, [1-9]')
_END = re.compile(r'"max_id": ?([0-9]{1,19})\b')
_PLACE = re.compile(r'"last_id": ?([0-9]{1,19})\b')


def last_item_of(cursor_text: str | None) -> int:
    """The highest item id that a job covers: its frozen end, or else its position. Found without reading all
    of the cursor, which may be damaged; 0 where it has neither."""
    found = _END.search(cursor_text or "") or _PLACE.search(cursor_text or "")
    return int(found[1]) if found else 0


def has_failures(cursor_text: str | None) -> bool:
    """Whether the job's row says which of its items failed. The web worker only counts them."""
    return '"failed": [' in (cursor_text or "")


def has_deferred(cursor_text: str | None) -> bool:
    """Whether the job has items that it did not get to try again: a retry was interrupted."""
    return '"deferred": [' in (cursor_text or "")


def has_files_left(cursor_text: str | None) -> bool:
    """Whether files of what it deleted could not be deleted, as far as its slices have told."""
    return _FILES_LEFT.search(cursor_text or "") is not None


def has_frozen_end(cursor_text: str | None) -> bool:
    """Whether the cursor says up to which item the job may delete."""
    return _END.search(cursor_text or "") is not None


def _whole_number(data: Mapping[str, Any], key: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if not _is_id(value):
        raise CursorDamaged(messages.CURSOR_NO_NUMBER.format(key=key, all=HIGHEST_ID))
    return value


def _flag(data: Mapping[str, Any], key: str) -> bool:
    value = data.get(key)
    if not isinstance(value, bool | None):
        raise CursorDamaged(messages.CURSOR_NO_FLAG.format(key=key))
    return bool(value)


def _counts(data: Mapping[str, Any]) -> tuple[int, int] | None:
    """What is none is left out: nothing is decided by it that could harm."""
    match data.get("counts"):
        case [int(writes), int(commits)]:
            return writes, commits
        case _:
            return None


def _keep_days(data: Mapping[str, Any]) -> int:
    """What is no number of days keeps files for as long as can be: to keep them harms nothing."""
    value = data.get("keep_days", 0)
    return value if _is_id(value) and value <= MAX_DAYS else MAX_DAYS


def _stamps(data: Mapping[str, Any]) -> Stamps:
    found = parse(data.get("stamps", []))
    if found is None:
        raise CursorDamaged(messages.CURSOR_NO_STAMPS.format(key="stamps"))
    return found


def _files(data: Mapping[str, Any]) -> FileCounts:
    """What is none counts nothing: nothing is decided by it that could harm."""
    match data.get("files"):
        case [_, _, _, _] | [_, _, _, _, _] as counts if all(map(_is_id, counts)):
            return FileCounts(*counts)
        case _:
            return FileCounts()


def _retry(data: Mapping[str, Any]) -> JobStatus | None:
    value = data.get("retry")
    if value is None:
        return None
    if not isinstance(value, str) or value not in {JobStatus.COMPLETED, JobStatus.FAILED}:
        raise CursorDamaged(messages.CURSOR_NO_STATUS.format(key="retry"))
    return JobStatus(value)


def _is_id(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= HIGHEST_ID


def _text(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise CursorDamaged(messages.CURSOR_NO_TEXT.format(key=key))
    return value


def _failures(data: Mapping[str, Any]) -> tuple[FailedItem, ...]:
    match data.get("failed", []):
        case list() as entries if len(entries) > FAILURES_KEPT:
            raise CursorDamaged(messages.CURSOR_TOO_MANY.format(key="failed", all=FAILURES_KEPT))
        case list() as entries:
            return tuple(_failure(entry) for entry in entries)
        case _:
            raise CursorDamaged(messages.CURSOR_NO_LIST.format(key="failed"))


def _failure(entry: object) -> FailedItem:
    match entry:
        case [item_id, str(reason)] if _is_id(item_id):
            return FailedItem(item_id, reason)
        case _:
            raise CursorDamaged(messages.CURSOR_NO_FAILURE.format(key="failed"))


def _ids(data: Mapping[str, Any]) -> tuple[int, ...]:
    value = data.get("deferred", [])
    if not isinstance(value, list) or not all(_is_id(item) for item in value):
        raise CursorDamaged(messages.CURSOR_NO_IDS.format(key="deferred"))
    if len(value) > FAILURES_KEPT:
        raise CursorDamaged(messages.CURSOR_TOO_MANY.format(key="deferred", all=FAILURES_KEPT))
    return tuple(value)
