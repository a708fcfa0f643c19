"""The ground of the state machine: one business that everybody contests, in a database and a storage that
are emptied for each example, and a journal of what has happened there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from app.core.access import Actor, Role
from app.db.engine import Database, parse_url
from tests.support.journal import Journal
from tests.support.product import Product

RECEIPTS = 9
"""Of the business, and of the bystander's."""

CONSOLES = ("north", "south")
TIMES = ("created_at", "updated_at", "started_at", "finished_at", "heartbeat_at")

HOLDING = """
CREATE TABLE held (receipt_id int PRIMARY KEY);
CREATE FUNCTION refuse_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM held WHERE receipt_id = NEW.id) THEN RAISE EXCEPTION 'held'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_held BEFORE UPDATE OF is_deleted ON receipts
    FOR EACH ROW WHEN (NEW.is_deleted) EXECUTE FUNCTION refuse_held();
"""


class World:
    """What outlives an example: the database and the storage, emptied and filled for each."""

    def __init__(self, product: Product, folder: Path) -> None:
        self.product = product
        self.folder = folder
        self.business, self.bystander = product.business("Contested"), product.business("Bystander")
        user = product.user(email="dana@example.com")
        self.actor = Actor(user.id, 0, user.email, "Dana", Role.SYSTEM_ADMIN, True)
        self.journal = Journal(product)
        product.execute(HOLDING)
        self.databases = {name: Database(parse_url(product.url)) for name in CONSOLES}
        self.seen: Counter[str] = Counter()

    def begin(self) -> None:
        self.product.execute(
            "TRUNCATE journal, held, background_jobs, receipts, attachments, contract_files, asset_item_media"
            " RESTART IDENTITY"
        )
        for path in (self.product.storage_root / "attachments").rglob("*.*"):
            path.unlink()
        for business_id in (self.business, self.bystander):
            self.product.receipts(business_id, RECEIPTS, files=1)

    def end(self) -> None:
        """Remembers what has happened in an example."""
        self.seen["examples"] += 1
        for change in self.journal.changes():
            who = "console" if change.who.startswith("sweep:") else change.who
            old, new = change.way
            if old != new:
                self.seen[f"{who}: {old} -> {new}"] += 1
            if who == "console" and old in {"queued", "running"} and new == "queued" and not change.is_own:
                self.seen["console: takes over"] += 1
            if change.deleted:
                self.seen[f"{who}: deletes"] += len(change.deleted)
            if change.again:
                self.seen[f"{who}: deletes twice"] += change.again
            if who == "web" and change.more("succeeded") < len(change.deleted):
                self.seen["web: sets counts back"] += 1

    def let_pass(self, seconds: int) -> None:
        """Time, without a sign of life of anybody: computers sleep, networks are away."""
        self.product.execute(
            "UPDATE background_jobs SET "
            + ", ".join(f"{name} = {name} - make_interval(secs => {seconds})" for name in TIMES)
        )

    def last_job(self) -> dict[str, Any] | None:
        """The active one, or else the newest."""
        found = self.product.rows(
            "SELECT * FROM background_jobs WHERE business_id = %s"
            " ORDER BY status IN ('queued', 'running', 'paused') DESC, id DESC LIMIT 1",
            self.business,
        )
        return next(iter(found), None)

    def change_receipts(self, what: str) -> set[int]:
        """Something happens to the receipts of the business; the ids of those that came to life again."""
        business_id = self.business
        if what == "come":
            self.product.receipts(business_id, 2, files=1)
        elif what == "restored":
            one = "SELECT min(id) FROM receipts WHERE business_id = %s AND is_deleted"
            restore = f"UPDATE receipts SET is_deleted = false WHERE id = ({one}) RETURNING id"
            return {row["id"] for row in self.product.rows(restore, business_id)}
        elif what == "deleted":  # one that no batch has in its hands
            self.product.execute(
                "UPDATE receipts SET is_deleted = true WHERE id IN (SELECT id FROM receipts WHERE"
                " business_id = %s AND is_deleted IS NOT TRUE AND id NOT IN (SELECT receipt_id FROM held)"
                " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)",
                business_id,
            )
        elif what == "held":
            one = "SELECT max(id) FROM receipts WHERE business_id = %s AND is_deleted IS NOT TRUE"
            self.product.execute(
                f"INSERT INTO held SELECT max FROM ({one}) h WHERE max IS NOT NULL ON CONFLICT DO NOTHING",
                business_id,
            )
        else:
            self.product.execute("DELETE FROM held")
        return set()

    def check_files(self, restored: set[int]) -> None:
        """No file without a row, and no live receipt without its file, unless it was `restored`."""
        root = self.product.storage_root
        files = {str(path.relative_to(root)) for path in (root / "attachments").rglob("*.*")}
        rows = self.product.rows(
            "SELECT a.storage_path, r.id, r.is_deleted FROM receipts r LEFT JOIN attachments a"
            " ON a.id = r.attachment_id"
        )
        assert files <= {row["storage_path"] for row in rows}, "a file has lost its row"
        for row in rows:
            if not row["is_deleted"] and row["id"] not in restored:
                assert row["storage_path"] in files, f"the live receipt {row['id']} has lost its file"
