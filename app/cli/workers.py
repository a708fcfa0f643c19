"""The command that says who works on a server, and what waits there and why."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Any

from app.actions.server_workers import ServerWorkers
from app.bootstrap.connection import database_of
from app.bootstrap.job_types import job_types
from app.bootstrap.queue import open_queue
from app.bootstrap.storage import open_storage
from app.cli.opening import open_profile, signed_in_reader
from app.cli.output import print_json, print_table, say, utc
from app.core.durations import counted, duration
from app.core.exit_status import Exit
from app.core.program import WORKER_COMMAND
from app.core.queue_errors import NoQueueNamed
from app.core.server import ListenerState
from app.core.server_look import EntryState, SeenWorker, ServerLook, WaitingJob, Work
from app.core.unpicked import Why
from app.settings import Settings

CLOSE_SECONDS = 1.0

_STATES = {
    ListenerState.LOST: "not responding",
    ListenerState.BUSY: "busy",
    ListenerState.STOPPING: "stopping",
    ListenerState.IDLE: "free",
}
_ENTRIES = {
    EntryState.IN_QUEUE: "in the queue",
    EntryState.FOR_PRODUCT: "waits for the product's worker",
    EntryState.ENTERING: "is being entered",
    EntryState.GONE: "the entry is gone",
    EntryState.UNKNOWN: "not known",
}
_WHY = {
    Why.NOBODY: "no worker listens on the queue",
    Why.BUSY: "all workers are busy",
    Why.NO_ENTRY: "its entry is gone",
    Why.SOON: "a free worker listens",
    Why.UNREACHABLE: "the queue cannot be reached",
}


def workers(options: Namespace, settings: Settings) -> Exit:
    """Says who listens and what waits, with --user of what this user may see. Raises NoQueueNamed and
    QueueUnreachable."""
    with open_profile(options, settings, storage=False) as profile:
        queue = open_queue(profile)
        if queue is None:
            raise NoQueueNamed
        try:
            with database_of(profile) as database:
                reader = signed_in_reader(profile, database, options)
                reading = ServerWorkers(database, job_types(open_storage(profile.storage)), queue)
                look = reading.look(reader)
                if any(one.entry is EntryState.GONE for one in look.waiting):
                    look = reading.look(reader, look)  # one that was just being taken is gone for a moment
        finally:
            queue.close(CLOSE_SECONDS)
    if look.problem is not None:
        raise look.problem
    if options.json:
        print_json(_json(look))
    else:
        _print(look)
    return Exit.DONE


def _print(look: ServerLook) -> None:
    milliseconds = f"{look.milliseconds or 0:.0f}"
    others = f", {look.others} other entries of the product" if look.others else ""
    say(
        f"The queue {look.where} responds in {milliseconds} ms: {counted(look.listening, 'worker')} "
        f"listening, {counted(look.waits, 'job')} waiting{others}. Expected wait: {_wait(look)}."
    )
    if look.workers:
        print_table(
            ("worker", "kind", "listens on", "state", "since", "works on", "run", "heartbeat"),
            [_worker_line(one, look.read_at) for one in look.workers],
        )
    elif not look.is_listened:
        say(f"Background worker not available: no worker listens on the queue. Start one: {WORKER_COMMAND}.")
    if look.waiting:
        print_table(
            ("place", "job", "business", "name", "run", "entry", "waiting since", "by", "why"),
            [_waiting_line(one) for one in look.waiting],
        )


def _wait(look: ServerLook) -> str:
    """One look measures no speed."""
    seconds = look.seconds_to_wait(None)
    return "not known" if seconds is None else "none" if seconds <= 0 else duration(seconds)


def _worker_line(one: SeenWorker, now: datetime) -> tuple[object, ...]:
    return (
        one.name,
        "sweep" if one.is_ours else "product",
        ", ".join(one.queues),
        _STATES[one.state],
        _age(one.since, now),
        _work(one),
        one.job.run or one.job.run_id if one.job else "",
        _age(one.seen_at, now) if one.is_ours else "",
    )


def _work(one: SeenWorker) -> str:
    match one.work:
        case Work.JOB if one.job is not None:
            return f"job {one.job.job_id} of business {one.job.business_id}"
        case Work.HIDDEN:
            return "a job of another business"
        case Work.OTHER:
            return "other work of the product"
        case Work.TAKEN_OVER:
            return f"its job was taken over by {one.taken_over_by}" if one.taken_over_by else "lost its job"
        case _:
            return ""


def _waiting_line(one: WaitingJob) -> tuple[object, ...]:
    job = one.job
    return (
        "-" if one.position is None else one.position,
        job.job_id,
        job.business_id,
        job.business,
        job.run or job.run_id,
        _ENTRIES[one.entry],
        utc(one.since),
        one.by,
        _why(one),
    )


def _why(one: WaitingJob) -> str:
    if one.restarted_at is not None:
        return f"Redis was restarted at {utc(one.restarted_at)}"
    if one.why is None:
        return ""
    if one.why.job_id is not None and one.why.busy_minutes:
        return f"{_WHY[one.why.why]}, for {one.why.busy_minutes} min with job {one.why.job_id}"
    return _WHY[one.why.why]


def _age(moment: datetime | None, now: datetime) -> str:
    return "" if moment is None else duration(max(0.0, (now - moment).total_seconds()))


def _json(look: ServerLook) -> dict[str, Any]:
    """Times are UTC. `position` counts from 1; `expected_wait_seconds` is null where nobody can say."""
    return {
        "read_at": utc(look.read_at),
        "queue": {
            "where": look.where,
            "milliseconds": None if look.milliseconds is None else round(look.milliseconds, 1),
            "started_at": utc(look.started_at),
            "listening": look.listening,
            "waiting": look.waits,
            "first_waiting_since": utc(look.first_since),
            "other_entries": look.others,
            "expected_wait_seconds": look.seconds_to_wait(None),
        },
        "workers": [_worker_json(one) for one in look.workers],
        "waiting": [_waiting_json(one) for one in look.waiting],
    }


def _worker_json(one: SeenWorker) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": "sweep" if one.is_ours else "product",
        "queues": list(one.queues),
        "host": one.host,
        "pid": one.process_id,
        "version": one.version,
        "state": one.state.value,
        "since": utc(one.since),
        "last_heartbeat": utc(one.seen_at) if one.is_ours else None,
        "is_listed": one.is_listed,
        "work": one.work.value,
        "job_id": one.job.job_id if one.job else None,
        "business_id": one.job.business_id if one.job else None,
        "run_id": one.job.run_id or None if one.job else None,
        "taken_over_by": one.taken_over_by or None,
    }


def _waiting_json(one: WaitingJob) -> dict[str, Any]:
    return {
        "job_id": one.job.job_id,
        "business_id": one.job.business_id,
        "business": one.job.business,
        "run_id": one.job.run_id or None,
        "run": one.job.run,
        "entry": one.entry.value,
        "position": one.position,
        "queue": one.queue or None,
        "waiting_since": utc(one.since),
        "requested_by": one.by or None,
        "why": one.why.why.value if one.why else None,
        "redis_restarted_at": utc(one.restarted_at),
    }
