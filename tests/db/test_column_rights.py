"""The rights of `db.rights`, column by column, are enough for all that a console does; and each of them is
needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from sqlalchemy import event

from app.actions.audit_check import check_record
from app.actions.audit_reading import AuditFilter, AuditSight
from app.actions.details import Details
from app.actions.diagnostics import Diagnosis
from app.actions.findings import Verdict
from app.actions.overview import Overview
from app.actions.preview import preview
from app.actions.record_reading import RecordReader
from app.actions.sweeping import SweepAction
from app.bootstrap.console import sign_in_to
from app.core.access import Actor
from app.core.job import JobStatus
from app.db import jobs, load, rights
from app.db.location import PRODUCT_TABLES
from app.db.rights import LOCKING, NEEDED_RIGHTS, RECORDING_RIGHTS, RESTORING_RIGHTS, Need
from app.db.tables import AUDIT, RESTORES
from app.db.url import parse_url
from app.engine.heartbeat import Heartbeat
from app.receipts.names import DELETE_RECEIPTS
from tests.support.faulty import refuse, relent
from tests.support.other_sessions import somebody
from tests.support.product import Product
from tests.support.restoring import Restoring, make_table
from tests.support.running import Station

OLD = {"created_at": "2024-05-01", "updated_at": "2024-05-01", "heartbeat_at": "2024-05-01"}


@contextmanager
def narrow(product: Product) -> Iterator[str]:
    """The test's database for a role that has what the diagnostics would grant, and nothing else."""
    url = parse_url(product.url)
    name = f"{url.database}_narrow"
    product.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
    try:
        with Station(product, "owner") as owner, owner.database.begin() as connection:
            granted = list(rights.grants(connection, name))
        for statement in granted:
            product.execute(statement)
        chosen = url.set(drivername="postgresql", username=name, password="secret")
        yield chosen.render_as_string(hide_password=False)
    finally:
        product.execute(f"DROP OWNED BY {name}")
        product.execute(f"DROP ROLE {name}")


