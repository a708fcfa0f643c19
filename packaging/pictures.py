"""The pictures of the README and of the user guide: taken by `smoke`, made small, put under docs/pictures.

Run by `packaging/dev.py pictures`, in the project's own environment, because it needs Qt.
"""

from __future__ import annotations

import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from PySide6.QtGui import QImage

from _setup import ROOT, say

PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = ("en", "he")

README = {"running": "main-jobs-en-light", "hebrew-dark": "main-jobs-he-dark"}
"""Pictures of the README: file name, and the name under which `smoke` saves the picture."""

GUIDE = {
    "sign-in": "sign-in",
    "first-start": "settings-first",
    "main": "main-jobs",
    "overview": "main-overview",
    "ticks": "main-ticks",
    "select-list": "select-list",
    "runs": "runs-progress",
    "report": "report",
    "notifications": "notifications",
    "confirm": "confirm-typed",
    "on-server": "confirm-server",
    "workers": "workers",
    "results": "results",
    "fix-end": "fix-end",
    "resume-interrupted": "left-behind",
    "closing": "closing",
    "restore": "restore",
    "finish-files": "finish-files",
    "files-result": "swept",
    "missing-files": "accept-missing",
    "diagnostics": "diagnostics",
    "audit": "audit",
    "settings-connection": "settings-connection",
    "settings-storage": "settings-storage",
    "settings-queue": "settings-queue",
    "settings-speed": "settings-pace",
    "settings-limits": "settings-limits",
    "settings-appearance": "settings-window",
    "shortcuts": "shortcuts",
}
"""Pictures of the user guide, in each language and the light theme; names as above."""

_TOKENS = runpy.run_path(str(ROOT / "app" / "ui" / "theme" / "tokens.py"))
OF_THE_LOOK = {
    0xFF000000 | int(colour.removeprefix("#"), 16)
    for scheme in (_TOKENS["LIGHT"], _TOKENS["DARK"])
    for colour in astuple(scheme)
}
"""Its colours have a meaning: red must not become brown."""

COLOURS = 256
"""What one palette holds. A picture of the window has few more: those of letters' edges."""


def wanted() -> Iterator[tuple[str, Path]]:
    """The name of each picture of `smoke` that is used, and the file that it goes to."""
    for name, taken in README.items():
        yield f"{taken}.png", PICTURES / f"{name}.png"
    for name, taken in GUIDE.items():
        for language in LANGUAGES:
            yield f"{taken}-{language}-light.png", PICTURES / "guide" / f"{name}.{language}.png"


def small(image: QImage) -> QImage:
    """The same picture with a palette of those of the look's colours that it has, however seldom, and of its
    most frequent ones; the others take the nearest of these."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(0xFF000000 | colour for colour in memoryview(plain.constBits()).cast("I"))
    named = [colour for colour in OF_THE_LOOK if colour in counted]
    frequent = [colour for colour, _ in counted.most_common(COLOURS)]
    table = list(dict.fromkeys([*named, *frequent]))[:COLOURS]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table)


def refresh(taken: Path) -> None:
    """Puts the pictures of the folder `taken`, made by `smoke --out`, under docs/pictures."""
    for name, file in wanted():
        image = QImage(str(taken / name))
        if image.isNull():
            raise SystemExit(f"smoke has left no picture {name} in {taken}.")
        file.parent.mkdir(parents=True, exist_ok=True)
        small(image).save(str(file), "PNG", 0)  # type: ignore[call-overload]  # 0: compress most
    say(f"The pictures are in {PICTURES}")


def main() -> int:
    """Walks the demo in both languages and takes its pictures; a folder as argument is taken as it is."""
    if sys.argv[1:]:
        refresh(Path(sys.argv[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        status = subprocess.call([sys.executable, "main.py", "smoke", "--out", folder], cwd=ROOT)
        if status == 0:
            refresh(Path(folder))
    return status


if __name__ == "__main__":
    sys.exit(main())
