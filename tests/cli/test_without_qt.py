"""Commands load neither Qt nor what runs its loop: they start quicker, and run where there is no Qt."""

from __future__ import annotations

import pytest

from tests.support.product import Product
from tests.support.program import Program, finished

WINDOW = {"PySide6", "shiboken6", "qasync"}

# What is loaded is told by the process that has run the command, in its last moment.
RUNNER = """
import atexit, sys

def tell():
    print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)

atexit.register(tell)
sys.argv[0] = "main.py"
from app.cli import main

sys.exit(main(sys.argv[1:]))
"""


def loaded_by(program: Program, *words: object) -> tuple[int, set[str]]:
    """The exit status of a command, and the packages that it had loaded at its end."""
    done = finished(program.python("-c", RUNNER, *program.words(*map(str, words))))
    said = done.err.splitlines()[-1].split()
    assert said[0] == "loaded", done.err
    return done.status, set(said[1:])


@pytest.mark.parametrize("words", [["jobs"], ["migrate", "--check"], ["doctor"]], ids=lambda words: words[0])
def test_commands_that_look_load_no_qt(program: Program, product: Product, words: list[str]) -> None:
    status, loaded = loaded_by(program, *words)
    assert status == 0
    assert "sqlalchemy" in loaded
    assert loaded & WINDOW == set()


def test_a_deletion_runs_without_qt(program: Program, product: Product) -> None:
    """From the sign-in to the last file, with workers and their heartbeat."""
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    status, loaded = loaded_by(program, "delete", "--business", business_id, "--confirm", "DELETE")
    assert status == 0
    assert (product.live(business_id), product.files(business_id)) == (0, 0)
    assert loaded & WINDOW == set()


def test_the_version_is_told_without_a_database(program: Program) -> None:
    done = finished(program.python("-X", "importtime", "main.py", "--version"))
    assert done.status == 0
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.err.splitlines()}
    assert "argparse" in loaded
    assert loaded & {*WINDOW, "sqlalchemy", "psycopg2", "boto3", "keyring"} == set()


COLLECTOR = """
import atexit, gc, runpy, sys

atexit.register(lambda: print("collects", gc.isenabled(), gc.get_freeze_count() > 0, file=sys.stderr))
sys.argv[0] = "main.py"
runpy.run_path("main.py", run_name="__main__")
"""


def test_garbage_is_collected_once_the_command_is_loaded(program: Program) -> None:
    """Not before, which would cost a tenth of the start, and not among what is loaded."""
    done = finished(program.python("-c", COLLECTOR, *program.words("jobs")))
    assert (done.status, done.err) == (0, "collects True True\n")
