"""The commands that act on jobs there are, and who may use them."""

from __future__ import annotations

import re

import pytest

from app.core.cursor import HIGHEST_ID, Cursor
from app.core.database_messages import ROWS_LOCKED
from app.core.errors import CursorDamaged
from app.core.messages import CURSOR_NO_NUMBER, FILES_NEEDED, REFERENCE
from app.core.storage_messages import FILES_NOT_FOUND
from tests.support.figures import figures
from tests.support.logs import ExpectedLogs
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.program import HereProgram

LONG_AGO = "2020-01-01"


# cancel, pause, resume, take-over


@pytest.mark.parametrize("status", ["queued", "running", "paused"])
def test_cancel_ends_an_active_job_whoever_runs_it(product: Product, here: HereProgram, status: str) -> None:
    job_id = product.job(product.business(), status, total=9, processed=4, succeeded=4)
    done = here.call("cancel", job_id, "--json")
    assert (done.status, done.err) == (0, "")
    assert done.json["results"][0]["job"]["status"] == "cancelled"
    assert product.counters(job_id) == ("cancelled", 9, 4, 4, 0)
    assert product.job_row(job_id)["finished_at"] is not None
    assert [(line["old_status"], line["new_status"]) for line in here.audit()] == [(status, "cancelled")]


