"""No value that a column may hold stops a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.odd_values import OddRows, many, one_of_each, widen
from tests.support.product import Product
from tests.support.program import HereProgram


@pytest.fixture
def odd(product: Product) -> OddRows:
    return OddRows(product)


@many(15)
@given(data=st.data())
def test_whatever_the_columns_hold_the_commands_list_and_diagnose(
    here: HereProgram,
    product: Product,
    odd: OddRows,
    data: st.DataObject,
) -> None:
    odd.draw(data)
    shown = here.call("jobs")
    assert (shown.status, shown.err) == (0, "")
    assert len(shown.out.splitlines()) == 3
    assert not {ord(one) for one in shown.out} & {*range(10), *range(11, 32), 0x202E}
    listed = here.call("jobs", "--json")
    assert {job["id"] for job in listed.json["jobs"]} >= {odd.ids["background_jobs"]}
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
