"""Finds the texts that the code translates, by reading it as Python does.

lupdate can read Python too, but roughly: it takes the plural of QCoreApplication.translate for a plain text,
and drops without a word what it does not understand. So it is given what is found here, as C++, which it
reads well.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MESSAGES = "StoredText"
"""The context of the messages that are stored on rows in English."""

APPLICATIONS = {"QCoreApplication", "QGuiApplication", "QApplication"}


@dataclass(frozen=True)
class TextInCode:
    """A text as the running program will look it up. `problem` says why it cannot be, if it cannot."""

    place: str
    context: str
    source: str
    comment: str
    plural: bool
    problem: str = ""


def texts_in_code(app: Path) -> list[TextInCode]:
    """Every text that a literal in `app` gives to `self.tr`, `translate`, one of Qt's NOOP marks, or
    `Message`."""
    found: list[TextInCode] = []
    for path in sorted(app.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += _walk(tree, path.relative_to(app.parent).as_posix(), enclosing="")
    return found


def as_cpp(texts: Iterable[TextInCode]) -> str:
    """The texts in a form that lupdate understands wholly."""
    lines = []
    for text in texts:
        arguments = [
            json.dumps(part, ensure_ascii=False) for part in (text.context, text.source, text.comment)
        ]
        if text.plural:
            arguments.append("n")
        lines.append(f"QCoreApplication::translate({', '.join(arguments)});")
    return "\n".join(["void texts(int n) {", *lines, "}"])


def _walk(node: ast.AST, file: str, enclosing: str) -> Iterator[TextInCode]:
    if isinstance(node, ast.ClassDef):
        enclosing = node.name
    if isinstance(node, ast.Call) and (text := _text_of(node, f"{file}:{node.lineno}", enclosing)):
        yield text
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, file, enclosing)


def _text_of(call: ast.Call, place: str, enclosing: str) -> TextInCode | None:
    given: list[ast.expr] = call.args
    match call.func:
        case ast.Attribute(value=ast.Name(id="self"), attr="tr") | ast.Name(id="QT_TR_NOOP"):
            context = enclosing
        case ast.Attribute(attr="tr") | ast.Name(id="tr"):
            return TextInCode(
                place, "", "", "", False, "only self.tr and translate know where a text belongs"
            )
        case ast.Attribute(value=ast.Name(id=name), attr="translate") if name not in APPLICATIONS:
            return None  # of a str, or of something else
        case ast.Attribute(attr="translate") | ast.Name(id="translate" | "QT_TRANSLATE_NOOP") if (
            len(given) > 1
        ):
            context, given = _literal(given[0]), given[1:]
        case ast.Name(id="Message"):  # of app.core.messages, which knows no Qt
            named = {keyword.arg: keyword.value for keyword in call.keywords}
            context, given = MESSAGES, [named.get("in_window", given[0])] if given else []
        case _:
            return None
    return _described(call, given, place, context)


def _described(call: ast.Call, given: list[ast.expr], place: str, context: str) -> TextInCode | None:
    if given and _is_composed(given[0]):
        reason = (
            "only a text in one piece can be translated; fill its {placeholders} afterwards, with .format()"
        )
        return TextInCode(place, context, "", "", False, reason)
    source = _literal(given[0]) if given else ""
    if not source:  # a name: its text is marked where it is written
        return None
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    comment = _literal(given[1]) if len(given) > 1 else _literal(named.get("disambiguation"))
    plural = len(given) > 2 or "n" in named
    problem = ""
    if not context:
        problem = f"{source!r} has no context that could be read here"
    elif "%n" in source and not plural:
        problem = f"{source!r} counts something, so it needs the number: translate(context, text, None, n)"
    return TextInCode(place, context, source, comment, plural, problem)


def _is_composed(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr() | ast.BinOp() | ast.IfExp() | ast.Call(func=ast.Attribute(attr="format")):
            return True
    return False


def _literal(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
