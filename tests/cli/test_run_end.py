"""What a command says of the run that has ended with it."""

from __future__ import annotations

import pytest

from app.actions.runs import Runs
from app.cli.run_end import run_sentence
from app.core.errors import ConnectionLost
from app.core.run import FileCounts, Run, RunState
from tests.support.halting import many
from tests.support.product import Product
from tests.support.program import HereProgram
from tests.support.run_rows import READ_AT, a_run


def test_a_deletion_says_how_its_run_ended(product: Product, here: HereProgram) -> None:
    businesses = many(product, 2, receipts=3)
    words = ("delete", "--confirm", "DELETE", "--run", "SUP-7", "--business", *businesses)
    done = here.call(*words)
    assert done.status == 0
    (run,) = here.call("runs", "--json").json["runs"]
    line = next(line for line in done.out.splitlines() if line.startswith("Run "))
    assert line.startswith("Run SUP-7: 2 businesses, 6 receipts, 0 failed, ")
    assert line.endswith(f"report {run['id']} --out FILE")
    product.receipts(businesses[0], 2)
    product.execute("UPDATE background_jobs SET created_at = created_at - interval '1 hour'")
    (summary,) = [here.call(*words, "--json").json["run_summary"]]
    assert (summary["name"], summary["businesses"], summary["receipts_deleted"]) == ("SUP-7", 1, 2)
    assert (summary["is_active"], summary["id"] != run["id"]) == (False, True)


def test_one_that_is_not_over_is_not_told(product: Product, here: HereProgram) -> None:
    first, second = many(product, 2, receipts=3)
    here.call("delete", "--confirm", "DELETE", "--run", "SUP-7", "--business", first, second)
    product.execute("UPDATE background_jobs SET status = 'paused', heartbeat_at = NULL, finished_at = NULL")
    job_id = min(row["id"] for row in here.call("jobs", "--json").json["jobs"])
    done = here.call("resume", job_id)
    assert done.status == 0
    assert "--out FILE" not in done.out


def test_where_it_cannot_be_read_the_rest_is_told(
    product: Product, here: HereProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    (business,) = many(product, 1, receipts=3)

    def lost(*_args: object) -> None:
        raise ConnectionLost("db.internal", "gone")

    monkeypatch.setattr(Runs, "rows", lost)
    done = here.call("delete", "--confirm", "DELETE", "--business", business, "--json")
    assert (done.status, done.json["deleted"], done.json["run_summary"]) == (0, 3, None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"succeeded": 98412, "failed": 12, "files": FileCounts(left=41, missing=2, needed=5)},
            "Run SUP-4790: 200 businesses, 98,412 receipts, 12 failed, 41 files left, 2 files were missing, "
            "3 min 12 s.",
        ),
        (
            {"succeeded": 1, "files": FileCounts(left=1, missing=1), "started_at": None},
            "Run SUP-4790: 200 businesses, 1 receipt, 0 failed, 1 file left, 1 file was missing.",
        ),
        (
            {"files": FileCounts(kept=1), "kept_until": READ_AT},
            "Run SUP-4790: 200 businesses, 98 receipts, 0 failed, 1 file kept until 2026-05-11T12:00:00Z, "
            "3 min 12 s.",
        ),
        (
            {"files": FileCounts(kept=1200), "started_at": None},
            "Run SUP-4790: 200 businesses, 98 receipts, 0 failed, 1,200 files kept.",
        ),
        (
            {"run": Run("0123456789ab")},
            "Run 0123456789ab: 200 businesses, 98 receipts, 0 failed, 3 min 12 s.",
        ),
    ],
)
def test_in_one_line(changes: dict[str, object], told: str) -> None:
    row = a_run(**({"jobs": {RunState.WITH_FAILURES: 200}} | changes))  # type: ignore[arg-type]  # of the table
    assert run_sentence(row) == f"{told} Report: main.py report 0123456789ab --out FILE"
