"""Two consoles and the web side on one business, in every order that chance finds.

tests/faults/test_state_machine.py plays it from a fixed seed, and `packaging/dev.py soak` from new ones.

The rules (tests/support/rules.py) say what must have been kept after every step, and what can be known of
counts where the web worker runs on a row beside a console. Beyond these: no file without a row, no live
receipt without its file, another business is never touched, and whatever has happened, a person can still
finish the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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

from app.actions.results import Answer
from app.engine.heartbeat import REFUSED
from tests.support.interleaving import PatientControl
from tests.support.players import Players
from tests.support.product import Product
from tests.support.state_machine import CONSOLES, RECEIPTS, World

EXAMPLES = 4
"""Of each scene, with a seed of its own."""

STEPS = 50

LOGGED = r"Job \d+: failed batch|The row of attachment \d+ stays: locked"
"""What the console warns of here, as it should."""

ACTIONS = ("delete_all", "cancel", "pause", "resume", "take_over", "mark_failed", "retry")
WEB_REQUESTS = ("delete_all", "page_view", "cancel", "resume")
ACTIVE = {"queued", "running", "paused"}
WHICH = st.integers(0, 1)


@contextmanager
def world_of(product: Product, folder: Path) -> Iterator[World]:
    """The ground for examples in this database; the data of the consoles goes into `folder`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 20)
        patch.setattr("app.workers.job_queue.Control", PatientControl)
        world = World(product, folder)
        yield world
        for database in world.databases.values():
            database.close()


def play(world: World, scene: str, seed: int) -> None:
    """EXAMPLES of a scene, the same ones for the same seed; what has happened is in `world.seen` then."""

    @hypothesis.seed(seed)
    class Example(OneBusiness):
        def __init__(self) -> None:
            super().__init__(world, scene)

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


