"""What anybody may have written into a column: for each type of PostgreSQL the values that programs trip on.

Values are SQL literals, written past the driver, which could not make most of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from psycopg2.sql import SQL, Composable, Identifier, Literal

from tests.support.product import Product

READ = {
    "business": ("name", "is_active", "enabled_pages"),
    "users": ("name", "role"),
    "background_jobs": (
        "job_type",
        "total",
        "processed",
        "succeeded",
        "failed_count",
        "last_error",
        "cursor",
        "created_at",
        "updated_at",
        "started_at",
        "finished_at",
        "heartbeat_at",
    ),
    "receipts": ("vendor_name", "amount", "currency", "invoice_date", "received_at", "is_deleted"),
    "attachments": ("file_size", "storage_path", "purpose", "is_deleted"),
}
"""The columns that the console reads, but for ids, which the rows refer to each other by."""

_WIDER = {"integer": "bigint", "numeric": "numeric", "character varying": "text"}

_TIMES = (
    *("infinity", "-infinity", "20240-01-01", "294276-12-31 23:59:59.999999", "4713-11-24 00:00:00 BC"),
    *("0044-03-15 BC", "0001-01-01", "1969-12-31 23:59:59", "1970-01-01", "9999-12-31 23:59:59.999999"),
    *("2999-12-31", "2026-03-27 02:30", "2026-11-26 12:00:00.000001"),
)
_DAYS = (
    *("infinity", "-infinity", "5874897-12-31", "20240-02-29", "4713-11-24 BC", "0001-01-01"),
    "9999-12-31",
)
_WHOLE = (0, -1, 1, 2**31 - 1, -(2**31), 2**31, 2**53 + 1, 2**63 - 1, -(2**63))
_NUMBERS = (
    *("NaN", "0", "-0.01", "9" * 40, "-" + "9" * 400 + ".5", "1e-300", "1e20000", "0.005", "1e12"),
    "7.5",
)
_TEXTS = (
    *("", " ", "\n\r\t\v", "\x1b[31m\x07", "\u202eabc\u2066", "\ud7ff\ue000\uffff", "שלום", "e\u0301"),
    *("%s %(x)s", "{reason} {0}", "<b>&amp;</b>", "a" * 5_000, "ש" * 30_000, "'; --", "\\x00"),
    "\U0001f9fe" * 300,
)
_CURSORS = (
    *("[", "[]", "null", "1", '"text"', "{}", '{"last_id": -1}', '{"last_id": 1e400}'),
    *('{"last_id": NaN}', '{"last_id": "5"}', '{"last_id": 1.5}', '{"last_id": true}'),
    *('{"last_id": ' + "9" * 5_001 + "}", '{"last_id": 9223372036854775808}', '{"failed": 5}'),
    *('{"last_id": 3, "max_id": 99999999999}', '{"last_id": 0, "max_id": 9223372036854775807}'),
    *('{"failed": [[1, "x"], [2]]}', '{"deferred": [null]}', '{"retry": "running"}', '{"worker": 5}'),
    *('{"user_id": "x"}', '{"user_id": 999999999999999999999}', "[" * 100_000, '{"a": ' * 3_000),
    '{"last_id": 2, "x": "' + "y" * 2_000_001 + '"}',
    json.dumps({"last_id": 0, "failed": [[number, "why"] for number in range(1_001)]}),
    json.dumps({"last_id": 0, "failed": [[1, "x" * 90_000], [2**62, "\x1b"]], "note": {"a": [None]}}),
    json.dumps({"last_id": 0, "max_id": 3, "worker": "\x1b", "claimed": "infinity"}),
)
_PAGES = (
    *("null", "[]", "{}", '"gmail_receipts"', '["gmail_receipts", 5, null, ["x"]]', "7", "[1e999999]"),
    *('["gmail_receipts", ' + "9" * 5_001 + "]", "[" * 3_000 + "]" * 3_000, '["' + "p" * 50_000 + '"]'),
    '["gmail_receipts", "\\u0000", "\\ud800"]',
)


def _texts() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(_TEXTS), st.text(max_size=60)).map(lambda text: text.replace("\x00", ""))


def _sane(number: Decimal) -> str:
    """PostgreSQL knows one NaN, without a sign."""
    return "NaN" if number.is_nan() else str(number)


def values(column: str, kind: str) -> st.SearchStrategy[Composable]:
    """SQL of odd values for a column of this type, as `information_schema` calls it."""
    none = st.none()
    found: st.SearchStrategy[Any]
    match kind:
        case "boolean":
            found = st.sampled_from([None, True, False])
        case "bigint" | "integer":
            whole = st.one_of(st.sampled_from(_WHOLE), st.integers(-(2**63), 2**63 - 1))
            found = st.one_of(none, whole.map(str))
        case "numeric":
            numbers = st.decimals(allow_nan=True, allow_infinity=False).map(_sane)
            found = st.one_of(none, st.sampled_from(_NUMBERS), numbers)
        case "date":
            found = st.one_of(none, st.sampled_from(_DAYS), st.dates().map(str))
        case "timestamp without time zone":
            found = st.one_of(none, st.sampled_from(_TIMES), st.datetimes().map(str))
        case "json":
            found = st.one_of(none, st.sampled_from(_PAGES), st.lists(_texts(), max_size=3).map(json.dumps))
        case _ if column == "cursor":
            found = st.one_of(none, st.sampled_from(_CURSORS), _texts())
        case _:
            found = st.one_of(none, _texts())
    return found.map(lambda value: SQL("{}::{}").format(Literal(value), SQL(kind)))


def widen(product: Product) -> dict[str, dict[str, str]]:
    """Makes the columns of READ as wide as a product may have them, without checks and NOT NULL; the types by
    table and column."""
    kinds: dict[str, dict[str, str]] = {}
    product.execute("ALTER TABLE background_jobs DROP CONSTRAINT IF EXISTS chk_job_type")
    product.execute("DROP INDEX IF EXISTS idx_background_jobs_unique_active")
    for table, columns in READ.items():
        kinds[table] = {}
        for column in columns:
            kind = product.scalar(
                "SELECT data_type FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name = %s AND column_name = %s",
                table,
                column,
            )
            kinds[table][column] = wide = _WIDER.get(kind, kind)
            name = SQL("ALTER TABLE {} ALTER COLUMN {}").format(Identifier(table), Identifier(column))
            product.execute(name + SQL(" DROP NOT NULL"))
            if kind in _WIDER:  # a numeric has had a precision
                product.execute(name + SQL(" TYPE {}").format(SQL(wide)))
    return kinds


def one_of_each(product: Product) -> dict[str, int]:
    """The id of one row of each table of READ, which belong to each other; beside them stand rows of the
    business Alma, as they should be."""
    business = product.business()
    user = product.user(business_id=business).id
    (receipt,) = product.receipts(business, 1, files=1)
    job = product.job(business, "failed", requested_by_user_id=user)
    other = product.business("Alma")
    product.receipts(other, 2)
    product.job(other, "paused")
    attachment = product.scalar("SELECT id FROM attachments")
    return {
        "business": business,
        "users": user,
        "background_jobs": job,
        "receipts": receipt,
        "attachments": attachment,
    }


def many(examples: int) -> settings:
    """So many examples, always the same, for a test with fixtures; what failed is not shrunk, which would
    take a minute."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


class OddRows:
    """The rows of `one_of_each`, in columns as wide as a product may have them."""

    def __init__(self, product: Product) -> None:
        self.ids = one_of_each(product)
        self._product = product
        self._kinds = widen(product)

    def draw(self, data: st.DataObject, usual: Mapping[str, Mapping[str, Composable]] = {}) -> None:
        """Writes odd values into all of them; into the columns of `usual` what that says."""
        for table, kinds in self._kinds.items():
            row = data.draw(_odd_row(kinds), label=table)
            _write(self._product, table, self.ids[table], {**row, **usual.get(table, {})})


def _odd_row(kinds: dict[str, str]) -> st.SearchStrategy[dict[str, Composable]]:
    """Odd values for some of the columns of a table."""
    return st.fixed_dictionaries({}, optional={name: values(name, kind) for name, kind in kinds.items()})


def _write(product: Product, table: str, row_id: int, row: dict[str, Composable]) -> None:
    """Puts the values into the row."""
    if row:
        pairs = [SQL("{} = {}").format(Identifier(name), value) for name, value in row.items()]
        change = SQL("UPDATE {} SET {} WHERE id = {}")
        product.execute(change.format(Identifier(table), SQL(", ").join(pairs), Literal(row_id)))
