"""The rules that nobody at a console may break, whatever others do; each is held against what the journal
saw, and never against what the row says of who has it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.job import ACTIVE, STALE_AFTER, STUCK_AFTER
from app.core.messages import MARKED_BY_HAND, NOT_GONE
from tests.support.changes import JobChange, cursor_of, files_of, stamps_of
from tests.support.web_side import NAME as WEB

MARGIN_SECONDS = 1.0
"""Where all write at the same time, a heartbeat of another job that is younger may not have been there yet
as the statement began; a row's own may always be believed, because of its lock."""

STOPPED = {"paused", "completed", "failed", "cancelled"}

_TOLD = re.compile(NOT_GONE.replace("{count}", r"(\d+)"))


@dataclass
class _Tale:
    """What is known of one job: in whose queue it was last put, and who really runs it."""

    queued_by: str = ""
    run_by: str = ""
    warned: str = ""
    """The console that beat for it without the right to go on, and has to stop."""
    batches_since: int = 0
    """Since then: batches of that console, and claims."""

    def warn(self, change: JobChange) -> None:
        """A beat, with which the right is asked for."""
        if not change.may and self.warned != change.who:
            self.warned, self.batches_since = change.who, 0


@dataclass
class _Rules:
    apart: bool
    claimed: set[str] = field(default_factory=set)
    tales: dict[int, _Tale] = field(default_factory=lambda: defaultdict(_Tale))

    def hold(self, change: JobChange) -> None:
        tale = self.tales[change.job_id]
        if change.is_consoles:
            self._hold_console(change, tale)
        _go_on(tale, change)

    def _hold_console(self, change: JobChange, tale: _Tale) -> None:
        old, new = change.way
        if old is None:
            assert new == "queued", f"started as something else: {change}"
            assert change.is_queued_here or change.is_on_server, f"started for nobody: {change}"
            self._nobody_is_heard(change)
        elif new == "cancelled":
            assert old in ACTIVE, f"cancelled after its end: {change}"
        elif old == "running":
            self._hold_running(change, new, tale)
        elif old == "queued":
            self._hold_queued(change, new, tale)
        elif (old, new) == ("paused", "paused"):
            _only_files_are_counted(change, tale)
        else:
            assert old != "cancelled", f"a cancelled job came to life: {change}"
            assert new == "queued", f"a console may not do that: {change}"
            assert change.is_queued_here or change.is_on_server, f"resumed for another: {change}"
            retried = bool(cursor_of(change.new).get("retry"))
            assert retried or old != "completed", f"a completed job came to life: {change}"
            self._nobody_is_heard(change)
        if change.way != ("running", "running"):
            assert not change.deleted, f"receipts were deleted beside the job: {change}"
        if new in STOPPED or change.is_on_server:
            assert change.new["heartbeat_at"] is None, f"stopped, and looks alive: {change}"
        if (old, new) == ("running", "completed"):
            _what_is_left_is_told(change)
        self._the_end_is_frozen_once(change)

    def _hold_running(self, change: JobChange, new: str, tale: _Tale) -> None:
        before, after = change.worker(change.old), change.worker(change.new)
        if new == "running" and not change.is_beat:
            _check_batch(change)
            assert change.was_run_here, f"a batch of somebody else's job: {change}"
            assert after == before, f"a batch changed the owner: {change}"
            assert tale.run_by == change.who, f"a batch of a job that the web worker runs: {change}"
            tale.batches_since += 1
            warned = tale.warned == change.who
            assert not warned or tale.batches_since <= 1, f"went on without the right to: {change}"
        elif new == "running":
            assert before.startswith(change.who + "/"), f"beat for somebody else: {change}"
            tale.warn(change)
        elif new == "queued":
            assert change.is_queued_here or change.is_on_server, f"queued for another: {change}"
            if not change.was_run_here or tale.run_by != change.who:
                assert change.idle > STALE_AFTER, f"a live job was taken over: {change}"
                self._nobody_is_heard(change)
        elif new == "failed" and change.new["last_error"] == MARKED_BY_HAND:
            assert change.idle > STALE_AFTER, f"a live job was marked as failed: {change}"
            self._nobody_is_heard(change)
        elif new == "paused":
            assert tale.run_by not in ("", WEB), f"paused, and the web worker goes on: {change}"
        else:
            assert change.was_run_here, f"somebody else's job was {new}: {change}"
            assert tale.run_by == change.who, f"a job that the web worker runs was {new}: {change}"

    def _hold_queued(self, change: JobChange, new: str, tale: _Tale) -> None:
        after = change.worker(change.new)
        if new == "running":
            assert change.was_queued_here, f"claimed out of another's queue: {change}"
            assert after.startswith(change.who + "/"), f"claimed for another: {change}"
            assert not change.is_queued_here, f"claimed by nobody: {change}"
            assert after not in self.claimed, f"a token was given out twice: {change}"
            self.claimed.add(after)
            tale.batches_since += 1  # it may have been under way, but then no batch is
        elif new == "failed":
            assert change.new["last_error"] == MARKED_BY_HAND, f"failed before it began: {change}"
            assert change.idle > STUCK_AFTER, f"a live job was marked as failed: {change}"
            self._nobody_is_heard(change)
        elif new == "queued" and change.is_beat:
            waits = change.was_on_server or tale.queued_by == WEB
            assert change.was_queued_here or (change.is_for_many and waits), f"beat for another: {change}"
            if change.was_queued_here:
                tale.warn(change)
        elif new == "queued":
            assert change.is_queued_here or change.is_on_server, f"taken over for another: {change}"
            self._hold_taken(change, tale)
        else:
            assert new == "paused", f"a console may not do that: {change}"
            assert tale.queued_by not in ("", WEB), f"paused in the queue of the web worker: {change}"

    def _hold_taken(self, change: JobChange, tale: _Tale) -> None:
        """From one queue into another."""
        if change.was_on_server or tale.queued_by == WEB:
            return  # there it waits for whoever comes first
        if change.is_on_server:
            assert change.is_for_many, f"only a worker there gives it back: {change}"
            assert change.was_queued_here or change.idle > STALE_AFTER, f"a live job was given back: {change}"
        else:
            assert change.idle > STUCK_AFTER, f"a live job was taken over: {change}"
        if not change.was_queued_here:
            self._nobody_is_heard(change)

    def _nobody_is_heard(self, change: JobChange) -> None:
        heard = {
            job_id: age
            for job_id, age in change.heard.items()
            if self.apart or job_id == change.job_id or age > MARGIN_SECONDS
        }
        assert not heard, f"somebody is alive there: {change}"

    def _the_end_is_frozen_once(self, change: JobChange) -> None:
        before, after = (cursor_of(row).get("max_id") for row in (change.old, change.new))
        assert before in (None, after), f"the end was moved: {change}"
        if self.apart and before is None and after is not None:
            place = cursor_of(change.old).get("last_id", 0)
            left = sum(place < receipt <= after for receipt in change.live)
            done = change.old.get("processed") or 0
            assert change.new["total"] == done + left, f"{done} and {left} are not its total: {change}"


