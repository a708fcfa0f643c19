"""What became of files, counted; and why some of them stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.run import FileCounts

REASONS_TOLD = 3
"""How many distinct reasons are kept of files that stay; the counts are of all."""


@dataclass(frozen=True, slots=True)
class FileTally:
    """Files of one slice of a job, or of one sweep.

    `deleted` were there and are gone, `missing` were gone already; the rows of both are dropped. `needed` are
    needed by something that stays, and `kept` go later, as their receipts may come back until then; neither
    is a failure. `left` could not be deleted now; of these, `held` were missing, but so many that a wrong
    storage is likely (`receipts.file_pages`). `hidden` are those of `deleted` whose data an older version in
    the bucket still holds, `in_doubt` those of `left` whose deletion was under way as it was given up.
    `why_needed` and `why_left` count the reasons, those of `held` left out."""

    deleted: int = 0
    missing: int = 0
    needed: int = 0
    left: int = 0
    held: int = 0
    hidden: int = 0
    in_doubt: int = 0
    kept: int = 0
    why_needed: Mapping[str, int] = field(default_factory=dict)
    why_left: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: FileTally) -> FileTally:
        return FileTally(
            self.deleted + other.deleted,
            self.missing + other.missing,
            self.needed + other.needed,
            self.left + other.left,
            self.held + other.held,
            self.hidden + other.hidden,
            self.in_doubt + other.in_doubt,
            self.kept + other.kept,
            _sum(self.why_needed, other.why_needed),
            _sum(self.why_left, other.why_left),
        )

    @classmethod
    def of_needed(cls, reason: str, count: int = 1) -> FileTally:
        """Counts files that something needs."""
        return cls(needed=count, why_needed={reason: count}) if count else cls()

    @classmethod
    def of_left(cls, reason: str, count: int = 1) -> FileTally:
        """Counts files that could not be deleted."""
        return cls(left=count, why_left={reason: count}) if count else cls()

    @property
    def all_but_what_stays(self) -> FileTally:
        """Without those that a later sweep has met again."""
        return FileTally(self.deleted, self.missing, hidden=self.hidden)

    def added_to(self, counts: FileCounts) -> FileCounts:
        """The counts on a job's row, with these."""
        return FileCounts(
            counts.deleted + self.deleted,
            counts.missing + self.missing,
            counts.needed + self.needed,
            counts.left + self.left,
            counts.kept + self.kept,
        )

    @property
    def looked_at(self) -> int:
        """How many files the storage was asked for, with an answer that can be believed or not."""
        return self.deleted + self.missing + self.held

    @property
    def reason(self) -> str:
        """The most frequent one of those that could not be deleted."""
        return most_frequent(self.why_left)[0][0] if self.why_left else ""


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    return Counter(one) + Counter(other) if one and other else one or other


def most_frequent(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    """At most REASONS_TOLD of them with their counts, the most frequent first."""
    return Counter(reasons).most_common(REASONS_TOLD)
