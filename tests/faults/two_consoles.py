"""Two real console processes and the web side, at the same time, on the same twenty businesses.

tests/faults/machine.py has the same on one business, where one step of a program is taken after the other.
Here the programs run, and only what is pressed is chosen: by hypothesis. test_two_consoles.py plays it from
fixed seeds, and `packaging/dev.py soak` from new ones.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.support.console_child import ConsoleProcess
from tests.support.journal import Journal
from tests.support.product import Product
from tests.support.program import until
from tests.support.web_side import WebSide, done

EXAMPLES = 4
STEPS = 50
"""Of an example; each goes on where the one before has left the street."""

BUSINESSES = 20
RECEIPTS = 24
POLICY = {"SWEEP_BATCH_SIZE": "2", "SWEEP_THROTTLE_MS": "20", "SWEEP_WORKERS": "6"}

PRESSED = {
    "none": ("delete_all",),
    "queued": ("take_over", "take_over", "pause", "cancel"),
    "running": ("take_over", "take_over", "take_over", "pause", "cancel", "mark_failed"),
    "paused": ("resume", "resume", "cancel", "delete_all"),
    "failed": ("resume", "resume", "delete_all"),
    "completed": ("delete_all",),
    "cancelled": ("delete_all", "delete_all", "resume"),
}
"""What is pressed at a console or on the web where a job was seen in a status; by then it may be another."""

STARTS = {"delete_all", "delete_all_on_server"}
AFTER_A_WHILE = {*STARTS, "take_over", "mark_failed"}
AGES = ("created_at", "updated_at", "finished_at", "heartbeat_at")

WHICH = st.integers(0, BUSINESSES - 1)
WHAT = st.integers(0, 11)
"""Which of what can be pressed; 12 is a multiple of how many that may be."""

SILENCE = st.sampled_from((0, 61, 121, 301))
PAUSE_MS = st.integers(0, 20)


class WebWorkerThread(Thread):
    """The RQ worker: one job after the other, at its own pace; now and then it is killed."""

    def __init__(self, url: str, storage_root: Path, web: WebSide, random: Random) -> None:
        super().__init__()
        self._random = random
        self._web = WebSide(url, storage_root, batch_size=3)
        self._web.queue = web.queue
        self._closing = Event()

    def run(self) -> None:
        with self._web:
            while not self._closing.is_set():
                worker = self._web.work()
                if worker is None:
                    self._closing.wait(0.01)
                    continue
                for _step in worker:
                    time.sleep(self._random.random() * 0.004)
                    if self._closing.is_set() or self._random.random() < 0.01:
                        break

    def kill(self) -> None:
        self._closing.set()
        self.join()


class Street:
    """The consoles, the web side, and their businesses."""

    pressable = PRESSED

    def __init__(
        self,
        product: Product,
        folder: Path,
        seed: int,
        *,
        businesses: int = BUSINESSES,
        environment: Mapping[str, str] = POLICY,
        queue: Any = None,
    ) -> None:
        """`environment` is that of the consoles; `queue` the web side's, where it is a real one."""
        self.product = product
        self.pressed: Counter[str] = Counter()
        self.bystander = product.business("Bystander")
        self.businesses = [product.business(f"Number {number}") for number in range(businesses)]
        for business_id in (self.bystander, *self.businesses):
            product.receipts(business_id, RECEIPTS, files=1)
        self.journal = Journal(product, apart=False)
        user_id = product.user().id
        self.consoles = [
            ConsoleProcess(product.url, product.storage_root, folder / name, user_id, **environment)
            for name in ("north", "south")
        ]
        self.web = WebSide(product.url, product.storage_root)
        if queue is not None:
            self.web.queue = queue
        self.worker = WebWorkerThread(product.url, product.storage_root, self.web, Random(seed))
        self.worker.start()
        for console in self.consoles:
            assert self.own_jobs(console) == []

    def press(self, console: int | None, business_id: int, what: int, silence: int) -> None:
        """Something that suits what is seen, often after some silence; on the web where `console` is None."""
        job = self.last_job(business_id)
        actions = self.pressable[job["status"] if job else "none"]
        action = actions[what % len(actions)]
        if action in STARTS:
            self.product.receipts(business_id, 4, files=1)
        if action not in AFTER_A_WHILE:
            silence = 0
        if console is None:
            self.let_time_pass(business_id, silence)
            action = self.press_on_web(business_id, action, job)
        elif job is None or action in STARTS:
            self.let_time_pass(business_id, silence)
            self.consoles[console].tell(action, business_id)
        else:
            self.consoles[console].tell(action, job["id"], silence=silence)
        self.pressed[f"{'web' if console is None else 'console'}: {action}"] += 1

    def press_on_web(self, business_id: int, action: str, job: dict[str, Any] | None) -> str:
        """The web has no button for all of them, but its pages are looked at."""
        if action in STARTS:
            done(self.web.delete_all(business_id))
            return "delete_all"
        if job and action in {"cancel", "resume"}:
            done(getattr(self.web, action)(business_id, job["id"]))
        else:
            done(self.web.page_view(business_id))
            return "page_view"
        return action

    def let_time_pass(self, business_id: int, seconds: int) -> None:
        aged = ", ".join(f"{name} = {name} - make_interval(secs => {seconds})" for name in AGES)
        self.product.execute(f"UPDATE background_jobs SET {aged} WHERE business_id = %s", business_id)

    def check(self, business_id: int | None = None) -> None:
        """Raises AssertionError where a rule was broken, in this business or anywhere."""
        self.journal.check(business_id)
        assert self.product.live(self.bystander) == self.product.files(self.bystander) == RECEIPTS

    def clear_out(self) -> None:
        """One console, and nobody else, ends what the others have begun."""
        self.worker.kill()
        self.south_leaves()
        north = self.consoles[0]
        until(lambda: not self.own_jobs(north))
        for _round in range(4):
            for business_id in self.businesses:
                job = self.last_job(business_id)
                if job is None or job["status"] in {"completed", "cancelled", "failed"}:
                    if self.is_anything_left(business_id):
                        self.product.receipts(business_id, 1)
                        self.let_time_pass(business_id, 61)
                        north.tell("delete_all", business_id)
                else:
                    self.let_time_pass(business_id, 121)
                    north.tell("resume" if job["status"] == "paused" else "take_over", job["id"])
            until(lambda: not self.own_jobs(north))

    def is_anything_left(self, business_id: int) -> bool:
        """Also a row alone: the web worker may have been killed between a file and its row."""
        return bool(
            self.product.live(business_id)
            or self.product.files(business_id)
            or self.product.attachment_count(business_id)
        )

    def south_leaves(self) -> None:
        status, said = self.consoles[1].end()
        assert (status, said) == (0, ""), said

    def own_jobs(self, console: ConsoleProcess) -> list[int]:
        console.tell("jobs")
        until(lambda: len(console.answers) == console.told)
        jobs: list[int] = console.answers[-1]
        return jobs

    def last_job(self, business_id: int) -> dict[str, Any] | None:
        found = self.product.rows(
            "SELECT id, status FROM background_jobs WHERE business_id = %s"
            " ORDER BY status IN ('queued', 'running', 'paused') DESC, id DESC LIMIT 1",
            business_id,
        )
        return next(iter(found), None)


