"""Jobs that a worker on a server runs: handed over, entered again, or taken back to this console."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from app.actions.changes import Changes
from app.actions.one_by_one import OneByOne
from app.actions.results import ActionResult, Answer
from app.actions.server_side import ServerSide
from app.actions.stopping import answered
from app.core.access import Actor
from app.core.job import Job
from app.core.queue_errors import NobodyListens, NoQueueNamed, QueueUnreachable
from app.core.server import RunsOn, is_waiting_elsewhere
from app.db.engine import Connection

log = logging.getLogger(__name__)


class OnServer(OneByOne):
    """The row is changed first, and is the truth; the entry in the queue follows the commit, and is a hint.
    Where it cannot be made, the answer says so, and nothing is lost: it can be made again."""

    _changes: Changes

    def run_here(
        self,
        actor: Actor,
        job_ids: Sequence[int],
        ends: Mapping[int, int] | None = None,
        *,
        accept_missing: bool = False,
    ) -> list[ActionResult]:
        """Runs jobs here that wait for a worker on a server, and removes their entries. `ends` as for
        `JobActions.resume`."""
        self._require_ready(actor, self._types.values(), accept_missing)
        act = partial(self._changes.run_here, ends=ends or {}, accept_missing=accept_missing)
        return self._each(actor, "run_here", job_ids, act)

    def enqueue_again(
        self, actor: Actor, job_ids: Sequence[int], *, anyway: bool = False
    ) -> list[ActionResult]:
        """A new entry for jobs that wait for a worker on a server: theirs is gone. One that is there all the
        same does no harm. Raises as `JobActions.start` does on a server."""
        self._server_for(RunsOn.SERVER, anyway=anyway)
        return self._entered(self._each(actor, "enqueue_again", job_ids, _still_waits))

    def _server_for(self, on: RunsOn, *, anyway: bool) -> ServerSide | None:
        """The queue, where jobs are to run on a server. Raises NoQueueNamed, QueueUnreachable, and, unless
        they are to be enqueued `anyway`, NobodyListens."""
        if on is RunsOn.HERE:
            return None
        if self._server is None:
            raise NoQueueNamed
        try:
            self._server.require_listening()
        except NobodyListens:
            if not anyway:
                raise
        return self._server

    def _entered(self, results: Sequence[ActionResult]) -> list[ActionResult]:
        """Entries for those that were handed over; where that fails, their answers say so."""
        handed = [one.job for one in results if one.answer is Answer.HANDED_OVER and one.job is not None]
        if not handed or self._server is None:
            return list(results)
        begun = {job.id for job in handed if job.started_at is not None}
        try:
            self._server.enter([job.id for job in handed], begun=begun)
        except QueueUnreachable as error:
            log.warning("Jobs wait on the server without entries: %s", error)
            return [_not_entered(one, str(error)) for one in results]
        return list(results)


def _still_waits(_connection: Connection, job: Job, _actor: Actor) -> ActionResult:
    return answered(Answer.HANDED_OVER if is_waiting_elsewhere(job) else Answer.WRONG_STATUS, job)


def _not_entered(result: ActionResult, reason: str) -> ActionResult:
    if result.answer is not Answer.HANDED_OVER:
        return result
    return replace(result, answer=Answer.NOT_ENTERED, detail=reason)
