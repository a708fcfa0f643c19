"""The restores of a console run one after the other in a thread, and its end pauses them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from app.actions.leaving import Leaving
from app.actions.results import Answer
from app.core.restore import Restore, RestoreStatus
from app.core.restore_messages import CONSOLE_CLOSED
from app.db import restores
from app.engine.control import Control
from app.workers.restoring import Report, RestoreCrew
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.restoring import age, make_table
from tests.support.running import Station

GUARD_SECONDS = 30


@pytest.fixture
def deleted(product: Product, station: Station) -> list[int]:
    """Jobs of three businesses that have deleted 20 receipts each."""
    businesses = [product.business(f"Nr {number}") for number in range(3)]
    for one in businesses:
        product.receipts(one, 20)
    jobs = station.delete(*businesses)
    for job_id in jobs:
        station.run(job_id)
    return jobs


def started(station: Station, jobs: list[int]) -> list[int]:
    results = station.console.restores.start(station.person, jobs)
    return [one.restore.id for one in results if one.restore]


def statuses(station: Station) -> list[str]:
    return [one.status.value for one in reversed(station.console.restores.read(None))]


def test_all_that_were_started_run_to_their_end(
    station: Station, product: Product, deleted: list[int]
) -> None:
    crew = station.console.restore_crew
    ids = started(station, deleted)
    assert crew.wait(ids, GUARD_SECONDS)
    assert statuses(station) == ["completed"] * 3
    assert [crew.last_seen(one) and crew.last_seen(one).restored for one in ids] == [20, 20, 20]  # type: ignore[union-attr]
    assert crew.own == []
    assert crew.last_seen(999) is None


class Held:
    """Runs nothing before it may."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.is_in, self.may_go = Event(), Event()
        self.beaten: list[list[int]] = []
        self.crew = RestoreCrew(self.run, lambda ids: self.beaten.append(list(ids)), 0.01)
        station.console.restores._crew = self.crew

    def run(self, restore_id: int, control: Control, report: Report) -> Restore | None:
        self.is_in.set()
        assert self.may_go.wait(GUARD_SECONDS)
        return self.station.console._run_restore(restore_id, control, report)


@pytest.fixture
def held(station: Station) -> Iterator[Held]:
    held = Held(station)
    yield held
    held.may_go.set()
    assert held.crew.close(GUARD_SECONDS)


def test_a_request_to_pause_is_for_those_that_wait_too(
    station: Station, product: Product, deleted: list[int], held: Held
) -> None:
    ids = started(station, deleted)
    assert held.is_in.wait(GUARD_SECONDS)
    assert held.crew.own == ids
    assert held.crew.request_pause() == ids
    held.may_go.set()
    assert held.crew.wait(ids, GUARD_SECONDS)
    assert statuses(station) == ["paused"] * 3
    assert product.scalar("SELECT count(*) FROM receipts WHERE NOT is_deleted") == 0
    for one in station.console.restores.go_on(station.person, ids):
        assert one.answer.is_done
    assert held.crew.wait(ids, GUARD_SECONDS)
    assert statuses(station) == ["completed"] * 3


def test_the_end_of_the_console_pauses_them_with_the_reason(
    station: Station, product: Product, deleted: list[int], held: Held
) -> None:
    ids = started(station, deleted)
    assert held.is_in.wait(GUARD_SECONDS)
    held.crew.request_leave()
    held.may_go.set()
    assert held.crew.close(GUARD_SECONDS)
    assert statuses(station) == ["paused"] * 3
    assert {one.last_error for one in station.console.restores.read(None)} == {str(CONSOLE_CLOSED)}
    held.crew.hand_over(ids)  # nobody would run them
    assert held.crew.own == []


