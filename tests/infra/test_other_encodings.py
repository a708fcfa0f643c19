"""Databases that cannot hold every text: what they cannot hold leaves no job running, and is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.actions.overview import Overview
from app.core.errors import SchemaUnclear, SignInRefused
from app.core.messages import FILES_NOT_DELETED
from app.demo.sample import create_tables
from app.engine.events import Ending
from app.files.local import LocalStorage
from app.files.storage import FileOutcome, FileResult
from tests.infra.walk import Walk, make_tables
from tests.support.databases import Databases
from tests.support.faulty import FaultyStorage, refuse
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station

ENCODINGS = ["LATIN1", "WIN1255", "SQL_ASCII", "EUC_JP", "EUC_TW"]

EVERYTHING = "החיבור נותק: café € 日本 🧾 \ufffd"
"""Of no two scripts that one of these encodings has together."""


OWN = {"LATIN1": "café", "WIN1255": "עלמה", "EUC_JP": "日本"}
"""A text that the encoding has."""


@pytest.fixture
def encoded(databases: Databases, storage_root: Path, request: pytest.FixtureRequest) -> Iterator[Product]:
    """A product whose database has the encoding that is the test's parameter."""
    with databases.fresh(template=False, encoding=request.param) as url:
        create_tables(url)
        with Product(url, storage_root) as product:
            yield product


@pytest.mark.parametrize(
    "encoding", ["WIN1255", *(pytest.param(one, marks=pytest.mark.soak) for one in ENCODINGS)]
)
def test_the_main_line(
    databases: Databases, storage_root: Path, walk_on: Callable[..., Walk], encoding: str
) -> None:
    with (
        databases.fresh(template=False, encoding=encoding) as url,
        Product(url, storage_root) as product,
    ):
        make_tables(product)
        walk_on(product).whole()


class SayingStorage(FaultyStorage):
    """Deletes nothing, and says why."""

    def __init__(self, inner: LocalStorage, said: str) -> None:
        super().__init__(inner)
        self._said = said

    def delete(self, business_id: int, keys: Sequence[str]) -> list[FileResult]:
        return [FileResult(key, FileOutcome.FAILED, self._said) for key in keys]


@pytest.mark.parametrize("encoded", ENCODINGS, indirect=True)
@pytest.mark.parametrize("length", [1, 50])
def test_a_reason_that_the_database_cannot_hold(
    encoded: Product, length: int, expected_logs: ExpectedLogs
) -> None:
    """Long ones end in a character that hardly any of them has."""
    expected_logs.expect("stays")
    business_id = encoded.business()
    encoded.receipts(business_id, 3, files=1)
    storage = SayingStorage(LocalStorage(encoded.storage_root), EVERYTHING * length)
    with Station(encoded, storage=storage) as station:
        (job_id,) = station.start(business_id)
        assert station.run(job_id).ending is Ending.COMPLETED
        job = station.read(job_id)
    assert encoded.job_status(job_id) == "completed"
    assert job.last_error
    assert job.last_error.startswith(FILES_NOT_DELETED.format(count=3, reason="|").partition("|")[0])
    assert "caf" in job.last_error
    assert job.last_error.isprintable()


@pytest.mark.parametrize("encoded", ENCODINGS, indirect=True)
def test_a_receipt_that_is_refused_in_words_of_its_own(encoded: Product, expected_logs: ExpectedLogs) -> None:
    """The reason comes from the database, in characters that it has, into the cursor and back."""
    business_id = encoded.business()
    ids = encoded.receipts(business_id, 5)
    refuse(encoded, ids[2:3], reason=f'{OWN.get(encoded_as(encoded), "no")} 100% \\ "')
    with Station(encoded) as station:
        (job_id,) = station.start(business_id)
        assert station.run(job_id).ending is Ending.COMPLETED
        (failed,) = station.cursor(job_id).failed
    assert failed.item_id == ids[2]
    assert OWN.get(encoded_as(encoded), "no") in failed.reason
    assert encoded.job_row(job_id)["cursor"].isascii()


@pytest.mark.parametrize("encoded", ENCODINGS, indirect=True)
def test_nobody_has_an_email_that_the_database_cannot_hold(
    encoded: Product, walk_on: Callable[..., Walk]
) -> None:
    walk = walk_on(encoded)
    business_id = encoded.business()
    encoded.receipts(business_id, 3)
    done = walk.delete(business_id, "--user", f"{EVERYTHING.split(maxsplit=1)[0]}@example.com")
    assert (done.status, done.said) == (3, str(SignInRefused()))
    assert encoded.live(business_id) == 3


@pytest.mark.parametrize("encoded", ENCODINGS, indirect=True)
def test_no_schema_has_a_name_that_the_database_cannot_hold(
    encoded: Product, walk_on: Callable[..., Walk]
) -> None:
    walk = walk_on(encoded, "--schema", EVERYTHING.split(maxsplit=1)[0])
    business_id = encoded.business()
    encoded.receipts(business_id, 3)
    done = walk.delete(business_id)
    assert (done.status, encoded.live(business_id)) == (1, 3)
    assert done.said.startswith(str(SchemaUnclear("no_table", "|")).partition("|")[0])


@pytest.mark.parametrize("encoded", ["LATIN1", "WIN1255", "EUC_JP"], indirect=True)
def test_what_the_database_holds_is_read_as_it_is(encoded: Product, storage_root: Path) -> None:
    """Bytes that stand for nothing, too: they cost their characters alone. Names go back as they came."""
    own = OWN[encoded_as(encoded)]
    good = encoded.business(own)
    damaged = encoded.business("damaged")
    if encoded_as(encoded) == "WIN1255":
        encoded.execute(
            r"UPDATE business SET name = convert_from('\xe0fbe1', 'SQL_ASCII') WHERE id = %s", damaged
        )
    receipt, other = encoded.receipts(good, 2, files=1)
    encoded.execute("UPDATE attachments SET storage_path = replace(storage_path, '.pdf', %s)", f"{own}.pdf")
    for path in storage_root.rglob("*.pdf"):
        path.rename(path.with_stem(f"{path.stem}{own}"))
    with Station(encoded) as station:
        names = [row.business.name for row in Overview(station.database, station.types).read(station.person)]
        (job_id,) = station.start(good)
        assert station.run(job_id).ending is Ending.COMPLETED
    assert own in names
    assert (encoded.files(good), encoded.attachment_count(good), receipt < other) == (0, 0, True)


def encoded_as(product: Product) -> str:
    return str(product.scalar("SHOW server_encoding"))
