"""The contest of tests/faults/fleet.py: three workers, two consoles and the web side, from a fixed seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.faults.fleet import finish, fleet_of, play
from tests.support.product import Product
from tests.support.redis_server import redis_server

SEED = 20261127
KILLS = 12


def test_workers_consoles_and_the_web_side_at_the_same_time_break_no_rule(
    product: Product, tmp_path: Path
) -> None:
    with redis_server() as redis, fleet_of(product, tmp_path, redis, SEED) as fleet:
        print(f"seed {SEED}")
        play(fleet, SEED, kills=KILLS)
        finish(fleet)
        changes = fleet.journal.changes()
    ways = Counter(f"{'worker' if change.is_for_many else change.who[:5]} {change.way}" for change in changes)
    twice = sum(change.again for change in changes)
    print(fleet.pressed, fleet.befell, f"{len(changes)} changes, {twice} deleted twice", sep="\n")
    print(*sorted(ways.items()), sep="\n")
    assert fleet.befell["kill -9"] == KILLS
    assert min(fleet.befell[one] for one in ("killed at work", "entry doubled", "Redis flushed")) > 0
    assert ways["worker ('queued', 'running')"] > 20
