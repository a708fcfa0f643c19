"""The cheat sheet: every action that has a key, with its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.qt.translation import ltr
from app.ui.theme.theme import Theme
from app.ui.widgets.asking import finished
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import MARGIN, Dialog
from app.ui.widgets.parts import Heading, button
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable

translate = QCoreApplication.translate

MOST_ROWS = 14
NARROWEST = 420


class ShortcutsDialog(Dialog):
    """Lists the keys of `actions`, as their menus name them."""

    def __init__(self, actions: Sequence[QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._actions = [action for action in actions if action.shortcuts()]
        self._heading = Heading(theme, "keyboard", "accent", "shortcuts.heading")
        self._table = RecordsTable(theme, "shortcuts.lines", wide=0, rows=(4, MOST_ROWS))
        self._card = Card(theme, self._table)
        self._close = button("shortcuts.close", kind="primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._card, 1)
        self.add_buttons(self._close)
        self._close.setFocus()
        self.retranslate()
        self._card.setMaximumHeight(self._table.maximumHeight() + 2)
        self.take_room(max(NARROWEST, self._table.natural_width + 2 * MARGIN + 2))

    async def ask(self) -> None:
        """Opens the dialog and waits until it is closed."""
        await finished(self)

    def retranslate(self) -> None:
        title = translate("ShortcutsDialog", "Keyboard shortcuts")
        self.setWindowTitle(title)
        self._heading.say(title)
        self._table.setAccessibleName(title)
        self._table.show_lines(
            self._actions,
            [
                TableColumn(translate("ShortcutsDialog", "Action"), _name, figures=False),
                TableColumn(translate("ShortcutsDialog", "Key"), _keys, figures=False),
            ],
        )
        self._close.setText(translate("ShortcutsDialog", "Close"))


def _name(action: QAction) -> str:
    return action.text().split("\t")[0].rstrip("…")


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return " · ".join(ltr(key.toString(native)) for key in action.shortcuts())
