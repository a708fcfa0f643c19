"""The report of a run on the command line: every kind of file, each language, and what stands in its way."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from tests.cli.test_without_qt import WINDOW, loaded_by
from tests.support.halting import many
from tests.support.product import Product
from tests.support.program import HereProgram, Program, finished

BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".html": b"<!DOCTYPE html>",
    ".csv": b"\xef\xbb\xbf",
    ".xlsx": b"PK",
    ".json": b"{",
}


@pytest.fixture
def run(product: Product, here: HereProgram) -> list[int]:
    """A run that is over, without the sign-in of whoever asks for its report."""
    businesses = many(product, 3, receipts=4)
    done = here.call("delete", "--confirm", "DELETE", "--run", "SUP-4790", "--business", *businesses)
    assert done.status == 0
    return businesses


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("ending", list(BEGINNINGS))
def test_every_kind_is_saved_in_each_language(
    run: list[int], here: HereProgram, program: Program, tmp_path: Path, ending: str, language: str
) -> None:
    """A PDF in a process of its own, which has one Qt for itself."""
    file = tmp_path / f"report of SUP-4790{ending.upper()}"
    words = ("report", "SUP-4790", "--out", str(file), "--lang", language)
    done = finished(program.start(*words)) if ending == ".pdf" else here.call(*words)
    assert (done.status, done.err) == (0, "")
    assert str(file) in done.out
    made = file.read_bytes()
    assert made.lower().startswith(BEGINNINGS[ending].lower())
    if ending in {".html", ".csv"}:
        assert ("עסק" in made.decode()) is (language == "he")


def test_the_figures_are_those_of_the_database(
    run: list[int], product: Product, here: HereProgram, tmp_path: Path
) -> None:
    file = tmp_path / "r.json"
    told = here.call("report", "SUP-4790", "--out", file, "--json").json
    record = json.loads(file.read_text())
    assert told == {
        "file": str(file),
        "run": record["run"],
        "checksum": record["checksum"],
        "totals": record["totals"],
    }
    assert record["totals"]["receipts_deleted"] == product.deleted() == 12
    assert record["totals"]["businesses"] == len(run)
    deleted = {line["business_id"]: line["receipts_deleted"] for line in record["businesses"]}
    assert deleted == {one: product.deleted(one) for one in run}
    assert record["policy"]["mode"] in {"adaptive", "fixed"}


def test_a_run_is_found_by_its_id_too(run: list[int], here: HereProgram, tmp_path: Path) -> None:
    (found,) = here.call("runs", "--json").json["runs"]
    file = tmp_path / "r.csv"
    assert here.call("report", found["id"], "--out", file).status == 0
    assert len(list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))) == 4


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("SUP-1", "--out", "{here}/r.html"), 3),
        (("SUP-4790", "--out", "{here}/r.doc"), 2),
        (("SUP-4790", "--out", "{here}/r"), 2),
        (("SUP-4790",), 2),
        (("SUP-4790", "--out", "{here}/nowhere/r.html"), 1),
        (("SUP-4790", "--out", "{here}"), 2),
        (("SUP-4790", "--out", "{here}/r.html", "--lang", "fr"), 2),
    ],
)
def test_what_cannot_be_saved_is_said_and_leaves_nothing(
    run: list[int], here: HereProgram, tmp_path: Path, words: tuple[str, ...], status: int
) -> None:
    done = here.call("report", *(word.format(here=tmp_path) for word in words))
    assert done.status == status
    assert done.err
    assert "Traceback" not in done.err
    assert not [path for path in tmp_path.iterdir() if path.suffix in {".html", ".doc", ".part"}]


def test_what_was_there_stays_where_a_report_cannot_be_made(here: HereProgram, tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    file.write_text("before")
    assert here.call("report", "SUP-1", "--out", file).status == 3
    assert file.read_text() == "before"


def test_without_qt_a_pdf_is_refused_and_html_is_named(
    run: list[int], here: HereProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("app.bootstrap.printing", "app.ui.printing"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("PySide6.QtGui", "PySide6.QtCore", "PySide6"):
        monkeypatch.setitem(sys.modules, name, None)
    done = here.call("report", "SUP-4790", "--out", tmp_path / "r.pdf")
    assert done.status == 1
    assert ".html" in done.err
    assert not (tmp_path / "r.pdf").exists()
    assert here.call("report", "SUP-4790", "--out", tmp_path / "r.html", "--lang", "he").status == 0


@pytest.mark.parametrize("ending", [".html", ".csv", ".xlsx", ".json", ".pdf"])
def test_qt_is_loaded_for_a_pdf_alone(run: list[int], program: Program, tmp_path: Path, ending: str) -> None:
    status, loaded = loaded_by(
        program, "report", "SUP-4790", "--lang", "he", "--out", tmp_path / f"r{ending}"
    )
    assert status == 0
    assert bool(loaded & WINDOW) is (ending == ".pdf")


def test_whoever_signs_in_sees_what_they_may_see(
    run: list[int], product: Product, here: HereProgram, tmp_path: Path
) -> None:
    admin = product.user("admin", run[0])
    file = tmp_path / "r.json"
    words = ("report", "SUP-4790", "--user", admin.email, "--out", file)
    assert here.call(*words, SWEEP_PASSWORD=admin.password).status == 0
    assert [line["business_id"] for line in json.loads(file.read_text())["businesses"]] == [run[0]]
    foreign = product.user("admin", product.business())
    words = ("report", "SUP-4790", "--user", foreign.email, "--out", tmp_path / "s.json")
    assert here.call(*words, SWEEP_PASSWORD=foreign.password).status == 3
