"""`app.cli`: what each command does, prints, and answers with its exit status."""

from __future__ import annotations

import json
import re
import sys

import pytest

from app.actions.results import Answer
from app.core.errors import CursorDamaged
from app.core.rates import Rates
from tests.support.figures import figures
from tests.support.product import Product
from tests.support.program import HereProgram, Program

LONG_AGO = "2020-01-01"


# delete


def test_delete_clears_businesses_and_reports_in_json(product: Product, program: Program) -> None:
    first, second, other = (product.business() for _ in range(3))
    for business_id, receipts in ((first, 7), (second, 3), (other, 2)):
        product.receipts(business_id, receipts, files=2)
    done = program.run("delete", "--business", first, second, "--confirm", "DELETE", "--json")
    assert (done.status, done.err) == (0, "")
    report = done.json
    assert [report[name] for name in ("ok", "deleted", "failed", "files_deleted", "files_left")] == [
        True,
        10,
        0,
        20,
        0,
    ]
    jobs = [result["job"] for result in report["results"]]
    assert [(job["business_id"], job["status"], job["total"], job["percent"]) for job in jobs] == [
        (first, "completed", 7, 100.0),
        (second, "completed", 3, 100.0),
    ]
    assert [result["answer"] for result in report["results"]] == ["started", "started"]
    assert [product.counters(job["id"]) for job in jobs] == [
        ("completed", 7, 7, 7, 0),
        ("completed", 3, 3, 3, 0),
    ]
    assert [(product.live(one), product.files(one)) for one in (first, second, other)] == [
        (0, 0),
        (0, 0),
        (2, 4),
    ]
    assert {job["requested_by"] for job in jobs} == {"dana@example.com"}


