"""A folder that is not the storage is noticed before anything happens; and files that are missing are not
reported as deleted."""

from __future__ import annotations

import json
import os
import threading
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.product import Product
from tests.support.program import Outcome, Program, until

LONG_AGO = datetime(2026, 1, 1)
PLACES = ["one level too high", "another product's", "empty"]
COMMANDS = ["delete", "sweep", "resume", "take-over", "retry"]
WRONG = [(command, PLACES[0]) for command in COMMANDS] + [
    (command, kind) for command in COMMANDS[:2] for kind in PLACES[1:]
]


def wrong_root(product: Product, kind: str, folder: Path) -> Path:
    """A folder that looks like the storage, and is not."""
    root = folder / "wrong"
    match kind:
        case "one level too high":  # the real one is root/attachments, with attachments/ in it once more
            root.mkdir()
            product.storage_root.rename(root / "attachments")
            product.storage_root.symlink_to(root / "attachments")  # only for whoever counts files here
        case "another product's":
            other = root / "attachments" / "777" / "receipt_source" / "2026" / "05"
            other.mkdir(parents=True)
            (other / "9.pdf").write_bytes(b"of another product")
        case _:
            (root / "attachments").mkdir(parents=True)
    return root


def words(command: str, product: Product, business_id: int) -> list[object]:
    """The command, with a job in the state that it is for."""
    ids = [row["id"] for row in product.rows("SELECT id FROM receipts ORDER BY id")]
    times = {"created_at": LONG_AGO, "updated_at": LONG_AGO}
    match command:
        case "delete":
            return ["delete", "--business", business_id, "--confirm", "DELETE", "--json"]
        case "sweep":
            product.execute("UPDATE receipts SET is_deleted = true")
            return ["sweep", "--business", business_id, "--json"]
        case "resume":
            cursor = json.dumps({"last_id": 0, "max_id": ids[-1]})
            return ["resume", product.job(business_id, "paused", cursor=cursor, total=len(ids)), "--json"]
        case "take-over":
            beats = {"started_at": LONG_AGO, "heartbeat_at": LONG_AGO}
            cursor = json.dumps({"last_id": 0, "max_id": ids[-1]})
            job = product.job(business_id, "running", cursor=cursor, total=len(ids), **times, **beats)
            return ["take-over", job, "--json"]
        case _:
            failed = [[one, "locked by somebody else"] for one in ids]  # as an earlier version wrote it
            cursor = json.dumps({"last_id": ids[-1], "max_id": ids[-1], "failed": failed})
            counts = {"total": len(ids), "processed": len(ids), "failed_count": len(ids)}
            return ["retry", product.job(business_id, "completed", cursor=cursor, **counts), "--json"]


@pytest.mark.parametrize("command", COMMANDS)
def test_in_the_right_one_it_works(product: Product, program: Program, command: str) -> None:
    """So that nothing else is in the way of what is refused below."""
    business_id = product.business()
    product.receipts(business_id, 6, files=2)
    assert program.run(*words(command, product, business_id)).status == 0
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


@pytest.mark.parametrize(("command", "kind"), WRONG)
def test_a_wrong_one_is_refused(
    product: Product, program: Program, tmp_path: Path, command: str, kind: str
) -> None:
    business_id = product.business()
    product.receipts(business_id, 6, files=2)
    root = wrong_root(product, kind, tmp_path)
    asked = words(command, product, business_id)
    before = product.all_rows()
    done = program.run(*asked, "--storage-root", root)
    assert done.status == 1
    assert "Traceback" not in done.err
    for part in (str(root), f"attachments/{business_id}/"):  # where, and what was expected there
        assert part in done.err
    assert product.all_rows() == before
    assert product.files(business_id) == 12


