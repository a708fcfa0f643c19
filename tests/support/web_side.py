"""The other writer of the rows: a model of the product's web API and its RQ worker, for tests.

Written from web-api-contract.md and faithful to its quirks: both go through an ORM, which reads a row,
thinks, and writes absolute values back by primary key, whatever has become of the row meanwhile, and without
a look at its job type. Receipts whose `is_deleted` is NULL are invisible to it. Where the contract is silent,
the model does what such code usually does: `updated_at` moves with every write, and the end of a job is
written without another look at its status.

Everything is an iterator: one `next` is one action that others can observe, so that a test chooses what
happens in between. What a request answers is the value of its StopIteration; `done` runs one to its end.
The worker is in `web_worker`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import psycopg2
from psycopg2.errors import UniqueViolation

from tests.support.web_worker import WebWorker

NAME = "web"
"""`application_name` of all that the web side sends."""

LOST = "Server restarted / job heartbeat lost: "
ACTIVE = ("queued", "running", "paused")
BATCH_SIZE = 50
NO_QUEUE = "RQ not available"


class Queue(Enum):
    """How the queue is to the API. Whether a worker listens to it the API never knows."""

    WORKS = auto()
    WAS_AWAY = auto()
    """Redis was out of reach when the API started: it never asks again."""
    FAILS = auto()
    """An error while enqueuing."""


class Response(NamedTuple):
    """What a request is answered with: the HTTP status, and the job's row where there is one."""

    status: int
    job: dict[str, Any] | None = None


Request = Generator[str, None, Response]
"""Yields once between reading and writing."""


def done(request: Request) -> Response:
    """The answer of a request that nobody interferes with."""
    while True:
        try:
            next(request)
        except StopIteration as end:
            answer: Response = end.value
            return answer


