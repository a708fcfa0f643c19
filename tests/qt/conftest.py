"""What the tests of threads need: the loop on which Qt and coroutines run, a pool at work, and a database
that goes away and comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from qasync import QEventLoop
from sqlalchemy import make_url

from app.actions.sign_in import SignIn
from app.actions.wrong_passwords import WrongPasswords
from app.bootstrap.resources import RESOURCES
from app.core.access import Actor
from app.db.engine import Database
from app.db.url import parse_url
from app.files.local import LocalStorage
from app.files.storage import Storage
from app.qt.calls import Calls
from app.qt.closing import close_loop
from app.qt.pool import WorkerPool
from app.qt.translation import Language
from app.ui.theme.theme import Theme
from app.ui.window.main_window import MainWindow
from tests.support.gate import GUARD_SECONDS
from tests.support.product import Product
from tests.support.running import Station

T = TypeVar("T")
NewStation = Callable[..., Station]


class Loop:
    """The loop of the main thread. What its exception handler got is in `bugs`; a test that does not clear
    them fails."""

    def __init__(self, application: QApplication) -> None:
        self.qt = QEventLoop(application)
        self.calls = Calls(self.qt, 4)
        self.bugs: list[BaseException | None] = []
        self.qt.set_exception_handler(lambda _loop, context: self.bugs.append(context.get("exception")))

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Runs the coroutine to its end."""
        return self._through(asyncio.wait_for(coroutine, GUARD_SECONDS))

    def until(self, condition: Callable[[], object]) -> None:
        """Lets everything go on until `condition` holds."""
        self._through(self._poll(condition))

    def turn(self) -> None:
        """Lets what is ready by now come to pass."""
        self._through(asyncio.sleep(0.01))

    def close(self) -> None:
        """Ends it as the program does. Once: a test may have done it."""
        if not self.qt.is_closed():
            close_loop(self.qt, self.calls)

    def _through(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Not by `run_until_complete`: that of qasync handles events once more when the loop is no longer
        said to run, and then a step of anything else fails that asks for the running loop."""
        task = self.qt.create_task(coroutine)
        task.add_done_callback(lambda _: self.qt.stop())
        self.qt.run_forever()
        return task.result()

    async def _poll(self, condition: Callable[[], object]) -> None:
        give_up_at = time.monotonic() + GUARD_SECONDS
        while not condition():
            assert time.monotonic() < give_up_at, "waited in vain"
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def no_window_stays(qapp: QApplication) -> Iterator[None]:
    """A window that its session has left open to the end of the program would be given a style once more with
    each window of a later test, after the loop of this one is closed and nobody needs it any more."""
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[Loop]:
    loop = Loop(qapp)
    asyncio.set_event_loop(loop.qt)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)
    assert loop.bugs == []


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    """The console's languages, English in use; and again after the test."""
    language = Language(qapp, RESOURCES / "translations", "en")
    yield language
    language.use("en")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme."""
    theme = Theme(RESOURCES)
    theme.use("light")
    return theme


@pytest.fixture
def calls(loop: Loop) -> Iterator[Calls]:
    """The loop's own. They end with the loop, but no later than what their functions work with."""
    yield loop.calls
    if not loop.qt.is_closed():
        loop.run(loop.calls.drop())


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The test's database, as a console with many threads uses it."""
    database = Database(parse_url(database_url), connections=24)
    yield database
    database.close()


class Outage:
    """Takes the test's database away and brings it back."""

    def __init__(self, url: str) -> None:
        self._address = make_url(url)

    def cut(self) -> None:
        """Ends every connection, once; new ones are welcome."""
        self._execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s")

    def begin(self) -> None:
        """From now on nobody can connect, and nobody is connected."""
        self._execute(f'ALTER DATABASE "{self._address.database}" ALLOW_CONNECTIONS false')
        self.cut()

    def end(self) -> None:
        self._execute(f'ALTER DATABASE "{self._address.database}" ALLOW_CONNECTIONS true')

    def _execute(self, statement: str) -> None:
        elsewhere = self._address.set(database="postgres").render_as_string(hide_password=False)
        with closing(psycopg2.connect(elsewhere)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, (self._address.database,) if "%s" in statement else None)


@pytest.fixture
def outage(database_url: str) -> Outage:
    return Outage(database_url)


@pytest.fixture
def actor(product: Product, database: Database, tmp_path: Path) -> Actor:
    """A system administrator, signed in."""
    user = product.user()
    return SignIn(database, WrongPasswords(tmp_path / "sign-in.json"))(user.email, user.password)


@pytest.fixture
def storage(storage_root: Path) -> LocalStorage:
    return LocalStorage(storage_root)


@pytest.fixture
def new_crew(product: Product, storage: LocalStorage, actor: Actor, qtbot: QtBot) -> Iterator[NewStation]:
    """Makes a console with its pool started; its threads are ended after the test."""
    crews: list[Station] = []

    def make(kind: type[Station] = Station, storage: Storage = storage, **options: Any) -> Station:
        # In order: a storage that hangs must hold the job where it is.
        how = {"storage": storage, "files_behind": 0, "pool": WorkerPool, **options}
        crew = kind(product, "test", data=product.storage_root.parent / f"data-{len(crews)}", **how)
        crew.person = actor
        crews.append(crew)
        crew.pool.start()
        return crew

    yield make
    closed = [crew.pool.close(GUARD_SECONDS * 1000) for crew in crews]
    for crew in crews:
        crew.console.close()
    assert all(closed)
