"""The project's papers as they are written: headings, links and what they name."""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from app.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COMMAND_LINE = DOCS / "command-line.md"
VARIABLE = r"(?:SWEEP|R2)_[A-Z][A-Z0-9_]*|ATTACHMENT_STORAGE_DRIVER"

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_BLOCKS = re.compile(r"^```.*?^```|^    .*?$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True)
class Paper:
    """One file of Markdown."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading."""
        plain = re.sub(r"^```.*?^```", "", self.text, flags=re.MULTILINE | re.DOTALL)
        return [(len(found[1]), found[2].replace("`", "").strip()) for found in _HEADING.finditer(plain)]

    @property
    def anchors(self) -> set[str]:
        """What a link may have after its #, as GitHub makes it of the headings."""
        anchors: set[str] = set()
        for _, words in self.headings:
            slug = again = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            number = 0
            while again in anchors:
                number += 1
                again = f"{slug}-{number}"
            anchors.add(again)
        return anchors

    @property
    def links(self) -> list[str]:
        """Targets of links and pictures, those of other sites left out."""
        prose = _INLINE.sub("", _BLOCKS.sub("", self.text))
        targets = (found[1] for found in _LINK.finditer(prose))
        return [target for target in targets if not re.match(r"[a-z]+:", target)]

    @property
    def pictures(self) -> list[Path]:
        """The pictures that it shows, in their order."""
        return [(self.path.parent / link).resolve() for link in self.links if link.endswith(".png")]


def all_papers() -> list[Paper]:
    """Those of the whole repository; what tools have left in it is none of ours."""
    folders = ("docs", "packaging", "resources", "app", "tests")
    found = [*ROOT.glob("*.md"), *(file for folder in folders for file in (ROOT / folder).rglob("*.md"))]
    return [Paper(file) for file in sorted(found)]


def papers_for_people() -> list[Paper]:
    """Those in which commands, options and variables are named for use."""
    chosen = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [Paper(file) for file in (*chosen, *sorted(DOCS.rglob("*.md")))]


@cache
def options_by_command() -> dict[str, set[str]]:
    """The long options of each command of the program, as argparse has them."""
    return {name: _options(command) for name, command in _commands().choices.items()}


@cache
def help_by_command() -> dict[str, str]:
    """What the program itself says of each command, in one sentence."""
    return {str(each.dest): str(each.help) for each in _commands()._choices_actions}


@cache
def options_without_command() -> set[str]:
    """Those of the program itself."""
    return _options(build_parser())


def _commands() -> _SubParsersAction[ArgumentParser]:
    (found,) = (action for action in build_parser()._actions if isinstance(action, _SubParsersAction))
    return found


def _options(parser: ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings if name.startswith("--")}


@cache
def variables_of_the_program() -> set[str]:
    """Each variable of the environment whose name stands in the code as a text."""
    return {
        node.value
        for file in (ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(VARIABLE, node.value)
    }


@dataclass(frozen=True)
class Reference:
    """A paper that code names, and the section after its name, or nothing."""

    where: str
    paper: str
    section: str

    @property
    def leads_to(self) -> Paper | None:
        """It is looked for in the root, in docs and beside the code."""
        folders = (ROOT, DOCS, (ROOT / self.where).parent)
        return next(
            (Paper(folder / self.paper) for folder in folders if (folder / self.paper).exists()), None
        )


# A section begins with a capital, stands in backticks, or is the name of a table.
_REFERENCE = re.compile(r"([\w./-]+\.md)\b(?:, (`[^`]+`|[A-Z][\w -]*\w|\w+_\w+))?")


_NAME_SAMPLES = {ROOT / "tests" / "qt" / "dialogs" / "test_guide.py", *Path(__file__).parent.iterdir()}


def references_in_code() -> Iterator[Reference]:
    """What comments and docstrings refer to; but for tests of papers, which name samples."""
    for folder in ("app", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix not in {".py", ".sql"} or file in _NAME_SAMPLES:
                continue
            text = re.sub(r"\n\s*(?:#|--)?\s*", " ", file.read_text(encoding="utf-8"))
            for found in _REFERENCE.finditer(text):
                section = (found[2] or "").replace("`", "")
                yield Reference(file.relative_to(ROOT).as_posix(), found[1], section)
