"""What is said of files that are kept for receipts which may come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.ui.texts.times import moment_text
from app.ui.texts.words import files_text

translate = QCoreApplication.translate


def kept_text(count: int, until: datetime | None, now: datetime, locale: QLocale) -> Iterator[str]:
    """How many, and until when (naive UTC; `now` is UTC), where that is known; nothing where there are
    none."""
    if not count:
        return
    text = translate("KeptFiles", "Kept: {files}")
    if until is not None:
        is_over = until <= now.replace(tzinfo=None)  # consoles and workers delete them by and by
        over = translate("KeptFiles", "Were kept until {time}: {files}")
        text = over if is_over else translate("KeptFiles", "Kept until {time}: {files}")
    yield text.format(files=files_text(count, locale), time=moment_text(until, locale, seconds=False))
