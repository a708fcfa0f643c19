"""Commands with many jobs that are stopped: nothing begins any more, and few batches are committed."""

from __future__ import annotations

import re
import signal
from subprocess import Popen

import pytest

from tests.support.halting import Halting, many
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import Program, finished, until

WORKERS = 4
EAGER = {"SWEEP_WORKERS": str(WORKERS), "SWEEP_BATCH_SIZE": "1", "SWEEP_THROTTLE_MS": "5"}
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def halting(product: Product) -> Halting:
    return Halting(product)


def deletion(program: Program, businesses: list[int], **environment: str) -> Popen[str]:
    """The deletion of all of them, in a process of its own."""
    words = ["delete", "--business", *businesses, "--confirm", "DELETE", "--json"]
    return program.start(*words, **(EAGER | environment))


def after(done: int, process: Popen[str], halting: Halting) -> None:
    """Waits until so many businesses are done."""
    until(lambda: len(halting.businesses("completed")) >= done or process.poll() is not None)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_from_the_signal_on_nothing_begins(
    program: Program, product: Product, halting: Halting, number: signal.Signals
) -> None:
    """And what waits is paused before the batches under way have ended."""
    businesses = many(product, 400)
    process = deletion(program, businesses)
    after(8, process, halting)
    with halting.in_the_middle(WORKERS):
        waiting = halting.businesses("queued")
        process.send_signal(number)
        until(lambda: halting.businesses("queued") == [])
        assert sorted(halting.businesses("paused")) == waiting
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    assert len(waiting) > 300
    halting.check(businesses)
    completed = halting.businesses("completed")
    halting.check_rest(set(businesses) - set(completed), "paused")
    halting.check_rest(completed, "completed")
    answers = [result["job"]["status"] for result in done.json["results"]]
    assert (answers.count("paused"), answers.count("completed")) == (400 - len(completed), len(completed))
    assert done.json["deleted"] == 1200 - sum(product.live(one) for one in halting.running) - 3 * len(waiting)


def test_a_second_signal_begins_nothing_and_cuts_no_batch(
    program: Program, product: Product, halting: Halting
) -> None:
    """Whoever presses Ctrl+C once more, or a supervisor that loses its patience, does not wait for the
    batches under way, which the server ends whole or not at all; else nothing is changed."""
    businesses = many(product, 40)
    process = deletion(program, businesses)
    after(3, process, halting)
    with halting.in_the_middle(WORKERS):
        process.send_signal(signal.SIGINT)
        until(lambda: halting.businesses("queued") == [])
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGHUP)
        done = finished(process)
    assert (done.status, done.out) == (1, "")
    until(
        lambda: not product.scalar("SELECT count(*) FROM pg_stat_activity WHERE application_name ~ '^sweep:'")
    )
    halting.check(businesses)
    halting.check_rest(set(businesses) - halting.running - set(halting.businesses("completed")), "paused")


BETWEEN = """
import os, signal, sys, threading, time
from app.cli import main
from app.workers.job_queue import JobQueue
from app.workers.stop_request import StopRequest

asked = threading.Event()

def ask(self, ask=StopRequest.ask, **how):
    ask(self, **how)
    asked.set()

def late(self, job_ids, ticket=None, put=JobQueue.put):
    os.kill(os.getpid(), signal.SIGTERM)
    asked.wait()
    taken = put(self, job_ids, ticket)
    time.sleep(0.3)  # the workers have the time to do what they should not
    return taken

StopRequest.ask, JobQueue.put = ask, late
sys.exit(main(sys.argv[1:]))
"""


def test_a_signal_between_the_commit_of_a_start_and_the_queue_begins_nothing(
    program: Program, product: Product, halting: Halting
) -> None:
    businesses = many(product, 40)
    words = program.words("delete", "--business", *businesses, "--confirm", "DELETE", "--json")
    done = finished(program.python("-c", BETWEEN, *words, **EAGER))
    assert (done.status, done.err, done.json["deleted"]) == (1, "", 0)
    halting.check(businesses)
    assert halting.batches_since() == {}
    halting.check_rest(businesses, "paused")


@pytest.mark.parametrize("revoke", ["UPDATE users SET role = 'agent'", "UPDATE users SET is_active = false"])
def test_to_stop_needs_no_right(program: Program, product: Product, halting: Halting, revoke: str) -> None:
    businesses = many(product, 40)
    process = deletion(program, businesses)
    after(3, process, halting)
    with halting.in_the_middle(WORKERS):
        product.execute(revoke)
        process.terminate()
        until(lambda: halting.businesses("queued") == [])
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    halting.check(businesses)
    halting.check_rest(set(businesses) - set(halting.businesses("completed")), "paused")


