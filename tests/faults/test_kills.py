"""A console is killed, or is suspended, and another takes its job over: nothing is lost or doubled."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.kills import campaign
from tests.support.invariants import Invariants, a_case
from tests.support.process_pool import (
    KILLED,
    SESSIONS,
    SUSPENDED,
    ProcessEnd,
    ProcessPool,
    sessions_of,
    wait_for_server,
)
from tests.support.product import Product
from tests.support.program import Program, until

SEED = 20_260_511


@pytest.fixture
def process_pool(tmp_path: Path) -> Iterator[ProcessPool]:
    with ProcessPool(tmp_path) as process_pool:
        yield process_pool


@pytest.fixture
def program(product: Product, tmp_path: Path) -> Program:
    return Program(product, tmp_path / "data", product.user())


def test_forty_consoles_are_killed_at_random_moments(product: Product, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    result = campaign(product, tmp_path, kills=40, seed=SEED)
    print(result)
    assert result.kills == sum(result.chosen.values()) == 40
    assert result.chosen["whole_program"] == 2
    assert min(result.chosen["at_a_step"], result.chosen["at_a_moment"]) > 5
    # Else the kills would have missed what they were for.
    assert result.files_owed > result.rows_without_file > 0


@pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_a_console_is_killed_at_every_step_of_a_small_job(
    product: Product, program: Program, process_pool: ProcessPool, stride: int
) -> None:
    """Before each statement, commit and deletion of a file, or each third of them; the next console does the
    rest of the job."""
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2"}
    step, status = 0, KILLED
    while status == KILLED:
        step += stride
        invariants = Invariants(product, a_case(product, 2))
        start = program.words("delete", "--business", invariants.business_id, "--confirm", "DELETE")
        console = process_pool.run(start, environment, step=step)
        status = console.status
        wait_for_server(product, console)
        moment = invariants.check()
        if not moment.is_over:
            invariants.let_pass()
            words = start if moment.job_id is None else program.words("take-over", moment.job_id)
            end = process_pool.run(words, environment)
            assert end.status == 0, f"after step {step}: {end.output}"
        invariants.check_end()
    assert status == 0
    print(f"{step - 1} steps")
    assert step > 25


BATCH = "WITH begun AS"


def test_the_jobs_of_a_dead_console_wait_until_they_are_silent(
    product: Product, program: Program, process_pool: ProcessPool
) -> None:
    """A name in the cursor proves nothing: somebody else may be at work by now. After two minutes without a
    heartbeat anybody may have them, one after the other, and also while another one is at work."""
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2"}
    businesses = [a_case(product, 6) for _ in range(3)]
    start = program.words("delete", "--business", *businesses, "--confirm", "DELETE")
    killed = process_pool.run(start, environment, step=2, counted_from=BATCH)
    assert killed.status == KILLED
    wait_for_server(product, killed)
    left = product.rows("SELECT * FROM background_jobs WHERE status <> 'paused' ORDER BY id")
    first, second, third = (row["id"] for row in left)
    refused = process_pool.run(program.words("take-over", first), environment)
    assert (refused.status, "still running" in refused.output) == (3, True)
    assert product.rows("SELECT * FROM background_jobs WHERE status <> 'paused' ORDER BY id") == left
    for business_id in businesses:
        product.execute(OLD, business_id)
    take_over = program.words("take-over", first)
    suspended = process_pool.run(take_over, environment, step=2, counted_from=BATCH, sent=signal.SIGSTOP)
    assert suspended.status == SUSPENDED
    assert process_pool.run(program.words("take-over", second), environment).status == 0
    assert process_pool.resume(suspended).status == 0
    assert process_pool.run(program.words("take-over", third), environment).status == 0
    assert [(product.live(one), product.files(one)) for one in businesses] == [(0, 0)] * 3


OLD = """
    UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '5 minutes',
        updated_at = updated_at - interval '5 minutes', created_at = created_at - interval '5 minutes'
    WHERE business_id = %s
"""
OPEN = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE state = 'idle in transaction' AND datname = current_database()
"""
UNSETTLED = SESSIONS + " AND (state <> 'idle' OR state_change > clock_timestamp() - interval '0.2 s')"


def end_what_is_open(product: Product, suspended: ProcessEnd) -> None:
    """As the server's time-out of idle transactions does after a minute. A statement that was sent in the
    moment of the stop may be on its way, or wait for one of them, and then leaves another one open."""

    def is_settled() -> bool:
        product.execute(OPEN)
        return not product.rows(UNSETTLED, sessions_of(suspended))

    until(is_settled)


def test_a_console_that_wakes_up_has_lost_its_job(
    product: Product, program: Program, process_pool: ProcessPool
) -> None:
    """A computer is suspended in the middle of a batch, or between two; others have gone on meanwhile. It
    deletes the files of what it had committed, and writes nothing any more."""
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2"}
    met = moved = 0
    for step in (1, 2, 4, 7, 9, 20):
        invariants = Invariants(product, a_case(product, 12))
        start = program.words("delete", "--business", invariants.business_id, "--confirm", "DELETE")
        suspended = process_pool.run(start, environment, step=step, counted_from=BATCH, sent=signal.SIGSTOP)
        assert suspended.status == SUSPENDED
        end_what_is_open(product, suspended)
        moment = invariants.check()
        if moment.status == "running":
            product.execute(OLD, invariants.business_id)
            take_over = program.words("take-over", moment.job_id)
            killed = process_pool.run(take_over, environment, step=4, counted_from=BATCH)
            assert killed.status == KILLED
            wait_for_server(product, killed)
            before = invariants.check()
            moved += (
                before.succeeded > moment.succeeded
            )  # else it was still at the files of the suspended one
            left = product.job_row(before.job_id)
            resumed = process_pool.resume(suspended)
            assert resumed.status == 1, resumed.output
            assert product.job_row(before.job_id) == left
            assert invariants.check().succeeded == before.succeeded
            invariants.let_pass()
            assert process_pool.run(take_over, environment).status == 0
            met += 1
        else:
            assert process_pool.resume(suspended).status == 0
        invariants.check_end()
    print(f"{met} consoles lost their job, {moved} of them to one that deleted receipts")
    assert met > 4
    assert moved > 2
