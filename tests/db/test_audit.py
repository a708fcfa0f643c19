"""The audit trail in a real file: every line whole, none lost, private, and nothing secret in it."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.actions.audit import AuditTrail
from app.core.access import Actor, Role
from app.core.errors import AuditUnavailable
from app.core.job import JobStatus
from app.core.record import AuditLine
from tests.support.jobs import a_job
from tests.support.logs import ExpectedLogs

DANA = Actor(7, 3, "dana@example.com", "דנה", Role.OWNER, True)
WHERE = "db.internal:5432/product.shop"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sweep" / "audit.jsonl"


@pytest.fixture
def trail(path: Path) -> AuditTrail:
    return AuditTrail(path, "תחנה-3", lambda: WHERE)


def a_line(trail: AuditTrail, number: int = 1, **changes: Any) -> AuditLine:
    job = a_job(id=number, status=JobStatus.CANCELLED, total=9, succeeded=4, failed=1)
    values: dict[str, Any] = {"business_id": 3, "job": job, "old_status": "running"} | changes
    return trail.line(DANA, "cancel", "cancelled", **values)


def test_a_name_that_is_no_text_loses_no_line(path: Path) -> None:
    """Bytes of the system that are no letters, as the name of a computer may have them."""
    trail = AuditTrail(path, "services-\udcff", str)
    trail.write_soon([a_line(trail)])
    assert trail.end()
    assert [line.workstation for line in trail.read()] == ["services-\udcff"]


def test_a_line_says_it_all(trail: AuditTrail, path: Path) -> None:
    trail.write([a_line(trail)])
    written = json.loads(path.read_text(encoding="utf-8"))
    at = written.pop("at")
    seal = [written.pop(name) for name in ("writer", "number", "key", "lock", "hash")]
    assert seal[1:3] == [1, ""]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", at)
    assert written == {
        "action": "cancel",
        "answer": "cancelled",
        "user_id": 7,
        "email": "dana@example.com",
        "workstation": "תחנה-3",
        "business_id": 3,
        "job_id": 1,
        "old_status": "running",
        "new_status": "cancelled",
        "total": 9,
        "succeeded": 4,
        "failed": 1,
        "place": WHERE,
        "run": "",
        "run_name": "",
    }


def test_a_line_says_where_the_console_works_when_it_is_written(path: Path) -> None:
    """The first connection may tell what the address left open."""
    where = "localhost/product"
    trail = AuditTrail(path, "desk", lambda: where)
    first = a_line(trail)
    where = WHERE
    trail.write([first, a_line(trail)])
    assert [line.place for line in trail.read()] == ["localhost/product", WHERE]


def test_what_is_written_is_read_again(trail: AuditTrail) -> None:
    lines = [a_line(trail, number) for number in range(5)]
    lines.append(a_line(trail, job=None, old_status=None, business_id=None))
    trail.write(lines[:2])
    trail.write(lines[2:])
    assert list(trail.read()) == lines


def test_nothing_was_written_yet(trail: AuditTrail, path: Path) -> None:
    assert list(trail.read()) == []
    trail.write([])
    trail.require_writable()
    assert list(trail.read()) == []
    assert path.read_bytes() == b""


def test_the_trail_is_only_ever_added_to(trail: AuditTrail, path: Path) -> None:
    trail.write([a_line(trail, 1)])
    before = path.read_bytes()
    again = AuditTrail(path, "another", str)
    again.require_writable()
    again.write([a_line(again, 2)])
    assert path.read_bytes().startswith(before)
    assert [line.workstation for line in trail.read()] == ["תחנה-3", "another"]


def test_the_trail_is_the_persons_own(trail: AuditTrail, path: Path) -> None:
    trail.write([a_line(trail)])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_with_a_line_break_in_it_is_one_line(trail: AuditTrail) -> None:
    odd = Actor(7, 3, 'a\n{"x": 1}\r\u2028@example.com', "x", Role.OWNER, True)
    trail.write([trail.line(odd, "delete", "started", business_id=3, job=None, old_status=None)])
    (line,) = trail.read()
    assert line.email == odd.email


CUT = [
    pytest.param(b'{"at": "2026-05-01T', id="in the middle"),
    pytest.param('{"email": "ד'.encode()[:-1], id="within a letter"),
    pytest.param(b"{", id="at its begin"),
    pytest.param(b'{"at": "2026-05-01T10:00:00.000+00:00"}\n', id="a whole line of somebody else"),
    pytest.param(b"[]\nnull\n7\n\n", id="other JSON"),
    pytest.param(b"\xff\xfe\x00\n", id="not text"),
]


@pytest.mark.parametrize("damage", CUT)
def test_a_line_that_a_crash_cut_off_costs_itself_alone(trail: AuditTrail, path: Path, damage: bytes) -> None:
    before, after = a_line(trail, 1), a_line(trail, 2)
    trail.write([before])
    with path.open("ab") as file:
        file.write(damage)
    assert list(trail.read()) == [before]
    trail.write([after])
    assert list(trail.read()) == [before, after]


def test_many_threads_at_once(trail: AuditTrail) -> None:
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda number: trail.write([a_line(trail, number)] * 3), range(60)))
    numbers = [line.job_id for line in trail.read()]
    assert sorted(numbers, key=lambda number: number or 0) == [
        number for number in range(60) for _ in range(3)
    ]
    assert all(numbers[place] == numbers[place + 1] == numbers[place + 2] for place in range(0, 180, 3))


def write_many(path: Path, first: int) -> None:
    """In a process of its own."""
    trail = AuditTrail(path, "another", str)
    for number in range(first, first + 50):
        trail.write([a_line(trail, number)])


def test_two_consoles_at_once(trail: AuditTrail, path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=write_many, args=(path, first)) for first in (100, 200, 300)]
    for other in others:
        other.start()
    for number in range(50):
        trail.write([a_line(trail, number)])
    for other in others:
        other.join(60)
        assert other.exitcode == 0
    expected = [start + number for start in (0, 100, 200, 300) for number in range(50)]
    assert sorted(line.job_id or 0 for line in trail.read()) == expected


@pytest.mark.parametrize("place", ["the file is a folder", "the folder is a file"])
def test_a_trail_that_cannot_be_written(trail: AuditTrail, path: Path, place: str) -> None:
    if place == "the file is a folder":
        path.mkdir(parents=True)
    else:
        path.parent.parent.mkdir(parents=True)
        path.parent.write_text("")
    with pytest.raises(AuditUnavailable):
        trail.require_writable()
    with pytest.raises(AuditUnavailable):
        trail.write([a_line(trail)])


def full_disk(path: Path, room: int) -> None:
    """In a process of its own: no file may grow beyond `room` bytes more than it has."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = path.stat().st_size + room
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    trail = AuditTrail(path, "another", str)
    try:
        trail.write([a_line(trail, 2), a_line(trail, 3)])
    except AuditUnavailable:
        os._exit(3)
    os._exit(0)