@pytest.mark.parametrize("kind", PLACES)
def test_the_diagnostics_say_so(product: Product, program: Program, tmp_path: Path, kind: str) -> None:
    product.receipts(product.business(), 6, files=1)
    root = wrong_root(product, kind, tmp_path)
    done = program.run("doctor", "--json", "--storage-root", root)
    found = [one["sentence"] for one in done.json["findings"] if one["verdict"] == "error"]
    assert done.status == 1
    assert len(found) == 1
    assert str(root) in found[0]


def counts(done: Outcome) -> tuple[int, int]:
    """How many files a deletion, or the sweep of one business, deleted and found missing."""
    found = done.json if "deleted" in done.json else done.json["results"][0]
    return found["files_deleted"], found["files_missing"]


def test_most_are_missing(product: Product, program: Program) -> None:
    """With the files of others where they ought to be, the storage is the right one."""
    business_id = product.business()
    product.receipts(product.business(), 10, files=1)
    product.receipts(business_id, 30, files=1)
    product.lose_files(30, business_id)
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["deleted"], done.json["files_deleted"]) == (1, 30, 0)
    assert (product.live(business_id), product.attachment_count(business_id)) == (0, 30)
    assert "missing" in product.last_error()
    again = program.run("sweep", "--business", business_id, "--json")
    assert (again.status, product.attachment_count(business_id)) == (1, 30)
    assert "--accept-missing" in again.out + again.err
    before = len(program.audit())
    accepted = program.run("sweep", "--business", business_id, "--accept-missing", "--json")
    assert (accepted.status, product.attachment_count(business_id)) == (0, 0)
    assert counts(accepted) == (0, 30)
    assert any("missing" in json.dumps(line) for line in program.audit()[before:])


@pytest.mark.parametrize(("there", "missing"), [(0, 15), (20, 10)])
def test_some_are_missing(product: Product, program: Program, there: int, missing: int) -> None:
    business_id = product.business()
    product.receipts(product.business(), 10, files=1)
    product.receipts(business_id, there + missing, files=1)
    product.lose_files(missing, business_id)
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, counts(done)) == (0, (there, missing))
    assert (product.live(business_id), product.attachment_count(business_id)) == (0, 0)


def test_a_business_whose_folder_is_missing(product: Product, program: Program) -> None:
    """It has fewer files than would be told from chance; those of others are there."""
    business_id = product.business()
    product.receipts(product.business(), 10, files=1)
    product.receipts(business_id, 4, files=1)
    (product.storage_root / "attachments" / str(business_id)).rename(product.storage_root / "elsewhere")
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, counts(done)) == (0, (0, 4))
    assert product.attachment_count(business_id) == 0


@pytest.mark.skipif(os.name == "nt", reason="A folder in use cannot be moved there.")
@pytest.mark.parametrize("part", ["", "attachments"])
def test_a_share_that_goes_away_in_the_middle(product: Product, program: Program, part: str) -> None:
    """What is left is its empty mount point: a file whose row is dropped is lost from sight."""
    business_id = product.business()
    product.receipts(business_id, 3000, files=1)
    folder, aside = product.storage_root / part, product.storage_root.parent / "unmounted"
    files = product.storage_root / "attachments" / str(business_id) / "receipt_source/2026/05"

    def unmount() -> None:
        until(lambda: len(os.listdir(files)) < 2950)
        folder.rename(aside)
        (product.storage_root / "attachments").mkdir(parents=True, exist_ok=True)

    thread = threading.Thread(target=unmount)
    thread.start()
    asked = ["delete", "--business", business_id, "--confirm", "DELETE", "--json"]
    done = program.run(*asked, SWEEP_BATCH_SIZE="500", SWEEP_THROTTLE_MS="100")
    thread.join()
    left = {str(path.relative_to(aside)) for path in aside.rglob("*") if path.is_file()}
    assert left, "the job was over before the share went away"
    if part:
        left = {f"{part}/{name}" for name in left}
    rows = product.storage_paths()
    assert left <= rows
    assert done.status == 1
    assert "Traceback" not in done.err
