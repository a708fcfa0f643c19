"""A statement that is a transaction by itself, and undoes itself: it fails on purpose, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Integer, Text, cast, literal
from sqlalchemy.exc import DBAPIError

_NO_NUMBER = "22P02"


def undo(reason: str, value: ColumnElement[int]) -> ColumnElement[int]:
    """Fails where it is evaluated, on `reason`, which is no number. `value` is a column of the statement: a
    constant would be evaluated, and fail, as the statement is planned."""
    return cast(literal(reason, Text) + cast(value, Text), Integer)


@contextmanager
def undone_as(errors: Mapping[str, Callable[[], Exception]]) -> Iterator[None]:
    """Around one statement: what `undo` has said is raised as the error of that reason."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) == _NO_NUMBER:
            said = str(error.orig)
            for reason, meant in errors.items():
                if reason in said:
                    raise meant() from None
        raise
