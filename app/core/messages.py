"""The catalogue of what is stored on rows in English and shown later in the person's language.

`last_error` and the reasons of failed items are written for both sides of the product: by this console, by
the web side, and by PostgreSQL. What this console writes is written from here, and what it recognizes is
here: each message with the other texts that mean the same, such as those of earlier versions. What the
database and the storage say is in `database_messages` and `storage_messages`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from app.core import database_messages, demo_messages, restore_messages, storage_messages
from app.core.message import Message, cut, is_number, one_line, writable

# The end of a job, and why it has stopped

HEARTBEAT_LOST_SINCE = Message(
    "Server restarted or job heartbeat lost: no heartbeat for {time}.",
    "Server restarted / job heartbeat lost: no heartbeat for {time} seconds",
    "Server restarted / job heartbeat lost: no heartbeat for {time} s",
)
UPDATE_LOST_SINCE = Message(
    "Server restarted or job heartbeat lost: no update for {time}.",
    "Server restarted / job heartbeat lost: no update for {time} seconds",
    "Server restarted / job heartbeat lost: no update for {time} s",
)
HEARTBEAT_LOST = Message(
    "Server restarted or job heartbeat lost: {reason}", "Server restarted / job heartbeat lost: {reason}"
)
BATCHES_FAILED = Message(
    "Batches failed in a row: {count}. Last error: {reason}",
    "{count} batches failed in a row. Last error: {reason}",
    "{count} batches failed in a row. The last: {reason}",
)
TOO_MANY_FAILED = Message(
    "More receipts failed than one job can record. Last error: {reason}",
    "More receipts could not be deleted than one job can keep a record of, the last: {reason}",
)
RETRIED_ONLY = Message(
    "The failed receipts were retried. Resume the job to delete the rest.",
    "Its failed receipts were tried again; resume it to delete the rest.",
)
MARKED_BY_HAND = Message(
    "Marked as failed manually: there was no heartbeat any more.",
    "Marked as failed by a person: there was no sign of life any more.",
)
NO_LONGER_PERMITTED = Message(
    "Paused: the user who started or resumed it no longer has permission to delete receipts.",
    "Paused: whoever started or resumed it may not delete receipts any more.",
)
NO_LONGER_PERMITTED_HERE = Message(
    "Paused: the user who started or resumed it no longer has permission to delete receipts of this "
    "business.",
    "Paused: whoever started or resumed it may not delete receipts of this business any more.",
)
PAGE_DISABLED = Message(
    "Paused: the receipts page is no longer enabled for this business.",
    "Paused: the receipts page was switched off for this business.",
)
BUSINESS_INACTIVE = Message(
    "Paused: the business is no longer active.", "Paused: the business is not active any more."
)
UNEXPECTED = Message("Unexpected error in the console: {reason}. Its log has the details.")
LEFT_AT_ONCE = Message(
    "Paused: the console was closed before the current step had ended. Files of deleted receipts may be "
    "left; they are deleted when the job is resumed."
)

# Why a saved position cannot be read, or a database is another one

CURSOR_NOT_JSON = Message("it is not JSON ({reason})")
CURSOR_TOO_LONG = Message("it has more than {all} characters")
CURSOR_TOO_MANY = Message('"{key}" has more than {all} entries')
CURSOR_NO_OBJECT = Message("it is not a JSON object")
CURSOR_NO_NUMBER = Message('"{key}" is not a whole number from 0 to {all}')
CURSOR_NO_FLAG = Message('"{key}" is neither true nor false')
CURSOR_NO_STATUS = Message('"{key}" is not the status of a job that has ended')
CURSOR_NO_TEXT = Message('"{key}" is not a text')
CURSOR_NO_LIST = Message('"{key}" is not a list')
CURSOR_NO_FAILURE = Message('an entry of "{key}" is not [id, reason]')
CURSOR_NO_IDS = Message('"{key}" is not a list of ids')
CURSOR_NO_STAMPS = Message('"{key}" is not a list of times with counts')
NO_PRODUCT_TABLE = Message(
    'The database has no table "{table}", so it does not look like the product\'s database.'
)
WEB_QUEUE_UNAVAILABLE = Message("The queue of the web side was not available.", "RQ not available")

# How the counters and the receipts agree at the end

NOT_GONE = Message(
    "Receipts not deleted: {count}. They were restored, arrived late, or were skipped by the web worker.",
    "{count} of its receipts are not deleted: brought back, come late, or left out by the web worker.",
)
DELETED_ELSEWHERE = Message(
    "Receipts deleted by others, or overwritten in the count by the web worker: {count}.",
    "{count} of its receipts were deleted by others, or counted over by the web worker.",
)
COUNTED_BEYOND = Message(
    "Receipts counted beyond the total: {count}. They arrived late, or were counted twice by the web worker.",
    "{count} receipts were counted beyond its total: come late, or counted twice by the web worker.",
)
NOT_DELETED = Message(
    "Receipts that could not be deleted: {count}. Last error: {reason}.",
    "{count} receipts could not be deleted, the last: {reason}.",
)

# Files

FILES_NOT_DELETED = Message(
    "Files not deleted: {count} ({reason}).", "{count} files could not be deleted: {reason}."
)
FILES_HELD = Message(
    "Files already missing: {count} of {all}. Most files are missing, so their records are kept. If these "
    "files no longer exist, run it again with --accept-missing.",
    "{count} of {all} files were already missing, so their rows are kept: if these files are truly gone, do"
    " it again with --accept-missing.",
    in_window="Files already missing: {count} of {all}. Most files are missing, so their records are kept. "
    "If these files no longer exist, choose “Clean up files…” for this business and confirm it "
    "there.",
)
FILES_MISSING = Message("Files already missing: {count}.", "{count} files were already missing.")
FILES_NEEDED = Message(
    "Files still needed: {count} ({reason}).",
    "Files kept: {count} ({reason}).",
    "{count} files are kept: {reason}.",
)
FILES_HIDDEN = Message(
    "Deleted files whose older versions remain in the bucket: {count}.",
    "{count} files are deleted, but the bucket keeps an older version of each with its data.",
)

# Why a file or a receipt stays

OTHER_BUSINESS = Message("they belong to another business", "another business has them")
OTHER_PURPOSE = Message("they have another purpose", "they are of another purpose")
OTHER_FOLDER = Message(
    "they are in the folder of another purpose", "they lie in the folder of another purpose"
)
STILL_USED = Message("a receipt that is not deleted uses them")
KEPT = Message("they are kept for now, as their receipts can be restored")
SHARED = Message("another attachment uses the same file", "another attachment that stays has the same file")
UNREADABLE = Message(
    "no permission to read the table {table}, which references attachments",
    "the table {table}, which refers to attachments, may not be read",
)
REFERENCE = Message("the table {table} references them", "the table {table} refers to them")
ROW_STAYS = Message("the database did not delete its record", "the database did not give up its row")
LOCKED = Message("locked by another transaction", "locked by somebody else")
SKIPPED = Message("skipped by the database", "the database skipped it")
BATCH_NOT_DELETED = Message("not every receipt of the batch was deleted")

_ALL = [
    *globals().values(),
    *vars(database_messages).values(),
    *vars(storage_messages).values(),
    *storage_messages.SYSTEM.values(),
    *vars(demo_messages).values(),
    *vars(restore_messages).values(),
]

MESSAGES = tuple(one for one in _ALL if isinstance(one, Message))
"""All of them; the more exact ones stand before the others."""

LONGEST = 1_000
"""Characters of a text that is looked at, and of what is written on a row."""

_SHORTEST = 8
"""Characters of a quotation that are left where a text must be cut."""


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile("|".join(one for message in MESSAGES for one in message.beginnings), re.IGNORECASE)


@lru_cache(2_000)  # a table of 10,000 rows shows few different texts, and many times
def recognized(text: str) -> tuple[Message, Mapping[str, str]] | None:
    """The message that `text` is, with the values of its placeholders; None for one that nobody foresaw."""
    if len(text) > LONGEST or not _beginnings().match(text):
        return None
    for message in MESSAGES:
        if (values := message.values_in(text)) is not None:
            return message, values
    return None


def sentences(text: str) -> list[str]:
    """The messages that stand in `text` one behind the other, as far as they are recognized; else all in
    one."""
    return (_sentences(text, 0, set()) if len(text) <= LONGEST else None) or [text]


def _sentences(text: str, start: int, in_vain: set[int]) -> list[str] | None:
    """Those from `start` on, or None where not all of it is messages: then `in_vain` keeps the place."""
    if start in in_vain or not _beginnings().match(text, start):
        return None
    for end in re.finditer(r"\. ", text[start:]):
        head, tail = text[start : start + end.start() + 1], start + end.end()
        if recognized(head) and (others := _sentences(text, tail, in_vain)):
            return [head, *others]
    if recognized(text[start:]):
        return [text[start:]]
    in_vain.add(start)
    return None


def told(
    said: str,
    sentence: Callable[[Message], str],
    value: Callable[[str, str], str],
    unknown: Callable[[str], str],
) -> str:
    """`said` in another language: each message by its `sentence`, whose placeholders are filled by what
    `value` makes of their names and values; what nobody foresaw as `unknown` makes it."""

    def of(one: str) -> str:
        found = recognized(one)
        if found is None:
            return unknown(one)
        message, values = found
        return sentence(message).format(**{name: value(name, held) for name, held in values.items()})

    return " ".join(map(of, sentences(said)))


def joined(said: Sequence[str], longest: int = LONGEST) -> str:
    """Messages one behind the other, as a row holds them: at most so many characters. What is too long is cut
    within what the messages quote, so that each is recognized again; where even that is not enough, the last
    ones are left out."""
    lines = [one_line(writable(one)) for one in said if one]
    while lines:
        if (text := _fitted(lines, longest)) is not None:
            return text
        if len(lines) == 1:
            return cut(lines[0], longest)
        lines.pop()
    return ""


def _fitted(lines: Sequence[str], longest: int) -> str | None:
    """With the longest quotations that have room, or None where not even short ones have."""
    whole = " ".join(lines)
    if len(whole) <= longest:
        return whole
    fitting, low, high = None, _SHORTEST, longest
    while low <= high:
        middle = (low + high) // 2
        text = " ".join(_with_quotations(line, middle) for line in lines)
        if len(text) <= longest:
            fitting, low = text, middle + 1
        else:
            high = middle - 1
    return fitting


def _with_quotations(text: str, longest: int) -> str:
    """`text` with all that its messages quote, or else itself, in at most so many characters."""
    if (found := recognized(text)) is None:
        return cut(text, longest)
    message, values = found
    return message.format(
        **{
            name: value if is_number(name) else _with_quotations(value, longest)
            for name, value in values.items()
        }
    )