def _go_on(tale: _Tale, change: JobChange) -> None:
    old, new = change.way
    if change.who == WEB:
        if change.has_begun or change.deleted:
            tale.run_by = WEB
        if new == "queued" and old != "queued":
            tale.queued_by = WEB
    elif change.is_consoles and (old, new) == ("queued", "running"):
        tale.run_by = change.who
    elif change.is_consoles and new == "queued" and (change.is_queued_here or not change.is_beat):
        if change.is_beat and change.idle <= STUCK_AFTER:
            return
        if old != "running" or not change.was_run_here or change.idle > STALE_AFTER:
            tale.warned = "" if change.may else tale.warned  # somebody with the right wants it to go on
        tale.queued_by, tale.run_by = change.who, ""


def check_console(changes: Iterable[JobChange], *, apart: bool) -> None:
    """Holds what consoles did against the rules."""
    rules = _Rules(apart)
    for change in changes:
        rules.hold(change)


def check_counts(changes: Iterable[JobChange]) -> None:
    """A deletion belongs to the job whose row was written in the same transaction: against that counts are
    held. What can be known of them:

    - Each transaction of a console that deletes receipts counts just these on the row of one job, whatever
      the web worker does at the same time (`_check_batch`).
    - `succeeded` of a job that the web worker never ran is the number of receipts that it deleted.
    - The web worker writes its counters over what a console counted since it read the row, and deletes
      once more, and counts, what others deleted since. So on a row that both ran, `succeeded` is the number
      of its deletions, those done twice among them, less what the web worker set back; and it never sets
      back more than consoles counted since it last wrote. Nobody can know better.

    It takes for granted that one web worker at a time runs a job, and that nobody else deletes receipts
    under a job's name.
    """
    by_job: dict[int, list[JobChange]] = defaultdict(list)
    for change in changes:
        by_job[change.job_id].append(change)
    for history in by_job.values():
        expected = since_web = 0
        for change in history:
            expected += len(change.deleted)
            if change.who == WEB:
                set_back = len(change.deleted) - change.more("succeeded")
                assert 0 <= set_back <= since_web, f"counts were lost: {change}"
                expected -= set_back
                since_web = 0
            else:
                since_web += len(change.deleted)
                assert not change.again, f"deleted and counted twice: {change}"
            assert (change.new["succeeded"] or 0) == expected, f"{expected} were deleted: {change}"


