"""How soon receipts are deleted at full speed again once the people have left."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from tests.benchmarks import clients, contestants
from tests.benchmarks.bulk import FULL, Bulk, bulk, fill, limit
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, figure

PART = 0.8
"""Of the full speed: what counts as being back."""

LONGEST = 30.0
"""Seconds after which it is not waited for any more."""

WINDOW = 1.0
"""Seconds over which a speed is taken."""


def measure(ground: Ground, *, quick: bool) -> Report:
    """Four jobs with default settings: alone, then with clients, then alone again."""
    receipts, runs = (150_000, 1) if quick else (1_500_000, 3)
    lead, stay, longest = (0.5, 0.5, 1.0) if quick else (3.0, 6.0, LONGEST)

    template = ground.template(partial(fill, receipts=receipts))
    series: list[tuple[float, ...]] = []
    limits = []
    for _ in range(runs):
        with ground.copy(template) as url:
            limits.append(limit(url, receipts))
        with ground.copy(template) as url, bulk(url, contestants.default_policy()) as jobs:
            series.append(_turn(url, jobs, lead, stay, longest))
    full, with_clients, back = zip(*series, strict=True)
    report = Report(
        "comes_back",
        f"4 jobs with default settings for {lead:g} s alone, for {stay:g} s with 4 clients, and alone again;"
        f" {runs} runs.",
    )
    alone = report.add("alone", "receipts/s", full)
    best = report.add("limit: one statement", "receipts/s", limits)
    report.add("with clients", "receipts/s", with_clients)
    seconds = report.add(f"until {PART:.0%} of the full speed", "s", back)
    report.aim("alone over one statement", alone.median / best.median, at_least=FULL)
    report.aim(f"seconds until {PART:.0%} of the full speed", seconds.median, unit="s", at_most=12)
    report.remarks.append(f"Not waited for longer than {figure(longest)} s.")
    return report


def _turn(url: str, jobs: Bulk, lead: float, stay: float, longest: float) -> tuple[float, float, float]:
    """Receipts a second alone and with clients, and the seconds until they are back."""
    time.sleep(lead)
    now = time.perf_counter()
    full = jobs.speed(now - lead / 2, now)
    with clients.at_work(url) as people:
        time.sleep(stay)
        people.leave()
        left = time.perf_counter()
        slow = jobs.speed(left - stay / 2, left)
    back = _until(lambda now: jobs.speed(now - WINDOW, now) >= PART * full, left, longest)
    assert not jobs.is_over, "the receipts did not last"
    return full, slow, back


def _until(is_back: Callable[[float], bool], since: float, longest: float) -> float:
    while (now := time.perf_counter()) - since < longest:
        if now - since >= WINDOW and is_back(now):
            break
        time.sleep(0.05)
    return now - since
