"""What rows and servers say in English, in the person's language, as far as it is known.

`last_error`, the reasons of failed receipts and the details of waits are written for both sides of the
product: by this console, by the web side, and by PostgreSQL. What nobody has foreseen is shown as it is.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.core.text import visible
from app.qt.translation import isolate, ltr
from app.ui.texts.durations import duration_text

# Whole sayings, each as a pattern whose groups are named as the sentence's placeholders, and may be sayings
# themselves.
_SAYINGS: tuple[tuple[str, object], ...] = (
    (
        r"Server restarted / job heartbeat lost: no heartbeat for (?P<time>\d+) seconds\.?",
        QT_TRANSLATE_NOOP("StoredText", "Server restarted or job heartbeat lost: no heartbeat for {time}."),
    ),
    (
        r"Server restarted / job heartbeat lost: (?P<reason>.+)",
        QT_TRANSLATE_NOOP("StoredText", "Server restarted or job heartbeat lost: {reason}"),
    ),
    (
        r"(?P<count>\d+) batches failed in a row\. The last: (?P<reason>.+)",
        QT_TRANSLATE_NOOP("StoredText", "{count} batches failed in a row. Last error: {reason}"),
    ),
    (
        r"Its failed receipts were tried again; resume it to delete the rest\.(?P<reason>.*)",
        QT_TRANSLATE_NOOP(
            "StoredText", "The failed receipts were retried. Resume the job to delete the rest. {reason}"
        ),
    ),
    (
        r"Marked as failed by a person: there was no sign of life any more\.",
        QT_TRANSLATE_NOOP("StoredText", "Marked as failed manually: there was no heartbeat any more."),
    ),
    (
        r"Paused: whoever started or resumed it may not delete receipts any more\.",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "Paused: the user who started or resumed it no longer has permission to delete receipts.",
        ),
    ),
    (
        r"Paused: whoever started or resumed it may not delete receipts of this business any more\.",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "Paused: the user who started or resumed it no longer has permission to delete receipts of "
            "this business.",
        ),
    ),
    (
        r"Paused: the receipts page was switched off for this business\.",
        QT_TRANSLATE_NOOP("StoredText", "Paused: the receipts page is no longer enabled for this business."),
    ),
    (
        r"Paused: the business is not active any more\.",
        QT_TRANSLATE_NOOP("StoredText", "Paused: the business is no longer active."),
    ),
    (
        r"(?P<first>\d+ (?:of its receipts (?:are|were)|receipts were counted) .+?\.) (?P<reason>\d+ .+)",
        QT_TRANSLATE_NOOP("StoredText", "{first} {reason}"),
    ),
    (
        r"(?P<count>\d+) of its receipts are not deleted: brought back, come late, or left out by the web "
        r"worker\.",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "Receipts not deleted: {count}. They were restored, arrived late, or were skipped by the web "
            "worker.",
        ),
    ),
    (
        r"(?P<count>\d+) of its receipts were deleted by others, or counted over by the web worker\.",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "Receipts deleted by others, or overwritten in the count by the web worker: {count}.",
        ),
    ),
    (
        r"(?P<count>\d+) receipts were counted beyond its total: come late, or counted twice by the web "
        r"worker\.",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "Receipts counted beyond the total: {count}. They arrived late, or were counted twice by the "
            "web worker.",
        ),
    ),
    (
        r"(?P<first>\d+ receipts could not .+?\.) (?P<reason>\d+ (?:of \d+ )?files .+)",
        QT_TRANSLATE_NOOP("StoredText", "{first} {reason}"),
    ),
    (
        r"(?P<first>\d+ (?:of \d+ )?files .+?\.) (?P<reason>\d+ (?:of \d+ )?files .+)",
        QT_TRANSLATE_NOOP("StoredText", "{first} {reason}"),
    ),
    (
        r"(?P<count>\d+) receipts could not be deleted, the last: (?P<reason>.+?)\.",
        QT_TRANSLATE_NOOP("StoredText", "Receipts that could not be deleted: {count}. Last error: {reason}."),
    ),
    (
        r"(?P<count>\d+) files could not be deleted: (?P<reason>.+?)\.",
        QT_TRANSLATE_NOOP("StoredText", "Files not deleted: {count} ({reason})."),
    ),
    (
        r"(?P<count>\d+) of (?P<all>\d+) files were already missing, so their rows are kept: if these "
        r"files are truly gone, do it again with --accept-missing\.",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "Files already missing: {count} of {all}. Most files are missing, so their records are kept. "
            "If these files no longer exist, choose “Clean up files…” for this business and confirm it "
            "there.",
        ),
    ),
    (
        r"(?P<count>\d+) files were already missing\.",
        QT_TRANSLATE_NOOP("StoredText", "Files already missing: {count}."),
    ),
    (
        r"(?P<count>\d+) files are kept: (?P<reason>.+?)\.",
        QT_TRANSLATE_NOOP("StoredText", "Files kept: {count} ({reason})."),
    ),
    (
        r"(?P<count>\d+) files are deleted, but the bucket keeps an older version of each with its data\.",
        QT_TRANSLATE_NOOP("StoredText", "Deleted files whose older versions remain in the bucket: {count}."),
    ),
    (
        r"The attachment storage (?P<place>.+?) cannot be used: (?P<reason>.+?)\.?",
        QT_TRANSLATE_NOOP("StoredText", "the attachment storage {place} cannot be used: {reason}"),
    ),
    (
        r"of the (?P<count>\d+) newest files that the database names none is there, for example (?P<key>.+)",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "none of the {count} newest files in the database exists there, for example {key}",
        ),
    ),
    (r"another business has them", QT_TRANSLATE_NOOP("StoredText", "they belong to another business")),
    (r"they are of another purpose", QT_TRANSLATE_NOOP("StoredText", "they have another purpose")),
    (
        r"they lie in the folder of another purpose",
        QT_TRANSLATE_NOOP("StoredText", "they are in the folder of another purpose"),
    ),
    (
        r"a receipt that is not deleted uses them",
        QT_TRANSLATE_NOOP("StoredText", "a receipt that is not deleted uses them"),
    ),
    (
        r"another attachment that stays has the same file",
        QT_TRANSLATE_NOOP("StoredText", "another attachment uses the same file"),
    ),
    (
        r"the table (?P<table>.+), which refers to attachments, may not be read",
        QT_TRANSLATE_NOOP(
            "StoredText", "no permission to read the table {table}, which references attachments"
        ),
    ),
    (
        r"the table (?P<table>.+) refers to them",
        QT_TRANSLATE_NOOP("StoredText", "the table {table} references them"),
    ),
    (
        r"the database did not give up its row",
        QT_TRANSLATE_NOOP("StoredText", "the database did not delete its record"),
    ),
    (
        r"A row-level security policy hides rows of the table (?P<table>\S+) from the database role "
        r"(?P<role>\S+), so nothing can be deleted safely\..+",
        QT_TRANSLATE_NOOP(
            "StoredText",
            "A row-level security policy hides rows of the table {table} from the database user {role}, so "
            "nothing can be deleted safely.",
        ),
    ),
    (
        r"canceling statement due to lock timeout",
        QT_TRANSLATE_NOOP("StoredText", "Timed out waiting for a row lock"),
    ),
    (
        r"canceling statement due to statement timeout",
        QT_TRANSLATE_NOOP("StoredText", "Statement timed out"),
    ),
    (
        r"canceling statement due to user request",
        QT_TRANSLATE_NOOP("StoredText", "Statement cancelled in the database"),
    ),
    (r"deadlock detected", QT_TRANSLATE_NOOP("StoredText", "Deadlock detected")),
    (r"locked by somebody else", QT_TRANSLATE_NOOP("StoredText", "locked by another transaction")),
    (r"the database skipped it", QT_TRANSLATE_NOOP("StoredText", "skipped by the database")),
)
_COMPILED = [(re.compile(pattern, re.IGNORECASE), sentence) for pattern, sentence in _SAYINGS]


def stored_text(said: str) -> str:
    """A text of a row or a server, in one line, ready to stand beside other text: in the person's language
    where it is known, else isolated and with hidden characters made visible."""
    said = " ".join(said.split())
    for pattern, sentence in _COMPILED:
        if found := pattern.fullmatch(said):
            values = {name: _value(name, value or "") for name, value in found.groupdict().items()}
            return QCoreApplication.translate("StoredText", str(sentence)).format(**values).strip()
    return isolate(visible(said)) if said else ""


def _value(name: str, said: str) -> str:
    if name == "time":
        return duration_text(int(said), QLocale())
    return ltr(said) if said.isdecimal() else stored_text(said)
