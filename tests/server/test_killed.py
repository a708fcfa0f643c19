"""A worker is killed at any moment: another one does the rest, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from app.actions.results import Answer
from app.core.server import RunsOn
from app.queue.server_queue import ServerQueue
from tests.support.invariants import Invariants, a_case
from tests.support.process_pool import KILLED, ProcessPool, wait_for_server
from tests.support.product import Product
from tests.support.program import Program
from tests.support.running import Station

SEED = 20_261_127


@pytest.fixture
def process_pool(tmp_path: Path) -> Iterator[ProcessPool]:
    with ProcessPool(tmp_path) as process_pool:
        yield process_pool


@pytest.mark.parametrize("longest_stride", [14, pytest.param(1, marks=pytest.mark.soak)])
def test_a_worker_is_killed_at_every_step_of_a_small_job(
    product: Product,
    desk: Station,
    process_pool: ProcessPool,
    redis_url: str,
    tmp_path: Path,
    longest_stride: int,
) -> None:
    """Before each statement, commit, command to Redis and deletion of a file, or some of them: from the claim
    of the entry to its end. What it had taken waits until it is silent; another worker then finds it by its
    row."""
    program = Program(product, tmp_path / "data", product.user())
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2", "SWEEP_REDIS_URL": redis_url}
    words = program.words("worker", "--burst", "--queues", "sweep,maintenance")
    person, step, status, unfinished = desk.person, 0, KILLED, 0
    chance = Random(SEED)
    while status == KILLED:
        step += 1 if step < 6 else chance.randint(min(6, longest_stride), longest_stride)
        invariants = Invariants(product, a_case(product, 3))
        (result,) = desk.actions.start(
            person, desk.deletion.name, [invariants.business_id], on=RunsOn.SERVER, anyway=True
        )
        assert result.answer is Answer.HANDED_OVER
        worker = process_pool.run(words, environment, step=step)
        status = worker.status
        wait_for_server(product, worker)
        moment = invariants.check()
        if not moment.is_over:
            unfinished += 1
            invariants.let_pass()
            age_mark(product)
            end = process_pool.run(words, environment)
            assert end.status == 0, f"after step {step}: {end.output}"
        invariants.check_end()
    assert status == 0
    print(f"{step} steps, {unfinished} jobs were finished by another worker")
    assert unfinished > 5


def age_mark(product: Product) -> None:
    """As if the jobs waited on the server for long."""
    product.execute("UPDATE background_jobs SET cursor = replace(cursor, '@server:1', '@server:0')")


def test_what_a_killed_worker_had_is_left_alone_while_it_may_be_alive(
    product: Product,
    desk: Station,
    queue: ServerQueue,
    process_pool: ProcessPool,
    redis_url: str,
    tmp_path: Path,
) -> None:
    program = Program(product, tmp_path / "data", product.user())
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2", "SWEEP_REDIS_URL": redis_url}
    business = product.business()
    product.receipts(business, 20)
    desk.actions.start(desk.person, desk.deletion.name, [business], on=RunsOn.SERVER, anyway=True)
    words = program.words("worker", "--burst", "--queues", "sweep,maintenance")
    killed = process_pool.run(words, environment, step=3, counted_from="WITH begun AS")
    assert killed.status == KILLED
    wait_for_server(product, killed)
    job = product.job_row()
    queue.enter([job["id"]])
    assert process_pool.run(words, environment).status == 0
    assert product.job_row() == job, "its heartbeat is fresh"
