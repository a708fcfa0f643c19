"""What really happened to receipts and jobs, written down by triggers of the database. The rules that it is
held against are in `rules`."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from app.core.job import ACTIVE, STALE_AFTER
from tests.support.changes import JobChange
from tests.support.product import Product
from tests.support.rules import check_console, check_counts

_TRIGGERS = f"""
CREATE TABLE journal (
    id bigserial PRIMARY KEY,
    xact text NOT NULL DEFAULT pg_current_xact_id()::text,
    who text NOT NULL DEFAULT current_setting('application_name'),
    business_id int, receipt_id int, again bool, back bool, stamp timestamp,
    job_id int, idle float, old jsonb, new jsonb,
    heard jsonb, live int[], may bool
);
CREATE FUNCTION note_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_deleted THEN
        INSERT INTO journal (business_id, receipt_id, again, stamp)
        VALUES (NEW.business_id, NEW.id, OLD.is_deleted IS TRUE, NEW.deleted_at);
    ELSE
        INSERT INTO journal (business_id, receipt_id, back) VALUES (NEW.business_id, NEW.id, true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER UPDATE OF is_deleted ON receipts FOR EACH ROW EXECUTE FUNCTION note_receipt();
CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamp := timezone('UTC', clock_timestamp());
    past jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) END;
    idle float;
    heard jsonb;
    live int[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        idle := extract(epoch FROM moment - CASE OLD.status
            WHEN 'queued' THEN greatest(OLD.heartbeat_at, OLD.updated_at, OLD.created_at)
            ELSE coalesce(OLD.heartbeat_at, OLD.updated_at, OLD.started_at, OLD.created_at) END);
    END IF;
    IF NEW.status IS DISTINCT FROM past->>'status' OR NEW.cursor IS DISTINCT FROM past->>'cursor' THEN
        SELECT jsonb_object_agg(j.id, extract(epoch FROM moment - j.heartbeat_at)) INTO heard FROM (
            SELECT id, heartbeat_at, finished_at FROM background_jobs
            WHERE id <> NEW.id AND business_id = NEW.business_id AND job_type = NEW.job_type
            UNION ALL SELECT NEW.id, (past->>'heartbeat_at')::timestamp, (past->>'finished_at')::timestamp
        ) j WHERE heartbeat_at > moment - interval '{STALE_AFTER} s'
            AND (finished_at IS NULL OR heartbeat_at > finished_at);
        SELECT array_agg(id) INTO live FROM receipts
        WHERE business_id = NEW.business_id AND is_deleted IS NOT TRUE;
    END IF;
    INSERT INTO journal (business_id, job_id, idle, old, new, heard, live)
    VALUES (NEW.business_id, NEW.id, idle, past, to_jsonb(NEW), heard, live);
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE ON background_jobs FOR EACH ROW EXECUTE FUNCTION note_job();
"""


class Journal:
    """Watches a test's database from now on. `check` holds what happened against the rules."""

    def __init__(self, product: Product, *, apart: bool = True) -> None:
        """`apart`: no two writers are ever at work at the same time. Where they are, a trigger may see what
        somebody committed after the statement had begun that it belongs to."""
        self._product = product
        self._apart = apart
        product.execute(_TRIGGERS)

    def note_right(self, *, may: bool) -> None:
        """From now on whoever runs jobs here may delete receipts, or may not."""
        self._product.execute("INSERT INTO journal (may) VALUES (%s)", may)

    def changes(self, business_id: int | None = None) -> list[JobChange]:
        """All writes of jobs (of one business), oldest first; those of one row in their true order."""
        entries = self._product.rows(
            "SELECT * FROM journal WHERE %s::int IS NULL OR business_id = %s OR may IS NOT NULL ORDER BY id",
            business_id,
            business_id,
        )
        deleted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        again: dict[str, int] = defaultdict(int)
        stamped: dict[str, Counter[datetime]] = defaultdict(Counter)
        for entry in entries:
            if entry["receipt_id"] is not None and not entry["back"]:
                deleted[entry["xact"]].append((entry["business_id"], entry["receipt_id"]))
                again[entry["xact"]] += entry["again"]
                stamped[entry["xact"]][entry["stamp"]] += 1
        changes: list[JobChange] = []
        counted: set[str] = set()
        back: dict[int, set[int]] = defaultdict(set)
        may = True
        for entry in entries:
            if entry["may"] is not None:
                may = entry["may"]
            elif entry["back"]:
                for brought in back.values():
                    brought.add(entry["receipt_id"])
            if entry["job_id"] is None:
                continue
            xact = entry["xact"]
            change = JobChange(
                entry["who"],
                entry["job_id"],
                entry["business_id"],
                entry["idle"] or 0.0,
                entry["old"] or {},
                entry["new"],
                tuple(deleted[xact]),
                again[xact],
                stamped[xact],
                frozenset(back[entry["job_id"]]),
                {int(job_id): age for job_id, age in (entry["heard"] or {}).items()},
                frozenset(entry["live"] or ()),
                may,
            )
            changes.append(change)
            counted.add(xact)
            if not change.is_beat:
                back[change.job_id] = set()
        uncounted = [
            entry
            for entry in entries
            if entry["again"] is not None and entry["xact"] not in counted and entry["who"][:6] == "sweep:"
        ]
        assert not uncounted, f"receipts were deleted and no job counts them: {uncounted}"
        return changes

    def check(self, business_id: int | None = None) -> None:
        """Raises AssertionError where somebody broke a rule (in one business, which costs less)."""
        changes = self.changes(business_id)
        check_console(changes, apart=self._apart)
        check_counts(changes)
        self._check_single_jobs()

    def _check_single_jobs(self) -> None:
        doubled = self._product.rows(
            "SELECT business_id, count(*) FROM background_jobs WHERE status = ANY(%s)"
            " GROUP BY 1 HAVING count(*) > 1",
            [status.value for status in ACTIVE],
        )
        assert not doubled, f"more than one active job: {doubled}"
