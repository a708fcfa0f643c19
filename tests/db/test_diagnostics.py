"""`app.actions.diagnostics`: each fault of database, rights, storage or jobs is named, and nothing secret."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.actions.diagnostics import Diagnosis
from app.actions.findings import Finding, Verdict
from app.bootstrap.job_types import job_types
from app.core.storage_messages import FILES_NOT_FOUND, NO_FOLDER
from app.db.engine import Database
from app.db.location import PRODUCT_TABLES
from app.db.rights import NEEDED_RIGHTS, MissingGrant, Need, lacking_rights
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
    order = list(Verdict)
    worst: dict[str, Verdict] = {}
    for finding in findings:
        worst[finding.subject] = max(worst.get(finding.subject, Verdict.OK), finding.verdict, key=order.index)
    return worst


def of(findings: list[Finding], subject: str) -> list[Finding]:
    return [finding for finding in findings if finding.subject == subject]


def errors(station: Station, subject: str) -> list[Finding]:
    findings = of(diagnosis(station.database, station.storage).all(), subject)
    return [finding for finding in findings if finding.verdict is Verdict.ERROR]


def test_all_is_well(station: Station) -> None:
    """As far as the demo goes, whose user may do more than it needs."""
    findings = Diagnosis(station.database, station.storage, station.types, is_demo=True).all()
    assert {finding.subject for finding in findings} == set(SUBJECTS)
    noted = {"schema", "rights", "jobs"}
    assert {finding.verdict for finding in findings if finding.subject not in noted} == {Verdict.OK}
    assert {verdicts(findings)[subject] for subject in noted} == {Verdict.NOTE}
    assert "PostgreSQL" in of(findings, "database")[0].sentence


def test_a_missing_column_and_a_missing_table(station: Station, product: Product) -> None:
    product.execute("ALTER TABLE background_jobs DROP COLUMN heartbeat_at")
    findings = Diagnosis(station.database, station.storage, station.types).all()
    (missing,) = [finding for finding in of(findings, "schema") if finding.verdict is not Verdict.NOTE]
    assert (missing.verdict, missing.code) == (Verdict.WARNING, "gap_missing")  # jobs run without it
    assert missing.values["name"] == "background_jobs.heartbeat_at"
    assert "ADD COLUMN heartbeat_at" in missing.remedy
    product.execute("DROP TABLE background_jobs")
    findings = Diagnosis(station.database, station.storage, station.types).all()
    assert verdicts(findings)["jobs"] is verdicts(findings)["schema"] is Verdict.ERROR
    assert verdicts(findings)["storage"] is Verdict.OK
    assert [one.code for one in of(findings, "rights")] == ["excess", "rights_good"]


@pytest.mark.parametrize("need", NEEDED_RIGHTS, ids=lambda need: f"{need.right} {need.table}")
def test_a_missing_right_is_named(product: Product, need: Need) -> None:
    with (
        role(product, f"{need.right} ON {need.table}") as url,
        Station(product, "powerless", url=url) as powerless,
    ):
        (lacking,) = errors(powerless, "rights")
        assert (lacking.code, lacking.values) == (
            "right_missing",
            {"right": need.right, "subject": need.table},
        )
        assert lacking.remedy.startswith(f"GRANT {need.words} ON {need.table} TO ")
        product.execute(lacking.remedy)
        assert errors(powerless, "rights") == []


def test_the_columns_that_are_missing_are_named(product: Product) -> None:
    """Others of the table can be read; and those that this console does not use are not asked for."""
    with role(product, "SELECT ON receipts") as url, Station(product, "powerless", url=url) as powerless:
        columns = [column for column in NEEDED_RIGHTS[2].columns if column not in {"amount", "id"}]
        product.execute(f"GRANT SELECT ({', '.join(columns)}) ON receipts TO {parse_url(url).username}")
        (lacking,) = errors(powerless, "rights")
        assert lacking.values == {"right": "SELECT (id, amount)", "subject": "receipts"}
        product.execute(lacking.remedy)
        assert errors(powerless, "rights") == []


def test_what_refers_to_attachments_has_to_be_readable(product: Product) -> None:
    """Else no file is ever deleted, because it may be in use there."""
    product.execute("CREATE SCHEMA elsewhere")
    product.execute('CREATE TABLE elsewhere.a_user (id int, "File" integer REFERENCES attachments)')
    with role(product) as url, Station(product, "blind", url=url) as blind:
        found = errors(blind, "rights")
        assert [one.values for one in found] == [
            {"right": "USAGE", "subject": "SCHEMA elsewhere"},
            {"right": "SELECT", "subject": "elsewhere.a_user"},
        ]
        for one in found:
            product.execute(one.remedy)
        assert errors(blind, "rights") == []
        business = product.business()
        product.receipts(business, 2, files=1)
        blind.run(blind.start(business)[0])
        assert product.files(business) == 0


def test_a_schema_that_may_not_be_used(product: Product) -> None:
    with role(product) as url:
        product.execute("REVOKE USAGE ON SCHEMA public FROM PUBLIC")
        with closing(Database(parse_url(url), schema="public")) as database:
            asked = diagnosis(database, LocalStorage(product.storage_root))
            (lacking,) = of(asked.all(), "rights")
            assert lacking.values == {"right": "USAGE", "subject": "SCHEMA public"}
            product.execute(lacking.remedy)
            assert verdicts(of(asked.all(), "rights")) == {"rights": Verdict.WARNING}


def test_a_missing_right_to_number_jobs_is_named(product: Product) -> None:
    sequence = product.scalar("SELECT pg_get_serial_sequence('background_jobs', 'id')")
    with (
        role(product, f"ALL ON SEQUENCE {sequence}") as url,
        Station(product, "powerless", url=url) as powerless,
    ):
        (lacking,) = errors(powerless, "rights")
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
        for need in NEEDED_RIGHTS:
            product.execute(f"GRANT {need.words} ON {need.table} TO {name}")
        with Station(product, "modest", url=url) as modest:
            assert health_of(modest.database) == []
            actor = modest.actor(product.user("system_admin").id)
            (started,) = modest.actions.start(actor, DELETE_RECEIPTS, [business])
            assert started.job
            modest.run_batches(started.job.id, 1)
            modest.actions.resume(actor, [started.job.id])
            assert modest.run(started.job.id).succeeded == 5
    assert (product.live(business), product.files(business)) == (0, 0)


def health_of(database: Database) -> list[MissingGrant]:
    with database.begin() as connection:
        return lacking_rights(connection)


def test_a_right_is_asked_for_on_the_table_that_is_meant(product: Product) -> None:
    product.execute('CREATE SCHEMA "No 2"')
    for table in PRODUCT_TABLES:
        product.execute(f'CREATE TABLE "No 2".{table} (LIKE {table} INCLUDING ALL)')
    with role(product) as url, closing(Database(parse_url(url), schema="No 2")) as database:
        product.execute(f'GRANT USAGE ON SCHEMA "No 2" TO {parse_url(url).username}')
        grants = [grant.sql for grant in health_of(database)]
    assert len(grants) == len(NEEDED_RIGHTS)
    assert grants[0].startswith(f'GRANT {NEEDED_RIGHTS[0].words} ON "No 2".business TO ')


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
        (bad,) = errors(blind, "rights")
        assert (bad.verdict, bad.code, bad.values) == (
            Verdict.ERROR,
            "rows_hidden",
            {"table": table, "role": name},
        )
        assert bad.remedy == f"ALTER ROLE {name} BYPASSRLS"
        product.execute(bad.remedy)
        assert errors(blind, "rights") == []


def test_who_may_put_things_beside_the_product_is_named(product: Product) -> None:
    """Not a superuser, not the owner of the tables, and not the console itself."""
    with role(product) as url, Station(product, "desk", url=url) as services:
        name = parse_url(url).username
        product.execute(f"GRANT CREATE ON SCHEMA public TO {name}")
        assert errors(services, "rights") == []
        product.execute("GRANT CREATE ON SCHEMA public TO PUBLIC, pg_monitor")
        found = of(Diagnosis(services.database, services.storage, services.types).all(), "rights")
        assert [(one.verdict, one.remedy) for one in found if one.code == "strangers"] == [
            (Verdict.ERROR, "REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
            (Verdict.ERROR, "REVOKE CREATE ON SCHEMA public FROM pg_monitor"),
        ]
        for one in found:
            if one.code == "strangers":
                product.execute(one.remedy)
        assert errors(services, "rights") == []


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
            if one.code not in {"excess", "rights_good"}
        ]
        assert (advice.verdict, advice.code) == (Verdict.WARNING, "lock_missing")
        product.execute(advice.remedy)
        found = of(Diagnosis(services.database, services.storage, services.types).all(), "rights")
        assert [one.code for one in found] == ["excess", "rights_good"]


def test_stuck_and_stale_jobs(station: Station, product: Product) -> None:
    old = {"created_at": "2024-05-01", "updated_at": "2024-05-01", "heartbeat_at": "2024-05-01"}
    stale = product.job(product.business(), "running", **old)
    stuck = product.job(product.business(), "queued", **old)
    product.job(product.business(), "running")
    product.job(product.business(), "paused", **old)
    product.job(product.business(), "completed", **old)
    product.job(product.business(), "running", job_type="broadcast", **old)
    findings = of(Diagnosis(station.database, station.storage, station.types).all(), "jobs")
    assert [(one.code, one.values["job_id"]) for one in findings if one.verdict is Verdict.WARNING] == [
        ("job_stale", stale),
        ("job_stuck", stuck),
    ]


def test_a_database_that_cannot_be_reached(product: Product) -> None:
    database = Database(parse_url("postgresql://dana:secret@127.0.0.1:1/product"))
    findings = diagnosis(database, LocalStorage(product.storage_root)).all()
    database.close()
    assert verdicts(findings) == {"database": Verdict.ERROR, "storage": Verdict.OK}
    assert "secret" not in "".join(finding.sentence + finding.remedy for finding in findings)
