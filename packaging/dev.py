"""The one way in for developers: `python3 packaging/dev.py`, on Windows `py packaging\\dev.py`.

Needs nothing but Python; each command first sets up what it uses. Without a word it lists the commands.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this very script is what an older Python is started with
    raise SystemExit(
        "Sweep needs Python 3.11 or newer. This is Python %d.%d." % sys.version_info[:2]  # noqa: UP031
    )

import hashlib
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import _lock
import translations
from _setup import (
    ROOT,
    VENV,
    SetupError,
    has_display,
    install_screen,
    program,
    say,
    set_up,
)
from _tr_calls import texts_in_code
from installers import commands

TRANSLATIONS = ROOT / "resources" / "translations"
APP = ROOT / "app"

ALL_CORES = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""How pytest shares the tests among processes: each with a server of its own, and a file to one of them."""


def setup() -> int:
    """Make .venv, and install what is missing."""
    _prepare()
    say("Everything is set up.")
    return 0


def demo(arguments: Sequence[str]) -> int:
    """Open the console on the embedded demo; more words are handed to main.py."""
    scripts = _prepare()
    main = [str(program(scripts, "python")), "main.py"]
    if has_display(os.environ):
        return _run([*main, "--demo", *arguments])
    pictures = ROOT / "build" / "demo-pictures"
    say("There is no display here, so the same demo runs offscreen, through to its end.")
    status = _run([*main, "smoke", "--out", str(pictures), *arguments], QT_QPA_PLATFORM="offscreen")
    if status == 0:
        say(f"The pictures are in {pictures}")
    return status


def test(arguments: Sequence[str]) -> int:
    """Run all checks and all tests, on all cores; more words are handed to a pytest on one."""
    scripts = _prepare()
    failed = _failed_checks(scripts)
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    pytest = [str(program(scripts, "python")), "-m", "pytest", *(arguments or ALL_CORES)]
    status = _run(pytest, QT_QPA_PLATFORM=platform)
    if failed:
        say(f"These checks failed, see above: {', '.join(failed)}.")
    return status or bool(failed)


def infra(arguments: Sequence[str]) -> int:
    """Run the tests on servers and storages of others, all of them; more words are handed to pytest."""
    scripts = _prepare()
    return _run([str(program(scripts, "python")), "-m", "tests.infra", *arguments])


def soak(arguments: Sequence[str]) -> int:
    """The tests' storms, long: kills, undo, machine, consoles, fleet, servers, infra, suite; --minutes N"""
    scripts = _prepare()
    return _run([str(program(scripts, "python")), "-m", "tests.faults.soak", *arguments])


def e2e(arguments: Sequence[str]) -> int:
    """Drive a real window by clicks and keys on a virtual screen; or --lang he, --out DIR."""
    scripts = _prepare()
    install_screen()
    return _run([str(program(scripts, "python")), "-m", "tests.e2e.walk", *arguments])


def bench(arguments: Sequence[str]) -> int:
    """Measure the speed of everything, and write RESULTS.md; or NAME …, --quick, --json FILE."""
    scripts = _prepare()
    return _run([str(program(scripts, "python")), "-m", "tests.benchmarks", *arguments])


def check() -> int:
    """Check style, types, import rules and translations."""
    failed = _failed_checks(_prepare())
    if failed:
        say(f"These checks failed: {', '.join(failed)}.")
    return int(bool(failed))


def translate() -> int:
    """Bring resources/translations up to date with the texts in the code, and compile them."""
    scripts = _prepare()
    texts = texts_in_code(APP)
    translations.update(program(scripts, "pyside6-lupdate"), texts, TRANSLATIONS)
    translations.build(program(scripts, "pyside6-lrelease"), TRANSLATIONS)
    unreadable = translations.unreadable(texts)
    if unreadable:
        say("\n".join(unreadable))
    return int(bool(unreadable))


def pictures(arguments: Sequence[str]) -> int:
    """Take the pictures of README and user guide anew; or DIR, what `smoke --out DIR` has left."""
    scripts = _prepare()
    command = [str(program(scripts, "python")), str(ROOT / "packaging" / "pictures.py"), *arguments]
    return _run(command, QT_QPA_PLATFORM="offscreen")


def lock(arguments: Sequence[str]) -> int:
    """Renew the locked packages from pyproject.toml; more words are handed to uv (--upgrade)."""
    _lock.renew(arguments)
    return 0


def wheelhouse(arguments: Sequence[str]) -> int:
    """Download all that a bundle is built from; or --target windows-x86_64, --to DIR."""
    commands.wheelhouse(arguments)
    return 0


def dist(arguments: Sequence[str]) -> int:
    """Build the packages that a person installs, from the downloaded wheels, without a network."""
    commands.dist(arguments)
    return 0


def test_dist() -> int:
    """Install the packages in a clean Debian, use them there, and remove them; needs root."""
    commands.test_dist()
    return 0


def _prepare() -> Path:
    scripts = set_up()
    _build_translations(program(scripts, "pyside6-lrelease"))
    return scripts


def _build_translations(lrelease: Path) -> None:
    sources = sorted(TRANSLATIONS.glob("*.ts"))
    digest = hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()
    stamp = VENV / "sweep-translations"
    built = all(source.with_suffix(".qm").exists() for source in sources)
    if built and stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    translations.build(lrelease, TRANSLATIONS)
    stamp.write_text(digest, encoding="utf-8")


def _failed_checks(scripts: Path) -> list[str]:
    """Run every check, also after one has failed; show what the failed ones say; return their names."""
    failed = []
    for name, tool, *arguments in (
        ("style", "ruff", "check", "."),
        ("layout", "ruff", "format", "--check", "."),
        ("types", "mypy"),
        ("import rules", "lint-imports", "--no-logo"),
    ):
        result = subprocess.run(
            [str(program(scripts, tool)), *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if result.returncode != 0:
            failed.append(name)
        _report(name, result.stdout if result.returncode else "")
    found = translations.problems(program(scripts, "pyside6-lupdate"), APP, TRANSLATIONS)
    _report("translations", "\n".join(found))
    return [*failed, "translations"] if found else failed


def _report(name: str, complaint: str) -> None:
    say(f"{name}: failed\n{complaint.rstrip()}\n" if complaint else f"{name}: ok")


def _run(command: list[str], **environment: str) -> int:
    # The tests start the program a thousand times. Where the environment keeps no bytecode, all of it would
    # be compiled each time.
    compiled_once = {"PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.call(command, cwd=ROOT, env=os.environ | compiled_once | environment)


COMMANDS: dict[str, Callable[..., int]] = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "infra": infra,
    "soak": soak,
    "e2e": e2e,
    "bench": bench,
    "check": check,
    "translations": translate,
    "pictures": pictures,
    "lock": lock,
    "wheelhouse": wheelhouse,
    "dist": dist,
    "test-dist": test_dist,
}
TAKING_WORDS = {"demo", "test", "infra", "soak", "e2e", "bench", "pictures", "lock", "wheelhouse", "dist"}


def main(words: Sequence[str]) -> int:
    if not words or words[0] in ("help", "-h", "--help"):
        say("python3 packaging/dev.py COMMAND\n")
        for listed, function in COMMANDS.items():
            say(f"  {listed:<14}{function.__doc__}")
        return 0
    name, *more = words
    if name not in COMMANDS:
        print(f"There is no command {name!r}. There are: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    if more and name not in TAKING_WORDS:
        print(f"The command {name} takes no more words.", file=sys.stderr)
        return 2
    command = COMMANDS[name]
    try:
        return command(more) if name in TAKING_WORDS else command()
    except (SetupError, translations.TranslationError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
