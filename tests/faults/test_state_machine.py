"""The state machine of tests/faults/machine.py, from a fixed seed that is known to try what it is about."""

from __future__ import annotations

from pathlib import Path

from tests.faults.machine import LOGGED, play, world_of
from tests.support.logs import ExpectedLogs
from tests.support.players import SCENES
from tests.support.product import Product

SEED = 103

NOT_TO_BE_MISSED = {
    "console: None -> queued",
    "console: queued -> running",
    "console: queued -> paused",
    "console: queued -> cancelled",
    "console: running -> queued",
    "console: running -> paused",
    "console: running -> cancelled",
    "console: running -> completed",
    "console: running -> failed",
    "console: paused -> queued",
    "console: paused -> cancelled",
    "console: failed -> queued",
    "console: completed -> queued",
    "console: takes over",
    "console: pauses what runs elsewhere",
    "console: pauses what waits elsewhere",
    "console: pauses for want of a right",
    "console: freezes an end",
    "console: notes a receipt that was skipped",
    "console: tells of receipts that are live",
    "web: cancelled -> running",
    "web: completed -> running",
    "web: failed -> running",
    "web: paused -> queued",
    "web: running -> cancelled",
    "web: running -> completed",
    "web: running -> failed",
    "web: failed -> completed",
    "web: works on a job that is failed",
    "web: works on a job that is paused",
    "web: begins under a console",
    "web: sets counts back",
    "web: ends a retry",
    "web: ends a job and leaves receipts",
    "delete_all answers still_alive",
    "resume answers still_alive",
    "retry answers still_alive",
    "take_over answers still_alive",
    "mark_failed answers still_alive",
    "pause answers run_elsewhere",
}
"""Else chance was not let try what this is about. What is rarer stands in tests/db/test_web_surprises.py and
test_living_jobs.py."""


def test_whatever_two_consoles_and_the_web_side_do_no_rule_is_broken(
    product: Product, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(LOGGED)
    with world_of(product, tmp_path) as world:
        for number, scene in enumerate(SCENES):
            print(f"seed {SEED + number}: {scene}")
            play(world, scene, SEED + number)
    print(*(f"{count:6} {what}" for what, count in sorted(world.seen.items())), sep="\n")
    missed = NOT_TO_BE_MISSED - world.seen.keys()
    assert not missed
