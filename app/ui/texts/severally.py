"""What is asked before one action is carried out on several deletions at once."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP

RESUMED_SOMEWHERE = QT_TRANSLATE_NOOP("SeveralDialog", "They continue from where they stopped.")
"""What resuming means where the person chooses where."""


class Severally(Enum):
    """The actions that are asked about when they are to be done on several deletions: the question, what it
    means, and its button."""

    RESUME = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Resume {count} deletions?"),
        QT_TRANSLATE_NOOP("SeveralDialog", "They continue here from where they stopped."),
        QT_TRANSLATE_NOOP("SeveralDialog", "Resume {count} deletions"),
    )
    CANCEL = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Cancel {count} deletions?"),
        QT_TRANSLATE_NOOP(
            "SeveralDialog",
            "Deleted receipts stay deleted, and a cancelled deletion cannot be resumed, only started anew.",
        ),
        QT_TRANSLATE_NOOP("SeveralDialog", "Cancel {count} deletions"),
    )
    RETRY = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Retry the failed receipts of {count} deletions?"),
        QT_TRANSLATE_NOOP("SeveralDialog", "Only receipts that could not be deleted are tried again."),
        QT_TRANSLATE_NOOP("SeveralDialog", "Retry {count} deletions"),
    )
    TAKE_OVER = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Take {count} deletions over?"),
        QT_TRANSLATE_NOOP(
            "SeveralDialog", "They continue here. A worker that still has one loses it at its next batch."
        ),
        QT_TRANSLATE_NOOP("SeveralDialog", "Take {count} deletions over"),
    )
    MARK_FAILED = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Mark {count} deletions as failed?"),
        QT_TRANSLATE_NOOP("SeveralDialog", "They can be resumed later."),
        QT_TRANSLATE_NOOP("SeveralDialog", "Mark {count} deletions as failed"),
    )
    RUN_HERE = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Run {count} deletions here?"),
        QT_TRANSLATE_NOOP(
            "SeveralDialog",
            "They no longer wait on the server; this window must stay open until they are done.",
        ),
        QT_TRANSLATE_NOOP("SeveralDialog", "Run {count} deletions here"),
    )
    ENQUEUE_AGAIN = (
        QT_TRANSLATE_NOOP("SeveralDialog", "Enqueue {count} deletions again?"),
        QT_TRANSLATE_NOOP("SeveralDialog", "An entry that is still there does no harm."),
        QT_TRANSLATE_NOOP("SeveralDialog", "Enqueue {count} deletions again"),
    )
