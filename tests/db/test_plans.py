"""How many rows the statements of the engine look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event

from app.core.cursor import Cursor
from app.core.keeping import Due, KeepingJob, KeepingJobs
from app.db import job_writes, jobs, life, users
from app.db.schema import apply
from app.receipts import attachments, queries, references
from app.receipts import page_statements as statements
from app.receipts.batch_statement import take_next
from app.receipts.names import DELETE_RECEIPTS
from app.receipts.same_files import SameFiles
from tests.support.product import Product
from tests.support.running import Station

LAST = 2**31 - 1


@pytest.fixture(params=[True, False], ids=["with the index", "without it"])
def crowd(station: Station, product: Product, request: pytest.FixtureRequest) -> list[int]:
    """300 businesses with 200 receipts each, of which half are deleted, two files for some; all mixed. With
    and without the recommended index."""
    product.execute("INSERT INTO business (id, name) SELECT n, n::text FROM generate_series(1, 300) AS n")
    product.execute(
        "INSERT INTO attachments"
        " (business_id, filename_original, mime_type, file_size, storage_path, purpose)"
        " SELECT 1 + n % 300, 'x', 'x', 1, 'attachments/' || 1 + n % 300 || '/' || n, 'receipt_source'"
        " FROM generate_series(1, 15000) AS n"
    )
    product.execute(
        "INSERT INTO receipts (business_id, is_deleted, attachment_id)"
        " SELECT 1 + n % 300, n / 300 % 2 = 0, CASE WHEN n <= 15000 THEN n END"
        " FROM generate_series(1, 60000) AS n"
    )
    product.execute(
        "INSERT INTO background_jobs (business_id, job_type, status)"
        " SELECT 1 + n % 300, 'delete_receipts_all', 'completed' FROM generate_series(1, 20000) AS n"
    )
    ids = list(range(1, 301))
    for business in ids[:5]:
        product.job(business, "running", cursor=Cursor(worker=station.identity.waiting).text())
    apply(station.database, with_recommended=request.param)
    product.execute("VACUUM (ANALYZE) receipts, attachments, background_jobs")
    return ids


def looked_at(station: Station, table: str, query: Callable[[Connection], object]) -> int:
    """How many rows of the table the statements of `query` looked at, by EXPLAIN ANALYZE; undone."""
    said: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        said.append((statement, parameters))

    with station.database.connection() as connection, connection.begin() as undone:
        event.listen(station.database.engine, "before_cursor_execute", note)
        savepoint = connection.begin_nested()
        query(connection)
        savepoint.rollback()
        event.remove(station.database.engine, "before_cursor_execute", note)
        plans = [
            connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values).scalar_one()[0][
                "Plan"
            ]
            for sql, values in said
            if "SAVEPOINT" not in sql
        ]
        undone.rollback()
    return sum(
        int(node["Actual Loops"] * (node["Actual Rows"] + _removed(node)))
        for plan in plans
        for node in nodes(plan)
        if "Scan" in node["Node Type"] and node.get("Relation Name") == table
    )


def _removed(node: dict[str, Any]) -> float:
    return sum(value for key, value in node.items() if key.startswith("Rows Removed"))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


Query = Callable[[Connection], object]


def test_what_was_deleted_before_is_not_looked_at_for_a_page_of_files(
    station: Station, product: Product, business: int
) -> None:
    """Also where the server's statistics are from before the job, and know of no deleted receipt and of no
    receipt of the business: by the index of either all would be read for each page."""
    product.execute(
        "INSERT INTO attachments"
        " (business_id, filename_original, mime_type, file_size, storage_path, purpose)"
        " SELECT %s, 'x', 'x', 1, 'attachments/1/' || n, 'receipt_source' FROM generate_series(1, 2000) AS n",
        (other := product.business()),
    )
    product.execute(
        "INSERT INTO receipts (business_id, attachment_id) SELECT business_id, id FROM attachments"
    )
    product.execute("VACUUM (ANALYZE) receipts, attachments")
    product.execute("UPDATE receipts SET is_deleted = true, business_id = %s", business)
    product.execute("UPDATE attachments SET business_id = %s WHERE business_id = %s", business, other)
    page = [row["id"] for row in product.rows("SELECT id FROM attachments ORDER BY id LIMIT 20")]
    with station.database.begin() as connection:
        tied = references.ties(connection)
    for table in ("receipts", "attachments"):
        for query in (statements.described, statements.drop):
            asked = partial(query, business_id=business, ids=page, ties=tied, due=Due(7))
            assert looked_at(station, table, asked) <= 5 * len(page), (table, query)


def test_no_statement_looks_at_much_more_than_it_needs(
    station: Station, product: Product, crowd: list[int]
) -> None:
    """Not at what 299 other businesses have, nor at what was deleted or ended before."""
    # Without the index, the next receipts have to be found among all of the business's own.
    has_index = product.scalar("SELECT to_regclass('idx_receipts_business_live') IS NOT NULL")
    found = 20 if has_index else 200
    # Without the other one, one scan for a page of files, however many they are.
    same = 440 if has_index else 15_600

    others = iter(crowd[10:])

    def batch(after: int) -> Query:
        cursor = Cursor(last_id=after, max_id=LAST)
        job_id = product.job(next(others), "running", cursor=cursor.text())
        return lambda on: take_next(on, job_id, business, cursor, 20)

    business, ids = crowd[123], [124 + 300 * n for n in range(20)]
    first: dict[str, int] = {"after": 0, "upto": LAST, "limit": 20}
    later = first | {"after": 40_000}
    on_files = [124 + 300 * n for n in range(20)]  # attachments of the same ids hang on the first receipts
    name, waiting = station.identity.name, station.identity.waiting
    admin = station.actor(product.user("admin", business).id)
    with station.database.begin() as connection:
        running = list(jobs.by_ids(connection, [20_001, 20_002]).values())
        tied = references.ties(connection)
    keys = [f"attachments/{business}/{n}" for n in on_files]
    stamps = tuple(datetime(2026, 1, day) for day in range(1, 20))
    jobs_then = tuple(
        KeepingJob(business, f"2026-01-{day:02} 00:00:00", "infinity", 7) for day in range(1, 20)
    )
    due = Due(7, stamps, keeping=KeepingJobs("2026-02-01 00:00:00", jobs_then))
    asked: dict[str, tuple[str, int, Query]] = {
        "next ids": ("receipts", found, lambda on: queries.next_ids(on, business, **first)),
        "next ids, later": ("receipts", found, lambda on: queries.next_ids(on, business, **later)),
        "a batch": ("receipts", found + 40, batch(0)),
        "a batch, later": ("receipts", found + 40, batch(40_000)),
        "its job": ("background_jobs", 5, batch(0)),
        "these": ("receipts", 40, lambda on: queries.delete_these(on, business, ids, queries.now(on))),
        "rows of files": ("attachments", 60, lambda on: statements.drop(on, business, on_files, tied, due)),
        "who pointed at them": (
            "receipts",
            200,
            lambda on: statements.drop(on, business, on_files, tied, due),
        ),
        "files of a batch": (
            "attachments",
            40,
            lambda on: statements.described(on, business, ids, tied, due),
        ),
        "who uses them": ("receipts", 200, lambda on: statements.described(on, business, ids, tied, due)),
        "locks of files": ("attachments", 40, lambda on: statements.hold(on, on_files, wait=False)),
        "whose files they are": ("attachments", same, lambda on: SameFiles().of(on, business, keys)),
        "what was left behind": (
            "attachments",
            200,
            lambda on: attachments.left_behind(on, business, after=0, due=due),
        ),
        "who points elsewhere": (
            "receipts",
            400,
            lambda on: attachments.left_behind(on, business, after=LAST),
        ),
        "who keeps files": (
            "receipts",
            850,
            lambda on: attachments.left_behind(on, business, after=0, due=due),
        ),
        "files elsewhere": (
            "attachments",
            200,
            lambda on: attachments.left_behind(on, business, after=LAST, due=due),
        ),
        "newest files": ("attachments", 60, lambda on: attachments.newest(on, limit=50, needed=False)),
        "poll": (
            "background_jobs",
            20,
            lambda on: jobs.moved(on, [DELETE_RECEIPTS], watched=[7, 8, 9], newer_than=20_005),
        ),
        "poll of one": (
            "background_jobs",
            100,
            lambda on: jobs.moved(on, [DELETE_RECEIPTS], watched=[7], newer_than=0, seen_by=admin),
        ),
        "beat": (
            "background_jobs",
            20,
            lambda on: life.keep_alive(on, [DELETE_RECEIPTS], [20_001, 20_002], name, waiting),
        ),
        "those to pause": (
            "background_jobs",
            10,
            lambda on: job_writes.pause_many(on, [(job, Cursor()) for job in running]),
        ),
        "those to cancel": ("background_jobs", 10, lambda on: job_writes.cancel_many(on, [20_001, 20_002])),
        "by whose wish": ("background_jobs", 5, lambda on: users.wishes(on, [20_001, 20_002])),
        "what is live of it": (
            "receipts",
            200,
            lambda on: queries.count_live(on, business, upto=LAST, but=[1, 2]),
        ),
        "what it would delete": ("receipts", 200, lambda on: queries.remaining(on, {business: 0})),
        "one job": ("background_jobs", 1, lambda on: jobs.read(on, 20_001)),
        "active ones": (
            "background_jobs",
            2,
            lambda on: jobs.active(on, [DELETE_RECEIPTS], [business, crowd[0]]),
        ),
    }
    seen = {key: (looked_at(station, table, query), most) for key, (table, most, query) in asked.items()}
    assert {key: counts for key, counts in seen.items() if counts[0] > counts[1]} == {}


@pytest.mark.parametrize("crowd", [True], indirect=True)
def test_without_the_indexes_of_files_a_go_reads_the_receipts_a_few_times(
    station: Station, product: Product, crowd: list[int]
) -> None:
    """And not once for each file that is kept: a job that keeps many could not end."""
    product.execute("DROP INDEX ix_receipts_attachment_id, ix_receipts_preview_attachment_id")
    product.execute("UPDATE receipts SET deleted_at = now() WHERE is_deleted")
    product.execute("VACUUM (ANALYZE) receipts")
    business, receipts = crowd[123], 60_000

    def go(on: Connection) -> None:
        found = attachments.left_behind(on, business, after=0, due=Due(7))
        assert (found.ids, found.kept) == ([], 25)

    assert looked_at(station, "receipts", go) <= 8 * receipts
