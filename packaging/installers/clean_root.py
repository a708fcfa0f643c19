"""Tries the Debian packages in a system that has nothing else: installed, used, and removed again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from _setup import install_with_apt
from installers.project import BUILD, DEMO, NAME, PackagingError, run, say, version

PERSON = "dana"
"""Who uses the console there: an account without rights."""

_X_SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - where every X server has its sockets
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - PostgreSQL wants it
_PACKAGES = "/var/cache"
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_ROOTS = BUILD / "roots"
_TOOLS = {"debootstrap": "debootstrap", "Xvfb": "xvfb"}

# Not what a package leaves behind: what the system itself notes, and what is gone at the next start.
_NOT_COUNTED = re.compile(
    r"(proc|sys|dev|run|tmp|var/(tmp|log|cache|lib/dpkg|lib/apt)|etc/ld\.so\.cache)(/|$)"
)


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian system below a folder. What runs in it has no network, and no environment but what is said."""

    folder: Path

    def call(self, *command: str, person: str | None = None, **environment: str) -> tuple[int, str]:
        """Run a command in it, as root or as somebody else; return its exit status and what it wrote."""
        home = f"/home/{person}" if person else "/"
        steps = [
            "mount --make-rprivate /",
            f"mount -t proc proc {self.folder}/proc",
            f"mkdir -p {_X_SOCKETS} {self.folder}{_SHARED_MEMORY} {self.folder}{_X_SOCKETS}",
            f"mount -t tmpfs -o mode=1777 tmpfs {self.folder}{_SHARED_MEMORY}",
            f"mount --bind {_X_SOCKETS} {self.folder}{_X_SOCKETS}",
            'exec "$@"',
        ]
        words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--net", "--"]
        words += ["sh", "-ec", "\n".join(steps), "sh", "chroot"]
        words += [f"--userspec={person}:{person}"] if person else []
        words += [str(self.folder), "/usr/bin/env", "-i", f"--chdir={home}"]
        words += [f"{name}={value}" for name, value in environment.items()] + list(command)
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def must(self, *command: str, person: str | None = None, **environment: str) -> str:
        """As `call`; raises PackagingError with what it wrote where it fails."""
        status, said = self.call(*command, person=person, **environment)
        if status != 0:
            raise PackagingError(f"In the clean system this failed with status {status}: {command}\n{said}")
        return said

    def files(self) -> set[str]:
        """Everything in it that counts, by its path."""
        return {
            path
            for folder, folders, files in os.walk(self.folder)
            for name in (*folders, *files)
            if not _NOT_COUNTED.match(path := os.path.relpath(os.path.join(folder, name), self.folder))
        }


def try_packages(out: Path) -> None:
    """Install the packages of `out`, run the smoke offscreen and in a window, remove them, look for remains.

    Raises PackagingError.
    """
    package, demo = (_package(out, name) for name in (NAME, DEMO))
    root = clean_root(needed_by(package) | needed_by(demo))
    root.must("/usr/sbin/useradd", "--create-home", PERSON, PATH=_PATH)
    before = root.files()
    for path in (package, demo):
        shutil.copy(path, f"{root.folder}{_PACKAGES}")
    _install(root, package)
    _without_demo(root)
    _install(root, demo)
    _smoke(root, "offscreen")
    with screen() as display:
        _smoke(root, "in a window", DISPLAY=display, QT_QPA_PLATFORM="xcb")
    _remove(root, before)
    shutil.rmtree(root.folder)


def clean_root(packages: set[str]) -> Root:
    """A fresh copy of a bare Debian with these packages and what they need. Raises PackagingError."""
    if os.geteuid() != 0:
        raise PackagingError("A clean Debian system is made by root alone: run this as root.")
    if absent := {name: package for name, package in _TOOLS.items() if shutil.which(name) is None}:
        install_with_apt(absent.values(), f"The trial needs programs: {', '.join(absent)}.")
    suite, mirror = _release()
    bare = _ROOTS / f"{suite}-{'-'.join(sorted(packages))}"
    if not bare.exists():
        say(f"Making a bare Debian ({suite}) with {', '.join(sorted(packages))}.")
        unfinished = _ROOTS / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        _ROOTS.mkdir(parents=True, exist_ok=True)
        words = ["debootstrap", "--variant=minbase", f"--include={','.join(sorted(packages))}"]
        run([*words, suite, str(unfinished), mirror], "debootstrap")
        unfinished.rename(bare)
    fresh = _ROOTS / "in-use"
    shutil.rmtree(fresh, ignore_errors=True)
    run(["cp", "--archive", "--reflink=auto", str(bare), str(fresh)], "Copying the bare Debian")
    return Root(fresh)


def needed_by(package: Path) -> set[str]:
    """The names in the Depends of a package, without our own."""
    said = subprocess.run(
        ["dpkg-deb", "--field", str(package), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    return {entry.split()[0] for entry in said.split(",")} - {NAME}


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen for the block; gives its name for DISPLAY. Raises PackagingError."""
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if not number:
            raise PackagingError("Xvfb did not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def _release() -> tuple[str, str]:
    """The Debian release of this system, and where its own apt gets it from."""
    words = ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)"]
    said = subprocess.run(
        [*words, "Created-By: Packages", "Origin: Debian", "Label: Debian", "Component: main"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    listed = [line.split() for line in said.splitlines()]
    for suite, mirror in listed:
        if "-" not in suite:  # neither updates nor backports
            return suite, mirror
    raise PackagingError("This system's apt knows no release of Debian to make a clean system from.")


def _package(out: Path, name: str) -> Path:
    path = out / f"{name}_{version()}_amd64.deb"
    if not path.exists():
        raise PackagingError(f"There is no {path.name}. First run: python3 packaging/dev.py dist")
    return path


def _install(root: Root, package: Path) -> None:
    root.must("dpkg", "--install", f"{_PACKAGES}/{package.name}", PATH=_PATH)
    say(f"{package.name} is installed in a clean system.")


def _without_demo(root: Root) -> None:
    said = root.must("/usr/bin/sweep", "--version", person=PERSON).strip()
    if said != f"Sweep {version()}":
        raise PackagingError(f"The installed console says that it is {said!r}, not version {version()}.")
    status, said = root.call("/usr/bin/sweep", "smoke", person=PERSON)
    if status != 1 or DEMO not in said:
        raise PackagingError(f"Without its demo the console does not say how to get it: {status}, {said}")
    say("Without the demo's package, the console says how to get it.")


def _smoke(root: Root, how: str, **environment: str) -> None:
    status, said = root.call("/usr/bin/sweep", "smoke", "--json", person=PERSON, **environment)
    report = next((json.loads(line) for line in said.splitlines() if line.startswith("{")), None)
    if status != 0 or report is None or not report["ok"]:
        raise PackagingError(f"The smoke {how} failed with status {status}:\n{said}")
    say(f"The smoke {how}: {report['deleted']} receipts deleted, in {report['seconds']} s.")


def _remove(root: Root, before: set[str]) -> None:
    root.must("dpkg", "--purge", DEMO, NAME, PATH=_PATH)
    home = f"home/{PERSON}/"
    left = root.files() - before
    if not any(path.startswith(home) and path.endswith("sweep.log") for path in left):
        raise PackagingError("Removing the packages removed the user's data too.")
    if strange := sorted(path for path in left if not f"{path}/".startswith(home)):
        raise PackagingError(f"Removing the packages left something behind: {strange[:20]}")
    say("Removed: nothing is left but the user's data.")
