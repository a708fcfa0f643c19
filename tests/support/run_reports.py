"""Reports of runs that never were, for what is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.actions.next_step import NextStep
from app.actions.report import BusinessLine, Refused, RunReport, Undone
from app.core.policy import PaceMode, Policy
from app.core.run import FileCounts, Run, RunRow, RunState
from app.core.whereabouts import Place, Whereabouts

NOON = datetime(2026, 11, 26, 12, 0)

HOSTILE = (
    '=HYPERLINK("http://evil", "x")',
    "<script>alert(1)</script>",
    "a,b;c\t\"d'",
    "\u202egnihtyna",
    "\ud800 half",
    "\x00\x1b[31m",
    "שלום עולם",
    "{0} {count} %s",
)


def a_line(number: int = 1, **changes: Any) -> BusinessLine:
    """A business that was emptied in seven seconds; with `changes`."""
    usual: dict[str, Any] = {
        "business_id": number,
        "business": f"Business {number}",
        "job_id": 100 + number,
        "state": RunState.COMPLETED,
        "before": 10,
        "deleted": 10,
        "failed": 0,
        "after": 0,
        "files": FileCounts(deleted=20),
        "started_at": NOON,
        "ended_at": NOON + timedelta(seconds=7),
        "runs_on": Whereabouts(Place.COMPUTER, "desk"),
        "reason": "",
    }
    return BusinessLine(**{**usual, **changes})


def a_report(
    lines: Sequence[BusinessLine] = (),
    undone: Sequence[Undone] = (),
    refused: Sequence[Refused] = (),
    **changes: Any,
) -> RunReport:
    """Of these businesses; `changes` are those of its row."""
    lines = lines or [a_line()]
    states = [line.state for line in lines]
    usual: dict[str, Any] = {
        "run": Run("0123456789ab", "SUP-4790", "Contract ended", "desk"),
        "first_job": 101,
        "business_id": lines[0].business_id,
        "business": lines[0].business,
        "jobs": {state: states.count(state) for state in states},
        "total": sum(line.before for line in lines),
        "processed": sum(line.deleted + line.failed for line in lines),
        "succeeded": sum(line.deleted for line in lines),
        "failed": sum(line.failed for line in lines),
        "files": FileCounts(),
        "requested_by": "dana@sweep.example",
        "created_at": NOON,
        "started_at": NOON,
        "finished_at": NOON + timedelta(seconds=192),
        "read_at": NOON + timedelta(hours=1),
    }
    row = RunRow(**{**usual, **changes})
    return RunReport(
        row, "db:5432/product.public", lines, undone, refused, (), Policy(mode=PaceMode.ADAPTIVE)
    )


def a_troubled_report(name: str = "Alma") -> RunReport:
    """With everything that can be told of a run; its businesses are called `name`."""
    lines = [
        a_line(
            1,
            business=name,
            state=RunState.WITH_FAILURES,
            deleted=7,
            failed=3,
            after=3,
            files=FileCounts(10, 2, 1, 4),
        ),
        a_line(
            2,
            business=name,
            state=RunState.FAILED,
            deleted=4,
            after=6,
            runs_on=Whereabouts(Place.WEB),
            reason="The rows are gone",
        ),
        a_line(3, business=name, state=RunState.CANCELLED, deleted=1, after=None, ended_at=None),
        a_line(4, business=name, before=0, deleted=0, files=FileCounts(), runs_on=None, started_at=None),
    ]
    undone = [
        Undone(1, name, "receipts", 3, "locked by another transaction", NextStep.RETRY, None, (7, 8, 9)),
        Undone(1, name, "files", 4, "Files not deleted: 4 (Connection reset).", NextStep.CLEAN_UP),
        Undone(2, name, "receipts", 6, name, NextStep.RESUME, RunState.FAILED),
        Undone(3, name, "receipts", 9, "", NextStep.DELETE_AGAIN, RunState.CANCELLED),
    ]
    refused = [
        Refused("nothing_to_delete", 5, name),
        Refused("no_such_business", 6),
        Refused("of_the_future", 7, name),
        Refused("", count=12),
    ]
    return a_report(lines, undone, refused, run=Run("0123456789ab", name[:80], name[:500], name))
