"""`app.actions.diagnostics`: each fault of database, rights, storage or jobs is named, and nothing secret."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.actions.diagnostics import Diagnosis, Finding, Verdict
from app.bootstrap.job_types import job_types
from app.core.storage_messages import FILES_NOT_FOUND, NO_FOLDER
from app.db import health
from app.db.engine import Database
from app.db.location import PRODUCT_TABLES
from app.db.url import parse_url
from app.files.local import LocalStorage
from app.files.storage import Storage
from app.receipts.names import DELETE_RECEIPTS
from tests.support.other_sessions import role
from tests.support.product import Product
from tests.support.running import Station

SUBJECTS = ["database", "tls", "schema", "rights", "jobs", "storage"]


def diagnosis(database: Database, storage: Storage) -> Diagnosis:
    return Diagnosis(database, storage, job_types(storage))


def verdicts(findings: list[Finding]) -> dict[str, Verdict]:
    """The worst of each subject."""
    order = [Verdict.OK, Verdict.WARNING, Verdict.ERROR]
    worst: dict[str, Verdict] = {}
    for finding in findings:
        worst[finding.subject] = max(worst.get(finding.subject, Verdict.OK), finding.verdict, key=order.index)
    return worst


def of(findings: list[Finding], subject: str) -> list[Finding]:
    return [finding for finding in findings if finding.subject == subject]


def test_all_is_well(station: Station) -> None:
    findings = Diagnosis(station.database, station.storage, station.types).all()
    assert {finding.subject for finding in findings} == set(SUBJECTS)
    assert {finding.verdict for finding in findings if finding.subject != "schema"} == {Verdict.OK}
    assert Verdict.ERROR not in verdicts(findings).values()
    assert "PostgreSQL" in of(findings, "database")[0].sentence


def test_a_missing_column_and_a_missing_table(station: Station, product: Product) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    findings = Diagnosis(station.database, station.storage, station.types).all()
    (missing,) = [finding for finding in of(findings, "schema") if finding.verdict is Verdict.ERROR]
    assert "background_jobs.heartbeat_at is missing" in missing.sentence
    assert "ADD COLUMN heartbeat_at" in missing.remedy
    product.execute("DROP TABLE background_jobs")
    findings = Diagnosis(station.database, station.storage, station.types).all()
    assert verdicts(findings)["jobs"] is verdicts(findings)["schema"] is Verdict.ERROR
    assert verdicts(findings)["rights"] is verdicts(findings)["storage"] is Verdict.OK


@pytest.mark.parametrize(("right", "table"), health.NEEDED_RIGHTS)
def test_a_missing_right_is_named(product: Product, right: str, table: str) -> None:
    with role(product, f"{right} ON {table}") as url, Station(product, "powerless", url=url) as powerless:
        findings = Diagnosis(powerless.database, powerless.storage, powerless.types).all()
    (lacking,) = of(findings, "rights")
    assert (lacking.verdict, lacking.code) == (Verdict.ERROR, "right_missing")
    assert (lacking.values["right"], lacking.values["subject"]) == (right, table)
    assert lacking.remedy.startswith(f"GRANT {right} ON {table} TO ")


def test_a_missing_right_to_number_jobs_is_named(product: Product) -> None:
    sequence = product.scalar("SELECT pg_get_serial_sequence('background_jobs', 'id')")
    with (
        role(product, f"ALL ON SEQUENCE {sequence}") as url,
        Station(product, "powerless", url=url) as powerless,
    ):
        (lacking,) = of(Diagnosis(powerless.database, powerless.storage, powerless.types).all(), "rights")
    assert lacking.verdict is Verdict.ERROR
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
            (started,) = modest.actions.start(actor, DELETE_RECEIPTS, [business])
            assert started.job
            modest.run_batches(started.job.id, 1)
            modest.actions.resume(actor, [started.job.id])
            assert modest.run(started.job.id).succeeded == 5
    assert (product.live(business), product.files(business)) == (0, 0)


def health_of(database: Database) -> list[health.MissingGrant]:
    with database.begin() as connection:
        return health.lacking_rights(connection)


def test_a_right_is_asked_for_on_the_table_that_is_meant(product: Product) -> None:
    product.execute('CREATE SCHEMA "No 2"')
    for table in PRODUCT_TABLES:
        product.execute(f'CREATE TABLE "No 2".{table} (LIKE {table} INCLUDING ALL)')
    with role(product) as url, closing(Database(parse_url(url), schema="No 2")) as database:
        product.execute(f'GRANT USAGE ON SCHEMA "No 2" TO {parse_url(url).username}')
        grants = [grant.sql for grant in health_of(database)]
    assert len(grants) == len(health.NEEDED_RIGHTS)
    assert grants[0].startswith('GRANT SELECT ON "No 2"."business" TO ')


@pytest.mark.parametrize("name", ["statement_timeout", "lock_timeout", "row_security"])
def test_time_outs_that_get_lost_on_the_way_are_noticed(station: Station, name: str) -> None:
    """As something between console and server would lose them."""

    def lose(_connection: object, _cursor: object, sql: str, parameters: Any, *_rest: object) -> Any:
        return re.sub(f"SET LOCAL {name} = [^;]+; ", "", sql), parameters

    event.listen(station.database.engine, "before_cursor_execute", lose, retval=True)
    findings = of(Diagnosis(station.database, station.storage, station.types).all(), "database")
    (bad,) = [finding for finding in findings if finding.verdict is Verdict.ERROR]
    assert (bad.code, bad.values["name"]) == ("bounds_missing", name)
    event.remove(station.database.engine, "before_cursor_execute", lose)
    findings = of(Diagnosis(station.database, station.storage, station.types).all(), "database")
    assert [finding.code for finding in findings] == ["database_answers", "bounds_good"]


@pytest.mark.parametrize("table", [*PRODUCT_TABLES, "a_stranger"])
def test_a_policy_that_hides_rows_is_named(product: Product, table: str) -> None:
    product.execute("CREATE TABLE a_stranger (it integer REFERENCES attachments)")
    product.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    with role(product) as url, Station(product, "blind", url=url) as blind:
        name = parse_url(url).username
        (bad,) = of(Diagnosis(blind.database, blind.storage, blind.types).all(), "rights")
        assert (bad.verdict, bad.code, bad.values) == (
            Verdict.ERROR,
            "rows_hidden",
            {"table": table, "role": name},
        )
        assert bad.remedy == f"ALTER ROLE {name} BYPASSRLS"
        product.execute(bad.remedy)
        assert verdicts(Diagnosis(blind.database, blind.storage, blind.types).all())["rights"] is Verdict.OK


def test_who_may_put_things_beside_the_product_is_named(product: Product) -> None:
    """Not a superuser, not the owner of the tables, and not the console itself."""
    with role(product) as url, Station(product, "desk", url=url) as services:
        name = parse_url(url).username
        product.execute(f"GRANT CREATE ON SCHEMA public TO {name}")
        assert (
            verdicts(Diagnosis(services.database, services.storage, services.types).all())["rights"]
            is Verdict.OK
        )
        product.execute("GRANT CREATE ON SCHEMA public TO PUBLIC, pg_monitor")
        found = of(Diagnosis(services.database, services.storage, services.types).all(), "rights")
        assert [(one.verdict, one.remedy) for one in found if one.code == "strangers"] == [
            (Verdict.ERROR, "REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
            (Verdict.ERROR, "REVOKE CREATE ON SCHEMA public FROM pg_monitor"),
        ]
        for one in found:
            if one.code == "strangers":
                product.execute(one.remedy)
        assert (
            verdicts(Diagnosis(services.database, services.storage, services.types).all())["rights"]
            is Verdict.OK
        )


def test_an_unusable_storage(station: Station, tmp_path: Path) -> None:
    findings = diagnosis(station.database, LocalStorage(tmp_path / "nowhere")).all()
    assert verdicts(findings)["storage"] is Verdict.ERROR
    assert NO_FOLDER in of(findings, "storage")[0].sentence


def test_a_bucket_that_keeps_versions(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(station.storage), "keeps_versions", lambda _storage: True)
    found = of(Diagnosis(station.database, station.storage, station.types).all(), "storage")
    assert [(one.verdict, one.code) for one in found] == [
        (Verdict.OK, "storage_good"),
        (Verdict.WARNING, "storage_versions"),
    ]


def test_a_storage_without_the_files_that_the_database_names(
    station: Station, product: Product, tmp_path: Path
) -> None:
    product.receipts(product.business(), 3, files=1)
    (tmp_path / "other" / "attachments" / "7").mkdir(parents=True)
    (bad,) = of(diagnosis(station.database, LocalStorage(tmp_path / "other")).all(), "storage")
    assert bad.verdict is Verdict.ERROR
    assert FILES_NOT_FOUND.format(count=3, key="attachments/") in bad.sentence


def test_a_role_that_may_not_lock_attachments(product: Product) -> None:
    with role(product, "UPDATE ON attachments") as url, Station(product, "desk", url=url) as services:
        (advice,) = [
            one
            for one in of(Diagnosis(services.database, services.storage, services.types).all(), "rights")
            if one.remedy
        ]
        assert (advice.verdict, advice.code) == (Verdict.WARNING, "lock_missing")
        product.execute(advice.remedy)
        found = of(Diagnosis(services.database, services.storage, services.types).all(), "rights")
        assert [one.code for one in found] == ["rights_good"]


def test_stuck_and_stale_jobs(station: Station, product: Product) -> None:
    old = {"created_at": "2024-05-01", "updated_at": "2024-05-01", "heartbeat_at": "2024-05-01"}
    stale = product.job(product.business(), "running", **old)
    stuck = product.job(product.business(), "queued", **old)
    product.job(product.business(), "running")
    product.job(product.business(), "paused", **old)
    product.job(product.business(), "completed", **old)
    product.job(product.business(), "running", job_type="broadcast", **old)
    findings = of(Diagnosis(station.database, station.storage, station.types).all(), "jobs")
    assert [(one.code, one.values["job_id"]) for one in findings] == [
        ("job_stale", stale),
        ("job_stuck", stuck),
    ]


def test_a_database_that_cannot_be_reached(product: Product) -> None:
    database = Database(parse_url("postgresql://dana:secret@127.0.0.1:1/product"))
    findings = diagnosis(database, LocalStorage(product.storage_root)).all()
    database.close()
    assert verdicts(findings) == {"database": Verdict.ERROR, "storage": Verdict.OK}
    assert "secret" not in "".join(finding.sentence + finding.remedy for finding in findings)
