"""The demo as a whole: server, database, files, queue, and somebody to sign in as."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psycopg2
import psycopg2.errors
from psycopg2.extensions import cursor as Cursor

from app.core.demo_messages import DEMO_ANSWERED, DEMO_DISK_FULL, DEMO_NEEDS_DISK, about_a_file
from app.core.errors import DemoUnavailable
from app.demo.attendance import turn
from app.demo.people import DEMO_EMAIL, DEMO_PASSWORD
from app.demo.sample import build
from app.demo.server import MAINTENANCE_DATABASE, WATCH_SECONDS, DemoServer

_DATABASE = "sweep_demo"
_UNFINISHED = "sweep_demo_new"
_MEGABYTES_NEEDED = 200


class DemoStep(StrEnum):
    """What opening the demo is busy with."""

    STARTING = "starting"
    BUILDING = "building"


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """Where an open demo is, and who may sign in there."""

    database_url: str
    storage_root: Path
    email: str
    password: str
    queue_url: str | None = None
    """Of its Redis; None where there is none on this computer."""


class Demo:
    """The demo below `folder`: built when it is first opened, kept, and shared by all who open it."""

    def __init__(
        self, folder: Path, *, watch_every: float = WATCH_SECONDS, disposable: Path | None = None
    ) -> None:
        """`watch_every` and `disposable` as for `DemoServer`."""
        self._folder = folder.expanduser().absolute()
        self._storage = self._folder / "storage"
        self._server = DemoServer(
            self._folder / "server",
            watch_every=watch_every,
            disposable=disposable,
            with_queue=True,
        )

    def open(self, *, reset: bool = False, progress: Callable[[DemoStep], None] | None = None) -> DemoPlace:
        """Starts the server, and builds the product where there is none, or anew with `reset`.

        Waits while another process builds it. `progress` hears what is going on. Raises DemoUnavailable,
        and leaves nothing running, where that cannot be.
        """
        tell = progress or (lambda step: None)
        tell(DemoStep.STARTING)
        self._start(mend=reset)
        try:
            with _explained(), self._building():
                if reset or not self._is_built():
                    tell(DemoStep.BUILDING)
                    self._build()
        except BaseException:
            self._server.stop()
            raise
        url, queue = self._server.url(_DATABASE), self._server.queue_url
        return DemoPlace(url, self._storage, DEMO_EMAIL, DEMO_PASSWORD, queue)

    def reset(self) -> None:
        """Builds the product of the open demo anew, at the same place. Ends all connections to its database.

        Raises DemoUnavailable when it is not open, or where it cannot be built.
        """
        with _explained(), self._building():
            self._build()

    def close(self) -> None:
        """Leaves the demo; its server stops unless somebody else has it open."""
        self._server.stop()

    def _start(self, *, mend: bool) -> None:
        try:
            self._server.start()
        except DemoUnavailable:
            if not mend or not self._server.erase():
                raise
            self._server.start()

    def _building(self) -> AbstractContextManager[None]:
        return turn(self._folder / "building.lock")

    def _is_built(self) -> bool:
        with self._maintenance() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_DATABASE,))
            return cursor.fetchone() is not None and self._storage.is_dir()

    def _build(self) -> None:
        """Builds under other names. The database gets its own last of all: where it has it, all is there."""
        free = shutil.disk_usage(self._folder).free // 1_000_000
        if free < _MEGABYTES_NEEDED:  # said now: PostgreSQL says it in many ways, and may die of it
            raise DemoUnavailable(
                DEMO_NEEDS_DISK.format(count=_MEGABYTES_NEEDED, place=self._folder, all=free)
            )
        fresh = self._folder / "storage.new"
        with self._maintenance() as cursor:
            for name in (_DATABASE, _UNFINISHED):
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            if self._storage.exists():
                self._storage.rename(
                    Path(tempfile.mkdtemp(prefix="storage.old-", dir=self._folder)) / "storage"
                )
            if fresh.exists():
                shutil.rmtree(fresh)
            fresh.mkdir(mode=0o700)
            cursor.execute(f"CREATE DATABASE {_UNFINISHED}")
            build(self._server.url(_UNFINISHED), fresh)
            fresh.rename(self._storage)
            cursor.execute(f"ALTER DATABASE {_UNFINISHED} RENAME TO {_DATABASE}")
        for old in self._folder.glob("storage.old-*"):
            shutil.rmtree(old)

    @contextmanager
    def _maintenance(self) -> Iterator[Cursor]:
        with closing(psycopg2.connect(self._server.url(MAINTENANCE_DATABASE))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except psycopg2.errors.DiskFull as error:
        raise DemoUnavailable(DEMO_DISK_FULL) from error
    except psycopg2.Error as error:
        raise DemoUnavailable(DEMO_ANSWERED.format(reason=error)) from error
    except OSError as error:
        raise DemoUnavailable(about_a_file(error)) from error
