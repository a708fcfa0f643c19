"""The Debian packages: one of the console, one of its demo."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from installers.project import BUILD, DEMO, NAME, ROOT, PackagingError, moment, run, say, version

TEMPLATES = ROOT / "packaging" / "linux"
HOME = Path("usr/lib") / NAME
"""Where the bundle is installed, below the root of the system."""

_C_LIBRARY = re.compile(r"(ld-linux.*|lib(c|dl|m|pthread|resolv|rt|util))\.so\.\d+")
_BROUGHT_BY = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxcb.so.1": "libxcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libz.so.1": "zlib1g",
}
"""Which Debian package brings which library that the bundle leaves to the system."""

_ALWAYS = ("fontconfig-config",)
"""Needed without being linked with: without it Qt finds no font of the system."""

_ONLY_WAYLAND = re.compile(r"libwayland-\w+\.so\.\d+")
"""Recommended: they are there wherever a Wayland desktop is, and nobody else needs them."""

_COMPRESSION = ("-Zxz", "-z1")
"""Level 6 takes four times as long, for 3 % less."""

_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def build(bundle: Path, demo: Path, out: Path) -> list[Path]:
    """Make both packages in `out`. Raises PackagingError."""
    made = []
    for name, folder in ((NAME, bundle), (DEMO, demo)):
        root = BUILD / f"deb-{name}"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(folder, root / HOME, symlinks=True, ignore=shutil.ignore_patterns("licences"))
        if name == NAME:
            _lay_out_desktop(root)
        _lay_out_documents(root, name, folder / "licences")
        made.append(_pack(root, name, needs(folder, bundle), out))
    return made


def needs(folder: Path, bundle: Path) -> list[str]:
    """The packages that the programs in a folder need and that the bundle does not bring, as Depends says it.

    Raises PackagingError at a library that no package is known for.
    """
    brought = {path.name for part in (folder, bundle) for path in part.rglob("*")}
    packages = set(_ALWAYS) if folder == bundle else set()
    newest = (0, 0)
    for said in _dynamic_sections(folder):
        versions = [(int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", said)]
        newest = max([newest, *versions])
        for library in set(re.findall(r"NEEDED\s+(\S+)", said)) - brought:
            if _C_LIBRARY.fullmatch(library) or _ONLY_WAYLAND.fullmatch(library):
                continue
            if library not in _BROUGHT_BY:
                raise PackagingError(f"The bundle needs {library}, and no package is known that brings it.")
            packages.add(_BROUGHT_BY[library])
    return [f"libc6 (>= {newest[0]}.{newest[1]})", *sorted(packages)]


def _dynamic_sections(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            is_program = file.read(4) == b"\x7fELF"
        if is_program:
            yield subprocess.run(
                ["objdump", "-p", str(path)], capture_output=True, text=True, check=True
            ).stdout


def fill_in(template: str, values: dict[str, str]) -> str:
    """The template with the values at their @NAMES@. Raises KeyError at a name without a value."""
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], template)


def _lay_out_desktop(root: Path) -> None:
    share = root / "usr" / "share"
    command = root / "usr" / "bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("..", "lib", NAME, NAME))
    day = datetime.fromtimestamp(moment(), UTC)
    values = {"VERSION": version(), "DATE": day.date().isoformat()}
    for template, place in (
        ("sweep.desktop", "applications/sweep.desktop"),
        ("sweep.metainfo.xml", "metainfo/local.sweep.console.metainfo.xml"),
    ):
        _write(share / place, fill_in((TEMPLATES / template).read_text(encoding="utf-8"), values))
    manual = fill_in((TEMPLATES / "sweep.1").read_text(encoding="utf-8"), values)
    _write_packed(share / "man" / "man1" / "sweep.1.gz", manual)
    icons = share / "icons" / "hicolor"
    for size in _ICON_SIZES:
        target = icons / f"{size}x{size}" / "apps" / "sweep.png"
        target.parent.mkdir(parents=True)
        shutil.copyfile(BUILD / "icons" / f"sweep-{size}.png", target)
    drawn = icons / "scalable" / "apps" / "sweep.svg"
    drawn.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / "sweep.svg", drawn)
    _write(
        share / "lintian" / "overrides" / NAME,
        (TEMPLATES / "lintian-overrides").read_text(encoding="utf-8"),
    )


def _lay_out_documents(root: Path, name: str, licences: Path) -> None:
    documents = root / "usr" / "share" / "doc" / name
    shutil.copytree(licences, documents)
    text = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2]
    quoted = "\n".join(f" {line}" if line else " ." for line in text.rstrip().splitlines())
    template = (TEMPLATES / "copyright").read_text(encoding="utf-8")
    _write(documents / "copyright", fill_in(template, {"LICENCE": quoted, "PACKAGE": name}))
    day = datetime.fromtimestamp(moment(), UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    who = re.search(r"^Maintainer: (.*)$", (TEMPLATES / "control").read_text(encoding="utf-8"), re.MULTILINE)
    entry = f"{name} ({version()}) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n"
    _write_packed(documents / "changelog.gz", f"{entry} -- {who[1] if who else ''}  {day}\n")
    _write_packed(documents / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def _pack(root: Path, name: str, packages: list[str], out: Path) -> Path:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in files)
    template = TEMPLATES / ("control" if name == NAME else "control-demo")
    values = {"VERSION": version(), "SIZE": str(kilobytes), "DEPENDS": ", ".join(packages)}
    control = root / "DEBIAN"
    _write(control / "control", fill_in(template.read_text(encoding="utf-8"), values))
    _write(control / "md5sums", "".join(_md5_lines(files, root)))
    _settle(root)
    target = out / f"{name}_{version()}_amd64.deb"
    say(f"Packing {target.name}.")
    run(
        ["dpkg-deb", "--root-owner-group", *_COMPRESSION, "--build", str(root), str(target)],
        "dpkg-deb",
        SOURCE_DATE_EPOCH=str(moment()),
    )
    return target


def _md5_lines(files: Iterable[Path], root: Path) -> Iterator[str]:
    for path in files:
        digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        yield f"{digest}  {path.relative_to(root).as_posix()}\n"


def _settle(root: Path) -> None:
    """One moment and two modes for all: what may be run, and what not."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment(), moment()), follow_symlinks=False)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _write_packed(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
