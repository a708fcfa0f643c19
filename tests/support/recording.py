"""What stands in the record of a test's database, whether it holds, and whether it agrees with the rows."""

from __future__ import annotations

from pathlib import Path

from app.actions.audit_check import AuditCheck, check_record
from app.actions.audit_notes import IN_DOUBT, UNDONE
from app.actions.audit_table import CONFIRMED
from app.core.record import HOUSEKEEPING, AuditLine
from app.core.record_check import Finding
from app.db.engine import Database
from app.db.url import parse_url
from tests.support.product import Product
from tests.support.running import Station

ABOUT_LINES = {IN_DOUBT, UNDONE, CONFIRMED}
"""Answers of lines that tell what became of another line."""


def lines(product: Product) -> list[AuditLine]:
    """What people and workers did, in the order in which it happened: a line that was queued may come to the
    table after one that was written in its transaction."""
    found = [AuditLine.parse(row["line"]) for row in product.rows("SELECT line FROM sweep_audit ORDER BY id")]
    assert None not in found
    told = [line for line in found if line is not None and line.action not in HOUSEKEEPING]
    return sorted(told, key=lambda line: line.at)


def actions(product: Product) -> list[tuple[str, str, str | None]]:
    """Of these lines the action, the answer and the status."""
    return [(line.action, line.answer, line.new_status) for line in lines(product)]


def check(station: Station) -> AuditCheck:
    """The record once everything is written."""
    assert station.audit.end(20)
    return check_record(station.database, station.audit.path)


def checked(station: Station) -> list[Finding]:
    """What is the matter with it."""
    return list(check(station).findings)


def checked_at(product: Product, data: Path) -> list[Finding]:
    """The same beside the file of a data folder, whoever writes to it."""
    database = Database(parse_url(product.url))
    try:
        return list(check_record(database, data / "audit.jsonl").findings)
    finally:
        database.close()


def require_agreement(product: Product) -> None:
    """Every change of a job's row has its line, and every line its change: each job that a console started is
    as the last line about it says, but for one that a worker has begun, of which no line tells."""
    last: dict[int, AuditLine] = {}
    for line in lines(product):
        if line.job_id is not None and line.answer not in ABOUT_LINES and line.action != "sweep":
            last[line.job_id] = line
    started_here = "SELECT * FROM background_jobs WHERE cursor LIKE '%\"run\"%'"
    rows = {row["id"]: row for row in product.rows(started_here)}
    assert last.keys() == rows.keys()
    for job_id, row in rows.items():
        told = last[job_id]
        begun = (told.new_status, row["status"]) == ("queued", "running")
        assert told.new_status == row["status"] or begun, (told, row)
        if told.action == "end":
            assert (told.total, told.succeeded, told.failed) == (
                row["total"],
                row["succeeded"],
                row["failed_count"],
            )
