"""What people notice who come while receipts are being deleted at full speed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial

from tests.benchmarks import clients, contestants
from tests.benchmarks.bulk import FULL, Bulk, bulk, fill, limit
from tests.benchmarks.clients import Latencies, p99
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, figure

SECONDS = 10
"""For which they are watched, from their first transaction on, or from the start of the jobs."""

SETTLED = 3
"""Seconds after which no more than a quiet job may be noticed."""


@dataclass(frozen=True, slots=True)
class _Phase:
    """Clients of whose transactions `inserts` add a receipt. The jobs are there `lead` seconds before them,
    or come so long after them where it is negative; None is without jobs. `every` is in which of the rounds
    the phase has its turn."""

    lead: float | None = None
    inserts: float = clients.INSERTS
    every: int = 1


@dataclass(frozen=True, slots=True)
class _Turn:
    """What the clients noticed, and the receipts a second: before they came, and in each second after."""

    latencies: Latencies
    before: float
    speeds: tuple[float, ...]


NONE, COME = "no job", "clients come"
NO_WRITES, COME_READING = "no job, clients only read", "clients come, and only read"
THERE = "clients were there before the jobs"


def measure(ground: Ground, *, quick: bool) -> Report:
    """Four jobs with default settings; phases in alternation, whose transactions are pooled."""
    receipts, seconds, lead, rounds = (100_000, 1, 0.2, 1) if quick else (300_000, SECONDS, 2.0, 4)

    template = ground.template(partial(fill, receipts=receipts))
    phases = {
        NONE: _Phase(),
        COME: _Phase(lead),
        NO_WRITES: _Phase(inserts=0.0, every=2),
        COME_READING: _Phase(lead, inserts=0.0, every=2),
        THERE: _Phase(-lead, every=2),
    }
    found: dict[str, list[_Turn]] = {name: [] for name in phases}
    limits: list[float] = []
    names = list(phases)
    for number in range(rounds):
        with ground.copy(template) as url:
            limits.append(limit(url, receipts))
        for name in names:
            if number % phases[name].every == 0:
                with ground.copy(template) as url:
                    found[name].append(_turn(url, phases[name], seconds))
        names = names[1:] + names[:1]
    report = _report(found, seconds)
    full = report.add(f"{COME}: deleted before", "receipts/s", [turn.before for turn in found[COME]])
    best = report.add("limit: one statement", "receipts/s", limits)
    report.aim(
        "deleted before the clients come, over one statement", full.median / best.median, at_least=FULL
    )
    return report


def _turn(url: str, phase: _Phase, seconds: int) -> _Turn:
    if phase.lead is None:
        return _watched(url, phase, nullcontext(), nullcontext(), seconds)
    jobs = bulk(url, contestants.default_policy())
    if phase.lead < 0:
        return _watched(url, phase, nullcontext(), _after(-phase.lead, jobs), seconds)
    return _watched(url, phase, _with_lead(phase.lead, jobs), nullcontext(), seconds)


def _watched(
    url: str,
    phase: _Phase,
    before: AbstractContextManager[Bulk | None],
    after: AbstractContextManager[Bulk | None],
    seconds: int,
) -> _Turn:
    """Clients between what was there before them and what comes after them."""
    with before as first, clients.at_work(url, phase.inserts) as people, after as second:
        jobs = first or second
        began = people.began if second is None else time.perf_counter()
        time.sleep(max(0.0, began + seconds - time.perf_counter()))
        assert jobs is None or not jobs.is_over, "the receipts did not last"
        people.leave()
        speeds = [jobs.speed(began + n, began + n + 1) if jobs else 0.0 for n in range(seconds)]
        full = first.speed(began - (phase.lead or 0) / 2, began) if first else 0.0
    since = began - people.began
    shifted = Latencies(*(_shifted(one, since) for one in (people.latencies.reads, people.latencies.inserts)))
    return _Turn(shifted.between(0, seconds), full, tuple(speeds))


def _shifted(samples: Sequence[clients.Sample], by: float) -> list[clients.Sample]:
    return [(at - by, took) for at, took in samples]


@contextmanager
def _with_lead(lead: float, jobs: AbstractContextManager[Bulk]) -> Iterator[Bulk]:
    with jobs as found:
        time.sleep(lead)
        yield found


@contextmanager
def _after(wait: float, jobs: AbstractContextManager[Bulk]) -> Iterator[Bulk]:
    time.sleep(wait)
    with jobs as found:
        yield found


def _report(found: dict[str, list[_Turn]], seconds: int) -> Report:
    report = Report(
        "gives_way",
        f"Reads by id and inserts of 4 clients, and 4 jobs with default settings; the first {seconds} s in"
        " alternation, " + ", ".join(f"{len(turns)} × {name}" for name, turns in found.items()) + ".",
    )
    for name, turns in found.items():
        report.add(f"{name}: p99", "ms", [p99(turn.latencies.all) for turn in turns])
        if name not in (NONE, NO_WRITES):
            report.add(f"{name}: deleted meanwhile", "receipts/s", [_mean(turn.speeds) for turn in turns])
    what = "p99 pooled, clients come, over no job"
    report.aim(f"{what}: {seconds} s", _over(found, COME, NONE, 0, seconds), at_most=1.5)
    late = min(SETTLED, seconds - 1)
    settled = _over(found, COME, NONE, late, seconds)
    report.aim(f"{what}: from second {SETTLED + 1} on", settled, at_most=1.25)
    report.remarks += [
        f"{what} over {without}, p99 pooled: {figure(_over(found, what, without, 0, seconds))} × over"
        f" {seconds} s, {figure(_over(found, what, without, late, seconds))} ×"
        f" from second {SETTLED + 1} on"
        for what, without in ((COME_READING, NO_WRITES), (THERE, NONE))
    ]
    for name, turns in found.items():
        by_second = [_pooled(turns, second, second + 1) for second in range(seconds)]
        report.remarks.append(f"p99 by second, {name}: {' · '.join(map(figure, by_second))} ms")
    for name in (COME, COME_READING, THERE):
        speeds = zip(*(turn.speeds for turn in found[name]), strict=True)
        by_second = [statistics.median(of_all) for of_all in speeds]
        report.remarks.append(f"receipts/s by second, {name}: {' · '.join(map(figure, by_second))}")
    return report


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _pooled(turns: Sequence[_Turn], since: float, until: float) -> float:
    samples = [sample for turn in turns for sample in turn.latencies.between(since, until).all]
    return p99(samples)


def _over(found: dict[str, list[_Turn]], name: str, without: str, since: float, until: float) -> float:
    return _pooled(found[name], since, until) / _pooled(found[without], since, until)
