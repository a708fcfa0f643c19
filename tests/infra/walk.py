"""The main line of the program, from the product's own tables to the last file, by its commands alone."""

from __future__ import annotations

import json
import signal
from importlib import resources
from typing import Any, NamedTuple

from app.actions.overview import Overview
from tests.support.faulty import refuse, relent
from tests.support.process_pool import KILLED, ProcessPool
from tests.support.product import Product
from tests.support.program import Program, finished, until
from tests.support.running import Station

PATIENT = {"SWEEP_BATCH_SIZE": "2", "SWEEP_THROTTLE_MS": "60000"}
"""Waits for a minute after each batch: who does not end that wait hangs."""

SLOW = {"SWEEP_BATCH_SIZE": "1", "SWEEP_THROTTLE_MS": "200"}
"""More than a minute for the receipts of a walk, and soon aware of what others do to the job."""

AFTER_A_BATCH = {"step": 2, "counted_from": "picked"}
"""The next thing that a console does after its first batch."""

_SILENCE = "UPDATE background_jobs SET heartbeat_at = heartbeat_at - interval '10 minutes' WHERE id = %s"


def make_tables(product: Product) -> None:
    """The product's own tables, as they are before anything of this console was added."""
    product.execute((resources.files("app.demo") / "product.sql").read_text(encoding="utf-8"))
    # As from PostgreSQL 15 on; before, everybody may create there, and the diagnostics say so.
    product.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


class Answer(NamedTuple):
    """How a command ended: its exit status, its one JSON object, and all else that it said."""

    status: int
    json: dict[str, Any]
    said: str


