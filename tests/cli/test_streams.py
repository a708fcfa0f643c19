"""Standard streams that are closed, broken, full or not there: they stop nothing, and no job."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

import pytest

from app.bootstrap.gui import NO_WINDOW
from tests.support.product import Product
from tests.support.program import GUARD_SECONDS, ROOT, Program, until

DONE, FAILED, USAGE = 0, 1, 2
SLOW = {"SWEEP_BATCH_SIZE": "1", "SWEEP_THROTTLE_MS": "150"}

HEAD = """
import os, sys
closed = [int(number) for number in sys.argv[1].split(",") if number]
for number in closed:
    os.close(number)
os.execv(sys.executable, [sys.executable, "main.py", *sys.argv[2:]])
"""
"""Begins the program without these descriptors, as a shell does with `>&-`."""


@pytest.fixture
def full() -> Iterator[int]:
    number = os.open("/dev/full", os.O_WRONLY)
    yield number
    os.close(number)


@pytest.fixture
def broken() -> Iterator[int]:
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def start(program: Program, *words: str, closed: str = "", **how: Any) -> Popen[str]:
    """The program with streams as the test wants them; those it does not name are pipes."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SWEEP_")}
    environment |= program.environment | how.pop("environment", {})
    streams: dict[str, Any] = {"stdin": DEVNULL, "stdout": PIPE, "stderr": PIPE, "encoding": "utf-8"} | how
    command = [sys.executable, "-c", HEAD, closed, *words]
    process: Popen[str] = subprocess.Popen(command, cwd=ROOT, env=environment, **streams)
    return process


