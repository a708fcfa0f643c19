"""Commands that hand jobs over to the server, by a real queue: --on, --anyway, --wait."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.core.server import waits_on_server_since
from app.queue.server_queue import ServerQueue
from tests.support.product import Product
from tests.support.program import HereProgram, Outcome, until
from tests.support.serving import ServerWorker

NOWHERE = "redis://127.0.0.1:1/0"
START = ("--confirm", "DELETE")
ON_SERVER = ("--on", "server")

Command = Callable[..., Outcome]


@pytest.fixture
def queue(redis_url: str) -> Iterator[ServerQueue]:
    queue = ServerQueue(redis_url)
    yield queue
    queue.close(2.0)


@pytest.fixture
def command(here: HereProgram, redis_url: str) -> Command:
    """Runs a command where the queue is named."""

    def run(*words: object, **environment: str) -> Outcome:
        done = here.call(*words, **{"SWEEP_REDIS_URL": redis_url, **environment})
        assert "Traceback" not in done.out + done.err
        return done

    return run


@pytest.fixture
def worker(product: Product, redis_url: str, queue: ServerQueue) -> Iterator[ServerWorker]:
    """Listens."""
    with ServerWorker(product, redis_url) as worker:
        until(lambda: queue.look().ours)
        yield worker


@pytest.fixture
def business(product: Product) -> int:
    business = product.business()
    product.receipts(business, 7, files=1)
    return business


def entries(queue: ServerQueue) -> list[int]:
    return [entry.job_id for entry in queue.look().entries]


def waiting_job(command: Command, business: int) -> int:
    """A job that waits on the server, where nobody listens."""
    done = command("delete", "--business", business, *START, *ON_SERVER, "--anyway", "--json")
    assert done.status == 0
    return int(done.json["results"][0]["job"]["id"])


def test_a_start_is_handed_over_and_not_waited_for(
    command: Command, product: Product, queue: ServerQueue, business: int
) -> None:
    done = command("delete", "--business", business, *START, *ON_SERVER, "--anyway", "--json")
    (result,) = done.json["results"]
    assert (done.status, done.err, done.json["ok"], done.json["on"]) == (0, "", True, "server")
    assert (result["answer"], result["on"], result["ended"]) == ("handed_over", "server", None)
    assert result["job"]["runs_on"] == "waits on the server"
    assert result["job"]["status"] == "queued"
    assert entries(queue) == [result["job"]["id"]]
    assert product.live(business) == 7
    assert waits_on_server_since(product.job_row()["cursor"])
    assert done.json["run_summary"]["is_active"]
    listed = command("jobs")
    assert "waits on the server" in listed.out


def test_for_people_it_says_so_in_a_sentence(command: Command, queue: ServerQueue, business: int) -> None:
    done = command("delete", "--business", business, *START, *ON_SERVER, "--anyway")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [f"Business {business}: job {entries(queue)[0]} is queued on the server."]


@pytest.mark.parametrize("wait", [(), ("--wait",)])
def test_where_nobody_listens_nothing_is_done(
    command: Command, product: Product, queue: ServerQueue, business: int, wait: tuple[str, ...]
) -> None:
    before = product.all_rows()
    done = command("delete", "--business", business, *START, *ON_SERVER, *wait)
    assert done.status == 3
    assert "not available" in done.sentence
    assert (product.all_rows(), entries(queue)) == (before, [])


@pytest.mark.parametrize("anyway", [(), ("--anyway",)])
def test_where_the_queue_is_out_of_reach_nothing_is_done(
    command: Command, product: Product, business: int, anyway: tuple[str, ...]
) -> None:
    before = product.all_rows()
    url = "redis://:hush-of-redis@127.0.0.1:1/0"
    done = command("delete", "--business", business, *START, *ON_SERVER, *anyway, SWEEP_REDIS_URL=url)
    assert done.status == 4
    assert "127.0.0.1:1" in done.sentence
    assert "Check host and port" in done.sentence
    assert done.sentence.endswith("Or run it here: --on here.")
    assert "hush" not in done.out + done.err
    assert product.all_rows() == before


def test_without_a_queue_it_is_a_usage_error(here: HereProgram, product: Product, business: int) -> None:
    before = product.all_rows()
    done = here.call("delete", "--business", business, *START, *ON_SERVER)
    assert done.status == 2
    assert "SWEEP_REDIS_URL" in done.sentence
    assert done.sentence.endswith("Or run it here: --on here.")
    assert product.all_rows() == before


def test_the_queue_of_another_database_is_none(here: HereProgram, product: Product, business: int) -> None:
    """It is named, and does not count: the sentence says why."""
    elsewhere = {"SWEEP_DATABASE_URL": "postgresql://x@127.0.0.1:1/x", "SWEEP_REDIS_URL": NOWHERE}
    done = here.call("delete", "--business", business, *START, *ON_SERVER, **elsewhere)
    assert done.status == 2
    assert "not for another --database-url" in done.sentence


def test_a_queue_that_is_named_and_not_wanted_is_not_asked(
    command: Command, product: Product, business: int
) -> None:
    done = command("delete", "--business", business, *START, "--json", SWEEP_REDIS_URL=NOWHERE)
    assert (done.status, done.err, done.json["on"], done.json["deleted"]) == (0, "", "here", 7)
    assert product.live(business) == 0


def test_the_settings_decide_where_the_command_does_not(
    command: Command, product: Product, queue: ServerQueue, business: int
) -> None:
    done = command("delete", "--business", business, *START, "--anyway", "--json", SWEEP_RUNS_ON="server")
    assert (done.status, done.json["on"]) == (0, "server")
    assert entries(queue)
    other = product.business()
    product.receipts(other, 1)
    here = ("--on", "here")
    done = command("delete", "--business", other, *START, *here, "--json", SWEEP_RUNS_ON="server")
    assert (done.status, done.json["on"], product.live(other)) == (0, "here", 0)


@pytest.mark.usefixtures("worker")
def test_it_waits_for_the_end_where_it_is_asked_to(command: Command, product: Product, business: int) -> None:
    done = command("delete", "--business", business, *START, *ON_SERVER, "--wait", "--json")
    (result,) = done.json["results"]
    assert (done.status, done.err, product.live(business)) == (0, "", 0)
    assert (result["answer"], result["ended"], result["reason"]) == ("handed_over", "completed", "")
    assert result["job"]["percent"] == 100.0
    assert [done.json[name] for name in ("deleted", "failed", "files_deleted", "files_left")] == [7, 0, 7, 0]
    assert not done.json["run_summary"]["is_active"]
    assert done.json["run_summary"]["receipts_deleted"] == 7


def test_waiting_ends_with_what_others_do_to_the_job(
    command: Command, product: Product, business: int
) -> None:
    cancel = "UPDATE background_jobs SET status = 'cancelled', finished_at = timezone('UTC', now())"

    def cancel_it() -> None:
        until(lambda: product.scalar("SELECT count(*) FROM background_jobs"))
        product.execute(cancel)

    with ThreadPoolExecutor(1) as others:
        done_there = others.submit(cancel_it)
        done = command("delete", "--business", business, *START, *ON_SERVER, "--anyway", "--wait", "--json")
        done_there.result()
    (result,) = done.json["results"]
    assert (done.status, result["ended"], product.live(business)) == (1, "cancelled", 7)
    assert result["reason"]


def test_who_stops_waiting_stops_no_job(
    command: Command, product: Product, queue: ServerQueue, business: int
) -> None:
    def interrupt() -> None:
        until(lambda: entries(queue))
        os.kill(os.getpid(), signal.SIGINT)

    with ThreadPoolExecutor(1) as others:
        interrupted = others.submit(interrupt)
        done = command("delete", "--business", business, *START, *ON_SERVER, "--anyway", "--wait", "--json")
        interrupted.result()
    (result,) = done.json["results"]
    assert (done.status, result["ended"], bool(result["reason"])) == (1, "on_server", True)
    assert (product.job_status(), entries(queue)) == ("queued", [result["job"]["id"]])


def test_a_paused_job_is_resumed_on_the_server(
    command: Command, product: Product, queue: ServerQueue, business: int
) -> None:
    job_id = product.job(business, "paused", total=7, cursor='{"last_id": 0, "max_id": 99}')
    done = command("resume", job_id, *ON_SERVER, "--anyway", "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (0, "handed_over")
    assert (product.job_status(job_id), entries(queue)) == ("queued", [job_id])


def test_a_job_that_waits_is_run_here(
    command: Command, here: HereProgram, product: Product, queue: ServerQueue, business: int
) -> None:
    job_id = waiting_job(command, business)
    done = command("resume", job_id, "--on", "here", "--json")
    (result,) = done.json["results"]
    assert (done.status, result["answer"], result["on"]) == (0, "taken_over", "here")
    assert (product.job_status(job_id), product.live(business)) == ("completed", 0)
    assert entries(queue) == []
    assert [line["action"] for line in here.audit()] == ["delete", "run_here"]


def test_a_job_that_waits_is_entered_again(
    command: Command, here: HereProgram, product: Product, queue: ServerQueue, business: int
) -> None:
    job_id = waiting_job(command, business)
    queue.remove([job_id])
    assert entries(queue) == []
    refused = command("resume", job_id, *ON_SERVER)
    assert (refused.status, entries(queue)) == (3, [])
    done = command("resume", job_id, *ON_SERVER, "--anyway", "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (0, "handed_over")
    assert entries(queue) == [job_id]
    assert [line["action"] for line in here.audit()] == ["delete", "enqueue_again"]


def test_without_a_place_a_job_that_waits_is_left_alone(
    command: Command, queue: ServerQueue, business: int
) -> None:
    job_id = waiting_job(command, business)
    done = command("resume", job_id, "--json")
    assert (done.status, done.json["results"][0]["answer"]) == (3, "wrong_status")
    assert entries(queue) == [job_id]


@pytest.mark.parametrize(("action", "status"), [("cancel", "cancelled"), ("pause", "paused")])
def test_a_job_that_is_stopped_leaves_no_entry(
    command: Command,
    product: Product,
    queue: ServerQueue,
    business: int,
    action: str,
    status: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where Redis takes its time, while the command has nothing more to do."""
    job_id = waiting_job(command, business)
    remove = ServerQueue.remove

    def slowly(self: ServerQueue, job_ids: Collection[int]) -> int:
        time.sleep(0.3)
        return remove(self, job_ids)

    monkeypatch.setattr(ServerQueue, "remove", slowly)
    done = command(action, job_id)
    assert (done.status, product.job_status(job_id), entries(queue)) == (0, status, [])


def test_several_and_those_that_are_refused(
    command: Command, product: Product, queue: ServerQueue, business: int
) -> None:
    other, empty = product.business(), product.business()
    product.receipts(other, 2)
    done = command("delete", "--business", business, empty, other, *START, *ON_SERVER, "--anyway", "--json")
    answers = [(one["business_id"], one["answer"], one["on"]) for one in done.json["results"]]
    assert answers == [
        (business, "handed_over", "server"),
        (empty, "nothing_to_delete", None),
        (other, "handed_over", "server"),
    ]
    assert (done.status, len(entries(queue))) == (0, 2)


def test_another_place_is_a_usage_error(command: Command, business: int) -> None:
    assert command("delete", "--business", business, *START, "--on", "there").status == 2


@pytest.mark.parametrize("address", ["http://hush@host", "rediss://user:hush@:x/"])
def test_an_address_that_cannot_be_understood_is_never_repeated(
    command: Command, product: Product, business: int, address: str
) -> None:
    before: Any = product.all_rows()
    done = command("delete", "--business", business, *START, *ON_SERVER, SWEEP_REDIS_URL=address)
    assert done.status in {2, 4}
    assert "hush" not in done.out + done.err
    assert product.all_rows() == before
