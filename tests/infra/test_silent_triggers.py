"""A trigger, a rule or a policy that swallows a change without a word: what is told is what is there."""

from __future__ import annotations

import pytest

from app.core.errors import ChangeIgnored
from app.core.messages import ROW_STAYS
from app.engine.events import Ending
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import Program
from tests.support.running import Station

_TRIGGER = """
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;
    CREATE TRIGGER keep BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION keep()
"""
_BACK_AGAIN = """
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO public.attachments SELECT OLD.*; RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER keep AFTER DELETE ON attachments DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION keep()
"""


def trigger(event: str, table: str, body: str = "RETURN NULL;") -> str:
    return _TRIGGER.format(event=event, table=table, body=body)


KEEPING = {
    "trigger": trigger("DELETE", "attachments"),
    "rule": "CREATE RULE keep AS ON DELETE TO attachments DO INSTEAD NOTHING",
    "marked": trigger(
        "DELETE",
        "attachments",
        "UPDATE public.attachments SET is_deleted = true WHERE id = OLD.id; RETURN NULL;",
    ),
    "back again": _BACK_AGAIN,
}


@pytest.mark.parametrize("way", KEEPING)
def test_rows_of_files_that_stay(
    product: Product, program: Program, station: Station, expected_logs: ExpectedLogs, way: str
) -> None:
    expected_logs.expect("The row of attachment")
    business_id = product.business()
    product.receipts(business_id, 4, files=1)
    product.execute(KEEPING[way])
    (job_id,) = station.delete(business_id)
    ended = station.run(job_id)
    assert (ended.ending, ended.files_deleted, ended.files_left) == (Ending.COMPLETED, 0, 4)
    assert ROW_STAYS in product.last_error(job_id)
    assert (product.files(business_id), product.attachment_count()) == (4, 4)
    if way == "rule":  # once: it is a process of its own
        swept = program.run("sweep", "--business", business_id, "--json")
        assert swept.status == 1
        assert [one["files_left"] for one in swept.json["results"]] == [4]
        assert ROW_STAYS in swept.out


SWALLOWED = {
    "swallowed": "RETURN NULL;",
    "put back": "RETURN OLD;",
}


def stopped(product: Product, status: str = "paused") -> int:
    return product.job(product.business(), status, cursor='{"last_id": 0, "max_id": 9}')


def waiting(product: Product) -> int:
    cursor = '{"last_id": 0, "max_id": 9, "worker": "sweep:far:1:0a0b0c0d0e0f/queue"}'
    return product.job(product.business(), cursor=cursor)


def test_a_start(product: Product, program: Program) -> None:
    """Not "nothing to delete": there is something, and its row never comes."""
    business_id = product.business()
    product.receipts(business_id, 3)
    product.execute(trigger("INSERT", "background_jobs"))
    done = program.run("delete", "--business", business_id, "--confirm", "DELETE", "--json")
    assert done.status == 1
    assert done.sentence == str(ChangeIgnored("background_jobs"))
    assert (product.live(business_id), product.rows("SELECT * FROM background_jobs")) == (3, [])


def test_a_start_of_which_one_row_is_swallowed(product: Product, station: Station) -> None:
    """All of them start, or none; businesses with nothing to delete are no reason to refuse."""
    good, bad, empty = product.business(), product.business(), product.business()
    for one in (good, bad):
        product.receipts(one, 2)
    keep = f"IF NEW.business_id = {bad} THEN RETURN NULL; END IF; RETURN NEW;"
    product.execute(trigger("INSERT", "background_jobs", keep))
    with pytest.raises(ChangeIgnored):
        station.actions.start(station.person, station.deletion.name, [good, bad, empty])
    assert product.rows("SELECT * FROM background_jobs") == []
    results = station.actions.start(station.person, station.deletion.name, [good, empty])
    assert [result.answer for result in results] == ["started", "nothing_to_delete"]


@pytest.mark.parametrize("body", SWALLOWED.values(), ids=SWALLOWED)
@pytest.mark.parametrize("action", ["pause", "cancel"])
def test_a_stop(
    product: Product, station: Station, expected_logs: ExpectedLogs, action: str, body: str
) -> None:
    if body == SWALLOWED["put back"]:
        expected_logs.expect("one by one")
    job_id = waiting(product)
    product.execute(trigger("UPDATE", "background_jobs", body))
    result = station.pause(job_id) if action == "pause" else station.cancel(job_id)
    assert (result.answer, result.detail) == ("not_written", str(ChangeIgnored("background_jobs")))
    assert product.job_status(job_id) == "queued"


@pytest.mark.parametrize("body", SWALLOWED.values(), ids=SWALLOWED)
def test_a_resume(product: Product, station: Station, body: str) -> None:
    job_id = stopped(product)
    product.execute(trigger("UPDATE", "background_jobs", body))
    with pytest.raises(ChangeIgnored):
        station.resume(job_id)
    assert product.job_status(job_id) == "paused"


@pytest.mark.parametrize("body", SWALLOWED.values(), ids=SWALLOWED)
def test_a_claim(product: Product, station: Station, body: str) -> None:
    business_id = product.business()
    product.receipts(business_id, 3)
    (job_id,) = station.delete(business_id)
    product.execute(trigger("UPDATE", "background_jobs", body))
    ended = station.run(job_id)
    assert (ended.ending, ended.error) == (Ending.ABANDONED, str(ChangeIgnored("background_jobs")))
    assert (product.job_status(job_id), product.live(business_id)) == ("queued", 3)


@pytest.mark.parametrize("body", SWALLOWED.values(), ids=SWALLOWED)
def test_an_end(product: Product, station: Station, body: str) -> None:
    """The row is not half of it: that it is not completed can still be written."""
    business_id = product.business()
    product.receipts(business_id, 6)
    (job_id,) = station.delete(business_id)
    keep = f"IF NEW.status = 'completed' THEN {body} END IF; RETURN NEW;"
    product.execute(trigger("UPDATE", "background_jobs", keep))
    ended = station.run(job_id)
    assert (ended.ending, ended.error) == (Ending.FAILED, str(ChangeIgnored("background_jobs")))
    assert product.counters(job_id) == ("failed", 6, 6, 6, 0)
    assert station.cursor(job_id).worker is None


@pytest.mark.parametrize("body", SWALLOWED.values(), ids=SWALLOWED)
def test_the_counters_of_a_batch(product: Product, station: Station, body: str) -> None:
    """Nothing is deleted that is not counted; that it fails can still be written."""
    business_id = product.business()
    product.receipts(business_id, 6)
    (job_id,) = station.delete(business_id)
    keep = f"IF NEW.status = 'running' AND OLD.status = 'running' THEN {body} END IF; RETURN NEW;"
    product.execute(trigger("UPDATE", "background_jobs", keep))
    ended = station.run(job_id, batch_size=2)
    assert (ended.ending, ended.error) == (Ending.FAILED, str(ChangeIgnored("background_jobs")))
    assert product.counters(job_id) == ("failed", 6, 0, 0, 0)
    assert product.last_error(job_id) == str(ChangeIgnored("background_jobs"))
    assert product.live(business_id) == 6
