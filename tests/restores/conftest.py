"""A database that has the table of restores, and the console's restores in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.product import Product
from tests.support.restoring import RestoreLender, Restoring
from tests.support.running import Station
from tests.support.web_side import WebSide


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url


@pytest.fixture
def restoring(station: Station) -> Restoring:
    """The restores of the test's console."""
    return Restoring(station)


@pytest.fixture
def web(product: Product) -> Iterator[WebSide]:
    """The web side of the product, with batches of ten receipts."""
    with WebSide(product.url, product.storage_root, batch_size=10) as web:
        yield web
