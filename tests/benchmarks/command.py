"""The program as a person starts it: a process from its start to its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.settings import DATA_DIR, OURS, PASSWORD
from tests.benchmarks.content import EMAIL, WORD

ROOT = Path(__file__).resolve().parents[2]
NO_KEYRING = "keyring.backends.null.Keyring"


def run(*arguments: str) -> tuple[float, str]:
    """Seconds of a Python program, and what it printed. It sees none of our settings, and a data folder of
    its own. Raises CalledProcessError where it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    # A second start finds the modules compiled, unless somebody keeps Python from writing them down.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory() as folder:
        ours = {DATA_DIR: folder, PASSWORD: WORD, "PYTHON_KEYRING_BACKEND": NO_KEYRING}
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=kept | ours,
            cwd=ROOT,
        )
        return time.perf_counter() - began, done.stdout


def delete(url: str, businesses: Sequence[int], root: Path, receipts: int) -> float:
    """Deletes all `receipts` of the businesses, whose files are below `root`, files at once, with default
    settings else; returns the seconds of the whole command."""
    place = ("--database-url", url, "--storage-root", str(root), "--user", EMAIL)
    how = ("--confirm", "DELETE", "--keep-files", "0", "--json")
    took, said = run("main.py", "delete", *place, *how, "--business", *map(str, businesses))
    told = json.loads(said)
    assert told["ok"], told
    assert told["deleted"] == receipts, told
    return took
