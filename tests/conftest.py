"""One PostgreSQL for a run of the tests, a database of its own for each test, and no surprises in the log."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# Before anything imports Qt: the tests need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.core.access import Actor
from tests.support.databases import Databases
from tests.support.logs import ExpectedLogs
from tests.support.product import Product, User
from tests.support.program import Program
from tests.support.proxy import Proxy
from tests.support.restoring import RestoreLender
from tests.support.running import Station

if TYPE_CHECKING:  # most runs of few tests need no Redis
    from tests.support.redis_server import RedisServer

_GUARD_SECONDS = 60


def pytest_configure() -> None:
    # What ends a run that takes too long says SIGTERM: then, too, the fixtures stop their server.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # What ignores these, as `nohup` does, would have the programs under test ignore them too.
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The longest first: begun last, they would run alone while the other cores are idle.
    items.sort(key=lambda item: "faults" not in item.path.parts)


def pytest_collection_finish() -> None:
    # Half a million objects stay to the end of the run: each collection would look through all of them.
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Garbage of tests with Qt is collected in the main thread alone, as by the program (`qt.collecting`):
    a window that a worker's thread collects is destroyed there, and a later test crashes of it."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        # What lives longer than its test is older then, and is looked for as its file ends.
        gc.collect(1 if nextitem and nextitem.path == item.path else 2)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A call of a storage that was left behind (`files.bounded`) ends with its test: in a later one it would
    touch what that one has to itself, be it the log or the state of `random`."""
    yield
    for thread in threading.enumerate():
        if thread.name == "storage":
            thread.join(_GUARD_SECONDS)
            if thread.is_alive():
                thread.name = f"storage of {item.name}"  # no test after this one waits for it again
                pytest.fail("a call of a storage hangs beyond its test")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test has logged may hold bytes that are no text: those cannot be handed to another process."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The server of this run: the embedded one, or that of TEST_DATABASE_URL."""
    with Databases.of_environment(os.environ) as server:
        yield server


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """The address of a fresh database without any table."""
    with databases.fresh(template=False) as url:
        yield url


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a fresh database with the product's tables and background_jobs, all empty."""
    with databases.fresh() as url:
        yield url


@pytest.fixture(scope="session")
def restore_lender(databases: Databases) -> Iterator[RestoreLender]:
    """Keeps one database with the table of restores between tests."""
    lender = RestoreLender(databases)
    yield lender
    lender.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The Redis of this run, as its default configuration is. Skips the tests where there is none."""
    from tests.support import redis_server as servers

    with servers.redis_server() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> Iterator[str]:
    """The address of an empty database of that server. Where a test has restarted it, it is empty again."""
    database = redis_server.fresh()
    yield redis_server.url(database)
    redis_server.give_back(database)


@pytest.fixture
def storage_root(tmp_path: Path) -> Path:
    """An empty attachment storage."""
    root = tmp_path / "storage"
    (root / "attachments").mkdir(parents=True)
    return root


@pytest.fixture
def product(database_url: str, storage_root: Path) -> Iterator[Product]:
    """Puts things into the test's database and storage, and looks at them, past all code of the console."""
    with Product(database_url, storage_root) as helper:
        yield helper


@pytest.fixture
def business(product: Product) -> int:
    """A business whose receipts may be deleted."""
    return product.business()


@pytest.fixture
def user(product: Product) -> User:
    """A system administrator."""
    return product.user(email="dana@example.com", password="hush-of-dana")


@pytest.fixture
def program(product: Product, user: User, tmp_path: Path) -> Program:
    """The commands of the program; each is a process of its own."""
    return Program(product, tmp_path / "data", user)


@pytest.fixture
def station(product: Product) -> Iterator[Station]:
    """The console of this test; another one is made by `Station(product, "another")`."""
    with Station(product) as console:
        yield console


@pytest.fixture
def proxy(product: Product) -> Iterator[Proxy]:
    """What breaks the connections to the database as a test wants it."""
    with Proxy(product.url) as proxy:
        yield proxy


@pytest.fixture
def remote(product: Product, proxy: Proxy) -> Iterator[Station]:
    """A console on the other side of the proxy."""
    with Station(product, "remote", url=proxy.url) as station:
        yield station


@pytest.fixture
def actor(station: Station, user: User) -> Actor:
    """The user as sign-in would give it."""
    return station.actor(user.id)


@pytest.fixture(autouse=True)
def expected_logs() -> Iterator[ExpectedLogs]:
    """Fails a test that logs a warning or worse without `expected_logs.expect("regular expression")`.

    For messages of Qt, see pytest-qt's marker `qt_log_ignore`.
    """
    handler = ExpectedLogs()
    logger = logging.getLogger("app")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    handler.check()
