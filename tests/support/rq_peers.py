"""RQ of other versions, as the product may have it: fetched below `build`, run in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest
import rq

from tests.support.fetching import NotToBeHadError, fetched, run

INSTALLED = rq.__version__
"""What the console itself has."""

PEERS = MappingProxyType(
    {
        "2.0.0": ("rq==2.0.0", "redis==5.3.1", "click==8.5.1"),
        "2.6.1": ("rq==2.6.1", "redis==7.4.1", "click==8.5.1", "croniter==7.0.0"),
        "2.12.0": ("rq==2.12.0", "redis==8.1.0", "click==8.5.1", "croniter==7.0.0"),
    }
)
"""The oldest that the product may have, that of its lock, and the newest 2.x, each with a client of Redis
that fits."""

_CHILD = Path(__file__).with_name("rq_peer_child.py")
_GUARD_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Peer:
    """RQ of a version. `folder` is where it lies; None for the one that is installed."""

    version: str
    folder: Path | None

    @contextmanager
    def working(self, url: str, web: Path) -> Iterator[subprocess.Popen[str]]:
        """Its stock worker on the queue `maintenance`, until nothing waits there. `web` is a folder with the
        web's code."""
        with subprocess.Popen(
            [*self._command("work"), url], env=self._environment(web), stdin=subprocess.DEVNULL, text=True
        ) as process:
            try:
                yield process
                assert process.wait(_GUARD_SECONDS) == 0
            finally:
                process.kill()

    def enters(self, url: str, job_id: int, **options: object) -> dict[str, str]:
        """Enters a job as the web API does; the entry's hash, with its id."""
        done = subprocess.run(
            [*self._command("enter"), url, str(job_id), json.dumps(options)],
            env=self._environment(None),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GUARD_SECONDS,
            check=True,
        )
        told: dict[str, str] = json.loads(done.stdout)
        assert told.pop("version") == self.version
        return told

    def _command(self, what: str) -> list[str]:
        return [sys.executable, str(_CHILD), what]

    def _environment(self, web: Path | None) -> dict[str, str]:
        path = os.pathsep.join(str(one) for one in (self.folder, web) if one)
        return os.environ | {"PYTHONPATH": path, "PYTHONWARNINGS": "ignore"}


def peer(version: str) -> Peer:
    """RQ of this version. Skips the test where it is not to be had."""
    if version == INSTALLED:
        return Peer(version, None)
    try:
        return Peer(version, place(version))
    except NotToBeHadError as error:
        pytest.skip(f"There is no RQ {version} here: {error}")


def place(version: str) -> Path:
    """Where this version lies. Raises NotToBeHadError."""

    def unpack(folder: Path, root: Path) -> None:
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        run(*pip, "--target", str(root), *PEERS[version], folder=folder)

    return fetched(f"rq-{version}", unpack)
