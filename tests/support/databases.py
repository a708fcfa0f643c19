"""Databases for tests: one server a run, one template, and a clone of it for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from itertools import count
from types import MappingProxyType

import psycopg2
from psycopg2.extensions import connection
from sqlalchemy import make_url

from app.demo.sample import create_tables
from app.demo.server import DemoServer
from tests.support.folders import server_home

SERVER_VARIABLE = "TEST_DATABASE_URL"

CARELESS = MappingProxyType({"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"})
"""A crash of the computer may cost the tests' data."""

_WITH_STRATEGIES, _WITH_FORCE = 150_000, 130_000


class Databases:
    """Makes and drops databases on the server whose maintenance database is at `url`."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._prefix = f"sweep_test_{os.getpid()}"
        self._numbers = count(1)
        self._template = f"{self._prefix}_template"
        self._kept: connection | None = None

    @classmethod
    @contextmanager
    def of_environment(cls, environment: Mapping[str, str]) -> Iterator[Databases]:
        """On the server of TEST_DATABASE_URL (where databases may be made), else on an embedded one."""
        with ExitStack() as stack:
            url = environment.get(SERVER_VARIABLE)
            if url is None:
                folder = stack.enter_context(server_home("sweep-tests-", in_memory=True))
                server = stack.enter_context(DemoServer(folder, settings=CARELESS, disposable=folder))
                url = server.url("postgres")
            databases = stack.enter_context(cls.on(url))
            with databases._one_session():
                yield databases

    @classmethod
    @contextmanager
    def on(cls, url: str) -> Iterator[Databases]:
        """On the server whose maintenance database is at `url`: PostgreSQL 12 or later."""
        databases = cls(url)
        databases._make_template()
        try:
            yield databases
        finally:
            databases._drop(databases._template)

    @contextmanager
    def fresh(self, *, template: bool = True, encoding: str | None = None) -> Iterator[str]:
        """The address of a new database, a clone of the template or an empty one, which may have another
        encoding; dropped after the block."""
        name = f"{self._prefix}_{next(self._numbers)}"
        other = f" ENCODING '{encoding}' LOCALE 'C'" if encoding else ""
        origin = self._template if template else "template0"
        # Takes a third of the time of WAL_LOG for a database this small; before, it was the only way.
        strategy = " STRATEGY FILE_COPY" if self._version >= _WITH_STRATEGIES else ""
        self._execute(f"CREATE DATABASE {name} TEMPLATE {origin}{strategy}{other}")
        try:
            yield self._address(name)
        finally:
            self._drop(name)

    @contextmanager
    def _one_session(self) -> Iterator[None]:
        """Within the block one session makes and drops them all, for as long as the server goes on."""
        try:
            with closing(self._connect()) as self._kept:
                yield
        finally:
            self._kept = None

    def _make_template(self) -> None:
        self._execute(f"CREATE DATABASE {self._template} TEMPLATE template0")
        create_tables(self._address(self._template))

    def _drop(self, name: str) -> None:
        if self._version >= _WITH_FORCE:
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            return
        self._execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        self._execute(f"DROP DATABASE IF EXISTS {name}")

    def _address(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with ExitStack() as stack:
            session = self._kept or stack.enter_context(closing(self._connect()))
            stack.enter_context(session.cursor()).execute(statement)

    def _connect(self) -> connection:
        session = psycopg2.connect(self._address(self._url.database or "postgres"))
        session.autocommit = True
        return session

    @cached_property
    def _version(self) -> int:
        with closing(self._connect()) as session:
            return session.server_version
