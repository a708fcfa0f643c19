"""Rows on their way into a table, by COPY: the only way that is fast enough for a first start."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from psycopg2.extensions import cursor as Cursor

Value = str | int | bool | Decimal | date | datetime | Sequence[str] | dict[str, object] | None
"""What a column may get; lists and dictionaries become JSON."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for one table: values in the order of `columns`; sorted by id where that is the first of them."""

    table: str
    columns: tuple[str, ...]
    values: list[Sequence[Value]] = field(default_factory=list)

    def copy_to(self, cursor: Cursor) -> None:
        """Writes the rows; ids that the table gives out later go on after theirs."""
        lines = "".join("\t".join(map(_text, row)) + "\n" for row in self.values)
        cursor.copy_expert(f"COPY {self.table} ({', '.join(self.columns)}) FROM STDIN", io.StringIO(lines))
        if self.columns[0] == "id":
            last_id = self.values[-1][0]
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (self.table, last_id))


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _text(value: Value) -> str:
    match value:
        case None:
            return "\\N"
        case str():
            return value.translate(_ESCAPES)
        case bool():
            return "t" if value else "f"
        case int() | Decimal() | date():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
