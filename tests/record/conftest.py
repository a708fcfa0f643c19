"""A database that has the console's own tables, and so the record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.restoring import RestoreLender


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url
