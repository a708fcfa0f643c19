"""A command that restores is stopped by a signal: it pauses after its batch, and another one goes on."""

from __future__ import annotations

import signal
from subprocess import Popen

import pytest

from tests.support.product import Product
from tests.support.program import Program, finished, until
from tests.support.restoring import make_table

PATIENT = {"SWEEP_BATCH_SIZE": "2", "SWEEP_THROTTLE_MS": "60000"}
"""Waits for a minute after each batch: who does not end that wait hangs."""


@pytest.fixture
def jobs(product: Product, program: Program) -> list[int]:
    """Two jobs that have deleted five receipts each."""
    make_table(product.url)
    businesses = [product.business(), product.business()]
    for one in businesses:
        product.receipts(one, 5)
    assert program.run("delete", "--json", "--confirm", "DELETE", "--business", *businesses).status == 0
    return [row["id"] for row in product.rows("SELECT id FROM background_jobs ORDER BY id")]


def started(program: Program, product: Product, *words: object) -> Popen[str]:
    """In a process of its own, in the wait after the first batch."""
    process = program.start("restore", *words, "--confirm", "RESTORE", **PATIENT)
    until(lambda: live(product) == 2 or process.poll() is not None)
    return process


def live(product: Product) -> int:
    return int(product.scalar("SELECT count(*) FROM receipts WHERE NOT is_deleted"))


def states(product: Product) -> list[tuple[str, int]]:
    rows = product.rows("SELECT status, restored FROM sweep_restores ORDER BY id")
    return [(row["status"], row["restored"]) for row in rows]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_pauses_after_the_batch(
    program: Program, product: Product, jobs: list[int], number: signal.Signals
) -> None:
    process = started(program, product, *jobs)
    process.send_signal(number)
    done = finished(process)
    assert (done.status, states(product)) == (1, [("paused", 2), ("paused", 0)])
    assert done.err.splitlines() == [
        f"Restore {one} is not finished. To continue: restore --go-on {one}" for one in (1, 2)
    ]
    for one in (1, 2):
        assert program.run("restore", "--go-on", one).status == 0
    assert (live(product), states(product)) == (10, [("completed", 5)] * 2)


def test_somebody_else_pauses_it(program: Program, product: Product, jobs: list[int]) -> None:
    """The command hears of it after its wait at the latest, and ends."""
    process = started(program, product, jobs[0])
    assert program.run("restore", "--pause", 1).status == 0
    assert states(product) == [("paused", 2)]
    process.terminate()
    done = finished(process)
    assert (done.status, live(product)) == (1, 2)
    assert "is paused: 2 of 5 receipts restored" in done.out
