"""What is being packaged: its names, its version and the moment that its files carry."""

from __future__ import annotations

import os
import re
import subprocess

from _setup import BUNDLE_LOCK, ROOT, SetupError, say

BUILD = ROOT / "build" / "installers"
OUT = ROOT / "dist"
LOCK = BUNDLE_LOCK

NAME = "sweep"
DEMO = "sweep-demo"
SERVER = "sweep-worker"
"""The bundle for servers, and its program."""

SUMMARY = "Deletes all receipts of businesses, safely and in the background"
FROM_NOWHERE = 1_700_000_000
"""The moment that files carry where no commit tells one, in seconds since 1970."""


__all__ = [
    "BUILD",
    "DEMO",
    "LOCK",
    "NAME",
    "OUT",
    "ROOT",
    "SERVER",
    "PackagingError",
    "moment",
    "run",
    "say",
    "version",
]


class PackagingError(SetupError):
    """Packaging cannot go on; the message says why and what to do, in whole sentences."""


def version() -> str:
    """The version of the console: app/__init__.py is the one place."""
    source = (ROOT / "app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', source, re.MULTILINE)
    if found is None:
        raise PackagingError("app/__init__.py names no version.")
    return found[1]


def moment() -> int:
    """When the sources are from, in seconds since 1970: SOURCE_DATE_EPOCH, else the last commit's time."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(told)
    try:
        done = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # no git on this machine
        return FROM_NOWHERE
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else FROM_NOWHERE


def run(command: list[str], what: str, **environment: str) -> None:
    """Run a command to its end. Raises PackagingError, naming `what` could not be done."""
    if subprocess.call(command, cwd=ROOT, env=os.environ | environment) != 0:
        raise PackagingError(f"{what} failed; its own message is above.")
