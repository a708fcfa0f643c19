"""Lets jobs go on here that a console of this computer left behind, as soon as nobody can be alive on
them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from app.actions.results import Answer
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.job import Job, JobStatus
from app.core.worker import holder_of
from app.viewmodel.rows import Connected
from app.viewmodel.services import Services

log = logging.getLogger(__name__)

_WAITING = {JobStatus.QUEUED, JobStatus.RUNNING}


class Rescue(QObject):
    """Waits for the last heartbeat of each of `jobs` to grow old, and takes it over then. Gives one up that
    somebody else has taken, cancelled or ended meanwhile, and one that it is refused."""

    def __init__(self, services: Services, actor: Actor, jobs: Sequence[Job], parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._actor = actor
        self._awaited = {job.id: (job.business_id, holder_of(job)) for job in jobs}
        self._is_busy = False
        services.poller.connection.connect(self._look)

    @property
    def is_over(self) -> bool:
        """Nothing is waited for any more."""
        return not self._awaited

    def give_up(self) -> None:
        """The jobs stay as they are."""
        self._awaited.clear()

    @Slot(object)
    def _look(self, connected: Connected) -> None:
        """After each poll."""
        if not connected.ok or self._is_busy:
            return
        due = []
        for job_id, (business_id, worker) in list(self._awaited.items()):
            shown = self._services.poller.shown(business_id)
            job = shown.row.job if shown else None
            if job is None or job.id != job_id or not _waits_as_left(job, worker):
                del self._awaited[job_id]
            elif job.needs_rescue:
                due.append(job_id)
        if due:
            self._is_busy = True
            self._services.calls.spawn(self._take_over(due), name="rescue")

    async def _take_over(self, due: Sequence[int]) -> None:
        """What fails, and on which somebody is alive after all, is tried again after the next poll. Any other
        answer stays what it is, however often one asks."""
        try:
            results = await self._services.calls.run(self._services.jobs.take_over, self._actor, due)
            for job_id, result in zip(due, results, strict=True):
                if result.answer is not Answer.STILL_ALIVE:
                    self._awaited.pop(job_id, None)
        except SweepError as error:
            log.warning("Jobs left behind could not be taken over: %s", error)
        finally:
            self._is_busy = False
            self._services.poller.look_now()


def _waits_as_left(job: Job, worker: str | None) -> bool:
    """Nobody has taken it since its console ended; the web worker keeps that one's name."""
    return job.status in _WAITING and holder_of(job) == worker
