"""Finishing by hand the files of receipts that are already deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.actions.audit import AuditTrail
from app.actions.results import Answer
from app.core.access import Actor, denial
from app.db import businesses, users
from app.db.engine import Database
from app.engine.sweeper import FileTally, Sweeper
from app.files.storage import Storage


@dataclass(frozen=True, slots=True)
class SweepResult:
    """One business: `refusal` is None where its files were swept, and then `files` says how it went."""

    business_id: int
    refusal: Answer | None
    files: FileTally


class SweepAction:
    """Deletes the files, and then the attachment rows, that deleted receipts left behind; those of single
    receipts and of the web worker too. May run beside a job: what is already gone counts as deleted."""

    def __init__(self, database: Database, storage: Storage, audit: AuditTrail) -> None:
        self._database = database
        self._storage = storage
        self._sweeper = Sweeper(storage)
        self._audit = audit

    def __call__(
        self, actor: Actor, business_ids: Sequence[int], keep_going: Callable[[], bool] = lambda: True
    ) -> list[SweepResult]:
        """Sweeps each business, and leaves an audit line for each. Blocks for as long as the files take.

        Once `keep_going` says no, it ends after the page of files under way; the businesses that were not
        begun have no result. Raises StorageUnusable, AuditUnavailable and DatabaseError kinds; what was swept
        until then is.
        """
        self._storage.check()
        self._audit.require_writable()
        results = []
        for business_id in dict.fromkeys(business_ids):
            if not keep_going():
                break
            acting, refusal = self._refusal(actor, business_id)
            files = FileTally()
            if refusal is None:
                with self._database.connection() as connection:
                    files = self._sweeper.sweep(connection, business_id, keep_going)
            answer = refusal.value if refusal else f"swept: {files.gone} files deleted, {files.left} left"
            line = self._audit.line(
                acting, "sweep", answer, business_id=business_id, job=None, old_status=None
            )
            self._audit.write([line])
            results.append(SweepResult(business_id, refusal, files))
        return results

    def _refusal(self, actor: Actor, business_id: int) -> tuple[Actor, Answer | None]:
        """The person as the row says now, and why they may not."""
        with self._database.begin() as connection:
            acting = users.by_id(connection, actor.user_id)
            found = businesses.read(connection, [business_id])
        if acting is None or not acting.may_sign_in:
            return acting or actor, Answer.NO_PERMISSION
        if not found:
            return acting, Answer.NO_SUCH_BUSINESS
        reason = denial(acting, found[0])
        return acting, Answer.denied(reason) if reason else None
