"""Businesses as commands name them: ids together, lists from files and pipes, and what would be deleted."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.actions.results import Answer
from app.cli.parser import build_parser
from tests.cli.conftest import Call
from tests.support.figures import figures
from tests.support.product import Product
from tests.support.program import ROOT, HereProgram, Program

CONFIRM = ("--confirm", "DELETE")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("3,5", "7"), [3, 5, 7]),
        (("3, 5,7",), [3, 5, 7]),
        (("3,", "5"), [3, 5]),
        (("3", "--business", "5,7", "9"), [3, 5, 7, 9]),
    ],
)
def test_ids_stand_together_and_options_add_up(words: tuple[str, ...], ids: list[int]) -> None:
    assert build_parser().parse_args(["delete", "--business", *words]).business == ids


@pytest.mark.parametrize("word", ["", ",", "3,x", "3;5", "1_2", "+5", "٣", "9" * 30])
def test_what_is_no_id_is_a_usage_error(call: Call, word: str) -> None:
    assert call("delete", "--business", word, *CONFIRM).status == 2


def test_a_list_is_deleted_and_what_it_does_not_name_is_refused_by_itself(
    product: Product, here: HereProgram, tmp_path: Path
) -> None:
    alma, dor, twin, other = (product.business(name) for name in ("עלמה", "Levi & Sons, Ltd", "Twin", "twin"))
    for business in (alma, dor, twin, other):
        product.receipts(business, 2)
    closed = product.business("Closed", pages=())
    path = tmp_path / "ticket.csv"
    lines = ["מזהה;הערה", "עלמה;x", f"{dor};y", "0815;z", "Twin;", "Closed;", f"{dor};", "999999;"]
    path.write_bytes("\r\n".join(lines).encode("cp1255"))
    done = here.call("delete", "--business-file", str(path), *CONFIRM, "--json")
    assert done.status == 3
    results = done.json["results"]
    assert [(one["business_id"], one["answer"]) for one in results] == [
        (alma, Answer.STARTED),
        (dor, Answer.STARTED),
        (closed, Answer.PAGE_DISABLED),
        (999_999, Answer.NO_SUCH_BUSINESS),
        (None, Answer.NO_SUCH_BUSINESS),
        (None, Answer.SEVERAL_BUSINESSES),
    ]
    assert "0815" in results[4]["message"]
    assert {str(twin), str(other)} <= set(figures(results[5]["message"]))
    assert [product.live(one) for one in (alma, dor, twin, other)] == [0, 0, 2, 2]


def test_ids_of_the_option_and_of_a_workbook_add_up(
    product: Product, here: HereProgram, tmp_path: Path
) -> None:
    first, second = product.business("A"), product.business("B")
    for business in (first, second):
        product.receipts(business, 1)
    book = Workbook()
    assert book.active is not None
    for row in (["Name", "Business ID"], ["A", first], ["B", float(second)]):
        book.active.append(row)
    book.save(tmp_path / "ticket.xlsx")
    done = here.call(
        "delete", "--business", first, "--business-file", str(tmp_path / "ticket.xlsx"), *CONFIRM, "--json"
    )
    assert (done.status, done.json["deleted"], len(done.json["results"])) == (0, 2, 2)


@pytest.mark.parametrize(
    ("text", "title", "numbers"),
    [
        ("id;name\n{0};Alma\n;Dor\n;Orion\n", "“id”", ["2", "2"]),
        ("{0};17;18\n{0};19;20\n", "“A”", ["3"]),
        ("id\n{0}\n", "", []),
    ],
)
def test_it_is_said_which_column_was_read_and_how_many_rows_have_nothing_in_it(
    call: Call, product: Product, tmp_path: Path, text: str, title: str, numbers: list[str]
) -> None:
    business = product.business("Alma")
    product.receipts(business, 1)
    path = tmp_path / "list.csv"
    path.write_text(text.format(business), encoding="utf-8")
    done = call("delete", "--business-file", str(path), "--dry-run", "--json")
    assert done.status == 0
    assert [one["business_id"] for one in done.json["businesses"]] == [business]
    assert (title in done.err, figures(done.err)) == (True, numbers)


def test_of_several_sheets_it_is_said_which_one_was_read(
    product: Product, here: HereProgram, tmp_path: Path
) -> None:
    first, second = product.business("A"), product.business("B")
    for business in (first, second):
        product.receipts(business, 1)
    book = Workbook()
    assert book.active is not None
    book.active.title = "empty"
    for name, business in (("May", first), ("June", second)):
        book.create_sheet(name).append([business])
    book.save(tmp_path / "ticket.xlsx")
    done = here.call("delete", "--business-file", str(tmp_path / "ticket.xlsx"), *CONFIRM, "--json")
    assert (done.status, done.json["deleted"]) == (0, 1)
    assert done.json["results"][0]["business_id"] == first
    assert "“May”" in done.err
    assert "“June”" in done.err
    assert "empty" not in done.err


def test_a_list_from_a_pipe(product: Product, program: Program) -> None:
    alma = product.business("Alma")
    product.receipts(alma, 3)
    words = program.words("delete", "--business-file", "-", *CONFIRM, "--json")
    done = subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        env={**os.environ, **program.environment},
        input=f"\ufeff{alma}\r\nAlma\r\n".encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)["deleted"]) == (0, 3)


@pytest.mark.parametrize("command", ["delete", "sweep", "jobs"])
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\1", b";;\n", None])
def test_a_file_that_is_no_list_changes_nothing(
    call: Call, tmp_path: Path, command: str, content: bytes | None
) -> None:
    path = tmp_path / "list.txt"
    if content is not None:
        path.write_bytes(content)
    confirm = CONFIRM if command == "delete" else ()
    done = call(command, "--business-file", str(path), *confirm)
    assert done.status == 2
    assert "list.txt" in done.sentence


@pytest.mark.parametrize("command", ["delete", "sweep"])
@pytest.mark.parametrize("words", [(), ("--business-file", ""), ("--business-file", " ")])
def test_no_business_is_a_usage_error(call: Call, command: str, words: tuple[str, ...]) -> None:
    done = call(command, *words, *(CONFIRM if command == "delete" else ()))
    assert done.status == 2
    assert "--business-file" in done.sentence


def test_sweep_and_jobs_take_names_too(
    product: Product, here: HereProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    alma, dor = product.business("Alma"), product.business("Dor")
    job = product.job(alma, "paused")
    product.job(dor, "paused")
    for command, status in (("sweep", 3), ("jobs", 3)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Alma\nZebra\n")))
        done = here.call(command, "--business-file", "-", "--json")
        assert done.status == status
        assert "Zebra" in done.err
        found = done.json["jobs"] if command == "jobs" else done.json["results"]
        if command == "jobs":
            assert [one["id"] for one in found] == [job]
        else:
            assert [one["business_id"] for one in found] == [alma, None]


def test_a_dry_run_reports_and_changes_nothing(call: Call, product: Product, tmp_path: Path) -> None:
    business, empty = product.business("Bet"), product.business("Empty")
    product.receipts(business, 3, amount="10.10", currency="USD", invoice_date="2025-03-01")
    path = tmp_path / "list.txt"
    path.write_text(f"Bet\n{empty}\nZebra\n999999", encoding="utf-8")
    done = call("delete", "--dry-run", "--business-file", str(path), "--json")
    assert done.status == 3
    report = done.json
    assert (report["ok"], report["dry_run"]) == (False, True)
    assert [(one["business_id"], one["receipts"], one["refusal"]) for one in report["businesses"]] == [
        (business, 3, None),
        (empty, 0, Answer.NOTHING_TO_DELETE),
        (999_999, 0, Answer.NO_SUCH_BUSINESS),
    ]
    assert report["businesses"][0]["amounts"] == {"USD": "30.30"}
    assert report["businesses"][0]["newest"] == "2025-03-01"
    assert [one["answer"] for one in report["unknown"]] == [Answer.NO_SUCH_BUSINESS]
    totals = {"businesses": 1, "receipts": 3, "amounts": {"USD": "30.30"}, "files": 0, "file_bytes": 0}
    assert report["totals"] == totals


def test_a_dry_run_tells_people_and_has_the_status_of_a_start(call: Call, product: Product) -> None:
    business = product.business("Gimel")
    product.receipts(business, 1_234, amount="1")
    done = call("delete", "--dry-run", "--business", business)
    assert (done.status, done.err) == (0, "")
    assert "Gimel" in done.out
    assert figures(done.out.splitlines()[-1])[:2] == ["1", "1,234"]
