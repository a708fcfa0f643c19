"""The catalogue of what is stored on rows in English and shown later in the person's language.

`last_error` and the reasons of failed items are written for both sides of the product: by this console, by
the web side, and by PostgreSQL. What this console writes is written from here, and what it recognizes is
here: each message with the other texts that mean the same, such as those of earlier versions.
"""

from __future__ import annotations

import re


class Message(str):
    """A template in English, with its placeholders in braces: written by `format`, recognized by `values_in`.

    `count`, `all` and `time` (seconds) stand for whole numbers, other placeholders for any text. `also` are
    other templates that mean the same, `in_window` what the window says instead, where a button does there
    what an option does on the command line.
    """

    also: tuple[str, ...]
    in_window: str

    def __new__(cls, template: str, *also: str, in_window: str = "") -> Message:
        message = super().__new__(cls, template)
        message.also = also
        message.in_window = in_window or template
        message._patterns = [_pattern(one) for one in (template, *also)]
        return message

    _patterns: list[re.Pattern[str]]

    def values_in(self, text: str) -> dict[str, str] | None:
        """The placeholders' values where `text` is this message, in any case of letters; else None."""
        for pattern in self._patterns:
            if found := pattern.fullmatch(text):
                return found.groupdict()
        return None


_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")
_NUMBERS = {"count", "all", "time"}


def _pattern(template: str) -> re.Pattern[str]:
    """The full stop at the end may be missing: a message can stand within a sentence of another."""
    text = re.escape(template.removesuffix("."))
    filled = _PLACEHOLDER.sub(
        lambda found: f"(?P<{found[1]}>{r'[0-9]+' if found[1] in _NUMBERS else '.+?'})", text
    )
    return re.compile(filled + r"\.?", re.IGNORECASE)


# The end of a job, and why it has stopped

HEARTBEAT_LOST_SINCE = Message(
    "Server restarted or job heartbeat lost: no heartbeat for {time}.",
    "Server restarted / job heartbeat lost: no heartbeat for {time} seconds",
)
HEARTBEAT_LOST = Message(
    "Server restarted or job heartbeat lost: {reason}", "Server restarted / job heartbeat lost: {reason}"
)
BATCHES_FAILED = Message(
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
ROWS_HIDDEN = Message(
    "A row-level security policy hides rows of the table {table} from the database user {role}, so nothing "
    "can be deleted safely.",
    "A row-level security policy hides rows of the table {table} from the database role {role}, so nothing "
    "can be deleted safely. {advice}",
)

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
FILES_KEPT = Message("Files kept: {count} ({reason}).", "{count} files are kept: {reason}.")
FILES_HIDDEN = Message(
    "Deleted files whose older versions remain in the bucket: {count}.",
    "{count} files are deleted, but the bucket keeps an older version of each with its data.",
)

# Why a file or a receipt stays

STORAGE_UNUSABLE = Message("the attachment storage {place} cannot be used: {reason}")
FILES_NOT_FOUND = Message(
    "none of the {count} newest files in the database exists there, for example {key}",
    "of the {count} newest files that the database names none is there, for example {key}",
)
OTHER_BUSINESS = Message("they belong to another business", "another business has them")
OTHER_PURPOSE = Message("they have another purpose", "they are of another purpose")
OTHER_FOLDER = Message(
    "they are in the folder of another purpose", "they lie in the folder of another purpose"
)
STILL_USED = Message("a receipt that is not deleted uses them")
SHARED = Message("another attachment uses the same file", "another attachment that stays has the same file")
UNREADABLE = Message(
    "no permission to read the table {table}, which references attachments",
    "the table {table}, which refers to attachments, may not be read",
)
REFERENCE = Message("the table {table} references them", "the table {table} refers to them")
ROW_STAYS = Message("the database did not delete its record", "the database did not give up its row")
NO_KEY = Message("the key is not one of the product's keys", "the key is none that the product gives")
OTHER_PREFIX = Message(
    "the key is not in the folder of the business", "the key is not under the business's own prefix"
)
LOCKED = Message("locked by another transaction", "locked by somebody else")
SKIPPED = Message("skipped by the database", "the database skipped it")

# PostgreSQL's own words

LOCK_TIMEOUT = Message("Timed out waiting for a row lock", "canceling statement due to lock timeout")
STATEMENT_TIMEOUT = Message("Statement timed out", "canceling statement due to statement timeout")
STATEMENT_CANCELLED = Message(
    "Statement cancelled in the database", "canceling statement due to user request"
)
DEADLOCK = Message("Deadlock detected", "deadlock detected")

MESSAGES = tuple(one for one in list(globals().values()) if isinstance(one, Message))
"""All of them; the more exact ones stand before the others."""


LONGEST = 1_000
"""Characters of a text that is looked at: what this console writes has half of that."""


def recognized(text: str) -> tuple[Message, dict[str, str]] | None:
    """The message that `text` is, with the values of its placeholders; None for one that nobody foresaw."""
    for message in MESSAGES if len(text) <= LONGEST else ():
        if (values := message.values_in(text)) is not None:
            return message, values
    return None


def sentences(text: str) -> list[str]:
    """The messages that stand in `text` one behind the other, as far as they are recognized; else all in
    one."""
    for end in re.finditer(r"\. ", text) if len(text) <= LONGEST else ():
        head, tail = text[: end.start() + 1], text[end.end() :]
        if recognized(head) and all(recognized(one) for one in sentences(tail)):
            return [head, *sentences(tail)]
    return [text]
