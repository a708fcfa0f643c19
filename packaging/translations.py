"""The translators' files: brought up to date with the code, compiled for Qt, and checked.

Which languages there are says app/core/languages.py. `sweep_he.ts` holds every text; `sweep_en.ts` only those
with plural forms, for the rest is English in the code.
"""

from __future__ import annotations

import runpy
import string
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from _setup import ROOT
from _tr_calls import TextInCode, as_cpp, texts_in_code

_TABLE = runpy.run_path(str(ROOT / "app" / "core" / "languages.py"))  # without the console on the path
LANGUAGES: dict[str, str] = _TABLE["LANGUAGES"]
SOURCE_LANGUAGE: str = _TABLE["SOURCE_LANGUAGE"]

PLURAL_FORMS = 2  # Qt's rules for English and for Hebrew: exactly one, and any other number

COUNTS = {"%n", "{count}", "{n}"}


class TranslationError(Exception):
    """A .ts file cannot be read, or Qt's lupdate or lrelease failed; the message says which and why."""


@dataclass(frozen=True)
class Message:
    """One message of a .ts file. `state` is empty once a translator has finished it."""

    context: str
    source: str
    comment: str
    plural: bool
    state: str
    forms: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str, bool]:
        return self.context, self.source, self.comment, self.plural


def read(ts: Path) -> list[Message]:
    """The messages of a .ts file. Raises TranslationError when it is not XML."""
    try:
        return list(_messages(ET.parse(ts).getroot()))  # noqa: S314 - the project's own file
    except ET.ParseError as error:
        raise TranslationError(f"{ts.name} cannot be read: {error}") from error


def _messages(root: ET.Element) -> Iterator[Message]:
    for context in root.iter("context"):
        for element in context.iter("message"):
            translation = element.find("translation")
            if translation is None:
                translation = ET.Element("translation", type="unfinished")
            plural = element.get("numerus") == "yes"
            forms = translation.findall("numerusform") if plural else [translation]
            yield Message(
                context=context.findtext("name", ""),
                source=element.findtext("source", ""),
                comment=element.findtext("comment", ""),
                plural=plural,
                state=translation.get("type", ""),
                forms=tuple(form.text or "" for form in forms),
            )


def update(lupdate: Path, texts: Sequence[TextInCode], folder: Path) -> None:
    """Bring the .ts files up to date with the texts of the code; finished translations stay.

    Raises TranslationError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        readable = Path(place) / "texts.cpp"
        readable.write_text(as_cpp(text for text in texts if not text.problem), encoding="utf-8")
        for language in LANGUAGES:
            extra = ["-pluralonly"] if language == SOURCE_LANGUAGE else []
            options = [
                "-locations",
                "none",
                "-no-obsolete",
                "-source-language",
                SOURCE_LANGUAGE,
                "-target-language",
                language,
            ]
            ts = folder / f"sweep_{language}.ts"
            _run([str(lupdate), *options, *extra, str(readable), "-ts", str(ts)])


def build(lrelease: Path, folder: Path) -> None:
    """Compile each .ts file to the .qm file beside it. Raises TranslationError."""
    for ts in sorted(folder.glob("*.ts")):
        _run([str(lrelease), "-silent", str(ts), "-qm", str(ts.with_suffix(".qm"))])


def problems(lupdate: Path, app: Path, folder: Path) -> list[str]:
    """Everything that would show a person a wrong or an untranslated text. Raises TranslationError."""
    texts = texts_in_code(app)
    found = unreadable(texts)
    with tempfile.TemporaryDirectory() as empty:
        update(lupdate, texts, Path(empty))
        for name in (f"sweep_{language}.ts" for language in LANGUAGES):
            fresh = read(Path(empty) / name)
            if not (folder / name).exists():
                found += [f"{name} does not exist: run packaging/dev.py translations"] if fresh else []
                continue
            messages = read(folder / name)
            found += [f"{name}: {problem}" for problem in drift(messages, fresh)]
            found += [f"{name}: {problem}" for message in messages for problem in flaws(message)]
    return found


def unreadable(texts: Iterable[TextInCode]) -> list[str]:
    """The texts that the program would never find translated, each with its place and the reason."""
    return [f"{text.place}: {text.problem}" for text in texts if text.problem]


def drift(messages: Iterable[Message], fresh: Iterable[Message]) -> Iterator[str]:
    """Where a .ts file and the code have grown apart."""
    have = {message.key for message in messages}
    want = {message.key for message in fresh}
    for context, source, _, _ in sorted(want - have):
        yield f"{context}: {source!r} is new in the code: run packaging/dev.py translations"
    for context, source, _, _ in sorted(have - want):
        yield f"{context}: {source!r} is no longer in the code: run packaging/dev.py translations"


def flaws(message: Message) -> Iterator[str]:
    """What a translator has left to do in one message."""
    name = f"{message.context}: {message.source!r}"
    if message.state:
        yield f"{name} is {message.state}"
        return
    wanted = PLURAL_FORMS if message.plural else 1
    if len(message.forms) != wanted:
        yield f"{name} has {len(message.forms)} of {wanted} plural forms"
    for position, form in enumerate(message.forms):
        if not form.strip():
            yield f"{name} has an empty translation"
            continue
        try:
            expected, actual = placeholders(message.source), placeholders(form)
        except ValueError as error:
            yield f"{name} has a brace that str.format cannot read: {error}"
            continue
        if message.plural and position == 0:  # "one receipt" need not write its number
            expected -= COUNTS
            actual -= COUNTS
        if different := sorted(expected ^ actual):
            yield f"{name} and its translation differ in {', '.join(different)}"


def placeholders(text: str) -> set[str]:
    """The `{names}` of a text, and `%n` if it has one. Raises ValueError for a lone brace."""
    names = {f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return names | ({"%n"} if "%n" in text or "%Ln" in text else set())


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if result.returncode != 0:
        raise TranslationError(f"{Path(command[0]).stem} failed:\n{result.stdout}{result.stderr}")
