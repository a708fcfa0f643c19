"""Another business of the same product, every value of which is recognized wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from psycopg2.sql import SQL

from app.core.cursor import Cursor, FailedItem
from app.core.job import JobStatus
from app.core.record import AuditLine
from tests.support.product import Product

MARK = "zzforeign"
"""In every text of the other business."""

BUSINESS, JOBS = 486_110, 592_330
"""Its id, and below which number none of its jobs is; no other row of a test has such an id."""

_OTHER_TYPES = {JobStatus.QUEUED: "delete_leads", JobStatus.PAUSED: "broadcast"}
"""Of each type one job of a business may be active."""

_OLD = dict.fromkeys(("created_at", "updated_at", "started_at", "heartbeat_at"), "2024-05-01")


class Stranger:
    """The other business: a job in every status, one of them not responding, with failures and files."""

    def __init__(self, product: Product) -> None:
        product.business(f"{MARK} Ltd", id=BUSINESS)
        requester = product.user("owner", BUSINESS, email=f"{MARK}@example.com", name=MARK)
        receipts = product.receipts(BUSINESS, 3, files=1, vendor_name=MARK)
        product.execute(
            "UPDATE attachments SET storage_path = %s || id WHERE business_id = %s",
            f"attachments/{BUSINESS}/{MARK}/",
            BUSINESS,
        )
        for key in product.storage_paths(BUSINESS):
            product.path(key).parent.mkdir(parents=True, exist_ok=True)
            product.path(key).write_text(MARK)
        product.execute(SQL("SELECT setval('background_jobs_id_seq', {})").format(SQL(str(JOBS))))
        cursor = Cursor(
            last_id=1,
            max_id=receipts[-1],
            worker=f"sweep:{MARK}:1-a:b/1",
            failed=(FailedItem(receipts[0], MARK),),
        )
        self.jobs = {
            status: product.job(
                BUSINESS,
                status.value,
                job_type=_OTHER_TYPES.get(status, "delete_receipts_all"),
                cursor=cursor.text(),
                last_error=MARK,
                requested_by_user_id=requester.id,
                **_OLD,
            )
            for status in JobStatus
        }
        self.audited = AuditLine(
            at="2026-05-01T10:00:00.000+00:00",
            action="pause",
            answer="paused",
            user_id=requester.id,
            email=requester.email,
            workstation=MARK,
            business_id=BUSINESS,
            job_id=self.jobs[JobStatus.PAUSED],
            old_status="running",
            new_status="paused",
            total=9,
            succeeded=8,
            failed=1,
        )


def write_trail(data: Path, *lines: AuditLine) -> None:
    """As the consoles of this computer have left it."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "audit.jsonl").write_text("".join(line.json for line in lines), encoding="utf-8")


def told_of_strangers(texts: Iterable[str], *, named: Iterable[int] = ()) -> list[str]:
    """The texts that tell anything of the other business; but for ids that the person has `named`."""
    ids = {str(BUSINESS), *(str(JOBS + number) for number in range(20))} - {str(one) for one in named}
    return [text for text in texts if MARK in text or any(one in text.replace(",", "") for one in ids)]
