"""What a run counts is what a person sees of each of its jobs, by whichever statement it is counted."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from app.actions.job_states import JobState, KnownHere, counted_as, seen_here
from app.actions.runs import Runs
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.core.run import Run
from app.engine.events import WaitReason
from app.workers.job_queue import LocalState, Stopping, Wait
from tests.support.product import Product
from tests.support.running import Station

LONG_AGO = "2020-01-01"

SIGNS: tuple[dict[str, Any], ...] = (
    {},
    {"heartbeat_at": None},
    {"heartbeat_at": LONG_AGO, "created_at": LONG_AGO, "updated_at": LONG_AGO},
    {"finished_at": LONG_AGO, "heartbeat_at": "2999-01-01"},
)
"""Of life: as it should be, none, old ones, and one after the end."""

HERE: tuple[dict[str, Any] | None, ...] = (
    None,
    {"local": LocalState(1, stopping=Stopping.PAUSING)},
    {"local": LocalState(1, stopping=Stopping.CANCELLING)},
    {"local": LocalState(1, wait=Wait(WaitReason.BACKOFF, 4.0))},
    {"is_left_behind": True},
)


def test_every_state_is_counted_as_it_is_shown(station: Station, product: Product, actor: Actor) -> None:
    here: dict[int, KnownHere] = {}
    kinds = itertools.product(JobStatus, SIGNS, (0, 1), HERE)
    for number, (status, signs, failed, known) in enumerate(kinds):
        run = Run(f"{number:012x}")
        values = {"total": 3, "processed": 3, "failed_count": failed, **signs}
        job_id = product.job(product.business(), status.value, cursor=Cursor(1, 9, run=run).text(), **values)
        if known is not None:
            here[job_id] = KnownHere(run.id, **known)
    reading = Runs(station.database, station.types)
    seen: Counter[JobState] = Counter()
    rows = reading.listed(None, here)
    assert len(rows) == len(JobStatus) * len(SIGNS) * 2 * len(HERE)
    for row in rows:
        found = reading.opened(actor, row)  # without what is known here
        assert found
        (job,) = found.jobs
        known = here.get(job.id)
        local, is_left_behind = (known.local, known.is_left_behind) if known else (None, False)
        state = seen_here(job, local, is_left_behind=is_left_behind)
        assert row.jobs == {counted_as(state): 1}, (job, known)
        assert found.row.jobs == found.counts, job
        seen[state] += 1
    assert set(seen) == set(JobState) - {JobState.LATE}


def test_what_is_known_here_makes_its_run_be_read_again(
    station: Station, product: Product, actor: Actor
) -> None:
    run = Run("0123456789ab")
    job_id = product.job(product.business(), "cancelled", cursor=Cursor(1, 9, run=run).text())
    reading = Runs(station.database, station.types)
    (row,) = reading.listed(None)
    known = KnownHere(run.id, LocalState(job_id, stopping=Stopping.CANCELLING))
    assert not reading.look(actor, {row.id: row}, job_id, row.id).rows
    found = reading.look(actor, {row.id: row}, job_id, row.id, {job_id: known})
    assert found.opened
    assert found.opened.states == (JobState.CANCELLING,)
    assert found.opened.counts == found.rows[0].jobs
    assert found.rows[0].is_active
    after = reading.look(actor, {row.id: found.rows[0]}, job_id, row.id)
    assert after.opened
    assert after.opened.states == (JobState.CANCELLED,)
