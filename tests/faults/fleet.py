"""Three workers on servers, two consoles and the web side, at the same time, on the same fifty businesses.

What is pressed is chosen by hypothesis, and so is what befalls: workers are killed, Redis is restarted and
flushed, entries are doubled. test_fleet.py plays it from a fixed seed, `packaging/dev.py soak fleet` from new
ones.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from app.queue.server_queue import ServerQueue
from tests.faults.two_consoles import POLICY, ManyBusinesses, Street
from tests.support.product import Product
from tests.support.program import until
from tests.support.redis_server import RedisServer
from tests.support.web_queue import WebQueue
from tests.support.worker_child import WorkerProcess

WORKERS = 3
BUSINESSES = 50
SLOW = {"SWEEP_BATCH_SIZE": "2", "SWEEP_THROTTLE_MS": "10"}

LONG = 300
"""Receipts of a job that is under way for some seconds."""

PATIENCE = 2.0
"""Seconds in which a worker that is to be killed may come to some work: a new one loads itself first."""

RUNNING = "SELECT cursor FROM background_jobs WHERE status = 'running' AND cursor IS NOT NULL"

PRESSED = {
    "none": ("delete_all_on_server", "delete_all_on_server", "delete_all"),
    "queued": ("run_here", "enqueue_again", "pause", "cancel"),
    "running": ("take_over", "take_over", "pause", "cancel"),
    "paused": ("resume_on_server", "resume_on_server", "resume", "cancel"),
    "failed": ("resume_on_server", "resume", "delete_all_on_server"),
    "completed": ("delete_all_on_server",),
    "cancelled": ("delete_all_on_server", "delete_all", "delete_all_on_server"),
}


class Fleet(Street):
    """The street, with workers on servers and a Redis."""

    pressable = PRESSED

    def __init__(self, product: Product, folder: Path, redis: RedisServer, seed: int) -> None:
        self.redis = redis
        self.befell: Counter[str] = Counter()
        self._url = redis.url()
        self._folder = folder
        self._random = Random(seed)
        self.entries = WebQueue(self._url)
        self.queue = ServerQueue(self._url)
        environment = {**POLICY, "SWEEP_REDIS_URL": self._url}
        super().__init__(
            product, folder, seed, businesses=BUSINESSES, environment=environment, queue=self.entries
        )
        self.workers = [self._new_worker() for _ in range(WORKERS)]

    def kill_a_worker(self, which: int) -> None:
        """It is silent from then on; time passes for its jobs alone, and a new one takes its place. One that
        is at work, where there is one."""
        if not self._at_work():
            for business_id in self._random.sample(self.businesses, 8):
                self.press(self._random.randrange(2), business_id, 0, 121)
        give_up_at = time.monotonic() + PATIENCE
        while not (at_work := self._at_work()) and time.monotonic() < give_up_at:
            time.sleep(0.01)
        which = at_work[which % len(at_work)] if at_work else which
        worker = self.workers[which]
        assert worker.process.poll() is None, worker.log.read_text(encoding="utf-8")
        worker.kill()
        self.befell["kill -9"] += 1
        self.workers[which] = self._new_worker()
        mark = f'%"worker": "sweep:%:w{worker.process.pid}:%'
        held = (
            "SELECT business_id FROM background_jobs WHERE status IN ('queued', 'running') AND cursor LIKE %s"
        )
        for row in self.product.rows(held, mark):
            self.befell["killed at work"] += 1
            self.let_time_pass(row["business_id"], 121)

    def kill_one_at_work(self) -> None:
        """For certain, however chance times the rest."""
        business_id = self.product.business("Long")
        self.product.receipts(business_id, LONG, files=1)
        self.businesses.append(business_id)
        until(lambda: len(self.queue.look().ours) == WORKERS)  # else the web's worker takes it
        self.consoles[0].tell("delete_all_on_server", business_id)
        while not self.befell["killed at work"]:
            until(self._at_work)
            self.kill_a_worker(0)

    def _at_work(self) -> list[int]:
        cursors = [row["cursor"] for row in self.product.rows(RUNNING)]
        marks = {number: f":w{one.process.pid}:" for number, one in enumerate(self.workers)}
        return [number for number, mark in marks.items() if any(mark in cursor for cursor in cursors)]

    def restart_redis(self) -> None:
        self.redis.restart()
        self.befell["Redis restarted"] += 1

    def flush_redis(self) -> None:
        self.redis.flush()
        self.befell["Redis flushed"] += 1

    def double_an_entry(self, business_id: int) -> None:
        job = self.last_job(business_id)
        if job is not None:
            self.entries.append(job["id"])
            self.befell["entry doubled"] += 1

    def south_leaves(self) -> None:
        self.leaves(1)

    def leaves(self, console: int) -> None:
        """It says nothing but that Redis was away as it entered jobs."""
        status, said = self.consoles[console].end()
        surprises = [line for line in said.splitlines() if "without entries" not in line]
        assert (status, surprises) == (0, []), said

    def clear_out(self) -> None:
        """People hand over what is left, and the workers alone do it."""
        self.worker.kill()
        self.south_leaves()
        north = self.consoles[0]
        until(lambda: not self.own_jobs(north))
        for _round in range(6):
            for business_id in self.businesses:
                self._hand_over(business_id)
            self.own_jobs(north)  # it has done all that it was told
            until(lambda: not self._active("queued", "running"))
            if not any(self.is_anything_left(one) for one in self.businesses):
                break

    def _hand_over(self, business_id: int) -> None:
        north, job = self.consoles[0], self.last_job(business_id)
        if job is None or job["status"] in {"completed", "cancelled"}:
            if self.is_anything_left(business_id):
                self.product.receipts(business_id, 1)
                self.let_time_pass(business_id, 121)
                north.tell("delete_all_on_server", business_id)
        elif job["status"] in {"paused", "failed"}:
            self.let_time_pass(business_id, 121)
            north.tell("resume_on_server", job["id"])
        elif job["status"] == "running":
            self.let_time_pass(business_id, 121)  # its worker is dead, or beats at once
            north.tell("take_over", job["id"])

    def _active(self, *statuses: str) -> int:
        query = "SELECT count(*) FROM background_jobs WHERE status = ANY(%s)"
        return int(self.product.scalar(query, list(statuses)) or 0)

    def end_workers(self) -> None:
        """Each ends as it should."""
        for worker in self.workers:
            status = worker.end()
            assert status == 0, worker.log.read_text(encoding="utf-8")

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.queue.close(2.0)
        self.entries.close()

    def _new_worker(self) -> WorkerProcess:
        folder = self._folder / "workers"
        return WorkerProcess(self.product.url, self.product.storage_root, self._url, folder, **SLOW)


WHICH = st.integers(0, BUSINESSES - 1)


class ManyMachines(ManyBusinesses):
    """What people press and what befalls."""

    street: Fleet

    @rule(which=st.integers(0, WORKERS - 1))
    def kill_a_worker(self, which: int) -> None:
        if self.street.befell["kill -9"] < self.most_kills:
            self.street.kill_a_worker(which)

    @rule(which=WHICH)
    def double_an_entry(self, which: int) -> None:
        self.street.double_an_entry(self.street.businesses[which])

    @rule(chance=st.integers(0, 5))
    def trouble_redis(self, chance: int) -> None:
        if chance == 0:
            self.street.restart_redis()
        elif chance == 1:
            self.street.flush_redis()

    @rule(console=st.integers(0, 1), which=st.lists(WHICH, min_size=5, max_size=12), what=st.integers(0, 11))
    def press_for_many(self, console: int, which: list[int], what: int) -> None:
        for one in which:
            self.press(console, one, what, 121, 0)

    @rule(milliseconds=st.integers(10, 150))
    def let_work(self, milliseconds: int) -> None:
        time.sleep(milliseconds / 1000)

    @invariant()
    def workers_live(self) -> None:
        for worker in self.street.workers:
            assert worker.process.poll() is None, worker.log.read_text(encoding="utf-8")

    most_kills = 12


@contextmanager
def fleet_of(product: Product, folder: Path, redis: RedisServer, seed: int) -> Iterator[Fleet]:
    """All of it at work until the block ends."""
    fleet = Fleet(product, folder, redis, seed)
    try:
        yield fleet
    finally:
        fleet.worker.kill()
        fleet.web.__exit__(None, None, None)
        for console in fleet.consoles:
            console.end()
        fleet.close()


def play(fleet: Fleet, seed: int, *, kills: int, steps: int = 50, examples: int = 3) -> None:
    """So many examples of what is pressed and befalls, the same for the same seed; and as many more kills as
    there are to be."""

    fleet.kill_one_at_work()

    @hypothesis.seed(seed)
    class Example(ManyMachines):
        most_kills = kills

        def __init__(self) -> None:
            super().__init__(fleet)

    run_state_machine_as_test(
        Example,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # what real programs did cannot be done again to the letter
            suppress_health_check=list(HealthCheck),
        ),
    )
    chance = Random(seed)
    fleet.flush_redis()
    for business_id in fleet.businesses[-10:]:
        fleet.double_an_entry(business_id)
    while fleet.befell["kill -9"] < kills:
        time.sleep(chance.random() * 0.3)
        fleet.press(chance.randrange(2), chance.choice(fleet.businesses), 0, 121)
        fleet.kill_a_worker(chance.randrange(WORKERS))


def finish(fleet: Fleet) -> None:
    """What is left is handed over, and everybody ends as they should."""
    fleet.clear_out()
    fleet.check()
    assert [one for one in fleet.businesses if fleet.is_anything_left(one)] == []
    fleet.end_workers()
    fleet.leaves(0)