@pytest.mark.parametrize("room", [0, 1, 100, 500])
def test_a_full_disk_is_an_error_and_leaves_no_half_a_line(trail: AuditTrail, path: Path, room: int) -> None:
    first, last = a_line(trail, 1), a_line(trail, 4)
    trail.write([first])
    context = multiprocessing.get_context("spawn")
    writer = context.Process(target=full_disk, args=(path, room))
    writer.start()
    writer.join(60)
    assert writer.exitcode == 3
    trail.write([last])
    assert list(trail.read()) == [first, last]


def test_lines_that_come_after_the_last_wait_are_written_all_the_same(
    trail: AuditTrail, path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """The line before them was still on its way to a slow disk when it was given up."""
    expected_logs.expect("Not in the audit trail")
    entered, opened = threading.Event(), threading.Event()

    def slow(text: str, append: Any = trail.file.append) -> None:
        entered.set()
        assert opened.wait(30)
        append(text)

    monkeypatch.setattr(trail.file, "append", slow)
    trail.write_soon([a_line(trail, 1)])
    assert entered.wait(30)
    assert not trail.end(0)
    trail.write_soon([a_line(trail, 2), a_line(trail, 3)])
    opened.set()
    assert trail.end(30)
    written = [AuditLine.parse(line) for line in path.read_bytes().splitlines()]
    assert [line.job_id for line in written if line] == [1, 2, 3]
