"""Where a command works, and who acts."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.opening import named_profile, open_demo
from app.cli.output import complain
from app.core.access import Actor
from app.core.errors import BadInput
from app.core.text import visible
from app.db.engine import Database
from app.settings import PASSWORD, Settings, data_folder

DEMO_STEPS = {
    "starting": "Starting the demo's PostgreSQL…",
    "building": "Creating the demo: 40 businesses with receipts and files…",
}


@contextmanager
def open_profile(
    options: Namespace, settings: Settings, *, storage: bool = True
) -> Iterator[ConnectionProfile]:
    """The profile that the options name, or the demo, whose server runs as long as the block.

    Raises BadInput where it is not named, DemoUnavailable.
    """
    if options.demo:
        with open_demo(reset=options.reset, progress=lambda step: complain(DEMO_STEPS[step])) as profile:
            yield replace(profile, runs_on=settings.runs_on) if profile.redis_url else profile
        return
    if options.reset:
        raise BadInput("--reset requires --demo.")
    yield named_profile(settings, storage=storage)


def signed_in_reader(profile: ConnectionProfile, database: Database, options: Namespace) -> Actor | None:
    """Who reads: the user whom --user names; None where it names nobody. Then it is whoever holds the
    credentials of the database, in which everything can be read anyway. Call it in the main thread.

    Raises BadInput, SignInRefused, SignInTooSoon and DatabaseError kinds.
    """
    if options.user is None:
        return None
    from app.bootstrap.console import sign_in_to

    return sign_in_to(database, data_folder(), *credentials(profile, options))


def credentials(profile: ConnectionProfile, options: Namespace) -> tuple[str, str]:
    """E-mail and password of who acts: --user with a password asked for or from SWEEP_PASSWORD; in the demo
    its administrator. Call it in the main thread: it may ask. Raises BadInput."""
    if profile.demo is not None and options.user is None:
        return profile.demo.email, profile.demo.password
    if options.user is None:
        raise BadInput("Set --user EMAIL. The password is prompted for, or read from SWEEP_PASSWORD.")
    password = os.environ.get(PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise BadInput(f"No terminal to prompt for the password: set {PASSWORD}.")
        try:
            password = getpass.getpass(f"Password for {visible(options.user)}: ")
        except (EOFError, OSError) as error:  # the terminal may be gone
            raise BadInput("No password was given.") from error
        except UnicodeError:  # without it as the cause: it repeats what was typed
            raise BadInput("The password is not valid UTF-8 text.") from None
    return options.user, password