class ManyBusinesses(RuleBasedStateMachine):
    """What people press, at both consoles and on the web, while all of them are at work."""

    def __init__(self, street: Street) -> None:
        super().__init__()
        self.street = street
        self.touched: int | None = None

    @rule(console=st.integers(0, 1), which=WHICH, what=WHAT, silence=SILENCE, pause_ms=PAUSE_MS)
    def press_at_a_console(self, console: int, which: int, what: int, silence: int, pause_ms: int) -> None:
        self.press(console, which, what, silence, pause_ms)

    @rule(console=st.integers(0, 1), which=WHICH, what=WHAT, silence=SILENCE)
    def press_at_one_console_and_then_at_the_other(
        self, console: int, which: int, what: int, silence: int
    ) -> None:
        """At the same time, as far as one person can."""
        self.press(console, which, what, silence, 0)
        self.press(1 - console, which, what, 0, 0)

    @rule(which=WHICH, what=WHAT, silence=SILENCE, pause_ms=PAUSE_MS)
    def press_on_the_web(self, which: int, what: int, silence: int, pause_ms: int) -> None:
        self.press(None, which, what, silence, pause_ms)

    def press(self, console: int | None, which: int, what: int, silence: int, pause_ms: int) -> None:
        self.touched = self.street.businesses[which]
        self.street.press(console, self.touched, what, silence)
        time.sleep(pause_ms / 1000)

    @invariant()
    def no_rule_is_broken(self) -> None:
        if self.touched is not None:
            self.street.check(self.touched)

    def teardown(self) -> None:
        self.street.check()


@contextmanager
def street_of(product: Product, folder: Path, seed: int) -> Iterator[Street]:
    """The ground, with its programs at work until the block ends; the web worker's chances are of `seed`."""
    street = Street(product, folder, seed)
    try:
        yield street
    finally:
        street.worker.kill()
        street.web.__exit__(None, None, None)
        for console in street.consoles:
            console.end()


def play(street: Street, seed: int) -> None:
    """EXAMPLES of what is pressed, the same for the same seed; what the programs make of it is not."""

    @hypothesis.seed(seed)
    class Example(ManyBusinesses):
        def __init__(self) -> None:
            super().__init__(street)

    run_state_machine_as_test(
        Example,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # what real programs did cannot be done again to the letter
            suppress_health_check=list(HealthCheck),
        ),
    )


def take_over_what_is_silent(street: Street) -> None:
    """Once for certain, however chance has timed the rest: a job that its worker has left behind."""
    business_id = street.product.business("Left behind")
    street.product.receipts(business_id, 4, files=1)
    job_id = street.product.job(business_id, "running", total=4, cursor='{"last_id": 0}')
    street.consoles[0].tell("take_over", job_id, silence=121)
    street.own_jobs(street.consoles[0])  # it has answered by then


def finish(street: Street) -> None:
    """A person clears out what is left, and the first console ends as it should."""
    street.clear_out()
    street.check()
    assert [one for one in street.businesses if street.is_anything_left(one)] == []
    status, said = street.consoles[0].end()
    assert (status, said) == (0, ""), said
