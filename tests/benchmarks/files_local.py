"""Receipts a second with two files each on a local disk, without throttle."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from app.files.local import LocalStorage
from tests.benchmarks import contestants, peer
from tests.benchmarks.content import add_attachments, add_businesses, add_receipts, keys_of, write_files
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, alternately

BUSINESS = 1
BATCHES = (50, 500)


def fill_with_files(receipts: int):
    """One business with two files a receipt, beside as many receipts of others."""

    def fill(cursor):
        add_businesses(cursor, 21)
        add_receipts(cursor, 2 * receipts, "CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + n / 2 % 20 END")
        add_attachments(cursor, BUSINESS)

    return fill


def measure(ground: Ground, *, quick: bool) -> Report:
    """Real files, written anew for every run."""
    receipts, runs = (60, 1) if quick else (5_000, 3)
    template = ground.template(fill_with_files(receipts))
    numbers = count(1)

    def on_a_copy(run: Callable[[str, Path], float]) -> Callable[[], float]:
        def timed() -> float:
            root = ground.folder / f"files-{next(numbers)}"
            with ground.copy(template) as url:
                with session(url) as cursor:
                    keys = keys_of(cursor, BUSINESS)
                write_files(root, keys)
                took = run(url, root)
                contestants.require_done(url, BUSINESS, files=True)
            assert not any(path.is_file() for path in root.rglob("*")), "files are left"
            return receipts / took

        return timed

    def console(batch_size: int) -> Callable[[], float]:
        policy = contestants.unthrottled(batch_size)
        return on_a_copy(lambda url, root: contestants.run_job(url, BUSINESS, policy, LocalStorage(root)))

    def peers(url: str, root: Path) -> float:
        return peer.run_job(url, BUSINESS, throttle=0, delete_file=peer.from_folder(root))

    def limit(url: str, root: Path) -> float:
        paths = [path for path in root.rglob("*") if path.is_file()]
        return contestants.single_statements_with_files(url, {BUSINESS: paths})

    found = alternately(
        {
            "peer, batches of 50": on_a_copy(peers),
            **{f"console, batches of {size:,}": console(size) for size in BATCHES},
            "limit: one statement each": on_a_copy(limit),
        },
        runs,
    )
    title = f"{receipts:,} receipts with two files each on a local disk, no throttle; {runs} runs each."
    report = Report("files_local", title)
    speeds = [report.add(name, "receipts/s", values).median for name, values in found.items()]
    peer_speed, *_, best, limit_speed = speeds
    report.aim("console over the peer", best / peer_speed, at_least=30)
    report.aim("console over the limit, without anything at the same time", best / limit_speed, at_least=0.9)
    report.remarks.append(f"The limit is {limit_speed / peer_speed:.1f} × the peer.")
    return report
