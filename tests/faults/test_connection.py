"""A network that cuts, closes halves, delays and falls silent: the job goes on by itself to the same end."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import count
from pathlib import Path
from random import Random

import pytest

from app.core.cursor import Cursor
from app.db import job_writes, jobs
from app.engine.events import Ending, SliceResult
from tests.support.invariants import Invariants, a_case
from tests.support.product import Product
from tests.support.program import GUARD_SECONDS, Program, finished
from tests.support.proxy import Fault, Proxy, Query, nothing_happens
from tests.support.running import Station

LOUD = [fault for fault in Fault if fault is not Fault.SILENCE]
"""Those that the client hears of by itself."""


@pytest.fixture
def invariants(product: Product) -> Invariants:
    return Invariants(product, a_case(product, 40))


def run_to_the_end(remote: Station, invariants: Invariants, job_id: int, batch_size: int = 4) -> None:
    """Looks at the job in each of its waits, and at its end."""
    result = remote.run_until(job_id, lambda _wait: invariants.check(), batch_size=batch_size)
    assert result.ending is Ending.COMPLETED
    assert result.succeeded == invariants.begun_with
    invariants.check_end()


def commits(query: Query) -> bool:
    """It ends a transaction; most statements of a job are one by themselves."""
    alone = ("SET is_deleted=", "SET status=", "DELETE FROM attachments")
    return query.sql.startswith("COMMIT") or any(words in query.sql for words in alone)


class Commits:
    """A script: something happens to the `nth` commit."""

    def __init__(self, nth: int, fault: Fault) -> None:
        self.seen = 0
        self._nth = nth
        self._fault = fault

    def __call__(self, query: Query) -> Fault | None:
        if not commits(query):
            return None
        self.seen += 1
        return self._fault if self.seen == self._nth else None


@pytest.mark.parametrize("seed", range(6))
def test_faults_at_random_queries(remote: Station, proxy: Proxy, invariants: Invariants, seed: int) -> None:
    """Of whichever kind, at whichever statement; also while the console connects again."""
    random, met = Random(seed), Counter[Fault]()
    (job_id,) = remote.start(invariants.business_id)

    def script(query: Query) -> Fault | None:
        if met.total() == 25 or random.random() > 0.3:
            return None
        fault = random.choice(LOUD)
        met[fault] += 1
        return fault

    proxy.script = script
    run_to_the_end(remote, invariants, job_id)
    print(f"seed {seed}: {dict(met)}")
    assert met.total() == 25
    assert set(met) == set(LOUD)


@pytest.mark.parametrize("fault", LOUD)
def test_every_commit_of_a_job_is_broken_once(
    remote: Station, proxy: Proxy, product: Product, fault: Fault
) -> None:
    """The claim's, each batch's, each row deletion's, the end's: whether the server has done it, the console
    cannot know then; the row can."""
    broken = 0
    for nth in count(1):
        proxy.script = nothing_happens
        invariants = Invariants(product, a_case(product, 3))
        (job_id,) = remote.start(invariants.business_id)
        proxy.script = script = Commits(nth, fault)
        run_to_the_end(remote, invariants, job_id, batch_size=2)
        if script.seen < nth:
            break
        broken += 1
    print(f"{broken} commits")
    assert broken > 5


@pytest.mark.parametrize(
    "words",
    ["SET status='running'", "SET processed=", "SET status='completed'"],
    ids=["claim", "batch", "end"],
)
def test_a_commit_that_the_server_ends_after_the_console_is_back(
    remote: Station, proxy: Proxy, product: Product, invariants: Invariants, words: str
) -> None:
    """Until then the row is as it was, and locked; afterwards it was nobody else who has moved it."""
    (job_id,) = remote.start(invariants.business_id)
    product.execute("""
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON background_jobs DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION slow()""")
    before, met = "", 0

    def script(query: Query) -> Fault | None:
        nonlocal before, met
        written = before if query.sql.startswith("COMMIT") else query.sql
        is_it = commits(query) and words in written and not met
        before, met = query.sql, met + is_it
        return Fault.NO_WAY_BACK if is_it else None

    proxy.script = script
    run_to_the_end(remote, invariants, job_id, batch_size=20)
    assert met == 1


@pytest.mark.parametrize("fault", LOUD)
def test_a_job_that_another_console_runs_when_the_network_is_back(
    remote: Station, proxy: Proxy, product: Product, invariants: Invariants, fault: Fault
) -> None:
    """It was taken over meanwhile, as a stale one is: the first console keeps its hands off."""
    (job_id,) = remote.start(invariants.business_id)
    goes_on = threading.Event()
    before = 8
    with Station(product, "other") as other, ThreadPoolExecutor(1) as thread:
        running: Future[SliceResult] | None = None

        def meanwhile(wait: int) -> None:
            nonlocal running, before
            invariants.check()
            if wait == 2:
                proxy.script = lambda _query: fault
            if wait == 3:  # the connection is broken
                proxy.script = nothing_happens
                take_over(product, other, job_id)
                before = invariants.check().succeeded
                batch_done = threading.Event()

                def hold(_wait: int) -> None:
                    batch_done.set()
                    goes_on.wait(GUARD_SECONDS)

                running = thread.submit(other.run_until, job_id, hold)
                assert batch_done.wait(GUARD_SECONDS)

        try:
            lost = remote.run_until(job_id, meanwhile, batch_size=4)
            assert (lost.ending, lost.succeeded) == (Ending.LOST, 8)
            # What was lost was the batch, or the rows of the files before it: whichever came first.
            assert before in ((8, 12) if fault in (Fault.LOST_ANSWER, Fault.NO_WAY_BACK) else (8,))
            assert invariants.check().succeeded == before + 10
        finally:
            goes_on.set()
    assert running
    assert running.result().ending is Ending.COMPLETED
    invariants.check_end()


def take_over(product: Product, station: Station, job_id: int) -> None:
    """Puts a job that somebody else runs into the queue of `station`, past permission and audit; as often as
    the server is still about to commit what the other one had sent."""
    old = "UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '5 minutes' WHERE id = %s"
    taken = None
    while taken is None:
        product.execute(old, job_id)
        with station.database.begin() as connection:
            lost = jobs.read(connection, job_id)
            assert lost
            cursor = Cursor.parse(lost.cursor_text).owned_by(station.identity.waiting)
            taken = job_writes.take_over(connection, lost, cursor)


def test_a_slow_network(remote: Station, proxy: Proxy, invariants: Invariants) -> None:
    (job_id,) = remote.start(invariants.business_id)
    proxy.delay = 0.004
    run_to_the_end(remote, invariants, job_id)


# Silence: nobody hangs up, and nothing comes


class Silence:
    """A script: the network falls silent at so many queries, drawn from among the first of a job."""

    def __init__(self, seed: int, times: int) -> None:
        self.times = 0
        self._at = set(Random(seed).sample(range(20, 50), times))

    def __call__(self, query: Query) -> Fault | None:
        if query.number not in self._at:
            return None
        self.times += 1
        return Fault.SILENCE


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("server_ends_it", [False, True])
def test_a_silence_that_ends(
    remote: Station, proxy: Proxy, invariants: Invariants, server_ends_it: bool, seed: int
) -> None:
    """Also one that has lasted until a time-out of the server ended the session."""
    (job_id,) = remote.start(invariants.business_id)
    proxy.script = silence = Silence(seed, 12)
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(remote.run, job_id, batch_size=2)
        try:
            while not running.done():
                wait([running], 0.01)
                if proxy.is_silent:
                    invariants.check()
                    if server_ends_it:
                        remote.kill_connections()
                    proxy.resume()
        finally:
            proxy.script = nothing_happens
            proxy.cut()
    assert running.result().ending is Ending.COMPLETED
    assert silence.times == 12
    invariants.check_end()


@pytest.fixture
def impatient(product: Product, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A console that waits for an answer for a second only; the server waits no longer for its."""
    monkeypatch.setattr("app.db.waiting.ANSWER_TIMEOUT_SECONDS", 1.0)
    monkeypatch.setattr("app.db.engine.IDLE_TIMEOUT_MS", 1000)
    monkeypatch.setattr("app.db.waiting.CONNECT_TIMEOUT_SECONDS", 1)
    with Station(product, "impatient", url=proxy.url) as station:
        yield station


