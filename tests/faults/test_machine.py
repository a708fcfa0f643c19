"""Two consoles and the web side on one business, in every order that chance finds.

The journal (tests/support/journal.py) says which rules are held after every step, and what can be known of
counts where the web worker runs on a row beside a console. Beyond these: no file without a row, no live
receipt without its file, another business is never touched, and whatever has happened, a person can still
finish the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.actions.results import ActionResult, Answer
from tests.support.contest import CONSOLES, RECEIPTS, World
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Clock
from tests.support.stepping import PatientControl, SteppedConsole
from tests.support.web_side import Request, WebSide, WebWorker, done

SEEDS = range(20260517, 20260525)
EXAMPLES = 10
"""Of each seed: from the eleventh on, hypothesis mostly repeats parts of those before."""

STEPS = 50

ACTIONS = ("delete_all", "cancel", "pause", "resume", "take_over", "mark_failed", "retry")
WEB_REQUESTS = ("delete_all", "page_view", "cancel", "resume")
SCENES = (
    "nothing",
    "running",
    "paused",
    "taken over from a sleeper",
    "a bad receipt",
    "web's waits",
    "web's works",
    "web's runs, taken over",
    "web's runs twice, taken over",
    "web's over, taken over",
)
ACTIVE = {"queued", "running", "paused"}
WHICH = st.integers(0, 1)

NOT_TO_BE_MISSED = {
    "console: None -> queued",
    "console: queued -> running",
    "console: queued -> paused",
    "console: queued -> cancelled",
    "console: running -> queued",
    "console: running -> paused",
    "console: running -> cancelled",
    "console: running -> completed",
    "console: running -> failed",
    "console: paused -> queued",
    "console: paused -> cancelled",
    "console: failed -> queued",
    "console: takes over",
    "web: cancelled -> running",
    "web: completed -> running",
    "web: paused -> queued",
    "web: running -> cancelled",
    "web: running -> completed",
    "web: running -> failed",
}
"""Else chance was not let try what this is about. What is rarer stands in tests/db/test_web_surprises.py."""


class Machine(RuleBasedStateMachine):
    """One example. Only one of consoles, web side and time moves at once; a console's worker halts before it
    writes the job's row (with the receipts of the batch already deleted, and locked), after each commit,
    and between files and rows."""

    def __init__(self, world: World) -> None:
        super().__init__()
        world.begin()
        self.world = world
        self.product = world.product
        self.clock = Clock()
        self.broken = True  # until the next invariant holds
        self.status = "none"
        self.web = WebSide(world.product.url, world.product.storage_root, patience_ms=20, elapsed=self.clock)
        self.web_worker: WebWorker | None = None
        self.requests: list[Request] = []
        self.restored: set[int] = set()
        self.consoles = [
            SteppedConsole(
                name,
                world.databases[name],
                world.product.storage_root,
                world.folder / f"audit-{name}.jsonl",
                self.clock,
                batch_size=2,
                throttle_ms=0,
                failure_cap=3,
                auto_continue=name == "north",
            )
            for name in CONSOLES
        ]

    # Where it begins

    @initialize(scene=st.sampled_from(SCENES), web_batch=st.integers(2, 3))
    def begin_with(self, scene: str, web_batch: int) -> None:
        """With batches as large as ours the web worker may leave a cursor that is ours to the letter."""
        self.web.batch_size = web_batch
        if scene == "a bad receipt":
            self.receipts_are("held")
        if scene in {"a bad receipt", "running", "paused", "taken over from a sleeper"}:
            self.press(0, "delete_all")
            self.work(0, 8)
        if scene == "taken over from a sleeper":
            self.time_passes(121)
            self.press(1, "take_over")
            self.work(1, 3)
        if scene == "paused":
            self.press(0, "pause")
        if scene.startswith("web"):
            self.request("delete_all")
        if scene == "web's works":
            self.web_work(4)
        if scene.endswith(", taken over"):  # and the web's queue still has it
            self.time_passes(61)
            self.press(0, "take_over")
            self.work(0, 4)
        if scene == "web's runs twice, taken over":
            self.web_work(2)
        if scene in {"a bad receipt", "paused", "web's over, taken over"}:
            self.consoles[0].run()

    # People, at consoles and on the web; where the job invites it, so that much happens

    @precondition(lambda self: self.status not in ACTIVE)
    @rule(console=WHICH)
    def start(self, console: int) -> None:
        self.time_passes(61)
        self.press(console, "delete_all")

    @precondition(lambda self: self.status in ACTIVE)
    @rule(console=WHICH, action=st.sampled_from(("cancel", "pause")))
    def stop(self, console: int, action: str) -> None:
        self.press(console, action)

    @precondition(lambda self: self.status in {"paused", "failed"})
    @rule(console=WHICH)
    def resume(self, console: int) -> None:
        self.press(console, "resume")

    @precondition(lambda self: self.status in {"queued", "running"})
    @rule(console=WHICH, action=st.sampled_from(("take_over", "take_over", "mark_failed")))
    def rescue(self, console: int, action: str) -> None:
        self.time_passes(121)
        self.press(console, action)

    @precondition(lambda self: self.status in {"completed", "failed"})
    @rule(console=WHICH)
    def retry(self, console: int) -> None:
        self.press(console, "retry")

    @rule(console=WHICH, action=st.sampled_from(ACTIONS))
    def press(self, console: int, action: str) -> None:
        """Whatever the status is."""
        job = self.world.last_job()
        if action == "delete_all":
            self.act(console, action, self.world.business)
        elif job is not None:
            self.act(console, action, job["id"])

    @precondition(lambda self: self.status not in ACTIVE and not self.web.queue)
    @rule()
    def web_start(self) -> None:
        self.time_passes(61)
        self.request("delete_all")

    @precondition(lambda self: self.status == "paused")
    @rule()
    def web_resume(self) -> None:
        self.request("resume")

    @rule(kind=st.sampled_from(WEB_REQUESTS))
    def request(self, kind: str) -> None:
        request = self.new_request(kind)
        if request is not None:
            done(request)

    @rule(kind=st.sampled_from(WEB_REQUESTS))
    def begin_request(self, kind: str) -> None:
        """It has read the row, and has not written yet."""
        request = self.new_request(kind)
        if request is not None and next(request, None) is not None:
            self.requests.append(request)

    @precondition(lambda self: self.requests)
    @rule()
    def end_request(self) -> None:
        done(self.requests.pop(0))

    # Programs at work

    @precondition(lambda self: self.has_work)
    @rule(turns=st.lists(st.sampled_from(("north", "south", "web")), min_size=6, max_size=30))
    def work_side_by_side(self, turns: list[str]) -> None:
        for turn in turns:
            if turn == "web":
                self.web_step()
            else:
                self.work(CONSOLES.index(turn), 1)

    @precondition(lambda self: any(console.has_work for console in self.consoles))
    @rule(console=WHICH, steps=st.integers(1, 30))
    def work(self, console: int, steps: int) -> None:
        at = self.consoles[console]
        if not at.workers:
            at.take()
        for _step in range(steps):
            if not at.workers:
                break
            at.step(min(at.workers))

    @precondition(lambda self: self.web_worker or self.web.queue)
    @rule(steps=st.integers(1, 40))
    def web_work(self, steps: int) -> None:
        for _step in range(steps):
            self.web_step()

    def web_step(self) -> None:
        if self.web_worker is None:
            self.web_worker = self.web.work()
        if self.web_worker is not None and next(self.web_worker, None) is None:
            self.web_worker = None

    @property
    def has_work(self) -> bool:
        return bool(self.web_worker or self.web.queue) or any(at.has_work for at in self.consoles)

    @rule(console=WHICH)
    def beat(self, console: int) -> None:
        self.consoles[console].beat()

    @precondition(lambda self: any(console.has_work for console in self.consoles))
    @rule(console=WHICH, whole=st.booleans())
    def crash(self, console: int, whole: bool) -> None:
        at = self.consoles[console]
        if whole:
            self.world.journal.dead.add(at.identity.name)
            at.restart()
        elif at.workers:
            at.crash(min(at.workers))

    @precondition(lambda self: self.web_worker is not None)
    @rule()
    def web_crash(self) -> None:
        self.web_worker = None

    # The world

    @rule(seconds=st.sampled_from([61, 121, 301]))
    def time_passes(self, seconds: int) -> None:
        self.clock.now += seconds
        self.world.let_pass(seconds)

    @rule(what=st.sampled_from(("come", "restored", "deleted", "held", "free")))
    def receipts_are(self, what: str) -> None:
        self.restored |= self.world.change_receipts(what)

    # What always holds

    @invariant()
    def rules_are_kept(self) -> None:
        self.broken = True
        self.world.seen["steps"] += 1
        self.world.journal.check()
        self.world.check_files(self.restored)
        assert self.product.live(self.world.bystander) == RECEIPTS
        assert self.product.files(self.world.bystander) == RECEIPTS
        job = self.world.last_job()
        self.status = job["status"] if job else "none"
        self.broken = False

    def teardown(self) -> None:
        try:
            if not self.broken:
                self.everything_can_be_finished()
                self.world.end()
        finally:
            for console in self.consoles:
                console.close()
            self.web.__exit__(None, None, None)

    def everything_can_be_finished(self) -> None:
        """All processes end where they are; then one person clears out what is left."""
        business_id = self.world.business
        for console in (0, 1):
            self.crash(console, True)
        self.web_worker = None
        self.receipts_are("free")
        self.receipts_are("come")  # without any there would be nothing to begin
        for _round in range(4):  # at most: take over, resume, start another, and that is it
            self.time_passes(400)
            self.finish()
            self.consoles[0].run()
            if not (self.product.live(business_id) or self.product.files(business_id)):
                break
        self.rules_are_kept()
        assert (self.product.live(business_id), self.product.files(business_id)) == (0, 0)
        assert not self.product.rows("SELECT 1 FROM attachments WHERE business_id = %s", business_id)

    def finish(self) -> None:
        match self.world.last_job():
            case {"status": "queued" | "running", "id": job_id}:
                (result,) = self.act(0, "take_over", job_id)
            case {"status": "paused", "id": job_id}:
                (result,) = self.act(0, "resume", job_id)
            case _:
                (result,) = self.act(0, "delete_all", self.world.business)
        assert result.answer.is_done or result.answer is Answer.NOTHING_TO_DELETE, result

    # How

    def act(self, console: int, action: str, subject: int) -> list[ActionResult]:
        act: Callable[..., list[ActionResult]] = getattr(self.consoles[console].actions, action)
        return act(self.world.actor, [subject])

    def new_request(self, kind: str) -> Request | None:
        business_id = self.world.business
        if kind == "delete_all":
            return self.web.delete_all(business_id, self.world.actor.user_id)
        if kind == "page_view":
            return self.web.page_view(business_id)
        job = self.world.last_job()
        if job is None:
            return None
        return (self.web.cancel if kind == "cancel" else self.web.resume)(business_id, job["id"])


@pytest.fixture
def world(product: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 20)
    monkeypatch.setattr("app.qt.roster.Control", PatientControl)
    world = World(product, tmp_path)
    yield world
    for database in world.databases.values():
        database.close()


def test_whatever_two_consoles_and_the_web_side_do_no_rule_is_broken(
    world: World, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Job \d+: failed batch")
    for seed in SEEDS:
        print(f"seed {seed}")

        @hypothesis.seed(seed)
        class Example(Machine):
            def __init__(self) -> None:
                super().__init__(world)

        run_state_machine_as_test(
            Example,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate],  # add Phase.shrink, and minutes, for a shorter way to a failure
                suppress_health_check=list(HealthCheck),
            ),
        )
    print(*(f"{count:6} {what}" for what, count in sorted(world.seen.items())), sep="\n")
    assert world.seen.keys() >= NOT_TO_BE_MISSED, NOT_TO_BE_MISSED - world.seen.keys()
