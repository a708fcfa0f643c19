"""Renews the two locks from pyproject.toml: what a developer needs, and what the bundle is built from."""

from __future__ import annotations

import re
import shutil
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

from _setup import BUNDLE_LOCK, LOCK, ROOT, SetupError, python_of

_EXTRAS = ("demo",)
"""What the installed console can do beyond its bare self."""


def renew(arguments: Sequence[str]) -> None:
    """Write both locks, the bundle's with the versions of the developer's; more words are handed to uv.

    Raises SetupError.
    """
    uv = _uv()
    _renew(uv, LOCK, ["--all-extras", *arguments])
    extras = [word for extra in _EXTRAS for word in ("--extra", extra)]
    _renew(uv, BUNDLE_LOCK, [*extras, "--group", "bundle", "--constraint", str(LOCK), *arguments])


def _renew(uv: Sequence[str], lock: Path, arguments: Sequence[str]) -> None:
    command = [*uv, "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes"]
    command += ["--only-binary", ":all:", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    command += ["--custom-compile-command", "python3 packaging/dev.py lock"]
    renewed = ROOT / "build" / lock.name
    renewed.parent.mkdir(exist_ok=True)
    if lock.exists():  # uv keeps the versions that it finds, unless told to upgrade
        shutil.copyfile(lock, renewed)
    if subprocess.call([*command, "--output-file", str(renewed), *arguments], cwd=ROOT) != 0:
        raise SetupError("The packages could not be locked; uv's own message is above.")
    if found := re.search(r"^.*(://|^-| @ ).*$", renewed.read_text(encoding="utf-8"), re.MULTILINE):
        raise SetupError(f"The lock would hold something of this machine, so it was not written: {found[0]}")
    shutil.copyfile(renewed, lock)


def _uv() -> list[str]:
    if found := shutil.which("uv"):
        return [found]
    own = ROOT / "build" / "uv"
    if not python_of(own).exists():
        venv.create(own, with_pip=True)
    if subprocess.call([str(python_of(own)), "-m", "pip", "install", "--quiet", "uv"]) != 0:
        raise SetupError("uv, which makes the lock, could not be installed; pip's own message is above.")
    return [str(python_of(own)), "-m", "uv"]
