"""The unpacked bundle: PyInstaller, run from the folder of wheels alone, without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installers import offline, trimming, wheels
from installers.project import BUILD, LOCK, NAME, ROOT, SERVER, PackagingError, moment, say, version

VENV = BUILD / "venv"
FROZEN = BUILD / "frozen"
MEGABYTE = 1_000_000
AIM = 150
"""What the unpacked bundle may weigh without the demo's PostgreSQL, in MB."""

SERVER_AIM = 80
"""The same of the bundle for servers."""

_SPECS = {NAME: "sweep.spec", SERVER: "server.spec"}
_AIMS = {NAME: AIM, SERVER: SERVER_AIM}

_TOOLS = {"objdump": "binutils", "strip": "binutils"}


def bundle(house: Path, *, name: str = NAME) -> Path:
    """Build the bundle, or with SERVER as `name` that for servers, from the wheels in `house`; return its
    folder. Prints the size of each large part.

    Raises PackagingError.
    """
    if missing := {package for tool, package in _TOOLS.items() if _lacks(tool)}:
        raise PackagingError(
            f"PyInstaller needs programs that this system lacks: {', '.join(sorted(missing))}."
        )
    if offline.is_enforced():
        say("Building without a network: the commands run in one of their own that leads nowhere.")
    else:
        say("Building without a network: pip asks no index, and proxies lead nowhere.")
    make_venv(house)
    translate()
    shutil.rmtree(FROZEN, ignore_errors=True)
    FROZEN.mkdir(parents=True)
    draw_icons()
    (BUILD / "version.txt").write_text(_windows_version(version()), encoding="utf-8")
    work = BUILD / "work"
    shutil.rmtree(work, ignore_errors=True)
    say("PyInstaller collects what the console is made of.")
    _python(
        *("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(FROZEN)),
        *("--workpath", str(work), str(ROOT / "packaging" / _SPECS[name])),
        what="PyInstaller",
    )
    folder = FROZEN / name
    report_sizes(folder, _AIMS[name])
    return folder


def make_venv(house: Path) -> None:
    """A virtual environment with exactly what the lock asks for, from the folder alone."""
    asked = house / wheels.REQUIREMENTS
    if not asked.exists():
        raise PackagingError(
            f"There are no wheels in {house}. First run: python3 packaging/dev.py wheelhouse"
        )
    environment = wheels.host().environment(wheels.python_here())
    lock = LOCK.read_text(encoding="utf-8")
    needed = [pin.line() for pin in wheels.pins(lock) if wheels.wanted(pin.marker, environment)]
    if asked.read_text(encoding="utf-8").rstrip("\n") != "\n".join(needed):
        raise PackagingError(
            f"The wheels in {house} are of another lock, or for another system or Python. "
            "Run again: python3 packaging/dev.py wheelhouse"
        )
    shutil.rmtree(VENV, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    _call([base, "-m", "venv", str(VENV)], "Making a virtual environment")
    say("Installing from the wheels, each checked by its hash.")
    _python(
        *("-m", "pip", "install", "--quiet", "--no-index", "--find-links", str(house), "--no-deps"),
        *("--no-compile", "--require-hashes", "--only-binary=:all:", "--requirement", str(asked)),
        what="Installing from the wheels",
    )


def translate() -> None:
    """Compile the translations that the bundle carries."""
    _python(
        "-c",
        "import sys; sys.path.insert(0, 'packaging'); from pathlib import Path; import translations;"
        "translations.build(Path(sys.argv[1]), Path('resources/translations'))",
        str(program("pyside6-lrelease")),
        what="Compiling the translations",
    )


def draw_icons() -> None:
    """The icon in the formats of each system, from the one SVG."""
    _python(
        *("-m", "installers.icons", str(ROOT / "resources" / "icons" / "sweep.svg"), str(BUILD / "icons")),
        what="Drawing the icons",
        PYTHONPATH=str(ROOT / "packaging"),
        QT_QPA_PLATFORM="offscreen",
    )


def tell_contents(bundle: Path, *demo: str) -> None:
    """Write the bill of materials and the licences into the folder of the bundle, and into that of the
    `demo`, which is given with its wheel."""
    listed = FROZEN / "contents.json"
    _python(
        *("-m", "installers.contents", str(listed), str(site_packages()), str(bundle), *demo),
        what="Writing the bill of materials",
        PYTHONPATH=str(ROOT / "packaging"),
    )


def report_sizes(folder: Path, aim: int = AIM) -> None:
    """Print the size of each large part, and whether all is within the aim."""
    parts = list(trimming.sizes(folder))
    small = sum(size for _, size in parts if size < MEGABYTE)
    for part, size in parts:
        if size >= MEGABYTE:
            say(f"  {size / MEGABYTE:6.1f} MB  {part}")
    total = sum(size for _, size in parts)
    say(f"  {small / MEGABYTE:6.1f} MB  all the rest")
    say(f"  {total / MEGABYTE:6.1f} MB  unpacked; the aim is at most {aim} MB without the demo")


def site_packages() -> Path:
    """Where the packages of the virtual environment are."""
    return VENV / (
        "Lib/site-packages" if os.name == "nt" else f"lib/python{wheels.python_here()}/site-packages"
    )


def program(name: str) -> Path:
    """A program of the virtual environment."""
    return VENV / (f"Scripts/{name}.exe" if os.name == "nt" else f"bin/{name}")


def _python(*words: str, what: str, **environment: str) -> None:
    _call([str(program("python")), *words], what, **environment)


def _call(command: list[str], what: str, **environment: str) -> None:
    same_every_time = {
        "SOURCE_DATE_EPOCH": str(moment()),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYINSTALLER_CONFIG_DIR": str(BUILD / "pyinstaller"),
    }
    done = subprocess.call(
        offline.words(command), cwd=ROOT, env=offline.environment() | same_every_time | environment
    )
    if done != 0:
        raise PackagingError(f"{what} failed; its own message is above.")


def _lacks(tool: str) -> bool:
    return sys.platform == "linux" and shutil.which(tool) is None


def _windows_version(text: str) -> str:
    """What Windows shows in the properties of the program, as PyInstaller reads it."""
    numbers = tuple(int(part) for part in [*text.split("."), "0", "0", "0"][:4])
    strings = {
        "CompanyName": "The Sweep authors",
        "FileDescription": "Sweep",
        "FileVersion": text,
        "InternalName": NAME,
        "LegalCopyright": "MIT licence",
        "ProductName": "Sweep",
        "ProductVersion": text,
    }
    lines = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{lines}])]),"
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )
