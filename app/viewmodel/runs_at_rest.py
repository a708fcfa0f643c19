"""Which runs have come to rest, and which go on, from the rows of the table of businesses: nothing is read
for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.actions.job_states import counted_as, seen_here
from app.core.run import OVER, RunState, run_in
from app.qt.nets import attempt
from app.viewmodel.rows import ShownRow

MOVING = frozenset({RunState.RUNNING, RunState.QUEUED})
"""Jobs that somebody runs, or will run by themselves."""

STOPPED = frozenset({RunState.STALE, RunState.STUCK, RunState.INTERRUPTED})
"""Jobs that are not over, and that nobody runs unless a person does something. One that is paused is none of
them: whoever paused it knows."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Ids of runs: those of which something has changed and nothing moves now, and those that go on."""

    rested: set[str] = field(default_factory=set)
    going: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The newest job of a business, and who asked for it; `run_id` is None where it belongs to no run, or
    where nobody has looked yet."""

    job_id: int
    run_id: str | None
    state: RunState
    asker: str | None


class RunsAtRest:
    """Keeps of each business its newest job, and of each run those that are not over."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen | None] = {}
        self._open: dict[str, dict[int, RunState]] = {}
        self._businesses: dict[int, int] = {}

    def see(self, changed: Iterable[ShownRow], *, is_first: bool) -> Moved:
        """Rows that the poller found new or changed. `is_first`: what is over in them was so before, and is
        no news."""
        touched: set[str] = set()
        for shown in changed:
            state = attempt(_state_of, RunState.RUNNING, shown)  # an odd row is no news of its run
            touched |= self._take(shown, state, is_news=not is_first)
        return self._moved(touched)

    def leave(self, job_id: int, state: RunState) -> Moved:
        """A worker here has left this job so, and no row says it yet."""
        seen = self._of(job_id)
        if seen is None or seen.run_id is None:
            return Moved()
        self._put(self._businesses[job_id], replace(seen, state=state))
        return self._moved({seen.run_id})

    def forget(self, business_ids: Iterable[int]) -> Moved:
        """Businesses that no longer exist."""
        touched = set()
        for business_id in business_ids:
            seen = self._seen.pop(business_id, None)
            if seen is not None and seen.run_id is not None:
                touched.add(seen.run_id)
                self._drop(business_id, seen)
        return self._moved(touched)

    def run_of(self, job_id: int, asker: str) -> str | None:
        """The run of a job that `asker` has asked for, and that was not over when it was first seen."""
        seen = self._of(job_id)
        return seen.run_id if seen is not None and seen.asker == asker else None

    def is_going(self, run_id: str) -> bool:
        """Whether something of the run moves."""
        return not MOVING.isdisjoint(self._open.get(run_id, {}).values())

    def is_ended(self, run_id: str) -> bool:
        """Whether nothing of the run moves, and it is over or needs a person: as `run_ends.is_ended` has it,
        by what the table shows."""
        left = set(self._open.get(run_id, {}).values())
        return MOVING.isdisjoint(left) and (not left or not STOPPED.isdisjoint(left))

    def _of(self, job_id: int) -> _Seen | None:
        return self._seen.get(self._businesses.get(job_id, 0))

    def _take(self, shown: ShownRow, state: RunState | None, *, is_news: bool) -> set[str]:
        business_id, job = shown.row.business.id, shown.row.job
        is_known = business_id in self._seen
        before = self._seen.get(business_id)
        if job is None or state is None:
            now = None
        elif before is not None and before.job_id == job.id and before.run_id is not None:
            now = _Seen(job.id, before.run_id, state, job.requested_by)  # the run of a job never changes
        elif state in OVER and not (is_news or is_known):
            now = _Seen(job.id, None, state, job.requested_by)
        else:
            run = run_in(job.cursor_text)
            now = _Seen(job.id, run.id if run else None, state, job.requested_by)
        self._put(business_id, now)
        return _runs_touched(before, now)

    def _put(self, business_id: int, now: _Seen | None) -> None:
        before, self._seen[business_id] = self._seen.get(business_id), now
        if before is not None and before.run_id is not None:
            self._drop(business_id, before)
        if now is not None and now.run_id is not None:
            self._businesses[now.job_id] = business_id
            if now.state not in OVER:
                self._open.setdefault(now.run_id, {})[business_id] = now.state

    def _drop(self, business_id: int, seen: _Seen) -> None:
        self._businesses.pop(seen.job_id, None)
        left = self._open.get(seen.run_id or "", {})
        left.pop(business_id, None)
        if not left:
            self._open.pop(seen.run_id or "", None)

    def _moved(self, touched: set[str]) -> Moved:
        going = {run_id for run_id in touched if self.is_going(run_id)}
        return Moved(touched - going, going)


def _state_of(shown: ShownRow) -> RunState | None:
    job = shown.row.job
    if job is None:
        return None
    return counted_as(seen_here(job, shown.local, is_left_behind=shown.free_at is not None))


def _runs_touched(before: _Seen | None, now: _Seen | None) -> set[str]:
    """Runs of which a business has changed as they count it."""
    if before is not None and now is not None and (before.job_id, before.state) == (now.job_id, now.state):
        return set()
    return {one.run_id for one in (before, now) if one is not None and one.run_id is not None}
