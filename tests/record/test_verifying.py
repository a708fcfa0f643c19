"""What somebody with all rights did to the record is found, and nothing is said of one that holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.core.record import hash_of, lock_of
from app.core.record_check import Finding, Trouble, Where
from tests.support.product import Product
from tests.support.recording import checked_at
from tests.support.running import Station

Row = dict[str, Any]


@pytest.fixture
def here(product: Product) -> Path:
    """The data folder of a console that deleted two businesses, gave up a third, and ended; beside it stands
    in the table what a console of another computer did afterwards."""
    folders = []
    for name in ("desk", "other"):
        with Station(product, name) as station:
            jobs = station.delete(*(case(product) for _ in range(3)))
            station.run(jobs[0])
            station.run(jobs[1])
            station.cancel(jobs[2])
            folders.append(station.audit.path.parent)
    assert [checked_at(product, one) for one in folders] == [[], []]
    return folders[0]


def case(product: Product) -> int:
    business = product.business()
    product.receipts(business, 2)
    return business


def chain(product: Product, computer: str, kind: str = "t1") -> list[Row]:
    """The rows of one chain: of t1 three starts and two ends."""
    sql = "SELECT * FROM sweep_audit WHERE writer LIKE %s ORDER BY number"
    return product.rows(sql, f"sweep:{computer}:%/{kind}")


def found_by(findings: Sequence[Finding]) -> set[tuple[Trouble, Where, str, int]]:
    return {
        (one.trouble, one.where, one.writer, number)
        for one in findings
        for number in range(one.number, one.upto + 1)
    }


def insert(product: Product, rows: Sequence[Row]) -> None:
    """Puts rows back as they were."""
    for row in rows:
        names, places = ", ".join(row), ", ".join(["%s"] * len(row))
        sql = f"INSERT INTO sweep_audit ({names}) OVERRIDING SYSTEM VALUE VALUES ({places})"
        product.execute(sql, *row.values())


def put(product: Product, row: Row) -> None:
    """Writes all of a row but its id."""
    product.execute(
        "UPDATE sweep_audit SET writer = %s, number = %s, hash = %s, line = %s, action = %s WHERE id = %s",
        *(row[name] for name in ("writer", "number", "hash", "line", "action", "id")),
    )


def reseal(product: Product, rows: Sequence[Row], before: str, **changes: Any) -> None:
    """As somebody does who knows the rule: other content in the first of these rows, and new hashes in it and
    in all that follow."""
    for row in rows:
        row["line"] = json.dumps(json.loads(row["line"]) | changes | {"number": row["number"]})
        row["hash"] = before = hash_of(before, row["line"])
        changes = {}
        put(product, row)


def replaced(old: str, new: str) -> Callable[[Product, list[Row]], int]:
    """In the text of the first end; answers with the number of the line that has to be named."""

    def act(product: Product, rows: list[Row]) -> int:
        row = rows[3]
        assert old in row["line"]
        put(product, row | {"line": row["line"].replace(old, new)})
        return 4

    return act


def beside(product: Product, rows: list[Row]) -> int:
    product.execute("UPDATE sweep_audit SET business_id = business_id + 1 WHERE id = %s", rows[3]["id"])
    return 4


def other_hash(product: Product, rows: list[Row]) -> int:
    put(product, rows[3] | {"hash": rows[2]["hash"]})
    return 4


def with_fitting_hash(product: Product, rows: list[Row]) -> int:
    reseal(product, rows[3:4], rows[2]["hash"], succeeded=1)
    return 5


def with_all_hashes(product: Product, rows: list[Row]) -> int:
    reseal(product, rows[3:], rows[2]["hash"], succeeded=1)
    return 5


def swapped(product: Product, rows: list[Row]) -> int:
    for id_, number in ((rows[3]["id"], 0), (rows[4]["id"], 4), (rows[3]["id"], 5)):
        product.execute("UPDATE sweep_audit SET number = %s WHERE id = %s", number, id_)
    return 4


CHANGED: dict[str, Callable[[Product, list[Row]], int]] = {
    "who": replaced('"user_id": 0', '"user_id": 7'),
    "how many": replaced('"succeeded": 2', '"succeeded": 0'),
    "when": replaced('"at": "2', '"at": "1'),
    "what came of it": replaced('"completed"', '"cancelled"'),
    "the job": replaced('"job_id": ', '"job_id": 9'),
    "a column beside it": beside,
    "the hash": other_hash,
    "a line, with a hash that fits": with_fitting_hash,
    "a line, and the hashes of all that follow": with_all_hashes,
    "the order": swapped,
}


def test_changed(product: Product, here: Path) -> None:
    """Also of another computer, whose file is not at hand."""
    for computer in ("other", "desk"):
        rows = chain(product, computer)
        for what, change in CHANGED.items():
            number = change(product, [dict(row) for row in rows])
            found = found_by(checked_at(product, here))
            assert (Trouble.CHANGED, Where.TABLE, rows[0]["writer"], number) in found, what
            assert {writer for _trouble, _where, writer, _number in found} == {rows[0]["writer"]}
            for row in rows:
                product.execute("DELETE FROM sweep_audit WHERE id = %s", row["id"])
            insert(product, rows)
            assert checked_at(product, here) == []


def test_removed(product: Product, here: Path) -> None:
    """The first, from the middle, the last, the last two, all of a chain."""
    for computer in ("other", "desk"):
        rows = chain(product, computer)
        writer = rows[0]["writer"]
        for numbers in ([1], [2, 3], [5], [4, 5], [1, 2, 3, 4, 5]):
            product.execute("DELETE FROM sweep_audit WHERE writer = %s AND number = ANY(%s)", writer, numbers)
            found = found_by(checked_at(product, here))
            assert {(Trouble.REMOVED, Where.TABLE, writer, number) for number in numbers} <= found
            assert {number for _trouble, _where, _writer, number in found} == set(numbers)
            insert(product, [row for row in rows if row["number"] in numbers])
    assert checked_at(product, here) == []


@pytest.mark.parametrize("computer", ["desk", "other"])
@pytest.mark.parametrize("knows_the_lock", [False, True])
def test_added_at_the_end(product: Product, here: Path, computer: str, knows_the_lock: bool) -> None:
    """With a number and a hash that fit. What nobody but the writer has is the key."""
    last = chain(product, computer)[-1]
    added = json.loads(last["line"]) | {"number": 6, "answer": "completed"}
    if knows_the_lock:
        added |= {"key": json.loads(last["line"])["lock"], "lock": lock_of("mine")}
    text = json.dumps(added)
    product.execute(
        "INSERT INTO sweep_audit (writer, number, hash, line, action, business_id, job_id, new_status)"
        " SELECT writer, 6, %s, %s, action, business_id, job_id, new_status FROM sweep_audit WHERE id = %s",
        hash_of(last["hash"], text),
        text,
        last["id"],
    )
    found = found_by(checked_at(product, here))
    assert (Trouble.INSERTED, Where.TABLE, last["writer"], 6) in found


@pytest.mark.parametrize("computer", ["desk", "other"])
def test_added_in_between(product: Product, here: Path, computer: str) -> None:
    """All that follows gets another number, and a hash that fits."""
    rows = chain(product, computer)
    for row in reversed(rows[3:]):
        product.execute("UPDATE sweep_audit SET number = number + 1 WHERE id = %s", row["id"])
    product.execute(
        "INSERT INTO sweep_audit (writer, number, hash, line, action, business_id, job_id, new_status)"
        " SELECT writer, 4, hash, line, action, business_id, job_id, new_status FROM sweep_audit"
        " WHERE id = %s",
        rows[3]["id"],
    )
    now = [dict(row) for row in chain(product, computer)]
    reseal(product, now[3:], now[2]["hash"], answer="failed")
    found = found_by(checked_at(product, here))
    writer = rows[0]["writer"]
    assert (Trouble.INSERTED, Where.TABLE, writer, 5) in found


def test_everything_is_removed(product: Product, here: Path) -> None:
    """Of which the table tells nothing any more; the file of this computer does."""
    writers = {row["writer"] for row in product.rows("SELECT writer FROM sweep_audit")}
    product.execute("TRUNCATE sweep_audit")
    found = checked_at(product, here)
    assert {one.writer for one in found} == {one for one in writers if one.startswith("sweep:desk:")}
    assert {one.trouble for one in found} == {Trouble.REMOVED}


def test_the_newest_line_is_removed(product: Product, here: Path) -> None:
    """Nobody has countersigned it; the file of this computer knows it all the same."""
    with Station(product, "desk") as station:
        station.delete(case(product))
        product.execute("DELETE FROM sweep_audit WHERE id = (SELECT max(id) FROM sweep_audit)")
        assert station.audit.end(20)
        (found,) = checked_at(product, here)
    assert (found.trouble, found.where, found.number) == (Trouble.REMOVED, Where.TABLE, 1)


# The file of this computer


def filed(here: Path) -> list[str]:
    return (here / "audit.jsonl").read_text().splitlines(keepends=True)


def refile(here: Path, lines: Sequence[str]) -> None:
    (here / "audit.jsonl").write_text("".join(lines))


def test_a_line_of_the_file_is_changed(product: Product, here: Path) -> None:
    lines = filed(here)
    place = next(number for number, line in enumerate(lines) if '"action": "end"' in line)
    lines[place] = lines[place].replace('"succeeded": 2', '"succeeded": 1')
    refile(here, lines)
    found = found_by(checked_at(product, here))
    assert {(trouble, where) for trouble, where, _writer, _number in found} == {(Trouble.CHANGED, Where.FILE)}


@pytest.mark.parametrize("action", ["delete", "end", "cancel"])
def test_a_line_of_the_file_is_removed(product: Product, here: Path, action: str) -> None:
    lines = filed(here)
    place = next(number for number, line in enumerate(lines) if f'"action": "{action}"' in line)
    refile(here, lines[:place] + lines[place + 1 :])
    found = found_by(checked_at(product, here))
    assert {(trouble, where) for trouble, where, _writer, _number in found} == {(Trouble.REMOVED, Where.FILE)}


def test_a_line_is_added_to_the_file(product: Product, here: Path) -> None:
    """As the next one of a chain; it is not sent on."""
    lines = filed(here)
    cancelled = next(line for line in lines if '"action": "cancel"' in line)
    content = json.loads(cancelled)
    before, number = content.pop("hash"), content["number"] + 1
    text = json.dumps(content | {"number": number, "email": "somebody@example.com"})
    refile(here, [*lines, f'{text[:-1]}, "hash": "{hash_of(before, text)}"}}\n'])
    assert (Trouble.INSERTED, Where.FILE, content["writer"], number) in found_by(checked_at(product, here))
    with Station(product, "desk") as station:
        station.console.upkeep.round()
        assert station.audit.end(20)
    assert product.rows("SELECT 1 FROM sweep_audit WHERE line LIKE '%%somebody@example.com%%'") == []
