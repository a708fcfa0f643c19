"""The worker as RQ knows it: listed with its state as long as it gives a sign of life. RQ's own worker does
that; what it would do besides (fork, time-outs by signals, maintenance of entries that are none of ours,
commands from a channel, reading entries by unpickling them) is not used: see the decision 0061."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex
from threading import Lock
from typing import Any

import redis
from rq import SimpleWorker, worker_registration
from rq.worker import WorkerStatus

from app import __version__
from app.core.server import ListenerState
from app.core.worker import ConsoleIdentity
from app.queue import terms
from app.queue.moments import moment

BEAT_SECONDS = 15.0
ALIVE_SECONDS = 90
"""Without a sign of life for so long, it is not listed any more."""

_KEPT_SECONDS = terms.START.result_ttl
"""How long an entry is kept once it is done with, for whoever looks at the queue with RQ's tools."""

_STATES = {
    ListenerState.IDLE: WorkerStatus.IDLE,
    ListenerState.BUSY: WorkerStatus.BUSY,
    ListenerState.STOPPING: WorkerStatus.BUSY,
}


class _Registration(SimpleWorker):
    """RQ's worker, for what it writes about itself alone."""

    def _set_connection(self, connection: redis.Redis) -> redis.Redis:
        return connection  # RQ would wait for an answer for seven minutes

    def _set_ip_address(self, _connection: redis.Redis) -> None:
        self.ip_address = "unknown"  # RQ asks with a command that users may lack


class RegisteredWorker:
    """One process in the lists of RQ. Safe from any thread; whatever is written raises redis.RedisError."""

    def __init__(self, client: redis.Redis, queues: Sequence[str], identity: ConsoleIdentity) -> None:
        self.name = f"{identity.name.replace(':', '-')}-{token_hex(3)}"
        self._client = client
        self._lock = Lock()
        self._fields: dict[str, str] = {terms.VERSION: __version__, terms.CONSOLE: identity.name}
        self._state = ListenerState.IDLE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._worker = _Registration(list(queues), name=self.name, connection=client)
        self._worker.birth_date = datetime.now(UTC)
        self.set_state(ListenerState.IDLE)

    def set_state(self, state: ListenerState, job_id: int | None = None) -> None:
        """What it is at from now on; the next `beat` tells."""
        with self._lock:
            self._state = state
            since = moment(datetime.now(UTC).replace(tzinfo=None))
            at = "" if job_id is None else str(job_id)
            self._fields |= {terms.STATE: state.value, terms.SINCE: since, terms.JOB: at}

    def beat(self) -> None:
        """Shows that it is alive, and all else that is known of it: after Redis has lost its data too."""
        worker = self._worker
        with self._lock:
            worker.last_heartbeat = datetime.now(UTC)
            fields: dict[Any, Any] = {
                **worker.serialize(),
                **self._fields,
                "state": _STATES[self._state].value,
            }
        with self._client.pipeline() as pipe:
            pipe.hset(worker.key, mapping={name: one for name, one in fields.items() if one is not None})
            pipe.expire(worker.key, ALIVE_SECONDS)
            worker_registration.register(worker, pipe)
            pipe.execute()

    def leave(self) -> None:
        """It is not listed any more."""
        self._worker.register_death()  # type: ignore[no-untyped-call]  # RQ leaves it untyped

    def is_suspended(self) -> bool:
        """Somebody has told all workers to take nothing (`rq suspend`)."""
        return bool(self._client.exists("rq:suspended"))

    def begin(self, entry_id: str) -> None:
        """The entry is being worked on."""
        now = moment(datetime.now(UTC).replace(tzinfo=None))
        fields = {"status": "started", "started_at": now, "worker_name": self.name}
        self._write(entry_id, fields, ttl=None)

    def finish(self, entry_id: str) -> None:
        """The entry is done with, whatever became of its job: that stands on the row."""
        now = moment(datetime.now(UTC).replace(tzinfo=None))
        self._write(entry_id, {"status": "finished", "ended_at": now}, ttl=_KEPT_SECONDS)

    def _write(self, entry_id: str, fields: dict[str, str], *, ttl: int | None) -> None:
        key = terms.entry_key(entry_id)
        if not self._client.exists(key):  # evicted, or removed
            return
        with self._client.pipeline() as pipe:
            pipe.hset(key, mapping=fields)  # type: ignore[arg-type]  # its type of a mapping is invariant
            if ttl is None:
                pipe.persist(key)
            else:
                pipe.expire(key, ttl)
            pipe.execute()


logging.getLogger("rq").setLevel(logging.WARNING)
