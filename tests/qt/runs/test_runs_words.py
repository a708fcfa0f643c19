"""A job has the same word on the page of its run as in the table of businesses, and is counted by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QToolButton

from app.actions.job_states import JobState, counted_as
from app.actions.runs import RunJobs
from app.core.access import Actor
from app.core.job import JobStatus
from app.core.run import RunState
from app.qt.translation import Language
from app.ui.businesses.cells import cell_text
from app.ui.businesses.columns import Column
from app.ui.businesses.states import STANDING, State, shown_as, state_of
from app.ui.businesses.status_filters import StatusFilter
from app.ui.runs import members
from app.ui.runs.looks import ORDER, parts_of
from app.ui.texts.words import without_marks
from app.viewmodel.jobs_here import JobsHere
from app.viewmodel.rows import ShownRow
from tests.qt.runs.conftest import Looker, NewLooker
from tests.qt.runs.test_runs_parts import a_run
from tests.support.all_states import shown_rows
from tests.support.dialogs import find
from tests.support.gate import Gate
from tests.support.halting import many
from tests.support.jobs import a_job
from tests.support.product import Product
from tests.support.running import EAGER

RUN = '{"max_id": 9, "run": {"id": "0123456789ab", "name": "SUP-1"}}'


def with_a_run(shown: ShownRow) -> ShownRow:
    """The same, its job being one of a run."""
    job = shown.row.job
    assert job
    return replace(shown, row=shown.row.with_job(replace(job, cursor_text=RUN)))


ROWS = [with_a_run(shown) for shown in shown_rows("en") if shown.row.job]


@pytest.mark.parametrize("shown", ROWS, ids=lambda shown: f"{shown.row.business.id}")
@pytest.mark.parametrize("code", ["en", "he"])
def test_the_same_job_has_the_same_word(shown: ShownRow, language: Language, code: str) -> None:
    language.use(code)
    here = JobsHere()
    here.see_rows([shown])
    job = shown.row.job
    assert job
    (member,) = members.members_of(RunJobs(a_run({}), [job], here.jobs), {})
    status = members.columns(language.locale)[members.STATUS_COLUMN]
    cell = status.cell(member)
    assert cell.text == cell_text(shown, Column.STATUS, language.locale)
    assert (cell.icon, cell.tone) == (state_of(shown).icon, state_of(shown).tone)
    bar = members.columns(language.locale)[members.STATUS_COLUMN + 1].cell(member)
    assert {part.stands for part in bar.parts or ()} <= {state_of(shown) in STANDING}


def test_all_states_of_jobs_are_among_them() -> None:
    assert {state_of(shown) for shown in ROWS} == {shown_as(state) for state in JobState}


def test_a_state_is_counted_by_the_filter_of_the_businesses() -> None:
    for state in JobState:
        counted = counted_as(state)
        if counted.name in StatusFilter.__members__:
            assert shown_as(state) in StatusFilter[counted.name].states
        is_urgent = shown_as(state) in StatusFilter.ATTENTION.states
        assert (counted in members._STATES[members.ATTENTION]) is is_urgent


def test_what_is_known_here_is_told_once_and_forgotten() -> None:
    here = JobsHere()
    told: list[int] = []
    here.changed.connect(lambda: told.append(len(here.jobs)))
    here.see_rows(ROWS)
    known = dict(here.jobs)
    here.see_rows(ROWS)
    assert told == [len(known)]
    assert all(one.local is None or one.local.pace is None for one in known.values())
    (left,) = [shown for shown in ROWS if state_of(shown) is State.INTERRUPTED]
    here.forget([left.row.business.id])
    assert told == [len(known), len(known) - 1]


@pytest.mark.parametrize("code", ["en", "he"])
def test_bar_chips_and_table_say_the_same(
    looker: Looker, product: Product, language: Language, code: str
) -> None:
    language.use(code)
    businesses = many(product, 9, receipts=3)
    job_ids = looker.start(businesses, "SUP-1")
    looker.station.pool.close(60_000)
    ends = ("completed", "failed", "cancelled", "cancelled", "paused", "paused", "paused", "completed")
    for number, (job_id, status) in enumerate(zip(job_ids, ends, strict=False)):
        product.execute(
            "UPDATE background_jobs SET status = %s, heartbeat_at = NULL, failed_count = %s,"
            " finished_at = timezone('UTC', clock_timestamp()), processed = 3 WHERE id = %s",
            status,
            int(number == 7),
            job_id,
        )
    looker.look()
    looker.open("SUP-1")
    opened = looker.page.opened
    run = opened.run
    assert run
    assert run.counts == {
        RunState.COMPLETED: 1,
        RunState.FAILED: 1,
        RunState.CANCELLED: 2,
        RunState.PAUSED: 3,
        RunState.WITH_FAILURES: 1,
        RunState.QUEUED: 1,
    }
    assert opened._bar._parts == parts_of(run.counts)
    for state in ORDER:
        chip = find(opened, QToolButton, f"run.chip.{state.value}")
        count = run.counts.get(state, 0)
        assert chip.isVisible() is (count > 0)
        if count:
            chip.click()
            assert len(looker.members()) == count
            word = StatusFilter[state.name].word
            assert without_marks(chip.text()).strip() == f"{word} {count}"
    find(opened, QToolButton, "run.chip.attention").click()
    assert len(looker.members()) == 2


def test_a_cancel_and_a_pause_are_seen_while_they_are_carried_out(
    new_looker: NewLooker, product: Product, storage_root: Any, actor: Actor
) -> None:
    """Their workers are still in a batch: the row says nothing yet, or too much."""
    gate = Gate(storage_root)
    looker = new_looker(storage=gate, workers=2, policy=EAGER)
    first, second = product.business(), product.business()
    for business in (first, second):
        product.receipts(business, 3, files=1)
    job_ids = looker.start([first, second], "SUP-1")
    looker.services.poller.start(actor)
    looker.until(lambda: len(gate.entered) == 2)
    looker.look()
    looker.open("SUP-1")
    looker.station.actions.pause(actor, job_ids[:1])
    looker.station.actions.cancel(actor, job_ids[1:])
    assert product.job_status(job_ids[1]) == JobStatus.CANCELLED
    wanted = {first: State.PAUSING, second: State.CANCELLING}

    def on_both() -> bool:
        rows = {business: looker.services.poller.shown(business) for business in wanted}
        in_table = {business: state_of(shown) for business, shown in rows.items() if shown}
        lines = looker.page.opened.table.records.lines
        return in_table == wanted == {one.job.business_id: shown_as(one.state) for one in lines}

    looker.services.poller.look_now()
    looker.until(on_both)
    run = looker.page.opened.run
    assert run
    assert run.counts == run.row.jobs == {RunState.RUNNING: 2}
    gate.open()
    looker.until(lambda: {product.job_status(one) for one in job_ids} == {"paused", "cancelled"})
    wanted = {first: State.PAUSED, second: State.CANCELLED}
    looker.until(on_both)
    looker.services.poller.stop()


@pytest.mark.parametrize(("action", "state"), [("pause", State.PAUSING), ("cancel", State.CANCELLING)])
def test_a_run_whose_jobs_are_all_being_stopped_says_so(
    new_looker: NewLooker, product: Product, storage_root: Any, actor: Actor, action: str, state: State
) -> None:
    gate = Gate(storage_root)
    looker = new_looker(storage=gate, policy=EAGER)
    business = product.business()
    product.receipts(business, 3, files=1)
    job_ids = looker.start([business], "SUP-1")
    looker.services.poller.start(actor)
    looker.until(lambda: gate.entered)
    looker.look()
    getattr(looker.station.actions, action)(actor, job_ids)
    looker.services.poller.look_now()

    def word() -> str:
        return str(looker.page.table.records.index(0, 1).data()).split(" · ")[0]

    looker.until(lambda: word() == state.word)
    gate.open()
    looker.until(lambda: word() != state.word)
    looker.services.poller.stop()


@pytest.mark.parametrize(("state", "place"), [(JobState.CANCELLING, "desk-1"), (JobState.CANCELLED, "")])
def test_a_cancelled_job_says_where_it_runs_until_its_worker_has_left_it(
    language: Language, state: JobState, place: str
) -> None:
    cursor = '{"worker": "sweep:desk-1:7:aaaaaaaaaaaa/2"}'
    member = members.Member(a_job(status=JobStatus.CANCELLED, cursor_text=cursor), "Alon", state)
    assert without_marks(members.columns(language.locale)[-1].cell(member).text) == place
