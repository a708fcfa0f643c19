"""All who play in the state machine: two consoles whose workers are stepped, and the web side; and the scenes
with which an example begins."""

from __future__ import annotations

from app.actions.results import ActionResult
from app.receipts.names import DELETE_RECEIPTS
from tests.support.interleaving import SteppedConsole
from tests.support.state_machine import CONSOLES, World
from tests.support.time_and_chance import Clock
from tests.support.web_side import Request, WebSide, done
from tests.support.web_worker import WebWorker

SCENES = (
    "nothing",
    "running",
    "paused",
    "taken over from a sleeper",
    "paused by the other console",
    "a bad receipt",
    "a receipt is skipped",
    "a retry that the web ends",
    "receipts that the web does not see",
    "web's waits",
    "web's works",
    "web's sleeps, failed by a page view",
    "web's works, failed by a page view",
    "web's ended at an error",
    "web's waits, taken over",
    "web's begins, taken over",
    "web's over, taken over",
    "web's sleeps, taken over, wakes up",
    "web's sleeps, taken over and paused, wakes up",
    "web's over with a failure, taken over, comes late and sleeps",
    "web's works, failed by a page view, beside another one of the web",
    "a receipt comes back behind the job",
    "web's comes late to a job that was marked as failed",
)
"""What is named "web's" was started on the web; "taken over" is by the first console."""


class Players:
    """Only one of consoles, web side and time moves at once; a console's worker halts before it writes the
    job's row (with the receipts of the batch already deleted, and locked), after each commit, and between
    files and rows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = Clock()
        self.restored: set[int] = set()
        self.web = WebSide(world.product.url, world.product.storage_root, patience_ms=20, elapsed=self.clock)
        self.web_worker: WebWorker | None = None
        self.requests: list[Request] = []
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

    def close(self) -> None:
        for console in self.consoles:
            console.close()
        self.web.__exit__(None, None, None)

    @property
    def has_work(self) -> bool:
        return bool(self.web_worker or self.web.queue) or any(at.has_work for at in self.consoles)

    # People, at consoles and on the web

    def press(self, console: int, action: str) -> list[ActionResult]:
        """Whatever the status of the job is."""
        job = self.world.last_job()
        if action == "delete_all":
            return self.act(console, action, self.world.business)
        return self.act(console, action, job["id"]) if job is not None else []

    def act(self, console: int, action: str, subject: int) -> list[ActionResult]:
        actions = self.consoles[console].actions
        if action == "delete_all":
            results = actions.start(self.world.actor, DELETE_RECEIPTS, [subject])
        else:
            results = getattr(actions, action)(self.world.actor, [subject])
        self.world.seen.update(f"{action} answers {result.answer.value}" for result in results)
        return results

    def request(self, kind: str) -> None:
        request = self.new_request(kind)
        if request is not None:
            done(request)

    def begin_request(self, kind: str) -> None:
        """It has read the row, and has not written yet."""
        request = self.new_request(kind)
        if request is not None and next(request, None) is not None:
            self.requests.append(request)

    def end_request(self) -> None:
        done(self.requests.pop(0))

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

    # Programs at work

    def work(self, console: int, steps: int) -> None:
        at = self.consoles[console]
        if not at.workers:
            at.take()
        for _step in range(steps):
            if not at.workers:
                break
            at.step(min(at.workers))

    def web_work(self, steps: int) -> None:
        for _step in range(steps):
            if self.web_worker is None:
                self.web_worker = self.web.work()
            if self.web_worker is not None and next(self.web_worker, None) is None:
                self.web_worker = None

    def crash(self, console: int, whole: bool) -> None:
        at = self.consoles[console]
        if whole:
            at.restart()
        elif at.workers:
            at.crash(min(at.workers))

    def all_end(self) -> None:
        """All processes end where they are, and what was in the way is gone."""
        for console in (0, 1):
            self.crash(console, True)
        self.web_worker = None
        self.world.change_right("back")
        self.world.change_receipts("free")

    # The world

    def time_passes(self, seconds: int) -> None:
        self.clock.now += seconds
        self.world.let_pass(seconds)

    def receipts_are(self, what: str) -> None:
        self.restored |= self.world.change_receipts(what)

    # Where it begins

    def set_scene(self, scene: str) -> None:
        """What has happened before chance begins to play."""
        if scene.startswith("web's") or scene == "receipts that the web does not see":
            self._web_scene(scene)
            return
        if scene in {"a bad receipt", "a retry that the web ends"}:
            self.receipts_are("held")
        if scene == "a receipt is skipped":
            self.receipts_are("skipped")
        if scene != "nothing":
            self.press(0, "delete_all")
            self.work(0, 8)
        if scene == "taken over from a sleeper":
            self.time_passes(121)
            self.press(1, "take_over")
            self.work(1, 3)
        if scene in {"paused", "paused by the other console"}:
            self.press(0 if scene == "paused" else 1, "pause")
        if scene == "a receipt comes back behind the job":
            self.receipts_are("restored")
            self.consoles[0].run()
        if scene in {"a bad receipt", "a receipt is skipped", "paused", "a retry that the web ends"}:
            self.consoles[0].run()
        if scene == "a retry that the web ends":
            self.receipts_are("free")
            self.press(0, "retry")
            self.press(0, "pause")
            self.request("resume")
            self.web_work(40)

    def _web_scene(self, scene: str) -> None:
        if scene == "receipts that the web does not see":
            self.receipts_are("null")
            self.receipts_are("null")
        if scene == "web's ended at an error" or "with a failure" in scene:
            self.receipts_are("held")
        self.request("delete_all")
        if scene == "web's ended at an error":
            self.web_work(40)
        if scene == "web's works" or "by a page view" in scene:
            self.web_work(4)
        if "by a page view" in scene:
            self.time_passes(121)
            self.request("page_view")
        if scene == "web's works, failed by a page view":
            self.web_work(6)
            self.press(1, "delete_all")
        if "beside another one" in scene:
            self.request("delete_all")
            self.time_passes(61)
            self.web_work(6)
            self.press(1, "take_over")
        if "marked as failed" in scene:
            self.time_passes(61)
            self.press(1, "mark_failed")
            self.web_work(2)
        if "taken over" in scene:
            self._web_scene_of_two(scene)

    def _web_scene_of_two(self, scene: str) -> None:
        """The web worker comes late, or sleeps before it writes its first batch."""
        sleeps = scene.startswith("web's sleeps")
        self.web_work(2 if sleeps else 0)
        self.time_passes(121 if sleeps else 61)
        self.press(0, "take_over")
        self.work(0, 6)
        if "paused" in scene:
            self.press(1, "pause")
        if "web's over" in scene:
            self.consoles[0].run()
        if "begins" in scene:
            self.web_work(2)
            self.work(0, 2)
        if "wakes up" in scene:
            self.web_work(1)
        if "comes late" in scene:
            self.receipts_are("come")
            self.web_work(2)
            self.time_passes(121)
            self.press(1, "mark_failed")
            self.web_work(1)
            self.press(1, "retry")
