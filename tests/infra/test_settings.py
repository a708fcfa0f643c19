"""The main line where an administrator has given the database other settings than PostgreSQL's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.infra.walk import Walk, make_tables
from tests.support.databases import Databases
from tests.support.product import Product

FORMATS = {
    "standard_conforming_strings": "off",
    "escape_string_warning": "off",
    "backslash_quote": "off",
    "DateStyle": "'German, DMY'",
    "IntervalStyle": "sql_standard",
    "TimeZone": "'Asia/Kathmandu'",
    "bytea_output": "escape",
    "xmlbinary": "hex",
    "extra_float_digits": "-15",
    "lc_messages": "'C'",
    "lc_monetary": "'C'",
    "quote_all_identifiers": "on",
}
"""How values are written and read."""

MEANINGS = {
    "search_path": "nowhere, public, pg_catalog",
    "array_nulls": "off",
    "transform_null_equals": "on",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "client_encoding": "'LATIN1'",
    "check_function_bodies": "off",
    "synchronize_seqscans": "off",
    "row_security": "off",
    "lo_compat_privileges": "on",
}
"""What statements mean, and what they see."""

PLANS = {
    "enable_indexscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_sort": "off",
    "work_mem": "64",
    "jit_above_cost": "0",
    "from_collapse_limit": "1",
    "join_collapse_limit": "1",
    "cursor_tuple_fraction": "0.1",
    "plan_cache_mode": "force_generic_plan",
    "default_transaction_isolation": "'repeatable read'",
}
"""How they are carried out."""


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(FORMATS, id="formats"),
        pytest.param(MEANINGS, id="meanings"),
        pytest.param(PLANS, id="plans", marks=pytest.mark.soak),
    ],
)
def test_the_main_line(
    databases: Databases, storage_root: Path, walk_on: Callable[..., Walk], settings: Mapping[str, str]
) -> None:
    with databases.fresh(template=False) as url, Product(url, storage_root) as product:
        make_tables(product)
        walk = walk_on(product)
        set_all(product, settings)
        walk.whole()


def set_all(product: Product, settings: Mapping[str, str]) -> None:
    """For all sessions with the database that begin from now on."""
    database = product.scalar("SELECT current_database()")
    for name, value in settings.items():
        product.execute(f"ALTER DATABASE {database} SET {name} = {value}")
