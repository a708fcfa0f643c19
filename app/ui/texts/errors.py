"""What went wrong and what can be done about it, in the person's language, for each kind of SweepError.

Text about errors for people is made here only; `str(error)` is the English of the command line and the log.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from app.core.errors import BadInput, CannotConnect, SweepError
from app.core.queue_errors import QueueUnreachable
from app.qt.translation import isolate, ltr
from app.ui.texts.durations import duration_text
from app.ui.texts.figures import plain
from app.ui.texts.queue_errors import QUEUE_PARTS, QUEUE_TEXTS, QUEUE_UNREACHABLE_TEXTS
from app.ui.texts.stored import stored_text

translate = QCoreApplication.translate

_OTHERWISE = QT_TRANSLATE_NOOP("Errors", "The action failed: {said}")

# By `SweepError.code`. {said} is the English sentence, for where it holds what the server answered.
TEXTS = {
    "unforeseen": QT_TRANSLATE_NOOP(
        "Errors", "An unexpected error occurred: {reason}. The details are in the log."
    ),
    "bad_input": QT_TRANSLATE_NOOP("Errors", "Invalid input. Nothing was changed. ({said})"),
    "field_missing": QT_TRANSLATE_NOOP("Errors", "The field “{name}” is empty."),
    "policy_out_of_bounds": QT_TRANSLATE_NOOP(
        "Errors", "The setting “{name}” must be between {low} and {high}, not {value}. Nothing was changed."
    ),
    "run_name_too_long": QT_TRANSLATE_NOOP(
        "Errors", "The name of the run has {length} characters, but at most {longest} are possible."
    ),
    "run_note_too_long": QT_TRANSLATE_NOOP(
        "Errors", "The note on the run has {length} characters, but at most {longest} are possible."
    ),
    "no_such_run": QT_TRANSLATE_NOOP("Errors", "There is no run “{name}”."),
    "run_ambiguous": QT_TRANSLATE_NOOP(
        "Errors", "Several runs “{name}” are active. Use one of their IDs instead: {ids}."
    ),
    "nothing_to_pause": QT_TRANSLATE_NOOP(
        "Errors", "The run “{name}” has no running or queued job to pause."
    ),
    "nothing_to_resume": QT_TRANSLATE_NOOP(
        "Errors", "The run “{name}” has no paused or failed job to resume."
    ),
    "nothing_to_cancel": QT_TRANSLATE_NOOP("Errors", "The run “{name}” has no active job to cancel."),
    "nothing_to_retry": QT_TRANSLATE_NOOP("Errors", "The run “{name}” has no failed receipts to retry."),
    "nothing_to_take_over": QT_TRANSLATE_NOOP(
        "Errors", "The run “{name}” has no job that is not responding or stuck."
    ),
    "nothing_to_keep_files": QT_TRANSLATE_NOOP(
        "Errors", "The run “{name}” has no ended or paused job whose files could be kept."
    ),
    "nothing_to_restore": QT_TRANSLATE_NOOP(
        "Errors", "The run “{name}” has no ended job whose receipts could be restored."
    ),
    "nothing_to_clean_up": QT_TRANSLATE_NOOP("Errors", "The run “{name}” has left no files."),
    **QUEUE_TEXTS,
    "bad_database_url": QT_TRANSLATE_NOOP("Errors", "Invalid connection URL: {reason}. Example: {example}."),
    "storage_unusable": QT_TRANSLATE_NOOP(
        "Errors",
        "The attachment storage {place} cannot be used: {reason}. Nothing was deleted. Check that it is "
        "available and that you have permission to use it.",
    ),
    "cursor_damaged": QT_TRANSLATE_NOOP(
        "Errors",
        "The job's saved position cannot be read, so it cannot be continued safely. Start a new "
        "deletion; cancel the job first if it is still active. ({reason})",
    ),
    "illegal_transition": QT_TRANSLATE_NOOP(
        "Errors", "The job's status no longer allows this. Refresh the table and try again."
    ),
    "schema_problem": QT_TRANSLATE_NOOP(
        "Errors",
        "The database schema does not match: {reason} Ask your database administrator to fix it.",
    ),
    "demo_unavailable": QT_TRANSLATE_NOOP("Errors", "The demo cannot be started: {reason}"),
    "not_allowed": QT_TRANSLATE_NOOP("Errors", "You no longer have permission to see this business."),
    "audit_unavailable": QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing was done, because the audit trail {place} cannot be written: {reason}. Free disk space "
        "or allow writing to the file, and try again.",
    ),
    "audit_unreadable": QT_TRANSLATE_NOOP("Errors", "The audit trail {place} cannot be read: {reason}."),
    "list_missing": QT_TRANSLATE_NOOP(
        "Errors", "The file {place} cannot be opened. Check its name and your permission to read it."
    ),
    "list_large": QT_TRANSLATE_NOOP(
        "Errors", "The file {place} is larger than {most} MB. Save only the column of IDs or names."
    ),
    "list_rows": QT_TRANSLATE_NOOP("Errors", "The list in {place} has more than {most} lines. Split it."),
    "list_entries": QT_TRANSLATE_NOOP("Errors", "The list has more than {most} entries. Split it."),
    "list_empty": QT_TRANSLATE_NOOP("Errors", "The file {place} is empty."),
    "list_protected": QT_TRANSLATE_NOOP(
        "Errors", "The workbook {place} is protected by a password. Save it without one."
    ),
    "list_old": QT_TRANSLATE_NOOP(
        "Errors", "The workbook {place} has the old format XLS. Save it as XLSX or CSV."
    ),
    "list_other": QT_TRANSLATE_NOOP(
        "Errors", "The file {place} is no workbook of the format XLSX. Save it as XLSX, CSV or TXT."
    ),
    "list_damaged": QT_TRANSLATE_NOOP(
        "Errors", "The workbook {place} is damaged. Open it in Excel and save it again."
    ),
    "list_binary": QT_TRANSLATE_NOOP(
        "Errors", "The file {place} holds no text. Choose a TXT, CSV or XLSX file."
    ),
    "export_failed": QT_TRANSLATE_NOOP(
        "Errors",
        "The file {place} cannot be written: {reason}. Choose another folder or free disk space. An "
        "existing file was not changed.",
    ),
    "keychain_read": QT_TRANSLATE_NOOP(
        "Errors", "The system keychain could not be read. Unlock it and try again, or enter the password."
    ),
    "keychain_save": QT_TRANSLATE_NOOP(
        "Errors",
        "The password was not saved: the system keychain did not accept it. Unlock it and try again. Until "
        "Sweep is closed, the password is used without being saved.",
    ),
    "keychain_remove": QT_TRANSLATE_NOOP(
        "Errors",
        "The saved password could not be removed from the system keychain. Unlock it and try again.",
    ),
    "settings_not_saved": QT_TRANSLATE_NOOP(
        "Errors",
        "The settings were not saved: the file {place} cannot be written. Check that the file and its folder "
        "can be written and that the disk is not full, and save again.",
    ),
    "sign_in_refused": QT_TRANSLATE_NOOP(
        "Errors", "Wrong email or password, or this user has no access to the console."
    ),
    "sign_in_too_soon": QT_TRANSLATE_NOOP("Errors", "Too many wrong passwords. Try again in {time}."),
    "database_error": QT_TRANSLATE_NOOP(
        "Errors", "The database rejected the request. Nothing was changed. ({reason})"
    ),
    "connection_lost": QT_TRANSLATE_NOOP(
        "Errors",
        "The connection to the database was lost. Jobs wait and continue automatically when it is back. "
        "Check the table before you repeat an action.",
    ),
    "try_again": QT_TRANSLATE_NOOP("Errors", "The database is busy. Try again in a minute. ({reason})"),
    "rows_locked": QT_TRANSLATE_NOOP(
        "Errors", "The rows are locked by another process. Try again in a minute."
    ),
    "read_only": QT_TRANSLATE_NOOP(
        "Errors",
        "The database is read-only: it is a standby server, or it has been set to read-only. Nothing was "
        "changed. Connect to the primary server, or ask your database administrator. ({reason})",
    ),
    "rows_refused": QT_TRANSLATE_NOOP(
        "Errors", "The database does not accept a value in these rows. ({reason})"
    ),
    "missing_right": QT_TRANSLATE_NOOP(
        "Errors",
        "The database user lacks a privilege. Ask your database administrator for it. ({reason})",
    ),
    "missing_tables": QT_TRANSLATE_NOOP(
        "Errors",
        "A required table or column is missing. Check that this is the right database, or ask your "
        "database administrator. ({reason})",
    ),
    "change_ignored": QT_TRANSLATE_NOOP(
        "Errors",
        "The database ignores changes of the table {table}, so nothing was done: a trigger or a rule may be "
        "the cause. Ask your database administrator.",
    ),
    "rows_hidden": QT_TRANSLATE_NOOP(
        "Errors",
        "A row-level security policy hides rows of the table {table} from the database user {role}, so "
        "nothing can be deleted safely. Ask your database administrator to let this user see all rows "
        "(BYPASSRLS).",
    ),
    "schema_unclear_path": QT_TRANSLATE_NOOP(
        "Errors",
        "The search path in the connection URL has no effect (it is {found}): a connection pooler may "
        "have dropped it. Set the schema in the connection settings.",
    ),
    "schema_unclear_no_table": QT_TRANSLATE_NOOP(
        "Errors",
        "These tables are missing in the schema of the settings: {found}. Check the schema name.",
    ),
    "schema_unclear_elsewhere": QT_TRANSLATE_NOOP(
        "Errors",
        "The tables are in schemas outside the search path of the database user ({found}). Set the right "
        "schema in the connection settings.",
    ),
    "schema_unclear_split": QT_TRANSLATE_NOOP(
        "Errors",
        "The tables are in different schemas ({found}). Set the right schema in the connection settings.",
    ),
    "schema_unclear_owners": QT_TRANSLATE_NOOP(
        "Errors",
        "The tables have different owners ({found}). If all of them are the right ones, set their schema "
        "in the connection settings.",
    ),
    "schema_unclear_several": QT_TRANSLATE_NOOP(
        "Errors",
        "The tables exist in several schemas ({found}). Set the right schema in the connection settings.",
    ),
    "no_restores_here": QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing can be restored, because this database has no table for it yet ({command}). Ask your "
        "database administrator to create it.",
    ),
    "too_many_chosen": QT_TRANSLATE_NOOP(
        "Errors", "{count} receipts were chosen, but at most {most} are possible. Restore whole jobs instead."
    ),
    "restore_damaged": QT_TRANSLATE_NOOP(
        "Errors",
        "What the restore is to give back cannot be read: {reason}. Cancel it, and restore the job again.",
    ),
    "deletion_in_the_way": QT_TRANSLATE_NOOP(
        "Errors", "Job {job_id} is deleting receipts of this business meanwhile."
    ),
    "ownership_lost": QT_TRANSLATE_NOOP(
        "Errors",
        "Job {job_id} no longer runs in this console: someone else cancelled it or took it over.",
    ),
}

# By `CannotConnect.why`.
CONNECT_TEXTS = {
    "password": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} rejected the user name or password. Check the connection settings."
    ),
    "keychain": QT_TRANSLATE_NOOP(
        "Errors",
        "The database at {where} needs a password, and the system keychain could not be read. Unlock the "
        "keychain, or enter the password in the connection settings.",
    ),
    "unknown_host": QT_TRANSLATE_NOOP(
        "Errors", "Host not found: {where}. Check the host name and the network."
    ),
    "refused": QT_TRANSLATE_NOOP(
        "Errors", "Connection refused by {where}. Check the host and port, and that the server is running."
    ),
    "timeout": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} does not respond. Check the network, the VPN and the firewall."
    ),
    "no_database": QT_TRANSLATE_NOOP(
        "Errors", "The database or user of {where} does not exist. Check the connection settings."
    ),
    "too_many": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} has no free connections. Try again in a minute."
    ),
    "starting": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} is starting or stopping. Try again in a minute."
    ),
    "options": QT_TRANSLATE_NOOP(
        "Errors",
        "The connection pooler in front of {where} does not accept the options of the connection URL. "
        "Remove them, and set the schema in the connection settings.",
    ),
    "other": QT_TRANSLATE_NOOP(
        "Errors", "The database at {where} cannot be reached. Check the address and the network. ({reason})"
    ),
}

# Parts of sentences that lower rooms give in English, as far as they are known; others are shown as they are.
PARTS = frozenset(
    {
        QT_TRANSLATE_NOOP("ErrorParts", "batch size"),
        QT_TRANSLATE_NOOP("ErrorParts", "delay between batches (ms)"),
        QT_TRANSLATE_NOOP("ErrorParts", "consecutive batch errors"),
        QT_TRANSLATE_NOOP("ErrorParts", "maximum run time (s)"),
        QT_TRANSLATE_NOOP("ErrorParts", "concurrent jobs"),
        QT_TRANSLATE_NOOP("ErrorParts", "it is not a PostgreSQL URL"),
        QT_TRANSLATE_NOOP("ErrorParts", "only PostgreSQL is supported"),
        QT_TRANSLATE_NOOP("ErrorParts", "the database name is missing"),
        QT_TRANSLATE_NOOP("ErrorParts", "the port must be a number from 1 to 65535"),
        QT_TRANSLATE_NOOP(
            "ErrorParts", "it has options that PostgreSQL does not know, or that contradict each other"
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts", "it contains characters that are not valid UTF-8 text, or a null character"
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "an @ in the user name or the password must be written as %40"),
        QT_TRANSLATE_NOOP("ErrorParts", "a connection string of the form key=value must be written as a URL"),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "the password of a client key cannot be saved; pass the URL in SWEEP_DATABASE_URL instead",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "The endpoint URL must have the form https://host or https://host:port.",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts",
            "The endpoint URL must contain the host and port only: no bucket name, no user and no path.",
        ),
        QT_TRANSLATE_NOOP(
            "ErrorParts", "The host must be a name or an IP address alone, without a port, a user or a path."
        ),
        QT_TRANSLATE_NOOP("ErrorParts", "Another connection has this name."),
        QT_TRANSLATE_NOOP("ErrorParts", "The bucket name is missing, or contains a slash or a space."),
        QT_TRANSLATE_NOOP("ErrorParts", "The access key is missing: its ID, its secret, or both."),
        QT_TRANSLATE_NOOP("ErrorParts", "The account ID or the endpoint URL is missing."),
        QT_TRANSLATE_NOOP("ErrorParts", "--reset requires --demo."),
        *QUEUE_PARTS,
    }
)

_LEFT_TO_RIGHT = {
    "place",
    "where",
    "value",
    "low",
    "high",
    "job_id",
    "table",
    "role",
    "found",
    "ids",
    "command",
}


def error_text(error: SweepError) -> str:
    """What happened and what the person can do, in whole sentences; never a password, never a traceback."""
    if isinstance(error, CannotConnect):
        source = CONNECT_TEXTS[error.why]
    elif isinstance(error, QueueUnreachable):
        source = QUEUE_UNREACHABLE_TEXTS[error.why]
    else:
        source = TEXTS.get(error.code, _OTHERWISE)
    values = {name: _value_text(name, value) for name, value in error.values.items()}
    if "seconds" in error.values:
        values["time"] = duration_text(float(str(error.values["seconds"])), QLocale())
    return translate("Errors", str(source)).format(
        **values,
        said=_value_text("said", error),
        example=ltr("postgresql://user@host:5432/database"),
        redis_example=ltr("rediss://user@host:6379/0"),
        tls=ltr("rediss://"),
    )


def field_text(error: SweepError) -> str:
    """The same at the field of a form: there, what is wrong with the value says enough."""
    said = str(error)
    if type(error) is BadInput and said in PARTS:
        return translate("ErrorParts", said)
    return error_text(error)


def _value_text(name: str, value: object) -> str:
    """A value, translated where it is one of the known parts or messages, else as it came."""
    text = str(value)
    if name in _LEFT_TO_RIGHT:
        return ltr(plain(text))
    if text in PARTS:
        return isolate(translate("ErrorParts", text))
    return stored_text(text)
