"""`main.py audit`: the record is checked by anybody, and saved for whoever may see it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.record import NAMES, Filed
from tests.support.product import Product
from tests.support.program import HereProgram
from tests.support.restoring import RestoreLender


@pytest.fixture
def database_url(restore_lender: RestoreLender) -> Iterator[str]:
    """The address of a database with all tables, empty."""
    with restore_lender.lend() as url:
        yield url


@pytest.fixture
def businesses(product: Product, here: HereProgram) -> list[int]:
    """Two, of which the receipts have been deleted."""
    found = [product.business(), product.business()]
    for one in found:
        product.receipts(one, 2)
        assert here.call("delete", "--business", one, "--confirm", "DELETE").status == 0
    return found


def test_one_that_holds(here: HereProgram, product: Product, businesses: list[int]) -> None:
    done = here.call("audit", "verify")
    assert (done.status, done.err) == (0, "")
    assert "Nothing was changed, removed or added." in done.out
    found = here.call("audit", "verify", "--json").json
    assert (found["ok"], found["findings"], found["unsent"]) == (True, [], 0)
    assert found["lines"] == product.scalar("SELECT count(*) FROM sweep_audit") == found["filed"]


def test_the_line_is_named(here: HereProgram, product: Product, businesses: list[int]) -> None:
    (row,) = product.rows(
        "SELECT * FROM sweep_audit WHERE action = 'end' AND business_id = %s", businesses[0]
    )
    product.execute(
        "UPDATE sweep_audit SET line = replace(line, 'completed', 'failed') WHERE id = %s", row["id"]
    )
    done = here.call("audit", "verify")
    assert done.status == 1
    first, last = done.out.splitlines()
    for word in (row["writer"], f"line {row['number']}", f"row {row['id']}", "end at 20", "was changed"):
        assert word in first
    assert last.endswith("The record does not hold.")
    found = here.call("audit", "verify", "--json")
    assert (found.status, found.json["ok"]) == (1, False)
    (finding,) = found.json["findings"]
    assert (finding["trouble"], finding["where"], finding["id"]) == ("changed", "table", row["id"])


def test_several_lines_at_once(here: HereProgram, product: Product, businesses: list[int]) -> None:
    product.execute("DELETE FROM sweep_audit WHERE writer LIKE '%%/t1' AND business_id = %s", businesses[0])
    done = here.call("audit", "verify")
    assert done.status == 1
    assert "lines 1 to 2 of sweep:" in done.out
    assert "were removed" in done.out


@pytest.mark.parametrize("words", [["--out", "x.csv"], ["--user", "dana@example.com"]])
def test_what_verify_goes_without(here: HereProgram, words: list[str]) -> None:
    done = here.call("audit", "verify", *words)
    assert (done.status, done.out) == (2, "")
    assert "are for audit export" in done.sentence


def test_export_says_what_it_needs(here: HereProgram, tmp_path: Path) -> None:
    assert "--out" in here.call("audit", "export").sentence
    odd = here.call("audit", "export", "--out", str(tmp_path / "record.pdf"))
    assert (odd.status, ".jsonl" in odd.sentence) == (2, True)


def test_json_lines_are_the_record_itself(
    here: HereProgram, product: Product, businesses: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "record.jsonl"
    assert here.call("audit", "export", "--out", str(path)).status == 0
    found = [Filed.parse(line) for line in path.read_text().splitlines()]
    stored = product.rows("SELECT line, hash FROM sweep_audit ORDER BY id")
    assert [(one.sealed.text, one.sealed.hash) for one in found if one] == [
        (row["line"], row["hash"]) for row in stored[: len(found)]
    ]
    assert {json.loads(row["line"])["business_id"] for row in stored} >= set(businesses)


def test_csv_has_a_column_for_each_name(here: HereProgram, businesses: list[int], tmp_path: Path) -> None:
    path = tmp_path / "record.csv"
    done = here.call("audit", "export", "--out", str(path), "--json")
    assert done.json == {"file": str(path), "is_shared": True}
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert list(rows[0]) == [*NAMES, "writer", "number", "hash"]
    ends = [(row["business_id"], row["answer"], row["succeeded"]) for row in rows if row["action"] == "end"]
    assert ends == [(str(one), "completed", "2") for one in businesses]


def test_a_user_gets_what_they_may_see(
    here: HereProgram, product: Product, businesses: list[int], tmp_path: Path
) -> None:
    noa = product.user("admin", businesses[1])
    path = tmp_path / "record.jsonl"
    words = ("audit", "export", "--out", path, "--user", noa.email)
    done = here.call(*words, SWEEP_PASSWORD=noa.password)
    assert done.status == 0, done.err
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert {line["business_id"] for line in lines} == {businesses[1], None}
    # Of what belongs to no business her own.
    assert {line["email"] for line in lines if line["business_id"] is None} == {noa.email}


def test_without_the_table_it_is_that_of_this_computer(
    here: HereProgram, product: Product, businesses: list[int], tmp_path: Path
) -> None:
    product.execute("DROP TABLE sweep_audit")
    path = tmp_path / "record.jsonl"
    done = here.call("audit", "export", "--out", str(path))
    assert (done.status, "this computer only" in done.err) == (0, True)
    assert any('"action": "end"' in line for line in path.read_text().splitlines())
    checked = here.call("audit", "verify")
    assert "on this computer only" in checked.out
