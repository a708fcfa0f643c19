"""Words of the command line that hold a password. Everybody on a computer may read the command line of every
process, so the program starts itself anew without them, and takes them from a pipe."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import unquote

if sys.platform == "win32":
    import ctypes

    def _blank(secrets: Sequence[str]) -> None:
        """Overwrites them in the command line that Windows keeps of this process, in which they may stand
        with quotes and backslashes of their own: so all of it goes, but for the program."""
        kernel = ctypes.windll.kernel32
        kernel.GetCommandLineW.restype = ctypes.c_void_p
        place = kernel.GetCommandLineW()
        line = ctypes.wstring_at(place)
        begin = min((line.find(word[:4]) for word in secrets if word[:4] in line), default=0)
        blanks = (" " * (len(line) - begin)).encode("utf-16-le")
        ctypes.memmove(place + begin * ctypes.sizeof(ctypes.c_wchar), blanks, len(blanks))


HANDED_OVER = "--words-from"
"""The word by which the program is told of the pipe. No person types it."""

HIDDEN = "…"
"""What stands in the place of a secret."""

TOO_LONG = "The connection URL is too long for the command line. Set SWEEP_DATABASE_URL instead."

_PIPE_BYTES = 4096
"""What every pipe takes at once, without anybody who reads it."""

_IN_URL = re.compile(r"(://[^:/?@]*:)[^@]+@")
_IN_OPTION = re.compile(rf"(password\s*=\s*)[^\s&{HIDDEN}][^\s&]*", re.IGNORECASE)
_USAGE = 2


def own_words() -> tuple[list[str], bool]:
    """The words of the command line, and whether others could read a password among them. Call it before
    anything else: with a password among them it does not return, but begins the program again."""
    words = sys.argv[1:]
    if words[:1] == [HANDED_OVER]:
        return _received(words)
    secrets = {place: word for place, word in enumerate(words) if has_secret(word)}
    if not secrets:
        return words, False
    if sys.platform == "win32":  # where a program begun anew would need this one to wait for it
        _blank(list(secrets.values()))
    else:
        with suppress(OSError):  # then it goes on as it is
            _start_anew(words, secrets)
    return words, True


def has_secret(text: str) -> bool:
    """Whether there is a password in a URL or an option in `text`."""
    return any(pattern.search(one) for one in (text, unquote(text)) for pattern in (_IN_URL, _IN_OPTION))


def without_secrets(text: str) -> str:
    """`text`, which may repeat words of the command line, for people."""
    shown = _IN_OPTION.sub(rf"\1{HIDDEN}", re.sub(r"://.*@", f"://{HIDDEN}@", text, flags=re.DOTALL))
    return HIDDEN if has_secret(shown) else shown


def _start_anew(words: Sequence[str], secrets: Mapping[int, str]) -> None:
    shown = [_name(word) + HIDDEN if place in secrets else word for place, word in enumerate(words)]
    before = [] if hasattr(sys, "frozen") else sys.orig_argv[1 : len(sys.orig_argv) - len(words)]
    pipe = str(_pipe_with(json.dumps(secrets).encode()))
    environment = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    # The program itself, by its own words.
    os.execve(sys.executable, [sys.executable, *before, HANDED_OVER, pipe, *shown], environment)  # noqa: S606


def _name(word: str) -> str:
    """The name of the option where it stands in the same word."""
    found = re.match(r"--[\w-]+=", word)
    return found[0] if found else ""


def _pipe_with(data: bytes) -> int:
    """The descriptor of a pipe with `data` in it, which the program begun anew inherits; none of the first
    three, one of which may be closed."""
    import fcntl  # there is none on Windows

    if len(data) > _PIPE_BYTES:
        sys.exit(_refused(TOO_LONG))
    reader, writer = os.pipe()
    inherited = fcntl.fcntl(reader, fcntl.F_DUPFD, 3)
    os.close(reader)
    os.write(writer, data)
    os.close(writer)
    return inherited


def _refused(sentence: str) -> int:
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)  # noqa: T201 - before the streams of the program are there
    return _USAGE


def _received(words: list[str]) -> tuple[list[str], bool]:
    """With the words of the pipe in their places; unchanged where there is no such pipe."""
    whole = words[2:]
    try:
        with open(int(words[1]), "rb") as pipe:
            for place, word in json.load(pipe).items():
                whole[int(place)] = word
    except (OSError, ValueError, IndexError, AttributeError):
        return words, False
    return whole, True
