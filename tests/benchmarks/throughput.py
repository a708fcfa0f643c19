"""Receipts a second, without files and without throttle."""

from __future__ import annotations

from collections.abc import Callable

from app.core.run import NOTE_LENGTH, RunLabel
from tests.benchmarks import contestants, peer
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, alternately

BUSINESS = 1
BATCHES = (50, 500, 5000)
LONG = RunLabel("SUP-4821", "ק" * NOTE_LENGTH)
"""The cursor, which each batch writes and compares, is longer by 3 kB."""

NOTED = "console, batches of 50, with a long note"


def measure(ground: Ground, *, quick: bool) -> Report:
    """One business of 21 owns half of the table; every run begins with a fresh copy of it."""
    receipts, runs = (300, 1) if quick else (20_000, 3)

    def fill(cursor):
        add_businesses(cursor, 21)
        add_receipts(cursor, 2 * receipts, "CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + n / 2 % 20 END")

    template = ground.template(fill)

    def on_a_copy(run: Callable[[str], float]) -> Callable[[], float]:
        def timed() -> float:
            with ground.copy(template) as url:
                took = run(url)
                contestants.require_done(url, BUSINESS)
            return receipts / took

        return timed

    def console(batch_size: int, label: RunLabel | None = None) -> Callable[[], float]:
        policy = contestants.unthrottled(batch_size)
        return on_a_copy(lambda url: contestants.run_job(url, BUSINESS, policy, label=label))

    found = alternately(
        {
            NOTED: console(50, LONG),
            "peer, batches of 50": on_a_copy(lambda url: peer.run_job(url, BUSINESS, throttle=0)),
            **{f"console, batches of {size:,}": console(size) for size in BATCHES},
            "limit: one statement": on_a_copy(lambda url: contestants.single_statements(url, BUSINESS)),
        },
        runs,
    )
    report = Report(
        "throughput", f"{receipts:,} receipts of one business, no files, no throttle; {runs} runs each."
    )
    noted = report.add(NOTED, "receipts/s", found.pop(NOTED))
    series = [report.add(name, "receipts/s", values) for name, values in found.items()]
    peer_speed, limit, best = series[0].median, series[-1].median, series[-2].median
    report.aim("console in batches of 5,000 over the peer", best / peer_speed, at_least=15)
    report.aim("console in batches of 5,000 over the single statement", best / limit, at_least=0.9)
    report.aim(f"{NOTED} over those without", noted.median / series[1].median, at_least=0.95)
    report.remarks.append(
        f"With the peer's own batches of 50, the console is {series[1].median / peer_speed:.1f} × the peer."
    )
    return report