def _check_batch(change: JobChange) -> None:
    businesses = {business_id for business_id, _receipt in change.deleted}
    assert businesses <= {change.business_id}, f"another business was touched: {change}"
    assert change.more("succeeded") == len(change.deleted), f"counted wrongly: {change}"
    assert change.more("processed") == change.more("succeeded") + change.more("failed_count"), str(change)
    failed = _failed(change.new) - _failed(change.old)
    assert change.more("failed_count") == len(failed), f"failures without a record: {change}"
    told = stamps_of(change.new) - stamps_of(change.old)
    assert told == change.stamped, f"not found again by what it is stamped with: {change}"
    max_id = cursor_of(change.new)["max_id"]
    assert all(receipt <= max_id for _business, receipt in change.deleted), f"beyond the end: {change}"


def _only_files_are_counted(change: JobChange, tale: _Tale) -> None:
    """Those of a slice that was under way as somebody else paused the job."""
    assert tale.run_by in ("", change.who), f"files of somebody else's slice: {change}"
    of_files = {"files": None, "interrupted": None}
    before, after = (cursor_of(row) | of_files for row in (change.old, change.new))
    assert before == after, f"more than files was changed on a paused job: {change}"
    others = [{**row, "cursor": None, "updated_at": None} for row in (change.old, change.new)]
    assert others[0] == others[1], f"more than files was changed on a paused job: {change}"
    pairs = zip(files_of(change.new), files_of(change.old), strict=True)
    assert all(now >= then for now, then in pairs), f"files were taken back: {change}"
    swept = cursor_of(change.old).get("interrupted") and not cursor_of(change.new).get("interrupted")
    assert not swept, f"nobody has swept it: {change}"


def _what_is_left_is_told(change: JobChange) -> None:
    """Live receipts of a completed job that have not failed; but those that were brought back after it had
    counted them it cannot know."""
    max_id = cursor_of(change.new)["max_id"]
    left = {one for one in change.live if one <= max_id} - _failed(change.new) - change.back
    told = _TOLD.search(change.new["last_error"] or "")
    assert len(left) <= (int(told[1]) if told else 0), f"{left} are live, and it does not say so: {change}"


def _failed(row: dict[str, object]) -> set[int]:
    return {receipt for receipt, _reason in cursor_of(row).get("failed", [])}
