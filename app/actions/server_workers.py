"""Who works on a server, and what waits there: read for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from app.actions.server_side import ServerSide
from app.core.access import Actor
from app.core.cursor import HIGHEST_ID
from app.core.errors import SweepError
from app.core.job import Job
from app.core.queue_errors import QueueUnreachable
from app.core.server import QueueLook, is_waiting_elsewhere
from app.core.server_look import Rows, ServerLook, looked_at, server_runner_of
from app.db import businesses, jobs
from app.db.engine import Connection, Database
from app.engine.job_type import JobTypes


class ServerWorkers:
    """Reads for a person, or (None) for whoever may see all. All methods block on Redis and on the
    database."""

    def __init__(self, database: Database, types: JobTypes, server: ServerSide) -> None:
        self._database = database
        self._types = types
        self._server = server

    def look(self, actor: Actor | None, before: ServerLook | None = None) -> ServerLook:
        """As of now; `before` is the look before this one, whose jobs are counted once more where they are
        over by now. Where Redis cannot be asked, the look says why, and what the rows say.

        May raise DatabaseError kinds.
        """
        seen, problem = self._queue()  # first: what is entered later waits for a moment only
        watched = list(before.counters) if before else []
        with self._database.snapshot() as connection:
            rows, over = self._rows(connection, actor, watched)
        return looked_at(
            seen,
            rows,
            where=self._server.where,
            read_at=datetime.now(UTC).replace(tzinfo=None),
            problem=problem,
            over=over,
            missing_before=before.missing if before else None,
        )

    def _queue(self) -> tuple[QueueLook | None, SweepError | None]:
        try:
            return self._server.look(), None
        except QueueUnreachable as error:
            return None, error.with_traceback(None)

    def _rows(
        self, connection: Connection, actor: Actor | None, watched: Collection[int]
    ) -> tuple[Rows, dict[int, int]]:
        """All active jobs, and what those of `watched` have counted that are not on a server any more."""

        def read(seen_by: Actor | None) -> list[Job]:
            return jobs.moved(
                connection, self._types, watched=list(watched), newer_than=HIGHEST_ID, seen_by=seen_by
            )

        own = read(actor)
        # Places and waits are of the whole queue; whose jobs these are is not told.
        every = own if actor is None or actor.visible() is None else read(None)
        visible = None if every is own else frozenset(job.id for job in own)
        on_server = [job for job in every if is_waiting_elsewhere(job) or server_runner_of(job)]
        wanted = {job.business_id for job in on_server if visible is None or job.id in visible}
        names = {one.id: one.name for one in businesses.read(connection, sorted(wanted))} if wanted else {}
        here = {job.id for job in on_server}
        over = {job.id: job.processed for job in every if job.id in watched and job.id not in here}
        return Rows(on_server, visible, names), over
