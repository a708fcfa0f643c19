"""Percent, speed and time left of a job."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.core.cursor import last_item_of
from app.core.job import Job, JobStatus

SPEED_WINDOW_SECONDS = 20.0
"""Speed is the average over this long: shorter jumps with every batch, longer hides a slow-down."""

LONGEST_WINDOW_SECONDS, GAPS_IN_WINDOW = 120.0, 12
"""A job with long pauses is looked at over so many of them, and at most so many seconds: its batches are of
very different sizes."""

PART_OF_GAP = 0.5
"""A pause of this part of the longest, or more, ends a burst of batches."""

SEEN_WITHIN = 1.5
"""Moves that are this many pauses apart, or less, are of one batch each."""

FRESH_SECONDS, MOVES_TO_BELIEVE, CHANGED = 5.0, 6, 1.7
"""Where each of the last moves was faster, or each was slower, than those before by the factor CHANGED, the
speed has changed, and what was before counts no more. They are so many, take so many seconds, and are longer
than the longest pause."""

OVERDUE, OVERDUE_SECONDS = 2.0, 3.0
"""A job stands still once nothing came for so many times its usual pause and so many seconds more."""

BATCH_COST_SECONDS = 0.05
"""What a batch takes beside its throttle: some four answers of a database over an office network."""


def least_seconds(items: int, batch_size: int, throttle_ms: int) -> float:
    """How long so many items take at least at this pace; files and a busy database come on top."""
    return -(-items // batch_size) * (throttle_ms / 1000 + BATCH_COST_SECONDS)


def percent(job: Job, lowest_live: int | None = None) -> float | None:
    """How far the job is, 0.0–100.0 with one decimal; None where it cannot be said.

    100 where the job is completed and none of its items is live, also where some were deleted by others
    first; at most 99.9 before (states.md, Percent). Items that a completed job gave up do not count as done.
    `lowest_live` is the lowest id of the business's live items, None where it has none. None when there is no
    total, or more was done than it.
    """
    left = leaves_items(job, lowest_live)
    if job.status is JobStatus.COMPLETED and not left:
        return 100.0
    if job.total <= 0 or job.processed > job.total:
        return None
    done = job.processed - job.failed if job.is_completed_with_failures else job.processed
    return min(99.9, max(0.0, round(done / job.total * 100, 1)))


def leaves_items(job: Job, lowest_live: int | None) -> bool:
    """Whether items that the job covers are live: failed ones, those that a retry did not reach, and those
    that were skipped or restored by others; never of a job of another type. `lowest_live` as for
    `percent`."""
    if job.is_foreign:
        return False
    return job.failed > 0 or (lowest_live is not None and lowest_live <= last_item_of(job.cursor_text))


class SpeedMeter:
    """Items a second of one job, or of several together, from a counter as it is seen over time.

    A counter moves batch by batch, and between two of them a job may pause for seconds: the speed is taken
    from one move to another, so that it does not depend on where in a pause the looks fall.
    """

    def __init__(self) -> None:
        self._moves: deque[_Seen] = deque()  # each counter as it was first seen
        self._has_begin = False  # the first of them was seen at some moment between two moves
        self._moved = False  # since the look before
        self._seen_at = self._pause = 0.0
        self._batch = 0
        self._most = math.inf  # items a second, as the pace allows
        self._gap: tuple[tuple[float, ...], float] = (), 0.0  # the longest, and of which moves

    def see(self, now: float, job: Job, pause: float = 0.0, batch: int = 0) -> None:
        """Notes the job's counter at `now` (seconds of a monotonic clock). While it is not running the
        meter is empty, so that waits and pauses do not count into the speed. `pause` is how many seconds
        the job rests between two batches of `batch` items, where that is known."""
        if job.status is not JobStatus.RUNNING:
            self._moves.clear()
            return
        was, self._batch = self._pause, batch
        self._most = batch / pause if batch and pause else math.inf
        self.count(now, job.processed, pause)
        if batch and pause > was * CHANGED:  # what was before was faster
            self._moves = deque([self._moves[-1]])
            self._has_begin = False

    def count(self, now: float, done: int, pause: float = 0.0) -> None:
        """Notes a counter of what is `done`; one that goes back begins anew."""
        if self._moves and done < self._moves[-1].done:
            self._moves.clear()
        if not self._moves:
            self._has_begin = self._moved = True
            self._moves.append(_Seen(now, done))
        elif done > self._moves[-1].done:
            # One that is alone between two looks was, on average, in the middle of them.
            at = now if self._moved else (now + self._seen_at) / 2
            self._moves.append(_Seen(at, done))
            self._moved = True
            self._forget()
        else:
            self._moved = False
        self._seen_at, self._pause = now, pause

    @property
    def per_second(self) -> float | None:
        """Items a second, or None before there are two looks, where the pace is not known either."""
        if not self._moves:
            return None
        if len(self._moves) == 1 and self._most < math.inf and not self._is_standing:
            return self._most
        if self._seen_at <= self._moves[0].at:
            return None
        if len(self._moves) == 1:  # nobody knows yet how long it has been on its way to the next one
            return 0.0 if self._is_standing else None
        first, last = self._ends()
        seconds = (self._seen_at if self._is_standing else last.at) - first.at
        if self._has_begin and len(self._moves) == 2:  # the pause before the first move may have begun before
            seconds = max(seconds, self._pause)
        if seconds <= 0:
            return None
        speed = (last.done - first.done) / seconds
        return min(speed * self._growth(first, last), self._most)

    def seconds_left(self, job: Job) -> float | None:
        """Until the job is done at the present speed; None where that cannot be said."""
        if job.total <= 0 or job.processed > job.total:
            return None
        return self.seconds_for(job.total - job.processed)

    def seconds_for(self, items: int) -> float | None:
        """Until so many more are done at the present speed; None where nothing moves."""
        speed = self.per_second
        if not speed:
            return None
        if self._is_standing:
            return items / speed
        # Of what a batch and its pause take together, a part is over.
        _, last = self._ends()
        ahead = self._moves[-1].done - last.done
        left = (items + ahead) / speed - (self._seen_at - last.at)
        return max(left, items / speed - self._longest_gap, 0.0)

    def _growth(self, first: _Seen, last: _Seen) -> float:
        """The next batch, where it is known, counts as much as all between these two moves together."""
        batches = sum(first.at < move.at <= last.at for move in self._moves)
        is_each_seen = last.at - first.at <= batches * self._pause * SEEN_WITHIN
        if not self._batch or not is_each_seen:
            return 1.0
        return (1 + self._batch * batches / (last.done - first.done)) / 2

    @property
    def _longest_gap(self) -> float:
        """Seconds between two moves. Asked for a dozen times at each look, and worked out once."""
        moves, seen = self._moves, self._gap[0]
        told = (len(moves), moves[0].at, moves[-1].at, self._pause) if moves else (0, self._pause)
        if told != seen:
            longest = max((after.at - before.at for before, after in pairwise(moves)), default=0.0)
            self._gap = told, max(self._pause, longest, 0.0)
        return self._gap[1]

    @property
    def _is_standing(self) -> bool:
        """The next move is overdue."""
        return self._seen_at - self._moves[-1].at > OVERDUE * self._longest_gap + OVERDUE_SECONDS

    def _ends(self) -> tuple[_Seen, _Seen]:
        """The two moves from one to the other of which the speed is taken. Where batches come in bursts, each
        of the two is the last of a burst: what was done by then does not depend on when one looked."""
        ends = self._burst_ends()
        if self._seen_at - self._moves[-1].at >= self._longest_gap * PART_OF_GAP:
            ends.append(self._moves[-1])
        if len(ends) < 3:
            return self._moves[0], self._moves[-1]
        return ends[0], ends[-1]

    def _burst_ends(self) -> list[_Seen]:
        least = self._longest_gap * PART_OF_GAP
        return [before for before, after in pairwise(self._moves) if after.at - before.at >= least]

    def _forget(self) -> None:
        """What is too old, and what was before the speed changed."""
        moves, gap = self._moves, self._longest_gap
        if self._has_begin and len(moves) > 3:
            self._has_begin = False
            moves.popleft()
        window = min(LONGEST_WINDOW_SECONDS, max(SPEED_WINDOW_SECONDS, GAPS_IN_WINDOW * gap))
        while len(moves) > 2 and moves[0].at < moves[-1].at - window:
            self._has_begin = False
            moves.popleft()
        for known in (list(moves), self._burst_ends()):
            before = sum(move.at <= moves[-1].at - max(FRESH_SECONDS, gap) for move in known)
            fresh = known[max(0, min(before - 1, len(known) - MOVES_TO_BELIEVE)) :]
            if len(fresh) >= MOVES_TO_BELIEVE and fresh[0].at > moves[0].at and _has_changed(moves[0], fresh):
                self._moves = deque(move for move in moves if move.at >= fresh[0].at)
                self._has_begin = False
                return


@dataclass(frozen=True, slots=True)
class _Seen:
    at: float
    done: int


def _speed(one: _Seen, other: _Seen) -> float:
    return (other.done - one.done) / max(other.at - one.at, 1e-6)


def _has_changed(first: _Seen, fresh: Sequence[_Seen]) -> bool:
    """Whether each of the fresh moves was faster, or each slower, than from the first to them."""
    usual = _speed(first, fresh[0])
    each = [_speed(before, after) / usual for before, after in pairwise(fresh)]
    return min(each) > CHANGED or max(each) < 1 / CHANGED