def ended(process: Popen[str]) -> tuple[int, str, str]:
    with process:
        try:
            out, err = process.communicate(timeout=GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return process.returncode, out or "", err or ""


def test_an_output_that_nobody_reads(program: Program, product: Product, broken: int) -> None:
    product.job(product.business(), "completed")
    jobs = ["jobs", *program.place]
    at_once = [
        start(program, *words, **how)
        for words in (["--version"], ["--help"], jobs, [*jobs, "--json"])
        for how in ({"stdout": broken}, {"closed": "1"})
    ]
    assert [ended(process) for process in at_once] == [(DONE, "", "")] * len(at_once)


def test_an_output_that_is_lost_is_a_failure(program: Program, full: int) -> None:
    jobs = ["jobs", *program.place, "--json"]
    for process in [start(program, *words, stdout=full) for words in (["--help"], jobs)]:
        status, _, err = ended(process)
        assert (status, len(err.splitlines())) == (FAILED, 1)
        assert os.strerror(errno.ENOSPC) in err


def much(product: Product) -> None:
    """More output than a pipe holds."""
    business = product.business()
    for _ in range(3):
        product.job(business, "failed", last_error="x\x7f" * 20_000)


def test_a_reader_that_has_had_enough(program: Program, product: Product) -> None:
    much(product)
    process = start(program, "jobs", "--json", *program.place)
    assert process.stdout
    assert process.stdout.read(10)
    process.stdout.close()
    process.stdout = None
    assert ended(process) == (DONE, "", "")


def test_a_reader_that_is_slower_than_the_pipe_says(program: Program, product: Product) -> None:
    """Whoever shares the pipe may have asked it not to wait; nothing is lost of the output then."""
    much(product)
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = start(program, "jobs", "--json", *program.place, stdout=writer)
    os.close(writer)
    with open(reader, encoding="utf-8") as output:
        found = json.loads(output.read())["jobs"]
    assert ended(process) == (DONE, "", "")
    assert {job["last_error"][:2] for job in found} == {"x\x7f"}


def test_errors_that_nobody_reads(program: Program, full: int, broken: int) -> None:
    """The status still tells."""
    ways: list[dict[str, Any]] = [{"stderr": full}, {"stderr": broken}, {"closed": "2"}, {"closed": "0,1,2"}]
    for process in [start(program, "cancel", "abc", **how) for how in ways]:
        assert ended(process) == (USAGE, "", "")


def test_nobody_to_ask_and_nothing_open(program: Program, product: Product) -> None:
    """What is opened first would get the number of a standard stream, and what is printed be sent to the
    database."""
    del program.environment["SWEEP_PASSWORD"]
    job_id = product.job(product.business(), "paused")
    words = program.words("cancel", job_id)
    at_once = [
        start(program, *words, closed="0"),
        start(program, *words, closed="0,1,2"),
        start(program, *program.words("jobs"), closed="0,1"),
    ]
    assert [ended(process)[0] for process in at_once] == [USAGE, USAGE, DONE]
    assert product.job_status() == "paused"


# While jobs run


def deletion(program: Program, product: Product, **how: Any) -> tuple[Popen[str], int]:
    business = product.business()
    product.receipts(business, 4)
    words = program.words("delete", "--business", business, "--confirm", "DELETE")
    process = start(program, *words, environment=SLOW, **how)
    until(lambda: product.live(business) < 4 or process.poll() is not None)
    return process, business


def test_a_job_runs_to_its_end_whatever_becomes_of_the_streams(
    program: Program, product: Product, full: int
) -> None:
    left, left_business = deletion(program, product)
    for stream in (left.stdout, left.stderr):
        assert stream
        stream.close()
    left.stdout = left.stderr = None
    lost, lost_business = deletion(program, product, stdout=full, stderr=full)
    alone, alone_business = deletion(program, product, closed="0,1,2")
    assert [ended(process)[0] for process in (left, lost, alone)] == [DONE, FAILED, DONE]
    assert [product.live(one) for one in (left_business, lost_business, alone_business)] == [0, 0, 0]
    assert {row["status"] for row in product.rows("SELECT status FROM background_jobs")} == {"completed"}


def test_a_terminal_that_is_stopped_keeps_no_job_from_stopping(program: Program, product: Product) -> None:
    """As by Ctrl+S: what is written to it waits for Ctrl+Q."""
    near, far = os.openpty()
    termios.tcflow(far, termios.TCOOFF)
    process, _ = deletion(program, product, stderr=far)
    process.terminate()
    until(lambda: product.job_status() == "paused")
    termios.tcflow(far, termios.TCOON)
    assert ended(process)[0] == FAILED
    os.close(far)
    os.close(near)


def terminal(prepare: Callable[[], object] = lambda: None) -> tuple[int, dict[str, Any]]:
    """One of the program's own: the end that a person sees, and how to start the program at the other."""
    near, far = os.openpty()

    def take() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        prepare()

    return near, {"stdin": far, "stdout": far, "stderr": far, "preexec_fn": take}


def closed_on(program: Program, product: Product, prepare: Callable[[], object] = lambda: None) -> Popen[str]:
    """A deletion whose terminal is closed in the middle, which hangs it up and fails each write."""
    near, how = terminal(prepare)
    process, _ = deletion(program, product, **how)
    os.close(how["stdin"])
    assert os.read(near, 100)
    os.close(near)
    return process


def test_a_terminal_that_closes_pauses_the_job(program: Program, product: Product) -> None:
    process = closed_on(program, product)
    assert ended(process)[0] == FAILED
    assert product.job_status() == "paused"
    assert "Traceback" not in program.traces()


def test_a_terminal_that_closes_means_nothing_to_a_program_that_was_told_so(
    program: Program, product: Product
) -> None:
    """As `nohup` does."""
    process = closed_on(program, product, lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert ended(process)[0] == DONE
    assert product.job_status() == "completed"


def test_a_window_without_any_stream(program: Program) -> None:
    """As one that is started from a menu, and ended with the session."""
    process = start(program, "gui", *program.place, closed="0,1,2")
    until(lambda: list(program.data.glob("consoles/*")) or process.poll() is not None)
    process.send_signal(signal.SIGHUP)
    assert ended(process)[0] == DONE
    assert "Traceback" not in program.traces()


def test_a_window_without_a_display(program: Program) -> None:
    """Qt would abort."""
    process = start(program, "gui", *program.place, environment={"QT_QPA_PLATFORM": "nowhere"})
    status, out, err = ended(process)
    assert (status, out, len(err.splitlines())) == (FAILED, "", 1)
    assert err.startswith(NO_WINDOW)


# What stands there


def test_nothing_that_came_from_outside_commands_the_terminal(program: Program, product: Product) -> None:
    odd = "\x1b]0;mine\x07\u202e\x9b2J"
    business = product.business(f"Alma {odd}")
    product.receipts(business, 1)
    job_id = product.job(business, "failed", last_error=f"it said {odd}", cursor='{"last_id": 0}', total=1)
    product.execute(
        "CREATE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION %s; END $$",
        f"no: {odd}",
    )
    product.execute("CREATE TRIGGER odd BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION odd()")
    asked = (["jobs"], ["resume", job_id], ["jobs", "--status", odd], ["jobs", f"--{odd}"])
    for words in asked:
        done = program.run(*words)
        assert not set(done.out + done.err) & set("\x1b\x07\u202e\x9b")
        assert re.search(r"⟨U\+001B⟩|\\x1b", done.out + done.err)
    assert not set(program.traces()) & set("\x1b\x07\u202e\x9b")
