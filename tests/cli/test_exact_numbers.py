"""What the commands say at the end of a job that could not delete everything, and before one whose end nobody
has frozen: exit status, JSON and sentences."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from app.actions.jobs import JobActions, Unfrozen
from app.core.access import Actor
from app.core.messages import DELETED_ELSEWHERE, NOT_DELETED, NOT_GONE, SKIPPED
from app.receipts import queries
from tests.support.faulty import meddle
from tests.support.figures import figures
from tests.support.product import Product
from tests.support.program import HereProgram, Outcome

UNDO = "UPDATE receipts SET is_deleted = false WHERE id = NEW.id; RETURN NULL;"
NEXT = "UPDATE receipts SET is_deleted = true WHERE id = NEW.id + 1; RETURN NULL;"


def counts(done: Outcome) -> dict[str, Any]:
    (result,) = done.json["results"]
    job = {name: result["job"][name] for name in ("status", "total", "processed", "failed_count", "percent")}
    ends = {name: done.json[name] for name in ("ok", "deleted", "failed", "files_deleted", "receipts_left")}
    return {"exit": done.status, **ends, **job}


@pytest.mark.parametrize(
    ("when", "does", "told", "expected"),
    [
        (
            "BEFORE",
            "RETURN NULL;",
            NOT_DELETED.format(count=2, reason=SKIPPED),
            {"exit": 1, "ok": False, "deleted": 5, "failed": 2, "receipts_left": 0, "percent": 71.4},
        ),
        (
            "AFTER",
            UNDO,
            NOT_GONE.format(count=2),
            {"exit": 1, "ok": False, "deleted": 7, "failed": 0, "receipts_left": 2, "percent": 99.9},
        ),
        (
            "AFTER",
            NEXT,
            DELETED_ELSEWHERE.format(count=2),
            {"exit": 0, "ok": True, "deleted": 5, "failed": 0, "receipts_left": 0, "percent": 100.0},
        ),
    ],
    ids=["left out", "undone", "deleted by a trigger"],
)
def test_a_deletion_ends_as_it_was(
    product: Product, here: HereProgram, when: str, does: str, told: str, expected: dict[str, Any]
) -> None:
    business = product.business()
    ids = product.receipts(business, 7, files=1)
    meddle(product, when, does, [ids[1], ids[4]])
    words = ("delete", "--business", business, "--confirm", "DELETE")
    done = here.call(*words, "--json", SWEEP_BATCH_SIZE="2")
    live = product.live(business)
    processed = 5 if does == NEXT else 7
    rest = {"status": "completed", "total": 7, "processed": processed, "files_deleted": 7 - live}
    assert counts(done) == {**rest, **expected, "failed_count": expected["failed"]}
    assert done.json["results"][0]["job"]["last_error"] == told
    assert product.files(business) == live
    listed = here.call("jobs", "--json").json["jobs"]
    assert [job["percent"] for job in listed] == [expected["percent"]]
    product.execute("UPDATE receipts SET is_deleted = false; DELETE FROM background_jobs")
    said = here.call(*words, SWEEP_BATCH_SIZE="2").err
    assert told in said
    assert figures(said)[0] == str(listed[0]["id"] + 1)


@pytest.mark.parametrize("live", [True, False])
def test_a_job_of_which_nobody_has_looked_for_receipts_is_not_called_whole(
    product: Product, here: HereProgram, live: bool
) -> None:
    """The web worker ended it, and counted itself to the end."""
    business = product.business()
    last = product.receipts(business, 5, is_deleted=not live)[-1]
    job = {"total": 5, "processed": 5, "succeeded": 5, "cursor": f'{{"last_id": {last}}}'}
    job_id = product.job(business, "completed", **job)
    (result,) = here.call("pause", job_id, "--json").json["results"]
    assert (result["answer"], result["job"]["percent"]) == ("wrong_status", None)
    (listed,) = here.call("jobs", "--json").json["jobs"]
    assert listed["percent"] == (99.9 if live else 100.0)


def test_receipts_say_nothing_of_jobs_of_other_types(product: Product, here: HereProgram) -> None:
    business = product.business()
    product.receipts(business, 5)
    job = {"total": 9, "processed": 9, "succeeded": 8, "failed_count": 1, "cursor": '{"last_id": 4000}'}
    product.job(business, "completed", job_type="broadcast", **job)
    (listed,) = here.call("jobs", "--json").json["jobs"]
    assert listed["percent"] == 100.0


def test_the_progress_bar_counts_no_receipts(
    product: Product, here: HereProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks three times a second; to count millions each time would hurt the product."""
    business = product.business()
    product.receipts(business, 12)
    counted: list[object] = []

    def count(*args: Any, found: Any = queries.live_by_business) -> Any:
        counted.append(args)
        return found(*args)

    monkeypatch.setattr("app.receipts.queries.live_by_business", count)
    monkeypatch.setattr("app.cli.running._LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    words = ("delete", "--business", business, "--confirm", "DELETE")
    done = here.call(*words, SWEEP_BATCH_SIZE="1", SWEEP_THROTTLE_MS="20")
    assert done.err.count("/ 12 receipts") > 2
    assert len(counted) <= 2  # as it starts, and at the end


# Jobs whose end nobody has frozen


def a_web_job(product: Product, status: str, **job: Any) -> tuple[int, int, int]:
    """A job of the web, which did not count what is_deleted leaves NULL; its business, and the last id."""
    business = product.business()
    product.receipts(business, 4)
    last = product.receipts(business, 3, is_deleted=None)[-1]
    return product.job(business, status, total=4, **job), business, last


@pytest.mark.parametrize(
    ("command", "status", "job"),
    [
        ("resume", "failed", {"cursor": '{"last_id": 0}'}),
        ("resume", "paused", {}),
        ("take-over", "queued", {"created_at": "2020-01-01", "updated_at": "2020-01-01"}),
    ],
)
def test_the_end_that_is_told_is_the_end_that_is_used(
    product: Product,
    here: HereProgram,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    status: str,
    job: dict[str, Any],
) -> None:
    job_id, business, last = a_web_job(product, status, **job)

    def slow(self: JobActions, actor: Actor, ids: Sequence[int], look: Any = JobActions.unfrozen) -> Any:
        found = look(self, actor, ids)
        product.receipts(business, 2)
        return found

    monkeypatch.setattr(JobActions, "unfrozen", slow)
    done = here.call(command, job_id, "--json")
    assert re.findall(r"\d+", done.sentence) == [str(job_id), "4", "7", str(last), "7"]
    assert (done.status, product.live(business)) == (0, 2)
    assert counts(done).items() >= {"total": 7, "processed": 7, "deleted": 7, "percent": 100.0}.items()


def test_what_is_as_announced_is_not_told_and_yet_ends_where_it_was_looked_at(
    product: Product, here: HereProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    business = product.business()
    product.receipts(business, 4)
    job_id = product.job(business, "paused", total=4)

    def slow(
        self: JobActions, actor: Actor, ids: Sequence[int], look: Any = JobActions.unfrozen
    ) -> list[Unfrozen]:
        found: list[Unfrozen] = look(self, actor, ids)
        product.receipts(business, 2)
        return found

    monkeypatch.setattr(JobActions, "unfrozen", slow)
    done = here.call("resume", job_id, "--json")
    assert (done.status, done.err, done.json["deleted"]) == (0, "", 4)
    assert product.live(business) == 2
