"""Keeps operators and functions of other roles out of every statement.

PostgreSQL takes the operator or function that fits the types best, wherever it is in the search path. None of
pg_catalog fits `varchar` exactly, so one that any role has put into the product's schema would win, and
decide what is compared with what. So all statements are written for exact fits: text columns are cast to
`text` before they are compared (`db.columns`), and every function is asked of pg_catalog by name.
https://www.postgresql.org/docs/current/typeconv-oper.html
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Float, cast, extract
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import Function

_CONSTRUCTS = frozenset(
    {"all", "any", "array", "coalesce", "current_user", "greatest", "least", "nullif", "substring"}
)
"""What the grammar knows by itself, so that no schema can hold another."""


def seconds(interval: ColumnElement[Any]) -> ColumnElement[float]:
    """The length of an interval, as `double precision` on every version (`numeric` since 14)."""
    return cast(extract("epoch", interval), Float)


def number(value: float) -> ColumnElement[float]:
    """A number to compare `seconds` with."""
    return cast(value, Float)


@compiles(Function, "postgresql")
def _of_the_catalog(function: Function[Any], compiler: Any, **options: Any) -> str:
    """Every function of SQLAlchemy's `func` is PostgreSQL's own. An `unnest` of several arrays is by itself,
    and only without the name of its schema."""
    written: str = compiler.visit_function(function, **options)
    is_of_many = function.name == "unnest" and len(function.clauses) > 1
    is_plain = not (function.packagenames or is_of_many or function.name.lower() in _CONSTRUCTS)
    return f"pg_catalog.{written}" if is_plain else written
