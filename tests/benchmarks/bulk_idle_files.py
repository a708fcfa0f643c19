"""Many businesses with files on a local disk while nobody else is there: the whole command."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from tests.benchmarks import command, contestants
from tests.benchmarks.content import add_attachments, add_businesses, add_receipts, keys_of, write_files
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, alternately


def measure(ground: Ground, *, quick: bool) -> Report:
    """Real files, two for each receipt, written anew for every run."""
    businesses, receipts, runs = (3, 10, 1) if quick else (50, 200, 3)
    numbers = range(1, businesses + 1)
    total = businesses * receipts

    def fill(cursor):
        add_businesses(cursor, businesses)
        add_receipts(cursor, total, f"1 + n % {businesses}")
        for number in numbers:
            add_attachments(cursor, number)

    template = ground.template(fill)
    folders = count(1)

    def on_a_copy(run: Callable[[str, Path], float]) -> Callable[[], float]:
        def speed() -> float:
            root = ground.folder / f"bulk-files-{next(folders)}"
            with ground.copy(template) as url:
                with session(url) as cursor:
                    keys = keys_of(cursor, *numbers)
                write_files(root, keys)
                took = run(url, root)
                contestants.require_done(url, *numbers, files=True)
            assert not any(path.is_file() for path in root.rglob("*")), "files are left"
            return total / took

        return speed

    def limit(url: str, root: Path) -> float:
        folders = {number: root / "attachments" / str(number) for number in numbers}
        return contestants.single_statements_with_files(
            url,
            {
                number: [path for path in folder.rglob("*") if path.is_file()]
                for number, folder in folders.items()
            },
        )

    found = alternately(
        {
            "console, the whole command": on_a_copy(
                lambda url, root: command.delete(url, numbers, root, total)
            ),
            "limit: one statement each": on_a_copy(limit),
        },
        runs,
    )
    report = Report(
        "bulk_idle_files",
        f"{businesses} businesses with {receipts} receipts each and two local files a receipt,"
        f" nobody else there; {runs} runs each.",
    )
    console, best = (report.add(name, "receipts/s", speeds).median for name, speeds in found.items())
    report.aim("the whole command over the limit of files_local", console / best, at_least=0.5)
    report.remarks.append(f"The command takes {total / console:.2f} s, the limit {total / best:.2f} s.")
    return report
