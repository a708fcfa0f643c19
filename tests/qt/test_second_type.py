"""A second kind of job, all of it in this file: leads, deleted for good, without files.

    python -m tests.qt.test_second_type DATABASE_URL FOLDER USER_ID start|take_over ID

works on one job until it ends, or until it is killed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, delete, func, select

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.bootstrap.window import services_of
from app.core.access import Actor, Permission, Role
from app.core.cursor import Cursor
from app.core.job import Job, JobStatus
from app.core.policy import Policy
from app.core.storage_place import Folder
from app.db import users
from app.db.engine import Connection, Database, transaction
from app.db.starting import Totals
from app.db.tables import business
from app.engine.after_commit import NothingFollows
from app.engine.batch import BatchResult, record
from app.engine.job_type import ItemFacts, JobTypes, Live, Preview, Remaining, by_name
from app.files.storage import Storage
from app.qt.calls import Calls
from app.qt.pool import WorkerPool
from app.receipts.job_type import ReceiptDeletion
from app.settings import Settings
from app.viewmodel.quitting import leave
from app.viewmodel.rows import ShownRow
from app.workers.thread_pool import ThreadPool
from tests.support.product import Product

TABLE = "CREATE TABLE leads (id serial PRIMARY KEY, business_id int NOT NULL, name text)"
leads = Table("leads", MetaData(), Column("id", Integer), Column("business_id", Integer))

DELETE_LEADS = "delete_leads"
GUARD_SECONDS = 60


class LeadDeletion:
    """Deletes leads in one statement a batch."""

    name = DELETE_LEADS
    permission = Permission("crm", Role.OWNER)
    table = "leads"

    def require_ready(self, connection: Connection, *, accept_missing: bool) -> None:
        pass

    def totals(self) -> Totals:
        return (
            select(func.count().label("total"), func.max(leads.c.id).label("max_id"))
            .where(leads.c.business_id == business.c.id)
            .lateral("found")
        )

    def remaining(
        self, connection: Connection, after: Mapping[int, int], upto: Mapping[int, int]
    ) -> dict[int, Remaining]:
        found = {}
        for business_id, last_id in after.items():
            of = select(func.max(leads.c.id)).where(leads.c.business_id == business_id)
            end = upto.get(business_id) or connection.scalar(of) or 0
            found[business_id] = Remaining(last_id, end, self._count(connection, business_id, last_id, end))
        return found

    def next_batch(self, connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
        with transaction(connection):
            mine = select(leads.c.id).where(
                leads.c.business_id == job.business_id,
                leads.c.id > cursor.last_id,
                leads.c.id <= (cursor.max_id or 0),
            )
            ids = list(connection.scalars(mine.order_by(leads.c.id).limit(limit)))
            if not ids:
                return BatchResult(job, cursor)
            connection.execute(delete(leads).where(leads.c.id.in_(ids)))
            after = replace(cursor, last_id=ids[-1])
            taken = len(ids)
            return record(connection, job, cursor, after, taken=taken, succeeded=taken, failed=0)

    def deferred(self, connection: Connection, job: Job, cursor: Cursor, limit: int) -> BatchResult:
        return BatchResult(job, cursor)

    def count_live(self, connection: Connection, job: Job, cursor: Cursor) -> int:
        return self._count(connection, job.business_id, 0, cursor.max_id or 0)

    def after_commit(self, database: Database, is_stopping: Callable[[], bool]) -> NothingFollows:
        return NothingFollows()

    @property
    def keeps_for(self) -> int:
        return 0

    def has_due_files(self, connection: Connection, business_id: int, keep_days: int) -> bool:
        return False

    def live(self, connection: Connection, business_ids: Sequence[int] | None = None) -> dict[int, Live]:
        query = select(leads.c.business_id, func.count(), func.min(leads.c.id))
        rows = connection.execute(query.group_by(leads.c.business_id))
        return {row[0]: Live(*row[1:]) for row in rows if business_ids is None or row[0] in business_ids}

    def preview(self, connection: Connection, business_ids: Sequence[int]) -> dict[int, Preview]:
        live = self.live(connection, business_ids)
        return {one: Preview(live[one].count if one in live else 0) for one in business_ids}

    def facts(
        self, connection: Connection, business_id: int, item_ids: Sequence[int]
    ) -> dict[int, ItemFacts]:
        return {}

    def _count(self, connection: Connection, business_id: int, after: int, upto: int) -> int:
        mine = (leads.c.business_id == business_id, leads.c.id > after, leads.c.id <= upto)
        return connection.execute(select(func.count()).where(*mine)).scalar_one()


def kinds(storage: Storage, keep_days: Callable[[], int]) -> JobTypes:
    return by_name(LeadDeletion(), ReceiptDeletion(storage, keep_days=keep_days))


SETTINGS = Settings(policy=Policy(batch_size=3, throttle_ms=20, runtime_cap_seconds=None), workers=1)


def a_console(url: str, folder: Path) -> Console[ThreadPool]:
    profile = ConnectionProfile(url, Folder(folder))
    return Console(profile, SETTINGS, partial(ThreadPool, beat_every=0.05), folder / "data", kinds)


def actor_of(console: Console[Any], user_id: int) -> Actor:
    with console.database.begin() as connection:
        actor = users.by_id(connection, user_id)
    assert actor
    return actor


def main() -> None:
    url, folder, user_id, action, subject = sys.argv[1:]
    console = a_console(url, Path(folder))
    console.start()
    actor = actor_of(console, int(user_id))
    if action == "start":
        (result,) = console.jobs.start(actor, DELETE_LEADS, [int(subject)])
    else:
        (result,) = console.jobs.take_over(actor, [int(subject)])
    print(result.answer.value, flush=True)
    while console.pool.own_jobs:
        time.sleep(0.01)
    console.pool.close(GUARD_SECONDS * 1000)
    console.close()


def until(condition: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.005)


def job(product: Product) -> dict[str, Any]:
    return product.row("SELECT * FROM background_jobs WHERE job_type = %s", DELETE_LEADS)


def processed(product: Product) -> int:
    """By the job, as soon as there is one."""
    return int(product.scalar("SELECT coalesce(max(processed), 0) FROM background_jobs"))


def has_status(shown: ShownRow, status: JobStatus) -> bool:
    return shown.row.job is not None and shown.row.job.status is status


def left(product: Product, business_id: int) -> list[int]:
    rows = product.rows("SELECT id FROM leads WHERE business_id = %s ORDER BY id", business_id)
    return [row["id"] for row in rows]


@pytest.fixture
def owner(product: Product) -> int:
    """The business of an owner, with 40 leads and 5 receipts; another one has leads, too."""
    product.execute(TABLE)
    mine, other = product.business("Mine", pages=("crm",)), product.business("Other", pages=("crm",))
    for business_id in (mine, other):
        product.execute("INSERT INTO leads (business_id) SELECT %s FROM generate_series(1, 40)", business_id)
    product.receipts(mine, 5)
    return mine


def test_it_is_killed_again_and_again_and_nothing_is_lost(product: Product, owner: int) -> None:
    user = product.user("owner", owner)
    first = left(product, owner)
    words, subject = "start", owner
    for kill_at in (6, 18, 30):
        process = in_a_process(product, user.id, words, subject)
        until(lambda kill_at=kill_at: processed(product) >= kill_at)  # type: ignore[misc]
        process.kill()
        process.communicate()
        found = job(product)
        assert (found["status"], found["processed"]) == ("running", found["succeeded"])
        assert left(product, owner) == first[found["processed"] :]
        words, subject = "take_over", found["id"]
        product.execute("INSERT INTO leads (business_id) VALUES (%s)", owner)  # later than the frozen end
        first += left(product, owner)[-1:]
        product.execute("UPDATE background_jobs SET heartbeat_at = '2020-01-01', updated_at = '2020-01-01'")
    said, _ = in_a_process(product, user.id, words, subject).communicate(timeout=GUARD_SECONDS)
    assert said == "taken_over\n"
    done = job(product)
    counts = tuple(done[name] for name in ("status", "total", "processed", "succeeded", "failed_count"))
    assert counts == ("completed", 40, 40, 40, 0)
    assert left(product, owner) == first[40:]
    assert product.scalar("SELECT count(*) FROM leads") == 40 + 3
    assert product.live(owner) == 5


def in_a_process(product: Product, user_id: int, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", __name__, product.url, product.storage_root, user_id, *words]
    return subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )


def test_it_pauses_resumes_and_shows_in_table_and_history(
    product: Product, owner: int, loop: Any, calls: Calls, tmp_path: Path
) -> None:
    user = product.user("owner", owner)
    profile = ConnectionProfile(product.url, Folder(product.storage_root))
    console = Console(profile, SETTINGS, WorkerPool, tmp_path, kinds)
    services = services_of(console, calls)
    shown: dict[int, ShownRow] = {}
    services.poller.rows.connect(lambda rows: shown.update({one.row.business.id: one for one in rows}))
    console.start()
    actor = actor_of(console, user.id)
    services.poller.start(actor)
    try:
        loop.until(lambda: owner in shown and shown[owner].row.items_left == 40)
        (seen,) = services.preview(actor, [owner])
        assert (seen.removes.items, seen.refusal) == (40, None)
        (started,) = services.jobs.start(actor, services.job_type, [owner])
        assert started.job
        loop.until(lambda: 0 < processed(product) < 40)
        services.jobs.pause(actor, [started.job.id])
        loop.until(lambda: has_status(shown[owner], JobStatus.PAUSED))
        still_there = len(left(product, owner))
        assert shown[owner].row.items_left == still_there == 40 - processed(product)
        services.jobs.resume(actor, [started.job.id])
        loop.until(lambda: has_status(shown[owner], JobStatus.COMPLETED))
        assert (shown[owner].row.percent, left(product, owner)) == (100.0, [])
        (past,) = services.details.history(actor, owner).jobs
        assert (past.job_type, past.succeeded, past.is_foreign) == (DELETE_LEADS, 40, False)
        assert product.live(owner) == 5
    finally:
        assert loop.run(leave(services, actor))
        console.close()


if __name__ == "__main__":
    main()
