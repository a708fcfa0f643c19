"""What the default policy (50 receipts, 200 ms) costs beyond its own sleeping."""

from __future__ import annotations

from collections.abc import Callable

from app.core.policy import Policy
from tests.benchmarks import contestants, peer
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, alternately

BUSINESS = 1


def measure(ground: Ground, *, quick: bool) -> Report:
    """The time that a job takes at the default policy, over the time that it is told to sleep."""
    receipts, runs = (100, 1) if quick else (1_500, 3)
    policy = Policy(runtime_cap_seconds=None)
    sleeps = receipts / policy.batch_size * policy.throttle_ms / 1000

    def fill(cursor):
        add_businesses(cursor, 21)
        add_receipts(cursor, 2 * receipts, "CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + n / 2 % 20 END")

    template = ground.template(fill)

    def on_a_copy(run: Callable[[str], float]) -> Callable[[], float]:
        def overhead() -> float:
            with ground.copy(template) as url:
                took = run(url)
                contestants.require_done(url, BUSINESS)
            return (took / sleeps - 1) * 100

        return overhead

    def limit(url: str) -> float:
        return contestants.updates_by_ids(url, BUSINESS, policy.batch_size, policy.throttle_ms / 1000)

    found = alternately(
        {
            "peer": on_a_copy(lambda url: peer.run_job(url, BUSINESS)),
            "console": on_a_copy(lambda url: contestants.run_job(url, BUSINESS, policy)),
            "limit, rows updated by their ids": on_a_copy(limit),
        },
        runs,
    )
    title = (
        f"{receipts:,} receipts in batches of {policy.batch_size} with {policy.throttle_ms} ms after each,"
        f" which is {sleeps:.1f} s of sleep; {runs} runs each."
    )
    report = Report("policy_overhead", title)
    series = [report.add(f"{name}: over the sleep itself", "%", values) for name, values in found.items()]
    report.aim("overhead of the console", series[1].median, unit="%", at_most=5)
    return report
