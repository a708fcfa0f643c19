"""Where the benchmarks run: a PostgreSQL server of their own that keeps what it commits, as in production."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
from psycopg2.extensions import cursor as Cursor

from app.db.waiting import unbound_waits
from app.demo.sample import create_tables
from app.demo.server import DemoServer

SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "maintenance_work_mem": "512MB",
}
"""Durable like a production server. Checkpoints come between the runs, when the benchmark asks for one."""


class Ground:
    """The server, its databases, and a folder for files; all gone after the run."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.server = DemoServer(folder / "server", settings={**SETTINGS, **(settings or {})})
        self._numbers = count(1)

    @classmethod
    @contextmanager
    def opened(cls, **settings: str) -> Iterator[Ground]:
        """A fresh server; `settings` are PostgreSQL's."""
        with TemporaryDirectory(prefix="sweep-bench-") as folder:
            ground = cls(Path(folder), settings)
            with ground.server:
                yield ground

    def template(self, fill: Callable[[Cursor], object]) -> str:
        """A database with the product's tables and our own, filled; `copy` gives each run its own of the
        kind. So whatever is measured is recorded in the table."""
        name = f"template_{next(self._numbers)}"
        self._maintain(f"CREATE DATABASE {name} TEMPLATE template0")
        url = self.url(name)
        create_tables(url, with_own=True)
        with unbound_waits(), session(url) as cursor:  # it may take minutes
            fill(cursor)
            cursor.execute("VACUUM (ANALYZE)")
        return name

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The address of a copy of the template, with everything written to the disk; dropped afterwards."""
        name = f"run_{next(self._numbers)}"
        self._maintain(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            self._maintain("CHECKPOINT")
            yield self.url(name)
        finally:
            self._maintain(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, database: str) -> str:
        return self.server.url(database)

    def _maintain(self, statement: str) -> None:
        with session(self.url("postgres")) as cursor:
            cursor.execute(statement)


@contextmanager
def session(url: str) -> Iterator[Cursor]:
    """A cursor whose statements commit at once."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
