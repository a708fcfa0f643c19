"""`main.py doctor`: the support questions, answered for a ticket; and remedies that mend what they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.actions.findings import Verdict
from app.db.rights import NEEDED_RIGHTS
from app.db.url import parse_url
from tests.support.other_sessions import role
from tests.support.product import Product, User
from tests.support.program import HereProgram, Outcome

TABLES = (
    "business",
    "users",
    "receipts",
    "attachments",
    "contract_files",
    "asset_item_media",
    "background_jobs",
)
NOTHING = [f"ALL ON {table}" for table in TABLES] + ["ALL ON ALL SEQUENCES IN SCHEMA public"]


def bad(done: Outcome) -> list[str]:
    return [found["sentence"] for found in done.json["findings"] if found["verdict"] == "error"]


@contextmanager
def modest(product: Product, *rights: str) -> Iterator[str]:
    """The test's database for a role that has these rights and no others."""
    with role(product, *NOTHING) as url:
        name = parse_url(url).username
        for right in rights:
            product.execute(f"GRANT {right} TO {name}")
        yield url


def test_a_healthy_place(here: HereProgram, product: Product) -> None:
    product.job(product.business(), "running")
    before = product.all_rows()
    done = here.call("doctor", "--json")
    assert (done.status, done.err, done.json["ok"]) == (0, "", True)
    subjects = [finding["subject"] for finding in done.json["findings"]]
    assert list(dict.fromkeys(subjects)) == ["database", "tls", "schema", "rights", "jobs", "storage"]
    assert bad(done) == []
    words = here.call("doctor")
    assert (words.status, words.err) == (0, "")
    sentences = [found["sentence"] for found in done.json["findings"] if found["subject"] != "database"]
    assert all(sentence in words.out for sentence in sentences)
    assert product.all_rows() == before


def test_what_is_lacking_is_named_with_what_mends_it(here: HereProgram, product: Product) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN total")
    done = here.call("doctor")
    assert (done.status, done.err) == (1, "")
    lines = [line for line in done.out.splitlines() if line.startswith(Verdict.ERROR.upper())]
    assert any("background_jobs.total" in line for line in lines)
    assert "ADD COLUMN total" in done.out


def test_what_works_without_is_no_failure(here: HereProgram, product: Product) -> None:
    """The web side's own table, as its code makes it: the guard is missing, and so are the defaults."""
    product.execute("DROP INDEX idx_background_jobs_unique_active")
    product.execute("ALTER TABLE background_jobs ALTER total DROP DEFAULT, ALTER processed DROP DEFAULT")
    done = here.call("doctor", "--json")
    assert (done.status, done.json["ok"], bad(done)) == (0, True, [])
    told = {
        found["code"]: found["verdict"] for found in done.json["findings"] if found["subject"] == "schema"
    }
    assert told["gap_missing"] in {"warning", "note"}
    assert told["gap_differs"] == "note"
    assert here.call("migrate", "--json").status == 1
    done = here.call("migrate", "--apply", "--with-recommended", "--json")  # defaults it never changes
    assert (done.status, done.json["ok"], len(done.json["lacking"])) == (0, True, 2)


def test_the_remedies_for_rights_can_be_run_as_they_are(here: HereProgram, product: Product) -> None:
    """By the owner of the tables, who gets them in a ticket."""
    with modest(product, "SELECT ON business") as url:
        done = here.call("doctor", "--json", "--database-url", url)
        assert done.status == 1
        remedies = [found["remedy"] for found in done.json["findings"] if found["subject"] == "rights"]
        assert len(remedies) >= len(NEEDED_RIGHTS) - 1
        for remedy in remedies:
            product.execute(remedy)
        assert bad(here.call("doctor", "--json", "--database-url", url)) == []


def test_a_role_that_the_doctor_finds_well_can_delete(
    here: HereProgram, product: Product, user: User
) -> None:
    """A row of background_jobs gets its id from a sequence, which is a right of its own."""
    business_id = product.business()
    product.receipts(business_id, 3, files=2)
    with modest(product, *(f"{need.words} ON {need.table}" for need in NEEDED_RIGHTS)) as url:
        doctor = here.call("doctor", "--json", "--database-url", url)
        for finding in doctor.json["findings"]:
            if finding["verdict"] == "error":
                product.execute(finding["remedy"])
        done = here.call(
            "delete", "--business", business_id, "--confirm", "DELETE", "--json", "--database-url", url
        )
    assert (done.status, done.err) == (0, "")
    assert (product.live(business_id), product.files(business_id)) == (0, 0)


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_no_password_is_told(here: HereProgram, product: Product, how: list[str]) -> None:
    with role(product, "SELECT ON users") as url:
        done = here.call("doctor", *how, "--database-url", url)
    assert done.status == 1
    assert "GRANT SELECT (" in done.out
    assert "secret" not in done.out + done.err + here.traces()
