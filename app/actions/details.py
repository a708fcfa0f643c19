"""What the details of one business show: its past jobs, failed items of a job, what people did."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from decimal import Decimal

from app.actions.audit import AuditTrail
from app.actions.audit_reading import AuditSight
from app.core.access import Actor
from app.core.bounds import ERROR_LENGTH
from app.core.cursor import Cursor, FailedItem
from app.core.errors import NotAllowed
from app.core.record import AuditLine
from app.db import history, jobs, record, users
from app.db.engine import Connection, Database
from app.db.history import HistoryPage
from app.db.tables import has_audit
from app.engine.job_type import ItemFacts, JobTypes

PAGE_SIZE = 50
LINES_KEPT = 500
"""Audit lines of one job that are shown, the newest ones."""


@dataclass(frozen=True, slots=True)
class FailedLine:
    """An item that the job could not delete, and what identifies it for a person. `name`, `amount` and
    `currency` are None where the product has none, or the item no longer exists; `reason` is as the database
    gave it. `is_deleted`: it was deleted since. `is_odd`: its amount is out of range, and None here."""

    item_id: int
    reason: str
    name: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    is_deleted: bool = False
    is_odd: bool = False


class Details:
    """Reads for the tabs under the table. The person's rights are read again each time.

    All methods block and raise DatabaseError kinds, and NotAllowed where the person may not see the business.
    """

    def __init__(self, database: Database, types: JobTypes, audit: AuditTrail) -> None:
        self._database = database
        self._types = types
        self._audit = audit

    def history(self, actor: Actor, business_id: int, before: int | None = None) -> HistoryPage:
        """Up to PAGE_SIZE jobs of the business, of any type, newest first, with an id below `before`."""
        with self._database.snapshot() as connection:
            _require_sight(connection, actor, business_id)
            return history.page(connection, self._types, business_id, before=before, limit=PAGE_SIZE)

    def failures(self, actor: Actor, business_id: int, job_id: int) -> list[FailedLine]:
        """The items that are recorded as failed on the job's row, in the order in which they failed; none
        where it is no job of this business. At most `core.cursor.FAILURES_KEPT`, in a constant number of
        statements. Raises CursorDamaged."""
        with self._database.snapshot() as connection:
            _require_sight(connection, actor, business_id)
            job = jobs.read(connection, job_id)
            if job is None or job.business_id != business_id:
                return []
            job_type = self._types.get(job.job_type)
            failed = Cursor.parse(job.cursor_text).failed
            if not failed or job_type is None:
                return []
            known = job_type.facts(connection, business_id, [failure.item_id for failure in failed])
        return [_line(failure, known.get(failure.item_id)) for failure in failed]

    def log(self, actor: Actor, business_id: int, job_id: int) -> list[AuditLine]:
        """What people did with the job, newest first, at most LINES_KEPT lines: out of the table, or else
        from this workstation; then of another database, whose ids may be the same, only for who sees all
        businesses."""
        with self._database.snapshot() as connection:
            acting = _require_sight(connection, actor, business_id)
            if has_audit(connection):
                rows = record.of_job(connection, job_id, LINES_KEPT)
                lines = (AuditLine.parse(row.text) for row in rows)
                return [line for line in lines if line is not None and line.business_id == business_id]
        sight = AuditSight(acting.user_id, acting.visible(), self._database.where)
        found = (
            line
            for line in self._audit.read()
            if line.job_id == job_id and line.business_id == business_id and sight.takes(line)
        )
        return list(deque(found, maxlen=LINES_KEPT))[::-1]


def _line(failure: FailedItem, fact: ItemFacts | None) -> FailedLine:
    reason = failure.reason[:ERROR_LENGTH]
    if fact is None:
        return FailedLine(failure.item_id, reason)
    return FailedLine(
        failure.item_id, reason, fact.name, fact.amount, fact.currency, fact.is_deleted, fact.is_odd
    )


def _require_sight(connection: Connection, actor: Actor, business_id: int) -> Actor:
    """The person as their row says now."""
    acting = users.by_id(connection, actor.user_id)
    if acting is None or not acting.visible([business_id]):
        raise NotAllowed
    return acting
