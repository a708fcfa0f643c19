"""What an installation must bring: looked for by the smoke, since an installed bundle may lack any of it."""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module

from keyring.backend import get_all_keyring
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication

from app.bootstrap.appearance import Appearance
from app.bootstrap.resources import DOCS
from app.bootstrap.storage import open_storage
from app.core.errors import StorageUnusable
from app.core.languages import LANGUAGES
from app.core.storage_messages import UNREACHABLE
from app.core.storage_place import Bucket
from app.smoke.report import Report
from app.ui.dialogs.guide import lacking_of_guide
from app.ui.theme.fonts import FONT_FAMILY
from app.ui.theme.theme import ui_font

_SIZE = 16
_BUTTONS = ("Cancel", "OK", "Close", "&Yes")
"""Of Qt's own buttons: in Hebrew none of them reads as here."""


_DISCARD_PORT = 9
_KEYRINGS = {
    "linux": ("keyring.backends.SecretService", "secretstorage"),
    "win32": ("keyring.backends.Windows", "win32ctypes.core"),
    "darwin": ("keyring.backends.macOS",),
}
"""Where each system's keyring is, and what it is asked by."""


def check_parts(report: Report, appearance: Appearance) -> None:
    """Notes what is missing: Qt's Hebrew, font, icons, guide. Leaves the language Hebrew."""
    appearance.language.use("he")
    report.require(
        QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft, "Hebrew is not right to left."
    )
    for text in _BUTTONS:
        shown = QCoreApplication.translate("QPlatformTheme", text)
        report.require(shown != text, f"Qt's own button {text} is not in Hebrew.")
    report.require(FONT_FAMILY in QFontDatabase.families(), f"The font {FONT_FAMILY} was not loaded.")
    report.require(QFontInfo(ui_font()).family() == FONT_FAMILY, f"Another font is used than {FONT_FAMILY}.")
    for code in LANGUAGES:
        lacking = lacking_of_guide(DOCS, code)
        report.require(not lacking, f"The user guide lacks {', '.join(lacking)}.")
    picture = appearance.theme.pixmap("sweep", "accent", _SIZE).toImage()
    middle = picture.pixelColor(_SIZE // 2, _SIZE // 2)
    report.require(middle.alpha() > 0, "The icons are not drawn.")


def check_services(report: Report) -> None:
    """Notes what is missing of S3 and keyring; it may take seconds.

    Nobody is asked anything: where the bucket would be, nobody listens.
    """
    nowhere = Bucket("parts", "key", "secret", endpoint_url=f"http://127.0.0.1:{_DISCARD_PORT}")
    try:
        open_storage(nowhere).check()
    except StorageUnusable as error:  # a part of boto3 that is missing would be told in another way
        report.require(UNREACHABLE in str(error), f"The storage on S3 does not work: {error}")
    else:
        report.require(False, "The storage on S3 found a bucket where there is none.")
    get_all_keyring()  # loads those that the installation names
    for module in _KEYRINGS.get(sys.platform, ()):
        report.require(_is_there(module), f"A part of the system's keyring is missing: {module}.")
    hashlib.scrypt(b"", salt=b"", n=2, r=1, p=1)  # as in the password hashes of the product


def _is_there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True
