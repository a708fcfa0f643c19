"""Of what is loaded after Qt nobody reads the source."""

from __future__ import annotations

import subprocess
import sys

LOADED_BEHIND_QT = """
import app.qt.calls
import colorsys
import linecache

print(colorsys.__file__ in linecache.cache)
"""

TAKEN_OVER = """
import builtins
import PySide6.QtCore

theirs = builtins.__import__

def mine(*words, **named):
    return theirs(*words, **named)

builtins.__import__ = mine
import app.qt.calls

print(builtins.__import__ is mine)
"""


def told(program: str) -> str:
    """What a fresh process prints."""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_no_source_is_read_of_what_is_loaded_after_qt() -> None:
    assert told(LOADED_BEHIND_QT) == "False"


def test_an_import_that_somebody_else_has_taken_over_is_left_alone() -> None:
    assert told(TAKEN_OVER) == "True"
