"""Errors that a person can cause or meet. Everything else is a bug and is shown as one.

Each kind has a `code`, by which `ui.error_text` chooses the sentence for the window; `str(error)` is the
English sentence for the command line and the log. None of them ever carries a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from app.core.database_messages import CANNOT_CONNECT, CHANGE_IGNORED, READ_ONLY, ROWS_HIDDEN
from app.core.durations import duration
from app.core.storage_messages import FILES_NOT_FOUND, STORAGE_UNUSABLE


class SweepError(Exception):
    """The root of all expected errors. `code` is stable, `values` fill the translated sentence."""

    code = "error"

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.values = values


class Unforeseen(SweepError):
    """A bug that was caught at a border of the program, so that it costs no more than what was being done."""

    code = "unforeseen"

    def __init__(self, error: BaseException) -> None:
        said = " ".join(str(error).split())[:500]
        self.reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
        super().__init__(f"Unexpected error: {self.reason}", reason=self.reason)


class BadInput(SweepError):
    """Something a person typed or set cannot be used; nothing was changed."""

    code = "bad_input"


class FieldMissing(BadInput):
    """A field of a form is empty and must not be; `name` is its caption."""

    code = "field_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"The field “{name}” is empty.", name=name)


class PolicyOutOfBounds(BadInput):
    """A value of the policy lies outside its bounds."""

    code = "policy_out_of_bounds"

    def __init__(self, name: str, value: object, low: object, high: object) -> None:
        super().__init__(
            f"The {name} must be between {low} and {high}, not {value}.",
            name=name,
            value=value,
            low=low,
            high=high,
        )


class BadDatabaseUrl(BadInput):
    """The database address cannot be understood. The address is not repeated: it may hold a password."""

    code = "bad_database_url"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Invalid connection URL: {reason}. Example: postgresql://user@host:5432/database.",
            reason=reason,
        )


class StorageUnusable(SweepError):
    """The attachment storage is missing, or the place is not an attachment storage."""

    code = "storage_unusable"

    def __init__(self, place: str, reason: str) -> None:
        said = STORAGE_UNUSABLE.format(place=place, reason=reason)
        super().__init__(f"{said[0].upper()}{said[1:]}.", place=place, reason=reason)


class FilesNotFound(StorageUnusable):
    """None of the newest files that the database names is in the storage: it is the wrong storage, or the
    files are really gone, which a person may confirm."""

    def __init__(self, place: str, count: int, example: str) -> None:
        super().__init__(place, FILES_NOT_FOUND.format(count=count, key=example))
        self._place, self._count = place, count

    def without_example(self) -> FilesNotFound:
        """The same for a person to whom no single file may be named."""
        return FilesNotFound(self._place, self._count, "attachments/…")


class CursorDamaged(SweepError):
    """The cursor on a job's row cannot be read, so there is no safe position to continue from."""

    code = "cursor_damaged"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The job's saved position cannot be read: {reason}. Start a new deletion; cancel the job "
            "first if it is still active.",
            reason=reason,
        )


class IllegalTransition(SweepError):
    """A change of status that the table of transitions does not allow: a bug in the caller."""

    code = "illegal_transition"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"A job that is {old} cannot become {new}.", old=old, new=new)


class SchemaProblem(SweepError):
    """The database lacks a table, a column or a right that is needed."""

    code = "schema_problem"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, reason=reason)


class DemoUnavailable(SweepError):
    """The embedded demo cannot be started."""

    code = "demo_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The demo cannot be started: {reason}", reason=reason)


class NotAllowed(SweepError):
    """The person may not see this any more: role, business or account changed since the sign-in."""

    code = "not_allowed"

    def __init__(self) -> None:
        super().__init__("You have no permission to see this business.")


class AuditUnavailable(SweepError):
    """The audit trail cannot be written, so no action is taken."""

    code = "audit_unavailable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"Nothing was done, because the audit trail {place} cannot be written: {reason}.",
            place=place,
            reason=reason,
        )


class AuditUnreadable(SweepError):
    """The audit trail exists, but cannot be read."""

    code = "audit_unreadable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"The audit trail {place} cannot be read: {reason}.", place=place, reason=reason)


class ExportFailed(SweepError):
    """A file that a person asked for cannot be written; what was there before is as it was."""

    code = "export_failed"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"The file {place} cannot be written: {reason}.", place=place, reason=reason)


class ListUnreadable(BadInput):
    """A list of businesses cannot be read from the file `place`; `why` is a key of REASONS, and `most` the
    bound that it breaks, where it breaks one."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "missing": "The file {place} cannot be opened. Check its name and your permission to read it.",
        "large": "The file {place} is larger than {most:,} MB. Save only the column of IDs or names.",
        "rows": "The list in {place} has more than {most:,} lines. Split it.",
        "entries": "The list has more than {most:,} entries. Split it.",
        "empty": "The file {place} is empty.",
        "protected": "The workbook {place} is protected by a password. Save it without one.",
        "old": "The workbook {place} has the old format XLS. Save it as XLSX or CSV.",
        "other": "The file {place} is no workbook of the format XLSX. Save it as XLSX, CSV or TXT.",
        "damaged": "The workbook {place} is damaged. Open it in Excel and save it again.",
        "binary": "The file {place} holds no text. Choose a TXT, CSV or XLSX file.",
    }

    def __init__(self, why: str, place: str, most: int = 0) -> None:
        super().__init__(self.REASONS[why].format(place=place, most=most), place=place, most=most)
        self.code = f"list_{why}"


class SignInRefused(SweepError):
    """Wrong e-mail or password; which of the two is not revealed."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("Wrong email or password, or this user has no access to the console.")


