"""What several selected businesses come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from app.ui.businesses.states import State, state_of
from app.ui.details.facts import left_texts
from app.ui.texts.words import number_text, receipts_text
from app.viewmodel.rows import ShownRow

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Summary:
    """Receipts done, failed, left and in all of the selected businesses' jobs, whether all of these are done
    as a whole, what is live in the businesses with a job and in those without, and how many are in which
    state."""

    businesses: int
    processed: int
    total: int
    failed: int
    is_whole: bool
    left: int
    live: int
    without_job: int
    states: tuple[tuple[State, int], ...]

    @classmethod
    def of(cls, rows: Sequence[ShownRow]) -> Summary:
        whole_rows = [shown for shown in rows if not shown.flaw]
        with_job = [shown.row for shown in whole_rows if shown.row.job is not None]
        jobs = [(row.job, row.percent == 100.0) for row in with_job if row.job is not None]
        counted = Counter(state_of(shown) for shown in rows)
        return cls(
            businesses=len(rows),
            # A job is done as a whole also where other hands deleted some of its receipts first.
            processed=sum(job.total if whole else min(job.processed, job.total) for job, whole in jobs),
            total=sum(job.total for job, _ in jobs),
            failed=sum(job.failed for job, _ in jobs),
            is_whole=all(whole for _, whole in jobs),
            left=sum(0 if whole else max(0, job.total - job.processed) for job, whole in jobs),
            live=sum(row.items_left for row in with_job),
            without_job=sum(shown.row.items_left for shown in whole_rows if shown.row.job is None),
            states=tuple((state, counted[state]) for state in State if counted[state]),
        )

    @property
    def percent(self) -> float | None:
        """0–100, at most 99.9 while anything is left to do; None without a job."""
        if not self.total:
            return None
        return 100.0 if self.is_whole else min(99.9, round(self.processed / self.total * 100, 1))

    def counts_text(self, locale: QLocale) -> str:
        """All receipts together."""
        parts = []
        if self.total:
            parts.append(
                translate("Details", "{processed} of {receipts} done").format(
                    processed=number_text(self.processed, locale),
                    receipts=receipts_text(self.total, locale),
                )
            )
        if self.failed:
            parts.append(
                translate("Details", "{number} failed").format(number=number_text(self.failed, locale))
            )
        parts += left_texts(self.left, self.failed, self.live, locale)
        if self.without_job or not parts:
            parts.append(
                translate("Details", "{receipts} to delete").format(
                    receipts=receipts_text(self.without_job, locale)
                )
            )
        return " · ".join(parts)

    def states_text(self, locale: QLocale) -> str:
        """How many are in which state, what needs a person first."""
        return " · ".join(
            translate("Details", "{state}: {number}").format(
                state=state.word, number=number_text(count, locale)
            )
            for state, count in self.states
        )
