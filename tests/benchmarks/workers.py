"""One, two and three workers on a server at the same queue: what each more of them adds while nobody else is
there, and that all together keep to their share while others are."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.core.server import OWN_QUEUE, server_mark
from app.db import server_rows, starting
from app.queue.server_queue import ServerQueue
from app.settings import OURS
from tests.benchmarks import clients, contestants
from tests.benchmarks.command import NO_KEYRING, ROOT
from tests.benchmarks.content import add_businesses, add_receipts, loading
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, alternately
from tests.support.redis_server import redis_server

_LOOK_SECONDS = 0.02
_GUARD_SECONDS = 300


def measure(ground: Ground, *, quick: bool) -> Report:
    """Receipts without files. From the entry of all jobs until the last is completed; the workers have
    started a while before: what a program does as it starts is a stranger's work to the others."""
    businesses, receipts, busy_seconds, runs = (4, 20, 0.2, 1) if quick else (24, 6_000, 10.0, 3)
    settling_seconds = busy_seconds * 0.3
    counts, busy_counts = ((1, 2), (1,)) if quick else ((1, 2, 3), (1, 3))
    total = businesses * receipts

    def fill(cursor):
        add_businesses(cursor, businesses)
        with loading(cursor):
            add_receipts(cursor, total, f"1 + n % {businesses}")

    template = ground.template(fill)
    root = ground.folder / "no-files"
    (root / "attachments").mkdir(parents=True, exist_ok=True)
    numbers = range(1, businesses + 1)

    def alone(redis_url: str, count: int) -> float:
        with ground.copy(template) as url, _workers(url, redis_url, root, count) as queue:
            time.sleep(settling_seconds)
            _enter(url, queue, numbers)
            began = time.perf_counter()
            _until_completed(url, businesses)
            took = time.perf_counter() - began
            contestants.require_done(url, *numbers)
            return total / took

    def beside_clients(redis_url: str, count: int) -> float:
        with (
            ground.copy(template) as url,
            _workers(url, redis_url, root, count) as queue,
            clients.at_work(url, 0.0),
        ):
            time.sleep(settling_seconds)
            _enter(url, queue, numbers)
            began, before = time.perf_counter(), _deleted(url)
            time.sleep(busy_seconds)
            return (_deleted(url) - before) / (time.perf_counter() - began)

    report = Report(
        "workers",
        f"{businesses} businesses with {receipts} receipts each, no files, on a queue; {runs} runs each.",
    )
    with redis_server() as redis:
        url = redis.url()
        found = alternately({f"workers: {one}": partial(alone, url, one) for one in counts}, runs)
        medians = [report.add(name, "receipts/s", speeds).median for name, speeds in found.items()]
        name = "beside 4 clients who read, workers"
        busy = alternately({f"{name}: {one}": partial(beside_clients, url, one) for one in busy_counts}, runs)
        shares = [report.add(name, "receipts/s", speeds).median for name, speeds in busy.items()]
    for count, median in zip(counts[1:], medians[1:], strict=True):
        report.aim(f"{count} workers over one, nobody else there", median / medians[0], at_least=1.0)
    together = shares[-1] / max(shares[0], 1.0)
    report.aim(f"{busy_counts[-1]} workers over one, beside clients", together, at_most=1.5)
    return report


@contextmanager
def _workers(url: str, redis_url: str, root: Path, count: int) -> Iterator[ServerQueue]:
    """So many processes that listen, as the block begins."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    words = ["main.py", "worker", "--database-url", url, "--storage-root", str(root)]
    with ExitStack() as stack:
        processes = []
        for _ in range(count):
            folder = stack.enter_context(TemporaryDirectory())
            ours = {"SWEEP_DATA_DIR": folder, "SWEEP_REDIS_URL": redis_url}
            log = stack.enter_context((Path(folder) / "worker.log").open("w"))
            process = subprocess.Popen(
                [sys.executable, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=kept | ours | {"PYTHON_KEYRING_BACKEND": NO_KEYRING},
            )
            processes.append(process)
            stack.callback(_ended, process)
        queue = ServerQueue(redis_url)
        stack.callback(queue.close, 1.0)
        wanted = {process.pid for process in processes}
        give_up_at = time.monotonic() + _GUARD_SECONDS
        while {one.process_id for one in queue.look().ours} < wanted:
            assert time.monotonic() < give_up_at, "the workers do not listen"
            time.sleep(_LOOK_SECONDS)
        yield queue


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(_GUARD_SECONDS)


def _enter(url: str, queue: ServerQueue, numbers: Sequence[int]) -> None:
    """A job in each business, handed over as a console does it."""
    with closing(contestants.Desk(url)) as desk, desk.database.begin() as connection:
        jobs = starting.start(
            connection,
            desk.deletion.name,
            desk.deletion.totals(),
            numbers,
            user_id=1,
            worker=server_mark(server_rows.moment(connection)),
            beats=False,
        )
    queue.enter_into(OWN_QUEUE, list(jobs.values()))


def _until_completed(url: str, jobs: int) -> None:
    """Asks in one transaction: fifty a second would be somebody to whom the workers give way."""
    give_up_at = time.monotonic() + _GUARD_SECONDS
    with session(url) as cursor:
        cursor.execute("BEGIN")
        while True:
            cursor.execute("SELECT count(*) FROM background_jobs WHERE status = 'completed'")
            if cursor.fetchone() == (jobs,):
                return
            assert time.monotonic() < give_up_at, "the jobs do not end"
            time.sleep(_LOOK_SECONDS)


def _deleted(url: str) -> int:
    with session(url) as cursor:
        cursor.execute("SELECT coalesce(sum(succeeded), 0) FROM background_jobs")
        (count,) = cursor.fetchone() or (0,)
    return int(count)
