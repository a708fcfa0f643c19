"""What is counted row by row as the rows come is what one would count from the rows as they are now."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.core.going import going_of
from app.core.job import Job, JobStatus
from app.core.policy import Pace
from app.core.progress import SpeedMeter
from app.ui.businesses.order import MOST_SPANS, spans
from app.ui.businesses.states import state_of
from app.ui.businesses.status_filters import StatusCounts, StatusFilter
from app.ui.businesses.totals import RunningTotals
from app.viewmodel.rows import ShownRow
from app.workers.job_queue import LocalState
from tests.support.rows import a_row

pytestmark = pytest.mark.usefixtures("qapp")

MOVING = {JobStatus.RUNNING, JobStatus.QUEUED}


def changes(chance: random.Random) -> Iterator[ShownRow]:
    """Rows of a few businesses, each time with another job or none."""
    for _ in range(400):
        pace = Pace(100, 0.1, level=chance.choice([0.2, 1.0])) if chance.random() < 0.5 else None
        yield a_row(
            chance.randint(1, 6),
            left=chance.randrange(2),
            status=chance.choice([None, *JobStatus, *MOVING]),
            speed=chance.choice([None, 2.0, math.inf]),
            local=LocalState(1, pace=pace),
            total=chance.randint(1, 9),
            processed=chance.randint(0, 12),
        )


def job_in(shown: ShownRow) -> Job:
    assert shown.row.job is not None
    return shown.row.job


def test_the_whole_is_that_of_the_rows_as_they_are_now() -> None:
    chance = random.Random(7)
    tally, moving, over = RunningTotals(lambda: 0.0), dict[int, ShownRow](), dict[int, int]()
    for shown in changes(chance):
        business_id, job = shown.row.business.id, shown.row.job
        before = moving.pop(business_id, None)
        if chance.random() < 0.1:
            totals = tally.forget([business_id])
        else:
            totals = tally.see([shown])
            if job is not None and job.status in MOVING:
                moving[business_id] = shown
                over.pop(business_id, None)
            elif before is not None and job is not None:
                over[business_id] = job.processed
        if not moving:
            over.clear()
        jobs, done = [job_in(one) for one in moving.values()], sum(over.values())
        assert totals.active == len(jobs)
        assert totals.processed == done + sum(min(job.processed, job.total) for job in jobs)
        assert totals.total == done + sum(job.total for job in jobs)
        goings = [going_of(one.local.pace) for one in moving.values() if one.local and one.local.pace]
        assert (going_of(tally.pace) if tally.pace else None) == min(goings, default=None)


def test_of_many_at_once_the_states_are_taken_over() -> None:
    every, some, chance, rows = StatusCounts(), StatusCounts(), random.Random(3), dict[int, ShownRow]()
    for shown in changes(chance):
        rows[shown.row.business.id] = shown
        every.see([shown])
        wanted = set(chance.sample(range(1, 9), 4))  # some of them are not there
        some.forget(range(1, 9))
        assert not any(some.counts.values())
        some.see_all_of(every, wanted)
        assert some.counts == {
            status_filter: sum(state_of(rows[key]) in status_filter.states for key in wanted & rows.keys())
            for status_filter in StatusFilter
        }


def test_the_longest_gap_is_that_of_the_moves_that_are_kept() -> None:
    """However it is remembered between two questions."""
    meter, chance, now, done = SpeedMeter(), random.Random(11), 0.0, 0
    for _ in range(600):
        now += chance.choice([0.1, 0.4, 2.0, 9.0])
        done = 0 if chance.random() < 0.02 else done + chance.choice([0, 3, 50])
        meter.count(now, done, pause=chance.choice([0.0, 0.2, 1.5]))
        gaps = [after.at - before.at for before, after in pairwise(meter._moves)]
        assert meter._longest_gap == max([meter._pause, 0.0, *gaps])


def test_what_is_drawn_anew_covers_every_row_in_a_few_runs() -> None:
    chance = random.Random(2)
    for _ in range(300):
        places = sorted(chance.sample(range(60), chance.randint(0, 20)))
        found = list(spans(places))
        assert len(found) <= MOST_SPANS
        covered = [row for first, last in found for row in range(first, last + 1)]
        assert covered == sorted(set(covered))
        assert set(places) <= set(covered)
        if len(found) < MOST_SPANS:
            assert covered == places
