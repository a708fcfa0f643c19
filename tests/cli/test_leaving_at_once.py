"""A storage that hangs for ever, in real processes: the first signal waits for it for some seconds, and the
second for nothing."""

from __future__ import annotations

import signal
from subprocess import Popen

import pytest

from app.bootstrap.ending import STOPPED_AT_ONCE
from app.bootstrap.farewell import FILES_BEHIND, PAUSED_BEHIND, UNWRITTEN
from app.cli.running import RETRYING
from app.core.cursor import Cursor
from app.core.messages import FILES_NOT_DELETED, LEFT_AT_ONCE
from app.core.storage_messages import NO_ANSWER
from tests.support.faulty import refuse, relent
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import Program, finished, insist, until

FOR_EVER = {"SWEEP_BATCH_SIZE": "2", "SWEEP_THROTTLE_MS": "0", "SWEEP_WORKERS": "1"}

HANGS = """
import os, sys, time
from pathlib import Path
from app.cli import main
from app.files import bounded, descent  # which looks at what the system can do

def hang(path, *, dir_fd=None, unlink=os.unlink):
    if dir_fd is None:  # not of the storage
        return unlink(path)
    Path(sys.argv[1]).touch()
    time.sleep(100_000)

os.unlink = hang
patience = bounded.Patience(answer=float(sys.argv[2]), stopping=float(sys.argv[3]))
bounded.BoundedStorage.__init__.__defaults__ = (patience, time.monotonic)
sys.exit(main(sys.argv[4:]))
"""
"""Takes a file that is made as a deletion hangs, and the patience of the console."""


class Hanging:
    """The program on a storage in which a file cannot be deleted, nor can it not."""

    def __init__(self, program: Program, product: Product) -> None:
        self.program, self.product = program, product
        self.mark = product.storage_root.parent / "hangs"

    def start(self, *words: object, answer: float = 1000, stopping: float = 1000) -> Popen[str]:
        arguments = [str(self.mark), str(answer), str(stopping), *self.program.words(*map(str, words))]
        return self.program.python("-c", HANGS, *arguments, **FOR_EVER)

    def until_it_hangs(self, process: Popen[str]) -> None:
        until(lambda: self.mark.exists() or process.poll() is not None)


@pytest.fixture
def hanging(program: Program, product: Product) -> Hanging:
    return Hanging(program, product)


@pytest.fixture
def business(product: Product) -> int:
    business_id = product.business()
    product.receipts(business_id, 4, files=1)
    return business_id


def test_receipts_go_on_where_files_hang(hanging: Hanging, business: int) -> None:
    product = hanging.product
    process = hanging.start("delete", "--business", business, "--confirm", "DELETE", "--json", answer=0.2)
    done = finished(process)
    assert (done.status, done.json["deleted"], done.json["files_left"]) == (1, 4, 4)
    assert product.counters() == ("completed", 4, 4, 4, 0)
    assert product.last_error() == FILES_NOT_DELETED.format(count=4, reason=NO_ANSWER)
    assert len(product.storage_paths(business)) == product.files(business) == 4


def test_the_first_signal_waits_for_files_no_longer_than_it_must(hanging: Hanging, business: int) -> None:
    product = hanging.product
    process = hanging.start("delete", "--business", business, "--confirm", "DELETE", "--json", stopping=0.2)
    hanging.until_it_hangs(process)
    process.terminate()
    done = finished(process)
    assert (done.status, done.json["files_left"] > 0) == (1, True)
    job = product.job_row()
    assert (job["status"], job["heartbeat_at"]) == ("paused", None)
    assert Cursor.parse(job["cursor"]).interrupted, "the file that hung may be gone after all"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_second_signal_waits_for_nothing(hanging: Hanging, business: int, number: signal.Signals) -> None:
    product, waiting = hanging.product, hanging.product.business()
    product.receipts(waiting, 3)
    process = hanging.start("delete", "--business", business, waiting, "--confirm", "DELETE", "--json")
    hanging.until_it_hangs(process)
    process.send_signal(number)
    until(lambda: product.scalar("SELECT count(*) FROM background_jobs WHERE status = 'paused'") == 1)
    process.send_signal(signal.SIGINT)
    done = finished(process)
    assert (done.status, done.out) == (1, "")
    job = product.row("SELECT * FROM background_jobs WHERE business_id = %s", business)
    assert done.err.splitlines() == [
        STOPPED_AT_ONCE,
        PAUSED_BEHIND.format(
            job=job["id"], business=business, processed=job["processed"], total=job["total"]
        ),
    ]
    assert (job["status"], job["last_error"], job["heartbeat_at"]) == ("paused", LEFT_AT_ONCE, None)
    assert Cursor.parse(job["cursor"]).worker is None
    resumed = hanging.program.run("resume", job["id"], "--json")
    assert resumed.status == 0, "anybody may go on at once"
    assert product.counters(job["id"]) == ("completed", 4, 4, 4, 0)
    assert product.files(business) == len(product.storage_paths(business)) == 0
    assert [line["action"] for line in hanging.program.audit()].count("stop") == 3, "both signals"


def test_it_does_not_wait_for_the_database_either(hanging: Hanging, business: int) -> None:
    product = hanging.product
    process = hanging.start("delete", "--business", business, "--confirm", "DELETE", "--json")
    hanging.until_it_hangs(process)
    job_id = product.job_row()["id"]
    with somebody(product, "LOCK TABLE background_jobs IN ACCESS EXCLUSIVE MODE"):
        insist(process)
        done = finished(process)
    assert done.status == 1
    lines = done.err.splitlines()
    assert (lines[0], lines[-1]) == (STOPPED_AT_ONCE, UNWRITTEN.format(job=job_id))


def test_a_sweep_is_left_at_once_too(hanging: Hanging, business: int) -> None:
    product = hanging.product
    product.execute("UPDATE receipts SET is_deleted = true")
    process = hanging.start("sweep", "--business", business, "--json")
    hanging.until_it_hangs(process)
    insist(process)
    done = finished(process)
    assert (done.status, done.out, done.err.splitlines()) == (1, "", [STOPPED_AT_ONCE, FILES_BEHIND])
    assert len(product.storage_paths(business)) == 4


def test_why_it_tries_again_is_told_once(program: Program, product: Product, business: int) -> None:
    refuse(product, reason="the disk is tired", sqlstate="58030")
    process = program.start("delete", "--business", business, "--confirm", "DELETE", "--json")
    assert process.stderr is not None
    told = process.stderr.readline().strip()
    relent(product)
    done = finished(process)
    assert (done.status, done.json["deleted"]) == (0, 4), told
    job = product.job_row()["id"]
    before, after = RETRYING.format(job=job, reason="|").split("|")
    assert told.startswith(before)
    assert "the disk is tired" in told
    assert told.endswith(after)