class OneBusiness(RuleBasedStateMachine):
    """One example."""

    def __init__(self, world: World, scene: str) -> None:
        super().__init__()
        world.begin()
        self.world = world
        self.scene = scene
        self.product = world.product
        self.players = Players(world)
        self.broken = True  # until the next invariant holds
        self.status = "none"

    @initialize(web_batch=st.integers(2, 3))
    def begin_with(self, web_batch: int) -> None:
        """With batches as large as ours the web worker moves the job just as we do."""
        self.players.web.batch_size = web_batch
        self.players.set_scene(self.scene)

    # People, at consoles and on the web; where the job invites it, so that much happens

    @precondition(lambda self: self.status not in ACTIVE)
    @rule(console=WHICH)
    def start(self, console: int) -> None:
        self.players.time_passes(61)
        self.players.press(console, "delete_all")

    @precondition(lambda self: self.status in ACTIVE)
    @rule(console=WHICH, action=st.sampled_from(("cancel", "pause")))
    def stop(self, console: int, action: str) -> None:
        self.players.press(console, action)

    @precondition(lambda self: self.status in {"paused", "failed"})
    @rule(console=WHICH)
    def resume(self, console: int) -> None:
        self.players.press(console, "resume")

    @precondition(lambda self: self.status in {"queued", "running"})
    @rule(console=WHICH, action=st.sampled_from(("take_over", "take_over", "mark_failed")))
    def rescue(self, console: int, action: str) -> None:
        self.players.time_passes(121)
        self.players.press(console, action)

    @precondition(lambda self: self.status in {"completed", "failed"})
    @rule(console=WHICH)
    def retry(self, console: int) -> None:
        self.players.press(console, "retry")

    @rule(console=WHICH, action=st.sampled_from(ACTIONS))
    def press(self, console: int, action: str) -> None:
        """Whatever the status is."""
        self.players.press(console, action)

    @precondition(lambda self: self.status not in ACTIVE and not self.players.web.queue)
    @rule()
    def web_start(self) -> None:
        self.players.request("delete_all")

    @precondition(lambda self: self.status == "paused")
    @rule()
    def web_resume(self) -> None:
        self.players.request("resume")

    @rule(kind=st.sampled_from(WEB_REQUESTS))
    def request(self, kind: str) -> None:
        self.players.request(kind)

    @rule(kind=st.sampled_from(WEB_REQUESTS))
    def begin_request(self, kind: str) -> None:
        self.players.begin_request(kind)

    @precondition(lambda self: self.players.requests)
    @rule()
    def end_request(self) -> None:
        self.players.end_request()

    # Programs at work

    @precondition(lambda self: self.players.has_work)
    @rule(turns=st.lists(st.sampled_from(("north", "south", "web")), min_size=6, max_size=30))
    def work_side_by_side(self, turns: list[str]) -> None:
        for turn in turns:
            if turn == "web":
                self.players.web_work(1)
            else:
                self.players.work(CONSOLES.index(turn), 1)

    @precondition(lambda self: any(console.has_work for console in self.players.consoles))
    @rule(console=WHICH, steps=st.integers(1, 30))
    def work(self, console: int, steps: int) -> None:
        self.players.work(console, steps)

    @precondition(lambda self: self.players.web_worker or self.players.web.queue)
    @rule(steps=st.integers(1, 40))
    def web_work(self, steps: int) -> None:
        self.players.web_work(steps)

    @rule(console=WHICH)
    def beat(self, console: int) -> None:
        self.players.consoles[console].beat()

    @precondition(lambda self: any(console.has_work for console in self.players.consoles))
    @rule(console=WHICH, whole=st.booleans())
    def crash(self, console: int, whole: bool) -> None:
        self.players.crash(console, whole)

    @precondition(lambda self: self.players.web_worker is not None)
    @rule()
    def web_crash(self) -> None:
        self.players.web_worker = None

    @precondition(lambda self: self.players.web_worker is not None)
    @rule(steps=st.integers(1, 9))
    def web_sleeps_and_a_page_is_seen(self, steps: int) -> None:
        """A request of its storage hangs for minutes, and then it goes on."""
        self.players.time_passes(121)
        self.players.request("page_view")
        self.players.web_work(steps)

    @precondition(lambda self: self.players.web_worker is not None)
    @rule()
    def web_stumbles(self) -> None:
        self.players.web.stumbles = 1

    # The world

    @rule(seconds=st.sampled_from([61, 121, 301]))
    def time_passes(self, seconds: int) -> None:
        self.players.time_passes(seconds)

    @rule(what=st.sampled_from(("come", "restored", "deleted", "held", "skipped", "null", "free")))
    def receipts_are(self, what: str) -> None:
        self.players.receipts_are(what)

    @precondition(lambda self: any(console.workers for console in self.players.consoles))
    @rule(
        what=st.sampled_from(("person", "business", "page")),
        console=WHICH,
        turns=st.lists(st.sampled_from(("north", "south", "web")), max_size=6),
    )
    def the_right_is_lost_for_a_while(self, what: str, console: int, turns: list[str]) -> None:
        """Whatever runs there stops, and says why; also where the right is back before it has."""
        at = self.players.consoles[console]
        held = [job for job in at.workers if self.world.is_run_by(job, at.identity.name)]
        self.world.change_right(what)
        at.beat()
        self.work_side_by_side(turns)
        self.world.change_right("back")
        for job_id in held:
            while job_id in at.workers:
                at.step(job_id)
            job = self.product.row("SELECT status, last_error FROM background_jobs WHERE id = %s", job_id)
            if job["status"] == "paused":
                assert job["last_error"] in REFUSED.values(), job

    # What always holds

    @invariant()
    def rules_are_kept(self) -> None:
        self.broken = True
        self.world.seen["steps"] += 1
        self.world.journal.check()
        self.world.check_files(self.players.restored | self.players.web.robbed)
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
            self.players.close()

    def everything_can_be_finished(self) -> None:
        """All processes end where they are; then one person clears out what is left."""
        business_id = self.world.business
        self.players.all_end()
        self.players.receipts_are("come")  # without any there would be nothing to begin
        for _round in range(4):  # at most: take over, resume, start another, and that is it
            self.players.time_passes(400)
            self.finish()
            self.players.consoles[0].run()
            if not (self.product.live(business_id) or self.product.files(business_id)):
                break
        self.rules_are_kept()
        assert (self.product.live(business_id), self.product.files(business_id)) == (0, 0)
        assert not self.product.rows("SELECT 1 FROM attachments WHERE business_id = %s", business_id)

    def finish(self) -> None:
        match self.world.last_job():
            case {"status": "queued" | "running", "id": job_id}:
                (result,) = self.players.act(0, "take_over", job_id)
            case {"status": "paused", "id": job_id}:
                (result,) = self.players.act(0, "resume", job_id)
            case _:
                (result,) = self.players.act(0, "delete_all", self.world.business)
        assert result.answer.is_done or result.answer is Answer.NOTHING_TO_DELETE, result
