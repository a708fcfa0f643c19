"""Ids of many rows as one parameter of a statement, called `ids`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Text, bindparam, cast


def ids_given() -> ColumnElement[Any]:
    """The parameter, an array."""
    return cast(bindparam("ids", type_=Text), ARRAY(Integer))


def id_array(ids: Iterable[int]) -> str:
    """Its value: as PostgreSQL writes an array. The driver would make an object of each id first."""
    return f"{{{','.join(map(str, ids))}}}"
