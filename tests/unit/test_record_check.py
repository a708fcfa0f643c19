"""`app.core.record` and `app.core.record_check`: chains of any lines, and whatever is done to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.record import (
    COUNTERSIGN,
    AuditLine,
    Chain,
    Filed,
    Head,
    Mark,
    Sealed,
    hash_of,
    heads_in,
    heads_text,
)
from app.core.record_check import Countersigned, FileSide, Row, check_file, check_table

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
COUNT = st.none() | st.integers(0, 2**31 - 1)

LINES = st.builds(
    AuditLine,
    at=st.datetimes().map(lambda at: f"{at.isoformat()}+00:00"),
    action=st.sampled_from(["delete", "end", "pause"]),
    answer=ANY_TEXT,
    user_id=st.integers(0, 2**31 - 1),
    email=ANY_TEXT,
    workstation=ANY_TEXT,
    business_id=COUNT,
    job_id=COUNT,
    old_status=st.none() | ANY_TEXT,
    new_status=st.none() | ANY_TEXT,
    total=COUNT,
    succeeded=COUNT,
    failed=COUNT,
    place=ANY_TEXT,
    run=ANY_TEXT,
    run_name=ANY_TEXT,
)


@dataclass
class Table:
    """The rows of two writers and of one that has seen them both."""

    rows: list[Row]
    file: FileSide = field(default_factory=FileSide)

    def findings(self) -> list[Any]:
        seen = Countersigned(row for row in self.rows if row.sealed.writer == "p:c/c")
        in_chains = sorted(self.rows, key=lambda row: (row.sealed.writer, row.sealed.number))
        return list(check_table(in_chains, seen, self.file))


def sealed(chain: Chain, lines: Sequence[AuditLine]) -> list[Sealed]:
    found = chain.seal(lines)
    if found:
        chain.move(found[-1])
    return found


def row(one: Sealed) -> Row:
    line = one.line
    columns = {"action": line.action, "business_id": line.business_id, "job_id": line.job_id}
    return Row(None, one, columns)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    lines = [draw(st.lists(LINES, min_size=1, max_size=5)) for _ in range(2)]
    chains = [Chain("p:a/t1"), Chain("p:b/t1")]
    rows = [row(one) for chain, some in zip(chains, lines, strict=True) for one in sealed(chain, some)]
    heads = [chain.head for chain in chains if chain.head]
    told = replace(lines[0][0], action=COUNTERSIGN, heads=heads_text(heads))
    return Table([*rows, *(row(one) for one in sealed(Chain("p:c/c"), [told]))])


@given(LINES)
def test_a_line_is_read_as_it_was_written(line: AuditLine) -> None:
    (one,) = Chain("p/t1").seal([line])
    assert AuditLine.parse(one.text) == AuditLine.parse(Filed(one).text) == line
    assert AuditLine.parse(line.json.encode(errors="surrogatepass").decode(errors="surrogatepass")) == line
    for is_done in (True, False):
        assert Filed.parse(Filed(one, is_done).text) == Filed(one, is_done)
    assert one.text.isascii()
    assert "\n" not in one.text


@given(st.builds(Mark, ANY_TEXT, st.integers(0, 2**31), st.booleans()))
def test_a_mark_is_read_as_it_was_written(mark: Mark) -> None:
    assert Mark.parse(mark.text) == mark
    assert AuditLine.parse(mark.text) is None
    assert Filed.parse(mark.text) is None


@given(st.lists(st.builds(Head, st.just("sweep:desk-1:7:ab/t1"), st.integers(0), st.just("f" * 64))))
def test_heads_are_read_as_they_were_written(heads: list[Head]) -> None:
    assert heads_in(heads_text(heads)) == heads


@given(st.binary(max_size=80) | ANY_TEXT.map(lambda text: text.encode(errors="surrogatepass")))
def test_whatever_stands_in_the_file_is_read(data: bytes) -> None:
    side = FileSide.read([data])
    assert side.lines == {}
    assert side.damaged <= 1


@given(tables())
def test_nothing_is_said_of_a_record_that_holds(table: Table) -> None:
    assert table.findings() == []


@given(tables(), st.data())
def test_a_line_that_is_changed_is_found(table: Table, data: st.DataObject) -> None:
    """Any of its values, whether or not a hash was computed for it."""
    place = data.draw(st.integers(0, len(table.rows) - 2))
    one = table.rows[place].sealed
    name = data.draw(st.sampled_from(["at", "answer", "email", "user_id", "total", "run_name"]))
    content = json.loads(one.text)
    content[name] = getattr(data.draw(LINES), name)
    text = json.dumps(content)
    if text == one.text:
        return
    before = table.rows[place - 1].sealed.hash if one.number > 1 else ""
    new = hash_of(before, text) if data.draw(st.booleans()) else one.hash
    table.rows[place] = replace(table.rows[place], sealed=replace(one, text=text, hash=new, known=None))
    found = table.findings()
    assert {finding.writer for finding in found} == {one.writer}
    assert {finding.number for finding in found} <= {one.number, one.number + 1}
    assert found


@given(tables(), st.data())
def test_lines_that_are_removed_are_found(table: Table, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(table.rows) - 2), min_size=1))
    gone = {(table.rows[place].sealed.writer, table.rows[place].sealed.number) for place in chosen}
    table.rows = [one for place, one in enumerate(table.rows) if place not in chosen]
    found = {
        (finding.writer, number)
        for finding in table.findings()
        for number in range(finding.number, finding.upto + 1)
    }
    assert found == gone


@given(tables(), LINES)
def test_a_line_of_somebody_else_at_the_end_is_found(table: Table, line: AuditLine) -> None:
    last = [one.sealed for one in table.rows if one.sealed.writer == "p:a/t1"][-1]
    forged = Chain(last.writer, last.number, last.hash)
    table.rows.append(row(forged.seal([line])[0]))
    assert [(one.trouble.value, one.number) for one in table.findings()] == [("inserted", last.number + 1)]


@given(st.lists(LINES, min_size=2, max_size=6), st.data())
def test_the_file_alone(lines: list[AuditLine], data: st.DataObject) -> None:
    """A line in the middle of a chain that is gone or changed, without any table."""
    texts = [Filed(one).text.encode() for one in Chain("p/q").seal(lines)]
    assert list(check_file(FileSide.read(texts))) == []
    place = data.draw(st.integers(0, len(texts) - 2))
    assert list(check_file(FileSide.read(texts[:place] + texts[place + 1 :])))
    texts[place] = texts[place].replace(b'"user_id": ', b'"user_id": 1')
    assert list(check_file(FileSide.read(texts)))
