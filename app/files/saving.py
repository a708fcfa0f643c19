"""A file of a person's own, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import TypeVar

from app.core.errors import BadInput, ExportFailed
from app.core.private import opener
from app.core.storage_messages import what_the_system_said
from app.core.text import visible

LINES_BETWEEN_NEWS = 200


K = TypeVar("K", bound=Enum)


def kind_of_file(kinds: type[K], path: Path) -> K:
    """Which of these kinds, whose values are endings such as ".csv", the name of the file says. Raises
    BadInput for another ending."""
    ending = path.suffix.lower()
    for kind in kinds:
        if kind.value == ending:
            return kind
    endings = ", ".join(kind.value for kind in kinds)
    raise BadInput(f"The name of the file must end in one of {endings}, not in “{visible(ending)}”.")


def save_lines(path: Path, lines: Iterable[str | bytes], go_on: Callable[[int], bool]) -> bool:
    """Writes `lines` to `path`, texts as UTF-8, over what was there; blocks.

    They go to a file beside it, which takes the place of `path` in one step once everything is on the disk.
    `go_on` is called now and then with the number of lines written; where it returns False, nothing is kept
    and this returns False. Raises ExportFailed, and what `lines` raise; then nothing is kept either.
    """
    path = path.resolve()  # a link stays one, and what it leads to is written
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with open(beside, "xb", opener=opener) as file:
            for number, line in enumerate(lines, start=1):
                file.write(line.encode() if isinstance(line, str) else line)
                if number % LINES_BETWEEN_NEWS == 0 and not go_on(number):
                    return False
            file.flush()
            os.fsync(file.fileno())
        if not go_on(0):
            return False
        beside.replace(path)
    except OSError as error:
        raise ExportFailed(str(path), what_the_system_said(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    return True
