"""Restoring on the command line: what it says before, what it brings back, and how it ends."""

from __future__ import annotations

import pytest

from app.core.program import MIGRATE_COMMAND
from tests.support.halting import many
from tests.support.product import Product
from tests.support.program import HereProgram

CONFIRMED = ("--confirm", "RESTORE")


@pytest.fixture
def jobs(product: Product, here: HereProgram) -> list[int]:
    """A run “SUP-1” that has deleted 25 receipts in each of two businesses."""
    assert here.call("migrate", "--apply", "--with-console-tables").status == 0
    businesses = many(product, 2, receipts=25)
    words = ("--confirm", "DELETE", "--run", "SUP-1", "--business", *businesses)
    assert here.call("delete", "--json", *words).status == 0
    return [row["id"] for row in product.rows("SELECT id FROM background_jobs ORDER BY id")]


def live(product: Product) -> int:
    return int(product.scalar("SELECT count(*) FROM receipts WHERE NOT is_deleted"))


def test_a_run_comes_back(product: Product, here: HereProgram, jobs: list[int]) -> None:
    seen = here.call("restore", "--run", "SUP-1", "--preview", "--json")
    assert (seen.status, seen.json["totals"]["to_restore"], live(product)) == (0, 50, 0)
    done = here.call("restore", "--run", "SUP-1", *CONFIRMED, "--json")
    assert (done.status, done.err, live(product)) == (0, "", 50)
    results = done.json["results"]
    assert done.json["ok"] is True
    assert [(one["answer"], one["restore"]["status"]) for one in results] == [("restoring", "completed")] * 2
    listed = here.call("restores", "--json").json["restores"]
    assert sorted(one["job_id"] for one in listed) == jobs
    assert {(one["run_name"], one["restored"]) for one in listed} == {("SUP-1", 25)}
    assert [line["answer"] for line in here.audit() if line["action"] == "restore"] == ["restoring"] * 2


def test_for_people(product: Product, here: HereProgram, jobs: list[int]) -> None:
    message = "evil \x1b[31m"
    product.execute("UPDATE receipts SET vendor_name = %s, gmail_message_id = id", message)
    product.receipts(
        product.scalar("SELECT business_id FROM background_jobs WHERE id = %s", jobs[0]), 1, vendor_name="New"
    )
    product.execute("DROP INDEX uq_receipt_business_gmail_message")
    product.execute("UPDATE receipts SET gmail_message_id = 1 WHERE vendor_name = 'New'")
    done = here.call("restore", jobs[0], *CONFIRMED)
    assert (done.status, done.err) == (0, "")
    assert "To be restored: 24 receipts." in done.out
    assert "24 of 25 receipts restored, 1 left out because the message has come again." in done.out
    assert "\x1b" not in done.out
    assert "SUP-1" in here.call("restores").out


def test_chosen_receipts(product: Product, here: HereProgram, jobs: list[int]) -> None:
    ids = [row["id"] for row in product.rows("SELECT id FROM receipts ORDER BY id LIMIT 3")]
    done = here.call("restore", jobs[0], *CONFIRMED, "--receipts", f"{ids[0]},{ids[2]}", "--json")
    assert (done.status, live(product)) == (0, 2)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("1", "--run", "SUP-1"),
        ("1",),
        ("1", "--confirm", "restore"),
        ("--pause", "1", "--preview"),
        ("--go-on", "1", "--receipts", "1"),
        ("--pause", "1", "--cancel", "1"),
        ("x", "--confirm", "RESTORE"),
    ],
)
def test_words_that_do_not_fit_change_nothing(
    product: Product, here: HereProgram, jobs: list[int], words: tuple[str, ...]
) -> None:
    before = product.all_rows()
    assert here.call("restore", *words).status == 2
    assert product.all_rows() == before


def test_refused(product: Product, here: HereProgram, jobs: list[int]) -> None:
    business = product.scalar("SELECT business_id FROM background_jobs WHERE id = %s", jobs[0])
    product.job(business, "paused")
    done = here.call("restore", jobs[0], 999, *CONFIRMED, "--json")
    assert (done.status, live(product)) == (3, 0)
    assert [one["answer"] for one in done.json["results"]] == ["already_active", "no_such_job"]
    assert here.call("restore", "--run", "unknown", *CONFIRMED).status == 3