class Walk:
    """Each method is a stretch of the way on a business of its own, and says by itself whether it was gone.

    `words` are added to each command, such as another address of the same database.
    """

    def __init__(self, product: Product, program: Program, pool: ProcessPool, *words: str) -> None:
        self.product = product
        self._program = program
        self._pool = pool
        self._words = words

    def whole(self) -> None:
        """All of it, in the order of a first day."""
        self.migrate()
        self.look()
        self.failed_row()
        self.stopped_and_resumed()
        self.cancelled()
        self.crashed()
        self.swept()
        self.refused()

    def migrate(self) -> None:
        """What the product lacks is said, added, and lacking no more."""
        assert self.run("migrate", "--check").status == 1
        applied = self.run("migrate", "--apply", "--with-recommended")
        assert (applied.status, applied.said) == (0, ""), applied
        checked = self.run("migrate", "--check")
        assert (checked.status, checked.said, checked.json["ok"]) == (0, "", True), checked

    def look(self) -> None:
        """The diagnostics are content, and the window reads its table."""
        done = self.run("doctor")
        wrong = [one for one in done.json["findings"] if one["verdict"] == "error"]
        assert (done.status, done.said, wrong) == (0, "", []), done
        business_id = self.product.business("Alma")
        with Station(self.product, "window") as station:
            (row,) = Overview(station.database, station.types).read(station.person, [business_id])
        assert row.business.name == "Alma"

    def failed_row(self) -> None:
        """A receipt that the database refuses fails alone, and is retried by itself once it may go."""
        business_id, ids = self._receipts(30)
        refuse(self.product, ids[17:18])
        done = self.delete(business_id)
        assert (done.status, done.json["deleted"], done.json["failed"]) == (1, 29, 1), done
        assert self.product.files(business_id) == 1
        relent(self.product)
        self.product.execute("DROP FUNCTION hold CASCADE")
        self._completes("retry", business_id)
        self._is_gone(business_id, 30)

    def stopped_and_resumed(self) -> None:
        """Ctrl+C pauses after the batch, and another process goes on."""
        business_id, _ = self._receipts(5)
        done = self.delete(business_id, sent=signal.SIGINT, **AFTER_A_BATCH, **PATIENT)
        assert (done.status, done.said, self.state(business_id)) == (1, "", ("paused", 2)), done
        self._completes("resume", business_id)
        self._is_gone(business_id, 5)

    def cancelled(self) -> None:
        """A second process cancels what a first one runs, which deletes nothing more."""
        business_id, ids = self._receipts(400)
        words = ("delete", "--business", business_id, "--confirm", "DELETE", "--json", *self._words)
        with self._program.start(*words, **SLOW) as process:
            try:
                until(lambda: (self.state(business_id) or ("", 0))[1] or process.poll() is not None)
                done = self.run("cancel", self._job(business_id))
                assert (done.status, done.said) == (0, ""), done
                assert finished(process).status == 1
            finally:
                process.kill()
        left = self.product.live(business_id)
        assert 0 < left < len(ids)
        assert self.state(business_id) == ("cancelled", len(ids) - left)
        assert self.product.files(business_id) == left

    def crashed(self) -> None:
        """After SIGKILL nobody may take the job over before its time, and then another process goes on."""
        business_id, _ = self._receipts(5)
        assert self.delete(business_id, **AFTER_A_BATCH, **PATIENT).status == KILLED
        job_id = self._job(business_id)
        assert self.run("take-over", job_id).status == 3
        self.product.execute(_SILENCE, job_id)
        self._completes("take-over", business_id)
        self._is_gone(business_id, 5)

    def swept(self) -> None:
        """Files of receipts that the web side has deleted."""
        business_id = self.product.business()
        self.product.receipts(business_id, 4, files=2, is_deleted=True)
        done = self.run("sweep", "--business", business_id)
        assert (done.status, done.said) == (0, ""), done
        assert (self.product.files(business_id), self.product.attachment_count(business_id)) == (0, 0)

    def refused(self) -> None:
        """Nobody comes in with a wrong password, and the list of jobs has all of the way."""
        business_id, _ = self._receipts(3)
        done = self.delete(business_id, SWEEP_PASSWORD="not hers")
        assert (done.status, self.product.live(business_id)) == (3, 3), done
        listed = self.run("jobs")
        statuses = sorted(job["status"] for job in listed.json["jobs"])
        assert (listed.status, statuses) == (0, ["cancelled", *["completed"] * 3]), listed

    def delete(self, business_id: int, *words: str, **more: Any) -> Answer:
        """Deletes a business's receipts. What `ProcessPool.run` does not know is the environment."""
        return self.run("delete", "--business", business_id, "--confirm", "DELETE", *words, **more)

    def run(
        self,
        *words: object,
        step: int | None = None,
        counted_from: str = "",
        sent: int = signal.SIGKILL,
        **more: str,
    ) -> Answer:
        """Runs a command as `delete` does."""
        given = self._program.words(*map(str, words), *self._words, "--json")
        end = self._pool.run(
            given, {**self._program.environment, **more}, step=step, counted_from=counted_from, sent=sent
        )
        lines = end.output.splitlines()
        objects = [line for line in lines if line.startswith("{")]
        said = "\n".join(line for line in lines if line not in objects)
        return Answer(end.status, json.loads(objects[-1]) if objects else {}, said)

    def state(self, business_id: int) -> Any:
        """Status and progress of the business's only job, as the row says; None where there is none."""
        found = self.product.rows(
            "SELECT status, processed FROM background_jobs WHERE business_id = %s", business_id
        )
        return tuple(found[0].values()) if found else None

    def _completes(self, command: str, business_id: int) -> None:
        done = self.run(command, self._job(business_id))
        assert (done.status, done.said, done.json["ok"]) == (0, "", True), done

    def _receipts(self, n: int) -> tuple[int, list[int]]:
        business_id = self.product.business()
        return business_id, self.product.receipts(business_id, n, files=1)

    def _is_gone(self, business_id: int, n: int) -> None:
        job = self.product.row("SELECT * FROM background_jobs WHERE business_id = %s", business_id)
        counters = [job[name] for name in ("status", "total", "processed", "succeeded", "failed_count")]
        assert counters == ["completed", n, n, n, 0]
        assert (self.product.live(business_id), self.product.files(business_id)) == (0, 0)
        assert self.product.attachment_count(business_id) == 0

    def _job(self, business_id: int) -> int:
        return int(self.product.scalar("SELECT id FROM background_jobs WHERE business_id = %s", business_id))
