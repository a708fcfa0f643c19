"""The storms: what the suite has in a short form, from new seeds and for as long as one likes.

    python -m tests.faults.soak [kills] [undo] [machine] [consoles] [fleet] [servers] [infra] [suite]
        [--kills 500] [--worker-kills 100] [--minutes 20] [--seed N]

Each storm says on stderr how far it is, and prints at its end one JSON object on one line. What fails ends
it, with its own message; the seed that was said last, given to `--seed`, begins with the same round.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults import fleet as fleets
from tests.faults import two_consoles
from tests.faults import undo as undoing
from tests.faults.kills import Result, campaign
from tests.faults.machine import LOGGED, play, world_of
from tests.support.databases import Databases
from tests.support.logs import ExpectedLogs
from tests.support.players import SCENES
from tests.support.product import Product
from tests.support.redis_server import redis_server

KILLS_A_ROUND = 25

SUITE = ("-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile")
SERVERS = ("-m", "pytest", "-q", "-m", "soak", "tests/server", "tests/faults")
INFRA = ("-m", "tests.infra", "-q", "-n", "auto", "--dist", "loadfile")


def kills(options: Namespace, seed: int) -> dict[str, Any]:
    """Consoles that are killed in the middle of their jobs, until there were `options.kills`."""

    def tell(result: Result) -> None:
        if result.kills % 25 == 0:
            _say(f"{result.kills} kills, {result.jobs} jobs completed")

    _say(f"kills, seed {seed}")
    with Databases.of_environment(os.environ) as databases, _product(databases) as (product, folder):
        return asdict(campaign(product, folder, kills=options.kills, seed=seed, tell=tell))


def undo(options: Namespace, seed: int) -> dict[str, Any]:
    """Consoles that are killed while they delete and restore, until there were `options.kills`."""

    def tell(result: undoing.Result) -> None:
        if result.kills % 25 == 0:
            _say(f"{result.kills} kills, {result.rounds} businesses restored")

    _say(f"undo, seed {seed}")
    with Databases.of_environment(os.environ) as databases, _product(databases) as (product, folder):
        return asdict(undoing.undo(product, folder, kills=options.kills, seed=seed, tell=tell))


def machine(options: Namespace, seed: int) -> dict[str, Any]:
    """Two consoles and the web side on one business, in every order that chance finds."""
    seen: Counter[str] = Counter()
    with Databases.of_environment(os.environ) as databases, _logs_watched():
        for number in _rounds(options.minutes):
            first = seed + number * len(SCENES)
            _say(f"machine, round {number + 1}, seed {first}; {seen['steps']} steps so far")
            with _product(databases) as (product, folder), world_of(product, folder) as world:
                for place, scene in enumerate(SCENES):
                    play(world, scene, first + place)
            seen += world.seen
    return {"seed": seed, "rounds": number + 1, "seen": dict(sorted(seen.items()))}


def consoles(options: Namespace, seed: int) -> dict[str, Any]:
    """Two console processes and the web side on twenty businesses, at the same time."""
    pressed: Counter[str] = Counter()
    with Databases.of_environment(os.environ) as databases:
        for number in _rounds(options.minutes):
            own = seed + number
            _say(f"consoles, round {number + 1}, seed {own}; pressed {pressed.total()} times so far")
            with (
                _product(databases) as (product, folder),
                two_consoles.street_of(product, folder, own) as street,
            ):
                two_consoles.play(street, own)
                two_consoles.finish(street)
            pressed += street.pressed
    return {"seed": seed, "rounds": number + 1, "pressed": dict(sorted(pressed.items()))}


def fleet(options: Namespace, seed: int) -> dict[str, Any]:
    """Workers on servers that are killed at work, and a Redis that forgets, until there were
    `options.worker_kills`."""
    befell: Counter[str] = Counter()
    pressed: Counter[str] = Counter()
    changes = number = 0
    with Databases.of_environment(os.environ) as databases:
        while befell["kill -9"] < options.worker_kills:
            own, most = seed + number, min(KILLS_A_ROUND, options.worker_kills - befell["kill -9"])
            _say(f"fleet, round {number + 1}, seed {own}; {befell['kill -9']} kills so far")
            with (
                redis_server() as redis,
                _product(databases) as (product, folder),
                fleets.fleet_of(product, folder, redis, own) as ground,
            ):
                fleets.play(ground, own, kills=most)
                fleets.finish(ground)
                changes += len(ground.journal.changes())
            befell += ground.befell
            pressed += ground.pressed
            number += 1
    told = {"befell": dict(sorted(befell.items())), "pressed": dict(sorted(pressed.items()))}
    return {"seed": seed, "rounds": number, "changes": changes, **told}


def infra(options: Namespace, seed: int) -> dict[str, Any]:
    """The tests on servers and storages of others, with those that `test` leaves out, once."""
    del options
    status = subprocess.call([sys.executable, *INFRA, f"--hypothesis-seed={seed}"], stdout=sys.stderr)
    assert status == 0, f"pytest ended with status {status}"
    return {"seed": seed}


def servers(options: Namespace, seed: int) -> dict[str, Any]:
    """What takes minutes, once: workers cut off or waking up late, a console killed at each step."""
    del options
    command = [sys.executable, *SERVERS, f"--hypothesis-seed={seed}"]
    status = subprocess.call(command, stdout=sys.stderr)
    assert status == 0, f"pytest ended with status {status}"
    return {"seed": seed}


def suite(options: Namespace, seed: int) -> dict[str, Any]:
    """All tests, again and again; what hypothesis tries in them is new each time."""
    for number in _rounds(options.minutes):
        _say(f"suite, round {number + 1}, seed {seed + number}")
        command = [sys.executable, *SUITE, f"--hypothesis-seed={seed + number}"]
        status = subprocess.call(command, stdout=sys.stderr)
        assert status == 0, f"pytest ended with status {status}"
    return {"seed": seed, "rounds": number + 1}


STORMS: dict[str, Callable[[Namespace, int], dict[str, Any]]] = {
    "kills": kills,
    "undo": undo,
    "machine": machine,
    "consoles": consoles,
    "fleet": fleet,
    "servers": servers,
    "infra": infra,
    "suite": suite,
}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="soak", description="What the suite has in a short form, for long.")
    parser.add_argument("storms", nargs="*", metavar="STORM", help=f"{', '.join(STORMS)} (default: all)")
    parser.add_argument("--kills", type=int, default=500, help="how many consoles to kill (default: 500)")
    parser.add_argument(
        "--worker-kills", type=int, default=100, help="how many workers on servers to kill (default: 100)"
    )
    parser.add_argument(
        "--minutes", type=float, default=20, help="how long each other storm begins rounds (default: 20)"
    )
    parser.add_argument("--seed", type=int, help="that of an earlier run (default: a new one)")
    options = parser.parse_args(words)
    if unknown := set(options.storms) - STORMS.keys():
        parser.error(f"There is no storm {', '.join(sorted(unknown))}. There are: {', '.join(STORMS)}.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # then, too, the server is stopped
    seed = Random().randrange(2**31) if options.seed is None else options.seed
    for name in options.storms or STORMS:
        print(json.dumps({"storm": name, **STORMS[name](options, seed)}), flush=True)
    return 0


def _rounds(minutes: float, clock: Callable[[], float] = time.monotonic) -> Iterator[int]:
    """At least one, and more so long as the time is not over."""
    number, end = 0, clock() + 60 * minutes
    yield number
    while clock() < end:
        number += 1
        yield number


@contextmanager
def _product(databases: Databases) -> Iterator[tuple[Product, Path]]:
    """A fresh database and storage, and a folder for the data of consoles."""
    with TemporaryDirectory(prefix="sweep-soak-") as name, databases.fresh() as url:
        storage = Path(name) / "storage"
        (storage / "attachments").mkdir(parents=True)
        with Product(url, storage) as product:
            yield product, Path(name)


@contextmanager
def _logs_watched() -> Iterator[None]:
    """As in the suite: what the console warns of unexpectedly is a failure."""
    handler, logger = ExpectedLogs(), logging.getLogger("app")
    handler.expect(LOGGED)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    handler.check()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
