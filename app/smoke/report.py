"""What the walk found, which becomes the JSON of the command, and the pictures it saves."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.core.errors import SweepError


class SmokeFailed(SweepError):
    """Something that the walk waits for did not happen."""

    code = "smoke_failed"


@dataclass
class Report:
    """What the walk found. Pictures and `reports` go into `out`; `runs` are those that came to their end."""

    out: Path
    deleted: int = 0
    files_deleted: int = 0
    screenshots: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def require(self, holds: bool, otherwise: str) -> None:
        """Notes a problem unless `holds`; the walk goes on, so that one report names all of them."""
        if not holds:
            self.problems.append(otherwise)

    def picture(self, widget: QWidget, name: str) -> None:
        """Saves what the widget shows now."""
        self.image(widget.grab().toImage(), name)

    def image(self, image: QImage, name: str) -> None:
        """Saves a picture that was made already."""
        path = self.out / f"{name}.png"
        self.require(image.save(str(path)), f"The picture {path} could not be saved.")
        self.screenshots.append(str(path))

    def json(self) -> dict[str, Any]:
        return {
            "ok": not self.problems,
            "deleted": self.deleted,
            "files_deleted": self.files_deleted,
            "runs": self.runs,
            "reports": self.reports,
            "screenshots": self.screenshots,
            "problems": self.problems,
            "seconds": round(self.seconds, 1),
        }
