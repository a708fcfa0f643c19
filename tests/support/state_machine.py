"""The world of the state machine: one business on which all consoles and the web side act, in a database and
a storage that are emptied for each example, and a journal of what has happened there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from app.core import messages
from app.core.access import Actor, Role
from app.core.job import ACTIVE
from app.core.messages import SKIPPED
from app.core.worker import console_of, runner_of
from app.db.engine import Database
from app.db.url import parse_url
from app.engine.heartbeat import REFUSED
from tests.support.changes import JobChange, cursor_of
from tests.support.journal import Journal
from tests.support.product import Product

RECEIPTS = 9
"""Of the business, and of the bystander's."""

CONSOLES = ("north", "south")
TIMES = ("created_at", "updated_at", "finished_at", "heartbeat_at")
"""Not `started_at`: nobody looks how old it is, only whether it is another one."""

HOLDING = """
CREATE TABLE held (receipt_id int PRIMARY KEY, skipped bool NOT NULL);
CREATE FUNCTION refuse_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM held WHERE receipt_id = NEW.id AND skipped) THEN RETURN NULL; END IF;
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
        self.business, self.bystander = product.business("Shared"), product.business("Bystander")
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
        self.change_right("back")
        for business_id in (self.business, self.bystander):
            self.product.receipts(business_id, RECEIPTS, files=1)

    def end(self) -> None:
        """Remembers what has happened in an example."""
        self.seen["examples"] += 1
        for change in self.journal.changes():
            self.seen.update(what_happened(change))

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

    def is_run_by(self, job_id: int, console: str) -> bool:
        """Whether a worker of this console runs the job, and nobody has moved it since."""
        found = self.product.job_row(job_id)
        worker = runner_of(found["cursor"], found["started_at"])
        return found["status"] == "running" and console_of(worker) == console

    def change_receipts(self, what: str) -> set[int]:
        """Something happens to the receipts of the business; the ids of those that came to life again."""
        business_id = self.business
        if what == "come":
            self.product.receipts(business_id, 2, files=1)
        elif what == "restored":
            one = "SELECT min(id) FROM receipts WHERE business_id = %s AND is_deleted"
            restore = f"UPDATE receipts SET is_deleted = false WHERE id = ({one}) RETURNING id"
            return {row["id"] for row in self.product.rows(restore, business_id)}
        elif what in {"deleted", "null"}:  # one that no batch has in its hands
            self.product.execute(
                "UPDATE receipts SET is_deleted = %s WHERE id IN (SELECT id FROM receipts WHERE"
                " business_id = %s AND is_deleted = false AND id NOT IN (SELECT receipt_id FROM held)"
                " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)",
                True if what == "deleted" else None,
                business_id,
            )
        elif what in {"held", "skipped"}:
            one = "SELECT max(id) FROM receipts WHERE business_id = %s AND is_deleted IS NOT TRUE"
            self.product.execute(
                f"INSERT INTO held SELECT max, %s FROM ({one}) h WHERE max IS NOT NULL"
                " ON CONFLICT DO NOTHING",
                what == "skipped",
                business_id,
            )
        else:
            self.product.execute("DELETE FROM held")
        return set()

    def change_right(self, what: str) -> None:
        """Whoever runs jobs in the business loses the right to, in one of three ways, or has it back."""
        self.product.execute(
            "UPDATE users SET is_active = %s WHERE id = %s", what != "person", self.actor.user_id
        )
        self.product.execute(
            "UPDATE business SET is_active = %s, enabled_pages = %s WHERE id = %s",
            what != "business",
            "[]" if what == "page" else '["gmail_receipts"]',
            self.business,
        )
        self.journal.note_right(may=what == "back")

    def check_files(self, robbed: set[int]) -> None:
        """No file without a row, and no live receipt without its file, unless it was `robbed`: brought back
        to life, or by the web worker, which deletes files of batches that failed."""
        root = self.product.storage_root
        files = {str(path.relative_to(root)) for path in (root / "attachments").rglob("*.*")}
        rows = self.product.rows(
            "SELECT a.storage_path, r.id, r.is_deleted FROM receipts r LEFT JOIN attachments a"
            " ON a.id = r.attachment_id"
        )
        assert files <= {row["storage_path"] for row in rows}, "a file has lost its row"
        for row in rows:
            if not row["is_deleted"] and row["id"] not in robbed:
                assert row["storage_path"] in files, f"the live receipt {row['id']} has lost its file"


def what_happened(change: JobChange) -> Counter[str]:
    """What of a change the state machine must not miss."""
    who = "console" if change.is_consoles else change.who
    old, new = change.way
    before, after = cursor_of(change.old), cursor_of(change.new)
    deleted, by_console = len(change.deleted), who == "console"
    failed = change.more("failed_count") > 0
    error = change.new["last_error"] or ""
    seen = {
        f"{who}: {old} -> {new}": old != new,
        f"{who}: deletes": deleted,
        f"{who}: deletes twice": change.again,
        f"{who}: works on a job that is {old}": deleted and old != "running",
        "web: begins under a console": who == "web" and old == "running" and change.has_begun,
        "console: takes over": by_console and old in ACTIVE and new == "queued" and not change.is_own,
        "console: pauses what runs elsewhere": by_console
        and (old, new) == ("running", "paused")
        and not change.is_own,
        "console: pauses what waits elsewhere": by_console
        and (old, new) == ("queued", "paused")
        and not change.is_own,
        "console: freezes an end": by_console
        and old is not None
        and "max_id" not in before
        and "max_id" in after,
        "console: pauses for want of a right": by_console and new == "paused" and error in REFUSED.values(),
        "console: notes a receipt that was skipped": failed and SKIPPED in str(after.get("failed")),
        "console: tells of receipts that are live": by_console
        and new == "completed"
        and any(messages.NOT_GONE.values_in(one) for one in messages.sentences(error)),
        "web: sets counts back": who == "web" and change.more("succeeded") < deleted,
        "web: ends a retry": (who, new) == ("web", "completed") and "retry" in before,
        "web: ends a job and leaves receipts": (who, new) == ("web", "completed") and bool(change.live),
    }
    return Counter({what: int(count) for what, count in seen.items() if count})
