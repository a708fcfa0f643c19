"""What past jobs of the demo did to the receipts, so that every counter on their rows is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.cursor import Cursor, FailedItem
from app.core.job import ENDED, JobStatus
from app.core.policy import Policy
from app.demo.names import PastJob
from app.receipts.names import DELETE_RECEIPTS

_WORKER = "sweep:FRONT-DESK-2:8120:3f9a1c04be77/3"
_REASON = "canceling statement due to lock timeout"
_SECONDS_A_BATCH = {True: 0.4, False: 2.2}  # by a console, by the web side
_OTHER_TOTAL = 240


@dataclass(slots=True)
class Receipt:
    """A receipt of the demo, as far as its story goes. Times are naive UTC."""

    id: int
    business_id: int
    created_at: datetime
    deleted_at: datetime | None = None
    keeps_files: bool = True

    def delete(self, when: datetime) -> None:
        """Soft-deleted, and its files removed."""
        self.deleted_at = when
        self.keeps_files = False


@dataclass(frozen=True, slots=True)
class JobRow:
    """A row of `background_jobs`, but for its id and for who asked."""

    business_id: int
    job_type: str
    status: JobStatus
    total: int
    processed: int
    succeeded: int
    failed_count: int
    last_error: str | None
    cursor: str | None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    heartbeat_at: datetime | None


def play(past: PastJob, business_id: int, receipts: Sequence[Receipt], now: datetime) -> JobRow:
    """Deletes what the job deleted from `receipts` (of one business, by id), and returns the job's row."""
    created = now - timedelta(days=past.days_ago)
    if past.job_type != DELETE_RECEIPTS:
        return _of_another_type(past, business_id, created)
    scope = [receipt for receipt in receipts if receipt.created_at < created and receipt.deleted_at is None]
    if not past.started:
        return _row(past, business_id, created, len(scope), 0, 0, cursor=None, batches=0)
    reached = scope[: round(len(scope) * past.reach)]
    refused = reached[:: max(1, len(reached) // past.failed)][: past.failed] if past.failed else []
    batch_size = Policy().batch_size
    for place, receipt in enumerate(reached):
        if receipt not in refused:
            receipt.delete(_batch_time(past, created, place // batch_size))
    deleted = [receipt for receipt in reached if receipt.deleted_at is not None]
    for receipt in deleted[len(deleted) - past.left_files :]:
        receipt.keeps_files = True
    batches = -(-len(reached) // batch_size)
    return _row(
        past,
        business_id,
        created,
        len(scope),
        len(deleted),
        len(refused),
        cursor=_cursor(past, scope, reached, refused),
        batches=batches,
    )


def _batch_time(past: PastJob, created: datetime, batch: int) -> datetime:
    return created + timedelta(seconds=3 + _SECONDS_A_BATCH[past.by_console] * (batch + 1))


def _cursor(
    past: PastJob, scope: Sequence[Receipt], reached: Sequence[Receipt], refused: Sequence[Receipt]
) -> str | None:
    last_id = reached[-1].id if reached else 0
    if not past.by_console:
        return Cursor(last_id=last_id).text() if reached else None
    return Cursor(
        last_id=last_id,
        max_id=scope[-1].id if scope else 0,
        worker=_WORKER if past.status is JobStatus.RUNNING else None,
        failed=tuple(FailedItem(receipt.id, _REASON) for receipt in refused),
    ).text()


def _of_another_type(past: PastJob, business_id: int, created: datetime) -> JobRow:
    reached = round(_OTHER_TOTAL * past.reach) if past.started else 0
    return _row(past, business_id, created, _OTHER_TOTAL, reached, 0, cursor=None, batches=reached // 50)


def _row(
    past: PastJob,
    business_id: int,
    created: datetime,
    total: int,
    succeeded: int,
    failed: int,
    *,
    cursor: str | None,
    batches: int,
) -> JobRow:
    beat = _batch_time(past, created, batches) if past.started else None
    seen = beat or created
    finished = seen + timedelta(minutes=7) if past.last_error else seen + timedelta(seconds=1)
    return JobRow(
        business_id=business_id,
        job_type=past.job_type,
        status=past.status,
        total=total,
        processed=succeeded + failed,
        succeeded=succeeded,
        failed_count=failed,
        last_error=past.last_error,
        cursor=cursor,
        created_at=created,
        updated_at=finished if past.status in ENDED else seen,
        started_at=created + timedelta(seconds=2) if past.started else None,
        finished_at=finished if past.status in ENDED else None,
        heartbeat_at=beat,
    )
