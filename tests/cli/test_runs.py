"""Runs on the command line: named at the start, listed, and acted on as a whole."""

from __future__ import annotations

import pytest

from app.core.run import NAME_LENGTH, NOTE_LENGTH
from tests.support.halting import many
from tests.support.product import Product
from tests.support.program import HereProgram


def delete(here: HereProgram, *words: object) -> None:
    done = here.call("delete", "--confirm", "DELETE", "--json", *words)
    assert (done.status, done.err) == (0, "")


def test_a_deletion_is_a_run_with_its_name_and_note(product: Product, here: HereProgram) -> None:
    first, second, empty = *many(product, 2, receipts=3), *many(product, 1, receipts=0)
    words = ("--run", " SUP-4821 ", "--note", "Contract\nended", "--business", first, second, empty)
    delete(here, *words)
    (run,) = here.call("runs", "--json").json["runs"]
    assert (run["name"], run["note"]) == ("SUP-4821", "Contract ended")
    assert (run["businesses"], run["succeeded"], run["percent"]) == (2, 6, 100.0)
    assert run["refused"] == {"nothing_to_delete": [empty]}
    assert {line["run"] for line in here.audit() if line["job_id"]} == {run["id"]}
    listed = here.call("jobs", "--json").json["jobs"]
    assert {(job["run"], job["run_name"]) for job in listed} == {(run["id"], "SUP-4821")}
    one = here.call("runs", "--run", "SUP-4821", "--json").json
    assert sorted(job["business_id"] for job in one["jobs"]) == [first, second]


def test_runs_for_people(product: Product, here: HereProgram) -> None:
    assert here.call("runs").status == 0
    businesses = many(product, 2, receipts=1)
    delete(here, "--run", "evil \x1b[31m\u202e", "--business", *businesses)
    for words in (("runs",), ("runs", "--run", "evil [31m")):
        done = here.call(*words)
        assert (done.status, done.err) == (0, "")
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out


@pytest.mark.parametrize(
    "words",
    [("--run", "x" * (NAME_LENGTH + 1)), ("--note", "x" * (NOTE_LENGTH + 1))],
)
def test_a_label_that_is_too_long_starts_nothing(
    product: Product, here: HereProgram, words: tuple[str, ...]
) -> None:
    (business,) = many(product, 1, receipts=1)
    for how in (("--confirm", "DELETE"), ("--dry-run",)):
        done = here.call("delete", "--business", business, *how, *words)
        assert done.status == 2
        assert done.sentence
    assert product.live(business) == 1


def test_a_blank_beside_the_word_does_not_count(product: Product, here: HereProgram) -> None:
    (business,) = many(product, 1, receipts=1)
    assert here.call("delete", "--business", business, "--confirm", " DELETE\u200f").status == 0
    assert product.live(business) == 0


def test_refused_businesses_beyond_those_that_are_listed_are_counted(
    product: Product, here: HereProgram
) -> None:
    run = '{"id": "012345678901", "name": "SUP-1", "refused": {"too_soon": [7, 8]}, "unlisted": 1234}'
    product.job(product.business(), "completed", cursor=f'{{"last_id": 9, "run": {run}}}')
    said = here.call("runs", "--run", "SUP-1").out.splitlines()
    assert "7, 8" in said[-2]
    assert "1,234" in said[-1]


def queued(product: Product, name: str, number: int = 1, status: str = "queued") -> list[int]:
    run = f'{{"id": "0123456789{number:02}", "name": "{name}"}}'
    cursor = f'{{"last_id": 0, "at": 0, "max_id": 9, "worker": "sweep:a:7:b/queue", "run": {run}}}'
    return [product.job(product.business(), status, cursor=cursor) for _ in range(2)]


@pytest.mark.parametrize(("command", "status"), [("pause", "paused"), ("cancel", "cancelled")])
def test_all_jobs_of_a_run_are_stopped(
    product: Product, here: HereProgram, command: str, status: str
) -> None:
    job_ids, others = queued(product, "SUP-1"), queued(product, "SUP-2", 2)
    ended = product.job(product.business(), "cancelled", cursor=product.job_row(job_ids[0])["cursor"])
    done = here.call(command, "--run", "SUP-1", "--json")
    assert done.status == 0
    assert sorted(result["job"]["id"] for result in done.json["results"]) == job_ids
    assert [product.job_status(job_id) for job_id in (*job_ids, *others, ended)] == [
        *[status] * 2,
        *["queued"] * 2,
        "cancelled",
    ]
    again = here.call(command, "--run", "SUP-1")
    assert again.status == 3
    assert again.sentence


@pytest.mark.parametrize("command", ["resume", "retry", "take-over"])
def test_what_a_run_left_is_deleted(product: Product, here: HereProgram, command: str) -> None:
    businesses = many(product, 2, receipts=4)
    delete(here, "--run", "SUP-1", "--business", *businesses)
    deleted = {"retry": 1}.get(command, 4)
    product.execute(
        "UPDATE receipts SET is_deleted = false WHERE id IN (SELECT unnest((array_agg(id ORDER BY id))[:%s])"
        " FROM receipts GROUP BY business_id)",
        deleted,
    )
    before = {
        "resume": "status = 'paused', cursor = replace(cursor, '\"last_id\": ', '\"last_id\": 0, \"was\": ')",
        "retry": "failed_count = 1, succeeded = 3, cursor = replace(cursor, '\"max_id\"', '\"failed\": [[' ||"
        ' (SELECT min(id) FROM receipts r WHERE r.business_id = b.business_id) || \', "x"]], "max_id"\')',
        "take-over": "status = 'running', finished_at = NULL, heartbeat_at = '2020-01-01',"
        " updated_at = '2020-01-01', cursor = replace(cursor, '\"last_id\": ', '\"last_id\": 0, \"was\": ')",
    }
    product.execute(f"UPDATE background_jobs b SET {before[command]}")
    done = here.call(command, "--run", "SUP-1", "--json")
    assert done.status == 0, done.err
    assert len(done.json["results"]) == 2
    assert done.json["deleted"] == 2 * deleted
    assert [product.live(business) for business in businesses] == [0] * 2


def test_a_name_of_several_active_runs_is_refused_with_their_ids(product: Product, here: HereProgram) -> None:
    queued(product, "SUP-1"), queued(product, "SUP-1", 2)
    done = here.call("pause", "--run", "SUP-1")
    assert done.status == 2
    assert all(f"0123456789{number:02}" in done.sentence for number in (1, 2))
    assert here.call("pause", "--run", "012345678901", "--json").status == 0


@pytest.mark.parametrize("words", [("pause", "--run", "SUP-9"), ("runs", "--run", "SUP-9")])
def test_a_run_that_is_not_there(here: HereProgram, words: tuple[str, ...]) -> None:
    done = here.call(*words)
    assert done.status == 3
    assert done.sentence


@pytest.mark.parametrize("words", [("pause",), ("pause", "5", "--run", "x"), ("mark-failed", "--run", "x")])
def test_a_job_or_a_run_is_named(here: HereProgram, words: tuple[str, ...]) -> None:
    assert here.call(*words).status == 2


def test_who_sees_one_business_alone_sees_its_part(product: Product, here: HereProgram) -> None:
    mine, other = many(product, 2, receipts=1)
    delete(here, "--run", "SUP-1", "--business", mine, other)
    admin = product.user(role="ADMIN", business_id=mine)
    done = here.call("runs", "--run", "SUP-1", "--user", admin.email, "--json", SWEEP_PASSWORD=admin.password)
    assert [job["business_id"] for job in done.json["jobs"]] == [mine]
