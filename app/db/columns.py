"""Types of columns into which anybody may have written anything their PostgreSQL type allows.

Each bounds its values in SQL, wherever a column of it is selected: a text of 200 MB, the year 20240 and
`infinity` must not reach the driver, which would fail on the whole answer. What is compared and written is
the column itself.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, String, Text, case, cast, func, literal
from sqlalchemy.sql.elements import Cast
from sqlalchemy.types import TypeDecorator

from app.core.bounds import EARLIEST, LATEST, NAME_LENGTH, PAGES_LENGTH

log = logging.getLogger(__name__)


class ExactText(TypeDecorator[str]):
    """A column of any kind of text, compared as `text` (see `db.exact`). It is read for people: the first
    `longest` characters, with replacements for bytes that are no text (a database in SQL_ASCII has them)."""

    impl = Text
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[str]):
        def operate(self, op: Any, *other: Any, **options: Any) -> ColumnElement[Any]:
            exact: ColumnElement[Any] = op(_as_text(self.expr), *map(_as_text, other), **options)
            return exact

        def reverse_operate(self, op: Any, other: Any, **options: Any) -> ColumnElement[Any]:
            exact: ColumnElement[Any] = op(_as_text(other), _as_text(self.expr), **options)
            return exact

    comparator_factory: Any = Comparator

    def __init__(self, longest: int = NAME_LENGTH) -> None:
        super().__init__()
        self.longest = longest

    def column_expression(self, column: Any) -> ColumnElement[Any]:
        return func.left(column, self.longest + 1, type_=self)

    def process_result_value(self, value: str | None, dialect: object) -> str | None:
        if value is None:
            return None
        text = value if len(value) <= self.longest else f"{value[: self.longest]}…"
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class WholeText(ExactText):
    """A text for the program: as it is stored, byte by byte. One of more than `longest` characters is not
    whole, and shows that by having more."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: object) -> str | None:
        return value


class Moment(TypeDecorator[datetime]):
    """A time of a job; read as `within` says."""

    impl = DateTime
    cache_ok = True

    def column_expression(self, column: Any) -> ColumnElement[Any]:
        return within(column)


class Pages(TypeDecorator[frozenset[str]]):
    """A JSON list of names. The column has no check: what is not such a list counts as empty."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: Any) -> ColumnElement[Any]:
        return func.left(cast(column, Text), PAGES_LENGTH + 1, type_=self)

    def process_result_value(self, value: str | None, dialect: object) -> frozenset[str]:
        try:
            pages = json.loads(value or "null", parse_int=len)  # the value of a number is of no interest
        except (ValueError, RecursionError) as error:
            log.info("Enabled pages that are not JSON, or too long or too deep, count as none: %s", error)
            return frozenset()
        found = pages if isinstance(pages, list) else []
        return frozenset(one for one in found if isinstance(one, str))


def within(moment: Any) -> ColumnElement[Any]:
    """The time, or the nearest that `core.bounds` allows: of times beyond, the driver cannot read some, and
    PostgreSQL itself not subtract others."""
    first, last = _moment(EARLIEST), _moment(LATEST)
    return case((moment <= first, first), (moment >= last, last), else_=moment)


def _moment(value: datetime) -> ColumnElement[Any]:
    return cast(literal(value.isoformat(), Text), DateTime)


def _as_text(value: Any) -> Any:
    is_column = isinstance(value, ColumnElement) and isinstance(value.type, (ExactText, String))
    return cast(value, Text) if is_column and not isinstance(value, Cast) else value
