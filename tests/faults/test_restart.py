"""PostgreSQL is stopped in the middle of a job and started again: the job goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import psycopg2
import pytest
from sqlalchemy import event

from app.demo.places import service_account
from app.demo.programs import Programs
from app.demo.sample import create_tables
from app.demo.server import DemoServer
from app.engine.events import Ending
from tests.support.databases import Databases
from tests.support.folders import server_home
from tests.support.invariants import Invariants, a_case
from tests.support.product import Product
from tests.support.program import Program, finished, until
from tests.support.running import Station

MODES = ["fast", "immediate"]
"""`fast` ends all sessions and writes everything down; `immediate` is a crash, mended at the next start."""


class Cluster:
    """A PostgreSQL of its own, so that no other test loses its server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stops = 0
        self.start()

    def start(self) -> None:
        # A commit must outlive a crash of the server, and need not outlive one of the computer.
        self._server = DemoServer(self._folder, settings={"fsync": "off"})
        self.url = self._server.start()
        self.is_running = True

    def stop(self, mode: str) -> None:
        self.is_running = False
        self.stops += 1
        programs = Programs(service_account(), self._folder)
        programs.run("pg_ctl", "stop", "-m", mode, "-w", folder=self._folder / "cluster")
        self._server.stop()

    def close(self) -> None:
        self._server.stop()


@pytest.fixture(scope="module")
def shared_cluster() -> Iterator[Cluster]:
    with server_home("sweep-restart-") as home:
        cluster = Cluster(home / "server")
        yield cluster
        cluster.close()


@pytest.fixture
def cluster(shared_cluster: Cluster) -> Iterator[Cluster]:
    shared_cluster.stops = 0
    yield shared_cluster
    if not shared_cluster.is_running:
        shared_cluster.start()


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    with Databases(cluster.url).fresh(template=False) as url:
        create_tables(url)
        yield url
        if not cluster.is_running:
            cluster.start()


def come_back(cluster: Cluster, product: Product) -> None:
    """Starts the server again, and gives the test itself a new session."""
    cluster.start()
    product.connection.close()
    product.connection = psycopg2.connect(product.url)
    product.connection.autocommit = True


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_server_is_stopped_before_random_statements_and_commits(
    cluster: Cluster, product: Product, mode: str, seed: int
) -> None:
    """It stays away for a while, in which the console tries to connect in vain."""
    at = set(Random(seed).sample(range(8, 80), 5))
    invariants = Invariants(product, a_case(product, 40))
    steps = tries = 0

    def take(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps in at:
            cluster.stop(mode)

    def meanwhile(_wait: int) -> None:
        nonlocal tries
        if cluster.is_running:
            invariants.check()
            return
        tries += 1
        if tries % 3 == 0:
            come_back(cluster, product)

    with Station(product) as station:
        (job_id,) = station.start(invariants.business_id)
        event.listen(station.database.engine, "before_cursor_execute", take)
        event.listen(station.database.engine, "commit", take)
        result = station.run_until(job_id, meanwhile, batch_size=4)
    print(f"seed {seed}: stopped before steps {sorted(at)} of {steps}")
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, invariants.begun_with)
    assert (cluster.stops, tries) == (5, 15)
    invariants.check_end()


def test_the_server_of_a_console_process_is_stopped_at_random_moments(
    cluster: Cluster, product: Product, tmp_path: Path
) -> None:
    """With its pool, its heartbeat and its real waits."""
    random = Random(3)
    program = Program(product, tmp_path / "data", product.user())
    invariants = Invariants(product, a_case(product, 60))
    words = ("delete", "--business", invariants.business_id, "--confirm", "DELETE", "--json")
    process = program.start(*words, SWEEP_BATCH_SIZE="1", SWEEP_THROTTLE_MS="40")

    def so_far() -> int:
        found = "SELECT coalesce(max(succeeded), 0) FROM background_jobs WHERE business_id = %s"
        return int(product.scalar(found, invariants.business_id))

    for mode in MODES:
        enough = min(
            so_far() + random.randint(1, 15), invariants.begun_with
        )  # it may be quicker than we look
        until(partial(lambda enough: so_far() >= enough, enough))
        cluster.stop(mode)
        come_back(cluster, product)
    done = finished(process)
    assert done.status == 0
    assert done.only_tried_again, done.err
    assert done.json["deleted"] == invariants.begun_with
    invariants.check_end()
