"""Why a job did not simply complete: said at its end, as the row says it, in JSON and in sentences."""

from __future__ import annotations

import pytest

from app.cli.job_end import Ended
from app.core import errors
from app.core.database_messages import REQUEST_REJECTED
from app.core.messages import FILES_NEEDED, MARKED_BY_HAND
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import HereProgram

OTHERS = "sweep:front-services:7:ab12cd"
LOST = "Server restarted / job heartbeat lost: no heartbeat for 130 s"


def after_the_first_batch(product: Product, change: str) -> None:
    """Somebody else does this to the row, in the moment in which our first batch is committed."""
    product.execute(f"""
        CREATE FUNCTION others() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {change}; RETURN NULL; END $$;
        CREATE TRIGGER others AFTER UPDATE ON background_jobs FOR EACH ROW
            WHEN (OLD.processed = 0 AND NEW.processed > 0) EXECUTE FUNCTION others()""")


def to_row(change: str) -> str:
    return f"UPDATE background_jobs SET {change} WHERE id = NEW.id"


@pytest.mark.parametrize(
    ("change", "ended", "told"),
    [
        (to_row("status = 'cancelled', finished_at = now()"), Ended.CANCELLED, ""),
        (to_row(f"cursor = regexp_replace(cursor, 'sweep:[^\"]*', '{OTHERS}/1')"), Ended.TAKEN_OVER, OTHERS),
        (to_row("started_at = started_at + interval '1 s'"), Ended.TAKEN_OVER, "web"),
        (to_row("status = 'paused', cursor = '{\"last_id\": 2}'"), Ended.PAUSED, "another console"),
        (to_row(f"status = 'failed', last_error = '{MARKED_BY_HAND}'"), Ended.FAILED, MARKED_BY_HAND),
        (to_row(f"status = 'failed', last_error = '{LOST}'"), Ended.FAILED, LOST),
        ("DELETE FROM background_jobs WHERE id = NEW.id", Ended.GONE, ""),
    ],
    ids=["cancelled", "console", "web", "paused", "marked", "page view", "gone"],
)
def test_what_others_do_to_the_job_is_told(
    product: Product, here: HereProgram, change: str, ended: Ended, told: str
) -> None:
    business = product.business()
    product.receipts(business, 6)
    after_the_first_batch(product, change)
    done = here.call("delete", "--business", business, "--confirm", "DELETE", "--json", SWEEP_BATCH_SIZE="2")
    (result,) = done.json["results"]
    assert (done.status, done.json["deleted"], result["answer"]) == (1, 2, "started")
    assert result["ended"] == ended
    assert result["reason"]
    assert told in result["reason"]


def test_people_read_it_beside_the_figures(product: Product, here: HereProgram) -> None:
    """One job: a sentence. Several: a table of all, and a sentence for each that did not simply complete."""
    business, other = product.business(), product.business()
    for one in (business, other):
        product.receipts(one, 4)
    cancel = to_row("status = 'cancelled'")
    after_the_first_batch(product, f"IF NEW.business_id = {business} THEN {cancel}; END IF")
    done = here.call("delete", "--business", business, other, "--confirm", "DELETE", SWEEP_BATCH_SIZE="2")
    assert done.status == 1
    assert Ended.CANCELLED.value in done.sentence
    lines = [line for line in done.out.splitlines() if Ended.COMPLETED in line or Ended.CANCELLED in line]
    assert [line.split()[1:3] for line in lines] == [
        [str(business), Ended.CANCELLED.value],
        [str(other), Ended.COMPLETED.value],
    ]


def test_a_job_that_fails_says_what_the_database_answered(
    product: Product, here: HereProgram, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("failed batch 1 in a row")
    business = product.business()
    product.receipts(business, 2)
    product.execute("""
        CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'not today' USING ERRCODE = 'F0000'; END $$;
        CREATE TRIGGER no BEFORE UPDATE ON receipts FOR EACH ROW EXECUTE FUNCTION no()""")
    done = here.call("delete", "--business", business, "--confirm", "DELETE", "--json", SWEEP_FAILURE_CAP="1")
    (result,) = done.json["results"]
    assert (done.status, result["ended"]) == (1, Ended.FAILED)
    assert REQUEST_REJECTED.format(reason="not today") in result["reason"]


def test_a_database_that_is_gone_at_the_end_hides_nothing_that_was_done(
    product: Product, here: HereProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise errors.ConnectionLost("gone")

    monkeypatch.setattr("app.cli.running._counted", gone)
    business = product.business()
    product.receipts(business, 3)
    done = here.call("delete", "--business", business, "--confirm", "DELETE", "--json")
    (result,) = done.json["results"]
    assert (done.status, done.json["deleted"]) == (4, 3)
    assert (result["ended"], result["reason"]) == (Ended.UNKNOWN, "gone")


def test_files_that_are_kept_by_rule_are_no_failure_and_files_that_are_left_are(
    product: Product, here: HereProgram, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("Attachment .* stays")
    kept, left = product.business(), product.business()
    for business in (kept, left):
        product.receipts(business, 2, files=1)
    product.execute(
        "UPDATE attachments SET purpose = 'contract' WHERE id ="
        " (SELECT min(id) FROM attachments WHERE business_id = %s)",
        kept,
    )
    product.execute(
        "UPDATE attachments SET storage_path = '../x' WHERE id ="
        " (SELECT min(id) FROM attachments WHERE business_id = %s)",
        left,
    )
    ends = {}
    for business in (kept, left):
        done = here.call("delete", "--business", business, "--confirm", "DELETE", "--json")
        (result,) = done.json["results"]
        ends[business] = (done.status, result["ended"], done.json["files_needed"], done.json["files_left"])
        assert FILES_NEEDED.partition("{reason}")[0].format(count=1) in result["reason"] or business is left
    assert ends == {kept: (0, Ended.COMPLETED, 1, 0), left: (1, Ended.INCOMPLETE, 0, 1)}
    swept = here.call("sweep", "--business", kept, left, "--json")
    assert (swept.status, swept.json["ok"]) == (1, False)
    assert here.call("sweep", "--business", kept, "--json").status == 0


def test_of_many_businesses_the_worst_counts(product: Product, here: HereProgram) -> None:
    business, closed = product.business(), product.business(pages=[])
    product.receipts(business, 2)
    done = here.call("delete", "--business", business, closed, 4711, "--confirm", "DELETE", "--json")
    assert (done.status, done.json["deleted"]) == (3, 2)
    assert [one["ended"] for one in done.json["results"]] == [Ended.COMPLETED, None, None]
