"""The commands of packaging/dev.py that make and try installers."""

from __future__ import annotations

import argparse
import shutil
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from _setup import SetupError, install_missing_libraries, install_with_apt
from installers import archives, clean_root, debian, demo_part, freeze, wheels, windows
from installers.project import BUILD, DEMO, NAME, OUT, SERVER, PackagingError, run, say, version

_BUILD_TOOLS = {"objdump": "binutils", "dpkg-deb": "dpkg"}


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
    if target.system == sys.platform == "linux":
        _install_for_building()
    wheels.download([str(python), "-m", "pip"], target, options.python, house)


def dist(words: Sequence[str]) -> None:
    """Build from the folder of wheels what a person on this system installs. Raises PackagingError."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py dist")
    parser.add_argument("--wheelhouse", type=Path, metavar="DIR", help="the folder of wheels, if another")
    parser.add_argument("--server", action="store_true", help="only the bundle for servers, without a window")
    options = parser.parse_args(words)
    house = options.wheelhouse or wheels.house_of(wheels.host(), wheels.python_here())
    say(f"Sweep {version()}")
    if options.server:
        made = [_server_archive(house.absolute())]
    else:
        bundle = freeze.bundle(house.absolute())
        demo = demo_part.collect(freeze.site_packages())
        freeze.tell_contents(bundle, str(demo), demo_part.WHEEL)
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir()
        made = _pack(bundle, demo)
    archives.write_checksums(made, OUT / archives.CHECKSUMS)
    for path in (*made, OUT / archives.CHECKSUMS):
        say(f"  {path.stat().st_size / 1e6:6.1f} MB  {path.relative_to(OUT.parent)}")


def test_dist() -> None:
    """Try what `dist` made: in a clean Debian, and the Windows installer's script with makensis.

    Raises PackagingError.
    """
    clean_root.try_packages(OUT)
    if shutil.which("makensis") is None:
        try:
            install_with_apt(["nsis"], "The Windows installer is compiled by makensis.")
        except SetupError as error:
            say(f"{error}\nSo the Windows installer was not compiled.")
            return
    target = BUILD / f"Sweep-{version()}-setup.exe"
    windows.compile_installer(windows.stand_in(), BUILD / "icons" / "sweep.ico", target)
    say(f"The Windows installer compiles, from a stand-in for the bundle: {target.name}.")


def _install_for_building() -> None:
    """PyInstaller copies the system's libraries for a window into the bundle: they must be there."""
    install_missing_libraries({"DISPLAY": ":0"})
    if absent := {name: package for name, package in _BUILD_TOOLS.items() if shutil.which(name) is None}:
        install_with_apt(absent.values(), f"Packages are made by programs: {', '.join(absent)}.")


def _server_archive(house: Path) -> Path:
    """The bundle for servers, beside whatever was made before. Raises PackagingError."""
    if sys.platform != "linux":
        raise PackagingError("The bundle for servers is made on Linux.")
    bundle = freeze.bundle(house, name=SERVER)
    freeze.tell_contents(bundle)
    OUT.mkdir(exist_ok=True)
    target = OUT / f"{SERVER}-{version()}-{wheels.host().name}.tar.gz"
    archives.write_tar(target, bundle, f"{SERVER}-{version()}")
    return target


def _pack(bundle: Path, demo: Path) -> list[Path]:
    if sys.platform == "linux":
        kind = wheels.host().name
        made = []
        for name, folder in ((NAME, bundle), (DEMO, demo)):
            target = OUT / f"{name}-{version()}-{kind}.tar.gz"
            archives.write_tar(target, folder, f"{NAME}-{version()}")
            made.append(target)
        if shutil.which("dpkg-deb"):
            made += debian.build(bundle, demo, OUT)
        else:
            say("There is no dpkg-deb here, so no .deb was made.")
        return made
    if sys.platform == "win32":
        target = OUT / f"Sweep-{version()}-setup.exe"
        return [windows.compile_installer(bundle, BUILD / "icons" / "sweep.ico", target)]
    if sys.platform == "darwin":
        target = OUT / f"Sweep-{version()}-{wheels.host().name}.dmg"
        words = ["hdiutil", "create", "-volname", "Sweep", "-format", "UDZO", "-ov"]
        run([*words, "-srcfolder", str(bundle.with_name("Sweep.app")), str(target)], "hdiutil")
        return [target]
    raise PackagingError(f"Nothing is known about packages for {sys.platform}.")
