"""What only this console knows of the jobs of runs, from the rows of the table of businesses: nothing is read
for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.actions.job_states import Here, KnownHere
from app.core.run import run_in
from app.engine.events import WaitReason
from app.qt.nets import attempt
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState


class JobsHere(QObject):
    """Keeps those alone whose rows do not say all: as many as there are workers, and what a console left
    behind."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, tuple[int, KnownHere]] = {}

    @property
    def jobs(self) -> Here:
        """What is known at this moment, for another thread."""
        return dict(self._known.values())

    @Slot(object)
    def see_rows(self, changed: Iterable[ShownRow]) -> None:
        """Rows that the poller found new or changed."""
        before = dict(self._known)
        for shown in changed:
            known = attempt(_known, None, shown)  # an odd row costs no more than what is known of it
            if known is None:
                self._known.pop(shown.row.business.id, None)
            else:
                self._known[shown.row.business.id] = known
        self._tell(before)

    @Slot(object)
    def forget(self, business_ids: Iterable[int]) -> None:
        """Businesses that no longer exist."""
        before = dict(self._known)
        for business_id in business_ids:
            self._known.pop(business_id, None)
        self._tell(before)

    def _tell(self, before: dict[int, tuple[int, KnownHere]]) -> None:
        if self._known != before:
            self.changed.emit()


def _known(shown: ShownRow) -> tuple[int, KnownHere] | None:
    """The job and what is known of it, where that is more than its row says."""
    job, local = shown.row.job, _lasting(shown.local)
    if job is None:
        return None
    says_all = local is None and shown.free_at is None and not shown.is_listened_for
    if says_all and not job.is_run_after_its_end:
        return None
    run = run_in(job.cursor_text)
    if run is None:
        return None
    return job.id, KnownHere(run.id, local, shown.free_at is not None, shown.is_listened_for)


def _lasting(local: LocalState | None) -> LocalState | None:
    """Without what changes at every batch, and shows in no state."""
    if local is None:
        return None
    wait = local.wait if local.wait and local.wait.reason is not WaitReason.THROTTLE else None
    if local.stopping is None and wait is None:
        return None
    return replace(local, wait=wait, pace=None)
