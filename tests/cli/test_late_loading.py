"""What a start does not need is loaded later: a start consists of loading (docs/decisions/0009)."""

from __future__ import annotations

import pytest

from tests.support.product import Product
from tests.support.program import Program, finished

OF_OTHERS = {
    "PySide6",
    "asyncio",
    "boto3",
    "filelock",
    "keyring",
    "openpyxl",
    "psycopg2",
    "qasync",
    "sqlalchemy",
    "werkzeug",
}
"""Libraries that take their time."""

SEEN_FIRST = {
    *("closing", "error", "settings", "settings.source", "sign_in", "sign_in_attempt", "sign_in_form"),
    *("select_list", "select_list.choice"),  # what the dialog gives, without the dialog
    *("restore", "restore.subject"),  # and what it is asked for
}
"""What the window needs of `app.ui.dialogs` before anybody asks for more, and what has to be there when
something goes wrong."""

RUN = """
import atexit, runpy, sys

atexit.register(lambda: print("loaded", *sorted(sys.modules), file=sys.stderr))
name, *words = sys.argv[1:]
sys.argv = [name, *words]
sys.path.insert(0, "")
if name.endswith(".py"):
    runpy.run_path(name, run_name="__main__")
else:
    runpy.run_module(name, run_name="__main__")
"""


def loaded_by(program: Program, *words: str) -> set[str]:
    """The modules that a program of ours had loaded at its end, in a process of its own."""
    done = finished(program.python("-c", RUN, *words))
    assert done.status == 0, done.err
    said = done.err.splitlines()[-1].split()
    assert said[0] == "loaded", done.err
    return set(said[1:])


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_who_asks_how_it_is_called_waits_for_no_library(program: Program, word: str) -> None:
    loaded = loaded_by(program, "main.py", word)
    assert "argparse" in loaded
    assert loaded & OF_OTHERS == set()


def test_a_list_of_jobs_waits_neither_for_sign_in_nor_for_workers(program: Program, product: Product) -> None:
    loaded = loaded_by(program, "main.py", *program.words("jobs"))
    assert "sqlalchemy" in loaded
    assert loaded & {"PySide6", "boto3", "filelock", "qasync", "sqlalchemy.orm", "werkzeug"} == set()
    assert {name for name in loaded if name.startswith(("app.actions.sign_in", "app.workers"))} == set()


def test_the_first_window_waits_for_nothing_that_is_opened_later(program: Program) -> None:
    loaded = loaded_by(program, "tests.benchmarks.usable")
    assert "app.ui.window.main_window" in loaded
    dialogs = {name.removeprefix("app.ui.dialogs.") for name in loaded if name.startswith("app.ui.dialogs.")}
    assert dialogs <= SEEN_FIRST
    assert loaded & {f"app.ui.details.{tab}" for tab in ("failures", "history", "log", "overview")} == set()
    assert loaded & {"boto3", "botocore", "keyring", "sqlalchemy.orm", "werkzeug"} == set()
    assert loaded & {"app.actions.diagnostics", "app.demo", "app.smoke"} == set()
    reports = {name for name in loaded if name.startswith(("app.reports.", "app.ui.printing"))}
    assert reports == {"app.reports.noop", "app.reports.sayings"}  # words alone: few save a report
