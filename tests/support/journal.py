"""What really happened to receipts and jobs, written down by triggers of the database, and the rules that
nobody at a console may break, whatever others do."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.actions.changes import MARKED_BY_HAND
from app.core.job import ACTIVE, STALE_AFTER, STUCK_AFTER
from tests.support.product import Product
from tests.support.web_side import NAME as WEB

_TRIGGERS = """
CREATE TABLE journal (
    id bigserial PRIMARY KEY,
    xact text NOT NULL DEFAULT pg_current_xact_id()::text,
    who text NOT NULL DEFAULT current_setting('application_name'),
    business_id int, receipt_id int, again bool, job_id int, idle float, old jsonb, new jsonb
);
CREATE FUNCTION note_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO journal (business_id, receipt_id, again)
    VALUES (NEW.business_id, NEW.id, OLD.is_deleted IS TRUE);
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER UPDATE OF is_deleted ON receipts
    FOR EACH ROW WHEN (NEW.is_deleted) EXECUTE FUNCTION note_receipt();
CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO journal (business_id, job_id, new) VALUES (NEW.business_id, NEW.id, to_jsonb(NEW));
        RETURN NULL;
    END IF;
    INSERT INTO journal (business_id, job_id, idle, old, new) VALUES (
        NEW.business_id, NEW.id,
        extract(epoch FROM timezone('UTC', clock_timestamp()) - CASE OLD.status
            WHEN 'queued' THEN greatest(OLD.heartbeat_at, OLD.updated_at, OLD.created_at)
            ELSE coalesce(OLD.heartbeat_at, OLD.updated_at, OLD.started_at, OLD.created_at) END),
        to_jsonb(OLD), to_jsonb(NEW)
    );
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE ON background_jobs FOR EACH ROW EXECUTE FUNCTION note_job();
"""


@dataclass(frozen=True)
class JobChange:
    """One write of a job's row. `deleted` are the receipts that the same transaction deleted, by business;
    `again` counts those of them that somebody else had deleted before."""

    who: str
    job_id: int
    business_id: int
    idle: float
    old: dict[str, Any]
    new: dict[str, Any]
    deleted: tuple[tuple[int, int], ...]
    again: int

    def worker(self, row: dict[str, Any]) -> str:
        return str(_json(row.get("cursor")).get("worker", ""))

    @property
    def was_queued_here(self) -> bool:
        """It waited in the queue of the console that made this change."""
        return self.worker(self.old) == f"{self.who}/queue"

    @property
    def is_queued_here(self) -> bool:
        return self.worker(self.new) == f"{self.who}/queue"

    @property
    def was_run_here(self) -> bool:
        """A worker of the console that made this change had claimed it."""
        return self.worker(self.old).startswith(f"{self.who}/") and not self.was_queued_here

    @property
    def is_own(self) -> bool:
        """It ran, or waited, at the console that made this change."""
        return self.was_run_here or self.was_queued_here

    def more(self, counter: str) -> int:
        """By how much a counter grew."""
        return (self.new[counter] or 0) - (self.old.get(counter) or 0)

    @property
    def way(self) -> tuple[str | None, str]:
        """Old and new status."""
        return self.old.get("status"), self.new["status"]

    def __str__(self) -> str:
        return f"{self.who}: job {self.job_id} {self.way}\n  {self.old}\n  {self.new}\n  {self.deleted}"


class Journal:
    """Watches a test's database from now on. `check` holds what happened against the rules.

    A deletion belongs to the job whose row was written in the same transaction: against that counts are
    held. What can be known of them:

    - Each transaction of a console that deletes receipts counts just these on the row of one job, whatever
      the web worker does at the same time (`_check_batch`).
    - `succeeded` of a job that the web worker never ran is the number of receipts that it deleted.
    - The web worker writes its counters over what a console counted since it read the row, and deletes
      once more, and counts, what others deleted since. So on a row that both ran, `succeeded` is the number
      of its deletions, those done twice among them, less what the web worker set back; and it never sets
      back more than consoles counted since it last wrote (`_check_counts`). Nobody can know better.

    It takes for granted that one web worker at a time runs a job, and that nobody else deletes receipts
    under a job's name.
    """

    def __init__(self, product: Product) -> None:
        self.dead: set[str] = set()
        """Names of consoles that are known to have ended: theirs may be taken over at once."""
        self._product = product
        product.execute(_TRIGGERS)

    def changes(self, business_id: int | None = None) -> list[JobChange]:
        """All writes of jobs (of one business), oldest first; those of one row in their true order."""
        entries = self._product.rows(
            "SELECT * FROM journal WHERE %s::int IS NULL OR business_id = %s ORDER BY id",
            business_id,
            business_id,
        )
        deleted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        again: dict[str, int] = defaultdict(int)
        for entry in entries:
            if entry["receipt_id"] is not None:
                deleted[entry["xact"]].append((entry["business_id"], entry["receipt_id"]))
                again[entry["xact"]] += entry["again"]
        changes, counted = [], set()
        for entry in entries:
            if entry["job_id"] is None:
                continue
            xact = entry["xact"]
            changes.append(
                JobChange(
                    entry["who"],
                    entry["job_id"],
                    entry["business_id"],
                    entry["idle"] or 0.0,
                    entry["old"] or {},
                    entry["new"],
                    tuple(deleted[xact]),
                    again[xact],
                )
            )
            counted.add(xact)
        uncounted = [
            entry for entry in entries if entry["xact"] not in counted and entry["who"].startswith("sweep:")
        ]
        assert not uncounted, f"receipts were deleted and no job counts them: {uncounted}"
        return changes

    def check(self, business_id: int | None = None) -> None:
        """Raises AssertionError where somebody broke a rule (in one business, which costs less)."""
        changes = self.changes(business_id)
        claimed: set[str] = set()
        for change in changes:
            if change.who.startswith("sweep:"):
                _check_console(change, claimed, self.dead)
        self._check_counts(changes)
        self._check_single_jobs()

    def _check_single_jobs(self) -> None:
        doubled = self._product.rows(
            "SELECT business_id, count(*) FROM background_jobs WHERE status = ANY(%s)"
            " GROUP BY 1 HAVING count(*) > 1",
            [status.value for status in ACTIVE],
        )
        assert not doubled, f"more than one active job: {doubled}"

    def _check_counts(self, changes: Iterable[JobChange]) -> None:
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


def _check_console(change: JobChange, claimed: set[str], dead: set[str]) -> None:
    """One write of a console, named by `who`."""
    old, new = change.way
    was_of_the_dead = change.worker(change.old).rpartition("/")[0] in dead
    if old is None:
        assert new == "queued", f"started as something else: {change}"
        assert change.is_queued_here, f"started for nobody: {change}"
    elif new == "cancelled":
        assert old in ACTIVE, f"cancelled after its end: {change}"
    elif old == "running":
        _check_change_of_running(change, new, was_of_the_dead)
    elif old == "queued":
        _check_change_of_queued(change, new, claimed, was_of_the_dead)
    else:
        assert old != "cancelled", f"a cancelled job came to life: {change}"
        assert new == "queued", f"a console may not do that: {change}"
        assert change.is_queued_here, f"resumed for another: {change}"
        retried = bool(_json(change.new["cursor"]).get("retry"))
        assert retried or old != "completed", f"a completed job came to life: {change}"
    if change.way != ("running", "running"):
        assert not change.deleted, f"receipts were deleted beside the job: {change}"


def _check_change_of_running(change: JobChange, new: str, was_of_the_dead: bool) -> None:
    before, after = change.worker(change.old), change.worker(change.new)
    if new == "running" and (change.more("processed") or change.old["cursor"] != change.new["cursor"]):
        _check_batch(change)
        assert change.was_run_here, f"a batch of somebody else's job: {change}"
        assert after == before, f"a batch changed the owner: {change}"
    elif new == "running":
        assert not change.deleted, f"receipts were deleted by a beat: {change}"
        assert before.startswith(change.who + "/"), f"beat for somebody else: {change}"
    elif new == "queued":
        assert change.is_queued_here, f"queued for another: {change}"
        lifeless = change.idle > STALE_AFTER or was_of_the_dead
        assert change.was_run_here or lifeless, f"a live job was taken over: {change}"
    elif new == "failed" and change.new["last_error"] == MARKED_BY_HAND:
        assert change.idle > STALE_AFTER, f"a live job was marked as failed: {change}"
    else:
        assert change.was_run_here, f"somebody else's job was {new}: {change}"


def _check_change_of_queued(change: JobChange, new: str, claimed: set[str], was_of_the_dead: bool) -> None:
    after = change.worker(change.new)
    if new == "running":
        assert change.was_queued_here, f"claimed out of another's queue: {change}"
        assert after.startswith(change.who + "/"), f"claimed for another: {change}"
        assert not change.is_queued_here, f"claimed by nobody: {change}"
        assert after not in claimed, f"a token was given out twice: {change}"
        claimed.add(after)
    elif new == "failed":
        assert change.new["last_error"] == MARKED_BY_HAND, f"failed before it began: {change}"
        assert change.idle > STUCK_AFTER, f"a live job was marked as failed: {change}"
    elif new == "queued" and not change.was_queued_here:
        assert change.idle > STUCK_AFTER or was_of_the_dead, f"a live job was taken over: {change}"
        assert change.is_queued_here, f"taken over for another: {change}"
    else:
        assert change.was_queued_here, f"somebody else's job was {new}: {change}"
        assert new in {"queued", "paused"}, f"a console may not do that: {change}"


def _check_batch(change: JobChange) -> None:
    businesses = {business_id for business_id, _receipt in change.deleted}
    assert businesses <= {change.business_id}, f"another business was touched: {change}"
    assert change.more("succeeded") == len(change.deleted), f"counted wrongly: {change}"
    assert change.more("processed") == change.more("succeeded") + change.more("failed_count"), str(change)
    max_id = _json(change.new["cursor"])["max_id"]
    assert all(receipt <= max_id for _business, receipt in change.deleted), f"beyond the end: {change}"


def _json(text: str | None) -> dict[str, Any]:
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}