@contextmanager
def noted(desk: Station) -> Iterator[list[bytes]]:
    """The statements that the console sends within the block, with their values, each kind once."""
    sent: dict[str, bytes] = {}

    def note(_connection: object, cursor: Any, sql: str, values: Any, *_rest: object) -> None:
        plain = re.sub(r"^(SET LOCAL [^;]+; )+", "", sql)
        if plain.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            sent.setdefault(plain, cursor.mogrify(plain, values or None))

    found: list[bytes] = []
    event.listen(desk.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(desk.database.engine, "before_cursor_execute", note)
    found += sent.values()


def everything(product: Product, desk: Station) -> None:
    """All that a person can do at a console, once."""
    product.user(email="dana@example.com", password="hush-of-dana")
    actor = sign_in_to(desk.database, desk.audit.path.parent, "dana@example.com", "hush-of-dana")
    business = product.business()
    product.receipts(business, 20, files=2)
    _a_job(product, desk, actor, business)
    _jobs_of_others(product, desk, actor)
    _bad_receipts(product, desk, actor)
    _a_restore(product, desk, actor)
    _files(product, desk, actor)
    _looks(desk, actor, business)
    _the_record(product, desk, business)


def _a_job(product: Product, desk: Station, actor: Actor, business: int) -> None:
    (removes,) = preview(desk.database, desk.deletion, actor, [business])
    assert removes.removes.items == 20
    (started,) = desk.actions.start(actor, DELETE_RECEIPTS, [business])
    assert started.job
    job_id = started.job.id
    desk.run_batches(job_id, 1)
    assert desk.actions.resume(actor, [job_id])[0].answer.is_done
    assert Heartbeat(desk.database, desk.identity, desk.types).beat([job_id]).lost == frozenset()
    assert desk.actions.pause(actor, [job_id])[0].answer.is_done
    assert desk.actions.resume(actor, [job_id])[0].answer.is_done
    assert desk.run(job_id).succeeded == 10
    assert (product.live(business), product.files(business)) == (0, 0)
    assert product.attachment_count(business) == 0


def _a_restore(product: Product, desk: Station, actor: Actor) -> None:
    business = product.business()
    product.receipts(business, 20)
    (job_id,) = desk.delete(business)
    desk.run(job_id)
    restoring = Restoring(desk)
    files = product.attachments(business)
    product.execute("UPDATE receipts SET attachment_id = %s WHERE business_id = %s", files[0].id, business)
    assert restoring.actions.preview(actor, [job_id]).will_be_restored == 20
    (restore_id,) = restoring.start(job_id)
    desk.console._beat_restores([restore_id])
    restoring.run_until(restore_id, lambda _: restoring.answer("pause", restore_id))
    assert restoring.answer("go_on", restore_id).is_done
    assert restoring.run(restore_id).restored == 20
    assert len(restoring.actions.read(actor)) == 1


def _jobs_of_others(product: Product, desk: Station, actor: Actor) -> None:
    """Lost ones, and one that the web side began."""
    lost = [product.job(product.business(), status, **OLD) for status in ("running", "queued", "running")]
    assert desk.actions.unfrozen(actor, lost)
    assert desk.actions.left_behind(actor) == []
    assert desk.actions.take_over(actor, lost[:1])[0].answer.is_done
    assert desk.run(lost[0]).succeeded == 0
    assert desk.actions.mark_failed(actor, lost[1:2])[0].answer.is_done
    assert desk.actions.cancel(actor, lost[2:])[0].answer.is_done
    assert desk.actions.let_go(actor) == desk.actions.stop_own(actor) == []


def _bad_receipts(product: Product, desk: Station, actor: Actor) -> None:
    """One that a trigger refuses, one that is locked; both are tried again."""
    business = product.business()
    bad, locked, *_ = product.receipts(business, 5, files=1)
    refuse(product, [bad])
    (job_id,) = desk.delete(business)
    with somebody(product, "SELECT 1 FROM receipts WHERE id = %s FOR UPDATE", locked):
        assert desk.run(job_id).failed == 2
    details = Details(desk.database, desk.types, desk.audit)
    assert {line.item_id for line in details.failures(actor, business, job_id)} == {bad, locked}
    relent(product)
    assert desk.actions.retry(actor, [job_id])[0].answer.is_done
    assert desk.run(job_id).failed == 0
    assert details.history(actor, business).jobs


def _files(product: Product, desk: Station, actor: Actor) -> None:
    """Left behind by the web side; one of them is needed elsewhere, one is told by a shared key."""
    business = product.business()
    product.receipts(business, 4, files=1, is_deleted=True)
    kept = product.scalar("SELECT max(attachment_id) FROM receipts WHERE business_id = %s", business)
    product.execute("INSERT INTO contract_files (business_id, attachment_id) VALUES (%s, %s)", business, kept)
    result = SweepAction(desk.database, desk.deletion, desk.audit)(actor, [business])
    assert [(one.files.deleted, one.files.needed) for one in result] == [(3, 1)]


def _looks(desk: Station, actor: Actor, business: int) -> None:
    """The window's polls, the listings, and the diagnostics."""
    overview = Overview(desk.database, desk.types)
    assert business in {row.business.id for row in overview.read(actor)}
    assert overview.read(actor, [business])
    assert overview.moved(actor, watched=[1], newer_than=0)
    with desk.database.begin() as connection:
        assert jobs.listed(connection, desk.types, business_ids=[business], statuses=list(JobStatus))
        assert jobs.current(connection, desk.types)
        jobs.held_by(connection, desk.types, ["somebody"])
        load.signals(connection, "receipts")
    findings = Diagnosis(desk.database, desk.storage, desk.types).all()
    assert [one.code for one in findings if one.verdict in {Verdict.WARNING, Verdict.ERROR}] == []


def _the_record(product: Product, desk: Station, business: int) -> None:
    """Looked after, checked and read; what is not sent on yet is waited for."""
    assert desk.audit.end()
    desk.console.upkeep.round()
    assert desk.audit.end()
    found = check_record(desk.database, desk.audit.path)
    assert (found.findings, found.lines) == ((), product.scalar("SELECT count(*) FROM sweep_audit"))
    sight = AuditSight(0, [business], desk.database.where)
    reader = RecordReader(desk.database, desk.audit.path, lambda: sight)
    assert reader.newest(AuditFilter(), limit=3, before=None, go_on=lambda: True).is_shared
    assert list(reader.oldest_first(AuditFilter()))


def test_each_right_on_a_column_is_needed_and_they_are_enough(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grants that the diagnostics name let a role do everything, with not one refused statement; and
    without any one of them PostgreSQL refuses some statement."""
    monkeypatch.setattr("app.db.engine.LOCK_TIMEOUT_MS", 40)
    make_table(product.url)
    for table in (*PRODUCT_TABLES, RESTORES, AUDIT):  # the real ones have more columns than the tests'
        product.execute(f"ALTER TABLE {table} ADD COLUMN nobodys_business text")
    with narrow(product) as url, Station(product, "narrow", url=url) as desk:
        with noted(desk) as statements:
            everything(product, desk)
        name = parse_url(url).username
        unneeded = [
            f"{need.right} ({column}) ON {need.table}"
            for need in (*NEEDED_RIGHTS, *RESTORING_RIGHTS, *RECORDING_RIGHTS, LOCKING)
            for column in need.columns or ("",)
            if not _is_refused(product, f"{name}", need, column, statements)
        ]
    assert unneeded == []


def _is_refused(product: Product, role: str, need: Need, column: str, statements: list[bytes]) -> bool:
    """Whether PostgreSQL would not run one of the statements without that right: it says so as it plans."""
    which = f"({column})" if column else ""
    with closing(psycopg2.connect(product.url)) as session:
        for statement in statements:
            if need.table.encode() not in statement:
                continue
            with session.cursor() as cursor:
                cursor.execute(f"REVOKE {need.right} {which} ON {need.table} FROM {role}")
                cursor.execute(f"SET LOCAL ROLE {role}")
                try:
                    cursor.execute(b"EXPLAIN " + statement)
                except psycopg2.errors.InsufficientPrivilege:
                    return True
            session.rollback()
    return False
