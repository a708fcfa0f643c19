"""Statements whose SQL is built once: for a small batch or page, that takes longer than the database does."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from sqlalchemy import URL, ClauseElement, Connection, CursorResult

from app.db.tables import schema_of

_DIALECT = URL.create("postgresql+psycopg2").get_dialect()()


def execute(
    connection: Connection, build: Callable[..., ClauseElement], *shape: Hashable, **values: Any
) -> CursorResult[Any]:
    """Executes the statement that `build` makes of `shape`, whatever the `values` of its parameters are."""
    sql, constants = _compiled(build, shape, schema_of(connection))
    return connection.exec_driver_sql(sql, {**constants, **values})


@lru_cache(maxsize=64)
def _compiled(
    build: Callable[..., ClauseElement], shape: tuple[Hashable, ...], schema: str
) -> tuple[str, dict[str, Any]]:
    """The SQL, and the constants in it."""
    compiled = build(*shape).compile(
        dialect=_DIALECT, schema_translate_map={None: schema}, render_schema_translate=True
    )
    return str(compiled), dict(compiled.params)
