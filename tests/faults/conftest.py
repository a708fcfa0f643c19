"""A console for the tests of faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.product import Product
from tests.support.running import Station


@pytest.fixture
def business(product: Product) -> int:
    """A business whose receipts may be deleted."""
    return product.business()


@pytest.fixture
def station(product: Product) -> Iterator[Station]:
    """The console of this test; another one is made by `Station(product, "another")`."""
    with Station(product) as console:
        yield console
