"""The live product: people who read and add receipts while others are being deleted.

    python -m tests.benchmarks.clients URL SECONDS

prints the latencies of all transactions in milliseconds, as one JSON object: its "reads" and its "inserts".
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field

import psycopg2

CLIENTS = 4
THINKING_SECONDS = 0.008
INSERTS = 0.2
"""The part of the transactions that add a receipt; the others read one by its id."""

_READ = (
    "SELECT id, business_id, vendor_name, amount, currency, received_at, status FROM receipts WHERE id = %s"
)
_INSERT = (
    "INSERT INTO receipts (business_id, vendor_name, amount, received_at, created_at, updated_at)"
    " VALUES (%s, 'Vendor', 12.50, now(), now(), now())"
)


@dataclass(slots=True)
class Latencies:
    """Milliseconds of every transaction."""

    reads: list[float] = field(default_factory=list)
    inserts: list[float] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        return self.reads + self.inserts


def live(url: str, seconds: float) -> Latencies:
    """Lets the clients work for so long."""
    found = [Latencies() for _ in range(CLIENTS)]
    threads = [
        threading.Thread(target=_client, args=(url, seconds, number, latencies))
        for number, latencies in enumerate(found)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Latencies(
        [latency for one in found for latency in one.reads],
        [latency for one in found for latency in one.inserts],
    )


def _client(url: str, seconds: float, number: int, latencies: Latencies) -> None:
    dice = random.Random(number)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT max(id), (SELECT max(id) FROM business) FROM receipts")
        highest, businesses = cursor.fetchone() or (1, 1)
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            if dice.random() < INSERTS:
                cursor.execute(_INSERT, (businesses,))
                noted = latencies.inserts
            else:
                cursor.execute(_READ, (dice.randint(1, highest),))
                cursor.fetchall()
                noted = latencies.reads
            noted.append((time.perf_counter() - began) * 1000)
            time.sleep(dice.random() * 2 * THINKING_SECONDS)


if __name__ == "__main__":
    print(json.dumps(asdict(live(sys.argv[1], float(sys.argv[2])))))
