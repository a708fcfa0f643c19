"""Rows of the table as the poller would show them."""

from __future__ import annotations

from typing import Any

from app.actions.overview import BusinessRow
from app.core.access import Business, Denial
from app.core.job import JobStatus
from app.core.worker import Owner
from app.receipts.names import RECEIPTS_PAGE
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState
from tests.support.jobs import a_job


def a_row(
    business_id: int,
    name: str = "Blue Harbor Dental",
    left: int = 100,
    status: JobStatus | None = None,
    *,
    speed: float | None = None,
    seconds_left: float | None = None,
    local: LocalState | None = None,
    may_act: bool = True,
    active: bool = True,
    owner: Owner | None = None,
    lowest_live: int | None = None,
    workstation: str | None = None,
    free_at: float | None = None,
    **job: Any,
) -> ShownRow:
    """A business with `left` live receipts, and a job of that `status` where one is given; `job` are the
    values of its row."""
    found = None
    if status is not None:
        values = {"id": business_id, "business_id": business_id, "status": status, "cursor_text": "{}", **job}
        found = a_job(**values)
    business = Business(business_id, name, active, frozenset({RECEIPTS_PAGE} if may_act else ()))
    row = BusinessRow(
        business,
        left,
        found,
        counted_job=found.id if found else None,
        counted_at=found.succeeded if found else 0,
        lowest_live=lowest_live,
        denial=None if may_act else Denial.PAGE_DISABLED,
    )
    return ShownRow(row, speed, seconds_left, local, owner=owner, workstation=workstation, free_at=free_at)