def test_a_silence_that_never_ends(impatient: Station, proxy: Proxy, invariants: Invariants) -> None:
    """The worker gives the connection up and takes a new one."""
    (job_id,) = impatient.start(invariants.business_id)
    proxy.script = silence = Silence(3, 3)
    run_to_the_end(impatient, invariants, job_id)
    assert silence.times == 3


def test_a_server_that_never_greets(impatient: Station, proxy: Proxy, invariants: Invariants) -> None:
    (job_id,) = impatient.start(invariants.business_id)

    def meanwhile(wait: int) -> None:
        invariants.check()
        if wait == 2:
            proxy.mute = True
            proxy.cut()
        if wait == 4:
            proxy.mute = False

    result = impatient.run_until(job_id, meanwhile, batch_size=4)
    assert result.ending is Ending.COMPLETED
    invariants.check_end()


# A whole console, with its pool, its heartbeat and its real waits


def test_a_console_process_behind_a_network_that_breaks(
    product: Product, proxy: Proxy, tmp_path: Path
) -> None:
    program = Program(product, tmp_path / "data", product.user())
    program.place[1] = proxy.url
    invariants = Invariants(product, a_case(product, 40))
    words = ("delete", "--business", invariants.business_id, "--confirm", "DELETE", "--json")
    process = program.start(*words, SWEEP_BATCH_SIZE="2", SWEEP_THROTTLE_MS="60")
    so_far = "SELECT coalesce(max(succeeded), 0) FROM background_jobs WHERE business_id = %s"
    cuts = iter((4, 14, 24, sys.maxsize))
    next_cut = next(cuts)
    while process.poll() is None and next_cut < sys.maxsize:
        if product.scalar(so_far, invariants.business_id) >= next_cut:
            proxy.cut()
            next_cut = next(cuts)
    done = finished(process)
    assert (done.status, next_cut) == (0, sys.maxsize)
    assert done.only_tried_again, done.err
    assert done.json["deleted"] == invariants.begun_with
    invariants.check_end()
