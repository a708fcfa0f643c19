"""A real console without a window, which does what it is told on its standard input.

    python -m tests.support.console_child DATABASE_URL STORAGE_ROOT DATA_FOLDER USER_ID

Each line is an order: `["cancel", [3, 7], 0]` presses Cancel for jobs 3 and 7, and is answered by one line
with the answers; `["take_over", [3], 121]` does so as if nobody had given a sign of life in the business of
job 3 for 121 s; `["jobs", [], 0]` is answered with the jobs that it runs or keeps waiting. It quits in order
when the input ends. The policy comes from the environment, as the program's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

from app.actions.leaving import Leaving
from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.bootstrap.queue import open_queue
from app.cli.running import CommandConsole
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.server import RunsOn
from app.core.storage_place import Folder
from app.db import users
from app.receipts.names import DELETE_RECEIPTS
from app.settings import Settings
from app.workers.thread_pool import ThreadPool

GUARD_SECONDS = 60

_SILENCE = """
    UPDATE background_jobs SET heartbeat_at = heartbeat_at - make_interval(secs => %(seconds)s),
        updated_at = updated_at - make_interval(secs => %(seconds)s),
        created_at = created_at - make_interval(secs => %(seconds)s),
        finished_at = finished_at - make_interval(secs => %(seconds)s)
    WHERE business_id IN (SELECT business_id FROM background_jobs WHERE id = ANY(%(ids)s))
"""


def _serve(profile: ConnectionProfile, data: Path, user_id: int) -> None:
    settings = Settings.read(os.environ)
    queue = open_queue(replace(profile, redis_url=settings.redis_url))
    console = Console(profile, settings, ThreadPool, data, server=queue)
    console.start()
    with console.database.begin() as connection:
        actor = users.by_id(connection, user_id)
    assert actor is not None
    while line := sys.stdin.readline():
        print(json.dumps(_obey(console, actor, *json.loads(line))), flush=True)
    leaving = Leaving(console.pool, console.jobs, actor)
    leaving.pause()
    leaving.close()
    console.close()


def _obey(console: CommandConsole, actor: Actor, action: str, ids: list[int], seconds: int) -> list[Any]:
    if action == "jobs":
        return console.pool.own_jobs
    try:
        return _press(console, actor, action, ids, seconds)
    except SweepError as error:
        return [error.code]


def _press(console: CommandConsole, actor: Actor, action: str, ids: list[int], seconds: int) -> list[Any]:
    if seconds:
        with console.database.begin() as connection:
            connection.exec_driver_sql("SET LOCAL application_name = ''")  # it is not this console's doing
            connection.exec_driver_sql(_SILENCE, {"seconds": seconds, "ids": ids})
    jobs = console.jobs
    if action == "delete_all":
        return [result.answer.value for result in jobs.start(actor, DELETE_RECEIPTS, ids)]
    if action == "delete_all_on_server":
        started = jobs.start(actor, DELETE_RECEIPTS, ids, on=RunsOn.SERVER, anyway=True)
        return [result.answer.value for result in started]
    if action == "resume_on_server":
        resumed = jobs.resume(actor, ids, on=RunsOn.SERVER, anyway=True)
        return [result.answer.value for result in resumed]
    return [result.answer.value for result in getattr(jobs, action)(actor, ids)]


class ConsoleProcess:
    """One such process, and what it has answered."""

    def __init__(self, url: str, storage_root: Path, data: Path, user_id: int, **policy: str) -> None:
        words = [url, str(storage_root), str(data), str(user_id)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ
            | {
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                "SWEEP_KEEP_FILES_DAYS": "0",
            }
            | policy,
        )
        self.answers: deque[list[Any]] = deque()
        self.told = 0
        self._said = ""
        self._readers = [Thread(target=self._read_answers), Thread(target=self._read_errors)]
        for reader in self._readers:
            reader.start()

    def tell(self, action: str, *ids: int, silence: int = 0) -> None:
        """Gives an order and does not wait for the answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([action, ids, silence]) + "\n")
        self._process.stdin.flush()
        self.told += 1

    def end(self) -> tuple[int, str]:
        """Lets it quit; its exit status, and what it said on its standard error."""
        assert self._process.stdin
        try:
            with suppress(BrokenPipeError):  # it has ended already, and its words say why
                self._process.stdin.close()
            status = self._process.wait(GUARD_SECONDS)
        finally:
            self._process.kill()
            for reader in self._readers:
                reader.join()
        return status, self._said

    def _read_answers(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            self.answers.extend(json.loads(line) for line in lines)

    def _read_errors(self) -> None:
        assert self._process.stderr
        with self._process.stderr as lines:
            self._said = lines.read()


def main() -> None:
    url, storage_root, data, user_id = sys.argv[1:]
    _serve(ConnectionProfile(url, Folder(Path(storage_root))), Path(data), int(user_id))


if __name__ == "__main__":
    main()
