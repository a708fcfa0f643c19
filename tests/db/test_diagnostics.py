"""`app.actions.diagnostics`: each fault of database, rights, storage or jobs is named, and nothing secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.diagnostics import Diagnosis, Finding, Verdict
from app.db import health
from app.db.engine import Database, parse_url
from app.files.local import LocalStorage
from tests.support.product import Product
from tests.support.running import Station, role

SUBJECTS = ["database", "tls", "schema", "rights", "jobs", "storage"]


def verdicts(findings: list[Finding]) -> dict[str, Verdict]:
    """The worst of each subject."""
    order = [Verdict.GOOD, Verdict.ADVICE, Verdict.BAD]
    worst: dict[str, Verdict] = {}
    for finding in findings:
        worst[finding.subject] = max(
            worst.get(finding.subject, Verdict.GOOD), finding.verdict, key=order.index
        )
    return worst


def of(findings: list[Finding], subject: str) -> list[Finding]:
    return [finding for finding in findings if finding.subject == subject]


def test_all_is_well(station: Station) -> None:
    findings = Diagnosis(station.database, station.storage).all()
    assert {finding.subject for finding in findings} == set(SUBJECTS)
    assert {finding.verdict for finding in findings if finding.subject != "schema"} == {Verdict.GOOD}
    assert Verdict.BAD not in verdicts(findings).values()
    assert "PostgreSQL" in of(findings, "database")[0].sentence


def test_a_missing_column_and_a_missing_table(station: Station, product: Product) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    findings = Diagnosis(station.database, station.storage).all()
    (missing,) = [finding for finding in of(findings, "schema") if finding.verdict is Verdict.BAD]
    assert "background_jobs.heartbeat_at is missing" in missing.sentence
    assert "ADD COLUMN heartbeat_at" in missing.remedy
    product.execute("DROP TABLE background_jobs")
    findings = Diagnosis(station.database, station.storage).all()
    assert verdicts(findings)["jobs"] is verdicts(findings)["schema"] is Verdict.BAD
    assert verdicts(findings)["rights"] is verdicts(findings)["storage"] is Verdict.GOOD


@pytest.mark.parametrize(("right", "table"), health.NEEDED_RIGHTS)
def test_a_missing_right_is_named(product: Product, right: str, table: str) -> None:
    with role(product, f"{right} ON {table}") as url, Station(product, "powerless", url=url) as powerless:
        findings = Diagnosis(powerless.database, powerless.storage).all()
    (lacking,) = of(findings, "rights")
    assert (lacking.verdict, lacking.sentence) == (
        Verdict.BAD,
        f"The database role may not {right} on {table}.",
    )
    assert lacking.remedy.startswith(f"GRANT {right} ON {table} TO ")


def test_a_missing_right_to_number_jobs_is_named(product: Product) -> None:
    sequence = product.scalar("SELECT pg_get_serial_sequence('background_jobs', 'id')")
    with (
        role(product, f"ALL ON SEQUENCE {sequence}") as url,
        Station(product, "powerless", url=url) as powerless,
    ):
        (lacking,) = of(Diagnosis(powerless.database, powerless.storage).all(), "rights")
    assert lacking.verdict is Verdict.BAD
    assert "SEQUENCE" in lacking.sentence
    assert "background_jobs_id_seq" in lacking.remedy


def test_the_named_rights_are_enough_for_a_deletion(product: Product) -> None:
    """And the role needs no more than these."""
    business = product.business()
    product.receipts(business, 15, files=2)
    tables = (
        "business",
        "users",
        "receipts",
        "attachments",
        "contract_files",
        "asset_item_media",
        "background_jobs",
    )
    with role(product, *(f"ALL ON {table}" for table in tables)) as url:
        name = str(parse_url(url).username)
        for right, table in health.NEEDED_RIGHTS:
            product.execute(f"GRANT {right} ON {table} TO {name}")
        with Station(product, "modest", url=url) as modest:
            assert health_of(modest.database) == []
            actor = modest.actor(product.user("system_admin").id)
            (started,) = modest.actions.delete_all(actor, [business])
            assert started.job
            modest.run_batches(started.job.id, 1)
            modest.actions.resume(actor, [started.job.id])
            assert modest.run(started.job.id).succeeded == 5
    assert (product.live(business), product.files(business)) == (0, 0)


def health_of(database: Database) -> list[health.MissingGrant]:
    with database.begin() as connection:
        return health.lacking_rights(connection)


def test_an_unusable_storage(station: Station, tmp_path: Path) -> None:
    findings = Diagnosis(station.database, LocalStorage(tmp_path / "nowhere")).all()
    assert verdicts(findings)["storage"] is Verdict.BAD
    assert "there is no such folder" in of(findings, "storage")[0].sentence


def test_stuck_and_stale_jobs(station: Station, product: Product) -> None:
    old = {"created_at": "2024-05-01", "updated_at": "2024-05-01", "heartbeat_at": "2024-05-01"}
    stale = product.job(product.business(), "running", **old)
    stuck = product.job(product.business(), "queued", **old)
    product.job(product.business(), "running")
    product.job(product.business(), "paused", **old)
    product.job(product.business(), "completed", **old)
    product.job(product.business(), "running", job_type="broadcast", **old)
    sentences = [
        finding.sentence for finding in of(Diagnosis(station.database, station.storage).all(), "jobs")
    ]
    assert len(sentences) == 2
    assert sentences[0].startswith(f"Job {stale} ")
    assert "is stale" in sentences[0]
    assert sentences[1].startswith(f"Job {stuck} ")
    assert "is stuck" in sentences[1]


def test_a_database_that_cannot_be_reached(product: Product) -> None:
    database = Database(parse_url("postgresql://dana:secret@127.0.0.1:1/product"))
    findings = Diagnosis(database, LocalStorage(product.storage_root)).all()
    database.close()
    assert verdicts(findings) == {"database": Verdict.BAD, "storage": Verdict.GOOD}
    assert "secret" not in "".join(finding.sentence + finding.remedy for finding in findings)
