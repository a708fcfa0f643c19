"""Cleans up, on request, the files of items that are already deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.actions.acting import asked_for, only_own_files_named, refusal
from app.actions.audit import AuditTrail
from app.actions.results import Answer
from app.core.access import Actor, Permission, going_on_denial
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged
from app.core.job import Job
from app.db import businesses, job_writes, keeping, restores, users
from app.db.again import again
from app.db.engine import Database
from app.db.health import require_all_rows
from app.db.tables import background_jobs
from app.engine.job_type import JobType
from app.engine.tally import FileTally

BEGUN = "begun"
"""The answer of a line before the first file: where none follows it, the process was killed in between."""


@dataclass(frozen=True, slots=True)
class SweepResult:
    """One business: `refusal` is None where its files were swept, and then `files` says how it went."""

    business_id: int
    refusal: Answer | None
    files: FileTally


class SweepAction:
    """Deletes the files, and then the attachment rows, that deleted items left behind; those that the
    web side deleted too. May run beside a job, and not beside a restore."""

    def __init__(self, database: Database, job_type: JobType, audit: AuditTrail) -> None:
        """`job_type` says whose files, and who may."""
        self._database = database
        self._type = job_type
        self._audit = audit

    def __call__(
        self,
        actor: Actor,
        business_ids: Sequence[int],
        keep_going: Callable[[], bool] = lambda: True,
        report: Callable[[SweepResult], object] = lambda _: None,
        *,
        accept_missing: bool = False,
        everything: bool = False,
    ) -> list[SweepResult]:
        """Sweeps each business, and leaves an audit line for each. Blocks for as long as the files take.

        Once `keep_going` returns False, it ends after the page of files under way; the businesses that were
        not begun have no result. It is first asked when storage and audit trail are found to be usable,
        before anything is deleted. `report` is called for each business as soon as it is done, in this
        thread. With `accept_missing` the person confirms that missing files are really gone: else a storage
        with none of the newest files counts as the wrong one, and rows are kept where most files are missing.
        With `everything` files go that are kept for receipts which could still be restored.
        Raises StorageUnusable, AuditUnavailable, RowsHidden and other DatabaseError kinds; what was swept
        until then stays so.
        """
        with self._database.begin() as connection:
            require_all_rows(connection, background_jobs.name)  # a job that is not seen may keep files
        with self._database.connection() as connection, only_own_files_named(actor):
            self._type.require_ready(connection, accept_missing=accept_missing)
        self._audit.require_writable()
        results = []
        files_of = self._type.after_commit(self._database, lambda: not keep_going())
        files_of.accept_missing = accept_missing
        for business_id in dict.fromkeys(business_ids):
            if not keep_going():
                break
            acting, refused = again(
                partial(sweep_refused, self._database, actor, business_id, self._type.permission)
            )
            action = asked_for("sweep_now" if everything else "sweep", accept_missing)
            files = FileTally()
            keepers: list[Job] = []
            if refused is None:
                begun = self._audit.line(acting or actor, action, BEGUN, business_id=business_id)
                self._audit.write([begun])
                keepers = again(partial(self._keepers, business_id)) if everything else []
                with self._database.connection() as connection:
                    files = files_of.sweep(connection, business_id, keep_going, everything=everything)
            answer = refused.value if refused else figures(files)
            line = self._audit.line(acting or actor, action, answer, business_id=business_id)
            self._audit.write([line])
            results.append(SweepResult(business_id, refused, files))
            report(results[-1])
            if keepers and not files.left and keep_going():
                again(partial(self._keep_nothing, keepers))
        return results

    def _keepers(self, business_id: int) -> list[Job]:
        with self._database.begin() as connection:
            return keeping.resting_keepers(connection, self._type.name, business_id)

    def _keep_nothing(self, keepers: Sequence[Job]) -> None:
        """None of the files is there any more that these jobs have kept, and their rows say so; one that has
        changed since speaks for itself."""
        with self._database.begin() as connection:
            for job in keepers:
                try:
                    cursor = Cursor.parse(job.cursor_text)
                except CursorDamaged:
                    continue
                if cursor.files.kept:
                    told = replace(cursor, files=replace(cursor.files, kept=0))
                    job_writes.tell_files(connection, job, told)


def sweep_refused(
    database: Database, actor: Actor | None, business_id: int, permission: Permission
) -> tuple[Actor | None, Answer | None]:
    """The person as the row says now, None where there is no such row, and why they may not sweep. Without
    one, on a server, the business alone decides, as for a job that goes on."""
    with database.begin() as connection:
        acting = users.by_id(connection, actor.user_id) if actor else None
        found = businesses.read(connection, [business_id])
        is_restoring = bool(restores.active_here(connection, [business_id]))
    business = found[0] if found else None
    if actor is not None:
        refused = refusal(acting, business, permission)
    elif business is None:
        refused = Answer.NO_SUCH_BUSINESS
    else:
        denied = going_on_denial(None, business, permission, is_known=False)
        refused = Answer.denied(denied) if denied else None
    # The person who restores was told that the files are there.
    return acting, Answer.RESTORE_ACTIVE if is_restoring and refused is None else refused


def figures(files: FileTally) -> str:
    """As the audit trail has them; further ones only where there is something to count."""
    further = ((files.missing, "missing"), (files.needed, "needed"), (files.kept, "kept"))
    others = [f"{count} {name}" for count, name in further if count]
    noun = "file" if files.deleted == 1 else "files"
    return ", ".join([f"swept: {files.deleted} {noun} deleted, {files.left} left", *others])
