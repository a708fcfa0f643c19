"""Texts in whatever encoding the database or the surroundings have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.overview import Overview
from app.actions.preview import preview
from app.demo.sample import create_tables
from app.engine.events import Ending
from tests.support.databases import Databases
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station

NAME = "מרפאת עלמה ⟨é⟩"


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "WIN1255", "EUC_JP"])
def test_the_surroundings_do_not_choose_the_encoding(
    product: Product, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    business = product.business(NAME)
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    for url in (product.url, f"{product.url}&client_encoding={encoding.lower()}"):
        with Station(product, "there", url=url) as station:
            rows = Overview(station.database, station.types).read(station.person, [business])
            assert [row.business.name for row in rows] == [NAME]


@pytest.fixture
def bytes_product(databases: Databases, storage_root: Path) -> Iterator[Product]:
    """A product whose database takes bytes of any encoding."""
    with databases.fresh(template=False, encoding="SQL_ASCII") as url:
        create_tables(url)
        with Product(url, storage_root) as product:
            yield product


def test_a_database_of_bytes(bytes_product: Product, storage_root: Path, expected_logs: ExpectedLogs) -> None:
    """What is UTF-8 is read as such, what is not costs its characters alone; of a file whose name is no text
    nothing is touched, nor any other for it."""
    product = bytes_product
    expected_logs.expect("Attachment 1 stays")
    good, odd = product.business("Alma"), product.business("Brosh")
    product.execute("UPDATE business SET name = %s WHERE id = %s", NAME, good)
    product.execute(r"UPDATE business SET name = E'caf\xe9 \x8a' WHERE id = %s", odd)
    receipt, _ = product.receipts(odd, 2, files=1)
    folder = storage_root / f"attachments/{odd}/receipt_source/2026/05"
    for name in (b"\xe9.pdf", b"\xe8.pdf"):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(b"a file")
    key = f"attachments/{odd}/receipt_source/2026/05/"
    product.execute(rf"UPDATE attachments SET storage_path = E'{key}\xe9.pdf' WHERE id = 1")
    product.execute(r"UPDATE receipts SET vendor_name = E'\xff\xfe' WHERE id = %s", receipt)
    with Station(product) as station:
        actor = station.person
        names = [row.business.name for row in Overview(station.database, station.types).read(actor)]
        assert names[:2] == [NAME, "caf\ufffd \ufffd"]
        (seen,) = preview(station.database, station.deletion, actor, [odd])
        assert seen.removes.items == 2
        (job_id,) = station.start(odd)
        assert station.run(job_id).ending is Ending.COMPLETED
    assert product.live(odd) == 0
    assert sorted(os.listdir(os.fsencode(folder))) == [b"1.pdf", b"\xe8.pdf", b"\xe9.pdf"]