IMPATIENT = """
import sys
from app.actions import leaving
from app.cli import main

leaving.AUDIT_SECONDS = 0.3
sys.exit(main(sys.argv[1:]))
"""

FULL = """
import resource, sys
from app.actions import leaving
from app.actions.jobs import JobActions
from app.cli import main

def stop(self, actor, stop_own=JobActions.stop_own):
    size = self._audit.path.stat().st_size + 100  # there is room for less than one line
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return stop_own(self, actor)

JobActions.stop_own, leaving.AUDIT_SECONDS = stop, 0.3
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("trouble", ["a folder", "a full disk"])
def test_to_stop_needs_no_audit_trail(
    program: Program, product: Product, halting: Halting, trouble: str
) -> None:
    """It is tried again and again, and given up with the program. What could not be written is in the log;
    where the disk of the log is as full, `logging` says so on stderr."""
    businesses = many(product, 40)
    words = program.words("delete", "--business", *businesses, "--confirm", "DELETE", "--json")
    process = program.python("-c", FULL if trouble == "a full disk" else IMPATIENT, *words, **EAGER)
    after(3, process, halting)
    trail, kept = program.data / "audit.jsonl", program.data / "kept.jsonl"
    with halting.in_the_middle(WORKERS):
        if trouble == "a folder":
            trail.rename(kept)
            trail.mkdir()
        process.terminate()
        until(lambda: halting.businesses("queued") == [])
    done = finished(process)
    assert done.status == 1
    halting.check(businesses)
    stopped = set(businesses) - set(halting.businesses("completed"))
    halting.check_rest(stopped, "paused")
    if trouble == "a folder":
        assert done.err == ""
        trail.rmdir()
        kept.rename(trail)
        told = re.findall(r'Not in the audit trail: {"at": "[^"]+", "action": "stop"', program.traces())
        assert len(told) == len(stopped)
    assert {line["action"] for line in program.audit()} == {"delete"}


def test_a_row_that_somebody_holds_keeps_neither_the_others_nor_the_program(
    program: Program, product: Product, halting: Halting
) -> None:
    """The others are paused at once; the one is waited for, but not for ever."""
    businesses = many(product, 40)
    process = deletion(program, businesses)
    after(3, process, halting)
    held = "SELECT pid FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    with halting.in_the_middle(WORKERS):
        one = halting.businesses("queued")[-1]
        holder = somebody(product, "SELECT 1 FROM background_jobs WHERE business_id = %s FOR UPDATE", one)
        with holder as session:
            process.terminate()
            until(lambda: halting.businesses("queued") == [one])
            waiters = {row["pid"] for row in product.rows(held)}
            until(lambda: product.rows(held) and {row["pid"] for row in product.rows(held)} != waiters)
            session.rollback()
    done = finished(process)
    assert (done.status, done.err) == (1, "")
    halting.check(businesses)
    halting.check_rest(set(businesses) - set(halting.businesses("completed")), "paused")


HURRIED = """
import sys
from app.cli import main
from app.db import engine

engine.LOCK_TIMEOUT_MS = 40
sys.exit(main(sys.argv[1:]))
"""


def test_a_row_that_is_never_let_go_does_not_keep_the_program_from_ending(
    program: Program, product: Product, halting: Halting
) -> None:
    """Nobody will take the job out of the queue any more; it is found as one that nobody runs."""
    businesses = many(product, 10)
    words = program.words("delete", "--business", *businesses, "--confirm", "DELETE", "--json")
    patient = {"SWEEP_WORKERS": "2", "SWEEP_BATCH_SIZE": "1", "SWEEP_THROTTLE_MS": "60000"}
    process = program.python("-c", HURRIED, *words, **patient)
    until(lambda: len(halting.batches_since()) == 2 or process.poll() is not None)
    halting.note_moment()
    one = businesses[5]
    with somebody(product, "SELECT 1 FROM background_jobs WHERE business_id = %s FOR UPDATE", one):
        process.terminate()
        done = finished(process)
    assert (done.status, done.err, done.json["deleted"]) == (1, "", 2)
    halting.check(businesses)
    assert halting.businesses("queued") == [one]
    halting.check_rest(set(businesses) - {one}, "paused")
