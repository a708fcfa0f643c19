"""What tests of jobs need beside a console: the web side, and a database that need not be cloned anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.db.engine import Database
from app.db.url import parse_url
from tests.support.databases import Databases
from tests.support.journal import Journal
from tests.support.lending import Lender
from tests.support.product import Product
from tests.support.running import Station
from tests.support.web_side import WebSide


@pytest.fixture(scope="session")
def lender(databases: Databases) -> Iterator[Lender]:
    """Keeps one database between tests."""
    lender = Lender(databases)
    yield lender
    lender.close()


@pytest.fixture
def database_url(lender: Lender) -> Iterator[str]:
    """The address of a database with the product's tables and background_jobs, all empty."""
    with lender.lend() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The test's database, as a console opens it."""
    database = Database(parse_url(database_url))
    yield database
    database.close()


@pytest.fixture
def web(product: Product) -> Iterator[WebSide]:
    """The web side of the product, with batches of ten receipts."""
    with WebSide(product.url, product.storage_root, batch_size=10) as web:
        yield web


@pytest.fixture
def journal(product: Product) -> Iterator[Journal]:
    """Every count must be true, and no receipt deleted twice."""
    journal = Journal(product)
    yield journal
    journal.check()
    assert not any(change.again for change in journal.changes()), "receipts were deleted twice"


@pytest.fixture
def impatient(product: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A console that waits for locks for a moment only."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    with Station(product, "impatient") as console:
        yield console
