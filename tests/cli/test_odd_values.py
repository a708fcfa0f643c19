"""No value that a column may hold stops a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.odd_values import READ, many, odd_row, one_of_each, widen, write
from tests.support.product import Product
from tests.support.program import HereProgram


@pytest.fixture
def rows(product: Product) -> dict[str, int]:
    return one_of_each(product)


@pytest.fixture
def wide(product: Product) -> dict[str, dict[str, str]]:
    """The types of all columns that are read, as wide as a product may have them, by table and column."""
    return widen(product)


@many(15)
@given(data=st.data())
def test_whatever_the_columns_hold_the_commands_list_and_diagnose(
    here: HereProgram,
    product: Product,
    rows: dict[str, int],
    wide: dict[str, dict[str, str]],
    data: st.DataObject,
) -> None:
    for table in READ:
        write(product, table, rows[table], data.draw(odd_row(wide[table]), label=table))
    shown = here.call("jobs")
    assert (shown.status, shown.err) == (0, "")
    assert len(shown.out.splitlines()) == 3
    assert not {ord(one) for one in shown.out} & {*range(10), *range(11, 32), 0x202E}
    listed = here.call("jobs", "--json")
    assert {job["id"] for job in listed.json["jobs"]} >= {rows["background_jobs"]}
    assert len(listed.out) < 30_000
    found = here.call("doctor", "--json")
    assert found.err == ""
    assert found.json["findings"]


def test_a_deletion_beside_odd_rows(here: HereProgram, product: Product) -> None:
    rows = one_of_each(product)
    widen(product)
    product.execute("UPDATE receipts SET amount = 'NaN', invoice_date = 'infinity', vendor_name = E'\\x1b'")
    product.execute("UPDATE background_jobs SET created_at = '20240-01-01', finished_at = '-infinity'")
    product.execute("UPDATE users SET name = E'\\x1b', role = 'agent' WHERE id = %s", rows["users"])
    done = here.call("delete", "--business", rows["business"], "--confirm", "DELETE")
    assert (done.status, product.live(rows["business"])) == (0, 0)
    assert "\x1b" not in done.out + done.err
