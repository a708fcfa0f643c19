"""`main.py worker` as whoever runs a server meets it."""

from __future__ import annotations

import configparser
import json
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.core.exit_status import Exit
from app.queue.server_queue import ServerQueue
from tests.cli.test_without_qt import RUNNER, WINDOW
from tests.server.handing import hand_over
from tests.support.product import Product
from tests.support.program import ROOT, HereProgram, Program, finished, until
from tests.support.running import Station

UNIT = ROOT / "packaging/server/sweep-worker@.service"


@pytest.fixture
def program(product: Product, tmp_path: Path) -> Program:
    return Program(product, tmp_path / "data")


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_it_ends_in_order_and_gives_its_job_back(
    program: Program, product: Product, desk: Station, queue: ServerQueue, redis_url: str
) -> None:
    business = product.business()
    product.receipts(business, 400)
    (job,) = hand_over(desk, business)
    environment = {
        "SWEEP_REDIS_URL": redis_url.replace("redis://", "redis://default:@"),
        "SWEEP_THROTTLE_MS": "50",
        "SWEEP_BATCH_SIZE": "5",
    }
    worker = program.start("worker", "--queues", "sweep,maintenance", **environment)
    until(lambda: product.job_row(job)["succeeded"])
    (listed,) = queue.look().ours
    assert (listed.state, listed.job_id, listed.process_id) == ("busy", job, worker.pid)
    assert product.job_row(job)["cursor"].count(str(listed.console)) == 1
    worker.send_signal(signal.SIGTERM)
    done = finished(worker)
    assert (done.status, done.out) == (0, "")
    row = product.job_row(job)
    assert (row["status"], row["heartbeat_at"]) == ("queued", None)
    (entry,) = queue.look().entries
    assert (entry.job_id, entry.queue) == (job, "maintenance")
    told = lines(done.err)
    assert told[0]["message"].startswith("Listening on sweep, maintenance as sweep-")
    (end,) = [one for one in told if one.get("job") == job]
    assert end["receipts"] == row["succeeded"]
    assert end["business"] == business


def test_it_loads_no_qt(program: Program, product: Product, desk: Station, redis_url: str) -> None:
    business = product.business()
    product.receipts(business, 3, files=1)
    (job,) = hand_over(desk, business)
    words = program.words("worker", "--burst", "--queues", "sweep,maintenance")
    done = finished(program.python("-c", RUNNER, *words, SWEEP_REDIS_URL=redis_url))
    assert done.status == 0
    assert product.job_status(job) == "completed"
    said = done.err.splitlines()[-1].split()
    assert "rq" in said
    assert set(said) & WINDOW == set()


def test_other_commands_load_no_queue(program: Program) -> None:
    words = program.words("jobs")
    done = finished(program.python("-c", RUNNER, *words, SWEEP_REDIS_URL="redis://127.0.0.1:1/0"))
    assert done.status == 0
    assert set(done.err.splitlines()[-1].split()) & {"redis", "rq"} == set()


@pytest.mark.parametrize(
    ("words", "environment", "status", "told"),
    [
        ([], {}, 2, "No Redis is named"),
        (["--queues", "mail"], {}, 2, "--queues takes sweep and maintenance"),
        (["--queues", ","], {}, 2, "--queues takes sweep and maintenance"),
        ([], {"SWEEP_REDIS_URL": "http://queue-1"}, 2, "Invalid Redis URL"),
        (["--burst"], {"SWEEP_REDIS_URL": "redis://127.0.0.1:1/0"}, 4, "cannot be reached"),
        (["--storage-root", "/nowhere"], {"SWEEP_REDIS_URL": "redis://127.0.0.1:1/0"}, 1, "/nowhere"),
        (
            ["--database-url", "postgresql://x@127.0.0.1:1/x"],
            {"SWEEP_REDIS_URL": "redis://127.0.0.1:1/0"},
            4,
            "127.0.0.1:1",
        ),
    ],
)
def test_what_cannot_work_is_said_at_once(
    here: HereProgram, words: list[str], environment: dict[str, str], status: int, told: str
) -> None:
    done = here.call("worker", *words, **environment)
    assert done.status == status
    assert told in done.err.splitlines()[-1]
    assert not done.err.splitlines()[-1].startswith("{")
    assert "Traceback" not in done.err


def test_it_never_tells_a_password(here: HereProgram) -> None:
    done = here.call("worker", SWEEP_REDIS_URL="http://queue-1:hush@x")
    assert "hush" not in done.err + done.out + here.traces()


def test_the_unit_stops_the_worker_alone_and_gives_it_time() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > 2 * 75, "a statement that gets no answer takes 75 s"
    assert service["RestartPreventExitStatus"] == str(int(Exit.USAGE))
    assert " worker --queues " in service["ExecStart"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "sweep-worker@1.service"
    text = UNIT.read_text(encoding="utf-8").replace("/usr/bin/sweep", "/bin/true")  # not installed here,
    text = text.replace("Documentation=man:sweep(1)\n", "")  # and neither is its manual
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
