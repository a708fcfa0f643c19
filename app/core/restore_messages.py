"""What stands in `last_error` of a restore: a part of the catalogue of `core.messages`."""

from __future__ import annotations

from app.core.message import Message

DELETION_MEANWHILE = Message(
    "Paused: job {key} deletes receipts of this business. Resume the restore when that job has ended."
)
CONSOLE_CLOSED = Message("Paused: the console was closed.")
ROW_NOT_WRITTEN = Message("the database does not keep the progress of the restore")
