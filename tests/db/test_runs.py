"""Runs on the rows of their jobs: written with the start, kept by whoever writes there, and read as one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.actions.results import Answer
from app.actions.runs import Runs
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.core.run import FileCounts, Run, RunLabel, RunRow, RunState
from app.core.run_errors import NoSuchRun, NothingInRun, RunAmbiguous
from app.db import running, runs
from app.engine.events import Ending
from app.receipts.names import DELETE_RECEIPTS
from tests.support.halting import many
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide
from tests.support.web_worker import WebWorker

NASTY = 'say "hi" {\\} \\u0022}, "worker": "x" שלום \U0001f9fe'
LABEL = RunLabel("SUP-4821", NASTY)


def start(
    station: Station, actor: Actor, businesses: Sequence[int], label: RunLabel | None = LABEL
) -> list[int]:
    results = station.actions.start(actor, DELETE_RECEIPTS, businesses, run=label)
    return [result.job.id for result in results if result.answer is Answer.STARTED and result.job]


def only(station: Station, actor: Actor | None = None) -> RunRow:
    (row,) = Runs(station.database, station.types).listed(actor)
    return row


def run_of(station: Station, job_id: int) -> Run:
    run = station.cursor(job_id).run
    assert run
    return run


def test_all_that_is_started_in_one_go_is_a_run(station: Station, product: Product, actor: Actor) -> None:
    businesses = many(product, 3, receipts=2)
    job_ids = start(station, actor, businesses)
    (run,) = {json.dumps(run_of(station, job_id).json) for job_id in job_ids}
    found = Run.parse(json.loads(run))
    assert found
    assert (found.name, found.note, found.workstation) == (LABEL.name, LABEL.note, "desk")
    row = only(station)
    assert (row.run, row.first_job, row.size) == (found, min(job_ids), 3)
    assert (row.jobs, row.total, row.processed) == ({RunState.QUEUED: 3}, 6, 0)
    assert (row.requested_by, row.business_id) == (actor.email, businesses[0])
    assert {(line.run, line.run_name) for line in station.audit.read()} == {(found.id, found.name)}


def test_one_start_without_a_name_is_a_run_too(station: Station, product: Product, actor: Actor) -> None:
    start(station, actor, many(product, 1, receipts=1), None)
    row = only(station)
    assert (row.run.name, row.run.note, row.size) == ("", "", 1)


def test_the_businesses_that_got_no_job_stand_on_the_first_one_alone(
    station: Station, product: Product, actor: Actor
) -> None:
    empty, *full = many(product, 1, receipts=0) + many(product, 3, receipts=1)
    station.start(full[1])
    job_ids = start(station, actor, [9999, full[2], empty, full[1], full[0]])
    first, second = sorted(job_ids)
    assert run_of(station, first).refused == {
        "no_such_business": (9999,),
        "nothing_to_delete": (empty,),
        "already_active": (full[1],),
    }
    assert run_of(station, second).refused == {}
    assert run_of(station, first).id == run_of(station, second).id == only(station).id
    assert station.run(first).succeeded == station.run(second).succeeded == 1


def test_what_was_left_out_before_is_named_unless_it_was_started_all_the_same(
    station: Station, product: Product, actor: Actor
) -> None:
    closed, empty, full = 77, *many(product, 1, receipts=0), *many(product, 1, receipts=1)
    left_out = {closed: Answer.PAGE_DISABLED, empty: Answer.TOO_SOON, full: Answer.TOO_SOON}
    results = station.actions.start(actor, DELETE_RECEIPTS, [empty, full], run=LABEL, left_out=left_out)
    assert [result.answer for result in results] == [Answer.NOTHING_TO_DELETE, Answer.STARTED]
    assert results[1].job
    assert run_of(station, results[1].job.id).refused == {
        "page_disabled": (closed,),
        "nothing_to_delete": (empty,),
    }


def test_where_nothing_is_started_there_is_no_run(station: Station, product: Product, actor: Actor) -> None:
    assert not start(station, actor, many(product, 2, receipts=0))
    assert not Runs(station.database, station.types).listed(actor)
    assert {line.run for line in station.audit.read()} == {""}


@pytest.mark.parametrize("label", [LABEL, RunLabel(note="x" * 500), RunLabel(), RunLabel("\\", "\x01}")])
@pytest.mark.parametrize("refused", [False, True])
def test_a_job_of_a_run_is_claimed_in_one_statement(
    station: Station, product: Product, actor: Actor, label: RunLabel, refused: bool
) -> None:
    """PostgreSQL and Python must find the same in its text."""
    (business,) = many(product, 1, receipts=1)
    (job_id,) = start(station, actor, [business, *([9999] if refused else [])], label)
    before = station.cursor(job_id)
    token = station.identity.claim()
    with station.database.connection() as connection:
        claimed = running.claim_new(connection, job_id, [DELETE_RECEIPTS], station.identity.waiting, token)
    assert claimed
    assert claimed.started_at
    assert claimed.status is JobStatus.RUNNING
    counts = Cursor.parse(claimed.cursor_text).counts
    assert counts
    assert claimed.cursor_text == before.claimed_by(token, claimed.started_at, counts).text()


def test_the_statements_of_a_job_do_not_grow_with_its_note(
    station: Station, product: Product, actor: Actor
) -> None:
    counts, texts = [], []
    for label in (RunLabel(), RunLabel("x" * 80, "\U0001f9fe" * 500)):
        (job_id,) = start(station, actor, many(product, 1, receipts=30), label)
        with station.statements() as sent:
            assert station.run(job_id, batch_size=10).succeeded == 30
        counts.append(len(sent))
        texts.append(sent)
    assert texts[0] == texts[1]
    assert counts[0] <= 9


def test_a_run_survives_all_that_is_done_with_its_jobs(
    station: Station, product: Product, actor: Actor, web: WebSide
) -> None:
    (business,) = many(product, 1, receipts=60)
    (job_id,) = start(station, actor, [business])
    run = run_of(station, job_id)
    station.run_batches(job_id, 1)
    assert run_of(station, job_id) == run
    worker = WebWorker(web, job_id)
    for _step in range(5):
        next(worker)
    assert run_of(station, job_id) == run
    product.execute("UPDATE background_jobs SET status = 'failed', heartbeat_at = NULL, finished_at = now()")
    assert station.resume(job_id).answer is Answer.RESUMED
    requeued = station.run(job_id, runtime_cap_seconds=10, throttle_ms=20_000, auto_continue=True)
    assert requeued.ending is Ending.CONTINUES
    assert station.read(job_id).status is JobStatus.QUEUED
    assert run_of(station, job_id) == run
    product.execute("UPDATE background_jobs SET heartbeat_at = now() - interval '1 day', updated_at = NULL")
    product.execute("UPDATE background_jobs SET created_at = now() - interval '1 day'")
    with Station(product, "another") as another:
        assert another.actions.take_over(actor, [job_id])[0].answer is Answer.TAKEN_OVER
        another.run(job_id)
    assert station.read(job_id).status is JobStatus.COMPLETED
    assert run_of(station, job_id) == run
    assert only(station).jobs == {RunState.COMPLETED: 1}


def test_two_consoles_that_start_at_once_make_two_runs(
    station: Station, product: Product, actor: Actor
) -> None:
    businesses = many(product, 8, receipts=1)
    with Station(product, "another") as another, ThreadPoolExecutor(2) as threads:
        halves = (station, businesses[:6]), (another, businesses[2:])
        list(threads.map(lambda one: start(one[0], actor, one[1]), halves))
        found = Runs(station.database, station.types).listed(None)
    assert sum(row.size for row in found) == len(businesses)
    refused = [one for row in found for ids in row.run.refused.values() for one in ids]
    assert len(found) == 2 or refused == []
    assert sorted(refused) == businesses[2:6] or len(found) == 1
    assert {row.run.workstation for row in found} <= {"desk", "another"}


def test_a_run_whose_first_job_is_deleted_is_shown_without_it(
    station: Station, product: Product, actor: Actor
) -> None:
    businesses = many(product, 3, receipts=1)
    job_ids = sorted(start(station, actor, [*businesses, 9999]))
    product.execute("DELETE FROM background_jobs WHERE id = %s", job_ids[0])
    row = only(station)
    assert (row.first_job, row.size, row.run.name, row.run.refused) == (job_ids[1], 2, LABEL.name, {})


def test_what_a_person_sees_of_each_job_is_counted(station: Station, product: Product) -> None:
    run = Run("0123456789ab", "SUP-1")
    seen: dict[RunState, dict[str, Any]] = {
        RunState.COMPLETED: {"status": "completed", "processed": 3, "succeeded": 3, "total": 3},
        RunState.WITH_FAILURES: {"status": "completed", "failed_count": 1, "total": 3, "processed": 3},
        RunState.CANCELLED: {"status": "cancelled", "total": 5},
        RunState.FAILED: {"status": "failed"},
        RunState.STALE: {"status": "running", "heartbeat_at": "2020-01-01", "updated_at": "2020-01-01"},
        RunState.PAUSED: {"status": "paused", "processed": 1, "total": 2, "succeeded": 1},
        RunState.RUNNING: {"status": "running"},
        RunState.QUEUED: {"status": "queued"},
    }
    files = FileCounts(5, 4, 3, 2)
    for values in seen.values():
        cursor = Cursor(1, 9, files=files, run=run, deferred=(3,)).text()
        product.job(product.business(), cursor=cursor.replace('"deferred": [3], ', ""), **values)
    row = only(station)
    assert row.jobs == dict.fromkeys(seen, 1)
    assert (row.total, row.processed, row.succeeded, row.failed) == (13, 7, 4, 1)
    assert row.files == FileCounts(40, 32, 24, 16)
    assert (row.over, row.is_active, row.needs_attention, row.percent) == (4, True, True, 53.8)
    found = Runs(station.database, station.types).find(None, "SUP-1")
    assert [len(found.taking(action)) for action in ("pause", "resume", "cancel", "retry", "take_over")] == [
        2,
        2,
        4,
        1,
        1,
    ]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "{",
        '"run": {"id": "0123456789ab", "name": "cut of',
        '{"run": {"id": "0123456789ab", "name": 5}}',
        '{"run": {"id": "0123456789ab"}, "files": [1, 2',
        '{"run": {"id": "0123456789ab"}, "files": [99999999999999999999, 2, 3, 4]}',
        '{"run": {"id": "nothing"}}',
        '{"run": {"id": "',
        '{"other": "\\"run\\": {\\"id\\": \\"0123456789ab\\"}"}',
    ],
)
def test_a_damaged_cursor_hides_no_run(station: Station, product: Product, actor: Actor, cursor: str) -> None:
    start(station, actor, many(product, 1, receipts=1))
    product.job(product.business(), "failed", cursor=cursor)
    found = Runs(station.database, station.types).listed(actor)
    assert LABEL.name in {row.run.name for row in found}
    for row in found:
        assert Runs(station.database, station.types).find(actor, row.id).row.size == 1


def test_jobs_of_other_kinds_are_no_part_of_a_run(station: Station, product: Product) -> None:
    product.job(product.business(), job_type="broadcast", cursor=Cursor(run=Run("0123456789ab")).text())
    assert not Runs(station.database, station.types).listed(None)


def test_a_person_sees_their_part_alone(station: Station, product: Product, actor: Actor) -> None:
    businesses = many(product, 3, receipts=1)
    empty = many(product, 1, receipts=0)
    start(station, actor, [*empty, *businesses])
    admin = station.actor(product.user(role="ADMIN", business_id=businesses[1]).id)
    row = only(station, admin)
    assert (row.size, row.business_id, row.run.refused) == (1, businesses[1], {})
    assert only(station, actor).run.refused == {"nothing_to_delete": tuple(empty)}
    product.execute("UPDATE users SET is_active = false WHERE id = %s", admin.user_id)
    assert not Runs(station.database, station.types).listed(admin)
    with station.database.connection() as connection:
        assert runs.touched(connection, station.types, newer_than=0, seen_by=admin) == (frozenset(), 0)


def test_a_name_means_the_newest_run_but_not_where_several_are_active(
    station: Station, product: Product, actor: Actor
) -> None:
    reading = Runs(station.database, station.types)
    old, new, another = many(product, 3, receipts=1)
    first = start(station, actor, [old])
    station.cancel(first[0])
    second = start(station, actor, [new])
    assert reading.find(actor, f" {LABEL.name} ").row.first_job == second[0]
    start(station, actor, [another])
    with pytest.raises(RunAmbiguous) as told:
        reading.find(actor, LABEL.name)
    ids = {row.id for row in reading.listed(actor) if row.is_active}
    assert set(str(told.value.values["ids"]).split(", ")) == ids
    assert reading.find(actor, min(ids)).row.id == min(ids)
    for unknown in ("", "SUP", "0" * 12):
        with pytest.raises(NoSuchRun):
            reading.find(actor, unknown)
    with pytest.raises(NothingInRun):
        reading.find(actor, run_of(station, first[0]).id).wanted("cancel")


def test_only_runs_that_may_have_changed_are_asked_for(
    station: Station, product: Product, actor: Actor
) -> None:
    ended, active = many(product, 2, receipts=1)
    (over,) = start(station, actor, [ended])
    station.run(over)
    (waits,) = start(station, actor, [active])
    with station.database.connection() as connection:
        types = station.types
        assert runs.touched(connection, types, newer_than=0)[0] == {
            run_of(station, over).id,
            run_of(station, waits).id,
        }
        active_one = frozenset({run_of(station, waits).id})
        assert runs.touched(connection, types, newer_than=waits) == (active_one, waits)
        (row,) = runs.read(connection, types, only=[run_of(station, over).id], since=over)
        assert (row.first_job, row.jobs) == (over, {RunState.COMPLETED: 1})


def test_files_are_counted_over_all_slices(station: Station, product: Product, actor: Actor) -> None:
    business = product.business()
    product.receipts(business, 30, files=2)
    product.lose_files(3)
    (job_id,) = start(station, actor, [business])
    station.run_batches(job_id, 1)
    station.resume(job_id)
    station.run(job_id)
    files = only(station).files
    assert (files.deleted, files.missing, files.left) == (57, 3, 0)
    assert station.cursor(job_id).files == files


def test_a_name_of_a_console_in_a_note_does_not_make_the_job_its_own(
    station: Station, product: Product, actor: Actor
) -> None:
    """Whoever reads who has taken a job over may write that down."""
    businesses = many(product, 2, receipts=1)
    with Station(product, "another") as another:
        noted = RunLabel(note=f"waits in {station.identity.waiting}")
        (foreign,) = start(another, actor, businesses[:1], noted)
        (own,) = start(station, actor, businesses[1:], noted)
        stopped = station.actions.stop_own(actor)
    assert [result.job.id for result in stopped if result.job] == [own]
    assert station.read(foreign).status is JobStatus.QUEUED
