"""Packages of Debian, fetched and unpacked below `build` without being installed."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from tests.support.fetching import NotToBeHadError, fetched, libraries_in, run

# What every program here already runs with, and a compiler as large as all else, for which nobody waits here.
_NOT_TO_FETCH = re.compile(r"libc6|libgcc-s1|libllvm.*")


def package(name: str, program: str) -> Path:
    """The root below which Debian's package `name` is unpacked, with the libraries that its `program` lacks
    here (see `fetching.libraries_in`).

    Raises NotToBeHadError where that cannot be done.
    """
    tools = ("apt-get", "apt-cache", "dpkg-deb", "ldd")
    if sys.platform != "linux" or not all(map(shutil.which, tools)):
        raise NotToBeHadError("it is not installed, and this is no Debian to fetch it from.")

    def unpack(folder: Path, root: Path) -> None:
        needed = _unpack(name, folder, root)
        met = set(needed)
        while needed and _lacks_libraries(root / program, root):
            deeper = {one for library in needed for one in _unpack(library, folder, root)}
            needed, met = deeper - met, met | deeper

    return fetched(name, unpack)


def depends_on(name: str) -> list[str]:
    """The packages that a package of Debian depends on. Raises NotToBeHadError."""
    if not shutil.which("apt-cache"):
        raise NotToBeHadError("it is not installed, and this is no Debian to fetch it from.")
    said = run("apt-cache", "depends", name, folder=Path.cwd())
    return re.findall(r"Depends: ([a-z0-9.+-]+)", said)


def _unpack(name: str, folder: Path, root: Path) -> set[str]:
    """Fetches a package and unpacks it; the libraries that it needs."""
    archive = _download(name, folder)
    run("dpkg-deb", "-x", str(archive), str(root), folder=folder)
    needed = run("dpkg-deb", "-f", str(archive), "Depends", folder=folder)
    libraries = re.findall(r"(?:^|, )(lib[a-z0-9.+-]+)", needed)
    return {one for one in libraries if not _NOT_TO_FETCH.fullmatch(one)}


def _download(name: str, folder: Path) -> Path:
    """Fetches a package into `folder`. Root's lists of packages may be older than the archive, or missing."""
    before = set(folder.glob("*.deb"))
    try:
        run("apt-get", "download", name, folder=folder)
    except NotToBeHadError:
        if os.geteuid() != 0 or before:
            raise
        run("apt-get", "update", folder=folder)
        run("apt-get", "download", name, folder=folder)
    (archive,) = set(folder.glob("*.deb")) - before
    return archive


def _lacks_libraries(program: Path, root: Path) -> bool:
    found = libraries_in(root)
    return "not found" in run("env", f"LD_LIBRARY_PATH={found}", "ldd", str(program), folder=root)
