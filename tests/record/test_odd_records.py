"""What a record may hold beside lines that were changed or removed, and one that is read as it grows."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.actions import audit_check
from app.actions.audit_check import check_record
from app.actions.audit_file import AuditFile
from app.actions.results import Answer
from app.core.record import Chain
from app.core.record_check import FileSide, Finding, Trouble, Where
from app.db import record
from tests.record.test_upkeep import upkeep
from tests.record.test_verifying import case, chain, insert
from tests.support.product import Product
from tests.support.recording import checked, checked_at, lines, require_agreement
from tests.support.running import Station

ROUNDS = 12
"""Of each writer: a station may send 3000 statements."""


@contextmanager
def little_memory() -> Iterator[None]:
    """Two GiB more than there are in use: who wants them all meets a MemoryError."""
    usual = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 2 * 2**30, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, usual)


def add_to(station: Station, made_up: Chain) -> None:
    """Somebody's own line, as the next one of a chain that they have made up."""
    line = station.audit.line(station.person, "delete", "started", business_id=1)
    with station.database.begin() as connection:
        record.add(connection, made_up.seal([line]))


@pytest.mark.parametrize("big", [2**31, 2**40])
def test_an_id_beyond_those_of_the_product(station: Station, product: Product, big: int) -> None:
    """Somebody has asked for it, so it is told, and holds up no line behind it."""
    station.console.sweep_files(station.person, [big])
    (answered,) = station.actions.start(station.person, station.deletion.name, [big])
    assert answered.answer is Answer.NO_SUCH_BUSINESS
    station.audit.write([station.audit.line(station.person, "export", "1.csv")])
    upkeep(station)
    told = {(line.action, line.business_id) for line in lines(product)}
    assert told == {("sweep", big), ("delete", big), ("export", None)}
    assert checked(station) == []


def test_a_further_chain_of_a_process_that_has_ended(product: Product) -> None:
    """Its last line names all that it had."""
    with Station(product) as ended:
        ended.delete(case(product))
    with Station(product) as other:
        other.delete(case(product))
        add_to(other, made_up := Chain(f"{ended.identity.name}/t2"))
        (found,) = checked(other)
    assert (found.trouble, found.where, found.writer, found.number) == (
        Trouble.INSERTED,
        Where.TABLE,
        made_up.writer,
        1,
    )


def test_the_ids_of_two_rows_are_swapped(station: Station, product: Product) -> None:
    """People see lines in the order of the ids."""
    station.delete(case(product), case(product))
    assert checked(station) == []
    first, second = chain(product, "desk")
    product.execute("DELETE FROM sweep_audit WHERE id IN (%s, %s)", first["id"], second["id"])
    insert(product, [first | {"id": second["id"]}, second | {"id": first["id"]}])
    (found,) = checked(station)
    assert (found.trouble, found.where, found.writer, found.number) == (
        Trouble.CHANGED,
        Where.TABLE,
        first["writer"],
        2,
    )


def test_a_huge_number(station: Station, product: Product) -> None:
    """One finding stands for all lines before it, however many these are."""
    station.delete(case(product))
    add_to(station, made_up := Chain("sweep:other:1:aaaaaaaaaaaa/f", number=2**31 - 2))
    with little_memory():
        (found,) = checked(station)
    assert found == Finding(Trouble.REMOVED, Where.TABLE, made_up.writer, 1, made_up.number)


def test_a_line_comes_while_it_is_read(
    station: Station, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the file is read, and after it: it claims nothing that the table does not have by then, and
    misses nothing that came later."""
    station.delete(case(product))
    assert station.audit.end(20)

    def write() -> None:
        station.delete(case(product))
        assert station.audit.end(20)

    def read(path: Path) -> FileSide:
        write()
        side = FileSide.read(AuditFile(path))
        write()
        return side

    monkeypatch.setattr(audit_check, "_read", read)
    with Station(product, "reader") as reader:
        assert check_record(reader.database, station.audit.path).findings == ()


def test_it_is_read_while_it_grows(product: Product, tmp_path: Path) -> None:
    """Two consoles write to one table and one file: of what is under way nothing is said."""
    shared = tmp_path / "shared"
    seen: list[Finding] = []
    with ExitStack() as stack:
        writers = [stack.enter_context(Station(product, name, data=shared)) for name in ("one", "two")]
        reader = stack.enter_context(Station(product, "reader"))
        businesses = {writer: [(case(product), case(product)) for _ in range(ROUNDS)] for writer in writers}
        for writer in writers:
            assert writer.person

        def write(writer: Station) -> None:
            for pair in businesses[writer]:
                run, paused = writer.delete(*pair)
                writer.run(run)
                writer.pause(paused)
                writer.console.upkeep.round()

        pool = stack.enter_context(ThreadPoolExecutor(len(writers)))
        working = [pool.submit(write, writer) for writer in writers]
        while not all(one.done() for one in working):
            seen += check_record(reader.database, shared / "audit.jsonl").findings
        for one in working:
            one.result()
    assert seen == []
    assert checked_at(product, shared) == []
    require_agreement(product)
