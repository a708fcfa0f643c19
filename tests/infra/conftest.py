"""The program in a process of its own, on a place that is not as it ought to be; roles that a test makes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.infra.roles import Roles
from tests.support.product import Product


@pytest.fixture
def roles(product: Product) -> Iterator[Roles]:
    """Makes roles, which are gone after the test; skips it where that is not allowed."""
    with Roles(product) as made:
        yield made
