"""A database of which the address says less than the first connection does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.db.engine import Connection, Database

GUESS = "localhost/product"
TRUTH = "db.internal:6432/product.Shop"


class LateDatabase(Database):
    """Says GUESS until it is connected, and from then on TRUTH."""

    is_known = False

    @property
    def where(self) -> str:
        return TRUTH if self.is_known else GUESS

    @contextmanager
    def connection(self, *, tried_after: float = 0.0) -> Iterator[Connection]:
        with super().connection(tried_after=tried_after) as connection:
            self.is_known = True
            yield connection
