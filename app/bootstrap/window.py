"""What the window needs around a console: its workers in QThreads, the poller, and what is only shown."""

from __future__ import annotations

import time
from functools import partial

from app.actions.business_list import directory
from app.actions.details import Details
from app.actions.overview import Overview
from app.actions.preview import preview
from app.actions.report import Reports
from app.actions.runs import Runs
from app.actions.server_workers import ServerWorkers
from app.actions.throughput import Throughput
from app.bootstrap.console import Console
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.viewmodel.activity import Activity
from app.viewmodel.poller import Poller
from app.viewmodel.server_watch import ServerWatch
from app.viewmodel.services import Services

WindowConsole = Console[WorkerPool]


def services_of(console: WindowConsole, calls: Calls) -> Services:
    """All that the widgets may use, wired once. `viewmodel.quitting.leave` ends it, before the console."""
    server = console.server
    poller = Poller(
        calls,
        Overview(console.database, console.types),
        console.where,
        console.pool.state_of,
        console=console.identity.name,
        dead_consoles=console.find_dead_consoles,
        watch=ServerWatch(calls, server) if server is not None else None,
    )
    console.pool.moved.connect(poller.look_now)
    console.pool.slice_ended.connect(poller.look_now)
    activity = Activity()
    activity.follow(poller, console.pool)
    return Services(
        calls=calls,
        pool=console.pool,
        poller=poller,
        jobs=console.jobs,
        sign_in=console.sign_in,
        preview=partial(preview, console.database, console.job_type),
        directory=partial(directory, console.database, console.job_type),
        estimator=partial(console.estimator, time.sleep),
        sweep_files=console.sweep_files,
        runs=Runs(console.database, console.types),
        reports=Reports(console.database, console.types),
        throughput=Throughput(console.database, console.types),
        details=Details(console.database, console.types, console.audit),
        activity=activity,
        where=console.where,
        storage_place=console.storage.place,
        job_type=console.job_type.name,
        demo=console.profile.demo,
        environment=console.profile.environment,
        server=server,
        workers=None if server is None else ServerWorkers(console.database, console.types, server),
        runs_on=lambda: console.runs_on,
        keep_files_days=lambda: console.keep_files_days,
        restores=console.restores,
        restore_crew=console.restore_crew,
    )
