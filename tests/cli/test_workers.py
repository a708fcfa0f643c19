"""Who works on a server and what waits there, on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from app.core.exit_status import Exit
from app.queue import terms
from app.queue.moments import moment
from tests.support.listening import listens
from tests.support.product import Product
from tests.support.program import HereProgram


def handed(product: Product, here: HereProgram, redis_url: str, *names: str) -> list[int]:
    """Businesses whose deletions wait on the server."""
    found = [product.business(name) for name in names]
    for business in found:
        product.receipts(business, 2)
        words = ("--confirm", "DELETE", "--run", "QA-112", "--business", business)
        done = here.call("delete", *words, "--on", "server", "--anyway", SWEEP_REDIS_URL=redis_url)
        assert done.status == 0, done.err
    return found


def test_workers_and_the_queue(product: Product, here: HereProgram, redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        worker = listens(client, ["sweep", "maintenance"], ours="idle")
        first, second = handed(product, here, redis_url, "Alma", "Bet")
        done = here.call("workers", "--json", SWEEP_REDIS_URL=redis_url)
        assert (done.status, done.err) == (0, "")
        said = done.json
        assert [(one["business_id"], one["position"], one["entry"]) for one in said["waiting"]] == [
            (first, 1, "in_queue"),
            (second, 2, "in_queue"),
        ]
        assert {one["run"] for one in said["waiting"]} == {"QA-112"}
        [found] = said["workers"]
        assert (found["name"], found["kind"], found["state"]) == (f"queue-1:{worker.pid}", "sweep", "idle")
        assert (said["queue"]["listening"], said["queue"]["waiting"]) == (1, 2)
        text = here.call("workers", SWEEP_REDIS_URL=redis_url).out
        assert "1 worker listening, 2 jobs waiting" in text
        assert "Alma" in text
        assert f"queue-1:{worker.pid}" in text


def test_nobody_listens(product: Product, here: HereProgram, redis_url: str) -> None:
    handed(product, here, redis_url, "Alma")
    done = here.call("workers", SWEEP_REDIS_URL=redis_url)
    assert done.status == 0
    assert "Background worker not available" in done.out
    assert "main.py worker" in done.out
    [one] = here.call("workers", "--json", SWEEP_REDIS_URL=redis_url).json["waiting"]
    assert one["why"] == "nobody"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(20, "all workers are busy"), (200, "all workers are busy, for 3 min with job 32")],
)
def test_how_long_all_are_busy_is_told_from_a_minute_on(
    product: Product, here: HereProgram, redis_url: str, seconds: int, told: str
) -> None:
    with Redis.from_url(redis_url) as client:
        worker = listens(client, ["sweep"], state="busy", ours="busy", job=32)
        began = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=seconds)
        client.hset(worker.key, terms.SINCE, moment(began))
    handed(product, here, redis_url, "Alma")
    product.execute(
        "UPDATE background_jobs SET cursor = regexp_replace(cursor::text, '@server:[0-9]+', "
        "'@server:1700000000')::jsonb"
    )
    done = here.call("workers", SWEEP_REDIS_URL=redis_url)
    assert f"  {told}" in [line[line.rfind("  ") :] for line in done.out.splitlines()], done.out


def test_without_a_queue_it_says_so(here: HereProgram) -> None:
    done = here.call("workers")
    assert (done.status, done.out) == (Exit.USAGE, "")
    assert "No Redis is named" in done.err
    assert "run it here" not in done.err


def test_a_queue_that_cannot_be_reached(here: HereProgram) -> None:
    done = here.call("workers", SWEEP_REDIS_URL="redis://:hush@127.0.0.1:1/0")
    assert (done.status, done.out) == (Exit.CANNOT_CONNECT, "")
    assert "cannot be reached" in done.err
    assert "run it here" not in done.err
    assert "hush" not in done.err


def test_a_user_sees_the_own_business_alone(product: Product, here: HereProgram, redis_url: str) -> None:
    home, _other = handed(product, here, redis_url, "Home", "Other")
    admin = product.user("admin", home)
    words = ("workers", "--user", admin.email)
    done = here.call(*words, SWEEP_PASSWORD=admin.password, SWEEP_REDIS_URL=redis_url)
    assert "Home" in done.out
    assert "Other" not in done.out


def test_the_doctor_looks_at_the_queue(product: Product, here: HereProgram, redis_url: str) -> None:
    def findings(**environment: str) -> list[tuple[str, str]]:
        found = here.call("doctor", "--json", **environment).json["findings"]
        return [(one["verdict"], one["code"]) for one in found if one["subject"] == "queue"]

    assert findings() == []
    assert findings(SWEEP_REDIS_URL=redis_url) == [("warning", "queue_unlistened")]
    assert findings(SWEEP_REDIS_URL="redis://127.0.0.1:1/0") == [("error", "queue_unreachable")]
    with Redis.from_url(redis_url) as client:
        listens(client, ["sweep"], ours="idle")
        assert findings(SWEEP_REDIS_URL=redis_url) == [("ok", "queue_good")]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("redis://:hush@127.0.0.1:1/0", "queue_unreachable"),
        ("WRONG PASSWORD", "queue_unreachable"),
        ("http://queue-1:hush@x", "bad_queue_url"),
    ],
)
def test_a_queue_that_cannot_be_used_is_an_error_that_the_doctor_finds(
    here: HereProgram, redis_url: str, url: str, code: str
) -> None:
    """And no more: the database is well, and all else is looked at too."""
    if url == "WRONG PASSWORD":
        url = redis_url.replace("redis://", "redis://nobody:hush@")
    done = here.call("doctor", "--json", SWEEP_REDIS_URL=url)
    assert (done.status, done.err, done.json["ok"]) == (Exit.FAILED, "", False)
    assert [one["code"] for one in done.json["findings"] if one["verdict"] == "error"] == [code]
    assert "storage_good" in {one["code"] for one in done.json["findings"]}
    assert "hush" not in done.out + here.traces()
    assert "run it here" not in done.out


def test_the_doctor_that_reaches_nothing_says_that_of_the_database(here: HereProgram) -> None:
    away = ("--database-url", "postgresql://x@127.0.0.1:1/x")
    done = here.call("doctor", "--json", *away, SWEEP_REDIS_URL="redis://127.0.0.1:1/0")
    assert done.status == Exit.CANNOT_CONNECT
    errors = {one["subject"] for one in done.json["findings"] if one["verdict"] == "error"}
    assert {"database", "queue"} <= errors
