"""The status filters: which states of the table each one shows, and how many businesses are in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.ui.businesses.states import State, state_of
from app.viewmodel.rows import ShownRow

_RUNNING = frozenset(
    {State.RUNNING, State.STILL_RUN, State.LATE, State.RETRYING, State.PAUSING, State.CANCELLING}
)
_ATTENTION = frozenset(
    {State.UNSHOWN, State.STALE, State.STUCK, State.INTERRUPTED, State.FAILED, State.WITH_FAILURES}
)


@dataclass(frozen=True, slots=True)
class _About:
    icon: str
    tone: str
    word: object
    states: frozenset[State]


class StatusFilter(Enum):
    """The filters in the order in which the sidebar lists them."""

    ALL = _About("building-2", "idle", QT_TRANSLATE_NOOP("StatusFilter", "Businesses"), frozenset(State))
    ATTENTION = _About(
        "triangle-alert", "bad", QT_TRANSLATE_NOOP("StatusFilter", "Needs attention"), _ATTENTION
    )
    RUNNING = _About("loader", "accent", QT_TRANSLATE_NOOP("StatusFilter", "Running"), _RUNNING)
    QUEUED = _About("clock", "idle", QT_TRANSLATE_NOOP("StatusFilter", "Queued"), frozenset({State.QUEUED}))
    PAUSED = _About(
        "circle-pause", "warn", QT_TRANSLATE_NOOP("StatusFilter", "Paused"), frozenset({State.PAUSED})
    )
    FAILED = _About("circle-x", "bad", QT_TRANSLATE_NOOP("StatusFilter", "Failed"), frozenset({State.FAILED}))
    WITH_FAILURES = _About(
        "circle-alert",
        "warn",
        QT_TRANSLATE_NOOP("StatusFilter", "With failures"),
        frozenset({State.WITH_FAILURES}),
    )
    COMPLETED = _About(
        "circle-check", "ok", QT_TRANSLATE_NOOP("StatusFilter", "Completed"), frozenset({State.COMPLETED})
    )
    CANCELLED = _About(
        "ban", "idle", QT_TRANSLATE_NOOP("StatusFilter", "Cancelled"), frozenset({State.CANCELLED})
    )
    NO_JOB = _About(
        "circle-dashed", "idle", QT_TRANSLATE_NOOP("StatusFilter", "No job"), frozenset({State.NO_JOB})
    )
    NOTHING = _About(
        "inbox", "idle", QT_TRANSLATE_NOOP("StatusFilter", "Nothing to delete"), frozenset({State.NOTHING})
    )

    @property
    def icon(self) -> str:
        return self.value.icon

    @property
    def tone(self) -> str:
        return self.value.tone

    @property
    def word(self) -> str:
        """The word in the present language."""
        return QCoreApplication.translate("StatusFilter", str(self.value.word))

    @property
    def states(self) -> frozenset[State]:
        """What a row must be in to be shown."""
        return self.value.states

    @classmethod
    def named(cls, name: object) -> StatusFilter:
        """The filter of that name, as it was kept; all businesses for any other text."""
        return cls.__members__.get(str(name), cls.ALL)


class StatusCounts:
    """Counts the businesses by state from snapshots as they come, without going through all of them again."""

    def __init__(self) -> None:
        self._states: dict[int, State] = {}
        self._counts: Counter[State] = Counter()
        self._by_filter: Mapping[StatusFilter, int] | None = None

    def see(self, changed: Iterable[ShownRow]) -> Mapping[int, State]:
        """Takes new or changed rows in; returns the state of each."""
        states = {shown.row.business.id: state_of(shown) for shown in changed}
        self._take_in(states)
        return states

    def see_all_of(self, other: StatusCounts, business_ids: Set[int]) -> None:
        """Takes these businesses in, as the other one has them."""
        states = other._states
        self._take_in({key: states[key] for key in business_ids & states.keys()})

    def forget(self, business_ids: Iterable[int]) -> None:
        """Leaves businesses out that are not there any more."""
        self._leave_out([key for key in business_ids if key in self._states])

    def _take_in(self, states: Mapping[int, State]) -> None:
        """Of thousands at once as well: what is done with each of them is done by Python's own loops."""
        known = self._states
        new = {key: state for key, state in states.items() if known.get(key) is not state}
        if new:
            self._leave_out([key for key in new if key in known])
            known.update(new)
            self._counts.update(Counter(new.values()))
            self._by_filter = None

    def _leave_out(self, known: Sequence[int]) -> None:
        if known:
            self._counts.subtract(Counter(map(self._states.pop, known)))
            self._by_filter = None

    @property
    def counts(self) -> Mapping[StatusFilter, int]:
        """How many businesses each filter shows."""
        if self._by_filter is None:
            self._by_filter = {
                status_filter: sum(self._counts[state] for state in status_filter.states)
                for status_filter in StatusFilter
            }
        return self._by_filter
