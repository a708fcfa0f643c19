"""A job without a database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.core.job import Job, JobStatus
from app.receipts.names import DELETE_RECEIPTS


def a_job(**changes: Any) -> Job:
    """A job as it might have been read, with `changes`."""
    columns: dict[str, Any] = {
        "id": 1,
        "business_id": 3,
        "job_type": DELETE_RECEIPTS,
        "status": JobStatus.QUEUED,
        "total": 0,
        "processed": 0,
        "succeeded": 0,
        "failed": 0,
        **dict.fromkeys(("last_error", "cursor_text", "requested_by")),
        **dict.fromkeys(("created_at", "updated_at", "started_at", "finished_at", "heartbeat_at")),
        "idle_seconds": 0.0,
        "read_at": datetime(2026, 5, 11, 12),
    }
    return Job(**(columns | changes))
