"""`app.core.worker`: names of owners that no other process can have."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cursor import Cursor, FailedItem
from app.core.worker import ConsoleIdentity, worker_in, workstation_of


def test_two_processes_never_have_one_name() -> None:
    """Not even with the same process id on computers of the same name."""
    names = {ConsoleIdentity.fresh("desk", 42).name for _ in range(50)}
    assert len(names) == 50
    lengths = {len(name) for name in names}
    assert len(lengths) == 1  # so that none is the beginning of another


def test_a_claim_is_never_given_out_twice() -> None:
    console = ConsoleIdentity.fresh("desk", 42)
    claims = [console.claim() for _ in range(20)]
    assert len({*claims, console.waiting}) == 21
    assert all(claim.startswith(f"{console.name}/") for claim in claims)
    assert console.waiting.startswith(f"{console.name}/")


@given(st.text(max_size=100))
def test_a_name_is_plain_whatever_the_workstation_is_called(workstation: str) -> None:
    """It is searched for in the JSON text, and `starting` writes it between quotes as it is."""
    console = ConsoleIdentity.fresh(workstation, 42)
    for text in (console.name, console.waiting, console.claim()):
        assert json.dumps(text) == f'"{text}"'
        assert "%" not in text
        assert workstation_of(text)


def test_the_workstation_in_a_name() -> None:
    console = ConsoleIdentity.fresh("support-3.office", 42)
    assert workstation_of(console.waiting) == "support-3.office"
    assert workstation_of(console.claim()) == "support-3.office"


@pytest.mark.parametrize("worker", [None, "", "rq:worker:7", "sweep:desk", "sweep", "x:services:1:2"])
def test_others_have_no_workstation(worker: str | None) -> None:
    assert workstation_of(worker) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_worker_in_a_cursor_is_the_one_that_it_names(reason: str, other: str) -> None:
    """Whatever the texts beside it hold: quotes are escaped there."""
    worker = ConsoleIdentity.fresh("desk", 1).claim()
    failed = (FailedItem(3, reason), FailedItem(4, '"worker": "x"'))
    cursor = Cursor(last_id=4, worker=worker, failed=failed, other={"note": other})
    assert worker_in(cursor.text()) == worker
    assert worker_in(cursor.owned_by(None).text()) is None
    assert worker_in(None) is None
