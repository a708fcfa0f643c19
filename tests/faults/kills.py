"""Real consoles on real jobs with files, each killed at a random moment and followed by the next one.

It fails where a receipt is lost or counted twice, a file is left, or a counter goes back. test_kills.py kills
forty, and `packaging/dev.py soak kills` five hundred.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.support.invariants import Invariants, Moment, a_case
from tests.support.process_pool import KILLED, ProcessEnd, ProcessPool
from tests.support.product import Product
from tests.support.program import Program, until

RECEIPTS = 500
"""Of a job, each with two files; it outlasts a few kills."""

STEPS = 3000
"""A console that is killed at a step is killed before one of its first so many statements, commits and
deletions of files, from the sign-in on: most of them early, and some so late that they get through a page of
a thousand files, which is all or nothing."""

WHOLE_PROGRAM_EVERY = 20
"""Every so many kills the console is a fresh `main.py`, and no fork of one that is loaded already."""

REFUSED = 3
MOST_REFUSALS = 100


@dataclass(slots=True)
class Result:
    """What happened. `kills` are those in the middle of a job; of these `chosen` counts how the moment was
    chosen, and the next four what was found then: `files_owed` that receipts were deleted and files or
    attachment rows of theirs were still there, `rows_without_file` that a file was gone and its row was not.
    `refused` counts take-overs that came while the server still ended what the dead console had begun."""

    seed: int
    kills: int = 0
    chosen: dict[str, int] = field(default_factory=dict)
    before_the_job: int = 0
    while_queued: int = 0
    files_owed: int = 0
    rows_without_file: int = 0
    kills_after_the_end: int = 0
    refused: int = 0
    jobs: int = 0
    receipts: int = 0
    files: int = 0
    checks: int = 0
    seconds: float = 0.0


class Campaign:
    """Kills consoles on one job after the other, and looks at the job after each."""

    def __init__(self, product: Product, program: Program, process_pool: ProcessPool, seed: int) -> None:
        self.result = Result(seed)
        self._product = product
        self._program = program
        self._process_pool = process_pool
        self._random = Random(seed)
        self._lifetimes: list[float] = []

    def run(self, kills: int, tell: Callable[[Result], None]) -> Result:
        """Ends once so many consoles were killed in the middle of a job, and the last job is completed."""
        began = time.monotonic()
        while self.result.kills < kills:
            self._one_job(kills, tell)
        self.result.seconds = round(time.monotonic() - began, 1)
        return self.result

    def _one_job(self, kills: int, tell: Callable[[Result], None]) -> None:
        result = self.result
        invariants = Invariants(self._product, a_case(self._product, RECEIPTS))
        moment, refusals = invariants.check(), 0
        while not moment.is_over:
            how, end = self._one_console(invariants, moment, spare=result.kills >= kills)
            moment = invariants.check()
            if end.status == KILLED:
                self._note(how, moment)
                tell(result)
            elif end.status == REFUSED:
                refusals += 1
                assert refusals < MOST_REFUSALS, f"nobody may take the job over: {end.output}"
            else:
                assert (end.status, moment.is_over) == (0, True), f"{how}: {end}, {moment}"
        invariants.check_end()
        result.jobs += 1
        result.receipts += invariants.begun_with
        result.files += 2 * invariants.begun_with
        result.refused += refusals
        result.checks += invariants.checks

    def _one_console(self, invariants: Invariants, moment: Moment, *, spare: bool) -> tuple[str, ProcessEnd]:
        """A console that starts the job, or takes it over; how its end was chosen, and how it ended."""
        if moment.job_id is None:
            words = self._program.words("delete", "--business", invariants.business_id, "--confirm", "DELETE")
        else:
            invariants.let_pass()
            words = self._program.words("take-over", moment.job_id)
        policy = {"SWEEP_BATCH_SIZE": str(self._random.randint(1, 5))}
        environment = {**self._program.environment, **policy}
        if spare:
            return "spared", self._process_pool.run(words, environment)
        if self.result.kills % WHOLE_PROGRAM_EVERY == WHOLE_PROGRAM_EVERY - 1:
            return "whole_program", self._whole_program(words, policy, invariants.business_id)
        if not self._lifetimes or self._random.random() < 0.5:
            end = self._process_pool.run(words, environment, step=round(STEPS ** self._random.random()))
            self._lifetimes.append(end.seconds)
            return "at_a_step", end
        seconds = self._random.uniform(0, 2 * self._usual_seconds)
        return "at_a_moment", self._process_pool.run(words, environment, seconds=seconds)

    def _whole_program(self, words: list[str], policy: dict[str, str], business_id: int) -> ProcessEnd:
        """Its moment is drawn from when it gets to work: until then it only loads itself for long."""
        delay = self._random.uniform(0, self._usual_seconds)
        last_change = "SELECT max(updated_at) FROM background_jobs WHERE business_id = %s"
        before = self._product.scalar(last_change, business_id)
        began = time.monotonic()
        process = self._program.python("main.py", *words, **policy)
        until(lambda: self._product.scalar(last_change, business_id) != before or process.poll() is not None)
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
        _, output = process.communicate()
        return ProcessEnd(process.returncode, time.monotonic() - began, output)

    @property
    def _usual_seconds(self) -> float:
        """How long a console that is killed at a step lives."""
        return sum(self._lifetimes) / len(self._lifetimes) if self._lifetimes else 0.2

    def _note(self, how: str, moment: Moment) -> None:
        result = self.result
        if moment.is_over:
            result.kills_after_the_end += 1
            return
        result.kills += 1
        result.chosen[how] = result.chosen.get(how, 0) + 1
        result.before_the_job += moment.job_id is None
        result.while_queued += moment.status == "queued"
        result.files_owed += moment.owed > 0
        result.rows_without_file += moment.fileless > 0


def campaign(
    product: Product, folder: Path, *, kills: int, seed: int, tell: Callable[[Result], None] = lambda _: None
) -> Result:
    """Kills so many consoles that work on `product`; their own data goes into `folder`."""
    program = Program(product, folder / "data", product.user())
    with ProcessPool(folder) as process_pool:
        return Campaign(product, program, process_pool, seed).run(kills, tell)
