"""A report as one JSON object, and the checksum by which it is known again.

The checksum is SHA-256 of the object without what tells of this reading alone (NOT_SUMMED), as JSON with
sorted keys, without spaces, in UTF-8. It is the same in each kind of file and in each language, for as long
as the rows say the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app import __version__
from app.actions.report import BusinessLine, Refused, RunReport, Undone
from app.core.bounds import is_in_range
from app.core.environment import Environment
from app.core.run import RunState, policy_json

FORMAT = 1
"""Grows with each change after which an older reader would misunderstand it."""

NOT_SUMMED = frozenset({"checksum", "read_at", "version"})


def record_of(report: RunReport, environment: Environment | None = None) -> dict[str, Any]:
    """The object; times are UTC in ISO 8601, counts in receipts and files. `checksum` is that of the rest."""
    row, run, files = report.row, report.row.run, report.files
    record: dict[str, Any] = {
        "format": FORMAT,
        "run": row.id,
        "run_name": run.name,
        "note": run.note,
        "from": run.workstation,
        "database": report.where,
        "environment": environment.word if environment else None,
        "people": {"requested_by": row.requested_by, "continued_by": list(report.continued_by)},
        "created": _utc(row.created_at),
        "started": _utc(report.started_at),
        "ended": _utc(report.ended_at),
        "is_active": row.is_active,
        "policy": policy_json(report.policy) if report.policy else None,
        "totals": {
            "businesses": len(report.businesses),
            "businesses_by_status": {state.value: report.jobs.get(state, 0) for state in RunState},
            "businesses_emptied": report.emptied,
            "receipts_before": report.before,
            "receipts_deleted": report.deleted,
            "receipts_failed": report.failed,
            "receipts_after": report.after,
            "files_deleted": files.deleted,
            "files_needed": files.needed,
            "files_kept": files.kept,
            "files_kept_until": _utc(report.kept_until),
            "files_missing": files.missing,
            "files_left": files.left,
        },
        "businesses": [_business(line) for line in report.businesses],
        "failures": [_failure(one) for one in report.undone],
        "refused": [_refused(one) for one in report.refused],
        "read_at": _utc(row.read_at),
        "version": __version__,
    }
    if (restored := report.restored) is not None:
        record["restored"] = {
            "receipts": restored.items,
            "restores": restored.restores,
            "last": _utc(restored.last),
            "is_active": restored.is_active,
        }
    return record | {"checksum": checksum_of(record)}


def checksum_of(record: Mapping[str, Any]) -> str:
    """64 hexadecimal digits."""
    summed = {key: value for key, value in record.items() if key not in NOT_SUMMED}
    encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    found = hashlib.sha256()
    for piece in encoder.iterencode(summed):  # in one go it would keep Python from every other thread
        found.update(piece.encode(errors="backslashreplace"))
    return found.hexdigest()


def _business(line: BusinessLine) -> dict[str, Any]:
    return {
        "business_id": line.business_id,
        "business": line.business,
        "job": line.job_id,
        "status": line.state.value,
        "before": line.before,
        "receipts_deleted": line.deleted,
        "receipts_failed": line.failed,
        "after": line.after,
        "files_deleted": line.files.deleted,
        "files_needed": line.files.needed,
        "files_kept": line.files.kept,
        "files_kept_until": _utc(line.kept_until),
        "files_missing": line.files.missing,
        "files_left": line.files.left,
        "started": _utc(line.started_at),
        "ended": _utc(line.ended_at),
        "seconds": line.seconds,
        "runs_on": None if line.runs_on is None else str(line.runs_on),
        "last_error": line.reason,
    }


def _failure(one: Undone) -> dict[str, Any]:
    return {
        "business_id": one.business_id,
        "business": one.business,
        "what": one.what,
        "count": one.count,
        "status": one.state.value if one.state else None,
        "reason": one.reason,
        "next_step": one.step.value,
        "receipts": list(one.item_ids),
    }


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "business_id": one.business_id,
        "business": one.business,
        "count": one.count,
        "reason": one.answer,
        "next_step": one.step.value,
    }


def _utc(moment: datetime | None) -> str | None:
    if moment is None or not is_in_range(moment):
        return None
    return f"{moment.isoformat(timespec='milliseconds')}Z"
