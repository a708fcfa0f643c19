"""`app.actions.audit_reading`: the trail page by page, newest first, and what a filter takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions import audit_reading
from app.actions.audit_reading import AuditFilter, AuditReader, AuditSight, Recorded
from app.core.errors import AuditUnreadable
from app.core.record import CLOSE, COUNTERSIGN, AuditLine, Chain, Filed, Mark
from tests.support.sight import everything

BEGIN = datetime(2026, 5, 1, 10, tzinfo=UTC)
LINE = AuditLine(
    BEGIN.isoformat(), "cancel", "cancelled", 7, "dana@example.com", "תחנה-3", 3, 12, None, None, 9, 4, 1
)


def line(number: int, **changes: Any) -> AuditLine:
    """The `number`-th line, a minute after the one before."""
    at = (BEGIN + timedelta(minutes=number)).isoformat()
    return replace(LINE, at=at, job_id=number, **changes)


def write(path: Path, *texts: str) -> None:
    path.write_text("".join(texts), encoding="utf-8")


def go_on() -> bool:
    return True


def all_pages(path: Path, wanted: AuditFilter, limit: int) -> tuple[list[AuditLine], int]:
    lines: list[AuditLine] = []
    damaged, before = 0, None
    while True:
        page = AuditReader(path, everything).newest(wanted, limit=limit, before=before, go_on=go_on)
        assert len(page.lines) <= limit
        lines += page.lines
        damaged += page.damaged
        if page.older is None:
            return lines, damaged
        before = page.older


@given(
    lengths=st.lists(st.integers(0, 90), max_size=30),
    damaged=st.sets(st.integers(0, 29)),
    limit=st.integers(1, 7),
    block=st.integers(1, 400),
)
def test_the_pages_hold_every_line_once_newest_first(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], damaged: set[int], limit: int, block: int
) -> None:
    path = tmp_path_factory.mktemp("trail") / "audit.jsonl"
    lines = [line(number, email="ד" * length) for number, length in enumerate(lengths)]
    write(
        path,
        *(('{"at": broken\n' if number in damaged else one.json) for number, one in enumerate(lines)),
    )
    good = [one for number, one in enumerate(lines) if number not in damaged]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit_reading, "BLOCK_BYTES", block)
        found, passed_over = all_pages(path, AuditFilter(), limit)
    assert found == good[::-1]
    assert passed_over == len(lines) - len(good)
    written = [Recorded(one, None) for one in good]
    assert list(AuditReader(path, everything).oldest_first(AuditFilter())) == written


def test_a_trail_that_is_not_there_is_empty(tmp_path: Path) -> None:
    page = AuditReader(tmp_path / "none", everything).newest(AuditFilter(), limit=5, before=None, go_on=go_on)
    assert (page.lines, page.older, page.damaged) == ((), None, 0)
    assert list(AuditReader(tmp_path / "none", everything).oldest_first(AuditFilter())) == []


def test_lines_of_a_chain_are_read_with_their_place_in_it_and_marks_are_no_damage(tmp_path: Path) -> None:
    path, chain = tmp_path / "audit.jsonl", Chain("sweep:desk:1-a/f")
    sealed = chain.seal([line(1), line(2, email="דנה")])
    write(path, Filed(sealed[0]).text, Mark(chain.writer, 1).text, Filed(sealed[1], is_done=True).text)
    reader = AuditReader(path, everything)
    assert list(reader.oldest_first(AuditFilter())) == [Recorded(one.line, one) for one in sealed]
    page = reader.newest(AuditFilter(), limit=5, before=None, go_on=go_on)
    assert (page.lines, page.damaged, page.is_shared) == ((sealed[1].line, sealed[0].line), 0, False)


@pytest.mark.parametrize("action", [COUNTERSIGN, CLOSE])
def test_what_holds_the_chains_together_is_exported_and_not_shown(tmp_path: Path, action: str) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, line(1).json, line(2, action=action, heads="sweep:desk:1-a/f 1 0f").json)
    reader = AuditReader(path, everything)
    page = reader.newest(AuditFilter(), limit=5, before=None, go_on=go_on)
    assert (page.lines, page.damaged) == ((line(1),), 0)
    assert [one.line.action for one in reader.oldest_first(AuditFilter())] == [line(1).action, action]


def test_a_line_that_a_crash_cut_off_is_counted_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, line(1).json, line(2).json[:40])
    page = AuditReader(path, everything).newest(AuditFilter(), limit=5, before=None, go_on=go_on)
    assert (page.lines, page.damaged) == ((line(1),), 1)


@pytest.mark.parametrize(
    "text",
    [
        '{"at": "2026-05-01T10:00:00+00:00"}',
        LINE.json.replace("2026-05-01T10:00:00+00:00", "yesterday"),
        LINE.json.replace("2026-05-01T10:00:00+00:00", "2026-05-01T10:00:00"),
        LINE.json.replace('"user_id": 7', '"user_id": "7"'),
        LINE.json.replace('"job_id": 12', '"job_id": [12]'),
        "[]",
        "7",
    ],
)
def test_a_line_of_another_shape_is_damaged(text: str) -> None:
    assert AuditLine.parse(LINE.json) == LINE
    assert AuditLine.parse(text) is None


def test_a_line_from_before_places_were_written_is_whole() -> None:
    old = LINE.json.replace(', "place": ""', "")
    assert old != LINE.json
    assert AuditLine.parse(old) == LINE
    assert AuditLine.parse(LINE.json.replace('"place": ""', '"place": 7')) is None


def test_a_filter_finds_a_place() -> None:
    there = replace(LINE, place="db.internal:5432/product.Shop")
    assert AuditFilter("internal:5432/product.shop").takes(there)
    assert not AuditFilter("db.internal").takes(LINE)


def test_a_filter_takes_what_fits_all_of_it() -> None:
    assert AuditFilter().takes(LINE)
    assert AuditFilter("DANA", 3, "cancel", BEGIN, BEGIN + timedelta(seconds=1)).takes(LINE)
    for other in (
        AuditFilter(text="dora"),
        AuditFilter(business_id=4),
        AuditFilter(action="pause"),
        AuditFilter(since=BEGIN + timedelta(seconds=1)),
        AuditFilter(until=BEGIN),
    ):
        assert not other.takes(LINE)


def test_an_action_is_found_whether_missing_files_were_accepted_with_it_or_not() -> None:
    accepted = replace(LINE, action="sweep_accept_missing")
    for wanted in ("sweep", "sweep_accept_missing"):
        assert AuditFilter(action=wanted).takes(accepted)
    assert AuditFilter(action="sweep").takes(replace(LINE, action="sweep"))
    assert not AuditFilter(action="sweep_accept_missing").takes(replace(LINE, action="sweep"))
    assert not AuditFilter(action="delete").takes(accepted)


@pytest.mark.parametrize("text", ["example.com", " תחנה", "12", "3", "Cancelled"])
def test_the_text_is_looked_for_where_a_person_would(text: str) -> None:
    assert AuditFilter(text=text).takes(LINE)


def test_a_filter_that_looks_for_long_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_reading, "LINES_BETWEEN_LOOKS", 10)
    path = tmp_path / "audit.jsonl"
    write(path, *(line(number).json for number in range(100)))
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) < 3

    page = AuditReader(path, everything).newest(AuditFilter(text="nobody"), limit=5, before=None, go_on=stop)
    assert page.lines == ()
    assert page.older is not None
    assert len(asked) == 3


def test_a_trail_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuditUnreadable):
        AuditReader(tmp_path, everything).newest(AuditFilter(), limit=5, before=None, go_on=go_on)
    with pytest.raises(AuditUnreadable):
        list(AuditReader(tmp_path, everything).oldest_first(AuditFilter()))


HERE, ELSEWHERE = "db.internal:5432/product.shop", "localhost:5432/demo.public"
ADMIN = AuditSight(7, [3], HERE)

SEEN_BY_AN_ADMIN = {
    "of the own business": (replace(LINE, place=HERE, user_id=8), True),
    "of another business": (replace(LINE, place=HERE, business_id=4), False),
    "one's own, in another business": (replace(LINE, place=HERE, business_id=4, user_id=7), False),
    "one's own, of no business": (replace(LINE, place=HERE, business_id=None), True),
    "another's, of no business": (replace(LINE, place=HERE, business_id=None, user_id=8), False),
    "of the same ids elsewhere": (replace(LINE, place=ELSEWHERE), False),
    "one's own, of no business elsewhere": (replace(LINE, place=ELSEWHERE, business_id=None), False),
    "of a version that noted no place": (replace(LINE, place=""), False),
}


@pytest.mark.parametrize("name", SEEN_BY_AN_ADMIN)
def test_which_lines_a_person_reads_and_exports(tmp_path: Path, name: str) -> None:
    path, (one, is_seen) = tmp_path / "audit.jsonl", SEEN_BY_AN_ADMIN[name]
    write(path, one.json)
    for sight, seen in ((ADMIN, is_seen), (everything(), True), (AuditSight(7, [], HERE), False)):
        reader = AuditReader(path, partial(replace, sight))
        page = reader.newest(AuditFilter(), limit=5, before=None, go_on=go_on)
        exported = [found.line for found in reader.oldest_first(AuditFilter())]
        assert list(page.lines) == exported == ([one] if seen else [])


def test_no_filter_finds_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, *(replace(LINE, place=HERE, business_id=4, email="dora@example.com").json for _ in range(3)))
    reader = AuditReader(path, lambda: ADMIN)
    for wanted in (AuditFilter(business_id=4), AuditFilter(text="dora"), AuditFilter(action="cancel")):
        page = reader.newest(wanted, limit=1, before=None, go_on=go_on)
        assert (page.lines, page.older, page.damaged) == ((), None, 0)
