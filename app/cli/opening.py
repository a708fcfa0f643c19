"""Where a command works and who acts; and the two commands that open the window."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.console import ConnectionProfile
from app.bootstrap.opening import named_place, open_demo
from app.cli.output import Exit, complain, print_json, say
from app.core.errors import BadInput
from app.settings import PASSWORD, Overrides, Settings

_DEMO_STEPS = {
    "starting": "Starting the demo's PostgreSQL …",
    "building": "Building the demo: 40 businesses with receipts and files …",
}


@contextmanager
def open_place(
    options: Namespace, settings: Settings, *, storage: bool = True
) -> Iterator[ConnectionProfile]:
    """The place that the options name, or the demo, whose server runs as long as the block.

    Raises BadInput where it is not named, DemoUnavailable.
    """
    if options.demo:
        with open_demo(reset=options.reset, progress=lambda step: complain(_DEMO_STEPS[step])) as place:
            yield place
        return
    if options.reset:
        raise BadInput("--reset belongs to --demo: nothing else can be begun anew.")
    yield named_place(settings, storage=storage)


def credentials(place: ConnectionProfile, options: Namespace) -> tuple[str, str]:
    """E-mail and password of who acts: --user with a password asked for or from SWEEP_PASSWORD; in the demo
    its administrator. Call it in the main thread: it may ask. Raises BadInput."""
    if place.demo is not None and options.user is None:
        return place.demo.email, place.demo.password
    if options.user is None:
        raise BadInput("Say who acts: --user EMAIL. The password is asked for, or taken from SWEEP_PASSWORD.")
    password = os.environ.get(PASSWORD)
    if password is None:
        if not sys.stdin.isatty():
            raise BadInput(f"There is nobody to ask for the password: set {PASSWORD}.")
        try:
            password = getpass.getpass(f"Password of {options.user}: ")
        except EOFError as error:
            raise BadInput("No password was given.") from error
    return options.user, password


def gui(options: Namespace, _settings: Settings) -> Exit:
    """Opens the console and stays until it is closed. Over what was saved in it, what is given here wins."""
    from app.bootstrap.gui import show  # widgets are loaded by this command alone

    given = Overrides(os.environ, options.database_url, options.storage_root, options.schema)
    return Exit(show(given, demo=options.demo, reset=options.reset, language=options.lang))


def smoke(options: Namespace, settings: Settings) -> Exit:
    """Runs a delete through the window on a fresh demo, offscreen, and saves screenshots."""
    from app.smoke.running import run_smoke

    report = run_smoke(Path(options.out), settings)
    if options.json:
        print_json(report)
    else:
        for name, value in report.items():
            say(f"{name}: {value}")
    return Exit.DONE if report["ok"] else Exit.FAILED
