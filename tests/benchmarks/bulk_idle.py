"""Many businesses at once while nobody else is there: the whole command, with default settings."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks import command, contestants, peer
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, alternately


def measure(ground: Ground, *, quick: bool) -> Report:
    """Receipts without files. The peer deletes fewer: nearly all of its time is its throttle, so its speed
    does not depend on how many there are."""
    businesses, receipts, of_peer, runs = (4, 20, 1, 1) if quick else (200, 500, 2, 3)
    numbers = range(1, businesses + 1)
    total = businesses * receipts

    def fill(cursor):
        add_businesses(cursor, businesses)
        add_receipts(cursor, total, f"1 + n % {businesses}")

    template = ground.template(fill)
    root = ground.folder / "no-files"
    (root / "attachments").mkdir(parents=True)

    def on_a_copy(numbers: range, run: Callable[[str], float]) -> Callable[[], float]:
        def speed() -> float:
            with ground.copy(template) as url:
                took = run(url)
                contestants.require_done(url, *numbers)
            return len(numbers) * receipts / took

        return speed

    def peers(url: str) -> float:
        return sum(peer.run_job(url, number) for number in numbers[:of_peer])

    found = alternately(
        {
            "console, the whole command": on_a_copy(
                numbers, lambda url: command.delete(url, numbers, root, total)
            ),
            f"peer, batches of 50 and 200 ms, in {of_peer} of them": on_a_copy(numbers[:of_peer], peers),
            "limit: one statement for each business": on_a_copy(
                numbers, lambda url: contestants.single_statements(url, *numbers)
            ),
        },
        runs,
    )
    report = Report(
        "bulk_idle",
        f"{businesses} businesses with {receipts} receipts each, no files, nobody else there;"
        f" {runs} runs each.",
    )
    medians = [report.add(name, "receipts/s", speeds).median for name, speeds in found.items()]
    console, of_web, limit = medians
    report.aim("the whole command over one statement for each business", console / limit, at_least=0.55)
    report.aim("the whole command over the peer", console / of_web, at_least=100)
    report.remarks.append(f"The command takes {total / console:.2f} s, the statements {total / limit:.2f} s.")
    return report
