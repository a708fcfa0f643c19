"""A console for the tests of jobs, and a database for each test that need not be cloned anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.databases import Databases
from tests.support.lending import Lender
from tests.support.product import Product
from tests.support.running import Station


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
def station(product: Product) -> Iterator[Station]:
    """The console of this test; another one is made by `Station(product, "another")`."""
    with Station(product) as console:
        yield console


@pytest.fixture
def business(product: Product) -> int:
    """A business whose receipts may be deleted."""
    return product.business()


@pytest.fixture
def impatient(product: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A console that waits for locks for a moment only."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    with Station(product, "impatient") as console:
        yield console
