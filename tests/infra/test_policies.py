"""Row-level security may hide who uses a file: then nothing is deleted, and it is said why."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.infra.roles import TABLES, Role, Roles
from tests.support.product import Product
from tests.support.program import Outcome, Program

# Who the tenant is, the product's web side says in each session; here nobody has.
_OWN = "{column} = nullif(current_setting('app.tenant', true), '')::integer"
HIDING = ["contract_files", "asset_item_media", "receipts", "attachments"]


class Stock(NamedTuple):
    """Receipts of one business. Of their files, one is a contract's, one an asset's, one another business's
    live receipt's; two nobody else needs."""

    business_id: int
    elsewhere: int


@pytest.fixture
def stock(product: Product) -> Stock:
    business_id, elsewhere = product.business(), product.business()
    product.receipts(business_id, 5, files=1)
    rows = product.rows("SELECT attachment_id FROM receipts WHERE business_id = %s ORDER BY id", business_id)
    contract, asset, shared = [row["attachment_id"] for row in rows][:3]
    insert = "INSERT INTO {} (business_id, attachment_id) VALUES (%s, %s)"
    product.execute(insert.format("contract_files"), business_id, contract)
    product.execute(insert.format("asset_item_media"), business_id, asset)
    product.receipts(elsewhere, attachment_id=shared)
    return Stock(business_id, elsewhere)


def protect(product: Product, table: str, *, hiding: bool = False) -> None:
    column = "id" if table == "business" else "business_id"
    condition = _OWN.format(column=column) if hiding else "true"
    product.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    product.execute(f"CREATE POLICY tenant ON {table} USING ({condition})")


def delete(program: Program, stock: Stock, role: Role) -> Outcome:
    words = ["--business", stock.business_id, "--confirm", "DELETE", "--json"]
    return program.run("delete", *words, "--database-url", role.url)


def assert_refused(product: Product, program: Program, stock: Stock, role: Role, table: str) -> None:
    before = product.all_rows()
    done = delete(program, stock, role)
    assert done.status not in {0, 2}
    for part in (table, role.name, "BYPASSRLS"):
        assert part in done.sentence
    assert (product.all_rows(), product.files(stock.business_id)) == (before, 5)


def assert_deleted(product: Product, program: Program, stock: Stock, role: Role) -> None:
    """What nobody else needs."""
    done = delete(program, stock, role)
    assert (done.status, done.err) == (0, "")
    assert (done.json["deleted"], done.json["files_deleted"]) == (5, 2)
    assert (product.live(stock.business_id), product.files(stock.business_id)) == (0, 3)
    assert product.live(stock.elsewhere) == 1
    assert product.scalar("SELECT count(*) FROM asset_item_media") == 1


@pytest.mark.parametrize("table", HIDING)
def test_what_would_be_hidden(
    product: Product, program: Program, roles: Roles, stock: Stock, table: str
) -> None:
    role = roles.console()
    protect(product, table, hiding=True)
    assert_refused(product, program, stock, role, table)


@pytest.mark.parametrize("table", TABLES)
def test_a_policy_that_hides_nothing(
    product: Product, program: Program, roles: Roles, stock: Stock, table: str
) -> None:
    """Nobody can tell from outside what a policy hides."""
    role = roles.console()
    protect(product, table)
    assert_refused(product, program, stock, role, table)


def test_the_diagnostics_name_each_table(product: Product, program: Program, roles: Roles) -> None:
    role = roles.console()
    for table in TABLES:
        protect(product, table)
    done = program.run("doctor", "--json", "--database-url", role.url)
    bad = [one["sentence"] + one["remedy"] for one in done.json["findings"] if one["verdict"] == "error"]
    assert done.status not in {0, 2}
    for table in TABLES:
        assert any(all(part in said for part in (table, role.name, "BYPASSRLS")) for said in bad), table


def bypasses(product: Product, roles: Roles) -> Role:
    role = roles.console()
    product.execute(f"ALTER ROLE {role.name} BYPASSRLS")
    return role


def superuser(product: Product, roles: Roles) -> Role:
    role = roles.stranger()
    product.execute(f"ALTER ROLE {role.name} SUPERUSER")
    for table in TABLES:
        product.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    return role


def owner(_product: Product, roles: Roles) -> Role:
    return roles.owner()


@pytest.mark.parametrize("whose", [bypasses, superuser, owner])
def test_who_sees_everything_may_delete(
    product: Product,
    program: Program,
    roles: Roles,
    stock: Stock,
    whose: Callable[[Product, Roles], Role],
) -> None:
    for table in TABLES:
        protect(product, table, hiding=True)
    role = whose(product, roles)
    assert_deleted(product, program, stock, role)
    doctor = program.run("doctor", "--json", "--database-url", role.url)
    assert [one for one in doctor.json["findings"] if one["code"] == "rows_hidden"] == []


def test_an_owner_who_is_held_to_it(product: Product, program: Program, roles: Roles, stock: Stock) -> None:
    role = roles.owner()
    protect(product, "contract_files")
    product.execute("ALTER TABLE contract_files FORCE ROW LEVEL SECURITY")
    assert_refused(product, program, stock, role, "contract_files")


def test_without_any_policy(product: Product, program: Program, roles: Roles, stock: Stock) -> None:
    """The role that the others are tried with lacks nothing."""
    role = roles.console()
    assert program.run("doctor", "--json", "--database-url", role.url).status == 0
    assert_deleted(product, program, stock, role)
