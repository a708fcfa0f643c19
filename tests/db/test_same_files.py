"""Which attachments lead to the same file: by its key, and by other spellings of it."""

from __future__ import annotations

import psycopg2.errors
import pytest

from app.receipts.same_files import SameFiles, plain
from tests.support.product import Product
from tests.support.running import Station

_INSERT = """
    INSERT INTO attachments (id, business_id, filename_original, mime_type, file_size, storage_path, purpose)
    VALUES (coalesce(%s, nextval('attachments_id_seq')), %s, 'a', 'b', 1, %s, 'signed_contract') RETURNING id
"""
KEY = "attachments/{}/receipt_source/2026/05/caf\u00e9.pdf"


def insert(product: Product, business: int, key: str, attachment_id: int | None = None) -> int:
    made: int = product.scalar(_INSERT, attachment_id, business, key)
    return made


@pytest.mark.parametrize(
    ("key", "same"),
    [
        ("a/b", "a/b"),
        ("a//b", "a/b"),
        ("/a/./b/", "a/b"),
        ("../a/x/../b", "a/b"),
        ("a/.b/..c/...", "a/.b/..c/..."),
        ("A/b", "A/b"),
        ("cafe\u0301", "caf\u00e9"),
        ("", ""),
    ],
)
def test_what_spellings_have_in_common(key: str, same: str) -> None:
    assert plain(key) == same


def test_all_spellings_are_found_and_no_other_key(product: Product, station: Station) -> None:
    business, elsewhere = product.business(), product.business()
    key, other = KEY.format(business), KEY.format(elsewhere)
    odd = ["//{}", "{}/", "./{}", "x/../{}"]
    wanted = {insert(product, business, one.format(key)) for one in odd}
    wanted.add(insert(product, business, key.replace("caf\u00e9", "/cafe\u0301")))
    foreign = {insert(product, elsewhere, one.format(other)) for one in odd}
    for usual in (f"{key}..", key.replace("caf", "..caf"), f"{key}/x", key[:-1], key.upper(), "", "/"):
        insert(product, business, usual)
    found = SameFiles()
    with station.database.begin() as connection:
        assert found.of(connection, business, [key]) == wanted
        assert found.of(connection, elsewhere, [other]) == foreign
        assert found.of(connection, business, [key]) == wanted
        assert found.of(connection, business, [f"{key}x"]) == set()


def test_what_came_since_is_found_also_where_an_earlier_id_came_later(
    product: Product, station: Station
) -> None:
    business = product.business()
    insert(product, business, "usual", 5_000)
    found = SameFiles()
    with station.database.begin() as connection:
        assert found.of(connection, business, [KEY.format(business)]) == set()
    late = {insert(product, business, f"/{KEY.format(business)}", one) for one in (4_990, 5_001)}
    with station.database.begin() as connection:
        assert found.of(connection, business, [KEY.format(business)]) == late


def test_a_collation_that_cannot_be_searched(product: Product, station: Station) -> None:
    """One that takes some letters for the same."""
    lax = "CREATE COLLATION lax (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
    try:
        product.execute(lax)
    except psycopg2.errors.FeatureNotSupported as error:
        pytest.skip(f"This PostgreSQL has no such collations: {error}")
    product.execute("ALTER TABLE attachments ALTER COLUMN storage_path TYPE varchar(512) COLLATE lax")
    business = product.business()
    wanted = {insert(product, business, f"/{KEY.format(business)}")}
    with station.database.begin() as connection:
        assert SameFiles().of(connection, business, [KEY.format(business)]) == wanted


def test_the_same_key_is_found_in_any_business_and_normal_form(product: Product, station: Station) -> None:
    business, elsewhere = product.business(), product.business()
    keys = [KEY.format(business), KEY.format(business).replace("\u00e9", "e\u0301")]
    made = {insert(product, elsewhere, key) for key in keys}
    with station.database.begin() as connection:
        for key in keys:
            assert SameFiles().of(connection, business, [key]) == made
        assert SameFiles().of(connection, business, [keys[0][:-1], keys[0].upper()]) == set()
