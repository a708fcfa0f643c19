"""Files that a deletion keeps are no failure: what the commands say of them, and with which status."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core.exit_status import Exit
from tests.support.product import Product
from tests.support.program import HereProgram


def test_a_deletion_that_keeps_files_is_done(product: Product, here: HereProgram) -> None:
    business = product.business()
    product.receipts(business, 3, files=2)
    words = ("delete", "--confirm", "DELETE", "--run", "SUP-7", "--keep-files", "7", "--business", business)
    done = here.call(*words)
    assert (done.status, product.files(business)) == (Exit.DONE, 6)
    (run,) = here.call("runs", "--json").json["runs"]
    counts = [run[f"files_{name}"] for name in ("deleted", "missing", "needed", "kept", "left")]
    assert counts == [0, 0, 0, 6, 0]
    (stamp,) = product.rows("SELECT DISTINCT deleted_at FROM receipts WHERE business_id = %s", business)
    until = datetime.fromisoformat(run["files_kept_until"]).replace(tzinfo=None)
    assert until == (stamp["deleted_at"] + timedelta(7)).replace(microsecond=until.microsecond)
    (line,) = [line for line in done.out.splitlines() if line.startswith("Run SUP-7")]
    assert f"6 files kept until {run['files_kept_until']}" in line
    assert "left" not in line
    assert "6 kept for now" in done.out
    assert done.err == ""


def test_without_them_nothing_is_said_of_them(product: Product, here: HereProgram) -> None:
    business = product.business()
    product.receipts(business, 2, files=1)
    done = here.call("delete", "--confirm", "DELETE", "--json", "--keep-files", "0", "--business", business)
    summary = done.json["run_summary"]
    assert (done.status, summary["files_kept"], summary["files_kept_until"]) == (Exit.DONE, 0, None)
    (result,) = done.json["results"]
    assert (result["ended"], result["reason"]) == ("completed", "")
