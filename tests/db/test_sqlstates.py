"""`app.db.failures`: which errors of the database pass with time, which never do, and which are a single
row's; and what a job makes of them."""

from __future__ import annotations

import pytest

from app.core.errors import (
    ConnectionLost,
    ConstraintViolation,
    DatabaseError,
    MissingRight,
    MissingTables,
    NeverPasses,
    ReadOnlyDatabase,
    RowsLocked,
    TransientError,
)
from app.engine.events import Ending
from tests.support.faulty import refuse, relent
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl

KINDS: dict[type[DatabaseError], str] = {
    ConnectionLost: "08000 08003 08006 08P01 25P03 25P04 57P01 57P02 57P03 57P05",
    ReadOnlyDatabase: "25006",
    TransientError: "40000 40001 40002 40003 40P01 53000 53100 53200 53300 53400 55006 55P04 57000"
    " 57014 72000",
    RowsLocked: "55P03",
    MissingRight: "42501",
    MissingTables: "3F000 42703 42P01",
    NeverPasses: "0A000 25000 25001 25P01 25P02 42000 42601 42602 42704 42804 42809 42846 42883 42939 428C9"
    " 42P02 42P10 42P16 42P17 54000 54001 54011 54023 55000 55P02 HV005 HV00J HV00R",
    DatabaseError: "58000 58030 58P01 F0000 HV000 HV001 HV00N XX000",
    ConstraintViolation: "09000 21000 22000 22003 22012 22P02 23000 23502 23503 23505 23514 23P01 27000 2D000"
    " 38000 39000 39P01 44000 P0000 P0001 P0002 P0004 UE001 XX001 ZZ999",
}
"""By the classes of PostgreSQL's appendix, with those of its own."""

CASES = [(code, kind) for kind, codes in KINDS.items() for code in codes.split()]


@pytest.mark.parametrize(("code", "kind"), CASES, ids=[code for code, _ in CASES])
def test_each_code_has_its_kind(station: Station, code: str, kind: type[DatabaseError]) -> None:
    raised = f"DO $$ BEGIN RAISE 'because' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(DatabaseError) as caught, station.database.begin() as connection:
        connection.exec_driver_sql(raised)
    assert (type(caught.value), caught.value.sqlstate) == (kind, code)
    assert "because" in str(caught.value) or kind is RowsLocked


REAL = {
    "a generated column": (
        "428C9",
        "ALTER TABLE receipts RENAME COLUMN is_deleted TO was_deleted;"
        "ALTER TABLE receipts ADD is_deleted boolean GENERATED ALWAYS AS (false) STORED",
    ),
    "a view that cannot be updated": (
        "55000",
        "ALTER TABLE receipts RENAME TO bills; CREATE VIEW receipts AS SELECT DISTINCT * FROM bills",
    ),
    "a rule without an answer": (
        "0A000",
        "CREATE RULE no AS ON UPDATE TO receipts DO INSTEAD NOTHING",
    ),
    "a trigger that calls itself": (
        "54001",
        "CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deep(n + 1); END $$;"
        "CREATE FUNCTION dig() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM deep(1); RETURN NEW; END $$;"
        "CREATE TRIGGER dig BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION dig()",
    ),
    "a column of another type": (
        "42804",
        "ALTER TABLE receipts ALTER is_deleted DROP DEFAULT, ALTER is_deleted TYPE text",
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_what_never_passes_fails_the_job_at_once(
    station: Station, product: Product, business: int, name: str
) -> None:
    code, damage = REAL[name]
    product.receipts(business, 25)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock, lambda wait: product.execute(damage) if wait == 1 else None)
    result = station.run(job_id, control)
    assert (result.ending, product.counters()) == (Ending.FAILED, ("failed", 25, 10, 10, 0))
    assert product.last_error() == result.error
    assert control.waits == [0.2], f"{code} is tried again"


@pytest.mark.parametrize("code", ["58000", "58030", "XX000", "53200"])
def test_what_may_pass_is_tried_again_and_told(
    station: Station, product: Product, business: int, code: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("failed batch 1 in a row: .*the disk")
    product.receipts(business, 15)
    refuse(product, reason="the disk", sqlstate=code)
    (job_id,) = station.start(business)
    control = QuickControl(station.clock, lambda wait: relent(product) if wait == 1 else None)
    try:
        result = station.run(job_id, control)
    finally:
        product.execute("DROP FUNCTION hold CASCADE")
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 15)
    (told,) = [step for step in station.steps if step.detail]
    assert "the disk" in told.detail
