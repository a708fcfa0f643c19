"""The wheels that a bundle is built from, downloaded for one target into a folder that can be carried."""

from __future__ import annotations

import ast
import hashlib
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from installers.project import BUILD, LOCK, PackagingError, run, say

REQUIREMENTS = "requirements.txt"
"""In the folder of wheels: what the lock asks for on its target, with hashes."""


@dataclass(frozen=True, slots=True)
class Target:
    """A system to build on: how wheels and how environment markers name it."""

    name: str
    platforms: tuple[str, ...]
    system: str
    markers: Mapping[str, str]

    def environment(self, python: str) -> dict[str, str]:
        """What environment markers see there, under Python `python` ("3.11")."""
        return {
            **self.markers,
            "sys_platform": self.system,
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }


def _manylinux(machine: str) -> tuple[str, ...]:
    """From glibc 2.35 down: what Debian 12 and Ubuntu 22.04 can load."""
    old = ("manylinux2014", "manylinux2010", "manylinux1", "linux")
    return (
        *(f"manylinux_2_{minor}_{machine}" for minor in range(35, 4, -1)),
        *(f"{o}_{machine}" for o in old),
    )


def _macos(machine: str) -> tuple[str, ...]:
    releases = [f"{major}_0" for major in range(14, 10, -1)] + [f"10_{minor}" for minor in range(16, 8, -1)]
    return tuple(f"macosx_{release}_{kind}" for release in releases for kind in (machine, "universal2"))


TARGETS = {
    target.name: target
    for target in (
        Target(
            "linux-x86_64",
            _manylinux("x86_64"),
            "linux",
            {"os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
        ),
        Target(
            "windows-x86_64",
            ("win_amd64",),
            "win32",
            {"os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
        ),
        Target(
            "macos-arm64",
            _macos("arm64"),
            "darwin",
            {"os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
        ),
        Target(
            "macos-x86_64",
            _macos("x86_64"),
            "darwin",
            {"os_name": "posix", "platform_system": "Darwin", "platform_machine": "x86_64"},
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the lock: its exact version, where it is needed, and the hashes it may have."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def line(self) -> str:
        """As a line of a requirements file, without the marker."""
        return " \\\n    ".join(
            [f"{self.name}=={self.version}", *(f"--hash=sha256:{h}" for h in self.hashes)]
        )


def host() -> Target:
    """The target that this machine is. Raises PackagingError where there is none."""
    for target in TARGETS.values():
        seen = target.markers["platform_machine"]
        if target.system == sys.platform and platform.machine() == seen:
            return target
    raise PackagingError(
        f"There is no target for {sys.platform} on {platform.machine()}. There are: {', '.join(TARGETS)}."
    )


def python_here() -> str:
    """The Python that wheels are chosen for, as "3.11"."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def house_of(target: Target, python: str) -> Path:
    """Where the wheels lie, unless another folder is named."""
    return BUILD / "wheels" / f"{target.name}-py{python}"


def pins(lock: str) -> Iterator[Pin]:
    """What a lock with hashes holds. Raises PackagingError at a package without one."""
    for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock).strip()):
        found = re.match(r"([\w.\-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*(?:\\|$)", entry)
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
        if found is None or not hashes:
            raise PackagingError(f"The lock names a package without version or hash: {entry.splitlines()[0]}")
        yield Pin(found[1], found[2], found[3] or "", hashes)


def wanted(marker: str, environment: Mapping[str, str]) -> bool:
    """Whether an environment marker holds there; an empty one always does.

    pip would ask this of the machine it runs on, which need not be the target. Markers are written like
    expressions of Python, and the lock's compare a name with a text, joined by `and` and `or`.
    """
    return not marker or _holds(ast.parse(marker, mode="eval").body, environment)


def _holds(node: ast.expr, environment: Mapping[str, str]) -> bool:
    match node:
        case ast.BoolOp(ast.And(), parts):
            return all(_holds(part, environment) for part in parts)
        case ast.BoolOp(ast.Or(), parts):
            return any(_holds(part, environment) for part in parts)
        case ast.Compare(ast.Name(name), [operator], [ast.Constant(str(value))]) if name in environment:
            return _compare(environment[name], operator, value, is_version="version" in name)
    raise PackagingError(f"The lock has a marker that is not understood here: {ast.unparse(node)}")


def _compare(seen: str, operator: ast.cmpop, value: str, *, is_version: bool) -> bool:
    left, right = (_numbers(seen), _numbers(value)) if is_version else (seen, value)
    match operator:
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.Lt():
            return left < right  # type: ignore[operator] # both are texts, or both are tuples
        case ast.GtE():
            return left >= right  # type: ignore[operator] # as above
    raise PackagingError(f"The lock compares in a way that is not understood here: {value}")


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (3 - len(numbers)))


def download(pip: list[str], target: Target, python: str, house: Path) -> None:
    """Fill the folder with every wheel that the lock asks for on the target, checked by its hash.

    Wheels that are there already are not asked for again. `pip` is the command to run pip with. Raises
    PackagingError.
    """
    house.mkdir(parents=True, exist_ok=True)
    environment = target.environment(python)
    needed = [pin for pin in pins(LOCK.read_text(encoding="utf-8")) if wanted(pin.marker, environment)]
    (house / REQUIREMENTS).write_text("\n".join(pin.line() for pin in needed) + "\n", encoding="utf-8")
    present = {sha256(wheel): wheel for wheel in house.glob("*.whl")}
    allowed = {one for pin in needed for one in pin.hashes}
    for digest, wheel in present.items():
        if digest not in allowed:  # of an older lock
            wheel.unlink()
    missing = [pin for pin in needed if not present.keys() & set(pin.hashes)]
    if missing:
        _fetch(pip, target, python, house, missing)
    megabytes = sum(wheel.stat().st_size for wheel in house.glob("*.whl")) / 1e6
    say(f"{len(needed)} wheels, {megabytes:.0f} MB, for {target.name} and Python {python}: {house}")


def _fetch(pip: list[str], target: Target, python: str, house: Path, missing: list[Pin]) -> None:
    say(f"Downloading {len(missing)} wheels.")
    ask = house / "missing.txt"
    ask.write_text("\n".join(pin.line() for pin in missing) + "\n", encoding="utf-8")
    words = [*pip, "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
    words += ["--require-hashes", "--only-binary=:all:", "--dest", str(house), "--requirement", str(ask)]
    words += ["--implementation", "cp", "--python-version", python]
    for abi in (f"cp{python.replace('.', '')}", "abi3", "none"):
        words += ["--abi", abi]
    for one in target.platforms:
        words += ["--platform", one]
    try:
        run(words, f"Downloading the wheels for {target.name}")
    finally:
        ask.unlink()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
