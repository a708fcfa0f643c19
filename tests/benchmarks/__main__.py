"""How fast the console is, beside the peer and the limit, measured in one run on one machine.

    python -m tests.benchmarks [NAME …] [--quick] [--json FILE]

prints a table for each case and at the end one JSON object on one line. Without names all cases are run, and
unless they are `--quick` (small sizes, which only show that the benchmarks work) RESULTS.md is written anew.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    bulk_idle,
    bulk_idle_files,
    comes_back,
    estimate,
    files_local,
    files_s3,
    gives_way,
    live_queries,
    policy_overhead,
    poll,
    small_jobs,
    startup,
    table_growth,
    throughput,
    window,
    workers,
)
from tests.benchmarks.ground import Ground
from tests.benchmarks.machine import describe
from tests.benchmarks.report import Report

log = logging.getLogger(__name__)

RESULTS = Path(__file__).with_name("RESULTS.md")

CASES = {
    "bulk_idle": bulk_idle.measure,
    "bulk_idle_files": bulk_idle_files.measure,
    "small_jobs": small_jobs.measure,
    "throughput": throughput.measure,
    "files_local": files_local.measure,
    "files_s3": files_s3.measure,
    "policy_overhead": policy_overhead.measure,
    "table_growth": table_growth.measure,
    "live_queries": live_queries.measure,
    "gives_way": gives_way.measure,
    "comes_back": comes_back.measure,
    "estimate": estimate.measure,
    "workers": workers.measure,
    "poll": poll.measure,
    "window": window.measure,
    "startup": startup.measure,
}


def run(names: Sequence[str], *, quick: bool) -> tuple[dict[str, str], list[Report]]:
    """Runs the cases, each on a server of its own; prints each as it is done."""
    machine: dict[str, str] = {}
    reports = []
    for name in names:
        began = time.monotonic()
        with Ground.opened() as ground:
            machine = machine or describe(ground)
            report = _measured(name, ground, quick=quick)
        report.seconds = time.monotonic() - began
        print(report.as_text(), flush=True)
        print(f"{name} took {report.seconds:.0f} s.", file=sys.stderr, flush=True)
        reports.append(report)
    return machine, reports


def _measured(name: str, ground: Ground, *, quick: bool) -> Report:
    """One that fails does not lose what the others find in half an hour."""
    try:
        return CASES[name](ground, quick=quick)
    except Exception as error:  # the border of one case, whatever it met
        log.exception("%s failed", name)
        return Report(name, f"FAILED: {type(error).__name__}.", has_failed=True)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(CASES)}")
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON there, too")
    options = parser.parse_args(words)
    if unknown := set(options.names) - set(CASES):
        parser.error(f"there is no case {', '.join(sorted(unknown))}")
    machine, reports = run(options.names or list(CASES), quick=options.quick)
    found = json.dumps({"machine": machine, "cases": [report.as_json() for report in reports]})
    print(found)
    if options.json:
        options.json.write_text(found + "\n", encoding="utf-8")
    if failed := [report.case for report in reports if report.has_failed]:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    if not options.names and not options.quick:
        RESULTS.write_text(as_results(machine, reports), encoding="utf-8")
        print(f"Written: {RESULTS.name}", file=sys.stderr)
    return 1 if failed else 0


def as_results(machine: dict[str, str], reports: Sequence[Report]) -> str:
    """The text of RESULTS.md."""
    lines = [
        "# Results of the last full run",
        "",
        "Written by `python3 packaging/dev.py bench`; what each case does is said in its module.",
        "",
        *(f"- {name.replace('_', ' ')}: {value}" for name, value in machine.items()),
        f"- minutes of this run: {sum(report.seconds for report in reports) / 60:.0f}",
        "",
    ]
    return "\n".join(lines) + "\n" + "\n".join(report.as_markdown() for report in reports)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
