"""A password on the command line: nobody can read it there once the program has begun."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.program import PASSWORD_SHOWN
from app.core.secret_words import HANDED_OVER, TOO_LONG, has_secret, without_secrets
from tests.support.program import ROOT, Program, finished

SECRET = "hush-7f3a"
NOBODY = f"postgresql://dana:{SECRET}@127.0.0.1:1/product"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is overwritten, not begun anew")

# Prints what others can read of it, and waits for the end of what it reads.
_SHOWN = """
import sys
from app.core.secret_words import own_words
words, were_shown = own_words()
print(were_shown, *words, sep="\\n")
seen = [open(f"/proc/self/{name}", errors="surrogateescape").read() for name in ("cmdline", "environ")]
print(*seen, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    "words",
    [
        ["jobs", "--database-url", NOBODY, "--json"],
        [f"--database-url={NOBODY}"],
        ["jobs", "--database-url", f"postgresql://db/product?password={SECRET}"],
        ["jobs", "--database-url", f"postgresql://db/product?sslpass%77ord={SECRET}"],
        ["jobs", "--databse-url", f"postgresql://dana:a/{SECRET}@db/product"],
        ["jobs", "--database-url", f"dbname=product password = {SECRET}"],
        [NOBODY, NOBODY, "\udce9"],
    ],
)
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc")
def test_what_others_can_read(words: list[str], tmp_path: Path) -> None:
    script = tmp_path / "shown.py"
    script.write_text(_SHOWN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(script), *map(os.fsencode, words)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8:surrogateescape"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    text = done.stdout.decode("utf-8", "surrogateescape")
    told, shown = text.split("\n")[: len(words) + 1], text.split("\n", len(words) + 1)[-1]
    assert told == ["True", *words]
    assert SECRET not in shown
    assert "utf8" in shown


def test_words_without_a_secret_are_left_alone(program: Program) -> None:
    done = finished(program.python("main.py", "jobs", "--database-url", "postgresql://dana@127.0.0.1:1/x"))
    assert done.status == 4
    assert PASSWORD_SHOWN not in done.err


def test_the_command_is_the_same_and_says_how_to_avoid_it(program: Program) -> None:
    done = finished(program.python("main.py", "jobs", "--json", "--database-url", NOBODY))
    note, sentence = done.err.splitlines()
    assert (done.status, done.out, note) == (4, "", PASSWORD_SHOWN)
    assert SECRET not in sentence
    assert "127.0.0.1:1/product" in sentence
    assert SECRET not in program.traces()


@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-", "2>&-"])
def test_closed_streams_stay_closed(program: Program, closed: str) -> None:
    words = [sys.executable, "main.py", "jobs", "--database-url", NOBODY]
    script = f'"$@" {closed}; echo $? >{program.data.parent}/status'
    subprocess.run(
        ["/bin/sh", "-c", script, "sh", *words], cwd=ROOT, env=os.environ | program.environment, check=True
    )
    assert (program.data.parent / "status").read_text().strip() == "4"


def test_a_word_that_is_mistyped_is_not_repeated(program: Program) -> None:
    for words in (
        ["jobs", f"--databse-url={NOBODY}"],
        [NOBODY],
        ["pause", NOBODY],
        ["jobs", f"postgresql://db/product?pass%77ord={SECRET}"],
        ["jobs", f"password={SECRET} dbname=x"],
    ):
        done = finished(program.python("main.py", *words))
        assert (done.status, done.out) == (2, "")
        assert SECRET not in done.err


@pytest.mark.parametrize("number", ["x", "77", "-1", "\u0663", ""])
def test_a_pipe_that_is_none(program: Program, number: str) -> None:
    done = finished(program.python("main.py", HANDED_OVER, number, "jobs"))
    assert done.status == 2
    assert "Traceback" not in done.err


def test_a_url_that_no_pipe_takes(program: Program) -> None:
    done = finished(program.python("main.py", "jobs", "--database-url", NOBODY + "x" * 5_000))
    assert (done.status, done.err.strip()) == (2, TOO_LONG)


def test_what_was_ignored_stays_ignored_and_what_was_not_does_not(program: Program) -> None:
    """As `nohup` and a shell in the background have it; and Ctrl+C."""
    script = 'trap "" HUP; exec "$0" -c "$1" "$2"'
    code = (
        "import signal, sys; sys.path.insert(0, '.');"
        "from app.core.secret_words import own_words; own_words();"
        "print(signal.getsignal(signal.SIGHUP).value, signal.getsignal(signal.SIGINT).__name__)"
    )
    said = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable, code, NOBODY],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    assert said.split() == [str(int(signal.SIG_IGN)), signal.default_int_handler.__name__]


@pytest.mark.parametrize(
    ("text", "is_secret"),
    [
        ("postgresql://dana@db:5432/product", False),
        ("postgresql://db/product?application_name=password", False),
        ("--out=C:\\folder", False),
        ("postgresql://:hush@db/product", True),
        ("PASSWORD='hush'", True),
    ],
)
def test_what_is_a_secret(text: str, is_secret: bool) -> None:
    assert has_secret(text) is is_secret
    assert "hush" not in without_secrets(text)