def test_delete_tells_people_what_it_did(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    product.receipts(business_id, 3, files=1)
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE")
    assert done.status == 0
    assert done.err == ""
    started, takes, counts, ended = done.out.splitlines()
    assert figures(started)[0] == str(business_id)
    assert figures(takes)  # how long it will take, before it is done
    assert re.findall(r"\d+", counts) == [
        "3",
        "0",
        "3",
        "0",
        "0",
        "0",
        "0",
    ]  # receipts: deleted, failed; files
    assert "report" in ended  # of the run as a whole, and how to have it as a file


def test_what_a_run_measured_is_kept_for_the_next_estimate(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    product.receipts(business_id, 30, files=1)
    words = ("delete", "--business", business_id, "--confirm", "DELETE")
    assert here.call(*words, SWEEP_PACE="adaptive").status == 0
    (rates,) = (Rates.parsed(plain) for plain in json.loads((here.data / "rates.json").read_bytes()).values())
    assert rates.files_per_item == 1.0
    assert any(costs.measured > 0 for costs in rates.costs.values())


def test_each_start_leaves_its_audit_line(product: Product, here: HereProgram) -> None:
    business_id, empty = product.business(), product.business()
    product.receipts(business_id, 3)
    done = here.call("delete", "--business", business_id, empty, "--confirm", "DELETE", "--json")
    job = done.json["results"][0]["job"]
    lines = [(line["business_id"], line["job_id"], line["action"], line["answer"]) for line in here.audit()]
    assert lines == [
        (business_id, job["id"], "delete", "started"),
        (empty, None, "delete", "nothing_to_delete"),
    ]
    assert {line["email"] for line in here.audit()} == {"dana@example.com"}


def test_a_terminal_shows_how_far_it_is(
    product: Product, here: HereProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    business_id = product.business()
    product.receipts(business_id, 4)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE")
    assert done.status == 0
    assert done.err.endswith("[##############################] 4 / 4 receipts\n")
    assert "4 receipts" in done.out
    as_json = here.call("delete", "--business", product.business(), "--confirm", "DELETE", "--json")
    assert "[#" not in as_json.err


def test_nothing_to_delete_is_no_failure(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["ok"], done.json["deleted"]) == (0, True, 0)
    assert done.json["results"][0]["answer"] == "nothing_to_delete"
    assert product.rows("SELECT * FROM background_jobs") == []


def test_a_business_that_is_named_twice_is_cleared_once(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    product.receipts(business_id, 2)
    done = here.call("delete", "--business", business_id, business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["deleted"], len(done.json["results"])) == (0, 2, 1)


def test_an_active_job_is_shown_and_not_doubled(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    product.receipts(business_id, 2)
    job_id = product.job(business_id, "running", total=2)
    before = product.all_rows()
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["ok"]) == (3, False)
    (result,) = done.json["results"]
    assert (result["answer"], result["web_status"], result["job"]["id"]) == ("already_active", 200, job_id)
    assert str(job_id) in done.sentence
    assert product.all_rows() == before


def test_a_second_start_within_a_minute_is_refused(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    product.receipts(business_id, 2)
    assert here.call("delete", "--business", business_id, "--confirm", "DELETE").status == 0
    product.receipts(business_id, 2)
    before = product.all_rows()
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert done.status == 3
    assert done.json["results"][0]["web_status"] == 429
    assert done.json["results"][0]["answer"] == Answer.TOO_SOON
    assert product.all_rows() == before


def test_one_refusal_does_not_keep_the_others_from_being_done(product: Product, here: HereProgram) -> None:
    closed, open_one = product.business(pages=[]), product.business()
    product.receipts(closed, 2)
    product.receipts(open_one, 3)
    done = here.call("delete", "--business", closed, open_one, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["ok"], done.json["deleted"]) == (3, False, 3)
    assert [result["answer"] for result in done.json["results"]] == ["page_disabled", "started"]
    assert (product.live(closed), product.live(open_one)) == (2, 0)


def test_receipts_that_cannot_be_deleted_make_it_fail(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    _, bad, _ = product.receipts(business_id, 3)
    product.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$"
    )
    when = f"FOR EACH ROW WHEN (OLD.id = {bad})"
    product.execute(f"CREATE TRIGGER t BEFORE UPDATE ON receipts {when} EXECUTE FUNCTION refuse()")
    done = here.call("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["ok"], done.json["deleted"], done.json["failed"]) == (1, False, 2, 1)
    job = done.json["results"][0]["job"]
    assert (job["status"], job["failed_count"]) == ("completed", 1)
    assert "not this one" in job["last_error"]
    product.execute("DROP TRIGGER t ON receipts")
    retried = here.call("retry", job["id"], "--json")
    assert (retried.status, retried.json["deleted"], retried.json["failed"]) == (0, 1, 0)
    assert product.counters(job["id"]) == ("completed", 3, 3, 3, 0)
    assert product.live(business_id) == 0


def test_every_business_passes_when_there_are_more_than_workers(product: Product, here: HereProgram) -> None:
    businesses = [product.business() for _ in range(7)]
    for business_id in businesses:
        product.receipts(business_id, 3, files=1)
    done = here.call(
        "delete",
        "--business",
        *businesses,
        "--confirm",
        "DELETE",
        "--json",
        SWEEP_WORKERS="2",
        SWEEP_BATCH_SIZE="1",
    )
    assert (done.status, done.json["deleted"], done.json["files_deleted"]) == (0, 21, 21)
    assert [product.live(one) for one in businesses] == [0] * 7


# jobs


def test_jobs_lists_all_types_newest_first(product: Product, here: HereProgram) -> None:
    first, second = product.business(), product.business()
    old = product.job(first, "completed", total=3, processed=3, succeeded=3)
    other = product.job(second, "running", job_type="broadcast")
    stale = product.job(second, "running", heartbeat_at=LONG_AGO, total=10, processed=4)
    done = here.call("jobs", "--json")
    assert (done.status, done.err) == (0, "")
    jobs = done.json["jobs"]
    assert [(job["id"], job["job_type"]) for job in jobs] == [
        (stale, "delete_receipts_all"),
        (other, "broadcast"),
        (old, "delete_receipts_all"),
    ]
    assert [job["is_stuck"] for job in jobs] == [True, False, False]
    assert [job["percent"] for job in jobs] == [40.0, None, 100.0]
    only = here.call("jobs", "--business", first, "--status", "completed", "failed", "--json")
    assert [job["id"] for job in only.json["jobs"]] == [old]


def test_jobs_shows_people_a_table(product: Product, here: HereProgram) -> None:
    business_id = product.business()
    worker = '{"last_id": 4, "worker": "sweep:front-services:7:ab12/1"}'
    running = product.job(business_id, "running", total=8, processed=2, cursor=worker)
    product.job(business_id, "failed", last_error="two\nlines")
    product.job(product.business(), "paused", cursor="broken")
    done = here.call("jobs")
    assert (done.status, done.err) == (0, "")
    head, paused, failed, line = done.out.splitlines()
    assert head.split()[:4] == ["job", "business", "type", "status"]
    assert line.split()[:4] == [str(running), str(business_id), "delete_receipts_all", "running"]
    assert "front-services" in line
    assert "25.0" in line
    assert "two lines" in failed
    assert str(CursorDamaged("")).split(":")[0] in paused


def test_jobs_says_that_there_are_none(here: HereProgram) -> None:
    done = here.call("jobs")
    assert (done.status, done.err) == (0, "")
    assert len(done.out.splitlines()) == 1


@pytest.mark.parametrize("trick", ["\x1b[2J", "\r", "\u202e", "\x9b31m"])
def test_what_a_row_says_cannot_rewrite_the_terminal(product: Product, here: HereProgram, trick: str) -> None:
    product.job(product.business(), "failed", last_error=f"why {trick} not")
    assert trick not in here.call("jobs").out


def test_json_survives_a_pipe_of_another_encoding(product: Product, program: Program) -> None:
    """As on Windows, where a pipe has the code page of the system."""
    product.job(product.business(), "failed", last_error="הקבלה נעולה")
    done = program.run("jobs", "--json", PYTHONIOENCODING="cp1252")
    assert (done.status, done.err) == (0, "")
    assert done.json["jobs"][0]["last_error"] == "הקבלה נעולה"


# migrate


def test_migrate_names_what_is_lacking_and_adds_it(product: Product, here: HereProgram) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    product.execute("DROP INDEX idx_background_jobs_unique_active")
    check = here.call("migrate", "--check", "--json")
    assert (check.status, check.json["ok"], check.json["applied"]) == (1, False, [])
    lacking = {gap["name"] for gap in check.json["lacking"]}
    assert any("heartbeat_at" in name for name in lacking)
    assert "idx_background_jobs_unique_active" in lacking
    words = here.call("migrate")
    assert words.status == 1
    assert all(name in words.out for name in lacking)
    assert "ALTER TABLE" in words.out
    applied = here.call("migrate", "--apply", "--json")
    assert (applied.status, applied.json["ok"], applied.json["lacking"]) == (0, True, [])
    assert {gap["name"] for gap in applied.json["applied"]} == lacking
    assert product.rows("SELECT heartbeat_at FROM background_jobs") == []
    again = here.call("migrate", "--apply", "--json")
    assert (again.status, again.json["applied"]) == (0, [])


def test_migrate_recommends_separately(product: Product, here: HereProgram) -> None:
    product.execute("DROP INDEX IF EXISTS idx_receipts_business_live, idx_attachments_storage_path")
    check = here.call("migrate", "--json")
    assert (check.status, check.json["ok"], check.json["lacking"]) == (0, True, [])
    names = [gap["name"] for gap in check.json["recommended"]]
    assert names == ["idx_receipts_business_live", "idx_attachments_storage_path"]
    assert here.call("migrate", "--apply", "--json").json["applied"] == []
    applied = here.call("migrate", "--apply", "--with-recommended", "--json")
    assert [one["name"] for one in applied.json["applied"]] == names
    assert applied.json["recommended"] == []


# the program itself


@pytest.mark.parametrize("words", [["--help"], ["delete", "--help"], ["--version"]])
def test_help_is_no_error(here: HereProgram, words: list[str]) -> None:
    done = here.call_exactly(*words)
    assert (done.status, done.err) == (0, "")
    assert done.out


def test_the_environment_may_say_where_and_who(product: Product, here: HereProgram) -> None:
    job_id = product.job(product.business(), "paused")
    done = here.call_exactly(
        "cancel",
        str(job_id),
        "--user",
        "DANA@example.com",
        SWEEP_DATABASE_URL=product.url,
        SWEEP_STORAGE_ROOT=str(product.storage_root),
    )
    assert (done.status, done.err) == (0, "")
    assert product.job_status(job_id) == "cancelled"
