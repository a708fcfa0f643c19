"""All that the window needs for one connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.actions.business_list import Directory
from app.actions.details import Details
from app.actions.estimate import Estimate
from app.actions.jobs import JobActions
from app.actions.preview import BusinessPreview
from app.actions.report import Reports
from app.actions.restoring import RestoreActions
from app.actions.runs import Runs
from app.actions.server_side import ServerSide
from app.actions.server_workers import ServerWorkers
from app.actions.sign_in import SignIn
from app.actions.sweeping import SweepAction
from app.actions.throughput import Throughput
from app.core.access import Actor
from app.core.demo_hints import DemoHints
from app.core.environment import Environment
from app.core.keeping import DEFAULT_DAYS
from app.core.rates import Work
from app.core.server import RunsOn
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.viewmodel.activity import Activity
from app.viewmodel.exports import Exports
from app.viewmodel.poller import Poller
from app.workers.restoring import RestoreCrew


@dataclass(frozen=True)
class Services:
    """`where` gives the database, host:port/database.schema, and `storage_place` a folder or bucket, both for
    people; `job_type` names the kind of job that the window starts. `where` is asked when it is shown: the
    first connection may change its answer. `estimator` looks at what the database does, and gives what tells
    from then on how long works take. `environment` says what the connection is for. `server` is the queue on
    a server, where one is named, `workers` reads who works there, and `runs_on` gives where a job runs unless
    a person says otherwise, as `keep_files_days` says for how long files are kept. `restores` brings back
    what jobs have deleted, and `restore_crew` runs that here. `exports` hears of each file that is saved."""

    calls: Calls
    pool: WorkerPool
    poller: Poller
    jobs: JobActions
    sign_in: SignIn
    preview: Callable[[Actor, Sequence[int]], list[BusinessPreview]]
    directory: Callable[[Actor], Directory]
    estimator: Callable[[], Callable[[Sequence[Work]], Estimate]]
    sweep_files: SweepAction
    details: Details
    runs: Runs
    reports: Reports
    throughput: Throughput
    activity: Activity
    where: Callable[[], str]
    storage_place: str
    job_type: str
    demo: DemoHints | None = None
    environment: Environment | None = None
    server: ServerSide | None = None
    workers: ServerWorkers | None = None
    runs_on: Callable[[], RunsOn] = lambda: RunsOn.HERE
    keep_files_days: Callable[[], int] = lambda: DEFAULT_DAYS
    restores: RestoreActions | None = None
    restore_crew: RestoreCrew | None = None
    exports: Exports = field(default_factory=Exports)

    @property
    def own_restores(self) -> list[int]:
        """The restores that run or wait in this console."""
        return self.restore_crew.own if self.restore_crew is not None else []
