"""The commands of packaging/dev.py that make and try installers."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from installers import archives, contents, debian, demo_part, freeze, wheels
from installers.project import BUILD, DEMO, NAME, OUT, PackagingError, say, version


def wheelhouse(words: Sequence[str]) -> None:
    """Download the wheels of the bundle into a folder. Raises PackagingError."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py wheelhouse")
    parser.add_argument("--target", choices=wheels.TARGETS, help="the system to build on; else this one")
    parser.add_argument(
        "--python", default=wheels.python_here(), help="its Python; else this one: %(default)s"
    )
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder; else one below build/")
    options = parser.parse_args(words)
    target = wheels.TARGETS[options.target] if options.target else wheels.host()
    tools = BUILD / "pip"
    python = tools / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(tools, with_pip=True, symlinks=sys.platform != "win32")
    house = (options.to or wheels.house_of(target, options.python)).absolute()
    wheels.download([str(python), "-m", "pip"], target, options.python, house)


def dist(words: Sequence[str]) -> None:
    """Build from the folder of wheels what a person on this system installs. Raises PackagingError."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py dist")
    parser.add_argument("--wheelhouse", type=Path, metavar="DIR", help="the folder of wheels, if another")
    options = parser.parse_args(words)
    house = options.wheelhouse or wheels.house_of(wheels.host(), wheels.python_here())
    say(f"Sweep {version()}")
    bundle = freeze.bundle(house.absolute())
    site = freeze.site_packages()
    demo = demo_part.collect(site)
    listed = json.loads((freeze.FROZEN / "contents.json").read_text(encoding="utf-8"))
    parts = contents.components(listed, site)
    contents.write(bundle / "licences", NAME, parts)
    contents.write(demo / "licences", DEMO, [contents.demo_component(site, demo_part.WHEEL)])
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    made = _pack(bundle, demo, parts)
    archives.write_checksums(made, OUT / archives.CHECKSUMS)
    for path in (*made, OUT / archives.CHECKSUMS):
        say(f"  {path.stat().st_size / 1e6:6.1f} MB  {path.relative_to(OUT.parent)}")


def _pack(bundle: Path, demo: Path, parts: list[contents.Component]) -> list[Path]:
    if sys.platform == "linux":
        kind = wheels.host().name
        made = []
        for name, folder in ((NAME, bundle), (DEMO, demo)):
            target = OUT / f"{name}-{version()}-{kind}.tar.gz"
            archives.write_tar(target, folder, f"{NAME}-{version()}")
            made.append(target)
        if shutil.which("dpkg-deb"):
            made += debian.build(bundle, demo, parts, OUT)
        else:
            say("There is no dpkg-deb here, so no .deb was made.")
        return made
    raise PackagingError(f"Nothing is known about packages for {sys.platform}.")
