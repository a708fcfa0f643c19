"""The exit statuses of the program, with and without a window."""

from __future__ import annotations

from enum import IntEnum

from app.core.errors import (
    BadInput,
    CannotConnect,
    ConnectionLost,
    SignInRefused,
    SignInTooSoon,
    SweepError,
)


class Exit(IntEnum):
    """The exit status of the program (command-line.md, Exit status)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    CANNOT_CONNECT = 4


def exit_status(error: SweepError) -> Exit:
    """The exit status that says what kind of error it was."""
    match error:
        case BadInput():
            return Exit.USAGE
        case CannotConnect() | ConnectionLost():
            return Exit.CANNOT_CONNECT
        case SignInRefused() | SignInTooSoon():
            return Exit.REFUSED
        case _:
            return Exit.FAILED
