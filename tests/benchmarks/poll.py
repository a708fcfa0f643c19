"""One poll of the table: nothing changed, and much changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, event

from app.actions.overview import Overview
from app.bootstrap.job_types import job_types
from app.core.access import Actor, Role
from app.db import jobs, users
from app.db.engine import Database
from app.db.url import parse_url
from app.receipts.names import DELETE_RECEIPTS
from tests.benchmarks.content import add_businesses, add_receipts
from tests.benchmarks.contestants import NoStorage
from tests.benchmarks.ground import Ground
from tests.benchmarks.report import Report, alternately
from tests.support.statements import bare

RUNNING = 16

_JOBS = """
    INSERT INTO background_jobs
        (business_id, job_type, status, total, processed, cursor, created_at, updated_at)
    SELECT id, 'delete_receipts_all', CASE WHEN id <= {active} THEN 'running' ELSE 'completed' END, 100, 50,
        '{{"last_id": 5, "max_id": 9, "worker": "services/1-a/b"}}', now(), now()
    FROM business
"""


def measure(ground: Ground, *, quick: bool) -> Report:
    """Every business has had a deletion; some of them run."""
    businesses, changed, runs = (200, 20, 2) if quick else (10_000, 500, 15)
    report = Report("poll", f"{businesses:,} businesses, each with a job; {runs} polls of each kind.")
    for name, active in (("nothing changed", RUNNING), (f"{changed} changed", changed)):

        def fill(cursor, active: int = active):
            add_businesses(cursor, businesses)
            add_receipts(cursor, 3 * businesses, f"1 + n % {businesses}")
            cursor.execute(_JOBS.format(active=active))

        with ground.copy(ground.template(fill)) as url, closing(Database(parse_url(url))) as database:
            _measure_one(report, name, database, active, businesses, runs)
    report.aim("statements of a poll in which nothing changed", report.series[0].median, unit="", at_most=1)
    report.aim("its time in the database", report.series[1].median, unit="ms", at_most=5)
    return report


def _measure_one(
    report: Report, name: str, database: Database, active: int, businesses: int, runs: int
) -> None:
    overview = Overview(database, job_types(NoStorage()))
    actor = _actor(database)
    admin = replace(actor, role=Role.ADMIN)
    watched = list(range(1, active + 1))
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        sent.append((statement, parameters))

    def poll() -> object:
        return overview.moved(actor, watched=watched, newer_than=businesses)

    poll()
    event.listen(database.engine, "before_cursor_execute", note)
    poll()
    event.remove(database.engine, "before_cursor_execute", note)
    report.add(f"{name}: statements", "", [len(sent)])
    found = alternately(
        {
            "time in the database": lambda: _in_the_database(
                database,
                lambda on: jobs.moved(
                    on, [DELETE_RECEIPTS], watched=watched, newer_than=businesses, seen_by=actor
                ),
            ),
            "whole poll of one business": lambda: _milliseconds(
                lambda: overview.moved(admin, watched=watched, newer_than=0)
            ),
            "whole poll": lambda: _milliseconds(poll),
            "whole read of all businesses": lambda: _milliseconds(lambda: overview.read(actor)),
        },
        runs,
    )
    for what, values in found.items():
        report.add(f"{name}: {what}", "ms", values)


def _milliseconds(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000


def _actor(database: Database) -> Actor:
    with database.begin() as connection:
        actor = users.by_id(connection, 1)
    assert actor
    return actor


def _in_the_database(database: Database, query: Callable[[Connection], object]) -> float:
    """Milliseconds that the server plans and executes the one statement of `query`, as it says itself."""
    said: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        said.append((bare(statement), parameters))

    with database.begin() as connection:
        event.listen(database.engine, "before_cursor_execute", note)
        query(connection)
        event.remove(database.engine, "before_cursor_execute", note)
        ((statement, parameters),) = said
        explained = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters
        ).scalar_one()[0]
    return float(explained["Planning Time"]) + float(explained["Execution Time"])
