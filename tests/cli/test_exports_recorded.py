"""Files that a command saves are in the record, by their names alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.record import AuditLine
from tests.support.halting import many
from tests.support.product import Product, User
from tests.support.program import HereProgram, Outcome

COMMANDS = [("report", "SUP-1"), ("audit", "export")]


@pytest.fixture
def run(product: Product, here: HereProgram) -> None:
    """The run “SUP-1”, in a database with the table of the record."""
    assert here.call("migrate", "--apply", "--with-console-tables").status == 0
    words = ("--confirm", "DELETE", "--run", "SUP-1", "--business", *many(product, 1, receipts=2))
    assert here.call("delete", *words).status == 0


def recorded(product: Product, here: HereProgram) -> list[AuditLine]:
    """The lines of exports, which are the same in the table and in the file."""
    rows = product.rows("SELECT line FROM sweep_audit WHERE action = 'export' ORDER BY id")
    texts = (here.data / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    filed = [text for text in texts if json.loads(text).get("action") == "export"]
    lines = [AuditLine.parse(row["line"]) for row in rows]
    assert [AuditLine.parse(text) for text in filed] == lines
    return [line for line in lines if line is not None]


def save(here: HereProgram, command: tuple[str, ...], file: Path, *words: str) -> Outcome:
    return here.call_exactly(*command, *here.place, "--out", str(file), *words)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_that_a_command_saves_is_recorded_with_whoever_signed_in(
    run: None, product: Product, here: HereProgram, user: User, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "march.csv"
    assert save(here, command, file, "--user", user.email).status == 0
    assert save(here, command, file, "--json").status == 0
    lines = recorded(product, here)
    assert [(line.answer, line.email, line.user_id) for line in lines] == [
        ("march.csv", user.email, user.id),
        ("march.csv", "", 0),
    ]
    assert {(line.business_id, line.job_id, line.new_status) for line in lines} == {(None, None, None)}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_could_not_be_saved_is_not_recorded(
    run: None, product: Product, here: HereProgram, tmp_path: Path, command: tuple[str, ...]
) -> None:
    assert save(here, command, tmp_path / "nowhere" / "march.csv").status == 1
    assert recorded(product, here) == []
