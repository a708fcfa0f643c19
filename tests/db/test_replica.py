"""A standby that falls behind slows the jobs, and nothing can be deleted on one: with a real one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from app.actions.diagnostics import Diagnosis, Question
from app.actions.findings import Verdict
from app.bootstrap.job_types import job_types
from app.core import pace
from app.core.pace import SlowReason
from app.db import load
from app.db.engine import Database
from app.db.url import parse_url
from app.demo.places import service_account
from app.demo.programs import Programs
from app.demo.sample import create_tables
from app.demo.server import DemoServer
from app.engine.governor import Governor
from app.files.local import LocalStorage
from tests.support.folders import server_home
from tests.support.time_and_chance import Clock

_PATIENCE_SECONDS = 30.0


def execute(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as session:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture(scope="module")
def primary() -> Iterator[DemoServer]:
    with server_home("sweep-replica-") as home, DemoServer(home / "primary") as server:
        create_tables(server.url("postgres"))
        yield server


@pytest.fixture(scope="module")
def standby(primary: DemoServer) -> Iterator[str]:
    """The address of a server that follows the primary by streaming replication."""
    with server_home("sweep-replica-") as home:
        folder = Path(home)
        account = service_account()
        made = folder / "cluster"
        made.mkdir(mode=0o700)
        if account is not None:
            os.chown(made, account.user_id, account.group_id)
            folder.chmod(0o711)
        Programs(account, folder).run(
            "pg_basebackup",
            f"--dbname={primary.url('postgres')}",
            "--pgdata=.",
            "--checkpoint=fast",
            "--write-recovery-conf",
            folder=made,
        )
        with DemoServer(folder) as server:
            yield server.url("postgres")


def until(is_true: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < give_up_at, what
        time.sleep(0.05)


def test_the_diagnostics_know_a_standby(standby: str, tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    with closing(Database(parse_url(standby))) as database:
        found = Diagnosis(database, storage, job_types(storage)).answer(Question.DATABASE)
    assert [one.code for one in found if one.verdict is Verdict.ERROR] == ["standby"]


def test_a_standby_whose_replay_is_held_up_slows_the_jobs(
    primary: DemoServer, standby: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "LONGEST_REPLICATION_LAG", 1.0)
    url = primary.url("postgres")
    with closing(Database(parse_url(url))) as database:

        def lag() -> float | None:
            with database.begin() as connection:
                return load.signals(connection, "receipts").replication_lag

        execute(url, "CREATE TABLE written (n int)")
        until(lambda: (lag() or 0) > 0, "the standby does not follow")
        assert Governor.of(database, "receipts", "sweep:here", Clock()).glance().reason is None
        execute(standby, "SELECT pg_wal_replay_pause()")

        def has_fallen_behind() -> bool:
            execute(url, "INSERT INTO written VALUES (1)")
            return (lag() or 0) > 1.0

        until(has_fallen_behind, "nobody notices")
        assert (
            Governor.of(database, "receipts", "sweep:here", Clock()).glance().reason is SlowReason.REPLICATION
        )
        execute(standby, "SELECT pg_wal_replay_resume()")

        def has_caught_up() -> bool:
            execute(url, "INSERT INTO written VALUES (1)")
            return (lag() or 0) < 1.0

        until(has_caught_up, "it does not catch up")
        assert Governor.of(database, "receipts", "sweep:here", Clock()).glance().reason is None
