"""Programs that others have made, fetched below `build` for the tests and not installed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

BUILD = Path(__file__).resolve().parents[2] / "build"
_FETCH_SECONDS = 120


class NotToBeHadError(Exception):
    """A program cannot be had here, and why."""


def fetched(name: str, unpack: Callable[[Path, Path], None]) -> Path:
    """The folder `name` below `build`; where there is none yet, `unpack(folder, root)` fills `root`, and may
    leave what it likes in `folder`. One process at a time, and whole or not at all.

    Raises NotToBeHadError as `unpack` does.
    """
    target = BUILD / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_name(f"{target.name}.lock"), timeout=4 * _FETCH_SECONDS):
        if not target.exists():
            with TemporaryDirectory(prefix=f"{target.name}-", dir=target.parent) as made:
                folder = Path(made)
                (folder / "root").mkdir()
                unpack(folder, folder / "root")
                (folder / "root").rename(target)
    return target


def run(*command: str, folder: Path) -> str:
    """What a program prints. Raises NotToBeHadError where it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_FETCH_SECONDS,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToBeHadError(str(error)) from error
    if done.returncode != 0:
        raise NotToBeHadError(f"{' '.join(command[:2])} failed: {done.stderr.strip()[-300:]}")
    return done.stdout


def libraries_in(root: Path) -> str:
    """The folders with libraries below `root`, for LD_LIBRARY_PATH."""
    return os.pathsep.join(sorted({str(path.parent) for path in root.rglob("lib*.so*")}))
