"""One write of a job's row, as `journal` has seen it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class JobChange:
    """One write of a job's row. `deleted` are the receipts that the same transaction deleted, by business;
    `again` counts those of them that somebody else had deleted before, and `stamped` all by their
    `deleted_at`; `back` are those that others brought
    back to life since the job's row was last written.

    `idle` are the seconds since the row's last sign of life. Where status or cursor were changed: `heard` is
    the age of each fresh heartbeat on jobs of the business as it was before, by job id, and `live` are the
    live receipts of the business afterwards. `may` says whether the right to delete was still there.
    """

    who: str
    job_id: int
    business_id: int
    idle: float
    old: dict[str, Any]
    new: dict[str, Any]
    deleted: tuple[tuple[int, int], ...]
    again: int
    stamped: Counter[datetime]
    back: frozenset[int]
    heard: dict[int, float] = field(default_factory=dict)
    live: frozenset[int] = frozenset()
    may: bool = True

    def worker(self, row: dict[str, Any]) -> str:
        return str(cursor_of(row).get("worker", ""))

    @property
    def was_queued_here(self) -> bool:
        """It waited in the queue of the console that made this change."""
        return self.worker(self.old) == f"{self.who}/queue"

    @property
    def is_queued_here(self) -> bool:
        return self.worker(self.new) == f"{self.who}/queue"

    @property
    def was_on_server(self) -> bool:
        """It waited for whichever worker on a server takes it."""
        return self.worker(self.old).startswith(_SERVER) and not _is_moved(self.old)

    @property
    def is_on_server(self) -> bool:
        return self.worker(self.new).startswith(_SERVER) and not _is_moved(self.new)

    @property
    def is_for_many(self) -> bool:
        """Whoever made it is a worker on a server, which may do for all of them what a console may not do for
        another."""
        return re.match(r"sweep:[^:]+:w[0-9]+:", self.who) is not None

    @property
    def was_run_here(self) -> bool:
        """A worker of the console that made this change had claimed it."""
        return self.worker(self.old).startswith(f"{self.who}/") and not self.was_queued_here

    @property
    def is_own(self) -> bool:
        """It ran, or waited, at the console that made this change."""
        return self.was_run_here or self.was_queued_here

    @property
    def is_consoles(self) -> bool:
        return self.who.startswith("sweep:")

    @property
    def is_beat(self) -> bool:
        """It says nothing but that somebody is alive."""
        return self.old.get("status") == self.new["status"] and self.old["cursor"] == self.new["cursor"]

    @property
    def has_begun(self) -> bool:
        """Whoever made it begins to run the job; the web worker begins anew each time."""
        return self.new["status"] == "running" and self.old.get("started_at") != self.new["started_at"]

    def more(self, counter: str) -> int:
        """By how much a counter grew."""
        return (self.new[counter] or 0) - (self.old.get(counter) or 0)

    @property
    def way(self) -> tuple[str | None, str]:
        """Old and new status."""
        return self.old.get("status"), self.new["status"]

    def __str__(self) -> str:
        return (
            f"{self.who}: job {self.job_id} {self.way}\n  {self.old}\n  {self.new}\n  {self.deleted}"
            f" heard {self.heard} live {sorted(self.live)}"
        )


_SERVER = "sweep:@server:"


def _is_moved(row: dict[str, Any]) -> bool:
    """The web worker has moved it: it keeps the name that it found there."""
    cursor = cursor_of(row)
    return "at" in cursor and cursor["at"] != cursor.get("last_id")


def stamps_of(row: dict[str, Any]) -> Counter[datetime]:
    """What the cursor of a job's row counts of receipts by their `deleted_at`."""
    found: Counter[datetime] = Counter()
    for at, count in cursor_of(row).get("stamps", []):
        found[datetime.fromisoformat(at)] += count
    return found


def files_of(row: dict[str, Any]) -> list[int]:
    """What the cursor of a job's row counts of files: deleted, missing, kept, left."""
    return list(cursor_of(row).get("files") or [0, 0, 0, 0])


def cursor_of(row: dict[str, Any]) -> dict[str, Any]:
    """The cursor of a job's row."""
    found = json.loads(row.get("cursor") or "{}")
    return found if isinstance(found, dict) else {}