class SignInTooSoon(SweepError):
    """Too many wrong passwords; try again in `seconds`."""

    code = "sign_in_too_soon"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many wrong passwords. Try again in {duration(seconds)}.", seconds=seconds)


class KeychainRefused(SweepError):
    """The system keychain is missing, locked or broken. `what` was wanted of it: a key of SENTENCES."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "read": "The system keychain could not be read. Unlock it and try again, or enter the password.",
        "save": "The password was not saved: the system keychain did not accept it. Unlock it and try again. "
        "Until Sweep is closed, the password is used without being saved.",
        "remove": "The saved password could not be removed from the system keychain. Unlock it and try "
        "again.",
    }

    def __init__(self, what: str) -> None:
        super().__init__(self.SENTENCES[what])
        self.code = f"keychain_{what}"


class SettingsNotSaved(SweepError):
    """The settings file `place` cannot be written; what was saved before is as it was."""

    code = "settings_not_saved"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"The settings were not saved: the file {place} cannot be written. Check that the file and its "
            "folder can be written and that the disk is not full, and save again.",
            place=place,
        )


class DatabaseError(SweepError):
    """PostgreSQL refused a statement. `sqlstate` is its five-character code, where there is one, and `reason`
    among the values what it said itself."""

    code = "database_error"

    def __init__(self, sentence: str, sqlstate: str | None = None, **values: object) -> None:
        super().__init__(sentence, **{"reason": sentence, **values})
        self.sqlstate = sqlstate


class CannotConnect(DatabaseError):
    """No connection can be opened. `why` is one of refused, unknown_host, timeout, password, keychain,
    no_database, too_many, starting, options, no_tls, sign_in, certificate, client_certificate, service,
    other."""

    code = "cannot_connect"

    def __init__(self, why: str, where: str, detail: str) -> None:
        sentence = CANNOT_CONNECT.format(where=where, reason=detail)
        super().__init__(f"{sentence}.", why=why, where=where, reason=detail)
        self.why = why


class ConnectionLost(DatabaseError):
    """An open connection broke or the server went away; the transaction in flight did not commit, unless
    it broke in the commit itself."""

    code = "connection_lost"


class TransientError(DatabaseError):
    """Deadlock, serialization failure, lock or statement time-out: the same statement may pass later."""

    code = "try_again"


class RowsLocked(TransientError):
    """Another transaction holds a row locked for longer than the lock time-out (SQLSTATE 55P03)."""

    code = "rows_locked"


class ReadOnlyDatabase(DatabaseError):
    """The database takes no writes (SQLSTATE 25006): it is a standby, or an administrator has set it to
    read-only. Nothing can be written on the row of a job either. It may pass, for new connections alone."""

    code = "read_only"

    def __init__(self, reason: str) -> None:
        super().__init__(READ_ONLY.format(reason=reason), "25006", reason=reason)


class ConstraintViolation(DatabaseError):
    """The data itself made the statement fail (a trigger, a constraint): at least one row is bad."""

    code = "rows_refused"


class MissingRight(DatabaseError):
    """The database role may not do this (SQLSTATE 42501)."""

    code = "missing_right"


class MissingTables(DatabaseError):
    """A table or column that the console needs is missing (SQLSTATE 42P01, 42703)."""

    code = "missing_tables"


class RowsHidden(MissingRight):
    """A row-level security policy would hide rows of `table` from the database role `role`: what cannot be
    seen could still need a file, or be left undeleted."""

    code = "rows_hidden"

    def __init__(self, table: str, role: str) -> None:
        super().__init__(ROWS_HIDDEN.format(table=table, role=role), "42501", table=table, role=role)


class SchemaUnclear(DatabaseError):
    """It is not clear which tables are the product's, so none is touched. `why` is a key of REASONS, which
    names what has to be in `found`: a search path, schemas, or tables with what differs between them."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "path": "the search path in the connection URL has no effect (it is {found}): a connection pooler "
        "may have dropped it",
        "no_table": "these tables are missing in the schema: {found}",
        "elsewhere": "they are in {found}, outside the search path of the database user",
        "split": "they are in different schemas ({found})",
        "owners": "they have different owners ({found})",
        "several": "they are in {found}",
    }

    def __init__(self, why: str, found: str) -> None:
        reason = self.REASONS[why].format(found=found)
        super().__init__(
            f"The tables could not be identified: {reason}. Set their schema with --schema.",
            found=found,
        )
        self.code = f"schema_unclear_{why}"


class NeverPasses(DatabaseError):
    """The request itself cannot be carried out by this server as its tables are now: the same statement
    will fail again."""


class ChangeIgnored(NeverPasses):
    """The database reported no error, and a row of `table` that had to change is as it was: a trigger or a
    rule keeps it."""

    code = "change_ignored"

    def __init__(self, table: str) -> None:
        super().__init__(CHANGE_IGNORED.format(table=table), table=table)


class OwnershipLost(SweepError):
    """The job is no longer this worker's: cancelled, taken over or ended from elsewhere."""

    code = "ownership_lost"

    def __init__(self, job_id: int) -> None:
        super().__init__(f"Job {job_id} no longer runs in this console.", job_id=job_id)
