"""The other writer of the rows: a model of the product's web API and its RQ worker, for tests.

Written from web-api-contract.md and faithful to its quirks: both go through an ORM, which reads a row,
thinks, and writes absolute values back by primary key, whatever has become of the row meanwhile. Where the
contract is silent, the model does what such code usually does: `updated_at` moves with every write,
`started_at` is set once, and the end of a job is written without another look at its status.

Everything is an iterator: one `next` is one action that others can observe, so that a test chooses what
happens in between. What a request answers is the value of its StopIteration; `done` runs one to its end.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import psycopg2
from psycopg2.errors import LockNotAvailable, UniqueViolation

NAME = "web"
"""`application_name` of all that the web side sends."""

LOST = "Server restarted / job heartbeat lost: "
ACTIVE = ("queued", "running", "paused")
BATCH_SIZE = 50
RUNTIME_CAP_SECONDS = 300
FAILURE_CAP = 10
PURPOSES = ("receipt_source", "receipt_preview")


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
        self.queue: deque[int] = deque()
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
        """POST /api/receipts/delete_all"""
        active = self._active(business_id)
        if active is not None:
            return Response(200, active)
        minute_ago = self.now() - timedelta(seconds=60)
        if self.rows(
            "SELECT 1 FROM background_jobs WHERE business_id = %s AND job_type = 'delete_receipts_all'"
            " AND created_at > %s",
            business_id,
            minute_ago,
        ):
            return Response(429)
        (found,) = self.rows(
            "SELECT count(*) AS n FROM receipts WHERE business_id = %s AND is_deleted IS NOT TRUE",
            business_id,
        )
        if not found["n"]:
            return Response(200)
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
            return Response(200, self._active(business_id))
        self.queue.append(job["id"])
        return Response(200, job)

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
        """GET /api/receipts/delete-job/status: fails an active job that looks lifeless."""
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
        self._save(job["id"], status="failed", last_error=LOST + reason, finished_at=self.now())
        return Response(200, self.job(job["id"]))

    def cancel(self, business_id: int, job_id: int) -> Request:
        """POST /api/receipts/jobs/{id}/cancel"""
        return self._change(
            business_id, job_id, ACTIVE, lambda: {"status": "cancelled", "finished_at": self.now()}
        )

    def resume(self, business_id: int, job_id: int) -> Request:
        """POST /api/receipts/jobs/{id}/resume"""
        answer = yield from self._change(business_id, job_id, ("paused",), lambda: {"status": "queued"})
        if answer.status == 200:
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
            self._save(job_id, **values())
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

    def _save(self, job_id: int, **values: Any) -> None:
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


class Commit(NamedTuple):
    """A batch that the web worker committed: what `succeeded` was when it read the row, and what it wrote."""

    job_id: int
    read: int
    wrote: int


class WebWorker(Iterator[str]):
    """One run of `delete_receipts_batch_job`. Dropped between two steps, it has crashed there."""

    def __init__(self, web: WebSide, job_id: int) -> None:
        self.job_id = job_id
        self.commits: list[Commit] = []
        self._web = web
        self._steps = self._run()

    def __next__(self) -> str:
        try:
            return next(self._steps)
        except UniqueViolation:  # its row came to life beside another: the RQ job ends with a traceback
            raise StopIteration from None

    def finish(self) -> None:
        """Runs to the end."""
        for _step in self:
            pass

    def _run(self) -> Iterator[str]:
        web = self._web
        began, failures = web.elapsed(), 0
        job = web.job(self.job_id)
        if job is None:
            return
        now = web.now()
        # It does not look at the status.
        self._save(status="running", started_at=job["started_at"] or now, heartbeat_at=now)
        yield "started"
        while True:
            job = web.job(self.job_id)
            if job is None or job["status"] == "cancelled":
                return
            if web.elapsed() - began > RUNTIME_CAP_SECONDS:
                self._save(status="paused", heartbeat_at=web.now())
                return
            cursor = json.loads(job["cursor"] or "{}")
            batch = self._next_batch(job["business_id"], cursor.get("last_id", 0))
            yield "read"
            if not batch:
                self._save(status="completed", finished_at=web.now(), heartbeat_at=web.now())
                return
            try:
                while not self._commit(job, cursor, batch):
                    yield "waits"
            except psycopg2.Error as error:
                failures += 1
                ended = {"status": "failed", "finished_at": web.now()} if failures >= FAILURE_CAP else {}
                self._save(last_error=str(error)[:200], **ended)
                yield f"failed batch {failures}"
                if ended:
                    return
                continue
            failures = 0
            yield "committed"
            for receipt in batch:
                yield from self._delete_files(receipt)
            yield "throttle"

    def _next_batch(self, business_id: int, last_id: int) -> list[dict[str, Any]]:
        return self._web.rows(
            "SELECT id, attachment_id, preview_attachment_id FROM receipts WHERE business_id = %s AND id > %s"
            " AND is_deleted IS NOT TRUE ORDER BY id LIMIT %s",
            business_id,
            last_id,
            self._web.batch_size,
        )

    def _commit(self, job: dict[str, Any], cursor: dict[str, Any], batch: list[dict[str, Any]]) -> bool:
        """One row after the other, and the counters as they were read, plus these. False: it met a lock."""
        web, now, count = self._web, self._web.now(), len(batch)
        read = job["succeeded"] or 0
        try:
            with web.transaction():
                for receipt in batch:
                    web.execute(
                        "UPDATE receipts SET is_deleted = true, deleted_at = %s, updated_at = %s"
                        " WHERE id = %s",
                        now,
                        now,
                        receipt["id"],
                    )
                self._save(
                    processed=(job["processed"] or 0) + count,
                    succeeded=read + count,
                    cursor=json.dumps({**cursor, "last_id": batch[-1]["id"]}),
                    heartbeat_at=now,
                )
        except LockNotAvailable:
            return False
        self.commits.append(Commit(self.job_id, read, read + count))
        return True

    def _delete_files(self, receipt: dict[str, Any]) -> Iterator[str]:
        """One request a file; the row goes though the file could not."""
        web = self._web
        for attachment_id in (receipt["attachment_id"], receipt["preview_attachment_id"]):
            found = web.rows(
                "SELECT storage_path FROM attachments WHERE id = %s AND purpose IN %s",
                attachment_id,
                PURPOSES,
            )
            for attachment in found:
                with suppress(OSError):  # it is logged, and that is all
                    (web.storage_root / attachment["storage_path"]).unlink()
                yield "file"
                with suppress(psycopg2.Error):  # a contract's file
                    web.execute("DELETE FROM attachments WHERE id = %s", attachment_id)
                yield "row"

    def _save(self, **values: Any) -> None:
        self._web._save(self.job_id, **values)
