"""The RQ worker of the model of the web side (`web_side`): one run of `delete_receipts_batch_job`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg2
from psycopg2.errors import LockNotAvailable

if TYPE_CHECKING:
    from tests.support.web_side import WebSide

RUNTIME_CAP_SECONDS = 300
PURPOSES = ("receipt_source", "receipt_preview")


class Commit(NamedTuple):
    """A batch that the web worker committed: what `succeeded` was when it read the row, and what it wrote."""

    job_id: int
    read: int
    wrote: int


class Stumble(Exception):
    """Something in a batch that is no error of the database."""


class WebWorker(Iterator[str]):
    """One run of a job. Dropped between two steps, it has crashed there."""

    def __init__(self, web: WebSide, job_id: int) -> None:
        self.job_id = job_id
        self.commits: list[Commit] = []
        self._web = web
        self._steps = self._run()

    def __next__(self) -> str:
        """The database's errors end it with a traceback: the handler of a failed batch fails itself, and the
        row stays as it is, running for ever."""
        try:
            return next(self._steps)
        except psycopg2.Error:  # also where the row came to life beside another
            raise StopIteration from None

    def finish(self) -> None:
        """Runs to the end."""
        for _step in self:
            pass

    def _run(self) -> Iterator[str]:
        web = self._web
        began = web.elapsed()
        if web.job(self.job_id) is None:
            return
        # It looks neither at the status nor at the type.
        self._save(status="running", started_at=web.now(), heartbeat_at=web.now())
        yield "started"
        while True:
            job = web.job(self.job_id)
            if job is None or job["status"] == "cancelled":
                return
            if web.elapsed() - began > RUNTIME_CAP_SECONDS:
                self._save(status="paused")
                return
            cursor = json.loads(job["cursor"] or "{}")
            batch = self._next_batch(job["business_id"], cursor.get("last_id", 0))
            yield "read"
            if not batch:
                self._save(status="completed", finished_at=web.now())
                return
            try:
                while not self._commit(job, cursor, batch):
                    yield "waits"
                yield "committed"
            except Stumble:  # what it noted of that on the row is rolled back as well
                web.robbed |= {receipt["id"] for receipt in batch}
                yield "stumbled"
            yield from self._delete_files(batch)
            yield "throttle"

    def _next_batch(self, business_id: int, last_id: int) -> list[dict[str, Any]]:
        return self._web.rows(
            "SELECT id, attachment_id, preview_attachment_id FROM receipts WHERE business_id = %s AND id > %s"
            " AND is_deleted = false ORDER BY id LIMIT %s",
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
                    self._delete(receipt["id"])
                if web.stumbles:
                    web.stumbles -= 1
                    raise Stumble
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

    def _delete(self, receipt_id: int) -> None:
        """The ORM believes no UPDATE that finds no row."""
        now = self._web.now()
        sql = "UPDATE receipts SET is_deleted = true, deleted_at = %s, updated_at = %s WHERE id = %s"
        if not self._web.execute(sql, now, now, receipt_id):
            raise Stumble

    def _delete_files(self, batch: list[dict[str, Any]]) -> Iterator[str]:
        """One request a file; then all rows of the batch in one transaction, also of files that could not be
        deleted, and none of them where a contract holds one."""
        web = self._web
        found = web.rows(
            "SELECT id, storage_path FROM attachments WHERE id = ANY(%s) AND purpose IN %s ORDER BY id",
            [receipt[key] for receipt in batch for key in ("attachment_id", "preview_attachment_id")],
            PURPOSES,
        )
        for attachment in found:
            with suppress(OSError):  # it is logged, and that is all
                (web.storage_root / attachment["storage_path"]).unlink()
            yield "file"
        if found:
            with suppress(psycopg2.Error):  # a contract's file
                web.execute("DELETE FROM attachments WHERE id = ANY(%s)", [one["id"] for one in found])
            yield "rows"

    def _save(self, **values: Any) -> None:
        self._web.save(self.job_id, **values)
