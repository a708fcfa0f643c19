"""A connection that breaks around a commit: the line is there where the change is, and what nobody knew is
told as soon as it is known."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from app.core.errors import ConnectionLost
from app.engine.events import Ending
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import until
from tests.support.proxy import Fault, Proxy, Query, nothing_happens
from tests.support.recording import actions, checked, lines, require_agreement
from tests.support.running import Station

LOST = [Fault.LOST_REQUEST, Fault.LOST_ANSWER, Fault.NO_WAY_THERE, Fault.NO_WAY_BACK]


class Once:
    """A script: the fault happens to the first query that is chosen, and then never again."""

    def __init__(self, fault: Fault, chosen: Callable[[str], bool]) -> None:
        self._fault = fault
        self._chosen = chosen
        self.happened = False

    def __call__(self, query: Query) -> Fault | None:
        if self.happened or not self._chosen(query.sql):
            return None
        self.happened = True
        return self._fault


def a_commit(sql: str) -> bool:
    return sql.startswith("COMMIT")


def a_line(sql: str) -> bool:
    return "INSERT INTO public.sweep_audit" in sql


def case(product: Product, receipts: int = 4) -> int:
    business = product.business()
    product.receipts(business, receipts)
    return business


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("chosen", [a_commit, a_line])
def test_a_start(
    remote: Station, proxy: Proxy, product: Product, fault: Fault, chosen: Callable[[str], bool]
) -> None:
    business, person = case(product), remote.person
    proxy.script = once = Once(fault, chosen)
    with suppress(ConnectionLost):
        remote.delete(business)
    assert once.happened
    assert checked(remote) == []
    require_agreement(product)
    if not product.rows("SELECT * FROM background_jobs"):
        remote.delete(business)
    assert {line.email for line in lines(product)} == {person.email}
    # The chain goes on where it was in doubt.
    job_id = product.scalar("SELECT max(id) FROM background_jobs")
    assert remote.run(job_id).ending is Ending.COMPLETED
    assert checked(remote) == []
    require_agreement(product)


@pytest.mark.parametrize("fault", LOST)
def test_an_end(remote: Station, proxy: Proxy, product: Product, fault: Fault) -> None:
    (job_id,) = remote.delete(case(product))
    proxy.script = once = Once(fault, a_line)
    assert remote.run(job_id).ending is Ending.COMPLETED
    assert once.happened
    assert checked(remote) == []
    require_agreement(product)
    ends = [line for line in lines(product) if line.action == "end" and line.answer == "completed"]
    assert len(ends) == 1


@pytest.mark.parametrize("fault", LOST)
def test_one_that_was_in_doubt_is_told_in_the_end(
    remote: Station, proxy: Proxy, product: Product, fault: Fault
) -> None:
    (job_id,) = remote.delete(case(product))
    remote.run_batches(job_id, 1, batch_size=1)
    proxy.script = Once(fault, a_commit)
    with suppress(ConnectionLost):
        remote.resume(job_id)
    assert checked(remote) == []
    told = [line.answer for line in remote.audit.read() if line.action == "resume"]
    assert told[:2] == ["resumed", "in_doubt"]
    is_done = product.job_row(job_id)["status"] == "queued"
    assert told[2:] == ["confirmed" if is_done else "undone"]
    stored = [answer for action, answer, _status in actions(product) if action == "resume"]
    assert sorted(stored) == sorted(told if is_done else told[1:])
    require_agreement(product)


def test_the_database_is_away(
    remote: Station, proxy: Proxy, product: Product, expected_logs: ExpectedLogs
) -> None:
    """What is told meanwhile stands in the file, and comes to the table afterwards, in its order."""
    expected_logs.expect("Lines wait for the table of the record")
    (job_id,) = remote.delete(case(product))
    proxy.mute = True
    proxy.cut()
    remote.audit.write_soon(
        [remote.audit.line(remote.person, "export", f"{number}.csv") for number in range(3)]
    )
    remote.audit.write([remote.audit.line(remote.person, "sweep", "begun", business_id=1)])
    until(lambda: proxy.is_silent)  # somebody has asked: else nobody would miss an answer
    assert not any(action == "export" for action, _answer, _status in actions(product))
    proxy.mute = False
    proxy.cut()
    proxy.script = nothing_happens
    assert checked(remote) == []
    assert remote.run(job_id).ending is Ending.COMPLETED
    told = [answer for action, answer, _status in actions(product) if action == "export"]
    assert told == ["0.csv", "1.csv", "2.csv"]
    assert checked(remote) == []