def test_what_the_database_refuses_is_a_failure(product: Product, here: HereProgram, jobs: list[int]) -> None:
    product.execute(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN IF NEW.id = 2 THEN RAISE 'on hold'; END IF; RETURN NEW; END $$"
    )
    product.execute("CREATE TRIGGER hold BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION hold()")
    done = here.call("restore", jobs[0], *CONFIRMED, "--json")
    assert (done.status, live(product)) == (1, 24)
    (result,) = done.json["results"]
    assert result["restore"]["failed_listed"] == [{"receipt_id": 2, "reason": "on hold"}]


def paused(product: Product, jobs: list[int]) -> None:
    """A restore of each, which nobody has."""
    for job_id in jobs:
        product.execute(
            "INSERT INTO sweep_restores (business_id, job_id, status, wanted, total, owner)"
            " SELECT j.business_id, j.id, 'paused',"
            " json_build_object('job', j.id, 'stamps', json_build_array("
            "   (SELECT to_char(min(deleted_at), 'YYYY-MM-DD HH24:MI:SS.US') FROM receipts"
            "    WHERE business_id = j.business_id))), 25, 'sweep:gone/1'"
            " FROM background_jobs j WHERE j.id = %s",
            job_id,
        )


def test_paused_ones_go_on_or_are_cancelled(product: Product, here: HereProgram, jobs: list[int]) -> None:
    paused(product, jobs)
    assert here.call("restore", "--pause", 1).status == 3
    assert here.call("restore", "--go-on", 1).status == 0
    assert live(product) == 25
    assert here.call("restore", "--cancel", 2).status == 0
    assert here.call("restore", "--go-on", 2).status == 3
    assert here.call("restore", "--go-on", 3).status == 3
    assert live(product) == 25


def test_a_restore_in_the_way_is_named(product: Product, here: HereProgram, jobs: list[int]) -> None:
    paused(product, jobs[:1])

    def refused() -> str:
        done = here.call("restore", jobs[0], *CONFIRMED, "--json")
        assert done.status == 3
        return str(done.json["results"][0]["message"])

    assert f"restore 1 of job {jobs[0]} is paused" in refused()
    assert "restore --go-on 1`" in refused()
    assert "restores`" in refused()
    product.execute("UPDATE sweep_restores SET status = 'running', heartbeat_at = now() - interval '1 d'")
    assert "is not responding" in refused()
    product.execute("UPDATE sweep_restores SET heartbeat_at = now() AT TIME ZONE 'utc'")
    assert "is running. Wait until it has ended" in refused()


def test_without_the_table_the_command_is_named(product: Product, here: HereProgram) -> None:
    (business,) = many(product, 1, receipts=3)
    assert here.call("delete", "--json", "--confirm", "DELETE", "--business", business).status == 0
    done = here.call("restore", 1, *CONFIRMED)
    assert (done.status, live(product)) == (1, 0)
    assert MIGRATE_COMMAND in done.sentence
    assert here.call("restores").out == "No restores yet.\n"
    lacking = here.call("migrate", "--check", "--with-console-tables", "--json")
    assert (lacking.status, lacking.json["ok"]) == (1, False)
    assert [one["name"] for one in lacking.json["lacking"]] == ["sweep_restores", "sweep_audit"]
    assert here.call("migrate", "--check", "--json").status == 0
    assert here.call("restore", 1, *CONFIRMED).status == 1
    done = here.call("migrate", "--apply", "--with-console-tables")
    assert (done.status, done.out.splitlines()[:4]) == (
        0,
        [
            "Added: table sweep_restores",
            "Added: table sweep_audit",
            "The table background_jobs has everything that Sweep needs.",
            "The tables sweep_restores and sweep_audit have everything that Sweep needs.",
        ],
    )
    assert here.call("restore", 1, *CONFIRMED).status == 0
    assert live(product) == 3
