"""The record is read out of the table, page by page: by each what they may see, and by nobody what only holds
it together."""

from __future__ import annotations

from functools import partial

import pytest

from app.actions.audit_reading import AuditFilter, AuditPage, sight_now
from app.actions.details import Details
from app.actions.record_reading import RecordReader
from app.core.access import Actor
from app.core.record import CLOSE, COUNTERSIGN, AuditLine
from app.db import record
from tests.record.test_verifying import case
from tests.support.product import Product
from tests.support.running import Station


def reader_for(station: Station, actor: Actor) -> RecordReader:
    return RecordReader(station.database, station.audit.path, partial(sight_now, station.database, actor))


def pages(reader: RecordReader, wanted: AuditFilter, limit: int) -> list[AuditPage]:
    found = [reader.newest(wanted, limit=limit, before=None, go_on=lambda: True)]
    while (before := found[-1].older) is not None:
        found.append(reader.newest(wanted, limit=limit, before=before, go_on=lambda: True))
    return found


def noted(station: Station, *names: str, actor: Actor | None = None, business_id: int | None = None) -> None:
    line = partial(station.audit.line, actor or station.person, "export", business_id=business_id)
    station.audit.write([line(name) for name in names])
    assert station.audit.end(20)


@pytest.mark.parametrize("at_once", [2, 3, 500])
def test_page_by_page(
    station: Station, product: Product, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(record, "LINES_AT_ONCE", at_once)
    names = [f"{number}.csv" for number in range(7)]
    noted(station, *names)
    station.console.upkeep.round()
    reader = reader_for(station, station.person)
    assert reader.is_shared
    found = pages(reader, AuditFilter(), 3)
    assert [line.answer for page in found for line in page.lines] == names[::-1]
    assert all(page.is_shared and not page.damaged for page in found)
    odd = pages(reader, AuditFilter(text="5.csv"), 3)
    assert [line.answer for page in odd for line in page.lines] == ["5.csv"]
    assert [one.line.answer for one in reader.oldest_first(AuditFilter(action="export"))] == names


def test_what_holds_it_together_is_for_nobody_but_is_saved(station: Station, product: Product) -> None:
    noted(station, "1.csv")
    station.console.upkeep.round()
    station.console.upkeep.countersign(CLOSE)
    reader = reader_for(station, station.person)
    assert [line.action for page in pages(reader, AuditFilter(), 5) for line in page.lines] == ["export"]
    saved = [one.line.action for one in reader.oldest_first(AuditFilter())]
    assert saved == ["export", COUNTERSIGN, CLOSE]


def test_each_sees_their_business_and_what_they_did(station: Station, product: Product) -> None:
    mine, other = case(product), case(product)
    noa = station.actor(product.user("admin", mine).id)
    noted(station, "of mine", business_id=mine)
    noted(station, "of other", business_id=other)
    noted(station, "of nobody")
    noted(station, "of noa", actor=noa)
    seen = {line.answer for page in pages(reader_for(station, noa), AuditFilter(), 2) for line in page.lines}
    assert seen == {"of mine", "of noa"}
    saved = {one.line.answer for one in reader_for(station, noa).oldest_first(AuditFilter())}
    assert saved == seen
    every = pages(reader_for(station, station.person), AuditFilter(), 2)
    assert len([line for page in every for line in page.lines]) == 4


def test_a_line_that_is_damaged_is_counted(station: Station, product: Product) -> None:
    noted(station, "1.csv", "2.csv")
    product.execute("UPDATE sweep_audit SET line = 'no line' WHERE number = 1")
    (page,) = pages(reader_for(station, station.person), AuditFilter(), 5)
    assert ([line.answer for line in page.lines], page.damaged) == (["2.csv"], 1)


def test_a_search_that_nobody_waits_for_ends(
    station: Station, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "LINES_AT_ONCE", 2)
    noted(station, *("x" * 5))
    page = reader_for(station, station.person).newest(
        AuditFilter(text="nowhere"), limit=5, before=None, go_on=lambda: False
    )
    assert (page.lines, page.older is not None) == ((), True)


def test_without_the_table_or_the_database_the_file_is_read(station: Station, product: Product) -> None:
    noted(station, "1.csv")
    product.execute("DROP TABLE sweep_audit")
    reader = reader_for(station, station.person)
    (page,) = pages(reader, AuditFilter(), 5)
    assert ([line.answer for line in page.lines], page.is_shared) == (["1.csv"], False)
    assert [one.line for one in reader.oldest_first(AuditFilter())] == list(page.lines)
    assert all(isinstance(one.line, AuditLine) and one.sealed for one in reader.oldest_first(AuditFilter()))


def test_the_log_of_a_job_is_that_of_all_computers(station: Station, product: Product) -> None:
    business = case(product)
    (job_id,) = station.delete(business)
    with Station(product, "other") as other:
        other.pause(job_id)
        assert other.audit.end(20)
    details = Details(station.database, station.types, station.audit)
    log = details.log(station.person, business, job_id)
    assert [(line.action, line.workstation) for line in log] == [("pause", "other"), ("delete", "desk")]
    assert details.log(station.person, case(product), job_id) == []
