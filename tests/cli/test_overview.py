"""What all jobs come to, on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.halting import many
from tests.support.product import Product
from tests.support.program import HereProgram

NOW = datetime.now(UTC).replace(tzinfo=None)
OLD = NOW - timedelta(days=31)


def test_the_figures_are_those_of_the_rows(product: Product, here: HereProgram) -> None:
    first, second = many(product, 2, receipts=3)
    words = ("--confirm", "DELETE", "--run", "QA-112", "--business", first, second)
    assert here.call("delete", *words).status == 0
    product.job(
        product.business(), "completed", succeeded=100, failed_count=2, finished_at=OLD, updated_at=OLD
    )
    product.job(product.business(), "failed", succeeded=20, finished_at=NOW - timedelta(minutes=30))
    product.job(product.business(), "running", heartbeat_at=OLD, updated_at=OLD)
    product.job(product.business(), "queued", updated_at=OLD, created_at=OLD)
    product.job(product.business(), "paused", cursor='{"run": {"id": "0123456789ab"}}')
    done = here.call("overview", "--json")
    assert (done.status, done.err) == (0, "")
    said = done.json
    assert said["deleted_30_days"] == product.scalar(
        "SELECT sum(succeeded) FROM background_jobs WHERE coalesce(finished_at, updated_at) > %s",
        NOW - timedelta(days=29),
    )
    assert {key: said[key] for key in ("running", "queued", "paused", "failed", "runs_in_progress")} == {
        "running": 0,
        "queued": 0,
        "paused": 1,
        "failed": 1,
        "runs_in_progress": 1,
    }
    assert said["needs_attention"] == {"stale": 1, "stuck": 1, "failed": 1, "with_failures": 1}
    minutes = said["throughput"]
    assert len(minutes) == 60
    assert [one["minute"] for one in minutes] == sorted(one["minute"] for one in minutes)
    assert sum(one["receipts_per_second"] * 60 for one in minutes) == pytest.approx(26, abs=0.5)


def test_the_overview_for_people(product: Product, here: HereProgram) -> None:
    done = here.call("overview")
    assert (done.status, done.err) == (0, "")
    assert "Needs attention" not in done.out
    product.job(product.business(), "failed", succeeded=1234)
    said = here.call("overview").out
    assert "1234" in said
    assert "Needs attention: 1 failed." in said


def test_a_user_sees_what_is_of_their_business(product: Product, here: HereProgram) -> None:
    home, other = many(product, 2, receipts=0)
    for business, count in ((home, 7), (other, 1000)):
        product.job(business, "failed", succeeded=count)
    admin = product.user("admin", home)
    said = here.call("overview", "--json", "--user", admin.email, SWEEP_PASSWORD=admin.password).json
    assert (said["deleted_30_days"], said["failed"], said["needs_attention"]) == (7, 1, {"failed": 1})
    assert here.call("overview", "--json").json["failed"] == 2
