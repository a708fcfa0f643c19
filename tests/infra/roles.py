"""Roles of the test's server: they belong to all of its databases, so each is named for this process."""

from __future__ import annotations

import os
from itertools import count
from types import TracebackType
from typing import NamedTuple, Self

import pytest
from sqlalchemy import make_url

from app.db.rights import NEEDED_RIGHTS
from tests.support.product import Product

_numbers = count(1)

TABLES = (
    "business",
    "users",
    "receipts",
    "attachments",
    "contract_files",
    "asset_item_media",
    "background_jobs",
)
"""All that the console looks at or changes."""


class Role(NamedTuple):
    """A role, and the address of the test's database for it."""

    name: str
    url: str


class Roles:
    """Makes roles in a `with` block, and drops them after it with what is theirs in the database."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._made: list[str] = []

    def __enter__(self) -> Self:
        if not self._product.scalar("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            pytest.skip("The role of the tests is no superuser here, so it may not make others.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._product.execute("RESET ROLE")
        for name in self._made:
            self._product.execute(f"DROP OWNED BY {name} CASCADE")
            self._product.execute(f"DROP ROLE {name}")

    def stranger(self) -> Role:
        """Somebody who may log in, and do nothing with the product's tables."""
        name = f"sweep_test_{os.getpid()}_role_{next(_numbers)}"
        self._product.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
        self._made.append(name)
        url = make_url(self._product.url).set(username=name, password="secret")
        return Role(name, url.render_as_string(hide_password=False))

    def console(self) -> Role:
        """A role with the rights that the diagnostics ask for, and no others."""
        role = self.stranger()
        for need in NEEDED_RIGHTS:
            self._product.execute(f"GRANT {need.words} ON {need.table} TO {role.name}")
        self._product.execute(f"GRANT USAGE ON SEQUENCE background_jobs_id_seq TO {role.name}")
        return role

    def owner(self) -> Role:
        """A role that owns all tables, as the product's own often does."""
        role = self.stranger()
        for table in TABLES:
            self._product.execute(f"ALTER TABLE {table} OWNER TO {role.name}")
        return role
