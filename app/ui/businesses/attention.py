"""What needs attention, by kind: how many businesses, why, and on which of them one step helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.qt.nets import attempt
from app.ui.businesses.advice import Step, first_step
from app.ui.businesses.states import State
from app.ui.businesses.status_filters import StatusFilter
from app.viewmodel.rows import ShownRow

KINDS = tuple(
    sorted(
        StatusFilter.ATTENTION.states,
        key=(
            State.UNSHOWN,
            State.STALE,
            State.STUCK,
            State.INTERRUPTED,
            State.FAILED,
            State.WITH_FAILURES,
        ).index,
    )
)
"""The worst first."""

STEPS = {
    State.STALE: Step.TAKE_OVER,
    State.STUCK: Step.TAKE_OVER,
    State.FAILED: Step.RESUME,
    State.WITH_FAILURES: Step.RETRY,
}
"""What helps a kind, where anything does."""


@dataclass(slots=True)
class _Kind:
    rows: dict[int, tuple[ShownRow, object, int, bool]] = field(default_factory=dict)
    reasons: Counter[object] = field(default_factory=Counter)
    failed: int = 0
    takers: int = 0


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """`count` businesses of one kind. `example` is one of them, and stands for all where they have one
    reason (`is_shared`). `failed` receipts are left in all of them together, and `step` helps `takers` of
    them."""

    state: State
    count: int
    example: ShownRow
    is_shared: bool
    failed: int
    step: Step | None
    takers: int


class Attention:
    """Kept from snapshots as they come, without going through all businesses again."""

    def __init__(self) -> None:
        self._state_of: dict[int, State] = {}
        self._kinds = {state: _Kind() for state in KINDS}

    def see(self, changed: Iterable[ShownRow], states: Mapping[int, State]) -> None:
        """Takes new or changed rows in; `states` has the state of each of them."""
        for shown in changed:
            business_id = shown.row.business.id
            state = states[business_id]
            if business_id in self._state_of:
                self._take_out(business_id)
            if state in self._kinds:
                self._put_in(business_id, state, shown)

    def forget(self, business_ids: Iterable[int]) -> None:
        """Leaves businesses out that are not there any more."""
        for business_id in business_ids:
            if business_id in self._state_of:
                self._take_out(business_id)

    @property
    def lines(self) -> list[AttentionLine]:
        """The kinds that occur, the worst first."""
        return [self._line(state, kind) for state, kind in self._kinds.items() if kind.rows]

    def takers(self, state: State) -> list[int]:
        """The businesses of a kind on which its step can be done."""
        return [key for key, (_, _, _, takes) in self._kinds[state].rows.items() if takes]

    def _line(self, state: State, kind: _Kind) -> AttentionLine:
        return AttentionLine(
            state,
            len(kind.rows),
            next(iter(kind.rows.values()))[0],
            len(kind.reasons) == 1,
            kind.failed,
            STEPS.get(state) if kind.takers else None,
            kind.takers,
        )

    def _put_in(self, business_id: int, state: State, shown: ShownRow) -> None:
        job, kind = shown.row.job, self._kinds[state]
        failed = max(0, job.failed) if job is not None else 0
        # Of the silent and the waiting each has a time of its own.
        reason: object = job.last_error if job is not None and state is State.FAILED else business_id
        step = STEPS.get(state)
        takes = step is not None and attempt(first_step, None, shown) is step
        self._state_of[business_id] = state
        kind.rows[business_id] = (shown, reason, failed, takes)
        kind.reasons[reason] += 1
        kind.failed += failed
        kind.takers += takes

    def _take_out(self, business_id: int) -> None:
        kind = self._kinds[self._state_of.pop(business_id)]
        _, reason, failed, takes = kind.rows.pop(business_id)
        kind.reasons[reason] -= 1
        if not kind.reasons[reason]:
            del kind.reasons[reason]
        kind.failed -= failed
        kind.takers -= takes