def test_leaving_waits_for_the_batch_under_way(
    station: Station, product: Product, deleted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.actions.leaving.BATCH_SECONDS", GUARD_SECONDS)
    ids = started(station, deleted)

    class NoWorkers:
        own_jobs: list[int] = []  # noqa: RUF012 - a stand-in for one test

        def request_leave(self) -> None: ...

        def close(self, _milliseconds: int) -> bool:
            return True

    crew = station.console.restore_crew
    leaving = Leaving(NoWorkers(), station.actions, None, crew)  # type: ignore[arg-type]
    assert leaving.close()
    assert crew.own == []
    assert set(statuses(station)) <= {"completed", "paused"}
    assert ids


def test_whoever_runs_or_waits_here_is_alive(station: Station, deleted: list[int], held: Held) -> None:
    ids = started(station, deleted)
    assert held.is_in.wait(GUARD_SECONDS)
    while not held.beaten:
        pass
    assert held.beaten[-1] == ids


def test_a_beat_is_for_this_console_alone(
    station: Station, product: Product, deleted: list[int], held: Held
) -> None:
    ids = started(station, deleted)
    product.execute("UPDATE sweep_restores SET owner = 'sweep:other:1:abc/queue' WHERE id = %s", ids[1])
    product.execute("UPDATE sweep_restores SET status = 'paused' WHERE id = %s", ids[2])
    for one in ids:
        age(product, one, 60)
    station.console._beat_restores(ids)
    with station.database.begin() as connection:
        rows = {one.id: one for one in restores.listed(connection, ids=ids)}
    alive = [one for one in ids if (rows[one].seconds_alive or 0) > 100]
    assert alive == ids[:1]


def test_a_bug_costs_one_restore_and_no_more(
    station: Station, deleted: list[int], expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Restore 1 met a bug")

    def run(restore_id: int, control: Control, report: Report) -> Restore | None:
        if restore_id == 1:
            raise ZeroDivisionError
        return station.console._run_restore(restore_id, control, report)

    crew = RestoreCrew(run, lambda _ids: None)
    station.console.restores._crew = crew
    ids = started(station, deleted)
    assert crew.wait(ids, GUARD_SECONDS)
    assert statuses(station) == ["queued", "completed", "completed"]
    assert crew.close(GUARD_SECONDS)
    with station.database.begin() as connection:
        row = restores.read(connection, ids[0])
    assert row
    assert row.status is RestoreStatus.QUEUED


def test_a_console_that_was_there_before_the_table_heeds_it(station: Station, product: Product) -> None:
    """Its connections were opened without it."""
    product.execute("DROP TABLE sweep_restores")
    business = product.business()
    product.receipts(business, 5)
    with station.database.begin():
        pass
    with Station(product, "older") as older:
        assert older.person
        make_table(product.url)
        product.execute(
            "INSERT INTO sweep_restores (business_id, job_id, status) VALUES (%s, 1, 'running')", business
        )
        (result,) = older.actions.start(older.person, older.deletion.name, [business])
        assert result.answer.value == "restore_active"


@pytest.mark.parametrize("is_to_pause", [False, True])
def test_what_goes_on_before_its_pause_has_ended_here_runs_once_more(
    station: Station, product: Product, deleted: list[int], is_to_pause: bool
) -> None:
    """The row waits for this console again while the runner that lost it to the pause is still leaving."""
    is_in, may_go = Event(), Event()
    runs: list[int] = []

    def run(restore_id: int, control: Control, report: Report) -> Restore | None:
        runs.append(restore_id)
        if len(runs) > 1:
            return station.console._run_restore(restore_id, control, report)
        is_in.set()
        assert may_go.wait(GUARD_SECONDS)
        return None

    crew = RestoreCrew(run, lambda _ids: None)
    station.console.restores._crew = crew
    (restore_id,) = started(station, deleted[:1])
    assert is_in.wait(GUARD_SECONDS)
    restores_here = station.console.restores
    assert restores_here.pause(station.person, [restore_id])[0].answer is Answer.PAUSED
    assert restores_here.go_on(station.person, [restore_id])[0].answer is Answer.RESTORING
    if is_to_pause:
        crew.request_pause()
    may_go.set()
    assert crew.wait([restore_id], GUARD_SECONDS)
    assert crew.close(GUARD_SECONDS)
    assert (runs, statuses(station)) == ([restore_id] * 2, ["paused" if is_to_pause else "completed"])
