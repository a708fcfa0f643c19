"""The live product: people who read and add receipts while others are being deleted.

    python -m tests.benchmarks.clients URL INSERTS

says "at work" once all of them are, works until its input ends, and prints all transactions as one JSON
object: its "reads" and its "inserts", each as the second of its begin (from "at work" on) and its
milliseconds. INSERTS is the part of the transactions that add a receipt.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field

import psycopg2

CLIENTS = 4
THINKING_SECONDS = 0.008
INSERTS = 0.2
"""The part of the transactions that add a receipt; the others read one by its id."""

WARM_UP = 1
"""Transactions of each kind with which every client begins, and which do not count: a session's first ones
wait for its caches, whatever else goes on."""

_READ = (
    "SELECT id, business_id, vendor_name, amount, currency, received_at, status FROM receipts WHERE id = %s"
)
_INSERT = (
    "INSERT INTO receipts (business_id, vendor_name, amount, received_at, created_at, updated_at)"
    " VALUES (%s, 'Vendor', 12.50, now(), now(), now())"
)

Sample = Sequence[float]
"""Of one transaction the second in which it began, and its milliseconds."""


@dataclass(slots=True)
class Latencies:
    """What every transaction took."""

    reads: list[Sample] = field(default_factory=list)
    inserts: list[Sample] = field(default_factory=list)

    @property
    def all(self) -> list[Sample]:
        return self.reads + self.inserts

    def between(self, since: float, until: float) -> Latencies:
        """Those that began in these seconds."""

        def within(samples: list[Sample]) -> list[Sample]:
            return [sample for sample in samples if since <= sample[0] < until]

        return Latencies(within(self.reads), within(self.inserts))


def p99(samples: Sequence[Sample]) -> float:
    """Milliseconds within which 99 of 100 transactions were done."""
    took = sorted(sample[1] for sample in samples)
    return took[math.ceil(len(took) * 0.99) - 1]


@dataclass(slots=True)
class Clients:
    """Clients in a process of their own. `began` is when they did, by `time.perf_counter`; what they took is
    known once they have left."""

    began: float
    latencies: Latencies = field(default_factory=Latencies)
    _process: subprocess.Popen[str] | None = None

    def leave(self) -> None:
        """They end their transactions; no more begin. Does nothing the second time."""
        if self._process is not None:
            said, _ = self._process.communicate()
            self._process = None
            self.latencies = Latencies(**json.loads(said))


@contextmanager
def at_work(url: str, inserts: float = INSERTS) -> Iterator[Clients]:
    """Clients who work as long as the block, unless they leave before."""
    command = [sys.executable, "-m", "tests.benchmarks.clients", url, str(inserts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        clients = Clients(time.perf_counter(), _process=process)
        try:
            yield clients
        finally:
            clients.leave()


def live(url: str, inserts: float) -> Latencies:
    """Lets the clients work until the input of this process ends."""
    found = [Latencies() for _ in range(CLIENTS)]
    together, over = threading.Barrier(CLIENTS + 1), threading.Event()
    threads = [
        threading.Thread(target=_client, args=(url, inserts, number, latencies, together, over))
        for number, latencies in enumerate(found)
    ]
    for thread in threads:
        thread.start()
    together.wait()
    print("at work", flush=True)
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    return Latencies(
        [sample for one in found for sample in one.reads],
        [sample for one in found for sample in one.inserts],
    )


def _client(
    url: str,
    inserts: float,
    number: int,
    latencies: Latencies,
    together: threading.Barrier,
    over: threading.Event,
) -> None:
    dice = random.Random(number)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT max(id), (SELECT max(id) FROM business) FROM receipts")
        highest, businesses = cursor.fetchone() or (1, 1)
        together.wait()
        start = time.perf_counter()
        while not over.is_set():
            began = time.perf_counter()
            if dice.random() < inserts:
                cursor.execute(_INSERT, (businesses,))
                noted = latencies.inserts
            else:
                cursor.execute(_READ, (dice.randint(1, highest),))
                cursor.fetchall()
                noted = latencies.reads
            noted.append((began - start, (time.perf_counter() - began) * 1000))
            time.sleep(dice.random() * 2 * THINKING_SECONDS)
    del latencies.reads[:WARM_UP], latencies.inserts[:WARM_UP]


if __name__ == "__main__":
    print(json.dumps(asdict(live(sys.argv[1], float(sys.argv[2])))))
