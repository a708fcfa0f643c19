"""A worker in a process of its own, which hangs, is suspended, or may hardly do anything in Redis."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from app.bootstrap.ending import STOPPED_AT_ONCE
from app.core.cursor import Cursor
from app.core.exit_status import Exit
from app.queue.server_queue import ServerQueue
from app.server.service import GIVEN_BACK, LEFT_BEHIND
from tests.cli.test_leaving_at_once import Hanging
from tests.server.handing import filled, hand_over
from tests.support.invariants import Invariants, a_case
from tests.support.other_sessions import somebody
from tests.support.process_pool import SUSPENDED, ProcessPool
from tests.support.product import Product
from tests.support.program import ROOT, Program, finished, insist, until
from tests.support.redis_server import redis_server as started_redis
from tests.support.running import Station
from tests.support.serving import ServerWorker

PASSWORD = "hush-hush"
RIGHTS = re.compile(r"ACL SETUSER sweep-worker (on .*)")


@pytest.fixture
def hanging(product: Product, tmp_path: Path) -> Hanging:
    return Hanging(Program(product, tmp_path / "data"), product)


def begun(hanging: Hanging, desk: Station, redis_url: str) -> tuple[Popen[str], int]:
    """A worker that hangs in a file, and its job."""
    business = hanging.product.business()
    hanging.product.receipts(business, 4, files=1)
    (job,) = hand_over(desk, business)
    environment = hanging.program.environment
    environment["SWEEP_REDIS_URL"] = redis_url
    process = hanging.start("worker", "--queues", "sweep,maintenance")
    hanging.until_it_hangs(process)
    return process, job


def test_the_second_signal_gives_the_job_back_at_once(
    hanging: Hanging, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    product = hanging.product
    process, job = begun(hanging, desk, redis_url)
    process.send_signal(signal.SIGTERM)
    until(lambda: [one.state for one in queue.look().listeners] == ["stopping"])
    process.send_signal(signal.SIGINT)
    done = finished(process)
    assert (done.status, done.out) == (1, "")
    row = product.job_row(job)
    given_back = GIVEN_BACK.format(job=job, business=row["business_id"])
    assert done.err.splitlines()[-2:] == [STOPPED_AT_ONCE, given_back]
    assert (row["status"], row["heartbeat_at"]) == ("queued", None)
    assert Cursor.parse(row["cursor"]).interrupted, "the file that hung may be gone after all"
    assert [entry.job_id for entry in queue.look().entries] == [job]
    with ServerWorker(product, redis_url, burst=True) as worker:
        worker.join()
    assert product.counters(job) == ("completed", 4, 4, 4, 0)
    assert product.files(row["business_id"]) == len(product.storage_paths(row["business_id"])) == 0


@pytest.mark.soak
def test_it_waits_for_no_database_either(hanging: Hanging, desk: Station, redis_url: str) -> None:
    product = hanging.product
    process, job = begun(hanging, desk, redis_url)
    with somebody(product, "LOCK TABLE background_jobs IN ACCESS EXCLUSIVE MODE"):
        insist(process)
        done = finished(process)
    assert done.status == 1
    assert done.err.splitlines()[-1] == LEFT_BEHIND.format(job=job)


@pytest.fixture
def process_pool(tmp_path: Path) -> Iterator[ProcessPool]:
    with ProcessPool(tmp_path) as process_pool:
        yield process_pool


SILENT = "UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '5 minutes' WHERE cursor LIKE %s"


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("WITH changed AS", marks=pytest.mark.soak),
        "WITH moment AS",
        "WITH begun AS",
        pytest.param("WITH page AS", marks=pytest.mark.soak),
    ],
)
def test_a_worker_that_wakes_up_late_has_lost_its_job(
    product: Product, desk: Station, process_pool: ProcessPool, redis_url: str, tmp_path: Path, moment: str
) -> None:
    """It was suspended before it took or claimed the job, deleted a batch, or looked for files left behind;
    another one has done it all since."""
    assert desk.person.user_id  # made now: nothing but the job changes from here on
    invariants = Invariants(product, a_case(product, 3))
    (job,) = hand_over(desk, invariants.business_id)
    program = Program(product, tmp_path / "data")
    environment = {**program.environment, "SWEEP_BATCH_SIZE": "2", "SWEEP_REDIS_URL": redis_url}
    words = program.words("worker", "--burst", "--queues", "sweep,maintenance")
    asleep = process_pool.run(words, environment, step=1, counted_from=moment, sent=signal.SIGSTOP)
    assert asleep.status == SUSPENDED, asleep.output
    invariants.let_pass()
    product.execute("UPDATE background_jobs SET cursor = replace(cursor, '@server:1', '@server:0')")

    def is_completed() -> bool:
        # It may have sent its statement in the moment in which it was stopped: it was alive a little later.
        product.execute(SILENT, f"%:w{asleep.process_id}:%")
        return product.job_status(job) == "completed"

    with ServerWorker(product, redis_url):
        until(is_completed)
    row = product.job_row(job)
    awake = process_pool.resume(asleep)
    assert awake.status == 0, awake.output
    assert product.job_row(job) == row
    invariants.check_end()


def test_a_user_of_redis_needs_few_rights(product: Product, desk: Station) -> None:
    """As the papers have it. Entries are found, done and made again, and the worker is listed."""
    found = RIGHTS.search((ROOT / "docs/server.md").read_text(encoding="utf-8"))
    assert found
    with started_redis(acl=[f"worker {found[1].replace('PASSWORD', PASSWORD)}"]) as server:
        url = server.url(user="worker", password=PASSWORD)
        queue = ServerQueue(url)
        first, second = hand_over(desk, filled(product), filled(product))
        queue.enter([first])
        product.execute("UPDATE background_jobs SET cursor = replace(cursor, '@server:1', '@server:0')")
        with ServerWorker(product, url) as worker:
            until(lambda: queue.look().ours)
            until(lambda: {product.job_status(one) for one in (first, second)} == {"completed"})
            worker.end()
        assert queue.look().listeners == ()
        queue.close(2.0)


@pytest.mark.parametrize("away", ["database", "redis"])
def test_what_is_away_at_the_start(product: Product, tmp_path: Path, redis_url: str, away: str) -> None:
    """Without its database a worker ends, for whoever looks after it to start it anew; Redis it waits for."""
    program = Program(product, tmp_path / "data")
    if away == "database":
        place = program.place.index(product.url)
        program.place[place] = "postgresql://sweep:hush-hush@127.0.0.1:1/product"
        done = program.run("worker", SWEEP_REDIS_URL=redis_url)
        assert done.status == Exit.CANNOT_CONNECT
    else:
        process = program.start("worker", SWEEP_REDIS_URL="redis://sweep:hush-hush@127.0.0.1:1/0")
        until(lambda: "does not answer" in program.traces() or process.poll() is not None)
        process.send_signal(signal.SIGTERM)
        done = finished(process)
        assert done.status == 0
        assert all(json.loads(line)["message"] for line in done.err.splitlines())
    assert "Traceback" not in done.err
    assert PASSWORD not in done.err + done.out + program.traces()
