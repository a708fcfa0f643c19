"""The exit statuses of the program, with and without a window: the one map from what went wrong.

What an answer means is beside the answers (`actions.results`), how a job ended beside the endings
(`cli.job_end`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from app.core import errors, queue_errors, restore_errors, run_errors
from app.core.errors import SweepError


class Exit(IntEnum):
    """The exit status of the program (command-line.md, Exit status)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    CANNOT_CONNECT = 4


BY_KIND: dict[type[SweepError], Exit] = {
    SweepError: Exit.FAILED,
    errors.Unforeseen: Exit.FAILED,
    errors.BadInput: Exit.USAGE,
    errors.FieldMissing: Exit.USAGE,
    errors.PolicyOutOfBounds: Exit.USAGE,
    errors.BadDatabaseUrl: Exit.USAGE,
    run_errors.RunLabelTooLong: Exit.USAGE,
    run_errors.RunAmbiguous: Exit.USAGE,
    run_errors.NoSuchRun: Exit.REFUSED,
    run_errors.NothingInRun: Exit.REFUSED,
    queue_errors.BadQueueUrl: Exit.USAGE,
    queue_errors.NoQueueNamed: Exit.USAGE,
    queue_errors.NobodyListens: Exit.REFUSED,
    queue_errors.QueueUnreachable: Exit.CANNOT_CONNECT,
    errors.ListUnreadable: Exit.USAGE,
    errors.NotAllowed: Exit.REFUSED,
    errors.SignInRefused: Exit.REFUSED,
    errors.SignInTooSoon: Exit.REFUSED,
    errors.CannotConnect: Exit.CANNOT_CONNECT,
    errors.ConnectionLost: Exit.CANNOT_CONNECT,
    errors.StorageUnusable: Exit.FAILED,
    errors.FilesNotFound: Exit.FAILED,
    errors.CursorDamaged: Exit.FAILED,
    errors.IllegalTransition: Exit.FAILED,
    errors.SchemaProblem: Exit.FAILED,
    errors.SchemaUnclear: Exit.FAILED,
    errors.DemoUnavailable: Exit.FAILED,
    errors.AuditUnavailable: Exit.FAILED,
    errors.AuditUnreadable: Exit.FAILED,
    errors.ExportFailed: Exit.FAILED,
    errors.KeychainRefused: Exit.FAILED,
    errors.SettingsNotSaved: Exit.FAILED,
    errors.DatabaseError: Exit.FAILED,
    errors.TransientError: Exit.FAILED,
    errors.RowsLocked: Exit.FAILED,
    errors.ReadOnlyDatabase: Exit.FAILED,
    errors.ConstraintViolation: Exit.FAILED,
    errors.MissingRight: Exit.FAILED,
    errors.MissingTables: Exit.FAILED,
    errors.NeverPasses: Exit.FAILED,
    errors.ChangeIgnored: Exit.FAILED,
    errors.RowsHidden: Exit.FAILED,
    errors.OwnershipLost: Exit.FAILED,
    restore_errors.NoRestoresHere: Exit.FAILED,
    restore_errors.RestoreDamaged: Exit.FAILED,
    restore_errors.RestoreMoved: Exit.FAILED,
    restore_errors.DeletionInTheWay: Exit.FAILED,
}
"""REFUSED is said to a person who may not, or not now; that the database user may not is a failure."""

_WORST_FIRST = (Exit.CANNOT_CONNECT, Exit.FAILED, Exit.USAGE, Exit.REFUSED, Exit.DONE)


def exit_status(error: SweepError) -> Exit:
    """The exit status that says what kind of error it was."""
    return next(BY_KIND[kind] for kind in type(error).__mro__ if kind in BY_KIND)


def worst(statuses: Iterable[Exit]) -> Exit:
    """The one that counts of several, such as those of many businesses; DONE where there is none."""
    found = set(statuses)
    return next((status for status in _WORST_FIRST if status in found), Exit.DONE)