class WebSide:
    """The web API and the RQ queue `maintenance`, over one connection: for one thread.

    `patience_ms` bounds how long a statement waits for a lock (None: for ever, as the real one): a worker
    whose batch met somebody's lock then yields "waits", and sends the same again at its next step, which is
    to others what waiting is. `clock` gives the application's time in naive UTC, `elapsed` seconds.
    """

    def __init__(
        self,
        url: str,
        storage_root: Path,
        *,
        batch_size: int = BATCH_SIZE,
        patience_ms: int | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC).replace(tzinfo=None),
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.queue: Any = deque()  # or the real one, `web_queue`
        self.queue_state = Queue.WORKS
        self.stumbles = 0
        """In so many batches from now on something fails that is no error of the database."""
        self.robbed: set[int] = set()
        """Live receipts whose files the worker has deleted all the same."""
        self.now = clock
        self.elapsed = elapsed
        self.batch_size = batch_size
        self.storage_root = storage_root
        self._connection = psycopg2.connect(url, application_name=NAME)
        self._connection.autocommit = True
        if patience_ms is not None:
            self.execute(f"SET lock_timeout = {patience_ms}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    # The API

    def delete_all(self, business_id: int, user_id: int | None = None) -> Request:
        """POST /api/receipts/delete_all. Its limit of one a minute is asked for and never recorded: it holds
        nobody. 202, whether a worker listens or not."""
        active = self._active(business_id)
        if active is not None:
            return Response(202, active)
        (found,) = self.rows(
            "SELECT count(*) AS n FROM receipts WHERE business_id = %s AND is_deleted = false", business_id
        )
        if not found["n"]:
            return Response(202)
        yield "counted"
        now = self.now()
        try:
            (job,) = self.rows(
                "INSERT INTO background_jobs (business_id, requested_by_user_id, job_type, status, total,"
                " processed, succeeded, failed_count, created_at, updated_at)"
                " VALUES (%s, %s, 'delete_receipts_all', 'queued', %s, 0, 0, 0, %s, %s) RETURNING *",
                business_id,
                user_id,
                found["n"],
                now,
                now,
            )
        except UniqueViolation:
            return Response(500, self._active(business_id))
        return self._enqueue_new(job)

    def _enqueue_new(self, job: dict[str, Any]) -> Response:
        if self.queue_state is Queue.WAS_AWAY:
            self.save(job["id"], last_error=NO_QUEUE)
            return Response(503, self.job(job["id"]))
        if self.queue_state is Queue.FAILS:  # and no word of when it ended
            self.save(job["id"], status="failed", last_error="Failed to enqueue job")
            return Response(500, self.job(job["id"]))
        self.queue.append(job["id"])
        return Response(202, job)

    def show(self, business_id: int, job_id: int) -> Response:
        """GET /api/receipts/jobs/{id}"""
        job = self.job(job_id)
        if job is None or job["business_id"] != business_id:
            return Response(404)
        total = job["total"] or 0
        job["percent"] = round((job["processed"] or 0) / total * 100, 1) if total else 0.0
        queued, beat = job["created_at"], job["heartbeat_at"]
        job["is_stuck"] = (job["status"] == "queued" and self._is_older(queued, 60)) or (
            job["status"] == "running" and self._is_older(beat, 120)
        )
        return Response(200, job)

    def page_view(self, business_id: int) -> Request:
        """GET /api/receipts/delete-job/status: fails an active job that looks lifeless, paused or not, and
        whoever may still be at work on it. Without any heartbeat only `updated_at` counts."""
        job = self._active(business_id)
        if job is None:
            return Response(200)
        if self._is_older(job["heartbeat_at"], 120):
            reason = "no heartbeat for 120 s"
        elif self._is_older(job["updated_at"], 300):
            reason = "no update for 300 s"
        else:
            return Response(200, job)
        yield "found lifeless"
        self.save(job["id"], status="failed", last_error=LOST + reason, finished_at=self.now())
        return Response(200, self.job(job["id"]))

    def cancel(self, business_id: int, job_id: int) -> Request:
        """POST /api/receipts/jobs/{id}/cancel"""
        return self._change(
            business_id, job_id, ACTIVE, lambda: {"status": "cancelled", "finished_at": self.now()}
        )

    def resume(self, business_id: int, job_id: int) -> Request:
        """POST /api/receipts/jobs/{id}/resume: of a job of any type, all of whose business's receipts the
        worker deletes then."""
        answer = yield from self._change(business_id, job_id, ("paused",), lambda: {"status": "queued"})
        if answer.status != 200:
            return answer
        if self.queue_state is not Queue.WORKS:
            self.save(job_id, status="paused")
            return Response(503 if self.queue_state is Queue.WAS_AWAY else 500, self.job(job_id))
        self.queue.append(job_id)
        return answer

    def _change(
        self, business_id: int, job_id: int, allowed: tuple[str, ...], values: Callable[[], dict[str, Any]]
    ) -> Request:
        job = self.job(job_id)
        if job is None or job["business_id"] != business_id:
            return Response(404)
        if job["status"] not in allowed:
            return Response(400, job)
        yield f"read {job['status']}"
        try:
            self.save(job_id, **values())
        except UniqueViolation:
            return Response(500)
        return Response(200, self.job(job_id))

    # The worker

    def work(self) -> WebWorker | None:
        """The RQ worker takes the next job from the queue."""
        return WebWorker(self, self.queue.popleft()) if self.queue else None

    # What both stand on

    def job(self, job_id: int) -> dict[str, Any] | None:
        """The row as the ORM loads it."""
        return next(iter(self.rows("SELECT * FROM background_jobs WHERE id = %s", job_id)), None)

    def _active(self, business_id: int) -> dict[str, Any] | None:
        found = self.rows(
            "SELECT * FROM background_jobs WHERE business_id = %s AND job_type = 'delete_receipts_all'"
            " AND status IN %s",
            business_id,
            ACTIVE,
        )
        return next(iter(found), None)

    def save(self, job_id: int, **values: Any) -> None:
        """What the ORM flushes: the attributes that were set, by primary key and nothing else."""
        values = {"updated_at": self.now(), **values}
        columns = ", ".join(f"{name} = %s" for name in values)
        self.execute(f"UPDATE background_jobs SET {columns} WHERE id = %s", *values.values(), job_id)

    def _is_older(self, moment: datetime | None, seconds: int) -> bool:
        return moment is not None and self.now() - moment > timedelta(seconds=seconds)

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def execute(self, sql: str, *values: Any) -> int:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")
