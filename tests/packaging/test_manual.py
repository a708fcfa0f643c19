"""The manual page says what the program itself says of its commands, options and exit status."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from app.core.exit_status import Exit
from installers import debian
from tests.docs.papers import (
    help_by_command,
    options_by_command,
    options_without_command,
    variables_of_the_program,
)

SOURCE = debian.TEMPLATES / "sweep.1"
MANUAL = re.sub(r"\\([-~])", r"\1", SOURCE.read_text(encoding="utf-8"))


def section(name: str) -> dict[str, str]:
    """The entries of a section: the first word of each, and its text."""
    text = MANUAL.partition(f".SH {name}\n")[2].partition("\n.SH ")[0]
    entries = re.findall(r"^\.TP\n\.BI? (\S+).*\n((?:(?!\.TP|\.SS|\.PP).*\n?)+)", text, re.MULTILINE)
    return {
        word: " ".join(re.sub(r"^\.\w+ ", "", body, flags=re.MULTILINE).split()) for word, body in entries
    }


def test_the_manual_says_of_each_command_what_its_help_says() -> None:
    said = {name: f"{words[0].upper()}{words[1:]}." for name, words in help_by_command().items()}
    assert section("COMMANDS") == said


def test_the_manual_has_every_option() -> None:
    offered = options_without_command().union(*options_by_command().values())
    assert set(section("OPTIONS")) == offered


def test_the_manual_says_which_commands_have_an_option() -> None:
    commands = options_by_command()
    listed = {option: re.findall(r"\(([a-z, -]+)\)\.$", text) for option, text in section("OPTIONS").items()}
    named = {option: set(words[0].split(", ")) for option, words in listed.items() if words}
    plain = {option: names for option, names in named.items() if names <= commands.keys()}
    assert len(plain) >= 8
    for option, names in plain.items():
        assert names == {name for name, offered in commands.items() if option in offered}, option


def test_the_manual_has_every_variable() -> None:
    environment = MANUAL.partition(".SH ENVIRONMENT\n")[2].partition("\n.SH ")[0]
    named = set(re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", environment))
    assert named == variables_of_the_program()


def test_the_manual_has_every_exit_status() -> None:
    assert [int(word) for word in section("EXIT STATUS")] == list(Exit)


@pytest.mark.skipif(shutil.which("groff") is None, reason="There is no groff here.")
def test_the_manual_is_well_formed() -> None:
    done = subprocess.run(
        ["groff", "-man", "-ww", "-z", "-Tutf8", str(SOURCE)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
