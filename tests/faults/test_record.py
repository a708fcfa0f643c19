"""Consoles that keep the record are killed at every step: the record holds, and agrees with the rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.invariants import Invariants, a_case
from tests.support.process_pool import KILLED, ProcessPool, wait_for_server
from tests.support.product import Product
from tests.support.program import Program
from tests.support.recording import checked_at, lines, require_agreement
from tests.support.restoring import RestoreLender


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url


@pytest.fixture
def process_pool(tmp_path: Path) -> Iterator[ProcessPool]:
    with ProcessPool(tmp_path) as process_pool:
        yield process_pool


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.soak)])
def test_a_console_is_killed_at_every_step_of_a_small_job(
    product: Product, tmp_path: Path, process_pool: ProcessPool, stride: int
) -> None:
    """Before each statement, commit and deletion of a file, or each seventh of them; the next console does
    the rest of the job."""
    program = Program(product, tmp_path / "data", product.user())
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2"}
    step, status = 0, KILLED
    while status == KILLED:
        step += stride
        invariants = Invariants(product, a_case(product, 2))
        start = program.words("delete", "--business", invariants.business_id, "--confirm", "DELETE")
        console = process_pool.run(start, environment, step=step)
        status = console.status
        wait_for_server(product, console)
        assert checked_at(product, program.data) == [], f"after step {step}"
        require_agreement(product)
        moment = invariants.check()
        if not moment.is_over:
            invariants.let_pass()
            words = start if moment.job_id is None else program.words("take-over", moment.job_id)
            end = process_pool.run(words, environment)
            assert end.status == 0, f"after step {step}: {end.output}"
        invariants.check_end()
        assert checked_at(product, program.data) == [], f"after step {step}"
        require_agreement(product)
    assert status == 0
    told = [line.action for line in lines(product)]
    assert told.count("end") >= step // stride - 1
    print(f"{step - 1} steps")
    assert step > 25
