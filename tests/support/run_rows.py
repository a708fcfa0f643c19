"""Runs as they might have been read, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.core.run import FileCounts, Run, RunRow, RunState
from app.viewmodel.run_ends import RunEnd

READ_AT = datetime(2026, 5, 11, 12)


def a_run(jobs: Mapping[RunState, int], name: str = "SUP-4790", **changes: Any) -> RunRow:
    """A run of two hundred seconds whose businesses are in these states."""
    columns: dict[str, Any] = {
        "run": Run("0123456789ab", name),
        "first_job": 1,
        "business_id": 3,
        "business": "Blue Harbor Dental",
        "jobs": jobs,
        "total": 100,
        "processed": 100,
        "succeeded": 98,
        "failed": 0,
        "files": FileCounts(),
        "requested_by": "dana@sweep.example",
        "created_at": READ_AT - timedelta(seconds=260),
        "started_at": READ_AT - timedelta(seconds=252),
        "finished_at": READ_AT - timedelta(seconds=60),
        "read_at": READ_AT,
    }
    return RunRow(**(columns | changes))


def an_end(jobs: Mapping[RunState, int], **changes: Any) -> RunEnd:
    """The same as an end."""
    row = a_run(jobs, **changes)
    return RunEnd(row, row.finished_at)
