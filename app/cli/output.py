"""What the commands print: a table or sentences for people, or one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.cli.streams import Stream
from app.core.bounds import is_in_range
from app.core.job import Job, JobStatus
from app.core.run import run_in
from app.core.text import visible
from app.core.whereabouts import Place, whereabouts


def say(sentence: str) -> None:
    """A sentence for people, where the output is theirs."""
    print(_plain(sentence))


def complain(sentence: str) -> None:
    """A sentence on stderr, on one line."""
    print(_plain(sentence.replace("\n", " ")), file=sys.stderr)


def show_progress(sentence: str) -> None:
    """What changes all the time, in one line of a terminal; nothing where stderr is none. With nothing to
    say, what comes next stands below it."""
    if isinstance(sys.stderr, Stream) and sys.stderr.isatty():
        sys.stderr.redraw(sentence)


def print_json(data: Mapping[str, Any]) -> None:
    """One JSON object on one line, in printable ASCII: a pipe may have any encoding."""
    print(json.dumps(data, default=str).replace("\x7f", "\\u007f"))


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as their widest cell; figures at the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headers, *cells, strict=True)]
    numeric = [all(isinstance(row[i], int | float) for row in rows) for i in range(len(headers))]
    for line in (headers, *cells):
        print(
            "  ".join(
                text.rjust(width) if right else text.ljust(width)
                for text, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
        )


def job_json(job: Job, share: float | None) -> dict[str, Any]:
    """A job as JSON, with the web API's names where it has one. `share` is its percent, None where its live
    receipts were not counted."""
    run = run_in(job.cursor_text)
    return {
        "id": job.id,
        "business_id": job.business_id,
        "job_type": job.job_type,
        "status": job.status.value,
        "total": job.total,
        "processed": job.processed,
        "succeeded": job.succeeded,
        "failed_count": job.failed,
        "percent": share,
        "is_stuck": job.is_stuck or job.is_stale,
        "is_alive": job.is_alive,
        "runs_on": where_it_runs(job) or None,
        "last_error": job.last_error,
        "requested_by": job.requested_by,
        "run": run.id if run else None,
        "run_name": run.name if run else None,
        "created_at": utc(job.created_at),
        "started_at": utc(job.started_at),
        "finished_at": utc(job.finished_at),
        "heartbeat_at": utc(job.heartbeat_at),
    }


def where_it_runs(job: Job) -> str:
    """Where an active job runs or waits; nothing where the row does not say that."""
    found = whereabouts(job) if job.is_active and job.status is not JobStatus.PAUSED else None
    if found is None:
        return ""
    return "web worker" if found.place is Place.WEB else str(found)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}"
    # Here too: columns are as wide as what is shown.
    return visible(_plain(str(value).replace("\n", " ")))


def _plain(text: str) -> str:
    """Without the no-break spaces of quotations (`core.message`), which not every terminal can show."""
    return text.replace("\u00a0", " ")


def utc(moment: datetime | None) -> str | None:
    """A time as JSON has it; None also for one that is out of range (`core.bounds`)."""
    if moment is None or not is_in_range(moment):
        return None
    return f"{moment.isoformat(timespec='seconds')}Z"
