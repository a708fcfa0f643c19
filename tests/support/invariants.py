"""What must be true of a job whatever happens to its console: at every moment, and at its end."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from typing import Any

from app.core.messages import FILES_MISSING
from tests.support.product import Product

# One statement sees one moment, also while a server process ends what a dead console had begun.
_MOMENT = """
    SELECT j.id, j.status, j.total, j.processed, j.succeeded, j.failed_count, j.cursor, j.last_error,
        j.finished_at, r.deleted, r.live, r.highest_deleted, r.lowest_live,
        (SELECT array_agg(storage_path) FROM attachments WHERE business_id = b.id) AS kept,
        (SELECT array_agg(a.storage_path)
         FROM attachments a JOIN receipts l ON a.id IN (l.attachment_id, l.preview_attachment_id)
         WHERE l.business_id = b.id AND l.is_deleted IS NOT TRUE) AS needed
    FROM business b
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE is_deleted) AS deleted,
            count(*) FILTER (WHERE is_deleted IS NOT TRUE) AS live,
            max(id) FILTER (WHERE is_deleted) AS highest_deleted,
            min(id) FILTER (WHERE is_deleted IS NOT TRUE) AS lowest_live
        FROM receipts WHERE business_id = b.id AND NOT id = ANY(%s)
    ) r
    LEFT JOIN background_jobs j ON j.business_id = b.id
    WHERE b.id = %s
"""

_MISSING = "|" + FILES_MISSING.replace("{count}", r"\d+").replace(".", r"\.")

_LET_PASS = """
    UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '5 minutes',
        updated_at = updated_at - interval '5 minutes', created_at = created_at - interval '5 minutes'
    WHERE business_id = %s
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A job as it was found. `owed` counts the attachment rows of receipts that it deleted, `fileless` those
    of them whose file is gone already."""

    job_id: int | None
    status: str
    succeeded: int
    live: int
    owed: int
    fileless: int

    @property
    def is_over(self) -> bool:
        return self.status == "completed"


class Invariants:
    """Watches the only job of one business, past all code of the console. Open it before the job begins."""

    def __init__(self, product: Product, business_id: int) -> None:
        self.business_id = business_id
        self.checks = 0
        self._product = product
        self._already = [
            row["id"]
            for row in product.rows(
                "SELECT id FROM receipts WHERE business_id = %s AND is_deleted", business_id
            )
        ]
        self._others = self._state_of_others()
        self._before: dict[str, Any] = {}
        self._left: set[str] = set()
        self.begun_with = self.check().live

    def let_pass(self) -> None:
        """Minutes, without a sign of life: until then the job of a dead console is left alone."""
        self._product.execute(_LET_PASS, self.business_id)

    def check(self) -> Moment:
        """Fails where anything is wrong, whatever the job is in the middle of. While a console works on the
        job, call it between two batches alone: else files go while they are counted."""
        self.checks += 1
        jobs = self._product.rows(_MOMENT, self._already, self.business_id)
        assert len(jobs) == 1, f"more than one job: {jobs}"
        found = jobs[0]
        kept, needed = set(found["kept"] or ()), set(found["needed"] or ())
        if found["id"] is None:
            self._left = kept - needed
        files = self._files_of_business()
        assert files <= kept, f"files that no row tells of: {files - kept}"
        assert needed <= files, f"live receipts have lost files: {needed - files}"
        assert self._state_of_others() == self._others, "another business was touched"
        if found["id"] is None:
            assert found["deleted"] == 0, "receipts were deleted by no job"
        else:
            self._check_counts(found)
        return Moment(
            job_id=found["id"],
            status=found["status"] or "",
            succeeded=found["succeeded"] or 0,
            live=found["live"],
            owed=len(kept - needed - self._left),
            fileless=len(kept - files - self._left),
        )

    def check_end(self) -> Moment:
        """Fails unless the job is completed and everything is gone that was to go."""
        moment = self.check()
        found = self._before
        rows = self._product.attachment_count(self.business_id)
        left = {"rows": rows, "files": len(self._files_of_business())}
        situation = f"begun with {self.begun_with} live receipts, left: {left}, the job: {found}"
        assert found, "there is no job"
        assert found["status"] == "completed", situation
        # Files whose rows a dead console did not come to drop.
        assert re.fullmatch(_MISSING, found["last_error"] or ""), situation
        assert found["finished_at"] is not None, situation
        assert found["succeeded"] == found["total"] == found["deleted"] == self.begun_with, situation
        assert (moment.live, left) == (0, {"rows": 0, "files": 0}), situation
        return moment

    def _check_counts(self, found: dict[str, Any]) -> None:
        cursor = json.loads(found["cursor"])
        found["last_id"] = cursor["last_id"]
        counts = f"{found}, before: {self._before}"
        assert found["succeeded"] == found["deleted"], counts
        assert (found["processed"], found["failed_count"]) == (found["succeeded"], 0), counts
        assert found["last_id"] == (found["highest_deleted"] or 0), counts
        assert found["lowest_live"] is None or found["last_id"] < found["lowest_live"], counts
        if self._before:
            assert found["id"] == self._before["id"], counts
            assert found["total"] == self._before["total"], counts
            assert found["succeeded"] >= self._before["succeeded"], counts
            assert found["last_id"] >= self._before["last_id"], counts
            assert cursor["max_id"] == json.loads(self._before["cursor"])["max_id"], counts
        self._before = found

    def _files_of_business(self) -> set[str]:
        return self._files(f"attachments/{self.business_id}")

    def _files(self, folder: str) -> set[str]:
        root = str(self._product.storage_root)
        return {
            f"{place[len(root) + 1 :]}/{name}"
            for place, _, names in os.walk(f"{root}/{folder}")
            for name in names
        }

    def _state_of_others(self) -> tuple[str, ...]:
        """A fingerprint of all that the job must not touch."""
        tables = ("business", "receipts", "attachments", "background_jobs")
        columns = ("id", "business_id", "business_id", "business_id")
        rows = tuple(
            str(
                self._product.scalar(
                    f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t WHERE {column} <> %s",
                    self.business_id,
                )
            )
            for table, column in zip(tables, columns, strict=True)
        )
        folders = (self._product.storage_root / "attachments").iterdir()
        others = sorted(folder.name for folder in folders if folder.name != str(self.business_id))
        files = sorted(path for name in others for path in self._files(f"attachments/{name}"))
        return (*rows, hashlib.sha256("|".join(files).encode()).hexdigest())


def a_case(product: Product, receipts: int) -> int:
    """A business with so many live receipts, two files each, and what a crash of the web worker left of some
    others; beside it a neighbour with the same, and a paused job of its own."""
    neighbour, business_id = product.business("Neighbour"), product.business()
    for one, live in ((neighbour, 3), (business_id, receipts)):
        product.receipts(one, 2, files=2, is_deleted=True)
        product.receipts(one, live, files=2)
    product.job(neighbour, "paused", total=3, cursor='{"last_id": 0}')
    return business_id
