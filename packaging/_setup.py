"""Makes the project's own `.venv` complete, from nothing but Python; standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
BUNDLE_LOCK = ROOT / "packaging" / "bundle.lock"

# Which Debian package brings which library that Qt loads (found by trying on a bare Debian 12).
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
# Qt's own message names xcb-cursor0, whichever of these is missing.
X_WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What `dev.py e2e` works a real window with: a screen, a window manager, and hands for mouse and keys.
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do, in whole sentences."""


def set_up() -> Path:
    """Make everything that the console and its checks need; return the folder of `.venv`'s programs.

    Work that is already done is recognised and not done again. Raises SetupError.
    """
    install_missing_libraries()
    stamp = stamp_for(LOCK.read_bytes(), platform.python_version(), VENV)
    if not is_complete(VENV, stamp):
        make_venv(VENV, LOCK, stamp)
    return scripts_of(VENV)


def has_display(environ: Mapping[str, str], system: str = sys.platform) -> bool:
    """Whether a window can be shown; only Linux goes without a display."""
    return system != "linux" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def required_libraries(environ: Mapping[str, str], system: str = sys.platform) -> dict[str, str]:
    """The shared libraries Qt needs from the system, each with the Debian package that brings it."""
    if system != "linux":
        return {}
    return QT_LIBRARIES | (X_WINDOW_LIBRARIES if has_display(environ, system) else {})


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_screen() -> None:
    """What a real window needs where there is no display: a virtual screen, its tools, and Qt's part of it.

    Raises SetupError, with the exact line to run where it may not install.
    """
    if sys.platform != "linux":
        raise SetupError("A real window is driven through an X server, which is done on Linux only.")
    absent = {name: package for name, package in SCREEN_PROGRAMS.items() if shutil.which(name) is None}
    if absent:
        install_with_apt(absent.values(), f"A virtual screen needs programs: {', '.join(absent)}.")
    install_missing_libraries({"DISPLAY": ":0"})


def install_missing_libraries(environ: Mapping[str, str] = os.environ) -> None:
    def missing() -> dict[str, str]:
        return {name: package for name, package in required_libraries(environ).items() if not can_load(name)}

    if not (absent := missing()):
        return
    install_with_apt(absent.values(), f"Qt needs libraries that this system lacks: {', '.join(absent)}.")
    if absent := missing():
        raise SetupError(
            f"Qt's libraries {', '.join(absent)} cannot be loaded, although they were installed."
        )


def install_with_apt(packages: Iterable[str], why: str) -> None:
    """Install Debian packages where that is allowed without asking; else say the exact line to run."""
    names = sorted(packages)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if shutil.which("apt-get") is None:
        raise SetupError(
            f"{why} Install them with this system's package manager, then start again "
            f"(Debian's names for the packages: {' '.join(names)})."
        )
    prefix = privilege()
    if prefix is None:
        raise SetupError(
            f"{why} Run this line, then start again:\n    sudo apt-get update && sudo {' '.join(install)}"
        )
    say(f"{why} Installing them: {' '.join(names)}")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    for command in (["apt-get", "update", "-q"], [*install, "-q"]):
        if subprocess.call([*quiet, *command], stdin=subprocess.DEVNULL) != 0:
            raise SetupError(f"This command failed; its own message is above: {' '.join(prefix + command)}")


def privilege() -> list[str] | None:
    """What to put before a command so that it runs as root unasked; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def make_venv(venv: Path, lock: Path, stamp: str) -> None:
    """Make `venv` anew, with exactly the locked packages. The stamp is written last."""
    if importlib.util.find_spec("ensurepip") is None:  # Debian ships it in a package of its own
        install_with_apt(
            [f"python3.{sys.version_info.minor}-venv"], "This Python cannot make a virtual environment."
        )
    if venv.exists() or venv.is_symlink():
        say(f"{venv.name} is missing something or out of date, and is made anew.")
        remove(venv)
    say("Installing the Python packages, about 220 MB to download; this happens once.")
    # Started with .venv's own Python, that Python has just been removed: use the one below it.
    base = getattr(sys, "_base_executable", sys.executable)
    if subprocess.call([base, "-m", "venv", str(venv)]) != 0:
        raise SetupError(f"Python could not make {venv}; its own message is above.")
    arguments = ["--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary=:all:"]
    if not sys.stdout.isatty():
        arguments.append("--quiet")
    if subprocess.call([str(python_of(venv)), "-m", "pip", "install", *arguments, "-r", str(lock)]) != 0:
        raise SetupError(
            "The Python packages could not be installed; pip's own message is above. "
            "Check the network and pip's settings (proxy, index), then start again."
        )
    write_stamp(venv, stamp)


def remove(venv: Path) -> None:
    try:
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        else:
            shutil.rmtree(venv)
    except OSError as error:
        raise SetupError(
            f"{venv} cannot be removed ({error.strerror}). Close the programs that use it, then start again."
        ) from error


def stamp_for(lock: bytes, python: str, venv: Path) -> str:
    """What `.venv` was made from. Its place counts: the programs in it hold absolute paths."""
    return hashlib.sha256(b"\0".join([lock, python.encode(), os.fsencode(venv)])).hexdigest()


def write_stamp(venv: Path, stamp: str) -> None:
    stamp_file(venv).write_text("\n".join([stamp, *sorted(installed_names(venv))]), encoding="utf-8")


def is_complete(venv: Path, stamp: str) -> bool:
    """Whether `venv` was made to its end from the same parts, still runs, and has lost no package since."""
    try:
        written, *names = stamp_file(venv).read_text(encoding="utf-8").splitlines()
        if written != stamp or not set(names) <= installed_names(venv):
            return False
        probe = subprocess.run([str(python_of(venv)), "-c", ""], capture_output=True, check=False)
    except (OSError, ValueError):  # no stamp, an empty one, no packages, or no Python
        return False
    return probe.returncode == 0


def installed_names(venv: Path) -> set[str]:
    return set(os.listdir(_path_in(venv, "purelib"))) - {"__pycache__"}


def stamp_file(venv: Path) -> Path:
    return venv / "sweep-setup"


def scripts_of(venv: Path) -> Path:
    return _path_in(venv, "scripts")


def python_of(venv: Path) -> Path:
    return program(scripts_of(venv), "python")


def program(folder: Path, name: str) -> Path:
    """A program in `.venv`, by the name it has on this system."""
    return folder / (f"{name}.exe" if os.name == "nt" else name)


def _path_in(venv: Path, what: str) -> Path:
    return Path(sysconfig.get_path(what, "venv", vars={"base": str(venv), "platbase": str(venv)}))


def say(text: str) -> None:
    print(text, flush=True)
