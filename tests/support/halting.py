"""Whether a stop has stopped: what moved on receipts and jobs after it, written down by triggers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import until as wait_for

Until = Callable[[Callable[[], object]], None]

_TRIGGERS = """
    CREATE TABLE moves (business_id int, what text, at timestamptz DEFAULT clock_timestamp(),
        transaction bigint DEFAULT txid_current());
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            INSERT INTO moves (business_id, what) VALUES (NEW.business_id, TG_ARGV[0]); RETURN NULL;
        END $$;
    CREATE TRIGGER noted AFTER UPDATE ON receipts FOR EACH ROW
        WHEN (NEW.is_deleted AND OLD.is_deleted IS NOT TRUE) EXECUTE FUNCTION note('deleted');
    CREATE TRIGGER noted AFTER UPDATE ON background_jobs FOR EACH ROW
        WHEN (NEW.status = 'running' AND OLD.status <> 'running') EXECUTE FUNCTION note('begun')
"""
_WAITING_BATCHES = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'receipts'::regclass"
_BEGUN = "SELECT DISTINCT business_id FROM moves WHERE what = 'begun' AND at > %s"
_BATCHES = """
    SELECT business_id, count(DISTINCT transaction) AS batches FROM moves
    WHERE what = 'deleted' AND at > %s GROUP BY business_id
"""


class Halting:
    """Watches all businesses from the moment it is made."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self.moment = datetime(2000, 1, 1)
        self.running: set[int] = set()
        product.execute(_TRIGGERS)

    @contextmanager
    def in_the_middle(self, batches: int, until: Until = wait_for) -> Iterator[None]:
        """Within the block so many batches are under way and come to no end: their workers can begin nothing
        else. So whatever is found to begin after the moment of entering it was begun after the stop, however
        slow signals and threads are today."""
        with somebody(self._product, "LOCK TABLE receipts IN SHARE MODE"):
            until(lambda: self._product.scalar(_WAITING_BATCHES) == batches)
            self.note_moment()
            yield

    def note_moment(self) -> None:
        """The stop comes now."""
        self.running = set(self.businesses("running"))
        self.moment = self._product.scalar("SELECT clock_timestamp()")

    def businesses(self, status: str) -> list[int]:
        """Those whose job has this status."""
        found = self._product.rows(
            "SELECT business_id FROM background_jobs WHERE status = %s ORDER BY id", status
        )
        return [row["business_id"] for row in found]

    def begun_since(self) -> set[int]:
        """Businesses whose job has begun after the moment."""
        return {row["business_id"] for row in self._product.rows(_BEGUN, self.moment)}

    def batches_since(self) -> dict[int, int]:
        """How many batches have been committed after the moment, by business."""
        return {row["business_id"]: row["batches"] for row in self._product.rows(_BATCHES, self.moment)}

    def check(self, stopped: Collection[int]) -> None:
        """Fails where a job of these businesses has begun after the moment, or more than the batch that was
        under way has been committed."""
        chosen = set(stopped)
        assert self.begun_since() & chosen == set()
        batches = {key: number for key, number in self.batches_since().items() if key in chosen}
        assert batches.keys() <= self.running, "receipts of jobs that had not begun were deleted"
        assert set(batches.values()) <= {1}, "more was committed than the batch under way"

    def check_rest(self, business_ids: Collection[int], status: str) -> None:
        """Fails unless the jobs of these businesses rest in `status`, nobody is said to have them, and the
        counters say what was deleted."""
        rows = self._product.rows(
            """
            SELECT j.business_id, j.status, j.heartbeat_at, j.cursor LIKE '%%"worker"%%' AS is_owned,
                j.succeeded = j.processed AND j.succeeded = (
                    SELECT count(*) FROM receipts r WHERE r.business_id = j.business_id AND r.is_deleted
                ) AS is_exact
            FROM background_jobs j WHERE j.business_id = ANY(%s)
            """,
            list(business_ids),
        )
        assert {row["business_id"] for row in rows} == set(business_ids)
        owned = {"cancelled": {True, False}}.get(status, {False})
        for row in rows:
            assert (row["status"], row["heartbeat_at"], row["is_exact"]) == (status, None, True), row
            assert row["is_owned"] in owned, row


def many(product: Product, number: int, receipts: int = 3) -> list[int]:
    """So many businesses with receipts, in few statements."""
    found = product.rows(
        "INSERT INTO business (name, enabled_pages, is_active)"
        " SELECT format('Clinic %%s', n), '[\"gmail_receipts\"]', true FROM generate_series(1, %s) n"
        " RETURNING id",
        number,
    )
    ids = sorted(row["id"] for row in found)
    product.execute(
        "INSERT INTO receipts (business_id, vendor_name, amount, created_at, updated_at, received_at)"
        " SELECT id, 'Bezeq', 10, now(), now(), now() FROM unnest(%s) id, generate_series(1, %s)",
        ids,
        receipts,
    )
    return ids
