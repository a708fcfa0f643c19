"""The end of a console in stages: stop taking work, let batches end, close; each stage with a bound."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from app.actions.jobs import JobActions
from app.actions.results import ActionResult
from app.core.access import Actor
from app.core.errors import SweepError
from app.workers.group import WorkerGroup
from app.workers.restoring import RestoreCrew

log = logging.getLogger(__name__)

PAUSE_SECONDS = 10.0
BATCH_SECONDS = 30.0
AUDIT_SECONDS = 5.0


class Leaving:
    """Once it is made, nothing begins here any more, and running jobs pause at their next batch. Then call
    `pause` and `close`, in this order; both block."""

    def __init__(
        self,
        workers: WorkerGroup,
        jobs: JobActions,
        actor: Actor | None,
        restores: RestoreCrew | None = None,
    ) -> None:
        self._workers = workers
        self._jobs = jobs
        self._actor = actor
        self._has_jobs = bool(workers.own_jobs)
        self.left_behind: list[ActionResult] = []
        """Jobs whose worker was still in a step at the end of its bound."""
        self._restores = restores
        if restores is not None:
            restores.request_leave()
        workers.request_leave()

    def pause(self) -> None:
        """Pauses every job that this console runs or keeps waiting, for who has signed in. An unreachable
        database does not delay the end; the jobs are found again at the next start."""
        if self._actor is not None and self._has_jobs:
            _in_time(partial(self._jobs.stop_own, self._actor))

    def close(self) -> bool:
        """Ends the threads. False where a worker was still in a step at the end of its bound; its job is
        paused on the row, for others to resume. A batch is one statement, which the server does wholly or not
        at all when the process ends."""
        ended = self._workers.close(int(BATCH_SECONDS * 1000))
        if self._restores is not None:
            ended = self._restores.close(BATCH_SECONDS) and ended
        if not ended and self._actor is not None:
            self.left_behind = _in_time(partial(self._jobs.let_go, self._actor))
        self._jobs.end(AUDIT_SECONDS)
        return ended


def _in_time(pause: Callable[[], list[ActionResult]]) -> list[ActionResult]:
    executor = ThreadPoolExecutor(1, thread_name_prefix="pause")
    try:
        return executor.submit(pause).result(PAUSE_SECONDS)
    except (SweepError, TimeoutError) as error:
        log.warning("Not every job could be paused: %s", error)
        return []
    finally:
        executor.shutdown(wait=False)