@pytest.mark.parametrize("command", ["cancel", "pause", "resume", "take-over", "retry"])
def test_nothing_can_be_done_with_a_cancelled_job(product: Product, here: HereProgram, command: str) -> None:
    job_id = product.job(product.business(), "cancelled", cursor='{"last_id": 4}')
    before = product.all_rows()
    done = here.call(command, job_id, "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (3, "wrong_status")
    assert "cancelled" in done.sentence
    assert product.all_rows() == before


@pytest.mark.parametrize(
    ("status", "cursor"),
    [
        ("running", '{"last_id": 4}'),
        ("running", '{"last_id": 4, "worker": "sweep:front-services:7:ab12/queue"}'),
        ("queued", None),
    ],
)
def test_a_job_of_the_web_worker_is_never_paused(
    product: Product, here: HereProgram, status: str, cursor: str | None
) -> None:
    job_id = product.job(product.business(), status, cursor=cursor)
    before = product.all_rows()
    done = here.call("pause", job_id, "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (3, "run_elsewhere")
    assert product.all_rows() == before


@pytest.mark.parametrize(
    ("status", "cursor"),
    [
        ("running", '{"last_id": 4, "worker": "sweep:front-services:7:ab12/1"}'),
        ("queued", '{"last_id": 4, "worker": "sweep:front-services:7:ab12/queue"}'),
    ],
)
def test_a_job_of_another_console_is_paused(
    product: Product, here: HereProgram, status: str, cursor: str
) -> None:
    job_id = product.job(product.business(), status, cursor=cursor)
    done = here.call("pause", job_id, "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (0, "paused")
    job = product.job_row()
    assert (job["status"], job["cursor"], job["heartbeat_at"]) == ("paused", '{"last_id": 4}', None)


@pytest.mark.parametrize("command", ["cancel", "pause"])
def test_a_row_that_somebody_holds_is_a_failure_and_no_refusal(
    product: Product,
    here: HereProgram,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    expected_logs: ExpectedLogs,
) -> None:
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    cursor = '{"last_id": 4, "worker": "sweep:front-services:7:ab12/1"}'
    job_id = product.job(product.business(), "running", cursor=cursor)
    with somebody(product, "SELECT 1 FROM background_jobs FOR UPDATE"):
        done = here.call(command, job_id, "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (1, "not_written")
    assert ROWS_LOCKED in done.sentence
    assert product.job_status(job_id) == "running"


@pytest.mark.parametrize("status", ["paused", "failed"])
def test_resume_goes_on_from_the_cursor(product: Product, here: HereProgram, status: str) -> None:
    """A failed one too: the web side's page view fails jobs that were paused for some minutes."""
    business_id = product.business()
    receipts = product.receipts(business_id, 6, files=1)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", receipts[:2])
    cursor = Cursor(last_id=receipts[1], max_id=receipts[4], other={"web": "its own"}).text()
    job_id = product.job(business_id, status, total=5, processed=2, succeeded=2, cursor=cursor)
    done = here.call("resume", job_id, "--json")
    assert (done.status, done.err) == (0, "")
    assert (done.json["deleted"], done.json["files_deleted"]) == (3, 5)  # the sweep finds the first two files
    assert product.counters(job_id) == ("completed", 5, 5, 5, 0)
    assert product.live(business_id) == 1  # it came after the confirmation
    assert Cursor.parse(product.job_row(job_id)["cursor"]).other == {"web": "its own"}


def test_a_job_that_is_marked_as_failed_before_it_began_can_be_resumed(
    product: Product, here: HereProgram
) -> None:
    """As the answer of mark-failed says; it begins then, with all that is there, of which it tells."""
    business_id = product.business()
    product.receipts(business_id, 6)
    times: dict[str, str | None] = dict.fromkeys(("created_at", "updated_at"), LONG_AGO)
    job_id = product.job(business_id, "queued", total=4, cursor=None, **times)
    assert here.call("mark-failed", job_id).status == 0
    done = here.call("resume", job_id, "--json")
    assert (done.status, done.json["deleted"]) == (0, 6)
    assert {"4", "6"} <= set(figures(done.sentence))
    assert product.counters(job_id) == ("completed", 6, 6, 6, 0)


def test_a_job_that_cannot_go_on_is_marked_as_failed_without_a_promise(
    product: Product, here: HereProgram
) -> None:
    """What is said then can be done: a failed job cannot be cancelled, and is in nobody's way."""
    business_id = product.business()
    product.receipts(business_id, 2)
    times: dict[str, str | None] = dict.fromkeys(("created_at", "updated_at", "heartbeat_at"), LONG_AGO)
    job_id = product.job(business_id, "running", cursor='{"last_id": "x"}', **times)
    marked = here.call("mark-failed", job_id)
    refused = here.call("resume", job_id)
    assert (marked.status, refused.status) == (0, 1)
    reason = str(CursorDamaged(CURSOR_NO_NUMBER.format(key="last_id", all=HIGHEST_ID)))
    assert reason in marked.out
    assert reason in refused.sentence
    assert here.call("delete", "--business", business_id, "--confirm", "DELETE").status == 0


def test_resume_gives_way_to_another_active_job(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    failed = product.job(business_id, "failed", cursor='{"last_id": 4}')
    active = product.job(business_id, "running")
    before = product.all_rows()
    done = here.call("resume", failed, "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (3, "already_active")
    assert done.json["results"][0]["job"]["id"] == active
    assert product.all_rows() == before


@pytest.mark.parametrize(
    ("status", "cursor"), [("running", '{"last_id": 0}'), ("queued", None)], ids=["stale", "stuck"]
)
def test_take_over_runs_what_nobody_runs_any_more(
    product: Product, here: HereProgram, status: str, cursor: str | None
) -> None:
    business_id = product.business()
    product.receipts(business_id, 4, files=1)
    times: dict[str, str | None] = dict.fromkeys(("created_at", "updated_at", "heartbeat_at"), LONG_AGO)
    if status == "queued":  # the web side does not beat for what waits
        times["heartbeat_at"] = None
    job_id = product.job(business_id, status, cursor=cursor, total=4, **times)
    done = here.call("take-over", job_id, "--json")
    assert (done.status, done.err) == (0, "")
    assert done.json["results"][0]["job"]["status"] == "completed"


def test_a_live_job_is_not_taken_over(product: Product, here: HereProgram) -> None:
    job_id = product.job(product.business(), "running", cursor='{"last_id": 2}')
    before = product.all_rows()
    done = here.call("take-over", job_id)
    assert done.status == 3
    assert product.all_rows() == before


@pytest.mark.parametrize("status", ["running", "queued"])
def test_mark_failed_frees_a_business_from_a_job_that_nobody_runs(
    product: Product, here: HereProgram, status: str
) -> None:
    times = dict.fromkeys(("created_at", "updated_at", "heartbeat_at"), LONG_AGO)
    cursor = '{"last_id": 2}'
    job_id = product.job(
        product.business(), status, cursor=cursor, total=4, processed=2, succeeded=2, **times
    )
    done = here.call("mark-failed", job_id, "--json")
    assert (done.status, done.err) == (0, "")
    assert product.counters(job_id) == ("failed", 4, 2, 2, 0)
    found = product.job_row(job_id)
    assert found["finished_at"] is not None
    assert found["last_error"]
    alive = product.job(product.business(), status)
    before = product.all_rows()
    refused = here.call("mark-failed", alive)
    assert (refused.status, refused.out) == (3, "")
    assert product.all_rows() == before


# sweep


def test_sweep_finishes_the_files_of_deleted_receipts_alone(product: Product, here: HereProgram) -> None:
    business_id, other = product.business(), product.business()
    deleted = product.receipts(business_id, 3, files=2)
    product.receipts(business_id, 2, files=2)
    left = product.receipts(other, 2, files=1)
    product.execute("UPDATE receipts SET is_deleted = true WHERE id = ANY(%s)", deleted + left)
    done = here.call("sweep", "--business", business_id, "--json")
    assert (done.status, done.err, done.json["ok"]) == (0, "", True)
    (result,) = done.json["results"]
    assert [result[name] for name in ("business_id", "files_deleted", "files_left")] == [business_id, 6, 0]
    assert (product.files(business_id), product.files(other)) == (4, 2)
    assert product.live(business_id) == 2
    assert product.rows("SELECT * FROM background_jobs") == []
    again = here.call("sweep", "--business", business_id)
    assert (again.status, again.err) == (0, "")
    assert re.findall(r"\d+", again.out) == [str(business_id), *"00000"]
    assert [line["business_id"] for line in here.audit()] == [business_id] * 2


def test_an_option_that_is_repeated_adds_to_the_list(product: Product, here: HereProgram) -> None:
    ids = [product.business() for _ in range(3)]
    done = here.call("sweep", "--business", *ids[:2], "--business", ids[2], "--json")
    assert [one["business_id"] for one in done.json["results"]] == ids


def test_sweep_says_what_it_had_to_leave(
    product: Product, here: HereProgram, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("stays")
    business_id = product.business()
    product.receipts(business_id, 2, files=1, is_deleted=True)
    key = product.scalar("SELECT min(storage_path) FROM attachments")
    product.path(key).unlink()
    (product.path(key) / "a folder in its place").mkdir(parents=True)
    done = here.call("sweep", "--business", business_id, "--json")
    assert (done.status, done.json["ok"]) == (1, False)
    (result,) = done.json["results"]
    assert (result["files_deleted"], result["files_left"]) == (1, 1)
    assert result["reason"]
    assert product.scalar("SELECT storage_path FROM attachments") == key


def test_sweep_counts_what_it_keeps_as_no_failure(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    product.receipts(business_id, 2, files=1, is_deleted=True)
    product.execute(
        "INSERT INTO contract_files (business_id, attachment_id) SELECT business_id, min(id)"
        " FROM attachments GROUP BY business_id"
    )
    done = here.call("sweep", "--business", business_id)
    assert done.status == 0
    assert re.findall(r"\d+", done.out) == [str(business_id), *"10100"]
    kept = FILES_NEEDED.format(count=1, reason=REFERENCE.format(table="contract_files"))
    assert done.err.endswith(f": {kept}\n")
    assert figures(done.err)[0] == str(business_id)


@pytest.mark.parametrize(
    ("command", "of_a_run"),
    [
        ("sweep", False),
        ("delete", False),
        *((command, of_a_run) for command in ("resume", "take-over", "retry") for of_a_run in (False, True)),
    ],
)
def test_missing_files_have_to_be_accepted(
    product: Product, here: HereProgram, command: str, of_a_run: bool
) -> None:
    """Here none of all files is there: without the word nothing begins, and with it the rows go."""
    business_id = product.business()
    product.receipts(business_id, 30, files=1, is_deleted=command != "delete")
    product.lose_files()
    product.path(f"attachments/{business_id}/receipt_source/2026/05").rmdir()
    product.path(f"attachments/{business_id}/receipt_source/2026").rmdir()
    product.path(f"attachments/{business_id}/receipt_source").rmdir()
    product.path(f"attachments/{business_id}").rmdir()
    words: list[object] = [command, "--business", business_id]
    if command == "delete":
        words += ["--confirm", "DELETE"]
    elif command != "sweep":
        job_id = a_job_for(product, business_id, command)
        words = [command, *(["--run", "0123456789ab"] if of_a_run else [job_id])]
    refused = here.call(*words, "--json")
    assert (refused.status, refused.out) == (1, "")
    assert FILES_NOT_FOUND.format(count=30, key="attachments/") in refused.err
    assert product.attachment_count() == 30
    done = here.call(*words, "--accept-missing", "--json")
    assert (done.status, done.json["ok"]) == (0, True)
    counted = done.json["results"][0] if command == "sweep" else done.json
    figures = ("files_deleted", "files_missing", "files_needed", "files_left")
    assert [counted[name] for name in figures] == [0, 30, 0, 0]
    assert product.attachment_count() == 0
    (line,) = here.audit()
    assert line["action"] == f"{command.replace('-', '_')}_accept_missing"


def a_job_for(product: Product, business_id: int, command: str) -> int:
    """One that has nothing left to delete but its files."""
    cursor = (
        '{"last_id": 0, "max_id": 0, "failed": [[1, "x"]], "run": {"id": "0123456789ab"}}'
        if command == "retry"
        else '{"last_id": 0, "max_id": 0, "run": {"id": "0123456789ab"}}'
    )
    status = {"resume": "paused", "take-over": "running", "retry": "completed"}[command]
    job_id = product.job(
        business_id,
        status,
        cursor=cursor,
        total=0,
        processed=0,
        succeeded=0,
        failed_count=int(command == "retry"),
        heartbeat_at=None,
    )
    product.execute("UPDATE background_jobs SET updated_at = '2020-01-01', started_at = '2020-01-01'")
    return job_id


@pytest.mark.parametrize(("business", "status"), [("closed", 3), ("other", 3), ("unknown", 3)])
def test_sweep_asks_for_the_same_rights_as_a_deletion(
    product: Product, here: HereProgram, business: str, status: int
) -> None:
    own, other = product.business(pages=[]), product.business()
    for business_id in (own, other):
        product.receipts(business_id, 1, files=1, is_deleted=True)
    product.execute("UPDATE users SET role = 'owner', business_id = %s", own)
    before = product.all_rows()
    done = here.call("sweep", "--business", {"closed": own, "other": other, "unknown": 4711}[business])
    assert (done.status, done.out) == (status, "")
    assert done.sentence
    assert product.all_rows() == before
    assert (product.files(own), product.files(other)) == (1, 1)


# who may


@pytest.mark.parametrize(
    ("role", "own", "pages", "status"),
    [
        ("admin", True, ["gmail_receipts"], 0),
        ("owner", True, ["gmail_receipts"], 0),
        ("system_admin", False, ["gmail_receipts"], 0),
        ("admin", False, ["gmail_receipts"], 3),
        ("owner", False, ["gmail_receipts"], 3),
        ("admin", True, [], 3),
        ("system_admin", False, None, 3),
    ],
)
def test_roles_and_pages_decide(
    product: Product, here: HereProgram, role: str, own: bool, pages: list[str] | None, status: int
) -> None:
    business_id = product.business(pages=pages)
    product.receipts(business_id, 2)
    product.execute(
        "UPDATE users SET role = %s, business_id = coalesce(%s, business_id)",
        role,
        business_id if own else None,
    )
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert done.status == status
    assert product.live(business_id) == (2 if status else 0)
